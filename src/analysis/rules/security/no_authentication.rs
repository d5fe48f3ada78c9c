//! `no-authentication`: flows that change data with nothing drawn that authenticates the caller.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::flow::FlowTrace;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::analysis::rules::support::{keywords, kinds};
use crate::model::{Access, Flag, Group, Role, ZoneKind, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-authentication",
    title: "No authentication",
    severity: Severity::Info,
    category: Category::Security,
    why: "If nothing checks who is calling, anyone can change anything. The location of the check determines what each service behind it can trust",
    for_stakeholders: "An attacker could act as another user",
    fix: "Show how the caller is authenticated: draw a sign-in service or a gateway that authenticates, or add a note to the connection",
    exempt: "Drawings with a sign-in service or any gateway, or whose labels mention sign-in, tokens, keys, or permissions; data that callers only read; and drawings with fewer than five components, which are still sketches. The check only asks about this, unless a flow in the prompt moves money",
    references: &[
        publications::OWASP_AUTHENTICATION
            .supports("An unauthenticated caller can pretend to be anyone"),
        publications::NIST_ZERO_TRUST
            .supports("Every request is authenticated, no matter where it comes from"),
        RuleReference::own_judgment(
            "The check does not ask about drawings with fewer than 5 components",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2 "Orders API"
api -> sign_in: sync
sign_in: auth x2 "Sign-in"
api -> db
db: sql x2 "Orders"
api -> cache: read
cache: cache x2
db -> backup
"#,
    ),
    bad: r#"
- api -> sign_in: sync
- sign_in: auth x2 "Sign-in"
"#,
    check,
    apply_fix: Some(apply_fix),
};

/// Drawings with fewer components of our own than this are sketches, and are not asked.
const MIN_PARTS: usize = 5;

/// What anybody can read off a case or count up, and no secret.
const NUMBERS: &[&str] = &[
    "serial",
    "device id",
    "deviceid",
    "device number",
    "mac address",
    "mac ",
    "imei",
    "vin ",
    "customer id",
    "customer number",
    "user id",
    "userid",
    "account id",
    "account number",
];
/// How drawings say that a device proves who it is.
const PROVES_DEVICE: &[&str] = &[
    "certificate",
    "cert ",
    "certs ",
    "mtls",
    "mutual tls",
    "x509",
    "x 509",
    "attest",
    "secure element",
    "tpm ",
    "device key",
    "hmac",
    "psk ",
    "signed request",
    "iot core",
    "iot hub",
    "own key",
    "per device key",
    "authn",
    "oauth",
    "oidc",
    "token",
    "jwt",
    "api key",
    "credential",
    "password",
    "login",
    "log in",
    "logged in",
    "sign in",
    "signed in",
    "session",
    "cognito",
    "okta",
    "keycloak",
    "signed report",
    "device signed",
];
/// How a call names its caller by such a number alone.
const NAMED_BY: &[&str] = &[
    "get ",
    "post ",
    "put ",
    "url",
    "query",
    "header",
    "path",
    "param",
    "by ",
    "with ",
    "via ",
    "over http",
];

/// Callers who are known by a number that everybody may know, on a drawing that knows no proof of who calls.
fn known_by_number(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut nodes = analysis.nodes();
    if nodes.any(|node| node.effective_kind.role == Role::Auth)
        || drawing_text::in_any_text(analysis.design, PROVES_DEVICE)
    {
        return;
    }
    let named = analysis.links().find(|link| {
        let label = &link.connection.label;
        let caller = matches!(analysis.role(link.from), Role::Client | Role::Device);
        let is_ours = analysis[link.to].is_ours();
        caller
            && is_ours
            && text_match::mentions(label, NUMBERS)
            && (label.contains(['=', '{', '<']) || text_match::mentions(label, NAMED_BY))
    });
    let Some(link) = named else { return };
    let (from, to) = (analysis.name(link.from), analysis.name(link.to));
    let why = format!(
        "“{}”: {to} identifies callers only by a number, so anyone who knows or guesses one can impersonate {from}",
        link.connection.label.trim()
    );
    let advice = "Give each caller its own key or certificate, and verify it where requests enter"
        .to_owned();
    let mut items = vec![link.id, analysis.id(link.from), analysis.id(link.to)];
    items.extend(
        analysis
            .callees(link.to)
            .iter()
            .map(|&node| analysis.id(node)),
    );
    findings.push(RULE.finding(Severity::High, items, why, advice));
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    known_by_number(analysis, findings);
    if !findings.is_empty() {
        return;
    }
    // A gateway for devices knows devices, and not people.
    let guards = |role| matches!(role, Role::Auth | Role::Gateway);
    if analysis
        .nodes()
        .any(|node| guards(node.effective_kind.role))
    {
        return;
    }
    ask_about_other_sites(analysis, findings);
    let moves_money = |flow: &&FlowTrace| flow.spec.is_some_and(|spec| spec.money);
    let flows = analysis.flows.iter();
    let dear = flows.clone().filter(moves_money);
    let ours = analysis.nodes().filter(|node| node.is_ours()).count();
    let asked = flows.filter(|_| ours >= MIN_PARTS);
    let found = dear
        .chain(asked.clone())
        .filter(|flow| changes_records(analysis, flow))
        .find_map(|flow| Some((flow, first_service(analysis, flow)?)));
    let Some((flow, first)) = found else { return };
    if drawing_text::in_any_text(analysis.design, keywords::AUTHENTICATION) {
        return;
    }
    let name = analysis.name(first);
    let items = vec![analysis.id(first)];
    let advice = format!(
        "Draw the component that authenticates callers of {name}, in front of it or called by it"
    );
    if moves_money(&flow) {
        // A quick sketch leaves out who signs in.
        let is_sketch = ours < MIN_PARTS || !analysis.design.states_counts();
        let severity = if is_sketch {
            Severity::Info
        } else {
            Severity::Medium
        };
        let flow = &flow.name;
        let why = format!("“{flow}” moves money, and nothing on its path checks who is calling");
        findings.push(Finding {
            for_stakeholders: format!(
                "An attacker could {} as another user",
                format::lower_first(flow)
            ),
            ..RULE.finding(severity, items, why, advice)
        });
    } else {
        let doors: BTreeSet<NodeIndex> = asked
            .filter(|flow| changes_records(analysis, flow))
            .filter_map(|flow| first_service(analysis, flow))
            .collect();
        let names = format::join_names(doors.iter().map(|&door| analysis.name(door)));
        let why = format!(
            "Callers change data through {names}, but nothing in the drawing identifies them. What verifies that a caller may do this?"
        );
        let items = doors.iter().map(|&door| analysis.id(door)).collect();
        findings.push(RULE.finding(Severity::Info, items, why, advice));
    }
}

/// A service that takes data from another network: a plant, a branch, a customer's own site.
fn ask_about_other_sites(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let network = |node: NodeIndex| analysis.zone_around(node, ZoneKind::TrustBoundary);
    let crossing = analysis.links().find(|link| {
        let code = |node: NodeIndex| analysis[node].kind.group == Group::Compute;
        let from = network(link.from);
        let leaves = from.is_some() && from != network(link.to);
        leaves && code(link.from) && code(link.to) && link.access != Some(Access::Read)
    });
    let Some(link) = crossing else { return };
    if drawing_text::in_any_text(analysis.design, keywords::AUTHENTICATION) {
        return;
    }
    let (from, to) = (analysis.name(link.from), analysis.name(link.to));
    let why = format!(
        "{from} is on another network. How does {to} verify that the caller is really {from}?"
    );
    let advice = format!(
        "Say how {from} authenticates to {to}: with a certificate, a key, or a signed message"
    );
    let items = vec![analysis.id(link.to), link.id, analysis.id(link.from)];
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

/// Whether callers who are drawn change a system of record with this flow, and do so at once or for good reason.
fn changes_records(analysis: &Analysis, flow: &FlowTrace) -> bool {
    let from_users = flow
        .entries
        .iter()
        .any(|&entry| analysis.role(entry) == Role::Client);
    let is_record = |node: NodeIndex| analysis[node].has(Flag::Writable);
    let mut ends = flow.ends.iter().flat_map(|end| &end.candidates);
    let changes = match flow.spec {
        // What happens on the side, such as counting readers, needs no name.
        Some(spec) => {
            let on_the_side = spec.deferrable && !spec.critical && !spec.money;
            spec.access != Access::Read && !on_the_side
        }
        None => flow.links.iter().any(|&link| {
            let link = &analysis[link];
            is_record(link.to) && link.semantics.access != Access::Read
        }),
    };
    from_users && changes && ends.any(|&node| is_record(node))
}

/// The first service that the flow comes to; none where what stands first is a box of the user's own.
fn first_service(analysis: &Analysis, flow: &FlowTrace) -> Option<NodeIndex> {
    let reached = analysis.reach(&flow.entries, |link| {
        analysis[link.from].kind.group == Group::Edge
    });
    let is_first =
        |&&node: &&NodeIndex| reached[node] && analysis[node].kind.group == Group::Compute;
    let first = *flow.components.iter().find(is_first)?;
    if analysis.role(first) == Role::Other {
        return None;
    }
    Some(first)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    if let Some(mut mapping) = ReferenceMapping::new(analysis)
        && let Some(part) = mapping.first_missing(&[Role::Auth, Role::Gateway])
    {
        mapping.add_part(part, draft)?;
        return Some(format!("Add {}", mapping.name(part)));
    }
    let first = finding.item()?;
    let auth = draft.add(kinds::SIGN_IN, first, PlacementSide::Below)?;
    draft.at_least(auth, 2)?;
    draft.connect(first, auth)?;
    Some(format!(
        "Have {} ask a sign-in service",
        analysis.find(first)?.name()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::examples::ALBUM;
    use crate::analysis::rules::testing::{check_answer, prompt_with_flows};

    #[test]
    fn it_is_asked_and_only_said_where_money_moves() {
        let album = ALBUM.text();
        let free = prompt_with_flows(|flow| flow.money = false);
        check_answer(&RULE, &free, &album, &[Severity::Info]);
        let paid = prompt_with_flows(|flow| flow.money = flow.id == "edit");
        check_answer(&RULE, &paid, &album, &[Severity::Medium]);
    }

    #[test]
    fn a_word_or_a_gateway_is_enough() {
        let paid = prompt_with_flows(|flow| flow.money = flow.id == "edit");
        for line in [
            "note \"Callers send a JWT\"",
            "users -> gateway\ngateway: api_gateway",
        ] {
            check_answer(&RULE, &paid, &format!("{}\n{line}", ALBUM.text()), &[]);
        }
        check_answer(
            &RULE,
            &paid,
            "users: client\nusers -> cdn -> photos\nphotos: s3",
            &[],
        );
    }
}
