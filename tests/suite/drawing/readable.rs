//! Whether a drawing can be read: no two connections on one track, no label lost, no name cut, in the picture that is
//! exported. Figures over all designs that come with the program, so that none of them gets worse unseen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use boxdrill::export::{PictureOptions, draw_picture, to_png};
use boxdrill::layout::{LabelText, Router, tidy};
use boxdrill::model::{Component, Connection, Design, Edit, Id, Point, Rect, parse_notation, pt};
use boxdrill::scene::{self, Geometry};
use boxdrill::storage::disk;

use super::accepted;
use boxdrill::model::SplitMix64;

/// Two lines are told apart from this distance on (world units): four times their width.
const TRACK: f64 = 6.0;
/// Beside each other over less than this, lines only pass (world units).
const PASSING: f64 = 1.0;

/// What is counted in one drawing or in many.
#[derive(Debug, Default, PartialEq)]
struct Readable {
    shared_tracks: usize,
    labels: usize,
    labels_lost: usize,
    labels_on_boxes: usize,
    labels_on_labels: usize,
    labels_on_lines: usize,
    words_cut: usize,
    heads_hidden: usize,
}

impl Readable {
    fn add(&mut self, other: &Self) {
        self.shared_tracks += other.shared_tracks;
        self.labels += other.labels;
        self.labels_lost += other.labels_lost;
        self.labels_on_boxes += other.labels_on_boxes;
        self.labels_on_labels += other.labels_on_labels;
        self.labels_on_lines += other.labels_on_lines;
        self.words_cut += other.words_cut;
        self.heads_hidden += other.heads_hidden;
    }
}

fn routes(design: &Design) -> BTreeMap<Id, Vec<Point>> {
    let mut router = Router::default();
    scene::route_connections(design, &mut router);
    let routes = router.routes().iter();
    routes
        .map(|(&id, route)| (id, route.points.clone()))
        .collect()
}

/// Level and upright stretches: their line, whether they are level, where they lie, and from where to where they run.
type Stretch = (Id, bool, f64, (f64, f64));

fn stretches(routes: &BTreeMap<Id, Vec<Point>>) -> Vec<Stretch> {
    let mut all = Vec::new();
    for (&id, points) in routes {
        for pair in points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if (a.y - b.y).abs() < 1e-6 {
                all.push((id, true, a.y, (a.x.min(b.x), a.x.max(b.x))));
            } else if (a.x - b.x).abs() < 1e-6 {
                all.push((id, false, a.x, (a.y.min(b.y), a.y.max(b.y))));
            }
        }
    }
    all
}

fn shared_tracks(routes: &BTreeMap<Id, Vec<Point>>) -> BTreeSet<(Id, Id)> {
    let all = stretches(routes);
    let mut pairs = BTreeSet::new();
    for (index, &(a, level, at, span)) in all.iter().enumerate() {
        for &(b, other_level, other_at, other) in &all[index + 1..] {
            let beside = span.1.min(other.1) - span.0.max(other.0) > PASSING;
            if a != b && level == other_level && beside && (at - other_at).abs() < TRACK - 1e-6 {
                pairs.insert((a.min(b), a.max(b)));
            }
        }
    }
    pairs
}

fn measure(design: &Design) -> Readable {
    let routes = routes(design);
    let scene = draw_picture(design, &PictureOptions::default()).scene;
    let boxes: BTreeMap<Id, Rect> = design
        .components()
        .map(|(id, item)| (id, scene::component_rect(item)))
        .collect();
    let has_label =
        |item: &Connection| LabelText::of_connection(item, &design.semantics(item)).is_some();
    let labeled: Vec<Id> = design
        .connections()
        .filter(|(_, item)| has_label(item))
        .map(|(id, _)| id)
        .collect();
    let crossed = |id: Id, label: Rect| {
        let mut others = routes.iter().filter(|(other, _)| **other != id);
        others.any(|(_, points)| {
            let mut stretches = points.windows(2);
            stretches.any(|p| Rect::from_corners(p[0], p[1]).intersects(label))
        })
    };
    let labels: Vec<(Id, Rect)> = scene.labels.iter().map(|(&id, &rect)| (id, rect)).collect();
    let is_cut = |shape: &&scene::SceneShape| matches!(&shape.geometry, Geometry::Text { text, .. } if text.ends_with('…'));
    let under_own = |(id, item): &(Id, &Connection)| {
        let own = [item.from, item.to].map(|end| boxes[&end].expanded(-0.5));
        let mut stretches = routes
            .get(id)
            .into_iter()
            .flat_map(|points| points.windows(2));
        item.from != item.to
            && stretches.any(|p| {
                own.iter()
                    .any(|own| Rect::from_corners(p[0], p[1]).intersects(*own))
            })
    };
    Readable {
        shared_tracks: shared_tracks(&routes).len(),
        labels: labeled.len(),
        labels_lost: labeled
            .iter()
            .filter(|id| !scene.labels.contains_key(id))
            .count(),
        labels_on_boxes: labels
            .iter()
            .filter(|(_, label)| boxes.values().any(|rect| rect.intersects(*label)))
            .count(),
        labels_on_labels: labels
            .iter()
            .enumerate()
            .filter(|(n, (_, label))| labels[n + 1..].iter().any(|(_, o)| o.intersects(*label)))
            .count(),
        labels_on_lines: labels
            .iter()
            .filter(|(id, label)| crossed(*id, *label))
            .count(),
        words_cut: scene.shapes.iter().filter(is_cut).count(),
        heads_hidden: design.connections().filter(under_own).count(),
    }
}

/// All drawings in the notation below a folder, laid out.
fn drawings_below(folder: &str) -> Vec<(String, Design)> {
    let mut waiting: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("the folder can be read");
            waiting.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|end| end == "txt")
            && let Ok(parsed) = parse_notation(&fs::read_to_string(&path).expect("a text"))
        {
            found.push((path.display().to_string(), laid_out(parsed.design)));
        }
    }
    found
}

fn laid_out(mut design: Design) -> Design {
    let edits = tidy(&design);
    design.apply_all(edits).expect("what Tidy wants is allowed");
    design
}

#[test]
fn every_drawing_that_comes_with_the_program_can_be_read() {
    let accepted = accepted()
        .into_iter()
        .map(|(name, design)| (name, laid_out(design)));
    let mut sum = Readable::default();
    for (name, design) in accepted {
        let own = measure(&design);
        assert_eq!(own.shared_tracks, 0, "{name}: two connections on one track");
        sum.add(&own);
    }
    // What is left over: a label that has no place but on another line.
    assert!(sum.labels_on_lines <= 1, "{sum:?}");
    let expected = Readable {
        labels: sum.labels,
        labels_on_lines: sum.labels_on_lines,
        ..Readable::default()
    };
    assert!(sum.labels > 600);
    assert_eq!(sum, expected);
}

#[test]
fn drawings_of_other_people_can_be_read_too() {
    let mut sum = Readable::default();
    for (name, design) in ["tests/designs", "tests/panel"]
        .into_iter()
        .flat_map(drawings_below)
    {
        let own = measure(&design);
        assert_eq!(own.shared_tracks, 0, "{name}: two connections on one track");
        sum.add(&own);
    }
    assert!(sum.labels_on_lines <= 15, "{sum:?}");
    // One technology of four lines is longer than any box may grow.
    assert!(sum.words_cut <= 1, "{sum:?}");
    let expected = Readable {
        labels: sum.labels,
        labels_on_lines: sum.labels_on_lines,
        words_cut: sum.words_cut,
        ..Readable::default()
    };
    assert!(sum.labels > 400);
    assert_eq!(sum, expected);
}

/// Boxes in rows, not quite aligned, with connections between any of them.
pub(super) fn by_hand(seed: u64, (across, down): (f64, f64)) -> Design {
    const JITTER: u64 = 33;
    let mut random = SplitMix64::new(seed * 7_919);
    let mut design = Design::new();
    let mut ids = Vec::new();
    for number in 0..16_u32 {
        let (column, row) = (f64::from(number % 4), f64::from(number / 4));
        let aside = [random.below(JITTER), random.below(JITTER)].map(|by| by as f64);
        let at = pt(column * across + aside[0], row * down + aside[1]);
        let id = design.fresh_id();
        let component = Component::new("app_service", &format!("B{number}"), at);
        design
            .apply(Edit::PutComponent(id, component))
            .expect("a fresh id");
        ids.push(id);
    }
    let mut calls = BTreeSet::new();
    while calls.len() < 20 {
        let ends = [random.below(16), random.below(16)].map(|end| ids[end as usize]);
        if ends[0] != ends[1] && calls.insert(ends) {
            let id = design.fresh_id();
            let connection = Connection::new(ends[0], ends[1]);
            design
                .apply(Edit::PutConnection(id, connection))
                .expect("both ends are there");
        }
    }
    design
}

#[test]
fn no_two_connections_share_a_track_however_tight_the_boxes_stand() {
    for grid in [(224.0, 112.0), (272.0, 144.0)] {
        for seed in 1..=60 {
            let shared = shared_tracks(&routes(&by_hand(seed, grid)));
            assert!(shared.is_empty(), "drawing {seed} on {grid:?}: {shared:?}");
        }
    }
}

#[test]
fn a_hundred_boxes_in_five_zones_are_about_as_wide_as_high_and_can_be_exported() {
    let mut text = String::from("flowchart TD\n");
    for zone in 0..5 {
        text.extend([format!("subgraph Z{zone} [Zone {zone}]\n")]);
        text.extend((0..20).map(|own| format!("  s{zone}_{own}[Service {zone} {own}]\n")));
        text.push_str("end\n");
    }
    for zone in 0..5 {
        let tree = (1..20).map(|own| format!("s{zone}_{} --> s{zone}_{own}\n", (own - 1) / 2));
        text.extend(tree);
        let next = (zone + 1) % 5;
        text.extend(iter::once(format!("s{zone}_7 --> s{next}_0\n")).filter(|_| next > 0));
    }
    let (loaded, _) = disk::parse(text.as_bytes()).expect("a flowchart");
    let design = loaded.design;
    let bounds = scene::content_bounds(&design).expect("boxes");
    let aspect = bounds.width() / bounds.height();
    assert!(
        (0.5..3.2).contains(&aspect),
        "{} × {}",
        bounds.width(),
        bounds.height()
    );
    let picture = draw_picture(&design, &PictureOptions::default());
    assert!(to_png(&picture, 2.0).is_ok(), "{bounds:?}");
}
