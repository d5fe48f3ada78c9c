//! Whether a box is of a sort that can do a job, whatever it is called: a queue named "Transcoding jobs" transcodes nothing.

use petgraph::graph::NodeIndex;

use crate::analysis::graph::Graph;
use crate::model::{Access, Id, Kind, Role, kind};
use crate::scenario::{Responsibility, Scenario};

/// What boxes do, in sorts that cannot stand in for each other. A box may be of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sorts(u8);

impl Sorts {
    const NONE: Self = Self(0);
    /// Runs code or looks at requests.
    const WORKS: Self = Self(1);
    /// Keeps data that can be looked up.
    const KEEPS: Self = Self(1 << 1);
    /// Carries messages.
    const CARRIES: Self = Self(1 << 2);
    /// Stands between callers and code, and spreads or answers calls.
    const SPREADS: Self = Self(1 << 3);
    /// Belongs to somebody else, or stands outside.
    const OUTSIDE: Self = Self(1 << 4);
    /// Holds copies that may be gone tomorrow.
    const CACHES: Self = Self(1 << 5);
    const ALL: Self = Self(u8::MAX);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn overlap(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn of(role: Role) -> Self {
        match role {
            Role::Compute
            | Role::Worker
            | Role::Scheduler
            | Role::Processor
            | Role::Model
            | Role::Notifier
            | Role::Auth
            | Role::Limiter
            | Role::Shield
            | Role::Mesh
            | Role::Realtime
            | Role::DeviceGateway => Self::WORKS,
            Role::Gateway => Self::WORKS.and(Self::SPREADS),
            Role::Balancer | Role::Cdn | Role::Dns => Self::SPREADS,
            Role::Store
            | Role::Replica
            | Role::Search
            | Role::Objects
            | Role::Analytics
            | Role::Backup => Self::KEEPS,
            Role::Control | Role::Identifier | Role::Observability => Self::WORKS.and(Self::KEEPS),
            Role::Cache => Self::CACHES,
            Role::Queue | Role::Topic | Role::DeadLetter | Role::Log => Self::CARRIES,
            Role::Relay => Self::CARRIES.and(Self::WORKS),
            Role::External | Role::Factory => Self::OUTSIDE.and(Self::WORKS),
            Role::Client | Role::Device | Role::Supplier | Role::Power => Self::OUTSIDE,
            Role::Other => Self::ALL,
        }
    }
}

/// What a box has to be to do a job.
#[derive(Debug)]
pub(crate) struct Ability {
    wanted: Sorts,
    /// Whether the job is to keep something.
    keeps: bool,
}

impl Ability {
    /// What does this job in the accepted designs of its prompt, and what its ways name.
    pub(crate) fn for_job(job: &Responsibility, scenario: &Scenario) -> Self {
        let parts = job.parts.iter();
        let of_parts = parts.flat_map(|key| scenario.kinds_of_part(key));
        let named = job.ways.iter().flat_map(|way| &way.kinds);
        let of_ways = named.map(|id| kind(id));
        let roles = of_parts.chain(of_ways).map(|kind: &Kind| kind.role);
        let holds = |sorts| sorts == Sorts::KEEPS || sorts == Sorts::CACHES;
        let keeps = roles.clone().any(|role| holds(Sorts::of(role)));
        let wanted = roles.fold(Sorts::NONE, |sorts, role| sorts.and(Sorts::of(role)));
        // A table or a file serves as a queue, a log or a cache, but a queue or a cache is no table.
        let wanted = match wanted {
            Sorts::NONE => Sorts::ALL,
            _ if wanted.overlap(Sorts::CARRIES.and(Sorts::CACHES)) => wanted.and(Sorts::KEEPS),
            _ => wanted,
        };
        Self { wanted, keeps }
    }

    /// Whether a component is of a sort that can do it, and stands where it can.
    pub(crate) fn has(&self, graph: &Graph, id: Id) -> bool {
        let Some(node) = graph.index_of(id) else {
            return false;
        };
        self.wanted.overlap(sorts_of(graph, node))
            && is_in_use(graph, node)
            && self.has_what_it_keeps(graph, node)
    }

    /// Whether code that does a job of keeping something has where to keep it.
    fn has_what_it_keeps(&self, graph: &Graph, node: NodeIndex) -> bool {
        if !self.keeps || sorts_of(graph, node) != Sorts::WORKS {
            return true;
        }
        let near = graph.outgoing(node).map(|link| link.to);
        let mut near = near.chain(graph.incoming(node).map(|link| link.from));
        near.any(|other| {
            sorts_of(graph, other).overlap(Sorts::KEEPS.and(Sorts::CACHES).and(Sorts::OUTSIDE))
        })
    }
}

/// What a component is; of a box of the user's own only its name tells, and so it may be anything.
fn sorts_of(graph: &Graph, node: NodeIndex) -> Sorts {
    let this = &graph[node];
    let sorts = Sorts::of(this.effective_kind.role);
    if this.is_understood_by_name() {
        Sorts::ALL
    } else if this.holds_state() {
        sorts.and(Sorts::KEEPS)
    } else {
        sorts
    }
}

/// Whether a component has to do with others. Monitoring, copies and the like are often drawn alone, and a drawing without
/// a single arrow is a list of boxes.
pub(crate) fn is_connected(graph: &Graph, node: NodeIndex) -> bool {
    let this = &graph[node];
    let is_set_apart = matches!(
        this.effective_kind.role,
        Role::Observability
            | Role::Backup
            | Role::DeadLetter
            | Role::Auth
            | Role::Control
            | Role::Other
    );
    let stands_alone = this.out.is_empty() && this.into.is_empty();
    is_set_apart || graph.link_count() == 0 || !stands_alone
}

/// Whether a component does anything: what stands alone does not, what is only read from holds nothing, and what is only
/// put in carries nothing anywhere.
pub(crate) fn is_in_use(graph: &Graph, node: NodeIndex) -> bool {
    let this = &graph[node];
    if !is_connected(graph, node) || this.into.is_empty() {
        return is_connected(graph, node);
    }
    let mut all = graph.incoming(node);
    // Whoever reads a cache fills it with what it reads elsewhere.
    let fills = |reader: NodeIndex| {
        let mut sources = graph.outgoing(reader).filter(|link| link.to != node);
        this.effective_kind.role == Role::Cache
            && sources.any(|link| sorts_of(graph, link.to).overlap(Sorts::KEEPS))
    };
    let ends_here = match Sorts::of(this.effective_kind.role) {
        Sorts::KEEPS | Sorts::CACHES => {
            all.all(|link| link.connection.access == Some(Access::Read) && !fills(link.from))
        }
        // An arrow from a consumer shows who asks, so only the one arrow that puts in is sure to lead nowhere.
        Sorts::CARRIES => this.into.len() == 1,
        _ => false,
    };
    !(this.out.is_empty() && ends_here)
}
