//! A list that buttons and dragging bring into order.

use askwell_survey::form::{FormData, VALUE};
use askwell_survey::{MessageKey, Session, digits, question};
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::form_end::FormEnd;
use super::hint::Hint;
use crate::components::QuestionForm;
use crate::components::fresh::Fresh;
use crate::components::question::QuestionView;
use crate::state::{SurveyState, use_survey};

impl QuestionView for question::Ranking {
    const STYLES: &'static str = crate::components::styles!("ranking.css");

    fn view(&self) -> AnyView {
        Fresh(view! { <Ranking question=self.clone() /> }).into_any()
    }
}

/// A question for an order. The order is that of the form's values. The list has an item for each place, and what
/// moves is what the items say: so no element leaves the page while it has the focus or the pointer.
#[component]
pub(super) fn Ranking(
    /// What is asked.
    question: question::Ranking,
) -> impl IntoView {
    let survey = use_survey();
    let question::Ranking(list) = question;
    let count = list.choices.len();
    if untrack(|| survey.value(VALUE).is_empty()) {
        let order = survey.with_session(Session::order);
        survey.edit(&|form| order.iter().for_each(|&index| form.add(VALUE, digits(index as u64))));
    }
    let labels = list.choices.iter().map(|choice| survey.text(&choice.label)).collect();
    let list = RankedList { survey, labels: StoredValue::new(labels), held: RwSignal::new(None) };
    view! {
        <QuestionForm>
            <Hint text=survey.message(MessageKey::RankingHint) />
            // Safari takes lists without markers for none.
            <ol class="ranking" role="list" aria-labelledby="question" aria-describedby="about">
                {(0..count).map(|place| view! { <RankedItem list place /> }).collect_view()}
            </ol>
            <FormEnd />
        </QuestionForm>
    }
}

/// What the items of a list share.
#[derive(Clone, Copy)]
struct RankedList {
    survey: SurveyState,
    /// What the choices are called, in the order of the definition.
    labels: StoredValue<Vec<String>>,
    /// The place of the item that the pointer holds.
    held: RwSignal<Option<usize>>,
}

impl RankedList {
    /// The value at a place. Tracked.
    fn value(self, place: usize) -> String {
        self.survey.with_form(|form| form.all(VALUE).nth(place).unwrap_or_default().to_owned())
    }

    /// What the choice at a place is called. Tracked.
    fn label(self, place: usize) -> String {
        let index = self.value(place).parse().unwrap_or(usize::MAX);
        self.labels.with_value(|labels| labels.get(index).cloned().unwrap_or_default())
    }

    /// Lets two places change what stands at them.
    fn swap(self, place: usize, other: usize) {
        self.survey.edit(&|form| {
            let mut values: Vec<_> = form.all(VALUE).map(str::to_owned).collect();
            values.swap(place, other);
            *form = FormData::from_iter(values.into_iter().map(|value| (VALUE, value)));
        });
    }

    /// Moves the choice at a place by a button, which keeps the focus.
    fn step(self, place: usize, up: bool) {
        let Some(other) = self.beside(place, up) else { return };
        self.swap(place, other);
        self.announce(other);
        // At either end the button that leads on is gone.
        let button = if self.beside(other, up).is_some() == up { "up" } else { "down" };
        if let Some(button) = self.find(other, button) {
            let _ = button.focus();
        }
    }

    /// The place above or below, if there is one.
    fn beside(self, place: usize, up: bool) -> Option<usize> {
        let count = self.labels.with_value(Vec::len);
        if up { place.checked_sub(1) } else { Some(place + 1).filter(|&next| next < count) }
    }

    /// Lets the held choice follow the pointer: it changes places with the one whose middle the pointer is past.
    fn drag_to(self, y: i32) {
        let Some(place) = self.held.get_untracked() else { return };
        let is_past = |other: &usize| {
            self.find(*other, "label").and_then(|label| label.parent_element()).is_some_and(|item| {
                let area = item.get_bounding_client_rect();
                let middle = area.top() + area.height() / 2.0;
                if *other < place { f64::from(y) < middle } else { f64::from(y) > middle }
            })
        };
        if let Some(other) = [true, false].iter().filter_map(|&up| self.beside(place, up)).find(is_past) {
            self.swap(place, other);
            self.held.set(Some(other));
        }
    }

    /// Lets go of what is held.
    fn release(self) {
        if let Some(place) = self.held.get_untracked() {
            self.held.set(None);
            self.announce(place);
        }
    }

    /// Says what stands at a place now.
    fn announce(self, place: usize) {
        let text = untrack(|| {
            self.survey.message_with(MessageKey::RankingPlace, &|name| {
                Some(match name {
                    "label" => self.label(place),
                    "place" => digits(place as u64 + 1),
                    _ => digits(self.labels.with_value(Vec::len) as u64),
                })
            })
        });
        self.survey.announce(text);
    }

    /// The element of this class in the item at a place.
    fn find(self, place: usize, class: &str) -> Option<HtmlElement> {
        self.survey.find(&[".ranked:nth-child(", &digits(place as u64 + 1), ") .", class].concat())
    }
}

/// The item at a place.
#[component]
fn RankedItem(
    /// The list that it is in.
    list: RankedList,
    /// Which place, counted from zero.
    place: usize,
) -> impl IntoView {
    let survey = list.survey;
    let take = move |event: PointerEvent| {
        event.prevent_default();
        list.held.set(Some(place));
        if let Some(handle) = event.target() {
            // Fails only for a pointer that is gone already.
            let _ = handle.unchecked_ref::<Element>().set_pointer_capture(event.pointer_id());
        }
    };
    let buttons = [(true, "move up", MessageKey::RankingUp), (false, "move down", MessageKey::RankingDown)].map(
        |(up, class, key)| {
            let name = move || survey.message_with(key, &|_| Some(list.label(place)));
            view! { <button class=class type="button" aria-label=name on:click=move |_| list.step(place, up)></button> }
        },
    );
    view! {
        <li class="ranked" part="option" class:held=move || list.held.get() == Some(place)>
            <input type="hidden" name=VALUE value=move || list.value(place) />
            <span
                class="handle"
                aria-hidden="true"
                on:pointerdown=take
                on:pointermove=move |event| list.drag_to(event.client_y())
                on:pointerup=move |_| list.release()
                on:pointercancel=move |_| list.release()
            ></span>
            <span class="label">{move || list.label(place)}</span>
            {buttons}
        </li>
    }
}
