//! What components of a kind usually call, read off the accepted designs of the built-in prompts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::builtin;
use crate::model::{Role, kind};

/// The kinds that each kind calls, those that most designs have first; and the same for all kinds of one role together.
struct Callees {
    of_kind: BTreeMap<&'static str, Vec<&'static str>>,
    of_role: BTreeMap<Role, Vec<&'static str>>,
}

static CALLEES: LazyLock<Callees> = LazyLock::new(|| {
    let (mut of_kind, mut of_role) = (BTreeMap::new(), BTreeMap::new());
    for accepted in builtin().iter().flat_map(|prompt| &prompt.designs) {
        let design = &accepted.design;
        let ends = design.connections().map(|(_, connection)| {
            (
                design.kind_of(connection.from),
                design.kind_of(connection.to),
            )
        });
        // A design counts once, however many such boxes it has.
        let pairs: BTreeSet<(&str, &str)> = ends
            .map(|(from, to)| (from.id.as_str(), to.id.as_str()))
            .collect();
        for (from, to) in pairs {
            *of_kind
                .entry(from)
                .or_insert_with(BTreeMap::new)
                .entry(to)
                .or_insert(0) += 1;
            let role: &mut BTreeMap<&str, usize> = of_role.entry(kind(from).role).or_default();
            *role.entry(to).or_insert(0) += 1;
        }
    }
    Callees {
        of_kind: of_kind
            .into_iter()
            .map(|(id, counts)| (id, most_first(counts)))
            .collect(),
        of_role: of_role
            .into_iter()
            .map(|(role, counts)| (role, most_first(counts)))
            .collect(),
    }
});

fn most_first(counts: BTreeMap<&'static str, usize>) -> Vec<&'static str> {
    let mut all: Vec<_> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    all.into_iter().map(|(id, _)| id).collect()
}

/// The kinds that components of a kind usually call, the likeliest first. A kind that no accepted design has is taken for
/// others of its role.
#[must_use]
pub fn usual_callees(id: &str) -> &'static [&'static str] {
    let callees = CALLEES.of_kind.get(id);
    let callees = callees.or_else(|| CALLEES.of_role.get(&kind(id).role));
    callees.map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_kind_is_what_accepted_designs_have_there() {
        assert_ne!(usual_callees("client").first(), Some(&"client"));
        let after_service = usual_callees("app_service");
        let first: Vec<&str> = after_service.iter().take(5).copied().collect();
        assert!(
            first
                .iter()
                .any(|id| kind(id).role == Role::Store || kind(id).role == Role::Cache),
            "{first:?}"
        );
        for id in ["worker", "api_gateway_self_run", "load_balancer"] {
            assert!(!usual_callees(id).is_empty(), "{id}");
        }
    }
}
