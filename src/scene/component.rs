//! How a component looks, at each distance and in each state.

use ecolor::Color32;

use super::corner_mark::draw_corner_mark;
use super::far_name::{FAR_LEFT, cut_far_name, draw_far_name, far_name};
use super::health::{Health, RunState};
use super::health_marks::{self, DOWN_DASH};
use super::input::{DetailLevel, ItemState, SceneInput};
use super::scene_builder::SceneBuilder;
use super::{Align, Face, Geometry, LoadLevel, Stroke, icon};
use crate::analysis::Severity;
use crate::layout::{
    NAME_PITCH, SECOND_PITCH, SECOND_SIZE, TEXT_LEFT, TEXT_RIGHT, box_size, replica_chip, set_box,
};
use crate::model::{Component, Id, Rect, kind, pt, vector};
use crate::text::{HALF_CAP, elide};

const RADIUS: f64 = 10.0;
const TILE: f64 = 32.0;
const TILE_LEFT: f64 = 10.0;
const SMALL_SIZE: f64 = SECOND_SIZE;
/// How much higher the words stand over a load bar.
const LIFT: f64 = 5.0;
/// How far each outline behind a replicated component lies aside, and how many there are at most.
const STACK_STEP: f64 = 4.0;
const STACK_MOST: u32 = 2;

/// The dashes of what is offered but not there yet.
pub(super) const PREVIEW_DASH: &[f64] = &[5.0, 4.0];
/// The dots of what is missing.
pub(super) const MISSING_DASH: &[f64] = &[1.5, 4.0];

/// Where a component lies: about its place, as large as its words need, see [`set_box`].
pub fn component_rect(component: &Component) -> Rect {
    let (width, height) = box_size(component);
    Rect::from_center(component.at, width, height)
}

pub(super) fn draw_component(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    id: Id,
    component: &Component,
    rect: Rect,
) {
    let state = input.state(id);
    let health = input.health.get(&id);
    let mut look = BoxStyle::choose_style(input, state, component);
    if let Some(health) = health {
        look.apply_run_state(input, health.run_state);
    }
    draw_stack(pen, input, &look, component, rect);
    match input.detail {
        DetailLevel::Full | DetailLevel::Names => {
            draw_body(pen, input, &look, component.replicas.count(), rect);
            if look.down {
                health_marks::draw_hatching(pen, input.palette, rect);
            }
            if input.detail == DetailLevel::Full {
                let caption = input.captions.get(&id).map(String::as_str);
                draw_details(pen, input, &look, (component, health, caption), rect);
            } else {
                draw_names(
                    pen,
                    input,
                    &look,
                    component,
                    (rect, free_for_name(input, health, rect)),
                );
            }
        }
        DetailLevel::Icons => {
            let edge = if look.raised_edge() {
                look.edge
            } else {
                Stroke::solid(1.0 / input.zoom, look.ink)
            };
            pen.rect(rect, RADIUS, look.tile, edge);
            let whole = (free_for_name(input, health, rect), FAR_LEFT);
            let name = far_name(component, input.zoom, whole);
            match name.or_else(|| cut_far_name(component, input.zoom, whole)) {
                Some(name) => draw_far_name(pen, look.name, name, whole),
                None => pen.icon(
                    rect.center(),
                    28.0,
                    Face::Icons,
                    kind(&component.kind).icon_char(),
                    look.ink,
                ),
            }
        }
        DetailLevel::Blocks => {
            let edge = if look.raised_edge() {
                look.edge
            } else {
                Stroke::NONE
            };
            pen.rect(rect, 1.5 / input.zoom, look.ink, edge);
        }
    }
    if let Some(health) = health {
        health_marks::draw_load_bar(pen, input, health, rect);
    }
    draw_corner_mark(pen, input, state, rect);
}

/// The colors and lines of a component in its state.
struct BoxStyle {
    state: ItemState,
    fill: Color32,
    edge: Stroke,
    ink: Color32,
    tile: Color32,
    name: Color32,
    detail: Color32,
    down: bool,
    /// Its condition shows at its edge.
    ails: bool,
}

impl BoxStyle {
    /// What is down loses its colors; a state that has an edge of its own keeps it.
    fn apply_run_state(&mut self, input: &SceneInput<'_>, condition: RunState) {
        let p = input.palette;
        let thick = 1.5_f64.max(1.0 / input.zoom);
        let edge = match condition {
            RunState::Up => return,
            RunState::Degraded | RunState::Emptied | RunState::Slow => {
                Stroke::solid(thick, p.high.fill)
            }
            RunState::Down | RunState::Cut => {
                self.down = true;
                self.fill = p.surface_sunken;
                (self.ink, self.tile) = (p.text_tertiary, p.surface_pressed);
                (self.name, self.detail) = (p.text_secondary, p.text_tertiary);
                Stroke {
                    width: thick,
                    color: p.critical.fill,
                    dash: DOWN_DASH,
                    round: false,
                }
            }
        };
        self.ails = true;
        if matches!(self.state, ItemState::Normal | ItemState::Hovered) {
            self.edge = edge;
        }
    }

    fn choose_style(input: &SceneInput<'_>, state: ItemState, component: &Component) -> Self {
        let p = input.palette;
        let colors = p.category(kind(&component.kind).group);
        let thick = 2.0_f64.max(1.0 / input.zoom);
        let normal = Self {
            state,
            fill: p.surface_raised,
            edge: Stroke::solid(1.0, p.line_default),
            ink: colors.ink,
            tile: colors.tile,
            name: p.text_primary,
            detail: p.text_secondary,
            down: false,
            ails: false,
        };
        match state {
            ItemState::Hovered => Self {
                edge: Stroke::solid(1.0, p.line_strong),
                ..normal
            },
            ItemState::Highlighted | ItemState::Selected => Self {
                edge: Stroke::solid(thick, p.accent_fill),
                ..normal
            },
            ItemState::DropTarget => Self {
                fill: p.accent_soft,
                edge: Stroke::solid(thick, p.accent_fill),
                ..normal
            },
            ItemState::Preview => {
                let edge = Stroke {
                    width: 2.0,
                    color: p.accent_fill,
                    dash: PREVIEW_DASH,
                    round: false,
                };
                let (ink, tile) = (p.accent_text, p.accent_soft);
                Self {
                    fill: p.accent_soft,
                    edge,
                    ink,
                    tile,
                    name: p.accent_text,
                    detail: p.accent_text,
                    ..normal
                }
            }
            ItemState::Missing | ItemState::Removed => {
                let edge = Stroke {
                    width: 1.5,
                    color: p.text_tertiary,
                    dash: MISSING_DASH,
                    round: true,
                };
                let (fill, ink) = (Color32::TRANSPARENT, p.text_tertiary);
                Self {
                    fill,
                    edge,
                    ink,
                    tile: p.surface_sunken,
                    name: p.text_secondary,
                    detail: p.text_tertiary,
                    ..normal
                }
            }
            ItemState::Normal | ItemState::Matched | ItemState::Substituted | ItemState::Extra => {
                normal
            }
        }
    }

    /// Whether the edge says something, and so is drawn from afar too.
    fn raised_edge(&self) -> bool {
        self.ails
            || !matches!(
                self.state,
                ItemState::Normal | ItemState::Matched | ItemState::Substituted | ItemState::Extra
            )
    }
}

/// How many outlines stand behind a component.
fn stacked(component: &Component) -> u32 {
    component.replicas.count().saturating_sub(1).min(STACK_MOST)
}

/// How far the outlines behind a component reach beyond it, to the right and below (world units).
pub(super) fn stack_overhang(component: &Component) -> f64 {
    STACK_STEP * f64::from(stacked(component))
}

fn draw_stack(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    look: &BoxStyle,
    component: &Component,
    rect: Rect,
) {
    if input.detail == DetailLevel::Blocks {
        return;
    }
    let far = input.detail == DetailLevel::Icons;
    let (fill, color) = if far {
        (look.tile, look.ink)
    } else {
        (look.fill, look.edge.color)
    };
    let edge = Stroke {
        width: if far { 1.0 / input.zoom } else { 1.0 },
        color,
        ..look.edge
    };
    for step in (1..=stacked(component)).rev() {
        let by = STACK_STEP * f64::from(step);
        pen.rect(rect.translated(vector(by, by)), RADIUS, fill, edge);
    }
}

fn draw_body(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    look: &BoxStyle,
    replicas: u32,
    rect: Rect,
) {
    if input.detail == DetailLevel::Full
        && replicas <= 1
        && look.fill == input.palette.surface_raised
    {
        let rect = rect.translated(vector(0.0, 1.0));
        pen.add_shape(Geometry::Shadow {
            rect,
            radius: RADIUS,
            blur: 2.0,
            color: input.palette.shadow,
        });
    }
    pen.rect(rect, RADIUS, look.fill, look.edge);
}

fn draw_details(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    look: &BoxStyle,
    (component, health, caption): (&Component, Option<&Health>, Option<&str>),
    rect: Rect,
) {
    draw_tile(pen, look, component, rect, TILE);
    let set = set_box(component);
    let load = health.filter(|health| !health.words.is_empty());
    let (own, detail) = load.map_or((caption, look.detail), |health| {
        (Some(health.words.as_str()), load_ink(input, look, health))
    });
    let mark = load.and_then(Health::warning_mark);
    let shift = if mark.is_some() {
        SMALL_SIZE + 3.0
    } else {
        0.0
    };
    let chip = replica_chip(component.replicas);
    let chip_width = chip.as_ref().map_or(0.0, |(_, width)| width + 6.0);
    let room = rect.width() - TEXT_LEFT - TEXT_RIGHT - chip_width - shift;
    let second = match own {
        Some("") => Vec::new(),
        Some(words) => vec![elide(words, Face::Regular, SMALL_SIZE, room)],
        None => set.second,
    };
    let second_size = if own.is_some() {
        SMALL_SIZE
    } else {
        set.second_size
    };
    // The load bar needs room below the words.
    let lift = if load.is_some() { LIFT } else { 0.0 };
    let left = rect.min.x + TEXT_LEFT;
    let name_pitch = NAME_PITCH * set.name_size;
    let second_pitch = SECOND_PITCH * second_size;
    let rows_below = second.len().max(usize::from(chip.is_some()));
    let high = name_pitch * set.name.len() as f64 + second_pitch * rows_below as f64;
    let top = rect.center().y - high / 2.0 - lift;
    for (row, line) in set.name.into_iter().enumerate() {
        let middle = top + name_pitch * (row as f64 + 0.5);
        let at = pt(left, middle + HALF_CAP * set.name_size);
        let style = (set.name_size, Face::SemiBold, look.name);
        pen.text(at, Align::Start, style, line);
    }
    let first_below = top + high - second_pitch * (rows_below as f64 - 0.5);
    if let Some(mark) = mark {
        let center = pt(left + SMALL_SIZE / 2.0, first_below);
        pen.icon(center, SMALL_SIZE, Face::IconsFill, mark, detail);
    }
    for (row, line) in second.into_iter().enumerate() {
        let middle = first_below + second_pitch * row as f64;
        let at = pt(left + shift, middle + HALF_CAP * second_size);
        let style = (second_size, Face::Regular, detail);
        pen.text(at, Align::Start, style, line);
    }
    if let Some((text, width)) = chip {
        let center = pt(rect.max.x - 8.0 - width / 2.0, first_below);
        let chip = Rect::from_center(center, width, 16.0);
        pen.rect(chip, 4.0, input.palette.surface_sunken, Stroke::NONE);
        let style = (SMALL_SIZE, Face::SemiBold, input.palette.text_primary);
        let at = pt(center.x, center.y + HALF_CAP * SMALL_SIZE);
        pen.text(at, Align::Middle, style, text);
    }
}

/// The words of a load turn when it is too much.
fn load_ink(input: &SceneInput<'_>, look: &BoxStyle, health: &Health) -> Color32 {
    match health.utilization.map(LoadLevel::from_utilization) {
        Some(level) if level > LoadLevel::Fine && !look.down => input.palette.load(level).text,
        _ => look.detail,
    }
}

/// The part of a box seen from afar that its load bar leaves to its name.
fn free_for_name(input: &SceneInput<'_>, health: Option<&Health>, rect: Rect) -> Rect {
    let bar = health.and_then(|health| health_marks::load_bar(input, health, rect));
    let bottom = bar.map_or(rect.max.y, |(bar, _)| bar.min.y);
    Rect::from_corners(rect.min, pt(rect.max.x, bottom))
}

fn draw_names(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    look: &BoxStyle,
    component: &Component,
    (rect, free): (Rect, Rect),
) {
    let narrow = rect.width() * input.zoom < 96.0;
    let side = TILE.max(if narrow { 16.0 } else { 18.0 } / input.zoom);
    let left = TILE_LEFT + side + 9.0;
    let with_tile = far_name(component, input.zoom, (free, left));
    if let Some(name) = with_tile {
        draw_tile(pen, look, component, rect, side);
        draw_far_name(pen, look.name, name, (free, left));
    } else if let Some(name) = far_name(component, input.zoom, (free, FAR_LEFT)) {
        draw_far_name(pen, look.name, name, (free, FAR_LEFT));
    } else {
        // As small as it must be, rather than cut.
        draw_tile(pen, look, component, rect, side);
        let set = set_box(component);
        draw_far_name(pen, look.name, (set.name_size, set.name), (free, left));
    }
}

fn draw_tile(
    pen: &mut SceneBuilder,
    look: &BoxStyle,
    component: &Component,
    rect: Rect,
    side: f64,
) {
    let center = pt(rect.min.x + TILE_LEFT + side / 2.0, rect.center().y);
    let edge = match look.state {
        ItemState::Preview | ItemState::Missing | ItemState::Removed => {
            Stroke::solid(1.0, look.ink)
        }
        _ => Stroke::NONE,
    };
    pen.rect(
        Rect::from_center(center, side, side),
        side / 4.0,
        look.tile,
        edge,
    );
    pen.icon(
        center,
        side * 0.625,
        Face::Icons,
        kind(&component.kind).icon_char(),
        look.ink,
    );
}

/// The mark of a finding: the worst severity, and how many where there is more than one.
pub(super) fn draw_badge(pen: &mut SceneBuilder, input: &SceneInput<'_>, id: Id, rect: Rect) {
    let Some(&(severity, count)) = input.marks.get(&id) else {
        return;
    };
    let colors = input.palette.severity(severity);
    let center = pt(rect.max.x - 16.0, rect.min.y + 1.0);
    match input.detail {
        DetailLevel::Full | DetailLevel::Names => {
            let scale = (14.0 / 20.0 / input.zoom).max(1.0);
            let width = if count > 1 { 31.0 } else { 20.0 } * scale;
            let center = if input.detail == DetailLevel::Full {
                center
            } else {
                // From afar it is as high as half of the box: beside the corner it leaves the name alone.
                pt(rect.max.x - 8.0 * scale + width / 2.0, center.y)
            };
            let badge = Rect::from_center(center, width, 20.0 * scale);
            pen.rect(
                badge,
                10.0 * scale,
                input.palette.surface_raised,
                Stroke::solid(1.0, colors.line),
            );
            let icon_at = pt(badge.min.x + 10.0 * scale, center.y);
            pen.icon(
                icon_at,
                15.5 * scale,
                Face::IconsFill,
                severity_icon(severity),
                colors.fill,
            );
            if count > 1 {
                let size = SMALL_SIZE * scale;
                let at = pt(badge.max.x - 9.5 * scale, center.y + HALF_CAP * size);
                pen.text(
                    at,
                    Align::Middle,
                    (size, Face::SemiBold, colors.text),
                    count.min(99).to_string(),
                );
            }
        }
        DetailLevel::Icons => {
            let (radius, halo) = (3.5 / input.zoom, 1.5 / input.zoom);
            let stroke = Stroke::solid(halo, input.palette.canvas_fill);
            pen.add_shape(Geometry::Circle {
                center: pt(rect.max.x, rect.min.y),
                radius,
                fill: colors.fill,
                stroke,
            });
        }
        DetailLevel::Blocks => {}
    }
}

/// The icon of a severity, for the filled icon font.
pub fn severity_icon(severity: Severity) -> char {
    match severity {
        Severity::Critical => icon::WARNING_OCTAGON,
        Severity::High => icon::WARNING,
        Severity::Medium => icon::WARNING_DIAMOND,
        Severity::Info => icon::INFO,
    }
}
