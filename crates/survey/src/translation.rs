//! The languages that the interface has: one file each in `languages/`.

/// Their tags; English, which stands in for all others, comes first.
pub const LANGUAGES: [&str; 47] = [
    "en", "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "ga", "he", "hi", "hr", "hu",
    "id", "is", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl",
    "sq", "sr", "sv", "sw", "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant",
];

#[cfg(test)]
mod tests {
    use super::LANGUAGES;

    #[test]
    fn every_language_with_a_file_is_listed_and_no_other() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/languages");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut tags: Vec<_> = files.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
        tags.sort_by_key(|tag| (tag != "en", tag.clone()));
        assert_eq!(LANGUAGES.to_vec(), tags);
    }
}
