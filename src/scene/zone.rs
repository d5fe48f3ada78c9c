//! How zones and notes look.

use ecolor::Color32;

use super::health_marks::DOWN_DASH;
use super::input::{DetailLevel, ItemState, SceneInput};
use super::scene_builder::SceneBuilder;
use super::{Align, Face, Stroke, icon};
use crate::model::{Design, Id, Note, NoteStyle, Rect, Zone, ZoneKind, pt, vector};
use crate::text::{HALF_CAP, break_lines, elide, text_width};

const RADIUS: f64 = 12.0;
const TITLE_SIZE: f64 = 11.5;
/// The height of the title row.
pub(super) const TITLE_ROW: f64 = 24.0;
const ICON: f64 = 14.0;
const ICON_LEFT: f64 = 12.0;
const NAME_LEFT: f64 = 30.0;
/// A zone this much wider than its name says what kind it is, too.
const KIND_ROOM: f64 = 190.0;
const AZ_DASH: &[f64] = &[5.0, 4.0];
const TRUST_DASH: &[f64] = &[10.0, 4.0, 2.0, 4.0];

const NOTE_PADDING: f64 = 12.0;
const NOTE_SIZE: f64 = 12.0;
const NOTE_LINE: f64 = 17.0;

/// Zones with those that hold others before what they hold, so that inner ones are painted over outer ones.
pub(super) fn zones_outer_first(design: &Design) -> Vec<(Id, &Zone)> {
    let mut zones: Vec<(Id, &Zone)> = design.zones().collect();
    zones.sort_by_cached_key(|(id, _)| (design.ancestors(*id).count(), design.layer(*id), *id));
    zones
}

pub(super) fn draw_frame(pen: &mut SceneBuilder, input: &SceneInput<'_>, id: Id, zone: &Zone) {
    let p = input.palette;
    let faint = p.zone_region.gamma_multiply(0.42);
    let (fill, width, color, dash): (_, _, _, &'static [f64]) = match zone.kind {
        ZoneKind::Region | ZoneKind::Generic => (p.zone_fill, 1.25, faint, &[]),
        ZoneKind::AvailabilityZone => (p.zone_fill, 1.25, p.zone_az, AZ_DASH),
        ZoneKind::TrustBoundary => (Color32::TRANSPARENT, 1.5, p.zone_trust, TRUST_DASH),
        ZoneKind::Team => (p.zone_team_fill, 0.0, Color32::TRANSPARENT, &[]),
    };
    let width = if width > 0.0 {
        f64::max(width, 1.0 / input.zoom)
    } else {
        0.0
    };
    let edge = match input.state(id) {
        _ if input.is_down(id) => Stroke {
            width: 1.5_f64.max(1.0 / input.zoom),
            color: p.critical.fill,
            dash: DOWN_DASH,
            round: false,
        },
        ItemState::Selected | ItemState::DropTarget | ItemState::Highlighted => {
            Stroke::solid(2.0_f64.max(1.0 / input.zoom), p.accent_fill)
        }
        ItemState::Hovered => Stroke {
            width: width.max(1.25),
            color: p.line_strong,
            dash,
            round: false,
        },
        _ => Stroke {
            width,
            color,
            dash,
            round: false,
        },
    };
    pen.rect(zone.rect, RADIUS, fill, edge);
}

/// Draws the name in the title row. From afar it is larger than that row: where a box would hide it, it stands on the upper
/// edge, and where that hides it too, it is left out.
pub(super) fn draw_title(
    pen: &mut SceneBuilder,
    input: &SceneInput<'_>,
    (id, zone): (Id, &Zone),
    boxes: &[Rect],
) {
    let p = input.palette;
    let needed = if zone.kind == ZoneKind::AvailabilityZone {
        90.0
    } else {
        200.0
    };
    let wide_enough = match input.detail {
        DetailLevel::Full => true,
        DetailLevel::Names | DetailLevel::Icons => zone.rect.width() * input.zoom >= needed,
        DetailLevel::Blocks => false,
    };
    if !wide_enough {
        return;
    }
    let (color, glyph) = match zone.kind {
        ZoneKind::Region => (p.zone_region, icon::MAP_PIN_AREA),
        ZoneKind::AvailabilityZone => (p.zone_az, icon::BUILDINGS),
        ZoneKind::TrustBoundary => (p.zone_trust, icon::SHIELD_CHECK),
        ZoneKind::Team => (p.zone_team, icon::USERS_THREE),
        ZoneKind::Generic => (p.zone_region, icon::BOUNDING_BOX),
    };
    let (color, glyph) = match input.state(id) {
        _ if input.is_down(id) => (p.critical.text, icon::POWER),
        ItemState::Selected => (p.accent_text, glyph),
        _ => (color, glyph),
    };
    let scale = (10.0 / TITLE_SIZE / input.zoom).max(1.0);
    let size = TITLE_SIZE * scale;
    let left = zone.rect.min.x + NAME_LEFT * scale;
    let room = (zone.rect.max.x - left - 8.0).max(0.0);
    let name = elide(&zone.name, Face::SemiBold, size, room);
    let width = text_width(&name, Face::SemiBold, size);
    let row = TITLE_ROW * scale / 2.0;
    let is_clear = |middle: f64| {
        let end = left + width - zone.rect.min.x;
        let row = Rect::from_min(pt(zone.rect.min.x, middle - size / 2.0), end, size);
        !boxes.iter().any(|rect| rect.intersects(row))
    };
    let inside = zone.rect.min.y + row + 1.0;
    // Near by it stays where it is clicked.
    let middle = match input.detail {
        DetailLevel::Full => Some(inside),
        // Close to its own edge, since another zone may end right above.
        _ => [inside, zone.rect.min.y - size / 2.0 - 1.5 / input.zoom]
            .into_iter()
            .find(|&middle| is_clear(middle)),
    };
    let Some(middle) = middle else { return };
    let baseline = middle + HALF_CAP * size;
    pen.icon(
        pt(zone.rect.min.x + (ICON_LEFT + ICON / 2.0) * scale, middle),
        ICON * scale,
        Face::Icons,
        glyph,
        color,
    );
    pen.text(
        pt(left, baseline),
        Align::Start,
        (size, Face::SemiBold, color),
        name,
    );
    // "Home region" says itself that it is a region.
    let says_kind = zone.kind != ZoneKind::Generic
        && zone.kind != ZoneKind::Team
        && !zone.name.to_lowercase().ends_with(zone.kind.label());
    if input.is_down(id) {
        let style = (size, Face::SemiBold, color);
        pen.text(
            pt(left + width + 6.0, baseline),
            Align::Start,
            style,
            "Down",
        );
    } else if says_kind
        && input.detail == DetailLevel::Full
        && zone.rect.width() - width >= KIND_ROOM
    {
        let style = (size, Face::Regular, p.text_tertiary);
        pen.text(
            pt(left + width + 6.0, baseline),
            Align::Start,
            style,
            zone.kind.label(),
        );
    }
}

/// Where a zone's title stands at 100%; none where it has none.
pub(super) fn title_rect(zone: &Zone) -> Option<Rect> {
    if zone.name.is_empty() {
        return None;
    }
    let room = (zone.rect.width() - NAME_LEFT - 8.0).max(0.0);
    let width = text_width(&zone.name, Face::SemiBold, TITLE_SIZE).min(room);
    let left = zone.rect.min + vector(ICON_LEFT, 4.0);
    let height = TITLE_ROW - 8.0;
    Some(Rect::from_min(left, NAME_LEFT - ICON_LEFT + width, height))
}

pub(super) fn draw_note(pen: &mut SceneBuilder, input: &SceneInput<'_>, id: Id, note: &Note) {
    let p = input.palette;
    let active = matches!(
        input.state(id),
        ItemState::Selected | ItemState::Highlighted | ItemState::DropTarget
    );
    let edge = match (active, note.style) {
        (true, _) => Stroke::solid(2.0_f64.max(1.0 / input.zoom), p.accent_fill),
        (false, NoteStyle::Sticky) => Stroke::solid(1.0, p.note_line),
        (false, NoteStyle::Text) => Stroke::NONE,
    };
    let (fill, ink, padding) = match note.style {
        NoteStyle::Sticky => (p.note_fill, p.note_text, NOTE_PADDING),
        NoteStyle::Text => (Color32::TRANSPARENT, p.text_secondary, 4.0),
    };
    pen.rect(note.rect, 4.0, fill, edge);
    if input.detail >= DetailLevel::Names {
        draw_note_lines(pen, note, ink, padding);
    }
}

/// Words that do not fit on a note are set smaller by this factor, again and again, down to the least size.
const NOTE_SMALLER: f64 = 0.92;
const NOTE_LEAST: f64 = 4.0;

fn draw_note_lines(pen: &mut SceneBuilder, note: &Note, ink: Color32, padding: f64) {
    let inner: Rect = note.rect.expanded(-padding);
    if inner.width() <= 0.0 {
        return;
    }
    let mut size = NOTE_SIZE;
    let (lines, pitch) = loop {
        let pitch = NOTE_LINE * size / NOTE_SIZE;
        let fits = ((inner.height() + 4.0) / pitch).floor().max(0.0) as usize;
        let lines = note_lines(note, size, inner.width());
        let smaller = size * NOTE_SMALLER;
        if lines.len() <= fits || smaller < NOTE_LEAST {
            break (lines.into_iter().take(fits), pitch);
        }
        size = smaller;
    };
    for (index, (face, line)) in lines.enumerate() {
        let baseline = inner.min.y + size - 1.0 + pitch * index as f64;
        let at = pt(inner.min.x, baseline);
        pen.text(at, Align::Start, (size, face, ink), line);
    }
}

/// All lines of a note. The first paragraph of a sticky one is its heading.
fn note_lines(note: &Note, size: f64, width: f64) -> Vec<(Face, String)> {
    let (heading, rest) = match (note.style, note.text.split_once('\n')) {
        (NoteStyle::Sticky, Some((heading, rest))) => (heading, rest),
        _ => ("", note.text.as_str()),
    };
    let set = |words: &str, face: Face| {
        let lines = break_lines(words, face, size, width, usize::MAX);
        lines.into_iter().map(move |line| (face, line))
    };
    let heading = (!heading.is_empty()).then(|| set(heading, Face::SemiBold));
    let rest = set(rest, Face::Regular);
    heading.into_iter().flatten().chain(rest).collect()
}
