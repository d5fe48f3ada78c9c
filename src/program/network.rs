//! What is planned, in what order it can go live, and for whose deliveries it waits.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;
use serde::Serialize;

use super::needs::{self, LiveBefore};
use crate::analysis::Analysis;
use crate::analysis::graph::NodeMap;
use crate::model::{Id, Program, TeamDependency, is_same_team};

/// That a component goes live before one that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderConflict {
    /// What is too early.
    pub component: Id,
    /// What it needs.
    pub needs: Id,
    /// The connection that says so.
    pub connection: Id,
    /// What is wrong, in a sentence.
    pub sentence: String,
}

/// What is planned and the order between it.
pub(super) struct Network {
    pub planned: Vec<NodeIndex>,
    /// The stage that each counts as belonging to: its own, else that of the last thing it needs.
    pub stage: NodeMap<u32>,
    pub needs: Vec<LiveBefore>,
    /// Which group of components that need each other each belongs to, what is needed first.
    pub group: NodeMap<usize>,
    pub cycles: Vec<Vec<Id>>,
}

impl Network {
    pub(super) fn new(analysis: &Analysis) -> Self {
        let program = analysis.design().program();
        let is_planned = |node: NodeIndex| {
            let staged = analysis[node].component.rollout_stage.is_some();
            staged || program.work.contains_key(&analysis.id(node))
        };
        let planned: NodeMap<bool> = analysis.node_indices().map(is_planned).collect();
        let needs = needs::live_before(analysis, &planned);
        let groups = needs::groups(analysis, &needs);
        let mut group_of = analysis.node_map(0);
        for (number, group) in groups.iter().enumerate() {
            for &node in group {
                group_of[node] = number;
            }
        }
        let mut stage = analysis.node_map(0);
        let mut needed_by: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
        for need in &needs {
            needed_by.entry(need.by).or_default().push(need.needed);
        }
        for group in &groups {
            let below = group
                .iter()
                .filter_map(|node| needed_by.get(node))
                .flatten();
            let below = below.filter(|needed| !group.contains(needed));
            let below = below.map(|&needed| stage[needed]).max().unwrap_or(0);
            for &node in group {
                stage[node] = analysis[node].component.rollout_stage.unwrap_or(below);
            }
        }
        let mut planned: Vec<NodeIndex> = analysis
            .node_indices()
            .filter(|&node| planned[node])
            .collect();
        planned.sort_by_key(|&node| (stage[node], group_of[node], node));
        Self {
            cycles: needs::cycles(analysis, &groups),
            planned,
            stage,
            needs,
            group: group_of,
        }
    }

    /// Whether a need can be met: what is needed does not come in a later stage, nor need the other in turn.
    pub(super) fn is_met(&self, need: &LiveBefore) -> bool {
        self.stage[need.needed] <= self.stage[need.by]
    }

    pub(super) fn conflicts(&self, analysis: &Analysis) -> Vec<OrderConflict> {
        let broken = self.needs.iter().filter(|need| !self.is_met(need));
        let conflict = |need: &LiveBefore| {
            let (by, needed) = (analysis.name(need.by), analysis.name(need.needed));
            let stages = [need.by, need.needed].map(|node| self.stage[node]);
            OrderConflict {
                component: analysis.id(need.by),
                needs: analysis.id(need.needed),
                connection: need.connection,
                sentence: format!(
                    "{by} goes live in stage {} but needs {needed}, which goes live in stage {}",
                    stages[0], stages[1]
                ),
            }
        };
        broken.map(conflict).collect()
    }
}

/// What jobs wait for that is delivered by other teams and suppliers: those of the stage that cannot begin without it, else
/// those that call what the other team owns.
pub(super) fn delivery_waits(
    analysis: &Analysis,
    network: &Network,
    place: &BTreeMap<NodeIndex, usize>,
) -> Vec<(usize, String, u32)> {
    let design = analysis.design();
    let program = design.program();
    let is_of = |node: NodeIndex, team: &str| {
        design
            .team_of(analysis.id(node))
            .is_some_and(|own| is_same_team(own, team))
    };
    let mut waits = Vec::new();
    for dependency in &program.dependencies {
        let Some(week) = delivery_week(program, dependency) else {
            continue;
        };
        let of_team = |node: NodeIndex| {
            let needs = dependency.needs.trim();
            needs.is_empty() || is_of(node, needs)
        };
        let waiting: BTreeSet<usize> = match dependency.stage {
            Some(stage) => {
                let staged = network.planned.iter().filter(|&&node| {
                    analysis[node].component.rollout_stage == Some(stage) && of_team(node)
                });
                staged.map(|node| place[node]).collect()
            }
            None => {
                let calls = analysis.links().map(|link| needs::ends(analysis, link));
                let calls = calls.filter(|&(by, needed)| {
                    of_team(by) && is_of(needed, &dependency.on) && !is_of(by, &dependency.on)
                });
                calls
                    .filter_map(|(by, _)| place.get(&by).copied())
                    .collect()
            }
        };
        waits.extend(
            waiting
                .into_iter()
                .map(|job| (job, dependency.on.trim().to_owned(), week)),
        );
    }
    waits
}

/// The week in which something is delivered: after its lead time, and not before the date that was promised.
fn delivery_week(program: &Program, dependency: &TeamDependency) -> Option<u32> {
    let promised = program.start.zip(dependency.due).map(|(start, due)| {
        let days = (due - start).get_days();
        u32::try_from(days.max(0)).unwrap_or(0).div_ceil(7)
    });
    promised.max(dependency.lead_weeks)
}
