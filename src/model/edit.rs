//! The only door into a [`Design`]: every change is an [`Edit`], checked before anything moves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::acceptance::Acceptance;
use super::component::Component;
use super::connection::Connection;
use super::design::Design;
use super::geometry::Vector;
use super::id::Id;
use super::job_claim::JobClaim;
use super::limits::{
    MAX_ASSUMPTIONS, MAX_ITEMS, MAX_LAYER, MAX_OPEN_CONNECTIONS, MAX_PEAK, MAX_TRAFFIC,
};
use super::note::Note;
use super::price::Prices;
use super::program::Program;
use super::taken_help::TakenHelp;
use super::validate::{
    EditError, check_bounds, check_component, check_connection, check_metadata_length,
    check_prices, check_text_length,
};
use super::zone::Zone;

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
    /// Replaces what the user says about who does which job of the prompt.
    SetJobClaims(Vec<JobClaim>),
    /// Replaces the prices of the drawing's own; kinds for which nothing is set are left out.
    SetPrices(Prices),
    /// Says how many requests a second users start at the peak hour (rps), 0 to [`MAX_TRAFFIC`].
    SetTraffic(Option<f64>),
    /// Says how many times the mean of a month the peak hour is, 1 to [`MAX_PEAK`].
    SetPeak(Option<f64>),
    /// Says how many clients are connected at the same time at the peak hour, 0 to [`MAX_OPEN_CONNECTIONS`].
    SetOpenConnections(Option<f64>),
    /// Replaces the plan of the program; what says nothing is left out.
    SetProgram(Box<Program>),
    /// Replaces what was asked about the prompt and the help that was taken with it.
    SetHelp(Box<TakenHelp>),
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
                // Whatever help there was is about the other prompt.
                if self.scenario != scenario {
                    self.help = Arc::default();
                }
                self.scenario = scenario;
            }
            Edit::SetAssumptions(assumptions) => {
                check_metadata_length("assumption", &assumptions)?;
                if assumptions.len() > MAX_ASSUMPTIONS {
                    return Err(EditError::TooManyAssumptions);
                }
                self.assumptions = assumptions;
            }
            Edit::SetAcceptances(acceptances) => {
                check_metadata_length("reason", acceptances.iter().map(|a| &a.reason))?;
                self.acceptances = acceptances;
            }
            Edit::SetJobClaims(claims) => {
                check_metadata_length("job", claims.iter().map(|claim| &claim.job))?;
                self.job_claims = claims;
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
            Edit::SetPeak(peak) => {
                if peak.is_some_and(|times| !(1.0..=MAX_PEAK).contains(&times)) {
                    return Err(EditError::PeakOutOfRange);
                }
                self.peak = peak;
            }
            Edit::SetOpenConnections(open) => {
                if open.is_some_and(|count| !(0.0..=MAX_OPEN_CONNECTIONS).contains(&count)) {
                    return Err(EditError::OpenConnectionsOutOfRange);
                }
                self.open_connections = open;
            }
            Edit::SetProgram(program) => self.set_program(*program)?,
            Edit::SetHelp(mut help) => {
                help.limit();
                self.help = Arc::new(*help);
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
        let before = self.clone();
        for edit in edits {
            if let Err(refusal) = self.apply(edit) {
                *self = before;
                return Err(refusal);
            }
        }
        Ok(())
    }

    pub(super) fn put_component(&mut self, id: Id, component: Component) -> Result<(), EditError> {
        self.check_id_is_free(id, self.components.contains_key(&id))?;
        self.check_parent(id, component.parent)?;
        check_component(id, &component)?;
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
        check_connection(id, &connection)?;
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

    fn set_program(&mut self, mut program: Program) -> Result<(), EditError> {
        program.tidy();
        if let Some(fault) = program.fault() {
            return Err(EditError::BadProgram(fault));
        }
        let mut planned = program.work.keys();
        if let Some(&id) = planned.find(|id| !self.components.contains_key(id)) {
            return Err(EditError::NotAComponent(id));
        }
        self.program = Arc::new(program);
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
        if self.program.work.keys().any(|id| gone.contains(id)) {
            let work = &mut Arc::make_mut(&mut self.program).work;
            work.retain(|id, _| !gone.contains(id));
        }
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
        let mut moved = self.with_contents(ids);
        // What is locked stays where it is when its zone is moved.
        moved.retain(|id| ids.contains(id) || !self.is_locked(*id));
        for &id in &moved {
            if let Some(bounds) = self.bounds(id) {
                check_bounds(id, bounds.translated(by))?;
            }
        }
        for id in &moved {
            if let Some(item) = self.components.get_mut(id) {
                let item = Arc::make_mut(item);
                item.at = item.at + by;
            } else if let Some(item) = self.zones.get_mut(id) {
                let item = Arc::make_mut(item);
                item.rect = item.rect.translated(by);
            } else if let Some(item) = self.notes.get_mut(id) {
                let item = Arc::make_mut(item);
                item.rect = item.rect.translated(by);
            }
        }
        self.move_pins(&moved, by);
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

    fn record_id(&mut self, id: Id) {
        self.last_id = self.last_id.max(id.0);
    }
}
