//! Measuring and breaking words with the bundled fonts, never with a window's: screen and file break lines alike.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

/// One of the bundled fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// Inter, weight 400.
    Regular,
    /// Inter, weight 500.
    Medium,
    /// Inter, weight 600.
    SemiBold,
    /// Phosphor Regular.
    Icons,
    /// Phosphor Fill.
    IconsFill,
}

impl Face {
    /// All bundled fonts.
    pub const ALL: [Self; 5] = [
        Self::Regular,
        Self::Medium,
        Self::SemiBold,
        Self::Icons,
        Self::IconsFill,
    ];

    /// The bytes of its file.
    pub fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../assets/fonts/Inter-Regular.ttf"),
            Self::Medium => include_bytes!("../../assets/fonts/Inter-Medium.ttf"),
            Self::SemiBold => include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"),
            Self::Icons => include_bytes!("../../assets/fonts/Phosphor-Regular.ttf"),
            Self::IconsFill => include_bytes!("../../assets/fonts/Phosphor-Fill.ttf"),
        }
    }
}

/// All bundled fonts with the bytes of their files.
pub fn bundled_fonts() -> [(Face, &'static [u8]); 5] {
    Face::ALL.map(|face| (face, face.data()))
}

/// Where the middle of lower-case words lies above the baseline, as a part of the font size: half of Inter's cap height.
pub const HALF_CAP: f64 = 0.364;

/// Where the baseline of the icon fonts lies below the middle of their glyphs, as a part of the font size.
pub const ICON_BASELINE: f64 = 0.4375;

const ELLIPSIS: char = '…';

/// How wide each character of a face is, as a part of the font size.
struct GlyphWidths {
    /// By code point, for the characters of European languages.
    common: Vec<f32>,
    font: Option<FontRef<'static>>,
}

/// Characters up to here are looked up in a table.
const COMMON: u32 = 0x530;

/// How wide a character is taken to be that no bundled font has, in the unit of the font's size. A font of the system draws
/// it, whose widths are not known here: a little too wide leaves room, too narrow would run out of the box.
fn missing_width(c: char) -> f32 {
    match u32::from(c) {
        // Joiners, marks of direction and variation take no room.
        0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F => 0.0,
        // Hebrew, Arabic, the scripts of India and Southeast Asia: letters about as wide as Latin capitals.
        0x0530..=0x10FF | 0x1200..=0x1CFF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC => 0.65,
        // Chinese, Japanese, Korean and emoji stand in squares.
        _ => 1.0,
    }
}

impl GlyphWidths {
    fn new(face: Face) -> Self {
        let font = FontRef::new(face.data()).ok();
        let mut widths = Self {
            common: Vec::new(),
            font,
        };
        widths.common = (0..COMMON)
            .map(|code| char::from_u32(code).map_or(0.0, |c| widths.look_up(c)))
            .collect();
        widths
    }

    fn look_up(&self, c: char) -> f32 {
        let known = self.font.as_ref().and_then(|font| {
            let glyph = font.charmap().map(c)?;
            let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
            metrics.advance_width(glyph)
        });
        known.unwrap_or_else(|| missing_width(c))
    }

    fn advance_of(&self, c: char) -> f64 {
        let known = self.common.get(c as usize).copied();
        f64::from(known.unwrap_or_else(|| self.look_up(c)))
    }
}

static WIDTHS: LazyLock<[GlyphWidths; 5]> = LazyLock::new(|| Face::ALL.map(GlyphWidths::new));

fn width_of(c: char, face: Face) -> f64 {
    WIDTHS[face as usize].advance_of(c)
}

/// Whether a bundled font has this character.
pub fn has_glyph(c: char, face: Face) -> bool {
    WIDTHS[face as usize]
        .font
        .as_ref()
        .is_some_and(|font| font.charmap().map(c).is_some())
}

/// Whether a font's letters have shapes that can be drawn. Emoji that are small pictures in pixels have none. `index` is the
/// font's place in a collection.
pub fn has_shapes(data: &[u8], index: u32) -> bool {
    use skrifa::raw::TableProvider as _;
    const TABLES: [&[u8; 4]; 5] = [b"glyf", b"CFF ", b"CFF2", b"COLR", b"SVG "];
    skrifa::FontRef::from_index(data, index).is_ok_and(|font| {
        let mut tables = TABLES.iter();
        tables.any(|tag| font.data_for_tag(skrifa::Tag::new(tag)).is_some())
    })
}

/// How wide a line of words is, in the unit of `size`. Kerning is left out: it is less than a hundredth.
pub fn text_width(text: &str, face: Face, size: f64) -> f64 {
    text.chars().map(|c| width_of(c, face)).sum::<f64>() * size
}

/// The text, or as much of it as fits with "…" behind.
pub fn elide(text: &str, face: Face, size: f64, max_width: f64) -> String {
    if text_width(text, face, size) <= max_width {
        return text.to_owned();
    }
    let room = max_width - width_of(ELLIPSIS, face) * size;
    let mut used = 0.0;
    let mut kept: String = text
        .chars()
        .take_while(|&c| {
            used += width_of(c, face) * size;
            used <= room
        })
        .collect();
    kept.truncate(kept.trim_end().len());
    kept.push(ELLIPSIS);
    kept
}

/// Breaks text into lines at most `max_width` wide: at line breaks, else between words, else inside a word that is too long.
/// What does not fit into `max_lines` is left out, and the last line ends in "…".
pub fn break_lines(
    text: &str,
    face: Face,
    size: f64,
    max_width: f64,
    max_lines: usize,
) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if text_width(&longer, face, size) <= max_width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = cut_word(word, face, size, max_width, &mut lines);
            if lines.len() > max_lines {
                break;
            }
        }
        lines.push(line);
        if lines.len() > max_lines {
            break;
        }
    }
    if lines.len() > max_lines {
        lines.truncate(max_lines);
        if let Some(last) = lines.last_mut() {
            let more = format!("{last}{ELLIPSIS}");
            let fits = text_width(&more, face, size) <= max_width;
            *last = if fits {
                more
            } else {
                elide(&more, face, size, max_width)
            };
        }
    }
    lines
}

/// The lines of a text none of whose words has to be broken or cut; none where it needs more lines or a wider one.
pub fn fits_whole(
    text: &str,
    face: Face,
    size: f64,
    max_width: f64,
    max_lines: usize,
) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0.0;
        for word in paragraph.split(' ') {
            let width = text_width(word, face, size);
            let gap = if line.is_empty() {
                0.0
            } else {
                width_of(' ', face) * size
            };
            if used + gap + width > max_width {
                if width > max_width {
                    return None;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                if lines.len() >= max_lines {
                    return None;
                }
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += gap;
            }
            line.push_str(word);
            used += width;
        }
        lines.push(line);
        if lines.len() > max_lines {
            return None;
        }
    }
    Some(lines)
}

/// Between these sizes, the largest at which no word has to be broken or cut in a width and a height, with the lines;
/// none where there is no such size. `pitch` is from line to line, as a part of the size.
pub fn fit_lines(
    text: &str,
    face: Face,
    (largest, smallest): (f64, f64),
    (wide, high): (f64, f64),
    pitch: f64,
) -> Option<(f64, Vec<String>)> {
    const SMALLER: f64 = 0.95;
    let mut size = largest;
    loop {
        let lines = (high / (pitch * size)).floor() as usize;
        let set = (lines > 0).then(|| fits_whole(text, face, size, wide, lines));
        if let Some(lines) = set.flatten() {
            return Some((size, lines));
        }
        if size <= smallest {
            return None;
        }
        size = (size * SMALLER).max(smallest);
    }
}

/// Pushes full lines of a word too long for one, and gives what is left of it.
fn cut_word(word: &str, face: Face, size: f64, max_width: f64, lines: &mut Vec<String>) -> String {
    let mut line = String::new();
    let mut used = 0.0;
    for c in word.chars() {
        let width = width_of(c, face) * size;
        if used + width > max_width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        line.push(c);
        used += width;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_keep_every_word() {
        let text = "Hot links: the top 1% takes most of the reads";
        let lines = break_lines(text, Face::Regular, 12.0, 90.0, 20);
        assert!(lines.len() > 2);
        assert!(
            lines
                .iter()
                .all(|line| text_width(line, Face::Regular, 12.0) <= 90.0)
        );
        assert_eq!(lines.join(" "), text);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let cut = elide(
            "Redirect service for short links",
            Face::SemiBold,
            13.0,
            100.0,
        );
        assert!(cut.ends_with('…') && text_width(&cut, Face::SemiBold, 13.0) <= 100.0);
        assert_eq!(elide("API", Face::SemiBold, 13.0, 100.0), "API");
        let lines = break_lines(&"word ".repeat(500), Face::Regular, 12.0, 100.0, 3);
        assert!(lines.len() == 3 && lines[2].ends_with('…'));
        let long = break_lines(&"x".repeat(10_000), Face::Regular, 12.0, 100.0, 2);
        assert!(
            long.len() == 2
                && long
                    .iter()
                    .all(|line| text_width(line, Face::Regular, 12.0) <= 100.0)
        );
    }

    #[test]
    fn characters_without_a_glyph_have_a_width() {
        assert!((text_width("数据库", Face::Regular, 10.0) - 30.0).abs() < 1e-6);
        assert!(!has_glyph('数', Face::Regular) && has_glyph('é', Face::Regular));
        assert!(text_width("", Face::Regular, 10.0).abs() < f64::EPSILON);
    }
}
