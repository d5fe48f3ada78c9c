//! What a scene is built from: the design with its routes, and what is shown beside each item.

use std::collections::BTreeMap;

use super::Palette;
use super::health::{Health, RunState};
use crate::analysis::Severity;
use crate::layout::Route;
use crate::model::{Design, Id, Rect};
use crate::practice::scorecard::CounterpartMark;

/// How much is drawn, by distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetailLevel {
    /// Solid blocks.
    Blocks,
    /// Tinted boxes with their icon.
    Icons,
    /// Names, without technology and labels.
    Names,
    /// Everything.
    Full,
}

impl DetailLevel {
    /// What is drawn at a zoom (1 at 100%); half a percent early, so that what is shown as "70%" is drawn so.
    pub fn for_zoom(zoom: f64) -> Self {
        match zoom {
            zoom if zoom >= 0.695 => Self::Full,
            zoom if zoom >= 0.395 => Self::Names,
            zoom if zoom >= 0.195 => Self::Icons,
            _ => Self::Blocks,
        }
    }
}

/// What there is to see of an item beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemState {
    /// Nothing.
    #[default]
    Normal,
    /// Under the pointer.
    Hovered,
    /// Named by what is under the pointer elsewhere.
    Highlighted,
    /// Selected.
    Selected,
    /// What is being dragged would land in it or be connected to it.
    DropTarget,
    /// Offered, not there yet.
    Preview,
    /// In an accepted design only.
    Missing,
    /// What is offered would take it away.
    Removed,
    /// Plays a part of an accepted design.
    Matched,
    /// Plays a part of an accepted design in its own way.
    Substituted,
    /// Plays no part of an accepted design.
    Extra,
}

impl From<CounterpartMark> for ItemState {
    fn from(mark: CounterpartMark) -> Self {
        match mark {
            CounterpartMark::Matched => Self::Matched,
            CounterpartMark::Substituted => Self::Substituted,
            CounterpartMark::Missing => Self::Missing,
            CounterpartMark::Extra => Self::Extra,
        }
    }
}

/// What a scene is built from.
#[derive(Debug, Clone, Copy)]
pub struct SceneInput<'a> {
    /// What to draw.
    pub design: &'a Design,
    /// In which colors.
    pub palette: &'a Palette,
    /// The lines of the connections.
    pub routes: &'a BTreeMap<Id, Route>,
    /// Items that are not in the normal state.
    pub states: &'a BTreeMap<Id, ItemState>,
    /// Findings to mark: the worst severity and their number.
    pub marks: &'a BTreeMap<Id, (Severity, usize)>,
    /// How busy and how well items are, where that is shown.
    pub health: &'a BTreeMap<Id, Health>,
    /// What stands under the names of components in place of their technology, where something is to.
    pub captions: &'a BTreeMap<Id, String>,
    /// How much to draw.
    pub detail: DetailLevel,
    /// Screen points for a world unit, for what must not get too small to see.
    pub zoom: f64,
    /// The part of the world in sight; everything where absent.
    pub visible: Option<Rect>,
}

impl SceneInput<'_> {
    pub(super) fn state(&self, id: Id) -> ItemState {
        self.states.get(&id).copied().unwrap_or_default()
    }

    pub(super) fn is_down(&self, id: Id) -> bool {
        let health = self.health.get(&id);
        health.is_some_and(|health| health.run_state == RunState::Down)
    }

    pub(super) fn in_sight(&self, rect: Rect) -> bool {
        self.visible.is_none_or(|visible| visible.intersects(rect))
    }
}
