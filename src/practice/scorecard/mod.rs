//! The scorecard of a mock interview: eight dimensions with their evidence, a verdict, and one next step.
//!
//! All points are measured. What the candidate rates by himself stands beside them and is never added.

mod delivery;
mod design;
mod framing;
mod given;
mod marks;
mod measure;
mod nearest;
mod points;
mod rubric;
mod time;
mod twist_check;
mod verdict;

#[cfg(test)]
mod tests;

pub use given::{GivenAnswer, GivenAnswers, given_answers, state_word};
pub use marks::{CounterpartMark, DrawingMarks};
pub use measure::Evidence;
pub use nearest::NearestDesign;
pub use points::points_text;
pub use rubric::{Dimension, DimensionScore, HINT_COST, LEVELS, level_label};
pub use time::{StageTime, stage_times};
pub use verdict::Verdict;

use crate::analysis::{Analysis, Category, Severity};
use crate::practice::interview::InterviewRound;
use measure::Measures;
use rubric::LevelCap;

/// What is printed on every scorecard.
pub const FOOTNOTE: &str = "A practice score from your drawing and answers, not a hiring decision";

/// The result of a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// By dimension, in the order of the rubric.
    pub dimensions: Vec<DimensionScore>,
    /// The sum of the measured points, 0 to 100.
    pub total: u32,
    /// What an interviewer would conclude.
    pub verdict: Verdict,
    /// Why it is not what the points alone would give, where it is not; then what is strongest and what is weakest.
    pub summary: String,
    /// How far the answers reach: "Senior: …".
    pub level_hint: String,
    /// By stage.
    pub times: Vec<StageTime>,
    /// Open critical and high findings.
    pub grave_findings: usize,
    /// What was predicted of flows that was right, and how much there was to predict.
    pub predictions: (usize, usize),
    /// Clarifying questions that helped.
    pub good_questions: usize,
    /// Hints taken.
    pub hints: usize,
    /// The average of the candidate's own ratings, 1 to 4; none before anything was rated.
    pub own_rating: Option<f64>,
    /// What to practice next.
    pub next_step: String,
    /// The area that it trains: the one with the largest lost part; none where nothing is lost.
    pub weakest: Option<Dimension>,
    /// The accepted design to show beside the drawing; none where nothing is drawn.
    pub nearest: Option<NearestDesign>,
}

impl Scorecard {
    /// Scores a round with the drawing that it ended with.
    #[must_use]
    pub fn new(round: &InterviewRound, analysis: &Analysis) -> Self {
        let measures = Measures::new(round, analysis);
        let dimensions: Vec<DimensionScore> = Dimension::ALL
            .into_iter()
            .map(|dimension| {
                let (evidence, held) = match dimension {
                    Dimension::Framing => (framing::framing(&measures), None),
                    Dimension::Estimates => (framing::estimates(&measures), None),
                    Dimension::Design => {
                        (design::high_level(&measures), held_by(&measures, dimension))
                    }
                    Dimension::Performance => (
                        design::performance(&measures),
                        held_by(&measures, dimension),
                    ),
                    Dimension::Reliability => (
                        design::reliability(&measures),
                        held_by(&measures, dimension),
                    ),
                    Dimension::TradeOffs => (delivery::trade_offs(&measures), None),
                    Dimension::Delivery => (delivery::delivery(&measures), None),
                    Dimension::Communication => (time::communication(&measures), None),
                };
                let mut score = DimensionScore::new(dimension, round.profile, evidence, held);
                if dimension == Dimension::Design {
                    score.take_hints(hints_taken(&measures));
                }
                score
            })
            .collect();
        let sum: f64 = dimensions.iter().map(|one| one.points).sum();
        let total = sum.round() as u32;
        let (verdict, held) = verdict::conclude(&measures, &dimensions, total);
        let summary = verdict::summarize(&dimensions);
        let summary = held.map_or(summary.clone(), |held| format!("{held}. {summary}."));
        let rated: Vec<f64> = round
            .ratings
            .iter()
            .filter(|rating| **rating > 0)
            .map(|rating| f64::from(*rating))
            .collect();
        Self {
            total,
            verdict,
            summary,
            level_hint: verdict::level_hint(round, &dimensions, verdict),
            times: stage_times(round),
            grave_findings: measures.report.count(Severity::Critical)
                + measures.report.count(Severity::High),
            predictions: round.predicted_flows(),
            good_questions: framing::good_questions(round),
            hints: round.hints.len(),
            own_rating: (!rated.is_empty()).then(|| rated.iter().sum::<f64>() / rated.len() as f64),
            next_step: verdict::next_step(&dimensions),
            weakest: verdict::weakest(&dimensions).map(|one| one.dimension),
            nearest: nearest(&measures),
            dimensions,
        }
    }

    /// The sum of the measured points, before it is rounded to the total.
    #[must_use]
    pub fn points(&self) -> f64 {
        self.dimensions.iter().map(|one| one.points).sum()
    }

    /// The score of a dimension.
    #[must_use]
    pub fn of(&self, dimension: Dimension) -> Option<&DimensionScore> {
        self.dimensions
            .iter()
            .find(|one| one.dimension == dimension)
    }
}

/// What the drawing is nearest to, where anything is drawn.
fn nearest(measures: &Measures) -> Option<NearestDesign> {
    let drawn = measures.analysis.design();
    let nearest = measures.report.nearest();
    let nearest = nearest.filter(|_| drawn.components().len() > 0);
    nearest.map(|comparison| NearestDesign::new(comparison, drawn))
}

/// What holds a dimension down: a critical finding at level 1, a high one at level 2.
fn held_by(measures: &Measures, dimension: Dimension) -> Option<LevelCap> {
    let concerns = |category: Category| match dimension {
        Dimension::Design => matches!(category, Category::Structure | Category::Match),
        Dimension::Performance => category == Category::Load,
        Dimension::Reliability => matches!(category, Category::Reliability | Category::Security),
        _ => false,
    };
    let worst = measures
        .report
        .open()
        .find(|finding| concerns(finding.category));
    if let Some(finding) = worst.filter(|finding| finding.severity <= Severity::High) {
        let level = if finding.severity == Severity::Critical {
            1
        } else {
            2
        };
        return Some(LevelCap {
            level,
            says: format!(
                "Open {} finding: {}",
                finding.severity.label().to_lowercase(),
                finding.title
            ),
            item: finding.item(),
            rule: Some(finding.rule),
        });
    }
    None
}

/// What hints were taken, each as a line with the second at which it was.
fn hints_taken(measures: &Measures) -> impl Iterator<Item = (String, f64)> {
    let hints = measures.round.hints.iter().enumerate();
    hints.map(|(n, (_, at))| {
        let says = format!(
            "Hint {} taken: the rating is Mixed at best, and each hint costs points",
            n + 1
        );
        (says, *at)
    })
}
