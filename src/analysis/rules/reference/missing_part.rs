//! `missing-part`: a part of the nearest accepted design that no component stands for.

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::report::{Category, Finding, PartMatchKind, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::co_requirements::parts_required_with;
use crate::analysis::rules::support::reference_mapping::{ReferenceMapping, nearest_design};
use crate::model::{Group, Id, Kind, Role, fold_word, format};
use crate::scenario::Need;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "missing-part",
    title: "A part is missing",
    severity: Severity::High,
    category: Category::Match,
    why: "Nearly every good answer to this prompt has this part; its own text says what it is for",
    for_stakeholders: "Something that similar systems need is not in the plan yet",
    fix: "Add the part and connect it as the accepted design does, or be ready to explain why yours does without",
    exempt: "Parts that only some good answers have are mentioned, without points. Users, whom many drawings leave out, and parts whose work a box of the same sort may do as well, weigh less",
    references: &[RuleReference::own_judgment(
        "The parts are those of the answers that the author of the prompt accepts",
    )],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- albums -> backup
",
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some((nearest, accepted)) = nearest_design(analysis) else {
        return;
    };
    // If every critical flow arrives, a component of the same kind that stands for another part may do this work as well.
    let mut critical = analysis.flows.iter().filter(|flow| flow.critical());
    let arrives = critical.all(|flow| flow.works());
    for missing in nearest
        .parts
        .iter()
        .filter(|part| part.played == PartMatchKind::Missing)
    {
        let part = accepted.parts.get(&missing.part);
        let kind = accepted.design.kind_of(missing.reference);
        let accepts = part.map_or(&[][..], |part| &part.accepts);
        let by_another = arrives && is_drawn(analysis, kind, accepts);
        let is_missed = kind.role != Role::Client && !by_another;
        let severity = match part.map_or(Need::Optional, |part| part.need) {
            Need::Required if is_missed => Severity::High,
            Need::Required | Need::Recommended => Severity::Medium,
            Need::Optional => Severity::Info,
        };
        let name = &missing.name;
        let why = match part {
            Some(part) => format!("{name} is not drawn. {}", part.why),
            None => format!("{name} is not drawn, and “{}” has it", nearest.title),
        };
        let kind = kind.label.as_str();
        let advice = if fold_word(kind) == fold_word(name) {
            format!("Add a component of the kind “{kind}”")
        } else {
            format!("Add {name}, a component of the kind “{kind}”")
        };
        findings.push(Finding {
            title: format!("{name} is missing"),
            part: Some(missing.part.clone()),
            ..RULE.finding(severity, Vec::new(), why, advice)
        });
    }
}

/// Whether a component of this role, or of a kind that is accepted in its place, is drawn.
fn is_drawn(analysis: &Analysis, kind: &Kind, accepts: &[String]) -> bool {
    let mut drawn = analysis.nodes().map(|node| node.effective_kind);
    drawn.any(|other| other.role == kind.role || accepts.contains(&other.id))
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let mut mapping = ReferenceMapping::new(analysis)?;
    let part = mapping.part(finding.part.as_deref()?)?;
    let parts = parts_required_with(analysis, &mapping, part)?;
    for &part in &parts {
        mapping.add_part(part, draft)?;
    }
    let name = mapping.name(part);
    if let Some(server) = single_server_behind(analysis, &mapping, part, draft) {
        draft.at_least(server, 2)?;
        let server = analysis.find(server)?.name();
        return Some(format!("Add {name} and run two of {server}"));
    }
    Some(match parts.len() {
        1 => format!("Add {name}"),
        2 => format!(
            "Add {}",
            format::join_names(parts.iter().map(|&part| mapping.name(part)))
        ),
        count => format!("Add {name} and {} parts around it", count - 1),
    })
}

/// The only machine behind a balancer that has just been drawn, which then has nothing to balance.
fn single_server_behind(
    analysis: &Analysis,
    mapping: &ReferenceMapping,
    part: Id,
    draft: &PatchBuilder,
) -> Option<Id> {
    let &balancer = mapping.assigned_to(part).first()?;
    if draft.design().kind_of(balancer).role != Role::Balancer {
        return None;
    }
    let calls = draft
        .design()
        .connections()
        .filter(|(_, c)| c.from == balancer);
    let mut targets: Vec<Id> = calls.map(|(_, c)| c.to).collect();
    targets.dedup();
    let [only] = targets[..] else { return None };
    let server = analysis.find(only)?;
    if server.is_one_machine() && server.kind.group == Group::Compute {
        Some(only)
    } else {
        None
    }
}
