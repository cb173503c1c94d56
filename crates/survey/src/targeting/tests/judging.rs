use super::*;
use Verdict::{Never, Show, Wait};

/// All rules of a survey for a view. Whoever asks, and in whatever way, is told the same.
fn judge(targeting: &Targeting, view: &View) -> Vec<Rule> {
    let rules = super::judge(targeting, view);
    assert_eq!(decide(targeting, view).verdict, verdict(&rules));
    let recorded = Recorded::new(Recorded::of(targeting, view));
    assert_eq!(super::judge(targeting, &recorded), rules);
    rules
}

/// The rules of this name that apply to a view.
fn rules(json: &str, view: &View, name: &str) -> Vec<Rule> {
    judge(&targeting(json), view).into_iter().filter(|rule| rule.name == name).collect()
}

fn verdicts(json: &str, view: &View, name: &str) -> Vec<Verdict> {
    rules(json, view, name).iter().map(|rule| rule.verdict).collect()
}

#[test]
fn a_survey_without_targeting_is_shown_at_once() {
    let rules = judge(&targeting(r#"{"delay": 1}"#), &View::default());
    assert_eq!(verdict(&rules), Show);
    let names: Vec<_> = rules.iter().map(|rule| rule.name).collect();
    assert_eq!(names, ["when", "typing", "checkout", "dialog", "banner", "fullscreen", "saveData", "start"]);
}

#[test]
fn the_landing_view_is_spared() {
    let view = || View { fired: vec![Trigger::Visible(30.0)], ..View::default() };
    for (landing, expected) in [(true, Never), (false, Show)] {
        let view = view().with_fact(FactSource::Visitor, "landing", landing);
        assert_eq!(verdict(&judge(&targeting("{}"), &view)), expected);
    }
    let third = View::default().with_fact(FactSource::Visitor, "pages", 3.0);
    assert_eq!(verdict(&judge(&targeting("{}"), &third)), Show);
    assert_eq!(verdict(&judge(&targeting("{}"), &View::default())), Wait);
}

#[test]
fn each_condition_is_a_rule_and_those_that_may_change_are_waited_for() {
    let page = |name: &str| VariableRef::Page(name.to_owned());
    let mut view = View::default()
        .with(page("url"), "https://shop.example/thanks?order=7")
        .with(page("path"), "/thanks")
        .with(VariableRef::Person("role".to_owned()), "buyer")
        .with_fact(FactSource::Parameter, "utm_source", "mail")
        .with_fact(FactSource::Element, "#cart", true)
        .with_fact(FactSource::Data, "cart.total", 80.0)
        .with_fact(FactSource::Visitor, "device", "phone")
        .with_fact(FactSource::Visitor, "new", false);
    view.events.track("order", &Value::object());
    let table = [
        (r#"{"page": "url", "matches": "*/thanks*"}"#, Show),
        (r#"{"page": "url", "matches": "*/cart*"}"#, Never),
        (r#"{"page": "path", "is": "/Thanks"}"#, Show),
        (r#"{"parameter": "utm_source", "in": ["mail", "sms"]}"#, Show),
        (r#"{"parameter": "utm_medium", "empty": false}"#, Never),
        (r##"{"element": "#cart"}"##, Show),
        (r##"{"element": "#cart", "is": false}"##, Wait),
        (r##"{"not": {"element": "#cart"}}"##, Wait),
        (r#"{"data": "cart.total", "atLeast": 50}"#, Show),
        (r#"{"data": "cart.total", "above": 80}"#, Wait),
        (r#"{"visitor": "device", "isNot": "phone"}"#, Never),
        (r#"{"visitor": "new"}"#, Never),
        (r#"{"visitor": "new", "is": false}"#, Show),
        (r#"{"visitor": "signedIn"}"#, Wait),
        (r#"{"event": "order"}"#, Show),
        (r#"{"event": "order", "atLeast": 2}"#, Wait),
        (r#"{"event": "refund", "is": 0}"#, Show),
        (r#"{"attribute": "plan", "is": "team"}"#, Wait),
        (r#"{"person": "role", "is": "buyer"}"#, Show),
        (r#"{"any": [{"visitor": "new"}, {"event": "refund"}]}"#, Wait),
        (r#"{"any": [{"visitor": "new"}, {"event": "order"}]}"#, Show),
    ];
    for (condition, expected) in table {
        let json = format!(r#"{{"delay": 1, "targeting": {{"if": {condition}}}}}"#);
        assert_eq!(verdicts(&json, &view, "if"), [expected], "{condition}");
    }
    let all = table.map(|(condition, _)| condition).join(",");
    let json = format!(r#"{{"delay": 1, "targeting": {{"if": {{"all": [{all}]}}}}}}"#);
    assert_eq!(verdicts(&json, &view, "if"), table.map(|(_, verdict)| verdict));
}

#[test]
fn patterns_of_an_attribute_are_conditions_on_the_url() {
    let table = [
        ("*/thanks*", [Show].as_slice()),
        ("/thanks", &[Show]),
        ("/thank", &[Never]),
        ("/cart /thanks", &[Show]),
        ("!*order=*", &[Never]),
        ("!/cart* */thanks* !/admin*", &[Show, Show, Show]),
    ];
    let view = View::default()
        .with(VariableRef::Page("url".to_owned()), "https://shop.example/thanks?order=7")
        .with(VariableRef::Page("path".to_owned()), "/thanks");
    for (patterns, expected) in table {
        let json = format!(r#"{{"delay": 1, "targeting": {{"ifUrl": "{patterns}"}}}}"#);
        assert_eq!(verdicts(&json, &view, "if"), expected, "{patterns}");
    }
}

#[test]
fn any_trigger_is_enough() {
    let json = r##"{"targeting": {"when": "scroll 50%, click #cancel, pages 3, event order"}}"##;
    assert_eq!(verdicts(json, &View::default(), "when"), [Wait]);
    let because = &rules(json, &View::default(), "when")[0].because;
    let expected = "Waits for scrolling 50 % of the page; or a click on #cancel; or 3 page views; or the event order.";
    assert_eq!(because, expected);
    let mut tracked = View::default();
    tracked.events.track("order", &Value::object());
    let table = [
        (View { fired: vec![Trigger::Scroll(50.0)], ..View::default() }, "scroll"),
        (View { fired: vec![Trigger::Click("#cancel".to_owned())], ..View::default() }, "click"),
        (View::default().with_fact(FactSource::Visitor, "pages", 4.0), "pages"),
        (tracked, "event"),
    ];
    for (view, fact) in table {
        let rule = &rules(json, &view, "when")[0];
        assert_eq!((rule.verdict, &rule.fact), (Show, &Value::from(fact)));
    }
}

#[test]
fn the_schedule_is_kept_at_its_bounds() {
    // It is Saturday, 2026-11-21, 10:00 in UTC and 11:00 on the clock.
    let table = [
        (r#""from": "2026-11-21""#, Show),
        (r#""from": "2026-11-22""#, Never),
        (r#""from": "2026-11-21T10:00:00Z""#, Show),
        (r#""from": "2026-11-21T10:00:01Z""#, Never),
        (r#""until": "2026-11-21""#, Show),
        (r#""until": "2026-11-20""#, Never),
        (r#""until": "2026-11-21T10:00:01Z""#, Show),
        (r#""until": "2026-11-21T10:00:00Z""#, Never),
        (r#""days": ["friday", "saturday"]"#, Show),
        (r#""days": "monday friday""#, Never),
        (r#""hours": {"from": "11:00", "until": "12:00"}"#, Show),
        (r#""hours": {"from": "10:00", "until": "11:00"}"#, Never),
        (r#""hours": {"from": "22:00", "until": "11:01"}"#, Show),
        (r#""hours": {"from": "22:00", "until": "11:00"}"#, Never),
        (r#""hours": {"from": "00:00", "until": "24:00"}, "zone": "Europe/Berlin""#, Show),
        (r#""hours": {"from": "00:00", "until": "24:00"}, "zone": "Mars/Olympus""#, Never),
        (r#""until": "2026-11-22T10:00:00Z", "zone": "Mars/Olympus""#, Show),
    ];
    for (schedule, expected) in table {
        let targeting = targeting(&format!(r#"{{"delay": 1, "targeting": {{{schedule}}}}}"#));
        assert_eq!(verdict(&judge(&targeting, &View::default())), expected, "{schedule}");
    }
}

#[test]
fn a_schedule_says_what_time_it_is() {
    let json = r#"{"targeting": {"when": "view", "hours": {"from": "09:00", "until": "10:30"}, "days": "sunday"}}"#;
    let of = |name| rules(json, &View::default(), name).remove(0);
    assert_eq!(of("hours").because, "It is 11:00, and the survey is shown from 09:00 to 10:30.");
    assert_eq!(of("days").because, "It is saturday, and the survey is shown on sunday.");
    assert_eq!(of("days").fact, Value::from("saturday"));
}

#[test]
fn a_visitor_is_in_the_sample_or_not_for_good() {
    let rule = |sample: &str, key| {
        let json = format!(r#"{{"id": "shop", "delay": 1, "targeting": {{"sample": {sample}}}}}"#);
        rules(&json, &View { key, ..View::default() }, "sample")
    };
    let at = bucket("17", "shop");
    for (sample, verdict) in [(0.0, Never), (at, Never), (at + 0.01, Show), (99.9, Show)] {
        let rule = rule(&sample.to_string(), "17").remove(0);
        assert_eq!(rule.verdict, verdict, "{sample}");
        assert_eq!(rule.fact, Value::from((at * 100.0).floor() / 100.0));
    }
    assert_eq!(rule("100", "17"), []);
    assert_eq!(rule("0.5", "17")[0].because, "The visitor is not among the 0.5 % that are asked.");
}

#[test]
fn restraints_apply_to_popovers_until_the_site_switches_them_off() {
    for (name, restraint) in Restraint::NAMES {
        let view = View { restraints: vec![*restraint], ..View::default() };
        let popover = rules(r#"{"delay": 1}"#, &view, name).remove(0);
        assert_eq!((popover.verdict, popover.because.as_str()), (restraint.verdict(), restraint.sentences()[0]));
        let off = format!(r#"{{"delay": 1, "interrupt": ["{name}"]}}"#);
        assert_eq!(verdicts(&off, &view, name), [Show], "{name}");
        assert_eq!(verdict(&judge(&targeting(&off), &view)), Show);
        assert_eq!(verdict(&judge(&targeting(r#"{"display": "inline"}"#), &view)), Show);
    }
    let all =
        View { restraints: Restraint::NAMES.iter().map(|(_, restraint)| *restraint).collect(), ..View::default() };
    let waits = judge(&targeting(r#"{"delay": 1, "interrupt": "checkout saveData"}"#), &all);
    assert_eq!(verdict(&waits), Wait);
}

#[test]
fn only_what_a_later_view_cannot_change_is_final() {
    let table = [
        (r#""sample": 0"#, true),
        (r#""until": "2026-01-01""#, true),
        (r#""zone": "Mars/Olympus", "days": "monday""#, true),
        (r#""from": "2027-01-01""#, false),
        (r#""ifUrl": "/thanks""#, false),
        (r#""days": "monday""#, false),
    ];
    for (part, expected) in table {
        let targeting = targeting(&format!(r#"{{"delay": 1, "targeting": {{{part}}}}}"#));
        assert_eq!(decide(&targeting, &View::default()).is_final, expected, "{part}");
    }
}

#[test]
fn a_decision_says_what_is_waited_for() {
    let decide = |json: &str, view: &View| {
        let decision = decide(&targeting(json), view);
        (decision.verdict, decision.waits_for_trigger, decision.waits_for_condition)
    };
    let table = [
        (r#"{"targeting": {"when": "exit"}}"#, (Wait, true, false)),
        (r#"{"targeting": {"when": "view", "if": {"event": "order"}}}"#, (Wait, false, true)),
        (r#"{"targeting": {"when": "exit", "if": {"event": "order"}}}"#, (Wait, true, true)),
        (r#"{"targeting": {"when": "view"}}"#, (Wait, false, false)),
        (r#"{"targeting": {"when": "view"}, "interrupt": "typing"}"#, (Show, false, false)),
    ];
    let typing = View { restraints: vec![Restraint::Typing], ..View::default() };
    for (json, expected) in table {
        assert_eq!(decide(json, &typing), expected, "{json}");
    }
}
