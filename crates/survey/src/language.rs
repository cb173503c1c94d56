//! Which of several languages serves a visitor best.

/// Languages whose readers read another one as well.
const OTHERWISE: [(&str, &str); 2] = [("no", "nb"), ("nn", "nb")];

/// The index of the tag in `among` that serves `wanted` best, and 0 where none does: `de-AT` is served by `de`, `pt`
/// by `pt-BR`, `zh-TW` by `zh-Hant`, whose script it has, and any Norwegian by `nb`. `www/loader.js` finds the same in the
/// widget's own languages.
pub fn nearest(wanted: &str, among: &[&str]) -> usize {
    // As systems write it, and pages copy: `de_DE`.
    let wanted: String = wanted.chars().map(|character| if character == '_' { '-' } else { character }).collect();
    let region = wanted.rsplit('-').next().unwrap_or_default();
    let is_traditional = same(primary(&wanted), "zh") && ["TW", "HK", "MO"].iter().any(|known| same(known, region));
    let wanted = if is_traditional { "zh-Hant" } else { wanted.as_str() };
    let find = |fits: &dyn Fn(&str) -> bool| among.iter().position(|known| fits(known));
    let mut tag = wanted;
    loop {
        if let Some(index) = find(&|known| same(known, tag)) {
            return index;
        }
        match tag.rsplit_once('-') {
            Some((shorter, _)) => tag = shorter,
            None => break,
        }
    }
    find(&|known| same(primary(known), tag)).unwrap_or_else(|| {
        let other = OTHERWISE.iter().find(|(language, _)| same(language, tag));
        other.map_or(0, |(_, other)| nearest(other, among))
    })
}

/// Whether a language is written from right to left: its tag's script says so, or else the script that the language is
/// usually written in.
pub fn is_right_to_left(tag: &str) -> bool {
    const SCRIPTS: [&str; 8] = ["Adlm", "Arab", "Aran", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];
    const LANGUAGES: [&str; 10] = ["ar", "he", "fa", "ur", "ps", "yi", "sd", "ug", "dv", "ckb"];
    let listed = |list: &[&str], part: &str| list.iter().any(|known| same(known, part));
    match script(tag) {
        Some(script) => listed(&SCRIPTS, script),
        None => listed(&LANGUAGES, primary(tag)),
    }
}

/// The script that a tag names: its only part of four letters right after the language.
fn script(tag: &str) -> Option<&str> {
    let part = tag.split('-').nth(1)?;
    (part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic())).then_some(part)
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
            ("ZH-hant-hk", "zh-Hant"),
            ("de_AT", "de"),
            ("pt_BR", "pt-BR"),
            ("de_DE.UTF-8", "de"),
            ("zh_HK", "zh-Hant"),
            ("fr", "en"),
            ("", "en"),
            ("-", "en"),
        ];
        for (wanted, served) in table {
            assert_eq!(among[nearest(wanted, &among)], served, "{wanted}");
        }
    }

    #[test]
    fn direction_follows_the_script_or_else_the_language() {
        let table = [
            ("ar-EG", true),
            ("ur", true),
            ("de", false),
            ("arn", false),
            ("az-Arab-IR", true),
            ("ku-arab", true),
            ("sd-Deva", false),
            ("yi-Latn", false),
        ];
        for (tag, rtl) in table {
            assert_eq!(is_right_to_left(tag), rtl, "{tag}");
        }
    }
}
