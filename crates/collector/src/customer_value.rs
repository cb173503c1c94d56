//! What customers are worth, as a table (CSV) of somebody's shop or CRM has it.

use std::collections::HashMap;

use askwell_survey::limits;
use sha2::{Digest, Sha256};

use crate::contact::ContactKey;
use crate::day::{Day, parse_moment};
use crate::export::cell;
use crate::names::{name_of, named};
use crate::row::storable;

/// Bytes of a file at most.
pub(crate) const LONGEST: usize = 10 * 1_048_576;
/// Problems that are listed.
const LISTED: usize = 50;
/// Hundredths of a currency at most: sums of any number of rows that fit into a file stay far from what a number can hold.
const LARGEST: i64 = 10_000_000_000_000;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// What was invoiced, or paid.
    Revenue,
    /// Somebody ordered.
    Order,
    /// Somebody ordered who had before.
    RepeatPurchase,
    /// Somebody left.
    Churn,
}

impl ValueKind {
    /// The names in the database and in files.
    pub(crate) const NAMES: &[(&str, Self)] = &[
        ("revenue", Self::Revenue),
        ("order", Self::Order),
        ("repeat-purchase", Self::RepeatPurchase),
        ("churn", Self::Churn),
    ];

    pub(crate) fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }
}

/// A row, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomerValue {
    pub(crate) id: String,
    pub(crate) person: Option<String>,
    pub(crate) account: Option<String>,
    pub(crate) day: Day,
    pub(crate) kind: ValueKind,
    /// Hundredths, and the currency; None for churn.
    pub(crate) amount: Option<(i64, String)>,
}

/// What stands in a file, or which of its lines can't be used and why.
pub(crate) type ReadValues = Result<Vec<(u64, CustomerValue)>, LineProblems>;

/// Lines that can't be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineProblems {
    /// The first of them, each with its number.
    pub listed: Vec<(u64, String)>,
    /// How many there are.
    pub count: u64,
}

impl LineProblems {
    pub(crate) fn add(&mut self, line: u64, problem: impl Into<String>) {
        self.count += 1;
        if self.listed.len() < LISTED {
            self.listed.push((line, problem.into()));
        }
    }
}

/// Where each column stands.
struct Columns {
    id: Option<usize>,
    person: Option<usize>,
    account: Option<usize>,
    day: usize,
    kind: usize,
    amount: usize,
    currency: usize,
}

impl Columns {
    fn of(headings: &csv::StringRecord) -> Result<Self, String> {
        let place = |name: &str| {
            let is_named = |heading: &str| heading.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(name);
            headings.iter().position(is_named)
        };
        let needed = |name: &str| place(name).ok_or_else(|| format!("there is no column {name}"));
        let columns = Self {
            id: place("id"),
            person: place("person"),
            account: place("account"),
            day: needed("day")?,
            kind: needed("kind")?,
            amount: needed("amount")?,
            currency: needed("currency")?,
        };
        match columns.person.or(columns.account) {
            Some(_) => Ok(columns),
            None => Err("there is neither a column person nor a column account".to_owned()),
        }
    }
}

/// Reads a file. Persons are sealed as those of responses are. No row may be later than `today`.
pub(crate) fn read(file: &[u8], key: Option<&ContactKey>, today: Day) -> ReadValues {
    let mut problems = LineProblems::default();
    if file.len() > LONGEST {
        problems.add(1, "the file is larger than 10 MB: import it in parts");
        return Err(problems);
    }
    let first = file.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter| first.iter().filter(|byte| **byte == delimiter).count();
    let delimiter = if count(b';') > count(b',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(file);
    let columns = reader.headers().map_err(|error| error.to_string()).and_then(Columns::of);
    let columns = match columns {
        Ok(columns) => columns,
        Err(problem) => {
            problems.add(1, problem);
            return Err(problems);
        }
    };
    let mut read = Vec::new();
    let mut known: HashMap<String, u64> = HashMap::new();
    let mut alike: HashMap<String, u64> = HashMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.add(line, unreadable(&error));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let mut value = match value(&record, &columns, key, today) {
            Ok(value) => value,
            Err(problem) => {
                problems.add(line, problem);
                continue;
            }
        };
        if columns.id.is_some() {
            if let Some(earlier) = known.insert(value.id.clone(), line) {
                problems.add(line, format!("has the same id as line {earlier}"));
            }
        } else {
            // What stands in a file twice happened twice.
            let times = alike.entry(value.id.clone()).or_default();
            *times += 1;
            value.id = digest(&[&value.id, &times.to_string()]);
        }
        read.push((line, value));
    }
    if read.is_empty() && problems.count == 0 {
        problems.add(1, "there are no rows after the headings");
    }
    if problems.count == 0 { Ok(read) } else { Err(problems) }
}

fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "isn’t UTF-8: save the file as “CSV UTF-8”".to_owned(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("has {len} columns, and the headings {expected_len}")
        }
        _ => error.to_string(),
    }
}

fn value(
    record: &csv::StringRecord,
    columns: &Columns,
    key: Option<&ContactKey>,
    today: Day,
) -> Result<CustomerValue, String> {
    let cell = |index: usize| cell::plain(record.get(index).unwrap_or_default().trim());
    let text = |name: &str, index: Option<usize>| match index.map(cell).filter(|text| !text.is_empty()) {
        Some(text) if limits::exceeds(text, limits::LABEL) => Err(format!("{name}: is too long")),
        text => Ok(text.map(storable)),
    };
    let (id, person, account) =
        (text("id", columns.id)?, text("person", columns.person)?, text("account", columns.account)?);
    if person.is_none() && account.is_none() {
        return Err("needs a person or an account".to_owned());
    }
    if columns.id.is_some() && id.is_none() {
        return Err("id: is missing".to_owned());
    }
    let day = read_day(cell(columns.day))?;
    if day > today {
        return Err(format!("day: {day} lies in the future"));
    }
    let kind = cell(columns.kind).to_lowercase().replace([' ', '_'], "-");
    let kind = named(ValueKind::NAMES, &kind).ok_or_else(|| {
        format!("kind: {:?} is none of revenue, order, repeat purchase and churn", cell(columns.kind))
    })?;
    let amount = amount(kind, cell(columns.amount), cell(columns.currency))?;
    let person = person.map(|person| key.map_or_else(|| person.clone(), |key| key.hash(&person)));
    let id = match id {
        Some(id) => digest(&["id", &id]),
        None => {
            let (hundredths, currency) = amount.clone().unwrap_or_default();
            let (hundredths, day) = (hundredths.to_string(), day.to_string());
            let [person, account] = [&person, &account].map(|text| text.as_deref().unwrap_or_default());
            digest(&["row", person, account, &day, kind.name(), &hundredths, &currency])
        }
    };
    Ok(CustomerValue { id, person, account, day, kind, amount })
}

fn read_day(text: &str) -> Result<Day, String> {
    let day = Day::parse(text).or_else(|| parse_moment(text).map(Day::of));
    day.ok_or_else(|| format!("day: {text:?} isn’t a day such as 2026-11-21"))
}

/// Hundredths and the currency.
fn amount(kind: ValueKind, amount: &str, currency: &str) -> Result<Option<(i64, String)>, String> {
    if kind == ValueKind::Churn {
        return if amount.is_empty() { Ok(None) } else { Err("amount: churn has none".to_owned()) };
    }
    let hundredths = hundredths(amount).ok_or_else(|| {
        format!(
            "amount: {amount:?} isn’t an amount such as 1234.50: without separators of thousands, at most two decimals"
        )
    })?;
    let currency = currency.to_uppercase();
    if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(format!("currency: {currency:?} isn’t a code such as EUR"));
    }
    Ok(Some((hundredths, currency)))
}

/// Reads `-1234.5` or `1234,50`. `1,234` could be either, and is refused, as all with more than two decimals.
fn hundredths(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix(['-', '−']).map_or((1, text), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    let fits = !whole.is_empty() && decimals.len() <= 2 && are_digits(whole) && are_digits(decimals);
    let number = |text: &str| text.parse::<i64>().ok();
    let hundredths = number(whole)?.checked_mul(100)?.checked_add(number(&format!("{decimals:0<2}"))?)?;
    (fits && hundredths <= LARGEST).then_some(sign * hundredths)
}

/// SHA-256 of texts, none of which can be taken for a part of another one.
fn digest(texts: &[&str]) -> String {
    let mut sum = Sha256::new();
    for text in texts {
        sum.update((text.len() as u64).to_be_bytes());
        sum.update(text);
    }
    hex::encode(sum.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> ReadValues {
        read(text.as_bytes(), None, Day::parse("2026-11-21").unwrap())
    }

    #[test]
    fn amounts_are_read_or_refused() {
        let table = [
            ("12", Some(1_200)),
            ("12.5", Some(1_250)),
            ("1234,50", Some(123_450)),
            ("-0.01", Some(-1)),
            ("1,234", None),
            ("1.234,00", None),
            ("1e3", None),
            ("", None),
            (".5", None),
            ("12 EUR", None),
            ("99999999999999999999", None),
            ("100000000000.01", None),
        ];
        for (text, expected) in table {
            assert_eq!(hundredths(text), expected, "{text}");
        }
    }

    #[test]
    fn each_line_that_cannot_be_used_is_named_with_its_reason() {
        let problems = read_text(
            "day,person,kind,amount,currency\n2026-11-01,c-1,order,10,EUR\n2026-13-01,c-1,order,10,EUR\n\
             2026-11-01,,order,10,EUR\n2026-11-01,c-1,gift,10,EUR\n2026-11-01,c-1,order,ten,EUR\n\
             2026-11-01,c-1,order,10,euro\n2027-01-01,c-1,order,10,EUR\n2026-11-01,c-1,churn,10,EUR\n2026-11-01,c-1\n",
        )
        .unwrap_err();
        let lines: Vec<_> = problems.listed.iter().map(|(line, problem)| (*line, problem.as_str())).collect();
        assert_eq!(
            lines,
            [
                (3, "day: \"2026-13-01\" isn’t a day such as 2026-11-21"),
                (4, "needs a person or an account"),
                (5, "kind: \"gift\" is none of revenue, order, repeat purchase and churn"),
                (
                    6,
                    "amount: \"ten\" isn’t an amount such as 1234.50: without separators of thousands, at most two decimals"
                ),
                (7, "currency: \"EURO\" isn’t a code such as EUR"),
                (8, "day: 2027-01-01 lies in the future"),
                (9, "amount: churn has none"),
                (10, "has 2 columns, and the headings 5"),
            ]
        );
        assert_eq!(problems.count, 8);
        for (file, problem) in [
            ("day,kind,amount,currency\n", "there is neither a column person nor a column account"),
            ("person,kind,amount,currency\n", "there is no column day"),
            ("person,day,kind,amount,currency\n", "there are no rows after the headings"),
        ] {
            assert_eq!(read_text(file).unwrap_err().listed, [(1, problem.to_owned())]);
        }
    }

    #[test]
    fn a_row_is_the_same_in_each_reading_and_two_alike_are_two() {
        let file = "\u{feff}Person;Day;Kind;Amount;Currency\nc-1;2026-11-01;Repeat Purchase;12,50;eur\n\
                    c-1;2026-11-01;Repeat Purchase;12,50;eur\n";
        let once = read_text(file).unwrap();
        assert_eq!(read_text(file).unwrap(), once);
        assert_ne!(once[0].1.id, once[1].1.id);
        assert_eq!(once[0].1.kind, ValueKind::RepeatPurchase);
        assert_eq!(once[0].1.amount, Some((1_250, "EUR".to_owned())));
        let twice = read_text("id,account,day,kind,amount,currency\n1,A,2026-11-01,churn,,\n1,B,2026-11-01,churn,,\n");
        assert_eq!(twice.unwrap_err().listed, [(3, "has the same id as line 2".to_owned())]);
    }

    #[test]
    fn a_person_is_sealed_where_contact_data_is() {
        let key = ContactKey::new(&"a".repeat(64)).unwrap();
        let file = b"person,day,kind,amount,currency\nc-17,2026-11-01,order,1,EUR\n";
        let read = read(file, Some(&key), Day::parse("2026-11-21").unwrap()).unwrap();
        assert_eq!(read[0].1.person, Some(key.hash("c-17")));
    }
}
