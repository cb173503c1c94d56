//! One response: who answers, where and when, what, and how far.

use askwell_survey::{Context, Layout, Page, Response, ResponseId, Score, Status, SurveyRef, Timestamp, Value};
use fastrand::Rng;

use super::story::{Occasion, Story};
use super::texts;
use super::world::{ARTICLES, Article, Language, PRODUCTS, Person, Survey, Touchpoint, World, weighted};
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
pub(super) struct Answers {
    pub(super) answers: Vec<(&'static str, Value, f64)>,
    /// What the page provides, or a link that was followed.
    pub(super) others: Vec<(&'static str, Value)>,
    pub(super) score: Option<Score>,
    pub(super) ending: Option<&'static str>,
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
        let answered_at = moment.after_millis(1_000.0 * taken + 400.0);
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
        answered_at.after_millis(later).min(end).max(answered_at)
    }

    fn bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.rng.fill(&mut bytes);
        bytes
    }

    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(0..100) < percent
    }

    /// Around ½, from 0 to 1.
    pub(super) fn bell(&mut self) -> f64 {
        (self.rng.f64() + self.rng.f64() + self.rng.f64()) / 3.0
    }

    /// Mostly near `least`, up to `most`, in tenths.
    pub(super) fn seconds(&mut self, least: f64, most: f64) -> f64 {
        let drawn = self.rng.f64();
        ((least + (most - least) * drawn * drawn) * 10.0).round() / 10.0
    }

    pub(super) fn typing(&mut self, text: &str) -> f64 {
        let characters = text.chars().count() as f64;
        ((3.0 + characters * (0.15 + 0.15 * self.rng.f64())) * 10.0).round() / 10.0
    }

    pub(super) fn pick<'b, T: ?Sized>(&mut self, list: &[&'b T]) -> &'b T {
        list[self.rng.usize(0..list.len())]
    }
}

impl Answers {
    pub(super) fn put(&mut self, name: &'static str, value: Value, seconds: f64) {
        self.answers.push((name, value, seconds));
    }
}
