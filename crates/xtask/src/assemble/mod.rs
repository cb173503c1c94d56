//! `cargo xtask assemble`, the hook trunk calls after a build: turns trunk's output into `dist/`.
//!
//! Trunk leaves wasm-bindgen's files, the scripts and the languages in `widget/` of its staging folder. Here they become
//! the loader and the folder that it loads from, whose name changes with its contents. The first questions of the built-in
//! surveys are rendered into it. A release build is made anew from cargo's output, split and small; any other takes what
//! trunk has, as it is.

mod app;
mod exports;
mod first;
mod gallery;
mod gate;
mod languages;
mod names;
mod notices;

use crate::manifest::{self, Class, Manifest, Role};
use crate::process;
use crate::setup::TARGET;
use crate::size::ClassName;
use crate::toolbox::Toolbox;
use crate::workspace::{Workspace, read, write};
use anyhow::{Context, Result, bail};
use askwell_cli::{schema, typescript};
use askwell_survey::{Preset, limits, targeting};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) use first::is_of_preset;

/// Where trunk puts the widget's parts; see the marked block in `www/index.html`.
const PARTS: &str = "widget";
/// The loader's name, the one that pages know.
const LOADER: &str = "askwell.js";
/// What the name of the folder that it loads from begins with.
const FILES: &str = "askwell-";

/// Turn trunk's staging folder into dist/ (called by trunk; see Trunk.toml).
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder trunk is building
    #[arg(long, env = "TRUNK_STAGING_DIR")]
    staging: PathBuf,
    /// `release` splits and optimises; anything else is fast
    #[arg(long, env = "TRUNK_PROFILE", default_value = "release")]
    profile: String,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    let tools = Toolbox::find(&workspace)?;
    let release = arguments.profile == "release";
    let staging = &arguments.staging;
    let parts = staging.join(PARTS);

    let files = staging.join(FILES);
    let chunks = if release {
        app::release(&raw(&workspace), &parts, &files, &tools)?
    } else {
        app::debug(&parts, &files, &tools)?
    };
    gate::build(&workspace, &parts, &files, release, &tools)?;
    for (name, texts) in languages::read_all(&parts.join("languages"))? {
        write(&files.join("languages").join(name), texts)?;
    }
    first::write_all(&parts, &files, release, &tools)?;
    write(&files.join("NOTICES.txt"), notices::notices()?)?;

    let folder = format!("{FILES}{}", manifest::hash_of_folder(&files)?);
    std::fs::rename(&files, staging.join(&folder)).with_context(|| format!("cannot rename {}", files.display()))?;
    loader(&parts.join("loader.js"), &folder, &staging.join(LOADER), release, &tools)?;
    std::fs::remove_dir_all(&parts).with_context(|| format!("cannot remove {}", parts.display()))?;

    gallery::complete(&staging.join("gallery").join("types.json"))?;
    write(&staging.join(schema::FILE), schema::schema().to_string())?;
    write(&staging.join(typescript::FILE), typescript::declarations())?;
    Manifest::of_classes(classes(&folder, &chunks)).write(staging)
}

/// What cargo made of the widget for trunk, with names and, in a release build, relocations.
pub(crate) fn raw(workspace: &Workspace) -> PathBuf {
    workspace.target.join(TARGET).join("wasm").join(app::NAME).with_extension("wasm")
}

/// esbuild, for what browsers get.
fn esbuild(tools: &Toolbox, release: bool) -> Command {
    let mut esbuild = Command::new(tools.esbuild());
    esbuild.args(["--target=es2022", "--charset=utf8", "--log-level=warning"]);
    if release {
        // Constants are written where they are used; their declarations go.
        esbuild.args(["--minify", "--tree-shaking=true"]);
    }
    esbuild
}

const MILLISECONDS_A_DAY: u64 = 86_400_000;

/// The loader, told the name of the folder that it loads from, and what else it knows of the crate's rules.
fn loader(source: &Path, folder: &str, output: &Path, release: bool, tools: &Toolbox) -> Result<()> {
    let mut esbuild = esbuild(tools, release);
    esbuild
        .arg(source)
        .arg(format!("--define:__ASKWELL_FILES__={}", serde_json::to_string(folder)?))
        .arg(format!("--define:__ASKWELL_LONGEST_REST__={}", u64::from(limits::RECONTACT_DAYS) * MILLISECONDS_A_DAY))
        .arg(format!("--define:__ASKWELL_RULES__={:?}", rules()))
        .arg(format!("--outfile={}", output.display()));
    process::run(&mut esbuild)?;
    if !read(output)?.contains(folder) {
        bail!("{} does not use __ASKWELL_FILES__", source.display());
    }
    Ok(())
}

/// A pattern for the names of what the gate judges by: fields, and attributes of elements.
fn rules() -> String {
    let names = targeting::names().flat_map(|name| [name.to_owned(), first::attribute_name(name)]);
    names.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("|")
}

/// What a page downloads for what, by the files' names in `dist/`.
fn classes(folder: &str, chunks: &app::Chunks) -> Vec<Class> {
    let in_folder = |name: &str| format!("{folder}/{name}");
    let of_chunk = |name: &str| chunks.get(name).into_iter().flatten().map(|file| in_folder(file)).collect::<Vec<_>>();
    let survey = vec![LOADER.to_owned(), in_folder("app.js"), in_folder("app.wasm")];
    let untouched = vec![LOADER.to_owned(), in_folder(first::SCRIPT)];
    let element = [untouched.clone(), vec![in_folder(first::ELEMENTS)]].concat();
    let rating = vec![Preset::Helpful.name().to_owned()];
    let answered = [survey.clone(), vec![in_folder(first::SCRIPT)]].concat();
    let presets: Vec<_> = Preset::NAMES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let recommendation = vec![Preset::default().name().to_owned()];
    let class = |name, files, language, presets| Class { name, files, language, presets };
    vec![
        class(ClassName::Loader, vec![LOADER.to_owned()], false, Vec::new()),
        class(ClassName::Gate, [gate::SCRIPT, gate::WASM].map(in_folder).into(), false, Vec::new()),
        class(ClassName::UntouchedQuestion, untouched, false, presets),
        class(ClassName::UntouchedElement, element, false, rating),
        class(ClassName::AnyQuestion, [survey, of_chunk("opening"), of_chunk("questions")].concat(), true, Vec::new()),
        class(ClassName::Recommendation, answered, true, recommendation),
        class(ClassName::Endpoints, of_chunk("endpoints"), false, Vec::new()),
        class(ClassName::Opening, of_chunk("opening"), false, Vec::new()),
        class(ClassName::Calls, of_chunk("calls"), false, Vec::new()),
        class(ClassName::Questions, of_chunk("questions"), false, Vec::new()),
    ]
}

/// What a file of `dist/` is for, by its name.
pub(crate) fn role(path: &str) -> Role {
    let in_folder = path.strip_prefix(FILES).and_then(|rest| rest.split_once('/')).map(|(_, name)| name);
    match in_folder {
        None if path == LOADER => Role::Loader,
        None if path == schema::FILE => Role::Schema,
        None if path == typescript::FILE => Role::Declarations,
        None => Role::Page,
        Some("app.js") => Role::Script,
        Some("app.wasm") => Role::Wasm,
        Some(gate::SCRIPT | gate::WASM) => Role::Gate,
        Some("NOTICES.txt") => Role::Notices,
        Some(name) if first::is_script(name) => Role::FirstScript,
        Some(name) if name.starts_with(first::FOLDER) && name.ends_with(".css") => Role::FirstStyles,
        Some(name) if name.starts_with(first::FOLDER) => Role::FirstTree,
        Some(name) if name.starts_with("languages/") => Role::Language,
        Some(_) => Role::Chunk,
    }
}

#[cfg(test)]
mod tests {
    use super::{classes, role};
    use crate::manifest::Role;
    use crate::size::ClassName;
    use std::collections::BTreeMap;

    #[test]
    fn every_name_in_dist_has_its_role() {
        let table = [
            ("askwell.js", Role::Loader),
            ("askwell-0123456789ab/app.js", Role::Script),
            ("askwell-0123456789ab/app.wasm", Role::Wasm),
            ("askwell-0123456789ab/split_questions.wasm", Role::Chunk),
            ("askwell-0123456789ab/chunk_3.wasm", Role::Chunk),
            ("askwell-0123456789ab/languages/de.json", Role::Language),
            ("askwell-0123456789ab/first.js", Role::FirstScript),
            ("askwell-0123456789ab/first/nps.css", Role::FirstStyles),
            ("askwell-0123456789ab/first/nps-popover-de.json", Role::FirstTree),
            ("askwell-0123456789ab/gate.js", Role::Gate),
            ("askwell-0123456789ab/gate.wasm", Role::Gate),
            ("askwell-0123456789ab/NOTICES.txt", Role::Notices),
            ("shop/askwell-note.css", Role::Page),
            ("survey.schema.json", Role::Schema),
            ("askwell.d.ts", Role::Declarations),
            ("index.html", Role::Page),
        ];
        for (path, expected) in table {
            assert_eq!(role(path), expected, "{path}");
        }
    }

    #[test]
    fn what_chunks_share_counts_for_each() {
        let files = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let chunks = BTreeMap::from([
            ("questions".to_owned(), files(&["chunk_3.wasm", "split_questions.wasm"])),
            ("endpoints".to_owned(), files(&["chunk_3.wasm", "split_endpoints.wasm"])),
        ]);
        let classes = classes("f", &chunks);
        let of = |name| classes.iter().find(|class| class.name == name).map(|class| class.files.clone());
        let survey = ["askwell.js", "f/app.js", "f/app.wasm"];
        let recommendation = [&survey[..], &["f/first.js"]].concat();
        assert_eq!(of(ClassName::Recommendation), Some(files(&recommendation)));
        let any = [&survey[..], &["f/chunk_3.wasm", "f/split_questions.wasm"]].concat();
        assert_eq!(of(ClassName::AnyQuestion), Some(files(&any)));
        assert_eq!(of(ClassName::Gate), Some(files(&["f/gate.js", "f/gate.wasm"])));
        assert_eq!(of(ClassName::Endpoints), Some(files(&["f/chunk_3.wasm", "f/split_endpoints.wasm"])));
    }
}
