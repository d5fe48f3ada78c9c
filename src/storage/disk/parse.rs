//! What a file holds, told by its content: a picture with a drawing in it, a `.boxdrill` file, or text.

use std::borrow::Cow;
use std::path::Path;

use crate::import::{self, ImportedDesign, ImportedPlaces};
use crate::model::{LoadedDesign, parse_notation, read_design};
use crate::storage::embed::{self, EmbeddedDrawing};
use crate::storage::problem::Problem;

/// A longer text is no drawing, in bytes.
const MOST_TEXT: u64 = 16 * 1024 * 1024;
/// Longer XML is no drawing, in bytes: files of draw.io have pictures in them.
const MOST_MARKUP: u64 = 64 * 1024 * 1024;

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

/// A drawing as it was read: where its file has no places, everything lies at one place. What is only judged needs none,
/// and laying a drawing out takes longer than reading it.
#[derive(Debug)]
pub struct UnplacedDrawing {
    loaded: LoadedDesign,
    format: SourceFormat,
    /// The places that are still to be found.
    places: Option<ImportedPlaces>,
}

impl UnplacedDrawing {
    /// The drawing for whoever looks at no places.
    #[must_use]
    pub fn without_places(self) -> LoadedDesign {
        self.loaded
    }

    /// The drawing with places, and what it was written in.
    #[must_use]
    pub fn placed(self) -> (LoadedDesign, SourceFormat) {
        let mut loaded = self.loaded;
        if let Some(places) = self.places {
            let edits = places.edits(&loaded.design);
            if let Err(error) = loaded.design.apply_all(edits) {
                let sentence = format!("the drawing could not be laid out: {error}");
                loaded.repairs.push(sentence);
            }
        }
        (loaded, self.format)
    }

    fn kept(loaded: LoadedDesign, format: SourceFormat) -> Self {
        Self {
            loaded,
            format,
            places: None,
        }
    }

    fn imported(imported: ImportedDesign, format: SourceFormat) -> Self {
        Self {
            loaded: LoadedDesign {
                design: imported.design,
                repairs: imported.losses,
            },
            format,
            places: Some(imported.places),
        }
    }
}

/// Reads a drawing from bytes as `parse_unplaced` does, and lays out what has no places. Of a page with several diagrams
/// the first is read.
///
/// # Errors
/// When they hold no drawing; in text the line is named.
pub fn parse(bytes: &[u8]) -> Result<(LoadedDesign, SourceFormat), Problem> {
    Ok(parse_unplaced(bytes, None)?.placed())
}

/// Reads the drawing in a file with this name, as `parse_unplaced` does. The name decides where the text does not: D2 looks
/// much like the notation.
///
/// # Errors
/// As `parse_unplaced` has.
pub fn parse_file(
    bytes: &[u8],
    file: &Path,
    choice: Option<&str>,
) -> Result<UnplacedDrawing, Problem> {
    let is_d2 = (file.extension()).is_some_and(|extension| extension.eq_ignore_ascii_case("d2"));
    parse_as(bytes, is_d2, choice)
}

/// Reads a drawing from bytes: what a picture holds, a drawing of another program, JSON where they begin like it, else the
/// text notation. Of a file with several diagrams, the one with this number, from 1, or this name is read.
///
/// # Errors
/// When they hold no drawing, or there is no such diagram; in text the line is named.
pub(super) fn parse_unplaced(
    bytes: &[u8],
    choice: Option<&str>,
) -> Result<UnplacedDrawing, Problem> {
    parse_as(bytes, false, choice)
}

fn parse_as(bytes: &[u8], is_d2: bool, choice: Option<&str>) -> Result<UnplacedDrawing, Problem> {
    match embed::find_drawing(bytes) {
        Some(EmbeddedDrawing::Drawing(text)) => {
            import::check_only(choice)?;
            let loaded = read_design(text.as_bytes())?;
            return Ok(UnplacedDrawing::kept(loaded, SourceFormat::Picture));
        }
        Some(EmbeddedDrawing::Damaged) => return Err(Problem::DamagedPicture),
        Some(EmbeddedDrawing::Nothing) => {
            let diagram = import::embedded_diagram(bytes);
            let imported = diagram.and_then(|text| import::read_diagram(&text, choice));
            let imported = imported.ok_or(Problem::Picture)??;
            return Ok(UnplacedDrawing::imported(imported, SourceFormat::Picture));
        }
        None => {}
    }
    let decoded = decode_text(bytes);
    let text = decoded.trim_start_matches('\u{feff}');
    check_length(text)?;
    if let Some(line) = conflict_line(text) {
        return Err(Problem::MergeConflict(line));
    }
    if let Some(imported) = import::read_diagram(text, choice) {
        return Ok(UnplacedDrawing::imported(imported?, SourceFormat::Text));
    }
    import::check_only(choice)?;
    let begin = text.trim_start();
    if begin.is_empty()
        || begin.starts_with(['{', '['])
        || begin.contains('\0')
        || latin_1(bytes).is_some()
    {
        return Ok(UnplacedDrawing::kept(
            read_design(bytes)?,
            SourceFormat::Drawing,
        ));
    }
    if is_d2 {
        let imported = import::read_d2(text, None)?;
        return Ok(UnplacedDrawing::imported(imported, SourceFormat::Text));
    }
    let parsed = parse_notation(text).map_err(|error| match import::prose(text) {
        Some(prose) => Problem::from(prose),
        None => error.into(),
    })?;
    let loaded = LoadedDesign {
        design: parsed.design,
        repairs: Vec::new(),
    };
    Ok(UnplacedDrawing {
        loaded,
        format: SourceFormat::Text,
        places: Some(ImportedPlaces::default()),
    })
}

/// Refuses a text that is too long for a drawing, before it is read several times to find out what it is. Files of this program
/// are checked where they are read.
fn check_length(text: &str) -> Result<(), Problem> {
    let most = match text.trim_start().chars().next() {
        Some('{' | '[') => return Ok(()),
        Some('<') => MOST_MARKUP,
        _ => MOST_TEXT,
    };
    if text.len() as u64 > most {
        return Err(Problem::TooLarge(most));
    }
    Ok(())
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
    fn a_text_too_long_for_a_drawing_is_refused_before_it_is_read() {
        for begin in ["a -> b\n", "graph LR\n", "%%{init", "```mermaid\n"] {
            let text = format!("{begin}{}", "#\n".repeat(MOST_TEXT as usize / 2));
            let problem = parse(text.as_bytes()).unwrap_err();
            assert!(matches!(problem, Problem::TooLarge(MOST_TEXT)), "{problem}");
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
    fn what_is_only_judged_gets_no_places_and_what_is_looked_at_does() {
        for text in ["client -> api -> db", "graph LR\n a --> b --> c"] {
            let drawn = || parse_unplaced(text.as_bytes(), None).unwrap();
            let places = |loaded: LoadedDesign| {
                let boxes = loaded.design.components();
                let places = boxes.map(|(_, component)| component.at.x as i64);
                places.collect::<std::collections::BTreeSet<i64>>().len()
            };
            assert_eq!(places(drawn().without_places()), 1);
            assert_eq!(places(drawn().placed().0), 3);
        }
    }

    #[test]
    fn the_name_of_a_file_decides_that_it_is_d2() {
        let text = b"front door\nweb -> api\n";
        assert!(parse_unplaced(text, None).is_err());
        let loaded = parse_file(text, Path::new("a/shop.D2"), None).unwrap();
        assert_eq!(loaded.without_places().design.components().count(), 3);
        assert!(parse_file(b"web -> api", Path::new("shop.d2"), Some("2")).is_err());
    }

    #[test]
    fn a_number_chooses_a_diagram_of_a_page() {
        let page = "# Shop\n```mermaid\ngraph LR\n a --> b\n```\n```mermaid\ngraph LR\n c --> d --> e\n```\n";
        let count = |choice| {
            let loaded = parse_unplaced(page.as_bytes(), choice)?.without_places();
            Ok::<usize, Problem>(loaded.design.components().count())
        };
        assert_eq!(count(None).unwrap(), 2);
        assert_eq!(count(Some("2")).unwrap(), 3);
        let error = count(Some("3")).unwrap_err().to_string();
        assert_eq!(error, "there is no diagram 3: the file contains 2");
        let error = parse_unplaced(b"client -> api", Some("2")).unwrap_err();
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
