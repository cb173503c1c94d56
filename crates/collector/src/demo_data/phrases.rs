//! The phrases that comments consist of.

use super::texts::{Mood, Subject};

/// In German, and in English.
pub(super) type Phrases = [&'static [&'static str]; 2];

/// What is written about a subject, what comes often first. `{goods}`, `{day}`, `{days}` and `{number}` are filled in.
pub(super) fn phrases(subject: Subject, mood: Mood) -> Phrases {
    match (subject, mood) {
        (Subject::Delivery, Mood::Bad) => [
            &[
                "Die Lieferung kam viel zu spät.",
                "Das Paket war {days} Tage unterwegs.",
                "Angekündigt war {day}, gekommen ist es eine Woche später.",
                "Die Sendungsverfolgung stand tagelang auf demselben Stand.",
                "Die {goods} kamen in {number} einzelnen Paketen an.",
                "Das Paket lag im Regen vor dem Tor.",
                "Niemand konnte mir sagen, wo unsere Bestellung steckt.",
            ],
            &[
                "The delivery came far too late.",
                "The parcel took {days} days.",
                "It was promised for {day} and came a week later.",
                "Tracking showed the same status for days.",
                "The {goods} came in {number} separate parcels.",
                "The parcel was left in the rain at the gate.",
                "Nobody could tell me where our order was.",
            ],
        ],
        (Subject::Carrier, Mood::Bad) => [
            &[
                "Seit dem neuen Paketdienst klappt die Lieferung nicht mehr.",
                "Der neue Paketdienst klingelt nicht und nimmt alles wieder mit.",
                "Früher war die Ware in zwei Tagen da, jetzt dauert es {days}.",
                "Der Fahrer findet unser Lager nicht, schon zum {number}. Mal.",
                "Bitte wechselt wieder zum alten Paketdienst.",
                "Die {goods} kamen beschädigt an, der Zusteller war sehr grob.",
                "Abholung in einer Filiale am anderen Ende der Stadt, obwohl wir am {day} da waren.",
            ],
            &[
                "Since you changed the carrier, deliveries don’t work any more.",
                "The new carrier doesn’t ring and takes everything back.",
                "It used to take two days, now it takes {days}.",
                "The driver can’t find our warehouse, for the {number}th time.",
                "Please go back to the old carrier.",
                "The {goods} arrived damaged, the driver was very rough.",
                "I had to collect it across town although we were in on {day}.",
            ],
        ],
        (Subject::Delivery | Subject::Carrier, Mood::Mixed) => [
            &[
                "Die Lieferung könnte schneller sein.",
                "Ein genaueres Zeitfenster für die Lieferung wäre gut.",
                "Ware gut, Lieferzeit mit {days} Tagen eher lang.",
                "Eine Lieferung am {day} hätte uns mehr geholfen.",
            ],
            &[
                "Delivery could be faster.",
                "A narrower time window would help.",
                "Goods fine, {days} days of delivery a bit long.",
                "A delivery on {day} would have helped us more.",
            ],
        ],
        (Subject::Delivery | Subject::Carrier, Mood::Good) => [
            &[
                "Schnelle Lieferung.",
                "Am nächsten Tag geliefert, besser geht es nicht.",
                "Die {goods} kamen genau am {day}, wie angekündigt.",
                "Sehr freundlicher Fahrer, alles bis ins Lager gebracht.",
                "Lieferung immer pünktlich, darauf können wir planen.",
            ],
            &[
                "Fast delivery.",
                "Delivered the next day, couldn’t be better.",
                "The {goods} came on {day}, exactly as announced.",
                "Very friendly driver, brought everything into the store room.",
                "Always on time, we can plan with it.",
            ],
        ],
        (Subject::Packaging, Mood::Bad) => [
            &[
                "Viel zu viel Verpackung.",
                "Der Karton war aufgerissen und die {goods} zerkratzt.",
                "Ein riesiger Karton für ein einziges Teil.",
                "{number} Teile waren zerbrochen, weil nichts gepolstert war.",
                "So viel Plastik muss heute nicht mehr sein.",
            ],
            &[
                "Far too much packaging.",
                "The box was torn open and the {goods} scratched.",
                "A huge box for a single item.",
                "{number} pieces were broken because nothing was padded.",
                "Nobody needs that much plastic any more.",
            ],
        ],
        (Subject::Packaging, Mood::Mixed) => [
            &["Weniger Füllmaterial würde reichen.", "Bitte Kartons verwenden, die man wieder verschließen kann."],
            &["Less filling would do.", "Please use boxes that can be closed again."],
        ],
        (Subject::Packaging, Mood::Good) => [
            &["Sorgfältig verpackt.", "Endlich ein Versand ohne Plastik.", "Die {goods} waren sehr gut geschützt."],
            &["Carefully packed.", "Finally a parcel without plastic.", "The {goods} were very well protected."],
        ],
        (Subject::Price, Mood::Bad) => [
            &[
                "Zu teuer geworden.",
                "Die Preise sind seit letztem Jahr deutlich gestiegen.",
                "Die {goods} gibt es woanders {number} Prozent günstiger.",
                "Versandkosten bei kleinen Bestellungen sind nicht akzeptabel.",
                "Mengenrabatt gibt es erst ab Mengen, die kein kleiner Laden braucht.",
            ],
            &[
                "It has become too expensive.",
                "Prices have risen a lot since last year.",
                "The {goods} are {number} per cent cheaper elsewhere.",
                "Shipping costs for small orders are not acceptable.",
                "Discounts start at quantities no small shop needs.",
            ],
        ],
        (Subject::Price, Mood::Mixed) => [
            &[
                "Etwas günstiger, und es wäre eine 10.",
                "Die Preise sind in Ordnung, aber nicht mehr.",
                "Ein Rabatt für Stammkunden wäre schön.",
                "Versandkostenfrei ab {number} Stück wäre fair.",
                "Bei {goods} lohnt sich ein Vergleich.",
            ],
            &[
                "A little cheaper and it would be a 10.",
                "Prices are fine, but no more than that.",
                "A discount for regular customers would be nice.",
                "Free shipping from {number} pieces would be fair.",
                "It pays to compare prices of {goods}.",
            ],
        ],
        (Subject::Price, Mood::Good) => [
            &[
                "Faire Preise.",
                "Gutes Preis-Leistungs-Verhältnis.",
                "Bei {goods} unschlagbar günstig.",
                "Der Mengenrabatt ab {number} Stück hilft uns sehr.",
                "Preise bleiben stabil, das ist selten.",
            ],
            &[
                "Fair prices.",
                "Good value for money.",
                "Unbeatable on {goods}.",
                "The discount from {number} pieces helps us a lot.",
                "Prices stay stable, which is rare.",
            ],
        ],
        (Subject::Quality, Mood::Bad) => [
            &[
                "Die Qualität hat nachgelassen.",
                "Nach {days} Tagen war das erste Teil kaputt.",
                "Die {goods} sehen anders aus als auf dem Foto.",
                "{number} von 50 Stück waren unbrauchbar.",
                "Die Farbe stimmt nicht mit der letzten Lieferung überein.",
            ],
            &[
                "The quality has got worse.",
                "The first piece broke after {days} days.",
                "The {goods} look different from the picture.",
                "{number} of 50 pieces were unusable.",
                "The colour doesn’t match the last delivery.",
            ],
        ],
        (Subject::Quality, Mood::Mixed) => [
            &["Qualität meist gut, manchmal Ausreißer.", "Die {goods} sind gut, die Anleitung nicht."],
            &["Quality mostly good, with exceptions.", "The {goods} are good, the instructions aren’t."],
        ],
        (Subject::Quality, Mood::Good) => [
            &[
                "Gute Qualität.",
                "Die {goods} halten seit Jahren.",
                "Unsere Kunden fragen immer wieder nach den {goods}.",
                "Material und Verarbeitung stimmen.",
            ],
            &[
                "Good quality.",
                "The {goods} have lasted for years.",
                "Our customers keep asking for the {goods}.",
                "Material and finish are right.",
            ],
        ],
        (Subject::Service, Mood::Bad) => [
            &[
                "Ich warte seit {days} Tagen auf eine Antwort.",
                "Niemand geht ans Telefon.",
                "Dreimal dasselbe erklärt, jedes Mal jemand anderem.",
                "Die Antwort war ein Textbaustein, der nichts mit meiner Frage zu tun hatte.",
                "Am {day} wurde ein Rückruf versprochen, der nie kam.",
                "{number} Minuten in der Warteschleife.",
            ],
            &[
                "I have been waiting for an answer for {days} days.",
                "Nobody picks up the phone.",
                "I explained the same thing three times to three people.",
                "The answer was a template that had nothing to do with my question.",
                "A call back was promised for {day} and never came.",
                "{number} minutes on hold.",
            ],
        ],
        (Subject::Service, Mood::Mixed) => [
            &[
                "Freundlich, aber es dauert.",
                "Ein fester Ansprechpartner wäre gut.",
                "Am Ende wurde es gelöst, nach {days} Tagen.",
                "Die erste Antwort hat nicht geholfen, die zweite schon.",
                "Gut erklärt, aber erst nach {number} Stunden.",
                "Am {day} erreicht man niemanden.",
                "Ein Chat wäre schneller als E-Mail.",
            ],
            &[
                "Friendly, but slow.",
                "A fixed contact person would help.",
                "It was solved in the end, after {days} days.",
                "The first answer didn’t help, the second did.",
                "Well explained, but only after {number} hours.",
                "Nobody is there on {day}.",
                "A chat would be faster than e-mail.",
            ],
        ],
        (Subject::Service, Mood::Good) => [
            &[
                "Sehr freundlicher Service.",
                "Meine Frage war in {number} Minuten gelöst.",
                "Kompetente Beratung, danke!",
                "Man merkt, dass sich jemand kümmert.",
                "Unkomplizierter Ersatz, ohne Diskussion.",
                "Rückruf am {day}, pünktlich und hilfreich.",
                "Die {goods} wurden sofort ersetzt.",
            ],
            &[
                "Very friendly service.",
                "My question was solved in {number} minutes.",
                "Competent advice, thank you!",
                "You notice that somebody cares.",
                "A replacement without any discussion.",
                "They called back on {day}, on time and helpful.",
                "The {goods} were replaced at once.",
            ],
        ],
        (Subject::Website, Mood::Bad) => [
            &[
                "Die Suche findet nichts.",
                "Auf dem Handy ist die Seite kaum zu bedienen.",
                "Die Filter bei {goods} funktionieren nicht.",
                "Der Warenkorb war nach dem Anmelden leer.",
                "Ich musste {number} Mal von vorn anfangen.",
            ],
            &[
                "Search finds nothing.",
                "The site is hardly usable on a phone.",
                "The filters for {goods} don’t work.",
                "The basket was empty after I signed in.",
                "I had to start over {number} times.",
            ],
        ],
        (Subject::Website, Mood::Mixed) => [
            &[
                "Die Seite ist etwas unübersichtlich.",
                "Eine Merkliste fehlt.",
                "Frühere Bestellungen sollte man mit einem Klick wiederholen können.",
                "Die Bilder der {goods} könnten größer sein.",
                "Die Lieferzeit sollte schon beim Artikel stehen.",
            ],
            &[
                "The site is a bit cluttered.",
                "A wish list is missing.",
                "Repeating an earlier order should take one click.",
                "The pictures of the {goods} could be larger.",
                "Delivery times should be shown with the article.",
            ],
        ],
        (Subject::Website, Mood::Good) => [
            &[
                "Übersichtliche Seite.",
                "Bestellen geht schnell und einfach.",
                "In {number} Klicks alles bestellt.",
                "Die Suche findet auch {goods} mit Tippfehlern.",
                "Nachbestellen ist jetzt viel einfacher.",
            ],
            &[
                "Clear website.",
                "Ordering is quick and easy.",
                "Everything ordered in {number} clicks.",
                "Search finds {goods} even with typos.",
                "Reordering has become much easier.",
            ],
        ],
        (Subject::Outage, _) => [
            &[
                "Die Kasse funktioniert nicht, ich konnte nicht bezahlen.",
                "Beim Klick auf „Kaufen“ kommt nur eine Fehlermeldung.",
                "Die Seite hängt beim Bezahlen, seit {day} versuche ich es.",
                "Bestellung abgebrochen, nach dem {number}. Versuch aufgegeben.",
                "Fehler 500 an der Kasse.",
                "Geld abgebucht, aber keine Bestätigung bekommen.",
            ],
            &[
                "The checkout doesn’t work, I couldn’t pay.",
                "Clicking “Buy” only shows an error.",
                "The page hangs while paying, I have been trying since {day}.",
                "I gave up ordering after {number} attempts.",
                "Error 500 at the checkout.",
                "I was charged, but got no confirmation.",
            ],
        ],
        (Subject::Payment, Mood::Bad) => [
            &[
                "Kauf auf Rechnung fehlt.",
                "Meine Zahlungsart wird nicht angeboten.",
                "Warum kein PayPal?",
                "Als Firma brauchen wir Rechnung oder Lastschrift.",
                "Nur Kreditkarte ist zu wenig.",
                "Unsere Firmenkarte wurde am {day} ohne Grund abgelehnt.",
            ],
            &[
                "Paying by invoice is missing.",
                "My payment method isn’t offered.",
                "Why no PayPal?",
                "As a company we need invoice or direct debit.",
                "Credit card only is not enough.",
                "Our company card was refused on {day} for no reason.",
            ],
        ],
        (Subject::Payment, Mood::Mixed) => [
            &["Mehr Zahlungsarten wären gut.", "Lastschrift wäre für uns einfacher."],
            &["More payment methods would be good.", "Direct debit would be easier for us."],
        ],
        (Subject::Payment, Mood::Good) => [
            &["Bezahlen ging schnell.", "Endlich Sammelrechnung, sehr praktisch."],
            &["Paying was quick.", "Finally one invoice a month, very handy."],
        ],
        (Subject::Returns, Mood::Bad) => [
            &[
                "Die Rücksendung ist viel zu kompliziert.",
                "Seit {days} Tagen warte ich auf die Erstattung.",
                "Den Rücksendeschein musste ich selbst ausdrucken, wir haben keinen Drucker.",
                "Ich habe nicht gefunden, wohin ich die {goods} schicken soll.",
                "Die Rücksendung musste ich selbst bezahlen, das stand nirgends.",
            ],
            &[
                "Returning goods is far too complicated.",
                "I have been waiting for the refund for {days} days.",
                "I had to print the return label myself, and we have no printer.",
                "I couldn’t find where to send the {goods}.",
                "I had to pay for the return, which wasn’t mentioned anywhere.",
            ],
        ],
        (Subject::Returns, Mood::Mixed) => [
            &[
                "Die Rücksendung klappt, die Erstattung dauert.",
                "Abholung statt Paketshop wäre besser.",
                "Erstattung nach {days} Tagen, das geht schneller.",
                "Für {goods} gab es nur einen Gutschein.",
            ],
            &[
                "Returning works, the refund takes its time.",
                "A pick-up instead of a parcel shop would be better.",
                "Refund after {days} days, could be faster.",
                "For the {goods} I only got a voucher.",
            ],
        ],
        (Subject::Returns, Mood::Good) => [
            &[
                "Rücksendung ohne Probleme.",
                "Geld nach {days} Tagen zurück.",
                "Code zeigen, Paket abgeben, fertig.",
                "Die {goods} wurden am {day} abgeholt.",
                "Sehr kulant.",
            ],
            &[
                "Return without problems.",
                "Refunded after {days} days.",
                "Show the code, drop the parcel, done.",
                "The {goods} were picked up on {day}.",
                "Very accommodating.",
            ],
        ],
        (Subject::Invoice, Mood::Bad) => [
            &[
                "Die Rechnung war falsch.",
                "Unsere Umsatzsteuer-Nummer fehlt auf jeder Rechnung.",
                "Ich musste {number} Mal um eine Rechnung bitten.",
                "Mahnung bekommen, obwohl am {day} bezahlt war.",
            ],
            &[
                "The invoice was wrong.",
                "Our VAT number is missing on every invoice.",
                "I had to ask {number} times for an invoice.",
                "I got a reminder although it was paid on {day}.",
            ],
        ],
        (Subject::Invoice, Mood::Mixed) => [
            &["Eine Rechnung als E-Rechnung wäre gut.", "Die Kostenstelle sollte auf der Rechnung stehen."],
            &["Electronic invoices would be good.", "The cost centre should be on the invoice."],
        ],
        (Subject::Invoice, Mood::Good) => [
            &["Rechnung stimmt und kommt sofort.", "Buchhaltung freut sich über die Sammelrechnung."],
            &["The invoice is right and comes at once.", "Our accountants love the monthly invoice."],
        ],
        (Subject::General, Mood::Bad) => [
            &[
                "Ich bin enttäuscht.",
                "Das geht besser.",
                "So verliert man Stammkunden.",
                "Nach {number} Bestellungen das letzte Mal.",
            ],
            &[
                "I am disappointed.",
                "You can do better.",
                "This is how to lose regulars.",
                "My last order, after {number} of them.",
            ],
        ],
        (Subject::General, Mood::Mixed) => [
            &["Im Großen und Ganzen zufrieden.", "Mal so, mal so.", "Die Auswahl bei {goods} könnte größer sein."],
            &["All in all satisfied.", "Hit and miss.", "The range of {goods} could be wider."],
        ],
        (Subject::General, Mood::Good) => [
            &[
                "Alles bestens.",
                "Immer wieder gern.",
                "Große Auswahl, vor allem bei {goods}.",
                "Seit {number} Bestellungen zufrieden.",
            ],
            &[
                "All good.",
                "Always happy to come back.",
                "A wide range, above all of {goods}.",
                "Satisfied for {number} orders.",
            ],
        ],
    }
}

pub(super) const GOODS: Phrases = [
    &[
        "Gläser",
        "Lampen",
        "Regale",
        "Kartons",
        "Teller",
        "Stühle",
        "Notizbücher",
        "Etiketten",
        "Körbe",
        "Schreibtische",
    ],
    &["glasses", "lamps", "shelves", "boxes", "plates", "chairs", "notebooks", "labels", "baskets", "desks"],
];

pub(super) const WEEKDAYS: Phrases = [
    &["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
    &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
];

// By mood.

pub(super) const OPENINGS: [Phrases; 3] = [
    [
        &[
            "Leider:",
            "Schade.",
            "Wir sind langjährige Kunden und verärgert.",
            "Zum wiederholten Mal:",
            "Guten Tag.",
            "Ehrlich gesagt:",
        ],
        &[
            "Unfortunately:",
            "A pity.",
            "We are long-standing customers and annoyed.",
            "Once again:",
            "Hello.",
            "Frankly:",
        ],
    ],
    [
        &["Eigentlich gut.", "Im Prinzip zufrieden.", "Ein Wunsch:", "Kleiner Hinweis:", "Fast perfekt."],
        &["Good, actually.", "Satisfied in principle.", "One wish:", "A small hint:", "Nearly perfect."],
    ],
    [
        &["Super!", "Wie immer:", "Wir bestellen seit Jahren hier.", "Klare Empfehlung.", "Großes Lob!"],
        &["Great!", "As always:", "We have been ordering here for years.", "Highly recommended.", "Well done!"],
    ],
];

pub(super) const AFTERTHOUGHTS: [Phrases; 3] = [
    [
        &[
            "Das war früher besser.",
            "Bitte ändern Sie das.",
            "Beim nächsten Mal bestelle ich woanders.",
            "Das kostet uns Zeit und Geld.",
            "Ich hätte gern eine Erklärung.",
            "Schade, denn sonst waren wir zufrieden.",
        ],
        &[
            "It used to be better.",
            "Please change this.",
            "Next time I order elsewhere.",
            "This costs us time and money.",
            "I would like an explanation.",
            "A pity, since we were happy otherwise.",
        ],
    ],
    [
        &["Sonst passt alles.", "Der Rest ist gut.", "Trotzdem danke.", "Vielleicht klappt es beim nächsten Mal."],
        &["Everything else is fine.", "The rest is good.", "Thanks anyway.", "Maybe next time."],
    ],
    [
        &[
            "Weiter so!",
            "Vielen Dank!",
            "Gern wieder.",
            "Da können sich andere etwas abschauen.",
            "Liebe Grüße aus dem Laden.",
        ],
        &[
            "Keep it up!",
            "Thank you!",
            "Happy to order again.",
            "Others could learn from it.",
            "Greetings from our shop.",
        ],
    ],
];

pub(super) const CONNECTIONS: Phrases = [
    &["Außerdem:", "Und noch etwas:", "Dazu kommt:", "Und:"],
    &["Also:", "And one more thing:", "On top of that:", "And:"],
];

pub(super) const SHORT: [Phrases; 3] = [
    [
        &["Schlecht.", "Zu langsam.", "Nie wieder.", "Enttäuschend"],
        &["Bad.", "Too slow.", "Never again.", "Disappointing"],
    ],
    [&["Passt schon.", "Okay", "Geht so.", "Ganz gut"], &["Fine.", "Okay", "So-so.", "Quite good"]],
    [&["Top!", "Super", "Sehr gut!", "Perfekt."], &["Great!", "Perfect", "Very good!", "Excellent."]],
];

pub(super) const PICTURES: [&[&str]; 3] =
    [&["😡", "👎", "😞", "🙄", "📦😤"], &["🤷", "😐", "🙂"], &["👍", "😊", "❤️", "🎉", "⭐⭐⭐⭐⭐"]];

/// Odd, and harmless: what breaks tables, searches and pages that take texts for something else.
pub(super) const ODD: &[&str] = &[
    "…",
    "-",
    "ok",
    "n/a",
    "👍",
    "👍🏽👍🏽👍🏽",
    "🇩🇪 → 🇦🇹 ?",
    "5/7",
    "=1+1",
    "null",
    "<b>wichtig</b>",
    "50 % Rabatt & \"gratis\" Versand?",
    "Bestell-Nr. 004711",
    "siehe oben",
    "s. E-Mail",
    "asdf",
    "Zeile eins\nZeile zwei\n\n- Punkt\n- Punkt",
    "O'Brien & Søn",
    "C:\\Lager\\Liste.xlsx",
    "Größe L statt XL, 12,5 cm × 8 cm",
    "¯\\_(ツ)_/¯",
    "HALLO??? IST DA JEMAND???",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenständer nicht lieferbar",
];

pub(super) const MISSING: Phrases = [
    &[
        "Ein Beispiel fehlt.",
        "Wie lange dauert das?",
        "Was kostet das?",
        "Das gilt wohl nur für Privatkunden, wir sind eine Firma.",
        "Die Schritte passen nicht zu dem, was ich sehe.",
        "Ein Bild wäre hilfreich.",
        "Telefonnummer?",
        "Ich habe nach {goods} gesucht und hier nichts gefunden.",
        "Zu lang, ich weiß immer noch nicht, was ich tun soll.",
        "Der Link funktioniert nicht.",
    ],
    &[
        "An example is missing.",
        "How long does it take?",
        "What does it cost?",
        "This seems to be for consumers, we are a company.",
        "The steps don’t match what I see.",
        "A picture would help.",
        "Phone number?",
        "I was looking for {goods} and found nothing here.",
        "Too long, I still don’t know what to do.",
        "The link doesn’t work.",
    ],
];

pub(super) const MISSING_RETURNS: Phrases = [
    &[
        "Wo bekomme ich den Rücksendeschein?",
        "Wer bezahlt die Rücksendung?",
        "Was mache ich ohne Drucker?",
        "An welche Adresse geht das Paket?",
        "Wann bekomme ich mein Geld zurück?",
        "Wie schicke ich {goods} zurück, die zu groß für ein Paket sind?",
        "Steht nicht drin, ob ich einzelne Teile zurückgeben kann.",
    ],
    &[
        "Where do I get the return label?",
        "Who pays for the return?",
        "What do I do without a printer?",
        "Which address does the parcel go to?",
        "When do I get my money back?",
        "How do I return {goods} that are too large for a parcel?",
        "It doesn’t say whether I can return single items.",
    ],
];

pub(super) const OTHER: Phrases = [
    &[
        "Die Auswahl",
        "Öffnungszeiten der Abholung",
        "Der Newsletter",
        "Nachhaltigkeit",
        "Alles zusammen",
        "Das Treueprogramm",
        "Ansprechpartner gewechselt",
    ],
    &[
        "The range",
        "Pick-up hours",
        "The newsletter",
        "Sustainability",
        "All of it",
        "The loyalty programme",
        "Our contact person left",
    ],
];

pub(super) const SPAM: &[&str] = &[
    "Buy followers now!!! Best price, fast delivery >>> followers.example",
    "Make money from home, 500 a day, see money.example",
    "Dear sir, I have an offer for your website ranking. Write to seo.example",
    "Billige Uhren und Taschen, nur heute: uhren.example",
    "click here click here click here",
];

pub(super) const FIRST_NAMES: &[&str] = &[
    "Jana", "Lukas", "Aylin", "Jonas", "Miriam", "Felix", "Sofia", "Mehmet", "Katrin", "Paul", "Hannah", "Tobias",
    "Elena", "Markus", "Nele", "Stefan", "Amira", "David", "Clara", "Oliver", "Ines", "Peter", "Lena", "Björn",
];

pub(super) const LAST_NAMES: &[&str] = &[
    "Vogel",
    "Schneider",
    "Yılmaz",
    "Brandt",
    "Kowalski",
    "Hoffmann",
    "Lindner",
    "Krüger",
    "Okafor",
    "Seidel",
    "Marino",
    "Fuchs",
    "Petersen",
    "Böhm",
    "Nowak",
    "Winter",
    "Jansen",
    "Roth",
    "Arslan",
    "Keller",
    "Huber",
    "Groß",
];
