//! The piece of the widget for sites that send answers elsewhere than to one endpoint that takes them as they are. Text
//! in, values out, and no state: `www/endpoints.js` calls it, and the rules are `askwell_survey`'s.

use askwell_survey::Value;
use askwell_survey::endpoint::{Post, Sender};
use wasm_bindgen::prelude::*;

use crate::host::{self, Refusal};

fn parse(json: &str) -> Option<Value> {
    host::parse(json).ok()
}

fn read(post: &str) -> Result<Post, Refusal> {
    Post::read(&host::parse(post)?, Sender::Page, &parse).map_err(Refusal::config)
}

/// Judges what a site says of its endpoints, as JSON.
///
/// # Errors
/// `config`, with every problem and its path.
#[wasm_bindgen]
pub fn check(post: &str) -> Result<(), JsValue> {
    read(post).map(|_| ()).map_err(Refusal::into_js)
}

/// What a response comes to: for each endpoint `{endpoint, document, hold}`, without a document where it is none of its
/// business, or `{callback}`. What the site says has been judged before: of what can't be used, nothing comes.
#[wasm_bindgen]
pub fn letters(post: &str, response: &JsValue) -> JsValue {
    let letters = read(post).and_then(|post| Ok(post.letters(&host::read(response)?)));
    let letters = letters.unwrap_or_default().iter().map(|letter| letter.to_value()).collect();
    host::to_js(&Value::List(letters))
}
