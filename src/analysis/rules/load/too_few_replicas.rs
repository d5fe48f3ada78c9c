//! `too-few-replicas`: a part with fewer instances than its load needs.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::reference_mapping::nearest_design;
use crate::analysis::rules::support::replicas;
use crate::model::{Group, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "too-few-replicas",
    title: "Too few instances",
    severity: Severity::Medium,
    category: Category::Load,
    why: "There are too few instances to handle the prompt's traffic, or to take one out for an update while the rest keep serving",
    for_stakeholders: "There are not enough machines for the expected number of users",
    fix: "Increase the number of instances",
    exempt: "Services that the provider runs and scales, and single machines that are already reported",
    references: &[publications::SRE_BEST_PRACTICES.supports(
        "Capacity must survive a planned and an unplanned outage at the same time (N + 2)",
    )],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- cache: cache x2
+ cache
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some((nearest, accepted)) = nearest_design(analysis) else {
        return;
    };
    for played in &nearest.parts {
        let least = accepted
            .parts
            .get(&played.part)
            .map_or(1, |part| part.min_replicas);
        let players: Vec<_> = played
            .by
            .iter()
            .filter_map(|&id| analysis.find(id))
            .collect();
        let count = players
            .iter()
            .map(|node| node.machines())
            .try_fold(0, |sum, count| Some(u32::saturating_add(sum, count?)));
        let Some(count) = count else { continue };
        let Some(first) = players.first() else {
            continue;
        };
        let managed = players.iter().any(|node| node.is_redundant_by_kind());
        // How many machines stand on a vehicle or in a plant is given by the place.
        let on_site = players
            .iter()
            .any(|node| node.kind.group == Group::Hardware);
        if count >= least || managed || on_site {
            continue;
        }
        let name = first.name();
        let why = format!("{name} runs {count}; a good answer has at least {least}");
        let advice = format!("Run at least {least} instances of {name}");
        let items = players.iter().map(|node| node.id).collect();
        // Sign-in is mostly bought, and one box of it is a cluster.
        let severity = match first.role() {
            Role::Auth => Severity::Info,
            _ => Severity::Medium,
        };
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let (nearest, accepted) = nearest_design(analysis)?;
    let players = &finding.items;
    let played = nearest.parts.iter().find(|part| part.by == *players)?;
    let least = accepted.parts.get(&played.part)?.min_replicas;
    let each = least.div_ceil(players.len() as u32);
    for &player in players {
        draft.at_least(player, each)?;
    }
    let names = format::join_names(
        players
            .iter()
            .filter_map(|&id| Some(analysis.find(id)?.name())),
    );
    Some(replicas::advise_instances(each, &names))
}
