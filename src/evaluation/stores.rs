//! Mutations of where data is kept and of what keeps requests from it.

use petgraph::graph::NodeIndex;

use super::mutation::{AllowedRule, Mutation, also};
use super::subject::{Mutant, MutationSubject, add_service, bridge, call, one_large};
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::revision::Analysis;
use crate::model::{Access, CallCondition, Connection, Edit, Flag, Id, Replicas, Role, Timing};
use crate::scenario::Flow;

const PART_GONE: AllowedRule = also(
    "missing-part",
    "what was taken away is a part of the accepted design",
);
const STOPS_SHORT: AllowedRule = also("missing-flow", "a flow led to what was taken away");
const MORE_LOAD: &str = "it now gets what was answered before it";

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "data-on-one-machine",
        does: "Puts one large machine in the place of a database and its copies.",
        raises: "no-replica-for-store",
        allows: &[PART_GONE],
        make: data_on_one_machine,
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
        make: cache_as_only_store,
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
        make: read_cache_removed,
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
        make: content_network_removed,
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
        make: files_through_service,
    },
    Mutation {
        id: "backup-removed",
        does: "Takes the backup away that the accepted design has.",
        raises: "missing-part",
        allows: &[],
        make: backup_removed,
    },
    Mutation {
        id: "database-without-backup",
        does: "Adds a database that we run ourselves and that is copied nowhere, and leaves out what is said of backups.",
        raises: "no-backup",
        allows: &[],
        make: database_without_backup,
    },
    Mutation {
        id: "database-shared",
        does: "Lets a service of another team write to the same database.",
        raises: "shared-database",
        allows: &[],
        make: database_shared,
    },
    Mutation {
        id: "written-twice",
        does: "Lets a service write the same to its store and to an index.",
        raises: "dual-write",
        allows: &[],
        make: written_twice,
    },
    Mutation {
        id: "stale-copy-read",
        does: "Lets a flow that must see the latest write read a copy that lags.",
        raises: "stale-read",
        allows: &[],
        make: stale_copy_read,
    },
];

fn data_on_one_machine(subject: &MutationSubject) -> Vec<Mutant> {
    // One box of an event log stands for a cluster.
    let stores = subject.all().filter(|&node| {
        let this = &subject.analysis[node];
        subject.is_multiplied(node) && this.has(Flag::Writable) && this.role() != Role::Log
    });
    stores
        .filter_map(|store| {
            let node = &subject.analysis[store];
            let mut draft = subject.draft();
            draft.change(node.id, |store| {
                one_large(store, node.capacity_of_one());
            })?;
            // Whoever asked a copy asks the one machine, which is large enough for both.
            for &copy in subject.analysis.callees(store) {
                if subject.analysis.role(copy) == Role::Replica {
                    merge(&mut draft, subject, copy, node.id)?;
                }
            }
            let what = format!("{} on one machine", node.name());
            Some(Mutant::new(&draft, what, vec![node.id]))
        })
        .collect()
}

/// Takes a copy away; its readers and its room go to the original.
fn merge(
    draft: &mut PatchBuilder,
    subject: &MutationSubject,
    copy: NodeIndex,
    into: Id,
) -> Option<()> {
    let node = &subject.analysis[copy];
    let readers: Vec<(Id, Id)> = subject
        .arriving(copy)
        .map(|link| (link.id, subject.id(link.from)))
        .filter(|&(_, from)| from != into)
        .collect();
    for (link, _) in readers {
        draft.rewire(link, |connection| connection.to = into)?;
    }
    let room = node.capacity_of_one()? * f64::from(node.component.replicas.count());
    draft.change(into, |store| {
        store.overrides.capacity = store.overrides.capacity.map(|own| own + room);
    })?;
    draft.remove(node.id)
}

/// The caches that a service asks which also calls this store.
fn caches_beside(analysis: &Analysis, store: NodeIndex) -> Vec<NodeIndex> {
    let callers = analysis.incoming(store).map(|link| link.from);
    let mut caches: Vec<NodeIndex> = callers
        .flat_map(|caller| analysis.callees(caller))
        .copied()
        .filter(|&node| analysis.role(node) == Role::Cache)
        .collect();
    caches.sort_unstable();
    caches.dedup();
    caches
}

/// Only where nothing else is drawn that a flow could take for its store.
fn cache_as_only_store(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let stores: Vec<NodeIndex> = analysis.with_role(&[Role::Store]).collect();
    let is_wanted = |flow: &Flow| {
        let mut ends = flow.to.iter();
        let other = |role: &Role| *role != Role::Store && analysis.with_role(&[*role]).count() > 0;
        flow.access != Access::Read
            && ends.any(|end| end.roles.contains(&Role::Store) && !end.roles.iter().any(other))
    };
    let wanted = subject.scenario.flows.iter().any(is_wanted);
    let &[store] = stores.as_slice() else {
        return Vec::new();
    };
    let copies = analysis.with_role(&[Role::Replica]);
    let gone: Vec<NodeIndex> = std::iter::once(store).chain(copies).collect();
    let caches = gone
        .iter()
        .flat_map(|&store| caches_beside(analysis, store));
    let cache = caches.min().filter(|_| wanted);
    let mutant = cache.and_then(|cache| {
        let cache_id = subject.id(cache);
        let mut draft = subject.draft();
        draft.change(cache_id, |cache| cache.overrides.capacity = Some(1e7))?;
        for link in analysis.links().filter(|link| link.to == store) {
            draft.put_connection(Connection {
                to: cache_id,
                access: Some(Access::Both),
                when: None,
                ..link.connection.clone()
            });
        }
        for &store in &gone {
            draft.remove(subject.id(store))?;
        }
        let what = format!(
            "{} in place of {}",
            subject.name(cache),
            subject.name(store)
        );
        Some(Mutant::new(&draft, what, vec![cache_id]))
    });
    mutant.into_iter().collect()
}

/// Flows whose reads make most of the traffic.
fn heavy_reads<'s>(subject: &'s MutationSubject) -> impl Iterator<Item = (usize, &'s Flow)> {
    let reads = |flow: &&Flow| flow.access == Access::Read;
    let flows = &subject.scenario.flows;
    let read: f64 = flows.iter().filter(reads).map(|flow| flow.rps).sum();
    let mostly = read >= 0.7 * subject.scenario.total_rps();
    let heavy = move |flow: &Flow| mostly && flow.access == Access::Read && flow.rps >= 1_000.0;
    flows
        .iter()
        .enumerate()
        .filter(move |(_, flow)| heavy(flow))
}

fn read_cache_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    heavy_reads(subject)
        .filter_map(|(index, flow)| {
            let used = &analysis.flows[index];
            let players = used.ends.iter().flat_map(|end| &end.candidates);
            let stores: Vec<Id> = players
                .filter(|&&node| matches!(analysis.role(node), Role::Store | Role::Replica))
                .map(|&node| subject.id(node))
                .collect();
            let caches: Vec<NodeIndex> = analysis
                .with_role(&[Role::Cache, Role::Cdn])
                .filter(|&cache| {
                    let mut callers = analysis.incoming(cache).map(|link| link.from);
                    match analysis.role(cache) {
                        Role::Cdn => used.components.contains(&cache),
                        _ => callers.any(|caller| used.components.contains(&caller)),
                    }
                })
                .collect();
            let mut draft = subject.draft();
            for &cache in &caches {
                if analysis.role(cache) == Role::Cdn {
                    bridge(&mut draft, subject.id(cache))?;
                } else {
                    draft.remove(subject.id(cache))?;
                }
            }
            let what = format!("“{}” without a cache", flow.name);
            let fits = !caches.is_empty() && !stores.is_empty();
            fits.then(|| Mutant::new(&draft, what, stores))
        })
        .collect()
}

fn content_network_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let flows = subject.scenario.flows.iter().zip(&subject.analysis.flows);
    let media = flows.filter(|(flow, _)| {
        flow.access == Access::Read && flow.megabytes > 1.0 && flow.rps > 1_000.0
    });
    media
        .filter_map(|(flow, used)| {
            let networks = used.components.iter().copied();
            let networks: Vec<NodeIndex> = networks
                .filter(|&node| subject.analysis.role(node) == Role::Cdn)
                .collect();
            let mut draft = subject.draft();
            for &network in &networks {
                bridge(&mut draft, subject.id(network))?;
            }
            let what = format!("“{}” without a content network", flow.name);
            (!networks.is_empty()).then(|| Mutant::new(&draft, what, Vec::new()))
        })
        .collect()
}

/// Users no longer send files straight to the store but to a service that already takes writes.
fn files_through_service(subject: &MutationSubject) -> Vec<Mutant> {
    let analysis = &subject.analysis;
    let flows = subject.scenario.flows.iter().zip(&analysis.flows);
    let large = flows.filter(|(flow, _)| {
        flow.access == Access::Write && flow.megabytes > 1.0 && flow.rps * flow.megabytes > 10.0
    });
    let writers = || {
        let writing = analysis.flows.iter().filter(|flow| !flow.reads());
        let on_the_way = writing.flat_map(|flow| flow.components.iter().copied());
        on_the_way.filter(|&n| analysis.role(n) == Role::Compute && analysis.waited_for[n])
    };
    large
        .filter_map(|(flow, used)| {
            let app = writers().next()?;
            let mut draft = subject.draft();
            let mut direct = used.links.iter().map(|&link| &analysis[link]);
            let direct = direct.find(|link| {
                analysis.role(link.from) == Role::Client && analysis.role(link.to) == Role::Objects
            })?;
            draft.rewire(direct.id, |connection| connection.from = subject.id(app))?;
            let what = format!("“{}” through {}", flow.name, subject.name(app));
            Some(Mutant::new(&draft, what, vec![subject.id(direct.to)]))
        })
        .collect()
}

fn backup_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let backups = subject.analysis.with_role(&[Role::Backup]);
    backups
        .filter_map(|backup| {
            let id = subject.id(backup);
            let mut draft = subject.draft();
            draft.remove(id)?;
            let what = format!("without {}", subject.name(backup));
            let part = subject.key(id)?.to_owned();
            Some(Mutant::without_part(&draft, what, part))
        })
        .collect()
}

fn database_without_backup(subject: &MutationSubject) -> Vec<Mutant> {
    let mutant = subject.app().and_then(|app| {
        let mut draft = subject.draft();
        let id = subject.id(app);
        draft.edit(Edit::SetAssumptions(Vec::new()));
        let database = draft.add("document_db", id, PlacementSide::After)?;
        draft.change(database, |database| {
            "Profile database".clone_into(&mut database.name);
            database.replicas = Replicas::Exactly(2);
            database.overrides.capacity = Some(1e7);
            database.overrides.availability = Some(0.99999);
        })?;
        let link = call(&mut draft, id, database)?;
        draft.rewire(link, |link| link.when = Some(CallCondition::Fraction(0.01)))?;
        let what = format!("{} keeps data that is copied nowhere", subject.name(app));
        Some(Mutant::new(&draft, what, vec![database]))
    });
    mutant.into_iter().collect()
}

fn database_shared(subject: &MutationSubject) -> Vec<Mutant> {
    let stores = subject.reached(&[Role::Store]).into_iter();
    stores
        .filter_map(|store| {
            let mut callers = subject.arriving(store);
            let writer = callers.find(|link| {
                subject.analysis.role(link.from) == Role::Compute
                    && link.semantics.access != Access::Read
            })?;
            let (writer, id) = (subject.id(writer.from), subject.id(store));
            let mut draft = subject.draft();
            let other = add_service(&mut draft, "Clean-up service", writer)?;
            call(&mut draft, writer, other)?;
            let write = call(&mut draft, other, id)?;
            draft.rewire(write, |link| link.access = Some(Access::Write))?;
            let parts = draft.design().components().map(|(id, _)| id);
            for id in parts.collect::<Vec<_>>() {
                let team = if id == other {
                    "Platform team"
                } else {
                    "Product team"
                };
                draft.change(id, |part| team.clone_into(&mut part.owner))?;
            }
            let what = format!("two teams write to {}", subject.name(store));
            Some(Mutant::new(&draft, what, vec![id]))
        })
        .collect()
}

fn written_twice(subject: &MutationSubject) -> Vec<Mutant> {
    let links = subject.analysis.links();
    let writes = links.filter(|link| {
        subject.analysis.role(link.from) == Role::Compute
            && subject.analysis.role(link.to) == Role::Store
            && matches!(link.access, Some(Access::Write | Access::Both))
    });
    writes
        .filter_map(|write| {
            let mut draft = subject.draft();
            let service = subject.id(write.from);
            let index = draft.add("search_index", service, PlacementSide::After)?;
            draft.change(index, |index| {
                index.replicas = Replicas::Exactly(2);
                index.overrides.capacity = Some(1e7);
            })?;
            let second = draft.put_connection(Connection {
                access: Some(Access::Write),
                timing: Some(Timing::Sync),
                ..Connection::new(service, index)
            })?;
            let what = format!(
                "{} writes to {} and to an index",
                subject.name(write.from),
                subject.name(write.to)
            );
            Some(Mutant::new(
                &draft,
                what,
                vec![service, index, second, write.id],
            ))
        })
        .collect()
}

fn stale_copy_read(subject: &MutationSubject) -> Vec<Mutant> {
    let flows = subject.scenario.flows.iter().zip(&subject.analysis.flows);
    let consistent = flows.filter(|(flow, _)| flow.consistent && flow.access == Access::Read);
    consistent
        .filter_map(|(flow, used)| {
            let mut links = used.links.iter().map(|&link| &subject.analysis[link]);
            let read = links.find(|link| subject.analysis.role(link.to) == Role::Store)?;
            let store = subject.id(read.to);
            let mut draft = subject.draft();
            let copy = draft.add("read_replica", store, PlacementSide::Below)?;
            draft.change(copy, |copy| {
                copy.replicas = Replicas::Exactly(2);
                copy.overrides.capacity = Some(1e7);
            })?;
            draft.connect(store, copy)?;
            draft.rewire(read.id, |link| link.to = copy)?;
            let what = format!("“{}” reads a copy", flow.name);
            Some(Mutant::new(&draft, what, vec![copy, store, read.id]))
        })
        .collect()
}
