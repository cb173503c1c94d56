//! A cell of a table: a value that reads back as it was, and that no spreadsheet takes for a formula.

use askwell_survey::Value;

/// What formulas begin with, in any locale. <https://owasp.org/www-community/attacks/CSV_Injection>
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
/// What a spreadsheet hides at the beginning of a cell, and takes the rest for text.
const APOSTROPHE: char = '\'';

/// A value as a cell. A text that would read as something else, such as `12` or `true`, stands in quotation marks.
pub(super) fn write(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) if !text.is_empty() && serde_json::from_str::<Value>(text).is_err() => text.clone(),
        other => other.to_json(),
    }
}

/// The value of a cell that [`write`] wrote.
pub(crate) fn read(cell: &str) -> Value {
    if cell.is_empty() {
        return Value::Null;
    }
    serde_json::from_str(cell).unwrap_or_else(|_| Value::from(cell))
}

/// A cell with an apostrophe before it, if it would be a formula. Numbers stay numbers.
pub(super) fn inert(cell: String) -> String {
    if is_formula(&cell) && !is_negative(&cell) { format!("{APOSTROPHE}{cell}") } else { cell }
}

/// A cell without the apostrophe that [`inert`] has put before it.
pub(crate) fn plain(cell: &str) -> &str {
    cell.strip_prefix(APOSTROPHE).filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Whether this would be a formula, or be read back as one.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches(APOSTROPHE).starts_with(FORMULA)
}

fn is_negative(cell: &str) -> bool {
    cell.strip_prefix('-').is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
        && cell.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_each_reads_back() {
        for (cell, expected) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-1+1", "'-1+1"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\t-1", "'\t-1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("-1", "-1"),
            ("-12.5", "-12.5"),
            ("'tis late", "'tis late"),
            ("fine = fine", "fine = fine"),
            ("", ""),
        ] {
            let written = inert(cell.to_owned());
            assert_eq!(written, expected);
            assert_eq!(plain(&written), cell);
        }
    }

    #[test]
    fn a_value_reads_back_as_what_it_was() {
        for (json, cell) in [
            ("9", "9"),
            ("-3", "-3"),
            ("129.9", "129.9"),
            ("true", "true"),
            (r#""Late""#, "Late"),
            (r#""12""#, r#""12""#),
            (r#"" 0""#, r#"" 0""#),
            (r#""007""#, "007"),
            (r#""null""#, r#""null""#),
            (r#""""#, r#""""#),
            (r#""\"Late\"""#, r#""\"Late\"""#),
            (r#"["price",{"other":"Voice"}]"#, r#"["price",{"other":"Voice"}]"#),
        ] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(write(&value), cell);
            assert_eq!(read(cell), value);
        }
        assert_eq!(read(&write(&Value::Null)), Value::Null);
    }
}
