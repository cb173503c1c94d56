//! Asking a program for its version, which is also the proof that it runs.

use std::path::Path;
use std::process::{Command, Stdio};

/// The version a program answers to `--version`; `None` if it does not run.
pub(super) fn of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    within(&String::from_utf8_lossy(&output.stdout)).map(str::to_owned)
}

/// The first word of a text that looks like a version: `156.0.8078.79` in `Chromium 156.0.8078.79 built on …`.
pub(super) fn within(text: &str) -> Option<&str> {
    text.split_whitespace()
        .map(|word| word.strip_prefix('v').unwrap_or(word))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// The part before the first dot.
pub(super) fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

/// Whether a version is this one, or a newer.
pub(super) fn is_at_least(version: &str, oldest: (u32, u32)) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= oldest
}

#[cfg(test)]
mod tests {
    use super::{is_at_least, major, within};

    #[test]
    fn the_version_is_found_in_what_each_tool_prints() {
        let table = [
            ("trunk 0.21.14", Some("0.21.14")),
            ("wasm-bindgen 0.2.130 (2f1b9a)", Some("0.2.130")),
            ("wasm-opt version 132 (version_132)", Some("132")),
            ("v20.20.2", Some("20.20.2")),
            ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12", Some("156.0.8078.79")),
            ("ChromeDriver 156.0.8078.79 (a21ce95c-refs/branch@{#1704})", Some("156.0.8078.79")),
            ("command not found", None),
        ];
        for (text, version) in table {
            assert_eq!(within(text), version, "{text}");
        }
    }

    #[test]
    fn the_major_version_is_the_number_before_the_first_dot() {
        assert_eq!(major("156.0.8078.79"), Some(156));
        assert_eq!(major("132"), Some(132));
        assert_eq!(major("x"), None);
    }

    #[test]
    fn newer_versions_are_told_by_number() {
        for (version, expected) in [("3.9.2", false), ("3.10", true), ("3.11.7", true), ("4.0", true), ("x", false)] {
            assert_eq!(is_at_least(version, (3, 10)), expected, "{version}");
        }
    }
}
