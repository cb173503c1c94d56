//! The record of processing activities that Article 30 of the GDPR asks for, as far as the configuration can tell: what is
//! stored, why, how long, and who gets it. What only the operator knows is taken from `[record]`, or left open in words.

use std::fmt::Write;

use crate::access::BRAKE_WINDOW;
use crate::access::session::DAYS as SESSION_DAYS;
use crate::forward::Endpoints;
use crate::notify::{Channels, KEPT_DAYS};
use crate::settings::Settings;
use crate::spam::WINDOW as SPAM_WINDOW;

/// What only the operator knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecordDetails {
    /// Who is responsible: name and address.
    pub controller: Option<String>,
    /// Whom to ask about data protection.
    pub contact: Option<String>,
    /// Why responses are collected.
    pub purpose: Option<String>,
    /// What allows it, such as consent.
    pub legal_basis: Option<String>,
}

/// A language of the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordLanguage {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl RecordLanguage {
    /// The languages by their tags.
    pub const TAGS: &[(&str, Self)] = &[("en", Self::English), ("de", Self::German)];

    /// The language of a tag.
    pub fn of(tag: &str) -> Option<Self> {
        Self::TAGS.iter().find(|(known, _)| *known == tag).map(|(_, language)| *language)
    }

    /// The tag of the language.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    fn pick<T>(self, english: T, german: T) -> T {
        match self {
            Self::English => english,
            Self::German => german,
        }
    }
}

/// The record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub(crate) title: &'static str,
    pub(crate) sections: Vec<Section>,
}

/// A part of it: what it is about, and what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) heading: &'static str,
    pub(crate) entries: Vec<(String, String)>,
}

impl Record {
    /// The record of a collector with these settings.
    pub fn of(settings: &Settings, language: RecordLanguage) -> Self {
        Self::with(settings, &settings.endpoints, &settings.channels, language)
    }

    /// The same, with the endpoints and the channels as they are at the moment.
    pub(crate) fn with(
        settings: &Settings,
        endpoints: &Endpoints,
        channels: &Channels,
        language: RecordLanguage,
    ) -> Self {
        Self {
            title: language
                .pick("Record of processing activities: surveys", "Verzeichnis von Verarbeitungstätigkeiten: Umfragen"),
            sections: vec![
                responsibility(settings, language),
                data(language),
                retention(settings, language),
                recipients(endpoints, channels, language),
                security(settings, language),
                rights(language),
            ],
        }
    }

    /// The record as Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("# {}\n", self.title);
        for section in &self.sections {
            // A text takes whatever is written into it.
            let _ = write!(text, "\n## {}\n\n", section.heading);
            for (name, entry) in &section.entries {
                let _ = writeln!(text, "- **{name}:** {entry}");
            }
        }
        text
    }
}

fn section(heading: &'static str, entries: impl IntoIterator<Item = (&'static str, String)>) -> Section {
    Section { heading, entries: entries.into_iter().map(|(name, entry)| (name.to_owned(), entry)).collect() }
}

fn responsibility(settings: &Settings, language: RecordLanguage) -> Section {
    let t = |english, german| language.pick(english, german);
    let details = &settings.record;
    let open = |given: &Option<String>| {
        given
            .clone()
            .unwrap_or_else(|| t("to be added by the controller", "vom Verantwortlichen zu ergänzen").to_owned())
    };
    let purpose = details.purpose.clone().unwrap_or_else(|| {
        t(
            "To learn how satisfied visitors are and whether they would recommend us, and to answer those who asked for it.",
            "Feststellen, wie zufrieden Besucher sind und ob sie uns weiterempfehlen würden; Antwort an jene, die darum bitten.",
        )
        .to_owned()
    });
    let sites: Vec<_> = settings.origins.iter().map(ToString::to_string).collect();
    let sites =
        if sites.is_empty() { t("those of this server", "die dieses Servers").to_owned() } else { sites.join(", ") };
    let surveys = if settings.surveys.is_empty() { t("all", "alle").to_owned() } else { settings.surveys.join(", ") };
    section(
        t("Responsibility and purpose", "Verantwortung und Zweck"),
        [
            (t("Controller", "Verantwortlicher"), open(&details.controller)),
            (t("Contact for data protection", "Kontakt zum Datenschutz"), open(&details.contact)),
            (t("Purpose", "Zweck"), purpose),
            (t("Legal basis", "Rechtsgrundlage"), open(&details.legal_basis)),
            (
                t("Data subjects", "Betroffene Personen"),
                t(
                    "visitors who answer a survey; users of the report",
                    "Besucher, die eine Umfrage beantworten; Benutzer des Berichts",
                )
                .to_owned(),
            ),
            (t("Sites", "Websites"), sites),
            (t("Surveys", "Umfragen"), surveys),
        ],
    )
}

fn data(language: RecordLanguage) -> Section {
    let t = |english, german| language.pick(english, german);
    let minutes = SPAM_WINDOW.max(BRAKE_WINDOW).as_secs() / 60;
    section(
        t("What is stored", "Was gespeichert wird"),
        [
            (
                t("Responses", "Antworten"),
                t(
                    "a random identifier, the survey, score, answers and comments, the attributes that the site gives, language, the page’s address, its title and the page before, the moments of showing and answering",
                    "eine zufällige Kennung, die Umfrage, Wertung, Antworten und Kommentare, Attribute der Website, Sprache, Adresse und Titel der Seite, die Seite davor, Zeitpunkte der Anzeige und der Antwort",
                )
                .to_owned(),
            ),
            (
                t("Who answered", "Wer geantwortet hat"),
                t(
                    "what the site says of the person, contact data and e-mail addresses that a visitor enters; nothing if neither gives any",
                    "Angaben der Website zur Person, Kontaktdaten und E-Mail-Adressen, die Besucher eintragen; nichts, wenn beide nichts angeben",
                )
                .to_owned(),
            ),
            (
                t("Follow-ups", "Nachverfolgung"),
                t(
                    "of responses that need somebody: who takes care of them, the status, the day when they are due, notes of users, and who changed what when; tags of users and rules",
                    "zu Antworten, um die sich jemand kümmern soll: wer zuständig ist, Status, Frist, Notizen von Benutzern, und wer wann was geändert hat; Schlagwörter von Benutzern und Regeln",
                )
                .to_owned(),
            ),
            (
                t("Value of customers", "Wert von Kunden"),
                t(
                    "revenue, orders and departures of customers that admins import, with the site’s identifier of the person, or a keyed hash of it if contact data is encrypted; nothing unless it is imported",
                    "Umsatz, Bestellungen und Abgänge von Kunden, die Administratoren importieren, mit der Kennung der Person oder, wenn Kontaktdaten verschlüsselt sind, deren Hash; nichts, wenn nichts importiert wird",
                )
                .to_owned(),
            ),
            (
                t("Addresses of the network", "Netzwerkadressen"),
                match language {
                    RecordLanguage::English => format!("not stored; in memory for {minutes} minutes at most, against abuse"),
                    RecordLanguage::German => format!("nicht gespeichert; höchstens {minutes} Minuten im Arbeitsspeicher, gegen Missbrauch"),
                },
            ),
            (
                t("Users of the report", "Benutzer des Berichts"),
                t(
                    "name, role, an e-mail address and how often they get a digest, if they enter that, a hash of the password, hashes of sessions, and in the audit log what they changed and which contact data they read",
                    "Name, Rolle, E-Mail-Adresse und Häufigkeit einer Zusammenfassung, wenn sie das eintragen, Hash des Passworts, Hashes der Sitzungen und im Protokoll, was sie geändert und welche Kontaktdaten sie gelesen haben",
                )
                .to_owned(),
            ),
        ],
    )
}

fn retention(settings: &Settings, language: RecordLanguage) -> Section {
    let t = |english, german| language.pick(english, german);
    let days = |days: Option<u32>| match (days, language) {
        (Some(days), RecordLanguage::English) => format!("{days} days"),
        (Some(days), RecordLanguage::German) => format!("{days} Tage"),
        (None, RecordLanguage::English) => "without limit, until it is erased".to_owned(),
        (None, RecordLanguage::German) => "unbegrenzt, bis zur Löschung".to_owned(),
    };
    let kept = settings.retention;
    let shorter = |part: Option<u32>| [part, kept.responses].into_iter().flatten().min();
    section(
        t("How long", "Wie lange"),
        [
            (t("Responses", "Antworten"), days(kept.responses)),
            (t("Who answered", "Wer geantwortet hat"), days(shorter(kept.personal))),
            (t("Notes of follow-ups", "Notizen der Nachverfolgung"), days(shorter(kept.personal))),
            (
                t("Responses marked as test or spam", "Als Test oder Spam markierte Antworten"),
                days(shorter(kept.marked)),
            ),
            (t("Sessions of users", "Sitzungen von Benutzern"), days(Some(SESSION_DAYS as u32))),
            (
                t("Notices, and which user got them", "Hinweise und welche Benutzer sie erhielten"),
                days(Some(KEPT_DAYS)),
            ),
            (t("Audit log", "Protokoll"), days(None)),
            (
                t("Backups", "Sicherungskopien"),
                t("until the operator deletes them", "bis der Betreiber sie löscht").to_owned(),
            ),
        ],
    )
}

fn recipients(endpoints: &Endpoints, channels: &Channels, language: RecordLanguage) -> Section {
    let t = |english, german| language.pick(english, german);
    // Never their addresses, which may be secret.
    let list = |names: Vec<String>| if names.is_empty() { t("none", "keine").to_owned() } else { names.join(", ") };
    let endpoints = list(endpoints.list().iter().map(|listed| listed.name.clone()).collect());
    let channels = list(channels.infos().into_iter().map(|channel| channel.name).collect());
    section(
        t("Recipients", "Empfänger"),
        [
            (t("Forwarded to", "Weitergeleitet an"), endpoints),
            (t("Channels of notices, which get no personal data", "Kanäle für Hinweise, die keine personenbezogenen Daten erhalten"), channels),
            (
                t("Read by", "Gelesen von"),
                t(
                    "users and holders of a read key; agents and admins alone see who answered",
                    "Benutzer und Inhaber eines Leseschlüssels; wer geantwortet hat, sehen nur Bearbeiter (agent) und Administratoren",
                )
                .to_owned(),
            ),
        ],
    )
}

fn security(settings: &Settings, language: RecordLanguage) -> Section {
    let t = |english, german| language.pick(english, german);
    let sealed = match settings.contact_key {
        Some(_) => t(
            "encrypted in the database with AES-256-GCM; the key is outside of it",
            "in der Datenbank mit AES-256-GCM verschlüsselt; der Schlüssel liegt außerhalb",
        ),
        None => t("not encrypted in the database", "in der Datenbank nicht verschlüsselt"),
    };
    let access = if settings.open {
        t("without keys, from this machine alone", "ohne Schlüssel, nur von diesem Rechner aus")
    } else {
        t(
            "with keys and passwords, which are stored as hashes",
            "mit Schlüsseln und Passwörtern, die als Hashes gespeichert sind",
        )
    };
    let database = match settings.database.file() {
        Some(_) => t("SQLite, on the collector’s machine", "SQLite, auf dem Rechner des Collectors"),
        None => "PostgreSQL",
    };
    section(
        t("Security", "Sicherheit"),
        [
            (t("Database", "Datenbank"), database.to_owned()),
            (t("Access", "Zugang"), access.to_owned()),
            (t("Who answered", "Wer geantwortet hat"), sealed.to_owned()),
        ],
    )
}

fn rights(language: RecordLanguage) -> Section {
    let t = |english, german| language.pick(english, german);
    section(
        t("Rights of data subjects", "Rechte der Betroffenen"),
        [
            (t("Access", "Auskunft"), "askwell-collector export --email / --person".to_owned()),
            (t("Erasure", "Löschung"), "askwell-collector erase --email / --person".to_owned()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ContactKey;
    use crate::store::Retention;

    #[test]
    fn both_languages_say_the_same() {
        let settings = Settings::local("askwell.db");
        let shape = |language| {
            let record = Record::of(&settings, language);
            record.sections.iter().map(|section| section.entries.len()).collect::<Vec<_>>()
        };
        assert_eq!(shape(RecordLanguage::English), shape(RecordLanguage::German));
        let (english, german) =
            (Record::of(&settings, RecordLanguage::English), Record::of(&settings, RecordLanguage::German));
        for (english, german) in english.sections.iter().zip(&german.sections) {
            assert_ne!(english.heading, german.heading);
        }
    }

    #[test]
    fn the_record_says_what_the_configuration_says_and_no_secret() {
        let mut settings = Settings::local("askwell.db");
        let before = Record::of(&settings, RecordLanguage::English).to_markdown();
        for part in [
            "**Responses:** without limit",
            "**Who answered:** not encrypted",
            "**Forwarded to:** none",
            "**Controller:** to be added",
            "from this machine alone",
        ] {
            assert!(before.contains(part), "{part}: {before}");
        }
        settings.open = false;
        settings.contact_key = Some(ContactKey::new(&"a".repeat(64)).unwrap());
        settings.retention = Retention { responses: Some(365), personal: None, marked: Some(30) };
        settings.record.controller = Some("Muster GmbH, Berlin".to_owned());
        settings.origins = vec!["https://shop.example".parse().unwrap()];
        let file = r#"{"endpoints": [{"name": "desk", "url": "https://desk.example/s3cret"}]}"#;
        settings.endpoints = Endpoints::read(file, |_| None).unwrap();
        let after = Record::of(&settings, RecordLanguage::German).to_markdown();
        for part in [
            "**Antworten:** 365 Tage",
            "**Wer geantwortet hat:** 365 Tage",
            "markierte Antworten:** 30 Tage",
            "**Verantwortlicher:** Muster GmbH, Berlin",
            "**Websites:** https://shop.example",
            "**Weitergeleitet an:** desk\n",
            "AES-256-GCM",
        ] {
            assert!(after.contains(part), "{part}: {after}");
        }
        assert!(!after.contains("s3cret") && !after.contains("desk.example"));
    }
}
