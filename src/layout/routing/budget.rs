//! Which lines are led around boxes and each other, and which are drawn straight because there are too many. What is left
//! over depends on the drawing alone and not on the time it takes, so that the picture is the same on every machine.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Id, LineStyle, Rect};

/// How much is done for the lines of a drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoutingBudget {
    /// So many lines between the same two boxes are led around; nobody tells more of them apart.
    between: usize,
    /// So many pairs of lines that may cross are looked at.
    pairs: usize,
    /// So many steps of searches around boxes are made.
    pub(super) steps: usize,
    /// So many steps are made to lead lines anew that share a track.
    pub(super) detach_steps: usize,
    /// So many of them may be made for lines that only cross others.
    pub(super) crossing_steps: usize,
}

impl RoutingBudget {
    /// For lines that are all straight.
    pub(super) fn straight() -> Self {
        Self {
            between: 0,
            ..Self::default()
        }
    }

    /// For lines that are only counted: some may stay on one track, and none looks for a way with fewer crossings.
    pub(super) fn rough() -> Self {
        Self {
            detach_steps: 40_000,
            crossing_steps: 0,
            ..Self::default()
        }
    }
}

impl Default for RoutingBudget {
    /// About a second of work. A drawing of 400 lines all over each other stays below it, and so do thousands of lines
    /// between neighbors.
    fn default() -> Self {
        Self {
            between: 12,
            pairs: 100_000,
            steps: 250_000,
            detach_steps: 500_000,
            crossing_steps: 250_000,
        }
    }
}

/// The lines that are drawn straight because too many lie between the same boxes or over each other. The lines that were
/// drawn first are led around.
pub(super) fn choose_straight(
    boxes: &BTreeMap<Id, Rect>,
    wires: &BTreeMap<Id, (Id, Id)>,
    line_styles: &BTreeMap<Id, LineStyle>,
    budget: RoutingBudget,
) -> BTreeSet<Id> {
    let mut straight = BTreeSet::new();
    let mut between: BTreeMap<(Id, Id), usize> = BTreeMap::new();
    let mut routed: Vec<(Id, Rect)> = Vec::new();
    for (&id, &(from, to)) in wires {
        let is_routed = from != to && !line_styles.contains_key(&id);
        let (Some(&a), Some(&b), true) = (boxes.get(&from), boxes.get(&to), is_routed) else {
            continue;
        };
        let so_far = between.entry((from.min(to), from.max(to))).or_default();
        *so_far += 1;
        if *so_far > budget.between {
            straight.insert(id);
        } else {
            routed.push((id, a.union(b)));
        }
    }
    if routed.len() * routed.len() / 2 <= budget.pairs {
        return straight;
    }
    let mut pairs = 0;
    for (number, &(id, area)) in routed.iter().enumerate() {
        if pairs <= budget.pairs {
            let before = routed[..number].iter();
            pairs += before.filter(|(_, other)| other.intersects(area)).count();
        } else {
            straight.insert(id);
        }
    }
    straight
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Router, RoutingConstraints};
    use crate::model::pt;

    fn grid(count: u64) -> BTreeMap<Id, Rect> {
        let side = (count as f64).sqrt().ceil() as u64;
        let at = |n: u64| pt((n % side) as f64 * 288.0, (n / side) as f64 * 128.0);
        (0..count)
            .map(|n| (Id(n), Rect::from_center(at(n), 160.0, 64.0)))
            .collect()
    }

    /// Enough for a few lines.
    const SMALL: RoutingBudget = RoutingBudget {
        between: 3,
        pairs: 60,
        steps: 100,
        detach_steps: 1_000,
        crossing_steps: 500,
    };

    fn routed(boxes: &BTreeMap<Id, Rect>, wires: &BTreeMap<Id, (Id, Id)>) -> Router {
        let mut router = Router::with_budget(SMALL);
        router.update_routes(boxes, wires, &RoutingConstraints::default());
        router
    }

    /// All to all.
    fn dense(count: u64) -> BTreeMap<Id, (Id, Id)> {
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (Id(a), Id(b))));
        (100..).map(Id).zip(pairs).collect()
    }

    #[test]
    fn thousands_of_parallel_lines_are_all_drawn_and_stay_together() {
        let boxes = grid(2);
        let wires: BTreeMap<_, _> = (0..5_000).map(|n| (Id(10 + n), (Id(0), Id(1)))).collect();
        let mut router = Router::default();
        router.update_routes(&boxes, &wires, &RoutingConstraints::default());
        assert_eq!(router.routes().len(), wires.len());
        let all = router.routes().values().flat_map(|route| &route.points);
        assert!(
            all.clone()
                .all(|at| at.x.abs() < 1_000.0 && at.y.abs() < 1_000.0)
        );
    }

    #[test]
    fn in_a_dense_drawing_what_was_drawn_first_is_led_around() {
        let (boxes, wires) = (grid(14), dense(14));
        let straight = choose_straight(&boxes, &wires, &BTreeMap::new(), SMALL);
        assert!(straight.len() > 20 && straight.len() < wires.len() - 10);
        assert!(!straight.contains(&Id(100)) && straight.contains(wires.keys().last().unwrap()));
        assert_eq!(routed(&boxes, &wires).routes().len(), wires.len());
    }

    #[test]
    fn lines_to_neighbors_are_led_around_however_many_they_are() {
        let boxes = grid(2_500);
        let next = |n: u64| (Id(5_000 + n), (Id(n), Id(n + 1)));
        let wires = (0..2_499).map(next).collect();
        let usual = RoutingBudget::default();
        assert!(choose_straight(&boxes, &wires, &BTreeMap::new(), usual).is_empty());
    }

    /// What was routed before makes no difference to which lines are straight.
    #[test]
    fn a_step_at_a_time_gives_the_same_as_all_at_once() {
        let (mut boxes, wires) = (grid(14), dense(14));
        let mut router = routed(&boxes, &wires);
        for (moved, x) in [(7, 500.0), (2, 900.0), (7, 300.0)] {
            boxes.insert(Id(moved), Rect::from_center(pt(x, 700.0), 160.0, 64.0));
            router.update_routes(&boxes, &wires, &RoutingConstraints::default());
            assert_eq!(router.routes(), routed(&boxes, &wires).routes());
        }
    }
}
