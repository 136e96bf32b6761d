//! Check boxes as forms print them: 新增项目□ 延续项目√. Takes a text; gives the choices that are
//! printed, and which are ticked. Knows no field.

use std::ops::Range;

/// A choice with a box: its bytes, and whether it is ticked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ticked {
    pub(super) label: Range<usize>,
    pub(super) ticked: bool,
}

const EMPTY: [&str; 7] = ["□", "☐", "◻", "[ ]", "[]", "［ ］", "［］"];
const TICKED: [&str; 13] =
    ["☑", "☒", "■", "√", "✓", "✔", "[x]", "[X]", "[√]", "[✓]", "［√］", "［x］", "［X］"];

/// The longest name of a choice, in characters: prose has no boxes.
const LONGEST: usize = 20;

/// The choices of a text that consists of choices with boxes; `None` if it does not.
pub(super) fn boxes(text: &str) -> Option<Vec<Ticked>> {
    let mut choices: Vec<Ticked> = Vec::new();
    // Boxes stand all before their choices, or all behind them.
    let before = mark(text.trim_start()).is_some();
    let mut pending: Option<bool> = None;
    let (mut at, mut marks) = (0, 0_usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((length, ticked)) = mark(rest) {
            marks += 1;
            match choices.last_mut() {
                Some(choice) if !before => choice.ticked |= ticked,
                None if !before => return None,
                // □√: a tick drawn beside its box.
                _ => pending = Some(pending.unwrap_or_default() || ticked),
            }
            at += length;
            continue;
        }
        let first = rest.chars().next()?;
        if is_between(first) {
            at += first.len_utf8();
            continue;
        }
        let of_word = |(at, character): &(usize, char)| {
            !is_between(*character) && rest.get(*at..).and_then(mark).is_none()
        };
        let length: usize =
            rest.char_indices().take_while(of_word).map(|(_, letter)| letter.len_utf8()).sum();
        let label = at..at + length;
        if text.get(label.clone())?.chars().count() > LONGEST {
            return None;
        }
        let ticked = before && pending.take().unwrap_or_default();
        choices.push(Ticked { label, ticked });
        at += length;
    }
    (marks > 0 && choices.len() > 1).then_some(choices)
}

/// A box at the start of a text: its bytes, and whether it is ticked.
fn mark(text: &str) -> Option<(usize, bool)> {
    let of = |marks: &[&str]| marks.iter().find(|mark| text.starts_with(**mark)).map(|m| m.len());
    of(&TICKED).map(|length| (length, true)).or(of(&EMPTY).map(|length| (length, false)))
}

fn is_between(character: char) -> bool {
    character.is_whitespace() || "、，,；;/／".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_stand_before_or_behind() {
        for (text, wanted) in [
            ("新增项目□ 延续项目√", "延续项目"),
            ("新增项目☐延续项目☑", "延续项目"),
            ("□新增项目 ■延续项目", "延续项目"),
            ("[x] 新增项目 [ ] 延续项目", "新增项目"),
            ("新增项目、延续项目✓", "延续项目"),
            ("□√新增项目　□延续项目", "新增项目"),
            ("新增项目□√ 延续项目□", "新增项目"),
            ("新增项目□ 延续项目□", ""),
            ("新增项目☒ 延续项目√", "新增项目+延续项目"),
        ] {
            let choices = boxes(text).unwrap();
            let ticked = choices.iter().filter(|choice| choice.ticked);
            let labels: Vec<&str> =
                ticked.map(|choice| text.get(choice.label.clone()).unwrap()).collect();
            assert_eq!(labels.join("+"), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_no_row_of_boxes_is_left_alone() {
        for text in [
            "延续项目",
            "",
            "√",
            "延续项目√",
            "□",
            "按照要求完成全部工作内容并经过主管部门验收合格之后支付√ 其他",
        ] {
            assert_eq!(boxes(text), None, "{text}");
        }
    }
}
