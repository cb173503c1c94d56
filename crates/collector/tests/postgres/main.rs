//! The same tests as in `tests/collector`, on PostgreSQL, and those of what it alone can do.

#[path = "../collector/access.rs"]
mod access;
#[path = "../collector/accounts.rs"]
mod accounts;
#[path = "../collector/alerts.rs"]
mod alerts;
#[path = "../collector/annotations.rs"]
mod annotations;
#[path = "../collector/articles.rs"]
mod articles;
#[path = "../collector/changes.rs"]
mod changes;
#[path = "../collector/counts.rs"]
mod counts;
#[path = "../collector/dead_letters.rs"]
mod dead_letters;
#[path = "../collector/demo_data.rs"]
mod demo_data;
#[path = "../collector/digests.rs"]
mod digests;
#[path = "../collector/documentation.rs"]
mod documentation;
#[path = "../collector/drivers.rs"]
mod drivers;
#[path = "../collector/export.rs"]
mod export;
#[path = "../collector/forms.rs"]
mod forms;
#[path = "../collector/forward.rs"]
mod forward;
#[path = "../collector/goals.rs"]
mod goals;
#[path = "../collector/helper.rs"]
mod helper;
#[expect(dead_code, reason = "the tests on SQLite use more of it")]
#[path = "../collector/http.rs"]
mod http;
#[path = "../collector/import.rs"]
mod import;
#[path = "../collector/inbox.rs"]
mod inbox;
#[path = "../collector/ingest.rs"]
mod ingest;
#[path = "../collector/leniency.rs"]
mod leniency;
#[path = "../collector/notices.rs"]
mod notices;
#[path = "../collector/openapi.rs"]
mod openapi;
mod partitions;
#[path = "../collector/person.rs"]
mod person;
#[path = "../collector/postgres.rs"]
mod postgres;
#[path = "../collector/promoters.rs"]
mod promoters;
#[path = "../collector/receiver.rs"]
mod receiver;
#[path = "../collector/reload.rs"]
mod reload;
mod replicas;
#[path = "../collector/report.rs"]
mod report;
#[path = "../collector/report_page.rs"]
mod report_page;
#[path = "../collector/response.rs"]
mod response;
#[path = "../collector/results.rs"]
mod results;
#[path = "../collector/roles.rs"]
mod roles;
#[path = "../collector/rules.rs"]
mod rules;
#[path = "../collector/segments.rs"]
mod segments;
#[expect(dead_code, reason = "the tests on SQLite use more of it")]
#[path = "../collector/server.rs"]
mod server;
#[path = "../collector/smtp.rs"]
mod smtp;
#[path = "../collector/soak.rs"]
mod soak;
#[path = "../collector/tags.rs"]
mod tags;
#[path = "../collector/team.rs"]
mod team;
#[path = "../collector/test_delivery.rs"]
mod test_delivery;
mod transfer;
#[path = "../collector/until.rs"]
mod until;
#[path = "../collector/value.rs"]
mod value;

/// Which database the shared tests use.
const ON_POSTGRES: bool = true;
