//! The work of the program manager: what follows from an [`Analysis`] of the drawing and the plan that is kept beside it.
//!
//! `teams` says who owns what and who calls whom, `needs` what has to be live before what, `schedule` turns that and the
//! weeks of the plan into dates, `dependencies`, `risks` and `readiness` say what is still open, `comparison` holds the
//! plan against the prompt's own, and `pages` says all of it in words. There is no clock here: weeks are counted from the
//! start of the plan, and have dates where that has one.

mod comparison;
mod delay;
mod dependencies;
mod needs;
mod network;
mod pages;
mod readiness;
mod risks;
mod schedule;
#[cfg(test)]
mod schedule_tests;
mod teams;
mod timeline;

pub use comparison::{PromptComparison, ReferenceLine};
pub use delay::{Delay, WorkMove};
pub use dependencies::DependencyStatus;
pub use needs::SuggestedOrder;
pub use network::OrderConflict;
pub use pages::{engineer_page, stakeholder_page};
pub use readiness::{FlowReadiness, ReadinessItem, ReadinessLine, ReadinessState};
pub use risks::{RiskRegister, RiskStatus};
pub use schedule::{CriticalStep, DEFAULT_WEEKS, PlannedStage, PlannedWork, Schedule};
pub use teams::{Team, TeamCalls, Teams, monogram};

use serde::Serialize;

use crate::analysis::{Analysis, Report};
use crate::model::{Design, Edit, Id};

/// Everything that is said of the program. It is worked out once for each revision and shown everywhere from there.
#[derive(Debug, Clone, Serialize)]
pub struct ProgramReport {
    /// Who owns what, and who calls whom.
    pub teams: Teams,
    /// What teams need from each other and from suppliers.
    pub dependencies: Vec<DependencyStatus>,
    /// The order in which everything could go live.
    pub order: SuggestedOrder,
    /// The plan on a time line.
    pub schedule: Schedule,
    /// The risk register, and which findings are not in it.
    pub risks: RiskRegister,
    /// What the critical flows need before launch.
    pub readiness: Vec<FlowReadiness>,
    /// What the prompt's own program has, and what of it this plan has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<PromptComparison>,
}

impl ProgramReport {
    /// What is said of the program of a drawing; `report` is what the check says of it.
    #[must_use]
    pub fn new(analysis: &Analysis, report: &Report) -> Self {
        let order = needs::suggest(analysis);
        let schedule = Schedule::new(analysis);
        Self {
            teams: Teams::new(analysis, report),
            dependencies: dependencies::statuses(analysis),
            risks: RiskRegister::new(analysis.design(), report),
            readiness: readiness::flows(analysis, &schedule),
            prompt: PromptComparison::new(analysis),
            order,
            schedule,
        }
    }

    /// Whether nothing is planned yet: no owner, no stage, nothing written.
    #[must_use]
    pub fn is_blank(&self, design: &Design) -> bool {
        design.program().is_empty() && self.teams.all.is_empty() && self.schedule.work.is_empty()
    }

    /// How many lines of the launch list are still missing.
    #[must_use]
    pub fn launch_gaps(&self) -> usize {
        self.readiness.iter().map(FlowReadiness::gaps).sum()
    }

    /// The edits that put every component into the stage that the calls suggest, and let its work start as soon as it can.
    #[must_use]
    pub fn edits_to_reorder(&self, design: &Design) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (stage, ids) in (1..).zip(&self.order.stages) {
            let ids = ids.iter().copied();
            edits.extend(design.edits_to_change(ids, |_, component| {
                component.rollout_stage = Some(stage);
            }));
        }
        edits.push(design.edit_program(|program| {
            for window in program.work.values_mut() {
                window.start = None;
            }
        }));
        edits
    }
}

/// The edits that give components to a team; an empty name takes their own owner away.
#[must_use]
pub fn edits_to_own(design: &Design, ids: impl IntoIterator<Item = Id>, team: &str) -> Vec<Edit> {
    design.edits_to_change(ids, |_, component| {
        team.trim().clone_into(&mut component.owner);
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;
    use crate::scenario::builtin;

    #[test]
    fn every_accepted_design_has_a_program_without_a_conflict_after_reordering() {
        for scenario in builtin() {
            for accepted in &scenario.designs {
                let mut design = accepted.design.clone();
                let name = (&scenario.id, &accepted.id);
                let edits = {
                    let analysis = Analysis::new(&design, Some(scenario));
                    let program = ProgramReport::new(&analysis, &analysis.report());
                    assert!(program.prompt.is_some() && !program.order.stages.is_empty());
                    program.edits_to_reorder(&design)
                };
                design.apply_all(edits).unwrap();
                let analysis = Analysis::new(&design, Some(scenario));
                let program = ProgramReport::new(&analysis, &analysis.report());
                assert_eq!(program.schedule.conflicts, [], "{name:?}");
                assert!(program.schedule.end > 0, "{name:?}");
                assert!(
                    program
                        .schedule
                        .work
                        .iter()
                        .all(|work| work.too_early.is_none())
                );
            }
        }
    }

    #[test]
    fn a_blank_drawing_has_a_program_too() {
        let design = Design::new();
        let analysis = Analysis::new(&design, None);
        let program = ProgramReport::new(&analysis, &analysis.report());
        assert!(program.is_blank(&design));
        assert_eq!(program.launch_gaps(), 0);
        for page in [
            stakeholder_page(&analysis, &program),
            engineer_page(&analysis, &program),
        ] {
            assert!(page.starts_with("# ") && page.len() > 20, "{page}");
        }
    }

    #[test]
    fn owners_are_given_to_many_at_once() {
        let mut design = parse_notation("web -> api -> db").unwrap().design;
        let ids: Vec<Id> = design.components().map(|(id, _)| id).collect();
        design
            .apply_all(edits_to_own(&design, ids.clone(), " Core "))
            .unwrap();
        assert!(ids.iter().all(|&id| design.team_of(id) == Some("Core")));
        assert_eq!(edits_to_own(&design, ids, "Core"), []);
    }
}
