//! Dictionaries: 词表, 词尾表, 同义, from a rule file or from a file beside it, each pack on top of
//! those it builds on. Takes their syntax; gives lists and tables, and reports entries that
//! contradict, repeat or change nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::Checker;
use super::form_lines::path_text;
use super::table::FiledWord;
use super::{RuleSource, words};
use crate::diagnostic::Diagnostic;
use crate::dictionary::{Filing, SuffixTable, Synonyms, WordList};
use crate::nearest::{is_slip_of, nearest};
use crate::rule::SynonymsId;
use crate::source::{Span, beside};
use crate::syntax::rule::{Name, SuffixLine, SuffixesItem, SynonymsItem, WordsItem};
use crate::syntax::table::TableContent;
use crate::value::normalise;

/// The most names among which slips are searched.
const MOST_NAMES: usize = 500;

/// The effect of a declaration on a dictionary of that name.
pub(super) enum Declared {
    /// There is none yet.
    New,
    /// A pack that it builds on has one: it extends or overrides it.
    Onto,
}

impl<'a> Checker<'a> {
    /// Whether a dictionary may be declared here; reports if the name is taken.
    pub(super) fn dictionary(
        &mut self,
        name: &Name,
        same_kind: bool,
        unit: &RuleSource<'a>,
    ) -> Option<Declared> {
        let related = |(pack, _): &(String, Span)| self.inputs.packs.builds_on(unit.pack, pack);
        let declared = match self.vocabulary.declarers.get(&name.text) {
            Some(packs) if same_kind && packs.iter().all(related) => Declared::Onto,
            _ => match self.declared(name) {
                Some(first) => {
                    // A dictionary of another kind or pack would not mean what is written here.
                    if !self.inputs.packs.is_aside(unit.pack) {
                        let found = words::declared_twice(&name.text, first, name.span);
                        self.diagnostics.report(found);
                    }
                    return None;
                }
                None => Declared::New,
            },
        };
        if matches!(declared, Declared::New) {
            self.nearly_upper(name, unit);
        }
        let packs = self.vocabulary.declarers.entry(name.text.clone()).or_default();
        packs.push((unit.pack.to_owned(), name.span));
        Some(declared)
    }

    /// Warns about a new name that is a slip away from one of an upper pack, which it does not
    /// change.
    fn nearly_upper(&mut self, name: &Name, unit: &RuleSource<'a>) {
        // Of three characters one may well be another on purpose; among so many names some are
        // alike.
        let few = self.vocabulary.declarers.len() <= MOST_NAMES && name.text.chars().count() > 3;
        if !few || self.inputs.packs.height(unit.pack) == 0 {
            return;
        }
        let related = |(pack, _): &(String, Span)| self.inputs.packs.builds_on(unit.pack, pack);
        let above = self
            .vocabulary
            .declarers
            .iter()
            .find(|(known, packs)| is_slip_of(&name.text, known) && packs.iter().any(related));
        if let Some((known, packs)) = above {
            let place = packs.first().map(|(_, span)| *span);
            self.diagnostics.report(words::nearly_an_upper_name(name, known, place));
        }
    }

    /// The content of the file that an item names. Reports if it has not been read.
    pub(super) fn content(
        &mut self,
        from: &Name,
        unit: &RuleSource<'a>,
    ) -> Option<&'a TableContent> {
        let target = beside(unit.source.name(), &from.text);
        match self.inputs.tables.get(target.as_str()) {
            Some(table) => {
                // What is wrong with the text of the file is reported with that text.
                if table.content.is_none() {
                    self.diagnostics.taint();
                }
                table.content.as_ref()
            }
            None => {
                self.diagnostics.report(words::file_not_read(&from.text, from.span));
                None
            }
        }
    }

    /// A dictionary whose file gave nothing is faulty, and so is whatever uses it. Reports it if
    /// nothing has been reported since there were so many `faults`.
    pub(super) fn nothing_read(&mut self, name: &Name, from: &Name, faults: (usize, usize)) {
        self.vocabulary.unread.insert(name.text.clone());
        if faults == self.diagnostics.faults() {
            self.diagnostics.report(words::nothing_in_file(&from.text, from.span));
        }
    }

    /// 词表
    pub(super) fn word_list(&mut self, item: &WordsItem, unit: &RuleSource<'a>) {
        let known = self.vocabulary.lists.get(&item.name.text).copied();
        if self.dictionary(&item.name, known.is_some(), unit).is_none() {
            return;
        }
        let mut list = item.words.clone();
        if let Some(from) = &item.from {
            let faults = self.diagnostics.faults();
            match self.content(from, unit) {
                Some(content) => list.extend(self.tables().words_of(content, from)),
                None => list.clear(),
            }
            if list.is_empty() {
                self.nothing_read(&item.name, from, faults);
            }
        }
        let old = known.and_then(|slot| self.set.lists.get(slot));
        let mut all = old.map(|old| old.words.clone()).unwrap_or_default();
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut instead = old.map(|old| old.instead.clone()).unwrap_or_default();
        let above: BTreeSet<String> = all.iter().cloned().collect();
        let upper = old.map(|old| old.span);
        for listed in &list {
            let word = &listed.word;
            if let Some(other) = &listed.instead {
                instead.insert(word.text.clone(), other.text.clone());
            }
            if let Some(fault) = unfit(word) {
                self.diagnostics.report(fault);
            } else if let Some(first) = seen.get(word.text.as_str()) {
                self.diagnostics.report(words::word_twice(&word.text, *first, word.span));
            } else {
                seen.insert(&word.text, word.span);
                match upper.filter(|_| above.contains(&word.text)) {
                    Some(upper) => {
                        self.diagnostics.report(words::upper_has_word(&word.text, upper, word.span))
                    }
                    None => all.push(word.text.clone()),
                }
            }
        }
        let (name, span) = (item.name.text.clone(), item.name.span);
        let Some(list) = WordList::new(name.clone(), span, all, instead) else {
            self.diagnostics.report(words::list_too_large(&item.name));
            return;
        };
        match known.and_then(|slot| self.set.lists.get_mut(slot)) {
            Some(old) => {
                let first = old.span;
                *old = list;
                old.span = first;
            }
            None => {
                let id = self.set.lists.push(list);
                self.vocabulary.lists.insert(name, id);
            }
        }
    }

    /// 词尾表. Its content is checked by [`Checker::dictionaries`], after all packs.
    pub(super) fn suffix_table(&mut self, item: &SuffixesItem, unit: &RuleSource<'a>) {
        let known = self.vocabulary.suffixes.get(&item.name.text).copied();
        if self.dictionary(&item.name, known.is_some(), unit).is_none() {
            return;
        }
        let mut filed = Vec::new();
        for line in &item.lines {
            let (names, place, exception) = match line {
                SuffixLine::Endings { endings, place } => (endings, place, false),
                SuffixLine::Exception { names, place } => (names, place, true),
                SuffixLine::Broken(broken) => {
                    self.broken(broken);
                    continue;
                }
            };
            let place = Name { text: path_text(place), span: place.span };
            filed.extend(names.iter().map(|word| FiledWord {
                word: word.clone(),
                place: place.clone(),
                exception,
            }));
        }
        if let Some(from) = &item.from {
            let faults = self.diagnostics.faults();
            match self.content(from, unit) {
                Some(content) => filed.extend(self.tables().filings_of(content, from)),
                None => filed.clear(),
            }
            if filed.is_empty() {
                self.nothing_read(&item.name, from, faults);
            }
        }
        let slot = known.unwrap_or_else(|| {
            let id = self.set.suffixes.push(SuffixTable {
                name: item.name.text.clone(),
                span: item.name.span,
                endings: BTreeMap::new(),
                longest: 0,
                exceptions: BTreeMap::new(),
            });
            self.vocabulary.suffixes.insert(item.name.text.clone(), id);
            id
        });
        let mut reported = Vec::new();
        if let Some(table) = self.set.suffixes.get_mut(slot) {
            for entry in filed {
                reported.extend(file(table, entry, unit.pack));
            }
        }
        for finding in reported {
            self.diagnostics.report(finding);
        }
    }

    /// 同义
    pub(super) fn synonyms(&mut self, item: &SynonymsItem, unit: &RuleSource<'a>) {
        let known = self.vocabulary.synonyms.get(&item.name.text).copied();
        if self.dictionary(&item.name, known.is_some(), unit).is_none() {
            return;
        }
        let mut groups = item.groups.clone();
        if let Some(from) = &item.from {
            let faults = self.diagnostics.faults();
            match self.content(from, unit) {
                Some(content) => groups.extend(self.tables().groups_of(content, from)),
                None => groups.clear(),
            }
            if groups.is_empty() {
                self.nothing_read(&item.name, from, faults);
            }
        }
        let mut seen: BTreeMap<String, (usize, Span)> = BTreeMap::new();
        for (at, group) in groups.iter().enumerate() {
            if let [only] = group.as_slice() {
                self.diagnostics.report(words::synonym_alone(&only.text, only.span));
            }
            for word in group {
                if let Some(fault) = unfit(word) {
                    self.diagnostics.report(fault);
                    continue;
                }
                let key = normalise(&word.text);
                match seen.get(&key) {
                    Some((of, first)) if *of == at => {
                        self.diagnostics.report(words::word_twice(&word.text, *first, word.span));
                    }
                    Some((_, first)) => {
                        self.diagnostics
                            .report(words::groups_joined(&word.text, *first, word.span));
                    }
                    None => {
                        seen.insert(key, (at, word.span));
                    }
                }
            }
        }
        let texts: Vec<Vec<String>> = groups
            .iter()
            .map(|group| {
                let fit = group.iter().filter(|word| unfit(word).is_none());
                fit.map(|word| word.text.clone())
                    .filter(|word| !normalise(word).is_empty())
                    .collect()
            })
            .collect();
        let slot = known.unwrap_or_else(|| {
            let id = self.set.synonyms.push(Synonyms::called(&item.name.text));
            self.vocabulary.synonyms.insert(item.name.text.clone(), id);
            id
        });
        if let Some(synonyms) = self.set.synonyms.get_mut(slot) {
            synonyms.extend(texts.iter().map(Vec::as_slice));
        }
        self.vocabulary.synonym_groups.push((unit.pack, texts));
    }

    /// The slot of all synonyms that the pack which is being checked sees: its own, those of the
    /// packs that it builds on, and those that packs lower down add.
    pub(super) fn synonyms_seen(&mut self) -> SynonymsId {
        let pack = self.pack;
        if let Some(slot) = self.interned.synonyms.get(pack) {
            return *slot;
        }
        let mut seen = Synonyms::together();
        for (of, groups) in &self.vocabulary.synonym_groups {
            let related = *of == pack
                || self.inputs.packs.builds_on(pack, of)
                || self.inputs.packs.builds_on(of, pack);
            if related {
                seen.extend(groups.iter().map(Vec::as_slice));
            }
        }
        let id = self.set.synonyms.push(seen);
        self.interned.synonyms.insert(pack, id);
        id
    }

    /// Checks of dictionaries that need all packs: places that no form has, and endings that change
    /// nothing.
    pub(super) fn dictionaries(&mut self) {
        let levels: Vec<String> = self
            .vocabulary
            .forms
            .iter()
            .flat_map(|(form, _)| form.level_ids().map(|id| form.level_path(id)))
            .collect();
        let mut reported = Vec::new();
        for table in &self.set.suffixes {
            let endings = table.endings.iter().map(|entry| (entry, false));
            let exceptions = table.exceptions.iter().map(|entry| (entry, true));
            for ((word, filing), exception) in endings.chain(exceptions) {
                if !levels.is_empty() && !names_a_level(&filing.place, &levels) {
                    let near = nearest(&filing.place, levels.iter().map(String::as_str));
                    reported.push(words::place_unknown(
                        &filing.place,
                        filing.place_span,
                        near,
                        &[],
                    ));
                }
                // An ending depends on the shorter ones; a full name on all of them.
                let less = usize::from(!exception);
                if let Some((shorter, other)) = table.by_ending(word, less)
                    && other.place == filing.place
                    && !self.inputs.packs.builds_on(&other.pack, &filing.pack)
                {
                    reported
                        .push(words::word_changes_nothing(word, filing, shorter, other, exception));
                }
            }
        }
        reported.sort_by_key(|finding| finding.span());
        for finding in reported {
            self.diagnostics.report(finding);
        }
        self.catalogues(&levels);
    }
}

/// Whether a filing is the path of a level, or what the levels of several forms have in common:
/// 质量 of 产出指标/质量指标 and of 产出目标/质量.
fn names_a_level(filing: &str, levels: &[String]) -> bool {
    let segments = || levels.iter().flat_map(|level| level.split('/'));
    levels.iter().any(|level| level == filing)
        || segments().any(|name| name == filing || name.strip_suffix("指标") == Some(filing))
}

/// The most characters of a word: the automaton grows with the square of repetitions.
const LONGEST_WORD: usize = 100;

/// Faults of a word itself.
pub(super) fn unfit(word: &Name) -> Option<Diagnostic> {
    if word.text.trim().is_empty() {
        return Some(words::word_empty(word.span));
    }
    // Bytes first: counting is for the few that may be too long.
    let long = word.text.len() > LONGEST_WORD && word.text.chars().count() > LONGEST_WORD;
    long.then(|| words::word_too_long(word.span, LONGEST_WORD))
}

/// Adds an entry to a table: the first of a pack counts, and those of lower packs come before those
/// of upper ones.
fn file(table: &mut SuffixTable, entry: FiledWord, pack: &str) -> Option<Diagnostic> {
    let FiledWord { word, place, exception } = entry;
    if let Some(fault) = unfit(&word) {
        return Some(fault);
    }
    let filing = Filing {
        place: place.text,
        span: word.span,
        place_span: place.span,
        pack: pack.to_owned(),
    };
    let entries = if exception { &mut table.exceptions } else { &mut table.endings };
    let reported = match entries.get(&word.text) {
        Some(first) if first.pack == pack && first.place == filing.place => {
            return Some(words::word_twice(&word.text, first.span, word.span));
        }
        Some(first) if first.pack == pack => {
            return Some(words::filed_twice(&word.text, first, &filing));
        }
        Some(upper) if upper.place == filing.place => {
            return Some(words::upper_files_so(&word.text, upper, &filing));
        }
        Some(upper) => Some(words::filed_otherwise(&word.text, upper, &filing)),
        None => None,
    };
    if !exception {
        table.longest = table.longest.max(word.text.chars().count());
    }
    let entries = if exception { &mut table.exceptions } else { &mut table.endings };
    entries.insert(word.text, filing);
    reported
}
