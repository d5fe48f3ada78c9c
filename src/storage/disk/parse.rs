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
    /// Text: the notation, or a Mermaid flowchart. It has no positions: a drawing opened from it should be saved under
    /// another name.
    Text,
    /// A picture with the drawing in it. It stays a picture: the drawing should be saved under another name.
    Picture,
}

/// Reads a drawing from bytes: what a picture of ours holds, JSON where they begin like it, a Mermaid flowchart, else the text notation; what is text is
/// then laid out.
///
/// # Errors
/// When they hold no drawing; in text the line is named.
pub fn parse(bytes: &[u8]) -> Result<(LoadedDesign, SourceFormat), Problem> {
    match embed::find_drawing(bytes) {
        Some(EmbeddedDrawing::Drawing(text)) => {
            return Ok((read_design(text.as_bytes())?, SourceFormat::Picture));
        }
        Some(EmbeddedDrawing::Nothing) => return Err(Problem::Picture),
        None => {}
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() || text.starts_with(['{', '[']) || text.contains('\0') {
        return Ok((read_design(bytes)?, SourceFormat::Drawing));
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}');
    if let Some(imported) = import::read_diagram(text, None) {
        let ImportedDesign { design, losses } = imported?;
        let loaded = LoadedDesign {
            design,
            repairs: losses,
        };
        return Ok((loaded, SourceFormat::Text));
    }
    let mut design = parse_notation(text)?.design;
    let edits = layout::tidy(&design);
    let mut repairs = Vec::new();
    if let Err(error) = design.apply_all(edits) {
        repairs.push(format!("the drawing could not be laid out: {error}"));
    }
    Ok((LoadedDesign { design, repairs }, SourceFormat::Text))
}
