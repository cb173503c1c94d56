//! What a report needs to know of a survey: its questions in order, and what answers are called.

use askwell_survey::config::Config;
use askwell_survey::question::{
    ChoiceList, Consent, Contact, Date, Dropdown, Emoji, Link, Matrix, MultipleChoice, NO, Nps, Ranking, Scale,
    SingleChoice, Stars, Text, Thumbs, YES,
};
use askwell_survey::{
    Condition, Group, LANGUAGES, Links, LocalizedText, MessageKey, Messages, Preset, Question, Survey, Value,
    interpolate, language_files, nearest, pack,
};

use crate::counted::{NOTHING, OTHER};

/// Something that can be answered, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) id: String,
    pub(crate) text: String,
}

/// A survey's questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) questions: Vec<QuestionOutline>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QuestionOutline {
    pub(crate) id: String,
    /// What is asked: each wording, where several questions share a name and only one of them is asked.
    pub(crate) prompts: Vec<String>,
    pub(crate) shape: Shape,
}

/// How answers to a question can be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The recommendation question.
    Score,
    /// Points of a scale, lowest first.
    Scale { points: Vec<Label>, reported: Reported },
    /// One of several.
    Choice(Vec<Label>),
    /// Some of several.
    Choices(Vec<Label>),
    /// Several in order, the most important first.
    Ranking(Vec<Label>),
    /// A column for each row.
    Matrix { rows: Vec<Label>, columns: Vec<Label> },
    /// A day.
    Date,
    /// Words.
    Text,
    /// Ways to reach somebody.
    Contact,
}

/// Which share of a scale's answers is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reported {
    /// The two highest of five points: satisfaction.
    Csat,
    /// The three highest of seven points: ease.
    Ces,
    /// None: the mean alone.
    Mean,
}

impl Outline {
    /// The outline of a definition, in `language` or the nearest that it has. None if it is no definition. With a group,
    /// it has only what people of this group are asked.
    pub(crate) fn of_definition(document: &str, language: &str, group: Option<Group>) -> Option<Self> {
        let value: Value = serde_json::from_str(document).ok()?;
        let config = Config::read_definition(&value).ok()?;
        let words = Words::of(language, &config.texts, config.product.as_deref())?;
        Some(Self::of(&config.survey, &words, group))
    }

    /// The outline of the first preset that asks all of `questions`: of surveys that nobody registered, most are one.
    pub(crate) fn of_preset(questions: &[&str], language: &str, group: Option<Group>) -> Option<Self> {
        let words = Words::of(language, &[], None)?;
        let links = Links::default();
        let surveys = Preset::NAMES.iter().map(|(name, preset)| preset.survey((*name).to_owned(), None, &links));
        let outlines = surveys.map(|survey| Self::of(&survey, &words, group));
        let asks = |outline: &Self, name: &&str| outline.questions.iter().any(|question| question.id == **name);
        outlines.into_iter().find(|outline| !questions.is_empty() && questions.iter().all(|name| asks(outline, name)))
    }

    fn of(survey: &Survey, words: &Words, group: Option<Group>) -> Self {
        let is_asked = |question: &&Question| match question.condition {
            Condition::In(asked) => group.is_none_or(|group| group == asked),
            _ => true,
        };
        let mut questions: Vec<QuestionOutline> = Vec::new();
        for question in survey.questions.iter().filter(is_asked) {
            let Some(shape) = words.shape(question) else { continue };
            let prompt = words.say(&question.prompt);
            match questions.iter_mut().find(|known| known.id == question.id) {
                Some(known) if !known.prompts.contains(&prompt) => known.prompts.push(prompt),
                Some(_) => {}
                None => questions.push(QuestionOutline { id: question.id.clone(), prompts: vec![prompt], shape }),
            }
        }
        Self { questions }
    }
}

/// Texts in one language.
struct Words {
    language: String,
    messages: Messages,
    product: Option<String>,
}

impl Words {
    fn of(language: &str, own: &[(MessageKey, String)], product: Option<&str>) -> Option<Self> {
        let file = language_files::ALL[nearest(language, LANGUAGES)];
        let packed = pack(&serde_json::from_str(file).ok()?).ok()?;
        let messages = Messages::read(&packed, own)?;
        Some(Self { language: language.to_owned(), messages, product: product.map(ToOwned::to_owned) })
    }

    /// A text with its fallbacks: what it recalls is another thing for each visitor.
    fn say(&self, text: &LocalizedText) -> String {
        let find = |name: &str| match name {
            "product" => self.product.clone(),
            _ => None,
        };
        interpolate(text.template(&self.messages, &self.language), &find)
    }

    fn label(&self, id: impl Into<String>, text: &LocalizedText) -> Label {
        Label { id: id.into(), text: self.say(text) }
    }

    fn choices(&self, list: &ChoiceList) -> Vec<Label> {
        let choices = list.choices.iter().map(|choice| self.label(choice.id.as_str(), &choice.label));
        choices.chain(list.other.iter().map(|other| self.label(OTHER, other))).collect()
    }

    /// How a question's answers are counted; None if it has none.
    fn shape(&self, question: &Question) -> Option<Shape> {
        let of = &*question.question_type;
        if of.is::<Nps>() {
            return Some(Shape::Score);
        }
        if let Some(scale) = of.downcast_ref::<Scale>() {
            return Some(self.scale(scale));
        }
        if let Some(highest) = of
            .downcast_ref::<Stars>()
            .map(|stars| stars.max)
            .or_else(|| of.downcast_ref::<Emoji>().map(|emoji| emoji.max))
        {
            return Some(Shape::Scale { points: numbers(1, highest as i32), reported: Reported::Mean });
        }
        if let Some(thumbs) = of.downcast_ref::<Thumbs>() {
            return Some(Shape::Choice(vec![self.label(YES, &thumbs.yes), self.label(NO, &thumbs.no)]));
        }
        if let Some(list) = of
            .downcast_ref::<SingleChoice>()
            .map(|choice| &choice.0)
            .or_else(|| of.downcast_ref::<Dropdown>().map(|choice| &choice.0))
        {
            return Some(Shape::Choice(self.choices(list)));
        }
        if let Some(choices) = of.downcast_ref::<MultipleChoice>() {
            let none = choices.none.iter().map(|none| self.label(NOTHING, none));
            return Some(Shape::Choices(self.choices(&choices.list).into_iter().chain(none).collect()));
        }
        if let Some(ranking) = of.downcast_ref::<Ranking>() {
            return Some(Shape::Ranking(self.choices(&ranking.0)));
        }
        if let Some(matrix) = of.downcast_ref::<Matrix>() {
            let columns = matrix.columns.iter().map(|column| self.label(column.id.as_str(), &column.label));
            return Some(Shape::Matrix { rows: self.choices(&matrix.rows), columns: columns.collect() });
        }
        if let Some(consent) = of.downcast_ref::<Consent>() {
            let refused = Label { id: "false".to_owned(), text: "No".to_owned() };
            return Some(Shape::Choice(vec![self.label("true", &consent.label), refused]));
        }
        if let Some(Link(link)) = of.downcast_ref::<Link>() {
            return Some(Shape::Choice(vec![self.label("opened", &link.label)]));
        }
        let shapes =
            [(of.is::<Date>(), Shape::Date), (of.is::<Text>(), Shape::Text), (of.is::<Contact>(), Shape::Contact)];
        shapes.into_iter().find(|(is_it, _)| *is_it).map(|(_, shape)| shape)
    }

    fn scale(&self, scale: &Scale) -> Shape {
        let reported = match scale {
            scale if *scale == Scale::csat() => Reported::Csat,
            scale if *scale == Scale::ces() => Reported::Ces,
            _ => Reported::Mean,
        };
        let mut points = numbers(scale.min, scale.max);
        let ends = [(0, &scale.low), (points.len() - 1, &scale.high)];
        for (index, text) in ends.into_iter().filter_map(|(index, text)| Some((index, text.as_ref()?))) {
            points[index].text = format!("{} – {}", points[index].id, self.say(text));
        }
        for (point, text) in points.iter_mut().zip(&scale.labels) {
            point.text = format!("{} – {}", point.id, self.say(text));
        }
        Shape::Scale { points, reported }
    }
}

fn numbers(lowest: i32, highest: i32) -> Vec<Label> {
    (lowest..=highest).map(|point| Label { id: point.to_string(), text: point.to_string() }).collect()
}
