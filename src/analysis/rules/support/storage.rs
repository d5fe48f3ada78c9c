//! Whether the data of the users has a place.

use petgraph::graph::NodeIndex;

use crate::analysis::revision::Analysis;
use crate::model::{Flag, Group, Role};

/// Roles that keep data of the users.
pub(crate) const STORAGE: [Role; 5] = [
    Role::Store,
    Role::Replica,
    Role::Objects,
    Role::Search,
    Role::Analytics,
];

/// Whether the drawing has connections and users, but they lead to no place that keeps data although one is wanted.
pub(crate) fn users_reach_no_storage(analysis: &Analysis) -> bool {
    let keeps = |role: Role| STORAGE.contains(&role);
    let wanted = match analysis.scenario {
        Some(scenario) => scenario
            .flows
            .iter()
            .flat_map(|flow| &flow.to)
            .any(|end| end.roles.iter().all(|&role| keeps(role))),
        None => analysis.with_role(&STORAGE).next().is_some(),
    };
    // Queues, registries and counters keep data too, but not that of the users.
    let keeps_for_users = |node: NodeIndex| {
        let plays = analysis[node].effective_kind;
        plays.has(Flag::Stateful) && (plays.group == Group::Storage || plays.role == Role::Log)
    };
    let arrives = analysis
        .node_indices()
        .any(|node| analysis.reached[node] && keeps_for_users(node));
    wanted && !arrives && analysis.link_count() > 0 && !analysis.entries.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::design;

    fn reach_none(text: &str) -> bool {
        users_reach_no_storage(&Analysis::new(&design(text), None))
    }

    #[test]
    fn work_that_a_timetable_or_a_source_begins_needs_no_user() {
        assert!(!reach_none(
            "till: third_party_api\nload: batch_job\ntill -> load -> dw\ndw: warehouse\ndw -> boss\nboss: client"
        ));
        assert!(!reach_none(
            "tick: scheduler\ntick -> job -> db\njob: batch_job\ndb: sql\njob -> clerk\nclerk: client\nclerk -> bank\nbank: third_party_api"
        ));
    }

    #[test]
    fn users_whose_requests_end_nowhere_do() {
        assert!(reach_none(
            "shopper: client\nshopper -> api\napi: service\nload: batch_job\nload -> db\ndb: sql"
        ));
        assert!(reach_none(
            "shopper: client\nshopper -> web -> api\nweb: load_balancer\napi: service\ndb: sql\nload: batch_job\nload -> db"
        ));
    }
}
