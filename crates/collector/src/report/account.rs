//! One account: its score, what its people said by role, and which roles nobody has heard from.

use std::collections::BTreeMap;

use askwell_statistics::Change;
use askwell_survey::{Kind, Tally};

use super::Trend;
use crate::day::Day;
use crate::names::named;
use crate::store::{AccountResponse, By, DayScore, Filter, Scope, Snapshot, Store, StoreError};

/// The segments that name an account: what the site says of the person, or else an attribute.
pub(crate) const SEGMENTS: [&str; 2] = ["person:account", "attribute:account"];
/// The roles that belong to each.
pub(crate) const ROLES: [&str; 2] = ["person:role", "attribute:role"];

/// Responses that are read of an account.
const READ: usize = 2_000;
/// Roles that are named: who posts can make up as many as they like.
const NAMED_ROLES: usize = 20;

/// An account.
#[derive(Clone, Debug)]
pub(crate) struct AccountDetails {
    pub(crate) name: String,
    /// All that count.
    pub(crate) count: u64,
    /// Its scores of each kind, the most answered first.
    pub(crate) scores: Vec<KindScores>,
    pub(crate) roles: Vec<RoleAnswers>,
    /// Roles that other accounts have answers from.
    pub(crate) missing_roles: Vec<String>,
    /// The latest, latest first.
    pub(crate) responses: Vec<AccountResponse>,
}

/// Scores of one kind of survey.
#[derive(Clone, Debug)]
pub(crate) struct KindScores {
    pub(crate) kind: Kind,
    /// Of all time.
    pub(crate) tally: Tally,
    /// Of the last 365 days.
    pub(crate) lately: Tally,
    /// Of the last 365 days since the 365 days before.
    pub(crate) change: Option<Change>,
    pub(crate) trend: Trend,
}

/// What people of a role answered.
#[derive(Clone, Debug)]
pub(crate) struct RoleAnswers {
    /// None for those whose role isn't known.
    pub(crate) role: Option<String>,
    pub(crate) responses: u64,
    /// Scores of the kind that is the account's most answered one.
    pub(crate) tally: Tally,
    pub(crate) last: Day,
}

/// The segment that names accounts.
pub(super) async fn segment(snapshot: &mut Snapshot) -> Result<&'static str, StoreError> {
    let [trait_name, attribute] = SEGMENTS;
    let is_trait = snapshot.has_segment(trait_name).await? || !snapshot.has_segment(attribute).await?;
    Ok(if is_trait { trait_name } else { attribute })
}

impl AccountDetails {
    /// None if no response that counts names the account.
    pub(crate) async fn read(store: &Store, name: &str, today: Day) -> Result<Option<Self>, StoreError> {
        let mut snapshot = store.snapshot().await?;
        let mut counts = snapshot.account_counts(SEGMENTS[0], name).await?;
        let named_by = usize::from(counts.responses == 0);
        if named_by > 0 {
            counts = snapshot.account_counts(SEGMENTS[named_by], name).await?;
        }
        let (segment, role) = (SEGMENTS[named_by], ROLES[named_by]);
        let responses = snapshot.account_responses((segment, name), &counts, READ).await?;
        let by = [By::Value, By::Question, By::Answer];
        let known = snapshot.counts(Scope::Segment(role), &Filter::default(), by).await?;
        let known = known.into_iter().filter(|([_, question, answer], _)| question.is_empty() && answer.is_empty());
        let mut known: Vec<_> = known.map(|([role, ..], count)| (count, role)).collect();
        snapshot.finish().await?;
        if counts.responses == 0 {
            return Ok(None);
        }
        known.sort_unstable_by(|one, other| other.cmp(one));
        known.truncate(NAMED_ROLES);
        let mut scores: Vec<_> =
            counts.scores.iter().filter_map(|(kind, scores)| KindScores::of(kind, scores, today)).collect();
        scores.sort_by_key(|of_kind| std::cmp::Reverse(of_kind.tally.total()));
        let mut roles = by_role(&responses, role, scores.first().map(|of_kind| of_kind.kind));
        let has = |name: &String| roles.iter().any(|of_role| of_role.role.as_ref() == Some(name));
        let missing_roles = known.into_iter().map(|(_, role)| role).filter(|role| !has(role)).collect();
        roles.truncate(NAMED_ROLES);
        Ok(Some(Self { name: name.to_owned(), count: counts.responses, scores, roles, missing_roles, responses }))
    }
}

impl KindScores {
    fn of(kind: &str, scores: &[DayScore], today: Day) -> Option<Self> {
        let kind = named(Kind::NAMES, kind)?;
        let within = |fits: &dyn Fn(u64) -> bool| {
            let mut tally = Tally::default();
            for of_day in scores.iter().filter(|of_day| fits(of_day.day)) {
                tally.add_score(of_day.score, of_day.count);
            }
            tally
        };
        let [this, before] = super::accounts::last_years(today)
            .map(|(from, to)| within(&|day| (from.since_epoch()..=to.since_epoch()).contains(&day)));
        Some(Self {
            kind,
            tally: within(&|_| true),
            lately: this,
            change: Change::between(&before, &this),
            trend: Trend::of_scores(scores, None),
        })
    }
}

/// What people of each role answered, the most first; those without a role come last.
fn by_role(responses: &[AccountResponse], name: &str, kind: Option<Kind>) -> Vec<RoleAnswers> {
    let mut roles: BTreeMap<Option<&str>, RoleAnswers> = BTreeMap::new();
    for response in responses {
        let role = response.segments.iter().find(|(known, _)| known == name).map(|(_, role)| role.as_str());
        // The latest comes first.
        let of_role = roles.entry(role).or_insert_with(|| RoleAnswers {
            role: role.map(ToOwned::to_owned),
            responses: 0,
            tally: Tally::default(),
            last: Day::of(response.at),
        });
        of_role.responses += 1;
        if let Some(score) = response.score.filter(|_| kind == Some(response.kind)) {
            of_role.tally.add_score(score, 1);
        }
    }
    let mut roles: Vec<_> = roles.into_values().collect();
    roles.sort_by_key(|of_role| (of_role.role.is_none(), std::cmp::Reverse(of_role.responses)));
    roles
}
