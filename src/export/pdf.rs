//! Pictures on PDF pages: lines stay lines, and words stay words that can be selected and searched, with the letters of their
//! fonts in the file.

use std::borrow::Cow;
use std::collections::HashMap;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use resvg::tiny_skia::PathSegment;
use resvg::usvg::fontdb::{Database, ID};
use resvg::usvg::layout::{PositionedGlyph, Span};
use resvg::usvg::{self, Group, Node};

use crate::export::error::ExportError;
use crate::export::outlines::outline_text;
use crate::export::picture::Picture;
use crate::model::{self, pt};

/// Points (1/72 inch) for a world unit, which is a pixel of 1/96 inch on paper.
const POINTS: f64 = 0.75;
/// The longest side of a page that every reader shows, in points.
const MAX_SIDE: f64 = 14_400.0;
/// Glyphs whose baselines differ by less, in world units, stand on one line.
const SAME_LINE: f32 = 0.01;

/// The size of a page in points (1/72 inch).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PageSize {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A picture on a page.
#[derive(Debug)]
pub(super) struct PageLayer<'a> {
    pub(super) picture: Cow<'a, Picture>,
    /// Its upper left corner, in points from that of the page.
    pub(super) at: model::Point,
    /// Points for a world unit of the picture.
    pub(super) scale: f64,
}

/// The picture as the bytes of a PDF file with one page of its size.
///
/// # Errors
/// When the picture cannot be turned into outlines, or a font cannot be put into the file.
pub fn to_pdf(picture: &Picture) -> Result<Vec<u8>, ExportError> {
    let (width, height) = (picture.bounds.width(), picture.bounds.height());
    let scale = POINTS.min(MAX_SIDE / width.max(height));
    let size = PageSize {
        width: width * scale,
        height: height * scale,
    };
    let layer = PageLayer {
        picture: Cow::Borrowed(picture),
        at: pt(0.0, 0.0),
        scale,
    };
    let metadata = Metadata::new()
        .title(picture.title.clone())
        .description(picture.description.clone());
    write(metadata, size, &[vec![layer]])
}

/// Pages of one size, each with its pictures one over the other, as the bytes of a PDF file.
///
/// # Errors
/// As for one picture.
pub(super) fn write_pages(
    title: &str,
    size: PageSize,
    pages: &[Vec<PageLayer<'_>>],
) -> Result<Vec<u8>, ExportError> {
    write(Metadata::new().title(title.to_owned()), size, pages)
}

fn write(
    metadata: Metadata,
    size: PageSize,
    pages: &[Vec<PageLayer<'_>>],
) -> Result<Vec<u8>, ExportError> {
    let mut document = Document::new();
    document.set_metadata(metadata.creator("boxdrill".to_owned()));
    let mut fonts = EmbeddedFonts::default();
    for layers in pages {
        let settings = PageSettings::from_wh(size.width as f32, size.height as f32);
        let mut page = document.start_page_with(settings.unwrap_or_default());
        let mut surface = page.surface();
        for layer in layers {
            let tree = outline_text(&layer.picture)?;
            let (x, y, scale) = (layer.at.x, layer.at.y, layer.scale as f32);
            surface.push_transform(&Transform::from_translate(x as f32, y as f32));
            surface.push_transform(&Transform::from_scale(scale, scale));
            let mut fonts = (&mut fonts, &**tree.fontdb());
            draw_group(tree.root(), &mut surface, &mut fonts);
            surface.pop();
            surface.pop();
        }
        surface.finish();
        page.finish();
    }
    document
        .finish()
        .map_err(|error| ExportError::Pdf(format!("{error:?}")))
}

/// The fonts that the file holds, each once.
#[derive(Default)]
struct EmbeddedFonts(HashMap<ID, Option<Font>>);

impl EmbeddedFonts {
    /// The font with this id, which is the same in all databases of fonts here: one is made from the other.
    fn get(&mut self, database: &Database, id: ID) -> Option<Font> {
        let load = || {
            let found =
                database.with_face_data(id, |data, index| Font::new(data.to_vec().into(), index));
            found.flatten()
        };
        self.0.entry(id).or_insert_with(load).clone()
    }
}

fn draw_group(
    group: &Group,
    surface: &mut Surface<'_>,
    fonts: &mut (&mut EmbeddedFonts, &Database),
) {
    surface.push_transform(&transform(group.transform()));
    for node in group.children() {
        match node {
            Node::Group(inner) => draw_group(inner, surface, fonts),
            Node::Path(path) => draw_path(path, surface),
            Node::Text(text) => {
                for span in text.layouted() {
                    draw_span(span, surface, fonts);
                }
            }
            // A picture of a drawing holds no other picture.
            Node::Image(_) => {}
        }
    }
    surface.pop();
}

fn draw_path(path: &usvg::Path, surface: &mut Surface<'_>) {
    let fill = path.fill().and_then(fill_of);
    let stroke = path.stroke().and_then(stroke_of);
    let Some(shape) = shape_of(path) else { return };
    // Without either, black is meant.
    if fill.is_some() || stroke.is_some() {
        surface.set_fill(fill);
        surface.set_stroke(stroke);
        surface.draw_path(&shape);
    }
}

fn shape_of(path: &usvg::Path) -> Option<Path> {
    let mut shape = PathBuilder::new();
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(p) => shape.move_to(p.x, p.y),
            PathSegment::LineTo(p) => shape.line_to(p.x, p.y),
            PathSegment::QuadTo(a, p) => shape.quad_to(a.x, a.y, p.x, p.y),
            PathSegment::CubicTo(a, b, p) => shape.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y),
            PathSegment::Close => shape.close(),
        }
    }
    shape.finish()
}

/// Draws the glyphs line by line and font by font, so that what is copied from the page comes in whole words.
fn draw_span(
    span: &Span,
    surface: &mut Surface<'_>,
    (fonts, database): &mut (&mut EmbeddedFonts, &Database),
) {
    let glyphs = &span.positioned_glyphs;
    surface.set_fill(span.fill.as_ref().and_then(fill_of));
    surface.set_stroke(None);
    let on_one_line = |a: &PositionedGlyph, b: &PositionedGlyph| {
        a.font == b.font && (a.transform().ty - b.transform().ty).abs() < SAME_LINE
    };
    for run in glyphs.chunk_by(on_one_line) {
        let Some(font) = fonts.get(database, run[0].font) else {
            continue;
        };
        let size = span.font_size.get();
        let at = |glyph: &PositionedGlyph| (glyph.transform().tx, glyph.transform().ty);
        let mut text = String::new();
        let mut placed = Vec::with_capacity(run.len());
        for (index, glyph) in run.iter().enumerate() {
            let begin = text.len();
            text.push_str(&glyph.text);
            let next = run.get(index + 1).map_or(at(glyph).0, |next| at(next).0);
            placed.push(KrillaGlyph::new(
                GlyphId::new(glyph.id.0),
                (next - at(glyph).0) / size,
                0.0,
                0.0,
                0.0,
                begin..text.len(),
                None,
            ));
        }
        // The marks of components are letters for private use: nobody wants to copy those.
        let is_icon = text.chars().all(|c| ('\u{e000}'..='\u{f8ff}').contains(&c));
        let (x, y) = at(&run[0]);
        surface.draw_glyphs(Point::from_xy(x, y), &placed, font, &text, size, is_icon);
    }
}

fn transform(from: usvg::Transform) -> Transform {
    Transform::from_row(from.sx, from.ky, from.kx, from.sy, from.tx, from.ty)
}

/// A plain color; none for the gradients and patterns that pictures of drawings do not have.
fn color_of(paint: &usvg::Paint) -> Option<krilla::paint::Paint> {
    match paint {
        usvg::Paint::Color(color) => {
            Some(rgb::Color::new(color.red, color.green, color.blue).into())
        }
        _ => None,
    }
}

fn fill_of(fill: &usvg::Fill) -> Option<Fill> {
    Some(Fill {
        paint: color_of(fill.paint())?,
        opacity: NormalizedF32::new(fill.opacity().get())?,
        rule: match fill.rule() {
            usvg::FillRule::NonZero => FillRule::NonZero,
            usvg::FillRule::EvenOdd => FillRule::EvenOdd,
        },
    })
}

fn stroke_of(stroke: &usvg::Stroke) -> Option<Stroke> {
    Some(Stroke {
        paint: color_of(stroke.paint())?,
        width: stroke.width().get(),
        miter_limit: stroke.miterlimit().get(),
        line_cap: match stroke.linecap() {
            usvg::LineCap::Butt => LineCap::Butt,
            usvg::LineCap::Round => LineCap::Round,
            usvg::LineCap::Square => LineCap::Square,
        },
        line_join: match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoin::Miter,
            usvg::LineJoin::Round => LineJoin::Round,
            usvg::LineJoin::Bevel => LineJoin::Bevel,
        },
        opacity: NormalizedF32::new(stroke.opacity().get())?,
        dash: stroke.dasharray().map(|array| StrokeDash {
            array: array.to_vec(),
            offset: stroke.dashoffset(),
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{PictureOptions, draw_picture};
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn a_page_holds_its_fonts_and_is_the_same_every_time() {
        let text = "title \"Shop\"\na: cache \"Schlüssel\" x3\nb: sql\na -> b: \"x < y\"";
        let design = parse_notation(text).unwrap().design;
        let picture = draw_picture(&design, &PictureOptions::default());
        let bytes = to_pdf(&picture).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        // The shapes of the letters, and which letter each of them is.
        assert!(holds(b"/FontFile") && holds(b"/ToUnicode"));
        assert!(holds(b"/MediaBox"));
        assert_eq!(bytes, to_pdf(&picture).unwrap());
    }
}
