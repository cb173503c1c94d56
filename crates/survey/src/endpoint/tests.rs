use super::*;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn post(config: &str) -> EndpointSet {
    EndpointSet::read(&json(config), Sender::Page, &receiver_file).unwrap_or_else(|problems| panic!("{problems}"))
}

fn refused(config: &str) -> String {
    EndpointSet::read(&json(config), Sender::Page, &receiver_file).unwrap_err().to_string()
}

fn response() -> Value {
    json(
        r#"{"schema":"askwell.response/1","id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","revision":2,"status":"complete",
        "survey":{"id":"shop","version":1,"kind":"relational"},"score":3,"group":"detractor","ending":"sorry",
        "answers":{"score":3,"reason":"Late & \"wet\"\n","why":["price","speed"],"contact":{"email":"a@example.org","consent":true},"a.b":1},
        "person":{"id":"c/17"},"attributes":{"team":"logistics"},
        "page":{"url":"https://shop.example/thanks?a=1&b=2","referrer":"","title":"Thank you"},"locale":"de","layout":"popover",
        "shownAt":"2026-11-21T10:00:00Z","answeredAt":"2026-11-21T10:00:05Z","seconds":{"score":3.1}}"#,
    )
}

/// The document of the only delivery of `response`.
fn document(config: &str) -> Value {
    let deliveries = post(config).deliveries(&response());
    assert_eq!(deliveries.len(), 1, "{deliveries:?}");
    deliveries[0].to_value().get("document").unwrap().clone()
}

fn request(endpoint: &str) -> Value {
    let document = document(&[r#"{"endpoints": ["#, endpoint, "]}"].concat());
    assert_eq!((document.get("id"), document.get("revision")), (response().get("id"), response().get("revision")));
    document.get("request").unwrap().clone()
}

fn body(template: &str) -> Value {
    let request = request(&[r#"{"url": "/x", "body": "#, template, "}"].concat());
    json(request.get("body").unwrap().as_text().unwrap())
}

#[test]
fn an_endpoint_that_says_nothing_else_gets_the_response_as_it_is() {
    assert_eq!(document(r#"{"endpoints": [{"url": "/x"}]}"#), response());
    assert_eq!(document(r#"{"endpoint": "/x", "endpoints": []}"#), response());
    assert_eq!(post(r#"{"endpoints": []}"#).deliveries(&response()), []);
}

#[test]
fn a_request_is_what_fetch_takes() {
    let request = request(
        r#"{"url": "/x", "method": "PUT", "headers": {"X-Key": "k-{{response:id}}-{{response:revision}}"}, "credentials": "include",
        "timeout": 5, "redirects": "follow", "body": {"a": "{{score}}"}}"#,
    );
    let expected = json(
        r#"{"method": "PUT", "body": "{\"a\":3}", "headers": {"content-type": "application/json",
        "x-key": "k-017f22e2-79b0-7cc3-98c4-dc0c0c07398f-2"}, "credentials": "include", "redirect": "follow", "mode": "cors",
        "timeout": 5000}"#,
    );
    assert_eq!(request, expected);
}

#[test]
fn templates_recall_with_the_type_or_as_text() {
    let table = [
        (r#"{"a": "{{score}}"}"#, r#"{"a": 3}"#),
        (r#"{"a": "{{score|}}"}"#, r#"{"a": "3"}"#),
        (r#"{"a": "{{ score }} of 10"}"#, r#"{"a": "3 of 10"}"#),
        (r#"{"a": "{{answer:reason}}"}"#, r#"{"a": "Late & \"wet\"\n"}"#),
        (r#"{"a": "{{answer:nobody}}", "b": 1}"#, r#"{"b": 1}"#),
        (r#"{"a": "{{answer:nobody|nothing}}"}"#, r#"{"a": "nothing"}"#),
        (r#"{"a": "{{answer:why}}"}"#, r#"{"a": ["price", "speed"]}"#),
        (r#"{"a": "{{answer:why|}}"}"#, r#"{"a": "price, speed"}"#),
        (r#"{"a": "{{answer:contact.email}}"}"#, r#"{"a": "a@example.org"}"#),
        (r#"{"a": "{{answer:contact|}}"}"#, r#"{"a": "email: a@example.org\nconsent: true"}"#),
        (r#"{"a": "{{attribute:team}} {{person:id}}"}"#, r#"{"a": "logistics c/17"}"#),
        (r#"{"a": "{{page:language}}", "b": "{{page:title}}"}"#, r#"{"a": "de", "b": "Thank you"}"#),
        (r#"{"a": "{{response:survey.id}}", "b": "{{response:ending}}"}"#, r#"{"a": "shop", "b": "sorry"}"#),
        (r#"{"a": "{{response:answers.contact.consent}}"}"#, r#"{"a": true}"#),
        (r#"{"a": "{{response:answers.a.b}}"}"#, r#"{"a": 1}"#),
        (r#"{"a": "{{response:seconds}}"}"#, r#"{"a": {"score": 3.1}}"#),
        (r#"{"a": "{{millis:shownAt}}"}"#, r#"{"a": 1795255200000}"#),
        (r#"["{{answer:nobody}}", null, 2]"#, "[null, 2]"),
        (
            r#"[{"n": "e", "v": "{{answer:nobody}}"}, {"n": "s", "v": "{{score}}"}, {"n": "c"}]"#,
            r#"[{"n": "s", "v": 3}, {"n": "c"}]"#,
        ),
        (r#"{"a": {"$json": {"s": "{{answer:reason}}"}}}"#, r#"{"a": "{\"s\":\"Late & \\\"wet\\\"\\n\"}"}"#),
        (r#"{"a": {"$json": 1, "b": 2}}"#, r#"{"a": {"$json": 1, "b": 2}}"#),
        (r#""{{response:answers.why}}""#, r#"["price", "speed"]"#),
    ];
    for (template, filled) in table {
        assert_eq!(body(template), json(filled), "{template}");
    }
    assert_eq!(body(r#"{"all": "{{response}}"}"#).get("all"), Some(&response()));
    let lines = "score: 3\nreason: Late & \"wet\"\n\nwhy: price, speed\ncontact.email: a@example.org\ncontact.consent: true\na.b: 1";
    assert_eq!(body(r#"{"a": "{{response:answers|}}"}"#).get("a").unwrap().as_text(), Some(lines));
}

#[test]
fn what_a_visitor_wrote_stays_within_its_field() {
    let response = {
        let mut response = response();
        let mut answers = Value::object();
        answers.put("reason", Value::from("\"},{{score}} &a=b\r\n\u{2028}"));
        response.set("answers", answers);
        response
    };
    let sent = |endpoint: &str| {
        let deliveries = post(&[r#"{"endpoints": ["#, endpoint, "]}"].concat()).deliveries(&response);
        deliveries[0].to_value().get("document").unwrap().get("request").unwrap().clone()
    };
    let as_json = sent(r#"{"url": "/x", "body": {"a": "{{answer:reason}}", "b": "<{{answer:reason}}>"}}"#);
    let as_json = json(as_json.get("body").unwrap().as_text().unwrap());
    assert_eq!(as_json.get("a").unwrap().as_text(), Some("\"},{{score}} &a=b\r\n\u{2028}"));
    assert_eq!(as_json.get("b").unwrap().as_text(), Some("<\"},{{score}} &a=b\r\n\u{2028}>"));
    let form = sent(r#"{"url": "/x/{{answer:reason}}/y", "format": "form", "body": {"a": "{{answer:reason}}"}}"#);
    assert_eq!(form.get("body").unwrap().as_text(), Some("a=%22%7D%2C%7B%7Bscore%7D%7D+%26a%3Db%0D%0A%E2%80%A8"));
    let url = "/x/%22%7D%2C%7B%7Bscore%7D%7D%20%26a%3Db%0D%0A%E2%80%A8/y";
    assert_eq!(form.get("url").unwrap().as_text(), Some(url));
}

#[test]
fn texts_are_cut_to_what_a_receiver_takes() {
    let request = request(
        r#"{"url": "/x", "longest": 10, "body": {"a": "{{page:title}}, {{page:title}}", "b": "longer than ten"}}"#,
    );
    assert_eq!(request.get("body").unwrap().as_text(), Some(r#"{"a":"Thank you…","b":"longer than ten"}"#));
}

#[test]
fn a_get_has_its_fields_in_its_address_and_a_form_in_its_body() {
    let get = request(r#"{"url": "/x?k=1", "method": "GET", "body": {"s": "{{score}}", "w": "{{answer:why}}"}}"#);
    assert_eq!(get.get("url").unwrap().as_text(), Some("/x?k=1&s=3&w=price&w=speed"));
    assert_eq!((get.get("body"), get.get("headers")), (None, Some(&Value::object())));
    let form =
        request(r#"{"url": "/x", "format": "form", "body": {"c": "{{answer:contact}}", "n": "{{answer:nobody}}"}}"#);
    assert_eq!(form.get("body").unwrap().as_text(), Some("c%5Bemail%5D=a%40example.org&c%5Bconsent%5D=true"));
    let text = request(r#"{"url": "/x", "format": "text", "body": "{{group}}: {{score}}"}"#);
    assert_eq!(text.get("body").unwrap().as_text(), Some("detractor: 3"));
}

#[test]
fn an_endpoint_gets_the_responses_that_its_condition_fits_and_no_others() {
    let table = [
        (r#"{"group": "detractor"}"#, true),
        (r#"{"group": ["passive", "promoter"]}"#, false),
        (r#"{"score": true, "atMost": 3}"#, true),
        (r#"{"attribute": "team", "is": "Logistics"}"#, true),
        (r#"{"answer": "why", "is": "price"}"#, true),
        (r#"{"answer": "contact.email", "empty": true}"#, false),
        (r#"{"response": "ending", "is": "sorry"}"#, true),
        (r#"{"response": "status", "is": "partial"}"#, false),
        (r#"{"not": {"all": [{"response": "survey.id", "is": "shop"}, {"page": "language", "is": "de"}]}}"#, false),
    ];
    for (condition, fits) in table {
        let post = post(&[r#"{"endpoints": [{"url": "/x", "if": "#, condition, "}]}"].concat());
        let deliveries = post.deliveries(&response());
        let withdrawn = matches!(&deliveries[0].content, Content::Nothing(_));
        assert_eq!(withdrawn, !fits, "{condition}");
        let hold = if fits { 0.0 } else { -1.0 };
        assert_eq!(deliveries[0].to_value().get("hold"), Some(&Value::from(hold)), "{condition}");
    }
}

#[test]
fn who_takes_one_revision_gets_the_last_and_a_partial_one_only_after_a_wait() {
    let post = post(
        r#"{"endpoints": [{"url": "/all"}, {"url": "/last", "revisions": "last"}, {"callback": "shop.done", "revisions": "last"}]}"#,
    );
    let mut partial = response();
    partial.set("status", Value::from("partial"));
    let of = |deliveries: Vec<Delivery>| -> Vec<(String, Option<Value>)> {
        deliveries
            .iter()
            .map(|delivery| (delivery.endpoint.clone(), delivery.to_value().get("hold").cloned()))
            .collect()
    };
    let at_once = Some(Value::from(0.0));
    assert_eq!(
        of(post.deliveries(&partial)),
        [("/all".to_owned(), at_once.clone()), ("/last".to_owned(), Some(Value::from(HOLD)))]
    );
    assert_eq!(
        of(post.deliveries(&response())),
        [("/all".to_owned(), at_once.clone()), ("/last".to_owned(), at_once), ("shop.done".to_owned(), None)]
    );
}

#[test]
fn every_mistake_is_named_with_its_path() {
    let table = [
        (r#"{}"#, "endpoint: is missing"),
        (r#"{"endpoints": [{}]}"#, "endpoints[0].url: is missing"),
        (
            r#"{"endpoints": [{"url": "javascript:0"}]}"#,
            "endpoints[0].url: needs to be an address that starts with https:// or http://, or a path on this site",
        ),
        (
            r#"{"endpoints": [{"url": "https://{{answer:x}}.example/"}]}"#,
            "endpoints[0].url: recalls something before its path, and where it leads has to stand fast",
        ),
        (r#"{"endpoints": [{"url": "/a", "metod": "PUT"}]}"#, "endpoints[0].metod: is not known; did you mean method?"),
        (
            r#"{"endpoints": [{"url": "/a", "method": "DELETE"}]}"#,
            "endpoints[0].method: needs to be one of: POST, PUT, PATCH, GET",
        ),
        (r#"{"endpoints": [{"url": "/a", "timeout": 0}]}"#, "endpoints[0].timeout: needs to be a number from 1 to 120"),
        (r#"{"endpoints": [{"url": "/a"}, {"url": "/a"}]}"#, "endpoints[1]: goes to /a, as another one does"),
        (
            r#"{"endpoints": [{"url": "/a", "headers": {"Cookie": "x"}}]}"#,
            "endpoints[0].headers.Cookie: is set by browsers alone",
        ),
        (
            r#"{"endpoints": [{"url": "/a", "headers": {"a b": "x"}}]}"#,
            "endpoints[0].headers.a b: is no name of a header",
        ),
        (
            r#"{"endpoints": [{"url": "/a", "headers": {"A": "{{answer:reason}}"}}]}"#,
            "endpoints[0].headers.A: may recall only score, group and response:id, revision, status, shownAt or answeredAt",
        ),
        (
            r#"{"endpoints": [{"url": "/a", "format": "form", "body": [1]}]}"#,
            "endpoints[0].body: needs to be an object: its entries become the fields of a form",
        ),
        (
            r#"{"endpoints": [{"url": "/a", "body": {"b": [{"c": "{{product}}"}]}}]}"#,
            "endpoints[0].body.b[0].c: recalls product; known are score, group, answer:…, attribute:…, person:…, \
             page:url|title|referrer|language, response:…, response, millis:shownAt and millis:answeredAt",
        ),
        (r#"{"endpoints": [{"url": "/a", "body": {"b": "{{score"}}]}"#, "endpoints[0].body.b: has {{ without }}"),
        (
            r#"{"endpoints": [{"url": "/a", "acknowledges": false}]}"#,
            "endpoints[0].acknowledges: needs `format` form or text, `method` POST or GET, and no headers: an endpoint whose \
             answers no page may read takes what a form could send, and nothing else",
        ),
        (
            r#"{"endpoints": [{"callback": "a b"}]}"#,
            "endpoints[0].callback: needs to be the name of a function of the page, such as shop.answered",
        ),
        (
            r#"{"receiver": "hubspot", "parameters": {"portal": "x", "prtal": 1}}"#,
            "parameters.portal: needs to be a number\n\
             parameters.form: is missing: the identifier of the form, a UUID\n\
             parameters.prtal: is not known to HubSpot forms; known are portal, form, host",
        ),
        (r#"{"endpoint": "/a", "parameters": {"x": 1}}"#, "parameters: are a receiver’s, and no `receiver` is named"),
        (
            r#"{"receiver": "slack", "parameters": {"url": "https://hooks.slack.com/services/x"}}"#,
            "receiver: is for the collector alone: everybody could read the address of the webhook, with which anybody could \
             write into the channel in a page",
        ),
        (
            r#"{"endpoint": "/a", "endpoints": [{"url": "/b", "if": {"grup": "x"}}]}"#,
            "endpoints[0].if: needs one of: all, any, not, group, answer, score, attribute, person, page, hidden, value, response\nendpoints[0].if.grup: is not known; did you mean group?",
        ),
    ];
    for (config, expected) in table {
        assert_eq!(refused(config), expected, "{config}");
    }
    let unknown = refused(r#"{"receiver": "slak"}"#);
    assert!(unknown.starts_with("receiver: names the receiver slak, and known are askwell, discord, "), "{unknown}");
}

#[test]
fn a_linter_that_knows_the_survey_names_what_it_lacks() {
    let document = json(
        r#"{"id": "x", "languages": ["en"], "questions": [{"id": "why", "type": "text", "prompt": "Why?"}], "hidden": {"plan": null},
        "endpoints": [{"url": "/a", "if": {"group": "detractor"}, "body": ["{{answer:why}}", "{{answer:wy}}", "{{hidden:plan}}", "{{hidden:p}}"]}]}"#,
    );
    let problems: Vec<_> = crate::lint(&document).iter().map(crate::Diagnostic::text).collect();
    assert_eq!(
        problems,
        [
            "endpoints[0].if.group: names the score, and no question of type nps is there",
            "endpoints[0].body[1]: names the question wy, which is not there",
            "endpoints[0].body[3]: names the hidden field p, which is not among `hidden`",
        ]
    );
}

#[test]
fn each_receiver_gets_what_it_is_recorded_to_accept() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings");
    for &name in RECEIVERS {
        let text = std::fs::read_to_string(folder.join(name).with_extension("json"));
        let recording = json(&text.unwrap_or_else(|error| panic!("{name}: {error}")));
        let mut config = Value::object();
        config.put("receiver", Value::from(name));
        config.put("parameters", recording.get("parameters").unwrap().clone());
        let post = EndpointSet::read(&config, Sender::Collector, &receiver_file)
            .unwrap_or_else(|problems| panic!("{name}: {problems}"));
        let deliveries = post.deliveries(recording.get("response").unwrap());
        let Content::Document { document, .. } = &deliveries[0].content else { panic!("{name}: {deliveries:?}") };
        let expected = recording.get("request").unwrap();
        let own = Value::from(deliveries[0].endpoint.as_str());
        let Some(request) = document.get("request") else {
            // As it is: posted as JSON.
            assert_eq!((Some(&own), Some(document)), (expected.get("url"), expected.get("body")), "{name}");
            continue;
        };
        assert_eq!(request.get("url").or(Some(&own)), expected.get("url"), "{name}");
        for field in ["method", "headers"] {
            assert_eq!(request.get(field), expected.get(field), "{name}: {field}");
        }
        let body = request.get("body").and_then(Value::as_text).unwrap_or_default();
        match expected.get("body") {
            Some(Value::List(pairs)) => {
                let pair = |pair: &Value| match pair {
                    Value::List(pair) => (pair[0].as_text().unwrap().to_owned(), pair[1].as_text().unwrap().to_owned()),
                    other => panic!("{name}: {other:?}"),
                };
                let pairs: Vec<_> = pairs.iter().map(pair).collect();
                assert_eq!(decoded(body), pairs, "{name}");
            }
            expected => assert_eq!(Some(&json(body)), expected, "{name}"),
        }
    }
}

/// What a form's body says, as a server reads it.
fn decoded(form: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                byte => byte,
            });
        }
        String::from_utf8(bytes).unwrap()
    };
    let pair = |pair: &str| pair.split_once('=').map(|(name, text)| (decode(name), decode(text))).unwrap();
    form.split('&').map(pair).collect()
}

#[test]
fn each_receiver_has_a_page_and_says_what_has_to_be_known() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/receivers");
    let table = std::fs::read_to_string(docs.join("README.md")).unwrap();
    assert_eq!(RECEIVERS.len(), 22);
    for &name in RECEIVERS {
        let receiver = Receiver::find(name, &receiver_file).unwrap();
        assert!(docs.join(name).with_extension("md").is_file(), "{name} has no page");
        let row = table
            .lines()
            .find(|line| line.contains(&format!("({name}.md)")))
            .unwrap_or_else(|| panic!("{name} is not in the table"));
        let guarantee = if receiver.is_exact() { "exactly once" } else { "at least once" };
        assert!(row.contains(guarantee), "{name}: {row}");
        assert!(!receiver.title().is_empty() && receiver.parameters().all(|(name, _)| !name.is_empty()));
        assert_eq!(row.contains("| **yes** |"), receiver_secret(name).is_some(), "{name}: {row}");
    }
}

#[test]
fn any_response_however_hostile_comes_to_something_and_no_text_is_recalled_twice() {
    let post = post(
        r#"{"endpoints": [{"url": "/x/{{answer:reason}}", "body": ["{{answer:reason}}", "{{response:answers|}}", "{{response}}"]}]}"#,
    );
    for response in
        ["null", "[]", r#"{"answers": []}"#, r#"{"id": 5, "answers": {"reason": {"a": [[["{{score}}"]]]}}}"#]
    {
        assert_eq!(post.deliveries(&json(response)).len(), 1, "{response}");
    }
}
