//! One response: who answers, where and when, what, and how far.

use askwell_survey::{Context, Group, Layout, Page, Response, ResponseId, Score, Status, SurveyRef, Timestamp, Value};
use fastrand::Rng;

use super::story::{Occasion, Story};
use super::texts::{self, Mood, Subject};
use super::world::{ARTICLES, Article, FAILING, Language, PRODUCTS, Person, Survey, Team, Touchpoint, World, weighted};
use crate::day::Day;
use crate::store::Mark;

const HOST: &str = "https://www.musterladen.example";
const STAGING: &str = "https://staging.musterladen.example";
/// Per mille of the responses.
const TESTS: u32 = 8;
const SPAM: u32 = 5;

/// What the collector is given.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) response: Response,
    pub(super) received_at: Timestamp,
    pub(super) mark: Option<Mark>,
}

/// Makes responses, one after the other.
#[derive(Debug)]
pub(super) struct Respondents<'a> {
    pub(super) rng: Rng,
    pub(super) world: &'a World,
    pub(super) story: &'a Story,
}

/// What is answered so far: in the order of the questions, with the seconds each took.
#[derive(Debug, Default)]
struct Answers {
    answers: Vec<(&'static str, Value, f64)>,
    /// What the page provides, or a link that was followed.
    others: Vec<(&'static str, Value)>,
    score: Option<Score>,
    ending: Option<&'static str>,
}

impl Respondents<'_> {
    /// The response of somebody who is asked at `moment`. With an article, it is a rating of it.
    pub(super) fn answer(&mut self, moment: Timestamp, rated: Option<(Article, bool)>) -> Given {
        let day = Day::of(moment);
        let survey = if rated.is_some() { Survey::Faq } else { self.survey(day) };
        let touchpoint = self.touchpoint(survey, day);
        let team = touchpoint.team(&mut self.rng);
        let is_weekend = day.since_epoch() - day.monday().since_epoch() >= 5;
        let business = self.rng.u32(0..100) < if is_weekend { 4 } else { 21 };
        let person = self.world.person(&mut self.rng, self.story.progress(day), business);
        let in_experiment =
            survey == Survey::AfterPurchase && touchpoint == Touchpoint::Returns && self.story.experiment.contains(day);
        let variant = in_experiment.then(|| if self.rng.bool() { "b" } else { "a" });
        let occasion = Occasion { day, survey, touchpoint, team, person: &person, is_variant: variant == Some("b") };
        let article = rated.map_or_else(|| self.article(), |(article, _)| article);
        let mut given = match survey {
            Survey::Relationship => self.relationship(&occasion),
            Survey::AfterPurchase => self.after_purchase(&occasion),
            Survey::SupportCsat => self.support_csat(&occasion),
            Survey::SupportEffort => self.support_effort(&occasion),
            Survey::Cancellation => self.cancellation(&occasion),
            Survey::Faq => self.faq(&article, rated.map(|(_, helpful)| helpful), person.language),
        };
        let mark = match self.rng.u32(0..1000) {
            _ if rated.is_some() => None,
            drawn if drawn < TESTS => Some(Mark::Test),
            drawn if drawn < TESTS + SPAM && matches!(survey, Survey::Relationship | Survey::AfterPurchase) => {
                given.answers.retain(|(name, ..)| *name == "score");
                given.answers[0].2 = 0.0;
                given.answers.push(("reason", Value::from(texts::spam(&mut self.rng)), 0.2));
                Some(Mark::Spam)
            }
            _ => None,
        };
        let (status, revision) = self.end(survey, mark, &mut given);
        let mut attributes = Vec::new();
        if survey == Survey::Faq {
            attributes.push(("topic".to_owned(), Value::from(article.topic)));
        } else {
            attributes.push(("segment".to_owned(), Value::from(person.segment)));
            if survey != Survey::Cancellation {
                attributes.push(("touchpoint".to_owned(), Value::from(touchpoint.name())));
                attributes.push(("team".to_owned(), Value::from(team.name())));
            }
            attributes.push(("product".to_owned(), Value::from(self.pick(&PRODUCTS))));
        }
        if let Some(variant) = variant {
            attributes.push(("experiment_returns".to_owned(), Value::from(variant)));
        }
        let taken: f64 = given.answers.iter().map(|(.., seconds)| seconds).sum();
        let answered_at = Timestamp::from_millis(moment.millis() as f64 + 1_000.0 * taken + 400.0);
        let context = Context {
            person: self.traits(survey, &person),
            attributes,
            page: self.page(survey, touchpoint, &article, &person, mark),
            locale: self.locale(survey, &person).to_owned(),
            layout: if survey == Survey::Faq || self.rng.u32(0..100) < 38 { Layout::Inline } else { Layout::Popover },
        };
        let response = Response {
            id: ResponseId::new(moment, self.bytes()),
            revision,
            status,
            survey: SurveyRef { id: survey.id().to_owned(), version: 1, kind: survey.kind() },
            score: given.score,
            seconds: given.answers.iter().map(|(name, _, seconds)| ((*name).to_owned(), *seconds)).collect(),
            answers: given
                .answers
                .into_iter()
                .map(|(name, value, _)| (name, value))
                .chain(given.others)
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            ending: given.ending.map(str::to_owned),
            context,
            shown_at: moment,
            answered_at,
        };
        let received_at = self.received(answered_at);
        Given { response, received_at, mark }
    }

    fn survey(&mut self, day: Day) -> Survey {
        let more: f64 =
            Touchpoint::ALL.iter().map(|(touchpoint, share, _)| share * self.story.asks(*touchpoint, day)).sum();
        let weights =
            Survey::SHARES.map(|(survey, share)| if survey == Survey::AfterPurchase { share * more } else { share });
        Survey::SHARES[weighted(&mut self.rng, weights.into_iter())].0
    }

    fn touchpoint(&mut self, survey: Survey, day: Day) -> Touchpoint {
        let asks = |touchpoint| if survey == Survey::AfterPurchase { self.story.asks(touchpoint, day) } else { 1.0 };
        match survey {
            Survey::SupportCsat | Survey::SupportEffort => Touchpoint::Support,
            _ => {
                let weights = Touchpoint::ALL.map(|(touchpoint, share, _)| share * asks(touchpoint));
                Touchpoint::ALL[weighted(&mut self.rng, weights.into_iter())].0
            }
        }
    }

    fn article(&mut self) -> Article {
        ARTICLES[weighted(&mut self.rng, ARTICLES.iter().map(|article| article.weight))]
    }

    fn relationship(&mut self, occasion: &Occasion<'_>) -> Answers {
        /// In the order of the question.
        const REASONS: [&str; 5] = ["delivery", "price", "quality", "service", "website"];
        let language = occasion.person.language;
        let mut given = Answers::default();
        let score = self.score(occasion, &mut given);
        let group = score.group();
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

    fn after_purchase(&mut self, occasion: &Occasion<'_>) -> Answers {
        let language = occasion.person.language;
        let mut given = Answers::default();
        let group = self.score(occasion, &mut given).group();
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

    fn support_csat(&mut self, occasion: &Occasion<'_>) -> Answers {
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

    fn support_effort(&mut self, occasion: &Occasion<'_>) -> Answers {
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

    fn cancellation(&mut self, occasion: &Occasion<'_>) -> Answers {
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

    fn faq(&mut self, article: &Article, helpful: Option<bool>, language: Language) -> Answers {
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

    /// How far the visitor came, and in how many revisions: each answer is one, and so is the end.
    fn end(&mut self, survey: Survey, mark: Option<Mark>, given: &mut Answers) -> (Status, u32) {
        let helped = given.answers.iter().any(|(name, value, _)| *name == "helpful" && *value == Value::from("yes"));
        let status = match self.rng.u32(0..100) {
            _ if helped || mark == Some(Mark::Spam) => Status::Complete,
            0..=73 => Status::Complete,
            74..=86 => Status::Abandoned,
            _ => Status::Partial,
        };
        if status != Status::Complete {
            // Most who leave do it after the first question.
            let most = given.answers.len();
            let kept = if self.chance(60) { 1 } else { self.rng.usize(1..=most) };
            given.answers.truncate(kept);
            given.ending = None;
            given.others.retain(|(name, _)| !matches!(*name, "prices" | "contacted"));
        }
        let answered = given.answers.len() as u32;
        let is_single = survey == Survey::Faq && helped;
        let revision = if status == Status::Partial || is_single { answered } else { answered + 1 };
        (status, revision)
    }

    /// Draws a score, in such shares of the groups that the level comes about.
    fn score(&mut self, occasion: &Occasion<'_>, given: &mut Answers) -> Score {
        const LOW: [f64; 7] = [7.0, 4.0, 6.0, 9.0, 11.0, 26.0, 37.0];
        let level = self.story.level(self.world, occasion) / 100.0;
        let passives = 0.4 * (1.0 - level.abs());
        let detractors = (1.0 - passives - level) / 2.0;
        let drawn = self.rng.f64();
        let points = if drawn < detractors {
            weighted(&mut self.rng, LOW.into_iter())
        } else if drawn < detractors + passives {
            7 + usize::from(self.chance(56))
        } else {
            9 + usize::from(self.chance(54))
        };
        let score = Score::from_number(points as f64).expect("0 to 10 are scores");
        given.put("score", Value::Number(points as f64), self.seconds(1.4, 9.0));
        given.score = Some(score);
        score
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

    /// What the site says of somebody. Readers of articles are seldom signed in.
    fn traits(&mut self, survey: Survey, person: &Person) -> Vec<(String, Value)> {
        let mut traits = Vec::new();
        let is_known = self.chance(if survey == Survey::Faq { 22 } else { 88 })
            || (person.account.is_some() && survey != Survey::Faq);
        if is_known {
            traits.push(("id".to_owned(), Value::from(person.id.as_str())));
            if let Some(account) = person.account {
                traits.push(("account".to_owned(), Value::from(self.world.accounts[account].name)));
            }
            if let Some(role) = person.role {
                traits.push(("role".to_owned(), Value::from(role)));
            }
        }
        traits
    }

    fn page(
        &mut self,
        survey: Survey,
        touchpoint: Touchpoint,
        article: &Article,
        person: &Person,
        mark: Option<Mark>,
    ) -> Page {
        let language = person.language;
        let (path, title) = match (survey, language) {
            (Survey::Faq, Language::German) => (format!("/hilfe/{}", article.topic), article.titles[0].to_owned()),
            (Survey::Faq, Language::English) => (format!("/en/help/{}", article.topic), article.titles[1].to_owned()),
            (Survey::Cancellation, Language::German) => {
                ("/konto/schliessen".to_owned(), "Konto schließen – Musterladen".to_owned())
            }
            (Survey::Cancellation, Language::English) => {
                ("/en/account/close".to_owned(), "Close your account – Musterladen".to_owned())
            }
            _ => {
                let (path, title) = touchpoint.page(language);
                (path.to_owned(), title.to_owned())
            }
        };
        let host = if mark == Some(Mark::Test) { STAGING } else { HOST };
        let referrer = match self.rng.u32(0..100) {
            0..=41 => String::new(),
            42..=79 => format!("{host}{}", self.pick(&["/", "/suche", "/warenkorb", "/konto", "/hilfe"])),
            80..=93 => "https://search.example/".to_owned(),
            _ => "https://newsletter.musterladen.example/".to_owned(),
        };
        Page { url: format!("{host}{path}"), referrer, title }
    }

    /// The language that was asked in: those of the definitions, and for the preset any.
    fn locale(&mut self, survey: Survey, person: &Person) -> &'static str {
        let drawn = self.rng.u32(0..100);
        match (survey, person.language) {
            (Survey::Faq, Language::English) if drawn < 24 => self.pick(&["fr", "nl", "it", "pl", "tr"]),
            (_, Language::German) => "de",
            (_, Language::English) => "en",
        }
    }

    /// Nearly always at once; what was answered offline comes hours later.
    fn received(&mut self, answered_at: Timestamp) -> Timestamp {
        let later =
            if self.rng.u32(0..1000) < 12 { self.rng.f64() * 40.0 * 3_600_000.0 } else { self.rng.f64() * 1_500.0 };
        let end = self.story.all.to.start();
        Timestamp::from_millis(answered_at.millis() as f64 + later).min(end).max(answered_at)
    }

    fn bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.rng.fill(&mut bytes);
        bytes
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(0..100) < percent
    }

    /// Around ½, from 0 to 1.
    fn bell(&mut self) -> f64 {
        (self.rng.f64() + self.rng.f64() + self.rng.f64()) / 3.0
    }

    /// Mostly near `least`, up to `most`, in tenths.
    fn seconds(&mut self, least: f64, most: f64) -> f64 {
        let drawn = self.rng.f64();
        ((least + (most - least) * drawn * drawn) * 10.0).round() / 10.0
    }

    fn typing(&mut self, text: &str) -> f64 {
        let characters = text.chars().count() as f64;
        ((3.0 + characters * (0.15 + 0.15 * self.rng.f64())) * 10.0).round() / 10.0
    }

    fn pick<'b, T: ?Sized>(&mut self, list: &[&'b T]) -> &'b T {
        list[self.rng.usize(0..list.len())]
    }
}

impl Answers {
    fn put(&mut self, name: &'static str, value: Value, seconds: f64) {
        self.answers.push((name, value, seconds));
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
