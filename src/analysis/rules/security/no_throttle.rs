//! `no-throttle`: public services without rate limiting.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::{Graph, Link};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::analysis::rules::support::{keywords, kinds};
use crate::model::{Access, Group, Id, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-throttle",
    title: "No rate limit",
    severity: Severity::Medium,
    category: Category::Security,
    why: "One script, one client bug, or one attack can use up all capacity. A rate limit at the edge rejects excess calls before they use capacity",
    for_stakeholders: "One misbehaving user can make the service unusable for all others",
    fix: "Put a rate limiter, a gateway with limits, or a WAF in front of the first service",
    exempt: "Static files from a CDN. If the prompt does not name this risk, a missing limit is reported only as info, since many good diagrams leave it out",
    references: &[
        publications::OWASP_CONSUMPTION
            .supports("Without limits, requests exhaust capacity and budget"),
        publications::RFC_TOO_MANY_REQUESTS.supports("Excess calls are rejected with status 429"),
        publications::SRE_OVERLOAD
            .supports("Clients have quotas, and excess calls are rejected early"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- users -> waf -> load_balancer -> api
+ users -> load_balancer -> api
",
    check,
    apply_fix: Some(apply_fix),
};

/// The first service that callers reach with nothing to limit them.
fn first_unlimited(analysis: &Graph) -> Option<NodeIndex> {
    let guards = |role| matches!(role, Role::Limiter | Role::Shield | Role::Gateway);
    let clients: Vec<NodeIndex> = analysis.with_role(&[Role::Client]).collect();
    let unchecked = analysis.reach(&clients, |link| {
        let from = analysis.role(link.from);
        let before_code = analysis[link.from].kind.group == Group::Edge;
        before_code && from != Role::Cdn && !guards(analysis.role(link.to))
    });
    let limits_itself = |node: NodeIndex| {
        analysis
            .outgoing(node)
            .any(|link| guards(analysis.role(link.to)))
    };
    analysis.node_indices().find(|&n| {
        unchecked[n]
            && analysis[n].kind.group == Group::Compute
            && analysis.role(n) != Role::Other
            && !limits_itself(n)
    })
}

/// Whether a call is said to ask about a limit, or goes to what is said to keep one.
fn limits(analysis: &Graph, link: &Link) -> bool {
    drawing_text::connection_says(link.connection, keywords::LIMITED)
        || drawing_text::component_says(analysis[link.to].component, keywords::LIMITED)
}

/// The stores that somebody's machines write to with nothing before them.
fn written_without_limit(analysis: &Analysis) -> Vec<NodeIndex> {
    let outside = |node: NodeIndex| {
        matches!(analysis.role(node), Role::Device | Role::Other)
            && analysis.incoming(node).next().is_none()
    };
    let straight = analysis.links().filter(|link| {
        let writes = link.access != Some(Access::Read);
        outside(link.from)
            && writes
            && analysis.role(link.to) == Role::Store
            && !limits(analysis, link)
    });
    let mut stores: Vec<NodeIndex> = straight.map(|link| link.to).collect();
    stores.sort_unstable();
    stores.dedup();
    stores
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let stores = written_without_limit(analysis);
    if analysis.scenario.is_some() && !stores.is_empty() {
        let names = format::join_names(stores.iter().map(|&node| analysis.name(node)));
        let why = format!(
            "The monitored systems write directly to {names}. What happens if one of them sends far too much?"
        );
        let advice = format!(
            "Say how much one sender may write to {names}, and what happens above that limit"
        );
        let items = stores.iter().map(|&node| analysis.id(node)).collect();
        findings.push(RULE.finding(Severity::Info, items, why, advice));
    }
    let Some(first) = first_unlimited(analysis) else {
        return;
    };
    let severity = if analysis.is_trap(RULE.id) {
        Severity::Medium
    } else {
        Severity::Info
    };
    let name = analysis.name(first);
    let why = format!("Nothing in front of {name} limits the calls per caller");
    let advice = format!("Put a rate limiter or a gateway with limits in front of {name}");
    findings.push(RULE.finding(severity, vec![analysis.id(first)], why, advice));
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let first = finding.item()?;
    if analysis.find(first)?.role() == Role::Store {
        return None;
    }
    if let Some(mut mapping) = ReferenceMapping::new(analysis)
        && let Some(part) = mapping.first_missing(&[Role::Shield, Role::Limiter, Role::Gateway])
    {
        let mut attempt = draft.clone();
        mapping.add_part(part, &mut attempt)?;
        if first_unlimited(&Graph::new(attempt.design())).is_none() {
            *draft = attempt;
            return Some(format!("Add {}", mapping.name(part)));
        }
    }
    let direct: Vec<Id> = analysis
        .links()
        .filter(|link| analysis.role(link.from) == Role::Client)
        .filter(|link| {
            let to = &analysis[link.to];
            match to.kind.group {
                Group::Compute => to.role() != Role::Other,
                Group::Edge => to.role() != Role::Cdn && analysis.is_reachable(to.id, first),
                _ => false,
            }
        })
        .map(|link| link.id)
        .collect();
    let mut doors: Vec<Id> = direct
        .iter()
        .filter_map(|&link| Some(analysis.design.connection(link)?.to))
        .collect();
    doors.sort_unstable();
    doors.dedup();
    if doors.len() > 1 {
        draft.put_between(&direct, kinds::API_GATEWAY)?;
        let services = doors.len();
        return Some(format!(
            "Put an API gateway in front of {services} services"
        ));
    }
    draft.put_between(&direct, kinds::WAF)?;
    Some(format!(
        "Put a WAF in front of {}",
        analysis.find(first)?.name()
    ))
}
