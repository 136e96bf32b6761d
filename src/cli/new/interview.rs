//! Asks for the parts of a new rule, one after the other: offers what exists, and asks again for
//! what could not stand in a rule.

use std::io::BufRead;
use std::path::Path;

use super::draft::DraftDesk;
use super::written;
use crate::cli::args::{Each, NewRule};
use crate::cli::words;
use crate::diagnostic::{Diagnostic, Lang, Words};
use crate::form::Form;
use crate::source::Sources;

pub(super) struct Interview<'a> {
    pub(super) desk: &'a mut DraftDesk,
    pub(super) lang: Lang,
    pub(super) input: &'a mut dyn BufRead,
    pub(super) ask: &'a dyn Fn(&str),
    pub(super) complain: &'a dyn Fn(&Sources, &[Diagnostic]),
}

impl Interview<'_> {
    /// Asks for what is not known yet; an empty answer leaves a part open.
    pub(super) fn hold(&mut self, rule: &mut NewRule) {
        rule.name = self.answer(words::ask_name());
        if rule.name.is_none() {
            return;
        }
        let form = self.form();
        if rule.law.is_none() {
            let laws = self.desk.rules().laws.iter();
            let laws: Vec<String> =
                laws.map(|law| format!("{}  {}", law.name, law.citation())).collect();
            self.say(&words::known_laws(&laws));
            self.part(rule, words::ask_law(), |rule, answer| rule.law = answer);
        }
        rule.article = rule.article.take().or_else(|| self.answer(words::ask_article()));
        while rule.each.is_none() {
            let Some(answer) = self.answer(words::ask_each()) else { break };
            rule.each = match answer.as_str() {
                "指标" | "indicator" => Some(Each::Indicator),
                "字段" | "field" => Some(Each::Field),
                "表" | "sheets" => Some(Each::Sheets),
                _ => None,
            };
            if rule.each.is_none() {
                self.say(&words::not_offered(&answer));
            }
        }
        self.say(&offered(form.as_ref(), self.desk));
        if rule.when.is_none() {
            self.part(rule, words::ask_when(), |rule, answer| rule.when = answer);
        }
        if rule.must.is_none() {
            self.part(rule, words::ask_must(), |rule, answer| rule.must = answer);
        }
        if rule.message.is_none() {
            self.part(rule, words::ask_message(), |rule, answer| rule.message = answer);
        }
    }

    fn say(&self, words: &Words) {
        (self.ask)(&format!("{}\n", words.get(self.lang)));
    }

    /// A line; `None` if it is empty, or there is none.
    fn answer(&mut self, question: Words) -> Option<String> {
        (self.ask)(question.get(self.lang));
        let mut line = String::new();
        let _ = self.input.read_line(&mut line);
        let line = line.trim().to_owned();
        (!line.is_empty()).then_some(line)
    }

    /// The form whose fields are offered.
    fn form(&mut self) -> Option<Form> {
        let forms: Vec<Form> =
            self.desk.rules().forms.iter().map(|form| Form::clone(form)).collect();
        let names: Vec<String> = forms.iter().map(|form| form.name.clone()).collect();
        if forms.len() < 2 {
            return forms.into_iter().next();
        }
        loop {
            let answer = self.answer(words::ask_form(&names))?;
            let numbered = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let at = numbered.or_else(|| names.iter().position(|name| name.contains(&answer)));
            match at.and_then(|at| forms.get(at)) {
                Some(form) => return Some(form.clone()),
                None => self.say(&words::not_offered(&answer)),
            }
        }
    }

    /// A part of the rule: the question is repeated until it can stand in it.
    fn part(&mut self, rule: &mut NewRule, question: Words, put: fn(&mut NewRule, Option<String>)) {
        loop {
            let answer = self.answer(question.clone());
            let is_open = answer.is_none();
            put(rule, answer);
            let text = written(rule.name.as_deref().unwrap_or_default(), rule);
            let faults = self.desk.faults(&text, (Path::new("新规则.chi"), None));
            if is_open || faults.is_empty() {
                return;
            }
            (self.complain)(self.desk.sources(), &faults);
        }
    }
}

/// What a rule for a form, or for any, can name.
fn offered(form: Option<&Form>, desk: &DraftDesk) -> Words {
    let forms: Vec<&Form> = match form {
        Some(form) => vec![form],
        None => desk.rules().forms.iter().map(|form| &**form).collect(),
    };
    let (mut fields, mut levels): (Vec<String>, Vec<String>) = Default::default();
    for form in forms {
        fields.extend(form.fields.iter().map(|field| field.name.clone()));
        for (at, level) in (0..).zip(&form.levels) {
            if level.parent.is_some() {
                levels.push(form.level_path(crate::form::LevelId(at)));
            }
        }
    }
    for names in [&mut fields, &mut levels] {
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
    }
    words::known_fields(&fields, &levels)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::cli::args::Weight;

    /// The rule that some answers give, and what was said in between.
    fn held(answers: &str) -> (String, String) {
        let mut desk = DraftDesk::open().map_err(|(_, failure)| failure).unwrap();
        let mut rule = NewRule {
            name: None,
            file: None,
            each: None,
            when: None,
            must: None,
            law: None,
            article: None,
            severity: Weight::Warning,
            message: None,
        };
        let said = RefCell::new(String::new());
        let ask = |text: &str| said.borrow_mut().push_str(&format!("{text}\n"));
        let complain = |_: &Sources, faults: &[Diagnostic]| {
            for fault in faults {
                said.borrow_mut().push_str(&format!("！{}\n", fault.message.zh));
            }
        };
        let mut input = answers.as_bytes();
        let (ask, complain) = (&ask, &complain);
        Interview { desk: &mut desk, lang: Lang::Zh, input: &mut input, ask, complain }
            .hold(&mut rule);
        let text = written(rule.name.as_deref().unwrap_or_default(), &rule);
        (text, said.into_inner())
    }

    #[test]
    fn each_answer_is_tried_and_the_question_repeated() {
        let (rule, said) = held(
            "质量/满意度不得过低\n九\n1\n没有的法\n财预88号\n\n人\n指标\ni.没有 是 1\n\ni.目标值.数值 ≥\ni.目标值.数值 ≥ 85%\n只有{i.目标}\n只有{i.目标值}\n",
        );
        for line in [
            "规则 质量/满意度不得过低：",
            "依据 财预88号 待核",
            "对   每个 指标 i",
            "须   i.目标值.数值 ≥ 85%",
            "否则 警告 \"只有{i.目标值}\"",
        ] {
            assert!(rule.contains(line), "{line}\n{rule}\n{said}");
        }
        assert!(!rule.contains("当 "), "{rule}");
        for line in
            ["没有“九”这一项", "没有登记过法规“没有的法”", "没有“人”这一项", "产出目标/数量"]
        {
            assert!(said.contains(line), "{line}\n{said}");
        }
        assert!(said.matches('！').count() >= 4, "{said}");
    }

    #[test]
    fn what_is_not_answered_stays_open() {
        let (rule, said) = held("质量/新\n\n没有的法\n");
        assert!(
            rule.contains("依据 〔待填〕 待核") && rule.contains("须   〔待填〕"),
            "{rule}\n{said}"
        );
        assert!(held("").0.starts_with("规则 ："));
    }
}
