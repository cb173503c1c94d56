//! `cargo xtask assemble`, the hook trunk calls after a build: turns trunk's output into `dist/`.
//!
//! Trunk leaves wasm-bindgen's files, the loader, the stylesheet and the languages in `widget/` of its
//! staging folder. Here they are made small (release builds only), get names that change with
//! their contents, and are entered in the loader and in the manifest.

mod glue;
mod languages;
mod loader;
mod minify;
mod notices;
mod slim;
mod wasm;

use crate::manifest::{self, Manifest, Role, short_hash};
use crate::toolbox::Optimizers;
use crate::workspace::{read, write};
use anyhow::{Context, Result};
use loader::Names;
use std::path::{Path, PathBuf};

/// Where trunk puts the widget's parts; see the marked block in `www/index.html`.
const PARTS: &str = "widget";
/// The loader's name, the one that pages know.
const LOADER: &str = "askwell.js";

/// Turn trunk's staging folder into dist/ (called by trunk; see Trunk.toml).
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder trunk is building
    #[arg(long, env = "TRUNK_STAGING_DIR")]
    staging: PathBuf,
    /// `release` optimises; anything else builds fast
    #[arg(long, env = "TRUNK_PROFILE", default_value = "release")]
    profile: String,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let optimizers = (arguments.profile == "release").then(Optimizers::find).transpose()?;
    let parts = arguments.staging.join(PARTS);
    assemble(&parts, &arguments.staging, optimizers.as_ref())?;
    std::fs::remove_dir_all(&parts).with_context(|| format!("cannot remove {}", parts.display()))?;

    write(&arguments.staging.join("NOTICES.txt"), notices::notices()?)?;
    let manifest = Manifest::describe(&arguments.staging, role)?;
    let text = serde_json::to_string_pretty(&manifest)? + "\n";
    write(&arguments.staging.join(manifest::NAME), text)
}

fn assemble(parts: &Path, dist: &Path, optimizers: Option<&Optimizers>) -> Result<()> {
    let mut glue = read(&parts.join("askwell.js"))?;
    let mut wasm = std::fs::read(parts.join("askwell_bg.wasm")).context("no Wasm in the build")?;
    let mut style = read(&parts.join("askwell.css"))?;
    let mut loader = read(&parts.join("loader.js"))?;
    let languages = languages::read_all(&parts.join("languages"))?;
    if let Some(optimizers) = optimizers {
        (glue, wasm) = slim::slim(&glue, &wasm, &optimizers.wasm_opt)?;
        glue = minify::with_esbuild(&optimizers.esbuild, minify::Kind::Module, &glue)?;
        style = minify::with_esbuild(&optimizers.esbuild, minify::Kind::Stylesheet, &style)?;
        loader = loader::without_comments(&loader);
    }

    let wasm_name = format!("askwell-{}.wasm", short_hash(&wasm));
    // The glue's own default, for pages that call it without the loader.
    let glue = glue.replace("askwell_bg.wasm", &wasm_name);
    let names = Names {
        glue: format!("askwell-{}.js", short_hash(glue.as_bytes())),
        wasm: wasm_name,
        stylesheet: format!("askwell-{}.css", short_hash(style.as_bytes())),
        languages_folder: format!("languages-{}", languages::hash(&languages)),
        languages: languages.keys().cloned().collect(),
    };
    write(&dist.join(&names.wasm), wasm)?;
    write(&dist.join(&names.glue), glue)?;
    write(&dist.join(&names.stylesheet), style)?;
    for (tag, texts) in &languages {
        write(&dist.join(&names.languages_folder).join(format!("{tag}.json")), texts)?;
    }
    write(&dist.join(LOADER), loader::with_names(&loader, &names)?)
}

/// What a file of `dist/` is for, by its name.
fn role(path: &str) -> Role {
    let hashed = path.starts_with("askwell-") && !path.contains('/');
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        _ if path == LOADER => Role::Loader,
        "js" if hashed => Role::Glue,
        "wasm" if hashed => Role::Wasm,
        "css" if hashed => Role::Stylesheet,
        "json" if path.starts_with("languages-") => Role::Language,
        _ => Role::Page,
    }
}

#[cfg(test)]
mod tests {
    use super::{assemble, role};
    use crate::manifest::Role;
    use crate::workspace::{read, write};
    use std::path::PathBuf;

    #[test]
    fn every_name_in_dist_has_its_role() {
        let table = [
            ("askwell.js", Role::Loader),
            ("askwell-0123456789ab.js", Role::Glue),
            ("askwell-0123456789ab.wasm", Role::Wasm),
            ("askwell-0123456789ab.css", Role::Stylesheet),
            ("languages-0123456789ab/de.json", Role::Language),
            ("shop/askwell-note.css", Role::Page),
            ("index.html", Role::Page),
        ];
        for (path, expected) in table {
            assert_eq!(role(path), expected, "{path}");
        }
    }

    /// Assembles a build of a few bytes without optimisers; returns the names in `dist/`.
    fn assembled(folder: &str, style: &str) -> (PathBuf, Vec<String>) {
        let dist = std::env::temp_dir().join(format!("askwell-{folder}-{}", std::process::id()));
        let parts = dist.join("widget");
        let put = |name: &str, content: &str| write(&parts.join(name), content).expect("written");
        put("askwell.js", "export default () => new URL('askwell_bg.wasm', import.meta.url);");
        put("askwell_bg.wasm", "\0asm");
        put("askwell.css", style);
        put("languages/de.json", "{ \"a\": \"ä\" }");
        put("languages/en.json", "{}");
        put(
            "loader.js",
            "f(\"__ASKWELL_GLUE__\", \"__ASKWELL_WASM__\", \"__ASKWELL_CSS__\", \
             \"__ASKWELL_LANGUAGES_DIR__\", \"__ASKWELL_LANGUAGES__\");",
        );
        assemble(&parts, &dist, None).expect("assembled");
        std::fs::remove_dir_all(&parts).expect("removed");
        let files = crate::manifest::files_below(&dist).expect("listed");
        let names = files.iter().map(|file| crate::manifest::slashed(&dist, file)).collect();
        (dist, names)
    }

    #[test]
    fn the_loader_names_every_part_and_each_part_exists() {
        let (dist, names) = assembled("assemble", ":host{}");
        let loader = read(&dist.join("askwell.js")).expect("a loader");
        for role_and_extension in [(Role::Glue, ".js"), (Role::Wasm, ".wasm"), (Role::Stylesheet, ".css")] {
            let name = names
                .iter()
                .find(|name| role(name) == role_and_extension.0 && name.ends_with(role_and_extension.1))
                .unwrap_or_else(|| panic!("no {role_and_extension:?} in {names:?}"));
            assert!(loader.contains(&format!("\"{name}\"")), "{name} in {loader}");
        }
        assert!(loader.contains("\"de en\""), "{loader}");
        assert!(!loader.contains("__ASKWELL"), "{loader}");
        let glue = names.iter().find(|name| role(name) == Role::Glue).expect("glue");
        assert!(!read(&dist.join(glue)).expect("glue").contains("askwell_bg.wasm"));
        std::fs::remove_dir_all(&dist).expect("removed");
    }

    #[test]
    fn a_name_changes_with_the_content_and_only_with_it() {
        let style = |(dist, names): (PathBuf, Vec<String>)| {
            std::fs::remove_dir_all(&dist).expect("removed");
            names.into_iter().find(|name| role(name) == Role::Stylesheet).expect("a stylesheet")
        };
        let first = style(assembled("names-1", ":host{}"));
        assert_eq!(first, style(assembled("names-2", ":host{}")));
        assert_ne!(first, style(assembled("names-3", ":host{color:red}")));
    }
}
