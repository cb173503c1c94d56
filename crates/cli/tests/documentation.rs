//! The documentation agrees with the command.

use askwell_cli::prerender::{FIRST_QUESTION, UNWRITABLE};
use askwell_cli::report::OWN_CODES;
use askwell_survey::Code;

fn page(name: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/").to_owned() + name;
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn lint_page_lists_every_code_with_severity_and_hint() {
    let page = page("lint.md");
    let severity = |code: &Code| if code.is_warning() { "warning" } else { "error" };
    let codes = Code::ALL.iter().map(|code| (code.name(), severity(code), code.hint()));
    let all: Vec<_> = codes.chain(OWN_CODES.map(|(name, hint)| (name, "error", hint))).collect();
    for (name, severity, hint) in &all {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{name}` | {severity} |")));
        let row = row.unwrap_or_else(|| panic!("{name} has no row"));
        assert!(row.ends_with(&format!("| {} |", hint.replace('|', "\\|"))), "{row}\nlacks: {hint}");
    }
    let rows = page.lines().filter(|line| line.contains("` | error |") || line.contains("` | warning |")).count();
    assert_eq!(rows, all.len(), "rows of unknown codes");
}

#[test]
fn lint_page_has_a_valid_example_of_a_report() {
    let page = page("lint.md");
    let json = page.split("```json\n").find(|block| block.starts_with("{\"files\"")).expect("an example");
    let json: serde_json::Value = serde_json::from_str(json.split("```").next().expect("a block")).expect("JSON");
    let problem = &json["files"][0]["problems"][0];
    let code = Code::ALL.iter().find(|code| problem["code"] == code.name()).expect("a code");
    assert_eq!(problem["hint"], code.hint());
}

#[test]
fn prerender_page_lists_the_codes_of_the_command() {
    let page = page("prerender.md");
    for (name, hint) in [FIRST_QUESTION, UNWRITABLE] {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        assert!(row.is_some_and(|row| row.ends_with(&format!("| {hint} |"))), "{name}: {row:?}");
    }
}

#[test]
fn prerender_page_shows_a_file_with_the_fields_there_are() {
    let page = page("prerender.md");
    let example = page.split("```json\n").nth(1).and_then(|block| block.split("```").next()).expect("an example");
    let example: serde_json::Value = serde_json::from_str(example).expect("JSON");
    let thumbs = r#"{"id": "purchase", "questions": [{"id": "why", "type": "thumbs", "prompt": "How was it?"},
        {"id": "more", "type": "text", "prompt": "What else?"}], "kind": "transactional"}"#;
    let (first, findings) = askwell_cli::prerender::from_text(thumbs, None, None);
    let first = first.unwrap_or_else(|| panic!("{findings:?}"));
    let file: serde_json::Value = serde_json::from_str(&first.with_styles().to_json()).expect("JSON");
    let names = |value: &serde_json::Value| value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>());
    assert_eq!(names(&example), names(&file));
    for name in ["question", "response", "choices"] {
        assert_eq!(example[name], file[name], "{name}");
    }
}

#[test]
fn targeting_page_has_only_examples_that_lint() {
    let page = page("targeting.md");
    let blocks: Vec<_> = page.split("```json\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    // One of them is a rule.
    let configurations = blocks.iter().filter(|block| !block.contains("\"rule\""));
    for block in configurations {
        let document = serde_json::from_str(block).unwrap_or_else(|error| panic!("{block}: {error}"));
        let problems: Vec<_> = askwell_survey::lint(&document).iter().map(askwell_survey::Diagnostic::text).collect();
        assert_eq!(problems, [""; 0], "{block}");
    }
    assert!(blocks.len() > 3, "{} examples", blocks.len());
}

#[test]
fn targeting_page_lists_every_trigger_restraint_and_fact() {
    use askwell_survey::VariableRef;
    use askwell_survey::targeting::{ATTRIBUTES, Restraint, Trigger};
    let page = page("targeting.md");
    let restraints = Restraint::NAMES.iter().map(|(name, _)| format!("| `{name}` |"));
    let triggers = Trigger::NAMES.iter().map(|name| format!("| `{{\"{name}\": "));
    let facts = VariableRef::VISITOR.iter().chain(&VariableRef::PAGE_OF_TARGETING).map(|name| format!("\"{name}\""));
    let fields = ATTRIBUTES.iter().map(|name| format!("`targeting.{name}`"));
    for expected in restraints.chain(triggers).chain(facts).chain(fields) {
        assert!(page.contains(&expected), "{expected} is missing");
    }
}
