//! The file that a page shows the first question from.

use askwell::prerender::first_step;
use askwell_survey::config::Config;
use askwell_survey::{Condition, Context, MessageKey, Messages, Page, Session, SessionInput, Step, Timestamp, Value};

use super::{FIRST_QUESTION, choices, order, texts, tree};
use crate::report::Finding;

/// The first question of a survey in one language and one layout.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstQuestion {
    /// What a page needs besides the styles:
    ///
    /// - `question`: the question's identifier.
    /// - `tree`: the card. An element is a list of its name, its attributes as an object, and its children. A text of the
    ///   interface is `{"text": name}`, in attributes as well; any other text is a string.
    /// - `texts`: these texts of the interface by name, with their placeholders, and `region` and `state.offline`.
    /// - `response`: the response document that the first answer sends, without what depends on the page (`id`, `page`,
    ///   `shownAt`, `answeredAt`, `seconds`) or on the answer.
    /// - `choices`: what each answer adds to that, by its value in the form. Left out if responses go elsewhere than to one
    ///   endpoint that takes them as they are; and together with `response`, if no single choice answers the question.
    /// - `orders`: if the choices are shuffled, orders by the last two digits of the response's identifier. Each lists
    ///   indices of children of the element that has the attribute `order`.
    pub document: Value,
    /// The stylesheet for the card.
    pub styles: String,
}

impl FirstQuestion {
    /// Renders the first question of a survey, with texts from [`super::messages`].
    ///
    /// # Errors
    /// If which question comes first depends on the page.
    pub fn of(config: &Config, messages: &Messages) -> Result<Self, Finding> {
        let context = Context {
            person: config.person.clone(),
            attributes: config.attributes.clone(),
            page: Page::default(),
            locale: messages.tag.clone(),
            layout: config.layout(),
        };
        let input = SessionInput { context, product: config.product.clone(), hidden: Vec::new() };
        let session = Session::new(config.survey.clone(), input, order::id_ending_in(0), Timestamp::default());
        let question = match (config.survey.questions.first(), session.step()) {
            (Some(first), Step::Question(question)) if first.condition == Condition::Always => question,
            _ => {
                let message = "depends on the page, so that the first question can’t be known in advance";
                let error = Finding::error(FIRST_QUESTION, message.to_owned());
                return Err(Finding { path: "questions[0].if".to_owned(), ..error });
            }
        };

        let rendered = first_step(config, session.clone(), messages.clone());
        let named = first_step(config, session.clone(), texts::names_of(messages));
        let mut card = tree::parse(&rendered.html, &named.html);
        let orders = order::restore(&mut card, question);

        let mut keys = card.messages();
        keys.extend(
            [MessageKey::Region, MessageKey::Offline].into_iter().filter(|key| !keys.contains(key)).collect::<Vec<_>>(),
        );
        let texts = keys.into_iter().map(|key| (key.name().to_owned(), Value::from(messages.get(key)))).collect();

        let mut document = Value::object();
        document.put("question", Value::from(question.id.as_str()));
        document.put("tree", card.to_value());
        document.put("texts", Value::Map(texts));
        if let Some((response, choices)) = choices::responses(&session, &card) {
            document.put("response", response);
            // Otherwise the application alone knows what is sent, and where to.
            if config.post.is_none() && config.keep_query.is_empty() {
                document.put("choices", choices);
            }
        }
        if let Some(orders) = orders {
            document.put("orders", orders);
        }
        Ok(Self { document, styles: rendered.styles })
    }

    /// The document, with the stylesheet as `styles`.
    pub fn with_styles(self) -> Value {
        let mut document = self.document;
        document.put("styles", Value::from(self.styles));
        document
    }
}
