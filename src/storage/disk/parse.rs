//! What a file holds, told by its content: a picture with a drawing in it, a `.boxdrill` file, or text.

use crate::import::{self, ImportedDesign};
use crate::layout;
use crate::model::{LoadedDesign, parse_notation, read_design};
use crate::storage::embed::{self, EmbeddedDrawing};
use crate::storage::problem::Problem;

/// What a file was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    /// A `.boxdrill` file.
    Drawing,
    /// Text: the notation, or a drawing of another program. It cannot hold all that a drawing says: what is opened from it
    /// should be saved under another name.
    Text,
    /// A picture with the drawing in it. It stays a picture: the drawing should be saved under another name.
    Picture,
}

/// Reads a drawing from bytes: what a picture holds, a drawing of another program, JSON where they begin like it, else the
/// text notation; what has no places is then laid out.
///
/// # Errors
/// When they hold no drawing; in text the line is named.
pub fn parse(bytes: &[u8]) -> Result<(LoadedDesign, SourceFormat), Problem> {
    match embed::find_drawing(bytes) {
        Some(EmbeddedDrawing::Drawing(text)) => {
            return Ok((read_design(text.as_bytes())?, SourceFormat::Picture));
        }
        Some(EmbeddedDrawing::Damaged) => return Err(Problem::DamagedPicture),
        Some(EmbeddedDrawing::Nothing) => {
            let diagram = import::embedded_diagram(bytes);
            let imported = diagram.and_then(|text| import::read_diagram(&text));
            let imported = imported.ok_or(Problem::Picture)??;
            return Ok((loaded(imported), SourceFormat::Picture));
        }
        None => {}
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}');
    if let Some(imported) = import::read_diagram(text) {
        return Ok((loaded(imported?), SourceFormat::Text));
    }
    let begin = text.trim_start();
    if begin.is_empty() || begin.starts_with(['{', '[']) || begin.contains('\0') {
        return Ok((read_design(bytes)?, SourceFormat::Drawing));
    }
    let mut design = parse_notation(text)?.design;
    let edits = layout::tidy(&design);
    let mut repairs = Vec::new();
    if let Err(error) = design.apply_all(edits) {
        repairs.push(format!("the drawing could not be laid out: {error}"));
    }
    Ok((LoadedDesign { design, repairs }, SourceFormat::Text))
}

fn loaded(imported: ImportedDesign) -> LoadedDesign {
    let ImportedDesign { design, losses } = imported;
    LoadedDesign {
        design,
        repairs: losses,
    }
}
