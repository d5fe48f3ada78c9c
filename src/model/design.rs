//! The drawing itself: components, connections, zones and notes under one id space, in ordered maps.
//!
//! Ordered maps make saves, reports and pictures reproducible. Every change goes through [`Design::apply`](super::Edit).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::acceptance::Acceptance;
use super::catalogue::{Flag, Kind, Role, kind};
use super::component::Component;
use super::connection::Connection;
use super::id::Id;
use super::job_claim::JobClaim;
use super::note::Note;
use super::price::Prices;
use super::program::Program;
use super::taken_help::TakenHelp;
use super::zone::Zone;

/// One item, borrowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Item<'a> {
    /// A box.
    Component(&'a Component),
    /// An arrow.
    Connection(&'a Connection),
    /// A frame.
    Zone(&'a Zone),
    /// Words.
    Note(&'a Note),
}

/// A whole drawing. Cloning it is cheap: items are shared. So is comparing it with an earlier state of itself.
#[derive(Debug, Clone, Default)]
pub struct Design {
    pub(super) title: String,
    pub(super) scenario: Option<String>,
    pub(super) assumptions: Vec<String>,
    pub(super) acceptances: Vec<Acceptance>,
    pub(super) job_claims: Vec<JobClaim>,
    pub(super) prices: Prices,
    pub(super) traffic: Option<f64>,
    pub(super) peak: Option<f64>,
    pub(super) open_connections: Option<f64>,
    pub(super) program: Arc<Program>,
    pub(super) help: Arc<TakenHelp>,
    pub(super) components: BTreeMap<Id, Arc<Component>>,
    pub(super) connections: BTreeMap<Id, Arc<Connection>>,
    pub(super) zones: BTreeMap<Id, Arc<Zone>>,
    pub(super) notes: BTreeMap<Id, Arc<Note>>,
    /// What stays where it is.
    pub(super) locked: BTreeSet<Id>,
    /// How far forward items lie; 0 for all others.
    pub(super) layers: BTreeMap<Id, i32>,
    /// The highest id ever given; the next item gets one more.
    pub(super) last_id: u64,
}

impl PartialEq for Design {
    fn eq(&self, other: &Self) -> bool {
        self.is_same_drawing(other) && self.last_id == other.last_id
    }
}

/// Whether two states have the same items; what they share need not be looked at.
fn same_items<T: PartialEq>(one: &BTreeMap<Id, Arc<T>>, other: &BTreeMap<Id, Arc<T>>) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len()
        && pairs
            .all(|((a, left), (b, right))| a == b && (Arc::ptr_eq(left, right) || left == right))
}

impl Design {
    /// An empty drawing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether two designs are the same for a reader: ids that were given and taken back do not count.
    #[must_use]
    pub fn is_same_drawing(&self, other: &Self) -> bool {
        same_items(&self.components, &other.components)
            && same_items(&self.connections, &other.connections)
            && same_items(&self.zones, &other.zones)
            && same_items(&self.notes, &other.notes)
            && self.title == other.title
            && self.scenario == other.scenario
            && self.assumptions == other.assumptions
            && self.acceptances == other.acceptances
            && self.job_claims == other.job_claims
            && self.prices == other.prices
            && self.traffic == other.traffic
            && self.peak == other.peak
            && self.open_connections == other.open_connections
            && self.program == other.program
            && self.help == other.help
            && self.locked == other.locked
            && self.layers == other.layers
    }

    /// What the user calls the drawing; may be empty.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The id of the prompt it answers.
    #[must_use]
    pub fn scenario(&self) -> Option<&str> {
        self.scenario.as_deref()
    }

    /// What was assumed, one sentence each.
    #[must_use]
    pub fn assumptions(&self) -> &[String] {
        &self.assumptions
    }

    /// The findings that the user lives with.
    #[must_use]
    pub fn acceptances(&self) -> &[Acceptance] {
        &self.acceptances
    }

    /// What the user says about who does which job of the prompt.
    #[must_use]
    pub fn job_claims(&self) -> &[JobClaim] {
        &self.job_claims
    }

    /// What was asked about the prompt, and the help that was taken with it.
    #[must_use]
    pub fn help(&self) -> &TakenHelp {
        &self.help
    }

    /// Requests a second that users start at the peak hour (rps), for drawings without a prompt that says so.
    #[must_use]
    pub fn traffic(&self) -> Option<f64> {
        self.traffic
    }

    /// How many times the mean of a month the peak hour is, for drawings without a prompt that says so.
    #[must_use]
    pub fn peak(&self) -> Option<f64> {
        self.peak
    }

    /// How many clients are connected at the same time at the peak hour, for drawings without a prompt that says so.
    #[must_use]
    pub fn open_connections(&self) -> Option<f64> {
        self.open_connections
    }

    /// Prices of the drawing's own, by the id of the kind: each names a known kind, sets something and is sound.
    #[must_use]
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// All components by id.
    pub fn components(
        &self,
    ) -> impl ExactSizeIterator<Item = (Id, &Component)> + DoubleEndedIterator {
        self.components.iter().map(|(&id, item)| (id, &**item))
    }

    /// Whether the number of instances is written on components as a rule, a third of those that are run rather than bought: then
    /// a component without one is a single machine, and otherwise nobody has said how many there are.
    #[must_use]
    pub fn states_counts(&self) -> bool {
        /// One count of many says nothing of the others.
        const SHARE: usize = 3;
        let stated = |component: &Component| component.replicas.stated().is_some();
        let run = self.components().filter(|&(id, component)| {
            let kind = self.kind_of(id);
            let is_run = !kind.has(Flag::Managed)
                && !matches!(kind.role, Role::Client | Role::External | Role::Device);
            is_run || stated(component)
        });
        let (counted, all) = run.fold((0, 0), |(counted, all), (_, component)| {
            (counted + usize::from(stated(component)), all + 1)
        });
        counted > 0 && counted * SHARE >= all
    }

    /// All connections by id.
    pub fn connections(&self) -> impl ExactSizeIterator<Item = (Id, &Connection)> {
        self.connections.iter().map(|(&id, item)| (id, &**item))
    }

    /// All zones by id.
    pub fn zones(&self) -> impl ExactSizeIterator<Item = (Id, &Zone)> {
        self.zones.iter().map(|(&id, item)| (id, &**item))
    }

    /// All notes by id.
    pub fn notes(&self) -> impl ExactSizeIterator<Item = (Id, &Note)> + DoubleEndedIterator {
        self.notes.iter().map(|(&id, item)| (id, &**item))
    }

    /// The component with this id.
    #[must_use]
    pub fn component(&self, id: Id) -> Option<&Component> {
        self.components.get(&id).map(|item| &**item)
    }

    /// The connection with this id.
    #[must_use]
    pub fn connection(&self, id: Id) -> Option<&Connection> {
        self.connections.get(&id).map(|item| &**item)
    }

    /// The zone with this id.
    #[must_use]
    pub fn zone(&self, id: Id) -> Option<&Zone> {
        self.zones.get(&id).map(|item| &**item)
    }

    /// The note with this id.
    #[must_use]
    pub fn note(&self, id: Id) -> Option<&Note> {
        self.notes.get(&id).map(|item| &**item)
    }

    /// Whatever has this id.
    #[must_use]
    pub fn item(&self, id: Id) -> Option<Item<'_>> {
        self.component(id)
            .map(Item::Component)
            .or_else(|| self.connection(id).map(Item::Connection))
            .or_else(|| self.zone(id).map(Item::Zone))
            .or_else(|| self.note(id).map(Item::Note))
    }

    /// Whether anything has this id.
    #[must_use]
    pub fn contains(&self, id: Id) -> bool {
        self.item(id).is_some()
    }

    /// The ids of all items: zones, notes, connections, components.
    pub fn ids(&self) -> impl Iterator<Item = Id> {
        self.zones
            .keys()
            .chain(self.notes.keys())
            .chain(self.connections.keys())
            .chain(self.components.keys())
            .copied()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.components.len() + self.connections.len() + self.zones.len() + self.notes.len()
    }

    /// Whether nothing is drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id the next item should have.
    #[must_use]
    pub fn fresh_id(&self) -> Id {
        Id(self.last_id + 1)
    }

    /// As many fresh ids as the caller needs, in order.
    pub fn fresh_ids(&self) -> impl Iterator<Item = Id> + use<> {
        (self.last_id + 1..).map(Id)
    }

    /// The kind of a component; the custom box where the id is unknown or names no component.
    #[must_use]
    pub fn kind_of(&self, id: Id) -> &'static Kind {
        kind(
            self.component(id)
                .map_or("", |component| component.kind.as_str()),
        )
    }

    /// Whether an item is to stay where it is: not moved by itself, resized, bent or deleted. It still moves with the zone
    /// that it lies in.
    #[must_use]
    pub fn is_locked(&self, id: Id) -> bool {
        self.locked.contains(&id)
    }

    /// What is to stay where it is.
    #[must_use]
    pub fn locked(&self) -> &BTreeSet<Id> {
        &self.locked
    }

    /// How far forward items lie, where that is not 0; see [`Self::layer`].
    #[must_use]
    pub fn layers(&self) -> &BTreeMap<Id, i32> {
        &self.layers
    }

    /// How far forward an item lies among those of its sort, up to [`MAX_LAYER`](crate::model::MAX_LAYER): the higher is drawn over the lower, and of
    /// equals the later over the earlier.
    #[must_use]
    pub fn layer(&self, id: Id) -> i32 {
        self.layers.get(&id).copied().unwrap_or(0)
    }

    /// The zone an item lies in.
    #[must_use]
    pub fn parent(&self, id: Id) -> Option<Id> {
        match self.item(id)? {
            Item::Component(item) => item.parent,
            Item::Zone(item) => item.parent,
            Item::Note(item) => item.parent,
            Item::Connection(_) => None,
        }
    }

    /// The zones an item lies in, from the innermost outwards.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = (Id, &Zone)> {
        std::iter::successors(self.parent(id), |&zone| self.parent(zone))
            .filter_map(|zone| Some((zone, self.zone(zone)?)))
    }

    /// The given items and everything inside the zones among them.
    #[must_use]
    pub fn with_contents(&self, ids: &BTreeSet<Id>) -> BTreeSet<Id> {
        let mut all = ids.clone();
        for id in self.ids() {
            if self.ancestors(id).any(|(zone, _)| ids.contains(&zone)) {
                all.insert(id);
            }
        }
        all
    }

    /// The ids of the connections that start or end at one of these components.
    #[must_use]
    pub fn connections_of(&self, components: &BTreeSet<Id>) -> BTreeSet<Id> {
        self.connections()
            .filter(|(_, c)| components.contains(&c.from) || components.contains(&c.to))
            .map(|(id, _)| id)
            .collect()
    }
}
