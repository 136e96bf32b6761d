//! What pest expected, in the user's words: one table from grammar rules to what a person would
//! write, and the mistakes that people make often.

use pest::error::ErrorVariant;

use super::keywords::{KeywordPlace, first_word};
use super::parts::{FilePiece, Rule};
use super::{Keyword, words};
use crate::diagnostic::{Diagnostic, Words};

/// The most alternatives listed for one place.
const MOST: usize = 4;

/// What was expected where parsing stopped.
pub(super) fn explain(
    piece: &FilePiece<'_>,
    entry: Rule,
    at: usize,
    variant: &ErrorVariant<Rule>,
) -> Diagnostic {
    let rest = piece.text.get(at..).unwrap_or_default();
    let skipped = rest.len() - rest.trim_start().len();
    let (at, rest) = (at + skipped, rest.trim_start());
    let end = at + stopped_at(rest);
    // At the end there is nothing to underline but the point where more should follow.
    let place = piece.at(at, end);
    if let Some(common) = words::common_mistake(entry_word(piece, entry), place, rest) {
        return common;
    }
    let before = piece.text.get(..at).unwrap_or_default().trim_end();
    let word = first_word(rest);
    if let Some(slash) = slash_in_class(before) {
        return words::slash_in_pattern(piece.at(slash, slash + 1));
    }
    let after_is = || Keyword::Is.spellings().any(|is| before.ends_with(is));
    if word == "是" && (after_is() || before.ends_with(['=', '＝', '≠'])) {
        return words::bare_yes(place);
    }
    if let Some(close) = rest.chars().next().filter(|sign| matches!(sign, ')' | '）' | ']')) {
        let before = piece.text.get(..at).unwrap_or_default();
        let count = |signs: &[char]| before.chars().filter(|sign| signs.contains(sign)).count();
        if count(&['(', '（', '[']) <= count(&[')', '）', ']']) {
            return words::superfluous_bracket(place, close);
        }
    }
    let mut expected: Vec<(String, String)> = Vec::new();
    if let ErrorVariant::ParsingError { positives, .. } = variant {
        // In order of familiarity: what ends or begins a value, then 且 and 或, then comparisons.
        let mut positives = positives.clone();
        positives.sort_by_key(|rule| match rule {
            Rule::and | Rule::or => 1,
            Rule::equal | Rule::not_equal | Rule::less | Rule::greater => 2,
            rule => 3 * usize::from(Keyword::read_by(*rule).next().is_some()),
        });
        for rule in &positives {
            if let Some(names) = named(*rule)
                && !expected.contains(&names)
            {
                expected.push(names);
            }
        }
    }
    let more = expected.len() > MOST;
    expected.truncate(MOST);
    let (zh, en): (Vec<_>, Vec<_>) = expected.into_iter().unzip();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let (zh, en) = if more { (format!("{zh} 等"), format!("{en} …")) } else { (zh, en) };
    let help = match zh.is_empty() {
        true => Words::new("这一句到前面就该结束了", "the clause should end before this"),
        false => Words::new(format!("这里可以写：{zh}"), format!("expected here: {en}")),
    };
    words::syntax(place, rest.is_empty()).help(help)
}

/// The slash that ended a pattern inside its `[…]`, if parsing stopped right after it.
fn slash_in_class(before: &str) -> Option<usize> {
    let inner = before.strip_suffix('/')?;
    let start = Keyword::Matches.spellings().filter_map(|word| inner.rfind(word)).max()?;
    let pattern = inner.get(start..)?;
    let mut open = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '[' => open = true,
            ']' => open = false,
            _ => {}
        }
    }
    open.then_some(inner.len())
}

/// The bytes of the word, quote or sign at which parsing stopped.
fn stopped_at(rest: &str) -> usize {
    let word = first_word(rest);
    match (word.is_empty(), rest.chars().next()) {
        (false, _) => word.len(),
        (true, Some(sign)) => sign.len_utf8(),
        (true, None) => 0,
    }
}

/// The keyword that a clause or a line starts with.
fn entry_word(piece: &FilePiece<'_>, entry: Rule) -> Option<Keyword> {
    let text = piece.text;
    match entry {
        Rule::hole => None,
        Rule::field
        | Rule::tree
        | Rule::level
        | Rule::level_alias
        | Rule::unjudged
        | Rule::role
        | Rule::renamed
        | Rule::dropped => Keyword::form_line(text),
        _ => Keyword::clause(text),
    }
}

/// What a person would write for a grammar rule; keywords come from their table. `None` if it is
/// not worth naming.
fn named(rule: Rule) -> Option<(String, String)> {
    let listed = |keywords: &[Keyword]| Some(Keyword::listed(keywords.iter().copied()));
    let both = |first: Keyword, second: Keyword| {
        let zh = format!("{}、{}", first.zh(), second.zh());
        Some((zh, format!("{}, {}", first.en(), second.en())))
    };
    let of = |place| Some(Keyword::listed(Keyword::of(place)));
    match rule {
        Rule::anchors | Rule::within | Rule::k_in => listed(&[Keyword::Within]),
        Rule::filter | Rule::k_where => listed(&[Keyword::Where]),
        Rule::ranged | Rule::domain => of(KeywordPlace::Domain),
        Rule::severity => of(KeywordPlace::Severity),
        Rule::fix_level => listed(&[Keyword::Unsafe, Keyword::Draft]),
        Rule::k_match => listed(&[Keyword::EachMatch]),
        Rule::k_to => Some((Keyword::Until.zh().to_owned(), "until".to_owned())),
        Rule::is | Rule::is_not => listed(&[Keyword::Is]),
        Rule::contains | Rule::not_contains => listed(&[Keyword::Contains]),
        Rule::stricter | Rule::not_stricter => listed(&[Keyword::Stricter]),
        Rule::includes | Rule::not_includes => listed(&[Keyword::Includes]),
        Rule::or | Rule::and => both(Keyword::And, Keyword::Or),
        Rule::below | Rule::not_below | Rule::above | Rule::not_above => {
            both(Keyword::Below, Keyword::Above)
        }
        Rule::k_each
        | Rule::k_part
        | Rule::k_pair
        | Rule::k_for
        | Rule::k_basis
        | Rule::k_tighten
        | Rule::k_all
        | Rule::matches
        | Rule::k_pack
        | Rule::k_belongs
        | Rule::k_becomes
        | Rule::k_goes
        | Rule::k_as
        | Rule::k_with => Some(Keyword::listed(Keyword::read_by(rule))),
        Rule::k_place | Rule::form_place => listed(&[Keyword::InPlace]),
        Rule::k_year | Rule::form_years => listed(&[Keyword::Year]),
        Rule::k_add
        | Rule::k_set
        | Rule::k_remove
        | Rule::k_move
        | Rule::k_rename
        | Rule::k_replace
        | Rule::add_entry
        | Rule::set_value
        | Rule::remove
        | Rule::move_to
        | Rule::rename
        | Rule::replace => of(KeywordPlace::Change),
        _ => described(rule).map(|(zh, en)| (zh.to_owned(), en.to_owned())),
    }
}

/// Rules that are not keywords, or need more than their words.
fn described(rule: Rule) -> Option<(&'static str, &'static str)> {
    Some(match rule {
        Rule::expr | Rule::operand | Rule::demand => ("条件", "a condition"),
        Rule::name | Rule::member_name | Rule::rule_name => ("名称", "a name"),
        Rule::text | Rule::text_body | Rule::curly_body => ("带引号的文字", "a quoted text"),
        Rule::fragment => ("\"\"\" 之间的表格片段", "a sheet fragment between \"\"\""),
        Rule::regex => ("匹配式 /…/", "a pattern /…/"),
        Rule::number | Rule::integer | Rule::how_many => ("数", "a number"),
        Rule::date => ("日期", "a date"),
        Rule::title => ("《标题》", "a 《title》"),
        Rule::place | Rule::segment => ("层级，如 产出目标/时效", "a level such as 产出目标/时效"),
        Rule::anchor => ("字段、层级或 i.名称", "a field, a level or i.名称"),
        Rule::k_both => ("逗号", "a comma"),
        Rule::day => ("年度或日期，如 2020、2020-03-01", "a year or date such as 2020, 2020-03-01"),
        Rule::equal | Rule::not_equal | Rule::less | Rule::greater => {
            ("= ≠ < ≤ > ≥", "= ≠ < ≤ > ≥")
        }
        Rule::kind | Rule::kind_plain => {
            ("类型，如 文本、日期、金额 元", "a type such as text, date, money")
        }
        Rule::bare | Rule::run => ("词", "a word"),
        Rule::colon => ("冒号", "a colon"),
        Rule::close => ("右括号 )", "a closing parenthesis )"),
        Rule::list_end => ("右方括号 ]", "a closing bracket ]"),
        Rule::from_file | Rule::k_from => ("来自 \"文件\"", "from \"file\""),
        Rule::synonym => ("词=词", "word=word"),
        Rule::pack_name => ("规则包的名称", "the name of a pack"),
        Rule::law_part => ("文号、施行、效力 等", "number, effective, force …"),
        Rule::call | Rule::count | Rule::aggregate | Rule::paren => {
            ("函数或括号", "a function or parentheses")
        }
        Rule::added => {
            ("添在哪里，如 产出目标/质量/验收合格率", "where, such as 产出目标/质量/验收合格率")
        }
        Rule::as_written | Rule::wording => ("写什么", "what to write"),
        _ => return None,
    })
}
