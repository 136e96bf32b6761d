//! `pack.yaml`: the name of a rule pack, who issued it and what it is based on. Takes its text;
//! knows no rule.

use serde_yaml::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Source, Span};

use super::keys::{Keys, Paper};
use super::words;

/// The manifest of a rule pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Its name, as given to `--rules`.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// What it is, for people.
    pub(crate) title: String,
    /// Who is responsible for it; may be empty.
    pub(crate) issuer: String,
    /// The place it is made for, e.g. 上海市.
    pub(crate) place: Option<String>,
    /// The pack it builds on (上位), by name.
    pub(crate) upper: Option<String>,
    /// The titles of the forms that its rules judge, with their places; `None` if not given, and
    /// for `全部`, any form.
    pub(crate) forms: Option<Vec<(String, Span)>>,
    /// The laws that its rules are based on, by the names that rules cite; `None` if not given.
    pub(crate) laws: Option<Vec<(String, Span)>>,
}

const PAPER: Paper = Paper {
    code: Code::MANIFEST_FAULTY,
    unknown: Code::MANIFEST_KEY,
    zh: "清单",
    en: "a manifest",
    keys: &["name", "version", "title", "issuer", "place", "upper", "forms", "laws"],
};

/// The value of `forms` for a pack for all forms.
const ALL_FORMS: &str = "全部";

impl Manifest {
    /// The manifest of rules without one.
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
        let keys = Keys::read(source, PAPER)?;
        let manifest = Self {
            name: keys.needed("name")?,
            version: keys.needed("version")?,
            title: keys.needed("title")?,
            issuer: keys.needed("issuer")?,
            place: keys.text("place")?,
            upper: keys.text("upper")?,
            forms: match keys.value("forms") {
                Some(Value::String(text)) if text == ALL_FORMS => None,
                _ => keys.list("forms")?,
            },
            laws: keys.list("laws")?,
        };
        for (key, name) in [("name", Some(&manifest.name)), ("upper", manifest.upper.as_ref())] {
            let fit = |character: char| character.is_alphanumeric() || "-_".contains(character);
            if let Some(name) = name.filter(|name| name.is_empty() || !name.chars().all(fit)) {
                return Err(words::bad_name(keys.span(key), name));
            }
        }
        Ok(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn read(text: &str) -> Result<Manifest, String> {
        let source = Source::new(SourceId::ALONE, "pack.yaml", text);
        Manifest::read(&source).map_err(|finding| {
            let help = finding.help.as_ref().map_or("", |help| &help.zh);
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
        规则包/清单有误 「place: [甲」 清单不是合法的 YAML。一行一个“键: 值”，冒号用半角，后面空一格
        规则包/清单有误 「name: 乙」 “name”写了两次。删去其中一行
        规则包/清单有误 「甲」 清单要由“键: 值”组成。一行一个“键: 值”，冒号用半角，后面空一格
        规则包/清单有误 「」 清单要由“键: 值”组成。一行一个“键: 值”，冒号用半角，后面空一格
        "#);
    }
}
