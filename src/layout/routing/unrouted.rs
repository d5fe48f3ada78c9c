//! Lines that do not go around anything: straight ones and curves.

use std::collections::BTreeMap;

use super::route::Route;
use super::side::Side;
use crate::model::{Id, LineStyle, Point, Rect, Vector, vector};

/// How far lines between the same two boxes lie apart (world units).
const APART: f64 = 12.0;
/// How far apart the outermost of them lie at most (world units): as far as a box is high.
const WIDEST: f64 = 64.0;
/// Into how many straight parts a curve is cut.
const PARTS: u32 = 24;
/// How far a curve goes straight on at least before it bends (world units).
const STIFF: f64 = 40.0;

/// The lines of connections that are straight or curved.
pub(super) fn draw_unrouted(
    boxes: &BTreeMap<Id, Rect>,
    wires: &BTreeMap<Id, (Id, Id)>,
    line_styles: &BTreeMap<Id, LineStyle>,
) -> Vec<(Id, Route)> {
    let mut between: BTreeMap<(Id, Id), Vec<Id>> = BTreeMap::new();
    for &id in line_styles.keys() {
        if let Some(&(a, b)) = wires.get(&id).filter(|(a, b)| a != b) {
            between.entry((a.min(b), a.max(b))).or_default().push(id);
        }
    }
    let mut routes = Vec::new();
    for lines in between.values() {
        let apart = APART.min(WIDEST / lines.len() as f64);
        for (place, &id) in lines.iter().enumerate() {
            let (a, b) = wires[&id];
            let (Some(&from), Some(&to)) = (boxes.get(&a), boxes.get(&b)) else {
                continue;
            };
            if !from.is_finite() || !to.is_finite() {
                continue;
            }
            // Whatever its direction, a line is moved to the same side as seen from the first of the two boxes.
            let turned = if a < b { 1.0 } else { -1.0 };
            let by = turned * apart * (place as f64 - (lines.len() as f64 - 1.0) / 2.0);
            let points = match line_styles[&id] {
                LineStyle::Curved => curve_points(from, to, by),
                LineStyle::Straight | LineStyle::Orthogonal => straight_points(from, to, by),
            };
            routes.push((id, Route { points }));
        }
    }
    routes
}

/// From border to border along the line between the middles, moved aside by so much.
fn straight_points(from: Rect, to: Rect, aside: f64) -> Vec<Point> {
    let (a, b) = (from.center(), to.center());
    let length = a.distance(b);
    let by = if length > 0.0 {
        vector(-(b.y - a.y) / length, (b.x - a.x) / length) * aside
    } else {
        Vector::ZERO
    };
    let ends = [from.border_toward(b), to.border_toward(a)];
    ends.map(|end| end + by).to_vec()
}

/// A curve that leaves and enters at right angles, at the sides that face each other.
fn curve_points(from: Rect, to: Rect, aside: f64) -> Vec<Point> {
    let away = to.center() - from.center();
    let level = (away.x.abs() - f64::midpoint(from.width(), to.width()))
        >= (away.y.abs() - f64::midpoint(from.height(), to.height()));
    let [out, enter] = match (level, away.x >= 0.0, away.y >= 0.0) {
        (true, true, _) => [Side::Right, Side::Left],
        (true, false, _) => [Side::Left, Side::Right],
        (false, _, true) => [Side::Bottom, Side::Top],
        (false, _, false) => [Side::Top, Side::Bottom],
    };
    let by = if level {
        vector(0.0, aside)
    } else {
        vector(aside, 0.0)
    };
    let (start, end) = (out.edge_middle(from) + by, enter.edge_middle(to) + by);
    let stiff = (start.distance(end) / 2.0).max(STIFF);
    let handles = [
        start,
        out.move_outward(start, stiff),
        enter.move_outward(end, stiff),
        end,
    ];
    let at = |part: u32| bezier_point(handles, f64::from(part) / f64::from(PARTS));
    (0..=PARTS).map(at).collect()
}

/// The point at a part (0 to 1) of a cubic Bézier curve, by de Casteljau's construction.
fn bezier_point([a, b, c, d]: [Point; 4], part: f64) -> Point {
    let between = b.lerp(c, part);
    let (before, after) = (a.lerp(b, part), c.lerp(d, part));
    before
        .lerp(between, part)
        .lerp(between.lerp(after, part), part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pt;

    fn two() -> BTreeMap<Id, Rect> {
        let rect = |x, y| Rect::from_center(pt(x, y), 160.0, 64.0);
        [(Id(1), rect(0.0, 0.0)), (Id(2), rect(400.0, 0.0))].into()
    }

    #[test]
    fn lines_run_from_border_to_border_beside_each_other() {
        let wires = [(Id(3), (Id(1), Id(2))), (Id(4), (Id(2), Id(1)))].into();
        let line_styles = [(Id(3), LineStyle::Straight), (Id(4), LineStyle::Straight)].into();
        let routes: BTreeMap<Id, Route> = draw_unrouted(&two(), &wires, &line_styles)
            .into_iter()
            .collect();
        assert_eq!(routes[&Id(3)].points, [pt(80.0, -6.0), pt(320.0, -6.0)]);
        assert_eq!(routes[&Id(4)].points, [pt(320.0, 6.0), pt(80.0, 6.0)]);
    }

    #[test]
    fn a_curve_leaves_and_enters_at_the_sides_that_face_each_other() {
        let wires = [(Id(3), (Id(1), Id(2)))].into();
        let line_styles = [(Id(3), LineStyle::Curved)].into();
        let routes = draw_unrouted(&two(), &wires, &line_styles);
        let points = &routes[0].1.points;
        assert_eq!(
            (points[0], points[points.len() - 1]),
            (pt(80.0, 0.0), pt(320.0, 0.0))
        );
    }
}
