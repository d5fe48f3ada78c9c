//! The words of a picture, laid out with the bundled fonts and, only where those lack a letter, with the fonts of the machine.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, ID};
use resvg::usvg::{Group, Node, Options, Tree};
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, Tag};

use crate::export::error::ExportError;
use crate::export::picture::Picture;
use crate::export::svg::to_svg_with_text;
use crate::scene::{Geometry, bundled_fonts, has_glyph};

/// The tables of a font that hold shapes which can be drawn. Emoji that are small pictures in pixels cannot.
const SHAPE_TABLES: [&[u8; 4]; 5] = [b"glyf", b"CFF ", b"CFF2", b"COLR", b"SVG "];

static BUNDLED: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    for (_, data) in bundled_fonts() {
        database.load_font_data(data.to_vec());
    }
    Arc::new(database)
});

/// The bundled fonts and, behind them, those of the machine: only for words that the bundled ones cannot write, so that
/// all other pictures are the same everywhere, and made without looking through the machine's fonts.
static WITH_SYSTEM: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = (**BUNDLED).clone();
    database.load_system_fonts();
    Arc::new(database)
});

/// The picture with its words as glyphs and outlines.
///
/// # Errors
/// When the picture cannot be turned into outlines.
pub(super) fn outline_text(picture: &Picture) -> Result<Tree, ExportError> {
    let fontdb = if needs_system_fonts(picture) {
        &WITH_SYSTEM
    } else {
        &BUNDLED
    };
    let options = Options {
        fontdb: Arc::clone(fontdb),
        font_family: "Inter".to_owned(),
        ..Options::default()
    };
    Tree::from_str(&to_svg_with_text(picture), &options).map_err(ExportError::Outlines)
}

fn needs_system_fonts(picture: &Picture) -> bool {
    picture
        .scene
        .shapes
        .iter()
        .any(|shape| match &shape.geometry {
            Geometry::Text { face, text, .. } => text
                .chars()
                .any(|c| !c.is_control() && !has_glyph(c, *face)),
            _ => false,
        })
}

/// How many different letters of a picture no font on this machine can draw.
///
/// # Errors
/// When the picture cannot be turned into outlines.
pub fn undrawn_letters(picture: &Picture) -> Result<usize, ExportError> {
    if !needs_system_fonts(picture) {
        return Ok(0);
    }
    let tree = outline_text(picture)?;
    let mut letters = BTreeSet::new();
    add_undrawn(tree.root(), tree.fontdb(), &mut letters);
    Ok(letters.len())
}

fn add_undrawn(group: &Group, fonts: &Database, letters: &mut BTreeSet<String>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => add_undrawn(inner, fonts, letters),
            Node::Text(text) => {
                let glyphs = (text.layouted().iter()).flat_map(|span| &span.positioned_glyphs);
                let undrawn =
                    glyphs.filter(|glyph| glyph.id.0 == 0 || !has_shapes(fonts, glyph.font));
                letters.extend(undrawn.map(|glyph| glyph.text.clone()));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn has_shapes(fonts: &Database, font: ID) -> bool {
    let found = fonts.with_face_data(font, |data, index| {
        FontRef::from_index(data, index).is_ok_and(|font| {
            (SHAPE_TABLES.iter()).any(|tag| font.data_for_tag(Tag::new(tag)).is_some())
        })
    });
    found.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::super::{PictureOptions, draw_picture};
    use super::*;
    use crate::model::parse_notation;

    fn drawn(name: &str) -> Picture {
        let design = parse_notation(&format!("a: cache \"{name}\""))
            .unwrap()
            .design;
        draw_picture(&design, &PictureOptions::default())
    }

    #[test]
    fn the_fonts_of_the_machine_are_for_letters_that_the_bundled_ones_lack() {
        assert!(!needs_system_fonts(&drawn("Käufer – x3 → “Größe”")));
        assert!(needs_system_fonts(&drawn("商品")));
    }

    #[test]
    fn letters_that_no_font_can_draw_are_counted_once() {
        assert_eq!(undrawn_letters(&drawn("Plain")).unwrap(), 0);
        // Two letters for private use that no font has a shape for.
        assert_eq!(
            undrawn_letters(&drawn("\u{10fffd}\u{10fffc}\u{10fffd}")).unwrap(),
            2
        );
    }
}
