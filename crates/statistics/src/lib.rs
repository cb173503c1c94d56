//! What answers say, and what they don't.
//!
//! `askwell_survey` has the score and its interval. Here is what a report needs beyond them: shares, means and amounts, whether a
//! score has changed, what moves it, how it develops, and how to compare teams of different sizes. Each file is one idea,
//! with its formula and its source.
//!
//! - Scores, their differences and contributions are in points: −100 to 100 for a score. Shares and correlations are
//!   plain numbers: 0 to 1, and −1 to 1.
//! - Confidence is 95 % unless a name says otherwise.
//! - Where the answers don't give a value there is none: `None`, never a 0 or NaN.
//! - What is shown is rounded here and with integers, so that the numbers on a page agree.
//!
//! What this crate does not do: read a clock, draw a random number, do any I/O, or choose words. Pages write "up 8, likely
//! real" from a [`Change`].
//!
//! ```
//! use askwell_statistics::{Change, Verdict};
//! use askwell_survey::Tally;
//!
//! let before = Tally { detractors: 25, passives: 30, promoters: 45 };
//! let after = Tally { detractors: 15, passives: 25, promoters: 60 };
//! let change = Change::between(&before, &after).unwrap();
//! assert_eq!((change.delta, change.verdict), (25, Verdict::LikelyReal));
//! ```

mod amounts;
mod change;
mod confidence_interval;
mod contributions;
mod correlation;
mod count_watch;
mod difference;
mod false_discoveries;
mod funnel;
mod hour_watch;
mod key_driver;
mod mean;
mod normal;
mod score_watch;
mod share;
mod total_effect;
mod trend;
mod turning_point;
mod verdict;

pub use amounts::{AmountDifference, Amounts};
pub use change::Change;
pub use confidence_interval::ConfidenceInterval;
pub use contributions::{Contributions, RoundedContributions, WeightedTally};
pub use correlation::Correlation;
pub use count_watch::{silence_p, surge_p};
pub use difference::Difference;
pub use false_discoveries::discoveries;
pub use funnel::{Funnel, FunnelLimits, Position};
pub use hour_watch::{Hour, HourWatch, Silence, Surge};
pub use key_driver::{Importance, KeyDriver, RELEVANT_CORRELATION};
pub use mean::{CES_EASY_FROM, CSAT_SATISFIED_FROM, Distribution};
pub use score_watch::{ScoreAlarm, ScoreWatch};
pub use share::Share;
pub use total_effect::total_effect;
pub use trend::{Answers, Bucket, Window, merged, rolling};
pub use turning_point::{TurningPoint, turning_points};
pub use verdict::{ALPHA, MIN_ANSWERS, Verdict, verdicts};
