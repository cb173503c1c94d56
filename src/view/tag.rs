//! Elements of the card.
//!
//! Leptos' own element builders give every element a type of its own, from its name, its attributes and its children,
//! and compile building, rebuilding and erasing anew for each: for this card that was 90 kB of compressed
//! WebAssembly. A survey builds a step once and then throws it away. So elements are made by hand here, all of one
//! type; what changes on them follows signals through Leptos' effects, and Leptos mounts and unmounts them.
//!
//! No text is ever handed to the page's HTML parser: pages that require Trusted Types forbid it.

use leptos::prelude::*;
use leptos::tachys::renderer::types;
use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlElement};

use crate::browser::document;

/// What lasts as long as its element does.
enum Kept {
    Listener { _closure: Closure<dyn FnMut(Event)> },
    Effect { _effect: RenderEffect<()> },
}

/// An element with its listeners and effects, and those of its children.
pub(crate) struct Tag {
    element: HtmlElement,
    kept: Vec<Kept>,
}

impl Tag {
    /// An empty element.
    pub(super) fn new(name: &str) -> Self {
        let element = document().create_element(name).unwrap_throw().unchecked_into();
        Self { element, kept: Vec::new() }
    }

    /// An empty element of a class.
    pub(super) fn of(name: &str, class: &str) -> Self {
        Self::new(name).attr("class", class)
    }

    /// Sets an attribute.
    pub(super) fn attr(self, name: &str, value: &str) -> Self {
        // Fails only for names that are none.
        let _ = self.element.set_attribute(name, value);
        self
    }

    /// Puts a text in place of what is inside.
    pub(super) fn text(self, text: &str) -> Self {
        self.element.set_text_content(Some(text));
        self
    }

    /// Appends a child.
    pub(super) fn child(mut self, child: Self) -> Self {
        let _ = self.element.append_child(&child.element);
        self.kept.extend(child.kept);
        self
    }

    /// Appends children.
    pub(super) fn children(mut self, children: Vec<Self>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Appends a child, if there is one.
    pub(super) fn maybe(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Calls `listener` on every such event.
    pub(super) fn on(self, event: &str, listener: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Closure::wrap(Box::new(listener)))
    }

    fn listen(mut self, event: &str, closure: Closure<dyn FnMut(Event)>) -> Self {
        let _ = self.element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        self.kept.push(Kept::Listener { _closure: closure });
        self
    }

    /// Runs `update` on the element now, and whenever a signal it reads has changed.
    pub(super) fn follow(self, update: impl Fn(&HtmlElement) + 'static) -> Self {
        self.keep_up(Box::new(update))
    }

    fn keep_up(mut self, update: Box<dyn Fn(&HtmlElement)>) -> Self {
        let element = self.element.clone();
        let effect = RenderEffect::new(move |_| update(&element));
        self.kept.push(Kept::Effect { _effect: effect });
        self
    }

    /// Follows with its text.
    pub(super) fn follow_text(self, text: impl Fn() -> Option<String> + 'static) -> Self {
        self.follow(move |element| element.set_text_content(text().as_deref()))
    }

    /// The element itself.
    pub(super) fn element<T: JsCast>(&self) -> T {
        self.element.clone().unchecked_into()
    }
}

impl Render for Tag {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        let _ = state.element.replace_with_with_node_1(&self.element);
        *state = self;
    }
}

impl Mountable for Tag {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &types::Element, before: Option<&types::Node>) {
        let _ = parent.insert_before(&self.element, before);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.element.parent_element() {
            Some(parent) => {
                child.mount(&parent, Some(&self.element));
                true
            }
            None => false,
        }
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.element.clone().into()]
    }
}
