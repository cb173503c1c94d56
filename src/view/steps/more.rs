//! The question types that only the full build has, each a method.

use askwell_survey::form::{NONE, OTHER, VALUE, row_name};
use askwell_survey::{
    Answer, Choices, Date, Key, Link, Matrix, Question, QuestionKind, Scale, Texts, Wording, digits, limits, recall,
};

use super::Sheet;

/// Faces there are; of three every second one is shown.
const FACES: [Key; 5] = [Key::EmojiVeryBad, Key::EmojiBad, Key::EmojiOkay, Key::EmojiGood, Key::EmojiVeryGood];

impl Sheet<'_> {
    pub(super) fn more(&mut self, question: &Question) {
        match &question.kind {
            QuestionKind::Scale(scale) if scale.labels.is_empty() => self.numbers(question, scale),
            QuestionKind::Scale(scale) => self.labelled(question, scale),
            QuestionKind::Stars(most) => self.stars(question, *most),
            QuestionKind::Emoji(most) => self.faces(question, *most),
            QuestionKind::Choice(choices) => self.choice(question, choices),
            QuestionKind::Choices(choices) => self.choices(question, choices),
            QuestionKind::Dropdown(choices) => self.dropdown(question, choices),
            QuestionKind::Ranking(choices) => self.ranking(question, choices),
            QuestionKind::Matrix(matrix) => self.matrix(question, matrix),
            QuestionKind::Consent { label } => self.consent(question, label),
            QuestionKind::Date { earliest, latest } => self.date(question, *earliest, *latest),
            QuestionKind::Message => self.message(question),
            QuestionKind::Link(link) => self.link(question, link),
            QuestionKind::Nps { .. }
            | QuestionKind::Text(_)
            | QuestionKind::Contact(_)
            | QuestionKind::Thumbs { .. } => {}
        }
    }

    /// A group of fields, labelled by the question and described by `ids`.
    fn group(&mut self, question: &Question, [indent, class, role, ids]: [&str; 4]) {
        self.add(&[indent, ".", class, " part=scale role=", role, " aria-labelledby=question"]);
        self.described(question, ids);
        self.markup.push('\n');
    }

    /// How to answer, where the question has no help of its own that says so.
    fn hint(&mut self, question: &Question, key: Key) -> &'static str {
        if question.help.is_some() {
            return "";
        }
        self.add(&[" p.about#about {", key.name(), "}\n"]);
        "about"
    }

    /// A scale of numbers.
    fn numbers(&mut self, question: &Question, scale: &Scale) {
        self.heading("", question);
        let ends = if scale.low.is_some() || scale.high.is_some() { "low+high" } else { "" };
        self.group(question, ["", "points", "radiogroup", ends]);
        for point in scale.min..=scale.max {
            let digits = digits(point.unsigned_abs().into());
            self.cell(&if point < 0 { ["-", &digits].concat() } else { digits });
        }
        if !ends.is_empty() {
            self.markup.push_str(".ends\n");
            for (class, end) in [("low", &scale.low), ("high", &scale.high)] {
                self.add(&[" span.", class, "#", class]);
                if let Some(wording) = end {
                    self.say(wording);
                    self.markup.push_str(" {~}");
                }
                self.markup.push('\n');
            }
        }
        self.past(question);
    }

    /// A scale with a label for each point, one below the other.
    fn labelled(&mut self, question: &Question, scale: &Scale) {
        self.heading("", question);
        self.group(question, ["", "rows", "radiogroup", ""]);
        for (point, label) in (scale.min..).zip(&scale.labels) {
            let sign = if point < 0 { "-" } else { "" };
            self.row(" ", "radio", true, &[sign, &digits(point.unsigned_abs().into())].concat(), label);
        }
        self.past(question);
    }

    /// A row that can be chosen; with `picks`, a click on it answers.
    fn row(&mut self, indent: &str, kind: &str, picks: bool, value: &str, label: &Wording) {
        self.say(label);
        self.add(&[indent, "label.row\n", indent, " input type=", kind, " name=", VALUE, " value=", value]);
        self.markup.push_str(if picks { " data-do=pick\n" } else { "\n" });
        self.add(&[indent, " span {~}\n"]);
    }

    fn stars(&mut self, question: &Question, most: u8) {
        self.heading("", question);
        self.group(question, ["", "stars", "radiogroup", ""]);
        for star in 1..=most {
            let (value, all) = (digits(star.into()), digits(most.into()));
            let name = recall(self.texts.get(Key::StarsValue), &|place| match place {
                "count" => Some(value.clone()),
                _ => Some(all.clone()),
            });
            self.pictured("star", &value, name);
        }
        self.past(question);
    }

    fn faces(&mut self, question: &Question, most: u8) {
        self.heading("", question);
        self.group(question, ["", "faces", "radiogroup", ""]);
        let step = if most == 3 { 2 } else { 1 };
        for (index, key) in FACES.iter().step_by(step).enumerate() {
            let class = ["face.mood", &digits((index * step) as u64)].concat();
            self.pictured(&class, &digits(index as u64 + 1), self.texts.get(*key).to_owned());
        }
        self.past(question);
    }

    /// A radio button that looks like a picture, and has a name.
    fn pictured(&mut self, class: &str, value: &str, name: String) {
        self.words.push(name.clone());
        self.words.push(name);
        self.add(&[" label.", class, " title={~}\n  input type=radio data-do=pick name=", VALUE, " value=", value]);
        self.markup.push_str(" aria-label={~}\n  span\n");
    }

    /// The choices in the order in which this visitor sees them.
    fn listed(&mut self, choices: &Choices, kind: &str, picks: bool) {
        for index in self.session.order() {
            self.row("  ", kind, picks, &digits(index as u64), &choices.list[index].label);
        }
    }

    /// The choice of something that isn't listed, and the field for it.
    fn other(&mut self, choices: &Choices, kind: &str) {
        let Some(label) = &choices.other else { return };
        self.row("  ", kind, false, OTHER, label);
        self.add(&["  input.other type=text part=field hidden= name=", OTHER, " maxlength="]);
        self.add(&[&digits(limits::VERBATIM as u64), " aria-label={choice.specify} placeholder={choice.specify}"]);
        self.markup.push_str(" aria-describedby=note\n");
    }

    /// One of several. Without words to add, a click is the whole answer.
    fn choice(&mut self, question: &Question, choices: &Choices) {
        self.form(question);
        self.group(question, [" ", "rows", "radiogroup", "note"]);
        self.listed(choices, "radio", true);
        self.other(choices, "radio");
        if choices.other.is_some() {
            self.end(question);
        } else {
            self.markup.push_str(" p.note#note role=status\n");
            self.past(question);
        }
    }

    /// Some of several.
    fn choices(&mut self, question: &Question, choices: &Choices) {
        self.form(question);
        let hint = self.hint(question, Key::ChoicesHint);
        let ids = if hint.is_empty() { "note" } else { "about+note" };
        self.group(question, [" ", "rows", "group", ids]);
        self.listed(choices, "checkbox", false);
        self.other(choices, "checkbox");
        if let Some(label) = &choices.none {
            self.row("  ", "checkbox", false, NONE, label);
        }
        self.end(question);
    }

    fn dropdown(&mut self, question: &Question, choices: &Choices) {
        self.form(question);
        self.add(&[" select part=field name=", VALUE, " aria-labelledby=question"]);
        self.described(question, "note");
        self.markup.push('\n');
        self.markup.push_str("  option value= {choice.pick}\n");
        for index in self.session.order() {
            self.say(&choices.list[index].label);
            self.add(&["  option value=", &digits(index as u64), " {~}\n"]);
        }
        self.end(question);
    }

    /// A list that buttons and dragging bring into order.
    fn ranking(&mut self, question: &Question, choices: &Choices) {
        self.form(question);
        let hint = self.hint(question, Key::RankingHint);
        let order = match self.session.earlier() {
            Some(Answer::Ranking(ids)) => {
                let place = |id: &String| choices.list.iter().position(|choice| choice.id == *id);
                ids.iter().filter_map(place).collect()
            }
            _ => self.session.order(),
        };
        self.markup.push_str(" ol.ranking aria-labelledby=question");
        self.described(question, hint);
        self.markup.push('\n');
        for index in order {
            let label = self.session.say(&choices.list[index].label, self.texts);
            self.add(&["  li.ranked\n   input type=hidden name=", VALUE, " value=", &digits(index as u64)]);
            self.markup.push_str("\n   span.handle aria-hidden=true\n   span.label {~}\n");
            self.words.push(label.clone());
            for (key, act) in [(Key::RankingUp, "up"), (Key::RankingDown, "down")] {
                let name = recall(self.texts.get(key), &|_| Some(label.clone()));
                self.words.push(name.clone());
                self.words.push(name);
                self.add(&["   button.move.", act, " type=button data-do=", act, " title={~} aria-label={~}\n"]);
            }
        }
        self.end(question);
    }

    /// A group of radio buttons for each row. Not a table: that would need more width than a phone has.
    fn matrix(&mut self, question: &Question, matrix: &Matrix) {
        self.form(question);
        for index in self.session.order() {
            let name = row_name(index);
            self.say(&matrix.rows.list[index].label);
            self.markup.push_str(" fieldset.matrix");
            self.described(question, "note");
            self.markup.push_str("\n  legend {~}\n  .pills\n");
            for (number, column) in matrix.columns.iter().enumerate() {
                self.say(&column.label);
                self.add(&["   label.pill\n    input type=radio name=", &name, " value=", &digits(number as u64)]);
                self.markup.push_str("\n    span {~}\n");
            }
        }
        self.end(question);
    }

    fn consent(&mut self, question: &Question, label: &Wording) {
        self.form(question);
        self.group(question, [" ", "rows", "group", "note"]);
        self.row("  ", "checkbox", false, "yes", label);
        self.end(question);
    }

    fn date(&mut self, question: &Question, earliest: Option<Date>, latest: Option<Date>) {
        self.form(question);
        self.add(&[" input.date type=date part=field name=", VALUE, " aria-labelledby=question"]);
        self.described(question, "note");
        for (name, date) in [(" min=", earliest), (" max=", latest)] {
            if let Some(date) = date {
                self.add(&[name, &date.to_text()]);
            }
        }
        self.markup.push('\n');
        self.end(question);
    }

    fn message(&mut self, question: &Question) {
        self.form(question);
        self.markup.push_str(" .buttons\n");
        self.back();
        self.markup.push_str("  button.primary part=button {action.next}\n");
    }

    /// A link to follow, and the way on, which is open whether it was followed or not.
    fn link(&mut self, question: &Question, link: &Link) {
        self.form(question);
        self.say(&link.label);
        self.markup.push_str(" .buttons\n");
        self.back();
        self.markup.push_str("  button.quiet {action.next}\n");
        self.markup.push_str("  a.primary part=button target=_blank rel=noopener data-do=open {~}\n");
    }

    /// What ends a form: room for a complaint, and the buttons.
    fn end(&mut self, question: &Question) {
        self.markup.push_str(" p.note#note role=status\n");
        let (done, all) = self.session.progress();
        self.buttons(question, Key::Skip, if done + 1 == all { Key::Send } else { Key::Next });
    }

    /// The ways past and back from a question that a click answers.
    pub(super) fn past(&mut self, question: &Question) {
        if question.required && !self.session.can_go_back() {
            return;
        }
        self.markup.push_str(".buttons.past\n");
        if self.session.can_go_back() {
            self.markup.push_str(" button.quiet.back type=button data-do=back {action.back}\n");
        }
        if !question.required {
            self.markup.push_str(" button.quiet type=button data-do=skip {action.skip}\n");
        }
    }

    fn back(&mut self) {
        if self.session.can_go_back() {
            self.markup.push_str("  button.quiet.back type=button data-do=back {action.back}\n");
        }
    }
}

/// The label of a field, with a word on it if it may stay empty.
pub(super) fn label_of(texts: &Texts, label: &str, needed: bool) -> String {
    if needed {
        return label.to_owned();
    }
    recall(texts.get(Key::Optional), &|_| Some(label.to_owned()))
}
