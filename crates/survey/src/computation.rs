//! Values that a survey computes from answers.

use crate::condition::Lookup;
use crate::{Value, VariableRef, limits};

/// How a value is computed.
#[derive(Clone, Debug, PartialEq)]
pub enum Computation {
    /// The sum of what is a number among these.
    Sum(Vec<VariableRef>),
    /// Their mean.
    Mean(Vec<VariableRef>),
    /// This.
    Assign(Value),
}

impl Computation {
    /// The value, as far as is known. None, where nothing that it needs is a number, or the sum is too large to be exact.
    pub(crate) fn result(&self, known: &dyn Lookup) -> Option<Value> {
        let (sources, mean) = match self {
            Self::Assign(value) => return Some(value.clone()),
            Self::Sum(sources) => (sources, false),
            Self::Mean(sources) => (sources, true),
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for source in sources {
            if let Some(Value::Number(number)) = known.lookup(source) {
                sum += number;
                count += 1.0;
            }
        }
        // A mean is written with three decimals: more would only look exact. A sum has as many as are written at most,
        // so that 0.1 and 0.2 make 0.3.
        let rounded = |number: f64, scale: f64| {
            if number.fract() == 0.0 { number } else { (number * scale).round() / scale }
        };
        let result = if mean { rounded(sum / count, 1e3) } else { rounded(sum, 1e9) };
        (count > 0.0 && result.abs() <= limits::LARGEST_NUMBER).then_some(Value::Number(result))
    }
}
