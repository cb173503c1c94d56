//! The products that are measured: the same question on the same page, as the documentation of each says.

use end_to_end::Stage;

/// A product on a page.
pub(crate) struct Product {
    /// Its name, and its page's.
    pub(crate) name: &'static str,
    /// What stands on the page once it is painted, and how often.
    pub(crate) shows: (&'static str, usize),
    /// What the page loads.
    head: &'static str,
    /// What asks the question, as an expression; empty where the tag asks by itself.
    begin: &'static str,
    /// What the page has more where it asks only when told.
    waiting: &'static str,
}

pub(crate) const ASKWELL: Product = Product {
    name: "askwell",
    shows: ("input[type=radio]", 11),
    head: r#"<script async src="/askwell.js" data-endpoint="/v1/responses?key=demo" data-product="Lindenhof" data-delay="0" MODE></script>"#,
    begin: "",
    waiting: r#"data-show="manual""#,
};

pub(crate) const PEERS: [Product; 3] = [
    Product {
        name: "posthog-js",
        shows: (".ratings-number", 11),
        head: r#"<script src="/peers/posthog-js/dist/array.js"></script>
<script>posthog.init("phc_bench", {
  api_host: location.origin, ui_host: location.origin, autocapture: false, capture_pageview: false, capture_pageleave: false,
  capture_performance: false, disable_session_recording: true, advanced_disable_feature_flags: true, persistence: "memory",
  disable_web_experiments: true, disable_surveys_automatic_display: MODE false });</script>"#,
        // It displays what it knows, and fetches surveys when asked for them.
        begin: "new Promise((known) => posthog.getSurveys(known)).then(() =>
  posthog.displaySurvey('nps', { ignoreConditions: true, ignoreDelay: true, displayType: 'popover' }))",
        waiting: "true ||",
    },
    Product {
        name: "survey-js-ui",
        shows: ("input[type=radio]", 11),
        head: r#"<link rel="stylesheet" href="/peers/survey-core/survey-core.fontless.min.css">
<script defer src="/peers/survey-core/survey.core.min.js"></script>
<script defer src="/peers/survey-js-ui/survey-js-ui.min.js"></script>"#,
        begin: r#"new Survey.Model({ elements: [
  { type: "rating", name: "score", title: "How likely are you to recommend us to a friend?", rateMin: 0, rateMax: 10, rateCount: 11,
    minRateDescription: "Unlikely", maxRateDescription: "Very likely" },
  { type: "comment", name: "reason", title: "What is the main reason?", visibleIf: "{score} notempty" },
] }).render(place)"#,
        waiting: "",
    },
    // It has no scale: three kinds of feedback instead.
    Product {
        name: "feedbackfin",
        shows: ("#feedbackfin__form", 1),
        head: r#"<script>window.feedbackfin = { config: { url: "/v1/responses", mode: "form" } };</script>
<script defer src="/peers/feedbackfin/dist/index.umd.js"></script>"#,
        begin: "document.querySelector('[data-feedbackfin-button]').click()",
        waiting: "",
    },
];

/// What PostHog's server would say: that there are surveys, and which.
const POSTHOG: [(&str, &str); 2] = [
    (
        "array/phc_bench/config.js",
        r#"(window._POSTHOG_REMOTE_CONFIG ||= {}).phc_bench = { config: { token: "phc_bench", surveys: true, hasFeatureFlags: false,
  sessionRecording: false, heatmaps: false, autocapture_opt_out: true, capturePerformance: false, supportedCompression: [] }, siteApps: [] };"#,
    ),
    (
        "api/surveys/index.html",
        r#"{"surveys": [{"id": "nps", "name": "NPS", "type": "popover", "start_date": "2026-01-01T00:00:00Z", "conditions": null,
"questions": [{"id": "score", "type": "rating", "display": "number", "scale": 10, "question": "How likely are you to recommend us to a friend?",
"lowerBoundLabel": "Unlikely", "upperBoundLabel": "Very likely"}, {"id": "reason", "type": "open", "question": "What is the main reason?"}],
"appearance": {"surveyPopupDelaySeconds": 0}}]}"#,
    ),
];

impl Product {
    /// The path of its page: one that asks by itself, or one that waits for `begin`.
    pub(crate) fn path(&self, waits: bool) -> String {
        format!("{}-{}.html", self.name, if waits { "waiting" } else { "asking" })
    }

    /// The product alone: what it costs is not mixed with what a shop costs.
    fn page(&self, waits: bool) -> String {
        let head = self.head.replace("MODE", if waits { self.waiting } else { "" });
        // What is displayed by itself is not begun.
        let by_itself = self.begin.is_empty() || !self.waiting.is_empty();
        let begin = match (waits, by_itself) {
            (false, true) => String::new(),
            (false, false) => format!("addEventListener('DOMContentLoaded', () => setTimeout(() => {}));", self.begin),
            (true, _) if self.begin.is_empty() => "window.begin = () => askwell.show();".to_owned(),
            (true, _) => format!("window.begin = () => {};", self.begin),
        };
        format!(
            r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
<h1>Lindenhof</h1>
<p>Tea from small gardens.</p>
<div id="place"></div>
<button data-feedbackfin-button hidden>Feedback</button>
{head}
<script>{begin}</script>
</html>
"#,
            self.name
        )
    }

    /// Puts its pages on the site.
    pub(crate) fn put(&self, stage: &Stage) {
        for waits in [false, true] {
            stage.put_file(&self.path(waits), &self.page(waits));
        }
    }
}

/// Puts on the site what the peers need.
pub(crate) fn put_peers(stage: &Stage, version: &str, packages: &std::path::Path) {
    stage.put_folder("peers", packages);
    stage.put_folder(&format!("static/{version}"), &packages.join("posthog-js/dist"));
    for (name, content) in POSTHOG {
        stage.put_file(name, content);
    }
}
