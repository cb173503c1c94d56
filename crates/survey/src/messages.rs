//! The words on the card: one language at a time, every one of them replaceable by the site.

use crate::Value;
use crate::decode::{Diagnostics, ObjectReader};
use crate::limits;

macro_rules! keys {
    (
        $($(#[$doc:meta])* $key:ident = $name:literal,)*
    ) => {
        /// A text of the interface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum MessageKey { $($(#[$doc])* $key,)* }

        impl MessageKey {
            /// Every text, in the order of the language files.
            pub const ALL: &[Self] = &[$(Self::$key,)*];

            /// The name in language files and in a site's own `texts`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$key => $name,)* }
            }
        }
    };
}

keys! {
    /// What the card is, for those who hear it.
    Region = "region",
    /// The recommendation question.
    ScorePrompt = "score.prompt",
    /// The meaning of 0.
    ScoreLow = "score.low",
    /// The meaning of 10.
    ScoreHigh = "score.high",
    /// The score given, once it is given: `{{score}}`.
    ScoreGiven = "score.given",
    /// Goes back to the score.
    ScoreChange = "score.change",
    /// What detractors are asked.
    DetractorPrompt = "detractor.prompt",
    /// An example of what a detractor may write.
    DetractorHint = "detractor.hint",
    /// What detractors are asked who gave a 5 or 6.
    DetractorMilder = "detractor.milder",
    /// What passives are asked.
    PassivePrompt = "passive.prompt",
    /// An example of what a passive may write.
    PassiveHint = "passive.hint",
    /// What promoters are asked.
    PromoterPrompt = "promoter.prompt",
    /// An example of what a promoter may write.
    PromoterHint = "promoter.hint",
    /// Asks for the permission to get in touch.
    ContactPrompt = "contact.prompt",
    /// What happens with the address.
    ContactHelp = "contact.help",
    /// The label of the address.
    ContactEmail = "contact.email",
    /// Gives the permission, and sends.
    ContactSend = "contact.send",
    /// Declines.
    ContactDecline = "contact.decline",
    /// The address can't be right.
    ContactInvalid = "contact.invalid",
    /// Whether an article helped.
    HelpfulPrompt = "helpful.prompt",
    /// It did.
    HelpfulYes = "helpful.yes",
    /// It did not.
    HelpfulNo = "helpful.no",
    /// What the article lacks.
    MissingPrompt = "missing.prompt",
    /// An example of it.
    MissingHint = "missing.hint",
    /// Sends an answer.
    Send = "action.send",
    /// Goes on without an answer.
    Skip = "action.skip",
    /// Goes to the question before.
    Back = "action.back",
    /// Closes the card.
    Close = "action.close",
    /// Few characters remain: `{{count}}`.
    Remaining = "text.remaining",
    /// Detractors' ending.
    DetractorEnd = "detractor.end",
    /// Passives' ending.
    PassiveEnd = "passive.end",
    /// Promoters' ending.
    PromoterEnd = "promoter.end",
    /// The ending after a helpful article.
    HelpfulEnd = "helpful.end",
    /// The ending after an article that didn't help.
    MissingEnd = "missing.end",
    /// Leads promoters to the site's recommendation page.
    Recommend = "link.recommend",
    /// Leads to a page for reviews.
    Review = "link.review",
    /// Leads to someone who can help.
    Help = "link.contact",
    /// Shown while the answer can't be delivered yet.
    Offline = "state.offline",
    /// What a visitor typed is not sent, and they are about to close the survey.
    Unsent = "state.unsent",
    /// Goes to the next question.
    Next = "action.next",
    /// The label of a field that may stay empty: `{{label}}`.
    Optional = "field.optional",
    /// A question that can't be skipped was.
    ErrorRequired = "error.required",
    /// Nothing was chosen.
    ErrorChoose = "error.choose",
    /// Too little was chosen, and how many can be: `{{count}}` at least.
    ErrorFewest = "error.fewest",
    /// Too much was chosen, and how many can be: `{{count}}` at most.
    ErrorMost = "error.most",
    /// A text is too short: `{{count}}` characters at least.
    ErrorShort = "error.short",
    /// A text is too long: `{{count}}` characters at most.
    ErrorLong = "error.long",
    /// A field that has to be filled in is empty.
    ErrorField = "error.field",
    /// The phone number can't be right.
    ErrorPhone = "error.phone",
    /// The box has to be ticked.
    ErrorConsent = "error.consent",
    /// A row has no answer: `{{label}}`.
    ErrorRows = "error.rows",
    /// It is no date, or only half of one.
    ErrorDate = "error.date",
    /// The date is too early: `{{date}}` is the first.
    ErrorEarliest = "error.earliest",
    /// The date is too late: `{{date}}` is the last.
    ErrorLatest = "error.latest",
    /// The choice of something that isn't listed.
    Other = "choice.other",
    /// The label of the field for it.
    Specify = "choice.specify",
    /// The choice of nothing that is listed.
    NoneOfThese = "choice.none",
    /// What a list to unfold says before something is chosen.
    Pick = "choice.pick",
    /// Several can be chosen.
    ChoicesHint = "choices.hint",
    /// So many can be chosen: `{{count}}`, as in `2` or `2–3`.
    ChoicesCount = "choices.count",
    /// How to put things in order.
    RankingHint = "ranking.hint",
    /// Moves `{{label}}` one place up.
    RankingUp = "ranking.up",
    /// Moves `{{label}}` one place down.
    RankingDown = "ranking.down",
    /// Where `{{label}}` is now: `{{place}}` of `{{count}}`.
    RankingPlace = "ranking.place",
    /// What a number of stars is called: `{{count}}` of `{{max}}`.
    StarsValue = "stars.value",
    /// The first of five faces.
    EmojiVeryBad = "emoji.1",
    /// The second.
    EmojiBad = "emoji.2",
    /// The third.
    EmojiOkay = "emoji.3",
    /// The fourth.
    EmojiGood = "emoji.4",
    /// The fifth.
    EmojiVeryGood = "emoji.5",
    /// The answer yes.
    ThumbsYes = "thumbs.yes",
    /// The answer no.
    ThumbsNo = "thumbs.no",
    /// The label of a person's name.
    ContactName = "contact.name",
    /// The label of a phone number.
    ContactPhone = "contact.phone",
    /// The label of a company's name.
    ContactCompany = "contact.company",
    /// How long a text is: `{{count}}` of `{{max}}`.
    TextCount = "text.count",
    /// The ending of surveys without one of their own.
    ThanksEnd = "thanks.end",
    /// The recommendation question, right after an experience.
    TransactionalPrompt = "transactional.prompt",
    /// The question for satisfaction.
    CsatPrompt = "csat.prompt",
    /// Satisfaction: 1 of 5.
    Csat1 = "csat.1",
    /// 2 of 5.
    Csat2 = "csat.2",
    /// 3 of 5.
    Csat3 = "csat.3",
    /// 4 of 5.
    Csat4 = "csat.4",
    /// 5 of 5.
    Csat5 = "csat.5",
    /// What the dissatisfied are asked.
    CsatLow = "csat.low",
    /// What the satisfied are asked.
    CsatHigh = "csat.high",
    /// The question for effort.
    CesPrompt = "ces.prompt",
    /// Agreement that it was easy: 1 of 7.
    Ces1 = "ces.1",
    /// 2 of 7.
    Ces2 = "ces.2",
    /// 3 of 7.
    Ces3 = "ces.3",
    /// 4 of 7.
    Ces4 = "ces.4",
    /// 5 of 7.
    Ces5 = "ces.5",
    /// 6 of 7.
    Ces6 = "ces.6",
    /// 7 of 7.
    Ces7 = "ces.7",
    /// The question to those who found it difficult.
    CesLow = "ces.low",
    /// The question to those who found it easy.
    CesHigh = "ces.high",
    /// What those are asked who leave.
    ChurnPrompt = "churn.prompt",
    /// The price.
    ChurnPrice = "churn.price",
    /// Something is missing.
    ChurnMissing = "churn.missing",
    /// It is too difficult.
    ChurnDifficult = "churn.difficult",
    /// It is not reliable.
    ChurnUnreliable = "churn.unreliable",
    /// Another product took its place.
    ChurnSwitched = "churn.switched",
    /// It isn't needed any more.
    ChurnUnneeded = "churn.unneeded",
    /// What would bring them back.
    ChurnBack = "churn.back",
    /// Their ending.
    ChurnEnd = "churn.end",
    /// The recommendation question for employees.
    EmployeePrompt = "employee.prompt",
    /// What employees are asked who would not recommend.
    EmployeeDetractor = "employee.detractor",
    /// What employees are asked who would.
    EmployeePromoter = "employee.promoter",
    /// Their ending.
    EmployeeEnd = "employee.end",
}

/// Every text in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Messages {
    /// The language tag, as in `de`.
    pub tag: String,
    /// Whether it is written from right to left.
    pub right_to_left: bool,
    texts: Vec<String>,
}

impl Messages {
    /// Reads a language as [`pack`] leaves it. With `own`, the site's own texts stand in place of the file's. None if the
    /// file is no language.
    pub fn read(packed: &Value, own: &[(MessageKey, String)]) -> Option<Self> {
        let Value::List(list) = packed.get("texts")? else { return None };
        let mut texts = Vec::new();
        for text in list {
            texts.push(text.as_text()?.to_owned());
        }
        for (key, text) in own {
            text.clone_into(texts.get_mut(*key as usize)?);
            // A site that asks detractors a question of its own asks it of all of them.
            if *key == MessageKey::DetractorPrompt
                && !own.iter().any(|(other, _)| *other == MessageKey::DetractorMilder)
            {
                text.clone_into(texts.get_mut(MessageKey::DetractorMilder as usize)?);
            }
        }
        let right_to_left = packed.get("direction")?.as_text()? == "rtl";
        let whole = texts.len() >= MessageKey::ALL.len();
        whole.then_some(Self { tag: packed.get("tag")?.as_text()?.to_owned(), right_to_left, texts })
    }

    /// How it is written: `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        if self.right_to_left { "rtl" } else { "ltr" }
    }

    /// The same texts beside a survey's own words in the language `tag`, which Askwell may not have.
    pub fn serving(self, tag: &str) -> Self {
        Self { right_to_left: crate::is_right_to_left(tag), tag: tag.to_owned(), ..self }
    }

    /// The text under `key`, its places yet to be filled by [`crate::interpolate()`].
    pub fn get(&self, key: MessageKey) -> &str {
        &self.texts[key as usize]
    }
}

/// Makes of a language file what the widget loads: `tag`, `direction`, and in `texts` a list in the order of [`MessageKey::ALL`], since
/// their names would take a third of it. The file has `tag`, `direction` (`ltr` or `rtl`), `reviewed` (whether a native
/// speaker has read it), and `texts` with every [`MessageKey`] by its name and no other.
///
/// # Errors
/// Every missing, unknown or wrong text, with its path.
pub fn pack(language: &Value) -> Result<Value, Diagnostics> {
    let mut problems = Diagnostics::default();
    let mut fields = ObjectReader::of(language, "", &mut problems);
    let mut packed = Value::object();
    let tag = fields.identifier("tag");
    packed.put("tag", fields.need("tag", tag).map_or(Value::Null, Value::from));
    let directions = [("ltr", "ltr"), ("rtl", "rtl")];
    packed.put("direction", Value::from(fields.one_of("direction", &directions).unwrap_or("ltr")));
    let reviewed = fields.flag("reviewed");
    fields.need("reviewed", reviewed);
    let texts = fields.object("texts").map(|mut fields| {
        let mut texts = Vec::new();
        for key in MessageKey::ALL {
            let text = fields.text(key.name(), limits::LABEL);
            let text = fields.need(key.name(), text).unwrap_or_default();
            texts.push(Value::from(text));
        }
        fields.finish();
        Value::List(texts)
    });
    packed.put("texts", fields.need("texts", texts).unwrap_or_default());
    fields.finish();
    problems.or(Some(packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every language file: its name, and what is in it. English comes first.
    fn files() -> Vec<(String, Value)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/languages");
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let read = |path: std::path::PathBuf| {
            let json = std::fs::read_to_string(&path).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), serde_json::from_str(&json).unwrap())
        };
        let mut files: Vec<(String, Value)> = paths.map(read).collect();
        files.sort_by_key(|(tag, _)| (tag != "en", tag.clone()));
        files
    }

    /// The names of the places in a text, fallbacks left out, sorted.
    fn places(text: &str) -> Vec<&str> {
        let mut places: Vec<&str> =
            text.split("{{").skip(1).map(|place| place.split(['|', '}']).next().unwrap()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn every_language_has_every_text_with_its_places() {
        let files = files();
        let read = |(tag, file): &(String, Value)| {
            let packed = pack(file).unwrap_or_else(|problems| panic!("{tag}: {problems}"));
            let texts = Messages::read(&packed, &[]).unwrap();
            assert_eq!((&texts.tag, Some(texts.direction())), (tag, file.get("direction").and_then(Value::as_text)));
            assert_eq!(texts.right_to_left, crate::is_right_to_left(tag), "{tag}");
            texts
        };
        let english = read(&files[0]);
        assert_eq!(english.tag, "en");
        for other in files[1..].iter().map(read) {
            for &key in MessageKey::ALL {
                assert_eq!(places(other.get(key)), places(english.get(key)), "{} in {}", key.name(), other.tag);
                assert_ne!(other.get(key), english.get(key), "{} is not translated into {}", key.name(), other.tag);
                assert!(!other.get(key).trim().is_empty(), "{} in {}", key.name(), other.tag);
            }
        }
    }

    #[test]
    fn a_site_can_replace_any_text() {
        let file = files().remove(0).1;
        let packed = pack(&file).unwrap();
        let texts = Messages::read(&packed, &[(MessageKey::Send, "Post it".to_owned())]).unwrap();
        assert_eq!((texts.get(MessageKey::Send), texts.get(MessageKey::Skip)), ("Post it", "Skip"));
    }

    #[test]
    fn a_question_of_a_sites_own_for_detractors_is_for_all_of_them() {
        let packed = pack(&files().remove(0).1).unwrap();
        let own = |key: MessageKey, text: &str| (key, text.to_owned());
        let (all, milder) = (MessageKey::DetractorPrompt, MessageKey::DetractorMilder);
        let texts = Messages::read(&packed, &[own(all, "Why?")]).unwrap();
        assert_eq!((texts.get(all), texts.get(milder)), ("Why?", "Why?"));
        for both in [[own(all, "Why?"), own(milder, "How?")], [own(milder, "How?"), own(all, "Why?")]] {
            let texts = Messages::read(&packed, &both).unwrap();
            assert_eq!((texts.get(all), texts.get(milder)), ("Why?", "How?"));
        }
    }

    #[test]
    fn the_du_form_differs_from_german_in_what_addresses_the_visitor_alone() {
        let texts = |tag: &str| files().into_iter().find(|(known, _)| known == tag).unwrap().1.get("texts").cloned();
        let (Some(Value::Map(formal)), Some(Value::Map(informal))) = (texts("de"), texts("de-x-du")) else { panic!() };
        let address = ["Sie", "Ihr", "Ihre", "Ihren", "Ihrer", "Ihnen"];
        for ((key, formal), (_, informal)) in formal.iter().zip(&informal) {
            let is_formal = |text: &Value| {
                text.as_text().unwrap().split(|c: char| !c.is_alphabetic()).any(|word| address.contains(&word))
            };
            assert!(!is_formal(informal), "{key}");
            assert_eq!(is_formal(formal), formal != informal, "{key}");
        }
    }

    #[test]
    fn a_missing_and_an_unknown_text_are_named() {
        let mut file = files().remove(0).1;
        if let Value::Map(entries) = &mut file
            && let Some((_, Value::Map(texts))) = entries.iter_mut().find(|(name, _)| name == "texts")
        {
            texts.retain(|(name, _)| name != "action.skip");
            texts.push(("action.jump".to_owned(), Value::from("Jump")));
        }
        let problems = pack(&file).unwrap_err().to_string();
        assert_eq!(problems, "texts.action.skip: is missing\ntexts.action.jump: is not known");
    }

    #[test]
    fn a_language_is_packed_and_what_is_none_is_refused() {
        let file = files().remove(0).1;
        let packed = pack(&file).unwrap();
        let Some(Value::List(mut texts)) = packed.get("texts").cloned() else { panic!("no list") };
        let first = file.get("texts").unwrap().get(MessageKey::ALL[0].name());
        assert_eq!((texts.len(), texts.first()), (MessageKey::ALL.len(), first));
        texts.pop();
        let mut short = packed.clone();
        short.set("texts", Value::List(texts));
        for other in [Value::Null, file, short] {
            assert_eq!(Messages::read(&other, &[]), None);
        }
    }
}
