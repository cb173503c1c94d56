//! Which of several languages serves a visitor best.

/// The index of the tag in `among` that serves `wanted` best, and 0 where none does: `de-AT` is served by `de`, `pt`
/// by `pt-BR`, and `zh-TW` by `zh-Hant`, whose script it has.
pub fn nearest<'a>(wanted: &str, among: &(impl Iterator<Item = &'a str> + Clone)) -> usize {
    let script = match wanted.split('-').next_back() {
        Some("TW" | "HK" | "MO") if same(primary(wanted), "zh") => "zh-Hant",
        Some("CN" | "SG") if same(primary(wanted), "zh") => "zh-Hans",
        _ => wanted,
    };
    let find = |fits: &dyn Fn(&str) -> bool| among.clone().position(fits);
    let mut tag = script;
    loop {
        if let Some(index) = find(&|known| same(known, tag)) {
            return index;
        }
        match tag.bytes().rposition(|byte| byte == b'-') {
            Some(end) => tag = &tag[..end],
            None => break,
        }
    }
    find(&|known| same(primary(known), tag)).unwrap_or(0)
}

/// Whether a language is written from right to left.
pub fn is_right_to_left(tag: &str) -> bool {
    const SUCH: [&str; 10] = ["ar", "he", "fa", "ur", "ps", "yi", "sd", "ug", "dv", "ckb"];
    SUCH.iter().any(|known| same(known, primary(tag)))
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

fn same(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_language_is_found() {
        let among = ["en", "de", "pt-BR", "zh-Hans", "zh-Hant", "de-CH"];
        let table = [
            ("de-AT", "de"),
            ("DE-ch", "de-CH"),
            ("pt", "pt-BR"),
            ("pt-PT", "pt-BR"),
            ("zh-TW", "zh-Hant"),
            ("zh-Hant-HK", "zh-Hant"),
            ("zh-CN", "zh-Hans"),
            ("fr", "en"),
            ("", "en"),
            ("-", "en"),
        ];
        for (wanted, served) in table {
            assert_eq!(among[nearest(wanted, &among.into_iter())], served, "{wanted}");
        }
    }

    #[test]
    fn direction_follows_the_primary_language() {
        for (tag, rtl) in [("ar-EG", true), ("ur", true), ("de", false), ("arn", false)] {
            assert_eq!(is_right_to_left(tag), rtl, "{tag}");
        }
    }
}
