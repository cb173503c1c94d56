//! wasm-bindgen's glue as text: finding and removing the parts that the Wasm no longer needs.
//!
//! This relies on how wasm-bindgen lays its output out (declarations start in column 0 and end with a
//! brace in column 0; imports are properties of `import0`, indented by eight spaces). [`slim`](super::slim)
//! checks the result against the Wasm, so that a new layout stops the build instead of breaking the widget.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

const IMPORTS_START: &str = "    const import0 = {\n";
const IMPORTS_END: &str = "\n    };\n";
const ENTRY_INDENT: &str = "        ";

/// Removes from `start`, which begins a line, to the first `end` after it.
fn remove_block(text: &str, start: &str, end: &str) -> Result<String> {
    let from = if text.starts_with(start) {
        0
    } else {
        text.find(&format!("\n{start}")).map(|at| at + 1).with_context(|| format!("no `{}`", start.trim()))?
    };
    let length = text[from..].find(end).with_context(|| format!("`{}` has no end", start.trim()))?;
    Ok(format!("{}{}", &text[..from], &text[from + length + end.len()..]))
}

/// The names of the Wasm exports that a part of the glue uses.
pub(super) fn used_exports(glue: &str) -> BTreeSet<String> {
    words(glue)
        .filter(|(at, _)| glue[..*at].ends_with("wasm."))
        // Not a property called `wasm` of something else.
        .filter(|(at, _)| !glue[..*at - "wasm.".len()].ends_with(|c: char| is_word(c) || c == '.'))
        .map(|(_, word)| word.to_owned())
        .collect()
}

/// Keeps those import functions whose name the Wasm still asks for.
///
/// # Errors
/// When the Wasm asks for one that is not there.
pub(super) fn retain_imports(glue: &str, needed: &BTreeSet<String>) -> Result<String> {
    let start = glue.find(IMPORTS_START).context("the glue has no imports object")? + IMPORTS_START.len();
    let end = start + 1 + glue[start..].find(IMPORTS_END).context("the imports object has no end")?;
    let mut kept = String::new();
    let mut seen = BTreeSet::new();
    let mut keep = true;
    for line in glue[start..end].split_inclusive('\n') {
        if let Some(name) = entry_name(line) {
            keep = name == "__proto__" || needed.contains(name);
            seen.insert(name);
        }
        if keep {
            kept.push_str(line);
        }
    }
    if let Some(missing) = needed.iter().find(|name| !seen.contains(name.as_str())) {
        bail!("the glue does not provide {missing}");
    }
    Ok(format!("{}{kept}{}", &glue[..start], &glue[end..]))
}

fn entry_name(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(ENTRY_INDENT)?;
    let name = &rest[..rest.find(|c| !is_word(c))?];
    (!name.is_empty() && rest[name.len()..].starts_with(": ")).then_some(name)
}

/// Removes functions that nothing mentions, until there are none.
pub(super) fn remove_unused_functions(glue: &str) -> Result<String> {
    let mut text = glue.to_owned();
    loop {
        let mut mentions: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, word) in words(&text) {
            *mentions.entry(word).or_default() += 1;
        }
        let unused = text.lines().find_map(|line| {
            let name = line.strip_prefix("function ")?.split('(').next()?;
            (mentions.get(name) == Some(&1)).then(|| line.to_owned())
        });
        match unused {
            Some(first_line) => text = remove_block(&text, &format!("{first_line}\n"), "\n}\n")?,
            None => return Ok(text),
        }
    }
}

/// What starts the Wasm instead of wasm-bindgen's own function, which takes addresses and modules as well, and explains
/// itself on the console. A server that doesn't call Wasm by its name keeps browsers from compiling what has arrived.
const START: &str = "async function start_wasm({ module_or_path }) {
    const answer = await module_or_path;
    const streamed = answer.headers.get('Content-Type') === 'application/wasm';
    const imports = __wbg_get_imports();
    const { instance, module } = await (streamed
        ? WebAssembly.instantiateStreaming(answer, imports)
        : WebAssembly.instantiate(await answer.arrayBuffer(), imports));
    return __wbg_finalize_init(instance, module);
}
export { start_wasm as default };";

/// Leaves one function that starts the Wasm, from a promise of a response, as the module's own export beside those of
/// the widget. What it replaces is dropped by the minifier.
pub(super) fn with_short_start(glue: &str) -> Result<String> {
    for name in ["__wbg_get_imports()", "__wbg_finalize_init(instance, module)"] {
        if !glue.contains(&format!("\nfunction {name}")) {
            bail!("the glue has no {name}");
        }
    }
    let text = glue.replace("export { initSync, __wbg_init as default };", START);
    if text == glue {
        bail!("the glue's export statement is not the known one");
    }
    Ok(text)
}

/// Replaces whole words: names of exports after `wasm.`, names of imports in the imports object, and the
/// imports' module name.
pub(super) fn rename(
    glue: &str,
    exports: &BTreeMap<String, String>,
    imports: &BTreeMap<String, String>,
    module: (&str, &str),
) -> String {
    let mut text = String::with_capacity(glue.len());
    let mut done = 0;
    for (at, word) in words(glue) {
        let replacement = if glue[..at].ends_with("wasm.") {
            exports.get(word)
        } else if glue[..at].ends_with(&format!("\n{ENTRY_INDENT}")) {
            imports.get(word)
        } else {
            None
        };
        if let Some(replacement) = replacement {
            text.push_str(&glue[done..at]);
            text.push_str(replacement);
            done = at + word.len();
        }
    }
    text.push_str(&glue[done..]);
    text.replace(&format!("\"{}\": import0", module.0), &format!("\"{}\": import0", module.1))
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// Every identifier-like word and where it starts.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_word)?;
        let length = text[start..].find(|c| !is_word(c)).unwrap_or(text.len() - start);
        rest = start + length;
        Some((start, &text[start..rest]))
    })
}

#[cfg(test)]
mod tests {
    use super::{remove_unused_functions, rename, retain_imports, used_exports, with_short_start};
    use std::collections::{BTreeMap, BTreeSet};

    const GLUE: &str = r#"export function start(config) {
    wasm.start(config);
}
function imports() {
    const import0 = {
        __proto__: null,
        __wbg_a_1: function(arg0) {
            const whole = {
                length: helper(arg0),
            };
            return whole;
        },
        __wbg_b_2: function() { return handleError(function (arg0) {
            other(arg0);
        }, arguments); },
    };
    return {
        __proto__: null,
        "./askwell_bg.js": import0,
    };
}
function helper(x) {
    return wasm.__helper(x);
}
function other(x) {
    return another(x);
}
function another(x) {
    return x;
}
function __wbg_init() {
    imports(handleError, 'askwell_bg.wasm');
}
export { initSync, __wbg_init as default };
"#;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|&(from, to)| (from.to_owned(), to.to_owned())).collect()
    }

    #[test]
    fn the_exports_in_use_are_found() {
        assert_eq!(used_exports(GLUE), set(&["__helper", "start"]));
    }

    #[test]
    fn only_needed_imports_stay_and_then_only_needed_functions() {
        let slimmer = retain_imports(GLUE, &set(&["__wbg_a_1"])).expect("retained");
        assert!(slimmer.contains("__wbg_a_1") && !slimmer.contains("__wbg_b_2"), "{slimmer}");
        let slimmest = remove_unused_functions(&slimmer).expect("removed");
        assert!(slimmest.contains("function helper"), "{slimmest}");
        assert!(!slimmest.contains("function other"), "{slimmest}");
        assert!(!slimmest.contains("function another"), "{slimmest}");
    }

    #[test]
    fn an_import_that_the_glue_lacks_stops_the_build() {
        let error = retain_imports(GLUE, &set(&["__wbg_c_3"])).expect_err("it is not there");
        assert!(error.to_string().contains("__wbg_c_3"), "{error}");
    }

    #[test]
    fn short_names_replace_exports_imports_and_the_module() {
        let text = rename(
            GLUE,
            &map(&[("start", "a"), ("__helper", "b")]),
            &map(&[("__wbg_a_1", "c")]),
            ("./askwell_bg.js", "m"),
        );
        assert!(text.contains("wasm.a(config)") && text.contains("function start"), "{text}");
        assert!(text.contains("wasm.b(x)") && text.contains("\n        c: function"), "{text}");
        assert!(text.contains("\"m\": import0"), "{text}");
    }

    #[test]
    fn one_function_starts_the_wasm_and_glue_of_another_shape_stops_the_build() {
        let glue = GLUE
            .replace("function imports()", "function __wbg_get_imports()")
            .replace("function another(x)", "function __wbg_finalize_init(instance, module)");
        let text = with_short_start(&glue).expect("known");
        assert!(text.ends_with("\nexport { start_wasm as default };\n"), "{text}");
        assert!(with_short_start(&text).is_err());
        assert!(with_short_start(GLUE).is_err());
    }
}
