//! What conditions, computed values and texts can refer to.

/// One thing that is known about a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariableRef {
    /// What the site calls the thing it asks about.
    Product,
    /// The recommendation score.
    Score,
    /// The group of the score.
    Group,
    /// An answer, or one field of it: `contact`, `contact.email`.
    Answer(String, Option<String>),
    /// An attribute: `segment`, `touchpoint` …
    Attribute(String),
    /// A person's trait: `role`, `account` …
    Person(String),
    /// A fact of the page: `url`, `title`, `referrer` or `language`.
    Page(String),
    /// An answer that the page gave without asking.
    Hidden(String),
    /// A computed value.
    Computed(String),
    /// Anything in a response, by its names with dots between them: `survey.id`. Known once there is one: to endpoints.
    Response(String),
    /// What only [`crate::targeting`] asks for, by where it comes from and its name.
    Fact(FactSource, String),
}

/// Where a fact comes from that targeting asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactSource {
    /// A parameter of the page's address: `utm_source`.
    Parameter,
    /// Whether the page has an element, by a CSS selector.
    Element,
    /// A value in the page's data layer, by its names with dots between them: `cart.total`.
    Data,
    /// A fact of the visitor or the device: one of [`VariableRef::VISITOR`].
    Visitor,
    /// How often an event of this name was tracked.
    Event,
    /// A property of a tracked event.
    Property,
}

impl VariableRef {
    /// The facts of a page.
    pub const PAGE: [&str; 4] = ["url", "title", "referrer", "language"];

    /// The facts of a page that targeting knows.
    pub const PAGE_OF_TARGETING: [&str; 5] = ["url", "path", "title", "referrer", "language"];

    /// The facts of a visitor that are true or false.
    pub const VISITOR_FLAGS: [&str; 3] = ["new", "signedIn", "landing"];

    /// The facts of a visitor.
    pub const VISITOR: [&str; 8] =
        ["device", "screenWidth", "language", "visits", "pages", "new", "signedIn", "landing"];

    /// What stands in a response.
    pub const RESPONSE: [&str; 18] = [
        "schema",
        "id",
        "revision",
        "status",
        "survey.id",
        "survey.version",
        "survey.kind",
        "score",
        "group",
        "answers",
        "ending",
        "person",
        "attributes",
        "page",
        "locale",
        "layout",
        "shownAt",
        "answeredAt",
    ];

    /// Whether something of this name can stand in a response.
    pub fn is_of_response(name: &str) -> bool {
        let within = |part: &&str| name.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        ["survey", "seconds"].iter().chain(&Self::RESPONSE).any(within)
    }

    /// An answer by its name, with the name of a field after a dot.
    pub fn answer(name: &str) -> Self {
        match name.split_once('.') {
            Some((name, field)) => Self::Answer(name.to_owned(), Some(field.to_owned())),
            None => Self::Answer(name.to_owned(), None),
        }
    }

    /// What a placeholder names: `product`, `score`, `group`, or `answer:`, `attribute:`, `person:`, `page:`,
    /// `hidden:` or `value:` with a name.
    pub fn parse(place: &str) -> Option<Self> {
        match place {
            "product" => return Some(Self::Product),
            "score" => return Some(Self::Score),
            "group" => return Some(Self::Group),
            _ => {}
        }
        let (source, name) = place.split_once(':')?;
        let name = name.to_owned();
        Some(match source {
            _ if name.is_empty() => return None,
            "answer" => Self::answer(&name),
            "attribute" => Self::Attribute(name),
            "person" => Self::Person(name),
            "page" if Self::PAGE.contains(&name.as_str()) => Self::Page(name),
            "hidden" => Self::Hidden(name),
            "value" => Self::Computed(name),
            _ => return None,
        })
    }
}
