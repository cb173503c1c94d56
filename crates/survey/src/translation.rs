//! The languages that the interface has: one file each in `languages/`.

macro_rules! languages {
    ($($name:ident = $tag:literal,)*) => {
        /// Their tags; English, which stands in for all others, comes first.
        pub const LANGUAGES: &[&str] = &[$($tag),*];

        /// The file of each language, as JSON, for applications that embed the texts. `ALL` has them in the order of
        /// [`LANGUAGES`].
        #[expect(missing_docs, reason = "the names are the tags of the languages")]
        pub mod language_files {
            $(pub const $name: &str = include_str!(concat!("../languages/", $tag, ".json"));)*

            pub const ALL: &[&str] = &[$($name),*];
        }
    };
}

languages! {
    EN = "en",
    AR = "ar",
    BG = "bg",
    BN = "bn",
    CA = "ca",
    CS = "cs",
    DA = "da",
    DE = "de",
    DE_X_DU = "de-x-du",
    EL = "el",
    ES = "es",
    ET = "et",
    FA = "fa",
    FI = "fi",
    FR = "fr",
    GA = "ga",
    HE = "he",
    HI = "hi",
    HR = "hr",
    HU = "hu",
    ID = "id",
    IS = "is",
    IT = "it",
    JA = "ja",
    KO = "ko",
    LT = "lt",
    LV = "lv",
    MS = "ms",
    MT = "mt",
    NB = "nb",
    NL = "nl",
    PL = "pl",
    PT = "pt",
    PT_BR = "pt-BR",
    RO = "ro",
    RU = "ru",
    SK = "sk",
    SL = "sl",
    SQ = "sq",
    SR = "sr",
    SV = "sv",
    SW = "sw",
    TH = "th",
    TR = "tr",
    UK = "uk",
    VI = "vi",
    ZH_HANS = "zh-Hans",
    ZH_HANT = "zh-Hant",
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, language_files};
    use crate::nearest;

    /// What pages write, and the language that serves it. The loader is tested with the same cases.
    const CASES: &str = include_str!("../languages.cases.json");

    #[test]
    fn each_tag_is_served_by_the_nearest_language() {
        let cases: std::collections::BTreeMap<String, String> = serde_json::from_str(CASES).unwrap();
        for (tag, language) in cases {
            assert_eq!(LANGUAGES[nearest(&tag, LANGUAGES)], language, "{tag}");
        }
    }

    #[test]
    fn files_are_listed_by_their_languages() {
        for (tag, file) in LANGUAGES.iter().zip(language_files::ALL) {
            assert!(file.contains(&format!("\"tag\": \"{tag}\"")), "{tag}");
        }
    }

    #[test]
    fn every_language_with_a_file_is_listed_and_no_other() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/languages");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut tags: Vec<_> = files.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
        tags.sort_by_key(|tag| (tag != "en", tag.clone()));
        assert_eq!(LANGUAGES.to_vec(), tags);
    }
}
