//! Which team owns what, and the calls that go from one team to another.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::{Analysis, Finding, Report, Severity};
use crate::model::{Id, is_same_team};
use crate::program::needs::is_rolled_out;

/// A team with what it owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Team {
    /// Its name, as first written.
    pub name: String,
    /// Who speaks for it.
    pub person: Option<String>,
    /// Its components, in order.
    pub components: Vec<Id>,
    /// Open critical and high findings that name one of its components first.
    pub grave_findings: usize,
}

/// The calls from one team's components to another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamCalls {
    /// Who calls, by its place among the teams.
    pub from: usize,
    /// Who is called.
    pub to: usize,
    /// The connections that are waited for.
    pub waiting: Vec<Id>,
    /// The connections that nobody waits for.
    pub not_waiting: Vec<Id>,
}

/// Who owns what, and who calls whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Teams {
    /// The teams by name.
    pub all: Vec<Team>,
    /// Components of ours that no team owns.
    pub unowned: Vec<Id>,
    /// The calls between teams; only pairs with calls.
    pub calls: Vec<TeamCalls>,
}

impl Teams {
    pub(super) fn new(analysis: &Analysis, report: &Report) -> Self {
        let design = analysis.design();
        let mut by_name: BTreeMap<String, Team> = BTreeMap::new();
        for name in design.program().people.keys() {
            by_name
                .entry(key(name))
                .or_insert_with(|| Team::named(name));
        }
        for (id, _) in design.components() {
            if let Some(name) = design.team_of(id) {
                let team = by_name
                    .entry(key(name))
                    .or_insert_with(|| Team::named(name));
                team.components.push(id);
            }
        }
        let mut all: Vec<Team> = by_name.into_values().collect();
        for team in &mut all {
            team.person = design.program().person(&team.name).map(str::to_owned);
            let about = report
                .open()
                .filter(|finding| finding.severity <= Severity::High);
            let about = about.filter_map(Finding::item);
            team.grave_findings = about.filter(|id| team.components.contains(id)).count();
        }
        let unowned = analysis
            .node_indices()
            .filter(|&node| is_rolled_out(analysis, node));
        let unowned = unowned.map(|node| analysis.id(node));
        let mut teams = Self {
            unowned: unowned.filter(|&id| design.team_of(id).is_none()).collect(),
            calls: Vec::new(),
            all,
        };
        teams.calls = teams.find_calls(analysis);
        teams
    }

    fn find_calls(&self, analysis: &Analysis) -> Vec<TeamCalls> {
        let team = |node| self.place_of(analysis.design().team_of(analysis.id(node))?);
        let mut calls: BTreeMap<(usize, usize), TeamCalls> = BTreeMap::new();
        for link in analysis.links() {
            let (Some(from), Some(to)) = (team(link.from), team(link.to)) else {
                continue;
            };
            if from == to {
                continue;
            }
            let cell = calls.entry((from, to)).or_insert_with(|| TeamCalls {
                from,
                to,
                waiting: Vec::new(),
                not_waiting: Vec::new(),
            });
            if link.is_sync() {
                cell.waiting.push(link.id);
            } else {
                cell.not_waiting.push(link.id);
            }
        }
        calls.into_values().collect()
    }

    /// The place of a team among all.
    #[must_use]
    pub fn place_of(&self, name: &str) -> Option<usize> {
        self.all
            .iter()
            .position(|team| is_same_team(&team.name, name))
    }

    /// The calls from one team to another, by their places.
    #[must_use]
    pub fn calls_between(&self, from: usize, to: usize) -> Option<&TeamCalls> {
        self.calls
            .iter()
            .find(|calls| calls.from == from && calls.to == to)
    }

    /// How many components have an owner.
    #[must_use]
    pub fn owned(&self) -> usize {
        self.all.iter().map(|team| team.components.len()).sum()
    }
}

impl Team {
    fn named(name: &str) -> Self {
        Self {
            name: name.trim().to_owned(),
            person: None,
            components: Vec::new(),
            grave_findings: 0,
        }
    }
}

impl TeamCalls {
    /// How many connections.
    #[must_use]
    pub fn count(&self) -> usize {
        self.waiting.len() + self.not_waiting.len()
    }

    /// All of its connections.
    pub fn connections(&self) -> impl Iterator<Item = Id> {
        self.waiting.iter().chain(&self.not_waiting).copied()
    }
}

/// What tells one team from another.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The two letters that stand for a team: "EP" for "Edge platform", "AN" for "Analytics".
#[must_use]
pub fn monogram(team: &str) -> String {
    let mut words = crate::model::text_match::words(team).map(|word| word.chars());
    let letters: String = match (words.next(), words.next()) {
        (Some(mut first), Some(mut second)) => {
            first.next().into_iter().chain(second.next()).collect()
        }
        (Some(first), None) => first.take(2).collect(),
        _ => "?".to_owned(),
    };
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn calls_are_counted_by_team_in_any_spelling() {
        let text = "
client -> web -> api -> db
api -> log -> count
web: service owner=\"Front \"
api: service owner=\"Core links\"
db: sql owner=\"data\"
log: event_log owner=\"Data\"
count: worker
";
        let design = parse_notation(text).unwrap().design;
        let analysis = Analysis::new(&design, None);
        let teams = Teams::new(&analysis, &analysis.report());
        let names: Vec<&str> = teams.all.iter().map(|team| team.name.as_str()).collect();
        assert_eq!(names, ["Core links", "data", "Front"]);
        let crossing: usize = teams.calls.iter().map(TeamCalls::count).sum();
        assert_eq!((teams.owned(), teams.unowned.len(), crossing), (4, 1, 3));
        let cell = teams.calls_between(0, 1).unwrap();
        assert_eq!((cell.waiting.len(), cell.not_waiting.len()), (1, 1));
        assert_eq!(teams.calls_between(1, 0), None);
    }

    #[test]
    fn two_letters_stand_for_a_team() {
        let all = [
            "Edge platform",
            "analytics",
            "  Trust & safety team",
            "",
            "Ümlaut",
        ];
        assert_eq!(all.map(monogram), ["EP", "AN", "TS", "?", "ÜM"]);
    }
}
