//! Mutations of where data is kept and of what keeps requests from it.

use petgraph::graph::NodeIndex;

use super::change::{FaultChange, MutantDraft};
use super::mutation::{AllowedRule, COPY_GONE, Mutation, PART_GONE, also};
use super::selector::FaultSelector;
use super::subject::{MutationSubject, add_service, bridge, call};
use crate::analysis::fix::patch::PlacementSide;
use crate::analysis::graph::Link;
use crate::analysis::revision::Analysis;
use crate::model::{Access, CallCondition, Connection, Edit, Flag, Id, Replicas, Role, Timing};
use crate::scenario::Flow;

const STOPS_SHORT: AllowedRule = also("missing-flow", "a flow led to what was taken away");
const MORE_LOAD: &str = "it now gets what was answered before it";

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "data-on-one-machine",
        does: "Puts one large machine in the place of a database and its copies.",
        raises: "no-replica-for-store",
        allows: &[
            also("cross-region-call", "the copy in the other region is gone"),
            PART_GONE,
            COPY_GONE,
        ],
        at: FaultSelector::Components(is_multiplied_store),
        change: FaultChange::Code(data_on_one_machine),
        what: "{0} on one machine",
    },
    Mutation {
        id: "cache-as-only-store",
        does: "Takes the store beside a cache away and lets the cache take the writes.",
        raises: "cache-as-only-store",
        allows: &[
            PART_GONE,
            STOPS_SHORT,
            also("orphan", "what only copied the store stands alone"),
            also("saturated", "the cache takes all writes and all misses"),
            also("hot", "the cache takes all writes and all misses"),
        ],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(cache_as_only_store),
        what: "{0} as the only store, in place of {1}",
    },
    Mutation {
        id: "read-cache-removed",
        does: "Takes caches and content networks from the way of a flow that mostly reads.",
        raises: "read-heavy-without-cache",
        allows: &[
            PART_GONE,
            STOPS_SHORT,
            also("saturated", MORE_LOAD),
            also("hot", MORE_LOAD),
            also("cannot-grow", MORE_LOAD),
            also("over-budget", "what is paid by use is used more"),
            also("latency-target-missed", "every read asks the store"),
            also(
                "queue-without-producer",
                "the content network put into the queue",
            ),
        ],
        at: FaultSelector::Flows(is_heavy_read),
        change: FaultChange::Code(read_cache_removed),
        what: "“{0}” without a cache",
    },
    Mutation {
        id: "content-network-removed",
        does: "Lets readers fetch large files from their origin.",
        raises: "media-without-cdn",
        allows: &[
            PART_GONE,
            also("saturated", MORE_LOAD),
            also("hot", MORE_LOAD),
            also("over-budget", "sent from the origin it costs more"),
        ],
        at: FaultSelector::Flows(|_, flow| {
            flow.access == Access::Read && flow.megabytes > 1.0 && flow.rps > 1_000.0
        }),
        change: FaultChange::Code(content_network_removed),
        what: "“{0}” without a CDN",
    },
    Mutation {
        id: "files-through-service",
        does: "Lets a service pass large files on to where they are kept.",
        raises: "large-bodies-through-app",
        allows: &[
            STOPS_SHORT,
            also("saturated", "the service takes the uploads as well"),
            also("hot", "the service takes the uploads as well"),
        ],
        at: FaultSelector::Flows(|_, flow| {
            flow.access == Access::Write && flow.megabytes > 1.0 && flow.rps * flow.megabytes > 10.0
        }),
        change: FaultChange::Code(files_through_service),
        what: "the files of “{0}” pass through {1}",
    },
    Mutation {
        id: "backup-removed",
        does: "Takes the backup away that the accepted design has.",
        raises: "missing-part",
        allows: &[],
        at: FaultSelector::Drawn(&[Role::Backup]),
        change: FaultChange::RemovePart,
        what: "{0} removed",
    },
    Mutation {
        id: "database-without-backup",
        does: "Adds a database that we run ourselves and that is copied nowhere, and leaves out what is said of backups.",
        raises: "no-backup",
        allows: &[],
        at: FaultSelector::App,
        change: FaultChange::Code(database_without_backup),
        what: "{0} has no backup",
    },
    Mutation {
        id: "database-shared",
        does: "Lets a service of another team write to the same database.",
        raises: "shared-database",
        allows: &[],
        at: FaultSelector::Reached(&[Role::Store]),
        change: FaultChange::Code(database_shared),
        what: "two teams write to {0}",
    },
    Mutation {
        id: "written-twice",
        does: "Lets a service write the same to its store and to an index.",
        raises: "dual-write",
        allows: &[],
        at: FaultSelector::Links(writes_to_store),
        change: FaultChange::Code(written_twice),
        what: "{0} writes to {1} and to an index",
    },
    Mutation {
        id: "stale-copy-read",
        does: "Lets a flow that must see the latest write read a copy that lags.",
        raises: "stale-read",
        allows: &[],
        at: FaultSelector::Flows(|_, flow| flow.consistent && flow.access == Access::Read),
        change: FaultChange::Code(stale_copy_read),
        what: "“{0}” reads from a copy that lags",
    },
];

/// One box of an event log stands for a cluster.
fn is_multiplied_store(subject: &MutationSubject, node: NodeIndex) -> bool {
    let this = &subject.analysis[node];
    subject.is_multiplied(node) && this.has(Flag::Writable) && this.role() != Role::Log
}

/// Whoever asked a copy asks the one machine, which is large enough for both.
fn data_on_one_machine(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, store) = (&draft.subject.analysis, draft.this()?);
    let about = FaultChange::MakeOneLarge.apply(draft)?;
    for &copy in analysis.callees(draft.node()?) {
        if analysis.role(copy) == Role::Replica {
            merge(draft, copy, store.id)?;
        }
    }
    Some(about)
}

/// Takes a copy away; its readers and its room go to the original.
fn merge(draft: &mut MutantDraft, copy: NodeIndex, into: Id) -> Option<()> {
    let analysis = &draft.subject.analysis;
    let node = &analysis[copy];
    for link in analysis.incoming(copy) {
        if analysis.id(link.from) != into {
            draft.patch.rewire(link.id, |read| read.to = into)?;
        }
    }
    let room = node.capacity_of_one()? * f64::from(node.component.replicas.count());
    draft.patch.change(into, |store| {
        store.overrides.capacity = store.overrides.capacity.map(|own| own + room);
    })?;
    draft.patch.remove(node.id)
}

/// The caches that a service asks which also calls this store.
fn caches_beside(analysis: &Analysis, store: NodeIndex) -> impl Iterator<Item = NodeIndex> {
    let callers = analysis.incoming(store).map(|link| link.from);
    let callees = callers.flat_map(|caller| analysis.callees(caller)).copied();
    callees.filter(|&node| analysis.role(node) == Role::Cache)
}

/// Only where nothing else is drawn that a flow could take for its store.
fn cache_as_only_store(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let subject = draft.subject;
    let analysis = &subject.analysis;
    let is_wanted = |flow: &Flow| {
        let mut ends = flow.to.iter();
        let other = |role: &Role| *role != Role::Store && analysis.with_role(&[*role]).count() > 0;
        flow.access != Access::Read
            && ends.any(|end| end.roles.contains(&Role::Store) && !end.roles.iter().any(other))
    };
    let stores: Vec<NodeIndex> = analysis.with_role(&[Role::Store]).collect();
    let &[store] = stores.as_slice() else {
        return None;
    };
    if !subject.scenario.flows.iter().any(is_wanted) {
        return None;
    }
    let copies = analysis.with_role(&[Role::Replica]);
    let gone: Vec<NodeIndex> = std::iter::once(store).chain(copies).collect();
    let beside = gone.iter().flat_map(|&gone| caches_beside(analysis, gone));
    let cache = beside.min()?;
    let id = subject.id(cache);
    let patch = &mut draft.patch;
    patch.change(id, |cache| cache.overrides.capacity = Some(1e7))?;
    for link in analysis.incoming(store) {
        patch.put_connection(Connection {
            to: id,
            access: Some(Access::Both),
            when: None,
            ..link.connection.clone()
        });
    }
    for &store in &gone {
        patch.remove(subject.id(store))?;
    }
    draft.mention(subject.name(cache));
    draft.mention(subject.name(store));
    Some(vec![id])
}

/// Whether a flow reads much, where reads make most of the traffic.
fn is_heavy_read(subject: &MutationSubject, flow: &Flow) -> bool {
    let reads = |flow: &&Flow| flow.access == Access::Read;
    let flows = subject.scenario.flows.iter();
    let read: f64 = flows.filter(reads).map(|flow| flow.rps).sum();
    let mostly = read >= 0.7 * subject.scenario.total_rps();
    mostly && reads(&flow) && flow.rps >= 1_000.0
}

fn read_cache_removed(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, (_, used)) = (&draft.subject.analysis, draft.flow()?);
    let players = used.ends.iter().flat_map(|end| &end.candidates);
    let stores: Vec<Id> = players
        .filter(|&&node| matches!(analysis.role(node), Role::Store | Role::Replica))
        .map(|&node| analysis.id(node))
        .collect();
    let uses = |node: NodeIndex| used.components.contains(&node);
    let caches: Vec<NodeIndex> = analysis
        .with_role(&[Role::Cache, Role::Cdn])
        .filter(|&cache| match analysis.role(cache) {
            Role::Cdn => uses(cache),
            _ => analysis.incoming(cache).any(|link| uses(link.from)),
        })
        .collect();
    for &cache in &caches {
        let id = analysis.id(cache);
        match analysis.role(cache) {
            Role::Cdn => bridge(&mut draft.patch, id)?,
            _ => draft.patch.remove(id)?,
        }
    }
    (!caches.is_empty() && !stores.is_empty()).then_some(stores)
}

fn content_network_removed(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, (_, used)) = (&draft.subject.analysis, draft.flow()?);
    let mut networks = used.components.clone();
    networks.retain(|&node| analysis.role(node) == Role::Cdn);
    for &network in &networks {
        bridge(&mut draft.patch, analysis.id(network))?;
    }
    (!networks.is_empty()).then(Vec::new)
}

/// Users no longer send files straight to the store but to a service that already takes writes.
fn files_through_service(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, (_, used)) = (&draft.subject.analysis, draft.flow()?);
    let writing = analysis.flows.iter().filter(|flow| !flow.reads());
    let mut on_the_way = writing.flat_map(|flow| flow.components.iter().copied());
    let app = on_the_way.find(|&n| analysis.role(n) == Role::Compute && analysis.waited_for[n])?;
    let mut links = used.links.iter().map(|&link| &analysis[link]);
    let direct = links.find(|link| {
        analysis.role(link.from) == Role::Client && analysis.role(link.to) == Role::Objects
    })?;
    let from = analysis.id(app);
    draft.patch.rewire(direct.id, |upload| upload.from = from)?;
    draft.mention(analysis.name(app));
    Some(vec![analysis.id(direct.to)])
}

/// Adds what keeps data, with room enough that nothing but its place can be wrong.
fn add_roomy(draft: &mut MutantDraft, kind: &str, beside: Id, side: PlacementSide) -> Option<Id> {
    let id = draft.patch.add(kind, beside, side)?;
    draft.patch.change(id, |store| {
        store.replicas = Replicas::Exactly(2);
        store.overrides.capacity = Some(1e7);
    })?;
    Some(id)
}

fn database_without_backup(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let app = draft.id()?;
    draft.patch.edit(Edit::SetAssumptions(Vec::new()));
    let database = add_roomy(draft, "document_db", app, PlacementSide::After)?;
    draft.patch.change(database, |database| {
        "Profile database".clone_into(&mut database.name);
        database.overrides.availability = Some(0.99999);
    })?;
    let link = call(&mut draft.patch, app, database)?;
    let rarely = Some(CallCondition::Fraction(0.01));
    draft.patch.rewire(link, |link| link.when = rarely)?;
    Some(vec![database])
}

fn database_shared(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, store) = (&draft.subject.analysis, draft.id()?);
    let mut callers = analysis.incoming(draft.node()?);
    let writer = callers.find(|link| {
        analysis.role(link.from) == Role::Compute && link.semantics.access != Access::Read
    })?;
    let writer = analysis.id(writer.from);
    let other = add_service(&mut draft.patch, "Clean-up service", writer)?;
    call(&mut draft.patch, writer, other)?;
    let write = call(&mut draft.patch, other, store)?;
    draft
        .patch
        .rewire(write, |link| link.access = Some(Access::Write))?;
    let is_other = |id| {
        if id == other {
            "Platform team"
        } else {
            "Product team"
        }
    };
    draft.set_owners(|id| is_other(id).to_owned())?;
    Some(vec![store])
}

fn writes_to_store(subject: &MutationSubject, link: &Link) -> bool {
    subject.analysis.role(link.from) == Role::Compute
        && subject.analysis.role(link.to) == Role::Store
        && matches!(link.access, Some(Access::Write | Access::Both))
}

fn written_twice(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let write = draft.link()?;
    let service = draft.subject.id(write.from);
    let index = add_roomy(draft, "search_index", service, PlacementSide::After)?;
    let second = draft.patch.put_connection(Connection {
        access: Some(Access::Write),
        timing: Some(Timing::Sync),
        ..Connection::new(service, index)
    })?;
    Some(vec![service, index, second, write.id])
}

fn stale_copy_read(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (analysis, (_, used)) = (&draft.subject.analysis, draft.flow()?);
    let mut links = used.links.iter().map(|&link| &analysis[link]);
    let read = links.find(|link| analysis.role(link.to) == Role::Store)?;
    let store = analysis.id(read.to);
    let copy = add_roomy(draft, "read_replica", store, PlacementSide::Below)?;
    draft.patch.connect(store, copy)?;
    if read.access == Some(Access::Read) {
        draft.patch.rewire(read.id, |link| link.to = copy)?;
    } else {
        // What is written goes on to the store.
        let writer = |link: &mut Connection| link.access = Some(Access::Write);
        draft.patch.rewire(read.id, writer)?;
        draft.patch.read(analysis.id(read.from), copy);
    }
    Some(vec![copy, store, read.id])
}
