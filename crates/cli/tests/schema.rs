//! The JSON Schema and the linter say the same, as far as a schema can say it.

use askwell_cli::{lint::check_text, report::Severity, schema::schema};
use askwell_survey::limits;
use askwell_survey::question::field::{FieldDefault, Shape};
use askwell_survey::question::{Definition, TypeRegistry};
use jsonschema::Validator;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).expect("the schema is one")
}

/// The JSON files in a folder of this repository, with their texts.
fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("listed").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let name = |path: &PathBuf| path.file_name().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).expect("readable"))).collect()
}

fn json(name: &str, text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What the linter calls errors, a line each.
fn errors(name: &str, text: &str) -> Vec<String> {
    let problems = check_text(name, text).problems.into_iter();
    problems
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| format!("{} {}: {}", problem.code, problem.path, problem.message))
        .collect()
}

/// What the schema finds wrong.
fn refusals(validator: &Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Goes through one folder of the corpus: whether the schema and the linter refuse each document.
fn corpus(folder: &str, schema_refuses: bool, linter_refuses: bool) {
    let validator = validator();
    let files = files(&format!("tests/corpus/{folder}"));
    assert!(files.len() >= 20, "{folder} has {} documents", files.len());
    let mut wrong = Vec::new();
    for (name, text) in &files {
        let (refusals, errors) = (refusals(&validator, &json(name, text)), errors(name, text));
        if refusals.is_empty() == schema_refuses {
            wrong.push(format!("{folder}/{name}: the schema says {refusals:?}"));
        }
        if errors.is_empty() == linter_refuses {
            wrong.push(format!("{folder}/{name}: the linter says {errors:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn schema_and_linter_accept_what_is_valid() {
    corpus("valid", false, false);
}

#[test]
fn schema_and_linter_refuse_what_is_invalid() {
    corpus("invalid", true, true);
}

#[test]
fn the_linter_alone_refuses_what_takes_several_fields_to_see() {
    corpus("beyond-schema", false, true);
}

#[test]
fn every_example_of_the_documentation_is_valid() {
    let validator = validator();
    let examples = files("../../docs/examples");
    assert!(examples.len() >= 12, "{} examples", examples.len());
    for (name, text) in examples {
        assert_eq!(refusals(&validator, &json(&name, &text)), [""; 0], "{name}");
        assert_eq!(errors(&name, &text), [""; 0], "{name}");
    }
}

#[test]
fn the_schema_is_a_schema_and_names_its_draft() {
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(jsonschema::meta::is_valid(&schema()));
}

/// A survey of one question, with these fields of its type.
fn of_one_question(definition: &Definition, fields: &Value) -> Value {
    let mut question = fields.clone();
    question["id"] = "q".into();
    question["type"] = definition.name.into();
    question["prompt"] = "Why?".into();
    serde_json::json!({"id": "x", "questions": [question]})
}

/// Values that no field of this shape takes.
fn unfit(shape: &Shape) -> Vec<Value> {
    let list = |count: usize| Value::from((0..count).map(|index| format!("c{index}")).collect::<Vec<_>>());
    let long = Value::from("x".repeat(limits::WORDS + 1));
    match shape {
        Shape::Text | Shape::TextOrTrue => vec![Value::from(5), Value::from(""), long],
        Shape::TextList { max } => vec![Value::from(5), list(max + 1)],
        Shape::Flag => vec![Value::from("yes"), Value::from(1)],
        Shape::Whole { min, max } => {
            vec![Value::from(min - 1), Value::from(max + 1), Value::from(f64::from(*min) + 0.5)]
        }
        Shape::Integer { min, max } => vec![Value::from(min - 1), Value::from(max + 1), Value::from(0.5)],
        Shape::Numbers(numbers) => (0..20).filter(|number| !numbers.contains(number)).map(Value::from).collect(),
        Shape::OneOf(_) => vec![Value::from("neither"), Value::from(1)],
        Shape::Day => vec![Value::from("tomorrow"), Value::from("2026-13-01"), Value::from(20_261_121)],
        Shape::Url(_) => vec![Value::from("javascript:0"), Value::from(""), Value::from("a b")],
        Shape::Choices { min, max } => vec![list(min - 1), list(max + 1), Value::from("c0 c1")],
    }
}

/// What the tables of fields say, schema and linter agree on, for every type and field.
#[test]
fn every_field_of_every_type_is_kept_within_its_bounds() {
    let validator = validator();
    for definition in TypeRegistry::default().definitions() {
        for sample in definition.samples {
            let fields = json(definition.name, sample);
            let document = of_one_question(definition, &fields);
            assert_eq!(refusals(&validator, &document), [""; 0], "{} {sample}", definition.name);
            assert_eq!(errors(definition.name, &document.to_string()), [""; 0], "{} {sample}", definition.name);
            for spec in definition.fields.iter().map(|field| field.spec()) {
                let path = format!("questions[0].{}", spec.name);
                for value in unfit(&spec.shape) {
                    let mut fields = fields.clone();
                    fields[spec.name] = value.clone();
                    let document = of_one_question(definition, &fields);
                    let errors = errors(definition.name, &document.to_string());
                    let about = format!("{} {} := {value:.40}", definition.name, spec.name);
                    assert!(!validator.is_valid(&document), "{about}: the schema takes it");
                    assert!(errors.iter().any(|error| error.contains(&path)), "{about}: the linter says {errors:?}");
                }
                if spec.default == FieldDefault::Required {
                    let mut fields = fields.clone();
                    fields.as_object_mut().expect("an object").remove(spec.name);
                    let document = of_one_question(definition, &fields);
                    assert!(!validator.is_valid(&document), "{} without {}", definition.name, spec.name);
                    assert!(
                        errors(definition.name, &document.to_string()).contains(&format!("missing {path}: is missing"))
                    );
                }
            }
        }
    }
}

/// Which errors the linter finds in each invalid document, by code and path.
#[test]
fn invalid_documents_have_these_errors() {
    let mut found = String::new();
    for folder in ["invalid", "beyond-schema"] {
        for (name, text) in files(&format!("tests/corpus/{folder}")) {
            let errors = check_text(&name, &text).problems.into_iter();
            let errors = errors.filter(|problem| problem.severity == Severity::Error);
            let errors: Vec<_> = errors.map(|problem| format!("{} {}", problem.code, problem.path)).collect();
            found += &format!("{folder}/{name}: {}\n", errors.join(", "));
        }
    }
    insta::assert_snapshot!(found);
}

/// Documents that differ from `document` in one place, with what was done.
fn variations(document: &Value) -> Vec<(String, Value)> {
    let mut pointers = Vec::new();
    walk(document, String::new(), &mut pointers);
    let replacements = [
        Value::Null,
        Value::Bool(true),
        Value::from(-1),
        Value::from(4),
        Value::from(2.5),
        Value::from(1_000_000),
        Value::from(""),
        Value::from("some words"),
        Value::from("x".repeat(3_000)),
        serde_json::json!([]),
        serde_json::json!({}),
        serde_json::json!(["some", "words"]),
        serde_json::json!({"en": "some words"}),
    ];
    let mut all = Vec::new();
    for pointer in &pointers {
        for replacement in &replacements {
            let mut other = document.clone();
            *other.pointer_mut(pointer).expect("it is there") = replacement.clone();
            all.push((format!("{pointer} := {replacement:.40}"), other));
        }
        if let Some(Value::Object(entries)) = document.pointer(pointer) {
            for name in entries.keys() {
                let mut other = document.clone();
                let object = other.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object");
                object.remove(name);
                all.push((format!("{pointer} without {name}"), other));
            }
            let mut other = document.clone();
            let object = other.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object");
            object.insert("__proto__".to_owned(), Value::from("x"));
            all.push((format!("{pointer} with __proto__"), other));
        }
    }
    all
}

fn walk(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    let step = |name: &str| format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| walk(item, step(&at.to_string()), pointers))
        }
        Value::Object(entries) => entries.iter().for_each(|(name, item)| walk(item, step(name), pointers)),
        _ => {}
    }
    pointers.push(pointer);
}

/// Every valid document of the corpus, changed in every place in every way: what the schema refuses the linter refuses
/// as well, and a name that the linter doesn't know the schema doesn't know either.
#[test]
fn one_change_anywhere_leaves_schema_and_linter_agreed() {
    let validator = validator();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in files("tests/corpus/valid") {
        for (change, document) in variations(&json(&name, &text)) {
            count += 1;
            let errors = errors(&name, &document.to_string());
            let refused = !validator.is_valid(&document);
            if refused && errors.is_empty() {
                wrong.push(format!("{name} {change}: only the schema minds: {:?}", refusals(&validator, &document)));
            }
            let says_enough = |error: &&String| error.starts_with("unknown") || error.starts_with("missing");
            if let Some(error) = errors.iter().find(says_enough).filter(|_| !refused) {
                wrong.push(format!("{name} {change}: only the linter minds: {error}"));
            }
        }
    }
    assert!(count > 3_000, "{count} changes");
    assert!(wrong.is_empty(), "{} of {count}:\n{:.20000}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_schema_knows_every_word_of_the_survey_crate() {
    use askwell_survey::{Kind, MessageKey, Preset, config};
    let schema = schema();
    let words = |field: &str| -> Vec<String> {
        let variants = schema["properties"][field]["anyOf"][0]["oneOf"].as_array().expect("words");
        variants.iter().map(|variant| variant["const"].as_str().expect("a word").to_owned()).collect()
    };
    fn sorted(mut words: Vec<String>) -> Vec<String> {
        words.sort();
        words
    }
    macro_rules! check {
        ($($field:literal = $names:expr;)*) => {
            $(assert_eq!(sorted(words($field)), sorted($names.iter().map(|(name, _)| (*name).to_owned()).collect()));)*
        };
    }
    check! {
        "preset" = Preset::NAMES;
        "kind" = Kind::NAMES;
        "display" = config::Display::NAMES;
        "position" = config::Position::NAMES;
        "theme" = config::Theme::NAMES;
        "storage" = config::Storage::NAMES;
        "consent" = config::Consent::NAMES;
        "gpc" = config::GPC;
    }
    let texts = schema["properties"]["texts"]["properties"].as_object().expect("texts");
    assert_eq!(texts.len(), MessageKey::ALL.len());
}
