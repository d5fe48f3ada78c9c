//! Reads the text of a prompt, and says where what is wrong with it.

use std::collections::BTreeSet;

use super::locate::locate;
use super::{AcceptedDesign, Scenario};
use crate::model::{catalogue, parse_notation};

/// Reads one prompt.
///
/// # Errors
/// One sentence that begins with the line and the column, and says what to do.
pub fn parse(text: &str) -> Result<Scenario, String> {
    let mut scenario: Scenario = serde_json::from_str(text).map_err(|error| {
        let says = error.to_string();
        let end = says.rfind(" at line ").unwrap_or(says.len());
        placed(error.line(), error.column(), &says[..end])
    })?;
    complete(&mut scenario).map_err(|Mistake { at, says }| {
        let (line, column) = locate(text, &at).unwrap_or((1, 1));
        placed(line, column, &says)
    })?;
    Ok(scenario)
}

fn placed(line: usize, column: usize, says: &str) -> String {
    format!("line {line}, column {column}: {says}")
}

/// What keeps a prompt from being used.
struct Mistake {
    /// Where, as a JSON pointer.
    at: String,
    says: String,
}

fn mistake<T>(at: impl Into<String>, says: impl Into<String>) -> Result<T, Mistake> {
    Err(Mistake {
        at: at.into(),
        says: says.into(),
    })
}

fn complete(scenario: &mut Scenario) -> Result<(), Mistake> {
    for (n, accepted) in scenario.designs.iter_mut().enumerate() {
        draw(&format!("/designs/{n}"), accepted)?;
    }
    check(scenario)
}

fn draw(at: &str, accepted: &mut AcceptedDesign) -> Result<(), Mistake> {
    let parsed = parse_notation(&accepted.drawing.join("\n")).or_else(|error| {
        let line = error.line.saturating_sub(1);
        mistake(format!("{at}/drawing/{line}"), error.message)
    })?;
    for (key, part) in &accepted.parts {
        let drawn = parsed
            .keys
            .get(key)
            .and_then(|&id| parsed.design.component(id));
        let at = format!("{at}/parts/{key}");
        if drawn.is_none() {
            return mistake(at, format!("the part `{key}` is not in the drawing"));
        }
        if let Some(unknown) = part.accepts.iter().find(|id| catalogue().get(id).is_none()) {
            let says = format!("`{unknown}` is no kind: take one from `boxdrill kinds`");
            return mistake(format!("{at}/accepts"), says);
        }
    }
    accepted.design = parsed.design;
    accepted.keys = parsed.keys;
    Ok(())
}

/// Longer ids, titles and names are refused: nobody reads them in a list.
pub(super) const MAX_NAME: usize = 120;

/// Whether it can be an id: it names a file, and stands in reports and drawings.
fn is_id(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(allowed)
}

/// What would make numbers and names of a prompt useless.
fn check_head(scenario: &Scenario) -> Result<(), Mistake> {
    if !is_id(&scenario.id) {
        let says = "an id has lower case letters, digits and underscores";
        return mistake("/id", says);
    }
    let title = scenario.title.chars().count();
    if !(1..=MAX_NAME).contains(&title) {
        return mistake("/title", format!("a title has 1 to {MAX_NAME} characters"));
    }
    let targets = &scenario.targets;
    if !(0.0..1.0).contains(&targets.availability) {
        let says = "availability is 0 or more and below 1: 0.999 for 99.9 %";
        return mistake("/targets/availability", says);
    }
    let amount = |value: f64| value.is_finite() && value >= 0.0;
    if !amount(targets.growth) || !targets.monthly_budget.is_none_or(amount) {
        return mistake("/targets", "growth and budget are numbers of 0 or more");
    }
    Ok(())
}

fn check(scenario: &Scenario) -> Result<(), Mistake> {
    check_head(scenario)?;
    if !(1..=5).contains(&scenario.difficulty) {
        let says = format!("difficulty is 1 to 5, not {}", scenario.difficulty);
        return mistake("/difficulty", says);
    }
    if scenario.flows.is_empty() {
        let says = "there is no flow: add at least one request from a client to a store";
        return mistake("/flows", says);
    }
    if scenario.designs.is_empty() {
        let says = "there is no accepted design: add at least one";
        return mistake("/designs", says);
    }
    let finite = |value: f64| value.is_finite() && value >= 0.0;
    let mut ids = BTreeSet::new();
    for (n, flow) in scenario.flows.iter().enumerate() {
        let at = format!("/flows/{n}");
        let amounts = [flow.rps, flow.megabytes, flow.latency_p99_ms.unwrap_or(0.0)];
        if !amounts.into_iter().all(finite) {
            return mistake(at, "rps, megabytes and latency are numbers of 0 or more");
        }
        if !ids.insert(flow.id.as_str()) {
            let says = format!("the flow `{}` occurs twice: give it another id", flow.id);
            return mistake(format!("{at}/id"), says);
        }
    }
    for (n, flow) in scenario.flows.iter().enumerate() {
        let leader = flow.follows.as_deref();
        if let Some(unknown) = leader.filter(|id| !ids.contains(id) || *id == flow.id) {
            let says = format!("`{unknown}` is no other flow: name the one that sets this one off");
            return mistake(format!("/flows/{n}/follows"), says);
        }
    }
    let mut ids = BTreeSet::new();
    for (n, design) in scenario.designs.iter().enumerate() {
        if !ids.insert(design.id.as_str()) {
            let says = format!(
                "the design `{}` occurs twice: give it another id",
                design.id
            );
            return mistake(format!("/designs/{n}/id"), says);
        }
    }
    let known = |key: &String| {
        let mut designs = scenario.designs.iter();
        designs.any(|design| design.keys.contains_key(key))
    };
    for (n, hint) in scenario.hints.iter().enumerate() {
        if let Some(part) = hint.part.as_ref().filter(|part| !known(part)) {
            let says = format!("`{part}` is in no accepted design: name a part of one");
            return mistake(format!("/hints/{n}/part"), says);
        }
    }
    for (n, not_needed) in scenario.not_needed.iter().enumerate() {
        let mut kinds = not_needed.kinds.iter();
        if let Some(kind) = kinds.find(|id| catalogue().get(id).is_none()) {
            let says = format!("`{kind}` is no kind: take one from `boxdrill kinds`");
            return mistake(format!("/not_needed/{n}/kinds"), says);
        }
    }
    Ok(())
}
