//! Answers that go elsewhere than to one endpoint that takes them as they are.

use end_to_end::{Endpoint, Engine, Page, Request, Site, Stage, Visitor, until};
use macro_rules_attribute::apply;
use serde_json::{Value, json};

use crate::table::behaviour;

const NOTHING_WAITS: &str = "JSON.parse(localStorage.getItem('askwell.outbox') || '[]').length === 0";

/// A page whose document says this of endpoints, its site with an endpoint of its own, and another server that takes
/// answers from anywhere.
async fn with(engine: Engine, config: &Value) -> (Stage, Site, Site, Visitor) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    let other = Site::start(site.folder(), Endpoint::Answers(200)).await;
    let config = config.to_string().replace("OTHER", other.address());
    let document = format!(r#"<script type="application/askwell+json">{config}</script>"#);
    stage.put("index.html", &Page::new().bare_tag(&[("delay", "0")]).body(&document));
    let visitor = Visitor::new(engine, site.address()).await;
    (stage, site, other, visitor)
}

/// What an endpoint was sent, once there is something; browsers' questions for permission left out.
async fn sent(site: &Site) -> Vec<Request> {
    let asked = |request: &Request| matches!(request.method.as_str(), "OPTIONS" | "GET");
    until("something is sent", async || {
        let requests: Vec<_> = site.requests().into_iter().filter(|request| !asked(request)).collect();
        Some(requests).filter(|requests| !requests.is_empty())
    })
    .await
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.get(name).and_then(|value| value.to_str().ok())
}

fn json_of(request: &Request) -> Value {
    serde_json::from_slice(&request.body).expect("it is JSON")
}

#[apply(behaviour)]
async fn two_endpoints_get_what_is_theirs_each_in_its_own_form(engine: Engine) {
    let config = json!({ "endpoints": [
        { "url": "/answers", "if": { "group": "promoter" } },
        {
            "url": "OTHER/answers?of={{response:survey.id}}", "method": "PUT", "headers": { "X-Shop": "de" },
            "if": { "group": "detractor" }, "revisions": "last",
            "body": { "title": "Score {{score}}", "text": "{{answer:reason|nothing}}", "contact": "{{answer:contact.email}}" }
        }
    ] });
    let (_stage, site, other, visitor) = with(engine, &config).await;
    other.invites_everybody();
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(3).await;
    card.write("Das \"Paket\" & so").await;
    card.click("Weiter").await;
    card.click("Nein, danke").await;
    let requests = sent(&other).await;
    let request = &requests[0];
    assert_eq!(json_of(request), json!({ "title": "Score 3", "text": "Das \"Paket\" & so" }));
    assert_eq!((request.method.as_str(), request.query.as_str()), ("PUT", "of=nps"));
    assert_eq!((header(request, "x-shop"), requests.len()), (Some("de"), 1));
    visitor.until("nothing waits", NOTHING_WAITS).await;
    assert_eq!(site.received(), [Value::Null; 0], "this endpoint is for promoters");
    visitor.page_is_unharmed().await;
}

#[apply(behaviour)]
async fn a_form_goes_to_an_endpoint_whose_answers_no_page_may_read(engine: Engine) {
    let config = json!({ "endpoints": [{
        "url": "OTHER/answers", "format": "form", "acknowledges": false,
        "body": { "entry.1": "{{score}}", "entry.2": "{{response:id}}" }
    }] });
    let (_stage, _site, other, visitor) = with(engine, &config).await;
    visitor.visit("/").await;
    visitor.card().await.choose(9).await;
    let delivered = &visitor.told("delivered").await[0];
    let request = &sent(&other).await[0];
    assert_eq!(header(request, "content-type"), Some("application/x-www-form-urlencoded"));
    let id = delivered["id"].as_str().expect("it has an identifier");
    assert_eq!(String::from_utf8_lossy(&request.body), format!("entry.1=9&entry.2={id}"));
    visitor.until("nothing waits", NOTHING_WAITS).await;
}

#[apply(behaviour)]
async fn a_receiver_is_named_by_the_tag_alone(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    let url = format!("{}/answers", site.address());
    stage.put("index.html", &Page::new().bare_tag(&[("delay", "0"), ("receiver", "webhook"), ("parameter-url", &url)]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    visitor.card().await.choose(7).await;
    let answer = json_of(&sent(&site).await[0]);
    assert_eq!((&answer["schema"], &answer["score"]), (&json!("askwell.response/1"), &json!(7)));
}

#[apply(behaviour)]
async fn what_one_page_could_not_send_another_one_sends_in_the_same_form(engine: Engine) {
    let config = json!({ "endpoints": [
        { "url": "answers", "method": "PATCH", "format": "text", "headers": { "x-key": "k" }, "body": "{{group}} {{score}}" }
    ] });
    let (stage, site, _other, visitor) = with(engine, &config).await;
    site.endpoint_now(Endpoint::Answers(503));
    // A survey of the tag's own alone: the page does not load the chunk that knows endpoints.
    std::fs::create_dir(site.folder().join("deep")).expect("the folder can be made");
    stage.put("deep/index.html", &Page::new().tag(&[("endpoint", "/elsewhere"), ("id", "other"), ("show", "manual")]));
    visitor.visit("/").await;
    visitor.card().await.choose(5).await;
    sent(&site).await;
    site.endpoint_now(Endpoint::Answers(204));
    visitor.visit("/deep/").await;
    visitor.until("nothing waits", NOTHING_WAITS).await;
    let requests = sent(&site).await;
    let request = requests.last().expect("one arrived");
    assert_eq!((request.method.as_str(), request.path.as_str()), ("PATCH", "/answers"));
    assert_eq!((header(request, "x-key"), header(request, "content-type")), (Some("k"), Some("text/plain")));
    assert_eq!(&request.body[..], b"detractor 5");
    assert_eq!(
        visitor
            .eval("performance.getEntriesByType('resource').filter(({ name }) => name.includes('endpoints')).length")
            .await,
        0
    );
}

#[apply(behaviour)]
async fn an_endpoint_for_the_last_revision_gets_one_and_one_who_leaves_counts_at_once(engine: Engine) {
    let config = json!({ "endpoints": [{ "url": "/answers", "revisions": "last" }] });
    let (stage, site, _other, visitor) = with(engine, &config).await;
    stage.put("other.html", &Page::new());
    visitor.visit("/").await;
    let card = visitor.card().await;
    card.choose(9).await;
    card.asks("Was schätzen Sie am meisten?").await;
    assert_eq!(visitor.eval("(await askwell.explain()).waiting").await, 1);
    assert_eq!(site.received(), [Value::Null; 0]);
    visitor.visit("/other.html").await;
    let answer = json_of(&sent(&site).await[0]);
    assert_eq!((&answer["status"], &answer["revision"]), (&json!("abandoned"), &json!(2)));
}

#[apply(behaviour)]
async fn the_page_may_change_a_response_or_hold_it_back(engine: Engine) {
    let (stage, site) = Stage::apart(Endpoint::Answers(200)).await;
    let script = "window.sent = []; window.shop = { all: [], noted(response) { this.all.push(response.revision); } };
        const change = (response) => { delete response.person; response.id = 'x'; response.attributes.checked = 'yes'; return true; };
        askwell = [
            ['init', { endpoint: '/answers', id: 'a', show: 'manual', person: { id: 'secret' }, beforeSend: change,
                endpoints: [{ callback: (response) => { sent.push(response); } }, { callback: 'shop.noted' }] }],
            ['init', { endpoint: '/answers', id: 'b', show: 'manual', beforeSend: () => false }],
            ['init', { endpoint: '/answers', id: 'c', show: 'manual', beforeSend: () => { throw new Error('broken'); } }],
        ];";
    stage.put("index.html", &Page::new().script(script).bare_tag(&[]));
    let visitor = Visitor::new(engine, site.address()).await;
    visitor.visit("/").await;
    for id in ["a", "b", "c"] {
        assert_eq!(visitor.eval(&format!("await askwell.show('{id}', {{ ignoreRecontact: true }})")).await, id);
        visitor.card().await.choose(8).await;
        visitor.eval("askwell.close()").await;
        visitor.until("the card is gone", "!document.querySelector('askwell-card')").await;
    }
    let lost = visitor.told("undeliverable").await;
    assert_eq!(lost[0]["reason"], "beforeSend");
    visitor.until("nothing waits", NOTHING_WAITS).await;
    let answers = site.received();
    let of = |id: &str| answers.iter().filter(|answer| answer["survey"]["id"] == id).collect::<Vec<_>>();
    assert_eq!((of("b").len(), of("c").len()), (0, 0));
    let last = of("a").into_iter().max_by_key(|answer| answer["revision"].as_u64()).expect("it arrived");
    assert_eq!((last.get("person"), &last["attributes"]["checked"]), (None, &json!("yes")));
    assert_ne!(last["id"], "x", "what receivers tell responses apart by stays");
    assert_eq!(visitor.eval("sent.at(-1)").await, *last, "the callback gets what is sent");
    assert_eq!(visitor.eval("shop.all.at(-1)").await, last["revision"], "and so does one that is named");
}

#[apply(behaviour)]
async fn mistakes_are_said_in_words_whichever_chunks_the_page_has(engine: Engine) {
    let config = json!({ "endpoints": [{ "url": "OTHER/a", "metod": "PUT" }, { "receiver": "slack", "parameters": { "url": "https://x.example/" } }] });
    let (_stage, _site, _other, visitor) = with(engine, &config).await;
    visitor.visit("/").await;
    let error = &visitor.told("error").await[0];
    let paths: Vec<_> =
        error["problems"].as_array().expect("a list").iter().map(|problem| problem["path"].clone()).collect();
    assert_eq!(
        (&error["code"], paths),
        (&json!("config"), vec![json!("endpoints[0].metod"), json!("endpoints[1].receiver")])
    );
    assert!(!visitor.sees_a_card().await);
    let refused = visitor
        .eval("askwell.init({ endpoints: [{}], questions: [{ id: 'a', type: 'stars', prompt: 'A?' }], id: 'x' })")
        .await;
    assert_eq!(refused["rejected"]["problems"], json!([{ "path": "endpoints[0].url", "message": "is missing" }]));
}
