//! "Did you mean": the known name nearest to a misspelt one.

/// Longer names are compared with nothing: the measure is quadratic in their length.
const LONGEST: usize = 64;

/// The candidate nearest to `name`, if one is near enough to be a likely slip: at most
/// one character in three wrong, swapped or left out; or else the only one of which `name` is the
/// better half (`总预算` of `项目总预算`), or the other way round. The first of equals wins.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    let (mut containing, mut containing_count) = (None, 0);
    for candidate in candidates {
        let other = candidate.chars().count();
        let (shortest, longest) = (length.min(other), length.max(other));
        if candidate == name || longest > LONGEST {
            continue;
        }
        if shortest >= 2
            && shortest * 2 >= longest
            && (candidate.contains(name) || name.contains(candidate))
            && containing != Some(candidate)
        {
            (containing, containing_count) = (Some(candidate), containing_count + 1);
        }
        let bound = (longest / 3).max(1);
        if longest - shortest > bound {
            continue;
        }
        let distance = strsim::osa_distance(name, candidate);
        // With two characters and one of them wrong, nothing of the name is left to go by but half:
        // allowed, since Chinese field names are short.
        if distance <= bound && distance < longest && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    match best {
        Some((_, candidate)) => Some(candidate),
        None => containing.filter(|_| containing_count == 1),
    }
}

/// Whether two words of a list are one slip apart, and not just two other characters.
pub(crate) fn is_near_word(written: &str, known: &str) -> bool {
    let several = |word: &str| word.chars().nth(1).is_some();
    (several(written) || several(known)) && strsim::osa_distance(written, known) == 1
}

/// Whether a word is one slip away from another of three characters or more: so near that hardly
/// anything else can have been intended.
pub(crate) fn is_slip(written: &str, suggestion: &str) -> bool {
    // More bytes apart than one character has.
    if written.len().abs_diff(suggestion.len()) > 4 {
        return false;
    }
    let (one, other) = (written.chars().count(), suggestion.chars().count());
    if !(3..=64).contains(&other) || one.abs_diff(other) > 1 {
        return false;
    }
    let both = || written.chars().zip(suggestion.chars());
    let head = both().take_while(|(a, b)| a == b).count();
    let ends = written.chars().rev().zip(suggestion.chars().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    if one != other {
        return head + end >= one.min(other);
    }
    let swapped = || {
        let mut apart = both().skip(head);
        matches!((apart.next(), apart.next()), (Some((a, b)), Some((c, d))) if a == d && b == c)
    };
    head < one && (head + end + 1 == one || (head + end + 2 == one && swapped()))
}

#[cfg(test)]
mod tests {
    use super::{is_slip, nearest};

    #[test]
    fn one_wrong_character_is_recognised() {
        let names = ["绩效类型", "项目类别", "项目名称"];
        assert_eq!(nearest("绩效类別", names), Some("绩效类型"));
        assert_eq!(nearest("项目名", names), Some("项目名称"));
        assert_eq!(nearest("天气", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn a_slip_is_one_character_wrong_missing_too_many_or_swapped() {
        let letters = ["甲", "乙", "a"];
        let words: Vec<String> = (0..3usize.pow(4))
            .flat_map(|at| {
                let word: String = (0..4u32)
                    .filter_map(|place| letters.get(at / 3usize.pow(place) % 3))
                    .copied()
                    .collect();
                (1..5).map(move |length| word.chars().take(length).collect())
            })
            .collect();
        for one in &words {
            for other in &words {
                let slip = other.chars().count() >= 3 && strsim::osa_distance(one, other) == 1;
                assert_eq!(is_slip(one, other), slip, "{one} {other}");
            }
        }
    }

    #[test]
    fn half_a_name_is_enough_where_only_one_has_it() {
        let names = ["项目总预算", "项目概况", "项目类别", "总目标及阶段性目标"];
        assert_eq!(nearest("总预算", names), Some("项目总预算"));
        assert_eq!(nearest("概况", names), Some("项目概况"));
        assert_eq!(nearest("项目", names), None);
        assert_eq!(nearest("项目概况和背景", names), Some("项目概况"));
        assert_eq!(nearest("总目标", names), None);
    }

    #[test]
    fn a_name_of_any_length_is_answered_at_once() {
        assert_eq!(nearest(&"项".repeat(1_000_000), ["项目名称"]), None);
    }
}
