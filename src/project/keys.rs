//! Small YAML files of known keys: a pack's manifest, a project's settings. Takes a text and the
//! keys that it may have; gives values with their places. An unknown key is an error: a misspelt
//! one would silently have no effect. Knows no key's meaning.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::source::{Source, Span};

use crate::nearest::nearest;

/// The kind of file, for its messages.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    /// The code of its faults.
    pub(crate) code: Code,
    /// The code of an unknown key.
    pub(crate) unknown: Code,
    /// Its name in Chinese.
    pub(crate) zh: &'static str,
    /// In English, with its article.
    pub(crate) en: &'static str,
    /// The keys that it may have.
    pub(crate) keys: &'static [&'static str],
}

/// The values of one file.
pub(super) struct Keys<'s> {
    source: &'s Source,
    paper: Paper,
    mapping: Mapping,
}

impl<'s> Keys<'s> {
    /// Reads a file.
    ///
    /// # Errors
    /// It is not YAML, not a mapping, or has a repeated or unknown key.
    pub(crate) fn read(source: &'s Source, paper: Paper) -> Result<Self, Diagnostic> {
        let text = source.text();
        for key in paper.keys {
            // The parser would blame the first line.
            if let Some(span) = key_spans(source, key).nth(1) {
                return Err(paper.repeated_key(span, key));
            }
        }
        let value: Value = serde_yaml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text))
            .map_err(|error| {
                let line = error
                    .location()
                    .map_or(1, |location| u32::try_from(location.line()).unwrap_or(1));
                // An unclosed value is reported at the end of the file, where there is nothing to
                // see.
                let spans = (1..=line.max(1)).rev().map(|line| line_span(source, line));
                let written = spans.into_iter().find(|span| !source.slice(*span).trim().is_empty());
                let span = written.unwrap_or_else(|| line_span(source, 1));
                paper.not_yaml(span, &error.to_string())
            })?;
        let Value::Mapping(mapping) = value else {
            return Err(paper.no_mapping(line_span(source, 1)));
        };
        for key in mapping.keys() {
            let Value::String(key) = key else {
                return Err(paper.no_mapping(line_span(source, 1)));
            };
            if !paper.keys.contains(&key.as_str()) {
                let near = nearest(key, paper.keys.iter().copied());
                return Err(paper.unknown_key(key_span(source, key), key, near));
            }
        }
        Ok(Self { source, paper, mapping })
    }

    /// The YAML value of a key.
    pub(crate) fn value(&self, key: &str) -> Option<&Value> {
        self.mapping.get(key)
    }

    /// The place of a key.
    pub(crate) fn span(&self, key: &str) -> Span {
        key_span(self.source, key)
    }

    /// A required text.
    ///
    /// # Errors
    /// It is missing, or not text.
    pub(crate) fn needed(&self, key: &str) -> Result<String, Diagnostic> {
        self.text(key)?.ok_or_else(|| self.paper.missing_key(line_span(self.source, 1), key))
    }

    /// A text.
    ///
    /// # Errors
    /// It is none.
    pub(crate) fn text(&self, key: &str) -> Result<Option<String>, Diagnostic> {
        match self.mapping.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(self.paper.not_text(self.span(key), key)),
        }
    }

    /// Yes or no.
    ///
    /// # Errors
    /// It is neither.
    pub(crate) fn truth(&self, key: &str) -> Result<Option<bool>, Diagnostic> {
        match self.mapping.get(key) {
            None => Ok(None),
            Some(Value::Bool(truth)) => Ok(Some(*truth)),
            Some(Value::String(text)) if text == "是" => Ok(Some(true)),
            Some(Value::String(text)) if text == "否" => Ok(Some(false)),
            Some(_) => Err(self.paper.not_yes_or_no(self.span(key), key)),
        }
    }

    /// A count.
    ///
    /// # Errors
    /// It is none.
    pub(crate) fn count(&self, key: &str) -> Result<Option<usize>, Diagnostic> {
        let Some(value) = self.mapping.get(key) else { return Ok(None) };
        let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
        count.map(Some).ok_or_else(|| self.paper.not_a_count(self.span(key), key))
    }

    /// A list of texts, each with its place.
    ///
    /// # Errors
    /// It is not a list, or has a text twice.
    pub(crate) fn list(&self, key: &str) -> Result<Option<Vec<(String, Span)>>, Diagnostic> {
        let Some(value) = self.mapping.get(key) else { return Ok(None) };
        let head = self.span(key);
        let Value::Sequence(items) = value else { return Err(self.paper.not_a_list(head, key)) };
        let mut listed: Vec<(String, Span)> = Vec::new();
        let mut at = head.start as usize;
        for item in items {
            let Value::String(text) = item else { return Err(self.paper.not_a_list(head, key)) };
            let span = self.behind(&mut at, text, head);
            if listed.iter().any(|(known, _)| known == text) {
                return Err(self.paper.listed_twice(span, text));
            }
            listed.push((text.clone(), span));
        }
        Ok(Some(listed))
    }

    /// Names with a word each, and the places of both.
    ///
    /// # Errors
    /// It is not a mapping of texts to texts.
    pub(crate) fn pairs(&self, key: &str) -> Result<Vec<[(String, Span); 2]>, Diagnostic> {
        let Some(value) = self.mapping.get(key) else { return Ok(Vec::new()) };
        let head = self.span(key);
        let Value::Mapping(mapping) = value else {
            return Err(self.paper.not_pairs(head, key));
        };
        let mut at = head.start as usize;
        let mut pairs = Vec::new();
        for (name, word) in mapping {
            let word = match word {
                Value::String(word) => word.clone(),
                // YAML 1.1 reads `off` as a truth value, and people write it.
                Value::Bool(false) => "off".to_owned(),
                _ => return Err(self.paper.not_pairs(head, key)),
            };
            let Value::String(name) = name else { return Err(self.paper.not_pairs(head, key)) };
            let name_span = self.behind(&mut at, name, head);
            let word_span = self.behind(&mut at, &word, head);
            pairs.push([(name.clone(), name_span), (word, word_span)]);
        }
        Ok(pairs)
    }

    /// The place of a text after a position, which moves on: the parser keeps no places.
    fn behind(&self, at: &mut usize, text: &str, otherwise: Span) -> Span {
        let rest = self.source.text().get(*at..).unwrap_or_default();
        let Some(offset) = rest.find(text) else { return otherwise };
        let start = *at + offset;
        *at = start + text.len();
        Span::new(self.source.id(), start, *at)
    }
}

/// The line of that number, or the last.
pub(super) fn line_span(source: &Source, line: u32) -> Span {
    let line = line.clamp(1, source.line_count());
    source.line(line).unwrap_or(Span::at(source.id(), 0))
}

/// The line that begins with a key; the first line, if the key is written in an unusual way.
pub(super) fn key_span(source: &Source, key: &str) -> Span {
    key_spans(source, key).next().unwrap_or_else(|| line_span(source, 1))
}

/// The lines that begin with a key.
fn key_spans(source: &Source, key: &str) -> impl Iterator<Item = Span> {
    let lines = (1..=source.line_count()).filter_map(|line| source.line(line));
    lines.filter(move |span| {
        let line = source.slice(*span).trim_start_matches('\u{feff}');
        let rest = line.trim_start_matches(['"', '\'']).strip_prefix(key);
        rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    })
}

/// The help for all such files.
fn key_and_value() -> Words {
    Words::new(
        "一行一个“键: 值”，冒号用半角，后面空一格",
        "one “key: value” a line, a blank after the colon",
    )
}

/// The words for what is wrong with such a file.
impl Paper {
    pub(crate) fn fault(&self, span: Span, zh: String, en: String) -> Diagnostic {
        Diagnostic::error(self.code.clone(), span, Words::new(zh, en))
    }

    fn no_mapping(&self, span: Span) -> Diagnostic {
        let Self { zh, en, .. } = self;
        let (zh, en) =
            (format!("{zh}要由“键: 值”组成"), format!("{en} is made of “key: value” lines"));
        self.fault(span, zh, en).help(key_and_value())
    }

    fn not_yaml(&self, span: Span, detail: &str) -> Diagnostic {
        let Self { zh, en, .. } = self;
        let (zh, en) = (format!("{zh}不是合法的 YAML"), format!("this is not valid YAML for {en}"));
        self.fault(span, zh, en).remark(Words::verbatim(detail)).help(key_and_value())
    }

    fn repeated_key(&self, span: Span, key: &str) -> Diagnostic {
        self.fault(span, format!("“{key}”写了两次"), format!("“{key}” is given twice"))
            .help(Words::new("删去其中一行", "remove one of the lines"))
    }

    fn unknown_key(&self, span: Span, key: &str, near: Option<&str>) -> Diagnostic {
        let Self { zh, en, keys, .. } = self;
        let words =
            Words::new(format!("{zh}里没有“{key}”这一项"), format!("{en} has no key “{key}”"));
        let finding = Diagnostic::error(self.unknown.clone(), span, words);
        finding.help(match near {
            Some(near) => {
                Words::new(format!("是不是“{near}”？"), format!("did you mean “{near}”?"))
            }
            None => Words::new(
                format!("可用的有 {}", keys.join("、")),
                format!("known keys: {}", keys.join(", ")),
            ),
        })
    }

    fn missing_key(&self, span: Span, key: &str) -> Diagnostic {
        let Self { zh, en, .. } = self;
        self.fault(span, format!("{zh}缺少“{key}”"), format!("{en} needs “{key}”"))
            .help(Words::new(format!("加上一行“{key}: …”"), format!("add a line “{key}: …”")))
    }

    fn not_a_list(&self, span: Span, key: &str) -> Diagnostic {
        let zh = format!("“{key}”的值要是一列文字");
        let en = format!("the value of “{key}” must be a list of texts");
        self.fault(span, zh, en).help(Words::new(
            format!("写成 {key}: [甲, 乙]，或者一行一个“- 甲”"),
            format!("write {key}: [one, other], or a line `- one` for each"),
        ))
    }

    fn not_pairs(&self, span: Span, key: &str) -> Diagnostic {
        let zh = format!("“{key}”下要一行一个“名称: 值”");
        let en = format!("“{key}” takes a line “name: value” for each");
        self.fault(span, zh, en).help(Words::new(
            "缩进两格写，例如：  预算/总预算不得小于当年预算: 警告",
            "indent it by two, as in:  预算/总预算不得小于当年预算: warning",
        ))
    }

    fn listed_twice(&self, span: Span, text: &str) -> Diagnostic {
        self.fault(span, format!("“{text}”列了两次"), format!("“{text}” is listed twice"))
            .help(Words::new("删去一处", "remove one"))
    }

    fn not_text(&self, span: Span, key: &str) -> Diagnostic {
        let zh = format!("“{key}”的值要是一段文字");
        let en = format!("the value of “{key}” must be text");
        self.fault(span, zh, en).help(Words::new(
            format!("加上引号：{key}: \"…\""),
            format!("put it in quotes: {key}: \"…\""),
        ))
    }

    fn not_yes_or_no(&self, span: Span, key: &str) -> Diagnostic {
        let zh = format!("“{key}”的值要是 true 或 false");
        let en = format!("the value of “{key}” must be true or false");
        self.fault(span, zh, en)
            .help(Words::new(format!("写成 {key}: true"), format!("write {key}: true")))
    }

    fn not_a_count(&self, span: Span, key: &str) -> Diagnostic {
        let zh = format!("“{key}”的值要是一个不小于 0 的整数");
        let en = format!("the value of “{key}” must be a whole number, 0 or more");
        self.fault(span, zh, en)
            .help(Words::new(format!("写成 {key}: 100"), format!("write {key}: 100")))
    }
}
