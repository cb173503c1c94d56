//! How rated aspects do, and whether they matter: the ratings of parts beside that of the whole.

use std::collections::BTreeMap;

use askwell_statistics::{CES_EASY_FROM, Correlation, Distribution, Importance, KeyDriver, RELEVANT_CORRELATION};

use crate::surveys::{Label, QuestionOutline, Shape};

/// From this place on its scale on, an aspect does well: 0 is the lowest point, 1 the highest. It is where a scale of
/// seven points begins to say "easy"; of four points it is the third.
pub(crate) const GOOD_FROM: f64 = (CES_EASY_FROM - 1.0) / 6.0;

/// Below this place, a rating is in the lower half of its scale.
pub(crate) const MIDDLE: f64 = 0.5;

/// The highest points of usual scales.
const USUAL: [i64; 3] = [5, 7, 10];

/// A rated part of the whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Aspect {
    pub(crate) label: String,
    /// The points of its scale, lowest first, and what they are called.
    pub(crate) points: Vec<(f64, String)>,
    pub(crate) driver: KeyDriver,
}

/// What follows from how an aspect does and whether it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AspectVerdict {
    /// It matters and is rated in the lower half of its scale.
    ImproveFirst,
    /// It matters and isn't rated high.
    ImproveNext,
    /// It matters and is rated high.
    Keep,
    /// It doesn't matter.
    Unimportant,
    /// The lower it is rated, the higher is the whole.
    Reversed,
    /// The answers can't tell.
    TooFew,
}

/// Ratings of parts with that of the whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Joint(Vec<JointCount>);

#[derive(Clone, Debug, PartialEq)]
struct JointCount {
    whole: String,
    rating: f64,
    question: String,
    answer: String,
    count: u64,
}

impl Joint {
    /// Adds a count of the scope of that name: `whole` is `satisfaction=4`.
    pub(super) fn add(&mut self, whole: &str, question: String, answer: String, count: u64) {
        let read = whole.rsplit_once('=').and_then(|(whole, rating)| Some((whole.to_owned(), rating.parse().ok()?)));
        if let Some((whole, rating)) = read {
            self.0.push(JointCount { whole, rating, question, answer, count });
        }
    }

    /// The question that rates the whole. Where there are scores it is the one that asks for them, otherwise the one that
    /// was most often the first scale.
    pub(super) fn whole(&self, questions: &[QuestionOutline], has_scores: bool) -> Option<String> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for joint in &self.0 {
            *counts.entry(&joint.whole).or_default() += joint.count;
        }
        let asks_score = questions.iter().find(|question| question.shape == Shape::Score);
        let known = asks_score.map(|question| question.id.as_str()).into_iter().chain(["score"]);
        let score = known.into_iter().find(|name| has_scores && counts.contains_key(name));
        // Hidden fields can be numbers as well.
        let is_scale = |name: &str| {
            questions.iter().any(|question| question.id == name && matches!(question.shape, Shape::Scale { .. }))
        };
        let scales = || counts.iter().filter(|(name, _)| is_scale(name));
        let most = || scales().max_by_key(|(_, count)| **count).map(|(name, _)| *name);
        score.or_else(most).map(ToOwned::to_owned)
    }

    /// The ratings of `part`, as `number` reads them, beside those of `whole`.
    fn driver(&self, whole: &str, question: &str, number: impl Fn(&str) -> Option<f64>) -> KeyDriver {
        let fitting = self.0.iter().filter(|joint| joint.whole == whole && joint.question == question);
        let pairs: Vec<_> =
            fitting.filter_map(|joint| Some((number(&joint.answer)?, joint.rating, joint.count))).collect();
        KeyDriver {
            performance: Distribution::of(pairs.iter().map(|(rating, _, count)| (*rating, *count))),
            correlation: Correlation::of(pairs),
        }
    }
}

impl Aspect {
    /// The aspects that `question` rates, beside the question `whole`.
    pub(super) fn all_of(question: &QuestionOutline, whole: &str, joint: &Joint) -> Vec<Self> {
        match &question.shape {
            Shape::Scale { points, .. } if question.id != whole => {
                let points = numbered(points).unwrap_or_default();
                let driver = joint.driver(whole, &question.id, |answer| answer.parse().ok());
                let label = question.prompts.first().cloned().unwrap_or_else(|| question.id.clone());
                vec![Self { label, points, driver }]
            }
            Shape::Matrix { rows, columns } => {
                let points: Vec<_> = numbered(columns).unwrap_or_else(|| {
                    columns.iter().zip(1..).map(|(column, place)| (f64::from(place), column.text.clone())).collect()
                });
                let aspect = |row: &Label| {
                    let number = |answer: &str| {
                        let column = answer.strip_prefix(row.id.as_str())?.strip_prefix('=')?;
                        points.iter().zip(columns).find(|(_, known)| known.id == column).map(|((number, _), _)| *number)
                    };
                    let driver = joint.driver(whole, &question.id, number);
                    Self { label: row.text.clone(), points: points.clone(), driver }
                };
                rows.iter().map(aspect).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The lowest and the highest point.
    pub(crate) fn ends(&self) -> (f64, f64) {
        let number = |point: Option<&(f64, String)>| point.map_or(0.0, |(number, _)| *number);
        (number(self.points.first()), number(self.points.last()))
    }

    /// The mean rating.
    pub(crate) fn mean(&self) -> Option<f64> {
        self.driver.performance.mean()
    }

    /// Where a rating lies on the scale, 0 to 1.
    pub(crate) fn position(&self, rating: f64) -> f64 {
        let (low, high) = self.ends();
        if high > low { ((rating - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
    }

    /// What the point nearest to the mean is called, if it has a name.
    pub(crate) fn nearest(&self) -> Option<&str> {
        let mean = self.mean()?;
        let distance = |(number, _): &&(f64, String)| (number - mean).abs();
        let nearest = self.points.iter().min_by(|one, other| distance(one).total_cmp(&distance(other)))?;
        Some(nearest.1.as_str()).filter(|name| name.parse::<f64>().is_err())
    }

    pub(crate) fn verdict(&self) -> AspectVerdict {
        let Some(mean) = self.mean() else { return AspectVerdict::TooFew };
        let interval = self.driver.correlation.and_then(Correlation::interval);
        match self.driver.importance() {
            Importance::Low
                if interval.is_some_and(|interval| interval.low < -RELEVANT_CORRELATION && interval.high < 0.0) =>
            {
                AspectVerdict::Reversed
            }
            Importance::Low => AspectVerdict::Unimportant,
            Importance::High if self.position(mean) < MIDDLE => AspectVerdict::ImproveFirst,
            Importance::High if self.position(mean) < GOOD_FROM => AspectVerdict::ImproveNext,
            Importance::High => AspectVerdict::Keep,
            Importance::TooFew => AspectVerdict::TooFew,
        }
    }
}

/// Points whose names are numbers.
fn numbered(points: &[Label]) -> Option<Vec<(f64, String)>> {
    points.iter().map(|point| Some((point.id.parse().ok()?, point.text.clone()))).collect()
}

/// A question that nobody has described, with the scale that it probably has. None if its points aren't known to be in
/// order: only a definition says in which order the columns of a matrix stand.
pub(super) fn with_usual_scale(mut question: QuestionOutline) -> Option<QuestionOutline> {
    match &mut question.shape {
        Shape::Scale { points, .. } => *points = usual(points)?,
        Shape::Matrix { columns, .. } => *columns = usual(columns)?,
        _ => {}
    }
    Some(question)
}

/// The smallest usual scale that has these points: nobody may have given the lowest or the highest.
fn usual(points: &[Label]) -> Option<Vec<Label>> {
    let given: Vec<i64> = points.iter().map(|point| point.id.parse().ok()).collect::<Option<_>>()?;
    let (lowest, highest) = (*given.iter().min()?, *given.iter().max()?);
    let highest = USUAL.into_iter().find(|usual| highest <= *usual)?;
    let all = || (lowest.min(1)..=highest).map(|point| Label { id: point.to_string(), text: point.to_string() });
    (lowest >= 0).then(|| all().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surveys::Reported;

    fn labels(names: &[&str]) -> Vec<Label> {
        names.iter().map(|name| Label { id: (*name).to_owned(), text: format!("The {name}") }).collect()
    }

    fn matrix() -> QuestionOutline {
        let shape = Shape::Matrix {
            rows: labels(&["speed", "kindness", "colour", "wait"]),
            columns: labels(&["poor", "fair", "good", "excellent"]),
        };
        QuestionOutline { id: "parts".to_owned(), prompts: vec!["And the parts?".to_owned()], shape }
    }

    fn scale(id: &str) -> QuestionOutline {
        let shape = Shape::Scale { points: labels(&["1", "2", "3", "4", "5"]), reported: Reported::Mean };
        QuestionOutline { id: id.to_owned(), prompts: Vec::new(), shape }
    }

    fn joint(given: &[(&str, &str, &str, u64)]) -> Joint {
        let mut joint = Joint::default();
        for (whole, question, answer, count) in given {
            joint.add(whole, (*question).to_owned(), (*answer).to_owned(), *count);
        }
        joint
    }

    #[test]
    fn what_matters_and_is_rated_low_is_improved_first() {
        let joint = joint(&[
            ("satisfaction=1", "parts", "speed=poor", 40),
            ("satisfaction=3", "parts", "speed=fair", 40),
            ("satisfaction=5", "parts", "speed=good", 15),
            ("satisfaction=5", "parts", "speed=fair", 5),
            ("satisfaction=1", "parts", "wait=excellent", 40),
            ("satisfaction=3", "parts", "wait=good", 40),
            ("satisfaction=5", "parts", "wait=fair", 35),
            ("satisfaction=5", "parts", "wait=good", 5),
            ("satisfaction=1", "parts", "kindness=good", 60),
            ("satisfaction=1", "parts", "kindness=excellent", 60),
            ("satisfaction=5", "parts", "kindness=good", 60),
            ("satisfaction=5", "parts", "kindness=excellent", 60),
            ("satisfaction=5", "parts", "colour=good", 2),
        ]);
        assert_eq!(joint.whole(&[scale("satisfaction")], false).as_deref(), Some("satisfaction"));
        assert_eq!(joint.whole(&[matrix()], false), None);
        let aspects = Aspect::all_of(&matrix(), "satisfaction", &joint);
        let shown: Vec<_> = aspects.iter().map(|aspect| (aspect.mean(), aspect.nearest(), aspect.verdict())).collect();
        assert_eq!(
            shown,
            [
                (Some(1.75), Some("The fair"), AspectVerdict::ImproveFirst),
                (Some(3.5), Some("The good"), AspectVerdict::Unimportant),
                (Some(3.0), Some("The good"), AspectVerdict::TooFew),
                (Some(365.0 / 120.0), Some("The good"), AspectVerdict::Reversed),
            ]
        );
        assert_eq!(aspects[1].position(3.0), 2.0 / 3.0);
    }

    #[test]
    fn a_scale_beside_the_score_is_an_aspect_and_the_score_is_none() {
        let score = QuestionOutline { id: "nps".to_owned(), prompts: Vec::new(), shape: Shape::Score };
        let joint = joint(&[
            ("nps=9", "stars", "5", 30),
            ("nps=8", "stars", "4", 30),
            ("nps=2", "stars", "4", 2),
            ("stars=5", "nps", "5", 99),
        ]);
        assert_eq!(joint.whole(&[scale("stars"), score.clone()], true).as_deref(), Some("nps"));
        assert_eq!(Aspect::all_of(&score, "nps", &joint), []);
        assert_eq!(Aspect::all_of(&scale("nps"), "nps", &joint), []);
        let stars = Aspect::all_of(&scale("stars"), "nps", &joint).remove(0);
        assert_eq!((stars.label.as_str(), stars.ends(), stars.verdict()), ("stars", (1.0, 5.0), AspectVerdict::Keep));
        assert_eq!(stars.driver.performance.count(), 62);
    }

    #[test]
    fn an_unknown_scale_is_the_smallest_usual_one_and_unknown_columns_are_in_no_order() {
        let scale = |points: &[&str]| QuestionOutline {
            id: "q".to_owned(),
            prompts: Vec::new(),
            shape: Shape::Scale { points: labels(points), reported: Reported::Mean },
        };
        let ends = |points: &[&str]| {
            let question = with_usual_scale(scale(points))?;
            Some(Aspect::all_of(&question, "whole", &Joint::default()).remove(0).ends())
        };
        let table = [
            (ends(&["3", "4"]), Some((1.0, 5.0))),
            (ends(&["2", "6"]), Some((1.0, 7.0))),
            (ends(&["0", "9"]), Some((0.0, 10.0))),
            (ends(&["12", "40"]), None),
            (ends(&["-3", "3"]), None),
        ];
        for (given, expected) in table {
            assert_eq!(given, expected);
        }
        assert_eq!(with_usual_scale(matrix()), None);
    }
}
