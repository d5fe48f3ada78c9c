//! Flows that end in programs in which the state itself lives, as in systems of actors, with a journal behind them for some of
//! what happens.

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::analysis::flow::endpoints::{ResolvedFlow, is_view};
use crate::analysis::flow::flow_words::{FlowWords, Speech};
use crate::analysis::graph::Graph;

/// Takes programs that say that the state lives in them as the end of what is written or read there, where an arrow into
/// them speaks of the flow and none out of them does.
pub(super) fn end_where_state_lives(
    graph: &Graph,
    flow: &mut ResolvedFlow,
    (words, place): (&FlowWords, usize),
) {
    let speaks = |link: EdgeIndex| words.at_link(link, place) == Speech::ThisFlow;
    let ends_here = |node: &NodeIndex| {
        let this = &graph[*node];
        let mut into = this.into.iter();
        this.holds_state()
            && into.any(|&link| speaks(link) && flow.allowed_links.open[link])
            && !this.out.iter().any(|&link| speaks(link))
    };
    let found: Vec<NodeIndex> = graph.node_indices().filter(ends_here).collect();
    let Some(spec) = flow.spec.filter(|_| !found.is_empty()) else {
        return;
    };
    for (end, used) in spec.to.iter().zip(&mut flow.ends) {
        if end.roles.iter().any(|&role| is_view(role)) {
            used.candidates.clone_from(&found);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::{WhatIf, estimate};
    use crate::model::parse_notation;
    use crate::scenario::builtin;

    #[test]
    fn what_lives_in_actors_is_not_written_to_the_journal_behind_them() {
        let journal = |cells: &str, written: &str| {
            let text = format!(
                "apps: mobile_client\nws: websocket_gateway x20\ncells: {cells}\njournal: postgres x2\napps -> ws -> cells: \"position, ask, accept\"\ncells -> journal: write \"{written}\""
            );
            let parsed = parse_notation(&text).unwrap();
            let prompt = builtin().iter().find(|p| p.id == "ride_hailing");
            let found = estimate(&parsed.design, prompt, &WhatIf::default());
            let mut all = found.components.iter();
            all.find(|c| c.id == parsed.keys["journal"]).unwrap().rps
        };
        let some = "accepted, ride is over";
        let grains = "service x20 \"Grains, one per driver\" (Orleans)";
        assert!(journal(grains, some) < 10_000.0);
        assert!(journal("custom x20 \"Driver actors\"", some) < 10_000.0);
        assert!(journal(grains, "every position, accepted, ride is over") > 100_000.0);
    }
}
