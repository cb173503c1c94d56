//! `cargo xtask size`: what a page downloads, and whether that keeps to the budget.

mod inside;

use crate::manifest::{File, Manifest, Role};
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use serde::Serialize;

/// Brotli bytes before a survey is due. One script, and nothing else is fetched for a visitor who
/// won't be asked. May only be lowered.
const BEFORE_A_SURVEY: u64 = 2_048;
/// Brotli bytes of everything a full adaptive survey needs: loader, glue, Wasm, stylesheet and the
/// largest language. The smallest peer that adapts its follow-up takes 75,214; 40,000 is the goal.
/// May only be lowered.
const FULL_SURVEY: u64 = 50_000;
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
    if !report.before_a_survey.is_kept() || !report.full_survey.is_kept() {
        bail!("over budget");
    }
    Ok(())
}

fn report(manifest: &Manifest) -> Result<Report> {
    let all = |role: Role| manifest.files.iter().filter(move |file| file.role == role);
    for role in [Role::Loader, Role::Glue, Role::Wasm, Role::Stylesheet] {
        let count = all(role).count();
        if count != 1 {
            bail!("the manifest lists {count} files as {role:?}, not one: build dist/ anew");
        }
    }
    let Some(language) = all(Role::Language).max_by_key(|file| file.brotli) else {
        bail!("the manifest lists no language: build dist/ anew");
    };
    let needed = [Role::Loader, Role::Glue, Role::Wasm, Role::Stylesheet];
    let survey = needed.into_iter().flat_map(all).chain(std::iter::once(language));
    let mut files: Vec<_> = manifest.files.iter().filter(|file| file.role != Role::Page).collect();
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
    })
}

fn print(report: &Report) {
    let row = |name: &str, bytes: u64, gzip: u64, brotli: u64, budget: &str| {
        println!("{name:<44}{:>10}{:>10}{:>10}{budget:>12}", grouped(bytes), grouped(gzip), grouped(brotli));
    };
    println!("{:<44}{:>10}{:>10}{:>10}{:>12}", "", "bytes", "gzip", "brotli", "budget");
    for line in &report.files {
        row(&line.path, line.bytes, line.gzip, line.brotli, "");
    }
    for (name, verdict) in [
        ("before a survey is due (the loader)", &report.before_a_survey),
        ("a full survey, with the largest language", &report.full_survey),
    ] {
        row(name, verdict.bytes, verdict.gzip, verdict.brotli, &grouped(verdict.budget));
        if !verdict.is_kept() {
            println!("  over budget by {} bytes", grouped(verdict.brotli - verdict.budget));
        }
    }
}

fn print_inside(workspace: &Workspace) -> Result<()> {
    let wasm = workspace.target.join("wasm32-unknown-unknown/wasm/askwell.wasm");
    println!("\nCode in the Wasm by crate, before it is optimised as a whole");
    println!("{:<44}{:>10}{:>11}", "", "bytes", "functions");
    for (name, share) in inside::by_crate(&wasm)?.iter().take(CRATES_SHOWN) {
        println!("{name:<44}{:>10}{:>11}", grouped(share.bytes as u64), grouped(share.functions as u64));
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
        let mut manifest = manifest(1_500);
        manifest.files.retain(|file| file.role != Role::Wasm);
        assert!(report(&manifest).is_err());
    }

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }
}
