//! `over-engineered`: a component that does not pay at this load.

use super::super::context::Context;
use super::super::draft::Draft;
use super::super::report::{Category, Finding, Severity};
use super::{ALBUM, Rule, nearest};
use crate::model::Design;

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "over-engineered",
    title: "Not needed yet",
    severity: Severity::Info,
    category: Category::Load,
    why: "Every part has to be run, paid for and explained. One that the load does not ask for shows that the numbers were not used",
    for_stakeholders: "Money and time go into something that is not needed yet",
    fix: "Leave it out, and say from which load you would add it",
    exempt: "Components that the nearest accepted design has too, and drawings without a prompt, since there is no load to judge",
    answers_example_prompt: true,
    bad: r#"
users -> waf -> load_balancer -> api
users: client "Visitors"
api: service x4 "Album API"
api -> cache: read
cache: cache x2
api -> albums
albums: sql x2 "Albums DB"
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
users -> photos: write
api -> jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
api -> graph: sync
graph: graph_db x2 "Friends graph"
"#,
    good: ALBUM,
    covers: &[],
    check,
    mend: Some(mend),
};

fn check(context: &Context, findings: &mut Vec<Finding>) {
    let Some(scenario) = context.scenario else {
        return;
    };
    let accepted = nearest(context).map(|(_, accepted)| &accepted.design);
    for node in &context.nodes {
        let uses = |design: &Design| {
            design
                .components()
                .any(|(id, _)| design.kind_of(id).id == node.plays.id)
        };
        if accepted.is_some_and(uses) {
            continue;
        }
        let reason = scenario
            .not_needed
            .iter()
            .find(|reason| reason.kinds.contains(&node.plays.id));
        if let Some(reason) = reason {
            let name = node.name();
            let why = format!("{name} does not pay yet. {}", reason.why);
            let advice = format!("Leave {name} out until {}", reason.until);
            findings.push(RULE.finding(Severity::Info, vec![node.id], why, advice));
        }
    }
}

fn mend(context: &Context, finding: &Finding, draft: &mut Draft) -> Option<String> {
    let part = context.find(finding.item()?)?;
    // With several callers and several calls it is not clear who should call whom without it.
    if part.into.len() > 1 && part.out.len() > 1 {
        return None;
    }
    draft.take_out(part.id)?;
    Some(format!("Remove {}", part.name()))
}
