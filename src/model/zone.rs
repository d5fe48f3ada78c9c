//! Zones: frames that own what was put into them.

use serde::{Deserialize, Serialize};

use super::geometry::Rect;
use super::id::Id;

/// A frame that owns what was put into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// What it stands for.
    pub kind: ZoneKind,
    /// Its title.
    pub name: String,
    /// Where it lies (world units).
    pub rect: Rect,
    /// The zone it lies in.
    pub parent: Option<Id>,
}

/// What a zone stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// A cloud region or a site.
    Region,
    /// A part of a region that fails on its own.
    AvailabilityZone,
    /// Inside and outside are trusted differently.
    TrustBoundary,
    /// What one team owns.
    Team,
    /// Just a frame.
    Generic,
}

impl ZoneKind {
    /// All kinds in menu order.
    pub const ALL: [Self; 5] = [
        Self::Region,
        Self::AvailabilityZone,
        Self::TrustBoundary,
        Self::Team,
        Self::Generic,
    ];

    /// What the interface calls it, lower case.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::AvailabilityZone => "availability zone",
            Self::TrustBoundary => "trust boundary",
            Self::Team => "team",
            Self::Generic => "group",
        }
    }
}
