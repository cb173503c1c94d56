//! Choices that every visitor sees in another order.

use askwell_survey::form::VALUE;
use askwell_survey::question::row_name;
use askwell_survey::{Question, ResponseId, Timestamp, Value, digits};

use super::tree::{Element, Node, Text};

/// The attribute of the element whose children are put in order.
const MARK: &str = "order";
/// From one of the listed identifiers to the next, by their last bytes: 16 of them, and no two digits alike.
const STEP: usize = 0x11;

/// An identifier that ends in this byte.
pub(super) fn id_ending_in(last: u8) -> ResponseId {
    ResponseId::new(Timestamp::default(), [last; 10])
}

/// Puts the choices of a card, which was rendered for [`id_ending_in`] 0, into the order of the definition, and marks the
/// element that they are in. Returns the orders by the last two digits of the response's identifier: for each place the
/// index among the element's children. None if the choices aren't shuffled.
pub(super) fn restore(card: &mut Element, question: &Question) -> Option<Value> {
    let order = |last: u8| question.question_type.order(id_ending_in(last), &question.id);
    let shown = order(0);
    if (0..=u8::MAX).all(|last| order(last).is_sorted()) {
        return None;
    }
    let (container, children) = find_container(card, shown.len())?;
    let mut places = children.clone();
    places.sort_unstable();
    let unordered = container.children.clone();
    for (place, child) in places.iter().zip(children) {
        container.children[*place] = unordered[child].clone();
    }
    container.attributes.push((MARK.to_owned(), Text::Literal(String::new())));
    let listed = (0..=u8::MAX).step_by(STEP).map(|last| {
        let children = order(last).into_iter().map(|index| Value::from(places[index] as f64));
        (format!("{last:02x}"), Value::List(children.collect()))
    });
    Some(Value::Map(listed.collect()))
}

/// The element that has each of `count` choices in a child of its own, and the indices of these children.
fn find_container(element: &mut Element, count: usize) -> Option<(&mut Element, Vec<usize>)> {
    let holds = |child: &Node, index: usize| {
        child.as_element().is_some_and(|child| child.descendants().into_iter().any(|control| is_of(control, index)))
    };
    let child_of = |index| element.children.iter().position(|child| holds(child, index));
    let children: Vec<_> = (0..count).filter_map(child_of).collect();
    if children.len() == count && children.iter().enumerate().all(|(index, child)| !children[..index].contains(child)) {
        return Some((element, children));
    }
    element.children.iter_mut().find_map(|child| match child {
        Node::Element(child) => find_container(child, count),
        Node::Text(_) => None,
    })
}

/// Whether a control is that of the choice or the row at `index`.
fn is_of(control: &Element, index: usize) -> bool {
    match control.attribute("name") {
        Some(VALUE) => control.attribute("value") == Some(&digits(index as u64)),
        name => name == Some(&row_name(index)),
    }
}
