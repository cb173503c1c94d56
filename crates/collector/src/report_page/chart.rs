//! Numbers as words and as places in a drawing.

use askwell_survey::{Group, Interval, Score, Tally};

/// The lowest and the highest score there can be.
pub(super) const SCALE: (f64, f64) = (-100.0, 100.0);

/// A whole number with a real minus sign.
pub(crate) fn signed(number: i64) -> String {
    if number < 0 { format!("−{}", number.unsigned_abs()) } else { number.to_string() }
}

/// A number with so many places after the point.
pub(super) fn decimal(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// A count with its thousands apart: `1,204`.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or_default());
    groups.collect::<Vec<_>>().join(",")
}

/// An end of an interval as it is shown.
pub(super) fn rounded(value: f64) -> String {
    signed(value.round() as i64)
}

/// `4 to 35`.
pub(crate) fn range(interval: Interval) -> String {
    format!("{} to {}", rounded(interval.low), rounded(interval.high))
}

/// `part` of `whole` in whole percent.
pub(super) fn percent(part: u64, whole: u64) -> u64 {
    if whole == 0 { 0 } else { (200 * part + whole) / (2 * whole) }
}

/// The groups in whole percent. Passives take what rounding leaves: so the three sum to 100, and promoters less detractors
/// are the score that stands beside them, but for a point now and then.
pub(super) fn group_percents(tally: &Tally) -> [(Group, u64); 3] {
    let of = |group| percent(tally.count(group), tally.total());
    let passives = 100_u64.saturating_sub(of(Group::Detractor) + of(Group::Promoter));
    let shown = |group| match group {
        Group::Passive if tally.total() > 0 => passives,
        group => of(group),
    };
    Group::ALL.map(|group| (group, shown(group)))
}

/// The beginning of a label: the whole of it stands in a table.
pub(super) fn shortened(label: &str, longest: usize) -> String {
    match label.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", label[..end].trim_end()),
        None => label.to_owned(),
    }
}

/// Where `value` lies between the two ends, as a length in a drawing: `52.5%`.
pub(super) fn place(value: f64, (low, high): (f64, f64)) -> String {
    format!("{:.2}%", share(value, (low, high)) * 100.0)
}

/// Where `value` lies between the two ends: 0 to 1.
pub(super) fn share(value: f64, (low, high): (f64, f64)) -> f64 {
    if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
}

/// A count with its noun: `1 answer`, `2 answers`.
pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A group as a title.
pub(super) fn group_name(group: Group) -> &'static str {
    match group {
        Group::Detractor => "Detractors",
        Group::Passive => "Passives",
        Group::Promoter => "Promoters",
    }
}

/// The scores of a group: `0–6`.
pub(super) fn group_scores(group: Group) -> String {
    let mut scores = Score::all().filter(|score| score.group() == group);
    let first = scores.next();
    let last = scores.last().or(first);
    match (first, last) {
        (Some(first), Some(last)) => format!("{first}–{last}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_people_write_them() {
        assert_eq!([signed(-13), signed(0), signed(20)], ["−13", "0", "20"]);
        assert_eq!([rounded(-0.4), rounded(3.77), rounded(-36.7)], ["0", "4", "−37"]);
        assert_eq!([grouped(0), grouped(999), grouped(1_204), grouped(1_000_000)], ["0", "999", "1,204", "1,000,000"]);
        assert_eq!(
            [decimal(-1.25, 1), decimal(-0.04, 1), decimal(3.96, 1), decimal(-7.5, 0)],
            ["−1.2", "0.0", "4.0", "−8"]
        );
        assert_eq!([counted(1, "answer", "answers"), counted(0, "answer", "answers")], ["1 answer", "0 answers"]);
        let groups = |detractors, passives, promoters| {
            group_percents(&Tally { detractors, passives, promoters }).map(|(_, percent)| percent)
        };
        assert_eq!([groups(3_781, 4_999, 8_640), groups(1, 1, 1)], [[22, 28, 50], [33, 34, 33]]);
        assert_eq!([groups(1, 0, 199), groups(0, 0, 0)], [[1, 0, 100], [0; 3]]);
        assert_eq!([shortened("abc", 3), shortened("ab c", 3)], ["abc", "ab…"]);
        assert_eq!([percent(1, 3), percent(1, 2), percent(2, 3), percent(0, 0)], [33, 50, 67, 0]);
    }

    #[test]
    fn a_group_is_shown_with_its_scores() {
        assert_eq!(Group::ALL.map(group_scores), ["0–6", "7–8", "9–10"]);
    }

    #[test]
    fn a_value_has_its_place_between_the_ends() {
        let places = [-100.0, 0.0, 100.0, 250.0].map(|value| place(value, SCALE));
        assert_eq!(places, ["0.00%", "50.00%", "100.00%", "100.00%"]);
        assert_eq!(place(5.0, (5.0, 5.0)), "50.00%");
    }
}
