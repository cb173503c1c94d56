//! Test pages. Scripts and styles go into files of their own: the collector's policy allows no others.

use std::fmt::Write as _;
use std::path::Path;

use crate::files::put_file;

/// Where [`Page::recorded`] looks for the recorder.
pub const RECORDER: &str = "recorder.js";

/// A page of somebody's site.
#[derive(Clone, Debug)]
pub struct Page {
    doctype: &'static str,
    html: String,
    nonce: String,
    head: String,
    body: String,
    files: Vec<(&'static str, String)>,
}

impl Page {
    /// A page in German with a heading, a link and nothing else.
    pub fn new() -> Self {
        Self {
            doctype: "<!DOCTYPE html>",
            html: r#"lang="de""#.to_owned(),
            nonce: String::new(),
            head: String::new(),
            body: r#"<h1>Eine Seite</h1><p><a id="link" href="other.html">Ein Verweis</a></p>"#.to_owned(),
            files: Vec::new(),
        }
    }

    /// The tag with these attributes, `data-` left out. It posts to the collector that serves the page and doesn't
    /// wait, unless they say otherwise.
    pub fn tag(self, attributes: &[(&str, &str)]) -> Self {
        let usual = [("endpoint", "/v1/responses?key=demo"), ("delay", "0")];
        let missing = usual.into_iter().filter(|(name, _)| attributes.iter().all(|(given, _)| given != name));
        let all: Vec<_> = missing.chain(attributes.iter().copied()).collect();
        self.bare_tag(&all)
    }

    /// The tag with these attributes and no others.
    pub fn bare_tag(mut self, attributes: &[(&str, &str)]) -> Self {
        let _ = write!(self.head, r#"<script{} async="" src="/askwell.js""#, self.nonce);
        for (name, value) in attributes {
            let value = value.replace('&', "&amp;").replace('"', "&quot;");
            let _ = write!(self.head, r#" data-{name}="{value}""#);
        }
        self.head.push_str("></script>");
        self
    }

    /// The attributes of the `html` element, in place of `lang="de"`.
    pub fn html(mut self, attributes: &str) -> Self {
        attributes.clone_into(&mut self.html);
        self
    }

    /// Begins with this, in place of `<!DOCTYPE html>`.
    pub fn doctype(mut self, doctype: &'static str) -> Self {
        self.doctype = doctype;
        self
    }

    /// Has the scripts that are added from now on carry this nonce.
    pub fn nonce(mut self, nonce: &str) -> Self {
        self.nonce = format!(r#" nonce="{nonce}""#);
        self
    }

    /// Has the page name the recorder itself, before anything else: for browsers that don't bring it.
    pub fn recorded(mut self) -> Self {
        let script = format!(r#"<script src="/{RECORDER}"></script>"#);
        self.head.insert_str(0, &script);
        self.files.push((RECORDER, include_str!("recorder.js").to_owned()));
        self
    }

    /// Adds to the head.
    pub fn head(mut self, markup: &str) -> Self {
        self.head.push_str(markup);
        self
    }

    /// Adds to the body.
    pub fn body(mut self, markup: &str) -> Self {
        self.body.push_str(markup);
        self
    }

    /// Adds a script that runs before the tag's, and is no module.
    pub fn script(mut self, code: &str) -> Self {
        self.head.insert_str(0, &format!(r#"<script{} src="page.js"></script>"#, self.nonce));
        self.files.push(("page.js", code.to_owned()));
        self
    }

    /// Adds a stylesheet.
    pub fn style(mut self, css: &str) -> Self {
        self.head.push_str(r#"<link rel="stylesheet" href="page.css"/>"#);
        self.files.push(("page.css", css.to_owned()));
        self
    }

    /// The page itself: HTML that is XML as well, if what was added is.
    pub fn markup(&self) -> String {
        format!(
            r#"{}<html {}><head><meta charset="utf-8"/><title>Eine Seite</title><link rel="icon" href="data:,"/>{}</head><body>{}</body></html>"#,
            self.doctype, self.html, self.head, self.body
        )
    }

    /// Writes the page and its files into a folder that is served.
    pub fn write(&self, folder: &Path, name: &str) {
        put_file(&folder.join(name), &self.markup());
        for (name, content) in &self.files {
            put_file(&folder.join(name), content);
        }
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new()
    }
}
