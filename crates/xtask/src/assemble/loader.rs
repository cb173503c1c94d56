//! The loader: written by hand, and served as written but for its comments and the names of the
//! files it loads.

use anyhow::{Result, bail};

/// The files the loader loads, relative to itself.
pub(super) struct Names {
    /// wasm-bindgen's module.
    pub(super) glue: String,
    /// The widget.
    pub(super) wasm: String,
    /// Its stylesheet.
    pub(super) stylesheet: String,
    /// The folder of `<tag>.json` files.
    pub(super) languages_folder: String,
    /// The tags there are.
    pub(super) languages: Vec<String>,
}

/// Fills in the names.
///
/// # Errors
/// When the loader lacks a placeholder, or has one that nothing fills.
pub(super) fn with_names(loader: &str, names: &Names) -> Result<String> {
    let mut text = loader.to_owned();
    for (placeholder, value) in [
        ("__ASKWELL_GLUE__", names.glue.as_str()),
        ("__ASKWELL_WASM__", names.wasm.as_str()),
        ("__ASKWELL_CSS__", names.stylesheet.as_str()),
        ("__ASKWELL_LANGUAGES_DIR__", names.languages_folder.as_str()),
        ("__ASKWELL_LANGUAGES__", names.languages.join(" ").as_str()),
    ] {
        if !text.contains(placeholder) {
            bail!("the loader does not use {placeholder}");
        }
        text = text.replace(placeholder, value);
    }
    if let Some(rest) = text.find("__ASKWELL_") {
        let unknown: String = text[rest..].chars().take(30).collect();
        bail!("nothing fills the loader's placeholder {unknown}");
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
    use super::{Names, with_names, without_comments};

    const LOADER: &str = "g('__ASKWELL_GLUE__','__ASKWELL_WASM__','__ASKWELL_CSS__',\
                          '__ASKWELL_LANGUAGES_DIR__','__ASKWELL_LANGUAGES__')";

    fn names() -> Names {
        Names {
            glue: "g.js".to_owned(),
            wasm: "w.wasm".to_owned(),
            stylesheet: "c.css".to_owned(),
            languages_folder: "languages-1".to_owned(),
            languages: vec!["de".to_owned(), "en".to_owned()],
        }
    }

    #[test]
    fn each_placeholder_gets_its_name() {
        let text = with_names(LOADER, &names()).expect("complete");
        assert_eq!(text, "g('g.js','w.wasm','c.css','languages-1','de en')");
    }

    #[test]
    fn a_placeholder_too_few_or_too_many_stops_the_build() {
        let few = with_names(&LOADER.replace("__ASKWELL_CSS__", ""), &names());
        assert!(few.expect_err("one is missing").to_string().contains("__ASKWELL_CSS__"));
        let many = with_names(&format!("{LOADER};'__ASKWELL_FONT__'"), &names());
        assert!(many.expect_err("one is unknown").to_string().contains("__ASKWELL_FONT__"));
    }

    #[test]
    fn comments_on_lines_of_their_own_are_left_out_and_nothing_else_is() {
        let source = "/** What\n * it is. */\n(() => {\n  // Why.\n  const url = 'https://x/*y*/';\n\n  /* short */\n  /* before */ go(url); // here\n})();\n";
        assert_eq!(without_comments(source), "(() => {\nconst url = 'https://x/*y*/';\ngo(url); // here\n})();\n");
    }
}
