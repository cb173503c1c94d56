//! How much of anything a definition can have.

use super::*;

#[test]
fn everything_has_a_limit() {
    assert_eq!(said_of(&questions(50)), ["questions long"]);
    assert_eq!(said_of(&questions(51)), ["questions limit"]);
    let typed =
        |kind: &str, more: &str| said_of(&format!(r#"[{{"id": "q", "type": "{kind}", "prompt": "?", {more}}}]"#));
    let names = |count| list(count, |index| format!(r#""c{index}""#));
    for (kind, field, most, more) in [
        ("choice", "choices", 100, ""),
        ("choices", "choices", 100, ""),
        ("dropdown", "choices", 100, ""),
        ("ranking", "choices", 20, ""),
        ("matrix", "rows", 20, r#", "columns": ["1", "2"]"#),
        ("matrix", "columns", 10, r#", "rows": ["1", "2"]"#),
    ] {
        assert_eq!(typed(kind, &format!(r#""{field}": {}{more}"#, names(most))), [""; 0], "{kind} {field}");
        let beyond = typed(kind, &format!(r#""{field}": {}{more}"#, names(most + 1)));
        assert_eq!(beyond, [format!("questions[0].{field} limit")], "{kind} {field}");
    }
    let nested = |levels: usize| {
        let inner = (0..levels - 1)
            .fold(r#"{"page": "url", "is": "x"}"#.to_owned(), |inner, _| format!(r#"{{"not": {inner}}}"#));
        said_of_second(&format!(r#""if": {inner}"#))
    };
    assert_eq!(nested(8), [""; 0]);
    assert_eq!(nested(9), [format!("questions[1].if{} limit", ".not".repeat(8))]);
    let wide = |count: usize| {
        let half = list(count / 2, |_| r#"{"page": "url", "is": "x"}"#.to_owned());
        let rest = list(count - count / 2, |_| r#"{"page": "url", "is": "x"}"#.to_owned());
        said_of_second(&format!(r#""if": {{"any": [{{"all": {half}}}, {{"all": {rest}}}]}}"#))
    };
    assert_eq!(wide(64), [""; 0]);
    assert_eq!(wide(65), ["questions[1].if limit"]);
    let jumps = |count| list(count, |_| r#"{"if": {"page": "url", "is": "x"}, "goto": "end"}"#.to_owned());
    assert_eq!(said_of_second(&format!(r#""next": {}"#, jumps(20))), [""; 0]);
    assert_eq!(said_of_second(&format!(r#""next": {}"#, jumps(21))), ["questions[1].next limit"]);
    let text = |length: usize| said_of_second(&format!(r#""help": "{}""#, "ü".repeat(length)));
    assert_eq!(text(1000), [""; 0]);
    assert_eq!(text(1001), ["questions[1].help limit"]);
    let entries = |count, value: &str| {
        format!("{{{}}}", (0..count).map(|index| format!(r#""e{index}": {value}"#)).collect::<Vec<_>>().join(","))
    };
    assert_eq!(with(&format!(r#""hidden": {}"#, entries(32, "1"))), [""; 0]);
    assert_eq!(with(&format!(r#""hidden": {}"#, entries(33, "1"))), ["hidden limit"]);
    assert_eq!(with(&format!(r#""values": {}"#, entries(32, r#"{"assign": 1}"#))), [""; 0]);
    assert_eq!(with(&format!(r#""values": {}"#, entries(33, r#"{"assign": 1}"#))), ["values limit"]);
    let ways = |count| format!(r#""values": {{"a": {}}}"#, list(count, |_| r#"{"assign": 1}"#.to_owned()));
    assert_eq!((with(&ways(20)), with(&ways(21))), (vec![], vec!["values.a limit".to_owned()]));
    let long = "x".repeat(501);
    assert_eq!(with(&format!(r#""values": {{"a": {{"assign": "{long}"}}}}"#)), ["values.a.assign limit"]);
    assert_eq!(with(&format!(r#""hidden": {{"a": "{long}"}}"#)), ["hidden.a limit"]);
    let endings = |count| list(count, |_| r#"{"text": "x", "if": {"page": "url", "is": "x"}}"#.to_owned());
    assert_eq!(with(&format!(r#""endings": {}"#, endings(20))), [""; 0]);
    assert_eq!(with(&format!(r#""endings": {}"#, endings(21))), ["endings limit"]);
}

#[test]
fn answers_fit_into_one_response() {
    let survey = |asked: usize, hidden: usize, link: &str| {
        let hidden: Vec<_> = (0..hidden).map(|index| format!(r#""h{index}": 1"#)).collect();
        let mut said = said(&format!(
            r#"{{"id": "x", "questions": {}, "hidden": {{{}}}, "endings": [{{"text": "x"{link}}}]}}"#,
            questions(asked),
            hidden.join(",")
        ));
        said.retain(|said| said != "questions long");
        said
    };
    let link = r#", "link": {"label": "Go", "url": "/go"}"#;
    assert_eq!(survey(40, 24, ""), [""; 0]);
    assert_eq!(survey(40, 25, ""), [" limit"]);
    assert_eq!(survey(40, 24, link), [" limit"]);
    assert_eq!(survey(40, 23, link), [""; 0]);
}

#[test]
fn languages_and_text_are_limited_over_the_whole_survey() {
    let tags = |count: usize| {
        (0..count)
            .map(|index| format!("x{}{}", char::from(b'a' + (index / 26) as u8), char::from(b'a' + (index % 26) as u8)))
            .collect::<Vec<_>>()
    };
    let words = |tags: &[String]| {
        format!("{{{}}}", tags.iter().map(|tag| format!(r#""{tag}": "?""#)).collect::<Vec<_>>().join(","))
    };
    let declared = |count| {
        let tags = tags(count);
        said(&format!(r#"{{"languages": {}}}"#, list(count, |index| quoted(&tags[index]))))
    };
    assert_eq!((declared(60), declared(61)), (vec![], vec!["languages limit".to_owned()]));
    let undeclared =
        |count: usize| said_of(&format!(r#"[{{"id": "q", "type": "text", "prompt": {}}}]"#, words(&tags(count))));
    assert_eq!(undeclared(60), [""; 0]);
    assert_eq!(undeclared(61), [format!("questions[0].prompt.{} limit", tags(61)[60])]);
    // 263 texts of a thousand bytes are more than 256 KiB, and 262 are not.
    let large = |count: usize| {
        let text = "x".repeat(1000);
        let per_question = |index: usize| {
            let rest = (count - index * 60).min(60);
            format!(
                r#"{{"id": "q{index}", "type": "message", "prompt": {{{}}}}}"#,
                tags(rest).iter().map(|tag| format!(r#""{tag}": "{text}""#)).collect::<Vec<_>>().join(",")
            )
        };
        let mut said = said_of(&list(count.div_ceil(60), per_question));
        said.retain(|said| !said.ends_with("translation"));
        said
    };
    assert_eq!((large(262), large(263)), (vec![], vec![" limit".to_owned()]));
}
