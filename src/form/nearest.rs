//! "Did you mean": the known name nearest to a misspelt one.

/// The candidate nearest to `name`, if one is near enough that a person would have meant it: at most
/// one character in three wrong, swapped or left out. The first of equals wins.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let longest = length.max(candidate.chars().count());
        if candidate == name || longest > 64 {
            continue;
        }
        let distance = strsim::osa_distance(name, candidate);
        let bound = (longest / 3).max(1);
        // With two characters and one of them wrong, nothing of the name is left to go by but half:
        // allowed, since Chinese field names are short.
        if distance <= bound && distance < longest && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn one_wrong_character_is_recognised() {
        let names = ["绩效类型", "项目类别", "项目名称"];
        assert_eq!(nearest("绩效类別", names), Some("绩效类型"));
        assert_eq!(nearest("项目名", names), Some("项目名称"));
        assert_eq!(nearest("天气", names), None);
    }
}
