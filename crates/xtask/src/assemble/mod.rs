//! `cargo xtask assemble`, the hook trunk calls after a build: turns trunk's output into `dist/`.
//!
//! Trunk leaves wasm-bindgen's files of the small build, the scripts, the stylesheets and the languages in `widget/` of
//! its staging folder. Here the other builds join them, all are made small (release builds only), get names that
//! change with their contents, and are entered where they are loaded from and in the manifest.

mod build;
mod glue;
mod languages;
mod loader;
mod minify;
mod notices;
mod shorter;
mod slim;
mod wasm;

use crate::manifest::{self, Manifest, Role, short_hash};
use crate::toolbox::Optimizers;
use crate::workspace::{Workspace, read, write};
use anyhow::{Context, Result};
use askwell_cli::schema;
use std::path::{Path, PathBuf};

/// Where trunk puts the widget's parts; see the marked block in `www/index.html`.
const PARTS: &str = "widget";
/// The other builds, by the features they are built with: that is also where they stand in it.
const FULL: &str = "full";
const ENDPOINTS: &str = "endpoints";
/// The loader's name, the one that pages know.
const LOADER: &str = "askwell.js";
/// What a script calls wasm-bindgen's module that lies beside it.
const GLUE: &str = "askwell.js";
/// What wasm-bindgen calls the Wasm.
const WASM: &str = "askwell_bg.wasm";

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
    let workspace = Workspace::find()?;
    let release = arguments.profile == "release";
    let optimizers = release.then(Optimizers::find).transpose()?;
    let parts = arguments.staging.join(PARTS);
    keep_for_size(&workspace, release, "small")?;
    for features in [FULL, ENDPOINTS] {
        build::with(features, &workspace, release, &parts.join(features))?;
        keep_for_size(&workspace, release, features)?;
    }
    assemble(&parts, &arguments.staging, optimizers.as_ref())?;
    std::fs::remove_dir_all(&parts).with_context(|| format!("cannot remove {}", parts.display()))?;

    write(&arguments.staging.join("NOTICES.txt"), notices::notices()?)?;
    write(&arguments.staging.join(schema::FILE), schema::schema().to_string())?;
    let manifest = Manifest::describe(&arguments.staging, role)?;
    let text = serde_json::to_string_pretty(&manifest)? + "\n";
    write(&arguments.staging.join(manifest::NAME), text)
}

/// Keeps cargo's output, which still has names, for `cargo xtask size --inside`: each build takes the other's place.
fn keep_for_size(workspace: &Workspace, release: bool, name: &str) -> Result<()> {
    if release {
        let output = build::output(workspace, release);
        let content = std::fs::read(&output).with_context(|| format!("cannot read {}", output.display()))?;
        write(&crate::size::inside(workspace, name), content)?;
    }
    Ok(())
}

/// What wasm-bindgen made of one build of the widget.
struct Bound {
    glue: String,
    wasm: Vec<u8>,
}

impl Bound {
    fn read(folder: &Path) -> Result<Self> {
        let wasm = folder.join(WASM);
        let wasm = std::fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
        Ok(Self { glue: read(&folder.join(GLUE))?, wasm })
    }

    fn slimmed(&self, optimizers: &Optimizers) -> Result<Self> {
        let (glue, wasm) = slim::slim(&self.glue, &self.wasm, &optimizers.wasm_opt)?;
        Ok(Self { glue, wasm })
    }

    /// Puts the Wasm into a folder under a name of this beginning; returns the name.
    fn place_wasm(&mut self, dist: &Path, beginning: &str) -> Result<String> {
        let name = place(dist, beginning, "wasm", &self.wasm)?;
        // The glue's own default.
        self.glue = self.glue.replace(WASM, &name);
        Ok(name)
    }
}

fn assemble(parts: &Path, dist: &Path, optimizers: Option<&Optimizers>) -> Result<()> {
    let mut small = Bound::read(parts)?;
    let mut full = Bound::read(&parts.join(FULL))?;
    let mut endpoints = Bound::read(&parts.join(ENDPOINTS))?;
    let mut style = read(&parts.join("askwell.css"))?;
    let mut full_style = read(&parts.join("full.css"))?;
    let mut loader = read(&parts.join("loader.js"))?;
    if let Some(optimizers) = optimizers {
        small = small.slimmed(optimizers)?;
        full = full.slimmed(optimizers)?;
        endpoints = endpoints.slimmed(optimizers)?;
        style = minify::stylesheet(&optimizers.esbuild, &style)?;
        full_style = minify::stylesheet(&optimizers.esbuild, &full_style)?;
        loader = loader::without_comments(&loader);
    }

    let wasm = small.place_wasm(dist, "askwell")?;
    let full_wasm = full.place_wasm(dist, "askwell-full")?;
    let endpoints_wasm = endpoints.place_wasm(dist, "askwell-endpoints")?;
    if let Some(optimizers) = optimizers {
        full.glue = minify::module(&optimizers.esbuild, &full.glue)?;
    }
    let languages = languages::read_all(&parts.join("languages"))?;
    let folder = format!("languages-{}", languages::hash(&languages));
    for (name, texts) in &languages {
        write(&dist.join(&folder).join(name), texts)?;
    }
    let script = read(&parts.join("endpoints.js"))?;
    let script = with_glue("endpoints", &script, &endpoints.glue, parts, dist, optimizers)?;
    let boot = loader::with_names(
        "boot.js",
        &read(&parts.join("boot.js"))?,
        &[
            ("__ASKWELL_WASM__", &wasm),
            ("__ASKWELL_FULL_WASM__", &full_wasm),
            ("__ASKWELL_FULL_GLUE__", &place(dist, "askwell-full", "js", full.glue.as_bytes())?),
            ("__ASKWELL_ENDPOINTS_WASM__", &endpoints_wasm),
            ("__ASKWELL_ENDPOINTS__", &place(dist, "askwell-endpoints", "js", script.as_bytes())?),
            ("__ASKWELL_CSS__", &place(dist, "askwell", "css", style.as_bytes())?),
            ("__ASKWELL_FULL_CSS__", &place(dist, "askwell-full", "css", full_style.as_bytes())?),
            ("__ASKWELL_LANGUAGES_DIR__", &folder),
            ("__ASKWELL_LANGUAGES__", &languages::tags(&languages)),
        ],
    )?;
    let boot = with_glue("small", &boot, &small.glue, parts, dist, optimizers)?;
    let boot = place(dist, "askwell", "js", boot.as_bytes())?;
    write(&dist.join(LOADER), loader::with_names(LOADER, &loader, &[("__ASKWELL_BOOT__", &boot)])?)
}

/// A script of ours with the glue of the build that it begins: one file, or one that imports it where nothing is optimised.
fn with_glue(
    build: &str,
    script: &str,
    glue: &str,
    parts: &Path,
    dist: &Path,
    optimizers: Option<&Optimizers>,
) -> Result<String> {
    let Some(optimizers) = optimizers else {
        let name = place(dist, &format!("askwell-glue-{build}"), "js", glue.as_bytes())?;
        return Ok(script.replace(&format!("./{GLUE}"), &format!("./{name}")));
    };
    let folder = parts.join("bundle").join(build);
    write(&folder.join(GLUE), glue)?;
    write(&folder.join("script.js"), script)?;
    minify::bundle(&optimizers.esbuild, &folder.join("script.js"))
}

/// Writes a file under a name that changes with its content; returns the name.
fn place(dist: &Path, beginning: &str, extension: &str, content: &[u8]) -> Result<String> {
    let name = format!("{beginning}-{}.{extension}", short_hash(content));
    write(&dist.join(&name), content)?;
    Ok(name)
}

/// What a file of `dist/` is for, by its name.
fn role(path: &str) -> Role {
    let hashed = path.starts_with("askwell-") && !path.contains('/');
    let full = path.starts_with("askwell-full-") || path.ends_with(".full.json");
    let endpoints = path.starts_with("askwell-endpoints-");
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        _ if path == LOADER => Role::Loader,
        _ if path == schema::FILE => Role::Schema,
        "js" if hashed => {
            if endpoints {
                Role::EndpointsGlue
            } else if full {
                Role::FullGlue
            } else {
                Role::Glue
            }
        }
        "wasm" if hashed => {
            if endpoints {
                Role::EndpointsWasm
            } else if full {
                Role::FullWasm
            } else {
                Role::Wasm
            }
        }
        "css" if hashed => {
            if full {
                Role::FullStylesheet
            } else {
                Role::Stylesheet
            }
        }
        "json" if path.starts_with("languages-") => {
            if full {
                Role::FullLanguage
            } else {
                Role::Language
            }
        }
        _ => Role::Page,
    }
}

#[cfg(test)]
mod tests {
    use super::{assemble, role};
    use crate::manifest::Role;
    use crate::workspace::{read, write};
    use askwell_survey::MessageKey;
    use std::path::PathBuf;

    #[test]
    fn every_name_in_dist_has_its_role() {
        let table = [
            ("askwell.js", Role::Loader),
            ("askwell-0123456789ab.js", Role::Glue),
            ("askwell-0123456789ab.wasm", Role::Wasm),
            ("askwell-0123456789ab.css", Role::Stylesheet),
            ("languages-0123456789ab/de.json", Role::Language),
            ("askwell-full-0123456789ab.js", Role::FullGlue),
            ("askwell-full-0123456789ab.wasm", Role::FullWasm),
            ("askwell-full-0123456789ab.css", Role::FullStylesheet),
            ("languages-0123456789ab/de.full.json", Role::FullLanguage),
            ("askwell-endpoints-0123456789ab.js", Role::EndpointsGlue),
            ("askwell-endpoints-0123456789ab.wasm", Role::EndpointsWasm),
            ("shop/askwell-note.css", Role::Page),
            ("survey.schema.json", Role::Schema),
            ("index.html", Role::Page),
        ];
        for (path, expected) in table {
            assert_eq!(role(path), expected, "{path}");
        }
    }

    /// Assembles builds of a few bytes without optimisers; returns the names in `dist/`.
    fn assembled(folder: &str, style: &str) -> (PathBuf, Vec<String>) {
        let dist = std::env::temp_dir().join(format!("askwell-{folder}-{}", std::process::id()));
        let parts = dist.join("widget");
        let put = |name: &str, content: &str| write(&parts.join(name), content).expect("written");
        for build in ["", "full/", "endpoints/"] {
            put(&format!("{build}askwell.js"), "export default () => new URL('askwell_bg.wasm', import.meta.url);");
            put(&format!("{build}askwell_bg.wasm"), &format!("\0asm{build}"));
        }
        put("askwell.css", style);
        put("full.css", "ol{}");
        for tag in ["de", "en"] {
            let texts: serde_json::Map<_, _> = MessageKey::ALL.iter().map(|key| (key.name().to_owned(), tag.into())).collect();
            let language = serde_json::json!({ "tag": tag, "direction": "ltr", "reviewed": false, "texts": texts });
            put(&format!("languages/{tag}.json"), &language.to_string());
        }
        put("endpoints.js", "import * as endpoints from \"./askwell.js\";");
        put("loader.js", "import(\"__ASKWELL_BOOT__\");");
        put(
            "boot.js",
            "import * as small from \"./askwell.js\";
             f(\"__ASKWELL_WASM__\", \"__ASKWELL_CSS__\", \"__ASKWELL_FULL_GLUE__\", \"__ASKWELL_FULL_WASM__\", \
             \"__ASKWELL_ENDPOINTS__\", \"__ASKWELL_ENDPOINTS_WASM__\", \"__ASKWELL_FULL_CSS__\", \"__ASKWELL_LANGUAGES_DIR__\", \"__ASKWELL_LANGUAGES__\");",
        );
        assemble(&parts, &dist, None).expect("assembled");
        std::fs::remove_dir_all(&parts).expect("removed");
        let files = crate::manifest::files_below(&dist).expect("listed");
        let names = files.iter().map(|file| crate::manifest::slashed(&dist, file)).collect();
        (dist, names)
    }

    #[test]
    fn every_part_exists_and_is_named_where_it_is_loaded_from() {
        let (dist, names) = assembled("assemble", ":host{}");
        let text = |name: &str| read(&dist.join(name)).expect("it is there");
        let of = |wanted: Role| {
            let mut found = names.iter().filter(|name| role(name) == wanted && !name.contains("-glue-"));
            match (found.next(), found.next()) {
                (Some(name), None) => name.as_str(),
                other => panic!("{wanted:?} is {other:?} in {names:?}"),
            }
        };
        assert_eq!(text("askwell.js"), format!("import(\"{}\");", of(Role::Glue)));
        let boot = text(of(Role::Glue));
        let beside = [Role::FullGlue, Role::FullWasm, Role::FullStylesheet, Role::EndpointsGlue, Role::EndpointsWasm];
        for part in [Role::Wasm, Role::Stylesheet].into_iter().chain(beside) {
            assert!(boot.contains(&format!("\"{}\"", of(part))), "{} in {boot}", of(part));
        }
        assert!(boot.contains("\"de en\"") && !boot.contains("__ASKWELL"), "{boot}");
        let glue_of = |build: &str| {
            let named = |name: &&String| name.contains(&format!("-glue-{build}-"));
            names.iter().find(named).expect("nothing is bundled").as_str()
        };
        let (small, endpoints) = (glue_of("small"), glue_of("endpoints"));
        for (script, glue) in [(&boot, small), (&text(of(Role::EndpointsGlue)), endpoints)] {
            assert!(script.contains(&format!("\"./{glue}\"")), "{glue} in {script}");
        }
        let full = (of(Role::FullGlue), of(Role::FullWasm));
        for (glue, wasm) in [(small, of(Role::Wasm)), full, (endpoints, of(Role::EndpointsWasm))] {
            assert!(text(glue).contains(&format!("'{wasm}'")), "{wasm} in {glue}");
        }
        let languages: Vec<_> = names.iter().filter_map(|name| name.strip_prefix("languages-")).collect();
        let languages: Vec<_> = languages.iter().filter_map(|name| Some(name.split_once('/')?.1)).collect();
        assert_eq!(languages, ["de.full.json", "de.json", "en.full.json", "en.json"]);
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
