//! Who is in a sample, and who gets which variant: a number made of the visitor and the survey, and nothing stored.

use crate::Value;

/// What is added to a survey's name for variants, so that a sample has all of them.
const VARIANT: &str = "\u{1f}variant";

/// Where a visitor stands among all, from 0 to less than 100. The same for ever for the same key and survey: changing this
/// function would ask other visitors in every running survey.
///
/// FNV-1a over both, with the finalizer of MurmurHash3 so that keys that differ in one digit are far apart.
/// <http://www.isthe.com/chongo/tech/comp/fnv/>, <https://github.com/aappleby/smhasher/wiki/MurmurHash3>
pub fn bucket(key: &str, survey: &str) -> f64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    // No text has this byte: the end of the one can't be the beginning of the other.
    for byte in survey.bytes().chain([0xff]).chain(key.bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^= hash >> 33;
    (hash >> 11) as f64 / (1u64 << 53) as f64 * 100.0
}

/// The name by which samples of a configuration's survey are drawn.
pub(super) fn survey_of(config: &Value) -> &str {
    let name = |field| config.get(field).and_then(Value::as_text);
    name("id").or(name("preset")).unwrap_or("nps")
}

/// The configuration with one of its `variants` laid over it, chosen by weight, and the variant's name as the attribute
/// `variant`. Without variants that can be chosen it is as it was.
pub fn choose_variant(config: Value, key: &str) -> Value {
    let Some(Value::List(variants)) = config.get("variants") else { return config };
    let weights: Vec<f64> = variants.iter().map(weight).collect();
    let survey = [survey_of(&config), VARIANT].concat();
    let mut at = bucket(key, &survey) / 100.0 * weights.iter().sum::<f64>();
    for (index, weight) in weights.iter().enumerate() {
        if at < *weight {
            return with_variant(&config, index).unwrap_or(config);
        }
        at -= weight;
    }
    config
}

fn weight(variant: &Value) -> f64 {
    match variant.get("weight") {
        None | Some(Value::Null) => 1.0,
        Some(Value::Number(weight)) => weight.max(0.0),
        Some(_) => 0.0,
    }
}

/// How many variants a configuration has.
pub(crate) fn variant_count(config: &Value) -> usize {
    match config.get("variants") {
        Some(Value::List(variants)) => variants.len(),
        _ => 0,
    }
}

/// The configuration with this one of its variants.
pub(crate) fn with_variant(config: &Value, index: usize) -> Option<Value> {
    let Some(Value::List(variants)) = config.get("variants") else { return None };
    let variant = variants.get(index)?;
    let name = variant.get("name")?.as_text()?;
    let mut chosen = config.clone();
    if let Value::Map(entries) = &mut chosen {
        entries.retain(|(name, _)| name != "variants");
    }
    chosen.merge(variant.get("config").cloned().unwrap_or_default());
    let mut attribute = Value::object();
    attribute.put("variant", Value::from(name));
    let mut attributes = Value::object();
    attributes.put("attributes", attribute);
    chosen.merge(attributes);
    Some(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> impl Iterator<Item = String> {
        (0..100_000).map(|number: u32| number.to_string())
    }

    #[test]
    fn buckets_are_the_same_for_ever() {
        // Computed by another implementation.
        let table = [
            ("17", "shop", 38.0057952063637),
            ("18", "shop", 67.68242895222073),
            ("17", "nps", 9.674437004754077),
            ("", "nps", 98.40792128049142),
            ("c-17@müster", "a\u{1f}variant", 36.79260012587547),
        ];
        for (key, survey, expected) in table {
            assert_eq!(bucket(key, survey), expected, "{key} {survey}");
        }
    }

    #[test]
    fn every_percentage_of_visitors_is_that_percentage() {
        for percent in [1.0, 5.0, 20.0, 50.0, 95.0] {
            let chosen = keys().filter(|key| bucket(key, "shop") < percent).count() as f64;
            let expected = percent * 1_000.0;
            // Five standard deviations of the binomial distribution.
            let bound = 5.0 * (expected * (1.0 - percent / 100.0)).sqrt();
            assert!((chosen - expected).abs() < bound, "{percent}: {chosen}");
        }
    }

    #[test]
    fn all_tenths_are_alike() {
        let mut tenths = [0.0_f64; 10];
        for key in keys() {
            tenths[(bucket(&key, "nps") / 10.0) as usize] += 1.0;
        }
        let chi_square: f64 = tenths.iter().map(|count| (count - 10_000.0).powi(2) / 10_000.0).sum();
        // The 99.9th percentile of nine degrees of freedom.
        assert!(chi_square < 27.9, "{tenths:?}");
    }

    #[test]
    fn samples_of_two_surveys_are_independent() {
        let both = keys().filter(|key| bucket(key, "a") < 10.0 && bucket(key, "b") < 10.0).count();
        assert!((850..1_150).contains(&both), "{both}");
    }

    fn config(variants: &str) -> Value {
        serde_json::from_str(&format!(r#"{{"id": "shop", "texts": {{"a": 1, "b": 2}}, "variants": {variants}}}"#))
            .unwrap()
    }

    #[test]
    fn a_variant_is_laid_over_the_configuration_and_recorded() {
        let chosen = choose_variant(config(r#"[{"name": "x", "config": {"texts": {"b": 3}}}]"#), "17");
        assert_eq!(chosen.to_json(), r#"{"id":"shop","texts":{"a":1,"b":3},"attributes":{"variant":"x"}}"#);
    }

    #[test]
    fn variants_are_chosen_by_their_weights_and_independently_of_the_sample() {
        let config = config(r#"[{"name": "a", "weight": 3}, {"name": "b"}, {"name": "c", "weight": 0}]"#);
        let mut counts = [0, 0];
        for key in (0..2_000).map(|number: u32| number.to_string()) {
            let chosen = choose_variant(config.clone(), &key);
            let name = chosen.get("attributes").and_then(|attributes| attributes.get("variant")).cloned();
            counts[usize::from(name != Some(Value::from("a")))] += 1;
            assert_ne!(name, Some(Value::from("c")));
        }
        assert!((1_400..1_600).contains(&counts[0]), "{counts:?}");
        let sampled: Vec<String> = keys().filter(|key| bucket(key, "shop") < 5.0).collect();
        let first = sampled.iter().filter(|key| bucket(key, "shop\u{1f}variant") < 50.0).count();
        assert!((sampled.len() * 45 / 100..sampled.len() * 55 / 100).contains(&first), "{first} of {}", sampled.len());
    }

    #[test]
    fn variants_that_cannot_be_chosen_change_nothing() {
        for variants in ["[]", "5", r#"[{"name": "a", "weight": 0}]"#, r#"[{"weight": "x"}]"#, "[{}]", "[null]"] {
            let config = config(variants);
            assert_eq!(choose_variant(config.clone(), "17"), config, "{variants}");
        }
    }
}
