//! Reads the text of a prompt, and says where what is wrong with it.

use super::accepted::AcceptedDesign;
use super::locate::locate;
use super::types::Scenario;
use super::validate::{ScenarioError, check_kinds, check_scenario, reject};
use crate::model::parse_notation;

/// Reads one prompt.
///
/// # Errors
/// One sentence that begins with the line and the column, and says what to do.
pub fn parse(text: &str) -> Result<Scenario, String> {
    let mut scenario: Scenario = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let end = message.rfind(" at line ").unwrap_or(message.len());
        at_position(error.line(), error.column(), &message[..end])
    })?;
    complete_scenario(&mut scenario).map_err(|ScenarioError { at, message }| {
        let (line, column) = locate(text, &at).unwrap_or((1, 1));
        at_position(line, column, &message)
    })?;
    Ok(scenario)
}

fn at_position(line: usize, column: usize, message: &str) -> String {
    format!("line {line}, column {column}: {message}")
}

fn complete_scenario(scenario: &mut Scenario) -> Result<(), ScenarioError> {
    for (n, accepted) in scenario.designs.iter_mut().enumerate() {
        parse_drawing(&format!("/designs/{n}"), accepted)?;
    }
    check_scenario(scenario)
}

fn parse_drawing(at: &str, accepted: &mut AcceptedDesign) -> Result<(), ScenarioError> {
    let parsed = parse_notation(&accepted.drawing.join("\n")).or_else(|error| {
        let line = error.line.saturating_sub(1);
        reject(format!("{at}/drawing/{line}"), error.message)
    })?;
    for (key, part) in &accepted.parts {
        let component = parsed
            .keys
            .get(key)
            .and_then(|&id| parsed.design.component(id));
        let at = format!("{at}/parts/{key}");
        if component.is_none() {
            return reject(at, format!("the part `{key}` is not in the drawing"));
        }
        check_kinds(format!("{at}/accepts"), &part.accepts)?;
    }
    accepted.design = parsed.design;
    accepted.keys = parsed.keys;
    Ok(())
}
