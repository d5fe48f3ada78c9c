//! What a mutation starts from, an accepted design with all that is known about it, and what it makes of it.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::revision::Analysis;
use crate::model::{
    Component, Connection, Design, Edit, Group, Id, Overrides, Rect, Replicas, Role, Timing, Zone,
    ZoneKind,
};
use crate::scenario::{AcceptedDesign, Need, Part, Scenario};

/// What carries messages to whoever takes them.
pub(super) const CARRIERS: [Role; 3] = [Role::Queue, Role::Log, Role::Topic];

/// An accepted design before anything is done to it.
pub(super) struct MutationSubject<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) accepted: &'a AcceptedDesign,
    pub(super) analysis: Analysis<'a>,
}

/// A design with one fault.
pub(super) struct Mutant {
    /// The design.
    pub(super) design: Design,
    /// What was done, in a few words with the names of the drawing.
    pub(super) what: String,
    /// What the finding must be about, any one of these; empty where it is about the drawing as a whole.
    pub(super) items: Vec<Id>,
    /// The part that was taken away, whose loss must be named.
    pub(super) part: Option<LostPart>,
    /// What was changed or taken away, and what is connected with it.
    pub(super) touched: BTreeSet<Id>,
}

/// A part that is drawn no longer.
pub(super) struct LostPart {
    /// Its name in the notation.
    pub(super) key: String,
    /// The jobs of the prompt that it does.
    pub(super) jobs: BTreeSet<String>,
}

impl<'a> MutationSubject<'a> {
    pub(super) fn new(scenario: &'a Scenario, accepted: &'a AcceptedDesign) -> Self {
        Self {
            scenario,
            accepted,
            analysis: Analysis::new(&accepted.design, Some(scenario)),
        }
    }

    pub(super) fn id(&self, node: NodeIndex) -> Id {
        self.analysis.id(node)
    }

    pub(super) fn name(&self, node: NodeIndex) -> &str {
        self.analysis.name(node)
    }

    /// All components, by number.
    pub(super) fn all(&self) -> impl DoubleEndedIterator<Item = NodeIndex> + use<> {
        self.analysis.node_indices()
    }

    /// Components of these roles that users reach.
    pub(super) fn reached(&self, roles: &[Role]) -> Vec<NodeIndex> {
        let with_role = self.analysis.with_role(roles);
        with_role.filter(|&n| self.analysis.reached[n]).collect()
    }

    /// What the accepted design calls a part in the notation.
    pub(super) fn key(&self, id: Id) -> Option<&'a str> {
        let mut keys = self.accepted.keys.iter();
        keys.find(|(_, part)| **part == id)
            .map(|(key, _)| key.as_str())
    }

    /// The part as one that is lost, where its loss is a fault: a job that it does is done no longer, or a flow does not
    /// arrive. Another box may do the same.
    pub(super) fn lost_part(&self, key: &str, without: &Design) -> Option<LostPart> {
        let after = Analysis::new(without, Some(self.scenario));
        let mut jobs = after.responsibilities.iter();
        let is_undone = jobs.any(|job| {
            let matters = job.need != Need::Optional && job.evidence.is_none();
            matters && job.parts.iter().any(|part| part == key)
        });
        let stops = after.flows.iter().any(|flow| !flow.works());
        let all = self.analysis.responsibilities.iter();
        let its = all.filter(|job| job.parts.iter().any(|part| part == key));
        (is_undone || stops).then(|| LostPart {
            key: key.to_owned(),
            jobs: its.map(|job| job.id.clone()).collect(),
        })
    }

    /// What is not in a drawing as the accepted design has it, and what the accepted design connects with it.
    pub(super) fn touched_in(&self, design: &Design) -> BTreeSet<Id> {
        let before = &self.accepted.design;
        let changed = before.components().filter(|&(id, component)| {
            let now = design.component(id);
            now != Some(component)
        });
        let mut touched: BTreeSet<Id> = changed.map(|(id, _)| id).collect();
        let links = before.connections().filter(|&(id, link)| {
            design.connection(id) != Some(link)
                || touched.contains(&link.from)
                || touched.contains(&link.to)
        });
        let around: Vec<Id> = links
            .flat_map(|(id, link)| [id, link.from, link.to])
            .collect();
        touched.extend(around);
        touched
    }

    /// What a component is worth in the accepted design.
    pub(super) fn part(&self, id: Id) -> Option<&'a Part> {
        self.accepted.parts.get(self.key(id)?)
    }

    pub(super) fn is_required(&self, node: NodeIndex) -> bool {
        let part = self.part(self.id(node));
        part.is_some_and(|part| part.need == Need::Required)
    }

    /// Whether a component is a machine of ours with equals beside it.
    pub(super) fn is_multiplied(&self, node: NodeIndex) -> bool {
        let this = &self.analysis[node];
        this.is_ours() && this.component.replicas.count() > 1 && !this.is_run_by_provider()
    }

    /// A service that users wait for and that keeps or reads data: where a fault among services is put in.
    pub(super) fn app(&self) -> Option<NodeIndex> {
        let uses_data = |node: NodeIndex| {
            let mut out = self.analysis.outgoing(node);
            out.any(|link| self.analysis[link.to].kind.group == Group::Storage && link.is_sync())
        };
        let services = self.reached(&[Role::Compute]).into_iter();
        let mut services = services.filter(|&node| self.analysis.waited_for[node]);
        services.find(|&node| uses_data(node))
    }

    /// What is between the users and the first service, content networks left out: balancers, gateways, shields, limiters.
    pub(super) fn front(&self) -> Vec<NodeIndex> {
        let clients: Vec<NodeIndex> = self.analysis.with_role(&[Role::Client]).collect();
        let front = |node: NodeIndex| {
            self.analysis[node].kind.group == Group::Edge
                && !matches!(self.analysis.role(node), Role::Client | Role::Cdn)
        };
        let reached = self.analysis.reach(&clients, |link| front(link.to));
        self.all().filter(|&n| reached[n] && front(n)).collect()
    }
}

/// Adds a service that is neither slow nor short of room, so that nothing but its place can be wrong.
pub(super) fn add_service(draft: &mut PatchBuilder, name: &str, beside: Id) -> Option<Id> {
    let id = draft.add("microservice", beside, PlacementSide::Below)?;
    draft.change(id, |service| {
        name.clone_into(&mut service.name);
        service.replicas = Replicas::Exactly(2);
        service.overrides = Overrides {
            capacity: Some(1e7),
            connections: None,
            latency_p50: Some(1.0),
            latency_p99: Some(2.0),
            availability: Some(0.99999),
            monthly_cost: Some(0.0),
            hit_ratio: None,
            job_size: None,
            hot_key: None,
        };
    })?;
    Some(id)
}

/// Draws a call that is waited for.
pub(super) fn call(draft: &mut PatchBuilder, from: Id, to: Id) -> Option<Id> {
    draft.put_connection(Connection {
        timing: Some(Timing::Sync),
        ..Connection::new(from, to)
    })
}

/// Puts one instance as large, and as available, as all of them together in their place: nothing is lost but the spare ones.
pub(super) fn one_large(component: &mut Component, capacity_of_one: Option<f64>) {
    let together = capacity_of_one.map(|one| one * f64::from(component.replicas.count()));
    component.overrides.capacity = together;
    component.replicas = Replicas::Exactly(1);
}

/// Takes a component away and leads every call of it on to whatever it called.
pub(super) fn bridge(draft: &mut PatchBuilder, id: Id) -> Option<()> {
    let links: Vec<Connection> = draft
        .design()
        .connections()
        .filter(|(_, connection)| connection.from == id || connection.to == id)
        .map(|(_, connection)| connection.clone())
        .collect();
    draft.remove(id)?;
    for into in links.iter().filter(|link| link.to == id) {
        for out in links.iter().filter(|link| link.from == id) {
            draft.put_connection(Connection {
                from: into.from,
                ..out.clone()
            })?;
        }
    }
    Some(())
}

/// Draws a zone around components, inside the zone that they lie in.
pub(super) fn enclose(
    patch: &mut PatchBuilder,
    kind: ZoneKind,
    name: &str,
    nodes: &[Id],
) -> Option<Id> {
    let first = patch.design().component(*nodes.first()?)?;
    let (parent, mut rect) = (first.parent, Rect::from_center(first.at, 1.0, 1.0));
    for &node in nodes {
        let at = patch.design().component(node)?.at;
        rect = rect.union(Rect::from_center(at, 1.0, 1.0));
    }
    let zone = patch.design().fresh_id();
    let frame = Zone {
        kind,
        name: name.to_owned(),
        rect: rect.expanded(160.0),
        parent,
    };
    patch.edit(Edit::PutZone(zone, frame)).then_some(())?;
    let inside = Edit::SetParent(nodes.iter().copied().collect(), Some(zone));
    patch.edit(inside).then_some(zone)
}
