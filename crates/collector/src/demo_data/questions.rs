//! What is answered to the questions of each survey.

use askwell_survey::{Group, Score, Value};

use super::answers::{Answers, Respondents};
use super::story::Occasion;
use super::texts::{self, Mood, Subject};
use super::world::{Article, FAILING, Language, Survey, Team, Touchpoint, weighted};

impl Respondents<'_> {
    pub(super) fn relationship(&mut self, occasion: &Occasion<'_>) -> Answers {
        /// In the order of the question.
        const REASONS: [&str; 5] = ["delivery", "price", "quality", "service", "website"];
        let language = occasion.person.language;
        let mut given = Answers::default();
        let group = self.score(occasion, &mut given);
        let mut first = "service";
        if self.chance(82) {
            let focus = match occasion.team {
                Team::Logistics => "delivery",
                Team::Service => "service",
                Team::Shop => "website",
                Team::Billing => "price",
            };
            let quality = if group == Group::Promoter { 34 } else { 14 };
            let mut chosen = Vec::new();
            for reason in REASONS {
                let percent = match reason {
                    reason if reason == focus => 52,
                    "quality" => quality,
                    "price" => 24,
                    _ => 16,
                };
                if self.chance(percent) {
                    chosen.push(Value::from(reason));
                    first = if reason == focus || chosen.len() == 1 { reason } else { first };
                }
            }
            if chosen.is_empty() || self.chance(4) {
                chosen.push(self.other(language));
            }
            given.put("reasons", Value::List(chosen), self.seconds(3.0, 14.0));
        }
        let subject = self.subject(occasion, first, group);
        self.comment(&mut given, percent_of(group), subject, mood_of(group), language);
        let contact = match group {
            Group::Detractor if self.chance(14) => Some(("contact", false)),
            Group::Promoter if self.chance(7) => Some(("reference", true)),
            _ => None,
        };
        if let Some((name, is_named)) = contact {
            given.put(name, self.contact(is_named), self.seconds(8.0, 30.0));
        }
        given
    }

    pub(super) fn after_purchase(&mut self, occasion: &Occasion<'_>) -> Answers {
        let language = occasion.person.language;
        let mut given = Answers::default();
        let group = self.score(occasion, &mut given);
        let causes = self.causes(occasion, group);
        let cause = causes[weighted(&mut self.rng, causes.iter().map(|(_, weight)| *weight))].0;
        if self.chance(78) {
            let value = if cause == "other" { self.other(language) } else { Value::from(cause) };
            given.put("cause", value, self.seconds(2.0, 11.0));
        }
        let subject = self.subject(occasion, cause, group);
        self.comment(&mut given, percent_of(group), subject, mood_of(group), language);
        if self.chance(64) {
            given.others.push(("order", Value::from(format!("L-{}", self.rng.u32(100_000..999_999)))));
        }
        given
    }

    pub(super) fn support_csat(&mut self, occasion: &Occasion<'_>) -> Answers {
        const COLUMNS: [&str; 4] = ["poor", "fair", "good", "excellent"];
        let mut given = Answers::default();
        let satisfaction = 1.0 + (5.0 * (1.9 * (self.bell() - 0.5) + 0.63)).floor().clamp(0.0, 4.0);
        given.put("satisfaction", Value::Number(satisfaction), self.seconds(1.5, 8.0));
        let good = (satisfaction - 1.0) / 4.0;
        // Speed is what satisfaction follows, knowledge a little; how friendly somebody was doesn't matter.
        let speed = 0.62 * good + 0.38 * self.rng.f64();
        let knowledge = 0.3 * good + 0.7 * self.rng.f64();
        let rows = [
            ("speed", speed, [0.42, 0.7, 0.92]),
            ("knowledge", knowledge, [0.15, 0.38, 0.72]),
            ("friendliness", self.rng.f64(), [0.02, 0.1, 0.5]),
        ];
        if self.chance(80) {
            let mut aspects = Vec::new();
            for (row, value, bounds) in rows {
                let column = COLUMNS[bounds.iter().filter(|bound| value >= **bound).count()];
                if self.chance(94) {
                    aspects.push((row.to_owned(), Value::from(column)));
                }
            }
            if !aspects.is_empty() {
                given.put("aspects", Value::Map(aspects), self.seconds(5.0, 18.0));
            }
        }
        if self.chance(86) {
            let percent = 15 + (good * 78.0) as u32;
            let solved = if self.chance(percent) { "yes" } else { "no" };
            given.put("solved", Value::from(solved), self.seconds(1.0, 5.0));
        }
        let mood = if good < 0.5 {
            Mood::Bad
        } else if good < 0.8 {
            Mood::Mixed
        } else {
            Mood::Good
        };
        self.comment(&mut given, 34, Subject::Service, mood, occasion.person.language);
        if self.chance(90) {
            given.others.push(("ticket", Value::from(format!("T-{}", self.rng.u32(10_000..99_999)))));
        }
        given
    }

    pub(super) fn support_effort(&mut self, occasion: &Occasion<'_>) -> Answers {
        let mut given = Answers::default();
        let leaning = occasion.person.leaning / 200.0 + if occasion.team == Team::Billing { -0.08 } else { 0.0 };
        let effort = 1.0 + (7.0 * (2.0 * (self.bell() - 0.5) + 0.62 + leaning)).floor().clamp(0.0, 6.0);
        given.put("effort", Value::Number(effort), self.seconds(2.0, 9.0));
        let mood = if effort < 4.0 {
            Mood::Bad
        } else if effort < 6.0 {
            Mood::Mixed
        } else {
            Mood::Good
        };
        let subject = *self.pick(&[&Subject::Service, &Subject::Service, &Subject::Website, &Subject::Returns]);
        self.comment(&mut given, 36, subject, mood, occasion.person.language);
        given
    }

    pub(super) fn cancellation(&mut self, occasion: &Occasion<'_>) -> Answers {
        const WHY: [(&str, f64); 6] = [
            ("price", 30.0),
            ("delivery", 18.0),
            ("range", 17.0),
            ("service", 12.0),
            ("unneeded", 18.0),
            ("other", 5.0),
        ];
        const NEXT: [&str; 8] =
            ["wholesaler", "manufacturer", "marketplace", "online", "local", "cooperative", "used", "nowhere"];
        let language = occasion.person.language;
        let mut given = Answers::default();
        let is_carrier = self.story.carrier.contains(occasion.day);
        let weights = WHY.map(|(why, weight)| if why == "delivery" && is_carrier { weight * 2.2 } else { weight });
        let why = WHY[weighted(&mut self.rng, weights.into_iter())].0;
        let value = if why == "other" { self.other(language) } else { Value::from(why) };
        given.put("why", value, self.seconds(3.0, 12.0));
        if self.chance(62) {
            let next = if why == "unneeded" && self.chance(60) { "nowhere" } else { *self.pick(&NEXT.each_ref()) };
            given.put("next", Value::from(next), self.seconds(3.0, 10.0));
        }
        if self.chance(48) {
            let mut order = ["price", "delivery", "range", "service"];
            self.rng.shuffle(&mut order);
            // What somebody leaves for comes first, mostly.
            if let Some(place) = order.iter().position(|name| *name == why).filter(|_| self.rng.u32(0..100) < 65) {
                order[..=place].rotate_right(1);
            }
            given.put("priorities", Value::List(order.map(Value::from).into()), self.seconds(6.0, 20.0));
        }
        let subject = match why {
            "price" => Subject::Price,
            "delivery" if is_carrier => Subject::Carrier,
            "delivery" => Subject::Delivery,
            "service" => Subject::Service,
            _ => Subject::General,
        };
        self.comment(&mut given, 40, subject, Mood::Bad, language);
        if self.chance(70) {
            let leaving = occasion.day.plus(self.rng.u64(1..90));
            given.put("leaving", Value::from(leaving.to_string()), self.seconds(4.0, 12.0));
        }
        given.ending = Some(if why == "price" { "offers" } else { "farewell" });
        if why == "price" && self.chance(18) {
            given.others.push(("prices", Value::from("opened")));
        }
        given
    }

    pub(super) fn faq(&mut self, article: &Article, helpful: Option<bool>, language: Language) -> Answers {
        let mut given = Answers::default();
        let is_helpful = helpful.unwrap_or_else(|| self.rng.f64() < article.helpful);
        given.put("helpful", Value::from(if is_helpful { "yes" } else { "no" }), self.seconds(1.0, 6.0));
        if !is_helpful {
            if self.chance(34) {
                let missing = texts::missing(&mut self.rng, language, article.topic == FAILING);
                let seconds = self.typing(&missing);
                given.put("missing", Value::from(missing), seconds);
            }
            if self.chance(9) {
                given.others.push(("contacted", Value::from("opened")));
            }
        }
        given
    }

    /// Draws a score, in such shares of the groups that the level comes about.
    fn score(&mut self, occasion: &Occasion<'_>, given: &mut Answers) -> Group {
        const LOW: [f64; 7] = [7.0, 4.0, 6.0, 9.0, 11.0, 26.0, 37.0];
        let level = self.story.level(self.world, occasion) / 100.0;
        let passives = 0.4 * (1.0 - level.abs());
        let detractors = (1.0 - passives - level) / 2.0;
        let drawn = self.rng.f64();
        let (group, points) = if drawn < detractors {
            (Group::Detractor, weighted(&mut self.rng, LOW.into_iter()))
        } else if drawn < detractors + passives {
            (Group::Passive, 7 + usize::from(self.chance(56)))
        } else {
            (Group::Promoter, 9 + usize::from(self.chance(54)))
        };
        given.put("score", Value::Number(points as f64), self.seconds(1.4, 9.0));
        given.score = Score::from_number(points as f64);
        group
    }

    /// What mattered most, with how often it is chosen.
    fn causes(&self, occasion: &Occasion<'_>, group: Group) -> &'static [(&'static str, f64)] {
        match occasion.touchpoint {
            Touchpoint::Checkout if group == Group::Detractor && self.story.incident.contains(occasion.day) => {
                &[("website", 84.0), ("payment", 7.0), ("service", 5.0), ("price", 4.0)]
            }
            Touchpoint::Checkout if group == Group::Detractor => &[
                ("payment", 45.0),
                ("website", 19.0),
                ("price", 14.0),
                ("delivery", 7.0),
                ("service", 6.0),
                ("quality", 5.0),
                ("other", 4.0),
            ],
            Touchpoint::Checkout => &[
                ("website", 40.0),
                ("price", 22.0),
                ("quality", 14.0),
                ("service", 9.0),
                ("delivery", 8.0),
                ("payment", 4.0),
                ("other", 3.0),
            ],
            Touchpoint::Delivery => &[
                ("delivery", 57.0),
                ("packaging", 17.0),
                ("service", 9.0),
                ("quality", 7.0),
                ("price", 6.0),
                ("other", 4.0),
            ],
            Touchpoint::Returns => {
                &[("returns", 61.0), ("service", 16.0), ("price", 9.0), ("website", 9.0), ("other", 5.0)]
            }
            Touchpoint::Product => {
                &[("quality", 49.0), ("price", 26.0), ("packaging", 10.0), ("website", 9.0), ("other", 6.0)]
            }
            Touchpoint::Invoice => {
                &[("service", 36.0), ("payment", 24.0), ("price", 22.0), ("website", 11.0), ("other", 7.0)]
            }
            Touchpoint::Support => {
                &[("service", 64.0), ("website", 13.0), ("returns", 10.0), ("delivery", 8.0), ("other", 5.0)]
            }
        }
    }

    /// What somebody writes about who named `cause`.
    fn subject(&self, occasion: &Occasion<'_>, cause: &str, group: Group) -> Subject {
        let is_bad = group == Group::Detractor;
        let is_carrier = occasion.team == Team::Logistics && self.story.carrier.contains(occasion.day);
        let is_outage = occasion.survey == Survey::AfterPurchase
            && occasion.touchpoint == Touchpoint::Checkout
            && self.story.incident.contains(occasion.day);
        match cause {
            "delivery" if is_bad && is_carrier => Subject::Carrier,
            "delivery" => Subject::Delivery,
            "packaging" => Subject::Packaging,
            "price" => Subject::Price,
            "quality" => Subject::Quality,
            "payment" => Subject::Payment,
            "website" if is_bad && is_outage => Subject::Outage,
            "website" => Subject::Website,
            "returns" => Subject::Returns,
            "service" if occasion.touchpoint == Touchpoint::Invoice => Subject::Invoice,
            "service" => Subject::Service,
            _ => Subject::General,
        }
    }

    fn comment(&mut self, given: &mut Answers, percent: u32, subject: Subject, mood: Mood, language: Language) {
        if self.chance(percent) {
            let text = texts::comment(&mut self.rng, language, subject, mood);
            let seconds = self.typing(&text);
            given.put("reason", Value::from(text), seconds);
        }
    }

    fn other(&mut self, language: Language) -> Value {
        let mut other = Value::object();
        other.put("other", Value::from(texts::other(&mut self.rng, language)));
        other
    }

    fn contact(&mut self, is_named: bool) -> Value {
        let (first, last) = texts::name(&mut self.rng);
        let mut contact = Value::object();
        if is_named && self.chance(80) {
            contact.put("name", Value::from(format!("{first} {last}")));
        }
        let host = self.pick(&["example.org", "example.com", "example.net"]);
        contact.put("email", Value::from(format!("{}.{}@{host}", letters(first), letters(last))));
        contact.put("consent", Value::Bool(true));
        contact
    }
}

/// How many of a group write something.
fn percent_of(group: Group) -> u32 {
    match group {
        Group::Detractor => 58,
        Group::Passive => 33,
        Group::Promoter => 30,
    }
}

fn mood_of(group: Group) -> Mood {
    match group {
        Group::Detractor => Mood::Bad,
        Group::Passive => Mood::Mixed,
        Group::Promoter => Mood::Good,
    }
}

/// A name as addresses have it.
fn letters(name: &str) -> String {
    let mut letters = String::new();
    for character in name.to_lowercase().chars() {
        match character {
            'ä' => letters.push_str("ae"),
            'ö' => letters.push_str("oe"),
            'ü' => letters.push_str("ue"),
            'ß' => letters.push_str("ss"),
            'ı' => letters.push('i'),
            letter if letter.is_ascii_alphabetic() => letters.push(letter),
            _ => {}
        }
    }
    letters
}
