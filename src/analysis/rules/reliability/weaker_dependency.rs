//! `weaker-dependency`: an availability target above that of an outside dependency.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::model::{Role, format};

/// A dependency should fail at most this part of the time that the flow may: the rule of the extra nine (Treynor, Dahlin,
/// Rau and Beyer, "The Calculus of Service Availability", ACM Queue 15, 2017).
const MAX_SHARE_OF_DOWNTIME: f64 = 0.1;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "weaker-dependency",
    title: "Depends on a lower SLA",
    severity: Severity::Info,
    category: Category::Reliability,
    why: "A flow cannot be more available than the services it waits for. As a rule of thumb, each critical dependency needs one more nine than the flow itself, because a flow has several dependencies",
    for_stakeholders: "Our SLA depends on a supplier with a lower SLA",
    fix: "Take the call off the critical path, give it a fallback, add a second supplier, or lower your SLA",
    exempt: "The cloud provider's own services, whose SLAs are lower bounds; asynchronous calls; and drawings without a prompt",
    references: &[publications::CALCULUS.supports(
        "A critical dependency needs one more nine, so it may be down for 10% of the flow's allowed downtime",
    )],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
  api: service x4 "Album API"
+ api -> faces: sync timeout breaker
+ faces: third_party_api "Face finder"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(scenario) = analysis.scenario else {
        return;
    };
    let target = scenario.targets.availability;
    for node in analysis.with_role(&[Role::External]) {
        let works = analysis[node].availability();
        let needs = |flow: &&crate::analysis::flow::FlowTrace| flow.critical() && flow.needs(node);
        let flows: Vec<&str> = analysis
            .flows
            .iter()
            .filter(needs)
            .map(|flow| flow.name.as_str())
            .collect();
        if flows.is_empty() || 1.0 - works <= (1.0 - target) * MAX_SHARE_OF_DOWNTIME {
            continue;
        }
        let name = analysis.name(node);
        let (promised, wanted) = (
            format::percent_of_time(works),
            format::percent_of_time(target),
        );
        let verb = if flows.len() == 1 { "does" } else { "do" };
        let why = format!(
            "{} {verb} not work without {name}, which promises about {promised} availability; the target is {wanted}. What happens while {name} is down?",
            format::join_quoted(flows)
        );
        let advice = format!(
            "Say what users get while {name} is down, or take {name} off the critical path"
        );
        findings.push(RULE.finding(Severity::Info, vec![analysis.id(node)], why, advice));
    }
}
