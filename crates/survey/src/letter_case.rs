//! Capital and small letters are the same to conditions.
//!
//! The standard library knows the small letter of each capital one from a table with an entry for each. The same table
//! in runs, as `build.rs` makes it, is 3 kB less of what visitors download.

/// Capital letters from the first on to the last, by this step, and how far away the small letter of each is.
struct Run {
    first: u32,
    distance: i32,
    to_last: u16,
    step: u16,
}

/// In ascending order.
const RUNS: &[Run] = include!(concat!(env!("OUT_DIR"), "/letter_case.rs"));

/// The text in small letters.
pub(crate) fn lowercase(text: &str) -> String {
    text.chars().map(small).collect()
}

fn small(character: char) -> char {
    let code = u32::from(character);
    let run = RUNS.partition_point(|run| run.first <= code).checked_sub(1).and_then(|index| RUNS.get(index));
    let run = run.filter(|run| {
        let from_first = code - run.first;
        from_first <= run.to_last.into() && from_first.is_multiple_of(run.step.into())
    });
    run.and_then(|run| char::from_u32(code.wrapping_add_signed(run.distance))).unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_becomes_the_small_one_that_the_standard_library_knows() {
        for letter in ('\0'..=char::MAX).filter(|letter| *letter != 'İ') {
            assert_eq!(small(letter).to_string(), letter.to_lowercase().to_string(), "{letter:?}");
        }
        assert_eq!(lowercase("İZMİR Straße ΣΟΦΟΣ"), "izmir straße σοφοσ");
    }
}
