//! Responses that were stored elsewhere.

use std::path::{Path, PathBuf};

use askwell_collector::{ColumnMap, ExportFormat, ImportError, Imported, Settings, Whose, audit, export, import};
use askwell_survey::Timestamp;
use serde_json::{Value, json};
use sqlx::Row;

use crate::helper::{Collector, count_any, local, rated, scored};

async fn exported(collector: &Collector, format: ExportFormat) -> String {
    let mut out = Vec::new();
    export(&collector.location, None, &Whose::Everybody, format, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

fn file(collector: &Collector, text: &str) -> PathBuf {
    let path = collector.folder.path().join("import");
    std::fs::write(&path, text).unwrap();
    path
}

async fn imported(
    collector: &Collector,
    path: &Path,
    format: ExportFormat,
    columns: &ColumnMap,
) -> Result<Imported, ImportError> {
    let settings = Settings { database: collector.location.clone(), ..local("") };
    import(&settings, path, format, columns, false).await
}

/// The same, answered an hour ago: that is believed.
fn recent(mut document: Value) -> Value {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let answered_at = Timestamp::from_millis(now.as_millis() as f64 - 3_600_000.0).to_text();
    document["answeredAt"] = json!(answered_at);
    document
}

/// What reports go by.
async fn counted(collector: &Collector) -> Vec<String> {
    let rows = sqlx::query("SELECT id, counted_at, score, comment, helpful, topic, mark FROM responses ORDER BY id")
        .fetch_all(&collector.database().await)
        .await
        .unwrap();
    let text = |row: &sqlx::any::AnyRow| {
        let texts: Vec<_> = (3..7).map(|index| row.get::<Option<String>, _>(index)).collect();
        format!("{} {} {:?} {texts:?}", row.get::<String, _>(0), row.get::<i64, _>(1), row.get::<Option<i64>, _>(2))
    };
    rows.iter().map(text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_exported_is_imported_once_and_counts_as_before() {
    let source = Collector::new().await;
    for points in [0, 9] {
        let mut document = scored(points);
        document["answers"]["reason"] = json!("=1+1, \"said\" Ann\nand left");
        source.take(&recent(document)).await;
    }
    source.take(&recent(rated("returns", "no"))).await;
    let mut test = scored(3);
    test["test"] = json!(true);
    source.take(&recent(test)).await;
    for format in [ExportFormat::JsonLines, ExportFormat::Csv] {
        let target = Collector::new().await;
        let path = file(&target, &exported(&source, format).await);
        let first = imported(&target, &path, format, &ColumnMap::default()).await.unwrap();
        assert_eq!(first, Imported { read: 4, stored: 4 });
        let again = imported(&target, &path, format, &ColumnMap::default()).await.unwrap();
        assert_eq!(again, Imported { read: 4, stored: 0 });
        if format == ExportFormat::JsonLines {
            assert_eq!(exported(&target, format).await, exported(&source, format).await);
        }
        assert_eq!(counted(&target).await, counted(&source).await);
        let noted = audit(&target.location).await.unwrap();
        assert!(noted.iter().any(|entry| entry.action == "imported" && entry.detail == "4 of 4 responses"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_cannot_be_used_are_named_and_nothing_is_stored() {
    let collector = Collector::new().await;
    let good = scored(9);
    let mut bad = scored(9);
    bad["score"] = json!(11);
    let lines = format!("{good}\n\n{{\n{bad}\n");
    let path = file(&collector, &lines);
    let error = imported(&collector, &path, ExportFormat::JsonLines, &ColumnMap::default()).await.unwrap_err();
    let error = error.to_string();
    assert!(
        error.starts_with("nothing was imported, since 2 can’t be used:\nline 3: can’t be read as JSON"),
        "{error}"
    );
    assert!(error.contains("\nline 4: score: needs to be"), "{error}");
    let id = good["id"].as_str().unwrap();
    for (table, problem) in [
        (format!("id,survey,score\n{id},shop,9\n{id},shop,many\n"), "line 3: score: \"many\" isn’t a number"),
        (format!("id,survey,score\n{id},shop\n"), "line 2: "),
        (format!("id,survey,mark\n{id},shop,bad\n"), "line 2: mark: \"bad\" is neither test nor spam"),
        (format!("id,survey,answeredAt\n{id},shop,soon\n"), "line 2: answeredAt: \"soon\" isn’t a time"),
        ("id,survey\nr-1,shop\n".to_owned(), "line 2: answeredAt: is needed"),
        (format!("id,colour\n{id},red\n"), "line 1: the column \"colour\" isn’t one of id, revision"),
        (format!("id,score\n{id},9\n"), "line 1: no column is the survey: name it by --survey-id"),
    ] {
        let path = file(&collector, &table);
        let error =
            imported(&collector, &path, ExportFormat::Csv, &ColumnMap::default()).await.unwrap_err().to_string();
        assert!(error.contains(problem), "{table}: {error}");
    }
    let missing = imported(&collector, Path::new("nowhere"), ExportFormat::Csv, &ColumnMap::default()).await;
    assert!(missing.unwrap_err().to_string().contains("nowhere can’t be read"));
    assert_eq!(count_any(&collector.database().await).await, 0);
    let path = file(&collector, &good.to_string());
    let settings = Settings { database: collector.location.clone(), ..local("") };
    let dry = import(&settings, &path, ExportFormat::JsonLines, &ColumnMap::default(), true).await.unwrap();
    assert_eq!((dry, count_any(&collector.database().await).await), (Imported { read: 1, stored: 0 }, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_another_tool_is_imported_by_its_columns() {
    let collector = Collector::new().await;
    let table = "\u{feff}#,How likely?,Why?,Submitted (UTC),E-mail,Browser\n\
        a1,9,\"Fast, and kind\",2024-05-01 10:00:00,ann@example.org,Firefox\n\
        a2,3,,2024-05-02 10:00:00,,Chrome\n";
    let columns = [
        ("id", "#"),
        ("score", "How likely?"),
        ("comment", "Why?"),
        ("answeredAt", "Submitted (UTC)"),
        ("email", "E-mail"),
    ];
    let map = ColumnMap {
        columns: columns.map(|(field, column)| (field.to_owned(), column.to_owned())).to_vec(),
        survey: Some("shop".to_owned()),
    };
    let path = file(&collector, table);
    for stored in [2, 0] {
        assert_eq!(imported(&collector, &path, ExportFormat::Csv, &map).await.unwrap(), Imported { read: 2, stored });
    }
    let report = collector.get("/v1/report?since=2024-05-01&until=2024-05-01&survey=shop").await.json();
    assert_eq!((&report["count"], &report["comments"][0]["text"]), (&json!(1), &json!("Fast, and kind")));
    let mut out = Vec::new();
    export(&collector.location, None, &Whose::Email("ann@example.org".to_owned()), ExportFormat::JsonLines, &mut out)
        .await
        .unwrap();
    let document: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!((&document["score"], &document["answers"]["contact"]["email"]), (&json!(9), &json!("ann@example.org")));
    let missing = ColumnMap { columns: vec![("id".to_owned(), "Response".to_owned())], ..map };
    let error = imported(&collector, &path, ExportFormat::Csv, &missing).await.unwrap_err().to_string();
    assert!(error.contains("line 1: there is no column \"Response\""), "{error}");
}
