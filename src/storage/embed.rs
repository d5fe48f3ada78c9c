//! The drawing inside its own picture, so that the picture can be opened and drawn on.

use crate::import::parse_xml;

/// Before the drawing in an SVG file, and after it.
const SVG_OPEN: &str = "<metadata><drawing xmlns=\"urn:boxdrill\">";
const SVG_CLOSE: &str = "</drawing></metadata>";
/// The name space of the drawing in an SVG file.
const NAMESPACE: &str = "urn:boxdrill";
/// What a PNG file begins with.
pub(super) const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The chunk that says that a PNG file ends, with its length before and its checksum behind it.
pub(crate) const PNG_END: usize = 12;
/// Begins international text in PNG that is called so, is not compressed and names no language.
const PNG_TEXT: &[u8] = b"iTXtboxdrill\0\0\0\0\0";

/// What a file that is a picture holds beside it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum EmbeddedDrawing {
    /// The text of a drawing.
    Drawing(String),
    /// A drawing that is not whole.
    Damaged,
    /// Nothing of ours.
    Nothing,
}

/// The SVG with a drawing in it, after its first tag.
pub(crate) fn into_svg(svg: &str, drawing: &str) -> String {
    // XML has no such characters; inside a text of JSON, where alone they can stand, this is the same.
    let escaped = drawing
        .replace('\u{fffe}', "\\ufffe")
        .replace('\u{ffff}', "\\uffff")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let (head, rest) = svg.split_at(svg.find('>').map_or(0, |end| end + 1));
    format!("{head}{SVG_OPEN}{escaped}{SVG_CLOSE}{rest}")
}

/// The PNG with a drawing in it, before its end.
pub(crate) fn into_png(mut png: Vec<u8>, drawing: &str) -> Vec<u8> {
    let mut chunk = PNG_TEXT.to_vec();
    chunk.extend(drawing.as_bytes());
    // The name of a chunk counts in its checksum, but not in its length.
    let length = u32::try_from(chunk.len() - 4).unwrap_or(u32::MAX);
    let sum = crc32fast::hash(&chunk).to_be_bytes();
    let whole = length.to_be_bytes().into_iter().chain(chunk).chain(sum);
    let end = png.len().saturating_sub(PNG_END);
    png.splice(end..end, whole);
    png
}

/// What a picture holds; none where the bytes are no picture.
pub(crate) fn find_drawing(bytes: &[u8]) -> Option<EmbeddedDrawing> {
    if bytes.starts_with(PNG_HEAD) {
        return Some(in_png(bytes));
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let svg = text.starts_with('<') && text.contains("<svg");
    svg.then(|| in_svg(text))
}

fn in_png(bytes: &[u8]) -> EmbeddedDrawing {
    let mut rest = &bytes[PNG_HEAD.len()..];
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let chunk = after.get(..length.saturating_add(4));
        let sum = after.get(length.saturating_add(4)..length.saturating_add(8));
        let (Some(chunk), Some(sum)) = (chunk, sum) else {
            break;
        };
        if let Some(text) = chunk.strip_prefix(PNG_TEXT) {
            let sound = crc32fast::hash(chunk).to_be_bytes() == *sum;
            let text = String::from_utf8(text.to_vec()).ok().filter(|_| sound);
            return text.map_or(EmbeddedDrawing::Damaged, EmbeddedDrawing::Drawing);
        }
        rest = &after[chunk.len() + 4..];
    }
    // Where a length is wrong or the file is cut, the chunk may still be seen.
    let mut places = bytes.windows(PNG_TEXT.len());
    if places.any(|place| place == PNG_TEXT) {
        EmbeddedDrawing::Damaged
    } else {
        EmbeddedDrawing::Nothing
    }
}

/// Looks for the drawing as this program writes it, then as XML: other programs put line breaks, comments and name spaces of
/// their own around it.
fn in_svg(text: &str) -> EmbeddedDrawing {
    let exact = text
        .split_once(SVG_OPEN)
        .and_then(|(_, rest)| rest.split_once(SVG_CLOSE));
    if let Some((escaped, _)) = exact {
        let plain = escaped.replace("&lt;", "<").replace("&gt;", ">");
        return EmbeddedDrawing::Drawing(plain.replace("&amp;", "&"));
    }
    if !text.contains(NAMESPACE) {
        return EmbeddedDrawing::Nothing;
    }
    let found = parse_xml(text).ok().and_then(|document| {
        let mut tags = document.descendants();
        let drawing = tags.find(|tag| tag.has_tag_name((NAMESPACE, "drawing")))?;
        let pieces = drawing.children().filter_map(|child| child.text());
        Some(pieces.collect::<String>())
    });
    match found.filter(|text| !text.trim().is_empty()) {
        Some(text) => EmbeddedDrawing::Drawing(text),
        None => EmbeddedDrawing::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Design, Edit, read_design, write_design};

    /// Every character that a name can have, one after the other.
    #[test]
    fn whatever_stands_in_a_drawing_its_picture_is_xml_and_holds_it() {
        let all: Vec<char> = (1..=0x10_ffff_u32).filter_map(char::from_u32).collect();
        // All of the first plane, where the odd ones are, and samples of the others.
        let some = all
            .iter()
            .enumerate()
            .filter(|(n, _)| *n < 0x1_0000 || n % 97 == 0);
        let some: Vec<char> = some.map(|(_, c)| *c).collect();
        for part in some.chunks(1_900) {
            let title: String = part.iter().collect();
            let mut design = Design::new();
            design.apply(Edit::SetTitle(title)).unwrap();
            let svg = into_svg("<svg></svg>", &write_design(&design));
            let allowed = |c: char| {
                matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
                    || c > '\u{ffff}'
            };
            assert!(svg.chars().all(allowed), "{part:?}");
            let Some(EmbeddedDrawing::Drawing(text)) = find_drawing(svg.as_bytes()) else {
                panic!("{svg}");
            };
            assert_eq!(read_design(text.as_bytes()).unwrap().design, design);
        }
    }
}
