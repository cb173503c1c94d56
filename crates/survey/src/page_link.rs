//! What the address of a page says to the widget: a link in an e-mail that chooses a score, and the debug panel.

use crate::Score;

/// The parameters of the query that are the widget's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageLink {
    /// `askwell_score`: a score that is shown as chosen, and counts once the visitor confirms it.
    pub score: Option<Score>,
    /// `askwell_debug`: whether the debug panel is shown, whatever its value.
    pub debug: bool,
}

impl PageLink {
    /// Reads a query, with or without `?` before it. Of a parameter that is there twice the first counts, and a score that is none
    /// is as if it weren't there.
    pub fn read(query: &str) -> Self {
        let find = |wanted| {
            let parameters = query.strip_prefix('?').unwrap_or(query).split('&');
            let mut parameters = parameters.map(|parameter| parameter.split_once('=').unwrap_or((parameter, "")));
            parameters.find(|(name, _)| *name == wanted).map(|(_, value)| value)
        };
        Self { score: find("askwell_score").and_then(read_score), debug: find("askwell_debug").is_some() }
    }
}

/// A score as links have it: digits alone, without zeros before them.
fn read_score(text: &str) -> Option<Score> {
    match text.as_bytes() {
        [digit @ b'0'..=b'9'] => Score::new(digit - b'0'),
        b"10" => Score::new(10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::PageLink;

    #[test]
    fn only_whole_scores_are_read() {
        let table = [
            ("?askwell_score=8", Some(8)),
            ("askwell_score=0", Some(0)),
            ("?utm_source=mail&askwell_score=10&askwell_score=3", Some(10)),
            ("?askwell_score=11", None),
            ("?askwell_score=-1", None),
            ("?askwell_score=08", None),
            ("?askwell_score=8.5", None),
            ("?askwell_score=%38", None),
            ("?askwell_score=", None),
            ("?askwell_score", None),
            ("?my_askwell_score=8", None),
            ("?askwell_score=x&askwell_score=3", None),
            ("", None),
        ];
        for (query, score) in table {
            assert_eq!(PageLink::read(query).score.map(|score| score.points()), score, "{query}");
        }
    }

    #[test]
    fn the_panel_is_asked_for_by_name() {
        for (query, debug) in
            [("?askwell_debug", true), ("?a=1&askwell_debug=0", true), ("?askwell_debugger", false), ("?", false)]
        {
            assert_eq!(PageLink::read(query).debug, debug, "{query}");
        }
    }
}
