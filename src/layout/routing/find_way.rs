//! Finds a way for one line beside all others: straight where two sides face each other, else on a sparse grid.

use super::candidate::TIGHT;
use super::obstacles::Obstacles;
use super::side::{Side, allows};
use super::sparse_grid::{CORNER, SparseGrid, port_places};
use super::tracks::Track;
use crate::layout::Direction;
use crate::model::{Point, Rect};

/// What a way is looked for between.
#[derive(Debug, Clone, Copy)]
pub(super) struct WantedWay {
    /// The numbers of the two boxes.
    pub(super) boxes: [usize; 2],
    /// Their sides, where the user has chosen them.
    pub(super) sides: [Option<Side>; 2],
    /// The direction of the drawing.
    pub(super) direction: Direction,
}

/// The cheapest way between two boxes within a region, beside the tracks of all other lines there;
/// what is done is taken off `steps`.
pub(super) fn find_way(
    obstacles: &Obstacles,
    wanted: WantedWay,
    (region, tracks): (Rect, &[Track]),
    steps: &mut usize,
) -> Option<Vec<Point>> {
    let WantedWay {
        boxes,
        sides,
        direction,
    } = wanted;
    let [a, b] = boxes.map(|number| obstacles.rect(number));
    let grid = SparseGrid::new(obstacles, boxes, region, tracks)?;
    if let Some(straight) = straight_way([a, b], sides, &grid) {
        return Some(straight);
    }
    // Making a grid is work too.
    *steps = steps.saturating_sub(grid.node_count() / 8);
    let starts = grid.ports(a, sides[0], direction);
    let goals = grid.ports(b, sides[1], direction);
    grid.find_path(&starts, &goals, steps)
}

/// A straight line between sides that face each other, as near to their middles as it gets.
fn straight_way(
    [a, b]: [Rect; 2],
    sides: [Option<Side>; 2],
    grid: &SparseGrid,
) -> Option<Vec<Point>> {
    for out in Side::ALL {
        if !allows(sides[0], out) || !allows(sides[1], out.opposite()) {
            continue;
        }
        let (from, to) = (out.edge(a), out.opposite().edge(b));
        if (to - from) * out.sign() <= TIGHT {
            continue;
        }
        let (own, other) = (out.edge_span(a), out.edge_span(b));
        let (low, high) = (own.0.max(other.0), own.1.min(other.1));
        if high - low < 2.0 * CORNER {
            continue;
        }
        let span = (from.min(to), from.max(to));
        let level = out.is_level();
        let middle = f64::midpoint(low, high);
        let mut places: Vec<f64> = port_places(low, high).collect();
        places.sort_by(|x, y| (x - middle).abs().total_cmp(&(y - middle).abs()));
        let free = places
            .into_iter()
            .find(|&at| !grid.is_blocked(level, at, span));
        if let Some(at) = free {
            return Some(vec![
                out.point_on_edge(a, at),
                out.opposite().point_on_edge(b, at),
            ]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pt;

    #[test]
    fn a_way_already_found_is_kept_when_the_steps_run_out() {
        let rect = |x, y| Rect::from_corners(pt(x, y), pt(x + 60.0, y + 40.0));
        let obstacles = Obstacles::new(vec![rect(0.0, 0.0), rect(200.0, 150.0)]);
        let region = Rect::from_corners(pt(-80.0, -80.0), pt(340.0, 270.0));
        let find = |steps: &mut usize| {
            let wanted = WantedWay {
                boxes: [0, 1],
                sides: [None, None],
                direction: Direction::Right,
            };
            find_way(&obstacles, wanted, (region, &[]), steps).is_some()
        };
        let mut left = 100_000;
        assert!(find(&mut left));
        let needed_to_be_sure = 100_000 - left;
        assert!(find(&mut (needed_to_be_sure - 1)));
    }
}
