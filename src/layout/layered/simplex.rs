//! Shortens the connections of a ranked drawing as far as it goes: the network simplex of Gansner, Koutsofios, North and
//! Vo ("A technique for drawing directed graphs", 1993), without its bookkeeping, which pays off only in larger drawings.

use crate::layout::union_find::smallest_members;

/// Steps spent at most: drawings of some hundred components are shortened as far as it goes, larger ones in part.
const STEPS: usize = 2_000_000;

/// Moves nodes to the columns where the edges, all of which lead to the right, are shortest in sum.
pub(super) fn shorten_edges(edges: &[(usize, usize)], rank: &mut [usize]) {
    let firsts = smallest_members(rank.len(), edges.iter().copied());
    let mut nodes_of = vec![Vec::new(); rank.len()];
    let mut edges_of = vec![Vec::new(); rank.len()];
    for (node, &first) in firsts.iter().enumerate() {
        nodes_of[first].push(node);
    }
    for &edge in edges {
        edges_of[firsts[edge.0]].push(edge);
    }
    let mut steps = STEPS;
    let parts = nodes_of.iter().zip(&edges_of);
    for (nodes, edges) in parts.filter(|(nodes, _)| nodes.len() > 2) {
        let mut simplex = NetworkSimplex {
            nodes,
            edges,
            rank: rank.iter().map(|&rank| rank as i64).collect(),
            tree: Vec::new(),
        };
        if simplex.build_spanning_tree(&mut steps) {
            while simplex.pivot(&mut steps) {}
        }
        let least = nodes.iter().map(|&node| simplex.rank[node]).min();
        for &node in nodes {
            rank[node] = (simplex.rank[node] - least.unwrap_or(0)) as usize;
        }
    }
}

/// One connected part of the drawing.
struct NetworkSimplex<'a> {
    nodes: &'a [usize],
    edges: &'a [(usize, usize)],
    rank: Vec<i64>,
    /// The numbers of edges between neighboring columns that span the part.
    tree: Vec<usize>,
}

impl NetworkSimplex<'_> {
    /// How much longer an edge is than it must be.
    fn slack(&self, (from, to): (usize, usize)) -> i64 {
        self.rank[to] - self.rank[from] - 1
    }

    /// Moves nodes until edges between neighboring columns span the part; false where that takes too long.
    fn build_spanning_tree(&mut self, steps: &mut usize) -> bool {
        let mut inside = vec![false; self.rank.len()];
        inside[self.nodes[0]] = true;
        let mut count = 1;
        while count < self.nodes.len() {
            let spent = self.edges.len() + self.nodes.len();
            let Some(rest) = steps.checked_sub(spent) else {
                return false;
            };
            *steps = rest;
            let leaving = self.edges.iter().enumerate();
            let nearest = leaving
                .filter(|(_, (from, to))| inside[*from] != inside[*to])
                .min_by_key(|(_, edge)| self.slack(**edge));
            let Some((number, &(from, to))) = nearest else {
                return false;
            };
            let slack = self.slack((from, to));
            let by = if inside[from] { slack } else { -slack };
            for &node in self.nodes.iter().filter(|node| inside[**node]) {
                self.rank[node] += by;
            }
            inside[from] = true;
            inside[to] = true;
            self.tree.push(number);
            count += 1;
        }
        true
    }

    /// Exchanges an edge of the tree for one that lets the drawing become shorter; false where there is none.
    fn pivot(&mut self, steps: &mut usize) -> bool {
        for place in 0..self.tree.len() {
            let spent = self.edges.len() + self.nodes.len();
            let Some(rest) = steps.checked_sub(spent) else {
                return false;
            };
            *steps = rest;
            let behind = self.tail_component(place);
            let cut: i64 = self
                .edges
                .iter()
                .map(|&(from, to)| i64::from(behind[from]) - i64::from(behind[to]))
                .sum();
            if cut >= 0 {
                continue;
            }
            let back = self.edges.iter().enumerate();
            let entering = back
                .filter(|(_, (from, to))| !behind[*from] && behind[*to])
                .min_by_key(|(_, edge)| self.slack(**edge));
            let Some((number, &edge)) = entering else {
                continue;
            };
            let by = self.slack(edge);
            for &node in self.nodes.iter().filter(|node| !behind[**node]) {
                self.rank[node] += by;
            }
            self.tree[place] = number;
            return true;
        }
        false
    }

    /// The nodes that hang together with the left end of a tree edge once that edge is cut. Written by hand: the tree changes
    /// with every pivot, and is kept as a list of edges.
    fn tail_component(&self, place: usize) -> Vec<bool> {
        let mut beside = vec![Vec::new(); self.rank.len()];
        for (other, &edge) in self.tree.iter().enumerate() {
            if other != place {
                let (from, to) = self.edges[edge];
                beside[from].push(to);
                beside[to].push(from);
            }
        }
        let mut behind = vec![false; self.rank.len()];
        let mut stack = vec![self.edges[self.tree[place]].0];
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut behind[node], true) {
                stack.extend(&beside[node]);
            }
        }
        behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_lengths_becomes_least() {
        // A chain 0 to 4, and 5 and 6 that hang between its first and its last.
        let edges = [
            (0, 1),
            (1, 2),
            (2, 3),
            (3, 4),
            (0, 5),
            (5, 6),
            (6, 4),
            (5, 4),
        ];
        let mut rank = vec![0, 1, 2, 3, 4, 1, 2];
        shorten_edges(&edges, &mut rank);
        assert_eq!(rank[4], 4);
        assert_eq!((rank[5], rank[6]), (2, 3));
    }
}
