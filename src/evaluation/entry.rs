//! Mutations of the way in: what stands between users and the first service.

use petgraph::graph::NodeIndex;

use super::mutation::{AllowedRule, Mutation, also};
use super::subject::{Mutant, MutationSubject, bridge, one_large};
use crate::model::{Connection, Flag, Group, Id, Role};

const PART_GONE: AllowedRule = also(
    "missing-part",
    "what was taken away is a part of the accepted design",
);

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
        make: front_removed,
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
        make: gateway_removed,
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
        make: limits_removed,
    },
    Mutation {
        id: "client-calls-data",
        does: "Lets clients call a store, a cache, an index or a queue themselves.",
        raises: "client-talks-to-data",
        allows: &[],
        make: client_calls_data,
    },
    Mutation {
        id: "balancer-before-one",
        does: "Puts one large server behind a balancer, in the place of several.",
        raises: "balancer-without-choice",
        allows: &[],
        make: balancer_before_one,
    },
    Mutation {
        id: "balancer-twice",
        does: "Puts an equal balancer before a balancer.",
        raises: "balancer-chain",
        allows: &[],
        make: balancer_twice,
    },
];

/// The drawing without its front, and the services that clients then call.
fn without_front(subject: &MutationSubject) -> Option<(Mutant, Vec<NodeIndex>)> {
    let front = subject.front();
    let mut draft = subject.draft();
    for &node in &front {
        bridge(&mut draft, subject.id(node))?;
    }
    let is_client = |id: Id| {
        let node = subject.analysis.find(id);
        node.is_some_and(|node| node.role() == Role::Client)
    };
    let called: Vec<Id> = draft
        .design()
        .connections()
        .filter(|(_, connection)| is_client(connection.from))
        .map(|(_, connection)| connection.to)
        .collect();
    let services: Vec<NodeIndex> = subject
        .all()
        .filter(|&node| {
            let this = &subject.analysis[node];
            called.contains(&this.id) && this.kind.group == Group::Compute
        })
        .collect();
    let items = services.iter().map(|&node| subject.id(node)).collect();
    let mutant = Mutant::new(&draft, "clients call services".to_owned(), items);
    (!front.is_empty()).then_some((mutant, services))
}

fn front_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let fits = |(mutant, services): (Mutant, Vec<NodeIndex>)| {
        let several = services.iter().any(|&node| subject.is_multiplied(node));
        several.then_some(mutant)
    };
    without_front(subject).and_then(fits).into_iter().collect()
}

fn gateway_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let fits = |(mutant, services): (Mutant, Vec<NodeIndex>)| {
        let code = |&&node: &&NodeIndex| {
            matches!(
                subject.analysis.role(node),
                Role::Compute | Role::Auth | Role::Model
            )
        };
        (services.iter().filter(code).count() > 2).then_some(mutant)
    };
    without_front(subject).and_then(fits).into_iter().collect()
}

fn limits_removed(subject: &MutationSubject) -> Vec<Mutant> {
    let limited = |&node: &NodeIndex| {
        let role = subject.analysis.role(node);
        matches!(role, Role::Shield | Role::Limiter | Role::Gateway)
    };
    let limits: Vec<NodeIndex> = subject.front().into_iter().filter(limited).collect();
    let mut draft = subject.draft();
    let mut taken = || {
        for &node in &limits {
            let id = subject.id(node);
            if subject.analysis.role(node) == Role::Gateway {
                draft.change(id, |gateway| {
                    "load_balancer".clone_into(&mut gateway.kind);
                    "Plain balancer".clone_into(&mut gateway.name);
                })?;
            } else {
                bridge(&mut draft, id)?;
            }
        }
        Some(())
    };
    if limits.is_empty() || taken().is_none() {
        return Vec::new();
    }
    vec![Mutant::new(&draft, "without limits".to_owned(), Vec::new())]
}

fn client_calls_data(subject: &MutationSubject) -> Vec<Mutant> {
    let Some(client) = subject.analysis.with_role(&[Role::Client]).next() else {
        return Vec::new();
    };
    let data = [
        Role::Store,
        Role::Replica,
        Role::Cache,
        Role::Search,
        Role::Analytics,
        Role::Queue,
        Role::Log,
    ];
    subject
        .reached(&data)
        .into_iter()
        .filter_map(|store| {
            let mut draft = subject.draft();
            let id = subject.id(store);
            let link = draft.put_connection(Connection {
                when: Some(crate::model::CallCondition::Fraction(0.01)),
                ..Connection::new(subject.id(client), id)
            })?;
            let what = format!("{} calls {}", subject.name(client), subject.name(store));
            Some(Mutant::new(&draft, what, vec![id, link]))
        })
        .collect()
}

fn balancer_before_one(subject: &MutationSubject) -> Vec<Mutant> {
    let balancers = subject.reached(&[Role::Balancer]).into_iter();
    balancers
        .filter_map(|balancer| {
            let &[server] = subject.analysis.callees(balancer) else {
                return None;
            };
            let node = &subject.analysis[server];
            let fits = node.kind.group == Group::Compute && !node.has(Flag::Managed);
            let mut draft = subject.draft();
            draft.change(node.id, |server| one_large(server, node.capacity_of_one()))?;
            let what = format!("one {} behind {}", node.name(), subject.name(balancer));
            fits.then(|| Mutant::new(&draft, what, vec![node.id]))
        })
        .collect()
}

fn balancer_twice(subject: &MutationSubject) -> Vec<Mutant> {
    let balancers = subject.reached(&[Role::Balancer]).into_iter();
    balancers
        .filter_map(|balancer| {
            let node = &subject.analysis[balancer];
            let into: Vec<Id> = subject.arriving(balancer).map(|l| l.id).collect();
            let mut draft = subject.draft();
            let outer = draft.put_between(&into, &node.kind.id)?;
            draft.change(outer, |outer| "Outer balancer".clone_into(&mut outer.name))?;
            let what = format!("a balancer before {}", node.name());
            Some(Mutant::new(&draft, what, vec![outer, node.id]))
        })
        .collect()
}
