//! Names in a definition: letters, digits, `-` and `_`, each given to one thing only.

use askwell_survey::limits;

/// The name in a definition for something that is called `wanted` in the source; empty if no character of it fits.
pub(super) fn to_name(wanted: &str) -> String {
    let fits = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    let mut name = String::new();
    for character in wanted.trim().chars().take(limits::IDENTIFIER) {
        if fits(character) {
            name.push(character);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches('-').to_owned()
}

/// The names that are in use.
#[derive(Default)]
pub(super) struct Names {
    used: Vec<String>,
    /// Whether `end` and `score` have a meaning of their own among these names.
    reserves_end_and_score: bool,
}

impl Names {
    /// Names that share one space: those of questions, endings, values and hidden fields.
    pub(super) fn of_answers() -> Self {
        Self { reserves_end_and_score: true, ..Self::default() }
    }

    /// Adds a name as it is.
    pub(super) fn insert(&mut self, name: &str) {
        self.used.push(name.to_owned());
    }

    /// Adds a new name like `wanted`, or like `fallback` if nothing of `wanted` can be used.
    pub(super) fn insert_like(&mut self, wanted: &str, fallback: &str) -> String {
        let wanted = to_name(wanted);
        let is_reserved = matches!(wanted.as_str(), "" | "__proto__" | "prototype" | "constructor")
            || self.reserves_end_and_score && matches!(wanted.as_str(), "end" | "score");
        let wanted = if is_reserved { fallback } else { &wanted };
        let mut free = wanted.to_owned();
        let mut number = 2;
        // Conditions compare texts without regard to case.
        while self.used.iter().any(|used| used.eq_ignore_ascii_case(&free)) {
            // There is room for a hyphen and three digits.
            let max = limits::IDENTIFIER - 4;
            free = format!("{}-{number}", &wanted[..wanted.len().min(max)]);
            number += 1;
        }
        self.used.push(free.clone());
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_unique() {
        let mut names = Names::of_answers();
        let table = [
            ("reason", "reason"),
            ("Reason", "Reason-2"),
            ("Was war gut?", "Was-war-gut"),
            ("なぜ", "question-1"),
            ("end", "question-1-2"),
            ("__proto__", "question-1-3"),
        ];
        for (wanted, name) in table {
            assert_eq!(names.insert_like(wanted, "question-1"), name, "{wanted}");
        }
    }
}
