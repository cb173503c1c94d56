//! What the documentation shows is what the code takes: every JSON block in it is read.

mod common;

use askwell_survey::config::Config;
use askwell_survey::{Question, Response, Value, lint};
use common::{files, form, json, path, text};

/// A type of question for each page.
const TYPES: [&str; 18] = [
    "ces", "choice", "choices", "consent", "contact", "csat", "date", "dropdown", "emoji", "link", "matrix", "message",
    "nps", "ranking", "scale", "stars", "text", "thumbs",
];

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
    let mut survey = json(r#"{"id": "documentation"}"#);
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
    assert_eq!(pages.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), TYPES);
    for (name, page) in pages {
        assert!(page.starts_with(&format!("# {name}\n")), "{name}");
        let picture = format!("](../images/questions/{name}.png)");
        let described = page.split(&picture).next().and_then(|before| before.rsplit_once("![")).unwrap().1;
        assert!(page.contains(&picture) && described.len() > 30, "{name}: {described}");
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
    assert!(checked > TYPES.len() + 5, "{checked}");
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

/// The anchors that a page's headings make.
fn anchors(page: &str) -> Vec<String> {
    let anchor = |heading: &str| {
        let kept = heading.trim().chars().filter(|character| character.is_alphanumeric() || " -".contains(*character));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    page.lines().filter(|line| line.starts_with('#')).map(|line| anchor(line.trim_start_matches('#'))).collect()
}
