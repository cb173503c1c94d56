//! `cargo xtask size`: what a page downloads, and whether that keeps to the budget.

mod inside;

use crate::manifest::{File, Manifest, Role};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::path::PathBuf;

/// Brotli bytes before a survey is due. One script, and nothing else is fetched for a visitor who
/// won't be asked. May only be lowered.
const BEFORE_A_SURVEY: u64 = 2_048;
/// Brotli bytes of everything a full adaptive survey needs, with the largest language. The smallest peer that adapts
/// its follow-up takes 75,214; 40,000 is the goal. May only be lowered.
const FULL_SURVEY: u64 = 50_000;
/// What that is, beside a language.
const OF_FULL_SURVEY: [Role; 4] = [Role::Loader, Role::Glue, Role::Wasm, Role::Stylesheet];
/// Brotli bytes of everything a survey with any type of question needs, linter included, with the largest language.
/// The smallest peer of which the same can be said takes 103,399. May only be lowered.
const ANY_QUESTION: u64 = 97_500;
/// What that is, beside a language. The glue is that of the small build: the loader's next step is in the same file.
const OF_ANY_QUESTION: [Role; 6] =
    [Role::Loader, Role::Glue, Role::Stylesheet, Role::FullGlue, Role::FullWasm, Role::FullStylesheet];
/// Brotli bytes that a page loads in addition if its answers go elsewhere than to one endpoint that takes them as they
/// are: a recommendation survey with any receiver is smaller than one with any type of question. May only be lowered.
const ELSEWHERE: u64 = 38_000;
/// What that is.
const OF_ELSEWHERE: [Role; 2] = [Role::EndpointsGlue, Role::EndpointsWasm];
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
struct Report {
    files: Vec<Line>,
    before_a_survey: Verdict,
    full_survey: Verdict,
    any_question: Verdict,
    elsewhere: Verdict,
}

impl Report {
    fn verdicts(&self) -> [(&'static str, &Verdict); 4] {
        [
            ("before a survey is due (the loader)", &self.before_a_survey),
            ("a full survey, with the largest language", &self.full_survey),
            ("a survey with any question type, likewise", &self.any_question),
            ("in addition: other endpoints, receivers", &self.elsewhere),
        ]
    }
}

#[derive(Serialize)]
struct Line {
    path: String,
    role: Role,
    bytes: u64,
    gzip: u64,
    brotli: u64,
}

/// A sum and its budget, in bytes after brotli.
#[derive(Debug, Serialize, PartialEq, Eq)]
struct Verdict {
    bytes: u64,
    gzip: u64,
    brotli: u64,
    budget: u64,
}

impl Verdict {
    fn of<'a>(files: impl Iterator<Item = &'a File>, budget: u64) -> Self {
        files.fold(Self { bytes: 0, gzip: 0, brotli: 0, budget }, |sum, file| Self {
            bytes: sum.bytes + file.bytes,
            gzip: sum.gzip + file.gzip,
            brotli: sum.brotli + file.brotli,
            budget,
        })
    }

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
    if report.verdicts().iter().any(|(_, verdict)| !verdict.is_kept()) {
        bail!("over budget");
    }
    Ok(())
}

fn report(manifest: &Manifest) -> Result<Report> {
    let all = |role: Role| manifest.files.iter().filter(move |file| file.role == role);
    for role in OF_FULL_SURVEY.into_iter().chain(OF_ANY_QUESTION).chain(OF_ELSEWHERE) {
        let count = all(role).count();
        if count != 1 {
            bail!("the manifest lists {count} files as {role:?}, not one: build dist/ anew");
        }
    }
    let language = |role| {
        let largest = all(role).max_by_key(|file| file.brotli);
        largest.with_context(|| format!("the manifest lists no file as {role:?}: build dist/ anew"))
    };
    let survey = OF_FULL_SURVEY.into_iter().flat_map(all).chain([language(Role::Language)?]);
    let any_question = OF_ANY_QUESTION.into_iter().flat_map(all).chain([language(Role::FullLanguage)?]);
    let mut files: Vec<_> =
        manifest.files.iter().filter(|file| !matches!(file.role, Role::Schema | Role::Page)).collect();
    files.sort_by_key(|file| file.role);
    Ok(Report {
        files: files
            .into_iter()
            .map(|file| Line {
                path: file.path.clone(),
                role: file.role,
                bytes: file.bytes,
                gzip: file.gzip,
                brotli: file.brotli,
            })
            .collect(),
        before_a_survey: Verdict::of(all(Role::Loader), BEFORE_A_SURVEY),
        full_survey: Verdict::of(survey, FULL_SURVEY),
        any_question: Verdict::of(any_question, ANY_QUESTION),
        elsewhere: Verdict::of(OF_ELSEWHERE.into_iter().flat_map(all), ELSEWHERE),
    })
}

fn print(report: &Report) {
    let row = |name: &str, bytes: u64, gzip: u64, brotli: u64, budget: &str| {
        println!("{name:<44}{:>10}{:>10}{:>10}{budget:>12}", grouped(bytes), grouped(gzip), grouped(brotli));
    };
    println!("{:<44}{:>10}{:>10}{:>10}{:>12}", "", "bytes", "gzip", "brotli", "budget");
    for line in report.files.iter().filter(|line| !is_language(line.role)) {
        row(&line.path, line.bytes, line.gzip, line.brotli, "");
    }
    // There are dozens: the largest of each kind counts, and stands for all.
    for role in [Role::Language, Role::FullLanguage] {
        if let Some(line) = report.files.iter().filter(|line| line.role == role).max_by_key(|line| line.brotli) {
            row(&line.path, line.bytes, line.gzip, line.brotli, "");
        }
    }
    for (name, verdict) in report.verdicts() {
        row(name, verdict.bytes, verdict.gzip, verdict.brotli, &grouped(verdict.budget));
        if !verdict.is_kept() {
            println!("  over budget by {} bytes", grouped(verdict.brotli - verdict.budget));
        }
    }
}

fn is_language(role: Role) -> bool {
    matches!(role, Role::Language | Role::FullLanguage)
}

/// Where a build of the widget is kept as cargo made it: `small`, `full` or `endpoints`.
pub(crate) fn inside(workspace: &Workspace, build: &str) -> PathBuf {
    workspace.scratch().join("inside").join(build).with_extension("wasm")
}

fn print_inside(workspace: &Workspace) -> Result<()> {
    for build in ["small", "full", "endpoints"] {
        println!("\nCode in the {build} build's Wasm by crate, before it is optimised as a whole");
        println!("{:<44}{:>10}{:>11}", "", "bytes", "functions");
        for (name, share) in inside::by_crate(&inside(workspace, build))?.iter().take(CRATES_SHOWN) {
            println!("{name:<44}{:>10}{:>11}", grouped(share.bytes as u64), grouped(share.functions as u64));
        }
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
    use super::{BEFORE_A_SURVEY, grouped, report};
    use crate::manifest::{File, Manifest, Role};

    fn manifest(brotli_of_loader: u64) -> Manifest {
        let file = |path: &str, role, brotli| File {
            path: path.to_owned(),
            role,
            bytes: brotli * 3,
            gzip: brotli + 10,
            brotli,
            integrity: String::new(),
        };
        Manifest {
            version: String::new(),
            files: vec![
                file("askwell.js", Role::Loader, brotli_of_loader),
                file("askwell-1.js", Role::Glue, 4_000),
                file("askwell-2.wasm", Role::Wasm, 30_000),
                file("askwell-3.css", Role::Stylesheet, 2_000),
                file("languages-4/de.json", Role::Language, 900),
                file("languages-4/en.json", Role::Language, 700),
                file("askwell-endpoints-7.js", Role::EndpointsGlue, 2_000),
                file("askwell-endpoints-8.wasm", Role::EndpointsWasm, 15_000),
                file("askwell-full-5.js", Role::FullGlue, 5_000),
                file("askwell-full-6.wasm", Role::FullWasm, 60_000),
                file("askwell-full-7.css", Role::FullStylesheet, 1_000),
                file("languages-4/de.full.json", Role::FullLanguage, 2_500),
                file("languages-4/en.full.json", Role::FullLanguage, 2_600),
                file("shop/index.html", Role::Page, 100_000),
            ],
        }
    }

    #[test]
    fn a_survey_counts_the_largest_language_and_no_page() {
        let report = report(&manifest(1_500)).expect("a complete manifest");
        assert_eq!(report.full_survey.brotli, 1_500 + 4_000 + 30_000 + 2_000 + 900);
        assert_eq!(report.before_a_survey.brotli, 1_500);
        assert!(report.full_survey.is_kept());
        let both_builds = 1_500 + 4_000 + 2_000 + 5_000 + 60_000 + 1_000 + 2_600;
        assert_eq!(report.any_question.brotli, both_builds);
        assert_eq!(report.elsewhere.brotli, 2_000 + 15_000);
    }

    #[test]
    fn the_budget_itself_is_kept_and_one_byte_more_is_not() {
        for (brotli, kept) in [(BEFORE_A_SURVEY, true), (BEFORE_A_SURVEY + 1, false)] {
            let report = report(&manifest(brotli)).expect("a complete manifest");
            assert_eq!(report.before_a_survey.is_kept(), kept, "{brotli}");
        }
    }

    #[test]
    fn a_build_without_one_of_the_parts_is_no_build() {
        for role in [Role::Wasm, Role::FullWasm, Role::EndpointsWasm, Role::Language, Role::FullLanguage] {
            let mut manifest = manifest(1_500);
            manifest.files.retain(|file| file.role != role);
            assert!(report(&manifest).is_err(), "{role:?}");
        }
    }

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }
}
