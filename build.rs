//! Leaves the comments and blanks out of the components' styles, which are part of what visitors download.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    for folder in ["src", "src/components", "src/components/rare"] {
        println!("cargo::rerun-if-changed={folder}");
        for file in fs::read_dir(folder)? {
            let path = file?.path();
            if let Some(name) =
                path.file_name().filter(|_| path.extension().is_some_and(|extension| extension == "css"))
            {
                fs::write(Path::new(&out).join(name), shortened(&fs::read_to_string(&path)?))?;
            }
        }
    }
    Ok(())
}

/// The same styles in one line. Blanks stay where they can mean something: around colons and commas, and in selectors.
fn shortened(css: &str) -> String {
    let without_comments: String = css
        .split("/*")
        .enumerate()
        .filter_map(|(index, part)| if index == 0 { Some(part) } else { part.split_once("*/").map(|(_, after)| after) })
        .collect();
    let words: Vec<_> = without_comments.split_whitespace().collect();
    ["{", "}", ";"]
        .into_iter()
        .fold(words.join(" "), |css, sign| css.replace(&format!(" {sign}"), sign).replace(&format!("{sign} "), sign))
}
