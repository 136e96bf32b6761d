//! Answers of the language server as a person would see them: a line for each thing.

use serde_json::Value;

/// An answer to a request as lines; `text` is the document that it is about, `plain` takes the
/// folder of the run out.
pub(crate) fn answer(
    method: &str,
    result: &Value,
    text: &str,
    plain: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let string = |value: &Value| plain(value.as_str().unwrap_or_default());
    let list = || result.as_array().into_iter().flatten();
    match method.rsplit('/').next().unwrap_or_default() {
        _ if result.is_null() => vec!["nothing".to_owned()],
        "codeLens" => list()
            .map(|lens| {
                let command = &lens["command"];
                let arguments: Vec<String> =
                    command["arguments"].as_array().unwrap().iter().map(string).collect();
                format!(
                    "{} {} → {} {}",
                    place(&lens["range"]["start"]),
                    string(&command["title"]),
                    string(&command["command"]),
                    arguments.join(" ")
                )
            })
            .collect(),
        "inlayHint" => list()
            .map(|hint| format!("{} {}", place(&hint["position"]), string(&hint["label"])))
            .collect(),
        "documentLink" => list()
            .map(|link| format!("{} → {}", range(text, &link["range"]), string(&link["target"])))
            .collect(),
        "definition" | "references" => list()
            .map(|found| format!("{} {}", string(&found["uri"]), place(&found["range"]["start"])))
            .collect(),
        "selectionRange" => {
            let mut lines = Vec::new();
            let mut at = &result[0];
            while at.is_object() {
                lines.push(range(text, &at["range"]));
                at = &at["parent"];
            }
            lines
        }
        "hover" => {
            let shown = string(&result["contents"]["value"]);
            let first = format!("on {}", range(text, &result["range"]));
            let lines = shown.lines().filter(|line| !line.is_empty()).map(str::to_owned);
            std::iter::once(first).chain(lines).collect()
        }
        "completion" => {
            let items = result["items"].as_array().into_iter().flatten();
            items.take(8).map(|item| string(&item["label"])).collect()
        }
        _ => vec![plain(&result.to_string())],
    }
}

/// A place as a person counts.
pub(crate) fn place(place: &Value) -> String {
    format!("{}:{}", place["line"].as_i64().unwrap() + 1, place["character"].as_i64().unwrap() + 1)
}

/// The words of a range, or its first and last place if they are many.
fn range(text: &str, range: &Value) -> String {
    let at = |end: &str| offset(text, &range[end]);
    let words = &text[at("start")..at("end")];
    match words.contains('\n') {
        false => format!("「{words}」"),
        true => format!("{}-{}", place(&range["start"]), place(&range["end"])),
    }
}

/// The byte of a position.
pub(crate) fn offset(text: &str, place: &Value) -> usize {
    let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut units = usize::try_from(place["character"].as_u64().unwrap()).unwrap();
    let mut at = start;
    for character in text[start..].chars() {
        if units == 0 || character == '\n' {
            break;
        }
        units -= character.len_utf16();
        at += character.len_utf8();
    }
    at
}
