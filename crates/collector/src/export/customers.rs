//! Accounts, persons or values of a segment as a table: a row each.

use askwell_survey::{Interval, Tally};

use super::cell;
use crate::report::CustomerTable;
use crate::report::document::verdict;
use crate::store::StoreError;

/// The table with the mark by which Excel knows UTF-8.
pub(crate) fn customers_csv(table: &CustomerTable) -> Result<Vec<u8>, StoreError> {
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let fixed = [
        table.by.name(),
        "lastScore",
        "group",
        "lastScored",
        "score",
        "low",
        "high",
        "count",
        "change",
        "verdict",
        "lastAnswered",
        "openFollowUps",
        "lastOrder",
        "churned",
    ];
    let headings = fixed.into_iter().map(ToOwned::to_owned);
    let revenue = table.currencies.iter().map(|currency| format!("revenue:{currency}"));
    let roles = table.roles.iter().flat_map(|role| [format!("score:{role}"), format!("count:{role}")]);
    write(&mut out, headings.chain(revenue).chain(roles))?;
    for row in &table.rows {
        let (score, low, high) = scores(&row.tally);
        let worth = row.worth.as_ref();
        let day = |day: Option<crate::day::Day>| day.map_or_else(String::new, |day| day.to_string());
        let cells = [
            row.name.clone(),
            row.last_score.map_or_else(String::new, |(_, score)| score.to_string()),
            row.last_score.map_or_else(String::new, |(_, score)| score.group().as_str().to_owned()),
            row.last_score.map_or_else(String::new, |(at, _)| at.to_text()),
            score,
            low,
            high,
            row.tally.total().to_string(),
            row.change.map_or_else(String::new, |change| change.delta.to_string()),
            row.change.map_or_else(String::new, |change| verdict(change.verdict).to_owned()),
            row.last_answer.to_text(),
            row.open_follow_ups.to_string(),
            day(worth.and_then(|worth| worth.last_order)),
            day(worth.and_then(|worth| worth.churned)),
        ];
        let revenue = table.currencies.iter().map(|currency| row.revenue(currency).map_or_else(String::new, decimal));
        let roles = table.roles.iter().flat_map(|role| {
            let tally = row.by_role.get(role).copied().unwrap_or_default();
            [scores(&tally).0, tally.total().to_string()]
        });
        write(&mut out, cells.into_iter().chain(revenue).chain(roles))?;
    }
    out.into_inner().map_err(|error| StoreError::File(error.into_error()))
}

fn write(out: &mut csv::Writer<Vec<u8>>, cells: impl Iterator<Item = String>) -> Result<(), StoreError> {
    out.write_record(cells.map(cell::inert)).map_err(|error| StoreError::File(error.into()))
}

/// The score and the ends of its interval; nothing without scores.
fn scores(tally: &Tally) -> (String, String, String) {
    let Some(nps) = tally.nps() else { return Default::default() };
    let Interval { low, high } = nps.interval();
    (nps.rounded().to_string(), format!("{low:.1}"), format!("{high:.1}"))
}

/// Hundredths as `1234.50`.
fn decimal(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100)
}
