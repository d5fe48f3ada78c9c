//! The plan held against the prompt's own program: which of its dependencies, stages, risks and owners the plan has too.
//!
//! Texts are compared by the words they share; what is found is shown beside what was looked for, so that the user judges.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::analysis::Analysis;
use crate::model::text_match;

/// One statement of the prompt's program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReferenceLine {
    /// What the prompt says.
    pub text: String,
    /// More about it: the lead time, the answer to a risk, the team; may be empty.
    pub detail: String,
    /// What of the plan says the same; none where nothing seems to.
    pub found: Option<String>,
}

/// The prompt's program, with what of it the plan has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromptComparison {
    /// Who owns what.
    pub owners: Vec<ReferenceLine>,
    /// What comes from outside, with lead times.
    pub dependencies: Vec<ReferenceLine>,
    /// Milestones and how it is rolled out.
    pub stages: Vec<ReferenceLine>,
    /// The top risks.
    pub risks: Vec<ReferenceLine>,
}

impl PromptComparison {
    /// The comparison with the prompt that a drawing answers; none without a prompt.
    pub(super) fn new(analysis: &Analysis) -> Option<Self> {
        let prompt = &analysis.scenario()?.program;
        let design = analysis.design();
        let program = design.program();
        let owned = design.components().filter_map(|(id, component)| {
            let team = design.team_of(id)?;
            let name = component.display_name();
            Some(PlanStatement {
                words: format!("{name} {}", design.kind_of(id).label),
                shown: format!("{name}: {team}"),
            })
        });
        let owned: Vec<PlanStatement> = owned.collect();
        let dependencies = program.dependencies.iter().map(|dependency| {
            let texts = [&dependency.on, &dependency.what, &dependency.agreement];
            PlanStatement::new(&texts.map(String::as_str))
        });
        let dependencies: Vec<PlanStatement> = dependencies.collect();
        let stages = program.stages.iter().map(|stage| {
            let texts = [&stage.name, &stage.gate, &stage.metric, &stage.rollback];
            PlanStatement::new(&texts.map(String::as_str))
        });
        let stages: Vec<PlanStatement> = stages.collect();
        let risks = program
            .risks
            .iter()
            .map(|risk| PlanStatement::new(&[&risk.title, &risk.answer]));
        let risks: Vec<PlanStatement> = risks.collect();
        let line = |(text, detail): (&str, &str), all: &[PlanStatement]| ReferenceLine {
            text: text.to_owned(),
            detail: detail.to_owned(),
            found: find(text, all).map(|said| said.shown.clone()),
        };
        let facts =
            |facts: &'_ [crate::scenario::Fact], all: &[PlanStatement]| -> Vec<ReferenceLine> {
                facts
                    .iter()
                    .map(|fact| line((&fact.label, &fact.value), all))
                    .collect()
            };
        let mut staged: Vec<ReferenceLine> = (prompt.milestones.iter())
            .map(|fact| ReferenceLine {
                found: find(&format!("{} {}", fact.label, fact.value), &stages)
                    .map(|said| said.shown.clone()),
                ..line((&fact.label, &fact.value), &[])
            })
            .collect();
        staged.extend(prompt.rollout.iter().map(|text| line((text, ""), &stages)));
        Some(Self {
            owners: facts(&prompt.owners, &owned),
            dependencies: facts(&prompt.dependencies, &dependencies),
            stages: staged,
            risks: prompt
                .risks
                .iter()
                .map(|risk| line((&risk.risk, &risk.mitigation), &risks))
                .collect(),
        })
    }

    /// The four lists with their names.
    pub fn lists(&self) -> [(&'static str, &[ReferenceLine]); 4] {
        [
            ("Owners", &self.owners),
            ("Dependencies", &self.dependencies),
            ("Stages", &self.stages),
            ("Risks", &self.risks),
        ]
    }

    /// How many statements the plan has, and how many there are.
    #[must_use]
    pub fn covered(&self) -> (usize, usize) {
        let mut all = self.lists().into_iter().flat_map(|(_, lines)| lines);
        let count = all.clone().count();
        (
            all.by_ref().filter(|line| line.found.is_some()).count(),
            count,
        )
    }
}

/// A statement of the plan: the words that are compared, and how it is shown.
struct PlanStatement {
    words: String,
    shown: String,
}

impl PlanStatement {
    fn new(texts: &[&str]) -> Self {
        let texts: Vec<&str> = texts
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        Self {
            words: texts.join(" "),
            shown: texts.join(": "),
        }
    }
}

/// Shorter words say little: "with", "and", "the".
const SHORTEST: usize = 4;
/// Words are compared by so many letters at their start, so that "blocks" and "blocked" are one.
const STEM: usize = 5;
/// Two statements that share this part of the wanted words, and at least two of them, say the same. Tried out on the
/// prompts' own texts in other words; our own judgment.
const ENOUGH: f64 = 0.34;
/// One shared word is enough where it is at least this part of what is wanted.
const ALMOST_ALL: f64 = 0.6;

fn stems(text: &str) -> BTreeSet<String> {
    text_match::lower_words(text)
        .filter(|word| word.chars().count() >= SHORTEST)
        .map(|word| {
            word.strip_suffix('s')
                .unwrap_or(&word)
                .chars()
                .take(STEM)
                .collect()
        })
        .collect()
}

/// The statement that says the same as `wanted`, if any; of several the one that shares most words.
fn find<'s>(wanted: &str, all: &'s [PlanStatement]) -> Option<&'s PlanStatement> {
    let wanted = stems(wanted);
    let shared = |said: &PlanStatement| wanted.intersection(&stems(&said.words)).count();
    let (best, count) = all
        .iter()
        .map(|said| (said, shared(said)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let part = count as f64 / wanted.len().max(1) as f64;
    let says_it = (count >= 2 && part >= ENOUGH) || (count >= 1 && part >= ALMOST_ALL);
    says_it.then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ProgramRisk, TeamDependency};
    use crate::scenario::builtin;

    fn said(text: &str) -> Vec<PlanStatement> {
        vec![PlanStatement::new(&[text])]
    }

    #[test]
    fn other_words_for_the_same_are_found_and_others_are_not() {
        let wanted = "Fraudsters use the service and mail providers block our domain";
        assert!(
            find(
                wanted,
                &said("Our domain gets blocked by mail providers because of fraud")
            )
            .is_some()
        );
        assert!(find(wanted, &said("The service team loses two people")).is_none());
        assert!(find("Certificates for the new domain", &said("Certificate")).is_none());
        assert!(
            find(
                "Certificates",
                &said("new certificate from the security team")
            )
            .is_some()
        );
        assert!(find("", &said("x")).is_none() && find("wanted", &[]).is_none());
    }

    #[test]
    fn the_prompts_own_program_covers_itself_and_an_empty_plan_nothing() {
        for scenario in builtin() {
            let mut design = scenario.designs[0].design.clone();
            let compare = |design: &crate::model::Design| {
                let comparison = PromptComparison::new(&Analysis::new(design, Some(scenario)));
                comparison.expect("there is a prompt")
            };
            let empty = compare(&design);
            assert!(
                empty
                    .dependencies
                    .iter()
                    .chain(&empty.risks)
                    .all(|line| line.found.is_none())
            );
            let edit = design.edit_program(|program| {
                program.dependencies = (scenario.program.dependencies.iter())
                    .map(|fact| TeamDependency {
                        what: fact.label.clone(),
                        ..Default::default()
                    })
                    .collect();
                program.risks = (scenario.program.risks.iter())
                    .map(|risk| ProgramRisk {
                        title: risk.risk.clone(),
                        ..Default::default()
                    })
                    .collect();
                for (step, text) in (1..).zip(&scenario.program.rollout) {
                    program.stage_mut(step).gate.clone_from(text);
                }
            });
            design.apply(edit).unwrap();
            let full = compare(&design);
            let all = full.dependencies.iter().chain(&full.risks);
            let missing: Vec<&str> = all
                .filter(|line| line.found.is_none())
                .map(|line| line.text.as_str())
                .collect();
            assert!(missing.is_empty(), "{}: {missing:?}", scenario.id);
            let (covered, of) = full.covered();
            assert!(covered > empty.covered().0 && covered <= of);
        }
    }
}
