//! A range that holds the true value with 95 % confidence.

/// A range that holds the true value with 95 % confidence, in the unit of what it belongs to.
///
/// `askwell_survey::Interval` is the same for a score, and always within −100 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConfidenceInterval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl ConfidenceInterval {
    /// `centre` ± `margin`.
    pub(crate) fn around(centre: f64, margin: f64) -> Self {
        Self { low: centre - margin, high: centre + margin }
    }

    /// Whether `value` lies in it.
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// The part between `lowest` and `highest`, the ends of a scale.
    pub fn clamp(self, lowest: f64, highest: f64) -> Self {
        Self { low: self.low.clamp(lowest, highest), high: self.high.clamp(lowest, highest) }
    }
}
