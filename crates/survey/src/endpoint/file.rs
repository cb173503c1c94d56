//! The collector's file of endpoints: what it hands each response on to that it stores.
//!
//! Its `endpoints`, `receiver` and `parameters` are those of a configuration, with two things more: `${NAME}` in a text
//! stands for a variable of the environment, so that the file holds no secret; and each endpoint has a `name`, which
//! stands for it in the log, in reports and in the database, so that its address doesn't have to.

use super::reading::Reading;
use super::{Content, EndpointSet, Sender, Transport, receiver_file};
use crate::decode::{Code, Diagnostic, Diagnostics, ObjectReader};
use crate::definition::references::References;
use crate::{Value, limits};

/// What an endpoint is called that names no receiver and has no name.
const USUAL: &str = "endpoint";

/// One endpoint of the file.
#[derive(Clone, PartialEq)]
pub struct Listed {
    /// What it is known by: its `name`, or else its receiver's. No other has it.
    pub name: String,
    post: EndpointSet,
}

/// By its name: the rest may be secret.
impl std::fmt::Debug for Listed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("Listed").field(&self.name).finish()
    }
}

impl Listed {
    /// Its address, with its placeholders. It may be secret.
    pub fn address(&self) -> &str {
        self.post.endpoints.first().map_or("", |endpoint| &endpoint.name)
    }

    /// What it gets of a response: a document, or nothing.
    pub fn content(&self, response: &Value) -> Content {
        let delivery = self.post.deliveries(response).into_iter().next();
        delivery.map_or(Content::Nothing(Value::Null), |delivery| delivery.content)
    }
}

/// Reads the file's endpoints, none with the name of another; `variable` looks into the environment.
///
/// # Errors
/// Everything that is missing, unknown or wrong, with its path. Nothing that came from the environment is in it.
pub fn read(file: &Value, variable: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Listed>, Diagnostics> {
    let mut problems = Diagnostics::default();
    let mut secrets = Vec::new();
    let mut listed: Vec<Listed> = Vec::new();
    for (path, item) in items(file, &mut problems) {
        let mut variables = Variables { look_up: variable, secrets: &mut secrets, missing: Vec::new() };
        let whole = variables.put_in(&item, &path);
        if !variables.missing.is_empty() {
            // What it would be with them can't be checked.
            problems.0.extend(variables.missing);
            continue;
        }
        let mut of_item = Diagnostics::default();
        if let Some(endpoint) = endpoint(&whole, &path, &mut of_item) {
            if listed.iter().any(|known| known.name == endpoint.name) {
                let message = ["is ", &endpoint.name, ", as another one’s is: give each a `name`"];
                problems.report(&join(&path, "name"), Code::Duplicate, &message.concat());
            }
            listed.push(endpoint);
        }
        problems.0.extend(of_item.0);
    }
    // Where one is part of another, the longer is taken out as a whole.
    secrets.sort_by_key(|(_, value)| std::cmp::Reverse(value.len()));
    for problem in &mut problems.0 {
        for (name, value) in &secrets {
            problem.message = problem.message.replace(value, &["${", name, "}"].concat());
        }
    }
    problems.or(Some(listed))
}

/// The endpoints as they stand in the file, each with its path.
fn items(file: &Value, problems: &mut Diagnostics) -> Vec<(String, Value)> {
    let mut fields = ObjectReader::of(file, "", problems);
    // An editor's business; named so that it isn't unknown.
    fields.value("$schema");
    let mut items = Vec::new();
    if let Some(receiver) = fields.value("receiver") {
        let mut short = Value::object();
        short.put("receiver", receiver.clone());
        short.put("parameters", fields.value("parameters").cloned().unwrap_or_default());
        items.push((String::new(), short));
    } else if fields.value("parameters").is_some() {
        fields.report("parameters", Code::Conflict, "are a receiver’s, and no `receiver` is named");
    } else if fields.value("endpoints").is_none() {
        fields.report("endpoints", Code::Missing, "is missing");
    }
    for (index, item) in fields.list("endpoints", limits::ENDPOINTS).iter().enumerate() {
        items.push((fields.step("endpoints", index), item.clone()));
    }
    fields.finish();
    items
}

/// The endpoint at `path`.
fn endpoint(item: &Value, path: &str, problems: &mut Diagnostics) -> Option<Listed> {
    let mut rest = item.clone();
    if let Value::Map(entries) = &mut rest {
        entries.retain(|(name, _)| name != "name");
    }
    let given = ObjectReader::of(item, path, problems).identifier("name");
    let mut fields = ObjectReader::of(&rest, path, problems);
    let mut reading = Reading { references: References::default(), sender: Sender::Collector, file: &receiver_file };
    let endpoint = reading.endpoint(&mut fields);
    if endpoint.as_ref().is_some_and(|endpoint| endpoint.transport != Transport::Callback && !has_host(&endpoint.name))
    {
        fields.invalid("url", "needs to start with https:// or http://: the collector stands on no page");
    }
    fields.finish();
    let receiver = rest.get("receiver").and_then(Value::as_text);
    let name = given.unwrap_or_else(|| receiver.unwrap_or(USUAL).to_owned());
    Some(Listed { name, post: EndpointSet { endpoints: vec![endpoint?], before_send: None } })
}

/// Whether an address names the server it leads to.
fn has_host(url: &str) -> bool {
    let within = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["https://", "http://"].into_iter().any(within)
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { [path, ".", name].concat() }
}

/// Puts variables of the environment in their places.
struct Variables<'a> {
    look_up: &'a dyn Fn(&str) -> Option<String>,
    /// What was put in, by the variables' names.
    secrets: &'a mut Vec<(String, String)>,
    missing: Vec<Diagnostic>,
}

impl Variables<'_> {
    fn put_in(&mut self, value: &Value, path: &str) -> Value {
        match value {
            Value::Text(text) => Value::Text(self.put_in_text(text, path)),
            Value::List(list) => {
                let step = |index: usize| format!("{path}[{index}]");
                Value::List(list.iter().enumerate().map(|(index, item)| self.put_in(item, &step(index))).collect())
            }
            Value::Map(map) => {
                let entry = |(name, value): &(String, Value)| (name.clone(), self.put_in(value, &join(path, name)));
                Value::Map(map.iter().map(entry).collect())
            }
            other => other.clone(),
        }
    }

    fn put_in_text(&mut self, text: &str, path: &str) -> String {
        let mut parts = text.split("${");
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            // `${{score}}` is a dollar sign and a place.
            if part.starts_with('{') {
                whole.push_str("${");
                whole.push_str(part);
                continue;
            }
            // Without a closing brace it isn't one.
            let (name, rest) = part.split_once('}').unwrap_or_default();
            let is_name = !name.is_empty()
                && !name.starts_with(|first: char| first.is_ascii_digit())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !is_name {
                self.miss(path, Code::Value, "has ${ without the name of a variable and a }");
                continue;
            }
            match (self.look_up)(name).filter(|value| !value.is_empty()) {
                Some(value) => {
                    whole.push_str(&value);
                    self.secrets.push((name.to_owned(), value));
                }
                None => {
                    let message = ["needs the variable ", name, ", and the environment doesn’t have it"];
                    self.miss(path, Code::Missing, &message.concat());
                }
            }
            whole.push_str(rest);
        }
        whole
    }

    fn miss(&mut self, path: &str, code: Code, message: &str) {
        self.missing.push(Diagnostic { path: path.to_owned(), code, message: message.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(name: &str) -> Option<String> {
        let value = match name {
            "SLACK_URL" => "https://hooks.slack.example/services/T0/B0/secret",
            "HOST" => "desk.example",
            "KEY" => "k 9&\u{e4}",
            "NUMBER" => "12345",
            "EMPTY" => "",
            _ => return None,
        };
        Some(value.to_owned())
    }

    fn json(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    fn refused(file: &str) -> String {
        read(&json(file), &environment).unwrap_err().to_string()
    }

    fn response() -> Value {
        json(
            r#"{"id": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "revision": 1, "status": "complete", "score": 3,
            "group": "detractor"}"#,
        )
    }

    #[test]
    fn variables_are_put_into_every_text() {
        let file = json(
            r#"{"endpoints": [{"url": "https://${HOST}/a?n=${NUMBER}&s={{score}}", "headers": {"x-key": "no ${NUMBER}"},
            "body": {"a": ["${KEY}", "${{score}}", "$5", "{{answer:x|${KEY}}}"]}}]}"#,
        );
        let Content::Document { document, held: false } = read(&file, &environment).unwrap()[0].content(&response())
        else {
            panic!("it gets something");
        };
        let request = document.get("request").unwrap();
        let text = |name| request.get(name).unwrap().as_text().unwrap();
        assert_eq!(text("url"), "https://desk.example/a?n=12345&s=3");
        assert_eq!(request.get("headers").unwrap().get("x-key").unwrap().as_text(), Some("no 12345"));
        assert_eq!(json(text("body")), json(r#"{"a": ["k 9&ä", "$3", "$5", "k 9&ä"]}"#));
    }

    #[test]
    fn every_problem_is_said_at_once_with_its_path_and_without_what_the_environment_holds() {
        let file = r#"{"endpoint": "/x", "endpoints": [
            {"receiver": "slack", "parameters": {"url": "${SLACK}"}},
            {"url": "https://a.example/${EMPTY}", "body": {"a": ["${A B}", "${", "${OPEN"]}},
            {"url": "/v1/responses", "name": "own"},
            {"receiver": "slack", "parameters": {"url": "${SLACK_URL}", "${X}": 1}},
            {"receiver": "${KEY}"},
            {"callback": "shop.answered", "name": "a b"},
            {"receiver": "slack", "parameters": {"url": "${SLACK_URL}"}}
        ]}"#;
        assert_eq!(
            refused(file),
            "endpoint: is not known; did you mean endpoints?\n\
             endpoints[0].parameters.url: needs the variable SLACK, and the environment doesn’t have it\n\
             endpoints[1].url: needs the variable EMPTY, and the environment doesn’t have it\n\
             endpoints[1].body.a[0]: has ${ without the name of a variable and a }\n\
             endpoints[1].body.a[1]: has ${ without the name of a variable and a }\n\
             endpoints[1].body.a[2]: has ${ without the name of a variable and a }\n\
             endpoints[2].url: needs to start with https:// or http://: the collector stands on no page\n\
             endpoints[3].parameters.${X}: is not known to Slack; known are url\n\
             endpoints[4].receiver: names the receiver ${KEY}, and known are askwell, discord, formspree, ga4, \
             google-forms, google-sheets, hubspot, make, matomo, mixpanel, n8n, netlify, plausible, posthog, \
             salesforce, segment, slack, teams, umami, webhook, zapier, zendesk\n\
             endpoints[5].name: needs to be one word, without spaces\n\
             endpoints[5].callback: is for pages: the collector has no functions of theirs\n\
             endpoints[6].name: is slack, as another one’s is: give each a `name`"
        );
        assert_eq!(refused("{}"), "endpoints: is missing");
        assert_eq!(refused(r#"{"parameters": {}}"#), "parameters: are a receiver’s, and no `receiver` is named");
    }

    #[test]
    fn an_endpoint_is_known_by_its_name_or_its_receivers() {
        let names = |file: &str| -> Vec<String> {
            read(&json(file), &environment).unwrap().into_iter().map(|listed| listed.name).collect()
        };
        let short = r#"{"receiver": "slack", "parameters": {"url": "${SLACK_URL}"}}"#;
        assert_eq!(names(short), ["slack"]);
        let several = [
            r#"{"endpoints": [{"url": "https://a.example/x"}, {"url": "https://a.example/x", "name": "again"}, "#,
            short,
            r#", {"receiver": "slack", "name": "praise", "parameters": {"url": "${SLACK_URL}"}, "if": {"group": "promoter"}}]}"#,
        ];
        assert_eq!(names(&several.concat()), ["endpoint", "again", "slack", "praise"]);
        assert_eq!(names(r#"{"endpoints": []}"#), [""; 0]);
    }

    #[test]
    fn what_is_shown_of_an_endpoint_while_debugging_is_its_name() {
        let listed = read(&json(r#"{"endpoints": [{"url": "https://a.example/secret"}]}"#), &environment).unwrap();
        assert_eq!(format!("{listed:?}"), r#"[Listed("endpoint")]"#);
    }
}
