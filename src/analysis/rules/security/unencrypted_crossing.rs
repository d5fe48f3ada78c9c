//! `unencrypted-crossing`: a connection over a trust boundary that anybody on the way can read.

use petgraph::graph::NodeIndex;

use crate::analysis::graph::Link;
use std::collections::BTreeSet;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::keywords;
use crate::model::{Id, Safeguard, ZoneKind, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "unencrypted-crossing",
    title: "Unencrypted traffic across a trust boundary",
    severity: Severity::Medium,
    category: Category::Security,
    why: "You do not trust the other side of a trust boundary. Attackers can read and change unencrypted traffic that crosses it, including passwords",
    for_stakeholders: "Attackers could read customer data in transit over an untrusted network",
    fix: "Encrypt the traffic (TLS), and note the encryption on the connection",
    exempt: "Connections inside a boundary, and connections that mention TLS, HTTPS, SSH, or a private tunnel. If the drawing does not mention encryption, the check asks once for the whole drawing; one note about TLS covers all connections",
    references: &[
        publications::RFC_MONITORING_ATTACK
            .supports("Unencrypted traffic is open to pervasive monitoring"),
        publications::RFC_TLS.supports("Current recommendations for TLS"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer: (HTTPS)
zone ours: trust "Our network" {
  load_balancer: load_balancer
  api: service x2
  db: sql x2
}
load_balancer -> api -> db
api -> partner: async (SFTP) "nightly file"
partner: third_party_api
"#,
    ),
    bad: r#"
- api -> partner: async (SFTP) "nightly file"
+ api -> partner: async (FTP) "nightly file"
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let design = analysis.design;
    let draws_trust = design
        .zones()
        .any(|(_, z)| z.kind == ZoneKind::TrustBoundary);
    if !draws_trust || drawing_text::in_notes(design, keywords::ENCRYPTED) {
        return;
    }
    let mut silent: Vec<&Link> = Vec::new();
    for link in analysis.links() {
        if !crosses_boundary(analysis, link) || is_encrypted(link) {
            continue;
        }
        let (from, to) = (analysis.name(link.from), analysis.name(link.to));
        if let Some(protocol) = plain_protocol(link) {
            let why = format!(
                "Traffic from {from} to {to} crosses a trust boundary, and {protocol} is not encrypted"
            );
            let advice = format!("Encrypt the traffic from {from} to {to}");
            let for_stakeholders =
                format!("An attacker could read or change traffic from {from} to {to} in transit");
            findings.push(Finding {
                for_stakeholders,
                ..RULE.finding(Severity::Medium, vec![link.id], why, advice)
            });
        } else if link.connection.protocol.trim().is_empty() {
            silent.push(link);
        }
    }
    ask_about(analysis, &silent, findings);
}

/// One question for all connections about which nothing is said.
fn ask_about(analysis: &Analysis, silent: &[&Link], findings: &mut Vec<Finding>) {
    let calls: BTreeSet<String> = silent
        .iter()
        .map(|link| format!("{} to {}", analysis.name(link.from), analysis.name(link.to)))
        .collect();
    if calls.is_empty() {
        return;
    }
    let calls = format::join_names(calls.iter().map(String::as_str));
    let why = format!("Traffic across a trust boundary may be readable: {calls}. Is it encrypted?");
    let advice =
        "Label the connections that cross the boundary with the encryption you use, such as TLS"
            .to_owned();
    let items = silent.iter().map(|link| link.id).collect();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

/// Whether its ends do not lie inside the same trust boundaries.
fn crosses_boundary(analysis: &Analysis, link: &Link) -> bool {
    let boundaries = |node: NodeIndex| -> BTreeSet<Id> {
        let around = analysis.design.ancestors(analysis.id(node));
        around
            .filter(|(_, zone)| zone.kind == ZoneKind::TrustBoundary)
            .map(|(id, _)| id)
            .collect()
    };
    boundaries(link.from) != boundaries(link.to)
}

fn is_encrypted(link: &Link) -> bool {
    let mut texts = drawing_text::texts_of_connection(link.connection).into_iter();
    link.connection.safeguards.contains(&Safeguard::Encrypted)
        || texts.any(|text| text_match::mentions(text, keywords::ENCRYPTED))
}

/// The readable protocol that the connection names. In a label it counts only where it is the whole label, since "HTTP
/// request" is said of every request.
fn plain_protocol<'a>(link: &Link<'a>) -> Option<&'a str> {
    let [label, protocol] = drawing_text::texts_of_connection(link.connection).map(str::trim);
    let is_protocol = |text: &str| {
        keywords::PLAINTEXT_PROTOCOL
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word.trim()))
    };
    if text_match::mentions(protocol, keywords::PLAINTEXT_PROTOCOL) {
        Some(protocol)
    } else if is_protocol(label) {
        Some(label)
    } else {
        None
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    for &link in &finding.items {
        draft.rewire(link, |connection| {
            connection.safeguards.insert(Safeguard::Encrypted);
        })?;
    }
    match finding.items[..] {
        [only] => {
            let link = analysis.links().find(|link| link.id == only)?;
            let (from, to) = (analysis.name(link.from), analysis.name(link.to));
            Some(format!("Encrypt {from} to {to}"))
        }
        _ => Some("Encrypt traffic that crosses the boundary".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    fn check_call(words: &str, more: &str, expected: &[Severity]) {
        let text = format!(
            "client -> api: {words}\nzone ours: trust {{\napi: service x2\ndb: sql x2\n}}\napi -> db\n{more}"
        );
        check_rule(&RULE, &text, expected);
    }

    #[test]
    fn it_says_what_is_named_and_asks_about_the_rest() {
        check_call("(HTTP)", "", &[Severity::Medium]);
        check_call("\"http\"", "", &[Severity::Medium]);
        check_call("sync", "", &[Severity::Info]);
        check_call("\"HTTP request\"", "", &[Severity::Info]);
        for quiet in [
            "(HTTPS)",
            "tls",
            "(HTTP/2)",
            "(gRPC)",
            "\"over VPN\"",
            "(HTTP/HTTPS)",
        ] {
            check_call(quiet, "", &[]);
        }
        check_call("(HTTP)", "note \"TLS everywhere\"", &[]);
    }
}
