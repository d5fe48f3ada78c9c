//! Whether a candidate can find out what the prompt judges by: each hidden requirement comes out by a question, and each
//! target is told, asked for, or among the numbers. And whether each requirement has something in the prompt that meets it.

use std::collections::BTreeSet;

use super::durations::durations;
use super::prompt_lint::PromptLint;
use super::quantities::{Interpretation, parse_terms, space_percents};
use crate::model::format;
use crate::model::text_match::lower_words;
use crate::scenario::{Requirement, RequirementKind, Scenario};

/// Figures that are nearer to each other are the same.
const SAME: f64 = 0.01;
/// Letters by which two words are taken for one: "redirects" and "redirected".
const STEM: usize = 5;
/// Shorter words tell nothing.
const TELLING: usize = 4;
/// Words of requirements that say nothing about what has to be drawn for them.
const EMPTY_WORDS: &[&str] = &[
    "about", "after", "again", "always", "another", "because", "before", "been", "being", "cannot",
    "come", "each", "every", "first", "from", "have", "into", "largest", "least", "made", "more",
    "most", "must", "never", "other", "others", "people", "person", "same", "since", "some",
    "still", "such", "than", "that", "their", "them", "there", "these", "they", "this", "those",
    "through", "until", "what", "when", "where", "which", "while", "whole", "whom", "will", "with",
    "within", "without", "works", "would",
];

impl PromptLint<'_> {
    pub(super) fn check_discovery(&mut self) {
        self.check_reveals();
        self.check_targets_are_told();
        self.check_requirements_are_met();
    }

    /// Each hidden requirement comes out by a question whose answer has its figures.
    fn check_reveals(&mut self) {
        let scenario = self.scenario;
        for (n, question) in scenario.questions.iter().enumerate() {
            for &place in &question.reveals {
                let at = format!("/questions/{n}/reveals");
                match scenario.requirements.get(place) {
                    None => {
                        let says = format!("requirement {place} does not exist");
                        self.unfair(at, says, "count requirements from 0");
                    }
                    Some(requirement) if requirement.revealed => {
                        let says = format!("requirement {place} is already shown with the brief");
                        self.unfair(at, says, "remove that entry, or hide the requirement");
                    }
                    Some(_) => {}
                }
            }
        }
        let hidden = scenario.requirements.iter().enumerate();
        for (place, requirement) in hidden.filter(|(_, one)| !one.revealed) {
            let at = format!("/requirements/{place}");
            let asked = scenario.questions.iter();
            let asked: Vec<String> = asked
                .filter(|question| question.reveals.contains(&place))
                .map(|question| format!("{} {}", question.ask, question.answer))
                .collect();
            if asked.is_empty() {
                let says = format!("no question reveals \"{}\"", requirement.text);
                let fix = "add the requirement to `reveals` of the question that uncovers it, or show it with the brief";
                self.unfair(at, says, fix);
                continue;
            }
            let facts = scenario.facts.iter();
            let facts = facts.map(|fact| format!("{} {}", fact.label, fact.value));
            let said: Vec<String> = asked.into_iter().chain(facts).collect();
            for figure in figures_missing(requirement, &said) {
                let says = format!("the requirement says {figure}, but the answer does not");
                self.unfair(at.as_str(), says, "state the figure in the answer");
            }
        }
    }

    /// Availability, budget and times by which drawings are judged.
    fn check_targets_are_told(&mut self) {
        let scenario = self.scenario;
        let told = known_texts(scenario);
        let targets = &scenario.targets;
        let percents: Vec<f64> = told.iter().flat_map(|text| percents(text)).collect();
        let availability = targets.availability;
        let says_it = |share: &f64| {
            (share - availability).abs() < 1e-9 || (1.0 - share - availability).abs() < 1e-9
        };
        let fix =
            "state the value in a requirement shown with the brief, in an answer, or in the facts";
        if !percents.iter().any(says_it) {
            let share = format::percent_of_time(availability);
            let says =
                format!("candidates cannot find out that the availability target is {share}");
            self.unfair("/targets/availability", says, fix);
        }
        if let Some(budget) = targets.monthly_budget {
            let mut amounts = told.iter().flat_map(|text| amounts(text));
            if !amounts.any(|amount| is_same(amount, budget)) {
                let budget = format::amount(budget);
                let says =
                    format!("candidates cannot find out that the budget is {budget} dollars");
                self.unfair("/targets/monthly_budget", says, fix);
            }
        }
        let times: Vec<f64> = told.iter().flat_map(|text| durations(text)).collect();
        for (n, flow) in scenario.flows.iter().enumerate() {
            let judged = [
                ("latency_p99_ms", flow.latency_p99_ms.map(|ms| ms / 1_000.0)),
                ("within_s", flow.within_s),
            ];
            for (field, seconds) in judged {
                let Some(seconds) = seconds else { continue };
                if !times.iter().any(|&time| is_same(time, seconds)) {
                    let says = format!(
                        "candidates cannot find out that `{}` may take {}",
                        flow.id,
                        format::duration(seconds * 1_000.0)
                    );
                    self.unfair(format!("/flows/{n}/{field}"), says, fix);
                }
            }
        }
    }

    /// What it has to do is a flow, a job or a part; how well is a target, a property of a flow or a job.
    fn check_requirements_are_met(&mut self) {
        let scenario = self.scenario;
        let meets = stems(&vocabulary(scenario));
        for (n, requirement) in scenario.requirements.iter().enumerate() {
            let judged = requirement.kind == RequirementKind::NonFunctional
                && is_target(scenario, &requirement.text);
            let words = stems(&requirement.text);
            let shared = words.intersection(&meets).count();
            if !judged && 2 * shared < words.len().min(4) {
                let says = format!(
                    "no flow, responsibility, part, or target relates to \"{}\"",
                    requirement.text
                );
                let fix = "in the designs and the responsibilities, add a way to meet the requirement, or remove the requirement";
                self.unfair(format!("/requirements/{n}"), says, fix);
            }
        }
    }
}

/// What is told, comes out by asking, or is among the facts.
fn known_texts(scenario: &Scenario) -> Vec<String> {
    let told = scenario.requirements.iter().filter(|one| one.revealed);
    let told = told.map(|one| one.text.clone());
    let asked = scenario.questions.iter().map(|one| one.answer.clone());
    let facts = scenario.facts.iter();
    let facts = facts.map(|fact| format!("{} {}", fact.label, fact.value));
    told.chain(asked)
        .chain(facts)
        .chain([scenario.brief.clone()])
        .collect()
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * b.abs()
}

/// The times and shares of a requirement that none of these texts has.
fn figures_missing(requirement: &Requirement, said: &[String]) -> Vec<String> {
    let times: Vec<f64> = said.iter().flat_map(|text| durations(text)).collect();
    let shares: Vec<f64> = said.iter().flat_map(|text| percents(text)).collect();
    let wanted = durations(&requirement.text).into_iter();
    let missing_times = wanted
        .filter(|wanted| !times.iter().any(|time| is_same(*time, *wanted)))
        .map(|seconds| format::duration(seconds * 1_000.0));
    let wanted = percents(&requirement.text).into_iter();
    let missing_shares = wanted
        .filter(|wanted| !shares.iter().any(|share| is_same(*share, *wanted)))
        .map(format::percent_of_time);
    missing_times.chain(missing_shares).collect()
}

/// Shares of a text, 0 to 1.
fn percents(text: &str) -> Vec<f64> {
    let spaced = space_percents(text);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let pairs = words.windows(2);
    let before = |percent: &&[&str]| percent[1].trim_end_matches([',', '.', ':', ';']) == "%";
    let found = pairs
        .filter(before)
        .filter_map(|pair| pair[0].parse::<f64>().ok());
    found.map(|percent| percent / 100.0).collect()
}

/// Numbers of a text, with thousands and millions.
fn amounts(text: &str) -> Vec<f64> {
    let spaced = space_percents(text);
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let read = Interpretation {
        data: false,
        time: false,
    };
    let starts = 0..words.len();
    let found = starts.filter_map(|start| {
        let end = words.len().min(start + 2);
        let terms = parse_terms(&words[start..end].join(" "))?;
        terms.first().map(|term| term.value(read))
    });
    found.collect()
}

/// Whether a text speaks of a figure by which the prompt judges.
fn is_target(scenario: &Scenario, text: &str) -> bool {
    let targets = &scenario.targets;
    let times = durations(text);
    let judged = scenario.flows.iter().flat_map(|flow| {
        let latency = flow.latency_p99_ms.map(|ms| ms / 1_000.0);
        latency.into_iter().chain(flow.within_s)
    });
    let mut judged = judged.chain([]);
    let share = targets.availability;
    let shares = percents(text);
    judged.any(|seconds| times.iter().any(|&time| is_same(time, seconds)))
        || shares
            .iter()
            .any(|&one| is_same(one, share) || is_same(1.0 - one, share))
        || targets
            .monthly_budget
            .is_some_and(|budget| amounts(text).iter().any(|&one| is_same(one, budget)))
}

/// All that the prompt says about flows, jobs, parts and targets.
fn vocabulary(scenario: &Scenario) -> String {
    let mut all = vec![scenario.targets.durability.clone()];
    for flow in &scenario.flows {
        all.push(flow.name.clone());
        all.extend(flow.words.iter().cloned());
        all.extend(flow.to.iter().map(|end| end.name.clone()));
    }
    for job in &scenario.responsibilities {
        all.extend([&job.title, &job.missing, &job.why, &job.advice].map(Clone::clone));
        all.extend(job.names.iter().cloned());
        all.extend(job.ways.iter().flat_map(|way| way.words.iter().cloned()));
        all.extend(job.ways.iter().flat_map(|way| way.assumed.iter().cloned()));
    }
    for accepted in &scenario.designs {
        all.extend(accepted.drawing.iter().cloned());
        all.extend(accepted.parts.values().map(|part| part.why.clone()));
    }
    all.join(" ")
}

/// The beginnings of the telling words of a text.
fn stems(text: &str) -> BTreeSet<String> {
    let words = lower_words(text).filter(|word| word.chars().count() >= TELLING);
    let telling = words.filter(|word| !EMPTY_WORDS.contains(&word.as_str()));
    telling
        .map(|word| word.chars().take(STEM).collect())
        .collect()
}
