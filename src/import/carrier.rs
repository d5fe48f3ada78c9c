//! Pictures in which other programs keep the drawing that they show: PNG with a text beside the pixels, SVG with it in an
//! attribute or a comment.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use miniz_oxide::inflate::{decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit};
use serde::Deserialize;

use super::drawio::decode_percent;
use super::xml::{parse_xml, root_name, root_tag};

/// What a PNG file begins with.
const PNG_HEAD: &[u8] = b"\x89PNG\r\n\x1a\n";
/// What Excalidraw calls its drawing in a picture.
const EXCALIDRAW: &str = "application/vnd.excalidraw+json";
/// Around the drawing in an SVG file by Excalidraw.
const PAYLOAD: (&str, &str) = ("<!-- payload-start -->", "<!-- payload-end -->");
/// The most bytes of a drawing that is not compressed.
const MOST_BYTES: usize = 32 << 20;

/// The drawing that another program put into a picture, as the text that its own files have; none where there is none, and
/// where the bytes are no picture.
#[must_use]
pub fn embedded_diagram(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(PNG_HEAD) {
        return in_png(bytes);
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let is_svg = root_name(text) == Some("svg");
    is_svg.then(|| in_svg(text)).flatten()
}

fn in_svg(text: &str) -> Option<String> {
    if let Some((_, rest)) = text.split_once(PAYLOAD.0) {
        let (payload, _) = rest.split_once(PAYLOAD.1)?;
        let payload: String = payload.split_whitespace().collect();
        let bytes = BASE64_STANDARD.decode(payload).ok()?;
        // The first version has the drawing itself there, the second a record about it, byte by byte.
        return unpack_record(&latin1(&bytes)).or_else(|| String::from_utf8(bytes).ok());
    }
    if !text.contains("content=") {
        return None;
    }
    // Only the outermost tag: the picture itself may be larger than a drawing, with a declaration in each of its words.
    let tag = root_tag(text)?;
    let document = parse_xml(&tag).ok()?;
    let content = document.root_element().attribute("content")?;
    let plain = if content.trim_start().starts_with('%') {
        decode_percent(content)
    } else {
        content.to_owned()
    };
    matches!(root_name(&plain), Some("mxfile" | "mxGraphModel")).then_some(plain)
}

/// Looks through the texts of a PNG file: `tEXt`, packed as `zTXt`, or in any script as `iTXt`.
fn in_png(bytes: &[u8]) -> Option<String> {
    let mut rest = &bytes[PNG_HEAD.len()..];
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let chunk = after.get(..length.checked_add(4)?)?;
        let (sort, data) = chunk.split_at(4);
        if let Some(found) = in_chunk(sort, data) {
            return Some(found);
        }
        // Behind each chunk stands its checksum.
        rest = after.get(chunk.len() + 4..)?;
    }
    None
}

fn in_chunk(sort: &[u8], data: &[u8]) -> Option<String> {
    if !matches!(sort, b"tEXt" | b"zTXt" | b"iTXt") {
        return None;
    }
    let (name, data) = split_at_zero(data)?;
    let name = std::str::from_utf8(name).ok()?;
    let is_drawio = matches!(name, "mxfile" | "mxGraphModel");
    if !is_drawio && name != EXCALIDRAW {
        return None;
    }
    let bytes = match sort {
        b"tEXt" => data.to_vec(),
        b"zTXt" => unpack(data.get(1..)?)?,
        _ => {
            let (flags, rest) = data.split_at_checked(2)?;
            let (_, rest) = split_at_zero(rest)?;
            let (_, text) = split_at_zero(rest)?;
            if flags[0] == 1 {
                unpack(text)?
            } else {
                text.to_vec()
            }
        }
    };
    if is_drawio {
        return Some(decode_percent(&String::from_utf8_lossy(&bytes)));
    }
    unpack_record(&latin1(&bytes)).or_else(|| String::from_utf8(bytes).ok())
}

fn split_at_zero(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|&byte| byte == 0)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

/// Deflated bytes with the head that the format asks for, or without, as draw.io once wrote them.
fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let whole = decompress_to_vec_zlib_with_limit(bytes, MOST_BYTES);
    whole
        .or_else(|_| decompress_to_vec_with_limit(bytes, MOST_BYTES))
        .ok()
}

/// Each byte as the letter of this number.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

/// The drawing in the record that Excalidraw makes of it: one letter for each byte, packed or not.
fn unpack_record(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Record {
        encoding: String,
        encoded: String,
        #[serde(default)]
        compressed: bool,
    }
    let record: Record = serde_json::from_str(text).ok()?;
    if record.encoding != "bstring" {
        return None;
    }
    let bytes: Option<Vec<u8>> = record
        .encoded
        .chars()
        .map(|c| u8::try_from(c).ok())
        .collect();
    let bytes = bytes?;
    let plain = if record.compressed {
        unpack(&bytes)?
    } else {
        bytes
    };
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_found_whatever_its_picture_holds() {
        let words = "<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>".repeat(1_000);
        let svg = |content: &str| format!("<svg content=\"{content}\" a='>'>{words}<broken");
        let found = embedded_diagram(svg("&lt;mxfile/&gt;").as_bytes());
        assert_eq!(found.as_deref(), Some("<mxfile/>"));
        assert_eq!(embedded_diagram(svg("other").as_bytes()), None);
    }
}
