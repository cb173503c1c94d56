//! The loader and what it loads first: written by hand, and served as written but for comments and the names of the
//! files they load.

use anyhow::{Result, bail};

/// Fills in the names of files, each in the place of its placeholder. `script` is what a complaint calls the script.
///
/// # Errors
/// When the script lacks a placeholder, or has one that nothing fills.
pub(super) fn with_names(script: &str, source: &str, names: &[(&str, &str)]) -> Result<String> {
    let mut text = source.to_owned();
    for (placeholder, name) in names {
        // With its quotes, as one placeholder can begin another.
        let quoted = format!("\"{placeholder}\"");
        if !text.contains(&quoted) {
            bail!("{script} does not use {quoted}");
        }
        text = text.replace(&quoted, &format!("\"{name}\""));
    }
    if let Some(rest) = text.find("__ASKWELL_") {
        let unknown: String = text[rest..].chars().take(30).collect();
        bail!("nothing fills the placeholder {unknown} in {script}");
    }
    Ok(text)
}

/// Leaves out comments that have their lines to themselves, blank lines, and indentation.
///
/// Line breaks stay, so no statement is joined to another. A line inside a template literal would lose its
/// indentation: the loader has none that spans lines.
pub(super) fn without_comments(loader: &str) -> String {
    let mut text = String::with_capacity(loader.len());
    let mut in_comment = false;
    for line in loader.lines().map(str::trim) {
        let code = if in_comment || line.starts_with("/*") {
            let end = line.find("*/").map(|at| at + "*/".len());
            in_comment = end.is_none();
            line[end.unwrap_or(line.len())..].trim_start()
        } else {
            line
        };
        if !code.is_empty() && !code.starts_with("//") {
            text.push_str(code);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{with_names, without_comments};

    const BOOT: &str = r#"g("__ASKWELL_WASM__", ["__ASKWELL_CSS__", "__ASKWELL_WASM__"])"#;
    const NAMES: [(&str, &str); 2] = [("__ASKWELL_WASM__", "w.wasm"), ("__ASKWELL_CSS__", "c.css")];

    #[test]
    fn each_placeholder_gets_its_name() {
        let text = with_names("boot.js", BOOT, &NAMES).expect("complete");
        assert_eq!(text, r#"g("w.wasm", ["c.css", "w.wasm"])"#);
    }

    #[test]
    fn a_placeholder_too_few_or_too_many_stops_the_build() {
        let few = with_names("boot.js", &BOOT.replace("__ASKWELL_CSS__", ""), &NAMES).expect_err("one is missing");
        assert!(few.to_string().contains("boot.js") && few.to_string().contains("__ASKWELL_CSS__"), "{few}");
        let many = with_names("boot.js", &format!("{BOOT};'__ASKWELL_FONT__'"), &NAMES).expect_err("one is unknown");
        assert!(many.to_string().contains("__ASKWELL_FONT__"), "{many}");
    }

    #[test]
    fn comments_on_lines_of_their_own_are_left_out_and_nothing_else_is() {
        let source = "/** What\n * it is. */\n(() => {\n  // Why.\n  const url = 'https://x/*y*/';\n\n  /* short */\n  /* before */ go(url); // here\n})();\n";
        assert_eq!(without_comments(source), "(() => {\nconst url = 'https://x/*y*/';\ngo(url); // here\n})();\n");
    }
}
