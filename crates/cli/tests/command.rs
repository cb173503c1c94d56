//! The command as shells and scripts meet it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Runs `askwell` in this crate's folder.
fn askwell(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_askwell"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    // It may have refused its arguments without reading.
    let _ = child.stdin.take().expect("piped").write_all(input);
    child.wait_with_output().expect("ended")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A file with this content, gone with the test's folder.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("written");
    path
}

const FINE: &str = "tests/corpus/valid/several-languages.json";
const WRONG: &str = "tests/corpus/invalid/unknown-key-in-question.json";

#[test]
fn lint_is_silent_about_what_is_right() {
    let output = askwell(&["lint", FINE, "tests/corpus/valid/nothing-at-all.json"], b"");
    assert_eq!((text(&output.stdout), status(&output)), ("2 files: no problems\n", 0));
}

#[test]
fn lint_names_file_place_and_remedy_of_what_is_wrong() {
    let output = askwell(&["lint", FINE, WRONG], b"");
    assert_eq!(
        text(&output.stdout),
        format!(
            "{WRONG}: error[unknown] questions[0].promt: is not known; did you mean prompt?\n    \
                 hint: remove the field, or correct its name\n\n\
             2 files: 1 error\n"
        )
    );
    assert_eq!(status(&output), 1);
}

#[test]
fn warnings_count_only_when_asked_for() {
    let warned = br#"{"preset": "nps", "followUps": {"passive": "{{person:name}}, what was missing?"}}"#;
    let output = askwell(&["lint", "-"], warned);
    assert!(text(&output.stdout).starts_with("stdin: warning[recall] followUps.passive: "), "{}", text(&output.stdout));
    assert!(text(&output.stdout).ends_with("\n1 file: 1 warning\n"), "{}", text(&output.stdout));
    assert_eq!(status(&output), 0);
    assert_eq!(status(&askwell(&["lint", "--warnings-as-errors", "-"], warned)), 1);
}

#[test]
fn programs_get_json_of_the_documented_shape() {
    let output = askwell(&["lint", "--format", "json", FINE, WRONG, "-"], b"{");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        report,
        serde_json::json!({"files": [
            {"file": FINE, "errors": 0, "warnings": 0, "problems": []},
            {"file": WRONG, "errors": 1, "warnings": 0, "problems": [
                {"severity": "error", "code": "unknown", "path": "questions[0].promt",
                 "message": "is not known; did you mean prompt?", "hint": "remove the field, or correct its name"},
            ]},
            {"file": "stdin", "errors": 1, "warnings": 0, "problems": [
                {"severity": "error", "code": "json", "path": "", "message": "EOF while parsing an object",
                 "hint": "correct the JSON there; an editor shows the place", "line": 1, "column": 1},
            ]},
        ]})
    );
    assert_eq!(status(&output), 1);
}

#[test]
fn a_file_that_can_not_be_read_is_another_failure_and_the_others_are_checked() {
    let output = askwell(&["lint", "no-such-file.json", WRONG], b"");
    assert_eq!(status(&output), 2);
    assert!(text(&output.stdout).starts_with("no-such-file.json: error[unreadable] can’t be read: "));
    assert!(text(&output.stdout).contains("error[unknown] questions[0].promt"), "{}", text(&output.stdout));
    assert_eq!(status(&askwell(&["lint", "tests"], b"")), 2, "a folder");
    assert_eq!(status(&askwell(&["lint"], b"")), 2, "no file named");
    assert_eq!(status(&askwell(&["lint", "--format", "xml", FINE], b"")), 2, "an unknown format");
}

#[test]
fn large_files_are_refused_before_anything_is_read_from_them() {
    let mut large = b"{\"id\": \"".to_vec();
    large.resize(1_024 * 1_024 + 1, b'x');
    let output = askwell(&["lint", file("large.json", &large).to_str().expect("UTF-8")], b"");
    assert!(text(&output.stdout).contains("error[limit] is too large: at most 1024 KiB"), "{}", text(&output.stdout));
    assert_eq!(status(&output), 1);
}

#[test]
fn other_encodings_are_told_from_utf_8_and_its_mark_is_skipped() {
    let latin = askwell(&["lint", "-"], b"{\"id\":\n \"caf\xe9\"}");
    assert!(text(&latin.stdout).starts_with("stdin:2:6: error[json] is not UTF-8\n"), "{}", text(&latin.stdout));
    assert_eq!(status(&askwell(&["lint", "-"], b"\xef\xbb\xbf{}")), 0);
}

#[test]
fn hostile_documents_are_refused_in_no_time() {
    let questions: String = (0..10_000).map(|at| format!(r#"{{"id":"q{at}","type":"text","prompt":"?"}},"#)).collect();
    let many = format!(r#"{{"id":"x","questions":[{}]}}"#, questions.trim_end_matches(','));
    let deep = "[".repeat(500_000);
    let names: String = (0..50_000).map(|at| format!(r#""n{at}":0,"#)).collect();
    let names = format!("{{{} \"z\":0}}", names);
    for (document, code) in [(many, "limit"), (deep, "json"), (names, "json")] {
        let start = std::time::Instant::now();
        let output = askwell(&["lint", "-"], document.as_bytes());
        assert!(text(&output.stdout).contains(&format!("error[{code}]")), "{:.300}", text(&output.stdout));
        assert_eq!(status(&output), 1);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}

#[test]
fn the_collectors_endpoints_are_checked_without_its_secrets() {
    let fine = br#"{"endpoints": [
        {"receiver": "slack", "parameters": {"url": "${ASKWELL_TEST_SLACK}"}},
        {"receiver": "ga4", "parameters": {"measurement": "G-1", "secret": "${ASKWELL_TEST_GA4}"}, "name": "figures"},
        {"url": "${ASKWELL_TEST_DESK}/tickets", "headers": {"X-Key": "${ASKWELL_TEST_KEY}"}}
    ]}"#;
    let output = askwell(&["lint", "--collector", "-"], fine);
    assert_eq!((text(&output.stdout), status(&output)), ("1 file: no problems\n", 0));
    let wrong =
        br#"{"endpoints": [{"receiver": "slack", "parameters": {"ulr": "${ASKWELL_TEST_SLACK}"}}, {"url": "/x"}]}"#;
    let output = askwell(&["lint", "--collector", "-"], wrong);
    for said in
        ["error[missing] endpoints[0].parameters.url: ", "error[value] endpoints[1].url: needs to start with https"]
    {
        assert!(text(&output.stdout).contains(said), "{}", text(&output.stdout));
    }
    assert_eq!(status(&output), 1);
    assert_eq!(status(&askwell(&["lint", "-"], fine)), 1, "as a survey’s it has secrets");
}

#[test]
fn reports_in_files_have_no_colours() {
    assert!(!text(&askwell(&["lint", WRONG], b"").stdout).contains('\x1b'));
}

#[test]
fn the_schema_is_printed() {
    let output = askwell(&["schema"], b"");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(schema, askwell_cli::schema::schema());
    assert_eq!(status(&output), 0);
}

#[test]
fn convert_prints_the_definition_and_says_the_rest_elsewhere() {
    let output = askwell(&["convert", "--from", "posthog", "tests/convert/posthog-nps.json"], b"");
    assert_eq!(status(&output), 0);
    let expected = std::fs::read_to_string("tests/convert/posthog-nps.definition.json").expect("readable");
    assert_eq!(text(&output.stdout), expected);
    let said = text(&output.stderr);
    assert!(said.contains("posthog-nps.json: conditions.url: has no counterpart\n"), "{said}");
    assert!(said.ends_with(" things to look at; everything else is carried over\n"), "{said}");
}

#[test]
fn convert_fails_on_what_is_no_survey() {
    let output = askwell(&["convert", "--from", "formbricks", "-"], b"{\"name\": \"x\"}");
    assert_eq!((text(&output.stdout), status(&output)), ("", 1));
    assert_eq!(text(&output.stderr), "stdin: is no survey: it has no questions\n");
    assert_eq!(status(&askwell(&["convert", "--from", "formbricks", "-"], b"{")), 1, "no JSON");
    assert_eq!(status(&askwell(&["convert", "--from", "posthog", "no-such-file.json"], b"")), 2, "no file");
    assert_eq!(status(&askwell(&["convert", "--from", "typeform", "-"], b"{}")), 2, "an unknown tool");
    assert_eq!(status(&askwell(&["convert", "-"], b"{}")), 2, "no tool");
}
