//! The recommendation score and its groups: the one home of the bounds.

use std::fmt;

/// The lowest score, "not at all likely".
pub const LOWEST: u8 = 0;
/// The highest score, "extremely likely".
pub const HIGHEST: u8 = 10;
/// Detractors' scores from here on don't say that something went wrong.
const MILD_FROM: u8 = 5;
/// Scores from here on are passive; those below are detractors.
const PASSIVE_FROM: u8 = 7;
/// Scores from here on are promoters.
const PROMOTER_FROM: u8 = 9;

/// A recommendation score, 0 to 10. A value outside can't be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u8);

impl Score {
    /// A score of `points`, or `None` outside 0 to 10.
    pub const fn new(points: u8) -> Option<Self> {
        if points <= HIGHEST { Some(Self(points)) } else { None }
    }

    /// The score that a number read from outside stands for: whole, and 0 to 10.
    pub fn from_number(number: f64) -> Option<Self> {
        let whole = number as u8;
        if f64::from(whole) == number { Self::new(whole) } else { None }
    }

    /// Every score, lowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (LOWEST..=HIGHEST).map(Self)
    }

    /// The points, 0 to 10.
    pub const fn points(self) -> u8 {
        self.0
    }

    /// Whether it is a detractor's that doesn't say that something went wrong.
    pub const fn is_mild(self) -> bool {
        matches!(self.0, MILD_FROM..PASSIVE_FROM)
    }

    /// The group this score belongs to.
    pub const fn group(self) -> Group {
        match self.0 {
            PROMOTER_FROM.. => Group::Promoter,
            PASSIVE_FROM.. => Group::Passive,
            _ => Group::Detractor,
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// The group that a score puts its giver in. Each group is asked a question of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 0 to 6: unhappy, and likely to say so to others.
    Detractor,
    /// 7 and 8: content, but not won over.
    Passive,
    /// 9 and 10: recommends.
    Promoter,
}

impl Group {
    /// The three groups, unhappiest first.
    pub const ALL: [Self; 3] = [Self::Detractor, Self::Passive, Self::Promoter];

    /// The name used in responses and reports: `detractor`, `passive` or `promoter`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Detractor => "detractor",
            Self::Passive => "passive",
            Self::Promoter => "promoter",
        }
    }

    /// The group of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_score_falls_into_its_group() {
        let groups: String = Score::all().map(|score| score.group().as_str().chars().nth(2).unwrap()).collect();
        // deTractor × 7, paSsive × 2, prOmoter × 2
        assert_eq!(groups, "tttttttssoo");
    }

    #[test]
    fn a_score_outside_the_bounds_cannot_be_built() {
        assert_eq!(Score::new(11), None);
        for number in [-1.0, -0.5, 6.5, 10.5, 11.0, 256.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Score::from_number(number), None, "{number}");
        }
        assert_eq!(Score::from_number(10.0), Score::new(10));
    }

    #[test]
    fn a_group_is_found_by_its_own_name_only() {
        for group in Group::ALL {
            assert_eq!(Group::from_name(group.as_str()), Some(group));
        }
        assert_eq!(Group::from_name("Detractor"), None);
    }
}
