//! A page of somebody's site, and where the survey is on it.

use std::fmt::Write as _;

use end_to_end::{Page, Site, Stage, Visitor};

/// What there is on every page: headings, text, lists, a table, fields. It is XML as well.
const CONTENT: &str = r##"
<nav class="navbar nav"><ul><li><a class="nav-link" href="#top">Start</a></li><li><a href="#prices">Preise</a></li></ul></nav>
<main class="container">
<h2 id="prices">Preise</h2>
<p class="lead">Ein Absatz mit <strong>wichtigem</strong>, <em>betontem</em> und <code>genauem</code> Text.</p>
<ul><li>Erstens</li><li>Zweitens</li></ul>
<table class="table"><thead><tr><th>Ware</th><th>Preis</th></tr></thead><tbody><tr><td>Tee</td><td>4 €</td></tr></tbody></table>
<form class="form"><p><label for="name">Name</label> <input class="form-control input" id="name" type="text"/></p>
<p><label for="size">Größe</label> <select id="size"><option>klein</option><option>groß</option></select></p>
<p><button class="btn btn-primary button" type="button">Bestellen</button></p></form>
<blockquote>Ein Zitat</blockquote><hr/>
</main>
<footer><p><small>Unten auf der Seite</small></p></footer>"##;

/// Where another page says that it is another one. Without it, at its end.
const ARRIVED: &str = "<!--arrived-->";

/// An inline survey, for pages that have one in their flow.
pub(crate) const SURVEY: &str = r#"<askwell-survey survey="inline" product="Linde"></askwell-survey>"#;

/// What happens on a page before the survey is answered.
#[derive(Clone)]
enum Before {
    /// The visitor follows the page's link, and the document stays: a library puts another page into it.
    Follow,
    /// This is run, and then this is awaited.
    Run(&'static str, &'static str),
}

/// A page with what the test needs to know of it.
#[derive(Clone)]
pub(crate) struct HostPage {
    name: &'static str,
    page: Page,
    attributes: Vec<(&'static str, &'static str)>,
    /// Whether its tag only loads the script.
    loads_alone: bool,
    takes_keys: bool,
    host: &'static str,
    /// An expression that is true once the page is as it is to be.
    ready: &'static str,
    before: Option<Before>,
    /// What the page has around the one with the survey: markup, in which `{address}` and `{markup}` are replaced.
    frame: Option<&'static str>,
    extension: &'static str,
    files: Vec<(&'static str, &'static str)>,
}

impl HostPage {
    /// A page with usual content, and a popover on it.
    pub(crate) fn new(name: &'static str) -> Self {
        Self::bare(name).body(CONTENT)
    }

    /// A page with a heading and a link.
    pub(crate) fn bare(name: &'static str) -> Self {
        Self {
            name,
            page: Page::new(),
            attributes: Vec::new(),
            loads_alone: false,
            takes_keys: true,
            host: "askwell-card",
            ready: "true",
            before: None,
            frame: None,
            extension: "html",
            files: Vec::new(),
        }
    }

    /// A page in whose flow an inline survey stands, in this markup: [`SURVEY`] stands for `{}`.
    pub(crate) fn inline(name: &'static str, around: &str) -> Self {
        Self::new(name).body(&around.replace("{}", SURVEY)).survey()
    }

    /// Has an `<askwell-survey>`, and no popover.
    pub(crate) fn survey(mut self) -> Self {
        self.attributes.push(("show", "manual"));
        self.host = "askwell-survey";
        // The page grows with it, and may have no room for all of it any more.
        self.head("<style>html { overflow-y: scroll }</style>")
    }

    /// Changes the page itself.
    pub(crate) fn page(mut self, change: impl FnOnce(Page) -> Page) -> Self {
        self.page = change(self.page);
        self
    }

    /// Adds to the head.
    pub(crate) fn head(self, markup: &str) -> Self {
        self.page(|page| page.head(markup))
    }

    /// Adds to the body.
    pub(crate) fn body(self, markup: &str) -> Self {
        self.page(|page| page.body(markup))
    }

    /// Adds a stylesheet.
    pub(crate) fn style(self, css: &str) -> Self {
        self.page(|page| page.style(css))
    }

    /// Adds stylesheets and scripts of libraries, in this order.
    pub(crate) fn libraries(self, files: &[&str]) -> Self {
        let mut markup = String::new();
        for file in files {
            let _ = if file.ends_with(".css") {
                write!(markup, r#"<link rel="stylesheet" href="/libraries/{file}"/>"#)
            } else {
                write!(markup, r#"<script src="/libraries/{file}"></script>"#)
            };
        }
        self.head(&markup)
    }

    /// Adds a script at the end of the body, where everything else is there.
    pub(crate) fn script(self, code: &str) -> Self {
        self.body(&format!("<script>{code}</script>"))
    }

    /// Has a tag without attributes. Its scripts say the rest; `{endpoint}` in them is where answers go to.
    pub(crate) fn loads_alone(mut self) -> Self {
        self.loads_alone = true;
        self
    }

    /// Is tested by mouse alone: the page keeps the Tab key to itself, as it may.
    pub(crate) fn by_mouse_alone(mut self) -> Self {
        self.takes_keys = false;
        self
    }

    /// Waits until an expression is true before anything is looked at.
    pub(crate) fn ready(mut self, expression: &'static str) -> Self {
        self.ready = expression;
        self
    }

    /// Has the visitor follow the page's link once the survey is there, to another page in the same document.
    pub(crate) fn follow(mut self) -> Self {
        self.before = Some(Before::Follow);
        self
    }

    /// Once the survey is there, runs an expression, and waits until another is true.
    pub(crate) fn then(mut self, run: &'static str, until: &'static str) -> Self {
        self.before = Some(Before::Run(run, until));
        self
    }

    /// Is shown in a frame. In this markup `{address}` stands for its address and `{markup}` for its markup.
    pub(crate) fn in_frame(mut self, markup: &'static str) -> Self {
        self.frame = Some(markup);
        self
    }

    /// Has a name that ends like this, in place of `html`.
    pub(crate) fn extension(mut self, extension: &'static str) -> Self {
        self.extension = extension;
        self
    }

    /// Has another file beside it.
    pub(crate) fn file(mut self, name: &'static str, content: &'static str) -> Self {
        self.files.push((name, content));
        self
    }

    /// Whether the keyboard leads to the survey.
    pub(crate) fn takes_keys(&self) -> bool {
        self.takes_keys
    }

    /// What tests are called by.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The selector of the element that the survey stands in.
    pub(crate) fn host(&self) -> &'static str {
        self.host
    }

    /// Whether it stands in the flow of the page.
    pub(crate) fn is_inline(&self) -> bool {
        self.host == "askwell-survey"
    }

    /// Puts the page and what belongs to it on the site, with the survey and without.
    pub(crate) fn build(&self, stage: &Stage, site: &Site) {
        let endpoint = stage.endpoint();
        let tagged = if self.loads_alone {
            self.page.clone().bare_tag(&self.attributes)
        } else {
            let own = [("endpoint", endpoint.as_str())];
            let attributes: Vec<_> = own.into_iter().chain(self.attributes.iter().copied()).collect();
            self.page.clone().tag(&attributes)
        };
        // Writes what belongs to the page, too.
        self.page.write(site.folder(), "other.html");
        let markup = |page: &Page| page.markup().replace("{endpoint}", &endpoint);
        self.put(stage, "plain", &markup(&self.page));
        self.put(stage, "page", &markup(&tagged));
        // Where the page's link leads.
        let place = if tagged.markup().contains(ARRIVED) { ARRIVED } else { "</body>" };
        let other = markup(&tagged).replace(place, &format!(r#"<p id="arrived">Angekommen</p>{place}"#));
        stage.put_file("other.html", &other);
        for (name, content) in &self.files {
            stage.put_file(name, content);
        }
    }

    fn put(&self, stage: &Stage, name: &str, markup: &str) {
        let address = format!("{name}.{}", self.extension);
        stage.put_file(&address, markup);
        if let Some(frame) = self.frame {
            let markup = markup.replace('&', "&amp;").replace('"', "&quot;");
            let around = Page::new().body(&frame.replace("{address}", &address).replace("{markup}", &markup));
            stage.put_file(&format!("{name}-around.html"), &around.markup());
        }
    }

    /// Goes to the page with the survey, or to the one without it.
    pub(crate) async fn visit(&self, visitor: &Visitor, with_survey: bool) {
        let name = if with_survey { "page" } else { "plain" };
        if self.frame.is_some() {
            visitor.visit(&format!("/{name}-around.html")).await;
            visitor.enter_frame().await;
        } else {
            visitor.visit(&format!("/{name}.{}", self.extension)).await;
        }
        visitor.until("the page is ready", self.ready).await;
    }

    /// Does what is done before the survey is answered.
    pub(crate) async fn begin(&self, visitor: &Visitor) {
        match self.before {
            None => {}
            Some(Before::Follow) => {
                visitor.eval("(recorded.stays = true)").await;
                visitor.click("#link").await;
                visitor.until("the other page is there", "Boolean(document.querySelector('#arrived'))").await;
                assert_eq!(visitor.eval("recorded.stays === true").await, true, "the page was loaded anew");
            }
            Some(Before::Run(run, until)) => {
                visitor.eval(&format!("({run}, 0)")).await;
                visitor.until("the page has done so", until).await;
            }
        }
    }
}
