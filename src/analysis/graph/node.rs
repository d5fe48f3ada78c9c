//! A component and a connection with all that is asked of them.

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::drawing_text::component_says;
use crate::model::text_match::mentions;
use crate::model::{
    Access, CallSize, Component, Connection, Flag, Group, Id, Kind, Replicas, Role, Semantics,
    Timing,
};

/// What is written at arrows over which something is taken away.
const REMOVES: &[&str] = &[
    "delet",
    "purge",
    "remove",
    "invalidat",
    "erase",
    "clean up",
    "take down",
    "expire",
];

/// A component with all that rules ask for.
#[derive(Debug)]
pub struct Node<'a> {
    /// Its id in the design.
    pub(crate) id: Id,
    /// The component as drawn.
    pub(crate) component: &'a Component,
    /// Its kind as drawn, of the sort that its words name.
    pub(crate) kind: &'static Kind,
    /// The kind it is taken for: a box of the user's own that is called "Redis" is taken for a cache.
    pub(crate) effective_kind: &'static Kind,
    /// How large one call of it is, in what its kind counts.
    pub(crate) call_size: CallSize,
    /// Whether a provider runs it, where its words or its product say so.
    pub(crate) says_provider_run: Option<bool>,
    /// Whether the drawing says how many of it run, if only by saying so of others.
    pub(crate) states_count: bool,
    /// Connections that leave it, by index, ascending.
    pub(crate) out: Vec<EdgeIndex>,
    /// Connections that arrive at it, by index, ascending.
    pub(crate) into: Vec<EdgeIndex>,
    /// Whom it calls, each once, in order.
    pub(crate) callees: Vec<NodeIndex>,
    /// The innermost region or availability zone around it.
    pub(crate) site: Option<Id>,
}

impl Node<'_> {
    pub(crate) fn role(&self) -> Role {
        self.kind.role
    }

    pub(crate) fn has(&self, flag: Flag) -> bool {
        self.kind.has(flag)
    }

    /// How large a call of it is beside those for which its kind has its figures.
    pub(crate) fn size_of_usual(&self) -> f64 {
        let usual = self.effective_kind.usual_size().work;
        if usual > 0.0 {
            self.call_size.work / usual
        } else {
            1.0
        }
    }

    /// Whether it is a box of the user's own that its name explains.
    pub(crate) fn is_understood_by_name(&self) -> bool {
        !self.kind.is_same_as(self.effective_kind)
    }

    /// What to call it in a sentence.
    pub(crate) fn name(&self) -> &str {
        self.component.display_name()
    }

    /// Its name without what tells twins apart: "dispatch-n" and "dispatch-s", "Front 1" and "Front 2".
    pub(crate) fn twin_name(&self) -> &str {
        /// With the character before it.
        const LONGEST_MARK: usize = 3;
        let name = self.name();
        match name.rfind(|c: char| !c.is_alphanumeric()) {
            Some(at) if name[at..].chars().count() <= LONGEST_MARK => name[..at].trim_end(),
            _ => name,
        }
    }

    /// Whether another box is one of several that do the same, each for a share.
    pub(crate) fn is_twin_of(&self, other: &Self) -> bool {
        let key = self.twin_key();
        key.is_some() && key == other.twin_key() && self.name() != other.name()
    }

    /// What those that do the same, each for a share, have in common; none where its name says nothing of that.
    pub(crate) fn twin_key(&self) -> Option<(&str, &str)> {
        let stem = self.twin_name();
        (!stem.is_empty()).then_some((self.effective_kind.id.as_str(), stem))
    }

    /// Whether it is a box of the user's own for those who call us from outside: "Product services", "Partner shops".
    pub(crate) fn is_named_after_callers(&self) -> bool {
        const CALLERS: &[&str] = &[
            "services ",
            "teams ",
            "partner",
            "merchant",
            "tenant",
            "caller",
            "customers ",
            "sellers ",
            "shops ",
            "publishers ",
            "producers ",
            "applications ",
            "programs ",
            "apps ",
            "other systems ",
        ];
        self.role() == Role::Other && mentions(self.name(), CALLERS)
    }

    /// Whether a server says that it holds in memory what a flow reads: "Suggest servers, index in memory".
    pub(crate) fn is_view_in_memory(&self) -> bool {
        const IN_MEMORY: &[&str] = &[
            "in memory",
            "in ram",
            "in its memory",
            "memory mapped",
            "in process",
        ];
        self.kind.group == Group::Compute && component_says(self.component, IN_MEMORY)
    }

    /// Whether programs say that the state lives in them: actors, durable objects, stream processors that answer queries.
    pub(crate) fn holds_state(&self) -> bool {
        const LIVES_IN_PROGRAM: &[&str] = &[
            "actor",
            "akka",
            "orleans",
            "grain ",
            "grains ",
            "durable object",
            "virtual object",
            "in memory state",
            "in ram",
            "state in memory",
            "stateful process",
            "genserver",
            "entity per",
            "can be queried",
            "queryable",
            "interactive quer",
            "state store",
            "ktable",
            "rocksdb",
        ];
        let runs = self.kind.group == Group::Compute || self.role() == Role::Other;
        runs && component_says(self.component, LIVES_IN_PROGRAM)
    }

    /// Whether it is a part of the system that we run, as far as its kind says. Of boxes of the user's own we run those that are
    /// counted: nobody counts the machines of others.
    pub(crate) fn is_ours(&self) -> bool {
        let is_counted = matches!(self.component.replicas, Replicas::Exactly(_));
        let role = match self.role() {
            Role::Other if is_counted => self.effective_kind.role,
            Role::Other => return false,
            role => role,
        };
        !matches!(
            role,
            Role::Client
                | Role::External
                | Role::Device
                | Role::Factory
                | Role::Supplier
                | Role::Power
        )
    }

    /// Whether a team of ours runs it. An update service and a build pipeline are ours, as what grows by adding instances is;
    /// a station in the plant of a manufacturer is not.
    pub(crate) fn is_run_by_us(&self) -> bool {
        let is_line = self.effective_kind.role == Role::Factory;
        self.is_ours() || (is_line && self.has(Flag::Scalable))
    }

    /// The share of reads that it answers itself, for caches and CDNs.
    pub(crate) fn hit_ratio(&self) -> Option<f64> {
        let of_kind = self
            .effective_kind
            .hit_ratio
            .as_ref()
            .map(|figure| figure.value);
        self.component.overrides.hit_ratio.or(of_kind)
    }

    /// Whether it sends each request one way out of several, as clients, balancers and gateways do.
    pub(crate) fn chooses_one_target(&self) -> bool {
        self.role() == Role::Client || self.sorts_requests()
    }

    /// Whether it sends each request on to one of several, by what the request asks for, as balancers and gateways do.
    pub(crate) fn sorts_requests(&self) -> bool {
        self.has(Flag::Chooser) || self.has(Flag::PassThrough)
    }

    /// Whether a provider runs it, by its words or its product, else by its kind.
    pub(crate) fn is_run_by_provider(&self) -> bool {
        (self.says_provider_run).unwrap_or_else(|| self.effective_kind.has(Flag::Managed))
    }

    /// Whether one box of it already stands for several machines: what a provider runs; and, unless its number is written on it,
    /// event logs, which everybody draws as one box and runs as a cluster of brokers, sign-in, which is mostly bought, and what
    /// is mostly bought by its kind, whatever product it names.
    pub(crate) fn is_redundant_by_kind(&self) -> bool {
        self.is_run_by_provider()
            || (self.role() == Role::Log && self.component.replicas.stated().is_none())
            || (self.component.replicas == Replicas::Unsaid
                && (self.role() == Role::Auth || self.effective_kind.has(Flag::Managed)))
    }

    /// Whether it is one machine of ours, so that it stops when that machine stops. Where nobody says how many run, nothing
    /// is concluded from one box.
    pub(crate) fn is_one_machine(&self) -> bool {
        self.is_ours()
            && self.machines().is_some_and(|count| count <= 1)
            && !self.is_redundant_by_kind()
    }

    /// How many of it run, as far as the drawing says.
    pub(crate) fn machines(&self) -> Option<u32> {
        self.states_count.then(|| self.component.replicas.count())
    }

    /// How many of it to reckon with where one may fail: a spare is granted where nobody says how many there are, which is
    /// the reading that is kinder to the candidate.
    pub(crate) fn machines_with_spare(&self) -> u32 {
        /// One that works and one that may fail.
        const WITH_SPARE: u32 = 2;
        self.machines().unwrap_or(WITH_SPARE).max(1)
    }
}

/// A connection in the direction of the work.
#[derive(Debug)]
pub struct Link<'a> {
    /// Where it stands in the graph.
    pub(crate) index: EdgeIndex,
    /// Its id in the design.
    pub(crate) id: Id,
    /// Who hands the work on.
    pub(crate) from: NodeIndex,
    /// Who gets it.
    pub(crate) to: NodeIndex,
    /// What it means.
    pub(crate) semantics: Semantics,
    /// The access the user has set or shown by drawing what a read brings back, if any.
    pub(crate) access: Option<Access>,
    /// The connection as drawn; its ends may be the other way round.
    pub(crate) connection: &'a Connection,
}

impl Link<'_> {
    /// Whether it is said to write: by its access or, where none is set, by a word of one of these lists on it.
    pub(crate) fn says_write(&self, lists: &[&[&str]]) -> bool {
        match self.access {
            Some(access) => access != Access::Read,
            None => lists
                .iter()
                .any(|words| mentions(&self.connection.label, words)),
        }
    }

    /// Whether the drawing says by a number how seldom it is used: a share of the calls, or less than one call for each.
    pub(crate) fn says_how_seldom(&self) -> bool {
        self.connection.when.is_some() || self.connection.calls < 1.0
    }

    /// Whether its label says that something is taken away over it.
    pub(crate) fn removes_by_words(&self) -> bool {
        mentions(&self.connection.label, REMOVES)
    }

    pub(crate) fn is_sync(&self) -> bool {
        self.semantics.timing == Timing::Sync
    }
}
