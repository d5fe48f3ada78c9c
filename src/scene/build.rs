//! Builds the drawing list: what is drawn in which order. How each sort of item looks is in the files beside.

use std::collections::{BTreeMap, BTreeSet};

use ecolor::Color32;

use super::component::component_rect;
use super::health::{self, Health, RunState};
use super::label_placer::LabelPlacer;
use super::{Align, Face, Geometry, Palette, Scene, Shape, Stroke, component, connection, zone};
use crate::analysis::Severity;
use crate::layout::{Direction, Route, Router, RoutingConstraints};
use crate::model::{Connection, Design, Id, LineStyle, Point, Rect, Vector};

/// How much is drawn, by distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetailLevel {
    /// Solid blocks.
    Blocks,
    /// Tinted boxes with their icon.
    Icons,
    /// Names, without technology and labels.
    Names,
    /// Everything.
    Full,
}

impl DetailLevel {
    /// What is drawn at a zoom (1 at 100 %); half a percent early, so that what is shown as "70 %" is drawn so.
    pub fn for_zoom(zoom: f64) -> Self {
        match zoom {
            zoom if zoom >= 0.695 => Self::Full,
            zoom if zoom >= 0.395 => Self::Names,
            zoom if zoom >= 0.195 => Self::Icons,
            _ => Self::Blocks,
        }
    }
}

/// What there is to see of an item beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemState {
    /// Nothing.
    #[default]
    Normal,
    /// Under the pointer.
    Hovered,
    /// Named by what is under the pointer elsewhere.
    Highlighted,
    /// Selected.
    Selected,
    /// What is being dragged would land in it or be connected to it.
    DropTarget,
    /// Offered, not there yet.
    Preview,
    /// In an accepted design only.
    Missing,
    /// What is offered would take it away.
    Removed,
    /// Plays a part of an accepted design.
    Matched,
    /// Plays a part of an accepted design in its own way.
    Substituted,
    /// Plays no part of an accepted design.
    Extra,
}

/// What a scene is built from.
#[derive(Debug, Clone, Copy)]
pub struct SceneInput<'a> {
    /// What to draw.
    pub design: &'a Design,
    /// In which colours.
    pub palette: &'a Palette,
    /// The lines of the connections.
    pub routes: &'a BTreeMap<Id, Route>,
    /// Items that are not in the normal state.
    pub states: &'a BTreeMap<Id, ItemState>,
    /// Findings to mark: the worst severity and their number.
    pub marks: &'a BTreeMap<Id, (Severity, usize)>,
    /// How busy and how well items are, where that is shown.
    pub health: &'a BTreeMap<Id, Health>,
    /// How much to draw.
    pub detail: DetailLevel,
    /// Screen points for a world unit, for what must not get too small to see.
    pub zoom: f64,
    /// The part of the world in sight; everything where absent.
    pub visible: Option<Rect>,
}

impl SceneInput<'_> {
    pub(super) fn state(&self, id: Id) -> ItemState {
        self.states.get(&id).copied().unwrap_or_default()
    }

    pub(super) fn is_down(&self, id: Id) -> bool {
        let health = self.health.get(&id);
        health.is_some_and(|health| health.run_state == RunState::Down)
    }

    fn in_sight(&self, rect: Rect) -> bool {
        self.visible.is_none_or(|visible| visible.intersects(rect))
    }
}

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
    router.update(
        &boxes.chain(notes).chain(titles).collect(),
        &wires.collect(),
        &routing_constraints(design, design.connections()),
    );
}

/// Lets the lines of these components follow them, see [`Router::follow`].
pub fn follow_moved(design: &Design, moved: &BTreeSet<Id>, router: &mut Router) {
    let touches = |item: &&Connection| moved.contains(&item.from) || moved.contains(&item.to);
    let lines = || design.connections().filter(|(_, item)| touches(item));
    let ends = lines().flat_map(|(_, item)| [item.from, item.to]);
    let ends: BTreeSet<Id> = ends.chain(moved.iter().copied()).collect();
    let rect = |&id: &Id| Some((id, component_rect(design.component(id)?)));
    let wires = lines().map(|(id, item)| (id, (item.from, item.to)));
    router.follow(
        &ends.iter().filter_map(rect).collect(),
        &wires.collect(),
        &routing_constraints(design, lines()),
    );
}

/// Which way most of a drawing runs.
fn main_direction(design: &Design) -> Direction {
    let at = |id: Id| design.component(id).map(|item| item.at);
    let ways = design.connections();
    let ways = ways.filter_map(|(_, item)| Some(at(item.to)? - at(item.from)?));
    let way = ways.fold(Vector::ZERO, |sum, way| sum + way);
    if way.y > way.x.abs() {
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
        ..RoutingConstraints::default()
    };
    for (id, item) in lines {
        if item.line_style != LineStyle::Orthogonal {
            wishes.line_styles.insert(id, item.line_style);
        } else if !item.pins.is_empty() {
            wishes.pins.insert(id, item.pins.clone());
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
        pills.keep_clear(line.heads());
        lines.push(line);
    }
    for (id, item) in &zones {
        pen.owner = Some(*id);
        zone::draw_title(&mut pen, input, *id, item);
    }
    for (id, item, rect) in &boxes {
        pen.owner = Some(*id);
        component::draw_component(&mut pen, input, *id, item, *rect);
    }
    for line in &lines {
        pen.owner = Some(line.id);
        let pill = connection::draw_label(&mut pen, input, line, &mut pills);
        pen.scene.labels.extend(pill.map(|rect| (line.id, rect)));
    }
    for (id, _, rect) in &boxes {
        pen.owner = Some(*id);
        health::draw_problem_chip(&mut pen, input, *id, *rect);
        component::draw_badge(&mut pen, input, *id, *rect);
    }
    pen.finish()
}

/// Collects shapes under the item being drawn.
#[derive(Default)]
pub(super) struct SceneBuilder {
    pub(super) owner: Option<Id>,
    scene: Scene,
}

impl SceneBuilder {
    /// What was drawn.
    pub(super) fn finish(self) -> Scene {
        self.scene
    }

    pub(super) fn add(&mut self, geometry: Geometry) {
        self.scene.shapes.push(Shape {
            owner: self.owner,
            geometry,
        });
    }

    pub(super) fn rect(&mut self, rect: Rect, radius: f64, fill: Color32, stroke: Stroke) {
        self.add(Geometry::Rect {
            rect,
            radius,
            fill,
            stroke,
        });
    }

    pub(super) fn path(&mut self, points: Vec<Point>, closed: bool, fill: Color32, stroke: Stroke) {
        self.add(Geometry::Path {
            points,
            closed,
            fill,
            stroke,
        });
    }

    pub(super) fn text(
        &mut self,
        at: Point,
        align: Align,
        style: (f64, Face, Color32),
        text: impl Into<String>,
    ) {
        let (size, face, color) = style;
        self.add(Geometry::Text {
            at,
            align,
            size,
            face,
            color,
            text: text.into(),
        });
    }

    pub(super) fn icon(
        &mut self,
        center: Point,
        size: f64,
        face: Face,
        glyph: char,
        color: Color32,
    ) {
        self.add(Geometry::Icon {
            center,
            size,
            face,
            glyph,
            color,
        });
    }
}
