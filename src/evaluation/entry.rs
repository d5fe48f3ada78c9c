//! Mutations of the way in: what stands between users and the first service.

use petgraph::graph::NodeIndex;

use super::change::{FaultChange, MutantDraft};
use super::mutation::{Mutation, PART_GONE, also};
use super::selector::FaultSelector;
use super::subject::{MutationSubject, bridge, one_large};
use crate::model::{CallCondition, Connection, Group, Id, Role};

pub(super) const ALL: &[Mutation] = &[
    Mutation {
        id: "front-removed",
        does: "Takes away balancers, gateways, shields and limiters, so that clients call the services themselves.",
        raises: "parallel-without-balancer",
        allows: &[
            PART_GONE,
            also("no-throttle", "what limited callers went with the front"),
            also("no-gateway", "clients now call several services themselves"),
            also(
                "client-talks-to-data",
                "the front was all that stood before the data",
            ),
        ],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(front_removed),
        what: "clients call services directly",
    },
    Mutation {
        id: "gateway-removed",
        does: "Lets clients call three or more services themselves.",
        raises: "no-gateway",
        allows: &[
            PART_GONE,
            also("no-throttle", "what limited callers went with the front"),
            also(
                "parallel-without-balancer",
                "nothing spreads the requests any more",
            ),
        ],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(gateway_removed),
        what: "clients call services directly",
    },
    Mutation {
        id: "limits-removed",
        does: "Takes away shields and limiters, and puts plain balancers in the place of gateways.",
        raises: "no-throttle",
        allows: &[
            PART_GONE,
            also(
                "balancer-chain",
                "the balancer in the gateway's place stands behind an equal one",
            ),
        ],
        at: FaultSelector::Drawing,
        change: FaultChange::Code(limits_removed),
        what: "no rate limits",
    },
    Mutation {
        id: "client-calls-data",
        does: "Lets clients call a store, a cache, an index or a queue themselves.",
        raises: "client-talks-to-data",
        allows: &[],
        at: FaultSelector::Reached(DATA),
        change: FaultChange::Code(client_calls_data),
        what: "{1} calls {0} directly",
    },
    Mutation {
        id: "balancer-before-one",
        does: "Puts one large server behind a balancer, in the place of several.",
        raises: "balancer-without-choice",
        allows: &[also(
            "saturated",
            "one machine holds only so many connections",
        )],
        at: FaultSelector::Reached(&[Role::Balancer]),
        change: FaultChange::Code(balancer_before_one),
        what: "a single {1} behind {0}",
    },
    Mutation {
        id: "balancer-twice",
        does: "Puts an equal balancer before a balancer.",
        raises: "balancer-chain",
        allows: &[],
        at: FaultSelector::Reached(&[Role::Balancer]),
        change: FaultChange::Code(balancer_twice),
        what: "a second load balancer in front of {0}",
    },
];

/// What keeps, finds or carries data, and is nothing that clients may call.
const DATA: &[Role] = &[
    Role::Store,
    Role::Replica,
    Role::Cache,
    Role::Search,
    Role::Analytics,
    Role::Queue,
    Role::Log,
];

/// Takes the front away; gives the services that clients then call.
fn remove_front(draft: &mut MutantDraft) -> Option<Vec<NodeIndex>> {
    let subject = draft.subject;
    let front = subject.front();
    for &node in &front {
        bridge(&mut draft.patch, subject.id(node))?;
    }
    let is_client = |id: Id| {
        let node = subject.analysis.find(id);
        node.is_some_and(|node| node.role() == Role::Client)
    };
    let connections = draft.patch.design().connections();
    let called: Vec<Id> = connections
        .filter(|(_, connection)| is_client(connection.from))
        .map(|(_, connection)| connection.to)
        .collect();
    let is_called_service = |&node: &NodeIndex| {
        let this = &subject.analysis[node];
        called.contains(&this.id) && this.kind.group == Group::Compute
    };
    let services = subject.all().filter(is_called_service).collect();
    (!front.is_empty()).then_some(services)
}

fn ids(subject: &MutationSubject, nodes: &[NodeIndex]) -> Vec<Id> {
    nodes.iter().map(|&node| subject.id(node)).collect()
}

fn front_removed(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (services, subject) = (remove_front(draft)?, draft.subject);
    let several = services.iter().any(|&node| subject.is_multiplied(node));
    several.then(|| ids(subject, &services))
}

fn gateway_removed(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let (services, subject) = (remove_front(draft)?, draft.subject);
    let runs_code = |&&node: &&NodeIndex| {
        let role = subject.analysis.role(node);
        matches!(role, Role::Compute | Role::Auth | Role::Model)
    };
    let several = services.iter().filter(runs_code).count() > 2;
    several.then(|| ids(subject, &services))
}

fn limits_removed(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let subject = draft.subject;
    let mut limits = subject.front();
    limits.retain(|&node| {
        let role = subject.analysis.role(node);
        matches!(role, Role::Shield | Role::Limiter | Role::Gateway)
    });
    for &node in &limits {
        let id = subject.id(node);
        if subject.analysis.role(node) == Role::Gateway {
            draft.patch.change(id, |gateway| {
                "load_balancer".clone_into(&mut gateway.kind);
                "Plain balancer".clone_into(&mut gateway.name);
            })?;
        } else {
            bridge(&mut draft.patch, id)?;
        }
    }
    (!limits.is_empty()).then(Vec::new)
}

fn client_calls_data(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let subject = draft.subject;
    let client = subject.analysis.with_role(&[Role::Client]).next()?;
    let store = draft.id()?;
    let link = draft.patch.put_connection(Connection {
        when: Some(CallCondition::Fraction(0.01)),
        ..Connection::new(subject.id(client), store)
    })?;
    draft.mention(subject.name(client));
    Some(vec![store, link])
}

fn balancer_before_one(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let analysis = &draft.subject.analysis;
    let &[server] = analysis.callees(draft.node()?) else {
        return None;
    };
    let node = &analysis[server];
    let room = node.capacity_of_one();
    draft
        .patch
        .change(node.id, |server| one_large(server, room))?;
    draft.mention(node.name());
    let fits = node.kind.group == Group::Compute && !node.is_run_by_provider();
    fits.then(|| vec![node.id])
}

fn balancer_twice(draft: &mut MutantDraft) -> Option<Vec<Id>> {
    let node = draft.this()?;
    let into = draft.subject.analysis.incoming(draft.node()?);
    let into: Vec<Id> = into.map(|link| link.id).collect();
    let outer = draft.patch.put_between(&into, &node.kind.id)?;
    let name = "Outer balancer";
    draft
        .patch
        .change(outer, |o| name.clone_into(&mut o.name))?;
    Some(vec![outer, node.id])
}
