//! "Did you mean": the known name nearest to a misspelt one. The distance of names is the number of
//! slips between them: a character wrong, missing, too many, or swapped with its neighbour.

/// Longer names are not compared: the distance takes quadratic time.
const LONGEST: usize = 64;

/// The candidate nearest to `name`, if it is near enough to be a likely slip: one in three
/// characters at most, a missing or extra one preferred to a wrong one; or else the only candidate
/// that `name` is more than half of (`总预算` of `项目总预算`), or the other way round. The first
/// of equals wins.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LONGEST {
        return None;
    }
    let mut best: Option<((usize, bool), &str)> = None;
    let (mut containing, mut containing_count) = (None, 0);
    for candidate in candidates {
        let other = candidate.chars().count();
        let (shortest, longest) = (length.min(other), length.max(other));
        if candidate == name || longest > LONGEST {
            continue;
        }
        let contained = candidate.contains(name) || name.contains(candidate);
        if shortest >= 2 && shortest * 2 >= longest && contained && containing != Some(candidate) {
            (containing, containing_count) = (Some(candidate), containing_count + 1);
        }
        // With two characters and one of them wrong, only half of the name is left to compare:
        // allowed, since Chinese field names are short.
        if let Some(slips) = slips(name, candidate, (longest / 3).max(1))
            && slips < longest
            && best.is_none_or(|(least, _)| (slips, !contained) < least)
        {
            best = Some(((slips, !contained), candidate));
        }
    }
    match best {
        Some((_, candidate)) => Some(candidate),
        None => containing.filter(|_| containing_count == 1),
    }
}

/// Whether `written` is `known`, a name of three characters or more, with a single slip, so that
/// hardly anything else can have been intended.
pub(crate) fn is_slip_of(written: &str, known: &str) -> bool {
    // What a single slip leaves on both sides of itself: all but two characters.
    let head = written.bytes().zip(known.bytes()).take_while(|(left, right)| left == right).count();
    let ends = written.bytes().rev().zip(known.bytes().rev());
    let end = ends.take_while(|(left, right)| left == right).count();
    let may_be = head + end + 2 * char::MAX.len_utf8() >= written.len().max(known.len());
    may_be && slips(written, known, 1) == Some(1) && (3..=LONGEST).contains(&known.chars().count())
}

/// The slips between two names, if they are no more than `most`.
fn slips(left: &str, right: &str, most: usize) -> Option<usize> {
    // A character is four bytes at most.
    if left.len().abs_diff(right.len()) > 4 * most {
        return None;
    }
    let (left, right) = without_common_ends(left, right);
    let (shorter, longer) = (left.chars().count(), right.chars().count());
    // A single slip concerns two neighbours at most.
    if shorter.abs_diff(longer) > most || (most == 1 && shorter.max(longer) > 2) {
        return None;
    }
    Some(strsim::osa_distance(left, right)).filter(|slips| *slips <= most)
}

/// Two texts without their common start and end.
fn without_common_ends<'t>(left: &'t str, right: &'t str) -> (&'t str, &'t str) {
    let mut rests = (left, right);
    let (mut ours, mut theirs) = (left.chars(), right.chars());
    while let (Some(left), Some(right)) = (ours.next(), theirs.next())
        && left == right
    {
        rests = (ours.as_str(), theirs.as_str());
    }
    let (mut ours, mut theirs) = (rests.0.chars(), rests.1.chars());
    while let (Some(left), Some(right)) = (ours.next_back(), theirs.next_back())
        && left == right
    {
        rests = (ours.as_str(), theirs.as_str());
    }
    rests
}

#[cfg(test)]
mod tests {
    use super::{is_slip_of, nearest, slips};

    #[test]
    fn one_wrong_character_is_recognised() {
        let names = ["绩效类型", "项目类别", "项目名称"];
        assert_eq!(nearest("绩效类別", names), Some("绩效类型"));
        assert_eq!(nearest("项目名", names), Some("项目名称"));
        assert_eq!(nearest("天气", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn slips_are_counted_up_to_a_bound() {
        let letters = ["甲", "乙", "a"];
        let words: Vec<String> = (0..3usize.pow(4))
            .flat_map(|at| {
                let word: String = (0..4u32)
                    .filter_map(|place| letters.get(at / 3usize.pow(place) % 3))
                    .copied()
                    .collect();
                (0..5).map(move |length| word.chars().take(length).collect())
            })
            .collect();
        for left in &words {
            for right in &words {
                let distance = strsim::osa_distance(left, right);
                for most in 0..4 {
                    let counted = (distance <= most).then_some(distance);
                    assert_eq!(slips(left, right, most), counted, "{left} {right} {most}");
                }
                let slip = distance == 1 && right.chars().count() >= 3;
                assert_eq!(is_slip_of(left, right), slip, "{left} {right}");
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
