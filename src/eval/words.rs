//! The words for several witnesses in the holes of a message, in both languages.

use super::MOST_WITNESSES;
use crate::diagnostic::Words;

/// `甲、乙、丙等 999 张`: the values of the witnesses shown, and the number of all.
pub(super) fn of_sheets(shown: &[String], count: usize) -> Words {
    if shown.len() == count {
        return listed(shown);
    }
    let (zh, en) = (shown.join("、"), shown.join(", "));
    match count > MOST_WITNESSES {
        true => Words::new(
            format!("{zh}等 {MOST_WITNESSES} 张以上"),
            format!("{en} and others, more than {MOST_WITNESSES} sheets"),
        ),
        false => {
            Words::new(format!("{zh}等 {count} 张"), format!("{en} and others, {count} sheets"))
        }
    }
}

/// `90%、85%等`: values of things in the witnesses; whether there are more than are shown.
pub(super) fn of_things(shown: &[String], more: bool) -> Words {
    match more {
        true => Words::new(
            format!("{}等", shown.join("、")),
            format!("{} and others", shown.join(", ")),
        ),
        false => listed(shown),
    }
}

fn listed(shown: &[String]) -> Words {
    Words::new(shown.join("、"), shown.join(", "))
}
