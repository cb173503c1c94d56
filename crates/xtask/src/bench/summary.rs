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
type Figure = (&'static str, fn(&Run) -> Option<f64>, usize);

const FIGURES: [Figure; 13] = [
    ("painted, ms", |run| Some(run.painted), 0),
    ("... everything cached", |run| Some(run.painted_cached), 0),
    ("... after a call", |run| Some(run.painted_after_trigger), 0),
    ("main thread, ms", |run| Some(run.main_thread), 0),
    ("longest task, ms", |run| Some(run.longest_task), 0),
    ("blocking, ms", |run| Some(run.blocking), 0),
    ("layout shift", |run| Some(run.layout_shift), 4),
    ("bytes over the line", |run| Some(run.bytes), 0),
    ("requests", |run| Some(run.requests), 0),
    ("JavaScript heap, MB", |run| Some(run.heap / 1e6), 1),
    ("click to follow-up, ms", |run| run.follow_up_cold, 0),
    ("... hovered for 500 ms", |run| run.follow_up_hovered, 0),
    ("... everything cached", |run| run.follow_up_cached, 0),
];

/// Prints a table for each product, and one with the medians of all beside each other if there are several.
pub(super) fn print(runs: &[Run], slowdown: f64) {
    let mut products: Vec<&str> = Vec::new();
    for run in runs {
        if !products.contains(&run.product.as_str()) {
            products.push(&run.product);
        }
    }
    let of = |product: &str, figure: fn(&Run) -> Option<f64>| {
        Summary::of(runs.iter().filter(|run| run.product == product).filter_map(figure).collect())
    };
    println!("Cold, processor {slowdown}× slower, 1.6 Mbit/s, 150 ms; {} runs", runs.len() / products.len().max(1));
    for product in &products {
        println!("\n{product:<24}{:>14}{:>14}{:>14}", "median", "least", "most");
        for (name, figure, decimals) in FIGURES {
            if let Some(Summary { least, median, most }) = of(product, figure) {
                println!("{name:<24}{median:>14.decimals$}{least:>14.decimals$}{most:>14.decimals$}");
            }
        }
    }
    if products.len() > 1 {
        println!("\n{:<24}{}", "medians", products.iter().map(|product| format!("{product:>14}")).collect::<String>());
        for (name, figure, decimals) in FIGURES {
            let medians = products.iter().map(|product| match of(product, figure) {
                Some(Summary { median, .. }) => format!("{median:>14.decimals$}"),
                None => format!("{:>14}", "–"),
            });
            println!("{name:<24}{}", medians.collect::<String>());
        }
    }
    println!("\nA task under 50 ms is no long task: 0 means that there was none.");
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
