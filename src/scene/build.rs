//! Builds the drawing list: what is drawn in which order. How each sort of item looks is in the files beside.

use std::collections::BTreeSet;

use super::component::component_rect;
use super::input::SceneInput;
use super::label_placer::LabelPlacer;
use super::scene_builder::SceneBuilder;
use super::{Scene, component, connection, health_marks, label, zone};
use crate::layout::{Direction, Router, RoutingConstraints};
use crate::model::{Connection, Design, Id, LineStyle, Rect};

/// The smallest rectangle around everything drawn.
pub fn content_bounds(design: &Design) -> Option<Rect> {
    design
        .components()
        .map(|(_, item)| component_rect(item))
        .chain(design.zones().map(|(_, item)| item.rect))
        .chain(design.notes().map(|(_, item)| item.rect))
        .reduce(Rect::union)
}

/// Brings a router up to date with a design: its boxes as they are drawn, its connections, and the notes and titles that
/// lines go around.
pub fn route_connections(design: &Design, router: &mut Router) {
    let boxes = design
        .components()
        .map(|(id, item)| (id, component_rect(item)));
    let notes = design.notes().map(|(id, item)| (id, item.rect));
    let titles = design
        .zones()
        .filter_map(|(id, item)| Some((id, zone::title_rect(item)?)));
    let wires = design
        .connections()
        .map(|(id, item)| (id, (item.from, item.to)));
    router.update_routes(
        &boxes.chain(notes).chain(titles).collect(),
        &wires.collect(),
        &routing_constraints(design, design.connections()),
    );
}

/// Lets the lines of these components follow them, see [`Router::follow_boxes`].
pub fn follow_moved(design: &Design, moved: &BTreeSet<Id>, router: &mut Router) {
    let touches = |item: &&Connection| moved.contains(&item.from) || moved.contains(&item.to);
    let lines = || design.connections().filter(|(_, item)| touches(item));
    let ends = lines().flat_map(|(_, item)| [item.from, item.to]);
    let ends: BTreeSet<Id> = ends.chain(moved.iter().copied()).collect();
    let rect = |&id: &Id| Some((id, component_rect(design.component(id)?)));
    let wires = lines().map(|(id, item)| (id, (item.from, item.to)));
    router.follow_boxes(
        &ends.iter().filter_map(rect).collect(),
        &wires.collect(),
        &routing_constraints(design, lines()),
    );
}

/// Down where most connections of a drawing run rather down than aside. The share is far from a half in drawings that have
/// a direction, so that it does not change with one connection.
fn main_direction(design: &Design) -> Direction {
    let at = |id: Id| design.component(id).map(|item| item.at);
    let ways = design.connections();
    let ways = ways.filter_map(|(_, item)| Some(at(item.to)? - at(item.from)?));
    let (down, all) = ways.fold((0, 0), |(down, all), way| {
        (down + usize::from(way.y > way.x.abs()), all + 1)
    });
    if 2 * down > all {
        Direction::Down
    } else {
        Direction::Right
    }
}

/// What the user wants of some lines.
fn routing_constraints<'a>(
    design: &Design,
    lines: impl Iterator<Item = (Id, &'a Connection)>,
) -> RoutingConstraints {
    let mut wishes = RoutingConstraints {
        direction: main_direction(design),
        zones: design.zones().map(|(_, item)| item.rect).collect(),
        ..RoutingConstraints::default()
    };
    for (id, item) in lines {
        if item.line_style != LineStyle::Orthogonal {
            wishes.line_styles.insert(id, item.line_style);
        } else if !item.pins.is_empty() {
            wishes.pins.insert(id, item.pins.clone());
        }
        if item.sides != [None; 2] {
            wishes.sides.insert(id, item.sides);
        }
    }
    wishes
}

/// Room beyond a box that shadows, badges and stacks may take.
const OVERHANG: f64 = 24.0;

/// Builds the drawing list of a design.
pub fn build_scene(input: &SceneInput<'_>) -> Scene {
    let mut pen = SceneBuilder::default();
    let design = input.design;
    let mut boxes: Vec<_> = design
        .components()
        .map(|(id, item)| (id, item, component_rect(item)))
        .filter(|(.., rect)| input.in_sight(rect.expanded(OVERHANG)))
        .collect();
    boxes.sort_by_key(|(id, ..)| design.layer(*id));
    let zones: Vec<_> = zone::zones_outer_first(design)
        .into_iter()
        .filter(|(_, zone)| input.in_sight(zone.rect))
        .collect();
    for (id, item) in &zones {
        pen.owner = Some(*id);
        zone::draw_frame(&mut pen, input, *id, item);
    }
    let notes = design.notes();
    let mut notes: Vec<_> = notes
        .filter(|(_, note)| input.in_sight(note.rect))
        .collect();
    notes.sort_by_key(|(id, _)| design.layer(*id));
    for (id, note) in notes {
        pen.owner = Some(id);
        zone::draw_note(&mut pen, input, id, note);
    }
    let mut pills = LabelPlacer::new(boxes.iter().map(|(.., rect)| *rect));
    let mut lines = Vec::new();
    for (id, item) in design.connections() {
        let Some(line) = connection::connection_line(input, id, item)
            .filter(|line| input.in_sight(line.bounds()))
        else {
            continue;
        };
        pen.owner = Some(id);
        connection::draw_connection(&mut pen, input, &line);
        pills.keep_clear(line.kept_clear(input));
        pills.add_line(id, &line.points);
        lines.push(line);
    }
    let rects: Vec<Rect> = boxes.iter().map(|(.., rect)| *rect).collect();
    for (id, item) in &zones {
        pen.owner = Some(*id);
        zone::draw_title(&mut pen, input, (*id, item), &rects);
    }
    for (id, item, rect) in &boxes {
        pen.owner = Some(*id);
        component::draw_component(&mut pen, input, *id, item, *rect);
    }
    // What people wrote finds its room before rates do.
    let (labelled, bare): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.label.is_some());
    for line in labelled.into_iter().chain(bare) {
        pen.owner = Some(line.id);
        let pill = label::draw_label(&mut pen, input, line, &mut pills);
        pen.scene.labels.extend(pill.map(|rect| (line.id, rect)));
    }
    for line in &lines {
        pen.owner = Some(line.id);
        connection::draw_badge(&mut pen, input, line);
    }
    for (id, _, rect) in &boxes {
        pen.owner = Some(*id);
        health_marks::draw_problem_chip(&mut pen, input, *id, *rect);
        component::draw_badge(&mut pen, input, *id, *rect);
    }
    pen.finish()
}
