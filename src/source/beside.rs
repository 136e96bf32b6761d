//! A file that another one names, as a source name. Takes and gives names with `/`; does not access
//! the disk.

/// The source name of `path`, given in the text `name`: relative to it, `.` and `..` resolved by
/// name. An absolute path is unchanged.
pub(crate) fn beside(name: &str, path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    let drive = path.get(1..2) == Some(":");
    if path.starts_with('/') || drive {
        return path;
    }
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if name.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_file_is_found_beside_the_one_that_names_it() {
        assert_eq!(beside("rules/甲/words.chi", "指标归类.csv"), "rules/甲/指标归类.csv");
        assert_eq!(beside("words.chi", "./表/a.csv"), "表/a.csv");
        assert_eq!(beside("rules/甲/words.chi", "..\\乙\\a.csv"), "rules/乙/a.csv");
        assert_eq!(beside("/x/words.chi", "a.csv"), "/x/a.csv");
        assert_eq!(beside("甲/words.chi", "../../a.csv"), "../a.csv");
        assert_eq!(beside("words.chi", "/etc/passwd"), "/etc/passwd");
        assert_eq!(beside("words.chi", "C:\\a.csv"), "C:/a.csv");
    }
}
