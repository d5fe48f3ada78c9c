//! The type scale: the bundled fonts in egui, and the sizes that text and icons have around the canvas.

use egui::{FontFamily, FontId};

use crate::scene::{self, Face};

/// The sizes of text and icons. Text on the canvas grows with the zoom and has the sizes of the drawing instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextSize {
    /// The title of a page, a figure that a panel is about, a large icon: 19 points.
    Title,
    /// An icon without text, as on a button: 16 points.
    Icon,
    /// The heading of a panel: 15 points.
    Heading,
    /// The first sentence of a page; an icon in a row of body text: 14 points.
    Lead,
    /// What is read or clicked: 13 points.
    Body,
    /// Secondary text beside body text; keys and code: 12 points.
    Small,
    /// Notes, units, labels of axes: 11 points.
    Caption,
}

impl TextSize {
    /// The height of the font, in points of egui.
    pub(crate) const fn points(self) -> f32 {
        match self {
            Self::Title => 19.0,
            Self::Icon => 16.0,
            Self::Heading => 15.0,
            Self::Lead => 14.0,
            Self::Body => 13.0,
            Self::Small => 12.0,
            Self::Caption => 11.0,
        }
    }
}

/// A bundled font in a size of the scale.
pub(crate) fn font(face: Face, size: TextSize) -> FontId {
    font_of_points(face, size.points())
}

/// A bundled font in a height that follows the zoom or a shape, in points.
pub(crate) fn font_of_points(face: Face, points: f32) -> FontId {
    FontId::new(points, font_family(face))
}

/// The text, or as much of it as fits into `max_width` points with "…" behind.
pub(crate) fn elide(text: &str, face: Face, size: TextSize, max_width: f64) -> String {
    scene::elide(text, face, f64::from(size.points()), max_width)
}

/// The bundled fonts for egui; icons can be used inside text.
pub fn font_definitions() -> egui::FontDefinitions {
    let mut definitions = egui::FontDefinitions::empty();
    for (face, data) in scene::bundled_fonts() {
        let name = format!("{face:?}");
        definitions
            .font_data
            .insert(name, egui::FontData::from_static(data).into());
    }
    for face in Face::ALL {
        let chain = [face, Face::Regular, Face::Icons].map(|face| format!("{face:?}"));
        definitions
            .families
            .insert(font_family(face), chain.to_vec());
    }
    let monospace = definitions
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    definitions
        .families
        .insert(FontFamily::Monospace, monospace);
    definitions
}

/// The egui font family of a bundled font.
fn font_family(face: Face) -> FontFamily {
    let name = match face {
        Face::Regular => return FontFamily::Proportional,
        Face::Medium => "Inter Medium",
        Face::SemiBold => "Inter SemiBold",
        Face::Icons => "Phosphor",
        Face::IconsFill => "Phosphor Fill",
    };
    FontFamily::Name(name.into())
}
