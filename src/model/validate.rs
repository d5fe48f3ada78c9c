//! What an edit must not break: the invariants of a [`Design`], the limits of its values, and why an edit is refused.

use std::collections::BTreeSet;

use super::catalogue::catalogue;
use super::component::Component;
use super::connection::{CallCondition, Connection};
use super::design::{Design, Item};
use super::geometry::Rect;
use super::id::Id;
use super::limits::{
    MAX_ASSUMPTIONS, MAX_COORDINATE, MAX_DEPTH, MAX_ITEMS, MAX_OPEN_CONNECTIONS, MAX_PEAK,
    MAX_PINS, MAX_PRICE, MAX_REPLICAS, MAX_RETRIES, MAX_ROLLOUT_STAGE, MAX_TEXT, MAX_TRAFFIC,
};
use super::price::Prices;

/// Why an edit was refused. The design is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The id was given to another item before.
    #[error("ID {0} was used before: use a new one")]
    IdAlreadyUsed(Id),
    /// The id belongs to an item of another sort.
    #[error("ID {0} belongs to another type of item")]
    IdOfOtherItemType(Id),
    /// No item has this id.
    #[error("there is no item {0}")]
    NoItem(Id),
    /// A connection must start and end at components.
    #[error("{0} is not a component: only components can have connections or planned work")]
    NotAComponent(Id),
    /// An item can only lie in a zone.
    #[error("{0} is not a zone")]
    NotAZone(Id),
    /// A zone cannot lie in itself.
    #[error("zone {0} cannot be inside itself")]
    InsideItself(Id),
    /// Zones lie at most [`MAX_DEPTH`] deep in each other.
    #[error("zones can be nested at most {MAX_DEPTH} levels deep")]
    TooDeep,
    /// A drawing has at most [`MAX_ITEMS`] items.
    #[error("a drawing can have at most {MAX_ITEMS} items")]
    TooMany,
    /// It has more assumptions than anybody can read.
    #[error("a drawing can have at most {MAX_ASSUMPTIONS} assumptions")]
    TooManyAssumptions,
    /// Coordinates are finite and within [`MAX_COORDINATE`].
    #[error("{0} would be outside the drawing area")]
    OutOfBounds(Id),
    /// A number is out of its range.
    #[error("{what} of {id} is out of range")]
    OutOfRange {
        /// The item.
        id: Id,
        /// The field, in words.
        what: &'static str,
    },
    /// Text is at most [`MAX_TEXT`] characters.
    #[error("the text of {0} is longer than {MAX_TEXT} characters")]
    TooLong(Id),
    /// Prices are set for kinds of the catalogue.
    #[error("there is no kind `{0}` to set a price for")]
    UnknownKind(String),
    /// Prices lie between 0 and [`MAX_PRICE`].
    #[error("a price of `{0}` is out of range: use 0 to {MAX_PRICE}")]
    PriceOutOfRange(String),
    /// Traffic lies between 0 and [`MAX_TRAFFIC`].
    #[error("the traffic is out of range: use 0 to {MAX_TRAFFIC} requests a second")]
    TrafficOutOfRange,
    /// The peak lies between 1 and [`MAX_PEAK`].
    #[error("the peak is out of range: use 1 to {MAX_PEAK} times the monthly average")]
    PeakOutOfRange,
    /// Open connections lie between 0 and [`MAX_OPEN_CONNECTIONS`].
    #[error("the number of connections is out of range: use 0 to {MAX_OPEN_CONNECTIONS}")]
    OpenConnectionsOutOfRange,
    /// A text, a list or a number of the plan is beyond its limit.
    #[error("the plan was not changed: {0}")]
    BadProgram(&'static str),
    /// So are the title, the prompt's id and each assumption.
    #[error("the {0} is longer than {MAX_TEXT} characters")]
    MetadataTooLong(&'static str),
}

impl Design {
    /// Where an item lies; a component is its center, and a connection lies where its ends do.
    pub(super) fn bounds(&self, id: Id) -> Option<Rect> {
        match self.item(id)? {
            Item::Component(item) => Some(Rect {
                min: item.at,
                max: item.at,
            }),
            Item::Zone(item) => Some(item.rect),
            Item::Note(item) => Some(item.rect),
            Item::Connection(_) => None,
        }
    }

    /// The first invariant that does not hold, in words; none in a sound design.
    #[must_use]
    pub fn broken_invariant(&self) -> Option<String> {
        let mut seen = BTreeSet::new();
        if let Some(id) = self.ids().find(|&id| !seen.insert(id)) {
            return Some(format!("{id} names two items"));
        }
        if let Some(id) = seen.iter().find(|id| id.0 == 0 || id.0 > self.last_id) {
            return Some(format!("{id} was never given out"));
        }
        for (id, connection) in self.connections() {
            if self.component(connection.from).is_none() || self.component(connection.to).is_none()
            {
                return Some(format!("connection {id} dangles"));
            }
        }
        let mut placed = self.locked.iter().chain(self.layers.keys());
        if let Some(id) = placed.find(|id| !seen.contains(id)) {
            return Some(format!("{id} is kept in place and does not exist"));
        }
        let mut planned = self.program.work.keys();
        if let Some(id) = planned.find(|id| self.component(**id).is_none()) {
            return Some(format!("{id} is planned and does not exist"));
        }
        for id in self.ids() {
            if self
                .parent(id)
                .is_some_and(|zone| self.zone(zone).is_none())
            {
                return Some(format!("{id} lies in no zone"));
            }
        }
        for (id, _) in self.zones() {
            if self
                .ancestors(id)
                .take(self.zones.len() + 1)
                .any(|(zone, _)| zone == id)
            {
                return Some(format!("zone {id} lies inside itself"));
            }
        }
        let mut ids = self.ids();
        let far = ids.find(|&id| self.bounds(id).is_some_and(|bounds| !in_bounds(bounds)));
        far.map(|id| format!("{id} lies outside the drawing area"))
    }

    pub(super) fn check_items_exist<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a Id>,
    ) -> Result<(), EditError> {
        let mut ids = ids.into_iter();
        ids.find(|id| !self.contains(**id))
            .map_or(Ok(()), |&id| Err(EditError::NoItem(id)))
    }

    /// Refuses an id that an item of another type has.
    pub(super) fn check_id_is_free(&self, id: Id, replaces: bool) -> Result<(), EditError> {
        if !replaces && self.contains(id) {
            return Err(EditError::IdOfOtherItemType(id));
        }
        Ok(())
    }

    pub(super) fn check_parent(&self, id: Id, parent: Option<Id>) -> Result<(), EditError> {
        let Some(zone) = parent else { return Ok(()) };
        if self.zone(zone).is_none() {
            return Err(EditError::NotAZone(zone));
        }
        if zone == id || self.ancestors(zone).any(|(outer, _)| outer == id) {
            return Err(EditError::InsideItself(id));
        }
        Ok(())
    }

    /// Whether a zone may lie in another as far as depth goes, with the zones inside it.
    pub(super) fn check_depth(&self, id: Id, parent: Option<Id>) -> Result<(), EditError> {
        let Some(parent) = parent else { return Ok(()) };
        let around = self.ancestors(parent).count() + 1;
        let below = |&zone: &Id| self.ancestors(zone).position(|(outer, _)| outer == id);
        // In a zone that is new, nothing can lie yet.
        let is_known = self.zones.contains_key(&id);
        let inside = self
            .zones
            .keys()
            .filter(|_| is_known)
            .filter_map(below)
            .max();
        let levels = 1 + inside.map_or(0, |deepest| deepest + 1);
        if around + levels > MAX_DEPTH {
            return Err(EditError::TooDeep);
        }
        Ok(())
    }
}

/// Whether the values of a component are within their limits.
pub(super) fn check_component(id: Id, component: &Component) -> Result<(), EditError> {
    check_bounds(
        id,
        Rect {
            min: component.at,
            max: component.at,
        },
    )?;
    check_text_length(
        id,
        &[
            &component.kind,
            &component.name,
            &component.technology,
            &component.note,
            &component.owner,
        ],
    )?;
    if component
        .rollout_stage
        .is_some_and(|step| step > MAX_ROLLOUT_STAGE)
    {
        return Err(EditError::OutOfRange {
            id,
            what: "the rollout stage",
        });
    }
    if component.replicas.count() > MAX_REPLICAS {
        return Err(EditError::OutOfRange {
            id,
            what: "the number of replicas",
        });
    }
    let n = component.overrides;
    let amounts = [
        n.capacity,
        n.connections,
        n.latency_p50,
        n.latency_p99,
        n.monthly_cost,
        n.job_size,
    ];
    let shares = [n.availability, n.hit_ratio, n.hot_key];
    let amount_ok = |v: f64| v.is_finite() && v >= 0.0;
    if !amounts.into_iter().flatten().all(amount_ok) || !shares.into_iter().flatten().all(is_share)
    {
        return Err(EditError::OutOfRange {
            id,
            what: "a number",
        });
    }
    Ok(())
}

/// Whether the values of a connection are within their limits.
pub(super) fn check_connection(id: Id, connection: &Connection) -> Result<(), EditError> {
    check_text_length(id, &[&connection.label, &connection.protocol])?;
    if !(connection.calls.is_finite() && connection.calls >= 0.0) {
        return Err(EditError::OutOfRange {
            id,
            what: "the number of calls",
        });
    }
    if connection.retries.is_some_and(|times| times > MAX_RETRIES) {
        return Err(EditError::OutOfRange {
            id,
            what: "the number of retries",
        });
    }
    if matches!(connection.when, Some(CallCondition::Fraction(share)) if !is_share(share)) {
        return Err(EditError::OutOfRange {
            id,
            what: "the fraction",
        });
    }
    if connection.pins.len() > MAX_PINS || !connection.pins.iter().all(|pin| pin.is_sound()) {
        return Err(EditError::OutOfRange {
            id,
            what: "the path of the line",
        });
    }
    if connection.label_at.is_some_and(|at| !is_share(at)) {
        return Err(EditError::OutOfRange {
            id,
            what: "the position of the label",
        });
    }
    Ok(())
}

fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

fn in_bounds(rect: Rect) -> bool {
    let ok = |v: f64| v.is_finite() && v.abs() <= MAX_COORDINATE;
    ok(rect.min.x)
        && ok(rect.min.y)
        && ok(rect.max.x)
        && ok(rect.max.y)
        && rect.min.x <= rect.max.x
        && rect.min.y <= rect.max.y
}

pub(super) fn check_bounds(id: Id, rect: Rect) -> Result<(), EditError> {
    if in_bounds(rect) {
        Ok(())
    } else {
        Err(EditError::OutOfBounds(id))
    }
}

pub(super) fn check_text_length(id: Id, texts: &[&str]) -> Result<(), EditError> {
    if texts.iter().any(|text| is_too_long(text)) {
        return Err(EditError::TooLong(id));
    }
    Ok(())
}

pub(super) fn check_metadata_length<'a>(
    what: &'static str,
    texts: impl IntoIterator<Item = &'a String>,
) -> Result<(), EditError> {
    if texts.into_iter().any(|text| is_too_long(text)) {
        return Err(EditError::MetadataTooLong(what));
    }
    Ok(())
}

pub(super) fn check_prices(prices: &Prices) -> Result<(), EditError> {
    for (kind, price) in prices {
        if catalogue().get(kind).is_none() {
            return Err(EditError::UnknownKind(kind.clone()));
        }
        if !price.is_sound() {
            return Err(EditError::PriceOutOfRange(kind.clone()));
        }
    }
    Ok(())
}

fn is_too_long(text: &str) -> bool {
    text.chars().nth(MAX_TEXT).is_some()
}
