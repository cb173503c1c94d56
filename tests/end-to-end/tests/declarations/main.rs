//! The TypeScript declarations, as `tsc` understands them.

use std::fs;
use std::path::{Path, PathBuf};

use end_to_end::compile;

/// What the pages have of their own that examples use.
const OF_PAGES: &str = "declare global { const shop: any; }\nexport {};\n";

/// The page whose examples are files of applications.
const FRAMEWORKS: &str = "frameworks";

/// The code on a page in one language.
fn blocks<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    page.split(&format!("\n```{language}\n")).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

/// The examples in JavaScript and TypeScript on the pages of the documentation, each with a name for its file. Those of
/// applications are compiled with them.
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
        if stem == FRAMEWORKS {
            continue;
        }
        for language in ["js", "ts"] {
            let named = |(number, code): (usize, &str)| (format!("{stem}-{number}.{language}"), code.to_owned());
            examples.extend(blocks(&page, language).into_iter().enumerate().map(named));
        }
    }
    examples
}

#[test]
fn examples_of_the_documentation_compile() {
    let examples = examples();
    assert!(examples.iter().any(|(name, _)| name.starts_with("embedding-")), "{examples:?}");
    let mut files: Vec<_> = examples.iter().map(|(name, code)| (name.as_str(), code.as_str())).collect();
    files.push(("pages.d.ts", OF_PAGES));
    assert_eq!(compile(&files), "");
}

/// The files of a folder, but not those below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.expect("it can be listed").path()).filter(|path| path.is_file()).collect()
}

#[test]
fn examples_for_frameworks_are_files_of_their_applications() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(tests.join("../../docs").join(FRAMEWORKS).with_extension("md"));
    let page = page.expect("the page is there");
    let tags = blocks(&page, "html");
    assert_eq!(tags.len(), 1, "{tags:?}");
    for framework in ["React", "Vue", "Svelte"] {
        let app = tests.join("apps").join(framework.to_lowercase());
        let index = fs::read_to_string(app.join("index.html")).expect("the application has a page");
        assert!(index.contains(tags[0]), "{index}");
        let sources = [files(&app), files(&app.join("src"))].concat();
        let sources: Vec<_> = sources.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
        let section = page.split("\n## ").find_map(|section| section.strip_prefix(framework));
        let section = section.expect("the page has a section for it");
        let examples: Vec<_> = ["tsx", "ts", "vue", "svelte"].iter().flat_map(|of| blocks(section, of)).collect();
        assert!(examples.len() > 2, "{framework} has {examples:?}");
        let fences = section.matches("\n```").count();
        assert_eq!(fences, examples.len() * 2, "{framework} has examples in other languages");
        for example in examples {
            assert!(sources.iter().any(|file| file.trim_end() == example), "no file of {framework} is\n{example}");
        }
    }
}

#[test]
fn right_uses_compile_and_wrong_ones_do_not() {
    assert_eq!(compile(&[("right.ts", include_str!("right.ts")), ("wrong.ts", include_str!("wrong.ts"))]), "");
}

#[test]
fn every_definition_in_the_documentation_is_a_configuration() {
    let page = include_str!("../../../../docs/surveys.md");
    let blocks = blocks(page, "json").into_iter();
    let configurations: Vec<_> = blocks.filter(|block| block.contains("\"questions\"")).collect();
    assert!(configurations.len() > 2, "{configurations:?}");
    let lines = configurations.iter().map(|json| format!("export const _ = {json} satisfies Config;"));
    let code: Vec<_> = lines.enumerate().map(|(number, line)| line.replacen('_', &format!("c{number}"), 1)).collect();
    let module = ["import type { Config } from \"./askwell\";", &code.join("\n")].join("\n");
    assert_eq!(compile(&[("configurations.ts", &module)]), "");
}
