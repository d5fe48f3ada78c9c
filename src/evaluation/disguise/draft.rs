//! An accepted design while it is disguised.

use crate::analysis::fix::patch::PatchBuilder;
use crate::model::{Component, Connection, Flag, Group, Id, Kind, Role, SplitMix64, kind};
use crate::scenario::{AcceptedDesign, Need, Part};

/// The drawing so far, and the numbers that choose what is changed.
pub(super) struct DisguiseDraft<'a> {
    accepted: &'a AcceptedDesign,
    pub(super) patch: PatchBuilder,
    pub(super) random: SplitMix64,
    /// What two boxes play now, so that taking away one of them is no fault.
    pub(super) doubled: Vec<Id>,
}

impl<'a> DisguiseDraft<'a> {
    pub(super) fn new(accepted: &'a AcceptedDesign, seed: u64) -> Self {
        Self {
            accepted,
            patch: PatchBuilder::new(&accepted.design),
            random: SplitMix64::new(seed),
            doubled: Vec::new(),
        }
    }

    /// The disguised design, whose parts are those that are still drawn, each by one box.
    pub(super) fn finish(self) -> AcceptedDesign {
        let design = self.patch.design().clone();
        let mut keys = self.accepted.keys.clone();
        keys.retain(|_, id| design.component(*id).is_some() && !self.doubled.contains(id));
        AcceptedDesign {
            design,
            keys,
            ..self.accepted.clone()
        }
    }

    pub(super) fn component(&self, id: Id) -> Option<&Component> {
        self.patch.design().component(id)
    }

    /// Components for which this holds, in the order of their ids.
    pub(super) fn components(&self, fits: impl Fn(&Component, &Kind) -> bool) -> Vec<Id> {
        let components = self.patch.design().components();
        let fitting = components.filter(|(_, part)| fits(part, kind(&part.kind)));
        fitting.map(|(id, _)| id).collect()
    }

    /// Components of a role.
    pub(super) fn with_role(&self, role: Role) -> Vec<Id> {
        self.components(|_, kind| kind.role == role)
    }

    /// Services that others call at the users' wish: what a fault or a call can be added to.
    pub(super) fn services(&self) -> Vec<Id> {
        let mut services = self.with_role(Role::Compute);
        services.retain(|&id| !self.callers(id).is_empty());
        services
    }

    /// Connections for which this holds.
    pub(super) fn connections(&self, fits: impl Fn(&Connection) -> bool) -> Vec<Id> {
        let connections = self.patch.design().connections();
        let fitting = connections.filter(|(_, connection)| fits(connection));
        fitting.map(|(id, _)| id).collect()
    }

    pub(super) fn callers(&self, id: Id) -> Vec<Id> {
        let connections = self.patch.design().connections();
        let into = connections.filter(|(_, connection)| connection.to == id);
        into.map(|(_, connection)| connection.from).collect()
    }

    pub(super) fn role(&self, id: Id) -> Role {
        self.patch.design().kind_of(id).role
    }

    /// Whether it stands before the services: a client, or what sends on what comes in.
    pub(super) fn stands_before_services(&self, id: Id) -> bool {
        self.patch.design().kind_of(id).group == Group::Edge
    }

    /// The part of the accepted design that it is.
    pub(super) fn part(&self, id: Id) -> Option<&'a Part> {
        let mut keys = self.accepted.keys.iter();
        let (key, _) = keys.find(|(_, part)| **part == id)?;
        self.accepted.parts.get(key)
    }

    pub(super) fn is_required(&self, id: Id) -> bool {
        let part = self.part(id);
        part.is_some_and(|part| part.need == Need::Required)
    }

    /// One of these, by chance.
    pub(super) fn one_of<T: Copy>(&mut self, values: &[T]) -> Option<T> {
        self.random.pick(values).copied()
    }

    /// One in so many of these, by chance, and at least one where there is any.
    pub(super) fn some_of(&mut self, mut values: Vec<Id>, one_in: usize) -> Vec<Id> {
        self.random.shuffle(&mut values);
        values.truncate(values.len().div_ceil(one_in));
        values
    }

    /// Whether anything was changed at all.
    pub(super) fn is_changed(&self) -> bool {
        *self.patch.design() != self.accepted.design
    }

    /// Whether somebody else runs it, so that it is one thing to its users.
    pub(super) fn is_managed(kind_id: &str) -> bool {
        kind(kind_id).has(Flag::Managed)
    }
}
