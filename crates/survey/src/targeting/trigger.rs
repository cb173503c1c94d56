//! What has to happen before a survey is shown.

use crate::{Predicate, Value, digits};

/// What a survey waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// Nothing: a page view, or the next route of a single-page application, is enough.
    View,
    /// So many seconds since the page view began.
    Delay(f64),
    /// So many seconds in which the page could be seen.
    Visible(f64),
    /// So many page views.
    Pages(u32),
    /// So many percent of the page scrolled.
    Scroll(f64),
    /// An element, by a CSS selector, scrolled into view.
    ScrollTo(String),
    /// A click on an element.
    Click(String),
    /// Signs that the visitor is about to leave.
    Exit,
    /// So many seconds without input.
    Inactive(f64),
    /// Another route of a single-page application.
    Route,
    /// Events that the page tracks.
    Event(EventTrigger),
}

/// Events that a survey waits for.
#[derive(Clone, Debug, PartialEq)]
pub struct EventTrigger {
    /// Their name.
    pub name: String,
    /// How many.
    pub count: u32,
    /// What has to hold for the properties of each.
    pub condition: Option<Predicate>,
    /// Events after which those before don't count any more.
    pub cancelled_by: Vec<String>,
}

impl Trigger {
    /// The names, as configuration has them.
    pub const NAMES: [&str; 11] =
        ["view", "delay", "visible", "pages", "scroll", "scrollTo", "click", "exit", "inactive", "route", "event"];

    /// The name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Delay(_) => "delay",
            Self::Visible(_) => "visible",
            Self::Pages(_) => "pages",
            Self::Scroll(_) => "scroll",
            Self::ScrollTo(_) => "scrollTo",
            Self::Click(_) => "click",
            Self::Exit => "exit",
            Self::Inactive(_) => "inactive",
            Self::Route => "route",
            Self::Event(_) => "event",
        }
    }

    /// What it waits for, as part of a sentence.
    pub(super) fn description(&self) -> String {
        let number = |number: f64| Value::from(number).to_json();
        match self {
            Self::View => "a page view".to_owned(),
            Self::Delay(seconds) => [&number(*seconds), " seconds on the page"].concat(),
            Self::Visible(seconds) => [&number(*seconds), " seconds of visible time"].concat(),
            Self::Pages(1) => "a page view".to_owned(),
            Self::Pages(pages) => [&digits((*pages).into()), " page views"].concat(),
            Self::Scroll(percent) => ["scrolling ", &number(*percent), " % of the page"].concat(),
            Self::ScrollTo(selector) => ["scrolling to ", selector].concat(),
            Self::Click(selector) => ["a click on ", selector].concat(),
            Self::Exit => "signs of leaving".to_owned(),
            Self::Inactive(seconds) => [&number(*seconds), " seconds without input"].concat(),
            Self::Route => "another route".to_owned(),
            Self::Event(event) if event.count == 1 => ["the event ", &event.name].concat(),
            Self::Event(event) => ["the event ", &event.name, ", ", &digits(event.count.into()), " times"].concat(),
        }
    }
}
