//! `result-not-recorded`: jobs whose result nobody writes where those who wait for it look.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{component_says, connection_says};
use crate::analysis::graph::{Link, is_front};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::{Access, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "result-not-recorded",
    title: "Job results not recorded",
    severity: Severity::High,
    category: Category::Structure,
    why: "A caller that enqueues a job gets no result back. Users see the outcome only if the worker records it where the page reads it; otherwise a failed job looks like a running one",
    for_stakeholders: "Users see “running” forever, even if the job is done or has failed",
    fix: "Have the worker write the status and the result of each job to the store that the page reads, or notify the caller with a message",
    exempt: "Workers with any path back to what users see, and stores that are not labeled as holding job status or results",
    references: &[publications::AZURE_ASYNC_REPLY.supports(
        "A service that accepts work offers an endpoint where the caller can check its status",
    )],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
users: client
users -> gate -> api
gate: api_gateway
api: service x2 "Report API"
api -> state
state: sql x2 "Status of reports"
api -> jobs -> maker
jobs: queue "Report jobs"
maker: worker x2 "Report maker"
maker -> files
files: object_storage "Reports"
users -> files: read
maker -> state: write
"#,
    ),
    bad: r"
- maker -> state: write
",
    check,
    apply_fix: None,
};

/// How places are called that hold how a job went.
const STATES: &[&str] = &[
    "status",
    "state of",
    "progress",
    "result",
    "outcome",
    "job table",
    "jobs table",
    "runs",
];

/// How arrows say that they tell how something went.
const REPORTS: &[&str] = &[
    "report",
    "call back",
    "callback",
    "webhook",
    "check run",
    "done",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let places: Vec<NodeIndex> = analysis
        .with_role(&[Role::Store])
        .filter(|&node| component_says(analysis[node].component, STATES))
        .collect();
    for place in places {
        let Some((queue, workers)) = jobs_beside(analysis, place) else {
            continue;
        };
        let names = format::join_names(workers.iter().map(|&node| analysis.name(node)));
        let (name, queue) = (analysis.name(place), analysis.name(queue));
        let why = format!(
            "{names} takes jobs from {queue} but writes nothing to {name}, where users check the result"
        );
        let advice = format!("Have {names} update {name} when a job starts, finishes, or fails");
        let mut items: Vec<_> = workers.iter().map(|&node| analysis.id(node)).collect();
        items.push(analysis.id(place));
        findings.push(RULE.finding(Severity::High, items, why, advice));
    }
}

/// Whether an arrow says that it tells how a job went.
fn reports(link: &Link) -> bool {
    connection_says(link.connection, STATES) || connection_says(link.connection, REPORTS)
}

/// The queue that is filled by who writes to the place, and its workers, where nothing leads from any of them back to the
/// place or to those who read it.
fn jobs_beside(analysis: &Analysis, place: NodeIndex) -> Option<(NodeIndex, Vec<NodeIndex>)> {
    let users: Vec<NodeIndex> = analysis.incoming(place).map(|link| link.from).collect();
    let is_looked_at = users.iter().any(|&user| {
        let mut callers = analysis.incoming(user);
        callers.any(|link| {
            let from = analysis.role(link.from);
            from == Role::Client || is_front(&analysis[link.from])
        })
    });
    if !is_looked_at {
        return None;
    }
    let writers = analysis
        .incoming(place)
        .filter(|link| link.access != Some(Access::Read));
    let queues = writers
        .flat_map(|link| analysis.callees(link.from))
        .copied()
        .filter(|&node| matches!(analysis.role(node), Role::Queue | Role::Log | Role::Topic));
    queues.into_iter().find_map(|queue| {
        let workers: Vec<NodeIndex> = analysis
            .callees(queue)
            .iter()
            .copied()
            .filter(|&node| {
                matches!(analysis.role(node), Role::Worker | Role::Compute)
                    && !users.contains(&node)
            })
            .collect();
        // What comes back from outside is another event, unless the worker reports there.
        let behind = analysis.reach(&workers, |link| {
            let outside = analysis.role(link.from) == Role::External;
            !outside || analysis.incoming(link.from).any(|link| reports(link))
        });
        let comes_back = behind[place] || users.iter().any(|&user| behind[user]);
        (!workers.is_empty() && !comes_back).then_some((queue, workers))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn a_page_that_waits_needs_somebody_who_writes() {
        let text = |more: &str| {
            format!(
                "boss: client\nboss -> web -> runs\nweb: service x2 \"Payslips page\"\nruns: postgres x2 \"Payroll runs and progress\"\nweb -> todo -> calc\ntodo: rabbitmq x3\ncalc: worker x4 \"Calculator\"\ncalc -> pdf\npdf: s3 \"Payslips\"\n{more}"
            )
        };
        check_rule(&RULE, &text(""), &[Severity::High]);
        for back in [
            "calc -> runs",
            "calc -> web: \"call back\"",
            "calc -> done -> web\ndone: queue",
            "pdf -> web: async \"object created\"",
        ] {
            check_rule(&RULE, &text(back), &[]);
        }
    }
}
