//! The drawing inside its own picture, so that the picture can be opened and drawn on.

/// Before the drawing in an SVG file, and after it.
const SVG_OPEN: &str = "<metadata><drawing xmlns=\"urn:boxdrill\">";
const SVG_CLOSE: &str = "</drawing></metadata>";
/// What a PNG file begins with.
const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The chunk that says that a PNG file ends, with its length before and its checksum behind it.
const PNG_END: usize = 12;
/// Begins international text in PNG that is called so, is not compressed and names no language.
const PNG_TEXT: &[u8] = b"iTXtboxdrill\0\0\0\0\0";

/// What a file that is a picture holds beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// The text of a drawing.
    Drawing(String),
    /// Nothing of ours.
    Nothing,
}

/// The SVG with a drawing in it, after its first tag.
pub(super) fn into_svg(svg: &str, drawing: &str) -> String {
    let escaped = drawing
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let (head, rest) = svg.split_at(svg.find('>').map_or(0, |end| end + 1));
    format!("{head}{SVG_OPEN}{escaped}{SVG_CLOSE}{rest}")
}

/// The PNG with a drawing in it, before its end.
pub(super) fn into_png(mut png: Vec<u8>, drawing: &str) -> Vec<u8> {
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
pub(super) fn find(bytes: &[u8]) -> Option<Held> {
    let found = if bytes.starts_with(PNG_HEAD) {
        in_png(bytes)
    } else {
        let text = std::str::from_utf8(bytes).ok()?;
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let svg = text.starts_with('<') && text.contains("<svg");
        svg.then(|| in_svg(text))?
    };
    Some(found.map_or(Held::Nothing, Held::Drawing))
}

fn in_png(bytes: &[u8]) -> Option<String> {
    let mut rest = &bytes[PNG_HEAD.len()..];
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let chunk = after.get(..length.checked_add(4)?)?;
        let sum = after.get(chunk.len()..chunk.len() + 4)?;
        if let Some(text) = chunk.strip_prefix(PNG_TEXT) {
            let sound = crc32fast::hash(chunk).to_be_bytes() == *sum;
            return String::from_utf8(text.to_vec()).ok().filter(|_| sound);
        }
        rest = &after[chunk.len() + 4..];
    }
    None
}

fn in_svg(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(SVG_OPEN)?;
    let (escaped, _) = rest.split_once(SVG_CLOSE)?;
    let plain = escaped.replace("&lt;", "<").replace("&gt;", ">");
    Some(plain.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{PictureOptions, disk, picture, to_png, to_svg};
    use crate::model::{Design, parse_notation};

    fn drawn() -> Design {
        let text =
            "title \"Ä & <b> &lt; ]]>\"\na: cache \"Schlüssel\" x3\nb: sql\na -> b: \"x < y\"";
        parse_notation(text).unwrap().design
    }

    fn options(embed: bool) -> PictureOptions {
        PictureOptions {
            embed,
            ..PictureOptions::default()
        }
    }

    #[test]
    fn a_picture_can_be_opened_as_the_drawing_it_shows() {
        let design = drawn();
        let picture = picture(&design, &options(true));
        let svg = to_svg(&picture).unwrap().into_bytes();
        for bytes in [svg, to_png(&picture, 1.0).unwrap()] {
            let (loaded, format) = disk::parse(&bytes).unwrap();
            assert_eq!(
                (loaded.design, format),
                (design.clone(), disk::Format::Picture)
            );
            assert!(loaded.repairs.is_empty());
        }
        let pixels = image::load_from_memory(&to_png(&picture, 1.0).unwrap()).unwrap();
        assert!(pixels.width() > 100, "it is still a picture");
    }

    #[test]
    fn a_part_holds_no_more_than_it_shows() {
        let design = drawn();
        let first = design.components().next().unwrap().0;
        let part = PictureOptions {
            selection: Some([first].into()),
            ..options(true)
        };
        let svg = to_svg(&picture(&design, &part)).unwrap();
        let (loaded, _) = disk::parse(svg.as_bytes()).unwrap();
        assert_eq!(loaded.design.len(), 1);
    }

    #[test]
    fn pictures_without_a_drawing_say_so_and_damaged_ones_do_no_harm() {
        let picture_of = |embed| picture(&drawn(), &options(embed));
        let png = to_png(&picture_of(false), 1.0).unwrap();
        assert_eq!(find(&png), Some(Held::Nothing));
        let problem = disk::parse(&png).unwrap_err().to_string();
        assert!(problem.contains("holds no drawing"), "{problem}");
        assert_eq!(find(b"client -> api"), None);
        let whole = to_png(&picture_of(true), 1.0).unwrap();
        for end in (0..whole.len()).step_by(97) {
            let _cut = find(&whole[..end]);
        }
        let mut wrong = whole.clone();
        let at = whole.len() - PNG_END - 10;
        wrong[at] ^= 1;
        assert_eq!(find(&wrong), Some(Held::Nothing), "its checksum tells");
    }
}
