//! The delivery plan as it is typed: one line for each dependency, stage and risk, its parts between semicolons.

use serde::{Deserialize, Serialize};

/// A line that was written, and when.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NotedLine {
    /// The words.
    pub text: String,
    /// Seconds into the round.
    #[serde(default)]
    pub at: f64,
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
    /// How many of them say something, 0 to 1.
    pub complete: bool,
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

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
