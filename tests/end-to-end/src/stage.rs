//! A site folder and the collector that serves it: where most tests take place.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::files::{put_file, put_folder};
use crate::{Collector, Endpoint, Engine, Page, Row, Site, Visitor, from_environment};

/// The built widget beside test pages, on a collector of its own.
pub struct Stage {
    folder: TempDir,
    collector: Collector,
}

impl Stage {
    /// Starts a collector that serves the built widget and the demo pages.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().expect("there is room for files");
        let site = folder.path().join("site");
        put_folder(&from_environment("ASKWELL_DIST"), &site);
        let collector = Collector::start(&folder.path().join("answers.db"), Some(&site), None);
        Self { folder, collector }
    }

    /// The same with the responses of a company that doesn't exist.
    pub fn with_demo_data(responses: u32) -> Self {
        let folder = tempfile::tempdir().expect("there is room for files");
        let site = folder.path().join("site");
        put_folder(&from_environment("ASKWELL_DIST"), &site);
        let database = folder.path().join("answers.db");
        let mut command = Command::new(from_environment("ASKWELL_COLLECTOR"));
        command.args(["demo-data", "--answers", &responses.to_string(), "--database"]).arg(&database);
        let made = command.output().expect("the collector starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let collector = Collector::start(&database, Some(&site), None);
        Self { folder, collector }
    }

    /// The same with one page, `index.html`.
    pub fn with(page: &Page) -> Self {
        let stage = Self::open();
        stage.put("index.html", page);
        stage
    }

    /// A site on a web server of its own, and a collector elsewhere that takes answers from its pages.
    pub async fn apart(endpoint: Endpoint) -> (Self, Site) {
        let folder = tempfile::tempdir().expect("there is room for files");
        let served = folder.path().join("site");
        put_folder(&from_environment("ASKWELL_DIST"), &served);
        let site = Site::start(&served, endpoint).await;
        let collector = Collector::start(&folder.path().join("answers.db"), None, Some(site.address()));
        (Self { folder, collector }, site)
    }

    /// The same, where the pages can be made with libraries.
    pub async fn with_libraries() -> (Self, Site) {
        let folder = tempfile::tempdir().expect("there is room for files");
        let served = folder.path().join("site");
        fs::create_dir(&served).expect("the folder can be made");
        let site = Site::start_with_libraries(&served, Endpoint::Answers(200)).await;
        let collector = Collector::start(&folder.path().join("answers.db"), None, Some(site.address()));
        (Self { folder, collector }, site)
    }

    /// Adds a page.
    pub fn put(&self, name: &str, page: &Page) {
        page.write(&self.folder.path().join("site"), name);
    }

    /// Adds any file.
    pub fn put_file(&self, name: &str, content: &str) {
        let file = self.folder.path().join("site").join(name);
        fs::create_dir_all(file.parent().expect("it is in the folder of the site")).expect("the folder can be made");
        put_file(&file, content);
    }

    /// Adds a folder of files.
    pub fn put_folder(&self, name: &str, from: &Path) {
        put_folder(from, &self.folder.path().join("site").join(name));
    }

    /// Adds an application in a folder of its name, with its page at each of these routes. Its tag names this site instead of
    /// those of the documentation.
    pub fn put_app(&self, name: &str, routes: &[&str]) {
        let site = self.folder.path().join("site").join(name);
        put_folder(&from_environment("ASKWELL_APPS").join(name), &site);
        let page = fs::read_to_string(site.join("index.html")).expect("it has a page");
        let own = page.replace("https://cdn.example/", "/").replace("\"/feedback\"", "\"/v1/responses?key=demo\"");
        for folder in [""].iter().chain(routes).map(|route| site.join(route)) {
            fs::create_dir_all(&folder).expect("the folder can be made");
            put_file(&folder.join("index.html"), &own);
        }
    }

    /// The collector.
    pub fn collector(&mut self) -> &mut Collector {
        &mut self.collector
    }

    /// The address that answers go to, seen from anywhere.
    pub fn endpoint(&self) -> String {
        self.collector.endpoint()
    }

    /// Somebody who has never been here, before the first page.
    pub async fn visitor(&self, engine: Engine) -> Visitor {
        Visitor::new(engine, self.collector.address()).await
    }

    /// What is stored, oldest first.
    pub async fn rows(&self) -> Vec<Row> {
        self.collector.rows().await
    }

    /// The only row, once `fits` holds of it.
    pub async fn row(&self, what: &str, fits: impl Fn(&Row) -> bool) -> Row {
        self.collector.row(what, fits).await
    }

    /// The only row, once it is complete.
    pub async fn complete_row(&self) -> Row {
        self.row("the row is complete", |row| row.status == "complete").await
    }
}
