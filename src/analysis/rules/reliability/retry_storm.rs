//! `retry-storm`: retries at several places of one path, so that the attempts multiply.

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::{Graph, Link};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::paths::heaviest_path;
use crate::model::{Id, Safeguard};

/// More attempts than this at the end of a path are a retry storm. No single place counts for more, so that many retries in
/// one place alone are none.
const MAX_ATTEMPTS: u64 = 4;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "retry-storm",
    title: "Retry storm",
    severity: Severity::High,
    category: Category::Reliability,
    why: "If each of three layers tries three times, one request causes 27 calls to the last service, exactly when that service is failing. A brief failure becomes a long outage",
    for_stakeholders: "Retries from all other components turn a brief failure into a long outage",
    fix: "Retry in only one layer, the outermost layer that can tell whether a retry makes sense, with exponential backoff and a circuit breaker",
    exempt: "Retries in only one layer, calls behind a circuit breaker, asynchronous calls, and connections that do not mention retries",
    references: &[
        publications::AWS_RETRIES
            .supports("Retries in several layers multiply, so retry in one layer"),
        publications::AZURE_RETRY_STORM
            .supports("Retries can keep a service down that could otherwise recover"),
        RuleReference::own_judgment("Flagged above 4 attempts at the end of a path"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> orders: retries=3 backoff
orders: microservice x2
orders -> stock
stock: microservice x2
stock -> db
db: sql x2 "Stock DB"
"#,
    ),
    bad: "
- orders -> stock
+ orders -> stock: retries=3 backoff
- stock -> db
+ stock -> db: retries=2 backoff
",
    check,
    apply_fix: Some(apply_fix),
};

/// The path with the most attempts: its links with retries, first to last.
struct RetryPath {
    links: Vec<EdgeIndex>,
    attempts: u64,
}

fn worst_retry_path(analysis: &Graph) -> Option<RetryPath> {
    let starts: Vec<NodeIndex> = analysis.node_indices().collect();
    let path = heaviest_path(
        analysis,
        &starts,
        |link| link.is_sync() && !analysis.may_be_answer[link.index],
        1,
        |link, rest| rest.saturating_mul(max_attempts(link).min(MAX_ATTEMPTS)),
    );
    let mut links = path.links;
    links.retain(|&link| max_attempts(&analysis[link]) > 1);
    let all = links.iter().map(|&link| max_attempts(&analysis[link]));
    let attempts = all.fold(1, u64::saturating_mul);
    if path.weight <= MAX_ATTEMPTS {
        return None;
    }
    Some(RetryPath { links, attempts })
}

/// How often a call is made at most while it fails; a breaker stops it.
fn max_attempts(link: &Link) -> u64 {
    if link.connection.safeguards.contains(&Safeguard::Breaker) {
        return 1;
    }
    1 + u64::from(link.connection.retries.unwrap_or(0))
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(RetryPath { links, attempts }) = worst_retry_path(analysis) else {
        return;
    };
    let (Some(first), Some(last)) = (links.first(), links.last()) else {
        return;
    };
    let from = analysis.name(analysis[*first].from);
    let hit = analysis[*last].to;
    let to = analysis.name(hit);
    let places = links.len();
    let why = format!(
        "While {to} fails, one request from {from} reaches it up to {attempts} times, because {places} layers retry"
    );
    let advice = format!("Retry in only one layer between {from} and {to}");
    let for_stakeholders = format!(
        "If {to} fails briefly, retries send it up to {attempts} times its usual traffic and keep it down"
    );
    let mut items: Vec<Id> = vec![analysis.id(hit)];
    items.extend(links.iter().rev().map(|&link| analysis[link].id));
    findings.push(Finding {
        for_stakeholders,
        ..RULE.finding(Severity::High, items, why, advice)
    });
}

/// Reduces the retries of the inner calls, from the innermost outwards, until no path exceeds the limit.
fn apply_fix(analysis: &Analysis, _: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    for _ in analysis.links() {
        let now = Graph::new(draft.design());
        let Some(storm) = worst_retry_path(&now) else {
            return Some("Retry in only one layer".to_owned());
        };
        let innermost = &now[*storm.links.last()?];
        let others = storm.attempts / max_attempts(innermost);
        let retries = u32::from(others * 2 <= MAX_ATTEMPTS && max_attempts(innermost) > 2);
        let id = innermost.id;
        draft.rewire(id, |connection| connection.retries = Some(retries))?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::{check_rule, design, first_fix};

    #[test]
    fn one_place_a_breaker_or_a_queue_makes_no_storm() {
        let text = "
client -> api1
api1 -> api2: retries=2
api2 -> api3: retries=2
api3 -> db
";
        check_rule(&RULE, text, &[Severity::High]);
        for other in ["api3: retries=2 breaker", "api3: retries=2 async", "api3"] {
            let calm = text.replace("api3: retries=2", other);
            check_rule(&RULE, &calm, &[]);
        }
        check_rule(&RULE, "client -> api\napi -> db: retries=9", &[]);
    }

    #[test]
    fn several_storms_are_one_finding_and_one_fix() {
        let text = "
client -> api1
api1 -> api2: retries=2
api1 -> api3: retries=3
api2 -> db: retries=4
api3 -> db: retries=4
";
        assert!(first_fix(&RULE, &design(text), None).is_some());
    }
}
