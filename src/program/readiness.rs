//! Whether critical flows are ready for launch: for each an owner, monitoring, an alert, a runbook and a way back. What the
//! drawing shows counts; what it cannot show is written down.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;
use serde::Serialize;

use super::schedule::Schedule;
use crate::analysis::drawing_text::component_says;
use crate::analysis::{Analysis, keywords};
use crate::model::{LaunchNotes, Role};

/// What a flow needs before launch (Google, "Site Reliability Engineering", chapter 32 and appendix E: launch checklist).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadinessItem {
    /// The team that is called.
    Owner,
    /// Where one sees how it does.
    Monitoring,
    /// What calls the owner.
    Alert,
    /// What the owner does then.
    Runbook,
    /// How the launch is taken back.
    Rollback,
}

impl ReadinessItem {
    /// All of them in order.
    pub const ALL: [Self; 5] = [
        Self::Owner,
        Self::Monitoring,
        Self::Alert,
        Self::Runbook,
        Self::Rollback,
    ];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Monitoring => "Monitoring",
            Self::Alert => "Alert",
            Self::Runbook => "Runbook",
            Self::Rollback => "Rollback",
        }
    }

    /// What is written about it.
    #[must_use]
    pub fn note(self, notes: &LaunchNotes) -> &str {
        match self {
            Self::Owner => &notes.owner,
            Self::Monitoring => &notes.monitoring,
            Self::Alert => &notes.alert,
            Self::Runbook => &notes.runbook,
            Self::Rollback => &notes.rollback,
        }
    }

    /// What is written about it, to be changed.
    pub fn note_mut(self, notes: &mut LaunchNotes) -> &mut String {
        match self {
            Self::Owner => &mut notes.owner,
            Self::Monitoring => &mut notes.monitoring,
            Self::Alert => &mut notes.alert,
            Self::Runbook => &mut notes.runbook,
            Self::Rollback => &mut notes.rollback,
        }
    }
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadinessState {
    /// Somebody has written it down.
    Written,
    /// The drawing or the rollout plan shows it.
    Drawn,
    /// It is not there yet.
    Missing,
}

/// One line of the launch list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadinessLine {
    /// What.
    pub item: ReadinessItem,
    /// Whether it is there.
    pub state: ReadinessState,
    /// What is written or shown; empty where it is missing.
    pub text: String,
}

/// The launch list of one flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowReadiness {
    /// The flow's id.
    pub flow: String,
    /// Its name.
    pub name: String,
    /// Its lines, in the order of [`ReadinessItem::ALL`].
    pub lines: Vec<ReadinessLine>,
}

impl FlowReadiness {
    /// How many lines are missing.
    #[must_use]
    pub fn gaps(&self) -> usize {
        self.missing().count()
    }

    /// What is missing.
    pub fn missing(&self) -> impl Iterator<Item = ReadinessItem> {
        let missing = self
            .lines
            .iter()
            .filter(|line| line.state == ReadinessState::Missing);
        missing.map(|line| line.item)
    }
}

/// The launch lists of the critical flows; of all flows where none is called critical.
pub(super) fn flows(analysis: &Analysis, schedule: &Schedule) -> Vec<FlowReadiness> {
    let any_critical = analysis.flows.iter().any(|flow| flow.critical());
    let asked = analysis
        .flows
        .iter()
        .filter(|flow| flow.critical() || !any_critical);
    let list = asked.map(|flow| {
        let notes = analysis.design().program().readiness.get(&flow.id);
        let line = |item: ReadinessItem| {
            let written = notes.map_or("", |notes| item.note(notes).trim());
            let (state, text) = if !written.is_empty() {
                (ReadinessState::Written, written.to_owned())
            } else if let Some(shown) = shown(analysis, schedule, &flow.components, item) {
                (ReadinessState::Drawn, shown)
            } else {
                (ReadinessState::Missing, String::new())
            };
            ReadinessLine { item, state, text }
        };
        FlowReadiness {
            flow: flow.id.clone(),
            name: flow.name.clone(),
            lines: ReadinessItem::ALL.map(line).into(),
        }
    });
    list.collect()
}

/// Where the drawing or the plan shows something of a flow by itself.
fn shown(
    analysis: &Analysis,
    schedule: &Schedule,
    components: &[NodeIndex],
    item: ReadinessItem,
) -> Option<String> {
    match item {
        ReadinessItem::Owner => most_of_it(analysis, components),
        ReadinessItem::Monitoring => {
            watcher(analysis, components).map(|node| analysis.name(node).to_owned())
        }
        ReadinessItem::Alert => {
            let watcher = watcher(analysis, components)?;
            let component = analysis[watcher].component;
            component_says(component, keywords::ALERTING).then(|| analysis.name(watcher).to_owned())
        }
        ReadinessItem::Runbook => None,
        ReadinessItem::Rollback => rollback(analysis, schedule, components),
    }
}

/// The team that owns most of a flow; of equals the first by name.
fn most_of_it(analysis: &Analysis, components: &[NodeIndex]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for &node in components {
        if let Some(team) = analysis.design().team_of(analysis.id(node)) {
            *counts.entry(team).or_default() += 1;
        }
    }
    let most = counts.values().copied().max()?;
    let mut teams = counts.into_iter();
    teams
        .find(|(_, count)| *count == most)
        .map(|(team, _)| team.to_owned())
}

/// What watches a component of a flow.
fn watcher(analysis: &Analysis, components: &[NodeIndex]) -> Option<NodeIndex> {
    let on_flow = analysis.marked(components);
    let mut watching = analysis.links().filter_map(|link| {
        let [from, to] = [link.from, link.to];
        let watches = |a, b| analysis.role(a) == Role::Observability && on_flow[b];
        (watches(to, from).then_some(to)).or_else(|| watches(from, to).then_some(from))
    });
    watching.next()
}

/// How the stages in which a flow's components go live are taken back, where all of them say so.
fn rollback(analysis: &Analysis, schedule: &Schedule, components: &[NodeIndex]) -> Option<String> {
    let mut steps: Vec<u32> = components
        .iter()
        .filter_map(|&node| analysis[node].component.rollout_stage)
        .collect();
    steps.sort_unstable();
    steps.dedup();
    let stage = |step: u32| schedule.stages.iter().find(|stage| stage.step == step);
    let told = |step: u32| Some(stage(step)?.rollback.trim()).filter(|text| !text.is_empty());
    let all: Option<Vec<&str>> = steps.into_iter().map(told).collect();
    all.filter(|all| !all.is_empty()).map(|all| all.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn what_the_drawing_shows_counts_and_the_rest_is_asked_for() {
        let text = "
client -> api -> db
api -> watch
api: service owner=\"Core\" step=1
db: sql owner=\"Data\" step=2
watch: observability \"Metrics and alerts\"
";
        let mut design = parse_notation(text).unwrap().design;
        let lists = |design: &crate::model::Design| {
            let analysis = Analysis::new(design, None);
            flows(&analysis, &Schedule::new(&analysis))
        };
        let before = lists(&design);
        assert_eq!(before.len(), 1);
        let missing: Vec<ReadinessItem> = before[0].missing().collect();
        assert_eq!(missing, [ReadinessItem::Runbook, ReadinessItem::Rollback]);
        assert_eq!(before[0].lines[2].text, "Metrics and alerts");
        let flow = before[0].flow.clone();
        let edit = design.edit_program(|program| {
            program.stage_mut(1).rollback = "Flag off".to_owned();
            program.stage_mut(2).rollback = "Restore".to_owned();
            program.readiness.entry(flow).or_default().runbook = "wiki/links".to_owned();
        });
        design.apply(edit).unwrap();
        let after = lists(&design);
        assert_eq!(after[0].gaps(), 0);
        assert_eq!(after[0].lines[3].state, ReadinessState::Written);
        assert_eq!(after[0].lines[4].text, "Flag off; Restore");
    }
}
