//! What stands on the card at each step, in the notation of [`super::markup`]. Pure: no element is made here.

use askwell_survey::{Ending, Key, Question, QuestionKind, Score, Session, Step, digits, limits};

/// The card around the steps, without what only a popover has.
pub(super) const CARD: &str = "\
.progress aria-hidden=true
.steps
.unseen aria-live=polite
";

/// What only a popover has: the bar by which the sheet on phones is dragged away, and the button that closes it.
pub(super) const POPOVER: &str = "\
.grip aria-hidden=true
button.close type=button part=close data-do=close aria-label={action.close}
";

/// The elements of the step the session is at.
pub(super) fn step(session: &Session) -> String {
    let mut out = String::new();
    match session.step() {
        Step::Question(question) => match question.kind {
            QuestionKind::Nps => scale(question, &mut out),
            QuestionKind::Thumbs => thumbs(question, &mut out),
            QuestionKind::Text { hint } => {
                form(session, question, &mut out);
                add(&mut out, &[" textarea part=field rows=3 maxlength=", &digits(limits::VERBATIM as u64)]);
                add(&mut out, &[" aria-labelledby=question aria-describedby=note placeholder={", hint.name(), "}\n"]);
                out.push_str(" p.note#note role=status\n");
                buttons(session, Key::Skip, Key::Send, &mut out);
            }
            QuestionKind::Contact => {
                form(session, question, &mut out);
                add(
                    &mut out,
                    &[" label for=email {contact.email}\n input#email type=email autocomplete=email maxlength="],
                );
                add(
                    &mut out,
                    &[&digits(limits::EMAIL as u64), " part=field aria-describedby=note+help aria-invalid=false\n"],
                );
                out.push_str(" p.note.wrong#note role=alert\n p.help#help {contact.help}\n");
                buttons(session, Key::ContactDecline, Key::ContactSend, &mut out);
            }
        },
        Step::Ending(ending) => farewell(ending, &mut out),
        Step::Closed => {}
    }
    out
}

fn add(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

/// The question, as a heading that can take the focus.
fn heading(indent: &str, prompt: Key, out: &mut String) {
    add(out, &[indent, "h2#question part=question tabindex=-1 {", prompt.name(), "}\n"]);
}

/// The recommendation scale: eleven native radio buttons.
fn scale(question: &Question, out: &mut String) {
    heading("", question.prompt, out);
    out.push_str(".scale part=scale role=radiogroup aria-labelledby=question aria-describedby=low+high\n");
    for score in Score::all() {
        let points = digits(score.points().into());
        add(
            out,
            &[
                " label.cell\n  input type=radio name=score data-do=score value=",
                &points,
                "\n  span {=",
                &points,
                "}\n",
            ],
        );
    }
    out.push_str(".ends\n span.low#low {score.low}\n span.high#high {score.high}\n");
}

/// Yes or no.
fn thumbs(question: &Question, out: &mut String) {
    heading("", question.prompt, out);
    out.push_str(
        ".thumbs role=group aria-labelledby=question
 button.thumb type=button part=button data-do=yes aria-pressed=false {helpful.yes}
 button.thumb type=button part=button data-do=no aria-pressed=false {helpful.no}
",
    );
}

/// A form, the score that was given with the way back to it, and the question.
fn form(session: &Session, question: &Question, out: &mut String) {
    out.push_str("form novalidate=\n");
    if session.score().is_some() {
        out.push_str(" p.given\n  span {score.given}\n  button.link type=button data-do=restart {score.change}\n");
    }
    heading(" ", question.prompt, out);
}

/// Back at the start; at the end a quiet way on and the primary button, which submits the form around it.
fn buttons(session: &Session, decline: Key, submit: Key, out: &mut String) {
    out.push_str(" .buttons\n");
    // Next to the score, which leads back to itself, a second way back to it would be one too many.
    if session.can_go_back() && (session.score().is_none() || session.progress().0 > 1) {
        out.push_str("  button.quiet.back type=button data-do=back {action.back}\n");
    }
    add(out, &["  button.quiet type=button data-do=skip {", decline.name(), "}\n"]);
    add(out, &["  button.primary part=button {", submit.name(), "}\n"]);
}

/// A tick, a sentence, whether the answer still waits, and at most one thing to do.
fn farewell(ending: &Ending, out: &mut String) {
    out.push_str(".tick aria-hidden=true\n span.mark\n");
    heading("", ending.text, out);
    out.push_str("p.help role=status\n");
    if let Some(link) = &ending.link {
        add(
            out,
            &[".buttons\n a.primary part=button target=_blank rel=noopener data-do=open {", link.label.name(), "}\n"],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use askwell_survey::{Answer, Context, Event, Links, Preset, ResponseId, Timestamp};

    fn begin(preset: Preset) -> Session {
        let links = Links { recommend: Some("/r".to_owned()), ..Links::default() };
        let id = ResponseId::new(Timestamp::default(), [0; 10]);
        Session::new(preset.survey("x".to_owned(), None, &links), Context::default(), None, id, Timestamp::default())
    }

    fn answered(points: u8) -> Session {
        let mut session = begin(Preset::Nps);
        session.handle(Event::Answer(Answer::Score(Score::new(points).unwrap())), Timestamp::default());
        session
    }

    #[test]
    fn the_scale_has_eleven_radio_buttons() {
        assert_eq!(step(&begin(Preset::Nps)).matches("type=radio").count(), 11);
    }

    #[test]
    fn there_is_one_way_back_to_the_score() {
        let mut session = answered(3);
        assert!(step(&session).contains("data-do=restart") && !step(&session).contains("data-do=back"));
        session.handle(Event::Skip, Timestamp::default());
        assert!(step(&session).contains("data-do=restart") && step(&session).contains("data-do=back"));
    }

    #[test]
    fn only_an_ending_with_a_link_has_one() {
        for (points, link) in [(9, true), (7, false)] {
            let mut session = answered(points);
            session.handle(Event::Skip, Timestamp::default());
            assert_eq!(step(&session).contains("data-do=open"), link, "{points}");
        }
    }

    #[test]
    fn every_text_that_is_named_exists() {
        for session in [begin(Preset::Nps), begin(Preset::Helpful), answered(3), answered(7), answered(10)] {
            for place in step(&session).split('{').skip(1) {
                let key = place.split('}').next().unwrap();
                assert!(key.starts_with('=') || Key::ALL.iter().any(|known| known.name() == key), "{key}");
            }
        }
    }
}
