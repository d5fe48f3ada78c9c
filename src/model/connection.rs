//! Connections: the arrows of a design, what the user has said about the call, and how the line runs.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::geometry::Vector;
use super::id::Id;
use super::limits::MAX_COORDINATE;
use super::side::Side;

/// An arrow from the component that calls to the component that is called.
///
/// `None` in `timing`, `access` and `when` means "as its ends suggest", see [`Design::semantics`](crate::model::Design::semantics).
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// The caller.
    pub from: Id,
    /// The one called.
    pub to: Id,
    /// What the call is about; may be empty.
    pub label: String,
    /// Whether the caller waits.
    pub timing: Option<Timing>,
    /// Read, write or both.
    pub access: Option<Access>,
    /// How often.
    pub when: Option<CallCondition>,
    /// Calls for each call of the caller.
    pub calls: f64,
    /// "gRPC", "HTTPS"; may be empty.
    pub protocol: String,
    /// How often a failed call is tried again; `None` where nothing is said.
    pub retries: Option<u32>,
    /// What is done so that it does no harm.
    pub safeguards: BTreeSet<Safeguard>,
    /// The ids of the prompt's flows it serves; `None` means all that can use it.
    pub flows: Option<BTreeSet<String>>,
    /// How its line runs.
    pub line_style: LineStyle,
    /// The sides at which its line leaves its first box and enters its second, where the user has chosen them.
    pub sides: [Option<Side>; 2],
    /// Stretches of its line that the user has put somewhere, from its first end to its second; at most [`MAX_PINS`](crate::model::MAX_PINS).
    pub pins: Vec<Pin>,
    /// Where along its line the label was put, 0 to 1; `None` where it finds a place of its own.
    pub label_at: Option<f64>,
}

impl Connection {
    /// Whether each call of the caller leads to one call over it, which is what nothing said means.
    #[must_use]
    pub fn is_one_call(&self) -> bool {
        (self.calls - 1.0).abs() <= f64::EPSILON
    }

    /// A plain connection whose meaning follows from its ends.
    #[must_use]
    pub fn new(from: Id, to: Id) -> Self {
        Self {
            from,
            to,
            label: String::new(),
            timing: None,
            access: None,
            when: None,
            calls: 1.0,
            protocol: String::new(),
            retries: None,
            safeguards: BTreeSet::new(),
            flows: None,
            line_style: LineStyle::default(),
            sides: [None; 2],
            pins: Vec::new(),
            label_at: None,
        }
    }

    /// The same the other way round, on the same line.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        std::mem::swap(&mut self.from, &mut self.to);
        self.sides.reverse();
        self.pins.reverse();
        self.label_at = self.label_at.map(|at| 1.0 - at);
        self
    }
}

/// Whether the caller waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// The caller waits for the answer.
    Sync,
    /// The caller goes on at once.
    Async,
}

/// What the call does to the data behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Reads.
    Read,
    /// Writes.
    Write,
    /// Reads and writes.
    Both,
}

/// How often the call happens, given that its caller was called.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallCondition {
    /// Every time.
    Always,
    /// Only where a cache or CDN had no answer.
    OnMiss,
    /// This share of the times, 0 to 1.
    Fraction(f64),
}

/// What is done so that a call does no harm when it fails, hangs, is repeated or is overheard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Safeguard {
    /// The caller gives up after a set time.
    Timeout,
    /// The caller stops calling for a while after repeated failures (circuit breaker).
    Breaker,
    /// The caller waits longer, and not equally long, before each new attempt (exponential backoff with jitter).
    Backoff,
    /// Doing it twice is the same as doing it once (idempotency key, deduplication).
    Idempotent,
    /// It is encrypted in transit (TLS).
    Encrypted,
}

impl Safeguard {
    /// All safeguards in menu order.
    pub const ALL: [Self; 5] = [
        Self::Timeout,
        Self::Breaker,
        Self::Backoff,
        Self::Idempotent,
        Self::Encrypted,
    ];

    /// What the interface and the notation call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Breaker => "breaker",
            Self::Backoff => "backoff",
            Self::Idempotent => "idempotent",
            Self::Encrypted => "encrypted",
        }
    }
}

/// A stretch of a connection's line that the user has put somewhere: it stays there, and the rest of the line follows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pin {
    /// A horizontal stretch at this height (world units).
    #[serde(rename = "level")]
    Horizontal(f64),
    /// A vertical stretch at this distance to the right of the origin (world units).
    #[serde(rename = "upright")]
    Vertical(f64),
}

impl Pin {
    /// Its coordinate (world units).
    #[must_use]
    pub fn at(self) -> f64 {
        match self {
            Self::Horizontal(at) | Self::Vertical(at) => at,
        }
    }

    /// Moved with everything around it.
    #[must_use]
    pub fn translated(self, by: Vector) -> Self {
        match self {
            Self::Horizontal(at) => Self::Horizontal(at + by.y),
            Self::Vertical(at) => Self::Vertical(at + by.x),
        }
    }

    /// Whether it lies in the drawing area.
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.at().abs() <= MAX_COORDINATE
    }
}

/// How the line of a connection runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStyle {
    /// Horizontal and vertical, around all boxes.
    #[default]
    Orthogonal,
    /// One curve, over everything.
    Curved,
    /// Straight, over everything.
    Straight,
}

impl LineStyle {
    /// The one after it, when the user goes through all of them.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Orthogonal => Self::Curved,
            Self::Curved => Self::Straight,
            Self::Straight => Self::Orthogonal,
        }
    }
}
