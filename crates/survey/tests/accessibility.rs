//! What ACCESSIBILITY.md says: every criterion once, and tests that exist.

const PAGE: &str = include_str!("../../../ACCESSIBILITY.md");

/// WCAG 2.2, levels A and AA. 4.1.1 was removed from it.
const CRITERIA: [&str; 55] = [
    "1.1.1", "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.3.1", "1.3.2", "1.3.3", "1.3.4", "1.3.5", "1.4.1",
    "1.4.2", "1.4.3", "1.4.4", "1.4.5", "1.4.10", "1.4.11", "1.4.12", "1.4.13", "2.1.1", "2.1.2", "2.1.4", "2.2.1",
    "2.2.2", "2.3.1", "2.4.1", "2.4.2", "2.4.3", "2.4.4", "2.4.5", "2.4.6", "2.4.7", "2.4.11", "2.5.1", "2.5.2",
    "2.5.3", "2.5.4", "2.5.7", "2.5.8", "3.1.1", "3.1.2", "3.2.1", "3.2.2", "3.2.3", "3.2.4", "3.2.6", "3.3.1",
    "3.3.2", "3.3.3", "3.3.4", "3.3.7", "3.3.8", "4.1.2", "4.1.3",
];

/// The cells of the rows that begin with a number.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    let numbered = rows.filter(|row| row.starts_with(|first: char| first.is_ascii_digit()));
    numbered.map(|row| row.split('|').map(str::trim).collect()).collect()
}

#[test]
fn every_criterion_of_wcag_is_there_with_how_it_is_met() {
    let (wcag, _) = PAGE.split_once("## EN 301 549").unwrap();
    let rows = rows(wcag);
    let numbers: Vec<_> = rows.iter().map(|row| row[0].split(' ').next().unwrap()).collect();
    assert_eq!(numbers, CRITERIA);
    for row in rows {
        assert!(["met", "partly", "not met", "doesn't apply"].contains(&row[1]), "{row:?}");
        assert!(row[2].len() > 10, "{row:?}");
    }
}

#[test]
fn every_test_it_names_exists() {
    let names: Vec<_> = PAGE.split('`').skip(1).step_by(2).filter(|code| code.contains("::")).collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        let (module, test) = name.rsplit_once("::").unwrap();
        let behaviours = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/end-to-end/tests/behaviours");
        let file = format!("{behaviours}/{}.rs", module.replace("::", "/"));
        let code = std::fs::read_to_string(file).unwrap_or_default();
        assert!(code.contains(&format!("async fn {test}(engine: Engine)")), "{name}");
    }
}
