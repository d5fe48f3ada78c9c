//! Elements that lie in each other and the arrows between them, as text formats say them: an element with others in it is a
//! frame, one without is a box.

use std::collections::BTreeSet;

use super::box_kind::BoxShape;
use super::diagram::{ArrowEnd, ArrowHeads, Diagram, DiagramArrow, DiagramBox, DiagramZone};
use super::losses::Losses;
use crate::layout::Direction;
use crate::model::text_match::one_line;

/// A text with more boxes, frames or arrows is no drawing: as many as a text of ours has lines.
pub(super) const MOST: usize = 10_000;
/// A longer text, in bytes, is no drawing: ten times what the most boxes and arrows need.
const LONGEST_TEXT: usize = 16 * 1024 * 1024;

/// What a reader gathers.
#[derive(Default)]
pub(super) struct Elements {
    /// What the diagram is called; may be empty.
    pub(super) title: String,
    /// Where its arrows lead.
    pub(super) direction: Direction,
    /// What was left out while reading.
    pub(super) losses: Losses,
    all: Vec<Element>,
    arrows: Vec<ElementArrow>,
}

/// A box, or a frame where something lies in it.
#[derive(Default)]
pub(super) struct Element {
    /// Its text in plain letters, with its line breaks.
    pub(super) text: String,
    /// What it does, where the format keeps that apart from the text.
    pub(super) description: String,
    /// Its outline.
    pub(super) shape: BoxShape,
    /// The id of its kind, where the text names it; else its words decide.
    pub(super) kind: Option<&'static str>,
    /// Its technology, where the format keeps it apart.
    pub(super) technology: String,
    /// The element that it lies in; a frame that lies in another comes after it.
    pub(super) parent: Option<usize>,
    /// Whether the first line of its text is its whole name, as this program writes it.
    pub(super) has_whole_name: bool,
    /// Whether it is a frame even where nothing lies in it, so that it is then left out.
    pub(super) is_only_frame: bool,
    /// Whether nobody sees it, so that it is left out with its arrows.
    pub(super) is_hidden: bool,
}

/// An arrow between two elements.
#[derive(Clone, Default)]
pub(super) struct ElementArrow {
    /// The index of the element that it leaves.
    pub(super) from: usize,
    /// The index of the element that it leads to.
    pub(super) to: usize,
    /// The words on it.
    pub(super) label: String,
    /// By what it calls.
    pub(super) protocol: String,
    /// Whether its line is dotted or dashed.
    pub(super) is_dotted: bool,
    /// Its heads.
    pub(super) heads: ArrowHeads,
}

/// Refuses a text that is too long for a drawing, before anything of it is read.
pub(super) fn check_length(text: &str) -> Result<(), String> {
    if text.len() > LONGEST_TEXT {
        let most = LONGEST_TEXT / (1024 * 1024);
        return Err(format!(
            "a drawing can be at most {most} MB: this is probably something else"
        ));
    }
    Ok(())
}

impl Elements {
    /// Adds an element and answers its index.
    pub(super) fn add(&mut self, element: Element) -> Result<usize, String> {
        if self.all.len() >= MOST {
            return Err(format!(
                "a drawing can have at most {MOST} boxes and frames"
            ));
        }
        self.all.push(element);
        Ok(self.all.len() - 1)
    }

    /// Adds an arrow.
    pub(super) fn connect(&mut self, arrow: ElementArrow) -> Result<(), String> {
        if self.arrows.len() >= MOST {
            return Err(format!("a drawing can have at most {MOST} arrows"));
        }
        self.arrows.push(arrow);
        Ok(())
    }

    /// The element with this index.
    pub(super) fn element(&mut self, index: usize) -> &mut Element {
        &mut self.all[index]
    }

    /// The indices of all elements in which somebody sees something: a box, or a frame with one in it.
    fn frames(&self) -> BTreeSet<usize> {
        let mut frames = BTreeSet::new();
        for element in &self.all {
            let is_seen = !element.is_hidden && !element.is_only_frame;
            let mut around = element.parent.filter(|_| is_seen);
            while let Some(frame) = around.filter(|&frame| frames.insert(frame)) {
                around = self.all[frame].parent;
            }
        }
        frames
    }

    /// The diagram of what was gathered.
    pub(super) fn into_diagram(self) -> Diagram {
        let around = self.frames();
        let mut diagram = Diagram {
            title: one_line(&self.title),
            direction: self.direction,
            losses: self.losses,
            ..Diagram::default()
        };
        // Every element is one end of arrows, but for those that nobody sees. Frames come first: boxes lie in them.
        let mut ends: Vec<Option<ArrowEnd>> = vec![None; self.all.len()];
        let zone_around =
            |ends: &[Option<ArrowEnd>], element: &Element| match ends[element.parent?] {
                Some(ArrowEnd::Zone(zone)) => Some(zone),
                _ => None,
            };
        for &index in &around {
            let element = &self.all[index];
            diagram.zones.push(DiagramZone {
                name: one_line(&element.text),
                parent: zone_around(&ends, element),
                ..DiagramZone::default()
            });
            ends[index] = Some(ArrowEnd::Zone(diagram.zones.len() - 1));
        }
        for (index, element) in self.all.into_iter().enumerate() {
            if around.contains(&index) || element.is_hidden {
                continue;
            }
            if element.is_only_frame {
                let title = one_line(&element.text);
                if !title.is_empty() {
                    diagram
                        .losses
                        .add("frames without boxes of their own", title);
                }
                continue;
            }
            diagram.boxes.push(DiagramBox {
                zone: zone_around(&ends, &element),
                text: element.text,
                description: element.description,
                shape: element.shape,
                kind: element.kind,
                technology: element.technology,
                has_whole_name: element.has_whole_name,
                ..DiagramBox::default()
            });
            ends[index] = Some(ArrowEnd::Box(diagram.boxes.len() - 1));
        }
        let end = |index: usize| ends.get(index).copied().flatten();
        for arrow in self.arrows {
            if let (Some(from), Some(to)) = (end(arrow.from), end(arrow.to)) {
                let (label, protocol) = split_protocol(&arrow);
                diagram.arrows.push(DiagramArrow {
                    label,
                    protocol,
                    is_dotted: arrow.is_dotted,
                    heads: arrow.heads,
                    ..DiagramArrow::new(from, to)
                });
            }
        }
        diagram
    }
}

/// The words on an arrow, and by what it calls: kept apart, or in brackets behind the words, as C4 diagrams write it:
/// `reads [SQL]`.
fn split_protocol(arrow: &ElementArrow) -> (String, String) {
    let (label, protocol) = (one_line(&arrow.label), one_line(&arrow.protocol));
    if protocol.is_empty()
        && let Some((before, inside)) = label.strip_suffix(']').and_then(|l| l.rsplit_once('['))
        && inside.contains(char::is_alphabetic)
        && !before.contains('[')
        && (before.is_empty() || before.ends_with(' '))
    {
        return (before.trim().to_owned(), inside.trim().to_owned());
    }
    (label, protocol)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_with_others_in_it_is_a_frame_and_hidden_ones_are_left_out() {
        let mut elements = Elements::default();
        for (text, parent, is_hidden) in [
            ("Shop\n[system]", None, false),
            ("API", Some(0), false),
            ("Spacer", None, true),
            ("Client", None, false),
        ] {
            let element = Element {
                text: text.to_owned(),
                parent,
                is_hidden,
                ..Element::default()
            };
            elements.add(element).unwrap();
        }
        for (from, to) in [(3, 0), (3, 2), (0, 1)] {
            let arrow = ElementArrow {
                from,
                to,
                ..ElementArrow::default()
            };
            elements.connect(arrow).unwrap();
        }
        let diagram = elements.into_diagram();
        assert_eq!(diagram.zones[0].name, "Shop [system]");
        let boxes = diagram.boxes.iter().map(|b| (b.text.as_str(), b.zone));
        assert!(boxes.eq([("API", Some(0)), ("Client", None)]));
        let ends = diagram.arrows.iter().map(|a| (a.from, a.to));
        let (zone, api, client) = (ArrowEnd::Zone(0), ArrowEnd::Box(0), ArrowEnd::Box(1));
        assert!(ends.eq([(client, zone), (zone, api)]));
    }

    #[test]
    fn what_stands_in_brackets_behind_the_words_is_the_protocol() {
        for (label, words, protocol) in [
            ("reads [SQL]", "reads", "SQL"),
            ("[HTTPS/JSON]", "", "HTTPS/JSON"),
            ("items[0]", "items[0]", ""),
            ("a list [1]", "a list [1]", ""),
            ("a [b] c [d]", "a [b] c [d]", ""),
        ] {
            let arrow = ElementArrow {
                label: label.to_owned(),
                ..ElementArrow::default()
            };
            let expected = (words.to_owned(), protocol.to_owned());
            assert_eq!(split_protocol(&arrow), expected, "{label}");
        }
    }

    #[test]
    fn too_much_is_refused() {
        let mut elements = Elements::default();
        for _ in 0..MOST {
            elements.add(Element::default()).unwrap();
            elements.connect(ElementArrow::default()).unwrap();
        }
        assert!(elements.add(Element::default()).is_err());
        assert!(elements.connect(ElementArrow::default()).is_err());
        assert!(check_length(&" ".repeat(LONGEST_TEXT + 1)).is_err());
    }
}
