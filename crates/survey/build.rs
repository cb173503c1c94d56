//! Writes the table of `src/letter_case.rs`, the small letters of all capital ones in runs, and the files of the receivers
//! without their layout, which a page would download.

use std::path::PathBuf;
use std::{env, fs, io};

/// Capital letters from the first to the last, by this step, and how far away the small letter of each is.
struct Run {
    first: u32,
    last: u32,
    step: u32,
    distance: i32,
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let runs: Vec<_> = runs()
        .iter()
        .map(|Run { first, last, step, distance }| {
            let to_last = last - first;
            format!("Run {{ first: {first}, distance: {distance}, to_last: {to_last}, step: {step} }}")
        })
        .collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("letter_case.rs"), format!("&[{}]", runs.join(", ")))?;
    println!("cargo::rerun-if-changed=receivers");
    for file in fs::read_dir("receivers")? {
        let file = file?;
        fs::write(out.join(file.file_name()), minified(&fs::read_to_string(file.path())?))?;
    }
    Ok(())
}

/// JSON without what stands between its parts for people.
fn minified(json: &str) -> String {
    let (mut in_text, mut escaped) = (false, false);
    json.chars()
        .filter(|character| {
            in_text ^= *character == '"' && !escaped;
            escaped = in_text && *character == '\\' && !escaped;
            in_text || !character.is_ascii_whitespace()
        })
        .collect()
}

fn runs() -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for capital in '\0'..=char::MAX {
        // İ alone becomes two characters. The second is a dot, which i has.
        let small = capital.to_lowercase().next().unwrap_or(capital);
        let (letter, distance) = (u32::from(capital), small as i32 - capital as i32);
        match runs.last_mut() {
            _ if distance == 0 => {}
            Some(run) if run.distance == distance && run.goes_on_with(letter) => {
                (run.last, run.step) = (letter, letter - run.last);
            }
            _ => runs.push(Run { first: letter, last: letter, step: 1, distance }),
        }
    }
    runs
}

impl Run {
    fn goes_on_with(&self, letter: u32) -> bool {
        let step = letter - self.last;
        if self.first == self.last { step <= 2 } else { step == self.step }
    }
}
