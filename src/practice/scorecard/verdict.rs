//! What an interviewer would conclude from the points.

use super::measure::Measures;
use super::rubric::{Dimension, DimensionScore};
use crate::analysis::{Finding, PASS_MARK, Severity};
use crate::model::format;
use crate::practice::interview::{InterviewProfile, InterviewRound, Prediction, Stage};

/// The conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Below 55, or a critical finding on a critical flow, or a critical flow that does not arrive.
    NoHire,
    /// 55 to 70, or a dimension that must not be weak is, or a drawing that does not pass the check.
    Lean,
    /// From 70 on.
    Hire,
    /// From 85 on, with no dimension at level 1.
    StrongHire,
}

/// Points from which each verdict can hold (bands of study-notes-dge and Exponent's five-step scale).
const LEAN: u32 = 55;
const HIRE: u32 = 70;
const STRONG_HIRE: u32 = 85;
/// The level from which an area is good enough.
const HIRE_LEVEL: u8 = 3;

impl Verdict {
    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NoHire => "No hire",
            Self::Lean => "Lean",
            Self::Hire => "Hire",
            Self::StrongHire => "Strong hire",
        }
    }

    /// What the points alone would give.
    fn of_points(total: u32) -> Self {
        match total {
            STRONG_HIRE.. => Self::StrongHire,
            HIRE.. => Self::Hire,
            LEAN.. => Self::Lean,
            _ => Self::NoHire,
        }
    }
}

/// What holds a verdict down, whatever the points: the highest that it leaves, and why.
fn held_verdict(measures: &Measures, dimensions: &[DimensionScore]) -> Option<(Verdict, String)> {
    let report = &measures.report;
    let critical_flows = || report.flows.iter().filter(|flow| flow.critical);
    let is_fatal = |finding: &&Finding| {
        finding.severity == Severity::Critical
            && (finding.items.is_empty()
                || critical_flows().any(|flow| {
                    let mut items = finding.items.iter();
                    items.any(|id| flow.components.contains(id) || flow.connections.contains(id))
                }))
    };
    if let Some(finding) = report.open().find(is_fatal) {
        let place = finding.item().map_or_else(String::new, |item| {
            format!(": {}", measures.analysis.design().item_name(item))
        });
        let why = format!(
            "a critical finding on a critical flow is open, “{}”{place}",
            finding.title
        );
        return Some((Verdict::NoHire, why));
    }
    if let Some(flow) = critical_flows().find(|flow| !flow.unreached.is_empty()) {
        let why = format!("“{}” does not reach its destination", flow.name);
        return Some((Verdict::NoHire, why));
    }
    let needed: &[Dimension] = match measures.round.profile {
        InterviewProfile::ProgramManager => &[
            Dimension::Framing,
            Dimension::Design,
            Dimension::Reliability,
            Dimension::Delivery,
        ],
        InterviewProfile::Engineer => &[
            Dimension::Framing,
            Dimension::Design,
            Dimension::Reliability,
        ],
    };
    let weak: Vec<&DimensionScore> = dimensions
        .iter()
        .filter(|one| needed.contains(&one.dimension) && one.level < HIRE_LEVEL)
        .collect();
    if weak.len() > 1 || weak.iter().any(|one| one.level == 1) {
        let names = weak.iter().map(|one| one.dimension.label().to_lowercase());
        let names: Vec<String> = names.collect();
        let names = format::join_names(names.iter().map(String::as_str));
        let why = format!("{names} must reach Hire");
        return Some((Verdict::Lean, why));
    }
    let check = report.score.total;
    if check < PASS_MARK {
        let why =
            format!("the drawing scores {check} of 100 in the check and passes at {PASS_MARK}");
        return Some((Verdict::Lean, why));
    }
    let weak = dimensions.iter().find(|one| one.level == 1)?;
    let why = format!("{} is rated No", weak.dimension.label().to_lowercase());
    Some((Verdict::Hire, why))
}

/// The verdict, and why it is lower than the points alone would give; nothing where it is not.
pub(super) fn conclude(
    measures: &Measures,
    dimensions: &[DimensionScore],
    total: u32,
) -> (Verdict, Option<String>) {
    let by_points = Verdict::of_points(total);
    match held_verdict(measures, dimensions) {
        Some((most, why)) if most < by_points => {
            let why = format!(
                "{} by the points, but {}: {why}",
                by_points.label(),
                most.label().to_lowercase()
            );
            (most, Some(why))
        }
        _ => (by_points, None),
    }
}

/// The dimension with the largest lost part; none where nothing is lost.
pub(super) fn weakest(dimensions: &[DimensionScore]) -> Option<&DimensionScore> {
    let weak = dimensions
        .iter()
        .min_by(|a, b| a.part().total_cmp(&b.part()))?;
    (weak.part() < 0.995).then_some(weak)
}

/// One sentence: what is best, where that is good enough, and what holds it back.
pub(super) fn summarize(dimensions: &[DimensionScore]) -> String {
    let best = dimensions
        .iter()
        .filter(|one| one.level >= HIRE_LEVEL)
        .reduce(|best, one| if one.part() > best.part() { one } else { best });
    match (best, weakest(dimensions)) {
        (Some(best), Some(weak)) => {
            format!(
                "{} is the strongest area; {} is the weakest",
                best.dimension.label(),
                weak.dimension.label().to_lowercase()
            )
        }
        (None, Some(weak)) => format!(
            "No area reaches Hire yet. Start with {}",
            weak.dimension.label().to_lowercase()
        ),
        (_, None) => "You earned every measured point".to_owned(),
    }
}

/// How far the answers reach, by what was measured; what was not reached says nothing about a level.
pub(super) fn level_hint(
    round: &InterviewRound,
    dimensions: &[DimensionScore],
    verdict: Verdict,
) -> String {
    let reaches_hire = |wanted| {
        let mut all = dimensions.iter();
        all.any(|one| one.dimension == wanted && one.level >= HIRE_LEVEL)
    };
    let was_played = |stage| round.clock.spent(stage) > 0.0;
    let is_predicted =
        !round.predictions.is_empty() && round.predictions.iter().all(Prediction::is_complete);
    let unprompted = round.hints.is_empty();
    let design = reaches_hire(Dimension::Design);
    let failures = unprompted && design && reaches_hire(Dimension::Reliability) && is_predicted;
    let plan = was_played(Stage::Delivery)
        && [Dimension::Delivery, Dimension::Performance]
            .into_iter()
            .all(reaches_hire);
    if !was_played(Stage::Design) || !was_played(Stage::DeepDive) {
        return "Ended before the deep dive, so this round does not show your level".to_owned();
    }
    // Nobody is hired at a level whom the verdict turns down.
    if verdict == Verdict::NoHire && design {
        return "No level while the verdict is No hire".to_owned();
    }
    let text = match (failures, plan) {
        (true, true) => {
            "Staff level: design, failures, performance, and delivery reach Hire without a hint"
        }
        (true, false) => "Senior level: design and failure reasoning reach Hire without a hint",
        _ if design => "Mid level: the design reaches Hire; failure reasoning does not yet",
        _ if round.hints.is_empty() => {
            "Below mid level in this round: the design does not reach Hire"
        }
        _ => "Below mid level in this round: a design drawn with hints is rated Mixed at best",
    };
    text.to_owned()
}

/// One thing to practice, with the reason.
pub(super) fn next_step(dimensions: &[DimensionScore]) -> String {
    let Some(weak) = weakest(dimensions) else {
        return "Take a harder prompt".to_owned();
    };
    let what = match weak.dimension {
        Dimension::Framing => {
            "Ask before you draw: practice the first six minutes of another prompt"
        }
        Dimension::Estimates => {
            "Estimate peak reads, peak writes, and storage for three prompts on paper"
        }
        Dimension::Design => "Draw this prompt again without a clock, and check it",
        Dimension::Performance => {
            "Raise the traffic in Numbers until something breaks, then fix it"
        }
        Dimension::Reliability => "Predict six failures of this drawing in Numbers",
        Dimension::TradeOffs => {
            "State the benefit and the cost of each option on the trade-off cards of this prompt"
        }
        Dimension::Delivery => {
            "Open Program (P) and fill in what is missing: owners, dependencies, stages, and risks"
        }
        Dimension::Communication => "Do a 20-minute round, and finish each stage on time",
    };
    what.to_owned()
}
