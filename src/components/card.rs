//! The card that a survey stands on, as a popover or in the flow of the page.

use askwell_survey::config::{Display, Position, Theme};
use askwell_survey::{Layout, MessageKey, digits};
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::sheet_grip::SheetGrip;
use super::step::Step;
use crate::browser::is_composing;
use crate::state::SurveyState;

pub(super) const STYLES: &str = super::styles!("card.css");
/// The styles of a card that stands elsewhere than in the flow of the page or in the usual corner.
pub const PLACEMENT_STYLES: &str = super::styles!("placement.css");

/// The card of a survey, with the frame that places it.
#[component]
pub(crate) fn Card(
    /// What it shows.
    survey: SurveyState,
    /// Light or dark.
    theme: Theme,
    /// How it stands in the page.
    display: Display,
    /// Where, if it is above the page.
    position: Position,
    /// The site's own accent.
    accent: Option<String>,
    /// By how many pixels the on-screen keyboard lifts it.
    lift: RwSignal<usize>,
) -> impl IntoView {
    provide_context(survey);
    let popover = survey.layout() == Layout::Popover;
    let dragged = RwSignal::new(0);
    let pixels = |number: usize| digits(number as u64) + "px";

    // What is clicked or pressed before the step could be seen was meant for the one before.
    let click = move |event: MouseEvent| {
        if !survey.is_moving() && !survey.is_seen(event.detail() > 1) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let press = move |event: KeyboardEvent| {
        let alone = !event.ctrl_key() && !event.meta_key();
        if is_answer(&event) && (event.repeat() || !survey.is_seen(alone)) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let keydown = move |event: KeyboardEvent| {
        let key = event.key();
        // Escape and Enter are the input method's as long as it composes.
        if !is_composing(&event) {
            survey.set_moving(key.starts_with("Arrow"));
            match key.as_str() {
                // It closes when the key is let go: the page must not hear that either, however slow the machine.
                "Escape" if popover => {
                    survey.set_escaping(true);
                }
                // The page may have something of its own to close around an inline survey.
                "Escape" => return,
                "Enter" if event.ctrl_key() || event.meta_key() => {
                    event.prevent_default();
                    survey.submit();
                }
                _ => {}
            }
        }
        event.stop_propagation();
    };
    let keyup = move |event: KeyboardEvent| {
        // The click for an arrow key has come by now.
        survey.set_moving(false);
        event.stop_propagation();
        if survey.set_escaping(false) {
            survey.dismiss();
        }
    };
    let focusin =
        move |event: FocusEvent| survey.entered_from(event.related_target().and_then(|before| before.dyn_into().ok()));

    view! {
        <div
            class="frame"
            popover=popover.then_some("manual")
            // Of itself it would be a group.
            role=popover.then_some("presentation")
            data-layout=survey.layout().name()
            data-theme=theme.name()
            data-display=(!matches!(display, Display::Popover | Display::Inline)).then(|| display.name())
            data-position=position.name()
            data-leaving=move || survey.is_leaving().then_some("")
            dir=move || survey.direction()
            style:--askwell-accent=accent
            style:--lift=move || pixels(lift.get())
        >
            <div
                class="card"
                part="card"
                role=if popover { "dialog" } else { "region" }
                lang=move || survey.language()
                aria-label=move || {
                    survey.language();
                    survey.message(MessageKey::Region)
                }
                style:transform=move || (dragged.get() > 0).then(|| ["translateY(", &pixels(dragged.get()), ")"].concat())
                node_ref=survey.card()
                on:keydown=keydown
                on:keyup=keyup
                on:keypress=|event| event.stop_propagation()
                on:focusin=focusin
            >
                {popover
                    .then(|| {
                        view! {
                            <SheetGrip dragged/>
                            <button
                                class="close"
                                type="button"
                                part="close"
                                aria-label=move || {
                                    survey.language();
                                    survey.message(MessageKey::Close)
                                }
                                on:click=move |_| survey.dismiss()
                            ></button>
                        }
                    })}
                <div class="progress" part="progress" aria-hidden="true" style:--done=move || survey.progress()></div>
                <div class="steps" on:click:capture=click on:keydown:capture=press>
                    <Step/>
                </div>
                <div class="unseen" aria-live="polite">
                    {move || survey.announcement()}
                </div>
            </div>
        </div>
    }
}

/// Whether a key may answer, and is not for words.
fn is_answer(event: &KeyboardEvent) -> bool {
    let on_words =
        |selector| event.target().is_some_and(|target| target.unchecked_ref::<Element>().matches(selector) == Ok(true));
    match event.key().as_str() {
        "Enter" => event.ctrl_key() || event.meta_key() || !on_words("textarea"),
        " " => !on_words("textarea, input:not([type=radio], [type=checkbox])"),
        _ => false,
    }
}
