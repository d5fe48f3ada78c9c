//! `over-engineered`: a component that the load does not justify.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Node;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::premature_scaling::find_premature_parts;
use crate::analysis::rules::support::reference_mapping::nearest_design;
use crate::model::{Design, Id, Replicas, Role, format};
use crate::scenario::NotNeeded;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "over-engineered",
    title: "Not needed yet",
    severity: Severity::Info,
    category: Category::Load,
    why: "You must operate, pay for, and explain every component. A component that the load does not require suggests that you did not run the numbers",
    for_stakeholders: "We spend money and time on something that we do not need yet",
    fix: "Leave the component out, and say at what load you would add it",
    exempt: "Components that an accepted design also has; queues for slow or deferrable work; caches that hold state or must be faster than any store; and drawings without load. One such component is reported only as info; two or more lower the score",
    references: &[
        publications::YAGNI.supports("Building something too early costs development and operations time, and delays the features that are needed"),
        publications::AWS_COMPUTE_SLA.supports("Providers promise 99.99% availability for a single region, so a lower target does not need a second region"),
        RuleReference::own_judgment("A load below 1% of one store's capacity counts as tiny. A cache pays off above 1,000 reads a second. A store with 4 or more instances counts as sized for load"),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
+ api -> graph: sync
+ graph: graph_db x2 "Friends graph"
"#,
    check,
    apply_fix: Some(apply_fix),
};

/// From so many parts that are not needed on, each takes points; and from so many on the numbers were not used at all.
const SEVERAL: usize = 2;
const NO_NUMBERS_USED: usize = 4;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let mut found = against_prompt(analysis);
    let reported: Vec<Id> = found.iter().filter_map(Finding::item).collect();
    for premature in find_premature_parts(analysis) {
        let parts = premature.parts.iter().map(|&part| analysis.id(part));
        let items: Vec<Id> = parts.filter(|id| !reported.contains(id)).collect();
        if !items.is_empty() {
            found.push(RULE.finding(Severity::Info, items, premature.why, premature.advice));
        }
    }
    // A whole region is one part too many, whatever is in it.
    let parts: usize = found
        .iter()
        .map(|finding| finding.items.len().min(SEVERAL))
        .sum();
    let severity = match parts {
        NO_NUMBERS_USED.. => Severity::High,
        SEVERAL.. => Severity::Medium,
        _ => Severity::Info,
    };
    findings.extend(found.into_iter().map(|finding| Finding {
        severity,
        ..finding
    }));
}

/// Components that the prompt itself calls not needed, where the nearest accepted design has none.
fn against_prompt(analysis: &Analysis) -> Vec<Finding> {
    let accepted = nearest_design(analysis).map(|(_, accepted)| &accepted.design);
    let is_accepted = |node: &Node| {
        let uses = |design: &Design| {
            let mut parts = design.components();
            parts.any(|(id, _)| design.kind_of(id).id == node.effective_kind.id)
        };
        accepted.is_some_and(uses)
    };
    let mine = analysis.nodes().filter(|node| !is_accepted(node));
    mine.filter_map(|node| {
        let reason = reason_against(analysis, node)?;
        let name = node.name();
        let why = format!("{name} is not worth it yet. {}", reason.why);
        let advice = format!("Leave {name} out until {}", reason.until);
        Some(RULE.finding(Severity::Info, vec![node.id], why, advice))
    })
    .collect()
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let parts: Option<Vec<&Node>> = finding.items.iter().map(|&id| analysis.find(id)).collect();
    let parts = parts?;
    let names = format::join_names(parts.iter().map(|part| part.name()));
    if parts.iter().all(|part| is_needed_store(analysis, part)) {
        for part in &parts {
            draft.change(part.id, |component| {
                component.replicas = Replicas::Exactly(2);
            })?;
        }
        return Some(format!("Run 2 instances of {names}"));
    }
    for part in &parts {
        // With several callers and several callees it is not clear who should call whom without it, and a region cannot
        // be removed component by component.
        if (part.into.len() > 1 && part.out.len() > 1) || is_needed_store(analysis, part) {
            return None;
        }
        draft.take_out(part.id)?;
    }
    Some(format!("Remove {names}"))
}

/// Whether it is a store that the prompt does not call not needed: the finding is about its number of instances.
fn is_needed_store(analysis: &Analysis, part: &Node) -> bool {
    let keeps = matches!(part.role(), Role::Store | Role::Replica);
    keeps && reason_against(analysis, part).is_none()
}

/// Why the prompt does not need a component, where it says so.
fn reason_against<'a>(analysis: &Analysis<'a>, part: &Node) -> Option<&'a NotNeeded> {
    let mut reasons = analysis.scenario?.not_needed.iter();
    reasons.find(|reason| reason.kinds.contains(&part.effective_kind.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::WhatIf;
    use crate::analysis::rules::examples::example_prompt;
    use crate::analysis::rules::testing::{design, findings_of};
    use crate::model::Edit;
    use crate::scenario::Scenario;

    /// The album for a family: four requests a second, and an accepted design that is as small.
    fn family_album(times: f64) -> Scenario {
        let mut prompt = example_prompt().clone();
        prompt.flows.retain(|flow| flow.id != "shrink");
        for flow in &mut prompt.flows {
            flow.rps *= 0.0005 * times;
            flow.latency_p99_ms = None;
        }
        prompt.targets.continents = 1;
        let accepted = &mut prompt.designs[0];
        let large = ["cache", "jobs", "shrinker", "failed"].map(|key| accepted.keys[key]);
        accepted.design.apply(Edit::Remove(large.into())).unwrap();
        prompt
    }

    fn reasons(prompt: &Scenario, more: &str) -> Vec<String> {
        let text = format!(
            "users: client\nusers -> lb -> api -> db\nusers -> photos\nphotos: object_storage\nlb: load_balancer\napi: service x2\ndb: sql x2 \"Albums\"\n{more}"
        );
        let design = design(&text);
        let analysis = Analysis::new(&design, Some(prompt));
        let (report, numbers) = (analysis.report(), analysis.estimate(&WhatIf::default()));
        let fixer = analysis.fixer(&report, &numbers);
        let mine = report.findings.iter().filter(|f| f.rule == RULE.id);
        for finding in mine.clone() {
            assert!(fixer.fix(finding).is_some(), "{} has no fix", finding.why);
        }
        mine.map(|finding| finding.why.clone()).collect()
    }

    #[test]
    fn a_tiny_load_asks_for_no_cache_queue_or_shards() {
        let prompt = family_album(1.0);
        assert!(reasons(&prompt, "").is_empty());
        let cache = "api -> cache: read\ncache: cache x2";
        assert_eq!(
            reasons(&prompt, cache),
            [
                "One instance of Albums handles about 10,000 requests a second, but the load of this prompt is only 5.1 a second, including growth: Cache would pay off only at about 1,000 reads a second"
            ]
        );
        assert_eq!(
            reasons(
                &prompt,
                "api -> log -> other\nlog: event_log x3\nother: service x2\nother -> db"
            )
            .len(),
            1
        );
        assert_eq!(reasons(&prompt, "api -> shards\nshards: sql x6").len(), 1);
        assert!(reasons(&family_album(100.0), cache).is_empty());
        assert!(reasons(example_prompt(), cache).is_empty());
    }

    #[test]
    fn slow_work_state_and_accepted_parts_need_no_load() {
        let prompt = family_album(1.0);
        for fine in [
            "api -> mails -> mailer\nmails: queue\nmailer: worker x2",
            "api -> calls -> caller -> bank\ncalls: queue\ncaller: service x2\nbank: third_party_api",
            "api -> cache: both\ncache: cache x2",
            "api -> cache: read\ncache: cache x2 \"Sessions\"",
        ] {
            assert_eq!(reasons(&prompt, fine), [""; 0], "{fine}");
        }
        let accepted = Scenario {
            designs: example_prompt().designs.clone(),
            ..prompt
        };
        assert!(reasons(&accepted, "api -> cache: read\ncache: cache x2").is_empty());
    }

    #[test]
    fn a_second_region_needs_a_reason() {
        let region = |name: &str| {
            format!(
                "zone {name}: region {{\n{name}_api: service x2\n{name}_db: sql x2\n}}\nusers -> {name}_api -> {name}_db\n"
            )
        };
        let text = format!("users: client\n{}{}", region("east"), region("west"));
        let design = design(&text);
        let count = |prompt: &Scenario| {
            let findings = findings_of(&RULE, &design, Some(prompt));
            let regions = findings.iter().map(|f| &f.why);
            regions.filter(|why| why.contains("second region")).count()
        };
        let mut prompt = family_album(1.0);
        assert_eq!(count(&prompt), 1);
        prompt.targets.continents = 2;
        assert_eq!(count(&prompt), 0);
    }
}
