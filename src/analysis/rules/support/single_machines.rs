//! Parts that run once: how bad that is where this drawing is used, and one finding for all of them.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::report::Severity;
use crate::analysis::revision::Analysis;
use crate::analysis::rules::support::failure_words;
use crate::analysis::rules::support::outage_impact::{Impact, impact_of};
use crate::model::{Role, format, text_match};

/// What one machine that a flow cannot do without is called; findings about particular ones stand for it.
pub(crate) const SINGLE_POINT: &str = "Single point of failure";

/// Requests per second at the peak hour (rps) below which an outage of an hour is met by a handful of people; by our own
/// judgment, one for each of a few hundred users every few minutes.
const TINY_TRAFFIC: f64 = 5.0;
/// So many people know each other and wait until the machine is up again; by our own judgment.
const FEW_PEOPLE: u64 = 200;
/// So many boxes are named in a sentence.
const NAMED: usize = 4;

/// Machines whose failure stops something, as one finding says it.
pub(crate) struct SingleMachines {
    /// As bad as the worst of them.
    pub(crate) severity: Severity,
    /// The machines, worst first.
    pub(crate) nodes: Vec<NodeIndex>,
    /// "Shop is one machine: if it stops, nothing gets through to Orders", and how many more there are.
    pub(crate) why: String,
    /// What stops with the worst of them, in words.
    pub(crate) impact: String,
}

/// What the machines among these stop: those that users wait for together, and apart from them those that only delay work.
pub(crate) fn group_by_weight(
    analysis: &Analysis,
    nodes: impl Iterator<Item = NodeIndex>,
    claim: &str,
) -> Vec<SingleMachines> {
    let mut found: Vec<(Impact, NodeIndex)> = nodes
        .filter_map(|node| Some((impact_of(analysis, node)?, node)))
        .collect();
    let tolerance = OutageTolerance::new(analysis);
    for (impact, node) in &mut found {
        impact.severity = tolerance.fair_severity(analysis, *node, impact.severity);
    }
    found.sort_by_key(|(impact, node)| (impact.severity, *node));
    let is_serious = |(impact, _): &(Impact, NodeIndex)| impact.severity < Severity::Medium;
    let (serious, mild): (Vec<_>, Vec<_>) = found.into_iter().partition(is_serious);
    let groups = [serious, mild].into_iter();
    groups
        .filter_map(|group| describe(analysis, &group, claim))
        .collect()
}

fn describe(
    analysis: &Analysis,
    group: &[(Impact, NodeIndex)],
    claim: &str,
) -> Option<SingleMachines> {
    let (worst, first) = group.first()?;
    let (severity, impact) = (worst.severity, worst.words.clone());
    let why = format!("{} {claim}: if it fails, {impact}", analysis.name(*first));
    let nodes: Vec<NodeIndex> = group.iter().map(|(_, node)| *node).collect();
    let others = nodes[1..].iter().map(|&node| analysis.name(node));
    let why = match others.len() {
        0 => why,
        count if count < NAMED => {
            format!("{why}. The same is true for {}", format::join_names(others))
        }
        count => {
            let named = format::join_names(others.take(NAMED - 1));
            format!("{why}. The same is true for {count} other components, such as {named}")
        }
    };
    Some(SingleMachines {
        severity,
        nodes,
        why,
        impact,
    })
}

/// What is known of those who use a system, and so of how bad it is for them that a machine stops.
pub(crate) struct OutageTolerance {
    /// Whether the drawing says that an outage may be lived with: in words, or by who uses it.
    is_outage_accepted: bool,
    /// Whether nobody, or next to nobody, is known to use it.
    has_few_users: bool,
}

impl OutageTolerance {
    pub(crate) fn new(analysis: &Analysis) -> Self {
        let design = analysis.design;
        let is_own_system = analysis.scenario.is_none();
        let is_tiny = design.traffic().is_some_and(|rps| rps < TINY_TRAFFIC);
        let mut users = analysis.with_role(&[Role::Client, Role::Device]);
        Self {
            is_outage_accepted: is_own_system
                && (drawing_text::in_notes(design, failure_words::OUTAGE_ACCEPTED)
                    || drawing_text::statements(design).any(speaks_of_few)),
            has_few_users: is_own_system && (is_tiny || users.next().is_none()),
        }
    }

    /// How bad it is that a machine stops that would be this bad for many.
    pub(crate) fn fair_severity(
        &self,
        analysis: &Analysis,
        node: NodeIndex,
        stated: Severity,
    ) -> Severity {
        if self.is_outage_accepted || only_delays(analysis, node) {
            return Severity::Info;
        }
        if self.has_few_users {
            return stated.max(Severity::Medium);
        }
        stated
    }
}

/// Whether a text counts people, and there are few of them: "40 colleagues", "a firm of 12 people".
fn speaks_of_few(text: &str) -> bool {
    let mut words = text_match::words(text).peekable();
    while let Some(word) = words.next() {
        let count = word.parse::<u64>();
        let are_few = count.is_ok_and(|count| (1..=FEW_PEOPLE).contains(&count));
        let are_people =
            |next: &&str| failure_words::PEOPLE.contains(&next.to_lowercase().as_str());
        if are_few && words.peek().is_some_and(are_people) {
            return true;
        }
    }
    false
}

/// Whether the failure of a part delays work that nobody waits for, such as a nightly run, or stops only a trial, which the
/// others then do without.
fn only_delays(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let kind = this.effective_kind;
    let runs_jobs = matches!(kind.role, Role::Worker | Role::Processor | Role::Other);
    let own = drawing_text::texts_of_component(this.component);
    let mut texts = own.into_iter().chain([kind.label.as_str()]);
    kind.role == Role::Scheduler
        || own
            .iter()
            .any(|text| text_match::mentions(text, failure_words::ON_TRIAL))
        || (runs_jobs && texts.any(|text| text_match::mentions(text, failure_words::RUNS_AT_TIMES)))
}
