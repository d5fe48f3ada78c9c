//! What a file holds, told by its content: a picture with a drawing in it, a `.boxdrill` file, or text.

use std::borrow::Cow;

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
/// text notation; what has no places is then laid out. Of a page with several diagrams the first is read.
///
/// # Errors
/// When they hold no drawing; in text the line is named.
pub fn parse(bytes: &[u8]) -> Result<(LoadedDesign, SourceFormat), Problem> {
    parse_chosen(bytes, None)
}

/// Reads a drawing from bytes; of a file with several diagrams the one with this number, from 1, or this name.
///
/// # Errors
/// As [`parse`] does, and when there is no such diagram.
pub fn parse_chosen(
    bytes: &[u8],
    choice: Option<&str>,
) -> Result<(LoadedDesign, SourceFormat), Problem> {
    match embed::find_drawing(bytes) {
        Some(EmbeddedDrawing::Drawing(text)) => {
            import::check_only(choice)?;
            return Ok((read_design(text.as_bytes())?, SourceFormat::Picture));
        }
        Some(EmbeddedDrawing::Damaged) => return Err(Problem::DamagedPicture),
        Some(EmbeddedDrawing::Nothing) => {
            let diagram = import::embedded_diagram(bytes);
            let imported = diagram.and_then(|text| import::read_diagram(&text, choice));
            let imported = imported.ok_or(Problem::Picture)??;
            return Ok((loaded(imported), SourceFormat::Picture));
        }
        None => {}
    }
    let decoded = decode_text(bytes);
    let text = decoded.trim_start_matches('\u{feff}');
    if let Some(line) = conflict_line(text) {
        return Err(Problem::MergeConflict(line));
    }
    if let Some(imported) = import::read_diagram(text, choice) {
        return Ok((loaded(imported?), SourceFormat::Text));
    }
    import::check_only(choice)?;
    let begin = text.trim_start();
    if begin.is_empty()
        || begin.starts_with(['{', '['])
        || begin.contains('\0')
        || latin_1(bytes).is_some()
    {
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

/// The line of the first mark of a merge conflict, from 1, where there are all three: before the one version, between them and
/// after the other.
fn conflict_line(text: &str) -> Option<usize> {
    let mut marks = ["<<<<<<< ", "=======", ">>>>>>> "].iter().peekable();
    let mut first = None;
    for (index, line) in text.lines().enumerate() {
        if marks.next_if(|mark| line.starts_with(**mark)).is_some() {
            first.get_or_insert(index + 1);
        }
        if marks.peek().is_none() {
            return first;
        }
    }
    None
}

fn loaded(imported: ImportedDesign) -> LoadedDesign {
    let ImportedDesign { design, losses } = imported;
    LoadedDesign {
        design,
        repairs: losses,
    }
}

/// The text of bytes: UTF-8, or UTF-16 where they begin with its mark or, as ASCII in UTF-16, with a letter beside a zero, or
/// Latin-1 (ISO 8859-1) where they hold no sign that only binary data has; empty where they are none of these.
fn decode_text(bytes: &[u8]) -> Cow<'_, str> {
    let (big_endian, rest) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (false, rest),
        [0xFE, 0xFF, rest @ ..] => (true, rest),
        [1..=0x7F, 0, 1..=0x7F, 0, ..] => (false, bytes),
        [0, 1..=0x7F, 0, 1..=0x7F, ..] => (true, bytes),
        _ => {
            let utf_8 = std::str::from_utf8(bytes).map(Cow::Borrowed).ok();
            let text = utf_8.or_else(|| latin_1(bytes).map(Cow::Owned));
            return text.unwrap_or_default();
        }
    };
    let unit = |pair: &[u8]| match (big_endian, pair) {
        (true, [high, low]) | (false, [low, high]) => u16::from_be_bytes([*high, *low]),
        _ => 0,
    };
    let units = rest.chunks(2).map(unit);
    let text: Result<String, _> = char::decode_utf16(units).collect();
    Cow::Owned(text.unwrap_or_default())
}

/// The text of bytes that are Latin-1 and neither UTF-8 nor binary: drawings of older programs, never of this one.
fn latin_1(bytes: &[u8]) -> Option<String> {
    let is_binary = |byte: &u8| matches!(byte, 0..=8 | 0x0E..=0x1F | 0x7F..=0x9F);
    let is_other = std::str::from_utf8(bytes).is_ok() || bytes.iter().any(is_binary);
    (!is_other).then(|| bytes.iter().copied().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_utf_16_is_read_with_its_mark_and_without_and_latin_1() {
        let chart = "flowchart LR\n  web[Käufer] --> api[Order API]";
        let little: Vec<u8> = chart.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = chart.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: [u8; 2], bytes: &[u8]| [mark.as_slice(), bytes].concat();
        let texts = [
            chart.as_bytes().to_vec(),
            format!("\u{feff}{chart}").into_bytes(),
            marked([0xFF, 0xFE], &little),
            marked([0xFE, 0xFF], &big),
            little,
            big,
            chart.chars().map(|c| c as u8).collect(),
        ];
        for bytes in texts {
            let (loaded, format) = parse(&bytes).unwrap();
            assert_eq!(format, SourceFormat::Text);
            let names: Vec<_> = (loaded.design.components())
                .map(|(_, component)| component.name.as_str())
                .collect();
            assert_eq!(names, ["Käufer", "Order API"]);
        }
    }

    #[test]
    fn a_file_with_both_versions_of_a_merge_says_so() {
        let both = |ours: &str, theirs: &str| {
            format!("<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> main\n")
        };
        for text in [
            both("{\"version\": 1}", "{\"version\": 2}"),
            format!("{{\n{}}}", both("\"a\": 1", "\"b\": 1")),
            format!("flowchart LR\n{}", both("a --> b", "a --> c")),
            format!("client -> api\n{}", both("api -> db", "api -> cache")),
        ] {
            let problem = parse(text.as_bytes()).unwrap_err().to_string();
            assert!(
                problem.contains("contains merge conflict markers (line "),
                "{problem}"
            );
        }
        assert_eq!(conflict_line("a\n=======\n>>>>>>> b\n<<<<<<< c"), None);
    }

    #[test]
    fn a_number_chooses_a_diagram_of_a_page() {
        let page = "# Shop\n```mermaid\ngraph LR\n a --> b\n```\n```mermaid\ngraph LR\n c --> d --> e\n```\n";
        let count = |choice| {
            let (loaded, _) = parse_chosen(page.as_bytes(), choice)?;
            Ok::<usize, Problem>(loaded.design.components().count())
        };
        assert_eq!(count(None).unwrap(), 2);
        assert_eq!(count(Some("2")).unwrap(), 3);
        let error = count(Some("3")).unwrap_err().to_string();
        assert_eq!(error, "there is no diagram 3: the file contains 2");
        let error = parse_chosen(b"client -> api", Some("2")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no diagram 2: the file contains 1"
        );
        let (loaded, _) = parse(page.as_bytes()).unwrap();
        assert!(
            loaded.repairs[0].contains("the first of 2 diagrams"),
            "{:?}",
            loaded.repairs
        );
    }
}
