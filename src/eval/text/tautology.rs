//! 同义反复: a target that only says its indicator's name again (规范性 → 规范).

use super::measure::normalise;

/// The longest target that is examined, in characters: a longer one adds something.
pub(in crate::eval) const LONGEST_TARGET: usize = 40;

/// Whether a target adds nothing to the name: after the idle words are removed, the rest is covered
/// by pieces of at least two characters of the name. If there is no rest, an idle word must occur
/// in the name itself (执行有效 of 项目管理制度执行情况).
pub(crate) fn is_tautology(target: &str, name: &str, is_idle: &dyn Fn(&str) -> bool) -> bool {
    let (target, name) = (normalise(target), normalise(name));
    if target.is_empty() || target.chars().count() > LONGEST_TARGET {
        return false;
    }
    let ends: Vec<usize> = target.char_indices().map(|(at, _)| at).chain([target.len()]).collect();
    let piece = |from: usize, to: usize| {
        let bounds = ends.get(from).copied().zip(ends.get(to).copied());
        bounds.and_then(|(start, end)| target.get(start..end)).unwrap_or_default()
    };
    // covered[i]: whether the first i characters can be covered, and with a piece of the name or
    // not.
    let mut covered: Vec<(bool, bool)> = vec![(false, false); ends.len()];
    if let Some(first) = covered.first_mut() {
        first.0 = true;
    }
    for to in 1..ends.len() {
        for from in 0..to {
            let (reached, echoes) = covered.get(from).copied().unwrap_or_default();
            if !reached {
                continue;
            }
            let piece = piece(from, to);
            let of_name = to - from >= 2 && name.contains(piece);
            if (of_name || is_idle(piece))
                && let Some(entry) = covered.get_mut(to)
            {
                *entry = (true, entry.1 || echoes || of_name);
            }
        }
    }
    covered.last().is_some_and(|(reached, echoes)| *reached && *echoes)
}

#[cfg(test)]
mod tests {
    use super::is_tautology;

    fn says_nothing(name: &str, target: &str) -> bool {
        is_tautology(target, name, &|piece| ["建立", "有效", "执行"].contains(&piece))
    }

    #[test]
    fn a_target_that_echoes_its_name() {
        for (name, target) in [
            ("系统运维规范性", "规范"),
            ("城市面貌改善程度", "改善"),
            ("财务管理制度健全性", "财务制度建立健全"),
            ("项目管理制度执行情况", "执行有效"),
            ("住宅开发计划审核有效性", "执行有效"),
            ("物业中心资产管理规范性", "资产管理规范有效"),
        ] {
            assert!(says_nothing(name, target), "{name} → {target}");
        }
    }

    #[test]
    fn a_target_that_says_something() {
        for (name, target) in [
            ("预算依据充分性", "充分合理"),
            ("新建住宅配套齐全性", "提高"),
            ("财务监控有效性", "有监控机制"),
            ("成本控制情况", "实施项目成本控制"),
            ("实施人员落实情况", "按照计划落实"),
            ("政府采购规范性", "合规"),
            ("运维管理能力水平", "提升"),
            ("安全性", "执行"),
        ] {
            assert!(!says_nothing(name, target), "{name} → {target}");
        }
    }
}
