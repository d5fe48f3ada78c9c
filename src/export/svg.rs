//! A picture as SVG whose words need the bundled fonts.

use std::fmt::Write as _;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ecolor::Color32;

use crate::export::picture::Picture;
use crate::model::Point;
use crate::model::entities::push_escaped;
use crate::scene::{Align, Face, Geometry, ICON_BASELINE, Stroke, bundled_fonts, text_width};

/// How many translucent rectangles make up a shadow.
const SHADOW_STEPS: u8 = 4;

/// The fonts for words that stay text: the bundled one, else what the machine shows its own words in.
const WORDS_FAMILY: &str = "Inter, system-ui, sans-serif";

/// The picture as SVG for a page that carries the bundled fonts, see [`font_faces`]: a sixth of the size.
pub(super) fn to_svg_with_text(picture: &Picture) -> String {
    with_words(picture)
}

/// The bundled fonts as rules of a style sheet.
pub(super) fn font_faces() -> String {
    let mut rules = String::new();
    for (face, data) in bundled_fonts() {
        let (family, weight) = font_family(face);
        let data = BASE64_STANDARD.encode(data);
        _ = writeln!(
            rules,
            "@font-face {{ font-family: \"{family}\"; font-weight: {weight}; src: url(data:font/ttf;base64,{data}); }}"
        );
    }
    rules
}

/// What a bundled font is called, and its weight.
fn font_family(face: Face) -> (&'static str, u16) {
    match face {
        Face::Regular => ("Inter", 400),
        Face::Medium => ("Inter", 500),
        Face::SemiBold => ("Inter", 600),
        Face::Icons => ("Phosphor", 400),
        Face::IconsFill => ("Phosphor-Fill", 400),
    }
}

/// The picture as SVG with words that need the bundled fonts.
fn with_words(picture: &Picture) -> String {
    let bounds = picture.bounds;
    let (width, height) = (bounds.width(), bounds.height());
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"{} {} {width} {height}\">\n",
        bounds.min.x, bounds.min.y
    );
    if let Some(background) = picture.background {
        _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\"{}/>",
            bounds.min.x,
            bounds.min.y,
            paint_attribute("fill", background)
        );
    }
    for shape in &picture.scene.shapes {
        write_shape(&mut out, &shape.geometry);
    }
    out.push_str("</svg>\n");
    out
}

/// Words as text that is as wide as they are with the bundled fonts, moved so that `origin` is where both axes begin.
pub(super) fn text_elements<'a>(
    words: impl Iterator<Item = &'a Geometry>,
    origin: Point,
) -> String {
    let mut out = format!(
        "<g transform=\"translate({} {})\" font-family=\"{WORDS_FAMILY}\">\n",
        -origin.x, -origin.y
    );
    for geometry in words {
        let Geometry::Text {
            at,
            align,
            size,
            face,
            color,
            text,
        } = geometry
        else {
            continue;
        };
        let (_, weight) = font_family(*face);
        _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" font-weight=\"{weight}\" font-size=\"{size}\" text-anchor=\"{}\" \
             textLength=\"{:.2}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\"{}>{}</text>",
            at.x,
            at.y,
            anchor(*align),
            text_width(text, *face, *size),
            paint_attribute("fill", *color),
            escape_xml(text)
        );
    }
    out.push_str("</g>\n");
    out
}

fn write_shape(out: &mut String, geometry: &Geometry) {
    match geometry {
        Geometry::Rect {
            rect,
            radius,
            fill,
            stroke,
        } => {
            let look = format!(
                "{}{}",
                paint_attribute("fill", *fill),
                stroke_attributes(*stroke)
            );
            write_rectangle(out, *rect, *radius, &look);
        }
        Geometry::Shadow {
            rect,
            radius,
            blur,
            color,
        } => {
            // Each ring adds its share, so that the shadow is darkest at the edge of what casts it.
            let share = color.gamma_multiply(1.0 / f32::from(SHADOW_STEPS));
            for step in 0..SHADOW_STEPS {
                let grow = blur * f64::from(step) / f64::from(SHADOW_STEPS);
                write_rectangle(
                    out,
                    rect.expanded(grow),
                    radius + grow,
                    &paint_attribute("fill", share),
                );
            }
        }
        Geometry::Circle {
            center,
            radius,
            fill,
            stroke,
        } => {
            _ = writeln!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"{}{}/>",
                center.x,
                center.y,
                paint_attribute("fill", *fill),
                stroke_attributes(*stroke)
            );
        }
        Geometry::Path {
            points,
            closed,
            fill,
            stroke,
        } => {
            let look = format!(
                "{}{}",
                paint_attribute("fill", *fill),
                stroke_attributes(*stroke)
            );
            write_path(out, points, *closed, &look);
        }
        Geometry::Text {
            at,
            align,
            size,
            face,
            color,
            text,
        } => write_text(out, *at, *align, (*size, *face, *color), text),
        Geometry::Icon {
            center,
            size,
            face,
            glyph,
            color,
        } => {
            let at = Point {
                x: center.x,
                y: center.y + ICON_BASELINE * size,
            };
            write_text(
                out,
                at,
                Align::Middle,
                (*size, *face, *color),
                glyph.encode_utf8(&mut [0; 4]),
            );
        }
    }
}

fn write_rectangle(out: &mut String, rect: crate::model::Rect, radius: f64, look: &str) {
    let (width, height) = (rect.width().max(0.0), rect.height().max(0.0));
    _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" rx=\"{}\"{look}/>",
        rect.min.x,
        rect.min.y,
        radius.min(width / 2.0).min(height / 2.0)
    );
}

fn write_path(out: &mut String, points: &[Point], closed: bool, look: &str) {
    out.push_str("<path d=\"");
    for (index, point) in points.iter().enumerate() {
        _ = write!(
            out,
            "{}{:.2} {:.2}",
            if index == 0 { "M" } else { "L" },
            point.x,
            point.y
        );
    }
    _ = writeln!(out, "{}\"{look}/>", if closed { "Z" } else { "" });
}

fn write_text(
    out: &mut String,
    at: Point,
    align: Align,
    (size, face, color): (f64, Face, Color32),
    text: &str,
) {
    let (family, weight) = font_family(face);
    let anchor = anchor(align);
    _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" font-family=\"{family}\" font-weight=\"{weight}\" font-size=\"{size}\" \
         text-anchor=\"{anchor}\" xml:space=\"preserve\"{}>{}</text>",
        at.x,
        at.y,
        paint_attribute("fill", color),
        escape_xml(text)
    );
}

fn anchor(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Middle => "middle",
        Align::End => "end",
    }
}

fn stroke_attributes(stroke: Stroke) -> String {
    if stroke.width <= 0.0 || stroke.color == Color32::TRANSPARENT {
        return String::new();
    }
    let mut look = format!(
        "{} stroke-width=\"{}\"",
        paint_attribute("stroke", stroke.color),
        stroke.width
    );
    if !stroke.dash.is_empty() {
        let dashes: Vec<String> = stroke.dash.iter().map(f64::to_string).collect();
        _ = write!(look, " stroke-dasharray=\"{}\"", dashes.join(" "));
    }
    if stroke.round {
        look.push_str(" stroke-linecap=\"round\"");
    }
    look
}

/// A fill or stroke with its opacity; "none" where nothing would show.
fn paint_attribute(attribute: &str, color: Color32) -> String {
    let [red, green, blue, alpha] = color.to_srgba_unmultiplied();
    match alpha {
        0 => format!(" {attribute}=\"none\""),
        255 => format!(" {attribute}=\"#{red:02x}{green:02x}{blue:02x}\""),
        _ => {
            let opacity = f64::from(alpha) / 255.0;
            format!(
                " {attribute}=\"#{red:02x}{green:02x}{blue:02x}\" {attribute}-opacity=\"{opacity:.3}\""
            )
        }
    }
}

/// The text as XML, without the control characters that XML forbids.
pub(super) fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let is_allowed = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    for c in text.chars().filter(is_allowed) {
        push_escaped(&mut out, c);
    }
    out
}
