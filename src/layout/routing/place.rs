//! Places lines one after another, in the order in which they came into the drawing, each beside those before it: so a
//! line stays where it is when another one is added. Only a line that shares a box with the new one, and that is crossed
//! by it, may be led another way.

use std::collections::BTreeMap;

use super::budget::RoutingBudget;
use super::candidate::{bounds_of_points, simplify};
use super::detach::{must_be_detached, shares_track};
use super::find_way::{WantedWay, find_way};
use super::nudge::nudge_line;
use super::obstacles::Obstacles;

use super::straighten::straighten_line;
use super::tracks::{TRACK, Track, count_crossings, tracks_of};
use crate::layout::Direction;
use crate::model::{Id, Pin, Point, Rect, Side, pt};

/// How far around a line and its boxes another way is looked for, and others can matter to it (world units).
const REACH: f64 = 192.0;

/// A line that is led to its ports, as what is to be placed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FittedLine {
    pub(super) id: Id,
    /// The numbers of its boxes.
    pub(super) ends: [usize; 2],
    pub(super) points: Vec<Point>,
    /// The sides at which the user wants it to begin and end.
    pub(super) sides: [Option<Side>; 2],
    /// What the user has put somewhere.
    pub(super) pins: Vec<Pin>,
}

/// What was worked out last time, by line and by the line that it was placed after: a line among the same boxes and lines
/// goes the same way.
#[derive(Debug, Default)]
pub(super) struct PlaceMemory {
    direction: Direction,
    ways: BTreeMap<(Id, Id), KnownWay>,
}

#[derive(Debug, Clone)]
struct KnownWay {
    /// What it went by: the line as it was, the tracks of others and the borders of zones near it, and where boxes matter.
    before: FittedLine,
    others: Vec<Track>,
    borders: Vec<Track>,
    seen: Rect,
    /// What came of it, and the steps that it took.
    after: Vec<Point>,
    steps: usize,
}

/// Places lines beside one another.
pub(super) struct LinePlacer<'a> {
    obstacles: &'a Obstacles,
    direction: Direction,
    /// So many steps are left to look for ways around others.
    steps: usize,
    /// So many of them are kept for lines that would share a track.
    reserve: usize,
    /// The borders of zones.
    borders: Vec<Track>,
    lines: Vec<FittedLine>,
    /// Where the lines placed so far run.
    tracks: Vec<(Rect, Vec<Track>)>,
    known: BTreeMap<(Id, Id), KnownWay>,
    found: BTreeMap<(Id, Id), KnownWay>,
}

impl<'a> LinePlacer<'a> {
    pub(super) fn new(
        obstacles: &'a Obstacles,
        direction: Direction,
        zones: &[Rect],
        budget: RoutingBudget,
    ) -> Self {
        Self {
            obstacles,
            direction,
            borders: zones.iter().flat_map(|zone| borders_of(*zone)).collect(),
            steps: budget.detach_steps,
            reserve: budget.detach_steps - budget.crossing_steps,
            lines: Vec::new(),
            tracks: Vec::new(),
            known: BTreeMap::new(),
            found: BTreeMap::new(),
        }
    }

    /// Places all lines; boxes have not changed where `unchanged` says so.
    pub(super) fn place_lines(
        mut self,
        lines: Vec<FittedLine>,
        unchanged: impl Fn(Rect) -> bool,
        memory: &mut PlaceMemory,
    ) -> Vec<Vec<Point>> {
        self.known = std::mem::take(&mut memory.ways);
        if memory.direction != self.direction {
            self.known.clear();
        }
        self.known.retain(|_, way| unchanged(way.seen));
        for line in lines {
            let number = self.lines.len();
            let after = line.id;
            let bounds = bounds_of_points(&line.points);
            self.lines.push(line);
            self.tracks.push((bounds, Vec::new()));
            self.place_line(number, after, Self::place_beside);
            let own = self.lines[number].ends;
            for other in 0..number {
                let line = &self.lines[other];
                let shares_box = line.ends.iter().any(|end| own.contains(end));
                if shares_box && line.pins.is_empty() && self.are_crossing(number, other) {
                    self.place_line(other, after, Self::lead_across_fewer);
                }
            }
        }
        memory.direction = self.direction;
        memory.ways = self.found;
        self.lines.into_iter().map(|line| line.points).collect()
    }

    fn are_crossing(&self, one: usize, other: usize) -> bool {
        let [(a, own), (b, others)] = [&self.tracks[one], &self.tracks[other]];
        let crosses = |track: &Track| {
            own.iter()
                .any(|own| track.is_crossed_by(own.level, own.at, own.span))
        };
        a.intersects(*b) && others.iter().any(crosses)
    }

    /// Places one line by `lead`, or as it was placed last time.
    fn place_line(
        &mut self,
        number: usize,
        after: Id,
        lead: fn(&mut Self, &FittedLine, Rect, &[Track]) -> Vec<Point>,
    ) {
        let mut line = self.lines[number].clone();
        let [a, b] = line.ends.map(|end| self.obstacles.rect(end));
        let region = bounds_of_points(&line.points)
            .union(a)
            .union(b)
            .expanded(REACH);
        let seen = region.expanded(2.0 * TRACK);
        let near = self.tracks.iter().enumerate();
        let others: Vec<Track> = near
            .filter(|(other, (bounds, _))| *other != number && bounds.intersects(seen))
            .flat_map(|(_, (_, tracks))| tracks)
            .filter(|track| track.bounds().intersects(seen))
            .copied()
            .collect();
        let borders = self.borders.iter();
        let borders = borders.filter(|border| border.bounds().intersects(seen));
        let borders: Vec<Track> = borders.copied().collect();
        let same = |way: &KnownWay| {
            let same_around = way.others == others && way.borders == borders;
            way.before == line && same_around && way.steps + self.reserve < self.steps
        };
        let key = (line.id, after);
        let way = match self.known.remove(&key).filter(same) {
            Some(way) => {
                self.steps -= way.steps;
                way
            }
            None => {
                let left = self.steps;
                let after = lead(self, &line, region, &others);
                KnownWay {
                    before: line.clone(),
                    others,
                    borders,
                    seen,
                    after,
                    steps: left - self.steps,
                }
            }
        };
        line.points.clone_from(&way.after);
        let tracks: Vec<Track> = tracks_of(&line.points).collect();
        self.tracks[number] = (bounds_of_points(&line.points), tracks);
        self.lines[number] = line;
        if self.steps > self.reserve {
            self.found.insert(key, way);
        }
    }

    /// A new line beside all others: apart from them where there is room, or else another way.
    fn place_beside(&mut self, line: &FittedLine, region: Rect, others: &[Track]) -> Vec<Point> {
        let mut points = line.points.clone();
        simplify(&mut points);
        nudge_line(
            self.obstacles,
            &mut points,
            &line.pins,
            (others, &self.borders),
        );
        simplify(&mut points);
        if !line.pins.is_empty() {
            return points;
        }
        if must_be_detached(self.obstacles, line.ends, &points, others) {
            points = self.other_way(line, region, others).unwrap_or(points);
        } else if count_crossings(&points, others) > 0 {
            points = self.fewer_crossings(line, points, region, others);
        }
        straighten_line(self.obstacles, line.ends, &mut points, others);
        points
    }

    /// A line that was placed before, another way if it crosses fewer lines there.
    fn lead_across_fewer(
        &mut self,
        line: &FittedLine,
        region: Rect,
        others: &[Track],
    ) -> Vec<Point> {
        let points = line.points.clone();
        let mut points = self.fewer_crossings(line, points, region, others);
        if points != line.points {
            straighten_line(self.obstacles, line.ends, &mut points, others);
        }
        points
    }

    fn fewer_crossings(
        &mut self,
        line: &FittedLine,
        points: Vec<Point>,
        region: Rect,
        others: &[Track],
    ) -> Vec<Point> {
        if self.steps <= self.reserve {
            return points;
        }
        let before = count_crossings(&points, others);
        self.other_way(line, region, others)
            .filter(|found| count_crossings(found, others) < before)
            .unwrap_or(points)
    }

    /// The cheapest way around the boxes and beside the other lines.
    fn other_way(
        &mut self,
        line: &FittedLine,
        region: Rect,
        others: &[Track],
    ) -> Option<Vec<Point>> {
        let wanted = WantedWay {
            boxes: line.ends,
            sides: line.sides,
            direction: self.direction,
        };
        find_way(self.obstacles, wanted, (region, others), &mut self.steps)
            .filter(|found| !shares_track(found, others))
    }
}

/// The four sides of a zone.
fn borders_of(zone: Rect) -> impl Iterator<Item = Track> {
    let corners = [
        zone.min,
        pt(zone.max.x, zone.min.y),
        zone.max,
        pt(zone.min.x, zone.max.y),
    ];
    (0..4).filter_map(move |side| Track::between(corners[side], corners[(side + 1) % 4]))
}
