//! What may stand around a drawing in a picture: its title above it, and what its signs mean below it.

use std::collections::BTreeSet;

use super::connection::ASYNC_DASH;
use super::scene_builder::SceneBuilder;
use super::{Align, Face, Palette, Scene, Stroke, elide, text_width};
use crate::model::{Design, Rect, Timing, pt};

/// The letters of the title (world units).
const TITLE_SIZE: f64 = 22.0;
/// The letters of the legend, the height of its rows, its signs, and the distances before words and between entries.
const SIZE: f64 = 12.0;
const ROW: f64 = 26.0;
const SIGN: f64 = 16.0;
const LINE: f64 = 32.0;
const BEFORE_WORDS: f64 = 8.0;
const BETWEEN: f64 = 28.0;

/// What an entry of the legend explains.
enum LegendSign {
    /// The icon of a kind.
    Icon(char, ecolor::Color32),
    /// How a connection is drawn.
    Line(&'static [f64]),
}

/// Adds the title above a drawing and answers the bounds of both. `edge` is left free around (world units).
pub fn add_title(scene: &mut Scene, bounds: Rect, edge: f64, title: &str, p: &Palette) -> Rect {
    let mut pen = SceneBuilder::default();
    let title = elide(
        title,
        Face::SemiBold,
        TITLE_SIZE,
        bounds.width() - 2.0 * edge,
    );
    // The edge above the drawing is left between both, and another one lies above the title.
    let at = pt(bounds.min.x + edge, bounds.min.y + edge / 3.0);
    pen.text(
        at,
        Align::Start,
        (TITLE_SIZE, Face::SemiBold, p.text_primary),
        title,
    );
    scene.shapes.extend(pen.finish().shapes);
    Rect {
        min: pt(bounds.min.x, bounds.min.y - edge),
        max: bounds.max,
    }
}

/// Adds what the signs of a drawing mean below it and answers the bounds of both. `edge` is left free around (world units).
pub fn add_legend(
    scene: &mut Scene,
    bounds: Rect,
    edge: f64,
    design: &Design,
    p: &Palette,
) -> Rect {
    let mut pen = SceneBuilder::default();
    let left = bounds.min.x + edge;
    let mut at = pt(left, bounds.max.y + ROW / 2.0);
    for (sign, words) in entries(design, p) {
        let sign_width = match sign {
            LegendSign::Icon(..) => SIGN,
            LegendSign::Line(_) => LINE,
        };
        let width = sign_width + BEFORE_WORDS + text_width(&words, Face::Regular, SIZE);
        if at.x > left && at.x + width > bounds.max.x - edge {
            at = pt(left, at.y + ROW);
        }
        match sign {
            LegendSign::Icon(glyph, color) => {
                let center = pt(at.x + SIGN / 2.0, at.y);
                pen.icon(center, SIGN, Face::IconsFill, glyph, color);
            }
            LegendSign::Line(dash) => {
                let stroke = Stroke {
                    dash,
                    ..Stroke::solid(1.5, p.connection_line)
                };
                let points = vec![at, pt(at.x + LINE, at.y)];
                pen.path(points, false, ecolor::Color32::TRANSPARENT, stroke);
            }
        }
        let baseline = pt(
            at.x + sign_width + BEFORE_WORDS,
            at.y + super::HALF_CAP * SIZE,
        );
        let style = (SIZE, Face::Regular, p.text_secondary);
        pen.text(baseline, Align::Start, style, words);
        at.x += width + BETWEEN;
    }
    scene.shapes.extend(pen.finish().shapes);
    Rect {
        min: bounds.min,
        max: pt(bounds.max.x, at.y + ROW / 2.0 + edge),
    }
}

/// The kinds of a drawing in the order in which they are met, then how its connections are drawn.
fn entries(design: &Design, p: &Palette) -> Vec<(LegendSign, String)> {
    let mut met = BTreeSet::new();
    let kinds = design.components().map(|(id, _)| design.kind_of(id));
    let kinds = kinds.filter(|kind| met.insert(kind.id.as_str()));
    let mut entries: Vec<_> = kinds
        .map(|kind| {
            let color = p.category(kind.group).ink;
            (
                LegendSign::Icon(kind.icon_char(), color),
                kind.label.clone(),
            )
        })
        .collect();
    let timings: Vec<Timing> = (design.connections())
        .map(|(_, connection)| design.semantics(connection).timing)
        .collect();
    for (timing, dash, words) in [
        (Timing::Sync, &[][..], "Synchronous call"),
        (Timing::Async, ASYNC_DASH, "Asynchronous call"),
    ] {
        if timings.contains(&timing) {
            entries.push((LegendSign::Line(dash), words.to_owned()));
        }
    }
    entries
}
