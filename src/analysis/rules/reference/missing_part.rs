//! `missing-part`: a job that a good answer to the prompt does and nothing in the drawing does.

use crate::analysis::asked_things;
use crate::analysis::drawing_text;
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Graph;
use crate::analysis::reference::compare_all;
use crate::analysis::reference::mistakes::find_mistakes;
use crate::analysis::reference::responsibilities::{
    is_named_after, match_responsibilities, responsibilities_of,
};
use crate::analysis::report::{Category, Finding, ResponsibilityMatch, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::co_requirements::draw_with_required;
use crate::analysis::rules::support::reference_mapping::ReferenceMapping;
use crate::model::{CUSTOM, Design, Group, Id, Role, format, kind};
use crate::scenario::{Need, Responsibility};
use petgraph::graph::NodeIndex;

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "missing-part",
    title: "A required part is missing",
    severity: Severity::High,
    category: Category::Match,
    why: "A good answer to this prompt meets this requirement; the finding says what goes wrong otherwise",
    for_stakeholders: "The design does not cover something that the service needs",
    fix: "Add the component that meets the requirement, note the safeguard in the drawing, or rule out the requirement in an assumption",
    exempt: "Requirements that the drawing contradicts, which `known-mistake` reports. Requirements covered by a box, another kind, a written safeguard, or an assumption. Components that only some good answers have are reported only as info. If a sketch has no text, the check only asks about requirements that a written safeguard could cover",
    references: &[RuleReference::own_judgment(
        "The list of requirements comes from the prompt's author or from the accepted designs. A drawing with labels and at least 12 components counts as a full answer, so it should also cover the recommended requirements",
    )],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- albums -> backup
",
    check,
    apply_fix: Some(apply_fix),
};

/// From so many components on, a drawing with words on it is more than a sketch: in the labeled drawings, those made in ten minutes
/// have about six to ten, those of a whole round a dozen and more.
const DETAILED: usize = 12;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let Some(scenario) = analysis.scenario else {
        return;
    };
    let jobs = responsibilities_of(scenario, analysis.comparisons.first());
    let is_silent = drawing_text::is_without_sentences(analysis.design);
    // Who draws and writes so much shows what is left out.
    let is_detailed = !is_silent && analysis.design.components().count() >= DETAILED;
    let leaves_counts_open = asked_things::leaves_counts_open(analysis);
    let unexplained = unexplained_boxes(analysis);
    for (job, matched) in jobs.iter().zip(&analysis.responsibilities) {
        if matched.evidence.is_some()
            || matched.contradicted_by.is_some()
            || is_for_clients_only(analysis, job)
        {
            continue;
        }
        let in_its_place = matched.may_be_done_by.iter();
        let in_its_place = in_its_place.filter_map(|&id| analysis.index_of(id));
        let mut may_do: Vec<NodeIndex> = in_its_place.take(2).collect();
        // “S3” or “Bluebird” in the right place tells of no other job either.
        let tells_of_none = |&node: &NodeIndex| {
            let this = analysis[node].component;
            !jobs.iter().any(|other| is_named_after(this, other))
        };
        let is_expected = is_detailed
            && !may_do.iter().any(tells_of_none)
            && !(leaves_counts_open && is_for_several(job));
        if may_do.is_empty() {
            may_do.clone_from(&unexplained);
        }
        // A quick sketch says nothing in words: whether it has a safeguard that is only ever written down is then a question.
        let may_be_unwritten = is_silent && job.ways.iter().any(|way| !way.words.is_empty());
        let severity = match job.need {
            Need::Required if may_be_unwritten => Severity::Info,
            Need::Required if may_do.is_empty() => Severity::High,
            Need::Required => Severity::Medium,
            Need::Recommended if is_expected && is_shown_in_nearest(analysis, job) => {
                Severity::Medium
            }
            Need::Recommended | Need::Optional => Severity::Info,
        };
        findings.push(finding_for(analysis, job, severity, &may_do));
    }
}

/// What a box of the user's own does that nothing explains may be this very job, and so may what stands in the right place.
fn finding_for(
    analysis: &Analysis,
    job: &Responsibility,
    severity: Severity,
    may_do: &[NodeIndex],
) -> Finding {
    let mut advice = job.advice.clone();
    if severity == Severity::Medium && !may_do.is_empty() {
        let names = format::join_names(may_do.iter().map(|&node| analysis.name(node)));
        advice = format!(
            "{advice}. If {names} covers it, right-click the job under “What a good answer covers” and say so"
        );
    }
    Finding {
        title: job.missing.clone(),
        part: Some(job.parts.first().unwrap_or(&job.id).clone()),
        responsibility: Some(job.id.clone()),
        ..RULE.finding(severity, Vec::new(), job.why.clone(), advice)
    }
}

/// Whether the nearest accepted design has a part for a job, or no part of any design does it: what that design does without, a
/// drawing like it may do without.
fn is_shown_in_nearest(analysis: &Analysis, job: &Responsibility) -> bool {
    let nearest = analysis.comparisons.first();
    job.parts.is_empty()
        || nearest.is_some_and(|nearest| {
            let mut parts = nearest.parts.iter();
            parts.any(|part| job.parts.contains(&part.part))
        })
}

/// Boxes in the user's own words that run code of ours and that neither their name nor their place explains as a part of the
/// nearest accepted design or as what does another job.
fn unexplained_boxes(analysis: &Analysis) -> Vec<NodeIndex> {
    let parts = analysis.comparisons.first().map(|nearest| &nearest.parts);
    let evidence = analysis.responsibilities.iter();
    let done: Vec<Id> = evidence
        .filter_map(|job| job.evidence.as_ref())
        .flat_map(|evidence| evidence.by.iter().copied())
        .collect();
    let is_explained = |node: NodeIndex| {
        let id = analysis.id(node);
        let mut parts = parts.into_iter().flatten();
        done.contains(&id) || parts.any(|part| part.is_named && part.by.contains(&id))
    };
    let boxes = analysis.node_indices().filter(|&node| {
        let this = &analysis[node];
        let runs_code = matches!(
            this.effective_kind.role,
            Role::Compute | Role::Worker | Role::Processor | Role::Other
        );
        this.kind.id == CUSTOM && runs_code && analysis.reached[node] && !is_explained(node)
    });
    // Two names are enough for a sentence.
    boxes.take(2).collect()
}

/// Whether a job is to spread requests over several machines, which is not asked of who does not say how many there are.
fn is_for_several(job: &Responsibility) -> bool {
    let mut kinds = job.ways.iter().flat_map(|way| &way.kinds);
    kinds.any(|id| kind(id).role == Role::Balancer)
}

/// Whether the job is only to be there as a user: many drawings leave users out, and `no-entry-point` speaks of it.
fn is_for_clients_only(analysis: &Analysis, job: &Responsibility) -> bool {
    let scenario = analysis.scenario;
    let is_client = |key: &String| scenario.is_some_and(|one| one.is_played_by_users(key));
    !job.parts.is_empty() && job.parts.iter().all(is_client)
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let missing = finding.responsibility.as_ref()?;
    let mut jobs = analysis.responsibilities.iter();
    let job = jobs.find(|job| job.id == *missing)?;
    let does_it = |&(design, part): &(usize, Id)| {
        let mut attempt = PatchBuilder::new(analysis.design);
        let label = draw_part(analysis, design, part, &mut attempt);
        label.is_some() && is_done_in(analysis, missing, attempt.design())
    };
    let (design, part) = candidates(analysis, job).into_iter().find(does_it)?;
    draw_part(analysis, design, part, draft)
}

/// The parts that do a job, each with the place of its accepted design: nearest designs first, in each of them first what
/// nobody plays, then what somebody does besides.
fn candidates(analysis: &Analysis, job: &ResponsibilityMatch) -> Vec<(usize, Id)> {
    let mut all = Vec::new();
    for (design, mapping) in ReferenceMapping::each(analysis).enumerate() {
        let parts = job.parts.iter().filter_map(|key| mapping.part(key));
        let (played, free): (Vec<Id>, Vec<Id>) =
            parts.partition(|&part| !mapping.assigned_to(part).is_empty());
        all.extend(free.into_iter().chain(played).map(|part| (design, part)));
    }
    all
}

/// Draws a part of one of the accepted designs with all that it needs; says what is added.
fn draw_part(
    analysis: &Analysis,
    design: usize,
    part: Id,
    draft: &mut PatchBuilder,
) -> Option<String> {
    let mut mapping = ReferenceMapping::each(analysis).nth(design)?;
    mapping.set_aside(part);
    let label = draw_with_required(analysis, &mut mapping, part, draft)?;
    let Some(server) = single_server_behind(analysis, &mapping, part, draft) else {
        return Some(label);
    };
    draft.at_least(server, 2)?;
    let (name, server) = (mapping.name(part), analysis.find(server)?.name());
    Some(format!("Add {name} and run 2 instances of {server}"))
}

/// Whether something in another drawing does a job of the prompt.
fn is_done_in(analysis: &Analysis, job: &str, drawing: &Design) -> bool {
    let graph = Graph::new(drawing);
    let comparisons = compare_all(&graph, analysis.scenario);
    let mistakes = find_mistakes(&graph, analysis.scenario);
    let all = match_responsibilities(&graph, analysis.scenario, &comparisons, &mistakes);
    all.iter()
        .any(|found| found.id == job && found.evidence.is_some())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::analyze;
    use crate::model::Edit;
    use crate::scenario::builtin;

    #[test]
    fn what_stands_in_its_place_under_a_name_that_tells_nothing_is_left_open() {
        let prompt = builtin()
            .iter()
            .find(|prompt| prompt.id == "llm_serving")
            .unwrap();
        let accepted = prompt
            .designs
            .iter()
            .find(|one| one.parts.contains_key("weights"))
            .unwrap();
        let severity = |name: &str| {
            let mut design = accepted.design.clone();
            let weights = accepted.keys["weights"];
            let mut store = design.component(weights).unwrap().clone();
            name.clone_into(&mut store.name);
            design.apply(Edit::PutComponent(weights, store)).unwrap();
            let findings = analyze(&design, Some(prompt)).findings;
            let said = findings
                .into_iter()
                .find(|finding| finding.responsibility.as_deref() == Some("weights_by_version"));
            said.map(|finding| finding.severity)
        };
        assert_eq!(severity("Model weights by version"), None);
        assert_eq!(severity("S3"), Some(Severity::Info));
        assert_eq!(severity("Usage ledger archive"), Some(Severity::Medium));
    }
}
