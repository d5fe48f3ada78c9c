//! `slow-work-inline`: users who wait for work that could be done later.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says};
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Link;
use crate::analysis::reference::HOLDS_JOBS;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::capacity::instances_needed;
use crate::analysis::rules::support::dead_letters::add_dead_letter_queue_if_asked;
use crate::analysis::rules::support::kinds;
use crate::analysis::rules::support::thresholds::SLOW_WORK_MS;
use crate::model::{Access, Flag, Group, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "slow-work-inline",
    title: "Slow work inside the request",
    severity: Severity::Medium,
    category: Category::Load,
    why: "Slow work ties up the request, its connection, and its server. If it is late or fails, the user sees an error although everything else succeeded",
    for_stakeholders: "Users watch a spinner for work that could be done later",
    fix: "Respond first, put the work in a queue, and let workers do it",
    exempt: "Work behind a queue or started by a timer, and work that a flow in the prompt must wait for",
    references: &[
        publications::AZURE_ASYNC_REPLY
            .supports("Slow work is accepted immediately and done after the response"),
        publications::AZURE_QUEUE_LEVELING.supports("A queue shields the workers from bursts"),
        RuleReference::own_judgment(
            "Work counts as slow at a median of 50 ms or more; a fix adds at most 50 instances",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
api -> jobs -> encoder
jobs: queue
encoder: transcoder x2
encoder -> db
",
    ),
    bad: "
- api -> jobs -> encoder
- jobs: queue
+ api -> encoder: sync
",
    check,
    apply_fix: Some(apply_fix),
};

/// A fix offers at most so many instances.
const MAX_INSTANCES: u32 = 50;
fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        let to = &analysis[link.to];
        let time = to
            .component
            .overrides
            .latency_p50
            .unwrap_or(to.kind.latency_p50.value);
        let deferrable = to.has(Flag::Deferrable)
            && matches!(to.role(), Role::Worker | Role::Notifier | Role::Factory);
        let somebody_waits = link.is_sync()
            && analysis.waited_for[link.from]
            && matches!(analysis[link.from].kind.group, Group::Compute | Group::Edge)
            && analysis.role(link.from) != Role::Scheduler
            && !analysis.callees(link.to).contains(&link.from)
            && !builds(analysis, link)
            && !is_taken_from_list(analysis, link);
        if somebody_waits && updates_index(analysis, link) {
            let (from, name) = (analysis.name(link.from), to.name());
            let why = format!(
                "Users wait while {from} updates {name}, which could be updated from the store a moment later"
            );
            let advice =
                format!("Have a worker behind a queue or a change feed (CDC) update {name}");
            let items = vec![link.id, to.id, analysis.id(link.from)];
            findings.push(RULE.finding(Severity::Medium, items, why, advice));
            continue;
        }
        if deferrable && somebody_waits && time >= SLOW_WORK_MS && !is_wanted(analysis, link.to) {
            let (from, name) = (analysis.name(link.from), to.name());
            let why =
                format!("Users wait while {from} calls {name}, which could run after the response");
            let advice = format!("Put a queue between {from} and {name}");
            // A mail more or less in a small application is no fault.
            let severity = match (analysis.scenario, to.role()) {
                (None, Role::Notifier) => Severity::Info,
                _ => Severity::Medium,
            };
            findings.push(RULE.finding(severity, vec![link.id, to.id], why, advice));
        }
    }
}

/// Whether the work waits in a list until somebody takes it, as the arrow or the box that it comes from says.
fn is_taken_from_list(analysis: &Analysis, link: &Link) -> bool {
    connection_says(link.connection, &HOLDS_JOBS)
        || component_says(analysis[link.from].component, &HOLDS_JOBS)
}

/// Whether code is handed on to be built, tested or released: who commits waits for that on purpose.
fn builds(analysis: &Analysis, link: &Link) -> bool {
    const OF_CODE: &[&str] = &[
        "git",
        "repo",
        "jenkins",
        "build",
        "ci ",
        "pipeline",
        "pull request",
        "merge",
    ];
    [link.from, link.to].into_iter().any(|node| {
        analysis[node].effective_kind.role == Role::Factory
            || (analysis[node].kind.role == Role::Other
                && component_says(analysis[node].component, OF_CODE))
    })
}

/// Whether a write that somebody waits for is sent to a search index, which may follow the store it is filled from.
fn updates_index(analysis: &Analysis, link: &Link) -> bool {
    let writes = matches!(link.access, Some(Access::Write | Access::Both));
    let mut others = analysis.outgoing(link.from);
    analysis.role(link.to) == Role::Search
        && writes
        && analysis[link.from].kind.group == Group::Compute
        && others.any(|other| analysis.role(other.to) == Role::Store)
}

/// Whether a flow that is not deferrable ends at this component.
fn is_wanted(analysis: &Analysis, node: NodeIndex) -> bool {
    analysis.flows.iter().any(|flow| {
        let at_once = flow.spec.is_some_and(|spec| !spec.deferrable);
        at_once && flow.ends.iter().any(|end| end.candidates.contains(&node))
    })
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let [link, worker] = finding.items[..] else {
        return None;
    };
    let queue = draft.put_between(&[link], kinds::QUEUE)?;
    draft.rewire(link, |drawn| (drawn.timing, drawn.access) = (None, None))?;
    add_dead_letter_queue_if_asked(analysis, worker, draft)?;
    let name = analysis.find(worker)?.name();
    draft.change(queue, |queue| queue.name = format!("{name} jobs"))?;
    let put = format!("Put a queue in front of {name}");
    // Callers that waited limited the load; behind a queue all of it arrives.
    let after = Analysis::new(draft.design(), analysis.scenario);
    let instances = instances_needed(&after, after.index_of(worker)?);
    if instances <= analysis.find(worker)?.component.replicas.count() || instances > MAX_INSTANCES {
        return Some(put);
    }
    draft.at_least(worker, instances)?;
    Some(format!("{put}, and run {instances} instances of it"))
}
