//! Copies a [`Scene`] onto the screen. Decides nothing: what to paint was settled when the scene was built.

use egui::epaint::{CornerRadius, PathShape, RectShape, Shadow};
use egui::{Color32, Painter, Pos2, Shape, StrokeKind, pos2, vec2};

use crate::app::look::font_of_points;
use crate::model::{Point, Rect};
use crate::scene::{Align, Face, Geometry, ICON_BASELINE, Scene, Stroke};

use super::camera::Camera;

/// Paints the scene as the camera sees it.
pub fn paint(painter: &Painter, camera: &Camera, scene: &Scene) {
    let mut shapes = Vec::with_capacity(scene.shapes.len());
    for shape in &scene.shapes {
        add_shapes(painter, camera, &shape.geometry, &mut shapes);
    }
    painter.extend(shapes);
}

fn add_shapes(painter: &Painter, camera: &Camera, geometry: &Geometry, shapes: &mut Vec<Shape>) {
    let zoom = camera.zoom as f32;
    let at = |point: Point| camera.screen_from_world(point);
    match geometry {
        Geometry::Rect {
            rect,
            radius,
            fill,
            stroke,
        } => {
            add_rectangle(
                painter,
                camera.screen_rect(*rect),
                *radius as f32 * zoom,
                *fill,
                *stroke,
                zoom,
                shapes,
            );
        }
        Geometry::Shadow {
            rect,
            radius,
            blur,
            color,
        } => {
            shapes.push(shadow_shape(
                camera,
                *rect,
                *radius as f32 * zoom,
                *blur as f32 * zoom,
                *color,
            ));
        }
        Geometry::Circle {
            center,
            radius,
            fill,
            stroke,
        } => {
            shapes.push(Shape::Circle(egui::epaint::CircleShape {
                center: at(*center),
                radius: *radius as f32 * zoom,
                fill: *fill,
                stroke: scale_stroke(*stroke, zoom),
            }));
        }
        Geometry::Path {
            points,
            closed,
            fill,
            stroke,
        } => {
            let points: Vec<Pos2> = points.iter().map(|&point| at(point)).collect();
            add_path(points, *closed, *fill, *stroke, zoom, shapes);
        }
        Geometry::Text {
            at: point,
            align,
            size,
            face,
            color,
            text,
        } => {
            let style = Lettering {
                size: *size as f32 * zoom,
                face: *face,
                color: *color,
                align: *align,
            };
            shapes.extend(text_shape(painter, at(*point), text, style));
        }
        Geometry::Icon {
            center,
            size,
            face,
            glyph,
            color,
        } => {
            let size = *size as f32 * zoom;
            let baseline = at(*center) + vec2(0.0, ICON_BASELINE as f32 * size);
            let style = Lettering {
                size,
                face: *face,
                color: *color,
                align: Align::Middle,
            };
            shapes.extend(text_shape(painter, baseline, &glyph.to_string(), style));
        }
    }
}

#[derive(Clone, Copy)]
struct Lettering {
    size: f32,
    face: Face,
    color: Color32,
    align: Align,
}

/// One line of words with its baseline at `at`.
fn text_shape(painter: &Painter, at: Pos2, text: &str, style: Lettering) -> Option<Shape> {
    let pixels = painter.pixels_per_point();
    // Whole pixel sizes (every second above 24) keep the glyph atlas small while zooming.
    let step = if style.size * pixels > 24.0 { 2.0 } else { 1.0 };
    let size = (style.size * pixels / step).round().max(1.0) * step / pixels;
    if style.size * pixels < 3.0 {
        return None;
    }
    let font = font_of_points(style.face, size);
    let galley = painter.layout_no_wrap(text.to_owned(), font, style.color);
    let baseline = galley.rows.first()?.row.glyphs.first()?.pos.y;
    let width = galley.size().x;
    let left = match style.align {
        Align::Start => 0.0,
        Align::Middle => width / 2.0,
        Align::End => width,
    };
    Some(Shape::galley(
        at - vec2(left, baseline),
        galley,
        style.color,
    ))
}

fn scale_stroke(stroke: Stroke, zoom: f32) -> egui::Stroke {
    egui::Stroke::new(stroke.width as f32 * zoom, stroke.color)
}

fn add_rectangle(
    painter: &Painter,
    rect: egui::Rect,
    radius: f32,
    fill: Color32,
    stroke: Stroke,
    zoom: f32,
    shapes: &mut Vec<Shape>,
) {
    // Hairlines that fall between pixels look gray and thick.
    let rect = if stroke.width as f32 * zoom <= 1.5 {
        egui::Rect::from_min_max(
            snap_to_pixel(painter, rect.min),
            snap_to_pixel(painter, rect.max),
        )
    } else {
        rect
    };
    let solid = if stroke.dash.is_empty() {
        scale_stroke(stroke, zoom)
    } else {
        egui::Stroke::NONE
    };
    let corners = CornerRadius::same(radius.round().clamp(0.0, 255.0) as u8);
    shapes.push(RectShape::new(rect, corners, fill, solid, StrokeKind::Middle).into());
    if !stroke.dash.is_empty() {
        let outline = rounded_outline(rect, radius);
        add_path(outline, true, Color32::TRANSPARENT, stroke, zoom, shapes);
    }
}

fn snap_to_pixel(painter: &Painter, point: Pos2) -> Pos2 {
    let pixels = painter.pixels_per_point();
    let middle = |value: f32| ((value * pixels).floor() + 0.5) / pixels;
    pos2(middle(point.x), middle(point.y))
}

/// The outline of a rectangle with round corners.
fn rounded_outline(rect: egui::Rect, radius: f32) -> Vec<Pos2> {
    const STEPS: usize = 6;
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let inner = rect.shrink(radius);
    let corners = [
        inner.right_bottom(),
        inner.left_bottom(),
        inner.left_top(),
        inner.right_top(),
    ];
    let turn = |corner: usize, step: usize| {
        std::f32::consts::FRAC_PI_2 * (corner as f32 + step as f32 / STEPS as f32)
    };
    corners
        .iter()
        .enumerate()
        .flat_map(|(index, &corner)| {
            (0..=STEPS).map(move |step| corner + radius * egui::Vec2::angled(turn(index, step)))
        })
        .collect()
}

fn shadow_shape(camera: &Camera, rect: Rect, radius: f32, blur: f32, color: Color32) -> Shape {
    let shadow = Shadow {
        offset: [0, 0],
        blur: blur.round().clamp(0.0, 255.0) as u8,
        spread: 0,
        color,
    };
    shadow
        .as_shape(
            camera.screen_rect(rect),
            CornerRadius::same(radius.round().clamp(0.0, 255.0) as u8),
        )
        .into()
}

fn add_path(
    mut points: Vec<Pos2>,
    closed: bool,
    fill: Color32,
    stroke: Stroke,
    zoom: f32,
    shapes: &mut Vec<Shape>,
) {
    if stroke.dash.is_empty() {
        let stroke = scale_stroke(stroke, zoom).into();
        shapes.push(
            PathShape {
                points,
                closed,
                fill,
                stroke,
            }
            .into(),
        );
        return;
    }
    if fill != Color32::TRANSPARENT {
        shapes.push(Shape::convex_polygon(
            points.clone(),
            fill,
            egui::Stroke::NONE,
        ));
    }
    if closed && let Some(&first) = points.first() {
        points.push(first);
    }
    let lengths = |parity: usize| -> Vec<f32> {
        stroke
            .dash
            .iter()
            .skip(parity)
            .step_by(2)
            .map(|length| *length as f32 * zoom)
            .collect()
    };
    let (dashes, gaps) = (lengths(0), lengths(1));
    // A pattern finer than a pixel is a gray line, and costs thousands of shapes.
    if gaps.iter().sum::<f32>() < 1.0 {
        shapes.push(Shape::line(points, scale_stroke(stroke, zoom)));
    } else {
        shapes.extend(Shape::dashed_line_with_offset(
            &points,
            scale_stroke(stroke, zoom),
            &dashes,
            &gaps,
            0.0,
        ));
    }
}
