//! Shorter JavaScript for what wasm-bindgen's glue does at length, because it serves every browser and every module.
//!
//! Each replacement says what the widget can do without. Like all of [`glue`](super::glue) it relies on the layout of the
//! glue, and stops the build where that is another one.

use super::glue::remove_block;
use anyhow::Result;

/// Functions as wasm-bindgen begins them, and what takes their place.
const FUNCTIONS: [(&str, &str); 5] = [
    // Views are made when they are needed, and not kept until the memory has grown: that takes the widget no time.
    (
        "function getDataViewMemory0() {",
        "function getDataViewMemory0() {\n    return new DataView(wasm.memory.buffer);\n}\n",
    ),
    (
        "function getUint8ArrayMemory0() {",
        "function getUint8ArrayMemory0() {\n    return new Uint8Array(wasm.memory.buffer);\n}\n",
    ),
    // Safari's decoders fail after two gigabytes.
    ("function decodeText(bytes) {", "function decodeText(bytes) {\n    return cachedTextDecoder.decode(bytes);\n}\n"),
    // Long texts would be written into the memory directly.
    (
        "function passStringToWasm0(arg, malloc, realloc) {",
        "function passStringToWasm0(arg, malloc) {
    const bytes = cachedTextEncoder.encode(arg);
    const at = malloc(bytes.length, 1);
    getUint8ArrayMemory0().set(bytes, at);
    WASM_VECTOR_LEN = bytes.length;
    return at;
}
",
    ),
    // Wraps a function once, and not at each of its calls: see [`shorter_line`].
    (
        "function handleError(f, args) {",
        "function handleError(f) {
    return (...args) => {
        try {
            return f(...args);
        } catch (error) {
            wasm.__wbindgen_exn_store(addToExternrefTable0(error));
        }
    };
}
",
    ),
];

/// Statements that are dropped: what only they and what belongs to them mention, and from where to where they stand.
const STATEMENTS: [(&str, &str, &str); 3] = [
    ("cachedTextDecoder.decode();", "cachedTextDecoder.decode();", "\n"),
    // Every browser with `adoptedStyleSheets` has it.
    ("'encodeInto'", "if (!('encodeInto' in cachedTextEncoder)) {", "\n}\n"),
    // Frees what is in a closure that the page lets go without a call. Ours are called, or their owners free them.
    (CLOSURES, "const CLOSURE_DTORS = ", ";\n"),
];

/// The register of closures; the lines in functions that mention it are dropped as well.
const CLOSURES: &str = "CLOSURE_DTORS";

/// Puts the shorter forms in. A build that doesn't need something has none of it in its glue.
///
/// # Errors
/// When what they replace is there in another shape.
pub(super) fn shortened(glue: &str) -> Result<String> {
    let mut text = glue.to_owned();
    // Those that are replaced go to the end: a function may stand anywhere.
    for (start, short) in FUNCTIONS {
        let name = &start[..=start.find('(').unwrap_or(0)];
        if text.contains(name) {
            text = remove_block(&text, start, "\n}\n")? + short;
        }
    }
    for (mention, start, end) in STATEMENTS {
        if text.contains(mention) {
            text = remove_block(&text, start, end)?;
        }
    }
    let needless = |line: &str| line.contains(CLOSURES) || line.trim_start() == "ptr = ptr >>> 0;";
    let lines: Vec<_> = text.lines().filter(|line| !needless(line)).map(shorter_line).collect();
    Ok(lines.join("\n") + "\n")
}

/// Imports become arrow functions: none of them asks for `this`. And no address needs to be made positive, where memory
/// never has two gigabytes.
fn shorter_line(line: &str) -> String {
    let line = line.replace(" >>> 0", "");
    let arrow = |rest: &str| rest.strip_suffix(" {").map(|parameters| [parameters, " => {"].concat());
    if let Some((name, rest)) = line.split_once(": function() { return handleError(function ")
        && let Some(function) = arrow(rest)
    {
        [name, ": handleError(", &function].concat()
    } else if let Some((name, rest)) = line.split_once(": function")
        && let Some(function) = arrow(rest)
    {
        [name, ": ", &function].concat()
    } else {
        line.replace("}, arguments); },", "}),")
    }
}

#[cfg(test)]
mod tests {
    use super::{FUNCTIONS, STATEMENTS, shortened, shorter_line};

    #[test]
    fn imports_become_arrow_functions() {
        for (line, shorter) in [
            ("        __wbg_a_1: function(arg0) {", "        __wbg_a_1: (arg0) => {"),
            (
                "        __wbg_b_2: function() { return handleError(function (arg0, arg1) {",
                "        __wbg_b_2: handleError((arg0, arg1) => {",
            ),
            ("        }, arguments); },", "        }),"),
            ("            return arg0[arg1 >>> 0];", "            return arg0[arg1];"),
            ("function makeClosure(arg0, arg1, f) {", "function makeClosure(arg0, arg1, f) {"),
        ] {
            assert_eq!(shorter_line(line), shorter);
        }
    }

    #[test]
    fn what_is_replaced_is_gone_and_glue_of_another_shape_stops_the_build() {
        let mut glue = "const kept = 1;\n".to_owned();
        for (start, _) in FUNCTIONS {
            glue += &[start, "\n    atLength();\n}\n"].concat();
        }
        for (_, start, end) in STATEMENTS {
            glue += &[start, " atLength()", end].concat();
        }
        let text = shortened(&glue).expect("known");
        assert!(text.starts_with("const kept = 1;\n") && !text.contains("atLength"), "{text}");
        assert!(text.contains("new DataView") && text.contains("(arg, malloc) {"), "{text}");
        assert_eq!(shortened("const kept = 1;\n").expect("nothing to do"), "const kept = 1;\n");
        let error = shortened(&text).expect_err("it is short already");
        assert!(error.to_string().contains("passStringToWasm0"), "{error}");
    }
}
