//! The gallery's question types: those that `www/gallery/types.json` describes, and a sample of every other.

use crate::workspace::{read, write};
use anyhow::{Context, Result};
use askwell_survey::question::{Definition, TypeRegistry};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Adds the types that the file lacks.
///
/// # Errors
/// When it is no list of types.
pub(super) fn complete(file: &Path) -> Result<()> {
    let described: Vec<Value> =
        serde_json::from_str(&read(file)?).with_context(|| format!("{} is no list", file.display()))?;
    write(file, serde_json::to_string(&with_samples(described)?)?)
}

fn with_samples(mut types: Vec<Value>) -> Result<Vec<Value>> {
    for definition in TypeRegistry::default().definitions() {
        if types.iter().all(|known| known["type"] != definition.name) {
            types.push(sample(definition)?);
        }
    }
    Ok(types)
}

fn sample(definition: &Definition) -> Result<Value> {
    let Definition { name, description, samples, .. } = definition;
    let fields: Map<String, Value> = serde_json::from_str(samples.first().unwrap_or(&"{}"))?;
    let mut question = json!({ "id": "answer", "type": name, "prompt": { "en": "What do you think?" } });
    for (field, value) in fields {
        question[field] = value;
    }
    Ok(json!({ "type": name, "group": "More", "title": name, "blurb": description, "question": question }))
}

#[cfg(test)]
mod tests {
    use super::with_samples;
    use serde_json::json;

    #[test]
    fn types_without_a_description_get_a_sample() {
        let stars = json!({ "type": "stars", "title": "Stars" });
        let types = with_samples(vec![stars.clone()]).expect("samples are JSON");
        assert_eq!(types[0], stars);
        let consent = types.iter().find(|known| known["type"] == "consent").expect("it is added");
        assert_eq!(consent["question"]["label"], "I agree");
        assert_eq!(types.iter().filter(|known| known["type"] == "stars").count(), 1);
    }
}
