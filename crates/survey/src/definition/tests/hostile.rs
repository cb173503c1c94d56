//! Definitions that mean harm.

use super::*;

#[test]
fn no_link_runs_a_script() {
    let addresses = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "java\r\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "\u{0}javascript:alert(1)",
        "\u{a0}javascript:alert(1)",
        "\u{2028}javascript:alert(1)",
        "\u{feff}javascript:alert(1)",
        "java\u{ad}script:alert(1)",
        "javascript\t:alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "&#106;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "&#x6A&#x61;vascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>",
        "DATA:text/html;base64,x",
        "blob:https://a.example/x",
        "file:///etc/passwd",
        "view-source:javascript:1",
        "filesystem:x",
        "livescript:x",
        "javascript:",
        ":",
        "",
        " ",
    ];
    for address in addresses {
        let url = quoted(address);
        let asked = said_of(&format!(r#"[{{"id": "q", "type": "link", "prompt": "?", "label": "Go", "url": {url}}}]"#));
        assert_eq!(asked, ["questions[0].url value"], "{address:?}");
        let ended = with(&format!(r#""endings": [{{"text": "x", "link": {{"label": "Go", "url": {url}}}}}]"#));
        assert_eq!(ended, ["endings[0].link.url value"], "{address:?}");
        for field in ["endpoint", "recommendUrl", "reviewUrl", "contactUrl"] {
            assert_eq!(said(&format!(r#"{{"{field}": {url}}}"#)), [format!("{field} value")], "{address:?}");
        }
    }
    for address in ["https://a.example/x?a=1&b=2", "/reviews", "mailto:a@example.org", "tel:+491234567", "#top"] {
        let url = quoted(address);
        assert_eq!(with(&format!(r#""endings": [{{"text": "x", "link": {{"label": "Go", "url": {url}}}}}]"#)), [""; 0]);
    }
    assert_eq!(
        with(r#""endings": [{"text": "x", "link": {"label": "Go", "url": "/a\u202eb"}}]"#),
        ["endings[0].link.url characters"]
    );
}

#[test]
fn characters_that_deceive_are_refused_wherever_visitors_read() {
    for character in
        ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{fffd}', '\0', '\u{1b}', '\u{7f}', '\u{9b}', '\r']
    {
        let text = quoted(&format!("a{character}b"));
        assert_eq!(said_of_second(&format!(r#""help": {text}"#)), ["questions[1].help characters"], "{character:?}");
        assert_eq!(said_of_second(&format!(r#""help": {{"de": {text}}}"#)), ["questions[1].help.de characters"]);
        assert_eq!(with(&format!(r#""endings": [{{"text": {text}}}]"#)), ["endings[0].text characters"]);
        assert_eq!(with(&format!(r#""hidden": {{"a": {text}}}"#)), ["hidden.a characters"]);
        assert_eq!(with(&format!(r#""values": {{"a": {{"assign": {text}}}}}"#)), ["values.a.assign characters"]);
        let choices = format!(r#"[{{"id": "q", "type": "choice", "prompt": "?", "choices": ["a", {text}]}}]"#);
        assert_eq!(said_of(&choices), ["questions[0].choices[1] characters"]);
    }
    for character in ['\n', '\t', '\u{200d}', '\u{200e}', '🙂', 'ש'] {
        assert_eq!(said_of_second(&format!(r#""help": {}"#, quoted(&format!("a{character}b")))), [""; 0]);
    }
}

/// What a hostile document brings about.
fn refused(json: &str) -> String {
    serde_json::from_str::<Value>(json).unwrap_err().to_string()
}

#[test]
fn what_is_no_document_is_refused_with_its_place() {
    let nested = format!(r#"{{"id": "x", "questions": {}{}}}"#, "[".repeat(10_000), "]".repeat(10_000));
    let maps = format!(r#"{{"questions": [{{"if": {}1{}}}]}}"#, r#"{"not":"#.repeat(10_000), "}".repeat(10_000));
    let table = [
        (nested.as_str(), "questions: 0: 0"),
        (maps.as_str(), "questions: 0: if: not: not"),
        (r#"{"version": 1e999}"#, "line 1 column 17"),
        (r#"{"version": -1e308}"#, "version: a number that is not finite, or too large to be exact"),
        (r#"{"version": 9007199254740993}"#, "version: a number that is not finite, or too large to be exact"),
        (r#"{"version": NaN}"#, "line 1 column 13"),
        (r#"{"id": "a", "id": "b"}"#, "id: given twice"),
        (r#"{"questions": [{"id": "a", "\u0069d": "b"}]}"#, "questions: 0: id: given twice"),
        (r#"{"id": "x", "questions": [{"prompt": "\ud800"}]}"#, "questions: 0: prompt: "),
        (r#"{"id": "\udc00x"}"#, "line 1 column 14"),
    ];
    for (json, place) in table {
        let error = refused(json);
        assert!(error.contains(place), "{error} has no {place}");
        assert!(error.len() < 400, "{} bytes", error.len());
    }
}

#[test]
fn what_is_said_of_a_hostile_document_grows_no_faster_than_the_document() {
    let bytes = |problems: &[crate::Diagnostic]| {
        problems.iter().map(|problem| problem.path.len() + problem.message.len()).sum::<usize>()
    };
    let hostile: [&dyn Fn(usize) -> String; 6] = [
        &|size| format!(r#"{{"id": "x", "questions": {}}}"#, questions(size)),
        &|size| {
            format!(
                r#"{{"id": "x", "questions": [{{"id": "q", "type": "text", "prompt": {}}}]}}"#,
                quoted(&"{{x|".repeat(size))
            )
        },
        &|size| format!(r#"{{"hidden": {{"{}": {{}}}}}}"#, "x".repeat(size)),
        &|size| {
            format!(
                r#"{{"id": "x", "questions": [{}]}}"#,
                question("q", &format!(r#""if": {{"any": {}}}"#, list(size, |_| "{}".to_owned())))
            )
        },
        &|size| {
            format!(
                r#"{{"id": "x", "questions": [{}]}}"#,
                question("q", &format!(r#""if": {{"group": {}}}"#, list(size, |_| "\"x\"".to_owned())))
            )
        },
        &|size| format!(r#"{{"languages": {}}}"#, list(size, |_| "\"no tag\"".to_owned())),
    ];
    for (number, document) in hostile.iter().enumerate() {
        let [small, large] = [1_000, 10_000].map(|size| {
            let problems = lint(&serde_json::from_str(&document(size)).unwrap());
            assert!(problems.iter().any(|problem| !problem.code.is_warning()), "{number} is refused");
            bytes(&problems)
        });
        assert!(large <= 12 * small, "{number}: {small} bytes are said of a thousand, {large} of ten thousand");
    }
}
