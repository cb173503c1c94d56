//! The command line, as shells and scripts use it.

use std::io::Write;
use std::process::{Command, Output, Stdio};
use tempfile::NamedTempFile;

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
    // The process may have rejected its arguments without reading the input.
    let _ = child.stdin.take().expect("piped").write_all(input);
    child.wait_with_output().expect("ended")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A file with this content, deleted when it is dropped.
fn file(content: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("created");
    file.write_all(content).expect("written");
    file
}

const VALID: &str = "tests/corpus/valid/several-languages.json";
const INVALID: &str = "tests/corpus/invalid/unknown-key-in-question.json";

#[test]
fn lint_accepts_valid_files() {
    let output = askwell(&["lint", VALID, "tests/corpus/valid/nothing-at-all.json"], b"");
    assert_eq!((text(&output.stdout), status(&output)), ("2 files: no problems\n", 0));
}

#[test]
fn lint_reports_file_path_and_hint() {
    let output = askwell(&["lint", VALID, INVALID], b"");
    assert_eq!(
        text(&output.stdout),
        format!(
            "{INVALID}: error[unknown] questions[0].promt: is not known; did you mean prompt?\n    \
                 hint: remove the field, or correct its name\n\n\
             2 files: 1 error\n"
        )
    );
    assert_eq!(status(&output), 1);
}

#[test]
fn warnings_fail_only_with_the_option() {
    let warned =
        br#"{"preset": "nps", "followUps": {"passive": "{{person:name}}, what was missing?"}, "languages": ["en"]}"#;
    let output = askwell(&["lint", "-"], warned);
    assert!(text(&output.stdout).starts_with("stdin: warning[recall] followUps.passive: "), "{}", text(&output.stdout));
    assert!(text(&output.stdout).ends_with("\n1 file: 1 warning\n"), "{}", text(&output.stdout));
    assert_eq!(status(&output), 0);
    assert_eq!(status(&askwell(&["lint", "--warnings-as-errors", "-"], warned)), 1);
}

#[test]
fn json_report_has_the_documented_shape() {
    let output = askwell(&["lint", "--format", "json", VALID, INVALID, "-"], b"{");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        report,
        serde_json::json!({"files": [
            {"file": VALID, "errors": 0, "warnings": 0, "problems": []},
            {"file": INVALID, "errors": 1, "warnings": 0, "problems": [
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
fn unreadable_file_exits_with_2_and_others_are_checked() {
    let output = askwell(&["lint", "no-such-file.json", INVALID], b"");
    assert_eq!(status(&output), 2);
    assert!(text(&output.stdout).starts_with("no-such-file.json: error[unreadable] can’t be read: "));
    assert!(text(&output.stdout).contains("error[unknown] questions[0].promt"), "{}", text(&output.stdout));
    assert_eq!(status(&askwell(&["lint", "tests"], b"")), 2, "a folder");
    assert_eq!(status(&askwell(&["lint"], b"")), 2, "no file named");
    assert_eq!(status(&askwell(&["lint", "--format", "xml", VALID], b"")), 2, "an unknown format");
}

#[test]
fn large_file_is_rejected() {
    let mut large = b"{\"id\": \"".to_vec();
    large.resize(1_024 * 1_024 + 1, b'x');
    let file = file(&large);
    let output = askwell(&["lint", file.path().to_str().expect("UTF-8")], b"");
    assert!(text(&output.stdout).contains("error[limit] is too large: at most 1024 KiB"), "{}", text(&output.stdout));
    assert_eq!(status(&output), 1);
}

#[test]
fn other_encodings_are_rejected_and_the_byte_order_mark_is_skipped() {
    let latin = askwell(&["lint", "-"], b"{\"id\":\n \"caf\xe9\"}");
    assert!(text(&latin.stdout).starts_with("stdin:2:6: error[json] is not UTF-8\n"), "{}", text(&latin.stdout));
    assert_eq!(status(&askwell(&["lint", "-"], b"\xef\xbb\xbf{}")), 0);
}

#[test]
fn hostile_documents_are_rejected_quickly() {
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
fn export_with_many_unknown_fields_is_converted_quickly() {
    let fields: String = (0..20_000).map(|index| format!(r#""n{index}":1,"#)).collect();
    let survey = format!(r#"{{{fields}"questions":[{{"type":"open","question":"?"}}]}}"#);
    let start = std::time::Instant::now();
    let output = askwell(&["convert", "--from", "posthog", "--language", "en", "-"], survey.as_bytes());
    assert_eq!(text(&output.stderr).lines().count(), 20_001);
    assert_eq!(status(&output), 0);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn endpoint_files_are_checked_without_secrets() {
    let valid = br#"{"endpoints": [
        {"receiver": "slack", "parameters": {"url": "${ASKWELL_TEST_SLACK}"}},
        {"receiver": "ga4", "parameters": {"measurement": "G-1", "secret": "${ASKWELL_TEST_GA4}"}, "name": "figures"},
        {"url": "${ASKWELL_TEST_DESK}/tickets", "headers": {"X-Key": "${ASKWELL_TEST_KEY}"}}
    ]}"#;
    let output = askwell(&["lint", "--collector", "-"], valid);
    assert_eq!((text(&output.stdout), status(&output)), ("1 file: no problems\n", 0));
    let invalid =
        br#"{"endpoints": [{"receiver": "slack", "parameters": {"ulr": "${ASKWELL_TEST_SLACK}"}}, {"url": "/x"}]}"#;
    let output = askwell(&["lint", "--collector", "-"], invalid);
    for message in
        ["error[missing] endpoints[0].parameters.url: ", "error[value] endpoints[1].url: needs to start with https"]
    {
        assert!(text(&output.stdout).contains(message), "{}", text(&output.stdout));
    }
    assert_eq!(status(&output), 1);
    assert_eq!(status(&askwell(&["lint", "-"], valid)), 1, "in a survey they are secrets");
}

#[test]
fn report_in_a_pipe_has_no_colours() {
    assert!(!text(&askwell(&["lint", INVALID], b"").stdout).contains('\x1b'));
}

#[test]
fn schema_is_printed() {
    let output = askwell(&["schema"], b"");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(schema, askwell_cli::schema::schema());
    assert_eq!(status(&output), 0);
}

#[test]
fn convert_prints_the_definition_and_reports_on_stderr() {
    let output = askwell(&["convert", "--from", "posthog", "tests/convert/posthog-nps.json"], b"");
    assert_eq!(status(&output), 0);
    let expected = std::fs::read_to_string("tests/convert/posthog-nps.definition.json").expect("readable");
    assert_eq!(text(&output.stdout), expected);
    let report = text(&output.stderr);
    assert!(report.contains("posthog-nps.json: conditions.url: has no counterpart\n"), "{report}");
    assert!(report.ends_with(" things to look at; everything else is carried over\n"), "{report}");
}

#[test]
fn convert_rejects_what_is_no_survey() {
    let output = askwell(&["convert", "--from", "formbricks", "-"], b"{\"name\": \"x\"}");
    assert_eq!((text(&output.stdout), status(&output)), ("", 1));
    assert_eq!(text(&output.stderr), "stdin: is no survey: it has no questions\n");
    assert_eq!(status(&askwell(&["convert", "--from", "formbricks", "-"], b"{")), 1, "not JSON");
    assert_eq!(status(&askwell(&["convert", "--from", "posthog", "no-such-file.json"], b"")), 2, "no file");
    assert_eq!(status(&askwell(&["convert", "--from", "typeform", "-"], b"{}")), 2, "an unknown tool");
    assert_eq!(status(&askwell(&["convert", "-"], b"{}")), 2, "no tool");
}

#[test]
fn prerender_prints_json_or_writes_it() {
    let output = askwell(&["prerender", "-", "--language", "de", "--display", "inline"], br#"{"preset": "helpful"}"#);
    let file: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((status(&output), text(&output.stderr)), (0, ""));
    assert_eq!(file["response"]["layout"], "inline");
    assert_eq!(file["texts"]["helpful.yes"], "Ja");
    assert!(file["styles"].as_str().is_some_and(|styles| styles.contains(".thumbs{")), "{}", file["styles"]);

    let folder = tempfile::tempdir().expect("created");
    let path = folder.path().join("first.json");
    let path = path.to_str().expect("UTF-8");
    let written = askwell(
        &["prerender", "-", "--language", "de", "--display", "inline", "--output", path],
        br#"{"preset": "helpful"}"#,
    );
    assert_eq!((status(&written), text(&written.stdout)), (0, ""));
    assert_eq!(std::fs::read(path).expect("written"), output.stdout);
}

#[test]
fn prerender_reports_errors_as_lint_does_beside_its_output() {
    let lint = askwell(&["lint", INVALID], b"");
    let output = askwell(&["prerender", INVALID], b"");
    assert_eq!((status(&output), text(&output.stdout)), (1, ""));
    assert_eq!(text(&output.stderr), text(&lint.stdout));

    let output = askwell(&["prerender", "no-such-file.json"], b"");
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).starts_with("no-such-file.json: error[unreadable] can’t be read: "));

    let output = askwell(&["prerender", "-", "--output", "no-such-folder/first.json"], b"{}");
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).starts_with("no-such-folder/first.json: error[unwritable] can’t be written: "));

    let warned =
        br#"{"preset": "nps", "followUps": {"passive": "{{person:name}}, what was missing?"}, "languages": ["en"]}"#;
    let output = askwell(&["prerender", "-"], warned);
    assert_eq!(status(&output), 0);
    assert!(text(&output.stderr).starts_with("stdin: warning[recall] "), "{}", text(&output.stderr));

    for arguments in [["--language", "german"], ["--display", "window"]] {
        assert_eq!(status(&askwell(&[&["prerender", "-"], &arguments[..]].concat(), b"{}")), 2, "{arguments:?}");
    }
}
