//! XML from files that anybody may have made, read within bounds.
//!
//! A document type that only names a standard is passed over; one that defines something is refused, so there are no entities
//! that grow. The parser counts nodes. It compares each attribute of a tag with the others, and copies declared name spaces
//! to all tags inside: both are bounded here before it begins. Words in values that look like a declaration are none.

use roxmltree::{Document, ParsingOptions};

use crate::model::text_match::one_line;

/// The most tags and texts: a drawing of ten thousand shapes has about fifty thousand.
const MOST_NODES: u32 = 400_000;
/// The most attributes of one tag: the data that people add to a shape are attributes.
const MOST_ATTRIBUTES: usize = 500;
/// The most declarations of name spaces.
const MOST_NAMESPACES: usize = 200;

/// Reads XML, or says in one clause why not.
pub(crate) fn parse_xml(text: &str) -> Result<Document<'_>, String> {
    let text = after_document_type(text)?;
    check_bounds(text)?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => "it has too many elements".to_owned(),
        other => format!(
            "it is not well-formed XML: {}",
            one_line(&other.to_string())
        ),
    })
}

/// The name of the outermost tag of a text, where it begins as XML does.
pub(super) fn root_name(text: &str) -> Option<&str> {
    let inside = after_prolog(text).strip_prefix('<')?;
    let end = inside.find(|c: char| c.is_whitespace() || "/>".contains(c))?;
    Some(&inside[..end]).filter(|name| !name.starts_with(['!', '?']))
}

/// The outermost tag of a text with its attributes, as an element with nothing in it: what it says can be read whatever
/// stands inside.
pub(super) fn root_tag(text: &str) -> Option<String> {
    let begin = after_prolog(text);
    let after = skip_tag(begin.strip_prefix('<')?).ok()?.rest;
    let tag = begin[..begin.len() - after.len()].strip_suffix('>')?;
    Some(format!("{}/>", tag.trim_end_matches('/')))
}

/// The text from its outermost tag on.
fn after_prolog(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(after) = after_prolog_item(rest) {
        rest = after.trim_start();
    }
    rest
}

/// What follows a declaration, a comment or a document type before the outermost tag; none where a tag begins, or nothing ends.
fn after_prolog_item(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?;
    if !inside.starts_with(['?', '!']) {
        return None;
    }
    let mut rest = inside;
    let end = if inside.starts_with("!--") {
        "-->"
    } else if let Some(definitions) = definitions_of_document_type(inside) {
        rest = definitions;
        "]"
    } else {
        ">"
    };
    rest = &rest[rest.find(end)? + end.len()..];
    if end == "]" {
        rest = rest.trim_start().strip_prefix('>')?;
    }
    Some(rest)
}

/// What a document type defines, from behind its bracket.
fn definitions_of_document_type(inside: &str) -> Option<&str> {
    let declared = inside.strip_prefix("!DOCTYPE")?;
    let at = declared.find(['[', '>'])?;
    declared[at..].strip_prefix('[')
}

/// The text from behind its document type, which its first line may name; refused where that defines something.
fn after_document_type(text: &str) -> Result<&str, String> {
    let mut rest = text;
    loop {
        let begin = rest.trim_start();
        let Some(after) = after_prolog_item(begin) else {
            return Ok(text);
        };
        if begin.starts_with("<!DOCTYPE") {
            if definitions_of_document_type(&begin[1..]).is_some() {
                return Err("it defines entities of its own, which could expand without limit: save it again without a document type".to_owned());
            }
            return Ok(after);
        }
        rest = after;
    }
}

fn check_bounds(text: &str) -> Result<(), String> {
    let mut namespaces = 0;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
            .iter()
            .find(|(begin, _)| rest.starts_with(begin));
        rest = match end {
            Some((begin, end)) => after(&rest[begin.len()..], end),
            None => {
                let skipped = skip_tag(&rest[1..])?;
                namespaces += skipped.namespaces;
                skipped.rest
            }
        };
        if namespaces > MOST_NAMESPACES {
            return Err("it declares too many namespaces".to_owned());
        }
    }
    Ok(())
}

fn after<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).map_or("", |at| &text[at + end.len()..])
}

/// A tag that was passed over.
struct SkippedTag<'a> {
    /// What follows it.
    rest: &'a str,
    /// How many name spaces it declares.
    namespaces: usize,
}

/// Passes over a tag, whose values may hold any sign.
fn skip_tag(tag: &str) -> Result<SkippedTag<'_>, String> {
    let mut rest = tag;
    let mut namespaces = 0;
    for _ in 0..=MOST_ATTRIBUTES {
        let Some(at) = rest.find(['>', '"', '\'']) else {
            return Ok(SkippedTag {
                rest: "",
                namespaces,
            });
        };
        namespaces += rest[..at].matches("xmlns").count();
        let quote = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        if quote == b'>' {
            return Ok(SkippedTag { rest, namespaces });
        }
        let quote = if quote == b'"' { '"' } else { '\'' };
        rest = rest.find(quote).map_or("", |end| &rest[end + 1..]);
    }
    Err("one of its tags has too many attributes".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repeat_numbered(count: u32, piece: impl Fn(u32) -> String) -> String {
        (0..count).map(piece).collect()
    }

    #[test]
    fn a_document_type_that_names_a_standard_is_passed_over() {
        let named = "<?xml version=\"1.0\"?>\n<!-- a -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://x/svg11.dtd\">\n<svg/>";
        assert_eq!(root_name(named), Some("svg"));
        assert!(parse_xml(named).unwrap().root_element().has_tag_name("svg"));
        let defined = "<!DOCTYPE a [<!ENTITY b \"cc\"><!ENTITY c \"&b;&b;\">]>\n<mxfile/>";
        assert_eq!(root_name(defined), Some("mxfile"));
        let reason = parse_xml(defined).unwrap_err();
        assert!(
            reason.starts_with("it defines entities of its own"),
            "{reason}"
        );
        assert_eq!(root_name("<!DOCTYPE a [<!ENTITY"), None);
    }

    #[test]
    fn the_outermost_tag_is_read_whatever_stands_inside() {
        for (text, tag) in [
            (
                "<?xml version='1.0'?>\n<svg a='>' b=\"<\"><p>",
                Some("<svg a='>' b=\"<\"/>"),
            ),
            ("<svg a='1'/>", Some("<svg a='1'/>")),
            ("<svg a='1'", None),
            ("flowchart LR", None),
        ] {
            assert_eq!(root_tag(text).as_deref(), tag, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_declaration_in_a_value_is_none() {
        let value = "xmlns".repeat(2 * MOST_NAMESPACES);
        assert!(parse_xml(&format!("<a b='{value}'>{value}</a>")).is_ok());
    }

    #[test]
    fn sound_xml_is_read_and_what_grows_is_refused() {
        assert!(parse_xml("<a b='>\"' c=\">'\"><!-- <b --><![CDATA[<]]>x</a>").is_ok());
        let attributes: String = repeat_numbered(2_000, |n| format!(" a{n}=''"));
        let spaces: String = repeat_numbered(300, |n| format!("<a xmlns:n{n}='u'>"));
        let bomb = "<!DOCTYPE a [<!ENTITY b \"cc\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        for text in [
            "<a",
            "<a><b></a>",
            bomb,
            "",
            &format!("<a{attributes}/>"),
            &format!("{spaces}{}", "</a>".repeat(300)),
            &"<a>".repeat(500_000),
        ] {
            let reason = parse_xml(text).err().unwrap();
            assert!(!reason.contains('\n'), "{reason}");
        }
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(parse_xml(&deep).unwrap().descendants().count(), 100_001);
    }
}
