//! `pack.yaml`: the name of a rule pack, who issued it and what it stands on. A key that is not known is
//! an error: a misspelt one would silently say nothing.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

use super::{nearest, words};

/// What a rule pack says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Its name, by which `--rules` asks for it.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is, for people.
    pub title: String,
    /// Who answers for it; empty where nobody does.
    pub issuer: String,
    /// The place it is made for, e.g. 上海市.
    pub place: Option<String>,
    /// The pack it builds on (上位), by name.
    pub upper: Option<String>,
    /// The forms that its rules judge, by title, each with its place; `None` where it does not say, and for
    /// `全部`, whatever forms there are.
    pub forms: Option<Vec<(String, Span)>>,
    /// The laws that its rules stand on, by the names that rules cite; `None` where it does not say.
    pub laws: Option<Vec<(String, Span)>>,
}

const KEYS: [&str; 8] = ["name", "version", "title", "issuer", "place", "upper", "forms", "laws"];

/// What `forms` says of a pack for all of them.
const ALL_FORMS: &str = "全部";

impl Manifest {
    /// What is said of rules without a manifest.
    pub(super) fn unwritten(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: "0.0.0".to_owned(),
            title: name.to_owned(),
            ..Self::default()
        }
    }

    /// Reads a manifest.
    pub(super) fn read(source: &Source) -> Result<Self, Diagnostic> {
        let text = source.text();
        for key in KEYS {
            // The parser would blame the first line.
            if let Some(span) = key_spans(source, key).nth(1) {
                return Err(words::repeated_key(span, key));
            }
        }
        let value: Value = serde_yaml::from_str(text.strip_prefix('\u{feff}').unwrap_or(text))
            .map_err(|error| {
                let line = error.location().map_or(1, |it| u32::try_from(it.line()).unwrap_or(1));
                words::bad_manifest(line_span(source, line), &error.to_string())
            })?;
        let Value::Mapping(mapping) = value else {
            return Err(words::no_mapping(line_span(source, 1)));
        };
        for key in mapping.keys() {
            let Value::String(key) = key else {
                return Err(words::no_mapping(line_span(source, 1)));
            };
            if !KEYS.contains(&key.as_str()) {
                let near = nearest(key, KEYS);
                return Err(words::unknown_key(key_span(source, key), key, near, &KEYS));
            }
        }
        let needed = |key| {
            optional(source, &mapping, key)?
                .ok_or_else(|| words::missing_key(line_span(source, 1), key))
        };
        let manifest = Self {
            name: needed("name")?,
            version: needed("version")?,
            title: needed("title")?,
            issuer: needed("issuer")?,
            place: optional(source, &mapping, "place")?,
            upper: optional(source, &mapping, "upper")?,
            forms: match mapping.get("forms") {
                Some(Value::String(text)) if text == ALL_FORMS => None,
                _ => list(source, &mapping, "forms")?,
            },
            laws: list(source, &mapping, "laws")?,
        };
        for (key, name) in [("name", Some(&manifest.name)), ("upper", manifest.upper.as_ref())] {
            let fit = |it: char| it.is_alphanumeric() || "-_".contains(it);
            if let Some(name) = name.filter(|name| name.is_empty() || !name.chars().all(fit)) {
                return Err(words::bad_name(key_span(source, key), name));
            }
        }
        Ok(manifest)
    }
}

fn optional(source: &Source, mapping: &Mapping, key: &str) -> Result<Option<String>, Diagnostic> {
    match mapping.get(key) {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.clone())),
        Some(_) => Err(words::not_text(key_span(source, key), key)),
    }
}

/// A list of texts, each with its place.
fn list(
    source: &Source,
    mapping: &Mapping,
    key: &str,
) -> Result<Option<Vec<(String, Span)>>, Diagnostic> {
    let Some(value) = mapping.get(key) else { return Ok(None) };
    let head = key_span(source, key);
    let Value::Sequence(items) = value else { return Err(words::not_a_list(head, key)) };
    let mut listed: Vec<(String, Span)> = Vec::new();
    // The parser keeps no places: each item is looked for behind the one before it.
    let mut at = head.start as usize;
    for item in items {
        let Value::String(text) = item else { return Err(words::not_a_list(head, key)) };
        let found = source.text().get(at..).and_then(|rest| rest.find(text.as_str()));
        let span = found
            .map_or(head, |offset| Span::new(source.id(), at + offset, at + offset + text.len()));
        if listed.iter().any(|(known, _)| known == text) {
            return Err(words::listed_twice(span, text));
        }
        at = if found.is_some() { span.end as usize } else { at };
        listed.push((text.clone(), span));
    }
    Ok(Some(listed))
}

/// The line of that number, or the last.
fn line_span(source: &Source, line: u32) -> Span {
    let line = line.clamp(1, source.line_count());
    source.line(line).unwrap_or(Span::at(source.id(), 0))
}

/// The line that begins with a key; the first, should it be written in some odd way.
pub(super) fn key_span(source: &Source, key: &str) -> Span {
    key_spans(source, key).next().unwrap_or_else(|| line_span(source, 1))
}

/// The lines that begin with a key.
fn key_spans(source: &Source, key: &str) -> impl Iterator<Item = Span> {
    let lines = (1..=source.line_count()).filter_map(|line| source.line(line));
    lines.filter(move |span| {
        let line = source.slice(*span).trim_start_matches('\u{feff}');
        let rest = line.trim_start_matches(['"', '\'']).strip_prefix(key);
        rest.is_some_and(|it| it.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn read(text: &str) -> Result<Manifest, String> {
        let source = Source::new(SourceId::ALONE, "pack.yaml", text);
        Manifest::read(&source).map_err(|finding| {
            let help = finding.help.as_ref().map_or("", |it| &it.zh);
            let place = source.slice(finding.span().unwrap());
            format!("{} 「{place}」 {}。{help}", finding.code, finding.message.zh)
        })
    }

    const WHOLE: &str = "name: 甲-1\nversion: 1.0.0\ntitle: 表\nissuer: 财政局\n";

    #[test]
    fn a_manifest_is_read() {
        let manifest = read(&format!("# 说明\n{WHOLE}upper: 乙\n")).unwrap();
        assert_eq!((manifest.name.as_str(), manifest.version.as_str()), ("甲-1", "1.0.0"));
        assert_eq!((manifest.upper.as_deref(), manifest.place), (Some("乙"), None));
    }

    #[test]
    fn every_fault_is_said_with_its_line_and_remedy() {
        let faults = [
            WHOLE.replace("issuer", "isuser"),
            format!("{WHOLE}说明: 甲\n"),
            WHOLE.replace("title: 表\n", ""),
            WHOLE.replace("1.0.0", "1.0"),
            WHOLE.replace("甲-1", "../甲"),
            format!("{WHOLE}place: [甲\n"),
            format!("{WHOLE}name: 乙\n"),
            "甲".to_owned(),
            String::new(),
        ];
        let said: Vec<_> = faults.iter().map(|text| read(text).unwrap_err()).collect();
        insta::assert_snapshot!(said.join("\n"), @r#"
        规则包/不认识的键 「isuser: 财政局」 清单里没有“isuser”这一项。是不是“issuer”？
        规则包/不认识的键 「说明: 甲」 清单里没有“说明”这一项。可用的有 name、version、title、issuer、place、upper、forms、laws
        规则包/清单有误 「name: 甲-1」 清单缺少“title”。加上一行“title: …”
        规则包/清单有误 「version: 1.0」 “version”的值要是一段文字。加上引号：version: "…"
        规则包/清单有误 「name: ../甲」 “../甲”不能作规则包的名称。名称用字母、数字、汉字和连字符，例如 shanghai-2020
        规则包/清单有误 「」 清单不是合法的 YAML。一行一个“键: 值”，冒号用半角，后面空一格
        规则包/清单有误 「name: 乙」 “name”写了两次。删去其中一行
        规则包/清单有误 「甲」 清单要由“键: 值”组成。一行一个“键: 值”，冒号用半角，后面空一格
        规则包/清单有误 「」 清单要由“键: 值”组成。一行一个“键: 值”，冒号用半角，后面空一格
        "#);
    }
}
