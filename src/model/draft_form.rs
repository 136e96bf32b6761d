//! A 表单 written after a sheet: its fields, its levels and the columns of its indicators, for a
//! person to review. Takes a document and the general form; gives the text of a rule file.

use std::collections::BTreeMap;

use super::general::tree_of_this_year;
use super::names::{self, TITLE, YEAR};
use super::reader::entries;
use super::table::{columns_of, is_table};
use super::text::scalar;
use super::tree::{Pair, is_map, pairs_under};
use crate::form::{FieldId, FieldKind, Form};
use crate::syntax::rule::is_name;
use crate::syntax::sheet::{Document, NodeKind};
use crate::value::{Decimal, read_date, read_figure, same_name};

/// Words in the name of a column of indicators, as opposed to one of levels.
const COLUMNS: [&str; 10] =
    ["值", "分", "单位", "性质", "符号", "权重", "说明", "解释", "标准", "备注"];

/// The names of rows that add up others.
const TOTALS: [&str; 4] = ["合计", "总计", "小计", "共计"];

/// The words that end the name of the column with the target.
const TARGETS: [&str; 4] = ["目标值", "指标值", "实现值", "计划值"];

/// The declaration of the form of a sheet; `None` if it has no title.
pub fn draft_form(document: &Document, general: &Form) -> Option<String> {
    let keyed = |key: &str| entries(document).find(|entry| same_name(entry.key.as_str(), key));
    let title = scalar(&keyed(TITLE)?.value)?.as_str().trim().to_owned();
    let year = keyed(YEAR).and_then(|entry| Some(scalar(&entry.value)?.as_str().to_owned()));
    let year: String = year.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let mut draft = Draft {
        general,
        lines: Vec::new(),
        unjudged: Vec::new(),
        has_unit: false,
        named: Vec::new(),
    };
    let mut trees = Vec::new();
    let mut loose = Vec::new();
    for entry in entries(document) {
        let pair = Pair::of(entry);
        if same_name(pair.name(), TITLE) || same_name(pair.name(), YEAR) {
            continue;
        }
        let under = pairs_under(pair.value);
        let is_level = |pair: &Pair<'_>| names::level_anywhere(general, pair.name()).is_some();
        match under {
            _ if is_table(pair.value) && !is_level(&pair) => draft.table(pair),
            Some(under) if under.iter().any(is_level) => trees.push(pair),
            Some(_) if is_level(&pair) => loose.push(pair),
            Some(under) => draft.heading(pair, &under),
            None => draft.field(pair.name(), pair),
        }
    }
    let main = tree_of_this_year(&trees, |pair| pair.name());
    let besides = trees.iter().filter(|tree| Some(tree.key_span) != main.map(|main| main.key_span));
    draft.unjudged.extend(besides.map(|tree| tree.name().to_owned()));
    let levels = match main {
        Some(tree) => {
            draft.lines.push(format!("指标树 {}", name(tree.name())));
            pairs_under(tree.value).unwrap_or_default()
        }
        None => loose,
    };
    draft.levels(&levels);
    if !draft.unjudged.is_empty() {
        let names: Vec<String> = draft.unjudged.iter().map(|key| name(key)).collect();
        draft.lines.push(format!("不判 {}", names.join("、")));
    }
    let year = if year.len() == 4 { format!(" 年度 {year}") } else { String::new() };
    let mut text = format!("表单 {}{year}：\n", name(&title));
    draft.lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    Some(text)
}

struct Draft<'f> {
    general: &'f Form,
    lines: Vec<String>,
    unjudged: Vec<String>,
    has_unit: bool,
    /// The names of the general form that have been given.
    named: Vec<&'f String>,
}

impl<'f> Draft<'f> {
    /// A table, with the columns that its rows have.
    fn table(&mut self, pair: Pair<'_>) {
        let stem = names::unit_in_key(pair.name());
        let key = stem.map_or_else(|| pair.name().to_owned(), |(stem, _)| stem);
        let known = names::table(self.general, pair.name());
        let known = known.and_then(|id| self.general.table_at(id));
        let (columns, rows) = columns_of(pair.value, known);
        let alias = known.filter(|table| table.name != key).map(|table| &table.name);
        let alias = alias.map(|own| format!(" 又名 {}", name(own))).unwrap_or_default();
        self.lines.push(format!("表格 {}{alias}：", name(&key)));
        for (column, sample) in &columns {
            let own =
                known.and_then(|table| table.columns.iter().find(|own| own.is_called(column)));
            let declared = own.map(|own| &own.kind);
            let kind = match declared {
                Some(FieldKind::Money { .. }) => kind_of(declared, pair.name(), sample),
                None => kind_of(None, column, sample),
                Some(kind) => kind.zh().to_owned(),
            };
            let alias = own.filter(|own| own.name != *column).map(|own| name(&own.name));
            let alias = alias.map(|own| format!(" 又名 {own}")).unwrap_or_default();
            self.lines.push(format!("列 {} {kind}{alias}", name(column)));
        }
        let is_total = |row: &&String| TOTALS.iter().any(|total| same_name(total, row));
        let totals: Vec<String> = rows.iter().filter(is_total).map(|row| name(row)).collect();
        if !totals.is_empty() {
            self.lines.push(format!("合计行 {}", totals.join("、")));
        }
    }

    /// A heading with fields under it; a table is not judged.
    fn heading(&mut self, heading: Pair<'_>, under: &[Pair<'_>]) {
        if under.iter().any(|pair| is_map(pair.value)) {
            self.unjudged.push(heading.name().to_owned());
            return;
        }
        for pair in under {
            self.field(&format!("{}/{}", heading.name(), pair.name()), *pair);
        }
    }

    fn field(&mut self, key: &str, pair: Pair<'_>) {
        let known = names::field(self.general, pair.name());
        let is_unit = known.is_some() && known == self.general.unit && !self.has_unit;
        self.has_unit |= is_unit;
        let kind = self.kind(known, pair);
        let required = if key == names::PROJECT { " 必填" } else { "" };
        let unit = if is_unit { " 本单位" } else { "" };
        // Rules of all forms know it by the general form's name.
        let general = known.and_then(|id| self.general.field_at(id)).map(|field| &field.name);
        let general = general.filter(|known| *known != key && !self.named.contains(known));
        let alias = general.map(|known| format!(" 又名 {}", name(known))).unwrap_or_default();
        self.named.extend(general);
        self.lines.push(format!("栏 {} {kind}{required}{unit}{alias}", name(key)));
    }

    fn kind(&self, known: Option<FieldId>, pair: Pair<'_>) -> String {
        let text = scalar(pair.value).map(|text| text.as_str().trim()).unwrap_or_default();
        let declared = known.and_then(|id| self.general.field_at(id)).map(|field| &field.kind);
        kind_of(declared, pair.name(), text)
    }

    /// The levels, and the columns of the indicators under them.
    fn levels(&mut self, firsts: &[Pair<'_>]) {
        let mut found = Found::default();
        let mut lines = Vec::new();
        for first in firsts {
            if names::is_unjudged(self.general, first.name()) {
                self.unjudged.push(names::level_stem(first.name(), false));
                continue;
            }
            let mut seconds: Vec<String> = Vec::new();
            for child in pairs_under(first.value).unwrap_or_default() {
                if self.is_level(child) {
                    seconds.push(name(&names::level_stem(child.name(), false)));
                    let indicators = pairs_under(child.value).unwrap_or_default();
                    indicators.into_iter().for_each(|pair| found.indicator(pair));
                } else {
                    found.indicator(child);
                }
            }
            let stem = name(&names::level_stem(first.name(), false));
            match seconds.is_empty() {
                true => lines.push(format!("层级 {stem}")),
                false => lines.push(format!("层级 {stem}：{}", seconds.join("、"))),
            }
        }
        self.lines.extend(found.columns());
        self.lines.extend(lines);
    }

    /// Whether indicators stand under an entry, rather than the columns of one.
    fn is_level(&self, pair: Pair<'_>) -> bool {
        if names::level_anywhere(self.general, pair.name()).is_some() {
            return true;
        }
        let under = pairs_under(pair.value).unwrap_or_default();
        let is_column = |pair: &Pair<'_>| {
            names::attribute(self.general, pair.name()).is_some()
                || COLUMNS.iter().any(|word| pair.name().contains(word))
        };
        !under.is_empty() && !under.iter().any(is_column)
    }
}

/// The columns of indicators.
#[derive(Default)]
struct Found {
    /// Whether some indicators have a value and no columns.
    bare: bool,
    /// In their order, and whether all of their values are numbers.
    columns: Vec<String>,
    numbers: BTreeMap<String, bool>,
}

impl Found {
    fn indicator(&mut self, pair: Pair<'_>) {
        let Some(columns) = pairs_under(pair.value) else {
            self.bare |= !matches!(pair.value.kind, NodeKind::Empty);
            return;
        };
        for column in columns {
            let text = scalar(column.value).map(|text| text.as_str().trim()).unwrap_or_default();
            let is_number = text.is_empty() || text.parse::<Decimal>().is_ok();
            let key = column.name().to_owned();
            if !self.columns.contains(&key) {
                self.columns.push(key.clone());
            }
            *self.numbers.entry(key).or_insert(true) &= is_number;
        }
    }

    fn columns(self) -> Vec<String> {
        let Self { bare, columns, numbers } = self;
        let called = |words: &[&str]| {
            columns.iter().find(|key| words.iter().any(|word| key.contains(word))).cloned()
        };
        let target = columns
            .iter()
            .find(|key| TARGETS.iter().any(|end| key.ends_with(end)) && !key.contains("实际"))
            .cloned();
        let sign = called(&["性质", "符号"]);
        let unit = called(&["度量单位", "计量单位", "单位"]);
        let mut lines = Vec::new();
        match (&target, &sign, &unit) {
            (Some(value), sign, unit) if sign.is_some() || unit.is_some() => {
                let parts = sign.iter().chain([value]).chain(unit.iter());
                let parts: Vec<String> = parts.map(|key| name(key)).collect();
                let whole = if value == "目标值" { "目标" } else { "目标值" };
                lines.push(format!("指标栏 {whole} 目标值 由 {}", parts.join("、")));
            }
            (Some(value), ..) if value == "目标值" => {
                lines.push("指标栏 目标值 目标值".to_owned());
            }
            // Rules of all forms call it 目标值.
            (Some(value), ..) => lines.push(format!("指标栏 {} 目标值 又名 目标值", name(value))),
            _ => {}
        }
        if lines.is_empty() && (bare || !columns.is_empty()) {
            lines.push("指标栏 目标值 目标值".to_owned());
        }
        let is_joined = sign.is_some() || unit.is_some();
        for key in &columns {
            if Some(key) == target.as_ref() && !is_joined {
                continue;
            }
            let is_points = ["权重", "分值"].contains(&key.as_str())
                && numbers.get(key).copied().unwrap_or_default();
            let kind = if is_points { "小数" } else { "文本" };
            lines.push(format!("指标栏 {} {kind}", name(key)));
        }
        lines
    }
}

/// The type of what stands under a key.
fn kind_of(declared: Option<&FieldKind>, key: &str, text: &str) -> String {
    let in_key = names::unit_in_key(key).map(|(_, (unit, _))| unit);
    let is_amount = text.ends_with("万元") || (text.ends_with('元') && read_figure(text).is_some());
    let unit = in_key.unwrap_or(match text.contains('万') {
        true => "万元",
        false => "元",
    });
    match declared {
        Some(FieldKind::Money { .. }) => format!("金额 {unit}"),
        _ if in_key.is_some() || is_amount => format!("金额 {unit}"),
        _ if read_date(text).is_some() => "日期".to_owned(),
        _ => "文本".to_owned(),
    }
}

/// A name as rules write it: in 「」 if it holds more than letters, or is a word of theirs.
fn name(written: &str) -> String {
    let bare = written.trim();
    match is_name(bare) {
        true => bare.to_owned(),
        false => format!("「{bare}」"),
    }
}
