//! `cargo xtask size`: what a page downloads, and whether that keeps to the budget.

mod inside;

use crate::assemble;
use crate::manifest::{File, Manifest, Role};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// What a page downloads something for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ClassName {
    /// Before a survey is due: one script. Nothing else is fetched for a visitor who won't be asked.
    Loader,
    /// In addition, where targeting needs more than the loader: what decides whether a survey is due.
    Gate,
    /// A built-in survey's first question on the page, as long as nobody turns to it.
    UntouchedQuestion,
    /// The same for the rating of an article, in an element of the page.
    UntouchedElement,
    /// A recommendation survey from the first question to its end.
    Recommendation,
    /// A survey with any type of question.
    AnyQuestion,
    /// In addition, where answers go elsewhere than to one endpoint that takes them as they are.
    Endpoints,
    /// In addition, for a survey that isn't prerendered.
    Opening,
    /// In addition, for calls and elements.
    Calls,
    /// In addition, for questions of a survey's own.
    Questions,
}

/// Bytes after brotli, the largest language and the largest first question included: what was reached, rounded up. Raised only
/// for what visitors get by it.
const BUDGETS: [(ClassName, &str, u64); 7] = [
    (ClassName::Loader, "loader", 2_048),
    (ClassName::Gate, "the gate", 46_000),
    (ClassName::UntouchedQuestion, "a built-in question, not touched", 9_900),
    (ClassName::UntouchedElement, "a rating in an element, not touched", 9_300),
    (ClassName::Recommendation, "finished recommendation survey", 150_000),
    (ClassName::AnyQuestion, "any type of question", 215_500),
    (ClassName::Endpoints, "other endpoints in addition", 23_000),
];
/// The rest is small.
const CRATES_SHOWN: usize = 20;

/// Print what a page downloads, and fail if it is over budget.
///
/// Works on the dist/ that is there; `cargo xtask dist` builds it.
#[derive(clap::Args, Clone, Default)]
pub(crate) struct Arguments {
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Also list which crates the Wasm consists of
    #[arg(long, conflicts_with = "json")]
    inside: bool,
}

/// Sizes and verdicts.
#[derive(Serialize)]
struct Report<'a> {
    files: Vec<&'a File>,
    classes: Vec<Verdict>,
}

/// A sum and its budget.
#[derive(Debug, Serialize, PartialEq, Eq)]
struct Verdict {
    class: ClassName,
    #[serde(skip)]
    title: &'static str,
    bytes: u64,
    gzip: u64,
    brotli: u64,
    /// For what is left after brotli.
    budget: u64,
}

impl Verdict {
    fn is_kept(&self) -> bool {
        self.brotli <= self.budget
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let workspace = Workspace::find()?;
    let manifest = Manifest::read(&workspace.dist())?;
    let report = report(&manifest)?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print(&report);
    }
    if arguments.inside {
        print_inside(&workspace)?;
    }
    if !report.classes.iter().all(Verdict::is_kept) {
        bail!("over budget");
    }
    Ok(())
}

fn report(manifest: &Manifest) -> Result<Report<'_>> {
    let mut files: Vec<_> =
        manifest.files.iter().filter(|file| !matches!(file.role, Role::Schema | Role::Notices | Role::Page)).collect();
    files.sort_by_key(|file| file.role);
    let classes = BUDGETS.into_iter().map(|(class, title, budget)| verdict(manifest, class, title, budget));
    Ok(Report { classes: classes.collect::<Result<_>>()?, files })
}

fn verdict(manifest: &Manifest, class: ClassName, title: &'static str, budget: u64) -> Result<Verdict> {
    let wanted = manifest.classes.iter().find(|listed| listed.name == class && !listed.files.is_empty());
    let wanted = wanted
        .with_context(|| format!("the manifest lists nothing for {class:?}: build dist/ by `cargo xtask dist`"))?;
    let mut files = Vec::new();
    for path in &wanted.files {
        let file = manifest.files.iter().find(|file| file.path == *path);
        files.push(file.with_context(|| format!("the manifest lists no {path}: build dist/ anew"))?);
    }
    if wanted.language {
        let language = largest(manifest, Role::Language, |_| true);
        files.push(language.context("the manifest lists no language: build dist/ anew")?);
    }
    if !wanted.presets.is_empty() {
        let question = largest_first_question(manifest, &wanted.presets);
        files.extend(question.context("the manifest lists no first question: build dist/ anew")?);
    }
    let sum = |size: fn(&File) -> u64| files.iter().map(|file| size(file)).sum();
    Ok(Verdict {
        class,
        title,
        bytes: sum(|file| file.bytes),
        gzip: sum(|file| file.gzip()),
        brotli: sum(|file| file.brotli()),
        budget,
    })
}

/// The largest file of this role among those that `is_wanted`.
fn largest(manifest: &Manifest, role: Role, is_wanted: impl Fn(&File) -> bool) -> Option<&File> {
    let files = manifest.files.iter().filter(|file| file.role == role && is_wanted(file));
    files.max_by_key(|file| file.brotli())
}

/// The stylesheet and the tree that are the largest together, of one of these presets.
fn largest_first_question<'m>(manifest: &'m Manifest, presets: &[String]) -> Option<[&'m File; 2]> {
    let is_wanted = |file: &File| presets.iter().any(|preset| file.path.ends_with(&format!("/{preset}.css")));
    let styles = manifest.files.iter().filter(|file| file.role == Role::FirstStyles && is_wanted(file));
    let questions = styles.filter_map(|styles| {
        let tree = largest(manifest, Role::FirstTree, |tree| assemble::is_of_preset(&tree.path, &styles.path))?;
        Some([styles, tree])
    });
    questions.max_by_key(|files| files.iter().map(|file| file.brotli()).sum::<u64>())
}

fn print(report: &Report) {
    let row = |name: &str, bytes: u64, gzip: u64, brotli: u64, budget: &str| {
        println!("{name:<44}{:>10}{:>10}{:>10}{budget:>12}", grouped(bytes), grouped(gzip), grouped(brotli));
    };
    println!("{:<44}{:>10}{:>10}{:>10}{:>12}", "", "bytes", "gzip", "brotli", "budget");
    // There are dozens of languages, and hundreds of first questions: the largest counts, and stands for all.
    let stands_for_all = |file: &File| {
        let is_one_of_many = matches!(file.role, Role::FirstStyles | Role::FirstTree | Role::Language);
        let same = report.files.iter().filter(|other| is_one_of_many && other.role == file.role);
        same.max_by_key(|other| other.brotli()).is_none_or(|largest| largest.path == file.path)
    };
    for file in report.files.iter().filter(|file| stands_for_all(file)) {
        row(&file.path, file.bytes, file.gzip(), file.brotli(), "");
    }
    for verdict in &report.classes {
        row(verdict.title, verdict.bytes, verdict.gzip, verdict.brotli, &grouped(verdict.budget));
        if !verdict.is_kept() {
            println!("  over budget by {} bytes", grouped(verdict.brotli - verdict.budget));
        }
    }
}

fn print_inside(workspace: &Workspace) -> Result<()> {
    println!("\nCode in the Wasm by crate, before it is split and optimised as a whole");
    println!("{:<44}{:>10}{:>11}", "", "bytes", "functions");
    for (name, share) in inside::by_crate(&assemble::raw(workspace))?.iter().take(CRATES_SHOWN) {
        println!("{name:<44}{:>10}{:>11}", grouped(share.bytes), grouped(share.functions as u64));
    }
    Ok(())
}

/// A number with a comma at every third digit.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{BUDGETS, ClassName, Verdict, grouped, report};
    use crate::manifest::{Class, Compressed, File, Manifest, Role};

    fn manifest(brotli_of_loader: u64) -> Manifest {
        let file = |path: &str, role, brotli| File {
            path: path.to_owned(),
            role,
            bytes: brotli * 3,
            compressed: Some(Compressed { gzip: brotli + 10, brotli }),
            integrity: String::new(),
        };
        let class = |name, files: &[&str], language, presets: &[&str]| Class {
            name,
            files: files.iter().map(|&path| path.to_owned()).collect(),
            language,
            presets: presets.iter().map(|&preset| preset.to_owned()).collect(),
        };
        Manifest {
            version: String::new(),
            files: vec![
                file("askwell.js", Role::Loader, brotli_of_loader),
                file("f/gate.js", Role::Gate, 3_000),
                file("f/gate.wasm", Role::Gate, 11_000),
                file("f/app.js", Role::Script, 4_000),
                file("f/app.wasm", Role::Wasm, 30_000),
                file("f/chunk_3.wasm", Role::Chunk, 200),
                file("f/split_questions.wasm", Role::Chunk, 15_000),
                file("f/split_endpoints.wasm", Role::Chunk, 5_000),
                file("f/first.js", Role::FirstScript, 800),
                file("f/elements.js", Role::FirstScript, 300),
                file("f/first/churn.css", Role::FirstStyles, 1_200),
                file("f/first/churn-inline-de.json", Role::FirstTree, 400),
                file("f/first/nps.css", Role::FirstStyles, 1_000),
                file("f/first/nps-inline-de.json", Role::FirstTree, 700),
                file("f/first/nps-popover-de.json", Role::FirstTree, 710),
                file("f/languages/de.json", Role::Language, 900),
                file("f/languages/en.json", Role::Language, 700),
                file("shop/index.html", Role::Page, 100_000),
            ],
            classes: vec![
                class(ClassName::Loader, &["askwell.js"], false, &[]),
                class(ClassName::Gate, &["f/gate.js", "f/gate.wasm"], false, &[]),
                class(ClassName::UntouchedQuestion, &["askwell.js", "f/first.js"], false, &["churn", "nps"]),
                class(ClassName::UntouchedElement, &["askwell.js", "f/first.js", "f/elements.js"], false, &["churn"]),
                class(ClassName::Recommendation, &["askwell.js", "f/app.js", "f/app.wasm"], true, &["nps"]),
                class(ClassName::AnyQuestion, &["f/app.wasm", "f/chunk_3.wasm", "f/split_questions.wasm"], true, &[]),
                class(ClassName::Endpoints, &["f/chunk_3.wasm", "f/split_endpoints.wasm"], false, &[]),
            ],
        }
    }

    #[test]
    fn a_class_counts_its_files_and_the_largest_language_or_first_question_and_no_page() {
        let manifest = manifest(1_500);
        let sums: Vec<_> = report(&manifest).expect("complete").classes.iter().map(|verdict| verdict.brotli).collect();
        let untouched = 1_500 + 800 + 1_000 + 710;
        let recommendation = 1_500 + 4_000 + 30_000 + 900 + 1_000 + 710;
        let rating = 1_500 + 800 + 300 + 1_200 + 400;
        assert_eq!(sums, [1_500, 14_000, untouched, rating, recommendation, 30_000 + 200 + 15_000 + 900, 200 + 5_000]);
    }

    #[test]
    fn the_budget_itself_is_kept_and_one_byte_more_is_not() {
        let budget = BUDGETS[0].2;
        for (brotli, kept) in [(budget, true), (budget + 1, false)] {
            let manifest = manifest(brotli);
            let verdicts = report(&manifest).expect("a complete manifest").classes;
            assert_eq!(verdicts.iter().all(Verdict::is_kept), kept, "{brotli}");
        }
    }

    #[test]
    fn a_build_without_one_of_the_parts_is_no_build() {
        for role in [Role::Wasm, Role::Chunk, Role::Language, Role::FirstStyles, Role::FirstTree] {
            let mut manifest = manifest(1_500);
            manifest.files.retain(|file| file.role != role);
            assert!(report(&manifest).is_err(), "{role:?}");
        }
        let mut unsplit = manifest(1_500);
        unsplit.classes.retain(|class| class.name != ClassName::Endpoints);
        assert!(report(&unsplit).is_err());
    }

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn the_readme_names_every_budget() {
        let readme =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).expect("it is there");
        let named: Vec<&str> = readme
            .lines()
            .skip_while(|line| !line.starts_with("| Download |"))
            .skip(2)
            .map_while(|line| line.strip_suffix(" |")?.rsplit_once("| ").map(|(_, budget)| budget))
            .collect();
        // A rating in an element costs less than the largest question.
        let budgets = BUDGETS.iter().filter(|(class, ..)| *class != ClassName::UntouchedElement);
        assert_eq!(named, budgets.map(|(.., budget)| grouped(*budget)).collect::<Vec<_>>());
    }
}
