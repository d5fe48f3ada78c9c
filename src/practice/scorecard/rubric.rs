//! The dimensions with their weights, and how evidence becomes points and a level.

use serde::{Deserialize, Serialize};

use super::measure::Evidence;
use crate::model::Id;
use crate::practice::interview::InterviewProfile;

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// What to build.
    Framing,
    /// How much of it.
    Estimates,
    /// The drawing.
    Design,
    /// Load, latency and cost.
    Performance,
    /// What fails.
    Reliability,
    /// Decisions.
    TradeOffs,
    /// The plan.
    Delivery,
    /// Time and notes.
    Communication,
}

impl Dimension {
    /// All of them in the order of the rubric.
    pub const ALL: [Self; 8] = [
        Self::Framing,
        Self::Estimates,
        Self::Design,
        Self::Performance,
        Self::Reliability,
        Self::TradeOffs,
        Self::Delivery,
        Self::Communication,
    ];

    /// What the interface calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Framing => "Framing and requirements",
            Self::Estimates => "Scale estimates",
            Self::Design => "High-level design",
            Self::Performance => "Scale and performance",
            Self::Reliability => "Failure reasoning",
            Self::TradeOffs => "Trade-offs",
            Self::Delivery => "Delivery and dependencies",
            Self::Communication => "Communication and time",
        }
    }

    /// What nobody can measure in it, for the candidate or a peer to rate.
    #[must_use]
    pub fn self_rated(self) -> &'static str {
        match self {
            Self::Framing => "Phrasing and priorities",
            Self::Estimates => "Reasoning out loud",
            Self::Design => "A clear walk through one request",
            Self::Performance => "Bottlenecks named unprompted",
            Self::Reliability => "Effect on users explained",
            Self::TradeOffs => "Depth of the alternative",
            Self::Delivery => "Negotiation and go/no-go criteria",
            Self::Communication => "Structure, pace, and listening",
        }
    }

    /// The most points it can bring; together 100. Engineers give 10 of the plan's points to the deep dive.
    #[must_use]
    pub fn weight(self, profile: InterviewProfile) -> u32 {
        let engineer = profile == InterviewProfile::Engineer;
        match self {
            Self::Framing | Self::Reliability => 15,
            Self::Estimates | Self::TradeOffs => 10,
            Self::Design => {
                if engineer {
                    25
                } else {
                    20
                }
            }
            Self::Performance => {
                if engineer {
                    15
                } else {
                    10
                }
            }
            Self::Delivery => {
                if engineer {
                    5
                } else {
                    15
                }
            }
            Self::Communication => 5,
        }
    }
}

/// The part of the weight from which each level holds, level 1 first. The rubric gives 0, 0.5, 0.8 and 1 of the weight for its
/// levels; measured points are continuous in between, and from 0.95 on nothing that matters is missing.
pub const LEVELS: [f64; 4] = [0.0, 0.5, 0.8, 0.95];

/// What an interviewer calls a level.
#[must_use]
pub fn level_label(level: u8) -> &'static str {
    match level {
        4 => "Strong",
        3 => "Hire",
        2 => "Mixed",
        _ => "No",
    }
}

/// What keeps a dimension from a higher level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Held {
    /// The highest level that it can have.
    pub(super) level: u8,
    /// What holds it.
    pub(super) says: String,
    pub(super) item: Option<Id>,
    pub(super) rule: Option<&'static str>,
}

/// The score of one dimension: its evidence adds up to its points.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionScore {
    /// Which.
    pub dimension: Dimension,
    /// 1 (no) to 4 (strong).
    pub level: u8,
    /// Points reached.
    pub points: f64,
    /// Points there were to reach.
    pub of: u32,
    /// Where the points come from.
    pub evidence: Vec<Evidence>,
}

impl DimensionScore {
    /// Weighs evidence, whose shares are relative to each other.
    pub(super) fn new(
        dimension: Dimension,
        profile: InterviewProfile,
        mut evidence: Vec<Evidence>,
        held: Option<Held>,
    ) -> Self {
        let of = dimension.weight(profile);
        let shares: f64 = evidence.iter().map(|one| one.of).sum();
        let scale = if shares > 0.0 {
            f64::from(of) / shares
        } else {
            0.0
        };
        for one in &mut evidence {
            one.of *= scale;
            one.points *= scale;
        }
        let mut points: f64 = evidence.iter().map(|one| one.points).sum();
        if let Some(held) = held {
            let next = LEVELS.get(usize::from(held.level)).copied().unwrap_or(1.0);
            let most = f64::from(of) * (next - 0.01);
            if points > most {
                evidence.push(Evidence {
                    says: held.says,
                    points: most - points,
                    of: 0.0,
                    item: held.item,
                    rule: held.rule,
                    minute: None,
                });
                points = most;
            }
        }
        let part = points / f64::from(of.max(1)) + 1e-9;
        let level = LEVELS.iter().filter(|from| part >= **from).count() as u8;
        Self {
            dimension,
            level,
            points,
            of,
            evidence,
        }
    }

    /// The part of the weight reached, 0 to 1.
    #[must_use]
    pub fn part(&self) -> f64 {
        self.points / f64::from(self.of.max(1))
    }

    /// The evidence that says most: what is missing most, else the first.
    #[must_use]
    pub fn headline(&self) -> &str {
        let lost = |one: &&Evidence| one.of - one.points;
        let worst = self
            .evidence
            .iter()
            .max_by(|a, b| lost(a).total_cmp(&lost(b)));
        worst.map_or("", |one| &one.says)
    }
}
