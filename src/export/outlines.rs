//! A picture with its words as outlines, so that it looks the same everywhere: laid out with the bundled fonts and, only where
//! those lack a letter, with the fonts of the machine.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, ID};
use resvg::usvg::{Group, Node, Options, Tree, WriteOptions};

use crate::export::error::ExportError;
use crate::export::picture::Picture;
use crate::export::svg::{escape_xml, text_elements, to_svg_with_text};
use crate::model::write_design;
use crate::scene::{Geometry, SceneShape, bundled_fonts, has_glyph};
use crate::storage::embed;
use crate::text::has_shapes;

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

/// The picture as the text of a self-contained SVG file.
///
/// # Errors
/// When the picture cannot be turned into outlines.
pub fn to_svg(picture: &Picture) -> Result<String, ExportError> {
    let options = WriteOptions {
        preserve_text: false,
        ..WriteOptions::default()
    };
    let tree = outline_text(picture)?;
    let (wide, high) = (tree.size().width(), tree.size().height());
    let text = tree.to_string(&options);
    // usvg leaves it out, and a page could show the picture in no other size than its own.
    let view = format!("<svg viewBox=\"0 0 {wide} {high}\" ");
    let text = text.replacen("<svg ", &view, 1);
    let text = match &picture.source {
        Some(design) => embed::into_svg(&text, &write_design(design)),
        None => text,
    };
    // The title has to come before everything else.
    Ok(describe(&text, picture))
}

/// The picture as the text of an SVG file whose words are text, so that they can be selected, searched and read aloud. Icons
/// and lines are outlines. Where the reader's machine does not have the font, each line of words keeps its width.
///
/// # Errors
/// When the picture cannot be turned into outlines.
pub fn to_selectable_svg(picture: &Picture) -> Result<String, ExportError> {
    let is_words = |shape: &&SceneShape| matches!(shape.geometry, Geometry::Text { .. });
    let (words, others) = picture.scene.shapes.iter().partition::<Vec<_>, _>(is_words);
    let mut without = picture.clone();
    without.scene.shapes = others.into_iter().cloned().collect();
    let text = to_svg(&without)?;
    let words = text_elements(
        words.iter().map(|shape| &shape.geometry),
        picture.bounds.min,
    );
    let end = text.rfind("</svg>").unwrap_or(text.len());
    Ok(format!("{}{words}{}", &text[..end], &text[end..]))
}

/// The SVG with its title and what it shows in words, after its first tag: for those who listen to a page, and as its tooltip.
fn describe(svg: &str, picture: &Picture) -> String {
    let (head, rest) = svg.split_at(svg.find('>').map_or(0, |end| end + 1));
    let mut out = head.to_owned();
    let title = match picture.title.as_str() {
        "" => "Architecture diagram",
        title => title,
    };
    for (tag, words) in [("title", title), ("desc", picture.description.as_str())] {
        if !words.is_empty() {
            _ = write!(out, "<{tag}>{}</{tag}>", escape_xml(words));
        }
    }
    out + rest
}

/// The picture with its words as glyphs and outlines. In place of letters that no font has stand boxes.
///
/// # Errors
/// When the picture cannot be turned into outlines.
pub(super) fn outline_text(picture: &Picture) -> Result<Tree, ExportError> {
    Ok(outline_and_replace(picture)?.0)
}

/// What stands in place of a letter that no font has: a letter of the bundled fonts.
const NO_GLYPH: &str = "□";

/// The picture with its words as outlines, and the letters that no font on this machine can draw.
///
/// The fonts of the machine are tried for the first missing letter of a text, then for the next; but where no font has one, none
/// is tried for those behind it. So these letters are found, and the text is laid out again without them.
fn outline_and_replace(picture: &Picture) -> Result<(Tree, BTreeSet<String>), ExportError> {
    if !needs_system_fonts(picture) {
        let tree = lay_out(&to_svg_with_text(picture), &BUNDLED)?;
        return Ok((tree, BTreeSet::new()));
    }
    let tree = lay_out(&to_svg_with_text(picture), &WITH_SYSTEM)?;
    let undrawn = undrawn_in(&tree);
    let missing = letters_without_font(&undrawn)?;
    if missing.is_empty() {
        return Ok((tree, undrawn));
    }
    let mut replaced = picture.clone();
    for shape in &mut replaced.scene.shapes {
        if let Geometry::Text { text, .. } = &mut shape.geometry {
            // A letter can be the begin of another that has a mark or a joiner behind it.
            for letter in missing.iter().rev() {
                if text.contains(letter.as_str()) {
                    *text = text.replace(letter.as_str(), NO_GLYPH);
                }
            }
        }
    }
    let tree = lay_out(&to_svg_with_text(&replaced), &WITH_SYSTEM)?;
    let undrawn = &undrawn_in(&tree) | &missing;
    Ok((tree, undrawn))
}

fn lay_out(svg: &str, fonts: &Arc<Database>) -> Result<Tree, ExportError> {
    let options = Options {
        fontdb: Arc::clone(fonts),
        font_family: "Inter".to_owned(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(ExportError::Outlines)
}

/// Those letters that cannot be drawn wherever they stand: each is laid out as a text of its own.
fn letters_without_font(letters: &BTreeSet<String>) -> Result<BTreeSet<String>, ExportError> {
    if letters.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">".to_owned();
    for letter in letters {
        _ = write!(svg, "<text y=\"9\">{}</text>", escape_xml(letter));
    }
    let tree = lay_out(&(svg + "</svg>"), &WITH_SYSTEM)?;
    Ok(undrawn_in(&tree))
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
    Ok(outline_and_replace(picture)?.1.len())
}

/// The letters that were laid out and have no shape.
fn undrawn_in(tree: &Tree) -> BTreeSet<String> {
    let mut letters = BTreeSet::new();
    add_undrawn(tree.root(), tree.fontdb(), &mut letters);
    letters
}

fn add_undrawn(group: &Group, fonts: &Database, letters: &mut BTreeSet<String>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => add_undrawn(inner, fonts, letters),
            Node::Text(text) => {
                let glyphs = (text.layouted().iter()).flat_map(|span| &span.positioned_glyphs);
                let undrawn =
                    glyphs.filter(|glyph| glyph.id.0 == 0 || !is_drawable(fonts, glyph.font));
                letters.extend(undrawn.map(|glyph| glyph.text.clone()));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn is_drawable(fonts: &Database, font: ID) -> bool {
    let found = fonts.with_face_data(font, has_shapes);
    found.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::super::{PictureOptions, draw_picture};
    use super::*;
    use crate::model::parse_notation;
    use crate::text::Face;

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
    fn a_letter_that_no_font_has_takes_nothing_from_those_around_it() {
        assert!(
            [Face::Regular, Face::Medium, Face::SemiBold]
                .iter()
                .all(|&face| has_glyph('□', face))
        );
        // A house for private use, which of the bundled fonts only that of the icons has, and a letter that none has.
        let (house, nothing) = ('\u{e2c2}', '\u{10fffd}');
        assert!(has_glyph(house, Face::Icons) && !has_glyph(house, Face::Regular));
        for name in [
            format!("{house}{nothing}"),
            format!("{nothing}{house} {nothing}{house}"),
        ] {
            let (tree, missing) = outline_and_replace(&drawn(&name)).unwrap();
            assert_eq!(missing, [nothing.to_string()].into(), "{name:?}");
            assert_eq!(undrawn_in(&tree), BTreeSet::new(), "{name:?}");
        }
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
