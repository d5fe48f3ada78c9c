//! The only door into a [`Design`]: every change is an [`Edit`], checked before anything moves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::design::{
    Acceptance, CallCondition, Component, Connection, Design, Id, MAX_COORDINATE, MAX_DEPTH,
    MAX_ITEMS, MAX_LAYER, MAX_PINS, MAX_PRICE, MAX_REPLICAS, MAX_RETRIES, MAX_ROLLOUT_STAGE,
    MAX_TEXT, MAX_TRAFFIC, Note, Prices, Zone,
};
use super::geometry::{Rect, Vector};
use super::kind::catalogue;

/// One change. A list of edits describes a gesture or an offered fix.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Adds a component under a fresh id, or replaces the one with this id.
    PutComponent(Id, Component),
    /// Adds or replaces a connection.
    PutConnection(Id, Connection),
    /// Adds or replaces a zone.
    PutZone(Id, Zone),
    /// Adds or replaces a note.
    PutNote(Id, Note),
    /// Removes items, the contents of zones among them, and the connections of removed components.
    Remove(BTreeSet<Id>),
    /// Removes a zone and hands its contents to the zone around it.
    Dissolve(Id),
    /// Moves items, with the contents of zones among them.
    Translate(BTreeSet<Id>, Vector),
    /// Puts items into a zone, or out of all zones.
    SetParent(BTreeSet<Id>, Option<Id>),
    /// Makes items stay where they are, or lets them go again; see [`Design::is_locked`].
    SetLocked(BTreeSet<Id>, bool),
    /// Says how far forward items lie; see [`Design::layer`].
    SetLayers(BTreeMap<Id, i32>),
    /// Names the drawing.
    SetTitle(String),
    /// Says which prompt the drawing answers.
    SetScenario(Option<String>),
    /// Replaces the list of assumptions.
    SetAssumptions(Vec<String>),
    /// Replaces the list of findings that the user lives with.
    SetAcceptances(Vec<Acceptance>),
    /// Replaces the prices of the drawing's own; kinds for which nothing is set are left out.
    SetPrices(Prices),
    /// Says how many requests a second users start at the peak hour (rps), 0 to [`MAX_TRAFFIC`].
    SetTraffic(Option<f64>),
}

impl Edit {
    /// The id under which this edit adds or replaces an item.
    fn put_id(&self) -> Option<Id> {
        match self {
            Self::PutComponent(id, _)
            | Self::PutConnection(id, _)
            | Self::PutZone(id, _)
            | Self::PutNote(id, _) => Some(*id),
            _ => None,
        }
    }
}

/// Why an edit was refused. The design is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The id was given to another item before.
    #[error("id {0} was used before: take a fresh one")]
    IdAlreadyUsed(Id),
    /// The id belongs to an item of another sort.
    #[error("id {0} belongs to another sort of item")]
    IdOfOtherItemType(Id),
    /// No item has this id.
    #[error("there is no item {0}")]
    NoItem(Id),
    /// A connection must start and end at components.
    #[error("a connection must start and end at components, and {0} is none")]
    NotAComponent(Id),
    /// An item can only lie in a zone.
    #[error("{0} is not a zone")]
    NotAZone(Id),
    /// A zone cannot lie in itself.
    #[error("zone {0} cannot lie inside itself")]
    InsideItself(Id),
    /// Zones lie at most [`MAX_DEPTH`] deep in each other.
    #[error("zones lie at most {MAX_DEPTH} deep in each other")]
    TooDeep,
    /// A drawing has at most [`MAX_ITEMS`] items.
    #[error("a drawing has at most {MAX_ITEMS} items")]
    TooMany,
    /// Coordinates are finite and within [`MAX_COORDINATE`].
    #[error("{0} would lie outside the drawing area")]
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
    /// So are the title, the prompt's id and each assumption.
    #[error("the {0} is longer than {MAX_TEXT} characters")]
    MetadataTooLong(&'static str),
}

impl Design {
    /// Carries out one edit.
    ///
    /// # Errors
    /// Refuses, without changing anything, whatever would break an invariant: no dangling connection, zones form a
    /// forest, ids are unique and never reused, coordinates finite.
    pub fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        if let Some(id) = edit.put_id().filter(|&id| !self.contains(id)) {
            if id.0 <= self.last_id {
                return Err(EditError::IdAlreadyUsed(id));
            }
            if self.len() >= MAX_ITEMS {
                return Err(EditError::TooMany);
            }
        }
        match edit {
            Edit::PutComponent(id, component) => self.put_component(id, component)?,
            Edit::PutConnection(id, connection) => self.put_connection(id, connection)?,
            Edit::PutZone(id, zone) => self.put_zone(id, zone)?,
            Edit::PutNote(id, note) => self.put_note(id, note)?,
            Edit::Remove(ids) => self.remove(&ids),
            Edit::Dissolve(id) => self.dissolve(id)?,
            Edit::Translate(ids, by) => self.translate(&ids, by)?,
            Edit::SetParent(ids, parent) => self.set_parent(&ids, parent)?,
            Edit::SetLocked(ids, locked) => self.set_locked(ids, locked)?,
            Edit::SetLayers(layers) => self.set_layers(&layers)?,
            Edit::SetTitle(title) => {
                check_metadata_length("title", [&title])?;
                self.title = title;
            }
            Edit::SetScenario(scenario) => {
                check_metadata_length("name of the prompt", &scenario)?;
                self.scenario = scenario;
            }
            Edit::SetAssumptions(assumptions) => {
                check_metadata_length("assumption", &assumptions)?;
                self.assumptions = assumptions;
            }
            Edit::SetAcceptances(acceptances) => {
                check_metadata_length("reason", acceptances.iter().map(|a| &a.reason))?;
                self.acceptances = acceptances;
            }
            Edit::SetPrices(mut prices) => {
                prices.retain(|_, price| !price.is_empty());
                check_prices(&prices)?;
                self.prices = prices;
            }
            Edit::SetTraffic(traffic) => {
                if traffic.is_some_and(|rps| !(0.0..=MAX_TRAFFIC).contains(&rps)) {
                    return Err(EditError::TrafficOutOfRange);
                }
                self.traffic = traffic;
            }
        }
        debug_assert_eq!(self.broken_invariant(), None);
        Ok(())
    }

    /// Carries out a list of edits, or none of them.
    ///
    /// # Errors
    /// The first edit that is refused.
    pub fn apply_all(&mut self, edits: impl IntoIterator<Item = Edit>) -> Result<(), EditError> {
        let mut next = self.clone();
        for edit in edits {
            next.apply(edit)?;
        }
        *self = next;
        Ok(())
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
        let far = self
            .components()
            .map(|(id, item)| {
                (
                    id,
                    Rect {
                        min: item.at,
                        max: item.at,
                    },
                )
            })
            .chain(self.zones().map(|(id, item)| (id, item.rect)))
            .chain(self.notes().map(|(id, item)| (id, item.rect)))
            .find(|(_, rect)| !in_bounds(*rect));
        far.map(|(id, _)| format!("{id} lies outside the drawing area"))
    }

    pub(super) fn put_component(&mut self, id: Id, component: Component) -> Result<(), EditError> {
        self.check_id_is_free(id, self.components.contains_key(&id))?;
        self.check_parent(id, component.parent)?;
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
                what: "the rollout step",
            });
        }
        if component.replicas > MAX_REPLICAS {
            return Err(EditError::OutOfRange {
                id,
                what: "the number of replicas",
            });
        }
        let n = component.overrides;
        let amounts = [n.capacity, n.latency_p50, n.latency_p99, n.monthly_cost];
        let shares = [n.availability, n.hit_ratio, n.hot_key];
        let amount_ok = |v: f64| v.is_finite() && v >= 0.0;
        if !amounts.into_iter().flatten().all(amount_ok)
            || !shares.into_iter().flatten().all(is_share)
        {
            return Err(EditError::OutOfRange {
                id,
                what: "a number",
            });
        }
        self.record_id(id);
        self.components.insert(id, Arc::new(component));
        Ok(())
    }

    pub(super) fn put_connection(
        &mut self,
        id: Id,
        connection: Connection,
    ) -> Result<(), EditError> {
        self.check_id_is_free(id, self.connections.contains_key(&id))?;
        for end in [connection.from, connection.to] {
            if !self.components.contains_key(&end) {
                return Err(EditError::NotAComponent(end));
            }
        }
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
                what: "the course",
            });
        }
        if connection.label_at.is_some_and(|at| !is_share(at)) {
            return Err(EditError::OutOfRange {
                id,
                what: "the place of the label",
            });
        }
        self.record_id(id);
        self.connections.insert(id, Arc::new(connection));
        Ok(())
    }

    pub(super) fn put_zone(&mut self, id: Id, zone: Zone) -> Result<(), EditError> {
        self.check_id_is_free(id, self.zones.contains_key(&id))?;
        self.check_parent(id, zone.parent)?;
        self.check_depth(id, zone.parent)?;
        check_bounds(id, zone.rect)?;
        check_text_length(id, &[&zone.name])?;
        self.record_id(id);
        self.zones.insert(id, Arc::new(zone));
        Ok(())
    }

    pub(super) fn put_note(&mut self, id: Id, note: Note) -> Result<(), EditError> {
        self.check_id_is_free(id, self.notes.contains_key(&id))?;
        self.check_parent(id, note.parent)?;
        check_bounds(id, note.rect)?;
        check_text_length(id, &[&note.text])?;
        self.record_id(id);
        self.notes.insert(id, Arc::new(note));
        Ok(())
    }

    fn remove(&mut self, ids: &BTreeSet<Id>) {
        let gone = self.with_contents(ids);
        let cut = self.connections_of(&gone);
        self.components.retain(|id, _| !gone.contains(id));
        self.connections
            .retain(|id, _| !gone.contains(id) && !cut.contains(id));
        self.zones.retain(|id, _| !gone.contains(id));
        self.notes.retain(|id, _| !gone.contains(id));
        let left = |id: &Id| !gone.contains(id) && !cut.contains(id);
        self.locked.retain(left);
        self.layers.retain(|id, _| left(id));
    }

    pub(super) fn set_locked(&mut self, ids: BTreeSet<Id>, locked: bool) -> Result<(), EditError> {
        self.check_items_exist(&ids)?;
        if locked {
            self.locked.extend(ids);
        } else {
            self.locked.retain(|id| !ids.contains(id));
        }
        Ok(())
    }

    pub(super) fn set_layers(&mut self, layers: &BTreeMap<Id, i32>) -> Result<(), EditError> {
        self.check_items_exist(layers.keys())?;
        for (&id, &layer) in layers {
            match layer.clamp(-MAX_LAYER, MAX_LAYER) {
                0 => self.layers.remove(&id),
                layer => self.layers.insert(id, layer),
            };
        }
        Ok(())
    }

    fn check_items_exist<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a Id>,
    ) -> Result<(), EditError> {
        let mut ids = ids.into_iter();
        ids.find(|id| !self.contains(**id))
            .map_or(Ok(()), |&id| Err(EditError::NoItem(id)))
    }

    fn dissolve(&mut self, zone: Id) -> Result<(), EditError> {
        let parent = self.zone(zone).ok_or(EditError::NotAZone(zone))?.parent;
        let contents: BTreeSet<Id> = self
            .ids()
            .filter(|&id| self.parent(id) == Some(zone))
            .collect();
        self.set_parent(&contents, parent)?;
        self.zones.remove(&zone);
        self.locked.remove(&zone);
        self.layers.remove(&zone);
        Ok(())
    }

    fn translate(&mut self, ids: &BTreeSet<Id>, by: Vector) -> Result<(), EditError> {
        let moved = self.with_contents(ids);
        let mut next = self.clone();
        for &id in &moved {
            if let Some(item) = next.components.get_mut(&id) {
                let at = item.at + by;
                check_bounds(id, Rect { min: at, max: at })?;
                Arc::make_mut(item).at = at;
            } else if let Some(item) = next.zones.get_mut(&id) {
                check_bounds(id, item.rect.translated(by))?;
                Arc::make_mut(item).rect = item.rect.translated(by);
            } else if let Some(item) = next.notes.get_mut(&id) {
                check_bounds(id, item.rect.translated(by))?;
                Arc::make_mut(item).rect = item.rect.translated(by);
            }
        }
        next.move_pins(&moved, by);
        *self = next;
        Ok(())
    }

    /// Moves the pinned stretches of lines whose two ends were moved; those that would leave the drawing area are let go.
    fn move_pins(&mut self, moved: &BTreeSet<Id>, by: Vector) {
        for item in self.connections.values_mut() {
            let both = moved.contains(&item.from) && moved.contains(&item.to);
            if both && !item.pins.is_empty() {
                let pins = &mut Arc::make_mut(item).pins;
                for pin in pins.iter_mut() {
                    *pin = pin.translated(by);
                }
                pins.retain(|pin| pin.is_sound());
            }
        }
    }

    pub(super) fn set_parent(
        &mut self,
        ids: &BTreeSet<Id>,
        parent: Option<Id>,
    ) -> Result<(), EditError> {
        for &id in ids {
            self.check_parent(id, parent)?;
            if self.zones.contains_key(&id) {
                self.check_depth(id, parent)?;
            }
        }
        for id in ids {
            if let Some(item) = self.components.get_mut(id) {
                Arc::make_mut(item).parent = parent;
            } else if let Some(item) = self.zones.get_mut(id) {
                Arc::make_mut(item).parent = parent;
            } else if let Some(item) = self.notes.get_mut(id) {
                Arc::make_mut(item).parent = parent;
            }
        }
        Ok(())
    }

    fn check_id_is_free(&self, id: Id, replaces: bool) -> Result<(), EditError> {
        if replaces {
            Ok(())
        } else if self.contains(id) {
            Err(EditError::IdOfOtherItemType(id))
        } else {
            Ok(())
        }
    }

    fn check_parent(&self, id: Id, parent: Option<Id>) -> Result<(), EditError> {
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
    fn check_depth(&self, id: Id, parent: Option<Id>) -> Result<(), EditError> {
        let Some(parent) = parent else { return Ok(()) };
        let around = self.ancestors(parent).count() + 1;
        let below = |&zone: &Id| self.ancestors(zone).position(|(outer, _)| outer == id);
        let inside = self.zones.keys().filter_map(below).max();
        let levels = 1 + inside.map_or(0, |deepest| deepest + 1);
        if around + levels > MAX_DEPTH {
            return Err(EditError::TooDeep);
        }
        Ok(())
    }

    fn record_id(&mut self, id: Id) {
        self.last_id = self.last_id.max(id.0);
    }
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

fn check_bounds(id: Id, rect: Rect) -> Result<(), EditError> {
    if in_bounds(rect) {
        Ok(())
    } else {
        Err(EditError::OutOfBounds(id))
    }
}

fn check_text_length(id: Id, texts: &[&str]) -> Result<(), EditError> {
    if texts.iter().any(|text| is_too_long(text)) {
        return Err(EditError::TooLong(id));
    }
    Ok(())
}

fn check_metadata_length<'a>(
    what: &'static str,
    texts: impl IntoIterator<Item = &'a String>,
) -> Result<(), EditError> {
    if texts.into_iter().any(|text| is_too_long(text)) {
        return Err(EditError::MetadataTooLong(what));
    }
    Ok(())
}

fn check_prices(prices: &Prices) -> Result<(), EditError> {
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
