//! Checks of a survey's branching: whether it ends, what is never reached, and which answers are used too early.
//!
//! Questions stand in order. From each, its ways lead to a question, to an ending or to the end; without one that is
//! always taken it also leads on to the next in order. Arriving at a question whose condition may not hold means
//! arriving at the one after it as well. There are at most fifty questions, so all pairs of them can be looked at.

use super::references::{AnswerRef, Expectation, Names, RefSite};
use crate::decode::{Code, ObjectReader};
use crate::{Condition, Predicate, Question, Score, Survey, Target, Value, VariableRef};

/// Questions on one way from here on are too many.
const COMFORTABLE: usize = 5;

/// Reports what is wrong with the branching of `survey`.
pub(super) fn check(
    fields: &mut ObjectReader<'_, '_>,
    survey: &Survey,
    names: &Names,
    references: &[AnswerRef],
    expectations: &[Expectation],
) {
    let questions = &survey.questions;
    let own = fields.value("questions").is_some();
    // Where a question could not be read, places and names don't match; that has been said.
    if questions.is_empty() || own && questions.len() != names.questions.len() {
        return;
    }
    check_field_refs(fields, survey, references);
    check_choice_refs(fields, survey, expectations);
    let ways: Vec<Successors> = (0..questions.len()).map(|index| Successors::from(questions, index)).collect();
    let circle = circle(&ways);
    if let Some((from, to)) = circle {
        let path = [&fields.step("questions", from), ".next"].concat();
        let message = ["leads back to ", &questions[to].id, ", from where the way leads here again"];
        fields.report(&path, Code::Cycle, &message.concat());
        return;
    }
    let start = Successors::arriving(questions, 0);
    check_reachable(fields, survey, &ways, &start);
    if own {
        check_forward_refs(fields, names, references, &ways);
    }
    let at = if own { "questions" } else { "followUps" };
    check_length(fields, questions, at);
    let asked = || questions.iter().filter(|question| question.question_type.expects_answer());
    if asked().count() > 1 && asked().all(|question| question.required) {
        fields.report(at, Code::NoWayOut, "are all required: a visitor who doesn’t want to answer one can only leave");
    }
}

/// Conditions on words that an answer can't be: a choice that isn't there, or is spelt otherwise.
fn check_choice_refs(fields: &mut ObjectReader<'_, '_>, survey: &Survey, expectations: &[Expectation]) {
    /// More of them than this are no help in a message.
    const LISTED: usize = 8;
    for expected in expectations {
        let named = || survey.questions.iter().filter(|question| question.id == expected.name);
        let lists: Vec<_> = named().map(|question| question.question_type.values(expected.field.as_deref())).collect();
        let fits = |words: &Option<Vec<&str>>| {
            words.as_ref().is_none_or(|words| words.iter().any(|word| word.eq_ignore_ascii_case(&expected.word)))
        };
        if lists.is_empty() || lists.iter().any(fits) {
            continue;
        }
        let words: Vec<&str> = lists.into_iter().flatten().flatten().take(LISTED).collect();
        let message = ["expects ", &expected.word, ", which ", &expected.name, " never is: it is ", &words.join(", ")];
        fields.report_at(&expected.path, Code::Reference, &message.concat());
    }
}

/// Where one can be right after a question.
#[derive(Default)]
struct Successors {
    questions: Vec<usize>,
    endings: Vec<usize>,
    /// Whether one can come to the ending that fits.
    end: bool,
}

impl Successors {
    /// From the question at `index`.
    fn from(questions: &[Question], index: usize) -> Self {
        let mut ways = Self::default();
        for branch in &questions[index].next {
            match branch.target {
                Target::Question(question) => ways.arrive(questions, question),
                Target::Ending(ending) => ways.endings.push(ending),
                Target::End => ways.end = true,
            }
            if branch.condition.is_always() {
                return ways;
            }
        }
        ways.arrive(questions, index + 1);
        ways
    }

    /// At the question at `index`, which may not be asked.
    fn arriving(questions: &[Question], index: usize) -> Self {
        let mut ways = Self::default();
        ways.arrive(questions, index);
        ways
    }

    fn arrive(&mut self, questions: &[Question], index: usize) {
        for (place, question) in questions.iter().enumerate().skip(index) {
            if !self.questions.contains(&place) {
                self.questions.push(place);
            }
            if question.condition.is_always() {
                return;
            }
        }
        self.end = true;
    }
}

/// A step back in the list, from where the way leads to the same step again. Every circle has one, and a `next` that
/// says so.
fn circle(ways: &[Successors]) -> Option<(usize, usize)> {
    ways.iter().enumerate().find_map(|(from, next)| {
        let back = next.questions.iter().copied().filter(|to| *to <= from);
        back.map(|to| (from, to)).find(|(from, to)| reached(ways, &[*to])[*from])
    })
}

/// Which questions can come after those in `from`, these included.
fn reached(ways: &[Successors], from: &[usize]) -> Vec<bool> {
    let mut reached = vec![false; ways.len()];
    let mut open = from.to_vec();
    while let Some(at) = open.pop() {
        if !reached[at] {
            reached[at] = true;
            open.extend(&ways[at].questions);
        }
    }
    reached
}

fn check_reachable(fields: &mut ObjectReader<'_, '_>, survey: &Survey, ways: &[Successors], start: &Successors) {
    let reached = reached(ways, &start.questions);
    for (index, question) in survey.questions.iter().enumerate() {
        if !reached[index] {
            let message = [question.id.as_str(), " is never asked: no way leads to it"];
            fields.report(&fields.step("questions", index), Code::Unreachable, &message.concat());
        }
    }
    let visited = || {
        std::iter::once(start).chain(ways.iter().zip(&reached).filter(|(_, reached)| **reached).map(|(ways, _)| ways))
    };
    let end = visited().any(|ways| ways.end);
    let mut fits = end;
    let given = matches!(fields.value("endings"), Some(Value::List(list)) if list.len() == survey.endings.len());
    for (index, ending) in survey.endings.iter().enumerate() {
        if given && !fits && !visited().any(|ways| ways.endings.contains(&index)) {
            let message = if end {
                "is never reached: the ending before it fits always"
            } else {
                "is never reached: no way leads to it"
            };
            fields.report(&fields.step("endings", index), Code::Unreachable, message);
        }
        fits &= !ending.condition.is_always();
    }
}

/// References to fields that the answers don't have.
fn check_field_refs(fields: &mut ObjectReader<'_, '_>, survey: &Survey, references: &[AnswerRef]) {
    for reference in references {
        let mut named = survey.questions.iter().filter(|question| question.id == reference.name);
        let Some(field) = &reference.field else {
            if named.next().is_some_and(|question| !question.question_type.has_answer()) {
                let message = ["names the answer ", &reference.name, ", which is something to read and has none"];
                fields.report_at(&reference.path, Code::Reference, &message.concat());
            }
            continue;
        };
        if !named.any(|question| question.question_type.has_field(field)) {
            let message =
                ["names the field ", field, " of the answer ", &reference.name, ", which has none of that name"];
            fields.report_at(&reference.path, Code::Reference, &message.concat());
        }
    }
}

/// References to answers that can't have been given yet.
fn check_forward_refs(fields: &mut ObjectReader<'_, '_>, names: &Names, references: &[AnswerRef], ways: &[Successors]) {
    let after: Vec<Vec<bool>> = ways.iter().map(|from| reached(ways, &from.questions)).collect();
    for reference in references {
        let Some(named) = names.questions.iter().position(|known| *known == reference.name) else { continue };
        let known = match reference.site {
            RefSite::Before(index) => after[named][index],
            RefSite::After(index) => named == index || after[named][index],
            RefSite::FollowUp(..) | RefSite::Value(_) | RefSite::End => true,
        };
        if !known {
            let message = ["names the answer ", &reference.name, ", which is never given before this"];
            fields.report_at(&reference.path, Code::Reference, &message.concat());
        }
    }
}

/// Warns of ways that are longer than most visitors are patient. What a condition says of the score is known for
/// each score; of everything else that it may be or not.
fn check_length(fields: &mut ObjectReader<'_, '_>, questions: &[Question], at: &str) {
    let scored = questions.iter().find(|question| question.question_type.gives_score());
    let scores: Vec<Option<Score>> = if scored.is_some() { Score::all().map(Some).collect() } else { vec![None] };
    let name = scored.map_or("", |question| question.id.as_str());
    let longest = scores
        .into_iter()
        .map(|score| Longest { questions, score, name, known: vec![None; questions.len()] }.from(0))
        .max();
    if let Some(longest) = longest.filter(|longest| *longest > COMFORTABLE) {
        let message = ["make a way of ", &crate::digits(longest as u64), " questions"];
        fields.report(at, Code::Long, &message.concat());
    }
}

struct Longest<'a> {
    questions: &'a [Question],
    score: Option<Score>,
    /// The name of the question for the score.
    name: &'a str,
    known: Vec<Option<usize>>,
}

impl Longest<'_> {
    /// The most questions that can be asked when one arrives at the question at `index`.
    fn from(&mut self, index: usize) -> usize {
        let Some(question) = self.questions.get(index) else { return 0 };
        if let Some(known) = self.known[index] {
            return known;
        }
        let mut longest = 0;
        let asked = self.evaluate(&question.condition);
        if asked != Some(true) {
            longest = self.from(index + 1);
        }
        if asked != Some(false) {
            let mut after = 0;
            let mut always = false;
            for branch in &question.next {
                let taken = self.evaluate(&branch.condition);
                if taken != Some(false) && !always {
                    after = after.max(match branch.target {
                        Target::Question(question) => self.from(question),
                        Target::Ending(_) | Target::End => 0,
                    });
                }
                always |= taken == Some(true);
            }
            if !always {
                after = after.max(self.from(index + 1));
            }
            longest = longest.max(after + usize::from(question.question_type.expects_answer()));
        }
        self.known[index] = Some(longest);
        longest
    }

    /// Whether a condition holds, as far as the score decides it.
    fn evaluate(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Always => Some(true),
            Condition::In(group) => Some(self.score?.group() == *group),
            Condition::Answer(..) => None,
            Condition::Predicate(test) => self.evaluate_predicate(test.predicate()?),
        }
    }

    fn evaluate_predicate(&self, test: &Predicate) -> Option<bool> {
        let verdicts = |tests: &[Predicate]| tests.iter().map(|test| self.evaluate_predicate(test)).collect::<Vec<_>>();
        match test {
            Predicate::All(tests) => {
                let verdicts = verdicts(tests);
                if verdicts.contains(&Some(false)) {
                    return Some(false);
                }
                (!verdicts.contains(&None)).then_some(true)
            }
            Predicate::Any(tests) => {
                let verdicts = verdicts(tests);
                if verdicts.contains(&Some(true)) {
                    return Some(true);
                }
                (!verdicts.contains(&None)).then_some(false)
            }
            Predicate::Not(test) => self.evaluate_predicate(test).map(|holds| !holds),
            Predicate::Group(groups) => Some(groups.contains(&self.score?.group())),
            Predicate::Compare(source, comparisons) => {
                let score = self.score?;
                let value = match source {
                    VariableRef::Score => Value::from(f64::from(score.points())),
                    VariableRef::Answer(name, None) if name == self.name => Value::from(f64::from(score.points())),
                    VariableRef::Group => Value::from(score.group().as_str()),
                    _ => return None,
                };
                Some(comparisons.iter().all(|comparison| comparison.holds(&value)))
            }
        }
    }
}
