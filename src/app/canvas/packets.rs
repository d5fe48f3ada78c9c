//! Requests as dots that move along the connections: the more calls a second, the faster and the denser.

use std::collections::BTreeMap;
use std::time::Duration;

use egui::Painter;

use super::camera::Camera;
use crate::layout::Route;
use crate::model::{Id, Point};
use crate::scene::Palette;

/// What moves along one connection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pulse {
    /// Calls a second (rps).
    pub rps: f64,
    /// The work goes against the arrow: a consumer drawn as pulling from its queue.
    pub reversed: bool,
}

/// Time between two pictures of a movement: thirty a second look smooth and leave the processor half asleep.
pub(super) const PICTURE: Duration = Duration::from_millis(33);

/// World units a second at one call a second, and what each tenfold adds.
const SPEED: f64 = 45.0;
const FASTER: f64 = 32.0;
/// World units between dots at one call a second, and what each tenfold takes away.
const APART: f64 = 84.0;
const CLOSER: f64 = 11.0;
const CLOSEST: f64 = 22.0;
/// The radius of a dot (screen points).
const RADIUS: f32 = 2.6;
/// Dots stay away from the ends, where heads and boxes are (world units).
const MARGIN: f64 = 6.0;

/// Where the dots of a connection of this length are at a time (seconds), as distances from its start.
fn packet_places(length: f64, pulse: Pulse, time: f64) -> impl Iterator<Item = f64> {
    let tenfolds = pulse.rps.max(1.0).log10();
    let apart = (APART - CLOSER * tenfolds).max(CLOSEST);
    let speed = SPEED + FASTER * tenfolds;
    let room = (length - 2.0 * MARGIN).max(0.0);
    let first = (time * speed).rem_euclid(apart);
    let count = if pulse.rps > 0.0 && room > first {
        ((room - first) / apart) as usize + 1
    } else {
        0
    };
    (0..count.min(512)).map(move |index| {
        let along = MARGIN + first + index as f64 * apart;
        if pulse.reversed {
            length - along
        } else {
            along
        }
    })
}

/// The point at a distance from the start of a line.
fn point_at(points: &[Point], mut along: f64) -> Option<Point> {
    for ends in points.windows(2) {
        let length = ends[0].distance(ends[1]);
        if along <= length && length > 0.0 {
            return Some(ends[0].lerp(ends[1], along / length));
        }
        along -= length;
    }
    points.last().copied()
}

/// Paints the dots; says whether any are in sight and move.
pub(super) fn paint(
    painter: &Painter,
    camera: &Camera,
    p: &Palette,
    (routes, pulses): (&BTreeMap<Id, Route>, &BTreeMap<Id, Pulse>),
    time: f64,
) -> bool {
    let visible = camera.visible_rect();
    let mut any = false;
    for (id, &pulse) in pulses {
        let Some(route) = routes.get(id).filter(|_| pulse.rps > 0.0) else {
            continue;
        };
        let stretches = route.points.windows(2);
        let length: f64 = stretches.map(|ends| ends[0].distance(ends[1])).sum();
        for along in packet_places(length, pulse, time) {
            let Some(at) = point_at(&route.points, along).filter(|at| visible.contains(*at)) else {
                continue;
            };
            any = true;
            let at = camera.screen_from_world(at);
            painter.circle_filled(at, RADIUS + 1.2, p.canvas_fill);
            painter.circle_filled(at, RADIUS, p.accent_fill);
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::pt;

    fn pulse(rps: f64) -> Pulse {
        Pulse {
            rps,
            reversed: false,
        }
    }

    #[test]
    fn more_calls_are_faster_and_denser_and_none_are_nothing() {
        let count = |rps| packet_places(1_000.0, pulse(rps), 0.0).count();
        assert_eq!(count(0.0), 0);
        assert!(count(10_000.0) > count(1.0));
        let first = |rps, time| packet_places(1_000.0, pulse(rps), time).next().unwrap();
        assert!(first(10_000.0, 0.1) > first(1.0, 0.1));
    }

    #[test]
    fn dots_stay_on_the_line_and_go_with_the_work() {
        for time in [0.0, 0.37, 12.5, 1e6] {
            for length in [0.0, 5.0, 30.0, 400.0] {
                for along in packet_places(length, pulse(500.0), time) {
                    assert!((0.0..=length).contains(&along), "{along} of {length}");
                }
            }
        }
        let back = Pulse {
            rps: 1.0,
            reversed: true,
        };
        let along = |time| packet_places(400.0, back, time).next().unwrap();
        assert!(along(0.2) < along(0.1));
    }

    #[test]
    fn a_distance_along_a_bent_line_is_found() {
        let line = [pt(0.0, 0.0), pt(10.0, 0.0), pt(10.0, 10.0)];
        assert_eq!(point_at(&line, 15.0), Some(pt(10.0, 5.0)));
        assert_eq!(point_at(&line, 99.0), Some(pt(10.0, 10.0)));
        assert_eq!(point_at(&[], 1.0), None);
    }
}
