//! Find the fault: an accepted design with one fault put in. Where is it, and what is it?

use super::chance::shuffled;
use super::what_breaks::DrillGrade;
use crate::analysis::{Category, Finding, Severity, rules};
use crate::evaluation::spoil;
use crate::model::{Design, Id};
use crate::practice::attempts::area_of;
use crate::practice::scorecard::Dimension;
use crate::scenario::{AcceptedDesign, Scenario};

/// How many places and how many faults are offered.
const OFFERED: usize = 4;
/// What is offered where the fault is about no single part of the drawing.
const WHOLE: &str = "The drawing as a whole";

/// Where the fault is, and what it is.
#[derive(Debug, Clone)]
pub struct FaultQuestion {
    /// Places to choose from, with what to point at on the drawing.
    pub places: Vec<(String, Option<Id>)>,
    /// Faults to choose from.
    pub faults: Vec<String>,
    /// What was done, in a few words.
    pub what: String,
    /// What the check says.
    pub finding: Finding,
    place: usize,
    fault: usize,
}

/// Whether a finding is about this component: about itself, or about a connection of it.
fn concerns(design: &Design, finding: &Finding, component: Id) -> bool {
    let mut items = finding.items.iter();
    items.any(|&item| {
        let link = design.connection(item);
        item == component || link.is_some_and(|link| [link.from, link.to].contains(&component))
    })
}

impl FaultQuestion {
    /// The components and connections that the fault is about.
    pub(super) fn told_items(&self) -> Vec<Id> {
        let place = self.places[self.place].1;
        let items = self.finding.items.iter().copied();
        items.chain(place).collect()
    }

    /// A spoiled design with what is asked about it; none where chance finds none.
    pub(super) fn new(
        scenario: &Scenario,
        accepted: &AcceptedDesign,
        chance: u64,
    ) -> Option<(Design, Self)> {
        let spoiled = spoil(scenario, accepted, chance)?;
        let (design, finding) = (spoiled.design, spoiled.finding);
        // What the check says besides it would be right too, and is not offered.
        let shown = spoiled.findings.iter();
        let shown: Vec<&Finding> = shown
            .filter(|one| one.severity < Severity::Info)
            .chain([&finding])
            .collect();
        let culprit = finding
            .items
            .iter()
            .copied()
            .find(|&id| design.contains(id));
        let components = design.components().map(|(id, _)| id);
        let innocent: Vec<Id> = components
            .filter(|id| shown.iter().all(|one| !concerns(&design, one, *id)))
            .collect();
        let mut places: Vec<Option<Id>> = shuffled(innocent, chance)
            .into_iter()
            .take(OFFERED - usize::from(culprit.is_some()))
            .map(Some)
            .collect();
        places.extend(culprit.map(Some));
        let mut places = shuffled(places, chance.wrapping_add(1));
        places.push(None);
        let place = places.iter().position(|&place| place == culprit)?;
        let category = finding.category;
        let mut other: Vec<&str> = rules::all()
            .iter()
            .filter(|rule| shown.iter().all(|one| rule.title != one.title))
            .map(|rule| rule.title)
            .collect();
        other.sort_unstable();
        other.dedup();
        // What differs from an accepted design can be called by the name of every rule that compares with one.
        let compares = category == Category::Match;
        let near = |title: &&str| {
            let mut all = rules::all().iter();
            all.any(|rule| rule.title == *title && rule.category == category)
        };
        other.retain(|title| !compares || !near(title));
        let (near, far): (Vec<&str>, Vec<&str>) = other.into_iter().partition(near);
        let mut faults: Vec<String> = shuffled(near, chance.wrapping_add(2))
            .into_iter()
            .chain(shuffled(far, chance.wrapping_add(3)))
            .take(OFFERED - 1)
            .map(str::to_owned)
            .collect();
        faults.push(finding.title.clone());
        let faults = shuffled(faults, chance.wrapping_add(4));
        let fault = faults.iter().position(|title| *title == finding.title)?;
        let name = |place: Option<Id>| match place {
            Some(id) => design.item_name(id),
            None => WHOLE.to_owned(),
        };
        let places = places.into_iter().map(|place| (name(place), place));
        let question = Self {
            places: places.collect(),
            faults,
            what: spoiled.what,
            finding,
            place,
            fault,
        };
        Some((design, question))
    }

    /// The right place, by its number.
    #[must_use]
    pub fn right_place(&self) -> usize {
        self.place
    }

    /// The right fault, by its number.
    #[must_use]
    pub fn right_fault(&self) -> usize {
        self.fault
    }

    /// The rubric area that the fault belongs to.
    #[must_use]
    pub fn area(&self) -> Dimension {
        area_of(self.finding.category)
    }

    /// What an answer is worth: one point for the place, one for the fault.
    #[must_use]
    pub fn grade_fault(&self, place: Option<usize>, fault: Option<usize>) -> DrillGrade {
        let right = [place == Some(self.place), fault == Some(self.fault)];
        DrillGrade {
            points: right.into_iter().map(u32::from).sum(),
            of: 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn the_right_answers_are_offered_once_and_worth_all() {
        for (n, scenario) in builtin().iter().take(6).enumerate() {
            let made = FaultQuestion::new(scenario, &scenario.designs[0], n as u64);
            let (design, asked) = made.unwrap();
            assert!(asked.places.len() >= 2 && asked.faults.len() == OFFERED);
            let names: std::collections::BTreeSet<&String> = asked.faults.iter().collect();
            assert_eq!(names.len(), OFFERED);
            assert_eq!(asked.faults[asked.fault], asked.finding.title);
            for (_, id) in &asked.places {
                assert!(id.is_none_or(|id| design.contains(id)));
            }
            let all = asked.grade_fault(Some(asked.place), Some(asked.fault));
            assert_eq!((all.points, all.of), (2, 2));
            assert_eq!(asked.grade_fault(None, None).points, 0);
        }
    }
}
