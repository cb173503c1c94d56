//! What a site can say about its survey, read once, with every problem at once.

use std::rc::Rc;

use crate::decode::{Code, Diagnostics, ObjectReader, did_you_mean, near_miss};

use crate::recontact::RecontactDays;
use crate::{HIGHEST, Kind, LOWEST, Layout, Links, MessageKey, Preset, Score, Survey, Value, limits, name_of};

/// How a survey stands in the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Display {
    /// A card above the page, in a corner or at an edge.
    #[default]
    Popover,
    /// In the flow of the page.
    Inline,
    /// Along the bottom edge, in the middle.
    Sheet,
    /// At the edge of a side, which it comes from.
    SlideIn,
    /// Along the whole bottom or top edge.
    Bar,
    /// Beside an element of the page.
    Beside,
    /// In the middle, with everything else out of reach.
    Modal,
    /// All over the window.
    Page,
}

impl Display {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[
        ("popover", Self::Popover),
        ("inline", Self::Inline),
        ("sheet", Self::Sheet),
        ("slide-in", Self::SlideIn),
        ("bar", Self::Bar),
        ("beside", Self::Beside),
        ("modal", Self::Modal),
        ("page", Self::Page),
    ];

    /// The name in configuration.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }

    /// Whether it is above the page or in it.
    pub fn layout(self) -> Layout {
        if self == Self::Inline { Layout::Inline } else { Layout::Popover }
    }

    /// Whether the page is out of reach meanwhile.
    pub fn is_modal(self) -> bool {
        matches!(self, Self::Modal | Self::Page)
    }
}

/// Where a survey stands that is above the page. Start and end follow the direction of the language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Position {
    #[default]
    BottomEnd,
    BottomCenter,
    BottomStart,
    CenterEnd,
    Center,
    CenterStart,
    TopEnd,
    TopCenter,
    TopStart,
}

impl Position {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[
        ("bottom-end", Self::BottomEnd),
        ("bottom-center", Self::BottomCenter),
        ("bottom-start", Self::BottomStart),
        ("center-end", Self::CenterEnd),
        ("center", Self::Center),
        ("center-start", Self::CenterStart),
        ("top-end", Self::TopEnd),
        ("top-center", Self::TopCenter),
        ("top-start", Self::TopStart),
    ];

    /// The name in configuration.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the page is.
    #[default]
    Auto,
    /// Dark text on white.
    Light,
    /// Light text on near-black.
    Dark,
}

impl Theme {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[("auto", Self::Auto), ("light", Self::Light), ("dark", Self::Dark)];

    /// The name in configuration.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, &self)
    }
}

/// What may be kept on the visitor's device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// Answers that wait and recontact periods, until they are over.
    #[default]
    Local,
    /// The same, until the tab is closed.
    Session,
    /// Nothing.
    None,
}

impl Storage {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[("local", Self::Local), ("session", Self::Session), ("none", Self::None)];
}

/// What waits until the visitor has consented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Keeping anything on the device.
    Storage,
    /// Showing the survey, and keeping anything on the device.
    Survey,
}

impl Consent {
    /// The names, and what they stand for.
    pub const NAMES: &[(&str, Self)] = &[("storage", Self::Storage), ("survey", Self::Survey)];
}

/// Whether Global Privacy Control counts as a refusal of consent.
pub const GPC: &[(&str, bool)] = &[("ignore", false), ("respect", true)];

/// When the application is loaded behind a prerendered first question: when the visitor turns to it, or at once.
pub const LOAD: &[(&str, ())] = &[("interaction", ()), ("now", ())];

/// Everything a site says about one survey.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where answers are posted as they are.
    pub endpoint: String,
    /// The whole configuration if it says more of where answers go: [`crate::endpoint::EndpointSet`] reads that.
    pub post: Option<Value>,
    /// The survey that is asked.
    pub survey: Rc<Survey>,
    /// What questions call the thing they ask about.
    pub product: Option<String>,
    /// The language. Default: the page's.
    pub lang: Option<String>,
    /// How it stands in the page.
    pub display: Display,
    /// In or beside which element, as a CSS selector, if it stands in the flow of the page or beside an element.
    pub container: Option<String>,
    /// In which corner or at which edge, if it is above the page and the site says so.
    pub position: Option<Position>,
    /// Seconds from when it could be shown until it is.
    pub delay: f64,
    /// Light or dark.
    pub theme: Theme,
    /// The accent, such as `#4f46e5`, from which the stylesheet derives colours that can be read.
    pub accent: Option<String>,
    /// What answers belong to.
    pub attributes: Vec<(String, Value)>,
    /// Who answers.
    pub person: Vec<(String, Value)>,
    /// The query parameters that stay in addresses.
    pub keep_query: Vec<String>,
    /// What may be kept on the device.
    pub storage: Storage,
    /// What waits for consent. None: nothing does.
    pub consent: Option<Consent>,
    /// How long visitors aren't asked again.
    pub recontact_days: RecontactDays,
    /// Whether it is shown by a call alone.
    pub manual: bool,
    /// The whole configuration if it says more of when, where and to whom it is shown: [`crate::targeting::Targeting`] reads
    /// that.
    pub targeting: Option<Value>,
    /// The site's own texts.
    pub texts: Vec<(MessageKey, String)>,
    /// What was wrong in a way that doesn't matter much.
    pub warnings: Diagnostics,
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// Everything that is missing, unknown or wrong, with its path.
    pub fn read(value: &Value) -> Result<Rc<Self>, Diagnostics> {
        Self::read_of_types(value, &crate::question::type_readers())
    }

    /// Reads a configuration whose questions may be of these types.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn read_with(value: &Value, types: &crate::question::TypeRegistry) -> Result<Rc<Self>, Diagnostics> {
        Self::read_of_types(value, &types.readers())
    }

    /// Reads a definition, which needn't say where answers go.
    ///
    /// # Errors
    /// Everything that is missing, unknown or wrong, with its path.
    pub fn read_definition(value: &Value) -> Result<Rc<Self>, Diagnostics> {
        let mut problems = Diagnostics::default();
        let types = crate::question::type_readers();
        let config = read_fields(value, false, &crate::definition::reader(&types), &mut problems);
        with_warnings(config, problems)
    }

    fn read_of_types(value: &Value, types: &[crate::question::TypeReader]) -> Result<Rc<Self>, Diagnostics> {
        let mut problems = Diagnostics::default();
        let config = read_fields(value, true, &crate::definition::reader(types), &mut problems);
        with_warnings(config, problems)
    }

    /// Reads a configuration that asks a preset's questions as they are: see [`Config::needs_definition`].
    ///
    /// # Errors
    /// As [`Config::read`].
    pub fn read_preset(value: &Value) -> Result<Rc<Self>, Diagnostics> {
        let mut problems = Diagnostics::default();
        let config = read_fields(value, true, &read_preset, &mut problems);
        with_warnings(config, problems)
    }

    /// Whether only [`Config::read`] can read it: it has questions of its own, or a preset that few pages use. The
    /// widget loads that reader only for pages that need it.
    pub fn needs_definition(value: &Value) -> bool {
        let preset = value.get("preset").and_then(Value::as_text);
        DEFINITION_FIELDS.iter().any(|name| value.get(name).is_some())
            || preset.is_some_and(|preset| !["nps", "helpful"].contains(&preset))
    }

    /// Whether it is above the page or in it.
    pub fn layout(&self) -> Layout {
        self.display.layout()
    }

    /// Whether it is above the page, and the site says where or how.
    pub fn is_placed(&self) -> bool {
        !matches!((self.display, self.position), (Display::Inline, _) | (Display::Popover, None))
    }

    /// The survey's name in recontact periods. It has the topic: one article's rating says nothing about the next.
    pub fn recontact_id(&self) -> String {
        let topic = self.attributes.iter().find(|(name, _)| name == "topic").and_then(|(_, topic)| topic.as_text());
        [self.survey.id.as_str(), "/", topic.unwrap_or_default()].concat()
    }
}

/// The configuration with what was reported while it was read, if that is nothing but warnings.
fn with_warnings(config: Option<Rc<Config>>, problems: Diagnostics) -> Result<Rc<Config>, Diagnostics> {
    match config {
        Some(mut config) if problems.only_warn() => {
            if let Some(config) = Rc::get_mut(&mut config) {
                config.warnings = problems;
            }
            Ok(config)
        }
        _ => Err(problems),
    }
}

/// The fields of a configuration that make a survey's definition.
const DEFINITION_FIELDS: [&str; 8] =
    ["version", "variants", "questions", "followUps", "endings", "values", "hidden", "languages"];
/// The other fields that configure one survey. All that remain are the site's.
const SURVEY_FIELDS: [&str; 10] =
    ["id", "preset", "kind", "display", "container", "show", "delay", "topic", "prerendered", "targeting"];

/// The configuration of another survey on the page: `survey`, laid over what `site` says that isn't about a survey of its
/// own.
pub fn inherit(mut site: Value, survey: Value) -> Value {
    if let Value::Map(entries) = &mut site {
        entries
            .retain(|(name, _)| !SURVEY_FIELDS.contains(&name.as_str()) && !DEFINITION_FIELDS.contains(&name.as_str()));
    }
    site.merge(survey);
    site
}

/// Reads the survey out of a configuration's fields: its name, preset, kind and links are read already.
pub(crate) type SurveyReader<'a> =
    &'a dyn Fn(&mut ObjectReader<'_, '_>, Option<&str>, Option<Preset>, Option<Kind>, &Links) -> Survey;

/// A [`SurveyReader`] for the presets that [`Config::needs_definition`] leaves.
fn read_preset(
    fields: &mut ObjectReader<'_, '_>,
    id: Option<&str>,
    preset: Option<Preset>,
    kind: Option<Kind>,
    links: &Links,
) -> Survey {
    // An editor's business; named so that it isn't unknown.
    fields.value("$schema");
    match preset {
        Some(Preset::Helpful) => crate::preset::helpful_survey(id, kind, links),
        _ => crate::preset::nps_survey(id, kind, links),
    }
}

/// Reads a configuration. A survey's own document leaves the endpoint to the tag: then it isn't `needed`.
pub(crate) fn read_fields(
    value: &Value,
    needed: bool,
    read_survey: SurveyReader<'_>,
    problems: &mut Diagnostics,
) -> Option<Rc<Config>> {
    let mut fields = ObjectReader::of(value, "", problems);
    let endpoint = fields.address("endpoint", &[]);
    let mut elsewhere = false;
    for name in ["endpoints", "receiver", "parameters", "beforeSend"] {
        elsewhere |= fields.value(name).is_some();
    }
    let endpoint =
        if needed && !elsewhere { fields.need("endpoint", endpoint) } else { endpoint.or(Some(String::new())) };
    let mut targeted = false;
    for name in crate::targeting::FIELDS.into_iter().chain(["variants"]) {
        targeted |= fields.value(name).is_some();
    }
    let preset = fields.one_of("preset", Preset::NAMES);
    let topic = fields.title("topic", limits::LABEL);
    let id = fields.identifier("id");
    let kind = fields.one_of("kind", Kind::NAMES);
    let links = Links {
        recommend: fields.address("recommendUrl", &[]),
        review: fields.address("reviewUrl", &[]),
        contact: fields.address("contactUrl", &["mailto", "tel"]),
    };
    let survey = read_survey(&mut fields, id.as_deref(), preset, kind, &links);
    // For what is on the page before this is read.
    fields.one_of("load", LOAD);
    fields.one_of("gpc", GPC);
    fields.number("recontactIgnored", 0, limits::RECONTACT_DAYS);
    fields.address("prerendered", &[]);
    let days = |fields: &mut ObjectReader<'_, '_>, name, usual| {
        fields.number(name, 0, limits::RECONTACT_DAYS).unwrap_or(usual)
    };
    // On a page, one trait that can't be used costs only itself. Who writes a document can correct it.
    let labels =
        |fields: &mut ObjectReader<'_, '_>, name| if needed { fields.usable_labels(name) } else { fields.labels(name) };
    let usual = RecontactDays::default();
    let mut attributes = labels(&mut fields, "attributes");
    if let Some(topic) = topic {
        attributes.retain(|(name, _)| name != "topic");
        attributes.truncate(limits::ENTRIES - 1);
        attributes.push(("topic".to_owned(), Value::from(topic)));
    }
    // Not moved about: it is large.
    let config = Rc::new(Config {
        endpoint: endpoint.clone().unwrap_or_default(),
        post: elsewhere.then(|| value.clone()),
        survey: Rc::new(survey),
        product: fields.text("product", limits::LABEL),
        lang: fields.identifier("lang"),
        display: fields.one_of("display", Display::NAMES).unwrap_or_default(),
        container: fields.text("container", limits::LABEL),
        position: fields.one_of("position", Position::NAMES),
        delay: fields.number("delay", 0, limits::DELAY).unwrap_or(1.0),
        theme: fields.one_of("theme", Theme::NAMES).unwrap_or_default(),
        accent: accent(&mut fields),
        attributes,
        person: labels(&mut fields, "person"),
        keep_query: fields.words("keepQuery"),
        storage: fields.one_of("storage", Storage::NAMES).unwrap_or_default(),
        consent: fields.one_of("consent", Consent::NAMES),
        recontact_days: RecontactDays {
            answered: days(&mut fields, "recontactAnswered", usual.answered),
            dismissed: days(&mut fields, "recontactDismissed", usual.dismissed),
        },
        targeting: targeted.then(|| value.clone()),
        manual: fields.one_of("show", &[("auto", false), ("manual", true)]).unwrap_or_default(),
        texts: texts(&mut fields),
        warnings: Diagnostics::default(),
    });
    fields.finish();
    endpoint.map(|_| config)
}

/// What a call that shows a survey can add to its configuration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShowOptions {
    /// A score that is shown as chosen, and counts once the visitor confirms it.
    pub prefill: Option<Score>,
    /// What this answer belongs to, over what the configuration says.
    pub attributes: Vec<(String, Value)>,
    /// Answers that the page gives, over what the configuration says.
    pub hidden: Vec<(String, Value)>,
    /// Whether the survey is shown although the visitor isn't to be asked again yet.
    pub ignore_recontact: bool,
}

impl ShowOptions {
    /// Reads what a call was given; nothing adds nothing.
    ///
    /// # Errors
    /// Everything that is unknown or wrong, with its path.
    pub fn read(value: &Value) -> Result<Self, Diagnostics> {
        if value.is_null() {
            return Ok(Self::default());
        }
        let mut problems = Diagnostics::default();
        let mut fields = ObjectReader::of(value, "", &mut problems);
        let mut prefill = None;
        if let Some(mut fields) = fields.object("prefill") {
            prefill = fields.whole("score", LOWEST.into(), HIGHEST.into()).and_then(|score| Score::new(score as u8));
            fields.finish();
        }
        let ignore_recontact = fields.flag("ignoreRecontact").unwrap_or_default();
        let options = Self {
            prefill,
            attributes: fields.usable_labels("attributes"),
            hidden: fields.labels("hidden"),
            ignore_recontact,
        };
        fields.finish();
        problems.or(Some(options))
    }
}

/// Reads who answers: the traits of a person that can be kept, and warnings of the others.
///
/// # Errors
/// Where it is no object, with the path.
pub fn read_person(person: Value) -> Result<(Vec<(String, Value)>, Diagnostics), Diagnostics> {
    let mut whole = Value::object();
    whole.put("person", person);
    let mut problems = Diagnostics::default();
    let traits = ObjectReader::of(&whole, "", &mut problems).usable_labels("person");
    if problems.only_warn() { Ok((traits, problems)) } else { Err(problems) }
}

fn accent(fields: &mut ObjectReader<'_, '_>) -> Option<String> {
    let accent = fields.text("accent", limits::IDENTIFIER)?;
    let digits = accent.strip_prefix('#').unwrap_or_default().as_bytes();
    if digits.len() != 6 || !digits.iter().all(u8::is_ascii_hexdigit) {
        fields.invalid("accent", "needs to be a colour such as #4f46e5");
        return None;
    }
    Some(accent)
}

fn texts(fields: &mut ObjectReader<'_, '_>) -> Vec<(MessageKey, String)> {
    let Some(mut fields) = fields.object("texts") else { return Vec::new() };
    let mut own = Vec::new();
    for key in MessageKey::ALL {
        if let Some(text) = fields.text(key.name(), limits::LABEL) {
            own.push((*key, text));
        }
    }
    fields.finish();
    own
}

/// The fields that attributes can spell. Everything else that stands on a tag or an element is somebody else's.
pub const ATTRIBUTES: [&str; 33] = [
    "endpoint",
    "receiver",
    "preset",
    "topic",
    "id",
    "kind",
    "recommendUrl",
    "reviewUrl",
    "contactUrl",
    "version",
    "load",
    "prerendered",
    "recontactAnswered",
    "recontactDismissed",
    "recontactIgnored",
    "when",
    "ifUrl",
    "sample",
    "interrupt",
    "product",
    "lang",
    "display",
    "container",
    "position",
    "delay",
    "theme",
    "accent",
    "keepQuery",
    "storage",
    "consent",
    "gpc",
    "show",
    "survey",
];

/// The configuration that the attributes of a tag or an element spell, names in camel case as `dataset` has them, and
/// warnings of those that nearly say something.
/// `personId`, `attributeColour`, `hiddenOrder` and `parameterForm` become entries of `person`, `attributes`, `hidden` and
/// `parameters`, and so do the attributes that every report knows: segment, touchpoint and team. `when`, `ifUrl` and `sample`
/// become fields of `targeting`. Empty ones count as absent: templates leave them. Other tools' are ignored.
pub fn from_attributes(attributes: Vec<(String, Value)>) -> (Value, Diagnostics) {
    let mut warnings = Diagnostics::default();
    let mut config = Value::Map(Vec::new());
    let mut nested = [
        ("person", "person", Value::Null),
        ("attribute", "attributes", Value::Null),
        ("hidden", "hidden", Value::Null),
        ("parameter", "parameters", Value::Null),
    ];
    let mut targeting = Value::Null;
    'attributes: for (name, value) in attributes {
        if value.as_text().is_some_and(|text| text.trim_ascii().is_empty()) {
            continue;
        }
        let of_reports = OF_REPORTS.contains(&name.as_str());
        for (prefix, _, entries) in &mut nested {
            if of_reports && *prefix == "attribute" {
                entries.set(&name, value);
                continue 'attributes;
            }
            let rest = name
                .strip_prefix(*prefix)
                .filter(|rest| rest.bytes().next().is_some_and(|first| !first.is_ascii_lowercase()));
            if let Some(rest) = rest {
                entries.set(&uncapitalised(rest), value);
                continue 'attributes;
            }
        }
        if crate::targeting::ATTRIBUTES.contains(&name.as_str()) {
            targeting.set(&name, value);
        } else if ATTRIBUTES.contains(&name.as_str()) {
            config.set(&name, value);
        } else if let Some(known) = near_miss(&name, &ATTRIBUTES).or_else(|| near_miss(&name, &OF_REPORTS)) {
            warnings.report(&name, Code::Attribute, &did_you_mean(known));
        }
    }
    for (name, entries) in
        nested.into_iter().map(|(_, name, entries)| (name, entries)).chain([("targeting", targeting)])
    {
        if !entries.is_null() {
            config.set(name, entries);
        }
    }
    (config, warnings)
}

/// The attributes of an answer that every report knows.
pub const OF_REPORTS: [&str; 3] = ["segment", "touchpoint", "team"];

fn uncapitalised(name: &str) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Rc<Config>, String> {
        Config::read(&serde_json::from_str(json).unwrap()).map_err(|problems| problems.to_string())
    }

    #[test]
    fn an_endpoint_alone_is_a_complete_configuration() {
        let config = read(r#"{"endpoint": "/feedback"}"#).unwrap();
        assert_eq!((config.survey.id.as_str(), config.display, config.delay), ("nps", Display::Popover, 1.0));
        assert_eq!(config.recontact_days, RecontactDays::default());
    }

    #[test]
    fn consent_is_for_what_is_stored_or_for_the_survey() {
        let consent = |json: &str| read(json).map(|config| config.consent);
        assert_eq!(consent(r#"{"endpoint": "/x"}"#), Ok(None));
        assert_eq!(consent(r#"{"endpoint": "/x", "consent": "survey"}"#), Ok(Some(Consent::Survey)));
        assert_eq!(
            consent(r#"{"endpoint": "/x", "consent": "storage", "gpc": "respect"}"#),
            Ok(Some(Consent::Storage))
        );
        assert_eq!(
            consent(r#"{"endpoint": "/x", "consent": true, "gpc": "yes"}"#).unwrap_err(),
            "gpc: needs to be one of: ignore, respect\nconsent: needs to be one of: storage, survey"
        );
    }

    #[test]
    fn another_survey_inherits_what_is_the_sites_alone() {
        let site = r#"{"endpoint": "/a", "product": "Tee", "id": "first", "delay": 9, "topic": "shop", "questions": [],
            "person": {"id": "17", "role": "buyer"}}"#;
        let survey = r#"{"endpoint": "/b", "preset": "helpful", "person": {"role": "admin"}}"#;
        let read = |json| serde_json::from_str::<Value>(json).unwrap();
        let merged = r#"{"endpoint":"/b","product":"Tee","person":{"id":"17","role":"admin"},"preset":"helpful"}"#;
        assert_eq!(inherit(read(site), read(survey)).to_json(), merged);
    }

    #[test]
    fn attributes_spell_the_same_configuration_as_an_object() {
        let attributes = [
            ("endpoint", "/feedback"),
            ("personId", "17"),
            ("segment", "returning"),
            ("attributeShopId", "b"),
            ("delay", "2.5"),
            ("keepQuery", "utm_source utm_medium"),
            ("accent", "#4f46e5"),
        ];
        let (value, warnings) =
            from_attributes(attributes.map(|(name, value)| (name.to_owned(), Value::from(value))).into());
        assert_eq!(warnings, Diagnostics::default());
        let object = read(
            r##"{"endpoint": "/feedback", "person": {"id": "17"}, "attributes": {"segment": "returning", "shopId": "b"},
            "delay": 2.5, "keepQuery": ["utm_source", "utm_medium"], "accent": "#4f46e5"}"##,
        );
        assert_eq!(format!("{:?}", Config::read(&value).unwrap()), format!("{:?}", object.unwrap()));
    }

    fn attributes(given: &[(&str, &str)]) -> (String, String) {
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
        let (config, warnings) = from_attributes(given);
        (config.to_json(), warnings.to_string())
    }

    #[test]
    fn foreign_and_empty_attributes_are_ignored() {
        let foreign = [
            ("cfasync", "false"),
            ("nscript", "afterInteractive"),
            ("turboTrack", "reload"),
            ("cookieconsent", "statistics"),
            ("testid", "survey"),
            ("personalised", "1"),
            ("_ngcontentAbcC1", "x"),
            ("vCloak", "x"),
            ("tabindex", "0"),
            ("open", ""),
            ("open", "true"),
            ("lang", ""),
            ("topic", " "),
            ("endpoint", "/x"),
        ];
        assert_eq!(attributes(&foreign), (r#"{"endpoint":"/x"}"#.to_owned(), String::new()));
    }

    #[test]
    fn a_near_miss_of_an_attribute_is_a_warning_with_a_suggestion() {
        let (config, warnings) =
            attributes(&[("endpont", "/x"), ("keepquery", "a"), ("segmnt", "new"), ("smaple", "5")]);
        assert_eq!(config, "{}");
        assert_eq!(
            warnings,
            "endpont: is not known; did you mean endpoint?\n\
             keepquery: is not known; did you mean keepQuery?\n\
             segmnt: is not known; did you mean segment?\n\
             smaple: is not known; did you mean sample?"
        );
    }

    #[test]
    fn every_attribute_spells_a_field() {
        for name in ATTRIBUTES {
            // The address of the document, which is read before the configuration is.
            if name == "survey" {
                continue;
            }
            let (given, _) = from_attributes(vec![(name.to_owned(), Value::Map(Vec::new()))]);
            let mut problems = Config::read(&given).err().unwrap_or_default();
            problems.0.extend(crate::targeting::Targeting::read(&given).err().unwrap_or_default().0);
            assert!(problems.0.iter().all(|problem| problem.code != Code::Unknown), "{name}: {problems}");
        }
    }

    #[test]
    fn one_trait_that_cannot_be_used_costs_only_itself() {
        let json = format!(
            r#"{{"endpoint": "/x", "topic": " Returns and refunds ", "person": {{"id": 17, "tags": [], "since": {{}}}},
            "attributes": {{"note": "{}", "plan": "team"}}}}"#,
            "x".repeat(501)
        );
        let config = read(&json).unwrap();
        assert_eq!(Value::Map(config.person.clone()).to_json(), r#"{"id":17}"#);
        let lengths: Vec<_> =
            config.attributes.iter().map(|(name, value)| (name.as_str(), value.as_text().map(str::len))).collect();
        assert_eq!(lengths, [("note", Some(500)), ("plan", Some(4)), ("topic", Some(21))]);
        assert_eq!(
            config.warnings.to_string(),
            "attributes.note: is cut: it is too long\n\
             person.tags: is dropped: it is neither text nor a number, nor true or false\n\
             person.since: is dropped: it is neither text nor a number, nor true or false"
        );
    }

    #[test]
    fn all_problems_are_reported_at_once() {
        let problems = read(
            r#"{"enpoint": "/x", "delay": -1, "accent": "red", "texts": {"action.sned": "x"}, "recommendUrl": "javascript:0",
            "container": 5, "load": []}"#,
        );
        assert_eq!(
            problems.unwrap_err(),
            "endpoint: is missing\n\
             recommendUrl: needs to be an address that starts with https:// or http://, or a path on this site\n\
             load: needs to be one of: interaction, now\n\
             delay: needs to be a number from 0 to 86400\n\
             accent: needs to be a colour such as #4f46e5\n\
             texts.action.sned: is not known; did you mean action.send?\n\
             enpoint: is not known; did you mean endpoint?"
        );
    }

    #[test]
    fn every_problem_has_its_path_with_or_without_words() {
        let value = serde_json::from_str(r#"{"enpoint": "/x", "delay": -1, "person": []}"#).unwrap();
        let problems = Config::read(&value).unwrap_err();
        let paths: Vec<_> = problems.0.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(paths, ["endpoint", "delay", "person", "enpoint"]);
    }

    #[test]
    fn each_article_rests_by_itself() {
        let recontact_id = |json: &str| read(json).unwrap().recontact_id();
        assert_eq!(recontact_id(r#"{"endpoint": "/x", "preset": "helpful", "topic": "returns"}"#), "helpful/returns");
        assert_eq!(recontact_id(r#"{"endpoint": "/x"}"#), "nps/");
    }
}
