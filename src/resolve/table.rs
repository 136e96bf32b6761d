//! Dictionaries in files of their own: rows and trees to the entries of a rule file. Takes cells;
//! gives names with their places, and reports wrong headings and empty cells at the cell.

use super::diagnostic_sink::DiagnosticSink;
use super::words;
use crate::nearest::nearest;
use crate::source::Span;
use crate::syntax::rule::{ListedWord, Name};
use crate::syntax::table::{Rows, TableCell, TableContent, TableNode};

/// A known heading, in both languages.
pub(super) type Heading = (&'static str, &'static str);

/// Headings of columns for people only.
const REMARKS: [Heading; 2] = [("说明", "about"), ("备注", "note")];

/// One entry of a table of endings.
pub(super) struct FiledWord {
    pub(crate) word: Name,
    pub(crate) place: Name,
    /// A full name.
    pub(crate) exception: bool,
}

/// One row of a catalogue of indicators, as written.
pub(super) struct CatalogueRow {
    pub(crate) name: Name,
    pub(crate) place: Name,
    pub(crate) units: Vec<Name>,
    pub(crate) direction: Option<Name>,
    pub(crate) target: Option<Name>,
    pub(crate) about: Option<Name>,
}

/// One value of a parameter, as written in a cell.
pub(super) struct ParameterRow {
    pub(crate) name: Name,
    pub(crate) years: Option<(i32, i32)>,
    pub(crate) place: Option<Name>,
    /// The value; several are a list.
    pub(crate) value: Vec<TableCell>,
    /// Whether it is a list, of however many.
    pub(crate) list: bool,
    pub(crate) span: Span,
}

/// Reads the cells of tables, and reports empty ones.
pub(super) struct TableReader<'d> {
    /// Receives findings.
    pub(super) diagnostics: &'d mut DiagnosticSink,
}

impl TableReader<'_> {
    /// 词表: a column 词 and, if wanted, 改为; or a list.
    pub(super) fn words_of(&mut self, content: &TableContent, from: &Name) -> Vec<ListedWord> {
        let plain = |word| ListedWord { word, instead: None };
        match content {
            TableContent::Rows(rows) => {
                let instead = ("改为", "instead");
                let Some([at]) = self.columns(rows, [("词", "word")], &[instead]) else {
                    return Vec::new();
                };
                let instead = find(rows, instead);
                let mut words = Vec::new();
                for row in &rows.rows {
                    let other = instead.and_then(|at| row.get(at));
                    let other = other.filter(|cell| !cell.text.is_empty()).map(named);
                    let cell = row.get(at).map(|cell| self.needed(cell)).unwrap_or_default();
                    let with = |word| ListedWord { word, instead: other.clone() };
                    words.extend(cell.into_iter().map(with));
                }
                words
            }
            TableContent::Tree(TableNode::List(items, _)) => {
                self.cells(items).into_iter().map(plain).collect()
            }
            TableContent::Tree(node) => {
                self.diagnostics.report(words::wrong_shape(
                    node.span(),
                    &from.text,
                    words::Shape::Words,
                ));
                Vec::new()
            }
        }
    }

    /// 词尾表: columns 词尾, 全名 and 归类, or a map from places to lists, the full names under
    /// 例外.
    pub(super) fn filings_of(&mut self, content: &TableContent, from: &Name) -> Vec<FiledWord> {
        let mut filed = Vec::new();
        match content {
            TableContent::Rows(rows) => {
                let ending = rows_have(rows, ("词尾", "ending"));
                let full = rows_have(rows, ("全名", "name"));
                let wanted =
                    if ending || !full { ("词尾", "ending") } else { ("全名", "name") };
                let others = [("全名", "name"), ("词尾", "ending")];
                let Some([_, place]) = self.columns(rows, [wanted, ("归类", "filing")], &others)
                else {
                    return filed;
                };
                let [ending, full] =
                    [("词尾", "ending"), ("全名", "name")].map(|name| find(rows, name));
                for row in &rows.rows {
                    let cell = |at: Option<usize>| at.and_then(|at| row.get(at));
                    let words = [(cell(ending), false), (cell(full), true)];
                    let given = || words.iter().filter_map(|(cell, full)| Some(((*cell)?, *full)));
                    let Some((first, _)) = given().next() else { continue };
                    if given().all(|(cell, _)| cell.text.is_empty()) {
                        self.diagnostics.report(words::cell_empty(first.span));
                        continue;
                    }
                    let Some(place) = row.get(place).filter(|cell| !cell.text.is_empty()) else {
                        let empty = row.get(place).map_or(first.span, |cell| cell.span);
                        self.diagnostics.report(words::cell_empty(empty));
                        continue;
                    };
                    let place = path(place);
                    for (cell, exception) in given() {
                        let split = split(cell).into_iter();
                        filed.extend(split.map(|word| FiledWord {
                            word,
                            place: place.clone(),
                            exception,
                        }));
                    }
                }
            }
            TableContent::Tree(TableNode::Map(entries, _)) => {
                for (key, node) in entries {
                    match node {
                        TableNode::Map(below, _) if matches!(&*key.text, "例外" | "except") => {
                            for (place, node) in below {
                                self.filed(place, node, true, &mut filed);
                            }
                        }
                        node => self.filed(key, node, false, &mut filed),
                    }
                }
            }
            TableContent::Tree(node) => {
                self.diagnostics.report(words::wrong_shape(
                    node.span(),
                    &from.text,
                    words::Shape::Suffixes,
                ));
            }
        }
        filed
    }

    fn filed(
        &mut self,
        place: &TableCell,
        node: &TableNode,
        exception: bool,
        filed: &mut Vec<FiledWord>,
    ) {
        let words = match node {
            TableNode::List(items, _) => self.cells(items),
            TableNode::Cell(cell) => self.needed(cell),
            TableNode::Map(_, span) => {
                self.diagnostics.report(words::wrong_shape(
                    *span,
                    &place.text,
                    words::Shape::Words,
                ));
                Vec::new()
            }
        };
        let place = path(place);
        let words = words.into_iter();
        filed.extend(words.map(|word| FiledWord { word, place: place.clone(), exception }));
    }

    /// 指标库: columns 名称 and 归类, and if wanted 单位, 方向, 常用目标, 说明.
    pub(super) fn standards_of(
        &mut self,
        content: &TableContent,
        from: &Name,
    ) -> Vec<CatalogueRow> {
        let rows = match content {
            TableContent::Rows(rows) => rows,
            TableContent::Tree(node) => {
                let shape = words::Shape::Catalogue;
                self.diagnostics.report(words::wrong_shape(node.span(), &from.text, shape));
                return Vec::new();
            }
        };
        let others = [("单位", "unit"), ("方向", "direction"), ("常用目标", "target")];
        let needed = [("名称", "name"), ("归类", "filing")];
        let Some([name, place]) = self.columns(rows, needed, &others) else { return Vec::new() };
        let [unit, direction, target] = others.map(|heading| find(rows, heading));
        let about = find(rows, REMARKS[0]);
        let mut found = Vec::new();
        for row in &rows.rows {
            let [Some(name), Some(place)] = [row.get(name), row.get(place)] else { continue };
            if let Some(empty) = [name, place].into_iter().find(|cell| cell.text.is_empty()) {
                self.diagnostics.report(words::cell_empty(empty.span));
                continue;
            }
            let cell = |at: Option<usize>| {
                at.and_then(|at| row.get(at)).filter(|cell| !cell.text.is_empty())
            };
            found.push(CatalogueRow {
                name: named(name),
                place: path(place),
                units: cell(unit).map(split).unwrap_or_default(),
                direction: cell(direction).map(named),
                target: cell(target).map(named),
                about: cell(about).map(named),
            });
        }
        found
    }

    /// 同义: one group a row, in columns 词 and 同义词, or a list of lists.
    pub(super) fn groups_of(&mut self, content: &TableContent, from: &Name) -> Vec<Vec<Name>> {
        let mut groups = Vec::new();
        match content {
            TableContent::Rows(rows) => {
                let same: Heading = ("同义词", "synonym");
                let word: Heading = ("词", "word");
                if self.columns(rows, [word, same], &[]).is_none() {
                    return groups;
                }
                let word_columns: Vec<usize> = (0..rows.head.len())
                    .filter(|at| {
                        rows.head.get(*at).is_some_and(|cell| is(cell, word) || is(cell, same))
                    })
                    .collect();
                for row in &rows.rows {
                    let cells = word_columns.iter().filter_map(|at| row.get(*at));
                    let group: Vec<Name> = cells.flat_map(split).collect();
                    groups.push(group);
                }
            }
            TableContent::Tree(TableNode::List(items, _)) => {
                for item in items {
                    match item {
                        TableNode::List(items, _) => groups.push(self.cells(items)),
                        node => {
                            let shape = words::Shape::Synonyms;
                            self.diagnostics.report(words::wrong_shape(
                                node.span(),
                                &from.text,
                                shape,
                            ));
                        }
                    }
                }
            }
            TableContent::Tree(node) => {
                self.diagnostics.report(words::wrong_shape(
                    node.span(),
                    &from.text,
                    words::Shape::Synonyms,
                ));
            }
        }
        groups
    }

    /// 参数: columns 参数, 年度, 地区 and 值, or a map from names to values; `only` where the rule
    /// file names the parameter, so that the file needs no column for it.
    pub(super) fn parameters_of(
        &mut self,
        content: &TableContent,
        from: &Name,
        only: Option<&Name>,
    ) -> Vec<ParameterRow> {
        let mut found = Vec::new();
        match content {
            TableContent::Rows(rows) => {
                let others: [Heading; 3] =
                    [("年度", "year"), ("地区", "place"), ("参数", "parameter")];
                let (name, value) = match only {
                    Some(_) => {
                        let columns = self.columns(rows, [("值", "value")], &others);
                        (find(rows, others[2]), columns.map(|[value]| value))
                    }
                    None => {
                        let columns =
                            self.columns(rows, [("参数", "parameter"), ("值", "value")], &others);
                        (columns.map(|[name, _]| name), columns.map(|[_, value]| value))
                    }
                };
                let Some(value) = value else { return found };
                let [year, place] = [find(rows, others[0]), find(rows, others[1])];
                for row in &rows.rows {
                    let cell = |at: Option<usize>| at.and_then(|at| row.get(at));
                    let name = match (cell(name), only) {
                        (Some(cell), _) if !cell.text.is_empty() => Some(named(cell)),
                        (_, Some(only)) => Some(only.clone()),
                        (Some(cell), None) => {
                            self.diagnostics.report(words::cell_empty(cell.span));
                            None
                        }
                        (None, None) => None,
                    };
                    let Some(value) = row.get(value) else { continue };
                    if value.text.is_empty() {
                        self.diagnostics.report(words::cell_empty(value.span));
                        continue;
                    }
                    let years = match cell(year).filter(|cell| !cell.text.is_empty()) {
                        None => None,
                        Some(cell) => match years_of(&cell.text) {
                            Some(years) => Some(years),
                            None => {
                                self.diagnostics
                                    .report(words::year_unreadable(&cell.text, cell.span));
                                continue;
                            }
                        },
                    };
                    let place = cell(place).filter(|cell| !cell.text.is_empty()).map(named);
                    // A comma may be part of a figure: 1,800.
                    let list = value.text.contains('、');
                    let cells = parted(value, &['、']).into_iter();
                    let value: Vec<TableCell> =
                        cells.map(|word| TableCell { text: word.text, span: word.span }).collect();
                    let span = value.first().map_or(from.span, |cell| cell.span);
                    if let Some(name) = name {
                        found.push(ParameterRow { name, years, place, value, list, span });
                    }
                }
            }
            TableContent::Tree(TableNode::Map(entries, _)) if only.is_none() => {
                for (key, node) in entries {
                    self.parameter_tree(&named(key), node, &mut found);
                }
            }
            TableContent::Tree(node) => match only {
                Some(name) => self.parameter_tree(name, node, &mut found),
                None => {
                    let shape = words::Shape::Parameters;
                    self.diagnostics.report(words::wrong_shape(node.span(), &from.text, shape));
                }
            },
        }
        found
    }

    /// A value, a list of values, or a list of maps with 年度, 地区 and 值.
    fn parameter_tree(&mut self, name: &Name, node: &TableNode, found: &mut Vec<ParameterRow>) {
        let variants: Vec<&TableNode> = match node {
            TableNode::List(items, _)
                if items.iter().any(|item| matches!(item, TableNode::Map(..))) =>
            {
                items.iter().collect()
            }
            node => vec![node],
        };
        for node in variants {
            let (years, place, value) = match node {
                TableNode::Map(entries, _) => self.parameter_variant(entries),
                node => (None, None, Some(node)),
            };
            let (value, list) = match value {
                Some(TableNode::Cell(cell)) if !cell.text.is_empty() => (vec![cell.clone()], false),
                Some(TableNode::List(items, _)) => {
                    let cells = self.cells(items).into_iter();
                    let cell = |word: Name| TableCell { text: word.text, span: word.span };
                    (cells.map(cell).collect(), true)
                }
                _ => {
                    let fault = words::parameter_without_value(node.span(), &name.text);
                    self.diagnostics.report(fault);
                    continue;
                }
            };
            let (name, span) = (name.clone(), node.span());
            found.push(ParameterRow { name, years, place, value, list, span });
        }
    }

    /// Years, place and value of one map of a parameter.
    fn parameter_variant<'t>(
        &mut self,
        entries: &'t [(TableCell, TableNode)],
    ) -> (Option<(i32, i32)>, Option<Name>, Option<&'t TableNode>) {
        let (mut years, mut place, mut value) = (None, None, None);
        for (key, node) in entries {
            match (&*key.text, node) {
                ("年度" | "year", TableNode::Cell(cell)) => {
                    years = years_of(&cell.text);
                    if years.is_none() {
                        self.diagnostics.report(words::year_unreadable(&cell.text, cell.span));
                    }
                }
                ("地区" | "place", TableNode::Cell(cell)) => place = Some(named(cell)),
                ("值" | "value", node) => value = Some(node),
                _ => {
                    let near = nearest(&key.text, ["年度", "地区", "值"]);
                    self.diagnostics.report(words::key_unknown(&key.text, key.span, near));
                }
            }
        }
        (years, place, value)
    }

    /// The positions of columns. Reports missing and unknown ones.
    fn columns<const N: usize>(
        &mut self,
        rows: &Rows,
        needed: [Heading; N],
        optional: &[Heading],
    ) -> Option<[usize; N]> {
        let known: Vec<Heading> = needed.iter().chain(optional).chain(&REMARKS).copied().collect();
        let missing: Vec<Heading> =
            needed.iter().copied().filter(|name| !rows_have(rows, *name)).collect();
        let mut near_missing = false;
        let mut seen: Vec<&TableCell> = Vec::new();
        for cell in rows.head.iter().filter(|cell| !cell.text.is_empty()) {
            if known.iter().any(|name| is(cell, *name)) {
                let repeats = ("同义词", "synonym");
                if let Some(first) = seen.iter().find(|first| first.text == cell.text)
                    && !is(cell, repeats)
                {
                    self.diagnostics
                        .report(words::declared_twice(&cell.text, first.span, cell.span));
                }
                seen.push(cell);
                continue;
            }
            let near = nearest(&cell.text, missing.iter().map(|(zh, _)| *zh));
            near_missing |= near.is_some();
            let near = near.or_else(|| nearest(&cell.text, known.iter().map(|(zh, _)| *zh)));
            self.diagnostics.report(words::heading_unknown(cell, near));
        }
        if !missing.is_empty() {
            if !near_missing {
                let head = rows.head.iter().map(|cell| cell.span).reduce(Span::cover);
                let names: Vec<&str> = missing.iter().map(|(zh, _)| *zh).collect();
                if let Some(head) = head {
                    self.diagnostics.report(words::column_missing(&names, head));
                }
            }
            return None;
        }
        let found = needed.map(|name| find(rows, name).unwrap_or_default());
        Some(found)
    }

    /// The words of a cell that must not be empty.
    fn needed(&mut self, cell: &TableCell) -> Vec<Name> {
        if cell.text.is_empty() {
            self.diagnostics.report(words::cell_empty(cell.span));
        }
        split(cell)
    }

    /// The words of a list of single values.
    fn cells(&mut self, items: &[TableNode]) -> Vec<Name> {
        let mut found = Vec::new();
        for item in items {
            match item {
                TableNode::Cell(cell) if cell.text.is_empty() => {
                    self.diagnostics.report(words::cell_empty(cell.span));
                }
                TableNode::Cell(cell) => found.push(named(cell)),
                node => self.diagnostics.report(words::wrong_shape(
                    node.span(),
                    "",
                    words::Shape::Words,
                )),
            }
        }
        found
    }
}

fn is(cell: &TableCell, (zh, en): Heading) -> bool {
    cell.text == zh || cell.text.eq_ignore_ascii_case(en)
}

fn find(rows: &Rows, name: Heading) -> Option<usize> {
    rows.head.iter().position(|cell| is(cell, name))
}

fn rows_have(rows: &Rows, name: Heading) -> bool {
    find(rows, name).is_some()
}

pub(super) fn named(cell: &TableCell) -> Name {
    Name { text: cell.text.clone(), span: cell.span }
}

/// A level as written in a cell: blanks and full-width slashes as in a rule.
fn path(cell: &TableCell) -> Name {
    let parts: Vec<&str> = cell.text.split(['/', '／']).map(str::trim).collect();
    Name { text: parts.join("/"), span: cell.span }
}

/// The words of a cell, separated as in a rule.
pub(super) fn split(cell: &TableCell) -> Vec<Name> {
    parted(cell, &['、', '，', ','])
}

pub(super) fn parted(cell: &TableCell, by: &[char]) -> Vec<Name> {
    let exact = cell.span.len() == cell.text.len();
    let (mut words, mut at) = (Vec::new(), cell.span.start as usize);
    for part in cell.text.split_inclusive(by) {
        let whole = part.len();
        let part = part.trim_end_matches(by);
        let text = part.trim();
        if !text.is_empty() {
            let start = at + (part.len() - part.trim_start().len());
            let span = match exact {
                true => Span::new(cell.span.source, start, start + text.len()),
                false => cell.span,
            };
            words.push(Name { text: text.to_owned(), span });
        }
        at += whole;
    }
    words
}

/// `2020`, `2020年度`, `2020-2021`, `2020 至 2021`
fn years_of(text: &str) -> Option<(i32, i32)> {
    let text = crate::value::fold(text);
    let mut years = text.split(|character: char| !character.is_ascii_digit());
    let mut years = years.by_ref().filter(|part| !part.is_empty());
    let first: i32 = years.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let last = match years.next() {
        Some(year) if year.len() == 4 => year.parse().ok()?,
        Some(_) => return None,
        None => first,
    };
    let other = text.chars().any(|character| {
        character.is_alphanumeric()
            && !character.is_ascii_digit()
            && !"年度至到".contains(character)
    });
    (years.next().is_none() && !other && first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::years_of;

    #[test]
    fn years_are_read_as_people_write_them() {
        assert_eq!(years_of("2020"), Some((2020, 2020)));
        assert_eq!(years_of("２０２０年度"), Some((2020, 2020)));
        assert_eq!(years_of("2020 至 2021年"), Some((2020, 2021)));
        assert_eq!(years_of("2020-2021"), Some((2020, 2021)));
        for text in ["", "今年", "20", "2021-2020", "2020Q1", "2020-2021-2022"] {
            assert_eq!(years_of(text), None, "{text}");
        }
    }
}
