//! What users of a product, the people who pay for it, and those who build it are asked.

use crate::walk::Walk;

#[test]
fn people_at_work_are_asked_what_fits() {
    for walk in walks() {
        walk.check();
    }
}

pub(crate) fn walks() -> Vec<Walk> {
    [in_app(), onboarding(), cancelling(), tickets(), employees(), accounts(), features()]
        .into_iter()
        .flatten()
        .collect()
}

fn in_app() -> Vec<Walk> {
    let walk = || Walk::through("saas-in-app");
    vec![
        walk()
            .asked("score", 4.0)
            .asked_json("obstacle", r#"["slow", {"other": "The printing"}]"#)
            .asked("reason", "Printing ten invoices at once")
            .asked_json("contact", r#"{"email": "a@example.org", "consent": true}"#)
            .reads("Thank you for being frank. We read every answer.")
            .sends(
                r#"{"score": 4, "obstacle": ["slow", {"other": "The printing"}],
                "reason": "Printing ten invoices at once", "contact": {"email": "a@example.org", "consent": true}}"#,
            ),
        walk()
            .asked("score", 8.0)
            .asked("reason", "An app for the phone")
            .reads("Thank you. That tells us where to get better.")
            .sends(r#"{"score": 8, "reason": "An app for the phone"}"#),
        walk()
            .asked("score", 10.0)
            .asked("valued", "It is done before the tea is cold")
            .reads("Thank you. That made our day.")
            .opens()
            .sends(r#"{"score": 10, "valued": "It is done before the tea is cold", "review": "opened"}"#),
    ]
}

fn onboarding() -> Vec<Walk> {
    let walk = || Walk::through("onboarding");
    vec![
        walk()
            .knowing(r#"{"hidden": {"manager": "Frau Sommer"}}"#)
            .speaking("de")
            .asked("effort", 3.0)
            .asked_json("hurdles", r#"["import", "words"]"#)
            .skips("import-help")
            .asked_json("goals", r#"["tax", "invoices", "overview", "receipts"]"#)
            .asked_json("contact", r#"{"email": "a@example.org", "phone": "030 123456", "consent": true}"#)
            .reads("Danke. Die Anleitung führt Sie durch die ersten Schritte.")
            .opens()
            .sends(
                r#"{"effort": 3, "hurdles": ["import", "words"], "goals": ["tax", "invoices", "overview", "receipts"],
                "contact": {"email": "a@example.org", "phone": "030 123456", "consent": true},
                "guide": "opened", "manager": "Frau Sommer"}"#,
            ),
        walk()
            .asked("effort", 4.0)
            .asked_json("hurdles", "[]")
            .skips("goals")
            .skips("contact")
            .reads("Thank you. The guide takes you through the first steps.")
            .sends(r#"{"effort": 4, "hurdles": []}"#),
        walk().asked("effort", 5.0).skips("goals").reads("Thank you. Good to know.").sends(r#"{"effort": 5}"#),
    ]
}

fn cancelling() -> Vec<Walk> {
    let walk = || Walk::through("cancellation");
    vec![
        walk()
            .asked("why", "price")
            .asked("instead", "pause")
            .reads("You can pause your account in its settings. Your data stays, and you pay nothing meanwhile.")
            .opens()
            .sends(r#"{"why": "price", "instead": "pause", "pause": "opened", "cause": "product"}"#),
        walk()
            .asked("why", "price")
            .asked("instead", "yearly")
            .reads("You can change your plan at any time, and back again.")
            .sends(r#"{"why": "price", "instead": "yearly", "cause": "product"}"#),
        walk()
            .asked("why", "price")
            .asked("instead", "neither")
            .skips("back")
            .reads("Thank you for telling us. You are always welcome back.")
            .sends(r#"{"why": "price", "instead": "neither", "cause": "product"}"#),
        walk()
            .asked("why", "difficult")
            .asked("detail", "The tax rates")
            .asked("back", "A way to copy last year’s")
            .reads("Thank you for telling us. You are always welcome back.")
            .sends(
                r#"{"why": "difficult", "detail": "The tax rates", "back": "A way to copy last year’s",
                "cause": "product"}"#,
            ),
        walk()
            .asked("why", "unneeded")
            .reads("Thank you for telling us. You are always welcome back.")
            .sends(r#"{"why": "unneeded", "cause": "circumstances"}"#),
        walk()
            .asked_json("why", r#"{"other": "We merged"}"#)
            .skips("back")
            .reads("Thank you for telling us. You are always welcome back.")
            .sends(r#"{"why": {"other": "We merged"}, "cause": "unclear"}"#),
    ]
}

fn tickets() -> Vec<Walk> {
    let walk = || Walk::through("support-ticket").knowing(r#"{"hidden": {"ticket": "T-77", "agent": "Mona"}}"#);
    vec![
        walk()
            .asked("solved", "yes")
            .asked("satisfaction", 5.0)
            .reads("Thank you. Good to hear from you.")
            .sends(r#"{"solved": "yes", "satisfaction": 5, "ticket": "T-77", "agent": "Mona", "outcome": "solved"}"#),
        walk()
            .asked("solved", "yes")
            .asked("satisfaction", 3.0)
            .skips("better")
            .reads("Thank you. Good to hear from you.")
            .sends(
                r#"{"solved": "yes", "satisfaction": 3, "ticket": "T-77", "agent": "Mona",
                "outcome": "solved, with trouble"}"#,
            ),
        walk()
            .asked("solved", "no")
            .asked("satisfaction", 2.0)
            .asked("better", "Read what I wrote")
            .asked_json("contact", r#"{"phone": "030 123456", "consent": true}"#)
            .reads("Thank you. We will get back to you.")
            .sends(
                r#"{"solved": "no", "satisfaction": 2, "better": "Read what I wrote",
                "contact": {"phone": "030 123456", "consent": true},
                "ticket": "T-77", "agent": "Mona", "outcome": "open"}"#,
            ),
        walk()
            .asked("solved", "no")
            .skips("satisfaction")
            .skips("contact")
            .reads("Thank you. Your request T-77 stays open until it is solved.")
            .opens()
            .sends(r#"{"solved": "no", "requests": "opened", "ticket": "T-77", "agent": "Mona", "outcome": "open"}"#),
    ]
}

fn employees() -> Vec<Walk> {
    let walk = || Walk::through("employee");
    let thanks = "Thank you. Your answer helps to make this a better place to work.";
    vec![
        walk()
            .asked("score", 5.0)
            .asked("area", "load")
            .asked("reason", "One person more in the workshop")
            .reads(thanks)
            .sends(r#"{"score": 5, "area": "load", "reason": "One person more in the workshop"}"#),
        walk()
            .asked("score", 7.0)
            .asked("reason", "A later start in winter")
            .reads(thanks)
            .sends(r#"{"score": 7, "reason": "A later start in winter"}"#),
        walk().asked("score", 9.0).skips("reason").reads(thanks).sends(r#"{"score": 9}"#),
    ]
}

fn accounts() -> Vec<Walk> {
    let walk = || Walk::through("b2b-account-with-roles");
    let thanks = "Thank you. What you say reaches the people who build this.";
    vec![
        walk()
            .knowing(r#"{"person": {"role": "owner", "account": "Muster GmbH"}}"#)
            .asked("score", 10.0)
            .asked("worth", -1.0)
            .asked("reason", "It saves a day a month")
            .asked_json("reference", r#"{"name": "Ada", "email": "ada@example.org", "consent": true}"#)
            .reads(thanks)
            .sends(
                r#"{"score": 10, "worth": -1, "reason": "It saves a day a month",
                "reference": {"name": "Ada", "email": "ada@example.org", "consent": true}, "part": "decides"}"#,
            ),
        walk()
            .knowing(r#"{"person": {"role": "IT-Admin"}}"#)
            .asked("score", 2.0)
            .asked("upkeep", 1.0)
            .skips("reason")
            .asked_json("callback", r#"{"name": "Ben", "phone": "030 123456", "consent": true}"#)
            .reads("Thank you, Ben. We will call 030 123456.")
            .sends(
                r#"{"score": 2, "upkeep": 1, "callback": {"name": "Ben", "phone": "030 123456", "consent": true},
                "part": "runs"}"#,
            ),
        walk()
            .asked("score", 9.0)
            .asked("position", "uses")
            .asked("daily", 4.0)
            .skips("reason")
            .reads(thanks)
            .sends(r#"{"score": 9, "position": "uses", "daily": 4, "part": "uses"}"#),
        walk()
            .speaking("de")
            .asked("score", 6.0)
            .asked("position", "decides")
            .skips("worth")
            .skips("reason")
            .skips("callback")
            .reads("Danke. Was Sie sagen, erreicht die Menschen, die daran arbeiten.")
            .sends(r#"{"score": 6, "position": "decides", "part": "decides"}"#),
    ]
}

fn features() -> Vec<Walk> {
    let walk = || Walk::through("product-feature");
    vec![
        walk()
            .knowing(r#"{"attributes": {"plan": "team"}}"#)
            .asked("use", "often")
            .asked("compared", 1.0)
            .asked_json("lacking", r#"["typos", "saved"]"#)
            .asked_json("first", r#"["alerts", "speed", "sharing"]"#)
            .follows("group")
            .reads("Thank you. The list of what we work on next is in the release notes.")
            .sends(
                r#"{"use": "often", "compared": 1, "lacking": ["typos", "saved"],
                "first": ["alerts", "speed", "sharing"], "group": "opened"}"#,
            ),
        walk()
            .asked("use", "once")
            .skips("compared")
            .asked_json("lacking", "[]")
            .skips("group")
            .reads("Thank you. The list of what we work on next is in the release notes.")
            .sends(r#"{"use": "once", "lacking": []}"#),
        walk()
            .asked("use", "never")
            .asked("instead", "I scroll")
            .reads("Thank you. That helps us as much as any praise.")
            .sends(r#"{"use": "never", "instead": "I scroll"}"#),
    ]
}
