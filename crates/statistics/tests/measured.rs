//! What the formulas promise, measured: exactly where all samples can be gone through, otherwise with fixed seeds.
//!
//! `cargo test -p askwell-statistics --test measured -- --nocapture` prints the figures.

use askwell_statistics::{
    AmountDifference, Amounts, Correlation, Difference, Distribution, Funnel, Hour, HourWatch, Position, ScoreWatch,
    Share, Verdict, discoveries, turning_points, verdicts,
};
use askwell_survey::Tally;

/// Shares of detractors, passives and promoters, from balanced to nearly unanimous.
const COMPOSITIONS: [[f64; 3]; 5] =
    [[0.25, 0.30, 0.45], [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0], [0.60, 0.25, 0.15], [0.05, 0.15, 0.80], [0.02, 0.08, 0.90]];

fn score(shares: [f64; 3]) -> f64 {
    100.0 * (shares[2] - shares[0])
}

/// How probable counts are by the multinomial distribution.
struct Multinomial {
    log_factorials: Vec<f64>,
}

impl Multinomial {
    fn up_to(n: u64) -> Self {
        let mut log_factorials = vec![0.0];
        for k in 1..=n as usize {
            log_factorials.push(log_factorials[k - 1] + (k as f64).ln());
        }
        Self { log_factorials }
    }

    fn probability(&self, counts: &[u64], shares: &[f64]) -> f64 {
        let arrangements = |k: u64| self.log_factorials[k as usize];
        let log = counts.iter().zip(shares).map(|(k, share)| *k as f64 * share.ln() - arrangements(*k)).sum::<f64>();
        (arrangements(counts.iter().sum()) + log).exp()
    }

    /// The probability that a sample of `n` answers is one for which `holds`.
    fn of_tallies(&self, n: u64, shares: [f64; 3], holds: impl Fn(&Tally) -> bool) -> f64 {
        let mut sum = 0.0;
        for detractors in 0..=n {
            for promoters in 0..=n - detractors {
                let passives = n - detractors - promoters;
                if holds(&Tally { detractors, passives, promoters }) {
                    sum += self.probability(&[detractors, passives, promoters], &shares);
                }
            }
        }
        sum
    }
}

fn draw(random: &mut fastrand::Rng, shares: &[f64], n: u64) -> Vec<u64> {
    let mut counts = vec![0; shares.len()];
    for _ in 0..n {
        let mut left = random.f64();
        let mut index = 0;
        while index + 1 < shares.len() && left >= shares[index] {
            left -= shares[index];
            index += 1;
        }
        counts[index] += 1;
    }
    counts
}

fn draw_tally(random: &mut fastrand::Rng, shares: [f64; 3], n: u64) -> Tally {
    let counts = draw(random, &shares, n);
    Tally { detractors: counts[0], passives: counts[1], promoters: counts[2] }
}

fn draw_share(random: &mut fastrand::Rng, share: f64, n: u64) -> Share {
    Share::new(draw(random, &[share, 1.0 - share], n)[0], n).unwrap()
}

/// The share of `runs` in which `happens`.
fn frequency(runs: u32, mut happens: impl FnMut() -> bool) -> f64 {
    f64::from((0..runs).filter(|_| happens()).count() as u32) / f64::from(runs)
}

#[test]
fn score_interval_coverage() {
    let multinomial = Multinomial::up_to(500);
    for shares in COMPOSITIONS {
        for n in [5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 70, 100, 200, 500] {
            let holds = |tally: &Tally| {
                let interval = tally.nps().unwrap().interval();
                interval.low <= score(shares) && score(shares) <= interval.high
            };
            let coverage = multinomial.of_tallies(n, shares, holds);
            println!("score {shares:.2?}, {n} answers: {coverage:.4}");
            let least = if n < 12 { 0.88 } else { 0.93 };
            assert!(coverage > least, "{shares:?}, {n}: {coverage}");
        }
    }
}

#[test]
fn share_interval_coverage() {
    let multinomial = Multinomial::up_to(500);
    for share in [0.5, 0.7, 0.8, 0.9, 0.95] {
        let (mut mean, mut worst) = (0.0, (1.0, 0));
        for n in (5..=500).step_by(3) {
            let coverage = (0..=n)
                .filter(|count| Share::new(*count, n).unwrap().interval().contains(share))
                .map(|count| multinomial.probability(&[count, n - count], &[share, 1.0 - share]))
                .sum::<f64>();
            mean += coverage / 166.0;
            if coverage < worst.0 {
                worst = (coverage, n);
            }
        }
        println!("share {share}: on average {mean:.4}, least {:.4} at {} answers", worst.0, worst.1);
        assert!(mean > 0.945 && worst.0 > 0.89, "{share}: {mean}, {worst:?}");
    }
}

/// So many amounts of customers, of whom a share bought nothing, and the others log-normally.
fn draw_amounts(random: &mut fastrand::Rng, n: u64, nothing: f64, (centre, spread): (f64, f64)) -> Amounts {
    let mut normal = || (-2.0 * (1.0 - random.f64()).ln()).sqrt() * (std::f64::consts::TAU * random.f64()).cos();
    let bought: Vec<f64> = (0..n).map(|_| (centre + spread * normal()).exp()).collect();
    Amounts::of(bought.into_iter().map(|amount| if random.f64() < nothing { 0.0 } else { amount }))
}

#[test]
fn amount_interval_coverage() {
    let mut random = fastrand::Rng::with_seed(7);
    for (nothing, spread) in [(0.0, 0.5), (0.0, 1.0), (0.3, 1.0), (0.6, 1.0), (0.3, 1.3)] {
        let mean = |centre: f64| (1.0 - nothing) * (centre + spread * spread / 2.0_f64).exp();
        for n in [30, 60, 200, 1_000] {
            let runs = if n < 1_000 { 3_000 } else { 1_000 };
            let one = frequency(runs, || {
                let amounts = draw_amounts(&mut random, n, nothing, (5.0, spread));
                amounts.interval().is_some_and(|interval| interval.contains(mean(5.0)))
            });
            let two = frequency(runs, || {
                let first = draw_amounts(&mut random, n, nothing, (5.0, spread));
                let second = draw_amounts(&mut random, n / 2 + 15, nothing, (5.4, spread));
                AmountDifference::between(&first, &second)
                    .is_some_and(|difference| difference.interval.contains(mean(5.4) - mean(5.0)))
            });
            println!("amounts, {nothing} nothing, spread {spread}, {n}: mean {one:.3}, difference {two:.3}");
            let least = if spread > 1.2 { 0.84 } else { 0.88 };
            assert!(one > least && two > least, "{nothing} {spread} {n}: {one}, {two}");
        }
    }
}

#[test]
fn mean_interval_coverage() {
    let mut random = fastrand::Rng::with_seed(1);
    let ratings = [
        [0.2; 5],
        [0.30, 0.10, 0.10, 0.20, 0.30],
        [0.05, 0.10, 0.20, 0.35, 0.30],
        [0.02, 0.03, 0.10, 0.35, 0.50],
        [0.01, 0.02, 0.07, 0.20, 0.70],
    ];
    for shares in ratings {
        let rated = |counts: &[u64]| Distribution::of((1..=5u8).map(f64::from).zip(counts.iter().copied()));
        let truth: f64 = shares.iter().zip(1..).map(|(share, rating)| share * f64::from(rating)).sum();
        for n in [5, 10, 20, 50, 100, 500] {
            let intervals: Vec<_> =
                (0..4000).filter_map(|_| rated(&draw(&mut random, &shares, n)).interval()).collect();
            let covering = intervals.iter().filter(|interval| interval.contains(truth)).count();
            let coverage = covering as f64 / intervals.len() as f64;
            println!("mean {shares:.2?}, {n} answers: {coverage:.3}");
            assert!(coverage > if n < 50 { 0.90 } else { 0.925 }, "{shares:?}, {n}: {coverage}");
        }
    }
}

#[test]
fn difference_interval_coverage() {
    let mut random = fastrand::Rng::with_seed(2);
    for (before, after) in [(COMPOSITIONS[0], COMPOSITIONS[3]), (COMPOSITIONS[2], COMPOSITIONS[1])] {
        for (m, n) in [(5, 5), (10, 40), (30, 30), (200, 500)] {
            let coverage = frequency(2000, || {
                let (m, n) = (draw_tally(&mut random, before, m), draw_tally(&mut random, after, n));
                Difference::between(&m, &n).unwrap().interval.contains(score(after) - score(before))
            });
            println!("difference {before:.2?} to {after:.2?}, {m} and {n} answers: {coverage:.3}");
            assert!(coverage > 0.93, "{before:?} {after:?}, {m} and {n}: {coverage}");
        }
    }
    for (m, n) in [(5, 5), (10, 40), (30, 30), (200, 500)] {
        let coverage = frequency(2000, || {
            let (before, after) = (draw_share(&mut random, 0.7, m), draw_share(&mut random, 0.85, n));
            Difference::between_shares(before, after).interval.contains(15.0)
        });
        println!("difference of shares 0.7 to 0.85, {m} and {n} answers: {coverage:.3}");
        assert!(coverage > 0.93, "{m} and {n}: {coverage}");
    }
}

#[test]
fn correlation_interval_coverage() {
    let mut random = fastrand::Rng::with_seed(3);
    for n in [10, 30, 100] {
        let mut given = 0;
        let held = frequency(2000, || {
            let pairs: Vec<_> = (0..n).map(|_| (f64::from(random.u8(1..6)), f64::from(random.u8(0..11)), 1)).collect();
            let interval = Correlation::of(pairs).and_then(Correlation::interval);
            given += u32::from(interval.is_some());
            interval.is_some_and(|interval| interval.contains(0.0))
        });
        let coverage = held * 2000.0 / f64::from(given);
        println!("no correlation, {n} answers: {coverage:.3}");
        assert!(coverage > 0.93, "{n}: {coverage}");
    }
}

/// 5 %, and what 10,000 runs of a discrete value may be off by.
const ALARMS: f64 = 0.055;

#[test]
fn false_alarms_of_one_verdict() {
    let mut random = fastrand::Rng::with_seed(4);
    let mut all = Vec::new();
    for (m, n) in [(30, 30), (30, 200), (100, 100), (200, 200)] {
        for shares in COMPOSITIONS {
            let alarms = frequency(10_000, || {
                let (before, after) = (draw_tally(&mut random, shares, m), draw_tally(&mut random, shares, n));
                Verdict::of(&Difference::between(&before, &after).unwrap()) == Verdict::LikelyReal
            });
            println!("unchanged score {shares:.2?}, {m} and {n} answers: {alarms:.4}");
            all.push(alarms);
        }
        for share in [0.7, 0.9] {
            let alarms = frequency(10_000, || {
                let (before, after) = (draw_share(&mut random, share, m), draw_share(&mut random, share, n));
                Verdict::of(&Difference::between_shares(before, after)) == Verdict::LikelyReal
            });
            println!("unchanged share {share}, {m} and {n} answers: {alarms:.4}");
            all.push(alarms);
        }
    }
    let alarms = frequency(10_000, || {
        let (before, after) =
            (draw_tally(&mut random, [0.5, 0.0, 0.5], 50), draw_tally(&mut random, [0.5, 0.0, 0.5], 50));
        Verdict::of(&Difference::between(&before, &after).unwrap()) == Verdict::LikelyReal
    });
    println!("unchanged score without passives, 50 and 50 answers: {alarms:.4}");
    assert!(alarms < 0.065, "{alarms}");
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    println!("false alarms on average: {mean:.4}");
    assert!(mean < 0.05 && all.iter().all(|alarms| *alarms < ALARMS), "{mean}, {all:?}");
}

#[test]
fn a_change_of_10_points_is_found_4_times_of_5_with_1068_answers_each() {
    let mut random = fastrand::Rng::with_seed(5);
    let found = frequency(1000, || {
        let before = draw_tally(&mut random, [0.25, 0.30, 0.45], 1068);
        let after = draw_tally(&mut random, [0.20, 0.30, 0.50], 1068);
        Verdict::of(&Difference::between(&before, &after).unwrap()) == Verdict::LikelyReal
    });
    println!("a change of 10 points, 1068 answers each: found {found:.3}");
    assert!((0.77..0.86).contains(&found), "{found}");
}

/// The mean share of false ones among the changes that are called real, of 20 segments of which the first `changed` have.
fn false_discovery_rate(random: &mut fastrand::Rng, changed: usize) -> f64 {
    let runs = 2000;
    let mut sum = 0.0;
    for _ in 0..runs {
        let differences: Vec<_> = (0..20)
            .map(|segment| {
                let after = if segment < changed { COMPOSITIONS[3] } else { COMPOSITIONS[0] };
                let before = draw_tally(random, COMPOSITIONS[0], 60);
                Difference::between(&before, &draw_tally(random, after, 60)).unwrap()
            })
            .collect();
        let verdicts = verdicts(&differences);
        let real = |range: &[Verdict]| range.iter().filter(|verdict| **verdict == Verdict::LikelyReal).count() as f64;
        sum += real(&verdicts[changed..]) / real(&verdicts).max(1.0);
    }
    sum / f64::from(runs)
}

#[test]
fn false_discoveries_of_many_verdicts() {
    let mut random = fastrand::Rng::with_seed(6);
    // Nearly normal values have somewhat more in their tails than the normal distribution, so that it can be more than 5 %.
    for (changed, most) in [(0, 0.06), (5, 0.05), (15, 0.05)] {
        let rate = false_discovery_rate(&mut random, changed);
        println!("{changed} of 20 segments changed: {rate:.4} of the discoveries are false");
        assert!(rate <= most, "{changed}: {rate}");
    }
}

#[test]
fn false_discoveries_of_exact_p_values() {
    let mut random = fastrand::Rng::with_seed(7);
    for (changed, most) in [(0, 0.052), (5, 0.05), (15, 0.05)] {
        let runs = 20_000;
        let mut sum = 0.0;
        for _ in 0..runs {
            let p: Vec<f64> = (0..20).map(|i| random.f64().powi(if i < changed { 8 } else { 1 })).collect();
            let found = discoveries(&p, 0.05);
            let count = |found: &[bool]| found.iter().filter(|found| **found).count() as f64;
            sum += count(&found[changed..]) / count(&found).max(1.0);
        }
        let rate = sum / f64::from(runs);
        println!("{changed} of 20 hypotheses false: {rate:.4} of the discoveries are false");
        assert!(rate <= most, "{changed}: {rate}");
    }
}

#[test]
fn teams_outside_a_funnel_by_chance() {
    let multinomial = Multinomial::up_to(200);
    for shares in COMPOSITIONS {
        let [detractors, passives, promoters] = shares.map(|share| (share * 60_000.0).round() as u64);
        let funnel = Funnel::around(&Tally { detractors, passives, promoters }).unwrap();
        for n in [5, 10, 20, 50, 100, 200] {
            let within = |positions: &[Position]| {
                multinomial.of_tallies(n, shares, |team| positions.contains(&funnel.position(team).unwrap()))
            };
            let outside = 1.0 - within(&[Position::Within]);
            let far_outside = within(&[Position::FarBelow, Position::FarAbove]);
            println!("funnel {shares:.2?}, {n} answers: {outside:.4} outside, {far_outside:.4} far outside");
            assert!(outside < 0.08 && far_outside < 0.02, "{shares:?}, {n}: {outside}, {far_outside}");
        }
    }
}

/// The turning points of weeks: where they are, and whether the score rises there.
fn turns(weeks: &[Tally]) -> Vec<(usize, bool)> {
    let found = turning_points(weeks, &[1, 4, 13], |before, after| Difference::between(&before, &after));
    found.iter().map(|point| (point.at, point.difference.delta > 0.0)).collect()
}

#[test]
fn false_alarms_of_turning_points() {
    let mut random = fastrand::Rng::with_seed(9);
    for shares in COMPOSITIONS {
        for a_week in [5, 35, 350] {
            let alarms = frequency(400, || {
                let weeks: Vec<_> = (0..104).map(|_| draw_tally(&mut random, shares, a_week)).collect();
                !turns(&weeks).is_empty()
            });
            println!("two unchanged years {shares:.2?}, {a_week} answers a week: {alarms:.4}");
            // 5 %, and what 400 runs may be off by.
            assert!(alarms <= 0.07, "{shares:?}, {a_week}: {alarms}");
        }
    }
}

#[test]
fn power_of_turning_points() {
    let mut random = fastrand::Rng::with_seed(10);
    for (drop, weeks_of_it, least) in [(0.10, 26, 0.95), (0.20, 26, 0.99), (0.40, 1, 0.95)] {
        let found = frequency(200, || {
            let week = |week: usize| if (52..52 + weeks_of_it).contains(&week) { drop / 2.0 } else { 0.0 };
            let shares = |week: f64| [0.25 + week, 0.30, 0.45 - week];
            let weeks: Vec<_> = (0..104).map(|number| draw_tally(&mut random, shares(week(number)), 350)).collect();
            turns(&weeks).iter().any(|(at, up)| at.abs_diff(52) <= 4 && !up)
        });
        println!("a drop of {:.0} points for {weeks_of_it} weeks, 350 answers a week: {found:.3}", 100.0 * drop);
        assert!(found >= least, "{drop}, {weeks_of_it}: {found}");
    }
}

/// A number with this mean; by the normal distribution where it is large.
fn draw_count(random: &mut fastrand::Rng, mean: f64) -> u64 {
    if mean < 30.0 {
        let (least, mut product, mut count) = ((-mean).exp(), random.f64(), 0);
        while product > least {
            product *= random.f64();
            count += 1;
        }
        return count;
    }
    let normal =
        (-2.0 * random.f64().max(f64::MIN_POSITIVE).ln()).sqrt() * (std::f64::consts::TAU * random.f64()).cos();
    (mean + mean.sqrt() * normal).round().max(0.0) as u64
}

fn draw_day(random: &mut fastrand::Rng, shares: [f64; 3], mean: f64) -> Tally {
    let [detractors, passives, promoters] = shares.map(|share| draw_count(random, mean * share));
    Tally { detractors, passives, promoters }
}

const YEAR: usize = 365;

/// Whether a watched score has an alarm on any day of the year that comes after one of `usual`.
fn score_alarm(
    random: &mut fastrand::Rng,
    usual: [f64; 3],
    then: [f64; 3],
    a_day: f64,
    days: usize,
    series: usize,
) -> bool {
    let mut watch = ScoreWatch::default();
    (0..YEAR + 60).for_each(|_| watch.push(draw_day(random, usual, a_day)));
    (0..days).any(|_| {
        watch.push(draw_day(random, then, a_day));
        watch.alarm(series).is_some()
    })
}

#[test]
fn false_alarms_of_a_watched_score() {
    let mut random = fastrand::Rng::with_seed(11);
    for shares in [COMPOSITIONS[0], COMPOSITIONS[3], COMPOSITIONS[2]] {
        for a_day in [5.0, 50.0, 500.0] {
            let alarms = frequency(1000, || score_alarm(&mut random, shares, shares, a_day, YEAR, 1));
            println!("a year of daily looks {shares:.2?}, {a_day} answers a day: {alarms:.4}");
            // 5 %, and what 1000 runs may be off by.
            assert!(alarms <= 0.064, "{shares:?}, {a_day}: {alarms}");
        }
    }
    let alarms =
        frequency(100, || (0..10).any(|_| score_alarm(&mut random, COMPOSITIONS[0], COMPOSITIONS[0], 50.0, YEAR, 10)));
    println!("a year of daily looks at 10 series: {alarms:.4}");
    assert!(alarms <= 0.1, "{alarms}");
}

#[test]
fn power_of_a_watched_score() {
    let mut random = fastrand::Rng::with_seed(12);
    for (shares, a_day, drop, days, least) in [
        ([0.15, 0.40, 0.45], 50.0, 10.0, 21, 0.80),
        ([0.20, 0.30, 0.50], 50.0, 10.0, 21, 0.70),
        ([0.20, 0.30, 0.50], 50.0, 10.0, 28, 0.80),
        ([0.20, 0.30, 0.50], 500.0, 10.0, 7, 0.95),
        ([0.20, 0.30, 0.50], 50.0, 20.0, 10, 0.85),
        ([0.20, 0.30, 0.50], 5.0, 30.0, 42, 0.80),
        ([0.20, 0.30, 0.50], 50.0, -10.0, 49, 0.80),
    ] {
        let then = [shares[0] + drop / 200.0, shares[1], shares[2] - drop / 200.0];
        let found = frequency(500, || score_alarm(&mut random, shares, then, a_day, days, 1));
        println!(
            "a drop of {drop} points from {shares:.2?}, {a_day} answers a day: found within {days} days {found:.3}"
        );
        assert!(found >= least, "{drop}, {a_day}, {days}: {found}");
    }
}

/// Answers of one hour of the week: few at night and at the weekend.
fn expected(hour: usize, a_day: f64) -> f64 {
    let by_day = if hour / 24 % 7 >= 5 { 0.5 } else { 1.2 };
    let by_hour = if (7..22).contains(&(hour % 24)) { 1.5 } else { 0.17 };
    a_day / 24.0 * by_day * by_hour
}

/// Whether each of the watches has an alarm in any hour of a year; days differ by `spread`.
fn hourly_alarms(random: &mut fastrand::Rng, shares: [f64; 3], a_day: f64, spread: f64) -> [bool; 3] {
    let (mut hours, mut score) = (HourWatch::default(), ScoreWatch::default());
    let mut alarms = [false; 3];
    for day in 0..YEAR + 60 + YEAR {
        let volume = a_day * (1.0 + spread * (2.0 * random.f64() - 1.0));
        // The year before is there for the score alone.
        if day < YEAR {
            score.push(draw_day(random, shares, volume));
            continue;
        }
        let mut all = Tally::default();
        for hour in 24 * day..24 * (day + 1) {
            let tally = draw_day(random, shares, expected(hour, volume));
            hours.push(Hour { answers: tally.total(), scored: tally.total(), detractors: tally.detractors });
            all = all + tally;
            if day >= YEAR + 60 {
                alarms[1] |= hours.surge(1).is_some();
                alarms[2] |= hours.silence(6, 1).is_some();
            }
        }
        score.push(all);
        alarms[0] |= day >= YEAR + 60 && score.alarm(1).is_some();
    }
    alarms
}

/// Installations whose year is simulated: `ASKWELL_RUNS` takes more.
fn runs() -> u32 {
    std::env::var("ASKWELL_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(100)
}

#[test]
fn false_alarms_of_all_watches_together() {
    let mut random = fastrand::Rng::with_seed(13);
    let runs = runs();
    let mut any_of_all = 0.0;
    let settings = [(5.0, 0.3), (50.0, 0.3), (50.0, 0.6), (500.0, 0.3)];
    for (a_day, spread) in settings {
        let mut counts = [0_u32; 4];
        for _ in 0..runs {
            let alarms = hourly_alarms(&mut random, COMPOSITIONS[0], a_day, spread);
            counts[3] += u32::from(alarms.contains(&true));
            (0..3).for_each(|kind| counts[kind] += u32::from(alarms[kind]));
        }
        let [score, surge, silence, any] = counts.map(|count| f64::from(count) / f64::from(runs));
        println!(
            "a year of hourly looks, {a_day} answers a day, days differ by {:.0} %: score {score:.4}, surge {surge:.4}, silence \
             {silence:.4}, any {any:.4}",
            100.0 * spread
        );
        any_of_all += any / settings.len() as f64;
        assert!(surge <= 0.02 && silence <= 0.02, "{a_day}, {spread}: {surge}, {silence}");
    }
    println!("any alarm, on average: {any_of_all:.4}");
    // 5 %, and what so many runs may be off by.
    let error = (0.05 * 0.95 / f64::from(settings.len() as u32 * runs)).sqrt();
    assert!(any_of_all <= 0.05 + 2.0 * error, "{any_of_all}");
}
