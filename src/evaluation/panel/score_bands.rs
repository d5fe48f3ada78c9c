//! How the scores of drawings lie to the bands that interviewers find fair.

use serde::Serialize;

use super::labels::PanelVerdict;
use crate::evaluation::proportion::Proportion;

/// A score and how far it is from its band, in points.
pub(super) struct ScoreInBand {
    pub(super) verdict: PanelVerdict,
    pub(super) score: u32,
    pub(super) distance: u32,
}

/// How some scores lie.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ScoreBand {
    /// Scores within the band that the label gives.
    pub in_band: Proportion,
    /// The mean score.
    pub mean_score: Option<f64>,
    /// The mean distance from the band, in points.
    pub mean_distance: Option<f64>,
}

impl ScoreBand {
    /// Measures the scores that are asked for.
    pub(super) fn measure(
        scores: &[ScoreInBand],
        is_asked_for: impl Fn(&ScoreInBand) -> bool,
    ) -> Self {
        let mut in_band = Proportion::default();
        let (mut points, mut distance) = (0, 0);
        for score in scores.iter().filter(|score| is_asked_for(score)) {
            in_band.add(score.distance == 0);
            points += score.score;
            distance += score.distance;
        }
        let mean = |sum: u32| {
            if in_band.of == 0 {
                return None;
            }
            Some(f64::from(sum) / in_band.of as f64)
        };
        Self {
            in_band,
            mean_score: mean(points),
            mean_distance: mean(distance),
        }
    }
}
