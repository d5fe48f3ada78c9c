//! Time by stage, and the structure of the notes.

use super::measure::{Evidence, Measures};
use crate::practice::interview::{InterviewRound, STAGES, Stage};

/// How long a stage took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StageTime {
    /// Which.
    pub stage: Stage,
    /// Seconds spent.
    pub spent: f64,
    /// Minutes planned.
    pub planned: u32,
}

impl StageTime {
    /// 1 on time, falling to 0 at twice the plan; 0 where no time was spent.
    #[must_use]
    pub fn on_time(&self) -> f64 {
        let planned = f64::from(self.planned) * 60.0;
        if self.spent <= 0.0 || planned <= 0.0 {
            return 0.0;
        }
        (2.0 - self.spent / planned).clamp(0.0, 1.0)
    }
}

/// The time of every stage.
#[must_use]
pub fn stage_times(round: &InterviewRound) -> Vec<StageTime> {
    let time = |stage| StageTime {
        stage,
        spent: round.clock.spent(stage),
        planned: round.planned(stage),
    };
    Stage::ALL.into_iter().map(time).collect()
}

pub(super) fn communication(measures: &Measures) -> Vec<Evidence> {
    let round = measures.round;
    let times = stage_times(round);
    let kept: f64 = times.iter().map(StageTime::on_time).sum::<f64>() / STAGES as f64;
    let late: Vec<&str> = times
        .iter()
        .filter(|time| time.spent > f64::from(time.planned) * 60.0)
        .map(|time| time.stage.label())
        .collect();
    let missed: Vec<&str> = times
        .iter()
        .filter(|time| time.spent <= 0.0)
        .map(|time| time.stage.label())
        .collect();
    let says = match (late.as_slice(), missed.as_slice()) {
        (_, missed) if missed.len() == STAGES => "No time was spent".to_owned(),
        ([], []) => "Every stage finished on time".to_owned(),
        (late, []) => format!("Over time: {}", late.join(", ")),
        ([], missed) => format!("Not reached: {}", missed.join(", ")),
        (late, missed) => format!(
            "Over time: {}; not reached: {}",
            late.join(", "),
            missed.join(", ")
        ),
    };
    let lists = [&round.must_have, &round.out_of_scope, &round.assumptions];
    let structured = lists.iter().filter(|list| !list.is_empty()).count();
    let first = lists
        .iter()
        .flat_map(|list| list.iter())
        .map(|line| line.at)
        .reduce(f64::min);
    vec![
        Evidence::new(says, 0.6, kept),
        Measures::share(
            "kinds of notes taken: must-haves, scope, assumptions",
            structured,
            lists.len(),
            0.4,
        )
        .at(first),
    ]
}
