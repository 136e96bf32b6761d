//! Certificates that no check wrote: edited ones are refused, and made-up ones, with the right
//! seal, read nothing in silence and show nothing.

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::certificates::{certificate, certify, project, verify};
use crate::cli::{folder, put};

/// The text of a certificate with a change in it, sealed again as the program would.
fn forged(files: &TempDir, change: &dyn Fn(String) -> String) {
    let place = files.path().join("凭证.json");
    let written = std::fs::read_to_string(&place).unwrap();
    let text = change(written.clone());
    assert_ne!(text, written);
    let at = text.find("\"seal\": \"").unwrap() + 9;
    let (before, rest) = text.split_at(at);
    let (_, behind) = rest.split_once('"').unwrap();
    let unsealed = format!("{before}\"{behind}");
    // As it is sealed: without the blanks between its tokens.
    let (mut plain, mut quoted, mut escaped) = (String::new(), false, false);
    for character in unsealed.chars() {
        if quoted || !character.is_whitespace() {
            plain.push(character);
        }
        (quoted, escaped) = match character {
            '"' if !escaped => (!quoted, false),
            '\\' => (quoted, !escaped),
            _ => (quoted, false),
        };
    }
    let seal = Sha256::digest(&plain).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    std::fs::write(place, format!("{before}{seal}\"{behind}")).unwrap();
}

#[test]
fn a_certificate_that_was_edited_is_none() {
    let files = project();
    assert_eq!(certify(&files, "").code, 0);
    let place = files.path().join("凭证.json");
    let written = std::fs::read_to_string(&place).unwrap();
    let edits = [
        ("\"passed\"", "\"clean\""),
        ("申报/甲.biao", "申报/丙.biao"),
        ("\"holds\": 2", "\"holds\": 3"),
        ("\"seal\": \"", "\"seal\": \"0"),
        ("{\n", "{\n \"more\": 1,"),
        ("\"sheets\": 3", "\"sheets\": 99999999999999999999999999"),
        ("\"sheets\": 3", "\"sheets\": -1"),
        ("\"year\": 2020", "\"year\": 1e99"),
        ("biaochi.certificate/1", "biaochi.certificate/2"),
    ];
    for (from, to) in edits {
        assert!(written.contains(from), "{from}");
        std::fs::write(&place, written.replacen(from, to, 1)).unwrap();
        let ran = verify(&files);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{from} {}", ran.err);
        assert!(ran.err.contains("凭证/"), "{}", ran.err);
    }
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    for text in ["", "null", "[]", "{}", &deep, &written[..written.len() / 2 - written.len() % 2]] {
        let text = text.trim_end_matches('\u{fffd}');
        std::fs::write(&place, text).unwrap();
        assert_eq!(verify(&files).code, 2, "{:.40}", text);
    }
    // Sealed, but with numbers that no check gives.
    let forgeries = [
        ("\"passed\"", "\"clean\"", 2),
        ("\"sheets\": 3", "\"sheets\": 4", 2),
        ("\"errors\": 0,\n    \"warnings\": 0", "\"errors\": 1,\n    \"warnings\": 0", 2),
        ("\"holds\": 2", "\"holds\": 18446744073709551615", 2),
        ("\"covers\": [\n    \".\"\n  ]", "\"covers\": []", 2),
    ];
    for (from, to, code) in forgeries {
        std::fs::write(&place, &written).unwrap();
        forged(&files, &|text| text.replacen(from, to, 1));
        let ran = verify(&files);
        assert_eq!(ran.code, code, "{to} {}{}", ran.out, ran.err);
    }
}

#[test]
fn a_forged_certificate_reads_nothing_unsaid_and_shows_nothing() {
    let secret = folder(&[("机密.biao", "口令: 七八九\n"), ("机密.yaml", "口令: 七八九\n")]);
    let secret = secret.path().to_str().unwrap();
    let up = "../".repeat(30);
    let swap = |from: &'static str, to: String| move |text: String| text.replacen(from, &to, 1);
    let file = "\"file\": \"申报/甲.biao\"";
    let forgeries: [(&dyn Fn(String) -> String, bool); 8] = [
        (&swap(file, format!("\"file\": \"{secret}/机密.biao\"")), true),
        (&swap(file, format!("\"file\": \"{up}etc/passwd\"")), true),
        (&swap(file, "\"file\": \"/dev/zero\"".to_owned()), true),
        (&swap("\"covers\": [\n    \".\"", format!("\"covers\": [\n    \"{secret}\"")), true),
        (&swap("\"config\": null", format!("\"config\": \"{secret}/机密.yaml\"")), true),
        (&swap("\"rules\": []", format!("\"rules\": [\"{secret}/机密.yaml\"]")), true),
        (&swap(file, "\"file\": \"甲\\n检查通过；\\u001b[2K\"".to_owned()), false),
        (&swap(file, format!("\"file\": \"{}\"", "长".repeat(100_000))), false),
    ];
    let certificate = certificate("");
    for (at, (forgery, leads_out)) in forgeries.iter().enumerate() {
        let files = project();
        put(&files, "凭证.json", &certificate);
        forged(&files, forgery);
        let ran = verify(&files);
        assert_eq!(ran.code, 1, "{at} {}{}", ran.out, ran.err);
        assert_eq!(ran.err.contains("处不在它所在的"), *leads_out, "{at} {}", ran.err);
        let said = format!("{}{}", ran.out, ran.err);
        let shows = ["七八九", "口令", "root:", "\u{1b}", "\n检查通过"];
        assert!(!shows.iter().any(|shown| said.contains(shown)), "{at} {said}");
        assert!(said.len() < 10_000, "{at}");
    }
}
