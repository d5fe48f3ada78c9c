//! What lies over the drawing while it is being handled: dots, handles, rubber lines, guides, the marquee. Sizes here are
//! screen points: they stay the same at every zoom.

use egui::{Color32, CornerRadius, Painter, Pos2, Shape, Stroke, StrokeKind, Vec2, vec2};

use crate::app::floating::FloatingItem;
use crate::app::look::{TextSize, font};
use crate::layout::Route;
use crate::model::{Connection, Design, Id, LineStyle, Point, Rect, Side};
use crate::scene::{Face, HEAD_REACH, Palette, component_rect, icon};

use super::camera::Camera;
use super::gesture::{ConnectionEnd, Gesture, ResizeHandle};
use super::ops;

/// A connect dot: its radius, and how close a press must come.
const DOT_RADIUS: f32 = 5.0;
const DOT_REACH: f32 = 12.0;
/// A resize handle: its size, and how close a press must come.
const HANDLE_SIZE: f32 = 8.0;
const HANDLE_REACH: f32 = 9.0;
/// How close a press must come to the end of a selected connection.
const END_REACH: f32 = 10.0;
/// Below this size on the screen only the corners can be grabbed.
const FEW_HANDLES: f32 = 48.0;

/// How far from a box its connect dots lie: beyond the heads of the arrows that end there.
fn dot_distance(camera: &Camera) -> f32 {
    (HEAD_REACH * camera.zoom) as f32 + DOT_RADIUS + 1.0
}

/// The four places to start a connection from, around a box, and the side that each is on.
pub(super) fn connect_dots(camera: &Camera, rect: Rect) -> [(Pos2, Side); 4] {
    let rect = camera.screen_rect(rect).expand(dot_distance(camera));
    [
        (rect.center_top(), Side::Top),
        (rect.right_center(), Side::Right),
        (rect.center_bottom(), Side::Bottom),
        (rect.left_center(), Side::Left),
    ]
}

/// The side of the dot that a press at `at` takes hold of.
pub(super) fn dot_at(camera: &Camera, rect: Rect, at: Pos2) -> Option<Side> {
    connect_dots(camera, rect)
        .into_iter()
        .find(|(dot, _)| dot.distance(at) <= DOT_REACH)
        .map(|(_, side)| side)
}

/// The region around a box in which its dots stay in sight, so that the pointer can get to them.
pub(super) fn dots_region(camera: &Camera, rect: Rect) -> egui::Rect {
    camera
        .screen_rect(rect)
        .expand(dot_distance(camera) + DOT_REACH)
}

/// The handle that a press at `at` takes hold of.
pub(super) fn handle_at(camera: &Camera, rect: Rect, at: Pos2) -> Option<ResizeHandle> {
    resize_handles(camera, rect).find(|handle| {
        let away = camera.screen_from_world(handle.point_on(rect)) - at;
        away.abs().max_elem() <= HANDLE_REACH
    })
}

/// Whether a press at `at` takes hold of the start (true) or the end (false) of a line.
pub(super) fn end_at(camera: &Camera, points: &[Point], at: Pos2) -> Option<bool> {
    let near = |point: Option<&Point>| {
        point.is_some_and(|&p| camera.screen_from_world(p).distance(at) <= END_REACH)
    };
    if near(points.last()) {
        Some(false)
    } else {
        near(points.first()).then_some(true)
    }
}

fn resize_handles(camera: &Camera, rect: Rect) -> impl Iterator<Item = ResizeHandle> {
    let small = camera.screen_rect(rect).size().min_elem() < FEW_HANDLES;
    ResizeHandle::ALL
        .into_iter()
        .filter(move |handle| !small || (handle.x != 0 && handle.y != 0))
}

/// Paints the four dots of a box; the one under the pointer is filled.
pub(super) fn paint_dots(
    painter: &Painter,
    camera: &Camera,
    palette: &Palette,
    rect: Rect,
    pointer: Option<Pos2>,
) {
    let edge = Stroke::new(1.5, palette.accent_fill);
    for (dot, _) in connect_dots(camera, rect) {
        if pointer.is_some_and(|at| dot.distance(at) <= DOT_REACH) {
            painter.circle_filled(dot, 8.0, palette.accent_fill);
            let arm = 3.5;
            let plus = Stroke::new(1.5, palette.accent_on);
            painter.line_segment([dot - vec2(arm, 0.0), dot + vec2(arm, 0.0)], plus);
            painter.line_segment([dot - vec2(0.0, arm), dot + vec2(0.0, arm)], plus);
        } else {
            painter.circle(dot, DOT_RADIUS, palette.surface_raised, edge);
        }
    }
}

/// Paints the handles of a zone or a note, or the corner marks of a component.
pub(super) fn paint_handles(
    painter: &Painter,
    camera: &Camera,
    palette: &Palette,
    rect: Rect,
    corners_only: bool,
) {
    for handle in resize_handles(camera, rect)
        .filter(|handle| !corners_only || (handle.x != 0 && handle.y != 0))
    {
        let center = camera.screen_from_world(handle.point_on(rect));
        let square = egui::Rect::from_center_size(center, Vec2::splat(HANDLE_SIZE));
        let edge = Stroke::new(1.5, palette.accent_fill);
        painter.rect(
            square,
            CornerRadius::same(2),
            palette.surface_raised,
            edge,
            StrokeKind::Inside,
        );
    }
}

/// Paints the lock of an item that stays where it is.
pub(super) fn paint_lock(painter: &Painter, camera: &Camera, palette: &Palette, rect: Rect) {
    let corner = camera.screen_rect(rect).left_top();
    let font = font(Face::IconsFill, TextSize::Small);
    painter.circle(
        corner,
        9.0,
        palette.surface_raised,
        Stroke::new(1.0, palette.accent_fill),
    );
    let center = egui::Align2::CENTER_CENTER;
    painter.text(corner, center, icon::LOCK_SIMPLE, font, palette.accent_fill);
}

/// Paints the rings at the ends of a selected connection.
pub(super) fn paint_ends(painter: &Painter, camera: &Camera, palette: &Palette, points: &[Point]) {
    for &end in [points.first(), points.last()].into_iter().flatten() {
        let edge = Stroke::new(1.5, palette.accent_fill);
        painter.circle(
            camera.screen_from_world(end),
            DOT_RADIUS,
            palette.surface_raised,
            edge,
        );
    }
}

/// Paints a handle in the middle of each stretch of a selected connection that can be dragged; a full one where it is pinned.
pub(super) fn paint_stretches(
    painter: &Painter,
    camera: &Camera,
    palette: &Palette,
    route: &Route,
    item: &Connection,
    label: Option<egui::Rect>,
) {
    /// Shorter stretches (points on the screen) have no room for a handle.
    const SHORTEST: f32 = 36.0;
    if item.line_style != LineStyle::Orthogonal || item.from == item.to {
        return;
    }
    for (stretch, ends) in route.points.windows(2).enumerate() {
        let [a, b] = [ends[0], ends[1]].map(|end| camera.screen_from_world(end));
        if a.distance(b) < SHORTEST {
            continue;
        }
        let level = (a.x - b.x).abs() > (a.y - b.y).abs();
        let size = if level {
            vec2(14.0, 6.0)
        } else {
            vec2(6.0, 14.0)
        };
        // Beside the label, whose words it would cross out.
        let at = |part: f32| egui::Rect::from_center_size(a.lerp(b, part), size);
        let is_clear = |handle: &egui::Rect| label.is_none_or(|label| !label.intersects(*handle));
        let Some(handle) = [0.5, 0.25, 0.75].map(at).into_iter().find(is_clear) else {
            continue;
        };
        let fill = if route.is_pinned(stretch, &item.pins) {
            palette.accent_fill
        } else {
            palette.surface_raised
        };
        let edge = Stroke::new(1.5, palette.accent_fill);
        painter.rect(
            handle,
            CornerRadius::same(3),
            fill,
            edge,
            StrokeKind::Inside,
        );
    }
}

/// Paints the feedback of the gesture in progress.
pub(super) fn paint_gesture(
    painter: &Painter,
    camera: &Camera,
    palette: &Palette,
    design: &Design,
    gesture: &Gesture,
) {
    match gesture {
        Gesture::Marquee { from, to, .. } | Gesture::DrawZone { from, to } => {
            let rect = camera.screen_rect(Rect::from_corners(*from, *to));
            let edge = Stroke::new(1.0, palette.accent_fill);
            painter.rect(
                rect,
                CornerRadius::ZERO,
                fade_color(palette.accent_fill),
                edge,
                StrokeKind::Inside,
            );
        }
        Gesture::Move { guides, .. } => {
            for guide in guides {
                let ends = [guide.from, guide.to].map(|end| camera.screen_from_world(end));
                painter.line_segment(ends, Stroke::new(1.0, palette.accent_fill));
            }
        }
        Gesture::Connect { from, to, target } => {
            paint_loose_end(painter, camera, palette, design, *from, *to, *target);
        }
        Gesture::Reconnect {
            connection,
            start,
            to,
            target,
        } => {
            let stays = design
                .connection(*connection)
                .map(|c: &Connection| if *start { c.to } else { c.from });
            if let Some(stays) = stays {
                let stays = ConnectionEnd::any_side(stays);
                paint_loose_end(painter, camera, palette, design, stays, *to, *target);
            }
        }
        Gesture::MakeSpace { from, .. } => {
            let at = camera.screen_from_world(*from);
            let line = Stroke::new(1.0, palette.accent_fill);
            let clip = painter.clip_rect();
            painter.hline(clip.x_range(), at.y, line);
            painter.vline(at.x, clip.y_range(), line);
        }
        Gesture::Resize { .. } | Gesture::Bend { .. } | Gesture::Slide { .. } => {}
    }
}

/// Paints a loose connection from a component to the pointer, or to the component it would snap to.
pub(super) fn paint_loose_end(
    painter: &Painter,
    camera: &Camera,
    palette: &Palette,
    design: &Design,
    from: ConnectionEnd,
    to: Point,
    target: Option<Id>,
) {
    let Some(start) = ops::item_rect(design, from.component) else {
        return;
    };
    let end = target
        .and_then(|id| ops::item_rect(design, id))
        .map_or(to, |rect| rect.border_toward(start.center()));
    let begin = from
        .side
        .map_or(start.border_toward(end), |side| side.edge_middle(start));
    let ends = [begin, end].map(|point| camera.screen_from_world(point));
    let stroke = Stroke::new(2.0, palette.accent_fill);
    painter.line_segment(ends, stroke);
    let along = (ends[1] - ends[0]).normalized();
    let (tip, side) = (ends[1], along.rot90() * 4.0);
    let back = tip - along * 8.0;
    painter.add(Shape::convex_polygon(
        vec![tip, back + side, back - side],
        palette.accent_fill,
        Stroke::NONE,
    ));
}

/// Paints the grid: sparser the farther away, none where it would be noise.
pub(super) fn paint_grid(painter: &Painter, camera: &Camera, palette: &Palette) {
    let step = match camera.zoom {
        zoom if zoom >= 0.75 => 16.0,
        zoom if zoom >= 0.4 => 32.0,
        zoom if zoom >= 0.2 => 64.0,
        _ => return,
    };
    let view = camera.visible_rect();
    let (left, top) = (
        (view.min.x / step).floor() as i64,
        (view.min.y / step).floor() as i64,
    );
    let (right, bottom) = (
        (view.max.x / step).ceil() as i64,
        (view.max.y / step).ceil() as i64,
    );
    // Whole pixels, or dots between two pixels look fainter than the others.
    let pixels = painter.pixels_per_point();
    let whole = |value: f32| (value * pixels).round() / pixels;
    let size = Vec2::splat((1.5 * pixels).round().max(1.0) / pixels);
    let mut mesh = egui::Mesh::default();
    for column in left..=right {
        for row in top..=bottom {
            let at = crate::model::pt(column as f64 * step, row as f64 * step);
            let at = camera.screen_from_world(at) - size / 2.0;
            let corner = egui::pos2(whole(at.x), whole(at.y));
            mesh.add_colored_rect(egui::Rect::from_min_size(corner, size), palette.canvas_dot);
        }
    }
    painter.add(mesh);
}

/// Paints the words of an empty canvas.
pub(super) fn paint_empty(painter: &Painter, palette: &Palette) {
    let middle = painter.clip_rect().center();
    let line = |dy: f32, text: &str, face: Face, size: TextSize, color: Color32| {
        let font = font(face, size);
        painter.text(
            middle + vec2(0.0, dy),
            egui::Align2::CENTER_CENTER,
            text,
            font,
            color,
        );
    };
    line(
        -14.0,
        "Start with the client: who calls the system?",
        Face::SemiBold,
        TextSize::Heading,
        palette.text_primary,
    );
    line(
        12.0,
        "Press / or double-click to place a client, or drag one in",
        Face::Regular,
        TextSize::Body,
        palette.text_secondary,
    );
}

/// Paints a component that is being dragged in from the palette.
pub(super) fn paint_ghost(
    painter: &Painter,
    camera: &Camera,
    palette: &Palette,
    rect: Rect,
    name: &str,
) {
    let rect = camera.screen_rect(rect);
    let edge = Stroke::new(2.0, palette.accent_fill);
    painter.rect(
        rect,
        CornerRadius::same(10),
        palette.accent_soft,
        edge,
        StrokeKind::Inside,
    );
    let font = font(Face::SemiBold, TextSize::Body);
    painter.text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        name,
        font,
        palette.accent_text,
    );
}

/// Paints the strip that says which change is being shown.
pub(super) fn paint_preview_label(
    ui: &egui::Ui,
    painter: &Painter,
    palette: &Palette,
    label: &str,
) {
    const HEIGHT: f32 = 32.0;
    const PADDING: f32 = 11.0;
    const GAP: f32 = 7.0;
    let lay_out = |text: String, face: Face, size: TextSize, color: Color32| {
        painter.layout_no_wrap(text, font(face, size), color)
    };
    let parts = [
        lay_out(
            icon::EYE.to_string(),
            Face::Icons,
            TextSize::Icon,
            palette.accent_text,
        ),
        lay_out(
            "Preview".into(),
            Face::SemiBold,
            TextSize::Body,
            palette.text_primary,
        ),
        lay_out(
            label.into(),
            Face::Regular,
            TextSize::Body,
            palette.text_secondary,
        ),
    ];
    let inner: f32 = parts.iter().map(|part| part.size().x).sum();
    let width = inner + GAP * (parts.len() as f32 - 1.0) + 2.0 * PADDING;
    let corner = painter.clip_rect().min + vec2(16.0, 14.0);
    let strip = egui::Rect::from_min_size(corner, vec2(width, HEIGHT));
    FloatingItem::Strip.note_place(ui.ctx(), strip);
    let role = egui::accesskit::Role::Status;
    let named = ui.interact(strip, ui.scope_id().with("preview"), egui::Sense::hover());
    named.widget_info(|| egui::WidgetInfo::labeled(role, true, format!("Preview: {label}")));
    let shadow = egui::epaint::Shadow {
        offset: [0, 4],
        blur: 14,
        spread: 0,
        color: palette.shadow,
    };
    painter.add(shadow.as_shape(strip, CornerRadius::same(8)));
    let edge = Stroke::new(1.0, palette.accent_line);
    let (fill, inside) = (palette.surface_raised, StrokeKind::Inside);
    painter.rect(strip, CornerRadius::same(8), fill, edge, inside);
    let mut at = strip.left_center() + vec2(PADDING, 0.0);
    for part in parts {
        let size = part.size();
        painter.galley(at - vec2(0.0, size.y / 2.0), part, palette.text_primary);
        at.x += size.x + GAP;
    }
}

/// The rectangle of a component, or none for other items.
pub(super) fn box_rect(design: &Design, id: Id) -> Option<Rect> {
    design.component(id).map(component_rect)
}

fn fade_color(color: Color32) -> Color32 {
    color.gamma_multiply(0.08)
}
