//! The rules by which Musterladen's responses are tagged.

use askwell_survey::Timestamp;

use crate::maintenance::COMMAND_LINE;
use crate::rule::{Actions, ActiveRule, Conditions, Does, RatingRange};
use crate::store::{Store, StoreError};

/// What people write about, in German and English.
const WORDS: [(&str, &[&str]); 5] = [
    (
        "Delivery",
        &[
            "Lieferung",
            "Lieferzeit",
            "geliefert",
            "Paket",
            "Paketen",
            "Paketdienst",
            "Sendungsverfolgung",
            "Fahrer",
            "delivery",
            "deliveries",
            "delivered",
            "parcel",
            "parcels",
            "carrier",
            "tracking",
            "driver",
        ],
    ),
    (
        "Price",
        &[
            "Preis",
            "Preise",
            "Preis-Leistungs-Verhältnis",
            "teuer",
            "günstig",
            "günstiger",
            "Versandkosten",
            "Rabatt",
            "Mengenrabatt",
            "price",
            "prices",
            "expensive",
            "cheaper",
            "shipping costs",
            "discount",
            "discounts",
        ],
    ),
    ("Checkout", &["Kasse", "bezahlen", "beim Bezahlen", "Bestellung abgebrochen", "checkout", "pay", "payment"]),
    (
        "Support",
        &[
            "Service",
            "Beratung",
            "Antwort",
            "Rückruf",
            "Ansprechpartner",
            "Warteschleife",
            "service",
            "advice",
            "an answer",
            "the answer",
            "call back",
            "called back",
            "contact person",
            "on hold",
            "the phone",
        ],
    ),
    ("Website", &["Suche", "Filter", "Warenkorb", "Seite", "website", "search", "filters", "basket", "the site"]),
];

/// Adds the rules, and those that act on all responses from the first on are returned.
pub(super) async fn add(store: &Store, now: Timestamp) -> Result<Vec<ActiveRule>, StoreError> {
    let mut rules = Vec::new();
    for (number, (tag, words)) in WORDS.iter().enumerate() {
        let does = Does {
            conditions: Conditions {
                words: words.iter().map(|word| (*word).to_owned()).collect(),
                ..Conditions::default()
            },
            actions: Actions { tags: vec![(*tag).to_owned()], ..Actions::default() },
        };
        let (id, name) = (format!("r_demo{number}"), format!("Writes about: {tag}"));
        store.add_rule(&id, &name, &does, now, COMMAND_LINE).await?;
        rules.push(ActiveRule::of(&id, &name, does));
    }
    let unsatisfied = Does {
        conditions: Conditions {
            survey: Some("support-csat".to_owned()),
            rating: Some(RatingRange { question: Some("satisfaction".to_owned()), from: 1.0, to: 2.0 }),
            ..Conditions::default()
        },
        actions: Actions { inbox: true, due_days: Some(3), ..Actions::default() },
    };
    store.add_rule("r_demo_csat", "Unhappy with the support", &unsatisfied, now, COMMAND_LINE).await?;
    Ok(rules)
}
