//! Accounts, a row each.

use schemars::JsonSchema;
use serde::Serialize;

use super::segments::{ChangeDocument, change};
use super::{Figures, Selected, figures};
use crate::report::{CustomerRow, CustomerTable};

/// Accounts in one document: many more are for the export.
const LISTED: usize = 2_000;

/// The accounts in version 1 of their shape.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Accounts")]
pub(crate) struct AccountsDocument {
    #[serde(flatten)]
    selected: Selected,
    kind: &'static str,
    /// By name.
    accounts: Vec<AccountDocument>,
    /// Accounts that aren't listed.
    others: usize,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Account")]
struct AccountDocument {
    name: String,
    #[serde(flatten)]
    figures: Figures,
    /// The latest score; null without one.
    #[serde(rename = "lastScore")]
    last_score: Option<u8>,
    /// The group of that score.
    group: Option<&'static str>,
    #[serde(rename = "lastAnswered")]
    last_answered: String,
    /// Of the last 365 days, since the 365 days before.
    change: Option<ChangeDocument>,
    roles: Vec<RoleDocument>,
    /// Of the last 365 days, one for each currency.
    revenue: Vec<RevenueDocument>,
    /// A day.
    #[serde(rename = "lastOrder")]
    last_order: Option<String>,
    #[serde(rename = "openFollowUps")]
    open_follow_ups: u64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AccountRole")]
struct RoleDocument {
    role: String,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Revenue")]
struct RevenueDocument {
    currency: String,
    amount: f64,
}

impl AccountsDocument {
    pub(crate) fn of(table: &CustomerTable) -> Self {
        Self {
            selected: Selected::of(&table.selection, table.selection.query.survey.as_ref()),
            kind: table.selection.kind.name(),
            accounts: table.rows.iter().take(LISTED).map(account).collect(),
            others: table.rows.len().saturating_sub(LISTED),
        }
    }
}

fn account(row: &CustomerRow) -> AccountDocument {
    let roles = row.by_role.iter();
    let revenue = row.worth.iter().flat_map(|worth| &worth.revenue);
    AccountDocument {
        name: row.name.clone(),
        figures: figures(&row.tally),
        last_score: row.last_score.map(|(_, score)| score.points()),
        group: row.last_score.map(|(_, score)| score.group().as_str()),
        last_answered: row.last_answer.to_text(),
        change: row.change.as_ref().map(change),
        roles: roles.map(|(role, tally)| RoleDocument { role: role.clone(), figures: figures(tally) }).collect(),
        revenue: revenue
            .map(|(currency, sum)| RevenueDocument { currency: currency.clone(), amount: *sum as f64 / 100.0 })
            .collect(),
        last_order: row.worth.as_ref().and_then(|worth| worth.last_order).map(|day| day.to_string()),
        open_follow_ups: row.open_follow_ups,
    }
}
