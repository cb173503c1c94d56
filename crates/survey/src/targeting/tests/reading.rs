use super::*;
use crate::lint;

/// What is wrong.
fn problems(json: &str) -> String {
    Targeting::read(&serde_json::from_str(json).unwrap()).err().unwrap_or_default().to_string()
}

fn of_targeting(part: &str) -> String {
    problems(&format!(r#"{{"targeting": {{{part}}}}}"#))
}

#[test]
fn short_forms_spell_the_same_triggers_as_objects() {
    let short = r##"view, delay 5, visible 30s, pages 3, scroll 50%, scrollTo #reviews, click .cancel > b, exit,
        inactive 20, route, event Order completed"##;
    let short = targeting(&serde_json::json!({"targeting": {"when": short.replace('\n', " ")}}).to_string());
    let long = targeting(
        r##"{"targeting": {"when": [{"view": true}, {"delay": 5}, {"visible": 30}, {"pages": 3}, {"scroll": 50},
        {"scrollTo": "#reviews"}, {"click": ".cancel > b"}, {"exit": true}, {"inactive": "20"}, {"route": true},
        {"event": "Order completed"}]}}"##,
    );
    assert_eq!(short, long);
    let names: Vec<_> = long.triggers.iter().map(Trigger::name).collect();
    assert_eq!(names, Trigger::NAMES);
}

#[test]
fn attributes_spell_targeting() {
    let attributes =
        [("when", "scroll 50%"), ("ifUrl", "*/thanks* !/x"), ("sample", "20"), ("interrupt", "typing start")];
    let given = attributes.map(|(name, value)| (name.to_owned(), Value::from(value)));
    let (config, warnings) = crate::config::from_attributes(given.into());
    assert_eq!(warnings.to_string(), "");
    let targeting = Targeting::read(&config).unwrap();
    assert_eq!((targeting.triggers, targeting.sample), (vec![Trigger::Scroll(50.0)], 20.0));
    assert_eq!((targeting.conditions.len(), targeting.interrupt.len()), (2, 2));
    let (config, _) = crate::config::from_attributes(vec![("when".to_owned(), Value::from("exit, scrol 50"))]);
    let problems = Targeting::read(&config).unwrap_err().to_string();
    assert!(problems.starts_with("targeting.when[1]: needs to start with one of: view, delay"), "{problems}");
}

#[test]
fn an_event_can_have_a_count_a_filter_and_what_cancels_it() {
    let json = r#"{"targeting": {"when": [{"event": "order", "count": 2, "cancelledBy": ["refund"],
        "where": {"all": [{"property": "total", "atLeast": 50}, {"not": {"property": "kind", "is": "gift"}}]}}]}}"#;
    let targeting = targeting(json);
    let [Trigger::Event(event)] = targeting.triggers.as_slice() else { panic!("no event") };
    assert_eq!((event.count, event.cancelled_by.as_slice()), (2, ["refund".to_owned()].as_slice()));
    let mut events = Events::default();
    for _ in 0..2 {
        assert!(!events.fulfil(event));
        events.track("order", &serde_json::from_str(r#"{"total": 60, "kind": "own"}"#).unwrap());
    }
    assert!(events.fulfil(event));
}

#[test]
fn every_problem_has_its_path() {
    let known = "view, delay, visible, pages, scroll, scrollTo, click, exit, inactive, route, event";
    let one_of = format!("targeting.when[0]: needs one of: {known}");
    let table = [
        (
            r#""if": {"score": true, "below": 7}"#,
            "targeting.if: needs one of: all, any, not, page, parameter, element, data, visitor, event, attribute, person\ntargeting.if.score: is not known",
        ),
        (
            r#""if": {"page": "hash", "is": "x"}"#,
            "targeting.if.page: needs to be one of: url, path, title, referrer, language",
        ),
        (
            r#""if": {"visitor": "age", "above": 5}"#,
            "targeting.if.visitor: needs to be one of: device, screenWidth, language, visits, pages, new, signedIn, landing",
        ),
        (r#""if": {"all": []}"#, "targeting.if.all: needs at least one condition"),
        (
            r#""if": {"parameter": "utm_source"}"#,
            "targeting.if: needs a comparison, such as \"is\": \"late\", \"atLeast\": 3 or \"empty\": false",
        ),
        (r#""when": []"#, "targeting.when: needs at least one trigger"),
        (r#""days": []"#, "targeting.days: needs at least one day"),
        (r#""when": 5"#, "targeting.when: needs to be a list, and is a number"),
        (r#""when": [5]"#, "targeting.when[0]: needs to be an object, and is a number"),
        (r#""when": [{}]"#, one_of.as_str()),
        (r#""when": [{"scroll": 101}]"#, "targeting.when[0].scroll: needs to be a number from 0 to 100"),
        (r#""when": "scroll half""#, "targeting.when[0].scroll: needs to be a number from 0 to 100"),
        (r#""when": "click""#, "targeting.when[0].click: needs to be text on one line"),
        (r#""when": [{"exit": false}]"#, "targeting.when[0].exit: needs to be true"),
        (r#""when": "exit now""#, "targeting.when[0].exit: needs to be true"),
        (r#""when": [{"pages": 2.5}]"#, "targeting.when[0].pages: needs to be a whole number"),
        (
            r#""when": [{"view": true, "delay": 5}]"#,
            "targeting.when[0]: has both view and delay: make two triggers of it",
        ),
        (r#""when": [{"delay": 5, "count": 2}]"#, "targeting.when[0].count: is not known"),
        (r#""when": [{"event": "a", "count": 51}]"#, "targeting.when[0].count: needs to be a number from 1 to 50"),
        (
            r#""when": [{"event": "a", "where": {"page": "url"}}]"#,
            "targeting.when[0].where: needs one of: all, any, not, property",
        ),
        (r#""when": [{"event": "a", "cancelledBy": 5}]"#, "targeting.when[0].cancelledBy: needs to be a list of words"),
        (
            r#""from": "tomorrow""#,
            "targeting.from: needs to be a day such as 2026-12-31, or a moment in UTC such as 2026-12-31T18:00:00Z",
        ),
        (
            r#""until": "2026-02-30""#,
            "targeting.until: needs to be a day such as 2026-12-31, or a moment in UTC such as 2026-12-31T18:00:00Z",
        ),
        (
            r#""from": 20261231"#,
            "targeting.from: needs to be a day such as 2026-12-31, or a moment in UTC such as 2026-12-31T18:00:00Z",
        ),
        (
            r#""days": ["monday", "funday"]"#,
            "targeting.days: needs to be a list of: monday, tuesday, wednesday, thursday, friday, saturday, sunday",
        ),
        (
            r#""hours": {"from": "9:00"}"#,
            "targeting.hours.from: needs to be a time such as 09:00\ntargeting.hours.until: is missing",
        ),
        (
            r#""hours": "09:00-17:00""#,
            "targeting.hours: needs to be an object, and is text\ntargeting.hours.from: is missing\ntargeting.hours.until: is missing",
        ),
        (r#""zone": "Europe/Berlin; x""#, "targeting.zone: needs to be one word, without spaces"),
        (r#""zone": "<b>""#, "targeting.zone: needs to be visitor, or the name of a time zone such as Europe/Berlin"),
        (r#""sample": 101"#, "targeting.sample: needs to be a number from 0 to 100"),
        (
            r#""ifUrl": "!""#,
            "targeting.ifUrl: needs to be patterns such as */thanks* or !/checkout*, with spaces between them",
        ),
        (r#""smaple": 20"#, "targeting.smaple: is not known; did you mean sample?"),
    ];
    for (part, expected) in table {
        let found = of_targeting(part);
        assert!(found.starts_with(expected), "{part}: {found}");
    }
    let restraints = "interrupt: needs to be a list of: typing, checkout, dialog, banner, fullscreen, saveData, start";
    assert_eq!(problems(r#"{"interrupt": ["reading"]}"#), restraints);
    assert_eq!(problems(r#"{"targeting": 5}"#), "targeting: needs to be an object, and is a number");
}

#[test]
fn a_hostile_configuration_ends_in_an_error() {
    let deep = format!(r#""if": {}{}{}"#, r#"{"not": "#.repeat(9), r#"{"event": "a"}"#, "}".repeat(9));
    let triggers = format!(r#""when": [{}]"#, vec![r#"{"view": true}"#; 5_000].join(","));
    let spelt = format!(r#""when": "{}""#, "view,".repeat(5_000));
    let wide = format!(r#""if": {{"all": [{}]}}"#, vec![r#"{"event": "a"}"#; 65].join(","));
    let patterns = format!(r#""ifUrl": "{}""#, "* ".repeat(5_000));
    let table = [
        (deep, "is nested too deeply: at most 8 levels"),
        (triggers, "targeting.when: has too many entries: at most 20"),
        (spelt, "targeting.when: has too many entries: at most 20"),
        (wide, "targeting.if.all: has too many entries: at most 64"),
        (patterns, "targeting.ifUrl: has too many entries: at most 20"),
    ];
    for (part, expected) in table {
        let found = of_targeting(&part);
        assert!(found.contains(expected), "{found:.300}");
    }
    // A selector is text here: a browser that can't read it finds no such element.
    assert_eq!(of_targeting(r#""if": {"element": "]]] {"}, "when": "click (((""#), "");
}

/// What the linter says, a line each.
fn linted(json: &str) -> Vec<String> {
    let document = serde_json::from_str(json).unwrap();
    lint(&document).iter().map(|problem| format!("{} {}", problem.code.name(), problem.text())).collect()
}

#[test]
fn what_can_never_be_met_is_warned_of() {
    let table = [
        (r#""sample": 0"#, "never-shown targeting.sample: is 0: nobody is asked"),
        (
            r#""from": "2026-12-02", "until": "2026-12-01""#,
            "never-shown targeting.until: is before from: nobody is asked",
        ),
        (
            r#""hours": {"from": "09:00", "until": "09:00"}"#,
            "never-shown targeting.hours: end when they begin: nobody is asked",
        ),
        (r#""when": "exit""#, "rarely-shown targeting.when: is exit alone: phones rarely notice that a visitor leaves"),
    ];
    for (part, expected) in table {
        assert_eq!(linted(&format!(r#"{{"targeting": {{{part}}}}}"#)), [expected]);
    }
    assert_eq!(linted(r#"{"targeting": {"when": "exit, inactive 20", "sample": 1}}"#), [""; 0]);
}

#[test]
fn each_variant_is_linted_as_the_survey_that_it_makes() {
    let json = r#"{"id": "shop", "delay": -1, "variants": [
        {"name": "a", "config": {"followUps": {"passive": "Why?"}}},
        {"name": "a", "weight": 0, "config": {"texts": {"x": "y"}, "targeting": {"sample": 5}}},
        {"weight": "2", "confg": {}}]}"#;
    let expected = [
        "value delay: needs to be a number from 0 to 86400",
        "duplicate variants[1].name: is the name of another variant too",
        "conflict variants[1].config.targeting: has to be the same in all variants",
        "missing variants[2].name: is missing",
        "value variants[2].weight: needs to be a number from 0 to 1000",
        "unknown variants[2].confg: is not known; did you mean config?",
        "unknown variants[1].config.texts.x: is not known",
    ];
    assert_eq!(linted(json), expected);
    let weightless = r#"{"variants": [{"name": "a", "weight": 0}]}"#;
    assert_eq!(linted(weightless), ["never-shown variants: have no weight: none of them is ever chosen"]);
}
