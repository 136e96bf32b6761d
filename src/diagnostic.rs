//! The type of everything that is reported to a user: what is wrong, where, why, and what to do.
//! Knows no renderer, no colours and no protocol.

mod code;
mod criterion;
mod identity;
mod impact;
mod owners;
mod page;
mod subject;

pub use code::{Code, Stage};
pub use criterion::Criterion;
pub use identity::{Fingerprint, fingerprints};
pub(crate) use identity::{SheetKey, identities};
pub(crate) use impact::{Aspect, ComparedRun, Difference, PlacedDifference, compare};
pub(crate) use owners::Owners;
pub(crate) use page::page_of;
pub use page::{CodePage, own_codes, pages};
pub use subject::Subject;

pub use crate::source::Edit;
use crate::source::Span;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The language of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese, the default.
    #[default]
    Zh,
    /// English.
    En,
}

/// A sentence in both languages of the tool. Cheap to clone: a report holds many of the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words {
    /// Chinese.
    pub zh: Arc<str>,
    /// English.
    pub en: Arc<str>,
}

impl Words {
    /// A sentence in both languages.
    pub fn new(zh: impl Into<Arc<str>>, en: impl Into<Arc<str>>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// A sentence as its author wrote it, the same in both languages.
    pub fn verbatim(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        Self { en: Arc::clone(&text), zh: text }
    }

    /// The sentence in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// 提示: advice.
    Note,
    /// 警告: must be changed or explained.
    Warning,
    /// 错误: the sheet goes back.
    Error,
}

/// A place with a remark on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The characters that are wrong; empty for a point of insertion.
    pub span: Span,
    /// The remark. Most have none, and many the same.
    pub message: Option<Arc<Words>>,
}

/// A law and its article, as cited by a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Basis {
    /// Title with document number, e.g. 《…办法》（财预〔2015〕88号）.
    pub law: String,
    /// The article, or 待核 if nobody has confirmed it.
    pub article: Option<String>,
    /// 强制, 参照 or 惯例.
    pub force: Option<String>,
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FixLevel {
    /// The meaning stays.
    Safe,
    /// The meaning may change: a person must agree.
    Unsafe,
    /// Leaves a 〔待填〕 for a person.
    Draft,
}

/// A change that resolves a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// How far it can be trusted.
    pub level: FixLevel,
    /// What it does.
    pub title: Words,
    /// The edits, none overlapping.
    pub edits: Vec<Edit>,
    /// Whether it is intended to remove a field or an indicator.
    pub removes: bool,
}

/// Other sheets with the same finding: a rule reports once for each sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// How many there are, up to a bound.
    pub count: usize,
    /// Whether there are more.
    pub more: bool,
    /// The first of them.
    pub examples: Vec<GroupExample>,
}

/// One sheet of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupExample {
    /// Its name for people.
    pub sheet: Arc<str>,
    /// Where it begins.
    pub head: Span,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule, or the check of the program's own, that reports it.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: Words,
    /// Where; the first is the primary place, the rest explain. Empty if it is about no text.
    pub labels: Vec<Label>,
    /// The law that requires it.
    pub basis: Arc<[Basis]>,
    /// What to do.
    pub help: Option<Words>,
    /// Whether the help suggests another word (`是否为“…”？`), short enough for one line with the
    /// finding.
    pub asks: bool,
    /// Further remarks, one per line.
    pub notes: Vec<Words>,
    /// How many more findings of the same rule the sheet has, which are not listed.
    pub more: usize,
    /// Changes that resolve it.
    pub fixes: Vec<Fix>,
    /// The sheet it is about (its project's name), where there is one.
    pub sheet: Option<Arc<str>>,
    /// What the finding is about, by meaning: with the code it identifies the finding across edits
    /// elsewhere in the file.
    pub subject: Option<Subject>,
    /// The other sheets that it is about, if the rule compares sheets.
    pub group: Option<Box<Group>>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, span: Span, message: Words) -> Self {
        Self::new(code, Severity::Error, message).at(span)
    }

    /// A warning at a place.
    pub fn warning(code: Code, span: Span, message: Words) -> Self {
        Self::new(code, Severity::Warning, message).at(span)
    }

    /// A note at a place.
    pub fn note(code: Code, span: Span, message: Words) -> Self {
        Self::new(code, Severity::Note, message).at(span)
    }

    /// How many more findings of the rule are not listed, where some are.
    pub(crate) fn words_of_more(&self) -> Option<Words> {
        let count = self.more;
        (count > 0).then(|| {
            Words::new(
                format!("这条规则另有 {count} 处，没有一一列出"),
                format!("{count} more findings of this rule are not listed"),
            )
        })
    }

    /// How many findings it stands for: itself, and those that are not listed.
    pub(crate) fn count(&self) -> usize {
        1 + self.more
    }

    /// A finding without a place yet.
    pub fn new(code: Code, severity: Severity, message: Words) -> Self {
        Self {
            code,
            severity,
            message,
            labels: Vec::new(),
            basis: Arc::default(),
            help: None,
            asks: false,
            notes: Vec::new(),
            more: 0,
            fixes: Vec::new(),
            sheet: None,
            subject: None,
            group: None,
        }
    }

    /// With one more place, without a remark.
    pub fn at(mut self, span: Span) -> Self {
        self.labels.push(Label { span, message: None });
        self
    }

    /// The same, if there is a place.
    pub(crate) fn placed(self, span: Option<Span>) -> Self {
        match span {
            Some(span) => self.at(span),
            None => self,
        }
    }

    /// With one more place and its remark.
    pub fn label(mut self, span: Span, message: Words) -> Self {
        self.labels.push(Label { span, message: Some(Arc::new(message)) });
        self
    }

    /// With words beside the first place.
    pub fn saying(mut self, message: Words) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.message = Some(Arc::new(message));
        }
        self
    }

    /// With a remedy.
    pub fn help(mut self, help: Words) -> Self {
        self.help = Some(help);
        self
    }

    /// With a remark.
    pub fn remark(mut self, note: Words) -> Self {
        self.notes.push(note);
        self
    }

    /// With a change that resolves it.
    pub fn fix(mut self, level: FixLevel, title: Words, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { level, title, edits, removes: false });
        self
    }

    /// With the suggestion as the remedy (是否为“…”？), and the change of `span` that writes it.
    /// There is no change if it would lose much more than the suggestion.
    pub(crate) fn did_you_mean(self, span: Span, suggestion: &str) -> Self {
        let mut asked = self.help(Words::new(
            format!("是否为“{suggestion}”？"),
            format!("did you mean “{suggestion}”?"),
        ));
        asked.asks = true;
        // More than a third, and more than one character.
        if span.len().saturating_sub(suggestion.len())
            > (span.len() / 3).max('\u{10ffff}'.len_utf8())
        {
            return asked;
        }
        asked.fix(
            FixLevel::Unsafe,
            Words::new(format!("改为“{suggestion}”"), format!("change to “{suggestion}”")),
            vec![Edit { span, text: suggestion.to_owned() }],
        )
    }

    /// The same if some known name is near; else another remedy.
    pub(crate) fn suggest(self, span: Span, near: Option<&str>, otherwise: Words) -> Self {
        match near {
            Some(near) => self.did_you_mean(span, near),
            None => self.help(otherwise),
        }
    }

    /// About this thing, by meaning.
    pub fn about(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Whether it says that something could not be checked, rather than what is wrong with a sheet.
    pub(crate) fn hinders(&self) -> bool {
        self.severity == Severity::Error && !matches!(self.code.stage(), Stage::Sheet | Stage::Rule)
    }

    /// Moves every place, those of its changes included.
    pub(crate) fn move_places(&mut self, moved: &dyn Fn(Span) -> Span) {
        let edits = self.fixes.iter_mut().flat_map(|fix| &mut fix.edits);
        let places = edits.map(|edit| &mut edit.span);
        let examples = self.group.iter_mut().flat_map(|group| &mut group.examples);
        let places = places.chain(examples.map(|example| &mut example.head));
        for span in places.chain(self.labels.iter_mut().map(|label| &mut label.span)) {
            *span = moved(*span);
        }
    }

    /// The primary place.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// A finding that the sheet itself suppresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Diagnostic,
    /// The comment that suppresses it.
    pub by: Suppression,
}

/// A comment that suppresses a finding: `# 表尺忽略 规则: 理由，批准人 张三 至 2026-12-31`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The comment.
    pub comment: Span,
    /// Why.
    pub reason: String,
    /// Who allowed it.
    pub approver: Option<String>,
    /// The last day on which it holds, as `2026-12-31`.
    pub until: Option<String>,
}

/// The outcomes of rules, counted by rule and sheet, each of the five kinds apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Outcomes {
    /// 通过: the rule is met.
    pub holds: usize,
    /// 不通过: it is broken.
    pub fails: usize,
    /// 不适用: it does not apply to this sheet.
    pub not_applicable: usize,
    /// 无法判定: the sheet lacks what it reads.
    pub undecidable: usize,
    /// 规则有误: it was left out because its file is faulty.
    pub faulty: usize,
}

impl Outcomes {
    /// How many times a rule was evaluated on a sheet, whatever the outcome.
    pub(crate) fn total(&self) -> usize {
        self.holds + self.fails + self.not_applicable + self.undecidable + self.faulty
    }
}

impl std::ops::AddAssign for Outcomes {
    fn add_assign(&mut self, other: Self) {
        self.holds += other.holds;
        self.fails += other.fails;
        self.not_applicable += other.not_applicable;
        self.undecidable += other.undecidable;
        self.faulty += other.faulty;
    }
}

/// A sheet that was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetInfo {
    /// Its name for people, also used in findings.
    pub name: Arc<str>,
    /// All of its document.
    pub span: Span,
    /// The title of its form; its own, if nobody has declared that form.
    pub form: Arc<str>,
    /// Whether nobody has declared its form.
    pub undeclared: bool,
    /// The year that it is for.
    pub year: Option<i32>,
    /// The unit that submits it.
    pub unit: Option<Arc<str>>,
    /// The name of its project, where it says one.
    pub project: Option<Arc<str>>,
    /// The outcomes of the rules on it.
    pub outcomes: Outcomes,
}
