//! The TypeScript declarations, as `tsc` understands them.

use std::fs;
use std::path::Path;

use end_to_end::compile;

/// What the pages have of their own that examples use.
const OF_PAGES: &str = "declare global { const shop: any; }\nexport {};\n";

/// What an example adds to, in place of React's own types.
const OF_REACT: &str = "declare module \"react\" { export namespace JSX { interface IntrinsicElements {} } }\n";

/// The examples in JavaScript and TypeScript on the pages of the documentation, each with a name for its file.
fn examples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let mut examples = Vec::new();
    for entry in fs::read_dir(&folder).expect("the documentation is there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let page = fs::read_to_string(&path).expect("it can be read");
        let stem = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        for language in ["js", "ts"] {
            let fence = format!("\n```{language}\n");
            let blocks = page.split(&fence).skip(1).filter_map(|rest| rest.split("\n```").next());
            let named = |(number, code): (usize, &str)| (format!("{stem}-{number}.{language}"), code.to_owned());
            examples.extend(blocks.enumerate().map(named));
        }
    }
    examples
}

#[test]
fn examples_of_the_documentation_compile() {
    let examples = examples();
    assert!(examples.iter().any(|(name, _)| name.starts_with("embedding-")), "{examples:?}");
    let mut files: Vec<_> = examples.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect();
    files.extend([("pages.d.ts", OF_PAGES), ("react.d.ts", OF_REACT)]);
    assert_eq!(compile(&files), "");
}

#[test]
fn right_uses_compile_and_wrong_ones_do_not() {
    assert_eq!(compile(&[("right.ts", include_str!("right.ts")), ("wrong.ts", include_str!("wrong.ts"))]), "");
}

#[test]
fn every_definition_in_the_documentation_is_a_configuration() {
    let page = include_str!("../../../../docs/surveys.md");
    let blocks = page.split("\n```json\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let configurations: Vec<_> = blocks.filter(|block| block.contains("\"questions\"")).collect();
    assert!(configurations.len() > 2, "{configurations:?}");
    let lines = configurations.iter().map(|json| format!("export const _ = {json} satisfies Config;"));
    let code: Vec<_> = lines.enumerate().map(|(number, line)| line.replacen('_', &format!("c{number}"), 1)).collect();
    let module = ["import type { Config } from \"./askwell\";", &code.join("\n")].join("\n");
    assert_eq!(compile(&[("configurations.ts", &module)]), "");
}
