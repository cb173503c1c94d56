//! Values that a survey computes from answers.

use crate::{Session, Source, Value};

/// How a value is computed.
#[derive(Clone, Debug, PartialEq)]
pub enum Computation {
    /// The sum of what is a number among these.
    Sum(Vec<Source>),
    /// Their mean.
    Mean(Vec<Source>),
    /// This.
    Assign(Value),
}

impl Computation {
    /// The value in `session` now. None, where nothing that it needs is a number.
    pub(crate) fn result(&self, session: &Session) -> Option<Value> {
        let (sources, mean) = match self {
            Self::Assign(value) => return Some(value.clone()),
            Self::Sum(sources) => (sources, false),
            Self::Mean(sources) => (sources, true),
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for source in sources {
            if let Some(Value::Number(number)) = session.fact(source) {
                sum += number;
                count += 1.0;
            }
        }
        // A mean is written with three decimals: more would only look exact.
        let rounded = |number: f64| (number * 1000.0).round() / 1000.0;
        (count > 0.0).then(|| Value::Number(if mean { rounded(sum / count) } else { sum }))
    }
}
