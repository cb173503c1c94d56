//! What is said about ways, references, follow-ups, and what tires visitors.

use super::*;

#[test]
fn ways_that_lead_in_a_circle_or_nowhere_are_named() {
    let three = |first: &str, second: &str, third: &str| {
        let (first, second, third) = (question("a", first), question("b", second), question("c", third));
        said(&format!(
            r#"{{"id": "x", "questions": [{first}, {second}, {third}], "endings": [{{"id": "bye", "text": "x", "if": {{"page": "url", "empty": true}}}}, {{"id": "so-long", "text": "y"}}]}}"#
        ))
    };
    let maybe = r#""if": {"page": "url", "contains": "x"}"#;
    let back = format!(r#""next": [{{{maybe}, "goto": "a"}}]"#);
    assert_eq!(three("", "", &back), ["questions[2].next cycle"]);
    assert_eq!(three(r#""next": [{"goto": "a"}]"#, "", ""), ["questions[0].next cycle"]);
    // Passing over `b`, whose condition may not hold, one comes back to `c`.
    assert_eq!(three("", maybe, r#""next": [{"goto": "b"}]"#), ["questions[2].next cycle"]);
    assert_eq!(three(r#""next": [{"goto": "c"}]"#, "", r#""next": [{"goto": "b"}]"#), ["questions[2].next cycle"]);
    assert_eq!(
        three(r#""next": [{"goto": "c"}]"#, r#""next": [{"goto": "end"}]"#, r#""next": [{"goto": "b"}]"#),
        [""; 0],
        "back in the list is not back on the way"
    );
    assert_eq!(three(r#""next": [{"goto": "c"}]"#, "", ""), ["questions[1] unreachable"]);
    assert_eq!(three(r#""next": [{"goto": "end"}]"#, "", ""), ["questions[1] unreachable", "questions[2] unreachable"]);
    assert_eq!(three("", "", r#""next": [{"goto": "bye"}]"#), ["endings[1] unreachable"]);
    assert_eq!(three("", r#""next": [{"goto": "nobody"}]"#, ""), ["questions[1].next[0].goto reference"]);
    assert_eq!(three("", r#""next": [{"goto": ""}]"#, ""), ["questions[1].next[0].goto reference"]);
    assert_eq!(three("", "", r#""next": [{"goto": "end"}, {"goto": "a"}]"#), ["questions[2].next[1] ignored"]);
    assert_eq!(with(r#""endings": [{"text": "x"}, {"text": "y"}]"#), ["endings[1] unreachable"]);
    assert_eq!(said(r#"{"endings": [{"text": "x"}, {"text": "y"}]}"#), ["endings[1] unreachable"]);
}

#[test]
fn answers_are_named_only_after_they_are_given() {
    let order = |first: &str, second: &str| said_of(&format!("[{}, {}]", question("a", first), question("b", second)));
    let table = [
        (r#""prompt": "{{answer:b|it}}""#, "", "questions[0].prompt reference"),
        (r#""help": "{{answer:a|it}}""#, "", "questions[0].help reference"),
        ("", r#""help": "{{answer:a|it}}""#, ""),
        ("", r#""help": "{{answer:a}}""#, "questions[1].help recall"),
        ("", r#""help": "{{answer:nobody|it}}""#, "questions[1].help reference"),
        ("", r#""help": "{{answer:a.b|it}}""#, "questions[1].help reference"),
        ("", r#""help": "{{attribute:segment}}""#, "questions[1].help recall"),
        ("", r#""help": "{{page:title}}""#, ""),
        ("", r#""help": "{{page:colour}}""#, "questions[1].help reference"),
        ("", r#""help": "{{prodct|us}}""#, "questions[1].help reference"),
        ("", r#""help": "{{product""#, "questions[1].help value"),
        (
            r#""next": [{"if": {"answer": "b", "is": "x"}, "goto": "end"}]"#,
            "",
            "questions[0].next[0].if.answer reference",
        ),
        (r#""next": [{"if": {"answer": "a", "is": "x"}, "goto": "end"}]"#, "", ""),
        (r#""help": "{{value:sum|it}}""#, "", "questions[0].help reference"),
        (r#""help": "{{hidden:order|it}}""#, "", "questions[0].help reference"),
        (r#""help": "{{score|it}}""#, "", "questions[0].help reference"),
    ];
    for (first, second, expected) in table {
        let first = first.strip_prefix(r#""prompt""#).map_or(first.to_owned(), |rest| format!(r#""prompt"{rest}"#));
        let json = if first.starts_with(r#""prompt""#) {
            said_of(&format!(r#"[{{"id": "a", "type": "text", {first}}}, {}]"#, question("b", second)))
        } else {
            order(&first, second)
        };
        let expected: Vec<&str> = expected.split(", ").filter(|part| !part.is_empty()).collect();
        assert_eq!(json, expected, "{first} {second}");
    }
    let scored = |first: &str| {
        said_of(&format!(r#"[{}, {{"id": "score", "type": "nps", "prompt": "?"}}]"#, question("a", first)))
    };
    assert_eq!(scored(r#""if": {"group": "passive"}"#), ["questions[0].if.group reference"]);
    assert_eq!(scored(r#""help": "{{score|your score}}""#), ["questions[0].help reference"]);
}

#[test]
fn values_refer_to_what_is_computed_before_them() {
    all_as_said(
        &[
            (r#""values": {"a": {"sum": ["first"]}, "b": {"mean": ["a", "second"]}}"#, ""),
            (r#""values": {"a": {"sum": ["a"]}}"#, "values.a.sum[0] reference"),
            (r#""values": {"a": {"sum": ["b"]}, "b": {"sum": ["first"]}}"#, "values.a.sum[0] reference"),
            (r#""values": {"a": [{"if": {"value": "a", "above": 1}, "assign": 1}]}"#, "values.a[0].if.value reference"),
            (
                r#""values": {"a": [{"if": {"value": "b", "above": 1}, "assign": 1}], "b": {"assign": 1}}"#,
                "values.a[0].if.value reference",
            ),
            (r#""values": {"a": {"sum": ["nobody"]}}"#, "values.a.sum[0] reference"),
            (r#""values": {"a": {"assign": 1}}, "endings": [{"text": "{{value:a|some}}"}]"#, ""),
        ],
        with,
    );
}

#[test]
fn follow_ups_come_in_three_shapes() {
    let asked = |group: &str| {
        let survey = survey(&format!(r#"{{"followUps": {{"detractor": {group}}}}}"#));
        survey.questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(asked(r#""Why?""#), "score reason reason reason contact");
    assert_eq!(asked(r#"{"en": "Why?", "de": "Warum?"}"#), "score reason reason reason contact");
    assert_eq!(asked(r#"{"prompt": "Why?", "type": "stars", "id": "stars"}"#), "score stars reason reason contact");
    assert_eq!(asked("[]"), "score reason reason contact");
    assert_eq!(
        asked(
            r#"[{"id": "part", "prompt": "What?", "type": "choice", "choices": ["delivery", "other"]},
                {"id": "how", "prompt": "How?", "type": "choice", "choices": ["late", "damaged"], "if": {"answer": "part", "is": "delivery"}},
                {"prompt": "{{answer:part|That}}?"}]"#
        ),
        "score part how reason reason reason contact"
    );
    all_as_said(
        &[
            (r#"{"followUps": 5}"#, "followUps value"),
            (r#"{"followUps": {"detractors": "?"}}"#, "followUps.detractors unknown"),
            (r#"{"followUps": {"detractor": 5}}"#, "followUps.detractor value"),
            (r#"{"followUps": {"detractor": {}}}"#, "followUps.detractor value"),
            (
                r#"{"followUps": {"detractor": [5]}}"#,
                "followUps.detractor[0] value, followUps.detractor[0].prompt missing",
            ),
            (r#"{"followUps": {"detractor": {"type": "text"}}}"#, "followUps.detractor.prompt missing"),
            (
                r#"{"followUps": {"detractor": {"prompt": "?", "next": [{"goto": "end"}]}}}"#,
                "followUps.detractor.next value",
            ),
            (
                r#"{"followUps": {"detractor": [{"prompt": "?"}, {"prompt": "?"}]}}"#,
                "followUps.detractor[1].id duplicate",
            ),
            (r#"{"followUps": {"detractor": {"id": "contact", "prompt": "?"}}}"#, "followUps.detractor.id duplicate"),
            (r#"{"followUps": {"passive": {"id": "contact", "prompt": "?"}}}"#, ""),
            (r#"{"followUps": {"detractor": {"id": "score", "prompt": "?"}}}"#, "followUps.detractor.id duplicate"),
            (r#"{"followUps": {"detractor": {"type": "nps", "prompt": "?"}}}"#, "followUps.detractor.type conflict"),
            (r#"{"followUps": {"detractor": {"type": "txt", "prompt": "?"}}}"#, "followUps.detractor.type value"),
            (r#"{"followUps": {"detractor": "{{answer:contact|x}}?"}}"#, "followUps.detractor reference"),
            (
                r#"{"followUps": {"detractor": [{"id": "a", "prompt": "{{answer:b|x}}"}, {"id": "b", "prompt": "?"}]}}"#,
                "followUps.detractor[0].prompt reference",
            ),
            (
                r#"{"followUps": {"detractor": {"id": "a", "prompt": "?"}, "passive": {"id": "b", "prompt": "{{answer:a|x}}"}}}"#,
                "followUps.passive.prompt reference",
            ),
            (
                r#"{"followUps": {"detractor": "Why {{score|this}}?", "passive": "x", "promoter": {"id": "p", "prompt": "?"}}}"#,
                "",
            ),
            (r#"{"followUps": {"detractor": {"id": "a", "prompt": "?"}}, "hidden": {"a": 1}}"#, "hidden.a duplicate"),
            (r#"{"followUps": {"detractor": {"id": "review", "prompt": "?"}}, "reviewUrl": "/r"}"#, " duplicate"),
            (r#"{"preset": "employee", "followUps": {"promoter": "Why?"}}"#, ""),
            (r#"{"preset": "csat", "followUps": {"promoter": "Why?"}}"#, "followUps conflict"),
            (
                r#"{"preset": "nps", "id": "x", "questions": [{"id": "a", "type": "text", "prompt": "?"}]}"#,
                "preset conflict",
            ),
            (
                r#"{"followUps": {}, "id": "x", "questions": [{"id": "a", "type": "text", "prompt": "?"}]}"#,
                "followUps conflict",
            ),
        ],
        said,
    );
    let six = list(6, |index| format!(r#"{{"id": "q{index}", "prompt": "?"}}"#));
    assert_eq!(said(&format!(r#"{{"followUps": {{"passive": {six}}}}}"#)), ["followUps long"]);
    let many = list(47, |index| format!(r#"{{"id": "q{index}", "prompt": "?"}}"#));
    assert_eq!(said(&format!(r#"{{"followUps": {{"passive": {many}}}}}"#)), ["followUps limit", "followUps long"]);
}

#[test]
fn words_that_lack_a_language_are_named() {
    let words = |languages: &str, help: &str| {
        said(&format!(
            r#"{{"id": "x", {languages}"questions": [{{"id": "q", "type": "text", "prompt": {{"en": "Why?", "de": "Warum?"}}, "help": {help}}}]}}"#
        ))
    };
    let declared = r#""languages": ["en", "de"], "#;
    assert_eq!(words(declared, r#"{"de": "x", "en": "y"}"#), [""; 0]);
    assert_eq!(words(declared, r#"{"en": "y"}"#), ["questions[0].help translation"]);
    assert_eq!(words("", r#"{"en": "y"}"#), ["questions[0].help translation"]);
    assert_eq!(words(declared, r#""y""#), ["questions[0].help translation"]);
    assert_eq!(words(declared, r#"{"en": "y", "de": "x", "fr": "z"}"#), ["questions[0].help.fr reference"]);
    assert_eq!(words("", r#"{"en": "y", "de": 5}"#), ["questions[0].help.de value", "questions[0].help translation"]);
    assert_eq!(words("", r#"{"en": "y", "__proto__": "x", "de": "x"}"#), ["questions[0].help.__proto__ value"]);
    assert_eq!(words("", "{}"), ["questions[0].help value"]);
}

#[test]
fn surveys_that_tire_or_trap_are_warned_of() {
    assert_eq!(said_of(&questions(5)), [""; 0]);
    assert_eq!(said_of(&questions(6)), ["questions long"]);
    let required = |second: bool| {
        said_of(&format!(
            "[{}, {}]",
            question("a", r#""required": true"#),
            question("b", &format!(r#""required": {second}"#))
        ))
    };
    assert_eq!(required(true), ["questions no-way-out"]);
    assert_eq!(required(false), [""; 0]);
    // Three questions for each group make ten in all, and no way has more than five.
    let grouped = |groups: [&str; 3]| {
        let mut all = vec![r#"{"id": "score", "type": "nps", "prompt": "?"}"#.to_owned()];
        for (number, group) in groups.iter().enumerate() {
            all.extend((0..3).map(|index| question(&format!("q{number}{index}"), &format!(r#""if": {group}"#))));
        }
        said_of(&format!("[{}]", all.join(",")))
    };
    let groups =
        [r#"{"group": "detractor"}"#, r#"{"score": true, "in": [7, 8]}"#, r#"{"not": {"score": true, "below": 9}}"#];
    assert_eq!(grouped(groups), [""; 0]);
    let overlapping =
        [r#"{"group": "detractor"}"#, r#"{"score": true, "atMost": 6}"#, r#"{"score": true, "below": 9}"#];
    assert_eq!(grouped(overlapping), ["questions long"]);
}
