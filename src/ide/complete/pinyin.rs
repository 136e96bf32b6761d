//! Whether what was typed finds a name: by its characters, or by the sounds of them. Takes both;
//! gives how well they agree. Knows no sheets and no rules.

use pinyin::ToPinyinMulti;

use crate::value::is_ideograph;

/// How well a typed text finds a name; the lesser, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The name begins with it.
    Begins,
    /// It sounds all characters of the name.
    SoundsWhole,
    /// It sounds the first characters of the name.
    SoundsBeginning,
    /// It stands in the name.
    Within,
    /// It sounds characters within the name.
    SoundsWithin,
    /// Its characters and sounds occur in the name, in this order.
    Scattered,
}

/// The most characters of a name or of a typed text that are compared.
const LONGEST: usize = 64;

/// How a typed text finds a name; `None` if it does not. With `sounds`, letters stand for the
/// beginnings of syllables, mixed with characters as one likes.
pub(super) fn agreement(typed: &str, name: &str, sounds: bool) -> Option<Agreement> {
    let (written, typed) = (typed.trim(), letters(typed));
    if typed.is_empty() {
        return name.contains(written).then_some(Agreement::Begins);
    }
    let name: Vec<char> = letters(name);
    if name.starts_with(&typed) {
        return Some(Agreement::Begins);
    }
    let within = name.windows(typed.len()).any(|window| window == typed);
    let by_sound = sounds && typed.iter().any(char::is_ascii_alphabetic);
    if !by_sound {
        return within.then_some(Agreement::Within);
    }
    let from = |start: usize| name.get(start..).and_then(|rest| reached(&typed, rest));
    match from(0) {
        Some(end) if end == name.len() => return Some(Agreement::SoundsWhole),
        Some(_) => return Some(Agreement::SoundsBeginning),
        None if within => return Some(Agreement::Within),
        None => {}
    }
    if (1..name.len()).any(|start| from(start).is_some()) {
        return Some(Agreement::SoundsWithin);
    }
    scattered(&typed, &name).then_some(Agreement::Scattered)
}

/// The characters that are compared: signs are left out, since nobody types them to find a name.
fn letters(text: &str) -> Vec<char> {
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.filter(|character| character.is_alphanumeric()).take(LONGEST).collect()
}

/// How many characters at the start of a name a typed text sounds or spells, all of it used; the
/// most if there are several ways.
fn reached(typed: &[char], name: &[char]) -> Option<usize> {
    // The numbers of typed characters that the first characters of the name can use up.
    let mut used = vec![0];
    for (at, character) in name.iter().enumerate() {
        let mut next: Vec<usize> = Vec::new();
        for from in used {
            for length in takes(typed.get(from..).unwrap_or_default(), *character) {
                if !next.contains(&(from + length)) {
                    next.push(from + length);
                }
            }
        }
        if next.contains(&typed.len()) {
            return Some(at + 1);
        }
        if next.is_empty() {
            return None;
        }
        used = next;
    }
    None
}

/// Whether the typed text is used up by characters of the name, some of which are left out.
fn scattered(typed: &[char], name: &[char]) -> bool {
    let mut used = vec![0];
    for character in name {
        let mut next = used.clone();
        for from in used {
            for length in takes(typed.get(from..).unwrap_or_default(), *character) {
                if !next.contains(&(from + length)) {
                    next.push(from + length);
                }
            }
        }
        used = next;
    }
    used.contains(&typed.len())
}

/// How many of the typed characters a character of a name can use up: itself, or the beginnings of
/// its syllables, of all its readings.
fn takes(typed: &[char], character: char) -> Vec<usize> {
    let mut lengths = Vec::new();
    if typed.first() == Some(&character) {
        lengths.push(1);
    }
    let readings = Some(character).filter(|character| is_ideograph(*character));
    for reading in readings.and_then(|character| character.to_pinyin_multi()).into_iter().flatten()
    {
        let same = reading.plain().chars().zip(typed).take_while(|(sound, letter)| {
            sound == *letter || *sound == 'ü' && matches!(letter, 'v' | 'u')
        });
        lengths.extend(1..=same.count());
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::{Agreement, agreement};

    #[test]
    fn letters_find_characters_by_their_sounds() {
        for (typed, name, expected) in [
            ("jxlx", "绩效类型", Some(Agreement::SoundsWhole)),
            ("绩效lx", "绩效类型", Some(Agreement::SoundsWhole)),
            ("JXLX", "绩效类型", Some(Agreement::SoundsWhole)),
            ("jixiao", "绩效类型", Some(Agreement::SoundsBeginning)),
            ("jixlei", "绩效类型", Some(Agreement::SoundsBeginning)),
            ("lx", "绩效类型", Some(Agreement::SoundsWithin)),
            ("jl", "绩效类型", Some(Agreement::Scattered)),
            ("绩效", "绩效类型", Some(Agreement::Begins)),
            ("类型", "绩效类型", Some(Agreement::Within)),
            ("", "绩效类型", Some(Agreement::Begins)),
            // Characters with several readings: 长 zhǎng and cháng, 行 háng and xíng, 率 lǜ.
            ("cxgl", "长效管理", Some(Agreement::SoundsWhole)),
            ("yszxl", "预算执行率", Some(Agreement::SoundsWhole)),
            ("yusuanzhixinglv", "预算执行率", Some(Agreement::SoundsWhole)),
            ("zxlu", "执行率", Some(Agreement::SoundsWhole)),
            // Signs are skipped.
            ("bzxmssdzdcs", "保证项目实施的制度、措施", Some(Agreement::SoundsWhole)),
            ("xmzysy", "项目总预算（元）", Some(Agreement::SoundsWhole)),
            ("xmzysy", "项目总预算使用", Some(Agreement::Scattered)),
            ("xmzyssy", "项目总预算使用", Some(Agreement::SoundsWhole)),
            ("ß", "绩效", None),
            ("qq", "绩效类型", None),
            ("😀", "绩效类型", None),
            ("≥", "≥95%", Some(Agreement::Begins)),
        ] {
            assert_eq!(agreement(typed, name, true), expected, "{typed} {name}");
        }
        assert_eq!(agreement("jxlx", "绩效类型", false), None);
        assert_eq!(agreement("must", "must not", false), Some(Agreement::Begins));
    }
}
