//! What the documentation shows is what the code takes: every JSON block in it is read.

mod common;

use askwell_survey::config::Config;
use askwell_survey::question::TypeRegistry;
use askwell_survey::question::field::{FieldDefault, FieldSpec, Shape};
use askwell_survey::{Messages, Question, Response, Value, api, limits, lint, pack};
use common::{files, form, json, path, text};

/// The names of all types, sorted.
fn type_names() -> Vec<&'static str> {
    let mut names: Vec<_> = TypeRegistry::default().definitions().iter().map(|definition| definition.name).collect();
    names.sort_unstable();
    names
}

/// The pages on questions: their names and what they say.
fn pages() -> Vec<(String, String)> {
    let name = |path: &std::path::Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files("docs/questions", "md").iter().map(|path| (name(path), text(path))).collect()
}

/// The JSON blocks of a page.
fn blocks(page: &str) -> Vec<Value> {
    page.split("\n```json\n").skip(1).map(|rest| json(rest.split("\n```").next().unwrap())).collect()
}

/// A question alone becomes a survey.
fn survey(block: &Value) -> Value {
    if block.get("prompt").is_none() {
        return block.clone();
    }
    let mut survey = json(r#"{"id": "documentation", "languages": ["en"]}"#);
    // A question that recalls or asks for what the page gives is shown without the declaration.
    survey.put("hidden", json(r#"{"agent": null}"#));
    survey.put("questions", Value::List(vec![block.clone()]));
    survey
}

fn problems(document: &Value) -> Vec<String> {
    lint(document).iter().map(ToString::to_string).collect()
}

fn question(block: &Value) -> Question {
    let mut document = survey(block);
    document.set("endpoint", Value::from("/x"));
    Config::read(&document).unwrap_or_else(|problems| panic!("{problems}")).survey.questions[0].clone()
}

#[test]
fn every_type_of_question_has_a_page_with_a_picture() {
    let pages = pages();
    assert_eq!(pages.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), type_names());
    for (name, page) in pages {
        assert!(page.starts_with(&format!("# {name}\n")), "{name}");
        let picture = format!("](../images/questions/{name}.png)");
        let described = page.split(&picture).next().and_then(|before| before.rsplit_once("![")).unwrap().1;
        assert!(page.contains(&picture) && described.len() > 30, "{name}: {described}");
    }
}

/// The rows of a page's table of options: the names in the first cell, and the whole row.
fn rows(page: &str) -> Vec<(Vec<&str>, &str)> {
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| (row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2).collect(), row)).collect()
}

/// A number as people read it: `5,000`, `−100`.
fn shown(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let (front, back) = digits.split_at(digits.len().saturating_sub(3));
    let comma = if front.is_empty() { "" } else { "," };
    format!("{}{front}{comma}{back}", if number < 0 { "−" } else { "" })
}

/// What a row has to say of a field: one of each.
fn facts(spec: &FieldSpec, english: &Messages) -> Vec<Vec<String>> {
    let between = |min: i64, max: i64| format!("{} to {}", shown(min), shown(max));
    let one = |fact: String| vec![vec![fact]];
    let mut facts = match &spec.shape {
        Shape::Text => one(format!("{} characters", shown(limits::WORDS as i64))),
        Shape::TextOrTrue => one("`true`".to_owned()),
        Shape::TextList { .. } | Shape::Flag => Vec::new(),
        // Some numbers can't be larger than there are choices.
        Shape::Whole { min, max } => {
            vec![vec![
                between((*min).into(), (*max).into()),
                format!("{} to the number of choices", shown((*min).into())),
            ]]
        }
        Shape::Integer { min, max } => one(between((*min).into(), (*max).into())),
        Shape::Numbers(numbers) => {
            let numbers: Vec<_> = numbers.iter().map(|number| shown((*number).into())).collect();
            one(numbers.join(" or "))
        }
        Shape::OneOf(words) => words.iter().map(|word| vec![format!("`\"{word}\"`")]).collect(),
        Shape::Day => one("`\"YYYY-MM-DD\"`".to_owned()),
        Shape::Url(schemes) => schemes.iter().map(|scheme| vec![format!("`{scheme}:`")]).collect(),
        Shape::Choices { min, max } => one(between(*min as i64, *max as i64)),
    };
    facts.extend(match spec.default {
        FieldDefault::Required => Some(vec!["needed".to_owned(), "required".to_owned()]),
        FieldDefault::Nothing | FieldDefault::Flag(_) => None,
        FieldDefault::Message(key) => Some(vec![format!("“{}”", english.get(key))]),
        FieldDefault::Number(number) => Some(vec![shown(number.into())]),
        FieldDefault::Word(word) => Some(vec![format!("`\"{word}\"`")]),
    });
    facts
}

#[test]
fn every_option_is_documented_with_its_bounds_and_default() {
    let english = json(&text(&path("crates/survey/languages/en.json")));
    let english = Messages::read(&pack(&english).unwrap(), &[]).unwrap();
    let pages = pages();
    for definition in TypeRegistry::default().definitions() {
        let page = pages.iter().find(|(name, _)| name == definition.name);
        let (name, page) = page.unwrap_or_else(|| panic!("docs/questions/{}.md is missing", definition.name));
        let rows = rows(page);
        let documented: Vec<&str> = rows.iter().flat_map(|(names, _)| names.iter().copied()).collect();
        let mut specs: Vec<FieldSpec> = definition.fields.iter().map(|field| field.spec()).collect();
        for spec in &specs {
            let (_, row) = rows
                .iter()
                .find(|(names, _)| names.contains(&spec.name))
                .unwrap_or_else(|| panic!("{name}: {} has no row", spec.name));
            for fact in facts(spec, &english) {
                assert!(fact.iter().any(|one| row.contains(one)), "{name}: {row}\nlacks {fact:?}");
            }
        }
        specs.retain(|spec| !documented.contains(&spec.name));
        assert_eq!((specs.len(), documented.len()), (0, definition.fields.len()), "{name} documents {documented:?}");
    }
}

#[test]
fn every_survey_and_question_in_the_documentation_is_without_fault() {
    let mut checked = 0;
    for (name, page) in pages() {
        for block in blocks(&page).iter().filter(|block| block.get("answers").is_none()) {
            assert_eq!(block.get("type").and_then(Value::as_text), Some(name.as_str()));
            assert_eq!(problems(&survey(block)), [""; 0], "{name}");
            checked += 1;
        }
    }
    for block in blocks(&text(&path("docs/surveys.md"))) {
        assert_eq!(problems(&survey(&block)), [""; 0], "surveys: {}", block.to_json());
        checked += 1;
    }
    assert!(checked > type_names().len() + 5, "{checked}");
}

#[test]
fn every_answer_in_the_documentation_is_one_that_its_question_gives() {
    for (name, page) in pages() {
        let blocks = blocks(&page);
        let (answers, questions): (Vec<_>, Vec<_>) = blocks.iter().partition(|block| block.get("answers").is_some());
        let questions: Vec<Question> = questions.into_iter().map(question).collect();
        assert_eq!(answers.is_empty(), name == "message", "{name} shows its answer");
        for answer in answers {
            let Some(Value::Map(answers)) = answer.get("answers") else { panic!("{name}") };
            for (id, value) in answers {
                let question = questions.iter().find(|question| question.id == *id).unwrap();
                if question.question_type.link().is_some() {
                    assert_eq!(*value, Value::from("opened"), "{name}");
                } else {
                    let read = question.read(&form(question, value)).unwrap().unwrap();
                    assert_eq!(read.value(), value, "{name}");
                }
            }
        }
    }
}

#[test]
fn the_response_in_the_documentation_is_one() {
    let blocks = blocks(&text(&path("docs/responses.md")));
    let response = Response::read(&blocks[0]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(response.to_value().to_json(), blocks[0].to_json());
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let mut pages = files("docs", "md");
    pages.extend(files("docs/questions", "md"));
    pages.push(path("README.md"));
    for page in pages {
        let content = text(&page);
        for link in content.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            // Elsewhere; and pictures, which are taken of the widget.
            if file.contains("://") || file.ends_with(".png") {
                continue;
            }
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: {link}", page.display());
            assert!(
                anchor.is_empty() || anchors(&text(&target)).contains(&anchor.to_owned()),
                "{}: {link}",
                page.display()
            );
        }
    }
}

/// The code blocks of a page, each with its language.
fn code_blocks(page: &str) -> Vec<(&str, &str)> {
    let fenced = page.split("\n```").enumerate().filter(|(number, _)| number % 2 == 1);
    fenced.filter_map(|(_, block)| block.split_once('\n')).collect()
}

/// The names of the attributes in an example that are the widget's, sorted.
fn data_attributes(code: &str) -> Vec<&str> {
    let words = code.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    let mut names: Vec<_> = words.filter(|word| word.starts_with("data-")).collect();
    names.sort_unstable();
    names
}

#[test]
fn templates_have_the_attributes_of_the_markup_that_follows() {
    let mut checked = 0;
    for name in ["wordpress", "shopify", "shopware", "typo3"] {
        let page = text(&path(&format!("docs/{name}.md")));
        for pair in code_blocks(&page).windows(2) {
            let [(language, template), ("html", markup)] = pair else { continue };
            if *language != "html" && template.contains("data-") {
                assert_eq!(data_attributes(template), data_attributes(markup), "{name}: {template}");
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 5);
}

#[test]
fn every_error_and_event_is_documented_with_its_meaning() {
    let page = text(&path("docs/embedding.md"));
    let errors = api::ERROR_CODES.map(|(code, meaning)| format!("| `{code}` | {meaning} |"));
    let events = api::EVENTS.map(|(name, when)| format!("| `askwell:{name}` | {when}"));
    for row in errors.into_iter().chain(events) {
        assert!(page.lines().any(|line| line.starts_with(&row)), "{row} is missing");
    }
    assert_eq!(page.matches("\n| `askwell:").count(), api::EVENTS.len());
}

/// The anchors that a page's headings make.
fn anchors(page: &str) -> Vec<String> {
    let anchor = |heading: &str| {
        let kept = heading.trim().chars().filter(|character| character.is_alphanumeric() || " -".contains(*character));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    page.lines().filter(|line| line.starts_with('#')).map(|line| anchor(line.trim_start_matches('#'))).collect()
}
