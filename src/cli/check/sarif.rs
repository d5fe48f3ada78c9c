//! Findings in the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS), which code hosts show beside the files.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::analysis::rules::{self, Rule};
use crate::analysis::{Finding, Severity};
use crate::cli::check::checked::DrawingCheck;
use crate::cli::page::escape_controls;
use crate::model::Id;

/// What closes the document that [`head`] opens.
pub(super) const TAIL: &str = "]}]}\n";

/// The document up to its results.
pub(super) fn head() -> String {
    let rules: Vec<Value> = rules::all().iter().map(|rule| described(rule)).collect();
    let driver = json!({
        "name": "boxdrill",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    format!(
        "{{\"$schema\":\"{schema}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\"results\":["
    )
}

fn described(rule: &Rule) -> Value {
    let sentence = |text: &str| json!({ "text": format!("{text}.") });
    json!({
        "id": rule.id,
        "name": rule.title,
        "shortDescription": sentence(rule.title),
        "fullDescription": sentence(rule.why),
        "help": sentence(&format!("{}. Not flagged: {}", rule.fix, rule.exempt)),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.category.label()] },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Info => "note",
    }
}

/// The results of one drawing, with commas between them.
pub(super) fn results(file: &Path, checked: &DrawingCheck) -> Vec<u8> {
    let text = &checked.text;
    let results: Vec<String> = checked
        .report
        .findings
        .iter()
        .map(|finding| {
            escape_controls(&result(file, text, checked, finding).to_string()).into_owned()
        })
        .collect();
    results.join(",").into_bytes()
}

fn result(file: &Path, text: &str, checked: &DrawingCheck, finding: &Finding) -> Value {
    let places: Vec<Value> = finding
        .items
        .iter()
        .map(|&id| json!({ "name": checked.design.item_name(id), "kind": "object" }))
        .collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rules::all().iter().position(|rule| rule.id == finding.rule),
        "level": level(finding.severity),
        "message": { "text": format!("{}: {}. {}.", finding.title, finding.why, finding.advice) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(file) },
                "region": { "startLine": finding.item().map_or(1, |id| line_of(text, id)) },
            },
            "logicalLocations": places,
        }],
        "partialFingerprints": { "boxdrill/v1": fingerprint(finding) },
    });
    if let Some(accepted) = &finding.accepted {
        result["suppressions"] = json!([{ "kind": "inSource", "justification": accepted.reason }]);
    }
    result
}

/// The same for the same finding as long as the item keeps its id.
fn fingerprint(finding: &Finding) -> String {
    let item = finding.item().map_or(0, |id| id.0);
    format!(
        "{}/{item}/{}",
        finding.rule,
        finding.part.as_deref().unwrap_or("")
    )
}

/// The line of a `.boxdrill` file on which an item begins, counted from 1; 1 where it is not found.
fn line_of(text: &str, id: Id) -> usize {
    let wanted = format!("\"id\": {}", id.0);
    let place = text
        .lines()
        .position(|line| line.trim().trim_end_matches(',') == wanted);
    place.map_or(1, |index| index + 1)
}

/// A path as a relative URI reference.
fn uri(file: &Path) -> String {
    // Byte for byte: also a path that is no text names its file.
    let mut path = file.as_os_str().as_encoded_bytes().to_vec();
    if cfg!(windows) {
        let slashes = path.iter_mut().filter(|byte| **byte == b'\\');
        slashes.for_each(|byte| *byte = b'/');
    }
    let path = path.strip_prefix(b"./").unwrap_or(&path);
    let mut uri = String::new();
    for &byte in path {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri(Path::new("./a b/ü.boxdrill")), "a%20b/%C3%BC.boxdrill");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_keeps_its_bytes() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = std::ffi::OsStr::from_bytes(b"a/\xff\\b");
        assert_eq!(uri(Path::new(path)), "a/%FF%5Cb");
    }

    #[test]
    fn items_are_found_by_their_line() {
        let text = "{\n  \"components\": [\n    {\n      \"id\": 12,\n      \"kind\": \"x\"\n    }\n  ]\n}";
        assert_eq!(line_of(text, Id(12)), 4);
        assert_eq!(line_of(text, Id(1)), 1);
    }

    #[test]
    fn the_head_and_the_tail_make_a_document() {
        let document: Value = serde_json::from_str(&(head() + TAIL)).unwrap();
        let rules = &document["runs"][0]["tool"]["driver"]["rules"];
        assert_eq!(rules.as_array().map(Vec::len), Some(rules::all().len()));
    }
}
