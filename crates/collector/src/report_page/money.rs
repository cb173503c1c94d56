//! Amounts of money in words. Amounts of different currencies are never added.

use maud::{Markup, html};

use super::chart::grouped;
use crate::report::{Customer, Worths};
use crate::store::{CustomerBy, Worth};

/// Hundredths of a currency: `240,000 EUR`, `−12.50 EUR`. From a hundred on, without decimals.
pub(super) fn money(hundredths: i64, currency: &str) -> String {
    let (sign, size) = (if hundredths < 0 { "−" } else { "" }, hundredths.unsigned_abs());
    let whole = |size: u64| grouped((size + 50) / 100);
    match size {
        0 => format!("0\u{a0}{currency}"),
        1..10_000 => format!("{sign}{}.{:02}\u{a0}{currency}", grouped(size / 100), size % 100),
        _ => format!("{sign}{}\u{a0}{currency}", whole(size)),
    }
}

/// The same of whole units of a currency.
pub(super) fn amount(units: f64, currency: &str) -> String {
    money((units * 100.0).round() as i64, currency)
}

/// All amounts, one for each currency.
pub(super) fn amounts(revenue: &[(String, i64)]) -> String {
    let amounts: Vec<_> =
        revenue.iter().filter(|(_, sum)| *sum != 0).map(|(currency, sum)| money(*sum, currency)).collect();
    if amounts.is_empty() { "0".to_owned() } else { amounts.join(", ") }
}

/// What a customer is worth, as facts of a page; nothing of a customer without values.
pub(super) fn facts(worth: Option<&Worth>) -> Markup {
    html! {
        @if let Some(worth) = worth {
            div { dt { "Revenue, last 12 months" } dd { (amounts(&worth.revenue)) } }
            div { dt { "Last order or revenue" } dd { (worth.last_order.map_or_else(|| "–".to_owned(), |day| day.to_words())) } }
            @if let Some(day) = worth.churned { div { dt { "Left" } dd { (day.to_words()) } } }
        }
    }
}

/// What is at stake behind a response, on a line.
pub(super) fn at_stake(worths: &Worths, customer: &Customer) -> Markup {
    html! {
        @if let Some((by, worth)) = worths.of(customer) {
            div {
                dt { @if by == CustomerBy::Account { "Account’s revenue, 12 months" } @else { "Revenue, 12 months" } }
                dd { (amounts(&worth.revenue)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_with_their_currency() {
        for (hundredths, expected) in [
            (0, "0 EUR"),
            (5, "0.05 EUR"),
            (-1_250, "−12.50 EUR"),
            (9_999, "99.99 EUR"),
            (10_050, "101 EUR"),
            (24_000_000, "240,000 EUR"),
        ] {
            assert_eq!(money(hundredths, "EUR").replace('\u{a0}', " "), expected);
        }
        assert_eq!(amounts(&[("EUR".to_owned(), 10_000), ("USD".to_owned(), 0)]), "100\u{a0}EUR");
        assert_eq!(amounts(&[]), "0");
    }
}
