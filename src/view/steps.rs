//! What stands on the card at each step, in the notation of [`super::markup`]. Pure: no element is made here.
//!
//! This file has what every survey needs; the question types that only the full build has are in `steps/more.rs`.
//! The names and values of fields are those of [`askwell_survey::form`].

#[cfg(feature = "full")]
mod more;

use askwell_survey::form::VALUE;
use askwell_survey::{
    ContactField, ContactForm, Ending, Key, Question, QuestionKind, Score, Session, Step, TextField, Texts, Wording,
    digits, limits,
};

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

/// A step in the making: its markup, and the survey's own words in the order in which `{~}` stands for them.
pub(super) struct Sheet<'a> {
    session: &'a Session,
    texts: &'a Texts,
    pub(super) markup: String,
    pub(super) words: Vec<String>,
}

/// The elements of the step the session is at.
pub(super) fn step<'a>(session: &'a Session, texts: &'a Texts) -> Sheet<'a> {
    let mut sheet = Sheet { session, texts, markup: String::new(), words: Vec::new() };
    match session.step() {
        Step::Question(question) => match &question.kind {
            QuestionKind::Nps { low, high } => sheet.scale(question, low, high),
            QuestionKind::Thumbs { yes, no } => sheet.thumbs(question, yes, no),
            QuestionKind::Text(field) => sheet.text(question, field),
            QuestionKind::Contact(form) => sheet.contact(question, form),
            #[cfg(feature = "full")]
            _ => sheet.more(question),
        },
        Step::Ending(ending) => sheet.farewell(ending),
        Step::Closed => {}
    }
    sheet
}

impl Sheet<'_> {
    fn add(&mut self, parts: &[&str]) {
        for part in parts {
            self.markup.push_str(part);
        }
    }

    /// Words of the survey, where `{~}` is written next.
    fn say(&mut self, wording: &Wording) {
        self.words.push(self.session.say(wording, self.texts));
    }

    /// The question, as a heading that can take the focus, and what helps to answer it.
    fn heading(&mut self, indent: &str, question: &Question) {
        self.say(&question.prompt);
        self.add(&[indent, "h2#question part=question tabindex=-1 {~}\n"]);
        #[cfg(feature = "full")]
        if let Some(help) = &question.help {
            self.say(help);
            self.add(&[indent, "p.about#about {~}\n"]);
        }
    }

    /// What describes a field, by the ids of elements: `ids`, and the help of the question if it has some.
    fn described(&mut self, question: &Question, ids: &str) {
        let _ = question;
        #[cfg(feature = "full")]
        if question.help.is_some() {
            return self.add(&[" aria-describedby=about", if ids.is_empty() { "" } else { "+" }, ids]);
        }
        if !ids.is_empty() {
            self.add(&[" aria-describedby=", ids]);
        }
    }

    /// The recommendation scale: eleven native radio buttons.
    fn scale(&mut self, question: &Question, low: &Wording, high: &Wording) {
        self.heading("", question);
        self.markup.push_str(".scale part=scale role=radiogroup aria-labelledby=question");
        self.described(question, "low+high");
        self.markup.push('\n');
        for score in Score::all() {
            self.cell(&digits(score.points().into()));
        }
        self.say(low);
        self.say(high);
        self.add(&[".ends\n span.low#low {~}\n span.high#high {~}\n"]);
        self.way_on(question);
    }

    /// A cell of a scale, which answers when it is clicked.
    fn cell(&mut self, points: &str) {
        self.add(&[" label.cell\n  input type=radio data-do=pick name=", VALUE, " value=", points]);
        self.add(&["\n  span {=", points, "}\n"]);
    }

    /// Yes or no.
    fn thumbs(&mut self, question: &Question, yes: &Wording, no: &Wording) {
        self.heading("", question);
        self.say(yes);
        self.say(no);
        self.add(&[".thumbs role=group aria-labelledby=question
 button.thumb type=button part=button data-do=yes aria-pressed=false {~}
 button.thumb type=button part=button data-do=no aria-pressed=false {~}
"]);
        self.way_on(question);
    }

    /// Words of the visitor's own.
    fn text(&mut self, question: &Question, field: &TextField) {
        self.form(question);
        self.markup.push_str(if field.one_line { " input type=text" } else { " textarea rows=3" });
        self.add(&[" part=field name=", VALUE, " maxlength=", &digits(field.longest as u64)]);
        self.markup.push_str(" aria-labelledby=question");
        self.described(question, "note");
        if let Some(hint) = &field.hint {
            self.say(hint);
            self.markup.push_str(" placeholder={~}");
        }
        self.markup.push_str("\n p.note#note role=status\n");
        self.buttons(question, Key::Skip, Key::Send);
    }

    /// Ways to reach the visitor. The button that submits gives the permission.
    fn contact(&mut self, question: &Question, form: &ContactForm) {
        self.form(question);
        for (field, needed) in &form.fields {
            let name = field.name();
            let label = self.texts.get(field.label());
            #[cfg(feature = "full")]
            let label = more::label_of(self.texts, label, *needed || form.fields.len() == 1);
            #[cfg(not(feature = "full"))]
            let (label, _) = (label.to_owned(), needed);
            self.words.push(label);
            self.add(&[" label for=", name, " {~}\n input#", name, " part=field name=", name, &field_type(*field)]);
            self.described(question, "note+help");
            self.markup.push_str(" aria-invalid=false\n");
        }
        self.say(&form.consent);
        self.markup.push_str(" p.note#note role=alert\n p.help#help {~}\n");
        self.buttons(question, Key::ContactDecline, Key::ContactSend);
    }

    /// A form, the score that was given with the way back to it, and the question.
    fn form(&mut self, question: &Question) {
        self.markup.push_str("form novalidate=\n");
        if self.follows_up() {
            self.markup
                .push_str(" p.given\n  span {score.given}\n  button.link type=button data-do=restart {score.change}\n");
        }
        self.heading(" ", question);
    }

    /// Whether the score was the first question, so that the way back to it is the way back to the beginning.
    fn follows_up(&self) -> bool {
        let first = self.session.survey().questions.first();
        self.session.score().is_some() && first.is_some_and(|first| matches!(first.kind, QuestionKind::Nps { .. }))
    }

    /// Back at the start; at the end a quiet way on and the primary button, which submits the form around it.
    fn buttons(&mut self, question: &Question, decline: Key, submit: Key) {
        self.markup.push_str(" .buttons\n");
        // Next to the score, which leads back to itself, a second way back to it would be one too many.
        if self.session.can_go_back() && (!self.follows_up() || self.session.progress().0 > 1) {
            self.markup.push_str("  button.quiet.back type=button data-do=back {action.back}\n");
        }
        if !question.required {
            self.add(&["  button.quiet type=button data-do=skip {", decline.name(), "}\n"]);
        }
        self.add(&["  button.primary part=button {", submit.name(), "}\n"]);
    }

    /// The way past a question that a click answers, and the way back.
    fn way_on(&mut self, question: &Question) {
        let _ = question;
        #[cfg(feature = "full")]
        self.past(question);
    }

    /// A tick, a sentence, whether the answer still waits, and at most one thing to do.
    fn farewell(&mut self, ending: &Ending) {
        self.say(&ending.text);
        self.markup.push_str(
            ".tick aria-hidden=true\n span.mark\nh2#question part=question tabindex=-1 {~}\np.help role=status\n",
        );
        if let Some(link) = &ending.link {
            self.say(&link.label);
            self.markup.push_str(".buttons\n a.primary part=button target=_blank rel=noopener data-do=open {~}\n");
        }
    }
}

/// The attributes by which browsers know what a field is for.
fn field_type(field: ContactField) -> String {
    let (kind, longest) = match field {
        ContactField::Email => (" type=email autocomplete=email", limits::EMAIL),
        #[cfg(feature = "full")]
        ContactField::Name => (" type=text autocomplete=name", limits::LABEL),
        #[cfg(feature = "full")]
        ContactField::Phone => (" type=tel autocomplete=tel", 40),
        #[cfg(feature = "full")]
        ContactField::Company => (" type=text autocomplete=organization", limits::LABEL),
    };
    [kind, " maxlength=", &digits(longest as u64)].concat()
}

#[cfg(test)]
mod tests;
