//! `no-rollout-control`: a rollout plan in which every step reaches all users at once.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::{keywords, kinds};
use crate::model::{CallCondition, Flag, Group, Replicas, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-rollout-control",
    title: "All or nothing launch",
    severity: Severity::High,
    category: Category::Security,
    why: "Most faults come with a change. A change that reaches everybody at once can only be taken back for everybody at once, after everybody has seen it",
    for_stakeholders: "A bad release reaches every customer before anybody can stop it",
    fix: "Put the change behind a flag, or send it a small share of the traffic first, and say at which error rate it is taken back",
    exempt: "Drawings without rollout steps, and those with feature flags or other control of configuration, with a share of the traffic on the way to a changed part, or with a word about canaries, shares, flags or taking back",
    references: &[
        publications::SRE_INTRODUCTION.supports("Some 70 % of outages come from changes"),
        publications::SRE_CANARIES.supports("A change is tried on a few before it reaches all"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> shop -> db
shop: service x2 "Shop" step=1
db: sql x2
shop -> flags: sync
flags: feature_flags x2
"#,
    ),
    bad: "
- shop -> flags: sync
- flags: feature_flags x2
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(first) = first_changed(analysis) else {
        return;
    };
    // Locks and secrets also belong to this role, but answer only; flags and configuration steer.
    let steers = |node: NodeIndex| !analysis[node].has(Flag::Passive);
    let controlled = analysis.with_role(&[Role::Control]).any(steers);
    if controlled || has_traffic_share(analysis) || mentions_rollout_control(analysis) {
        return;
    }
    let name = analysis.name(first);
    let why =
        format!("{name} is rolled out to everybody at once, and nothing drawn can hold it back");
    let advice =
        format!("Put what changes in {name} behind a flag, or try it on a small share first");
    let for_stakeholders =
        format!("If the new {name} is faulty, every user has the fault before we notice");
    findings.push(Finding {
        for_stakeholders,
        ..RULE.finding(Severity::High, vec![analysis.id(first)], why, advice)
    });
}

/// The service that is rolled out first or, where only other parts have steps, the first of those.
fn first_changed(analysis: &Analysis) -> Option<NodeIndex> {
    let changed = analysis.node_indices().filter_map(|node| {
        let this = &analysis[node];
        let service = this.kind.group == Group::Compute;
        Some((!service, this.component.rollout_stage?, node))
    });
    changed.min().map(|(_, _, node)| node)
}

/// Whether a changed part is called with a share of the requests.
fn has_traffic_share(analysis: &Analysis) -> bool {
    analysis.links().any(|link| {
        let changed = analysis[link.to].component.rollout_stage.is_some();
        changed && matches!(link.connection.when, Some(CallCondition::Fraction(_)))
    })
}

fn mentions_rollout_control(analysis: &Analysis) -> bool {
    let design = analysis.design;
    let labels = design.connections().map(|(_, c)| c.label.as_str());
    let notes = design.notes().map(|(_, note)| note.text.as_str());
    let component_notes = design.components().map(|(_, c)| c.note.as_str());
    let assumptions = design.assumptions().iter().map(String::as_str);
    let mut texts = labels
        .chain(notes)
        .chain(component_notes)
        .chain(assumptions);
    texts.any(|text| text.contains('%'))
        || drawing_text::in_any_text(design, keywords::ROLLOUT_CONTROL)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let changed = analysis.find(finding.item()?)?;
    let flags = draft.add(kinds::FEATURE_FLAGS, changed.id, PlacementSide::Below)?;
    draft.change(flags, |component| {
        component.replicas = Replicas::Exactly(2);
        component.owner.clone_from(&changed.component.owner);
    })?;
    draft.connect(changed.id, flags)?;
    Some(format!("Put {} behind a feature flag", changed.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn a_share_or_a_word_is_enough() {
        let check = |more: &str, expected: &[Severity]| {
            check_rule(&RULE, &format!("{}\n{more}", RULE.bad_text()), expected);
        };
        check("", &[RULE.severity]);
        check("note \"Cheap and simple\"", &[RULE.severity]);
        check("note \"5% of users in week 1\"", &[]);
        check("assume \"Blue-green deployment\"", &[]);
        check("client -> shop: 5%", &[]);
    }
}
