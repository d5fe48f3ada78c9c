//! Graphviz's `dot` on the same graphs, for comparison: run by hand, where it is installed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use boxdrill::model::{Design, Id, Point, Rect, pt};
use boxdrill::scene;

use super::measure::Lines;

/// Graphviz counts in inches.
const INCH: f64 = 72.0;
/// Into how many straight parts a curve is cut.
const PARTS: u32 = 12;

/// How `dot` draws lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Splines {
    /// As it does best.
    Curved,
    /// Level and upright, as ours are.
    Orthogonal,
}

/// What `dot` made of a design.
pub(super) struct Drawing {
    pub(super) boxes: BTreeMap<Id, Rect>,
    pub(super) lines: Lines,
    /// Thousands of square world units.
    pub(super) area: f64,
    /// With the start of the program.
    pub(super) time: Duration,
}

impl Drawing {
    /// How often its level and upright lines turn.
    pub(super) fn bends(&self) -> usize {
        let level = |a: Point, b: Point| (a.x - b.x).abs() > (a.y - b.y).abs();
        let lines = self.lines.iter().map(|(_, points)| {
            let mut ways: Vec<bool> = points
                .windows(2)
                .filter(|pair| pair[0].distance(pair[1]) > 0.5)
                .map(|pair| level(pair[0], pair[1]))
                .collect();
            ways.dedup();
            ways.len().saturating_sub(1)
        });
        lines.sum()
    }
}

/// Lets `dot` place and connect the components of a design within their zones.
pub(super) fn draw(design: &Design, splines: Splines) -> Drawing {
    let started = Instant::now();
    let plain = run(&source(design, splines));
    let time = started.elapsed();
    let mut drawing = Drawing {
        boxes: BTreeMap::new(),
        lines: Lines::new(),
        area: 0.0,
        time,
    };
    for line in plain.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words[0] {
            "graph" => drawing.area = length(words[2]) * length(words[3]) / 1e3,
            "node" => {
                let [x, y, wide, high] = [2, 3, 4, 5].map(|n| length(words[n]));
                let rect = Rect::from_center(pt(x, y), wide, high);
                drawing.boxes.insert(id(words[1]), rect);
            }
            "edge" => {
                let count: usize = words[3].parse().expect("a number");
                let places = words[4..4 + 2 * count].chunks(2);
                let points: Vec<Point> = places
                    .map(|pair| pt(length(pair[0]), length(pair[1])))
                    .collect();
                let ends = [id(words[1]), id(words[2])];
                drawing.lines.push((ends, flat(&points)));
            }
            _ => {}
        }
    }
    drawing
}

fn length(inches: &str) -> f64 {
    INCH * inches.parse::<f64>().expect("a number")
}

fn id(word: &str) -> Id {
    Id(word.parse().expect("an id"))
}

fn source(design: &Design, splines: Splines) -> String {
    // Room for labels and between rows as ours.
    let mut text = String::from(
        "digraph { rankdir=LR; nodesep=0.9; ranksep=1.7; node [shape=box, fixedsize=true, label=\"\"];\n",
    );
    if splines == Splines::Orthogonal {
        text.push_str("splines=ortho;\n");
    }
    contents(design, None, &mut text);
    for (_, c) in design.connections().filter(|(_, c)| c.from != c.to) {
        _ = writeln!(text, "{} -> {};", c.from.0, c.to.0);
    }
    text.push('}');
    text
}

fn contents(design: &Design, zone: Option<Id>, text: &mut String) {
    for (id, item) in design.components().filter(|(_, c)| c.parent == zone) {
        let rect = scene::component_rect(item);
        let (wide, high) = (rect.width() / INCH, rect.height() / INCH);
        _ = writeln!(text, "{} [width={wide:.3}, height={high:.3}];", id.0);
    }
    for (id, _) in design.zones().filter(|(_, z)| z.parent == zone) {
        _ = writeln!(text, "subgraph cluster_{} {{ margin=16;", id.0);
        contents(design, Some(id), text);
        text.push_str("}\n");
    }
}

fn run(source: &str) -> String {
    let mut dot = Command::new("dot")
        .arg("-Tplain")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Graphviz is installed");
    let mut input = dot.stdin.take().expect("its input is a pipe");
    input.write_all(source.as_bytes()).expect("dot reads");
    drop(input);
    let output = dot.wait_with_output().expect("dot ends");
    String::from_utf8(output.stdout).expect("dot writes text")
}

/// A chain of cubic curves as straight parts.
fn flat(points: &[Point]) -> Vec<Point> {
    let mut path = vec![points[0]];
    for start in (0..points.len() - 1).step_by(3) {
        let handles = [0, 1, 2, 3].map(|n| points[start + n]);
        path.extend((1..=PARTS).map(|part| bezier(handles, f64::from(part) / f64::from(PARTS))));
    }
    path
}

/// The point at a part (0 to 1) of a cubic curve.
fn bezier([a, b, c, d]: [Point; 4], part: f64) -> Point {
    let between = b.lerp(c, part);
    let (before, after) = (a.lerp(b, part), c.lerp(d, part));
    before
        .lerp(between, part)
        .lerp(between.lerp(after, part), part)
}
