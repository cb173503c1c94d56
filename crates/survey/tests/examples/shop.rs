//! What visitors of a shop, of its help pages and of its events are asked.

use crate::walk::Walk;

const DETRACTOR_END: &str = "Thank you for being frank. Customer service can put many things right.";

#[test]
fn visitors_are_asked_what_fits() {
    for walk in walks() {
        walk.check();
    }
}

pub(crate) fn walks() -> Vec<Walk> {
    [after_purchase(), browsing(), articles(), deliveries(), events()].into_iter().flatten().collect()
}

fn after_purchase() -> Vec<Walk> {
    let walk = || Walk::through("shop-after-purchase");
    vec![
        // Detractors: which part; and only who says delivery, what was wrong with it.
        walk()
            .knowing(r#"{"product": "Lindenhof", "hidden": {"order": "L-1042"}}"#)
            .asked("score", 3.0)
            .asked("part", "delivery")
            .asked("delivery", "damaged")
            .reads(DETRACTOR_END)
            .opens()
            .sends(
                r#"{"score": 3, "part": "delivery", "delivery": "damaged", "service": "opened", "order": "L-1042"}"#,
            ),
        walk()
            .asked("score", 6.0)
            .asked("part", "price")
            .reads(DETRACTOR_END)
            .sends(r#"{"score": 6, "part": "price"}"#),
        walk()
            .asked("score", 0.0)
            .asked_json("part", r#"{"other": "The smell"}"#)
            .reads(DETRACTOR_END)
            .sends(r#"{"score": 0, "part": {"other": "The smell"}}"#),
        walk().asked("score", 5.0).skips("part").reads(DETRACTOR_END).sends(r#"{"score": 5}"#),
        // A business account that isn't content is a detractor like any other.
        walk()
            .knowing(r#"{"attributes": {"segment": "business"}}"#)
            .asked("score", 2.0)
            .asked("part", "delivery")
            .asked("delivery", "late")
            .reads(DETRACTOR_END)
            .sends(r#"{"score": 2, "part": "delivery", "delivery": "late"}"#),
        // Passives: what would make it a 10.
        walk()
            .asked("score", 8.0)
            .asked("ten", "Parcels without plastic")
            .reads("Thank you. That tells us where to get better.")
            .sends(r#"{"score": 8, "ten": "Parcels without plastic"}"#),
        walk()
            .speaking("de")
            .asked("score", 7.0)
            .skips("ten")
            .reads("Danke. Damit wissen wir, wo wir besser werden können.")
            .sends(r#"{"score": 7}"#),
        // Promoters: whether we may call them, if they buy for a business.
        walk().asked("score", 10.0).reads("Thank you. That made our day.").sends(r#"{"score": 10}"#),
        walk()
            .knowing(r#"{"attributes": {"segment": "Business"}}"#)
            .asked("score", 9.0)
            .asked_json("reference", r#"{"name": "Ada", "phone": "+49 30 123456", "consent": true}"#)
            .reads("Thank you. That made our day.")
            .sends(r#"{"score": 9, "reference": {"name": "Ada", "phone": "+49 30 123456", "consent": true}}"#),
        walk()
            .speaking("de-AT")
            .knowing(r#"{"person": {"account": "Muster GmbH"}}"#)
            .asked("score", 10.0)
            .skips("reference")
            .reads("Danke. Das freut uns sehr.")
            .sends(r#"{"score": 10}"#),
        walk()
            .knowing(r#"{"attributes": {"segment": "returning"}}"#)
            .asked("score", 9.0)
            .reads("Thank you. That made our day.")
            .sends(r#"{"score": 9}"#),
    ]
}

fn browsing() -> Vec<Walk> {
    let walk = || Walk::through("shop-browsing");
    vec![
        walk()
            .asked("purpose", "product")
            .asked("found", "no")
            .asked("sought", "a tea strainer")
            .asked("ease", 2.0)
            .reads("Thank you. If you like, search for a tea strainer, or ask us.")
            .opens()
            .sends(
                r#"{"purpose": "product", "found": "no", "sought": "a tea strainer", "ease": 2, "asked": "opened"}"#,
            ),
        walk()
            .speaking("de")
            .asked("purpose", "gift")
            .asked("found", "yes")
            .asked("ease", 5.0)
            .reads("Danke. Viel Freude beim Stöbern.")
            .sends(r#"{"purpose": "gift", "found": "yes", "ease": 5}"#),
        // Whoever has the cart open has found it.
        walk()
            .at("https://shop.example/cart")
            .asked("purpose", "product")
            .asked("ease", 4.0)
            .reads("Thank you. Enjoy looking around.")
            .sends(r#"{"purpose": "product", "ease": 4}"#),
        walk()
            .asked("purpose", "ideas")
            .skips("ease")
            .reads("Thank you. Enjoy looking around.")
            .sends(r#"{"purpose": "ideas"}"#),
        walk()
            .asked("purpose", "order")
            .follows("orders")
            .reads("Thank you. Enjoy looking around.")
            .sends(r#"{"purpose": "order", "orders": "opened"}"#),
    ]
}

fn articles() -> Vec<Walk> {
    let walk = || Walk::through("faq-article").knowing(r#"{"topic": "returns"}"#);
    vec![
        walk().asked("helpful", "yes").reads("Thank you. Good to know.").sends(r#"{"helpful": "yes"}"#),
        walk()
            .asked("helpful", "no")
            .asked("missing", "Who pays for the parcel")
            .reads("Thank you. Now we know what was missing.")
            .opens()
            .sends(r#"{"helpful": "no", "missing": "Who pays for the parcel", "contacted": "opened"}"#),
    ]
}

fn deliveries() -> Vec<Walk> {
    let walk = || Walk::through("delivery");
    vec![
        walk()
            .asked("time", 5.0)
            .asked("state", 4.0)
            .reads("Thank you. Enjoy what you unpacked.")
            .sends(r#"{"time": 5, "state": 4, "delivery": 4.5}"#),
        walk()
            .knowing(r#"{"hidden": {"parcel": "P-9", "carrier": "Rapid"}}"#)
            .asked("time", 2.0)
            .asked("state", 1.0)
            .asked("arrived", "2026-11-20")
            .asked("damage", "goods")
            .asked_json("replacement", r#"{"email": "a@example.org", "consent": true}"#)
            .reads("Thank you. We are sorry about this parcel, and will take it up with Rapid.")
            .sends(
                r#"{"time": 2, "state": 1, "arrived": "2026-11-20", "damage": "goods",
                "replacement": {"email": "a@example.org", "consent": true},
                "parcel": "P-9", "carrier": "Rapid", "delivery": 1.5}"#,
            ),
        walk()
            .speaking("ar")
            .asked("time", 4.0)
            .asked("state", 2.0)
            .asked("damage", "box")
            .reads("شكرًا لك. نتمنى لك وقتًا طيبًا مع ما طلبته.")
            .sends(r#"{"time": 4, "state": 2, "damage": "box", "delivery": 3}"#),
        walk()
            .speaking("de")
            .asked("time", 1.0)
            .skips("state")
            .skips("arrived")
            .reads("Danke. Das mit diesem Paket tut uns leid. Wir sprechen mit dem Zusteller.")
            .sends(r#"{"time": 1, "delivery": 1}"#),
    ]
}

fn events() -> Vec<Walk> {
    let walk = || Walk::through("event");
    vec![
        walk()
            .asked("overall", 9.0)
            .asked_json("parts", r#"{"talks": "excellent", "food": "fair"}"#)
            .asked("talk", "glaze")
            .asked("change", "Longer breaks")
            .asked("quote", true)
            .reads("Thank you for coming. Next year’s date is set.")
            .opens()
            .sends(
                r#"{"overall": 9, "parts": {"talks": "excellent", "food": "fair"}, "talk": "glaze",
                "change": "Longer breaks", "quote": true, "next-year": "opened"}"#,
            ),
        walk()
            .speaking("de")
            .knowing(r#"{"person": {"role": "speaker"}}"#)
            .asked("overall", 0.0)
            .skips("parts")
            .skips("talk")
            .skips("change")
            .reads("Danke, auch für Ihren Vortrag.")
            .sends(r#"{"overall": 0}"#),
    ]
}
