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
pub(super) fn remove_block(text: &str, start: &str, end: &str) -> Result<String> {
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
    let ((start, end), entries) = entries(glue)?;
    if let Some(missing) = needed.iter().find(|needed| !entries.iter().any(|(name, _)| name == *needed)) {
        bail!("the glue does not provide {missing}");
    }
    let mut kept = String::new();
    for (name, function) in entries {
        if name == "__proto__" || needed.contains(&name) {
            kept.push_str(&format!("{ENTRY_INDENT}{name}: {function}"));
        }
    }
    Ok(format!("{}{kept}{}", &glue[..start], &glue[end..]))
}

/// The imports that are written like an earlier one, with the name of that one: properties of several types that have
/// the same name.
///
/// # Errors
/// When there are no imports.
pub(super) fn repeated_imports(glue: &str) -> Result<BTreeMap<String, String>> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut repeated = BTreeMap::new();
    for (name, function) in entries(glue)?.1 {
        match first.get(&function) {
            Some(earlier) => drop(repeated.insert(name, earlier.clone())),
            None => drop(first.insert(function, name)),
        }
    }
    Ok(repeated)
}

/// Makes a list of the imports, so that they need no names but their places in it, which are returned by the names they
/// had. What is written alike stands together, which compresses best.
///
/// # Errors
/// When there are no imports.
pub(super) fn with_listed_imports(glue: &str) -> Result<(String, BTreeMap<String, String>)> {
    let ((start, end), mut entries) = entries(glue)?;
    entries.retain(|(name, _)| name != "__proto__");
    entries.sort_by(|(_, one), (_, other)| one.cmp(other));
    let functions: String = entries.iter().map(|(_, function)| function.as_str()).collect();
    let places = entries.into_iter().enumerate().map(|(place, (name, _))| (name, place.to_string())).collect();
    let before = glue[..start].strip_suffix(IMPORTS_START).context("the imports object has another beginning")?;
    let after = glue[end..].strip_prefix(&IMPORTS_END[1..]).context("the imports object has another end")?;
    Ok((format!("{before}    const import0 = [\n{functions}    ];\n{after}"), places))
}

type Entries = ((usize, usize), Vec<(String, String)>);

/// Where the entries of the imports object stand, and each with its name and what follows the name.
fn entries(glue: &str) -> Result<Entries> {
    let start = glue.find(IMPORTS_START).context("the glue has no imports object")? + IMPORTS_START.len();
    let end = start + 1 + glue[start..].find(IMPORTS_END).context("the imports object has no end")?;
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in glue[start..end].split_inclusive('\n') {
        if let Some(name) = entry_name(line) {
            let function = &line[ENTRY_INDENT.len() + name.len() + ": ".len()..];
            entries.push((name.to_owned(), function.to_owned()));
        } else if let Some((_, function)) = entries.last_mut() {
            function.push_str(line);
        }
    }
    Ok(((start, end), entries))
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
    const { instance } = await (streamed
        ? WebAssembly.instantiateStreaming(answer, imports)
        : WebAssembly.instantiate(await answer.arrayBuffer(), imports));
    wasm = instance.exports;
    wasm.__wbindgen_start();
}
export { start_wasm as default };";

/// Leaves one function that starts the Wasm, from a promise of a response, as the module's own export beside those of
/// the widget. What it replaces is dropped by the minifier.
pub(super) fn with_short_start(glue: &str) -> Result<String> {
    for part in ["\nfunction __wbg_get_imports()", "    wasm = instance.exports;\n", "    wasm.__wbindgen_start();\n"] {
        if !glue.contains(part) {
            bail!("the glue has no `{}`", part.trim());
        }
    }
    let text = glue.replace("export { initSync, __wbg_init as default };", START);
    if text == glue {
        bail!("the glue's export statement is not the known one");
    }
    Ok(text)
}

/// Replaces the names of exports after `wasm.`, and the imports' module name.
pub(super) fn rename(glue: &str, exports: &BTreeMap<String, String>, module: (&str, &str)) -> String {
    let mut text = String::with_capacity(glue.len());
    let mut done = 0;
    for (at, word) in words(glue) {
        if glue[..at].ends_with("wasm.")
            && let Some(short) = exports.get(word)
        {
            text.push_str(&glue[done..at]);
            text.push_str(short);
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
    use super::{
        remove_unused_functions, rename, repeated_imports, retain_imports, used_exports, with_listed_imports,
        with_short_start,
    };
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
    fn short_names_replace_exports_and_the_module() {
        let text = rename(GLUE, &map(&[("start", "a"), ("__helper", "b")]), ("./askwell_bg.js", "m"));
        assert!(text.contains("wasm.a(config)") && text.contains("function start"), "{text}");
        assert!(text.contains("wasm.b(x)") && text.contains("\"m\": import0"), "{text}");
    }

    #[test]
    fn imports_that_are_written_alike_are_one() {
        let twice = "        __wbg_c_3: function(arg0) {\n            go(arg0);\n        },\n";
        let glue =
            GLUE.replace("        __wbg_b_2", &(twice.to_owned() + &twice.replace("c_3", "d_4") + "        __wbg_b_2"));
        assert_eq!(repeated_imports(&glue).expect("imports"), map(&[("__wbg_d_4", "__wbg_c_3")]));
        assert_eq!(repeated_imports(GLUE).expect("imports"), map(&[]));
    }

    #[test]
    fn imports_are_known_by_their_places_in_a_list() {
        let (text, places) = with_listed_imports(GLUE).expect("imports");
        assert_eq!(places, map(&[("__wbg_b_2", "0"), ("__wbg_a_1", "1")]));
        assert!(text.contains("const import0 = [\nfunction() { return handleError("), "{text}");
        assert!(!text.contains("__wbg_a_1") && text.contains("\n    ];\n"), "{text}");
    }

    #[test]
    fn one_function_starts_the_wasm_and_glue_of_another_shape_stops_the_build() {
        let glue = GLUE
            .replace("function imports()", "function __wbg_get_imports()")
            .replace("    return x;\n", "    wasm = instance.exports;\n    wasm.__wbindgen_start();\n");
        let text = with_short_start(&glue).expect("known");
        assert!(text.ends_with("\nexport { start_wasm as default };\n"), "{text}");
        assert!(with_short_start(&text).is_err());
        assert!(with_short_start(GLUE).is_err());
    }
}
