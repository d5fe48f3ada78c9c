//! The dimensions with their weights, and how evidence becomes points and a level.

use serde::{Deserialize, Serialize};

use super::measure::Evidence;
use crate::model::Id;
use crate::practice::interview::InterviewProfile;

/// The highest level of an answer that a hint led to.
const WITH_A_HINT: u8 = 2;

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
pub(super) struct LevelCap {
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

/// What a hint takes off the points of [`Dimension::Design`].
pub const HINT_COST: f64 = 1.0;

/// Values in whole tenths that add up to the sum in whole tenths, which is rounded down; each is rounded up or down, and
/// none is above its limit.
fn in_tenths(values: &[f64], limits: &[f64]) -> Vec<f64> {
    let exact: Vec<f64> = values.iter().map(|value| value * 10.0).collect();
    let mut tenths: Vec<f64> = exact.iter().map(|one| (one + 1e-6).floor()).collect();
    let sum: f64 = exact.iter().sum();
    let mut left = (sum + 1e-6).floor() - tenths.iter().sum::<f64>();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| (exact[b] - tenths[b]).total_cmp(&(exact[a] - tenths[a])));
    for place in order {
        if left >= 0.5 && tenths[place] + 1.0 <= limits[place] * 10.0 + 1e-6 {
            tenths[place] += 1.0;
            left -= 1.0;
        }
    }
    tenths.iter().map(|one| one / 10.0).collect()
}

/// A number of tenths without what adding leaves behind.
fn tenth(points: f64) -> f64 {
    (points * 10.0).round() / 10.0
}

impl DimensionScore {
    /// Weighs evidence, whose shares are relative to each other; what hints took off comes in points. Points and what there
    /// was to reach are whole tenths, so that what is shown adds up; the level comes from the exact points.
    pub(super) fn new(
        dimension: Dimension,
        profile: InterviewProfile,
        mut evidence: Vec<Evidence>,
        held: Option<LevelCap>,
    ) -> Self {
        let of = dimension.weight(profile);
        let shares: f64 = evidence.iter().map(|one| one.of).sum();
        let scale = if shares > 0.0 {
            f64::from(of) / shares
        } else {
            0.0
        };
        let parts = |values: &dyn Fn(&Evidence) -> f64| -> Vec<f64> {
            evidence.iter().map(|one| values(one) * scale).collect()
        };
        let (exact, most) = (parts(&|one| one.points), parts(&|one| one.of));
        let limits = in_tenths(&most, &vec![f64::INFINITY; most.len()]);
        let whole = exact.iter().zip(&most).zip(&limits);
        // What is reached in full stays in full.
        let wanted: Vec<f64> = whole
            .map(
                |((&points, &of), &limit)| {
                    if points >= of - 1e-9 { limit } else { points }
                },
            )
            .collect();
        let tenths = in_tenths(&wanted, &limits);
        for (one, (points, of)) in evidence.iter_mut().zip(tenths.iter().zip(&limits)) {
            (one.points, one.of) = (*points, *of);
        }
        let mut exact: f64 = exact.iter().sum();
        let mut points: f64 = tenths.iter().sum();
        let mut level = 4;
        if let Some(held) = held {
            level = held.level;
            let next = LEVELS.get(usize::from(held.level)).copied().unwrap_or(1.0);
            let most = f64::from(of) * (next - 0.01);
            let shown = (most * 10.0 + 1e-6).floor() / 10.0;
            if exact > most && points > shown {
                evidence.push(Evidence {
                    says: held.says,
                    points: shown - points,
                    of: 0.0,
                    item: held.item,
                    rule: held.rule,
                    minute: None,
                });
                points = shown;
            }
            exact = exact.min(most);
        }
        let part = exact / f64::from(of.max(1)) + 1e-9;
        let reached = LEVELS.iter().filter(|from| part >= **from).count() as u8;
        Self {
            dimension,
            level: reached.min(level),
            points: tenth(points),
            of,
            evidence,
        }
    }

    /// Takes off what hints cost, each in a line of its own: the answer is there with help at best.
    pub(super) fn take_hints(&mut self, hints: impl Iterator<Item = (String, f64)>) {
        for (says, at) in hints {
            let cost = HINT_COST.min(self.points.max(0.0));
            self.points = tenth(self.points - cost);
            let line = Evidence::new(says, 0.0, 0.0).at(Some(at));
            self.evidence.push(Evidence {
                points: -cost,
                ..line
            });
            let part = self.part() + 1e-9;
            let reached = LEVELS.iter().filter(|from| part >= **from).count() as u8;
            self.level = self.level.min(reached).min(WITH_A_HINT);
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
