//! How a connection looks: its line with round corners and its head.

use ecolor::Color32;

use super::component::{MISSING_DASH, PREVIEW_DASH, stack_overhang};
use super::health_marks::run_state_badge;
use super::input::{DetailLevel, ItemState, SceneInput};
use super::scene_builder::SceneBuilder;
use super::{Face, Geometry, Stroke, icon};
use crate::layout::LabelText;
use crate::model::{Component, Connection, Id, Point, Rect, Timing, Vector, vector};

const WIDTH: f64 = 1.5;
/// Lines stay between these widths on the screen.
const SCREEN_WIDTH: std::ops::RangeInclusive<f64> = 1.1..=1.75;
const CORNER: f64 = 8.0;
/// How far before a border a line ends.
const GAP: f64 = 2.0;
const HEAD_LENGTH: f64 = 8.0;
const HEAD_WIDTH: f64 = 7.0;
/// How far from a border the head of an arrow at it reaches (world units).
pub const HEAD_REACH: f64 = GAP + HEAD_LENGTH;
pub(super) const ASYNC_DASH: &[f64] = &[6.0, 4.0];

/// A connection ready to be drawn.
pub(super) struct ConnectionLine<'a> {
    pub(super) id: Id,
    pub(super) points: Vec<Point>,
    pub(super) item: &'a Connection,
    /// What is written on it, if anything.
    pub(super) label: Option<LabelText>,
    timing: Timing,
    stroke: Stroke,
    pub(super) color: Color32,
    /// The mark and color of what is wrong with it, or that it would go away.
    badge: Option<(char, Color32)>,
}

impl ConnectionLine<'_> {
    pub(super) fn bounds(&self) -> Rect {
        let first = Rect {
            min: self.points[0],
            max: self.points[0],
        };
        self.points
            .iter()
            .fold(first, |all, &p| all.union(Rect { min: p, max: p }))
            .expanded(HEAD_WIDTH)
    }

    /// The places that no pill may cover: its head, and its mark where it has one.
    pub(super) fn kept_clear(&self, input: &SceneInput<'_>) -> impl Iterator<Item = Rect> {
        let square = |center, side| Rect::from_center(center, side, side);
        let head = self.points.last();
        let head = head.map(|&tip| square(tip, 2.0 * HEAD_LENGTH));
        let badge = self.has_badge().then(|| self.middle()).flatten();
        let badge = badge.map(|center| square(center, 2.0 * badge_radius(input)));
        head.into_iter().chain(badge)
    }

    /// Whether a mark lies in its middle.
    pub(super) fn has_badge(&self) -> bool {
        self.badge.is_some()
    }

    /// The middle of its longest stretch.
    pub(super) fn middle(&self) -> Option<Point> {
        let stretches = self.points.windows(2);
        let longest = stretches.max_by(|a, b| a[0].distance(a[1]).total_cmp(&b[0].distance(b[1])));
        longest.map(|ends| ends[0].lerp(ends[1], 0.5))
    }
}

/// Of the mark in the middle of a line: never too small to see.
fn badge_radius(input: &SceneInput<'_>) -> f64 {
    const RADIUS: f64 = 8.0;
    const SMALLEST: f64 = 5.5;
    RADIUS.max(SMALLEST / input.zoom)
}

/// Finds the line, width and color of a connection; none where it has no route.
pub(super) fn connection_line<'a>(
    input: &SceneInput<'_>,
    id: Id,
    item: &'a Connection,
) -> Option<ConnectionLine<'a>> {
    let mut points = shorten_ends(&input.routes.get(&id)?.points);
    keep_off_stack(&mut points, input.design.component(item.to));
    if points.len() < 2 {
        return None;
    }
    let p = input.palette;
    let semantics = input.design.semantics(item);
    let dead = input.is_down(item.from) || input.is_down(item.to);
    let health = input.health.get(&id);
    let ails = health.and_then(|health| run_state_badge(health.run_state, p));
    let ails = ails.map(|(mark, _, colors)| (mark, colors.fill));
    let (width, color) = match input.state(id) {
        ItemState::Hovered => (2.0, p.text_primary),
        ItemState::Selected | ItemState::Highlighted => (2.5, p.accent_fill),
        ItemState::Preview => (WIDTH, p.accent_fill),
        ItemState::Missing | ItemState::Removed => (WIDTH, p.text_tertiary),
        _ if ails.is_some() => (2.0, ails.map_or(p.connection_line, |(_, color)| color)),
        _ if dead => (WIDTH, p.line_default),
        _ => (WIDTH, p.connection_line),
    };
    let width = (width * input.zoom).clamp(*SCREEN_WIDTH.start(), SCREEN_WIDTH.end().max(width))
        / input.zoom;
    let dash: &'static [f64] = match input.state(id) {
        ItemState::Preview => PREVIEW_DASH,
        ItemState::Missing | ItemState::Removed => MISSING_DASH,
        _ if semantics.timing == Timing::Async => ASYNC_DASH,
        _ => &[],
    };
    let stroke = Stroke {
        width,
        color,
        dash,
        round: dash == MISSING_DASH,
    };
    Some(ConnectionLine {
        id,
        points,
        item,
        label: LabelText::of_connection(item, &semantics),
        timing: semantics.timing,
        stroke,
        color,
        badge: if input.state(id) == ItemState::Removed {
            Some((icon::X, p.critical.fill))
        } else {
            ails
        },
    })
}

pub(super) fn draw_connection(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    line: &ConnectionLine<'_>,
) {
    let Some((&tip, rest)) = line.points.split_last() else {
        return;
    };
    let Some(&before) = rest.last() else { return };
    let along = unit_vector(tip - before);
    let mut path = round_corners(&line.points);
    let filled = line.timing == Timing::Sync && input.detail > DetailLevel::Blocks;
    if let Some(last) = path.last_mut().filter(|_| filled) {
        // The line stops inside its head, or its blunt end would show beyond the tip.
        *last = tip - along * (HEAD_LENGTH / 2.0);
    }
    pen.path(path, false, Color32::TRANSPARENT, line.stroke);
    if input.detail > DetailLevel::Blocks {
        draw_arrow_head(pen, line, tip, along);
    }
}

/// The mark in the middle of a line that would go away or that something is wrong with.
pub(super) fn draw_badge(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    line: &ConnectionLine<'_>,
) {
    if input.detail == DetailLevel::Blocks {
        return;
    }
    let Some(((mark, color), center)) = line.badge.zip(line.middle()) else {
        return;
    };
    let p = input.palette;
    let radius = badge_radius(input);
    pen.add_shape(Geometry::Circle {
        center,
        radius,
        fill: color,
        stroke: Stroke::solid(1.5, p.canvas_fill),
    });
    pen.icon(center, 1.5 * radius, Face::Icons, mark, p.surface_raised);
}

fn draw_arrow_head(pen: &mut SceneBuilder, line: &ConnectionLine<'_>, tip: Point, along: Vector) {
    let side = vector(-along.y, along.x) * (HEAD_WIDTH / 2.0);
    let back = tip - along * HEAD_LENGTH;
    match line.timing {
        Timing::Sync => pen.path(
            vec![tip, back + side, back - side],
            true,
            line.color,
            Stroke::NONE,
        ),
        Timing::Async => {
            let stroke = Stroke {
                dash: &[],
                ..line.stroke
            };
            pen.path(
                vec![back + side, tip, back - side],
                false,
                Color32::TRANSPARENT,
                stroke,
            );
        }
    }
}

fn unit_vector(v: Vector) -> Vector {
    let length = v.length();
    if length > 0.0 {
        v * (1.0 / length)
    } else {
        vector(1.0, 0.0)
    }
}

/// The line without the gaps it leaves before the borders.
fn shorten_ends(points: &[Point]) -> Vec<Point> {
    let mut points = points.to_vec();
    points.dedup();
    if points.len() < 2 {
        return Vec::new();
    }
    let cut = |end: Point, next: Point| {
        let away = next - end;
        if away.length() > 2.0 * GAP {
            end + unit_vector(away) * GAP
        } else {
            end
        }
    };
    let last = points.len() - 1;
    points[last] = cut(points[last], points[last - 1]);
    points
}

/// Ends a line before the outlines that stand for replicas, to the right of a box and below it: they would hide its head.
fn keep_off_stack(points: &mut [Point], target: Option<&Component>) {
    let (Some(target), [.., before, end]) = (target, points) else {
        return;
    };
    let by = stack_overhang(target);
    let away = unit_vector(*before - *end);
    let from_stack = away.x > 0.5 || away.y > 0.5;
    if from_stack && before.distance(*end) > by + HEAD_LENGTH / 2.0 {
        *end = *end + away * by;
    }
}

/// The line with its corners rounded, as short straight stretches.
fn round_corners(points: &[Point]) -> Vec<Point> {
    const STEPS: usize = 5;
    let mut path = vec![points[0]];
    for corner in points.windows(3) {
        let [before, at, after] = [corner[0], corner[1], corner[2]];
        let radius = CORNER
            .min(before.distance(at) / 2.0)
            .min(at.distance(after) / 2.0);
        let (from, to) = (
            at + unit_vector(before - at) * radius,
            at + unit_vector(after - at) * radius,
        );
        // A quadratic curve with the corner as its control point.
        path.extend((0..=STEPS).map(|step| {
            let t = step as f64 / STEPS as f64;
            from.lerp(at, t).lerp(at.lerp(to, t), t)
        }));
    }
    path.push(points[points.len() - 1]);
    path
}
