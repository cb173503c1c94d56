//! Elements and texts: HTML as a page builds it.

use askwell_survey::{MessageKey, Value};
use html5gum::{Token, Tokenizer};

use super::texts;

/// An element or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(Text),
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, Text)>,
    pub(super) children: Vec<Node>,
}

/// A text between elements or in an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// A text of the interface, which a site can have replaced.
    Message(MessageKey),
    /// Any other.
    Literal(String),
}

/// Elements that have no end tag, of those that the widget uses.
const VOID: [&str; 2] = ["br", "input"];

/// The elements of `html`, without its comments. `named` is the same HTML with the names of messages in place of them.
/// White space between elements is left out.
///
/// # Panics
/// If the two differ in more than texts.
pub(super) fn parse(html: &str, named: &str) -> Element {
    let mut root = with_names(elements(html), elements(named));
    match root.children.pop() {
        Some(Node::Element(element)) if root.children.is_empty() => element,
        _ => panic!("a card is one element: {html}"),
    }
}

/// A nameless element with everything in `html`.
fn elements(html: &str) -> Element {
    let mut open = vec![Element::default()];
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let attributes = tag.attributes.iter().map(|(name, value)| (text(name), Text::Literal(text(value))));
                let element = Element { attributes: attributes.collect(), name, children: Vec::new() };
                let is_void = VOID.contains(&element.name.as_str());
                open.push(element);
                if is_void {
                    close(&mut open);
                }
            }
            Token::EndTag(_) => close(&mut open),
            Token::String(string) => {
                if let Some(parent) = open.last_mut() {
                    parent.children.push(Node::Text(Text::Literal(text(&string))));
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    open.swap_remove(0)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Puts the element that was opened last into the one around it.
fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(Node::Element(element));
    }
}

/// `element`, with messages where `named` has their names.
fn with_names(element: Element, named: Element) -> Element {
    assert_eq!((&element.name, element.children.len()), (&named.name, named.children.len()), "the same elements");
    let attributes = element.attributes.into_iter().zip(named.attributes);
    let children = element.children.into_iter().zip(named.children).filter_map(|pair| match pair {
        (Node::Element(element), Node::Element(named)) => Some(Node::Element(with_names(element, named))),
        (Node::Text(_), Node::Text(Text::Literal(named))) if named.trim().is_empty() => None,
        (Node::Text(text), Node::Text(named)) => Some(Node::Text(text.with_name(&named))),
        (node, named) => panic!("an element and a text: {node:?}, {named:?}"),
    });
    Element {
        name: element.name,
        attributes: attributes.map(|((name, text), (_, named))| (name, text.with_name(&named))).collect(),
        children: children.collect(),
    }
}

impl Text {
    fn with_name(self, named: &Self) -> Self {
        match named {
            Self::Literal(name) => texts::named(name).map_or(self, Self::Message),
            Self::Message(key) => Self::Message(*key),
        }
    }

    /// `{"text": name}` for a message.
    fn to_value(&self) -> Value {
        match self {
            Self::Message(key) => {
                let mut message = Value::object();
                message.put("text", Value::from(key.name()));
                message
            }
            Self::Literal(text) => Value::from(text.as_str()),
        }
    }
}

impl Element {
    /// What an attribute says, unless it is a message.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        match self.attributes.iter().find(|(known, _)| known == name)? {
            (_, Text::Literal(text)) => Some(text),
            (_, Text::Message(_)) => None,
        }
    }

    /// This element and all within it, in the order of the document.
    pub(super) fn descendants(&self) -> Vec<&Self> {
        let within = self.children.iter().filter_map(Node::as_element).flat_map(Self::descendants);
        std::iter::once(self).chain(within).collect()
    }

    /// The messages in it, each once.
    pub(super) fn messages(&self) -> Vec<MessageKey> {
        let mut messages = Vec::new();
        for element in self.descendants() {
            let children = element.children.iter().filter_map(Node::as_text);
            for text in element.attributes.iter().map(|(_, text)| text).chain(children) {
                if let Text::Message(key) = text
                    && !messages.contains(key)
                {
                    messages.push(*key);
                }
            }
        }
        messages
    }

    /// `[name, {attributes}, …children]`.
    pub(super) fn to_value(&self) -> Value {
        let attributes = self.attributes.iter().map(|(name, text)| (name.clone(), text.to_value())).collect();
        let children = self.children.iter().map(|child| match child {
            Node::Element(element) => element.to_value(),
            Node::Text(text) => text.to_value(),
        });
        Value::List([Value::from(self.name.as_str()), Value::Map(attributes)].into_iter().chain(children).collect())
    }
}

impl Node {
    pub(super) fn as_element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }

    fn as_text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::Element(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn json(html: &str, named: &str) -> String {
        parse(html, named).to_value().to_json()
    }

    #[test]
    fn elements_attributes_and_texts_are_kept_and_comments_and_white_space_are_not() {
        let html = "<div class=\"a b\" style=\"--lift:0px;\">\n <p hidden>A &amp; <!>b</p> <!----><input value=\"&quot;\"><br> </div>";
        assert_eq!(
            json(html, html),
            r#"["div",{"class":"a b","style":"--lift:0px;"},["p",{"hidden":""},"A & ","b"],["input",{"value":"\""}],["br",{}]]"#
        );
    }

    #[test]
    fn names_of_messages_take_the_place_of_their_texts() {
        let html = "<p title=\"Close\">Send<!> <b>now</b></p>";
        let named = "<p title=\"\u{10fff0}action.close\u{10fff1}\">\u{10fff0}action.send\u{10fff1}<!> <b>now</b></p>";
        let tree = parse(html, named);
        assert_eq!(
            tree.to_value().to_json(),
            r#"["p",{"title":{"text":"action.close"}},{"text":"action.send"},["b",{},"now"]]"#
        );
        assert_eq!(tree.messages().iter().map(|key| key.name()).collect::<Vec<_>>(), ["action.close", "action.send"]);
    }

    #[test]
    fn a_message_within_another_text_is_a_part_of_it() {
        let named = "<p>It says \u{10fff0}action.send\u{10fff1}</p>";
        assert_eq!(json("<p>It says Send</p>", named), r#"["p",{},"It says Send"]"#);
    }

    #[test]
    fn a_message_without_words_keeps_its_place() {
        // Leptos writes an empty text as a blank, so that it has a node.
        let named = "<p>\u{10fff0}action.send\u{10fff1}</p>";
        assert_eq!(json("<p> </p>", named), r#"["p",{},{"text":"action.send"}]"#);
    }
}
