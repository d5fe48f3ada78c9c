//! From a design to a flat drawing list that every painter (window, SVG, and through it PNG) only copies out.
//!
//! All colors, sizes and words on the drawing are decided here, once: painters never measure, break lines or choose.

mod build;
mod caption;
pub mod chart;
mod component;
mod connection;
mod corner_mark;
mod far_name;
mod health;
mod health_marks;
mod hit;
pub mod icon;
mod input;
mod label;
mod label_placer;
mod load_label;
mod scene_builder;
mod spotlight;
mod theme;
mod zone;

pub use crate::text::{
    Face, HALF_CAP, ICON_BASELINE, break_lines, bundled_fonts, elide, has_glyph, text_width,
};
pub use build::{build_scene, content_bounds, follow_moved, route_connections};
pub use caption::{add_legend, add_title};
pub use component::{component_rect, severity_icon};
pub use connection::HEAD_REACH;
pub use health::{Health, LoadLevel, RunState};
pub use hit::{hit_test, items_at, items_in};
pub use input::{DetailLevel, ItemState, SceneInput};
pub use load_label::{load_in_words, load_label, used_label, utilization_label};
pub use theme::{CategoryColors, Palette, SeverityColors, Theme};

use std::collections::BTreeMap;

use ecolor::Color32;

use crate::model::{Id, Point, Rect};

/// A picture in world units, in painter's order: the first shape lies at the bottom.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// What to paint.
    pub shapes: Vec<SceneShape>,
    /// Where the labels of connections are, of those that have one in sight.
    pub labels: BTreeMap<Id, Rect>,
}

/// One thing to paint.
#[derive(Debug, Clone, PartialEq)]
pub struct SceneShape {
    /// The item it belongs to, if any.
    pub owner: Option<Id>,
    /// What to paint.
    pub geometry: Geometry,
}

/// What painters know how to paint. All lengths are world units.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// A rectangle with rounded corners; the stroke lies centered on its edge.
    Rect {
        /// Where.
        rect: Rect,
        /// Of all four corners.
        radius: f64,
        /// Inside; may be transparent.
        fill: Color32,
        /// Its edge.
        stroke: Stroke,
    },
    /// A blurred rectangle under a raised one.
    Shadow {
        /// The raised rectangle, already moved by the shadow's offset.
        rect: Rect,
        /// Of its corners.
        radius: f64,
        /// How far it fades.
        blur: f64,
        /// Its darkest color.
        color: Color32,
    },
    /// A circle.
    Circle {
        /// Its middle.
        center: Point,
        /// Its radius.
        radius: f64,
        /// Inside; may be transparent.
        fill: Color32,
        /// Its edge.
        stroke: Stroke,
    },
    /// A line through points, or the shape it encloses (convex where filled).
    Path {
        /// At least two.
        points: Vec<Point>,
        /// Whether the last is joined to the first.
        closed: bool,
        /// Inside; may be transparent.
        fill: Color32,
        /// Its line.
        stroke: Stroke,
    },
    /// One line of words.
    Text {
        /// On the baseline; which end of the line it is says `align`.
        at: Point,
        /// Where the line lies about `at`.
        align: Align,
        /// Of the font (world units).
        size: f64,
        /// Which of the bundled fonts.
        face: Face,
        /// Of the letters.
        color: Color32,
        /// Without line breaks.
        text: String,
    },
    /// One glyph of the icon font, centered.
    Icon {
        /// Its middle.
        center: Point,
        /// Of the square it fills.
        size: f64,
        /// From the Phosphor icon font; [`Face::Icons`] or [`Face::IconsFill`].
        face: Face,
        /// Its code point.
        glyph: char,
        /// Of its lines.
        color: Color32,
    },
}

/// A line's width, color and pattern; nothing is painted where the width is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// World units.
    pub width: f64,
    /// Of the line.
    pub color: Color32,
    /// Lengths of dashes and gaps in turn (world units); empty for a solid line.
    pub dash: &'static [f64],
    /// Round ends, for dotted lines.
    pub round: bool,
}

impl Stroke {
    /// No line.
    pub const NONE: Self = Self {
        width: 0.0,
        color: Color32::TRANSPARENT,
        dash: &[],
        round: false,
    };

    /// A solid line.
    #[must_use]
    pub const fn solid(width: f64, color: Color32) -> Self {
        Self {
            width,
            color,
            dash: &[],
            round: false,
        }
    }
}

/// Where a line of words lies about its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the right of it.
    Start,
    /// Centered on it.
    Middle,
    /// To the left of it.
    End,
}
