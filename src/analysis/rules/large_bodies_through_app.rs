//! `large-bodies-through-app`: large files that pass through the application servers.

use std::collections::BTreeSet;

use super::super::context::Context;
use super::super::report::{Category, Finding, Severity};
use super::{ALBUM, Rule};
use crate::model::{Id, Role};

/// The rule.
pub(super) static RULE: Rule = Rule {
    id: "large-bodies-through-app",
    title: "Large files through the service",
    severity: Severity::High,
    category: Category::Load,
    why: "A server that passes files on holds memory and connections for as long as the slowest client needs. A few hundred uploads then block the short requests of everybody else",
    for_stakeholders: "When some users send large files, everybody else waits",
    fix: "Hand out a signed address, and let clients send files to the object storage directly",
    exempt: "Files of up to 1 MB, or up to 10 MB per second in all; drawings without a prompt",
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
api -> photos: write
api -> jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#,
    good: ALBUM,
    covers: &[],
    check,
    mend: None,
};

/// Megabytes per second that application servers can pass on without notice.
const HARMLESS: f64 = 10.0;

fn check(context: &Context, findings: &mut Vec<Finding>) {
    for flow in &context.flows {
        let Some(spec) = flow.spec else { continue };
        if spec.megabytes <= 1.0 || spec.rps * spec.megabytes <= HARMLESS {
            continue;
        }
        let links: BTreeSet<Id> = flow
            .links
            .iter()
            .map(|&link| context.links[link].id)
            .collect();
        let around = context.reach(&flow.entries, |link| {
            links.contains(&link.id) && context.role(link.to) != Role::Compute
        });
        let mut players = flow.ends.iter().flat_map(|end| &end.players);
        if players.clone().any(|&node| around[node]) {
            continue;
        }
        let Some(&store) = players.next() else {
            continue;
        };
        let passes = flow
            .components
            .iter()
            .find(|&&node| context.role(node) == Role::Compute);
        if let Some(&app) = passes {
            let (name, to) = (context.name(app), context.name(store));
            let why = format!(
                "{}: files of {} MB pass through {name} on their way to {to}",
                flow.name, spec.megabytes
            );
            let advice = format!(
                "Let clients exchange files with {to} directly, with signed addresses from {name}"
            );
            findings.push(RULE.finding(
                Severity::High,
                vec![context.id(app), context.id(store)],
                why,
                advice,
            ));
        }
    }
}
