//! What moves if a team or a supplier is late.

use serde::Serialize;

use super::schedule::Schedule;
use crate::model::{Design, Id, format, is_same_team};

/// What moves if a team is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delay {
    /// The team or supplier.
    pub team: String,
    /// How many weeks later than planned it delivers.
    pub weeks: u32,
    /// What starts later, in the order of its new start.
    pub moves: Vec<WorkMove>,
    /// The end without and with the delay.
    pub end: [u32; 2],
}

/// Work that starts later than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct WorkMove {
    /// Which component.
    pub component: Id,
    /// Its week without the delay.
    pub from: u32,
    /// Its week with it.
    pub to: u32,
}

impl Schedule {
    /// What moves if a team or a supplier delivers so many weeks later than planned: its own work starts later by that much,
    /// everything else only where it has to wait.
    #[must_use]
    pub fn delay(&self, design: &Design, team: &str, weeks: u32) -> Delay {
        let mut release = self.dates.start.clone();
        for (place, &id) in self.jobs.iter().enumerate() {
            if design
                .team_of(id)
                .is_some_and(|own| is_same_team(own, team))
            {
                release[place] = release[place].saturating_add(weeks);
            }
        }
        for (place, on, week) in &self.waits {
            if is_same_team(on, team) {
                release[*place] = release[*place].max(week.saturating_add(weeks));
            }
        }
        let dates = self.line.dates(&release);
        let moved = self
            .jobs
            .iter()
            .enumerate()
            .map(|(place, &component)| WorkMove {
                component,
                from: self.dates.start[place],
                to: dates.start[place],
            });
        let mut moves: Vec<WorkMove> = moved.filter(|step| step.to > step.from).collect();
        moves.sort_by_key(|step| (step.to, step.component));
        Delay {
            team: team.to_owned(),
            weeks,
            moves,
            end: [self.end, dates.end],
        }
    }

    /// Everybody who can be late: the teams with work in the plan, and whom the plan waits for.
    #[must_use]
    pub fn who_can_be_late(&self, design: &Design) -> Vec<String> {
        let teams = self.jobs.iter().filter_map(|&id| design.team_of(id));
        let waited = self.waits.iter().map(|(_, on, _)| on.as_str());
        let mut names: Vec<String> = Vec::new();
        for name in teams.chain(waited) {
            if !names.iter().any(|known| is_same_team(known, name)) {
                names.push(name.trim().to_owned());
            }
        }
        names.sort();
        names
    }
}

impl Delay {
    /// What it comes to, in a sentence.
    #[must_use]
    pub fn describe(&self, schedule: &Schedule, design: &Design) -> String {
        let weeks = format::count(self.weeks as usize, "week");
        let others = self.moves.iter().filter(|step| {
            !design
                .team_of(step.component)
                .is_some_and(|own| is_same_team(own, &self.team))
        });
        let others: Vec<&str> = others.map(|step| design.name_of(step.component)).collect();
        let [before, after] = self.end;
        let end = match after.saturating_sub(before) {
            0 => format!("the end date stays in {}", schedule.week_label(before)),
            later => format!(
                "the end date moves by {} to {}",
                format::count(later as usize, "week"),
                schedule.week_label(after)
            ),
        };
        let moved = if others.is_empty() {
            "no other team's work moves".to_owned()
        } else {
            format!(
                "{} later: {}",
                if others.len() == 1 {
                    "one component of another team starts"
                } else {
                    "components of other teams start"
                },
                format::join_names(others)
            )
        };
        format!("If {} is {weeks} late, {end}; {moved}", self.team)
    }
}
