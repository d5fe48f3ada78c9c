//! Holds the JSON Schema of prompts in `assets/` in step with the types, so that editors complete what the program reads.

use schemars::generate::SchemaSettings;

use crate::scenario::{Scenario, builtin};

/// The schema's text; what is made when a file is loaded is no part of it.
fn schema() -> String {
    let generator = SchemaSettings::draft07().into_generator();
    let schema = generator.into_root_schema_for::<Scenario>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap();
    text.push('\n');
    text
}

#[test]
fn the_schema_in_assets_is_that_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/prompt.schema.json");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, schema()).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert!(
        kept == schema(),
        "the types have changed: run BLESS=1 cargo test --lib schema"
    );
}

#[test]
fn every_built_in_prompt_has_the_fields_that_the_schema_asks_for() {
    let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
    let required = schema["required"].as_array().unwrap();
    let properties = schema["properties"].as_object().unwrap();
    for scenario in builtin() {
        let written = serde_json::to_value(scenario).unwrap();
        for field in required {
            assert!(written.get(field.as_str().unwrap()).is_some(), "{field}");
        }
        for name in written.as_object().unwrap().keys() {
            assert!(properties.contains_key(name), "{name}");
        }
    }
}
