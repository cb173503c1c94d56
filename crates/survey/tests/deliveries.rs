//! No answer is lost: an outbox, two tabs that share its storage, and an endpoint that writes everything down, under
//! whatever faults are drawn. The tabs do what the widget does around the outbox (`src/delivery.rs`, `src/storage.rs`).

use std::collections::BTreeMap;

use askwell_survey::outbox::{Outbox, OutboxEntry, Reply, Settled};
use askwell_survey::{
    Answer, Effect, Event, Links, Preset, Response, ResponseId, Session, SessionInput, Timestamp, Value,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const ENDPOINT: &str = "https://answers.example/";
const DAY: f64 = 86_400_000.0;

/// What the endpoint, or the way to it, does with a request.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// Doesn't let it through.
    Cut,
    /// Lets it through, and the answer not back.
    CutBack,
    /// Answers with this status, and keeps the document if it is from 200 to 299.
    Answers(u16, f64),
}

#[derive(Clone, Debug)]
enum Step {
    /// Somebody begins to answer in this tab.
    Answer(usize),
    /// The same answers something more.
    More(usize),
    /// So much time passes for everybody, and timers go off.
    Pass(f64),
    /// So much time passes only for the clock.
    Branch(f64),
    /// From now on the endpoint does this.
    Way(Way),
    /// The latest or the first request of the tab comes back.
    Land(usize, bool),
    Online(usize),
    Hide(usize),
    /// The tab is closed, whatever it has on the way, and a new page opened.
    Reload(usize),
    /// The storage is emptied, by the visitor or the browser.
    Clear,
    /// Somebody else's value stands in the storage, beside what is there.
    Foreign,
}

#[derive(Default)]
struct Tab {
    flights: Vec<(OutboxEntry, Reply)>,
    /// What this page wrote last, unless another one wrote since.
    seen: Value,
    /// Whose answers are given here: the last one begun.
    visitor: Option<(u64, u32)>,
}

struct World {
    now: f64,
    stored: Value,
    tabs: [Tab; 2],
    way: Way,
    random: u64,
    /// What the endpoint has acknowledged or kept: the latest revision by identity.
    kept: BTreeMap<String, u32>,
    /// What was answered: the latest revision by identity.
    given: BTreeMap<String, u32>,
    /// What the widget has said to be lost.
    said: Vec<String>,
    /// What storage was emptied of.
    taken: Vec<String>,
    answers: u64,
    foreign: usize,
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            now: 1_795_255_200_000.0,
            stored: Value::Null,
            tabs: Default::default(),
            way: Way::Answers(200, f64::NAN),
            random: seed | 1,
            kept: BTreeMap::new(),
            given: BTreeMap::new(),
            said: Vec::new(),
            taken: Vec::new(),
            answers: 0,
            foreign: 0,
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now)
    }

    fn draw(&mut self) -> f64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 11) as f64 / (1u64 << 53) as f64
    }

    fn read(&self, tab: usize) -> Outbox {
        let stored = if self.stored.is_null() { &self.tabs[tab].seen } else { &self.stored };
        Outbox::read(stored, self.now())
    }

    fn write(&mut self, tab: usize, outbox: &Outbox) {
        let json = outbox.to_value().to_json();
        self.tabs[tab].seen = serde_json::from_str(&json).unwrap();
        self.stored = if json == "[]" { Value::Null } else { self.tabs[tab].seen.clone() };
        self.tabs[1 - tab].seen = Value::Null;
    }

    fn answer(&mut self, tab: usize, more: bool) {
        let (number, revision) = match self.tabs[tab].visitor {
            Some((number, revision)) if more => (number, revision + 1),
            _ => {
                self.answers += 1;
                (self.answers, 1)
            }
        };
        self.tabs[tab].visitor = Some((number, revision));
        let response = response(number, revision);
        self.given.insert(response.id.to_text(), revision);
        let mut outbox = self.read(tab);
        let mut delivery = Value::object();
        delivery.put("endpoint", Value::from(ENDPOINT));
        delivery.put("document", response.to_value());
        for lost in outbox.insert(&delivery, self.now()).into_iter().flatten() {
            self.said.push(lost.id.to_text());
        }
        self.write(tab, &outbox);
        self.send(tab);
    }

    /// Sends what is due, one at a time.
    fn send(&mut self, tab: usize) {
        let outbox = self.read(tab);
        let due = outbox.entries().iter().find(|parcel| parcel.due <= self.now());
        if self.tabs[tab].flights.is_empty()
            && let Some(parcel) = due
        {
            self.fly(tab, parcel);
        }
    }

    fn fly(&mut self, tab: usize, parcel: &OutboxEntry) {
        let same = |flight: &(OutboxEntry, Reply)| flight.0.is(parcel) && flight.0.revision == parcel.revision;
        if self.tabs[tab].flights.iter().any(same) {
            return;
        }
        let reply = match self.way {
            Way::Cut | Way::CutBack => Reply::Nothing,
            Way::Answers(status, wait) => Reply::Status { status, wait },
        };
        if matches!(self.way, Way::CutBack | Way::Answers(200..=299, _)) {
            let kept = self.kept.entry(parcel.id.to_text()).or_default();
            *kept = (*kept).max(parcel.revision);
        }
        self.tabs[tab].flights.push((parcel.clone(), reply));
    }

    fn land(&mut self, tab: usize, first: bool) {
        let flights = &mut self.tabs[tab].flights;
        let flight = if first && !flights.is_empty() { Some(flights.remove(0)) } else { flights.pop() };
        let Some((parcel, reply)) = flight else { return };
        let random = self.draw();
        let mut outbox = self.read(tab);
        let settled = outbox.settle(&parcel, reply, self.now(), random);
        if matches!(settled, Settled::Refused | Settled::Expired) {
            self.said.push(parcel.id.to_text());
        }
        self.write(tab, &outbox);
        self.send(tab);
    }

    fn retry_now(&mut self, tab: usize) {
        let mut outbox = self.read(tab);
        outbox.retry_now(self.now());
        self.write(tab, &outbox);
        self.send(tab);
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Answer(tab) => self.answer(tab, false),
            Step::More(tab) => self.answer(tab, true),
            Step::Pass(milliseconds) => {
                self.now += milliseconds;
                self.send(0);
                self.send(1);
            }
            Step::Branch(milliseconds) => self.now += milliseconds,
            Step::Way(way) => self.way = way,
            Step::Land(tab, first) => self.land(tab, first),
            Step::Online(tab) => self.retry_now(tab),
            Step::Hide(tab) => {
                for parcel in self.read(tab).entries() {
                    if !parcel.retry_after_requested {
                        self.fly(tab, parcel);
                    }
                }
            }
            Step::Reload(tab) => {
                self.tabs[tab] = Tab::default();
                self.retry_now(tab);
            }
            Step::Clear => {
                let waiting = Outbox::read(&self.stored, self.now());
                // A page that has it still in mind brings it back, unless another writes first.
                let ids = waiting.entries().iter().map(|parcel| parcel.id.to_text());
                self.taken.extend(ids);
                self.stored = Value::Null;
                self.foreign = 0;
            }
            Step::Foreign => {
                let mut list = match &self.stored {
                    Value::List(list) => list.clone(),
                    _ => Vec::new(),
                };
                if list.len() < 5 {
                    list.insert(0, Value::from("somebody else's"));
                    self.foreign += 1;
                    self.stored = Value::List(list);
                }
            }
        }
    }

    /// Everything works again, and a page stays open for as long as it takes.
    fn end_well(&mut self) {
        self.way = Way::Answers(201, f64::NAN);
        while !self.tabs.iter().all(|tab| tab.flights.is_empty()) {
            self.land(0, true);
            self.land(1, true);
        }
        for _ in 0..200 {
            let outbox = self.read(0);
            let Some(wait) = outbox.wake(self.now()) else { return };
            assert!(wait as f64 <= DAY, "it waits for longer than a day: {wait}");
            self.step(&Step::Pass(wait as f64));
            self.land(0, true);
            self.land(1, true);
        }
        panic!("something waits for ever: {:?}", self.read(0));
    }
}

fn response(number: u64, revision: u32) -> Response {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    let id = ResponseId::new(Timestamp::default(), random);
    let survey = Preset::Nps.survey("shop".into(), None, &Links::default());
    let mut session = Session::new(survey, SessionInput::default(), id, Timestamp::default());
    let answer = Event::Answer(Answer::new(9.0));
    let delivered = session.handle(answer, Timestamp::default()).into_iter().find_map(|effect| match effect {
        Effect::Deliver(response) => Some(*response),
        _ => None,
    });
    Response { revision, ..delivered.unwrap() }
}

fn any_way() -> impl Strategy<Value = Way> {
    let waits = [f64::NAN, 0.0, -1e6, 5_000.0, 90_000.0, 3.0 * DAY, 1e300, f64::INFINITY];
    let wait = proptest::sample::select(waits.to_vec());
    let again = proptest::sample::select(vec![408, 425, 429, 500, 502, 503, 504, 599]);
    prop_oneof![
        3 => Just(Way::Answers(200, f64::NAN)),
        3 => Just(Way::Cut),
        3 => Just(Way::CutBack),
        4 => (again, wait).prop_map(|(status, wait)| Way::Answers(status, wait)),
        1 => proptest::sample::select(vec![301, 400, 404, 413, 501, 505]).prop_map(|status| Way::Answers(status, 1e3)),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let tab = || 0..2usize;
    prop_oneof![
        4 => tab().prop_map(Step::Answer),
        4 => tab().prop_map(Step::More),
        8 => (tab(), any::<bool>()).prop_map(|(tab, first)| Step::Land(tab, first)),
        4 => (0.0..30_000.0).prop_map(Step::Pass),
        2 => (0.0..2.0 * DAY).prop_map(Step::Pass),
        1 => (-40.0 * DAY..40.0 * DAY).prop_map(Step::Branch),
        5 => any_way().prop_map(Step::Way),
        2 => tab().prop_map(Step::Online),
        2 => tab().prop_map(Step::Hide),
        2 => tab().prop_map(Step::Reload),
        1 => Just(Step::Foreign),
    ]
}

fn run(seed: u64, steps: &[Step]) -> World {
    let mut world = World::new(seed);
    for step in steps {
        world.step(step);
    }
    world.end_well();
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, rng_seed: RngSeed::Fixed(20_261_122), ..ProptestConfig::default() })]

    #[test]
    fn every_answer_arrives_at_its_latest_revision_or_is_said_to_be_lost(
        seed: u64, steps in proptest::collection::vec(any_step(), 1..120)
    ) {
        let world = run(seed, &steps);
        for (id, revision) in &world.given {
            let arrived = world.kept.get(id) == Some(revision);
            prop_assert!(arrived || world.said.contains(id), "{id} at {revision}: {:?}", world.kept.get(id));
        }
        prop_assert!(world.kept.keys().all(|id| world.given.contains_key(id)), "nothing arrives that wasn't given");
        let Value::List(left) = &world.stored else { prop_assert_eq!(world.foreign, 0); return Ok(()) };
        prop_assert_eq!(left.len(), world.foreign, "what is somebody else's is still there, and nothing of ours");
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, rng_seed: RngSeed::Fixed(20_261_122), ..ProptestConfig::default() })]

    #[test]
    fn where_storage_was_emptied_only_what_stood_in_it_can_be_missing(
        seed: u64, steps in proptest::collection::vec(prop_oneof![12 => any_step(), 1 => Just(Step::Clear)], 1..120)
    ) {
        let world = run(seed, &steps);
        for (id, revision) in &world.given {
            let arrived = world.kept.get(id) == Some(revision);
            prop_assert!(arrived || world.said.contains(id) || world.taken.contains(id), "{id} at {revision}");
        }
    }

    #[test]
    fn one_page_brings_back_what_was_cleared_under_it(answers in 1..10usize, before in 0..10usize) {
        let mut world = World::new(7);
        world.step(&Step::Way(Way::Cut));
        for answer in 0..answers {
            if answer == before {
                world.step(&Step::Clear);
            }
            world.step(&Step::Answer(0));
            world.step(&Step::Land(0, true));
        }
        world.step(&Step::Clear);
        world.end_well();
        prop_assert_eq!(&world.kept, &world.given);
        prop_assert_eq!(world.said.len(), 0);
    }
}
