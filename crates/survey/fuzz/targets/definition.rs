//! Any bytes as a definition: the linter and the widget agree on it, and whatever they let pass can be answered to
//! its end.
#![no_main]

#[path = "../../tests/drawn/mod.rs"]
#[expect(dead_code, unused_imports, reason = "what draws definitions and wanders is for the other target")]
mod drawn;

use askwell_survey::{Value, lint};
use drawn::{Draw, Visit, config};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else { return };
    let problems = lint(&document);
    assert!(problems.len() <= 4 * bytes.len() + 16, "{} problems in {} bytes", problems.len(), bytes.len());
    if let Some(config) = config(&document) {
        Visit::begin(&config).go_forward(&mut Draw::new(bytes));
    }
});
