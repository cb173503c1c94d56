//! What an operator decides about alerts.

use serde::Deserialize;

use crate::counted::{LAYOUT, LOCALE, PAGE};

/// What is watched, and how closely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertSettings {
    /// Whether anything is.
    pub enabled: bool,
    /// Surveys that aren't.
    pub except: Vec<String>,
    /// Segments whose values are watched beside each survey, such as `attribute:team`.
    pub segments: Vec<String>,
    /// Answers within 60 days that a survey needs to be watched, and a segment of it.
    pub least_answers: u64,
    /// Hours without answers that are no silence.
    pub silence_hours: u64,
}

impl Default for AlertSettings {
    fn default() -> Self {
        Self { enabled: true, except: Vec::new(), segments: Vec::new(), least_answers: 30, silence_hours: 6 }
    }
}

/// The same as the configuration has it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConfigAlerts {
    /// Whether anything is watched.
    pub enabled: Option<bool>,
    /// Surveys that aren't.
    pub except: Vec<String>,
    /// Segments whose values are watched.
    pub segments: Vec<String>,
    /// Answers that a survey needs to be watched.
    pub least_answers: Option<u64>,
    /// Hours without answers that are no silence.
    pub silence_hours: Option<u64>,
}

impl ConfigAlerts {
    /// # Errors
    /// The path of the first value that can't be used, and why.
    pub(crate) fn settings(self) -> Result<AlertSettings, (&'static str, &'static str)> {
        let usual = AlertSettings::default();
        let settings = AlertSettings {
            enabled: self.enabled.unwrap_or(usual.enabled),
            except: self.except,
            segments: self.segments,
            least_answers: self.least_answers.unwrap_or(usual.least_answers),
            silence_hours: self.silence_hours.unwrap_or(usual.silence_hours),
        };
        let is_segment = |name: &String| {
            let of = name.strip_prefix("attribute:").or(name.strip_prefix("person:"));
            [LOCALE, LAYOUT, PAGE].contains(&name.as_str()) || of.is_some_and(|name| !name.is_empty())
        };
        if !settings.segments.iter().all(is_segment) {
            return Err(("alerts.segments", "need to be names of segments, such as attribute:team"));
        }
        if settings.least_answers < usual.least_answers {
            return Err(("alerts.least_answers", "needs to be at least 30"));
        }
        if !(1..=168).contains(&settings.silence_hours) {
            return Err(("alerts.silence_hours", "needs to be from 1 to 168"));
        }
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<AlertSettings, (&'static str, &'static str)> {
        toml::from_str::<ConfigAlerts>(text).unwrap().settings()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_path() {
        assert_eq!(read(""), Ok(AlertSettings::default()));
        for text in ["segments = [\"attribute:team\", \"locale\"]", "silence_hours = 168\nexcept = [\"faq\"]"] {
            assert!(read(text).is_ok(), "{text}");
        }
        for (text, path) in [
            ("segments = [\"team\"]", "alerts.segments"),
            ("segments = [\"locale\", \"attribute:\"]", "alerts.segments"),
            ("least_answers = 29", "alerts.least_answers"),
            ("silence_hours = 0", "alerts.silence_hours"),
            ("silence_hours = 169", "alerts.silence_hours"),
        ] {
            assert_eq!(read(text).unwrap_err().0, path, "{text}");
        }
    }
}
