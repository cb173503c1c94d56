//! Rules: keeping them, and doing what they say in the transaction that stores a response.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use askwell_survey::{Score, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::follow_ups::Edit;
use super::save::{SIZES, pieces, placeholders};
use super::write::{Lane, Write};
use super::{Store, StoreError, audit};
use crate::access::role::{Permission, Role};
use crate::counted::Counted;
use crate::day::Day;
use crate::follow_up::{Change, NewFollowUp, Reason, Status};
use crate::notice::{Notice, Occasion};
use crate::row::Row;
use crate::rule::{ActiveRule, Candidate, Does, MOST, Rule};
use crate::tag::TagName;

/// How long rules are believed to be as they were read: another collector may have changed them.
const FRESH: Duration = Duration::from_secs(2);
/// Stored responses that a rule is applied to in a transaction: in between, others write.
const AT_ONCE: i64 = 500;
/// The latest responses that a rule is tried on.
const TRIED: i64 = 1_000;
/// Of those that it fits, how many are shown.
const SHOWN: usize = 5;
/// Days for which a deleted rule can be restored.
const RESTORABLE_DAYS: f64 = 30.0;

/// Rules, and when they were read; without that, they are read again.
type Known = (Option<Instant>, Arc<[ActiveRule]>);

/// The rules that act, as they were read last.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<Option<Known>>);

impl Cache {
    fn known(&self) -> Option<Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, rules: &Arc<[ActiveRule]>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Some(Instant::now()), rules.clone()));
    }

    /// Lets them be read again.
    fn expire(&self) {
        if let Some((read_at, _)) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            *read_at = None;
        }
    }
}

/// What somebody does with a rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RuleChange {
    /// Gives it this name and says what it does.
    Save(String, Box<Does>),
    Enable(bool),
    /// Lets it act before the one that stands before it.
    MoveUp,
    /// Only of one that is switched off.
    Delete,
    Restore,
    /// Adds its tags to stored responses.
    Apply,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleChanged {
    Saved,
    /// Somebody else has changed it meanwhile.
    Stale,
    Missing,
    /// There are as many as there can be.
    TooMany,
}

/// What a rule would have done.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RulePreview {
    /// The latest responses, and how many of them it fits.
    pub(crate) responses: u64,
    pub(crate) fitting: u64,
    /// The latest of these.
    pub(crate) latest: Vec<FittingResponse>,
}

/// A response that a rule fits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FittingResponse {
    pub(crate) id: String,
    pub(crate) score: Option<u8>,
    /// Its answers in words, and the names of choices.
    pub(crate) words: Vec<String>,
    pub(crate) locale: String,
    pub(crate) at: Timestamp,
}

const READ: &str = "id, name, document, enabled, version, deleted_at, applying, applied";

fn read(row: &AnyRow) -> Result<Rule, StoreError> {
    let document: String = row.try_get(2)?;
    Ok(Rule {
        id: row.try_get(0)?,
        name: row.try_get(1)?,
        // What a later version may have written does nothing.
        does: serde_json::from_str(&document).unwrap_or_default(),
        enabled: row.try_get::<i64, _>(3)? != 0,
        version: row.try_get(4)?,
        is_deleted: row.try_get::<Option<i64>, _>(5)?.is_some(),
        is_applying: row.try_get::<Option<String>, _>(6)?.is_some(),
        applied: row.try_get::<i64, _>(7)?.unsigned_abs(),
        acted: 0,
    })
}

impl Store {
    /// All rules in their order, and then those that can be restored.
    pub(crate) async fn rules(&self) -> Result<Vec<Rule>, StoreError> {
        let lookups = &self.pools().await?.lookups;
        let query =
            format!("SELECT {READ} FROM rules ORDER BY CASE WHEN deleted_at IS NULL THEN 0 ELSE 1 END, place, id");
        let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(lookups).await?;
        let mut rules: Vec<Rule> = rows.iter().map(read).collect::<Result<_, _>>()?;
        let counts = sqlx::query("SELECT rule, COUNT(*) FROM rule_matches GROUP BY rule").fetch_all(lookups).await?;
        for row in &counts {
            let id: String = row.try_get(0)?;
            if let Some(rule) = rules.iter_mut().find(|rule| rule.id == id) {
                rule.acted = row.try_get::<i64, _>(1)?.unsigned_abs();
            }
        }
        Ok(rules)
    }

    /// The name of the rule that put a response into the inbox.
    pub(crate) async fn rule_behind(&self, response: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT r.name FROM follow_ups f JOIN rules r ON r.id = f.rule WHERE f.response = $1")
            .bind(response)
            .fetch_optional(&self.pools().await?.lookups)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// The users who may own a follow-up.
    pub(crate) async fn agents(&self) -> Result<Vec<String>, StoreError> {
        let may = |role: &str| Role::of(role).is_some_and(|role| role.may(Permission::FollowUp));
        let users = self.users().await?.into_iter();
        Ok(users.filter(|user| may(&user.role)).map(|user| user.name).collect())
    }

    /// The rules that act now. Those of a database that can't be read for a moment are believed to be as they were.
    pub(super) async fn active_rules(&self) -> Result<Arc<[ActiveRule]>, StoreError> {
        let known = self.0.rules.known();
        if let Some((Some(read_at), rules)) = &known
            && read_at.elapsed() < FRESH
        {
            return Ok(rules.clone());
        }
        match self.read_active_rules().await {
            Ok(rules) => {
                self.0.rules.set(&rules);
                Ok(rules)
            }
            Err(error) => known.map(|(_, rules)| rules).ok_or(error),
        }
    }

    async fn read_active_rules(&self) -> Result<Arc<[ActiveRule]>, StoreError> {
        let query = "SELECT id, name, document FROM rules WHERE enabled = 1 AND deleted_at IS NULL ORDER BY place, id";
        let rows = sqlx::query(query).fetch_all(&self.pools().await?.lookups).await?;
        let mut agents = None;
        let mut rules = Vec::with_capacity(rows.len());
        for row in &rows {
            let (id, name, document): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            let Ok(mut does) = serde_json::from_str::<Does>(&document) else { continue };
            if let Some(owner) = &does.actions.owner {
                let agents = match &mut agents {
                    Some(agents) => agents,
                    None => agents.insert(self.agents().await?),
                };
                // Nobody would look for what belongs to somebody who is gone.
                if !agents.contains(owner) {
                    does.actions.inbox = true;
                    does.actions.owner = None;
                }
            }
            rules.push(ActiveRule::of(&id, &name, does));
        }
        Ok(rules.into())
    }

    /// Adds a rule after all others.
    pub(crate) async fn add_rule(
        &self,
        id: &str,
        name: &str,
        does: &Does,
        now: Timestamp,
        actor: &str,
    ) -> Result<RuleChanged, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let row = sqlx::query("SELECT COUNT(*), COALESCE(MAX(place), 0) FROM rules WHERE deleted_at IS NULL");
        let row = row.fetch_one(write.connection()).await?;
        if row.try_get::<i64, _>(0)? >= MOST as i64 {
            return Ok(RuleChanged::TooMany);
        }
        sqlx::query(
            "INSERT INTO rules (id, place, name, document, enabled, version, created_at) VALUES ($1, $2, $3, $4, 1, 1, $5)",
        )
        .bind(id)
        .bind(row.try_get::<i64, _>(1)? + 1)
        .bind(name)
        .bind(serde_json::to_string(does).unwrap_or_default())
        .bind(now.millis() as i64)
        .execute(write.connection())
        .await?;
        audit::note(write.connection(), now, actor, "rule added", name).await?;
        write.commit().await?;
        self.0.rules.expire();
        Ok(RuleChanged::Saved)
    }

    /// Changes the rule of which somebody saw this version.
    pub(crate) async fn change_rule(
        &self,
        id: &str,
        version: i64,
        change: &RuleChange,
        now: Timestamp,
        actor: &str,
    ) -> Result<RuleChanged, StoreError> {
        let mut write = self.write(Lane::Durable).await?;
        let query = format!("SELECT {READ} FROM rules WHERE id = $1 {}", write.dialect().for_update());
        let row = sqlx::query(AssertSqlSafe(query)).bind(id).fetch_optional(write.connection()).await?;
        let Some(rule) = row.as_ref().map(read).transpose()? else { return Ok(RuleChanged::Missing) };
        if rule.version != version {
            return Ok(RuleChanged::Stale);
        }
        if rule.is_deleted != (*change == RuleChange::Restore) || *change == RuleChange::Delete && rule.enabled {
            return Ok(RuleChanged::Stale);
        }
        let changed = write.change_rule(&rule, change, now).await?;
        if changed == RuleChanged::Saved {
            let action = match change {
                RuleChange::Save(..) => "rule changed",
                RuleChange::Enable(true) => "rule switched on",
                RuleChange::Enable(false) => "rule switched off",
                RuleChange::MoveUp => "rule moved up",
                RuleChange::Delete => "rule deleted",
                RuleChange::Restore => "rule restored",
                RuleChange::Apply => "rule applied to stored responses",
            };
            audit::note(write.connection(), now, actor, action, &rule.name).await?;
            write.commit().await?;
            self.0.rules.expire();
        }
        Ok(changed)
    }

    /// What a rule would have done to the latest responses.
    pub(crate) async fn preview_rule(&self, does: &Does) -> Result<RulePreview, StoreError> {
        let rule = ActiveRule::of("", "", does.clone());
        let query = format!(
            "SELECT id, document, counted, score, locale, counted_at FROM responses WHERE mark IS NULL
             ORDER BY id DESC LIMIT {TRIED}"
        );
        let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&self.pools().await?.reports).await?;
        let mut preview = RulePreview { responses: rows.len() as u64, ..RulePreview::default() };
        for row in &rows {
            let Some(candidate) = candidate(row)?.filter(|candidate| rule.fits(candidate)) else { continue };
            preview.fitting += 1;
            if preview.latest.len() < SHOWN {
                preview.latest.push(FittingResponse {
                    id: row.try_get(0)?,
                    score: row.try_get::<Option<i64>, _>(3)?.and_then(|score| u8::try_from(score).ok()),
                    words: candidate.texts().into_iter().map(ToOwned::to_owned).collect(),
                    locale: row.try_get(4)?,
                    at: Timestamp::from_millis(row.try_get::<i64, _>(5)? as f64),
                });
            }
        }
        Ok(preview)
    }

    /// Goes on applying rules to stored responses, until there is none left to be applied.
    pub(crate) async fn apply_rules(&self, now: Timestamp) -> Result<(), StoreError> {
        loop {
            let query = "SELECT id, name, document, applying FROM rules
                WHERE applying IS NOT NULL AND deleted_at IS NULL ORDER BY place, id LIMIT 1";
            let row = sqlx::query(query).fetch_optional(&self.pools().await?.lookups).await?;
            let Some(row) = row else { return Ok(()) };
            let (id, name, document): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            let rule = ActiveRule::of(&id, &name, serde_json::from_str(&document).unwrap_or_default());
            self.apply_next(&rule, row.try_get(3)?, now).await?;
        }
    }

    /// Applies a rule to the responses that come after the one `after`.
    async fn apply_next(&self, rule: &ActiveRule, after: String, now: Timestamp) -> Result<(), StoreError> {
        // Finding them takes a while, and keeps nobody from writing.
        let query = format!(
            "SELECT id, document, counted FROM responses WHERE id > $1 AND mark IS NULL ORDER BY id LIMIT {AT_ONCE}"
        );
        let rows =
            sqlx::query(AssertSqlSafe(query)).bind(after.as_str()).fetch_all(&self.pools().await?.reports).await?;
        let mut fitting = Vec::new();
        for row in &rows {
            if candidate(row)?.is_some_and(|candidate| rule.fits(&candidate)) {
                fitting.push(row.try_get::<String, _>(0)?);
            }
        }
        let next = rows.last().filter(|_| rows.len() as i64 == AT_ONCE).map(|row| row.try_get::<String, _>(0));
        let mut write = self.write(Lane::Durable).await?;
        let mut found = Vec::new();
        for (size, ids) in pieces(&fitting) {
            let list = (1..=SIZES[size]).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
            // Those that were erased meanwhile are gone.
            let query =
                format!("SELECT id FROM responses WHERE id IN ({list}) ORDER BY id {}", write.dialect().for_update());
            let query = ids.iter().fold(sqlx::query(AssertSqlSafe(query)), |query, id| query.bind(id.as_str()));
            for row in &query.fetch_all(write.connection()).await? {
                found.push(row.try_get::<String, _>(0)?);
            }
        }
        let moved =
            sqlx::query("UPDATE rules SET applying = $1, applied = applied + $2 WHERE id = $3 AND applying = $4")
                .bind(next.transpose()?)
                .bind(found.len() as i64)
                .bind(rule.id.as_str())
                .bind(after)
                .execute(write.connection())
                .await?;
        // Otherwise another collector is applying it, or somebody has begun anew.
        if moved.rows_affected() > 0 {
            let tags: Vec<(&str, &TagName, Timestamp)> =
                found.iter().flat_map(|id| rule.tags.iter().map(|tag| (id.as_str(), tag, now))).collect();
            write.tag(&tags, &rule.actor()).await?;
            let matches: Vec<_> = found.iter().map(|id| (id.as_str(), rule.id.as_str(), now)).collect();
            write.note_matches(&matches).await?;
        }
        write.commit().await
    }
}

fn candidate(row: &AnyRow) -> Result<Option<Candidate>, StoreError> {
    let (document, counted): (String, Option<String>) = (row.try_get(1)?, row.try_get(2)?);
    let counted = counted.as_deref().and_then(Counted::read).unwrap_or_default();
    Ok(Candidate::read(&document, &counted))
}

impl Write {
    async fn change_rule(
        &mut self,
        rule: &Rule,
        change: &RuleChange,
        now: Timestamp,
    ) -> Result<RuleChanged, StoreError> {
        let (mut name, mut does, mut enabled) = (rule.name.as_str(), &rule.does, rule.enabled);
        let mut deleted_at = None;
        let mut restarts = false;
        match change {
            RuleChange::Save(new_name, new) => (name, does) = (new_name, new),
            RuleChange::Enable(on) => enabled = *on,
            RuleChange::MoveUp => return self.move_rule_up(rule).await,
            RuleChange::Delete => {
                deleted_at = Some(now.millis() as i64);
                let before = now.after_days(-RESTORABLE_DAYS).millis() as i64;
                sqlx::query("DELETE FROM rules WHERE deleted_at < $1").bind(before).execute(self.connection()).await?;
            }
            RuleChange::Restore => {
                let count = sqlx::query("SELECT COUNT(*) FROM rules WHERE deleted_at IS NULL");
                if count.fetch_one(self.connection()).await?.try_get::<i64, _>(0)? >= MOST as i64 {
                    return Ok(RuleChanged::TooMany);
                }
            }
            RuleChange::Apply => restarts = true,
        }
        // Any other change ends what was begun with stored responses.
        let applying = if restarts { "''" } else { "NULL" };
        let applied = if restarts { "0" } else { "applied" };
        let query = format!(
            "UPDATE rules SET name = $1, document = $2, enabled = $3, deleted_at = $4, version = version + 1,
                 applying = {applying}, applied = {applied} WHERE id = $5"
        );
        sqlx::query(AssertSqlSafe(query))
            .bind(name)
            .bind(serde_json::to_string(does).unwrap_or_default())
            .bind(i64::from(enabled))
            .bind(deleted_at)
            .bind(rule.id.as_str())
            .execute(self.connection())
            .await?;
        Ok(RuleChanged::Saved)
    }

    /// Exchanges its place with that of the one before it.
    async fn move_rule_up(&mut self, rule: &Rule) -> Result<RuleChanged, StoreError> {
        let query = "SELECT b.id, b.place, r.place FROM rules b, rules r
            WHERE r.id = $1 AND b.deleted_at IS NULL AND (b.place < r.place OR b.place = r.place AND b.id < r.id)
            ORDER BY b.place DESC, b.id DESC LIMIT 1";
        let before = sqlx::query(query).bind(rule.id.as_str()).fetch_optional(self.connection()).await?;
        let Some(before) = before else { return Ok(RuleChanged::Saved) };
        let (other, place, own): (String, i64, i64) = (before.try_get(0)?, before.try_get(1)?, before.try_get(2)?);
        for (id, place) in [(rule.id.as_str(), place), (other.as_str(), own)] {
            sqlx::query("UPDATE rules SET place = $1, version = version + 1 WHERE id = $2")
                .bind(place)
                .bind(id)
                .execute(self.connection())
                .await?;
        }
        Ok(RuleChanged::Saved)
    }

    /// Does what the rules say about responses that were just stored, once for each response and rule.
    pub(super) async fn act(&mut self, rules: &[ActiveRule], rows: &[&Row]) -> Result<(), StoreError> {
        if rules.is_empty() {
            return Ok(());
        }
        let mut matches = Vec::new();
        // What is marked counts nowhere, and nobody is bothered with it.
        for row in rows.iter().filter(|row| row.mark.is_none()) {
            let Some(candidate) = Candidate::read(&row.document, &row.counted) else { continue };
            let fitting = rules.iter().filter(|rule| rule.fits(&candidate));
            matches.extend(fitting.map(|rule| (*row, rule)));
        }
        let noted: Vec<_> =
            matches.iter().map(|(row, rule)| (row.id.as_str(), rule.id.as_str(), row.received_at)).collect();
        let new = self.note_matches(&noted).await?;
        matches.retain(|(row, rule)| new.contains(&(row.id.clone(), rule.id.clone())));
        let actors: Vec<_> = rules.iter().map(ActiveRule::actor).collect();
        let acting = rules.iter().zip(&actors).filter(|(rule, _)| matches.iter().any(|(_, known)| known.id == rule.id));
        let tags = acting.flat_map(|(rule, actor)| rule.tags.iter().map(move |tag| (tag, actor.as_str())));
        self.name_tags(tags.collect(), rows.first().map_or_else(Timestamp::default, |row| row.received_at)).await?;
        for (rule, actor) in rules.iter().zip(&actors) {
            let of_rule = matches.iter().filter(|(_, known)| known.id == rule.id).map(|(row, _)| *row);
            let tags: Vec<_> = of_rule
                .clone()
                .flat_map(|row| rule.tags.iter().map(|tag| (row.id.as_str(), tag, row.received_at)))
                .collect();
            self.tag(&tags, actor).await?;
            for row in of_rule {
                if rule.actions.put_in_inbox() {
                    self.put_in_inbox(rule, row).await?;
                }
                if let Some(to) = &rule.actions.notify {
                    let score = row.score.and_then(Score::new);
                    let score = score.map(|score| format!("Score {score}, {}.", score.group().as_str()));
                    let notice = Notice {
                        key: format!("rule:{}:{}", rule.id, row.id),
                        occasion: Occasion::FollowUp,
                        to: to.clone(),
                        title: format!("A response fits the rule “{}”", rule.name),
                        lines: score.into_iter().chain([format!("Survey {}.", row.survey)]).collect(),
                        path: format!("/report/response?id={}", row.id),
                    };
                    self.queue_notice(&notice, row.received_at).await?;
                }
            }
        }
        Ok(())
    }

    /// Notes that rules have acted. Returned are those that hadn't: response and rule.
    async fn note_matches(
        &mut self,
        matches: &[(&str, &str, Timestamp)],
    ) -> Result<HashSet<(String, String)>, StoreError> {
        let mut new = HashSet::new();
        for (size, piece) in pieces(matches) {
            let query = format!(
                "INSERT INTO rule_matches (response, rule, at) VALUES {} ON CONFLICT (response, rule) DO NOTHING
                 RETURNING response, rule",
                placeholders(SIZES[size], 3)
            );
            let query = piece.iter().fold(sqlx::query(AssertSqlSafe(query)), |query, (response, rule, at)| {
                query.bind(*response).bind(*rule).bind(at.millis() as i64)
            });
            for row in &query.fetch_all(self.connection()).await? {
                new.insert((row.try_get(0)?, row.try_get(1)?));
            }
        }
        Ok(new)
    }

    async fn put_in_inbox(&mut self, rule: &ActiveRule, row: &Row) -> Result<(), StoreError> {
        let at = row.received_at;
        let actions = &rule.actions;
        let due = NewFollowUp::arrived(Reason::Rule, at).due.map(|day| day.since_epoch() as i64);
        // What is being done about a response stays as it is, but a promoter comes over from the other list.
        sqlx::query(
            "INSERT INTO follow_ups (response, mark, reason, since, status, due, version, rule)
             VALUES ($1, NULL, 'rule', $2, 'open', $3, 0, $4)
             ON CONFLICT (response) DO UPDATE SET rule = COALESCE(follow_ups.rule, excluded.rule),
                 reason = CASE WHEN follow_ups.reason = 'promoter' THEN excluded.reason ELSE follow_ups.reason END,
                 since = CASE WHEN follow_ups.reason = 'promoter' THEN excluded.since ELSE follow_ups.since END,
                 due = CASE WHEN follow_ups.reason = 'promoter' THEN excluded.due ELSE follow_ups.due END,
                 status = CASE WHEN follow_ups.reason = 'promoter' THEN excluded.status ELSE follow_ups.status END,
                 done_at = CASE WHEN follow_ups.reason = 'promoter' THEN NULL ELSE follow_ups.done_at END",
        )
        .bind(row.id.as_str())
        .bind(at.millis() as i64)
        .bind(due)
        .bind(rule.id.as_str())
        .execute(self.connection())
        .await?;
        let Some(follow_up) = self.find_follow_up(&row.id).await? else { return Ok(()) };
        if follow_up.status.is_done() {
            return Ok(());
        }
        let owner = actions.owner.clone().filter(|_| follow_up.owner.is_none());
        let owner = owner.map(|owner| Change::Owner(Some(owner)));
        let due = actions.due_days.filter(|_| follow_up.status == Status::Open);
        let due = due.map(|days| Change::Due(Some(Day::of(at).plus(days))));
        let changes: Vec<_> = owner.into_iter().chain(due).collect();
        let actor = rule.actor();
        let edit = Edit { response: &row.id, version: follow_up.version, changes, actor: &actor, at };
        self.edit(&edit).await?;
        Ok(())
    }
}
