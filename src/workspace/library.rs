//! Rule files: each parsed once while its text is unchanged, all checked once while none changes.
//! Takes packs as texts; gives a [`Book`] of checked rules, each with a key that is equal as long
//! as nothing that the rule reads changes. Knows no sheet.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use crate::diagnostic::Diagnostic;
use crate::resolve::{self, Data, RuleSource};
use crate::rule::{FormId, OnForm, RuleId, RuleSet, SheetScope};
use crate::source::{Source, SourceId, Span};
use crate::syntax;
use crate::syntax::rule::{self, Layout, Reference, RuleFile, RuleNames};
use crate::syntax::table::{self, TableFile};

/// The files of one pack.
#[derive(Clone, Copy, Debug)]
pub struct PackSources<'a> {
    /// The pack's name.
    pub name: &'a str,
    /// Its rule files, and the dictionaries in files of their own.
    pub sources: &'a [Source],
    /// Whether its rules judge sheets; its declarations can be used in any case.
    pub judges: bool,
    /// The pack that it builds on, and the place that names it.
    pub upper: Option<(&'a str, Span)>,
}

/// Rules checked together.
#[derive(Debug, Default)]
pub struct Book {
    /// The rules.
    pub rules: RuleSet,
    /// What is wrong with them.
    pub findings: Vec<Diagnostic>,
    /// The dependencies of their outcomes, computed on demand.
    dependencies: OnceLock<Dependencies>,
    /// The rule files, each with its layout once that was needed.
    files: Vec<(Source, OnceLock<Layout>)>,
    /// The packs that it was made of; none if their rules were taken for granted.
    packs: Vec<PackState>,
}

/// What outcomes depend on, by rule and form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dependencies(BTreeMap<(RuleId, FormId), Depends>);

/// What the outcome of a rule on a sheet of one form depends on, besides the sheets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Depends {
    /// Identifies the content of the rule, dictionaries included: equal where that is equal.
    pub(crate) key: RuleKey,
    /// The scopes in which it looks at other sheets.
    pub(crate) scopes: Vec<SheetScope>,
}

/// Identifies the content of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct RuleKey(u64);

#[cfg(test)]
impl RuleKey {
    pub(super) fn new(key: u64) -> Self {
        Self(key)
    }
}

/// The rule files that have been read, and the last book made of them.
#[derive(Clone, Debug, Default)]
pub struct Library {
    files: BTreeMap<String, Vec<(Source, ParsedFile)>>,
    last: Option<(Vec<PackState>, Arc<Book>)>,
    trust: Trust,
}

/// What is taken for granted of rules before they are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// Nothing.
    #[default]
    Nothing,
    /// That they are sound, and that there is nothing odd about them: they are not linted.
    Sound,
    /// The same, and what checking all of them together gives, all packs judging: the bytes of a
    /// [`RuleSet`].
    Checked(&'static [u8]),
}

/// A file, parsed.
#[derive(Clone, Debug)]
enum ParsedFile {
    Rules(Arc<RuleFile>),
    Table(Arc<TableFile>),
}

/// A pack as it was when a book was made: equal where the book would be equal.
#[derive(Clone, Debug, PartialEq)]
struct PackState {
    name: String,
    judges: bool,
    upper: Option<(String, Span)>,
    sources: Vec<Same>,
}

/// A source, compared by name and content.
#[derive(Clone, Debug)]
struct Same(Source);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }
}

impl Library {
    /// The files and packs that a rule file names, to be read besides it.
    pub(crate) fn references(&mut self, source: &Source) -> Vec<Reference> {
        match self.read(source) {
            ParsedFile::Rules(tree) => syntax::rule::references(source.name(), &tree),
            ParsedFile::Table(_) => Vec::new(),
        }
    }

    /// The names of the rules of a file, and of those that they tighten.
    pub(crate) fn rule_names(&mut self, source: &Source) -> RuleNames {
        match self.read(source) {
            ParsedFile::Rules(tree) => syntax::rule::rule_names(&tree),
            ParsedFile::Table(_) => RuleNames::default(),
        }
    }

    /// Says what is taken for granted of the packs that are checked from now on.
    pub fn trust(&mut self, trust: Trust) {
        if self.trust != trust {
            self.last = None;
        }
        self.trust = trust;
    }

    /// Checks rule files together. Files that are no longer among them are dropped.
    pub fn check(&mut self, packs: &[PackSources<'_>]) -> Arc<Book> {
        let asked: Vec<PackState> = packs.iter().map(PackState::of).collect();
        if let Some((known, book)) = &self.last
            && *known == asked
        {
            return Arc::clone(book);
        }
        let book = self.known_book(packs).unwrap_or_else(|| self.checked_book(packs));
        self.last = Some((asked, Arc::clone(&book)));
        book
    }

    /// The book of packs that have been checked before.
    fn known_book(&self, packs: &[PackSources<'_>]) -> Option<Arc<Book>> {
        let Trust::Checked(bytes) = self.trust else { return None };
        let mut rules = RuleSet::from_bytes(bytes)?;
        rules.keep_packs(|name| packs.iter().any(|pack| pack.judges && pack.name == name));
        let sources = packs.iter().flat_map(|pack| pack.sources);
        Some(Arc::new(Book { rules, files: rule_files(sources), ..Book::default() }))
    }

    fn checked_book(&mut self, packs: &[PackSources<'_>]) -> Arc<Book> {
        let read: Vec<(&PackSources<'_>, &Source, ParsedFile)> = packs
            .iter()
            .flat_map(|pack| pack.sources.iter().map(move |source| (pack, source)))
            .map(|(pack, source)| (pack, source, self.read(source)))
            .collect();
        let packs = packs.iter().map(PackState::of).collect();
        let book = Book { packs, ..Book::new(&read, self.trust == Trust::Nothing) };
        let book = Arc::new(book);
        let mut kept: BTreeMap<String, Vec<(Source, ParsedFile)>> = BTreeMap::new();
        for (_, source, read) in read {
            kept.entry(source.name().to_owned()).or_default().push((source.clone(), read));
        }
        self.files = kept;
        book
    }

    fn read(&mut self, source: &Source) -> ParsedFile {
        let known = self.files.entry(source.name().to_owned()).or_default();
        if let Some((_, read)) = known.iter().find(|(known, _)| known.is_same(source)) {
            return read.clone();
        }
        let read = match table::is_table(source.name()) {
            true => ParsedFile::Table(Arc::new(table::parse(source))),
            false => ParsedFile::Rules(Arc::new(syntax::rule::parse(source))),
        };
        known.push((source.clone(), read.clone()));
        read
    }
}

impl PackState {
    fn of(pack: &PackSources<'_>) -> Self {
        Self {
            name: pack.name.to_owned(),
            judges: pack.judges,
            upper: pack.upper.map(|(name, span)| (name.to_owned(), span)),
            sources: pack.sources.iter().cloned().map(Same).collect(),
        }
    }
}

impl Book {
    fn new(read: &[(&PackSources<'_>, &Source, ParsedFile)], lints: bool) -> Self {
        let (mut units, mut data) = (Vec::new(), Vec::new());
        for (pack, source, read) in read {
            let PackSources { name: pack, judges, upper, .. } = **pack;
            match read {
                ParsedFile::Rules(tree) => {
                    units.push(RuleSource { source, tree, pack, judges, upper })
                }
                ParsedFile::Table(table) => data.push(Data { source, table }),
            }
        }
        let (rules, findings) = resolve::check(&units, &data, lints);
        let files = rule_files(read.iter().map(|(_, source, _)| *source));
        Self { rules, findings, dependencies: OnceLock::new(), files, packs: Vec::new() }
    }

    /// The book of the same packs with other texts of some of their files; `None` if their rules
    /// were taken for granted.
    pub(crate) fn with_texts(&self, changed: &[Source]) -> Option<Arc<Self>> {
        let now = |Same(source): &Same| {
            let mut others = changed.iter().filter(|other| other.id() == source.id());
            others.next().unwrap_or(source).clone()
        };
        let texts: Vec<Vec<Source>> =
            self.packs.iter().map(|pack| pack.sources.iter().map(now).collect()).collect();
        let packs = self.packs.iter().zip(&texts).map(|(pack, sources)| PackSources {
            name: &pack.name,
            sources,
            judges: pack.judges,
            upper: pack.upper.as_ref().map(|(name, span)| (name.as_str(), *span)),
        });
        let packs: Vec<PackSources<'_>> = packs.collect();
        (!packs.is_empty()).then(|| Library::default().check(&packs))
    }

    /// The rule files, valid or broken, with their layouts.
    pub(crate) fn rule_files(&self) -> impl Iterator<Item = (&Source, &Layout)> {
        self.files.iter().map(|(source, read)| (source, read.get_or_init(|| rule::layout(source))))
    }

    /// The rule file of that id, valid or broken, with its layout.
    pub(crate) fn rule_file(&self, id: SourceId) -> Option<(&Source, &Layout)> {
        let (source, read) = self.files.iter().find(|(source, _)| source.id() == id)?;
        Some((source, read.get_or_init(|| rule::layout(source))))
    }

    /// What outcomes depend on.
    pub(crate) fn dependencies(&self) -> &Dependencies {
        self.dependencies.get_or_init(|| Dependencies::of(&self.rules))
    }

    /// Whether both read sheets alike: their forms are equal.
    pub(crate) fn reads_like(&self, other: &Self) -> bool {
        *self.rules.forms == *other.rules.forms
    }
}

impl Dependencies {
    /// The dependencies of the rules of a set.
    pub(crate) fn of(rules: &RuleSet) -> Self {
        let forms = rules.rules.entries().flat_map(|(id, rule)| {
            rule.forms.iter().map(move |on| ((id, on.id), Depends::of(rules, on)))
        });
        Self(forms.collect())
    }

    /// What the outcome of a rule on sheets of a form depends on.
    pub(crate) fn get(&self, rule: RuleId, form: FormId) -> Option<&Depends> {
        self.0.get(&(rule, form))
    }
}

impl Depends {
    fn of(rules: &RuleSet, on: &OnForm) -> Self {
        let mut hasher = DefaultHasher::new();
        // A rule that is not in force says nothing, whatever its content.
        (on.body_hash(rules), &on.in_force).hash(&mut hasher);
        Self { key: RuleKey(hasher.finish()), scopes: on.scopes(rules) }
    }
}

/// The files that hold rules, not tables.
fn rule_files<'a>(sources: impl Iterator<Item = &'a Source>) -> Vec<(Source, OnceLock<Layout>)> {
    let rules = sources.filter(|source| !table::is_table(source.name()));
    rules.map(|source| (source.clone(), OnceLock::new())).collect()
}
