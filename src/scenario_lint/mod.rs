//! Whether a prompt is fair and complete: what its author has to mend before anybody practices with it.
//!
//! A prompt judges drawings, so it is judged first: its accepted designs must pass their own check, a missing part must be
//! named as that part, hints must lead somewhere, and it must be possible to get there from an empty canvas.

mod designs;
mod discovery;
mod durations;
mod jobs;
mod prompt_lint;
mod quantities;
mod sizes;
mod sums;
mod writing;

use prompt_lint::PromptLint;
pub use prompt_lint::{LintLevel, PromptProblem};

use crate::analysis::rules;
use crate::model::format;
use crate::scenario::{QuestionValue, Scenario};

/// All problems of a prompt, the grave ones first; it takes some seconds for large designs, since every promise is tried.
#[must_use]
pub fn lint_prompt(scenario: &Scenario) -> Vec<PromptProblem> {
    let mut audit = PromptLint {
        scenario,
        problems: Vec::new(),
    };
    audit.check_references();
    audit.check_designs();
    audit.check_completeness();
    audit.check_jobs();
    audit.check_discovery();
    audit.check_estimates();
    audit.check_sizes();
    audit.check_writing();
    audit.problems.sort_by_key(|problem| problem.level);
    audit.problems
}

impl PromptLint<'_> {
    /// Rules that hints and traps name.
    fn check_references(&mut self) {
        let scenario = self.scenario;
        let fix = "choose one from `boxdrill rules`";
        for (n, hint) in scenario.hints.iter().enumerate() {
            match &hint.rule {
                Some(rule) if rules::get(rule).is_none() => {
                    let says = format!("the hint names the unknown rule `{rule}`");
                    self.unfair(format!("/hints/{n}/rule"), says, fix);
                }
                None if hint.part.is_none() => {
                    let says = "the hint names no part and no rule";
                    let fix = "add `part` or `rule`, so that following the hint raises the score";
                    self.unfair(format!("/hints/{n}"), says, fix);
                }
                _ => {}
            }
        }
        for (n, trap) in scenario.traps.iter().enumerate() {
            if rules::get(&trap.rule).is_none() {
                let says = format!("the trap names the unknown rule `{}`", trap.rule);
                self.unfair(format!("/traps/{n}/rule"), says, fix);
            }
        }
    }

    /// Whether there is enough to practice with.
    fn check_completeness(&mut self) {
        let s = self.scenario;
        let revealed = s.requirements.iter().filter(|r| r.revealed).count();
        let good = s
            .questions
            .iter()
            .filter(|q| q.value == QuestionValue::Good);
        let program_twists = s.twists.iter().filter(|twist| twist.change.is_none());
        let counts = [
            ("/designs", "accepted designs", s.designs.len(), 2),
            (
                "/requirements",
                "requirements shown with the brief",
                revealed,
                3,
            ),
            (
                "/requirements",
                "requirements to uncover by asking",
                s.requirements.len() - revealed,
                2,
            ),
            ("/questions", "good clarifying questions", good.count(), 4),
            ("/questions", "clarifying questions", s.questions.len(), 8),
            ("/facts", "facts", s.facts.len(), 3),
            ("/estimates", "estimates", s.estimates.len(), 3),
            ("/traps", "traps", s.traps.len(), 2),
            ("/hints", "hints", s.hints.len(), 5),
            ("/follow_ups", "follow-up questions", s.follow_ups.len(), 8),
            ("/trade_offs", "trade-off cards", s.trade_offs.len(), 2),
            ("/twists", "twists", s.twists.len(), 4),
            ("/twists", "program twists", program_twists.count(), 2),
            (
                "/program/success",
                "success metrics",
                s.program.success.len(),
                2,
            ),
            ("/program/owners", "owners", s.program.owners.len(), 2),
            (
                "/program/dependencies",
                "outside dependencies",
                s.program.dependencies.len(),
                1,
            ),
            (
                "/program/milestones",
                "milestones",
                s.program.milestones.len(),
                3,
            ),
            ("/program/risks", "program risks", s.program.risks.len(), 3),
            (
                "/program/rollout",
                "rollout stages",
                s.program.rollout.len(),
                2,
            ),
            ("/sources", "sources", s.sources.len(), 1),
        ];
        for (at, what, count, wanted) in counts {
            if count < wanted {
                let says =
                    format!("there are {count} {what}, but a full prompt has at least {wanted}");
                self.thin(at, says, format!("add {}", wanted - count));
            }
        }
        if !s.flows.iter().any(|flow| flow.critical) {
            let fix = "set `critical` on the flow that users cannot work without";
            self.unfair("/flows", "no flow is critical", fix);
        }
        for (n, card) in s.trade_offs.iter().enumerate() {
            if card.options.len() < 2 {
                let at = format!("/trade_offs/{n}/options");
                self.thin(
                    at,
                    "a decision needs at least two options",
                    "add another option",
                );
            }
        }
        for (n, twist) in s.twists.iter().enumerate() {
            if twist.covers.len() < 2 || twist.words.is_empty() {
                let says = "the twist says too little about a good answer";
                let fix = "list at least two points in `covers`, and list in `words` the phrases that a plan uses for this change";
                self.thin(format!("/twists/{n}"), says, fix);
            }
        }
        for (n, question) in s.follow_ups.iter().enumerate() {
            if question.covers.len() < 2 || question.deeper.trim().is_empty() {
                let says = "the follow-up says too little about a good answer";
                let fix = "list at least two points in `covers`, and add a deeper question";
                self.thin(format!("/follow_ups/{n}"), says, fix);
            }
        }
    }

    /// Whether the derivation of each estimate comes out, and ends with its value.
    fn check_estimates(&mut self) {
        for (n, estimate) in self.scenario.estimates.iter().enumerate() {
            let (value, unit) = (estimate.value, &estimate.unit);
            if !sums::comes_to(&estimate.derivation, value, unit) {
                let says = format!(
                    "the derivation of \"{}\" does not come out to {value} {unit}",
                    estimate.label
                );
                let fix = "write the arithmetic so that it includes the value with its unit";
                self.unfair(format!("/estimates/{n}/derivation"), says, fix);
            }
            for slip in sums::find_slips(&estimate.derivation) {
                let says = format!(
                    "\"{}\" comes out to {}",
                    slip.says,
                    format::amount(slip.comes_to)
                );
                let fix = "recalculate this step and everything that depends on it";
                self.unfair(format!("/estimates/{n}/derivation"), says, fix);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Replicas;
    use crate::scenario::{TargetChange, builtin};

    /// The problems that need no design to be checked.
    fn facts_of(scenario: &Scenario) -> Vec<PromptProblem> {
        let mut audit = PromptLint {
            scenario,
            problems: Vec::new(),
        };
        audit.check_discovery();
        audit.check_estimates();
        audit.check_sizes();
        audit.problems
    }

    fn prompt(id: &str) -> Scenario {
        let mut all = builtin().iter();
        all.find(|prompt| prompt.id == id).unwrap().clone()
    }

    /// Whether a prompt that is spoiled has a problem of these words at this place.
    fn finds(id: &str, spoil: impl FnOnce(&mut Scenario), at: &str, says: &str) {
        let mut scenario = prompt(id);
        spoil(&mut scenario);
        let found = facts_of(&scenario);
        let is_it = |one: &&PromptProblem| one.at.starts_with(at) && one.says.contains(says);
        assert!(found.iter().any(|one| is_it(&one)), "{found:#?}");
    }

    #[test]
    fn every_figure_of_every_prompt_comes_out_and_can_be_found_out() {
        let mut problems = Vec::new();
        for scenario in builtin() {
            let found = facts_of(scenario).into_iter();
            problems.extend(found.map(|one| format!("{} {}: {}", scenario.id, one.at, one.says)));
        }
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    #[test]
    fn hidden_requirements_need_a_question_with_their_figures() {
        let quiet = |s: &mut Scenario| s.questions.iter_mut().for_each(|one| one.reveals.clear());
        finds(
            "url_shortener",
            quiet,
            "/requirements/",
            "no question reveals",
        );
        let wrong = |s: &mut Scenario| s.questions[0].reveals.push(99);
        finds(
            "url_shortener",
            wrong,
            "/questions/0",
            "requirement 99 does not exist",
        );
        let told = |s: &mut Scenario| s.questions[0].reveals.push(0);
        finds(
            "url_shortener",
            told,
            "/questions/0",
            "shown with the brief",
        );
        let vague = |s: &mut Scenario| {
            for question in &mut s.questions {
                question.answer = question.answer.replace("100 ms", "a moment");
            }
        };
        finds(
            "url_shortener",
            vague,
            "/requirements/",
            "says 100\u{a0}ms, but the answer does not",
        );
    }

    #[test]
    fn judged_targets_are_told_somewhere() {
        let available = |s: &mut Scenario| s.targets.availability = 0.997;
        finds("payment", available, "/targets/availability", "99.7%");
        let budget = |s: &mut Scenario| s.targets.monthly_budget = Some(4_200.0);
        finds("payment", budget, "/targets/monthly_budget", "4,200");
        let quick = |s: &mut Scenario| s.flows[1].latency_p99_ms = Some(123.0);
        finds("payment", quick, "/flows/1/latency_p99_ms", "123\u{a0}ms");
        let soon = |s: &mut Scenario| s.flows[1].within_s = Some(77.0);
        finds("payment", soon, "/flows/1/within_s", "77\u{a0}s");
    }

    #[test]
    fn requirements_that_nothing_meets_are_named() {
        let idle = |s: &mut Scenario| {
            s.requirements[0].text = "Holograms of dolphins dance in the lobby".to_owned();
        };
        finds(
            "payment",
            idle,
            "/requirements/0",
            "no flow, responsibility, part, or target",
        );
    }

    #[test]
    fn estimates_and_designs_are_sized_alike() {
        let servers = |s: &mut Scenario| {
            let mut all = s.estimates.iter_mut();
            let gateways = all.find(|one| one.unit == "instances").unwrap();
            gateways.value *= 3.0;
        };
        finds(
            "messenger",
            servers,
            "/estimates/",
            "no accepted design draws that many",
        );
        let kept = |s: &mut Scenario| s.flows[0].to[0].kept_gb = 123_456.0;
        finds(
            "messenger",
            kept,
            "/flows/0/to/0/kept_gb",
            "no estimate comes out to that",
        );
        let derivation = |s: &mut Scenario| {
            s.estimates[0].derivation = "10 million × 40 = 500 million".to_owned();
        };
        finds("messenger", derivation, "/estimates/0", "comes out to 400");
    }

    #[test]
    fn loads_of_accepted_designs_are_those_of_the_estimates() {
        // What a label calls seldom used to carry a hundredth of the flow, without a word.
        let seldom = |s: &mut Scenario| {
            let design = &mut s.designs[0].design;
            let all: Vec<_> = design
                .connections()
                .map(|(id, one)| (id, one.clone()))
                .collect();
            let is_sent =
                |one: &&(_, crate::model::Connection)| one.1.label == "position every 4 s";
            let (id, mut sent) = all.iter().find(is_sent).unwrap().clone();
            sent.label = "at start".to_owned();
            let edit = crate::model::Edit::PutConnection(id, sent);
            design.apply(edit).unwrap();
        };
        finds(
            "ride_hailing",
            seldom,
            "/designs/0",
            "comes out to 250,000 requests/s, but",
        );
    }

    #[test]
    fn prompts_that_speak_of_open_connections_say_how_many() {
        for id in [
            "file_storage",
            "fleet_telemetry",
            "messenger",
            "chat_system",
        ] {
            let silent = |s: &mut Scenario| s.targets.open_lines = None;
            finds(id, silent, "/targets/open_lines", "stay connected");
        }
    }

    #[test]
    fn what_an_estimate_keeps_is_on_the_bill() {
        let free = |s: &mut Scenario| {
            let ends = s.flows.iter_mut().flat_map(|flow| &mut flow.to);
            ends.for_each(|end| end.kept_gb = 0.0);
        };
        finds("news_feed", free, "/estimates/", "no flow stores that");
        finds("file_storage", free, "/estimates/", "no flow stores that");
    }

    #[test]
    fn bills_fit_the_budget_and_the_designs_pay_them() {
        let poor = |s: &mut Scenario| s.targets.monthly_budget = Some(9_000.0);
        finds("web_crawler", poor, "/estimates/", "the budget is 9,000");
        let cheap = |s: &mut Scenario| {
            for flow in &mut s.flows {
                flow.to.iter_mut().for_each(|end| end.kept_gb = 0.0);
            }
        };
        finds("web_crawler", cheap, "/designs/", "for one part of it");
        let halved = |s: &mut Scenario| {
            let mut all = s.twists.iter_mut();
            let cut = all.find(|one| matches!(one.change, Some(TargetChange::Budget(_))));
            let cut = cut.unwrap();
            cut.says = "The budget is halved.".to_owned();
            cut.change = Some(TargetChange::Budget(19_000.0));
        };
        finds(
            "rag_chatbot",
            halved,
            "/twists/",
            "half of 33,000 is 16,500",
        );
    }

    #[test]
    fn fewer_machines_than_estimated_are_noticed() {
        let lean = |s: &mut Scenario| {
            for accepted in &mut s.designs {
                let all: Vec<_> = accepted
                    .design
                    .components()
                    .map(|(id, c)| (id, c.clone()))
                    .collect();
                for (id, mut component) in all {
                    if component.replicas.count() > 20 {
                        component.replicas = Replicas::Exactly(20);
                        let edit = crate::model::Edit::PutComponent(id, component);
                        accepted.design.apply(edit).unwrap();
                    }
                }
            }
        };
        finds(
            "messenger",
            lean,
            "/estimates/",
            "no accepted design draws that many",
        );
    }
}
