//! Architecture diagrams in Mermaid, `architecture-beta`: services with icons, groups, junctions and the lines between them.

use std::collections::{BTreeMap, BTreeSet};

use super::label::{icon_words, plain_label, plain_line};
use super::source::{MermaidSource, line_at, unquoted};
use crate::import::ImportError;
use crate::import::box_kind::BoxShape;
use crate::import::diagram::{ArrowHeads, Diagram};
use crate::import::elements::{Element, ElementArrow, Elements, MOST};
use crate::layout::Direction;

/// Whether a text begins as an architecture diagram does.
pub(in crate::import) fn is_architecture(text: &str) -> bool {
    let source = MermaidSource::head(text);
    matches!(source.first_word(), "architecture-beta" | "architecture")
}

/// Reads an architecture diagram.
pub(in crate::import) fn parse_architecture(text: &str) -> Result<Diagram, ImportError> {
    let fail = |line, message| ImportError::Line {
        format: "Mermaid architecture diagram",
        line,
        message,
    };
    let source = MermaidSource::new(text).map_err(|message| fail(1, message))?;
    let mut parser = ArchitectureParser::default();
    parser.elements.title.clone_from(&source.title);
    parser.elements.direction = Direction::Right;
    let start = source.after_first_word();
    let first = line_at(&source.text, start);
    for (index, line) in source.text[start..].lines().enumerate() {
        let line = line.split(" %%").next().unwrap_or_default().trim();
        parser
            .read_line(line)
            .map_err(|message| fail(first + index, message))?;
    }
    parser
        .into_diagram()
        .map_err(|message| fail(line_at(&source.text, source.text.len()), message))
}

/// A line between two of them.
struct ServiceLine {
    from: String,
    to: String,
    label: String,
    /// Whether a head stands at its first end, and at its second.
    heads: (bool, bool),
}

/// What is read so far.
#[derive(Default)]
struct ArchitectureParser {
    elements: Elements,
    /// The index of an element by its identifier.
    known: BTreeMap<String, usize>,
    junctions: BTreeSet<String>,
    lines: Vec<ServiceLine>,
    in_description: bool,
}

impl ArchitectureParser {
    fn read_line(&mut self, line: &str) -> Result<(), String> {
        if self.in_description {
            self.in_description = !line.contains('}');
            return Ok(());
        }
        let (word, after) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word {
            "" | "align" => Ok(()),
            "title" => {
                self.elements.title = plain_line(after, false);
                Ok(())
            }
            _ if line.starts_with("accDescr") => {
                self.in_description = line.contains('{') && !line.contains('}');
                Ok(())
            }
            _ if line.starts_with("accTitle") => Ok(()),
            "group" => self.read_element(after, true),
            "service" => self.read_element(after, false),
            "junction" => {
                let id = after.split_whitespace().next().unwrap_or_default();
                self.junctions.insert(id.to_owned());
                Ok(())
            }
            _ => {
                self.lines.push(read_connection(line)?);
                Ok(())
            }
        }
    }

    /// Reads `id(icon)[Title] in group`.
    fn read_element(&mut self, text: &str, is_only_frame: bool) -> Result<(), String> {
        let end = text.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c)));
        let (id, mut rest) = text.split_at(end.unwrap_or(text.len()));
        if id.is_empty() {
            return Err(
                "expected an identifier, as in `service api(server)[Order API]`".to_owned(),
            );
        }
        let icon = take_between(&mut rest, '(', ')')?;
        let (icon, icon_text) = if icon.starts_with('"') {
            ("", unquoted(icon))
        } else {
            (icon, "")
        };
        if let Some(quoted) = rest.trim_start().strip_prefix('"') {
            // A text in place of an icon.
            rest = quoted.split_once('"').map_or("", |(_, after)| after);
        }
        let title = unquoted(take_between(&mut rest, '[', ']')?);
        let parent = rest.trim().strip_prefix("in ").map(str::trim);
        let parent = match parent {
            Some(parent) => Some(self.known.get(parent).copied().ok_or_else(|| {
                format!("`{parent}` is not a known group: declare it before this line")
            })?),
            None => None,
        };
        let title = plain_label(title, false);
        let name = [title.as_str(), icon_text, id]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        let (shape, technology) = match icon {
            "database" | "disk" => (BoxShape::Cylinder, String::new()),
            "internet" => (BoxShape::Round, String::new()),
            "" | "cloud" | "server" => (BoxShape::Plain, String::new()),
            icon => (BoxShape::Plain, icon_words(icon)),
        };
        let index = self.elements.add(Element {
            text: name.to_owned(),
            shape: if is_only_frame {
                BoxShape::Plain
            } else {
                shape
            },
            technology: if is_only_frame {
                String::new()
            } else {
                technology
            },
            parent,
            ..Element::default()
        })?;
        self.known.insert(id.to_owned(), index);
        Ok(())
    }

    fn into_diagram(mut self) -> Result<Diagram, String> {
        let lines = std::mem::take(&mut self.lines);
        let (through, direct): (Vec<ServiceLine>, Vec<ServiceLine>) =
            lines.into_iter().partition(|line| {
                self.junctions.contains(&line.from) || self.junctions.contains(&line.to)
            });
        for line in direct.into_iter().chain(self.join_at_junctions(&through)?) {
            let ends = (self.known.get(&line.from), self.known.get(&line.to));
            let (Some(&from), Some(&to)) = ends else {
                let name = format!("{} – {}", line.from, line.to);
                self.elements
                    .losses
                    .add("lines to or from missing elements", name);
                continue;
            };
            let is_backwards = line.heads == (true, false);
            let (from, to) = if is_backwards { (to, from) } else { (from, to) };
            self.elements.connect(ElementArrow {
                from,
                to,
                label: line.label,
                heads: match line.heads {
                    (true, true) => ArrowHeads::AtBoth,
                    (false, false) => ArrowHeads::Nowhere,
                    _ => ArrowHeads::AtEnd,
                },
                ..ElementArrow::default()
            })?;
        }
        Ok(self.elements.into_diagram())
    }

    /// Lines that meet at junctions, as lines between what they connect: from those without a head to those with one; where no
    /// end has a head, from the first to each other.
    fn join_at_junctions(&mut self, lines: &[ServiceLine]) -> Result<Vec<ServiceLine>, String> {
        let mut group_of: BTreeMap<&str, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<&str>> = Vec::new();
        for junction in &self.junctions {
            group_of.insert(junction, groups.len());
            groups.push(vec![junction]);
        }
        for line in lines {
            let ends = (
                group_of.get(line.from.as_str()),
                group_of.get(line.to.as_str()),
            );
            if let (Some(&one), Some(&other)) = ends
                && one != other
            {
                // The smaller group joins the larger one.
                let (small, large) = if groups[one].len() < groups[other].len() {
                    (one, other)
                } else {
                    (other, one)
                };
                for junction in std::mem::take(&mut groups[small]) {
                    group_of.insert(junction, large);
                    groups[large].push(junction);
                }
            }
        }
        // The ends of each group in the order of the lines, with whether a head points at them.
        let mut ends: BTreeMap<usize, Vec<(&str, bool, &str)>> = BTreeMap::new();
        for line in lines {
            let outer = [
                (&line.from, &line.to, line.heads.0),
                (&line.to, &line.from, line.heads.1),
            ];
            for (end, junction, has_head) in outer {
                if let Some(&group) = group_of.get(junction.as_str())
                    && !self.junctions.contains(end)
                {
                    let end = (end.as_str(), has_head, line.label.as_str());
                    ends.entry(group).or_default().push(end);
                }
            }
        }
        let mut joined = Vec::new();
        for ends in ends.values() {
            let has_heads = ends.iter().any(|(_, has_head, _)| *has_head);
            let (targets, sources): (Vec<_>, Vec<_>) = if has_heads {
                ends.iter().partition(|(_, has_head, _)| *has_head)
            } else {
                (ends[1..].iter().collect(), ends[..1].iter().collect())
            };
            if joined.len() + targets.len() * sources.len() > MOST {
                return Err(format!("a drawing can have at most {MOST} arrows"));
            }
            for (from, _, from_label) in &sources {
                for (to, _, to_label) in &targets {
                    let label = if to_label.is_empty() {
                        from_label
                    } else {
                        to_label
                    };
                    joined.push(ServiceLine {
                        from: (*from).to_owned(),
                        to: (*to).to_owned(),
                        label: (*label).to_owned(),
                        heads: (false, has_heads),
                    });
                }
            }
        }
        for junction in &self.junctions {
            self.elements.losses.add_changed(
                "junctions, now lines between the elements they join",
                junction,
            );
        }
        Ok(joined)
    }
}

/// Takes what stands between brackets at the start, quotes in it and all; empty where no bracket stands there.
fn take_between<'a>(rest: &mut &'a str, open: char, close: char) -> Result<&'a str, String> {
    let text = rest.trim_start();
    let Some(inside) = text.strip_prefix(open) else {
        return Ok("");
    };
    let mut is_quoted = false;
    let end = inside.find(|c: char| {
        is_quoted ^= c == '"';
        c == close && !is_quoted
    });
    let end = end.ok_or_else(|| format!("`{open}` is not closed: add `{close}`"))?;
    *rest = &inside[end + 1..];
    Ok(inside[..end].trim())
}

/// Reads `a:R --> L:b`, `a{group}:T <-[words]- B:b`.
fn read_connection(line: &str) -> Result<ServiceLine, String> {
    let begin: String = line.chars().take(20).collect();
    let refuse = || format!("expected a line such as `api:R --> L:db`, found `{begin}`");
    let is_id = |c: char| c.is_alphanumeric() || "_-".contains(c);
    let end_of = |text: &str| text.find(|c: char| !is_id(c)).unwrap_or(text.len());
    let is_side = |side: &str| matches!(side.trim(), "L" | "R" | "T" | "B");

    let (from, rest) = line.split_at(end_of(line));
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("{group}").unwrap_or(rest).trim_start();
    let rest = rest.strip_prefix(':').ok_or_else(refuse)?.trim_start();
    let side_end = rest.chars().next().map_or(0, char::len_utf8);
    let (side, rest) = rest.split_at(side_end);
    let (middle, to) = rest.rsplit_once(':').ok_or_else(refuse)?;
    let middle = middle.trim();
    let (middle, other_side) = middle.split_at(middle.trim_end_matches(is_letter).len());
    let to = to.trim();
    let to = to.strip_suffix("{group}").unwrap_or(to).trim_end();
    if from.is_empty() || to.is_empty() || !to.chars().all(is_id) {
        return Err(refuse());
    }
    if !is_side(side) || !is_side(other_side) {
        return Err(refuse());
    }
    let middle = middle.trim();
    let has_start = middle.starts_with('<');
    let has_end = middle.ends_with('>');
    let middle = middle.trim_start_matches('<').trim_end_matches('>').trim();
    let label = match middle.strip_prefix('-').and_then(|m| m.strip_suffix('-')) {
        Some("") => "",
        Some(inside) => {
            let inside = inside.trim();
            let title = inside.strip_prefix('[').and_then(|i| i.strip_suffix(']'));
            unquoted(title.ok_or_else(refuse)?)
        }
        None => return Err(refuse()),
    };
    Ok(ServiceLine {
        from: from.to_owned(),
        to: to.to_owned(),
        label: plain_line(label, false),
        heads: (has_start, has_end),
    })
}

fn is_letter(c: char) -> bool {
    c.is_ascii_uppercase()
}
