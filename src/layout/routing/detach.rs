//! Leads lines anew that share a track with another one, or that end where their head cannot be seen: around the boxes and
//! beside the other lines as they are now, which stay where they are.
//!
//! What cannot be solved within the budget stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::candidate::bounds_of_points;
use super::obstacles::Obstacles;
use super::sparse_grid::find_way;
use super::tracks::{TRACK, Track, sharing_pairs, tracks_of};
use crate::layout::Direction;
use crate::model::{Point, Rect};

/// A last stretch shorter than this hides the head of its line (world units).
const HEAD_ROOM: f64 = 14.0;
/// How far around a line and its boxes another way is looked for (world units).
const REACH: f64 = 192.0;
/// How often all lines are looked at.
const ROUNDS: usize = 6;

/// What is worked with: the boxes, the lines, and what of them may be changed.
pub(super) struct Detacher<'a> {
    pub(super) obstacles: &'a Obstacles,
    /// Of each line, the numbers of its boxes.
    pub(super) ends: &'a [[usize; 2]],
    /// The lines that the user has put somewhere.
    pub(super) fixed: &'a [bool],
    pub(super) direction: Direction,
    /// How many nodes of grids may be looked at for all lines together.
    pub(super) steps: usize,
}

impl Detacher<'_> {
    /// Leads lines anew until none shares a track with another one, as far as that can be done.
    pub(super) fn detach_lines(&self, lines: &mut [Vec<Point>]) {
        let mut steps = self.steps;
        for _ in 0..ROUNDS {
            if steps == 0 {
                return;
            }
            let pairs = sharing_pairs(lines);
            let mut waiting: Vec<usize> = (0..lines.len())
                .filter(|&line| self.hides_head(line, &lines[line]))
                .collect();
            waiting.extend(self.lines_to_move(&pairs));
            let mut moved = false;
            // A line that finds no way leaves it to those it lies on.
            let mut partners = BTreeSet::new();
            for &line in &waiting {
                match self.detach_line(line, lines, &mut steps) {
                    Some(done) => moved |= done,
                    None => partners.extend(pairs.iter().filter_map(|&(a, b)| match line {
                        line if line == a => Some(b),
                        line if line == b => Some(a),
                        _ => None,
                    })),
                }
            }
            for line in partners {
                moved |=
                    !self.fixed[line] && self.detach_line(line, lines, &mut steps) == Some(true);
            }
            if !moved {
                return;
            }
        }
    }

    /// Leads one line anew if it still must be; says whether it was, and nothing if there is no way for it.
    fn detach_line(
        &self,
        line: usize,
        lines: &mut [Vec<Point>],
        steps: &mut usize,
    ) -> Option<bool> {
        // Looking through all lines is work too.
        *steps = steps.saturating_sub(lines.len());
        if *steps == 0 {
            return Some(false);
        }
        // Another one may have made way already.
        if tracks_shared(line, &lines[line], lines) == 0 && !self.hides_head(line, &lines[line]) {
            return Some(false);
        }
        let found = self.other_way(line, lines, steps)?;
        if tracks_shared(line, &found, lines) > 0 {
            return None;
        }
        lines[line] = found;
        Some(true)
    }

    /// Lines that would free all others if they were led elsewhere: those with most conflicts first, and of equals the
    /// one that was drawn last makes way.
    fn lines_to_move(&self, pairs: &BTreeSet<(usize, usize)>) -> Vec<usize> {
        let mut left: Vec<(usize, usize)> = pairs.iter().copied().collect();
        let mut chosen = Vec::new();
        while !left.is_empty() {
            let mut counts = BTreeMap::new();
            for &(a, b) in &left {
                for line in [a, b] {
                    if !self.fixed[line] {
                        *counts.entry(line).or_insert(0) += 1;
                    }
                }
            }
            let Some((&line, _)) = counts.iter().max_by_key(|&(&line, &count)| (count, line))
            else {
                break;
            };
            chosen.push(line);
            left.retain(|&(a, b)| a != line && b != line);
        }
        chosen
    }

    /// Whether a line ends under its own box or too short before it for its head.
    fn hides_head(&self, line: usize, points: &[Point]) -> bool {
        if self.fixed[line] || points.len() < 3 {
            return false;
        }
        let enters_own = self.ends[line].iter().any(|&number| {
            let inside = self.obstacles.rect(number).expanded(-0.5);
            let mut stretches = points.windows(2);
            stretches.any(|p| Rect::from_corners(p[0], p[1]).intersects(inside))
        });
        let last = points.len() - 1;
        let head = points[last].distance(points[last - 1]);
        enters_own || head < HEAD_ROOM - 1e-6
    }

    /// Another way for a line, beside all others.
    fn other_way(
        &self,
        line: usize,
        lines: &[Vec<Point>],
        steps: &mut usize,
    ) -> Option<Vec<Point>> {
        let boxes = self.ends[line];
        let [a, b] = boxes.map(|number| self.obstacles.rect(number));
        let region = bounds_of_points(&lines[line])
            .union(a)
            .union(b)
            .expanded(REACH);
        let others = lines.iter().enumerate().filter(|(other, _)| *other != line);
        let tracks: Vec<Track> = others
            .flat_map(|(other, points)| tracks_of(other, points))
            .filter(|track| track.bounds().intersects(region))
            .collect();
        find_way(
            self.obstacles,
            boxes,
            (region, &tracks),
            self.direction,
            steps,
        )
    }
}

/// How many stretches of other lines a line would share.
fn tracks_shared(line: usize, own: &[Point], lines: &[Vec<Point>]) -> usize {
    let bounds = bounds_of_points(own).expanded(TRACK);
    let own: Vec<Track> = tracks_of(line, own).collect();
    let others = lines.iter().enumerate().filter(|(other, _)| *other != line);
    others
        .flat_map(|(other, points)| tracks_of(other, points))
        .filter(|track| bounds.intersects(track.bounds()))
        .map(|track| {
            own.iter()
                .filter(|own| track.is_shared_with(own.level, own.at, own.span))
                .count()
        })
        .sum()
}
