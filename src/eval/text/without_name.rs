//! 去名: what a text says when the words of a name are left out, so that texts can be compared in
//! which only the name was changed.

use crate::value::normalise;

/// The most characters of a name that are looked for.
const LONGEST_NAME: usize = 100;

/// The most characters of a text in which the name is looked for; the rest is kept as it is.
const LONGEST_TEXT: usize = 5_000;

/// The normal form of a text without the pieces of two or more characters that stand in the name.
pub(in crate::eval) fn without_name(text: &str, name: &str) -> String {
    let text: Vec<char> = normalise(text).chars().collect();
    let name: Vec<char> = normalise(name).chars().take(LONGEST_NAME).collect();
    let mut left = String::with_capacity(text.len());
    let (mut rest, beyond) = text.split_at_checked(LONGEST_TEXT).unwrap_or((&text, &[]));
    while let Some((first, after)) = rest.split_first() {
        let shared = longest_piece(rest, &name);
        rest = match rest.split_at_checked(shared) {
            Some((_, behind)) if shared >= 2 => behind,
            _ => {
                left.push(*first);
                after
            }
        };
    }
    left.extend(beyond);
    left
}

/// How many characters at the head of a text stand somewhere in a name.
fn longest_piece(text: &[char], name: &[char]) -> usize {
    let shared = |from: usize| {
        let name = name.iter().skip(from);
        text.iter().zip(name).take_while(|(here, there)| here == there).count()
    };
    (0..name.len()).map(shared).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::without_name;

    #[test]
    fn goals_that_differ_in_the_name_alone() {
        for (goal, name, rest) in [
            ("完成东片绿化养护12公顷。", "东片绿化养护项目", "完成12公顷"),
            ("完成西片绿地养护12公顷。", "西片绿地养护", "完成12公顷"),
            ("养护里程3公里", "道路养护", "里程3公里"),
            ("培训教师", "", "培训教师"),
            ("", "培训", ""),
            ("修路", "路", "修路"),
        ] {
            assert_eq!(without_name(goal, name), rest, "{goal}");
        }
    }
}
