//! Skills by rubric area: how good one is, whether it gets better, and what to practice next.

use super::attempts::{Attempt, AttemptMode};
use super::drills::DrillKind;
use super::history::{PASSES, Profile};
use super::scorecard::Dimension;
use crate::analysis::{Category, rules};
use crate::scenario::{QuestionValue, Scenario, Weight};

/// Attempts with evidence for an area that are looked at: what was long ago says little about now. Own judgment.
pub(super) const SESSIONS: usize = 10;
/// Attempts with evidence for an area before a trend is shown: one good day is none. Own judgment.
const TREND: usize = 4;

/// The difficulty that is suggested to who has passed nothing yet, less one. Own judgment.
const FIRST_DIFFICULTY: u8 = 1;

/// How good one is in one rubric area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skill {
    /// The area.
    pub area: Dimension,
    /// The mean of the part of its points that was reached in the last `SESSIONS` attempts (%); none before there is any.
    pub score: Option<u32>,
    /// The mean of the newer half of those less that of the older half; none before there are enough.
    pub trend: Option<i32>,
    /// How many attempts it is from.
    pub sessions: usize,
}

/// Where scores come from. Those of one source are of a kind; those of different sources are never held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkillSource {
    /// Mock interviews: the rubric.
    Interviews,
    /// Pressed checks: the parts of the check's score.
    Checks,
    /// Drills: the points of their tasks.
    Drills,
}

impl SkillSource {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Interviews, Self::Checks, Self::Drills];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Interviews => "Interviews",
            Self::Checks => "Checks",
            Self::Drills => "Drills",
        }
    }

    /// One attempt of it, and several.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Interviews => ("mock interview", "mock interviews"),
            Self::Checks => ("check", "checks"),
            Self::Drills => ("drill", "drills"),
        }
    }

    fn of(attempt: &Attempt) -> Self {
        match attempt.mode {
            AttemptMode::Interview => Self::Interviews,
            AttemptMode::Practice => Self::Checks,
            AttemptMode::Drill(_) => Self::Drills,
        }
    }
}

/// The skills that one source shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillSet {
    /// Where the scores come from.
    pub source: SkillSource,
    /// In the order of the rubric.
    pub skills: Vec<Skill>,
}

/// The skills by source, from attempts in the order of time: those that say anything, that of the newest attempt first.
#[must_use]
pub fn measure_skills(attempts: &[Attempt]) -> Vec<SkillSet> {
    let tells = |attempt: &&Attempt| !attempt.areas.is_empty();
    let newest = |source| {
        let mut all = attempts.iter().rev().filter(tells);
        all.position(|attempt| SkillSource::of(attempt) == source)
    };
    let mut sources: Vec<(usize, SkillSource)> = SkillSource::ALL
        .into_iter()
        .filter_map(|source| Some((newest(source)?, source)))
        .collect();
    sources.sort_by_key(|(age, _)| *age);
    let set = |(_, source): (usize, SkillSource)| SkillSet {
        source,
        skills: skills_of(attempts, source),
    };
    sources.into_iter().map(set).collect()
}

/// The skills in the order of the rubric, from the attempts of one source.
fn skills_of(attempts: &[Attempt], source: SkillSource) -> Vec<Skill> {
    Dimension::ALL
        .into_iter()
        .map(|area| {
            let newest = attempts.iter().rev();
            let parts: Vec<u32> = newest
                .filter(|attempt| SkillSource::of(attempt) == source)
                .filter_map(|attempt| attempt.areas.get(&area).map(|part| u32::from(*part)))
                .take(SESSIONS)
                .collect();
            let (newer, older) = parts.split_at(parts.len() / 2);
            let trend = mean(newer).zip(mean(older));
            Skill {
                area,
                score: mean(&parts).map(|mean| mean.round() as u32),
                trend: trend
                    .filter(|_| parts.len() >= TREND)
                    .map(|(newer, older)| (newer - older).round() as i32),
                sessions: parts.len(),
            }
        })
        .collect()
}

fn mean(parts: &[u32]) -> Option<f64> {
    let sum: u32 = parts.iter().sum();
    (!parts.is_empty()).then(|| f64::from(sum) / parts.len() as f64)
}

/// What to practice next, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeNext {
    /// The area, once any is measured.
    pub area: Option<Dimension>,
    /// One sentence.
    pub reason: String,
    /// The prompt that trains it.
    pub scenario: String,
    /// What that is called.
    pub title: String,
    /// The drill that trains it, where there is one.
    pub drill: Option<DrillKind>,
}

/// The weakest area that the newest source measures and an exercise for it; before anything is measured, where to begin. None without
/// prompts.
#[must_use]
pub fn practice_next(
    sets: &[SkillSet],
    scenarios: &[Scenario],
    profile: &Profile,
) -> Option<PracticeNext> {
    let newest = sets.first();
    let measured = newest
        .iter()
        .flat_map(|set| &set.skills)
        .filter_map(|skill| Some((skill.score?, skill)));
    let weakest = measured.min_by_key(|(score, _)| *score);
    let best = |scenario: &Scenario| profile.attempts(&scenario.id).map(|one| one.best);
    let Some((score, skill)) = weakest else {
        let easiest = |scenario: &&Scenario| (best(scenario).is_some(), scenario.difficulty);
        let first = scenarios.iter().min_by_key(easiest)?;
        return Some(PracticeNext {
            area: None,
            reason: format!(
                "Nothing has been measured yet. Draw {} and check it, or do a drill",
                first.title
            ),
            scenario: first.id.clone(),
            title: first.title.clone(),
            drill: Some(DrillKind::FindTheFault),
        });
    };
    // What is passed already trains less than what is not, and what is much harder than what was passed so far discourages;
    // of what is left the one that asks most.
    let passed = |scenario: &Scenario| best(scenario).is_some_and(|best| best >= PASSES);
    let hardest = scenarios.iter().filter(|one| passed(one));
    let hardest = hardest.map(|one| one.difficulty).max();
    let within_reach = hardest.unwrap_or(FIRST_DIFFICULTY).max(FIRST_DIFFICULTY) + 1;
    let worth = |scenario: &Scenario| {
        let asks = demands(scenario, skill.area).0;
        (
            !passed(scenario),
            scenario.difficulty <= within_reach,
            asks,
            std::cmp::Reverse(scenario.difficulty),
        )
    };
    let scenario = scenarios.iter().max_by_key(|scenario| worth(scenario))?;
    let (count, what) = demands(scenario, skill.area);
    let (one, several) = newest.map_or(("", ""), |set| set.source.words());
    let times = match skill.sessions {
        1 => format!("in one {one}"),
        more => format!("over the last {more} {several}"),
    };
    let reason = format!(
        "Your weakest area is {}: {score} of 100 {times}. {} trains it with {count} {what}",
        skill.area.label(),
        scenario.title
    );
    let mut drills = DrillKind::ALL.into_iter();
    Some(PracticeNext {
        area: Some(skill.area),
        reason,
        scenario: scenario.id.clone(),
        title: scenario.title.clone(),
        drill: drills.find(|drill| drill.trains() == skill.area),
    })
}

/// How much of an area a prompt asks for, and of what.
fn demands(scenario: &Scenario, area: Dimension) -> (usize, &'static str) {
    let traps = |wanted: &[Category]| {
        let traps = scenario.traps.iter();
        let of_category =
            |rule: &str| rules::get(rule).is_some_and(|rule| wanted.contains(&rule.category));
        traps.filter(|trap| of_category(&trap.rule)).count()
    };
    match area {
        Dimension::Framing => {
            let asked = scenario.requirements.iter();
            let must = asked.filter(|one| one.weight != Weight::Nice && !one.revealed);
            let good = scenario.questions.iter();
            let good = good.filter(|one| one.value == QuestionValue::Good);
            (must.count() + good.count(), "requirements to uncover")
        }
        Dimension::Estimates => (scenario.estimates.len(), "estimates"),
        Dimension::Design => {
            let parts = scenario.designs.iter().map(|design| design.parts.len());
            (parts.max().unwrap_or(0), "components to find")
        }
        Dimension::Performance => (traps(&[Category::Load]), "load and cost risks"),
        Dimension::Reliability => (
            traps(&[Category::Reliability, Category::Security]),
            "reliability and security risks",
        ),
        Dimension::TradeOffs => (scenario.trade_offs.len(), "decisions"),
        Dimension::Delivery => (
            scenario.program.dependencies.len() + scenario.program.risks.len(),
            "dependencies and risks",
        ),
        Dimension::Communication => (scenario.minutes as usize, "minutes on the clock"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::scenario::builtin;

    fn attempt(area: Dimension, part: u8) -> Attempt {
        Attempt {
            at: Timestamp::UNIX_EPOCH,
            scenario: String::new(),
            title: String::new(),
            mode: AttemptMode::Interview,
            seconds: 60,
            score: 50,
            assisted: 0,
            hints: 0,
            asked: 0,
            areas: [(area, part)].into(),
            drawing: None,
            round: None,
        }
    }

    fn of(sets: &[SkillSet], area: Dimension) -> Skill {
        let mut skills = sets[0].skills.iter();
        *skills.find(|skill| skill.area == area).unwrap()
    }

    #[test]
    fn checks_and_mock_interviews_are_never_averaged_or_ranked_with_each_other() {
        let check = |part| Attempt {
            mode: AttemptMode::Practice,
            ..attempt(Dimension::Design, part)
        };
        let attempts = [
            check(20),
            attempt(Dimension::Design, 80),
            attempt(Dimension::Framing, 60),
        ];
        let sets = measure_skills(&attempts);
        let sources: Vec<SkillSource> = sets.iter().map(|set| set.source).collect();
        assert_eq!(sources, [SkillSource::Interviews, SkillSource::Checks]);
        assert_eq!(of(&sets, Dimension::Design).score, Some(80));
        assert_eq!(of(&sets[1..], Dimension::Design).score, Some(20));
        let next = practice_next(&sets, builtin(), &Profile::default()).unwrap();
        assert_eq!(next.area, Some(Dimension::Framing));
        assert!(
            next.reason.contains("in one mock interview"),
            "{}",
            next.reason
        );
    }

    #[test]
    fn who_has_passed_nothing_is_not_sent_to_a_hard_prompt() {
        for area in Dimension::ALL {
            let sets = measure_skills(&[attempt(area, 10)]);
            let next = practice_next(&sets, builtin(), &Profile::default()).unwrap();
            let prompt = builtin().iter().find(|one| one.id == next.scenario);
            assert!(
                prompt.unwrap().difficulty <= 2,
                "{area:?}: {}",
                next.scenario
            );
        }
    }

    #[test]
    fn only_the_last_attempts_with_evidence_count() {
        let mut attempts = vec![attempt(Dimension::Design, 0); 30];
        attempts.extend(vec![attempt(Dimension::Design, 80); SESSIONS]);
        attempts.extend(vec![attempt(Dimension::Framing, 10); 40]);
        let skill = of(&measure_skills(&attempts), Dimension::Design);
        assert_eq!(
            (skill.score, skill.trend, skill.sessions),
            (Some(80), Some(0), SESSIONS)
        );
        let none = of(&measure_skills(&attempts), Dimension::Delivery);
        assert_eq!((none.score, none.trend, none.sessions), (None, None, 0));
    }

    #[test]
    fn a_trend_needs_some_attempts_and_says_which_way() {
        let parts = [40, 50, 60, 90];
        let attempts: Vec<Attempt> = parts
            .iter()
            .map(|part| attempt(Dimension::Estimates, *part))
            .collect();
        assert_eq!(
            of(&measure_skills(&attempts), Dimension::Estimates).trend,
            Some(30)
        );
        let few = measure_skills(&attempts[..3]);
        assert_eq!(of(&few, Dimension::Estimates).trend, None);
        assert_eq!(of(&few, Dimension::Estimates).score, Some(50));
    }

    #[test]
    fn the_weakest_area_is_next_with_what_trains_it() {
        let attempts = [
            attempt(Dimension::Design, 90),
            attempt(Dimension::Reliability, 41),
        ];
        let mut profile = Profile::default();
        let skills = measure_skills(&attempts);
        let next = practice_next(&skills, builtin(), &profile).unwrap();
        assert_eq!(next.area, Some(Dimension::Reliability));
        assert_eq!(next.drill, Some(DrillKind::WhatBreaks));
        assert!(
            next.reason.contains("41 of 100 in one mock interview"),
            "{}",
            next.reason
        );
        // What is passed is not what comes next.
        profile.record_attempt(&next.scenario, PASSES, date(2026, 1, 2));
        let other = practice_next(&skills, builtin(), &profile).unwrap();
        assert_ne!(other.scenario, next.scenario);
        assert_eq!(practice_next(&skills, &[], &profile), None);
    }

    #[test]
    fn who_has_done_nothing_is_told_where_to_begin() {
        let next = practice_next(&measure_skills(&[]), builtin(), &Profile::default()).unwrap();
        assert_eq!(next.area, None);
        assert!(next.reason.starts_with("Nothing has been measured yet"));
    }
}
