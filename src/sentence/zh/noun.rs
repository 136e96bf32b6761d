//! What expressions are called in Chinese.

use super::super::{
    Claim, Clause, Finding, Logic, Measure, SOFT, Scope, Sense, apart, sense, synonyms_named,
};
use super::clause::{be, bound_only, verb};
use super::{Zh, listed, quoted};
use crate::form::FieldId;
use crate::rule::functions::{Function, StandardPart};
use crate::rule::{Aggregation, BinaryOp, Expr, Kind, PartOf};
use crate::value::yes_no;

impl Scope<'_, Zh> {
    /// Whose: nothing for what is being spoken of.
    pub(super) fn owner(&self, of: &Expr) -> String {
        if self.is_topic(of) {
            return String::new();
        }
        format!("{}的", self.noun(of))
    }

    /// What an expression is called.
    pub(super) fn noun(&self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Faulty => "有误的内容".to_owned(),
            Kind::Text(text) => quoted(text),
            Kind::YesNo(truth) => quoted(yes_no(*truth)),
            Kind::Figure(figure) => apart(figure),
            Kind::Date(date) => apart(date),
            Kind::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.noun(item)).collect();
                listed(&items, "或")
            }
            Kind::Words(at) => format!("词表“{}”", self.word_list(*at)),
            Kind::Catalogue(at) => format!("指标库“{}”", self.catalogue(*at)),
            Kind::Suffixes(at) => format!("词尾表“{}”", self.suffix_table(*at)),
            Kind::Synonyms(at) => format!("同义词“{}”", self.synonyms(*at)),
            Kind::Parameter(at) => format!("参数“{}”", self.parameter(*at)),
            Kind::Pattern(at) => apart(format!("/{}/", self.pattern(*at))),
            Kind::Field(id) => format!("{}{}", self.of_this_sheet(), self.field_name(*id)),
            Kind::Year => format!("{}年度", self.of_this_sheet()),
            Kind::SheetField(of, id) => format!("{}{}", self.owner(of), self.field_name(*id)),
            Kind::SheetYear(of) => format!("{}年度", self.owner(of)),
            Kind::Variable(slot) => self.variable(*slot),
            Kind::Attribute(of, id) => format!("{}{}", self.owner(of), self.attribute(*id)),
            Kind::Part(of, part) => format!("{}{}", self.owner(of), part_name(*part)),
            Kind::Group(of, name) => {
                let of = if self.is_topic(of) { "其".to_owned() } else { self.noun(of) };
                format!("{of}中的“{name}”")
            }
            Kind::Define(at, given) => {
                let name = quoted(self.define(*at));
                if given.is_empty() {
                    return name;
                }
                let given: Vec<String> = given.iter().map(|given| self.noun(given)).collect();
                format!("{}的{name}", listed(&given, "与"))
            }
            Kind::Call(function, arguments) => self.call(*function, arguments),
            Kind::Binary(_, BinaryOp::And | BinaryOp::Or, _)
            | Kind::Not(_)
            | Kind::Test { .. }
            | Kind::SetTest { .. }
            | Kind::IsOfClass { .. }
            | Kind::Chain(..)
            | Kind::Near { .. }
            | Kind::Exists(..)
            | Kind::Every(..)
            | Kind::Present(..) => format!("“{}”是否成立", self.told(&Logic::of(expr, true))),
            Kind::Binary(left, op, right) => {
                let sign = match op {
                    BinaryOp::Add => "+",
                    BinaryOp::Subtract => "-",
                    BinaryOp::Multiply => "×",
                    BinaryOp::Divide => "÷",
                    BinaryOp::And => "且",
                    BinaryOp::Or => "或",
                };
                format!("{} {sign} {}", self.term(left), self.term(right))
            }
            Kind::Negative(inner) => format!("-{}", self.term(inner)),
            Kind::Percent(inner) => format!("{}（以百分数计）", self.noun(inner)),
            Kind::Ratio(inner) => self.noun(inner),
            Kind::Count(domain) => {
                let place = self.place(domain, "和");
                let of = if place.is_empty() || domain.filter.is_some() { "" } else { "的" };
                format!("{place}{of}{}的个数", self.things(domain))
            }
            Kind::Aggregate(what, body, range) => {
                let inner = self.with_range(range);
                let of = inner.ranged(range).replacen("每个", "各", 1).replacen("每处", "各处", 1);
                let body = inner.noun(body);
                let what = match what {
                    Aggregation::Sum => "合计",
                    Aggregation::Average => "平均值",
                    Aggregation::Largest => "最大值",
                    Aggregation::Smallest => "最小值",
                };
                format!("{of}的{body}{what}")
            }
        }
    }

    /// An operand of arithmetic.
    pub(super) fn term(&self, expr: &Expr) -> String {
        match &expr.kind {
            Kind::Binary(..) => format!("（{}）", self.noun(expr)),
            _ => self.noun(expr).trim_matches(SOFT).to_owned(),
        }
    }

    fn of_this_sheet(&self) -> &'static str {
        if self.has_other_sheets() { "本表的" } else { "" }
    }

    /// A field's name, in quotes where it would fall apart in a sentence.
    pub(super) fn field_name(&self, id: FieldId) -> String {
        let name = self.field(id);
        if name.contains(['、', '，', '；', '/']) || name.starts_with("是否") {
            quoted(&name)
        } else {
            name
        }
    }

    pub(super) fn call(&self, function: Function, arguments: &[Expr]) -> String {
        let all: Vec<String> = arguments.iter().map(|argument| self.noun(argument)).collect();
        let first = all.first().cloned().unwrap_or_default();
        let both = listed(&all, "与");
        match sense(function) {
            Sense::Measure(measure) => match measure {
                Measure::Length => format!("{first}的字数"),
                Measure::Normalise => format!("{first}（略去标点和空白）"),
                Measure::Similarity => format!("{both}的相似度"),
                Measure::Year => format!("{first}的年份"),
                Measure::Month => format!("{first}的月份"),
                Measure::Occurrences => {
                    let word = all.get(1).cloned().unwrap_or_default();
                    format!("{word}在{first}中出现的次数")
                }
                Measure::Days => format!("{}的天数", listed(&all, "至")),
                Measure::Standard(part) => {
                    let by = all.get(1).cloned().unwrap_or_default();
                    match part {
                        StandardPart::NearName => format!("{by}中与{first}只差一字的标准名称"),
                        StandardPart::Filing => format!("{by}给{first}的归属"),
                        StandardPart::Units => format!("{by}给{first}的单位"),
                        StandardPart::Direction => format!("{by}给{first}的方向"),
                        StandardPart::Target => format!("{by}给{first}的常用目标"),
                    }
                }
                Measure::FileBySuffix => format!("按{}归入的位置", listed(&swapped(&all), "为")),
            },
            Sense::Claim(claim) => {
                let clause = self.claim(claim, arguments);
                format!("“{}{}”是否成立", clause.subject, clause.yes)
            }
            Sense::Finds(found) => format!("{first}中的{}", finding(found)),
        }
    }

    /// A function that is a condition.
    pub(super) fn claim(&self, claim: Claim, arguments: &[Expr]) -> Clause {
        let [first, second, ..] = arguments else { return be(String::new(), "真") };
        let (first, second) = (self.noun(first), self.noun(second));
        let third = match claim {
            Claim::Tautology => arguments.get(2),
            Claim::SameName | Claim::Carries | Claim::BoundOnly => {
                synonyms_named(self.rules, arguments)
            }
        };
        let third = third.map(|third| self.noun(third));
        let by = |third: Option<String>| {
            third.map(|synonyms| format!("（按{synonyms}）")).unwrap_or_default()
        };
        match claim {
            Claim::Tautology => {
                let aside = third.map(|words| format!("（不计{words}中的词）"));
                verb(first, &format!("只是重复{second}{}", aside.unwrap_or_default()))
            }
            Claim::SameName => verb(first, &format!("与{second}同名{}", by(third))),
            Claim::Carries => verb(first, &format!("承接{second}{}", by(third))),
            Claim::BoundOnly => bound_only(first, &second),
        }
    }
}

/// The table first, then the name: 按词尾表……为……
fn swapped(all: &[String]) -> Vec<String> {
    all.iter().rev().cloned().collect()
}

/// What a function finds in a text.
pub(super) fn finding(found: Finding) -> &'static str {
    match found {
        Finding::Repeats => "重复的语句",
        Finding::NumberingBreaks => "序号接不上之处",
        Finding::UnpairedBrackets => "不成对的括号",
        Finding::Sentences => "句",
        Finding::Paragraphs => "段",
        Finding::Figures => "数目",
        Finding::Percents => "百分比",
        Finding::Amounts => "金额",
        Finding::Periods => "日期",
        Finding::Promises => "承诺",
    }
}

pub(super) fn part_name(part: PartOf) -> &'static str {
    match part {
        PartOf::Name => "名称",
        PartOf::Level1 => "一级指标",
        PartOf::Level2 => "二级指标",
        PartOf::Filing => "归属",
        PartOf::FieldValue => "内容",
        PartOf::FieldType => "类型",
        PartOf::Number => "数值",
        PartOf::Comparator => "比较符号",
        PartOf::Unit => "单位",
        PartOf::TargetKind => "种类",
        PartOf::Low => "下限",
        PartOf::High => "上限",
        PartOf::Aim => "目标值",
        PartOf::FirstDay => "首日",
        PartOf::LastDay => "末日",
        PartOf::Repeated => "重复",
        PartOf::Wording => "原文",
    }
}
