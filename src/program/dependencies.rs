//! What teams need from each other: what the drawing shows, with what the plan says about it, and what only the plan says.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::needs;
use crate::analysis::Analysis;
use crate::model::{Id, TeamDependency, format, is_same_team};

/// One dependency with all that is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DependencyStatus {
    /// The team that waits; empty for the program as a whole.
    pub needs: String,
    /// The team or supplier that delivers.
    pub on: String,
    /// What is delivered; may be empty.
    pub what: String,
    /// What was agreed; none where there is no agreement yet.
    pub agreement: Option<String>,
    /// Weeks from the start of the plan until it can be there.
    pub lead_weeks: Option<u32>,
    /// The date that was promised.
    pub due: Option<Date>,
    /// The stage that cannot begin without it.
    pub stage: Option<u32>,
    /// The connections of the drawing that it stands for.
    pub connections: Vec<Id>,
    /// Names of flows whose requests go over them.
    pub flows: Vec<String>,
    /// Its place in the plan; none where only the drawing shows it.
    pub entry: Option<usize>,
}

impl DependencyStatus {
    /// "Core links needs Data platform"; "The program needs Safety vendor".
    #[must_use]
    pub fn title(&self) -> String {
        let needs = if self.needs.is_empty() {
            "The program"
        } else {
            &self.needs
        };
        let on = if self.on.is_empty() {
            &self.what
        } else {
            &self.on
        };
        format!("{needs} needs {on}")
    }

    /// What is delivered and when, in a few words each.
    #[must_use]
    pub fn details(&self) -> Vec<String> {
        let is_in_title = self.on.is_empty();
        let what = (!self.what.is_empty() && !is_in_title).then(|| self.what.clone());
        let lead = self
            .lead_weeks
            .map(|weeks| format!("lead time {}", format::count(weeks as usize, "week")));
        let due = self.due.map(|due| format!("promised for {due}"));
        let stage = self.stage.map(|stage| format!("needed for stage {stage}"));
        [what, lead, due, stage].into_iter().flatten().collect()
    }

    /// "agreed: Mei Tan, May 3"; "no agreement yet".
    #[must_use]
    pub fn agreement_words(&self) -> String {
        match &self.agreement {
            Some(agreed) => format!("agreed: {agreed}"),
            None => "no agreement yet".to_owned(),
        }
    }

    /// What is written about it, to be changed.
    #[must_use]
    pub fn to_entry(&self) -> TeamDependency {
        TeamDependency {
            needs: self.needs.clone(),
            on: self.on.clone(),
            what: self.what.clone(),
            agreement: self.agreement.clone().unwrap_or_default(),
            lead_weeks: self.lead_weeks,
            due: self.due,
            stage: self.stage,
        }
    }

    fn new(entry: &TeamDependency, place: Option<usize>) -> Self {
        let agreement = entry.agreement.trim();
        Self {
            needs: entry.needs.trim().to_owned(),
            on: entry.on.trim().to_owned(),
            what: entry.what.trim().to_owned(),
            agreement: (!agreement.is_empty()).then(|| agreement.to_owned()),
            lead_weeks: entry.lead_weeks,
            due: entry.due,
            stage: entry.stage,
            connections: Vec::new(),
            flows: Vec::new(),
            entry: place,
        }
    }

    fn is_between(&self, needs: &str, on: &str) -> bool {
        is_same_team(&self.needs, needs) && is_same_team(&self.on, on)
    }
}

/// All dependencies: those of the plan in its order, then those that only the drawing shows, by name.
pub(super) fn statuses(analysis: &Analysis) -> Vec<DependencyStatus> {
    let design = analysis.design();
    let entries = design.program().dependencies.iter().enumerate();
    let mut all: Vec<DependencyStatus> = entries
        .map(|(place, entry)| DependencyStatus::new(entry, Some(place)))
        .collect();
    let mut crossing: BTreeMap<[String; 2], Vec<_>> = BTreeMap::new();
    for link in analysis.links() {
        let (by, needed) = needs::ends(analysis, link);
        let teams = [by, needed].map(|node| design.team_of(analysis.id(node)));
        let [Some(by), Some(needed)] = teams else {
            continue;
        };
        if !is_same_team(by, needed) {
            let key = [by, needed].map(str::to_lowercase);
            crossing.entry(key).or_default().push((link, [by, needed]));
        }
    }
    for calls in crossing.into_values() {
        let [needs, on] = calls[0].1;
        let known = all.iter().position(|status| status.is_between(needs, on));
        let place = known.unwrap_or_else(|| {
            let shown = TeamDependency {
                needs: needs.to_owned(),
                on: on.to_owned(),
                ..TeamDependency::default()
            };
            all.push(DependencyStatus::new(&shown, None));
            all.len() - 1
        });
        let status = &mut all[place];
        status.connections = calls.iter().map(|(link, _)| link.id).collect();
        let over = |link: &_| calls.iter().any(|(call, _)| call.index == *link);
        let flows = analysis
            .flows
            .iter()
            .filter(|flow| flow.links.iter().any(over));
        status.flows = flows.map(|flow| flow.name.clone()).collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn the_plan_speaks_of_what_the_drawing_shows_and_of_suppliers() {
        let text = "client -> web -> api\napi -> db\nweb: service owner=\"Front\"\napi: service owner=\"Core\"\ndb: sql owner=\"Data\"";
        let mut design = parse_notation(text).unwrap().design;
        let edit = design.edit_program(|program| {
            program.dependencies = vec![
                TeamDependency {
                    on: "Registrar".to_owned(),
                    what: "Domain".to_owned(),
                    ..Default::default()
                },
                TeamDependency {
                    needs: "core".to_owned(),
                    on: "DATA".to_owned(),
                    agreement: "Mei, May 3".to_owned(),
                    ..Default::default()
                },
            ];
        });
        design.apply(edit).unwrap();
        let all = statuses(&Analysis::new(&design, None));
        let titles: Vec<String> = all.iter().map(DependencyStatus::title).collect();
        assert_eq!(
            titles,
            [
                "The program needs Registrar",
                "core needs DATA",
                "Front needs Core"
            ]
        );
        assert_eq!(all[1].agreement.as_deref(), Some("Mei, May 3"));
        assert_eq!((all[0].connections.len(), all[1].connections.len()), (0, 1));
        assert_eq!((all[1].flows.len(), all[2].entry), (1, None));
        assert_eq!(all[1].to_entry(), design.program().dependencies[1]);
    }

    #[test]
    fn who_empties_a_queue_needs_its_owner() {
        let text = "api -> q -> w\napi: service owner=\"Core\"\nq: queue owner=\"Data\"\nw: worker owner=\"Jobs\"";
        let design = parse_notation(text).unwrap().design;
        let all = statuses(&Analysis::new(&design, None));
        let titles: Vec<String> = all.iter().map(DependencyStatus::title).collect();
        assert_eq!(titles, ["Core needs Data", "Jobs needs Data"]);
    }
}
