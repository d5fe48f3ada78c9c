//! The delivery plan as it is typed: one line for each dependency, stage and risk, its parts between semicolons.

use serde::{Deserialize, Serialize};

use crate::model::text_match::mentions;
use crate::model::{MAX_WEEKS, Program, ProgramRisk, RolloutStage, TeamDependency};

/// A line that was written, and when.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NotedLine {
    /// The words.
    pub text: String,
    /// Seconds into the round.
    #[serde(default)]
    pub at: f64,
}

impl NotedLine {
    /// Writes other words in its place. A better wording does not make it later; a line that was emptied is written anew, so
    /// many seconds into the round.
    pub fn reword(&mut self, text: &str, now: f64) {
        if self.text.trim().is_empty() {
            self.at = now;
        }
        self.text = text.replace('\n', " ");
    }
}

/// A part of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanPart {
    /// What is needed from others: what; lead time; owner.
    Dependencies,
    /// Stages of the rollout: stage; gate; metric; way back.
    Stages,
    /// Risks: risk; owner; answer.
    Risks,
}

impl PlanPart {
    /// All of them in order.
    pub const ALL: [Self; 3] = [Self::Dependencies, Self::Stages, Self::Risks];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Dependencies => "Dependencies",
            Self::Stages => "Rollout stages",
            Self::Risks => "Risks",
        }
    }

    /// The parts of a line, in order.
    #[must_use]
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Dependencies => &["what", "lead time", "owner"],
            Self::Stages => &["stage", "gate", "metric", "rollback"],
            Self::Risks => &["risk", "owner", "mitigation"],
        }
    }

    /// How a line is written.
    #[must_use]
    pub fn pattern(self) -> String {
        self.columns().join("; ")
    }
}

/// One line of the plan, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine<'a> {
    /// Its parts, as many as the plan part has columns; empty where left out.
    pub parts: Vec<&'a str>,
    /// Whether all of them say something.
    pub complete: bool,
}

impl PlanLine<'_> {
    /// "Still missing: owner, mitigation"; none where the line is complete.
    #[must_use]
    pub fn describe_missing(&self, part: PlanPart) -> Option<String> {
        let columns = part.columns().iter().zip(&self.parts);
        let missing: Vec<&str> = columns
            .filter(|(_, said)| said.is_empty())
            .map(|(column, _)| *column)
            .collect();
        (!missing.is_empty()).then(|| format!("Still missing: {}", missing.join(", ")))
    }
}

/// Reads lines of a part of the plan; empty ones are passed over.
pub fn plan_lines(part: PlanPart, lines: &[NotedLine]) -> impl Iterator<Item = PlanLine<'_>> {
    let wanted = part.columns().len();
    let written = lines.iter().filter(|line| !line.text.trim().is_empty());
    written.map(move |line| {
        let mut parts: Vec<&str> = line.text.split(';').map(str::trim).collect();
        parts.resize(wanted, "");
        let complete = parts.iter().all(|part| !part.is_empty());
        PlanLine { parts, complete }
    })
}

/// The plan of a program with what these lines say, after what it says already: the round is over, and the lines go on as
/// what they are about. Lines that the plan says already are passed over.
pub(super) fn add_to_program(program: &mut Program, part: PlanPart, lines: &[NotedLine]) {
    for line in plan_lines(part, lines) {
        let text = |place: usize| line.parts[place].to_owned();
        match part {
            PlanPart::Dependencies => {
                let new = TeamDependency {
                    what: text(0),
                    lead_weeks: weeks_of(line.parts[1]),
                    on: text(2),
                    ..TeamDependency::default()
                };
                let mut known = program.dependencies.iter();
                if known.all(|one| (&one.what, &one.on) != (&new.what, &new.on)) {
                    program.dependencies.push(new);
                }
            }
            PlanPart::Stages => {
                if program.stages.iter().any(|one| one.name == line.parts[0]) {
                    continue;
                }
                let last = program.stages.iter().map(|one| one.step).max();
                program.stages.push(RolloutStage {
                    step: last.unwrap_or(0) + 1,
                    name: text(0),
                    gate: text(1),
                    metric: text(2),
                    rollback: text(3),
                    bake_weeks: 0,
                });
            }
            PlanPart::Risks => {
                if program.risks.iter().any(|one| one.title == line.parts[0]) {
                    continue;
                }
                program.risks.push(ProgramRisk {
                    title: text(0),
                    owner: text(1),
                    answer: text(2),
                    ..ProgramRisk::default()
                });
            }
        }
    }
}

/// The weeks of "4 weeks", "10 days" or "2 months"; none where no number stands there.
fn weeks_of(lead_time: &str) -> Option<u32> {
    let mut numbers = lead_time.split(|c: char| !c.is_ascii_digit());
    let number: u32 = numbers.find_map(|digits| digits.parse().ok())?;
    let weeks = if mentions(lead_time, &["day"]) {
        number.div_ceil(7)
    } else if mentions(lead_time, &["month"]) {
        number.saturating_mul(4)
    } else if mentions(lead_time, &["year"]) {
        number.saturating_mul(52)
    } else {
        number
    };
    Some(weeks.min(MAX_WEEKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_better_wording_keeps_its_minute_and_an_emptied_line_gets_a_new_one() {
        let mut line = NotedLine {
            text: "Short links".to_owned(),
            at: 60.0,
        };
        line.reword("Short links\nnever collide", 300.0);
        assert_eq!(
            (line.text.as_str(), line.at),
            ("Short links never collide", 60.0)
        );
        line.reword("", 310.0);
        line.reword("R", 320.0);
        line.reword("Redirects within 100 ms", 330.0);
        assert_eq!(
            (line.text.as_str(), line.at),
            ("Redirects within 100 ms", 320.0)
        );
    }

    #[test]
    fn the_lines_go_on_as_the_plan_of_the_program_once() {
        let noted = |text: &str| NotedLine {
            text: text.to_owned(),
            at: 0.0,
        };
        let mut program = Program::default();
        for _ in 0..2 {
            let lines = [noted("Domain; 10 days; Links team"), noted("Keys")];
            add_to_program(&mut program, PlanPart::Dependencies, &lines);
            let lines = [noted("Beta; 3 teams; error rate; flag off"), noted("All")];
            add_to_program(&mut program, PlanPart::Stages, &lines);
            let lines = [noted("Abuse; Safety team; limits")];
            add_to_program(&mut program, PlanPart::Risks, &lines);
        }
        let [domain, keys] = program.dependencies.as_slice() else {
            panic!("{:?}", program.dependencies);
        };
        assert_eq!(
            (domain.on.as_str(), domain.lead_weeks),
            ("Links team", Some(2))
        );
        assert_eq!((keys.what.as_str(), keys.lead_weeks), ("Keys", None));
        let steps: Vec<u32> = program.stages.iter().map(|stage| stage.step).collect();
        assert_eq!(steps, [1, 2]);
        assert_eq!(program.stages[0].rollback, "flag off");
        assert_eq!(program.risks.len(), 1);
        assert_eq!(program.risks[0].answer, "limits");
        assert_eq!(weeks_of("2 months"), Some(8));
        assert_eq!(weeks_of("soon"), None);
    }

    #[test]
    fn lines_are_read_column_by_column() {
        let noted = |text: &str| NotedLine {
            text: text.to_owned(),
            at: 0.0,
        };
        let lines = [
            noted("Beta; 3 teams use it; error rate < 0.1%; flag off"),
            noted("  "),
            noted("General; all"),
        ];
        let read: Vec<PlanLine> = plan_lines(PlanPart::Stages, &lines).collect();
        assert_eq!(read.len(), 2);
        assert!(read[0].complete && read[0].parts[3] == "flag off");
        assert!(!read[1].complete && read[1].parts == ["General", "all", "", ""]);
        assert_eq!(read[0].describe_missing(PlanPart::Stages), None);
        let missing = read[1].describe_missing(PlanPart::Stages);
        assert_eq!(missing.as_deref(), Some("Still missing: metric, rollback"));
    }
}
