//! What axe-core finds.

use std::fs;
use std::sync::LazyLock;

use crate::{Visitor, from_environment};

static AXE: LazyLock<String> = LazyLock::new(|| {
    fs::read_to_string(from_environment("ASKWELL_LIBRARIES").join("axe-core/axe.min.js")).expect("axe is there")
});

/// Without preloading: the pages' policy lets nothing be fetched. axe leaves out the size of targets (2.5.8) unless told otherwise.
const RUN: &str = "{ preload: false, rules: { 'target-size': { enabled: true } } }";

impl Visitor {
    /// What axe finds wrong on the page that is shown, in `context`, as axe takes it.
    pub async fn axe(&self, context: &str) -> Vec<String> {
        let axe = &*AXE;
        self.eval(&format!("(() => {{ if (!window.axe) {{ {axe}\n }} }})()")).await;
        let found = self
            .eval(&format!(
                "axe.run({context}, {RUN}).then(({{ violations }}) => violations.map(({{ id, nodes }}) =>
                    `${{id}}: ${{nodes.slice(0, 3).map(({{ html, failureSummary }}) => html.slice(0, 200) + ' ' + failureSummary).join('; ')}}`))"
            ))
            .await;
        serde_json::from_value(found.clone()).unwrap_or_else(|_| panic!("axe ran: {found}"))
    }
}
