//! `limit-after-work`: a limit or quota that is asked after the work is done, or without waiting for its answer.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::texts_of_component;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::keywords;
use crate::model::text_match::mentions;
use crate::model::{Id, Role, Timing};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "limit-after-work",
    title: "Rate limit applied too late",
    severity: Severity::Critical,
    category: Category::Security,
    why: "A rate limit protects only what comes after it. If the limit is checked after the work is done, a burst has already used the capacity, and a rejected call has already changed the data",
    for_stakeholders: "The limit acts only after the damage is done",
    fix: "Check the limit first, wait for the response, and only then start the work. You can correct the actual usage afterward",
    exempt: "Limits that are checked first and corrected afterward, and drawings with another limit in front of the work",
    references: &[
        publications::SRE_OVERLOAD
            .supports("Clients have quotas, and excess calls are rejected early"),
        publications::RFC_TOO_MANY_REQUESTS.supports("Excess calls are rejected with status 429"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> quota: sync "first"
quota: rate_limiter x2 "Quota"
api -> db
db: sql x2
"#,
    ),
    bad: r#"
- api -> quota: sync "first"
+ api -> quota: sync "after the answer: count"
"#,
    check,
    apply_fix: None,
};

/// What people call a part that decides whether a caller may go on.
const LIMIT: &[&str] = &[
    "quota",
    "rate limit",
    "limiter",
    "throttl",
    "token budget",
    "token bucket",
    "spend limit",
];
/// How an arrow says that it is used when the work is done.
const AFTERWARDS: &[&str] = &[
    "after ",
    "afterward",
    "once done",
    "when done",
    "at the end",
    "only warn",
    "then count",
    "add up",
    "adds up",
    "later ",
    "when the answer",
    "once the answer",
    "when the work",
    "once the work",
    "end of the request",
    "in the background",
    "has ended",
    "is over",
    "is finished",
    "is complete",
];
/// How it says that the limit was asked before as well, or that something else is meant by "after".
const BEFORE_TOO: &[&str] = &[
    "before",
    "first ",
    "reserve",
    "estimate",
    "correct",
    "settle",
    "actual",
    "true up",
    "refund",
    "give back",
    "after sign",
    "after login",
    "after auth",
    "after tls",
    "after the waf",
    "retry after",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let limits: Vec<NodeIndex> = analysis
        .node_indices()
        .filter(|&node| is_limit(analysis, node))
        .collect();
    for &limit in &limits {
        let asked: Vec<&Link> = asked_through_balancers(analysis, limit)
            .into_iter()
            .filter(|link| !limits.contains(&link.from) && !is_staff(analysis, link))
            .collect();
        let is_late = |link: &Link| is_late(analysis, link);
        let late: Vec<&Link> = asked.iter().copied().filter(|link| is_late(link)).collect();
        let all_late = |of: &[&Link]| {
            // Whoever asks late may ask in time over another arrow.
            of.iter().all(|late| {
                let mut others = asked.iter().filter(|other| other.from == late.from);
                others.all(|other| is_late(other) || other.id == late.id)
            })
        };
        // What is kept of used quota is written afterward, which is right where something else decides.
        let keeps = matches!(analysis.role(limit), Role::Store | Role::Cache);
        if keeps && limits.len() > 1 {
            continue;
        }
        let name = analysis.name(limit);
        if let Some(first) = late.first().filter(|_| all_late(&late)) {
            let caller = analysis.name(first.from);
            let why = format!(
                "{caller} checks {name} after the work is done (“{}”), so {name} limits nothing",
                first.connection.label.trim()
            );
            let advice = format!(
                "Make {caller} wait for the response from {name} before it starts the work"
            );
            findings.push(RULE.finding(
                Severity::Critical,
                items(analysis, &late, limit),
                why,
                advice,
            ));
            continue;
        }
        let never_waits = |link: &&Link| link.connection.timing == Some(Timing::Async);
        let tells = analysis.callees(limit).iter().any(|&callee| {
            analysis[callee].chooses_one_target() || asked.iter().any(|link| link.from == callee)
        });
        let others_limit = analysis.nodes().any(|node| {
            let texts = texts_of_component(node.component);
            node.id != analysis.id(limit)
                && texts.iter().any(|text| mentions(text, keywords::LIMITED))
        });
        let is_only = limits.len() == 1 && !keeps && !others_limit;
        if is_only && !asked.is_empty() && asked.iter().all(never_waits) && !tells {
            let why =
                format!("The caller does not wait for {name}, so {name} cannot reject anything");
            let advice = format!("Wait for the response from {name} before the work starts");
            findings.push(RULE.finding(
                Severity::High,
                items(analysis, &asked, limit),
                why,
                advice,
            ));
        }
    }
}

/// The links over which callers reach a limit, directly or through a balancer.
fn asked_through_balancers<'c, 'a>(
    analysis: &'c Analysis<'a>,
    limit: NodeIndex,
) -> Vec<&'c Link<'a>> {
    let is_balancer = |node: NodeIndex| analysis.role(node) == Role::Balancer;
    let direct = analysis.incoming(limit);
    direct
        .flat_map(|link| {
            if is_balancer(link.from) {
                analysis.incoming(link.from).collect()
            } else {
                vec![link]
            }
        })
        .collect()
}

fn items(analysis: &Analysis, links: &[&Link], limit: NodeIndex) -> Vec<Id> {
    let links = links.iter().map(|link| link.id);
    links.chain([analysis.id(limit)]).collect()
}

/// Whether a part decides who may go on: by its kind, or a service of that name.
fn is_limit(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let runs = matches!(
        this.role(),
        Role::Compute | Role::Other | Role::Worker | Role::Store | Role::Cache
    );
    this.effective_kind.role == Role::Limiter
        || (runs && mentions(&this.component.name, LIMIT) && !is_for_staff(&this.component.name))
}

/// Programs with which people change the limits do not enforce them.
fn is_for_staff(name: &str) -> bool {
    mentions(
        name,
        &["admin", "rules ", "editor", "console", "portal", "report"],
    )
}

fn is_staff(analysis: &Analysis, link: &Link) -> bool {
    analysis.role(link.from) == Role::Client || is_for_staff(&analysis[link.from].component.name)
}

/// Whether the limit is asked once the work is done, by the words on the arrow or by the numbers of the steps.
fn is_late(analysis: &Analysis, link: &Link) -> bool {
    let works_before = || {
        let step = analysis.step_of(link)?;
        let mut siblings = analysis.outgoing(link.from);
        siblings.find(|other| {
            analysis[other.to].effective_kind.role == Role::Compute
                && other.to != link.to
                && analysis.step_of(other).is_some_and(|first| first < step)
        })
    };
    is_late_by_words(link) || works_before().is_some()
}

fn is_late_by_words(link: &Link) -> bool {
    mentions(&link.connection.label, AFTERWARDS) && !mentions(&link.connection.label, BEFORE_TOO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    fn check_quota(arrow: &str, expected: &[Severity]) {
        let text = RULE.good_text().replace("sync \"first\"", arrow);
        check_rule(&RULE, &text, expected);
    }

    #[test]
    fn words_and_timing_tell_that_it_comes_too_late() {
        check_quota("sync \"count, once done\"", &[Severity::Critical]);
        check_quota("sync \"afterward\"", &[Severity::Critical]);
        check_quota("async", &[Severity::High]);
        let steps = "client -> api\napi: service x2\nwork: service x2\napi -> work: \"1. get it\"\napi -> lb: \"2. within the limit?\"\nlb: load_balancer\nlb -> quota\nquota: rate_limiter x2";
        check_rule(&RULE, steps, &[Severity::Critical]);
        check_rule(&RULE, &steps.replace("1. get", "3. get"), &[]);
        let counters = "client -> api -> used: \"once the answer is out\"\napi: service x2\nused: cache x2 \"Quota counters\"";
        check_rule(&RULE, counters, &[Severity::Critical]);
    }

    #[test]
    fn asking_first_is_enough() {
        check_quota("sync", &[]);
        check_quota("sync \"reserve first, correct after the answer\"", &[]);
        check_quota("sync \"after sign-in\"", &[]);
        check_quota("async\nquota -> load_balancer: \"blocked callers\"", &[]);
    }
}
