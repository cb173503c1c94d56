//! The documentation agrees with the command.

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
