//! Every form of the report, filled in with what nobody means.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::access::{HERE, form};
use crate::helper::{Collector, get, scored};

/// The pages that have forms.
const PAGES: [&str; 14] = [
    "/report",
    "/report/inbox",
    "/report/answers",
    "/report/accounts",
    "/report/segments",
    "/report/changes",
    "/report/compare",
    "/report/goals",
    "/report/annotations",
    "/report/value/imports",
    "/report/person",
    "/report/rules",
    "/report/rules/edit",
    "/report/promoters",
];

/// A form on a page.
struct Form {
    method: String,
    action: String,
    /// Names, and what they are set to.
    fields: Vec<(String, String)>,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(
        rest.split('"').next()?.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
    )
}

/// The forms on a page. A choice is set to its last option.
fn forms(page: &str) -> Vec<Form> {
    let forms = page.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap());
    let form = |markup: &str| {
        let tag = format!(" {}", markup.split('>').next().unwrap().trim());
        let mut fields: Vec<(String, String)> = Vec::new();
        for tag in markup.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            let value = attribute(tag, "value").unwrap_or_default();
            match (attribute(tag, "name"), fields.last_mut()) {
                (Some(name), _) => fields.push((name, value)),
                (None, Some((_, chosen))) if tag.starts_with("option") => *chosen = value,
                _ => {}
            }
        }
        Form {
            method: attribute(&tag, "method").unwrap_or_else(|| "get".to_owned()),
            action: attribute(&tag, "action").unwrap_or_default(),
            fields,
        }
    };
    forms.map(form).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn a_null_character_in_any_field_breaks_nothing() {
    let collector = Collector::new().await;
    let mut document = scored(2);
    document["attributes"]["team"] = "north".into();
    document["person"]["account"] = "Nord".into();
    collector.take(&document).await;
    let response = format!("/report/response?id={}", document["id"].as_str().unwrap());
    let mut seen = BTreeSet::new();
    for address in PAGES.into_iter().chain([response.as_str()]) {
        let page = collector.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        for Form { method, action, fields } in forms(&page.body) {
            for (chosen, (name, _)) in fields.iter().enumerate() {
                if !seen.insert((action.clone(), name.clone())) {
                    continue;
                }
                let pairs = fields.iter().enumerate().map(|(index, (name, value))| {
                    let value = if index == chosen { "a\0b" } else { value };
                    format!("{}={}", encoded(name), encoded(value))
                });
                let pairs = pairs.collect::<Vec<_>>().join("&");
                let path = if action.is_empty() { address.split('?').next().unwrap() } else { &action };
                let request = match method.as_str() {
                    "get" => get(&format!("{}?{pairs}", path.split('?').next().unwrap())),
                    _ => form(path, &pairs, HERE, None),
                };
                let answer = collector.send(request).await;
                let status = answer.status;
                assert!(!status.is_server_error(), "{name} of {path}: {status} {}", answer.body);
            }
        }
    }
    assert!(seen.len() > 60, "the forms were found: {seen:#?}");
}
