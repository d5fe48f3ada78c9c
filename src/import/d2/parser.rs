//! The statements of a D2 text.

use super::board::{D2Board, is_keyword};
use super::scanner::{KeyPart, join_lines, skip_blanks, take_arrow, take_key, take_value};
use crate::import::ImportError;
use crate::import::diagram::Diagram;
use crate::import::elements::check_length;
use crate::layout::Direction;

/// The longest name of a variable with the names of all it lies in, in bytes.
const LONGEST_NAME: usize = 1_000;

/// What the statements of a map are about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum MapScope {
    /// An element, or the board.
    Element(Option<usize>),
    /// Arrows, from one index to before another.
    Arrows(usize, usize),
    /// The classes.
    Classes,
    /// One class, by its name.
    Class(String),
    /// Variables, below this key.
    Variables(String),
    /// Boards, of which the first is read.
    Boards,
    /// Nothing that is read.
    Skipped,
}

/// Reads a diagram: the first board, or where nothing lies on it, the first of those in it.
pub(in crate::import) fn parse_d2(text: &str) -> Result<Diagram, ImportError> {
    let first = parse_board(text, false)?;
    if first.boxes.is_empty() && first.zones.is_empty() && first.notes.is_empty() {
        return parse_board(text, true);
    }
    Ok(first)
}

fn parse_board(text: &str, is_inner: bool) -> Result<Diagram, ImportError> {
    let fail = |line, message| ImportError::Line {
        format: "D2 diagram",
        line,
        message,
    };
    check_length(text).map_err(|message| fail(1, message))?;
    let text = join_lines(text);
    // Lines are counted up to where a statement begins.
    let line_at = |rest: &str| text[..text.len() - rest.len()].matches('\n').count() + 1;
    let mut parser = D2Parser {
        board: D2Board::default(),
        open: vec![MapScope::Element(None)],
        awaits_inner: is_inner,
    };
    parser.board.gathered.direction = Direction::Down;
    let mut rest = text.as_str();
    let mut here = rest;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        if rest.is_empty() {
            break;
        }
        here = rest;
        parser
            .read_statement(&mut rest)
            .map_err(|message| fail(line_at(here), message))?;
    }
    if parser.open.len() > 1 {
        return Err(fail(
            line_at(here),
            "a map is not closed: add `}`".to_owned(),
        ));
    }
    parser
        .board
        .into_diagram()
        .map_err(|message| fail(line_at(rest), message))
}

fn key_text(key: &[KeyPart]) -> String {
    let parts = key.iter().map(|part| part.text.as_str());
    parts.collect::<Vec<_>>().join(".")
}

/// Whether a key stands for all that fit.
fn is_pattern(key: &[KeyPart]) -> bool {
    key.iter()
        .any(|part| !part.is_quoted && part.text.contains('*'))
}

/// Whether one of the connections that follow leads to all boxes that fit.
fn leads_to_pattern(mut rest: &str) -> Result<bool, String> {
    while take_arrow(&mut rest).is_some() {
        if is_pattern(&take_key(&mut rest)?) {
            return Ok(true);
        }
        skip_blanks(&mut rest);
    }
    Ok(false)
}

struct D2Parser {
    board: D2Board,
    open: Vec<MapScope>,
    /// Whether the next board inside the first one is to be read.
    awaits_inner: bool,
}

impl D2Parser {
    fn scope(&self) -> MapScope {
        self.open.last().cloned().unwrap_or(MapScope::Skipped)
    }

    fn read_statement(&mut self, rest: &mut &str) -> Result<(), String> {
        let text = *rest;
        if let Some(after) = text.strip_prefix('}') {
            if self.open.len() < 2 {
                return Err("`}` without a `{`".to_owned());
            }
            self.open.pop();
            *rest = after;
            return Ok(());
        }
        if let Some(comment) = text.strip_prefix("\"\"\"") {
            *rest = comment.split_once("\"\"\"").map_or("", |(_, after)| after);
            return Ok(());
        }
        if text.starts_with('#') {
            *rest = &text[text.find('\n').unwrap_or(text.len())..];
            return Ok(());
        }
        if let Some(inside) = text.strip_prefix('{') {
            // A map without a key, as after a line break.
            *rest = inside;
            self.open.push(MapScope::Skipped);
            return Ok(());
        }
        if let Some(file) = text.strip_prefix("...@").or(text.strip_prefix('@')) {
            let end = file.find(['\n', ';', '}']).unwrap_or(file.len());
            self.board
                .gathered
                .losses
                .add("imported files", file[..end].trim());
            *rest = &file[end..];
            return Ok(());
        }
        if let Some(variable) = text.strip_prefix("...${") {
            let end = variable.find(['}', '\n']).unwrap_or(variable.len());
            let losses = &mut self.board.gathered.losses;
            losses.add("contents of variables", &variable[..end]);
            *rest = variable[end..].trim_start_matches('}');
            return Ok(());
        }
        if text.starts_with('(') && self.read_picked(rest)? {
            return Ok(());
        }
        if text.starts_with(['(', '*', '&', '!', '|', '$', ']', '.', '\\']) {
            self.skip_statement(rest);
            return Ok(());
        }
        let first = take_key(rest)?;
        let is_in_skipped = self.scope() == MapScope::Skipped;
        skip_blanks(rest);
        let begins_arrow = take_arrow(&mut { *rest }).is_some();
        if is_pattern(&first) || begins_arrow && !is_in_skipped && leads_to_pattern(rest)? {
            *rest = text;
            self.skip_statement(rest);
            return Ok(());
        }
        if begins_arrow {
            return self.read_connections(&first, rest);
        }
        if first.is_empty() {
            let found: String = text.chars().take(12).take_while(|&c| c != '\n').collect();
            return Err(format!("expected a box, found `{found}`"));
        }
        self.read_key(&first, rest)
    }

    /// Passes over a statement that picks what was said before, and its map.
    fn skip_statement(&mut self, rest: &mut &str) {
        let text = *rest;
        let end = text.find(['\n', ';', '}']).unwrap_or(text.len());
        // The braces of a variable open no map.
        let end = match text[..end].find('{').filter(|_| !text.starts_with('$')) {
            Some(open) => open,
            None => end,
        };
        let said = text[..end].trim_end();
        let picks = said.starts_with(['(', '&', '!']);
        let says_more = |word: &str| said.contains(word);
        let is_drawn = !picks && (says_more("->") || says_more("<-") || says_more("--"))
            || [": null", ".shape:", ".class:", ".suspend:"]
                .into_iter()
                .any(says_more);
        if is_drawn && self.scope() != MapScope::Skipped {
            let losses = &mut self.board.gathered.losses;
            losses.add("connections and settings that use glob patterns", said);
        }
        *rest = &text[end..];
        self.open_map(rest, MapScope::Skipped);
    }

    /// Reads what is said about a connection that was made before, `(a -> b)[0]: words`; whether it was understood.
    fn read_picked(&mut self, rest: &mut &str) -> Result<bool, String> {
        let MapScope::Element(within) = self.scope() else {
            return Ok(false);
        };
        let mut ahead = &rest[1..];
        let left = take_key(&mut ahead)?;
        let Some(arrow) = take_arrow(&mut ahead) else {
            return Ok(false);
        };
        let Some((right, after)) = ahead.split_once(")[") else {
            return Ok(false);
        };
        let right = take_key(&mut { right })?;
        let Some((number, mut after)) = after.split_once(']') else {
            return Ok(false);
        };
        let (Some(left), Some(right), Ok(number)) = (
            self.board.find(within, &left),
            self.board.find(within, &right),
            number.trim().parse(),
        ) else {
            return Ok(false);
        };
        let Some(index) = self.board.find_arrow(left, right, arrow, number) else {
            return Ok(false);
        };
        let attribute = match after.strip_prefix('.') {
            Some(inner) => {
                after = inner;
                take_key(&mut after)?
                    .pop()
                    .map_or_else(String::new, |part| part.text)
            }
            None => "label".to_owned(),
        };
        match Self::read_value(&mut after)? {
            Some(value) if attribute == "label" && value.eq_ignore_ascii_case("null") => {
                self.board.remove_arrow(index);
            }
            Some(value) => self.board.set_arrow((index, index + 1), &attribute, &value),
            None => {}
        }
        *rest = after;
        self.open_map(rest, MapScope::Arrows(index, index + 1));
        Ok(true)
    }

    /// Opens a map where one begins here.
    fn open_map(&mut self, rest: &mut &str, scope: MapScope) {
        skip_blanks(rest);
        if let Some(after) = rest.strip_prefix('{') {
            *rest = after;
            self.open.push(scope);
        }
    }

    /// Reads `: value`; none where nothing is said.
    fn read_value(rest: &mut &str) -> Result<Option<String>, String> {
        skip_blanks(rest);
        match rest.strip_prefix(':') {
            Some(after) => {
                *rest = after;
                take_value(rest)
            }
            None => Ok(None),
        }
    }

    fn read_connections(&mut self, first: &[KeyPart], rest: &mut &str) -> Result<(), String> {
        let within = match self.scope() {
            MapScope::Element(within) => Some(within),
            _ => None,
        };
        let begin = self.board.arrow_count();
        let mut left = match within {
            Some(within) => self.board.element(within, first)?,
            None => None,
        };
        while let Some(arrow) = take_arrow(rest) {
            let key = take_key(rest)?;
            if key.is_empty() || first.is_empty() {
                return Err("an arrow needs a box on both sides".to_owned());
            }
            skip_blanks(rest);
            if let Some(within) = within {
                let right = self.board.element(within, &key)?;
                if let (Some(left), Some(right)) = (left, right) {
                    self.board.connect(left, right, arrow)?;
                }
                left = right;
            }
        }
        let arrows = (begin, self.board.arrow_count());
        if let Some(label) = Self::read_value(rest)? {
            self.board.set_arrow(arrows, "label", &label);
        }
        self.open_map(rest, MapScope::Arrows(arrows.0, arrows.1));
        Ok(())
    }

    /// Keeps the value of a variable, and answers the scope of the map that may follow it.
    fn read_variable(&mut self, outer: String, key: &[&str], value: Option<String>) -> MapScope {
        let mut name = outer;
        for part in key {
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(part);
        }
        if let Some(value) = value.filter(|_| name.len() <= LONGEST_NAME) {
            self.board.set_variable(&name, value);
        }
        if name.len() > LONGEST_NAME {
            return MapScope::Skipped;
        }
        MapScope::Variables(name)
    }

    fn read_key(&mut self, key: &[KeyPart], rest: &mut &str) -> Result<(), String> {
        let value = Self::read_value(rest)?;
        let said = value.as_deref().unwrap_or_default();
        let keyword = key
            .iter()
            .position(|part| !part.is_quoted && is_keyword(&part.text));
        let attribute = key
            .last()
            .map(|part| part.text.to_lowercase())
            .unwrap_or_default();
        let scope = match (self.scope(), keyword) {
            (MapScope::Element(within), None) => {
                let element = self.board.element(within, key)?;
                if let (Some(element), Some(label)) = (element, value) {
                    self.board.set_label(element, label);
                }
                MapScope::Element(element)
            }
            (MapScope::Element(within), Some(at)) => {
                let name = key[at].text.to_lowercase();
                let element = self.board.element(within, &key[..at])?;
                if at + 1 == key.len() && value.is_some() {
                    self.board.set_attribute(element, &name, said);
                }
                match name.as_str() {
                    "classes" => MapScope::Classes,
                    "vars" if at == 0 => {
                        let inner: Vec<&str> =
                            key[1..].iter().map(|part| part.text.as_str()).collect();
                        self.read_variable(String::new(), &inner, value)
                    }
                    "layers" | "scenarios" | "steps" if self.awaits_inner => MapScope::Boards,
                    "layers" | "scenarios" | "steps" => {
                        self.board
                            .gathered
                            .losses
                            .add("boards after the first", name);
                        MapScope::Skipped
                    }
                    _ => MapScope::Skipped,
                }
            }
            (MapScope::Arrows(from, to), Some(_)) => {
                self.board.set_arrow((from, to), &attribute, said);
                // "style" holds the dashes.
                MapScope::Arrows(from, to)
            }
            (MapScope::Arrows(from, to), None) => {
                self.board.set_arrow((from, to), &attribute, said);
                MapScope::Skipped
            }
            (MapScope::Classes, _) => match key {
                [class] => MapScope::Class(class.text.clone()),
                [class, .., last] if last.text == "shape" => {
                    self.board.set_class_shape(&class.text, said);
                    MapScope::Skipped
                }
                _ => MapScope::Skipped,
            },
            (MapScope::Class(class), _) => {
                if attribute == "shape" {
                    self.board.set_class_shape(&class, said);
                }
                MapScope::Skipped
            }
            (MapScope::Variables(outer), _) => {
                let inner: Vec<&str> = key.iter().map(|part| part.text.as_str()).collect();
                self.read_variable(outer, &inner, value)
            }
            (MapScope::Boards, _) if self.awaits_inner => {
                self.awaits_inner = false;
                MapScope::Element(None)
            }
            (MapScope::Boards, _) => {
                let losses = &mut self.board.gathered.losses;
                losses.add("boards after the first", key_text(key));
                MapScope::Skipped
            }
            (MapScope::Skipped, _) => MapScope::Skipped,
        };
        self.open_map(rest, scope);
        Ok(())
    }
}
