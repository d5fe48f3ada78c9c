//! Files that hold no drawing, so that what cannot be opened is at least named.

use super::error::ImportError;
use super::structurizr;
use super::xml::root_name;

/// Words that begin the statements of PlantUML libraries.
const LIBRARY_WORDS: [&str; 10] = [
    "!$",
    "!define ",
    "!definelong ",
    "!function ",
    "!global ",
    "!procedure ",
    "!theme ",
    "!unquoted function ",
    "!unquoted procedure ",
    "sprite $",
];
/// A line with so many words is a sentence.
const SENTENCE: usize = 6;

/// Why a text holds no drawing, where it is known what it is.
pub(super) fn other_file(text: &str) -> Option<ImportError> {
    let named = |what, instead| Some(ImportError::OtherFile { what, instead });
    match root_name(text) {
        Some("mxlibrary") => {
            return named(
                "a draw.io shape library",
                "open a drawing that uses its shapes",
            );
        }
        Some("html" | "HTML") => {
            return named(
                "a web page",
                "save the diagram in it as its own file, then open that",
            );
        }
        Some(_) => {
            return named(
                "an XML file of another type",
                "only draw.io files and SVG pictures with an embedded drawing can be opened",
            );
        }
        None => {}
    }
    if text.starts_with("version https://git-lfs.github.com/") {
        return named(
            "a Git LFS pointer, not the file itself",
            "run `git lfs pull`, then open it again",
        );
    }
    if is_plantuml_library(text) || is_plantuml_looks(text) {
        return Some(plantuml_library());
    }
    if structurizr::is_fragment(text) {
        return named(
            "a part of a Structurizr workspace",
            "open the workspace file that includes it, or put it in `workspace { model { … } }`",
        );
    }
    None
}

/// Whether a text defines macros or pictures for PlantUML.
pub(super) fn is_plantuml_library(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    lines.any(|line| LIBRARY_WORDS.iter().any(|word| line.starts_with(word)))
}

/// Whether a text says nothing but how PlantUML diagrams look.
fn is_plantuml_looks(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start);
    lines.any(|line| line.starts_with("skinparam ")) && !text.contains("->")
}

/// Why a text with nothing but such definitions cannot be opened.
pub(super) fn plantuml_library() -> ImportError {
    ImportError::OtherFile {
        what: "a PlantUML library or theme: macros, sprites, or looks",
        instead: "open a diagram that includes it",
    }
}

/// Why a text that is in no notation holds no drawing, where it is written in sentences and has no arrows.
#[must_use]
pub fn prose(text: &str) -> Option<ImportError> {
    let has_arrow = ["->", "<-", " -- "]
        .iter()
        .any(|arrow| text.contains(arrow));
    let is_sentence =
        |line: &str| !line.contains('"') && line.split_whitespace().count() >= SENTENCE;
    if has_arrow || !text.lines().any(is_sentence) {
        return None;
    }
    let is_markdown = |line: &str| {
        let line = line.trim_start();
        let heading = line.trim_start_matches('#');
        let is_heading = heading.len() < line.len() && heading.starts_with(' ');
        is_heading || line.starts_with("```") || line.starts_with("- ") || line.contains("](")
    };
    Some(if text.lines().any(is_markdown) {
        ImportError::OtherFile {
            what: "a Markdown page without a diagram that can be opened",
            instead: "put one between ```mermaid and ```",
        }
    } else {
        ImportError::OtherFile {
            what: "text without a diagram",
            instead: "a drawing in text has lines such as `client -> api -> db`",
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_without_a_drawing_are_named() {
        for (text, part) in [
            (
                "<mxlibrary>[{\"xml\":\"x\"}]</mxlibrary>",
                "a draw.io shape library",
            ),
            ("<!DOCTYPE html>\n<html><body>x</body></html>", "a web page"),
            ("<?xml version=\"1.0\"?><project/>", "an XML file"),
            (
                "!define A(x) rectangle x\nsprite $a [1x1] {\n}",
                "a PlantUML library",
            ),
            (
                "!$X = \"red\"\n!global $Y = 1",
                "a PlantUML library or theme",
            ),
            ("skinparam linetype ortho\n", "a PlantUML library or theme"),
            (
                "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n",
                "a Git LFS pointer",
            ),
            (
                "styles {\n  element \"Shop\" {\n    shape Hexagon\n  }\n}",
                "a part of a Structurizr workspace",
            ),
            (
                "u = person \"User\"\nu -> s \"uses\"",
                "a part of a Structurizr workspace",
            ),
        ] {
            let sentence = other_file(text).unwrap().to_string();
            assert!(
                sentence.starts_with(&format!("this is {part}")),
                "{sentence}"
            );
        }
        assert_eq!(other_file("client -> api"), None);
        for (text, part) in [
            (
                "# Shop\n\nThis page says what the shop does.\n```sh\nls\n```",
                "a Markdown page",
            ),
            (
                "This is a long letter to you.\nYours",
                "text without a diagram",
            ),
        ] {
            let sentence = prose(text).unwrap().to_string();
            assert!(
                sentence.starts_with(&format!("this is {part}")),
                "{sentence}"
            );
        }
        for text in [
            "Dear diary,",
            "client -> api\nand some more words that mean nothing here",
        ] {
            assert_eq!(prose(text), None);
        }
    }
}
