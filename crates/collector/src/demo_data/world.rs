//! Who and what there is: surveys, teams, touchpoints, goods, accounts with their people, consumers, articles.

use askwell_survey::Kind;
use fastrand::Rng;

/// A survey that Musterladen runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Survey {
    Relationship,
    AfterPurchase,
    SupportCsat,
    SupportEffort,
    Cancellation,
    Faq,
}

impl Survey {
    /// Each with its share of all answers, in per mille.
    pub(super) const SHARES: [(Self, f64); 6] = [
        (Self::Relationship, 180.0),
        (Self::AfterPurchase, 430.0),
        (Self::SupportCsat, 110.0),
        (Self::SupportEffort, 70.0),
        (Self::Cancellation, 30.0),
        (Self::Faq, 180.0),
    ];

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Relationship => "relationship",
            Self::AfterPurchase => "after-purchase",
            Self::SupportCsat => "support-csat",
            Self::SupportEffort => "support-effort",
            Self::Cancellation => "cancellation",
            Self::Faq => "faq",
        }
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Relationship | Self::Cancellation => Kind::Relational,
            Self::AfterPurchase | Self::SupportCsat | Self::SupportEffort => Kind::Transactional,
            Self::Faq => Kind::Rating,
        }
    }
}

/// A language that comments are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    German,
    English,
}

/// Where in the shop something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Touchpoint {
    Checkout,
    Delivery,
    Returns,
    Product,
    Invoice,
    Support,
}

impl Touchpoint {
    /// Each with its share of the answers after a purchase, and its usual score.
    pub(super) const ALL: [(Self, f64, f64); 6] = [
        (Self::Checkout, 0.27, 30.0),
        (Self::Delivery, 0.30, 34.0),
        (Self::Returns, 0.13, 22.0),
        (Self::Product, 0.15, 42.0),
        (Self::Invoice, 0.09, 22.0),
        (Self::Support, 0.06, 26.0),
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Checkout => "checkout",
            Self::Delivery => "delivery",
            Self::Returns => "returns",
            Self::Product => "product",
            Self::Invoice => "invoice",
            Self::Support => "support",
        }
    }

    /// Its page: path and title, in German and in English.
    pub(super) fn page(self, language: Language) -> (&'static str, &'static str) {
        match (self, language) {
            (Self::Checkout, Language::German) => ("/kasse/danke", "Danke für Ihre Bestellung – Musterladen"),
            (Self::Checkout, Language::English) => ("/en/checkout/thanks", "Thank you for your order – Musterladen"),
            (Self::Delivery, Language::German) => ("/bestellung/lieferung", "Ihre Lieferung – Musterladen"),
            (Self::Delivery, Language::English) => ("/en/order/delivery", "Your delivery – Musterladen"),
            (Self::Returns, Language::German) => ("/bestellung/ruecksendung", "Ihre Rücksendung – Musterladen"),
            (Self::Returns, Language::English) => ("/en/order/return", "Your return – Musterladen"),
            (Self::Product, Language::German) => ("/konto/bestellungen", "Ihre Bestellungen – Musterladen"),
            (Self::Product, Language::English) => ("/en/account/orders", "Your orders – Musterladen"),
            (Self::Invoice, Language::German) => ("/konto/rechnungen", "Ihre Rechnungen – Musterladen"),
            (Self::Invoice, Language::English) => ("/en/account/invoices", "Your invoices – Musterladen"),
            (Self::Support, Language::German) => ("/hilfe/anfrage", "Ihre Anfrage – Musterladen"),
            (Self::Support, Language::English) => ("/en/help/request", "Your request – Musterladen"),
        }
    }

    /// The team that answers for it. Two teams share deliveries, and returns.
    pub(super) fn team(self, rng: &mut Rng) -> Team {
        let mostly = |rng: &mut Rng, share: f64, team, other| if rng.f64() < share { team } else { other };
        match self {
            Self::Checkout | Self::Product => Team::Shop,
            Self::Delivery => mostly(rng, 0.85, Team::Logistics, Team::Service),
            Self::Returns => mostly(rng, 0.8, Team::Service, Team::Logistics),
            Self::Invoice => Team::Billing,
            Self::Support => mostly(rng, 0.75, Team::Service, Team::Billing),
        }
    }
}

/// A team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Team {
    Logistics,
    Service,
    Shop,
    Billing,
}

impl Team {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Logistics => "logistics",
            Self::Service => "service",
            Self::Shop => "shop",
            Self::Billing => "billing",
        }
    }
}

/// What is sold.
pub(super) const PRODUCTS: [&str; 6] =
    ["tableware", "lighting", "office-furniture", "packaging", "stationery", "storage"];

/// The account whose score falls, and whose decider was never asked.
pub(super) const AT_RISK: &str = "Nordwerk Logistik GmbH";
/// The account that is more than satisfied.
pub(super) const GLOWING: &str = "Alpenblick Outdoor GmbH";

const ACCOUNTS: [&str; 40] = [
    AT_RISK,
    GLOWING,
    "Bäckerei Sonnenschein",
    "Blumen & Mehr Petersen",
    "Buchhandlung am Markt",
    "Café Zimtstern",
    "Deichkind Spielwaren",
    "Elbufer Hotels AG",
    "Feinkost Marino",
    "Fjordhaus Living ApS",
    "Foxglove Stationers Ltd",
    "Gartencenter Grünblick",
    "Gasthof zur Linde",
    "Greenway Offices Ltd",
    "Hafenkontor Bremen GmbH",
    "Harbour & Sons Trading",
    "Hofladen Krüger",
    "Isarwerk Möbel GmbH",
    "Juniper Lane Homeware",
    "Kanzlei Roth und Partner",
    "Keramik Atelier Wiese",
    "Kita-Verbund Nordstadt",
    "Klinikum Seeblick",
    "Leuchtturm Apotheken OHG",
    "Lindner Druck & Papier",
    "Mainufer Events GmbH",
    "Maple Street Books",
    "Möwe Modeläden KG",
    "Oakfield Catering Ltd",
    "Praxis Dr. Yılmaz",
    "Rheinbogen Versand GmbH",
    "Schulbedarf Seidel",
    "Silverbrook Hotels plc",
    "Stadtwerke Fichtental",
    "Teehaus Lotus",
    "Thistle & Thread",
    "Uhren Brandt e. K.",
    "Weinkontor Moselblick",
    "Werkstatt Hoffmann",
    "Zweirad Fuchs GmbH & Co. KG",
];

/// A company that buys.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) name: &'static str,
    /// How much better or worse than others it finds everything, in points of the score.
    pub(super) leaning: f64,
    /// How often its people answer.
    weight: f64,
    people: u32,
}

/// Somebody who answers.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) account: Option<usize>,
    pub(super) role: Option<&'static str>,
    pub(super) language: Language,
    /// How much better or worse than others this person finds everything, in points of the score.
    pub(super) leaning: f64,
    pub(super) segment: &'static str,
}

/// A help article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Article {
    pub(super) topic: &'static str,
    /// Its title in German and in English.
    pub(super) titles: [&'static str; 2],
    /// How often it is rated, against the others.
    pub(super) weight: f64,
    /// The share of its readers whom it helps.
    pub(super) helpful: f64,
}

/// The article that fails most of its many readers.
pub(super) const FAILING: &str = "how-to-return";
/// The article with a worse share, of few.
pub(super) const RARE: Article =
    Article { topic: "customs-documents", titles: ["Zollpapiere", "Customs documents"], weight: 0.0, helpful: 0.0 };
/// How often it is rated in two years, and how often as helpful.
pub(super) const RARE_RATINGS: (u64, u64) = (9, 2);

const fn article(topic: &'static str, titles: [&'static str; 2], weight: f64, helpful: f64) -> Article {
    Article { topic, titles, weight, helpful }
}

/// All articles but [`RARE`].
pub(super) const ARTICLES: [Article; 19] = [
    article(FAILING, ["So senden Sie etwas zurück", "How to return something"], 19.0, 0.34),
    article("track-a-parcel", ["Wo ist mein Paket?", "Where is my parcel?"], 14.0, 0.71),
    article("delivery-times", ["Lieferzeiten", "Delivery times"], 9.0, 0.78),
    article("payment-methods", ["Zahlungsarten", "Payment methods"], 8.0, 0.66),
    article("change-an-order", ["Bestellung ändern", "Changing an order"], 7.0, 0.69),
    article("refunds", ["Wann kommt die Erstattung?", "When is the refund due?"], 6.0, 0.64),
    article("invoices", ["Rechnungen finden", "Finding invoices"], 5.0, 0.84),
    article("vat-number", ["Umsatzsteuer-Nummer hinterlegen", "Adding a VAT number"], 4.0, 0.88),
    article("forgotten-password", ["Passwort vergessen", "Forgotten password"], 4.0, 0.91),
    article("damaged-goods", ["Beschädigte Ware", "Damaged goods"], 4.0, 0.73),
    article("volume-discounts", ["Mengenrabatte", "Volume discounts"], 3.0, 0.75),
    article("users-of-an-account", ["Mehrere Nutzer im Firmenkonto", "Several users of an account"], 3.0, 0.82),
    article("delivery-addresses", ["Lieferadressen verwalten", "Managing delivery addresses"], 3.0, 0.89),
    article("delivery-windows", ["Zeitfenster für Lieferungen", "Delivery time windows"], 2.5, 0.72),
    article("warranty", ["Gewährleistung", "Warranty"], 2.5, 0.77),
    article("spare-parts", ["Ersatzteile", "Spare parts"], 2.0, 0.68),
    article("samples", ["Muster bestellen", "Ordering samples"], 2.0, 0.92),
    article("newsletter", ["Newsletter abbestellen", "Leaving the newsletter"], 1.5, 0.86),
    article("close-an-account", ["Konto schließen", "Closing an account"], 1.5, 0.70),
];

/// Everybody and everything.
#[derive(Debug)]
pub(super) struct World {
    seed: u64,
    consumers: u64,
    pub(super) accounts: Vec<Account>,
}

impl World {
    /// A world in which `answers` are given.
    pub(super) fn new(seed: u64, answers: u64) -> Self {
        let mut rng = Rng::with_seed(seed ^ 0xacc0);
        let accounts = ACCOUNTS
            .into_iter()
            .map(|name| {
                let leaning = rng.f64() * 30.0 - 15.0;
                let people = rng.u32(4..15);
                let weight = 0.5 + 2.5 * rng.f64();
                match name {
                    AT_RISK => Account { name, leaning: 0.0, weight: 4.0, people: 9 },
                    GLOWING => Account { name, leaning: 50.0, weight: 3.0, people: 11 },
                    _ => Account { name, leaning, weight, people },
                }
            })
            .collect();
        Self { seed, consumers: answers / 3 + 20, accounts }
    }

    /// A person who shops at the moment that is at `progress` (0 to 1) of the two years; with `business`, one of an
    /// account.
    pub(super) fn person(&self, rng: &mut Rng, progress: f64, business: bool) -> Person {
        if business {
            let index = weighted(rng, self.accounts.iter().map(|account| account.weight));
            let account = &self.accounts[index];
            // The first is the decider. Nobody has asked the one of the account at risk.
            let first = u32::from(account.name == AT_RISK);
            let number = rng.u32(first..account.people);
            let role = match number {
                0 => "decider",
                1..=3 => "influencer",
                _ => "user",
            };
            let mut own = self.own(0xb00 + index as u64 * 100 + u64::from(number));
            return Person {
                id: format!("b-{:04}", 1000 + index * 20 + number as usize),
                account: Some(index),
                role: Some(role),
                language: language(&mut own),
                leaning: own.f64() * 20.0 - 10.0,
                segment: "business",
            };
        }
        // Customers come over time: the latest are the new ones.
        let known = (self.consumers as f64 * (0.3 + 0.7 * progress)) as u64;
        let is_new = rng.u32(0..100) < 26;
        let from = if is_new { known - known / 30 - 1 } else { 0 };
        let number = rng.u64(from..known.max(from + 1));
        let mut own = self.own(0x1_0000 + number);
        Person {
            id: format!("c-{}", 20_000 + number),
            account: None,
            role: None,
            language: language(&mut own),
            leaning: own.f64() * 24.0 - 12.0,
            segment: if is_new { "new" } else { "returning" },
        }
    }

    /// What is one's own, and the same each time.
    fn own(&self, number: u64) -> Rng {
        Rng::with_seed(self.seed.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }
}

fn language(rng: &mut Rng) -> Language {
    if rng.u32(0..100) < 74 { Language::German } else { Language::English }
}

/// The index of one of `weights`, drawn by them.
pub(super) fn weighted(rng: &mut Rng, weights: impl Iterator<Item = f64> + Clone) -> usize {
    let mut left = rng.f64() * weights.clone().sum::<f64>();
    let mut last = 0;
    for (index, weight) in weights.enumerate() {
        last = index;
        left -= weight;
        if left < 0.0 {
            break;
        }
    }
    last
}
