//! `cargo xtask pictures`: the pictures of the widget and the report in the documentation.

use crate::workspace::{Workspace, write};
use crate::{collector, process, setup, test};
use anyhow::{Context, Result, ensure};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Responses in the report. A report of so many has something on every page.
const ANSWERS: &str = "20000";
/// Where the pictures of the documentation are, below the checkout.
const FOLDER: &str = "docs/images/report";

/// Make the pictures of the documentation in headless Chromium: each type of question, from the dist/ that is there, and each page of
/// the report, filled with demo data.
///
/// Takes about three minutes. The options are for the report: with another width or in the dark, its pictures are to be looked at.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// These alone
    what: Option<What>,
    /// Where the pictures go
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Width of the window in pixels
    #[arg(long, default_value_t = 1280)]
    width: u32,
    /// Height of the window in pixels
    #[arg(long, default_value_t = 1000)]
    height: u32,
    /// Whether the browser prefers dark pages
    #[arg(long)]
    dark: bool,
    /// Never go to the network
    #[arg(long)]
    offline: bool,
}

#[derive(clap::ValueEnum, Clone, Copy, PartialEq)]
enum What {
    /// docs/images/questions
    Widget,
    /// docs/images/report
    Report,
}

/// A page of the report.
struct Page {
    /// The name of its picture.
    name: &'static str,
    path: &'static str,
    /// What the address of the page begins with, if it is the first link of the page at `path` to such a one.
    linked: Option<&'static str>,
}

const fn page(name: &'static str, path: &'static str) -> Page {
    Page { name, path, linked: None }
}

const fn linked(name: &'static str, path: &'static str, linked: &'static str) -> Page {
    Page { name, path, linked: Some(linked) }
}

const PAGES: [Page; 23] = [
    page("overview", "/report"),
    linked("alerts", "/report/alerts", "/report/alerts?"),
    page("changes", "/report/changes"),
    page("questions", "/report/results"),
    linked("answers", "/report/results", "/report/answers?"),
    page("drivers", "/report/drivers"),
    page("segments", "/report/segments?by=attribute:team"),
    linked("team", "/report/segments?by=attribute:team", "/report/team?"),
    page("compare", "/report/compare"),
    page("accounts", "/report/accounts"),
    linked("account", "/report/accounts", "/report/account?"),
    page("value", "/report/value"),
    page("imports", "/report/value/imports"),
    page("articles", "/report/articles"),
    page("goals", "/report/goals"),
    page("dates", "/report/annotations"),
    page("inbox", "/report/inbox"),
    page("promoters", "/report/promoters"),
    linked("response", "/report/inbox", "/report/response?"),
    page("rules", "/report/rules"),
    page("notices", "/report/notices"),
    page("profile", "/report/profile"),
    page("forwarding", "/report/forwarding"),
];
/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::run(&setup::Arguments { pictures: true, offline: arguments.offline, ..Default::default() })?;
    let workspace = Workspace::find()?;
    let program = collector::build(&workspace, arguments.offline)?;
    let folder = workspace.scratch().join("pictures");
    let fonts = folder.join("fonts.conf");
    write(&fonts, setup::Fonts::configuration())?;
    if arguments.what != Some(What::Report) {
        of_widget(&workspace, &program, &fonts, arguments.offline)?;
    }
    if arguments.what != Some(What::Widget) {
        of_report(&workspace, &program, &folder, fonts, arguments)?;
    }
    Ok(())
}

fn of_widget(workspace: &Workspace, collector: &Path, fonts: &Path, offline: bool) -> Result<()> {
    ensure!(
        workspace.dist().join("askwell.js").exists(),
        "there is no dist/: `cargo xtask dist` or `trunk build` makes it"
    );
    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--package", "end-to-end", "--bin", "pictures"]).current_dir(&workspace.root);
    if offline {
        cargo.arg("--offline");
    }
    test::set_stage(cargo.arg("--").arg(workspace.root.join("docs")), workspace, collector)?;
    process::run(cargo.env("FONTCONFIG_FILE", fonts))
}

fn of_report(
    workspace: &Workspace,
    program: &Path,
    folder: &Path,
    fonts: PathBuf,
    arguments: &Arguments,
) -> Result<()> {
    let database = folder.join("askwell.db");
    collector::forget(&database)?;
    process::run(Command::new(program).args(["demo-data", "--answers", ANSWERS, "--database"]).arg(&database))?;

    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, collector::free_port(collector::FIRST_PORT)?));
    let mut serve = Command::new(program);
    serve.args(["serve", "--open", "--listen", &address.to_string(), "--database"]).arg(&database);
    let mut child = serve.stdout(Stdio::null()).spawn().context("the collector could not be started")?;
    let taken = collector::wait_until_ready(&mut child, address).and_then(|()| {
        Camera::set_up(folder, fonts, arguments)?.take_all(&format!("http://{address}"), workspace, arguments)
    });
    collector::ask_to_end(child.id());
    child.wait()?;
    taken
}

/// A headless browser with the fonts that pictures are made with.
struct Camera {
    chromium: PathBuf,
    profile: PathBuf,
    fonts: PathBuf,
    window: String,
    dark: bool,
}

impl Camera {
    fn set_up(folder: &Path, fonts: PathBuf, arguments: &Arguments) -> Result<Self> {
        Ok(Self {
            chromium: setup::SystemTool::CHROMIUM.program().context("there is no Chromium")?,
            profile: folder.join("profile"),
            fonts,
            window: format!("--window-size={},{}", arguments.width, arguments.height),
            dark: arguments.dark,
        })
    }

    fn take_all(&self, base: &str, workspace: &Workspace, arguments: &Arguments) -> Result<()> {
        let to = arguments.to.clone().unwrap_or_else(|| workspace.root.join(FOLDER));
        std::fs::create_dir_all(&to).with_context(|| format!("cannot create {}", to.display()))?;
        for Page { name, path, linked } in PAGES {
            let path = match linked {
                None => path.to_owned(),
                Some(linked) => self.first_link(&format!("{base}{path}"), linked)?,
            };
            let picture = to.join(name).with_extension("png");
            let mut shot = std::ffi::OsString::from("--screenshot=");
            shot.push(&picture);
            process::capture(self.browser().arg(shot).arg(format!("{base}{path}")))?;
            eprintln!("{}", picture.display());
        }
        Ok(())
    }

    /// The first address on a page that begins like this.
    fn first_link(&self, address: &str, begins: &str) -> Result<String> {
        let html = process::capture(self.browser().arg("--dump-dom").arg(address))?;
        let link = html
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .find(|link| link.starts_with(begins));
        // A fragment would scroll the page.
        let link = link.and_then(|link| link.split('#').next());
        Ok(link.with_context(|| format!("{address} has no link to {begins}"))?.replace("&amp;", "&"))
    }

    fn browser(&self) -> Command {
        let mut browser = Command::new(&self.chromium);
        browser.args(crate::test::BROWSER_ARGUMENTS).args(["--hide-scrollbars", &self.window]);
        let mut profile = std::ffi::OsString::from("--user-data-dir=");
        profile.push(&self.profile);
        browser.arg(profile).env("FONTCONFIG_FILE", &self.fonts);
        if self.dark {
            browser.arg("--blink-settings=preferredColorScheme=0");
        }
        browser
    }
}
