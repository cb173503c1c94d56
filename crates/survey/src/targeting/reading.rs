//! Reading targeting out of a configuration: every problem at once, each with its path.

use super::sampling::survey_of;
use super::schedule::parse_clock;
use super::{EventTrigger, FIELDS, Moment, Restraint, Schedule, Targeting, Trigger, WEEKDAYS};
use crate::decode::{Code, Diagnostics, ObjectReader};
use crate::definition::condition::{ConditionParser, Heads, KnownNames};
use crate::definition::references::{RefSite, References};
use crate::diagnostic::too_many;
use crate::{Comparison, FactSource, Predicate, Preset, Value, VariableRef, digits, limits};

/// What conditions can be about before there is a survey: a page view.
const PAGE_VIEW: Heads = Heads {
    names: &["all", "any", "not", "page", "parameter", "element", "data", "visitor", "event", "attribute", "person"],
    page: &VariableRef::PAGE_OF_TARGETING,
    fact,
    usual,
};
/// What they can be about in one tracked event.
const TRACKED_EVENT: Heads = Heads { names: &["all", "any", "not", "property"], ..PAGE_VIEW };

fn fact(head: &str) -> Option<(FactSource, KnownNames)> {
    Some(match head {
        "visitor" => (FactSource::Visitor, Some(&VariableRef::VISITOR)),
        "parameter" => (FactSource::Parameter, None),
        "element" => (FactSource::Element, None),
        "data" => (FactSource::Data, None),
        "event" => (FactSource::Event, None),
        "property" => (FactSource::Property, None),
        _ => return None,
    })
}

/// What something is compared to where nothing is said: an element is there, an event was tracked, a flag is true.
fn usual(source: &VariableRef) -> Option<Comparison> {
    match source {
        VariableRef::Fact(FactSource::Element, _) => Some(Comparison::Is(Value::Bool(true))),
        VariableRef::Fact(FactSource::Event, _) => Some(Comparison::AtLeast(1.0)),
        VariableRef::Fact(FactSource::Visitor, name) if VariableRef::VISITOR_FLAGS.contains(&name.as_str()) => {
            Some(Comparison::Is(Value::Bool(true)))
        }
        _ => None,
    }
}

impl Targeting {
    /// Reads when, where and to whom a survey is shown. Other fields of the configuration are left to their readers.
    ///
    /// # Errors
    /// Everything that is wrong about it, with its path.
    pub fn read(config: &Value) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        let targeting = read(config, &mut ObjectReader::of(config, "", &mut problems));
        problems.or(Some(targeting))
    }
}

/// Reads it from a configuration's fields.
fn read(config: &Value, fields: &mut ObjectReader<'_, '_>) -> Targeting {
    let given = |name| config.get(name).is_some_and(|value| !value.is_null());
    let text = |name| config.get(name).and_then(Value::as_text);
    let within =
        |name, field| config.get(name).and_then(|value| value.get(field)).is_some_and(|value| !value.is_null());
    let preset = Preset::NAMES.iter().find(|(name, _)| text("preset") == Some(name)).map(|(_, preset)| *preset);
    let has_moment = given("delay")
        || given("questions")
        || within("attributes", "touchpoint")
        || within("targeting", "when")
        || text("display") == Some("inline")
        || text("show") == Some("manual");
    let mut targeting = Targeting::default_for(preset.unwrap_or_default(), has_moment);
    targeting.survey = survey_of(config).to_owned();
    targeting.popover = text("display") != Some("inline");
    if let Some(mut fields) = fields.object(FIELDS[0]) {
        read_targeting(&mut targeting, &mut fields);
        fields.finish();
    }
    targeting.interrupt = interrupt(fields);
    targeting
}

fn read_targeting(targeting: &mut Targeting, fields: &mut ObjectReader<'_, '_>) {
    patterns(fields, &mut targeting.conditions);
    match condition(fields, "if", PAGE_VIEW) {
        Some(Predicate::All(conditions)) => targeting.conditions.extend(conditions),
        condition => targeting.conditions.extend(condition),
    }
    if let Some(triggers) = triggers(fields) {
        targeting.triggers = triggers;
    }
    targeting.schedule = schedule(fields);
    if let Some(sample) = fields.number("sample", 0, 100) {
        targeting.sample = sample;
    }
    targeting.priority = fields.number("priority", 0, limits::PRIORITY).unwrap_or_default();
}

/// A condition in the field `name`.
fn condition(fields: &mut ObjectReader<'_, '_>, name: &'static str, heads: Heads) -> Option<Predicate> {
    // What it refers to are names of the page's, which nothing here could resolve.
    ConditionParser::new(&mut References::default(), heads, RefSite::End).predicate(fields, name)
}

/// Patterns for the URL as an attribute spells them: one of them has to match, and none of those that begin with `!`. One that
/// begins with `/` is for the path.
fn patterns(fields: &mut ObjectReader<'_, '_>, conditions: &mut Vec<Predicate>) {
    let patterns = fields.words("ifUrl");
    if patterns.len() > limits::PATTERNS {
        fields.report("ifUrl", Code::Limit, &too_many(limits::PATTERNS));
        return;
    }
    let mut wanted = Vec::new();
    for pattern in patterns {
        let (is_negated, pattern) = match pattern.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, pattern.as_str()),
        };
        if pattern.is_empty() || limits::exceeds(pattern, limits::LABEL) {
            fields.invalid("ifUrl", "needs to be patterns such as */thanks* or !/checkout*, with spaces between them");
            return;
        }
        let fact = if pattern.starts_with('/') { "path" } else { "url" };
        let comparison = Comparison::Matches(pattern.to_owned());
        let predicate = Predicate::Compare(VariableRef::Page(fact.to_owned()), vec![comparison]);
        if is_negated {
            conditions.push(Predicate::Not(Box::new(predicate)));
        } else {
            wanted.push(predicate);
        }
    }
    match wanted.len() {
        0 => {}
        1 => conditions.append(&mut wanted),
        _ => conditions.push(Predicate::Any(wanted)),
    }
}

fn triggers(fields: &mut ObjectReader<'_, '_>) -> Option<Vec<Trigger>> {
    let mut triggers = Vec::new();
    let short: Vec<Value>;
    let items = match fields.value("when")? {
        Value::Text(text) => {
            short = text.split(',').map(Value::from).collect();
            if short.len() > limits::TRIGGERS {
                fields.report("when", Code::Limit, &too_many(limits::TRIGGERS));
                return None;
            }
            &short
        }
        Value::List(items) if items.is_empty() => {
            fields.invalid("when", "needs at least one trigger");
            return None;
        }
        _ => fields.list("when", limits::TRIGGERS),
    };
    for (index, item) in items.iter().enumerate() {
        let spelt;
        let item = match item {
            Value::Text(text) => match spelt_out(text) {
                Some(object) => {
                    spelt = object;
                    &spelt
                }
                None => {
                    let step = fields.step("when", index);
                    let message = ["needs to start with one of: ", &Trigger::NAMES.join(", ")].concat();
                    fields.report(&step, Code::Value, &message);
                    continue;
                }
            },
            item => item,
        };
        let step = fields.step("when", index);
        let mut inner = fields.at(&step, item);
        triggers.extend(trigger(&mut inner));
        inner.finish();
    }
    Some(triggers)
}

/// The object that a short form stands for: `scroll 50%` for `{"scroll": 50}`.
fn spelt_out(text: &str) -> Option<Value> {
    let text = text.trim_ascii();
    let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim_ascii();
    let name = Trigger::NAMES.into_iter().find(|known| *known == name)?;
    let value = match name {
        "view" | "exit" | "route" if rest.is_empty() => Value::Bool(true),
        "scroll" => Value::from(rest.strip_suffix('%').unwrap_or(rest)),
        "delay" | "visible" | "inactive" => Value::from(rest.strip_suffix('s').unwrap_or(rest)),
        _ => Value::from(rest),
    };
    let mut object = Value::object();
    object.put(name, value);
    Some(object)
}

fn trigger(fields: &mut ObjectReader<'_, '_>) -> Option<Trigger> {
    // Known, whatever else is wrong.
    let mut given = Trigger::NAMES.into_iter().filter(|name| fields.value(name).is_some());
    let (name, second) = (given.next(), given.next());
    drop(given);
    for name in Trigger::NAMES {
        fields.value(name);
    }
    if let (Some(name), Some(second)) = (name, second) {
        let message = ["has both ", name, " and ", second, ": make two triggers of it"].concat();
        fields.report("", Code::Conflict, &message);
        fields.allow_unknown();
        return None;
    }
    let Some(name) = name else {
        fields.report("", Code::Value, &["needs one of: ", &Trigger::NAMES.join(", ")].concat());
        return None;
    };
    let flag = |fields: &mut ObjectReader<'_, '_>| {
        let is_true = fields.value(name) == Some(&Value::Bool(true));
        if !is_true {
            fields.invalid(name, "needs to be true");
        }
        is_true.then_some(())
    };
    Some(match name {
        "view" => flag(fields).map(|()| Trigger::View)?,
        "exit" => flag(fields).map(|()| Trigger::Exit)?,
        "route" => flag(fields).map(|()| Trigger::Route)?,
        "delay" => Trigger::Delay(fields.number(name, 0, limits::DELAY)?),
        "visible" => Trigger::Visible(fields.number(name, 0, limits::DELAY)?),
        "inactive" => Trigger::Inactive(fields.number(name, 1, limits::DELAY)?),
        "pages" => Trigger::Pages(fields.whole(name, 1, limits::PAGES)?),
        "scroll" => Trigger::Scroll(fields.number(name, 0, 100)?),
        "scrollTo" => Trigger::ScrollTo(fields.title(name, limits::LABEL)?),
        "click" => Trigger::Click(fields.title(name, limits::LABEL)?),
        _ => Trigger::Event(EventTrigger {
            count: fields.whole("count", 1, limits::EVENTS as u32).unwrap_or(1),
            condition: condition(fields, "where", TRACKED_EVENT),
            cancelled_by: fields.words("cancelledBy"),
            name: fields.title(name, 2 * limits::IDENTIFIER + 1)?,
        }),
    })
}

fn schedule(fields: &mut ObjectReader<'_, '_>) -> Schedule {
    let schedule = Schedule {
        from: moment(fields, "from"),
        until: moment(fields, "until"),
        days: days(fields),
        hours: hours(fields),
        zone: zone(fields),
    };
    if let (Some(from), Some(until)) = (schedule.from, schedule.until)
        && Moment::are_crossed(from, until)
    {
        fields.report("until", Code::NeverShown, "is before from: nobody is asked");
    }
    schedule
}

fn moment(fields: &mut ObjectReader<'_, '_>, name: &'static str) -> Option<Moment> {
    let moment = fields.value(name)?.as_text().and_then(Moment::parse);
    if moment.is_none() {
        fields.invalid(name, "needs to be a day such as 2026-12-31, or a moment in UTC such as 2026-12-31T18:00:00Z");
    }
    moment
}

fn days(fields: &mut ObjectReader<'_, '_>) -> Vec<u8> {
    let names = fields.words("days");
    let days: Vec<u8> =
        names.iter().filter_map(|name| WEEKDAYS.iter().position(|known| known == name)).map(|day| day as u8).collect();
    if days.len() < names.len() {
        fields.report("days", Code::Value, &["needs to be a list of: ", &WEEKDAYS.join(", ")].concat());
    } else if days.is_empty() && fields.value("days").is_some() {
        fields.invalid("days", "needs at least one day");
    }
    days
}

fn hours(fields: &mut ObjectReader<'_, '_>) -> Option<(u16, u16)> {
    let mut fields = fields.object("hours")?;
    let mut read = |name| {
        let value = fields.value(name);
        let minute = value.and_then(Value::as_text).and_then(parse_clock);
        if value.is_some() && minute.is_none() {
            fields.invalid(name, "needs to be a time such as 09:00");
        }
        fields.need(name, minute)
    };
    let (from, until) = (read("from"), read("until"));
    if let (Some(from), Some(until)) = (from, until)
        && from == until
    {
        fields.report("", Code::NeverShown, "end when they begin: nobody is asked");
    }
    fields.finish();
    Some((from?, until?))
}

/// The zone's name, unless it is the visitor's. Whether there is such a zone the browser knows.
fn zone(fields: &mut ObjectReader<'_, '_>) -> Option<String> {
    let zone = fields.identifier("zone")?;
    if zone.bytes().any(|byte| !byte.is_ascii_alphanumeric() && !b"/_+-".contains(&byte)) {
        fields.invalid("zone", "needs to be visitor, or the name of a time zone such as Europe/Berlin");
        return None;
    }
    (zone != "visitor").then_some(zone)
}

fn interrupt(fields: &mut ObjectReader<'_, '_>) -> Vec<Restraint> {
    let names = fields.words(FIELDS[1]);
    let find =
        |name: &String| Restraint::NAMES.iter().find(|(known, _)| known == name).map(|(_, restraint)| *restraint);
    let restraints: Vec<Restraint> = names.iter().filter_map(find).collect();
    if restraints.len() < names.len() {
        let known = || Restraint::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        fields.report(FIELDS[1], Code::Value, &["needs to be a list of: ", &known()].concat());
    }
    restraints
}

/// Reads targeting and variants for the linter, which also warns of what can never be met, or works badly.
pub(crate) fn lint(config: &Value, problems: &mut Diagnostics) {
    let mut fields = ObjectReader::of(config, "", problems);
    let targeting = read(config, &mut fields);
    if let Some(value @ Value::Map(_)) = fields.value(FIELDS[0]) {
        let mut fields = fields.at(FIELDS[0], value);
        if targeting.sample == 0.0 {
            fields.report("sample", Code::NeverShown, "is 0: nobody is asked");
        }
        if targeting.triggers == [Trigger::Exit] {
            fields.report("when", Code::RarelyShown, "is exit alone: phones rarely notice that a visitor leaves");
        }
        fields.allow_unknown();
    }
    variants(&mut fields);
    fields.allow_unknown();
}

/// What a variant can't have: it is chosen after the survey is found to be due.
const SAME_IN_ALL: [&str; 4] = ["id", "variants", "targeting", "interrupt"];

fn variants(fields: &mut ObjectReader<'_, '_>) {
    let mut names: Vec<String> = Vec::new();
    let mut weights = 0.0;
    let list = fields.list("variants", limits::VARIANTS);
    for (index, item) in list.iter().enumerate() {
        let mut fields = fields.item("variants", index, item);
        let name = fields.identifier("name");
        if let Some(name) = fields.need("name", name) {
            if names.contains(&name) {
                fields.report("name", Code::Duplicate, "is the name of another variant too");
            }
            names.push(name);
        }
        weights += fields.number("weight", 0, limits::WEIGHT).unwrap_or(1.0);
        if let Some(Value::Text(_)) = fields.value("weight") {
            fields.invalid("weight", &["needs to be a number from 0 to ", &digits(limits::WEIGHT.into())].concat());
        }
        if let Some(mut config) = fields.object("config") {
            for name in SAME_IN_ALL {
                if config.value(name).is_some() {
                    config.report(name, Code::Conflict, "has to be the same in all variants");
                }
            }
            config.allow_unknown();
        }
        fields.finish();
    }
    if !list.is_empty() && weights == 0.0 {
        fields.report("variants", Code::NeverShown, "have no weight: none of them is ever chosen");
    }
}
