//! Medians, and the table that shows them.

use super::Run;

/// The least, the middle and the largest of some figures.
#[derive(Debug, PartialEq)]
struct Summary {
    least: f64,
    median: f64,
    most: f64,
}

impl Summary {
    /// `None` of no figures. The median of an even number is the mean of the middle two.
    fn of(mut figures: Vec<f64>) -> Option<Self> {
        figures.sort_by(f64::total_cmp);
        let upper = *figures.get(figures.len() / 2)?;
        let lower = figures[(figures.len() - 1) / 2];
        Some(Self { least: figures[0], median: f64::midpoint(lower, upper), most: *figures.last()? })
    }
}

/// A figure of a run: its name, how to take it, how many decimals it deserves.
type Figure = (&'static str, fn(&Run) -> f64, usize);

const FIGURES: [Figure; 10] = [
    ("scale painted, ms", |run| run.painted, 0),
    ("longest task, ms", |run| run.longest_task, 0),
    ("blocking, ms", |run| run.blocking, 0),
    ("layout shift", |run| run.layout_shift, 4),
    ("bytes over the line", |run| run.bytes, 0),
    ("requests", |run| run.requests, 0),
    ("JavaScript heap, MB", |run| run.heap / 1e6, 1),
    ("click to follow-up, ms", |run| run.follow_up_cold, 0),
    ("... hovered for 500 ms", |run| run.follow_up_hovered, 0),
    ("... everything cached", |run| run.follow_up_cached, 0),
];

/// Prints the table.
pub(super) fn print(runs: &[Run], slowdown: f64) {
    println!("Cold, processor {slowdown}× slower, 1.6 Mbit/s, 150 ms; {} runs", runs.len());
    println!("{:<24}{:>12}{:>12}{:>12}", "", "median", "least", "most");
    for (name, figure, decimals) in FIGURES {
        if let Some(Summary { least, median, most }) = Summary::of(runs.iter().map(figure).collect()) {
            println!("{name:<24}{median:>12.decimals$}{least:>12.decimals$}{most:>12.decimals$}");
        }
    }
    println!("A task under 50 ms is no long task: 0 means that there was none.");
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_the_middle_two() {
        let summary = |figures: &[f64]| Summary::of(figures.to_vec());
        assert_eq!(summary(&[]), None);
        assert_eq!(summary(&[3.0, 1.0, 2.0]), Some(Summary { least: 1.0, median: 2.0, most: 3.0 }));
        assert_eq!(summary(&[4.0, 1.0, 2.0, 3.0]), Some(Summary { least: 1.0, median: 2.5, most: 4.0 }));
    }
}
