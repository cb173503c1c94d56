//! A survey and a visitor, both drawn from the bytes: whatever the visitor does, the survey ends and its responses read
//! back.
#![no_main]

#[path = "../../tests/drawn/mod.rs"]
mod drawn;

use drawn::{Draw, Visit, config, definition};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut draw = Draw::new(bytes);
    let Some(config) = config(&definition(&mut draw)) else { return };
    let mut visit = Visit::begin(&config);
    visit.wander(&mut draw);
    if draw.once_in(4) {
        visit.dismiss();
    } else {
        visit.go_forward(&mut draw);
    }
});
