//! Columns: the direction of connections once cycles are broken, and the column of each component.

use super::simplex::shorten_edges;

/// The connections without repetitions, turned so that none of them closes a circle, and an order they all follow.
///
/// Eades, Lin and Smyth's heuristic: peel sinks off the right and sources off the left; where only circles are left,
/// cut at the component that looks most like a beginning. Without circles no connection is turned.
pub(super) struct AcyclicGraph {
    /// From left to right, without repetitions.
    pub(super) edges: Vec<(usize, usize)>,
    /// All nodes, each left of those its edges lead to.
    pub(super) order: Vec<usize>,
}

/// Breaks the circles; `starts` marks nodes that begin requests.
pub(super) fn break_cycles(starts: &[bool], edges: &[(usize, usize)]) -> AcyclicGraph {
    let count = starts.len();
    let mut peel = Peel::new(count, edges);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut touched = vec![false; count];
    let mut loose: Vec<usize> = (0..count).rev().collect();
    loop {
        while let Some(v) = loose.pop() {
            if peel.gone[v] {
            } else if peel.ins[v] == 0 {
                left.push(v);
                peel.remove_node(v, &mut loose, &mut touched);
            } else if peel.outs[v] == 0 {
                right.push(v);
                peel.remove_node(v, &mut loose, &mut []);
            }
        }
        let best = (0..count)
            .filter(|&v| !peel.gone[v])
            .min_by_key(|&v| (!starts[v], !touched[v], peel.ins[v] - peel.outs[v], v));
        let Some(v) = best else { break };
        left.push(v);
        peel.remove_node(v, &mut loose, &mut touched);
    }
    left.extend(right.into_iter().rev());
    let mut place = vec![0; count];
    for (index, &v) in left.iter().enumerate() {
        place[v] = index;
    }
    let mut turned: Vec<_> = edges
        .iter()
        .map(|&(u, v)| if place[u] < place[v] { (u, v) } else { (v, u) })
        .collect();
    turned.sort_unstable();
    turned.dedup();
    AcyclicGraph {
        edges: turned,
        order: left,
    }
}

/// What is left of the graph while it is peeled.
struct Peel {
    gone: Vec<bool>,
    ins: Vec<i64>,
    outs: Vec<i64>,
    from: Vec<Vec<usize>>,
    to: Vec<Vec<usize>>,
}

impl Peel {
    fn new(count: usize, edges: &[(usize, usize)]) -> Self {
        let mut peel = Self {
            gone: vec![false; count],
            ins: vec![0; count],
            outs: vec![0; count],
            from: vec![Vec::new(); count],
            to: vec![Vec::new(); count],
        };
        for &(u, v) in edges {
            peel.outs[u] += 1;
            peel.ins[v] += 1;
            peel.to[u].push(v);
            peel.from[v].push(u);
        }
        peel
    }

    /// Takes a node out; neighbors that have become a source or a sink are `loose`, its callees `touched`.
    fn remove_node(&mut self, v: usize, loose: &mut Vec<usize>, touched: &mut [bool]) {
        self.gone[v] = true;
        for &w in self.to[v].iter().rev() {
            self.ins[w] -= 1;
            if let Some(mark) = touched.get_mut(w) {
                *mark = true;
            }
            if self.ins[w] == 0 {
                loose.push(w);
            }
        }
        for &w in self.from[v].iter().rev() {
            self.outs[w] -= 1;
            if self.outs[w] == 0 {
                loose.push(w);
            }
        }
    }
}

/// How often ranks are tightened; each round moves every node at most once, and small drawings settle in two or three.
const ROUNDS: usize = 8;

/// The column of every node, from 0: as far left as its callers allow, then pulled toward the side where most of its
/// connections are, so that none is longer than it must be.
pub(super) fn assign_ranks(graph: &AcyclicGraph) -> Vec<usize> {
    let count = graph.order.len();
    let mut from = vec![Vec::new(); count];
    let mut to = vec![Vec::new(); count];
    for &(u, v) in &graph.edges {
        to[u].push(v);
        from[v].push(u);
    }
    let mut rank = vec![0; count];
    for &v in &graph.order {
        rank[v] = from[v].iter().map(|&u| rank[u] + 1).max().unwrap_or(0);
    }
    for _ in 0..ROUNDS {
        let mut moved = false;
        for &v in graph.order.iter().rev() {
            let least = from[v].iter().map(|&u| rank[u] + 1).max();
            let most = to[v].iter().map(|&w| rank[w] - 1).min();
            let better = match (least, most) {
                (_, Some(most)) if to[v].len() > from[v].len() => most,
                (Some(least), _) if to[v].len() < from[v].len() => least,
                _ => rank[v],
            };
            moved |= better != rank[v];
            rank[v] = better;
        }
        if !moved {
            break;
        }
    }
    shorten_edges(&graph.edges, &mut rank);
    rank
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_circles_nothing_is_turned() {
        let edges = [(2, 1), (1, 0), (2, 0), (2, 0)];
        let graph = break_cycles(&[false; 3], &edges);
        assert_eq!(graph.edges, [(1, 0), (2, 0), (2, 1)]);
        assert_eq!(assign_ranks(&graph), [2, 1, 0]);
    }

    #[test]
    fn a_circle_is_cut_where_it_is_entered() {
        // 3 calls 1, and 1, 2 and 0 call each other in turn.
        let graph = break_cycles(&[false; 4], &[(3, 1), (1, 2), (2, 0), (0, 1)]);
        assert_eq!(assign_ranks(&graph), [3, 1, 2, 0]);
    }

    #[test]
    fn a_start_stands_next_to_what_it_calls() {
        let graph = break_cycles(&[false; 5], &[(0, 1), (1, 2), (2, 3), (4, 3)]);
        assert_eq!(assign_ranks(&graph), [0, 1, 2, 3, 2]);
    }
}
