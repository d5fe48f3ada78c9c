//! Attributes of DOT that mean something to us, and the defaults that a subgraph hands down.

use super::label::Label;
use crate::import::diagram::ArrowHeads;
use crate::model::catalogue;

/// What an attribute list says.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes {
    /// The words, from any of the attributes that show some.
    pub(super) label: Option<Label>,
    /// Words beside it, shown where there is no label.
    pub(super) side_label: Option<Label>,
    /// The shape of a node.
    pub(super) shape: Option<NodeShape>,
    /// The id of the kind that the class of a node is, as this program writes it.
    pub(super) kind: Option<&'static str>,
    /// How its line is drawn.
    pub(super) line: Option<LineLook>,
    /// Which ends of an edge have heads.
    pub(super) heads: Option<EdgeHeads>,
    /// The direction of a graph.
    pub(super) is_to_right: Option<bool>,
    /// Whether a subgraph is a cluster whatever it is called.
    pub(super) is_cluster: bool,
}

/// The shapes of nodes that say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeShape {
    /// A cylinder.
    Cylinder,
    /// A circle or an ellipse that was asked for.
    Round,
    /// A label with cells.
    Record,
    /// Anything else.
    Other,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineLook {
    /// Dashed or dotted.
    Dotted,
    /// Not at all.
    Invisible,
    /// In any other way.
    Other,
}

/// Which ends of an edge have heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EdgeHeads {
    /// At the end, or as below.
    Some(ArrowHeads),
    /// At the begin.
    AtBegin,
}

impl Attributes {
    /// Takes one attribute.
    pub(super) fn set(&mut self, name: &str, value: Label) {
        let word = value.text.to_ascii_lowercase();
        match name {
            "label" => self.label = Some(value),
            "xlabel" | "headlabel" | "taillabel" => self.side_label = Some(value),
            "shape" => {
                self.shape = Some(match word.as_str() {
                    "cylinder" => NodeShape::Cylinder,
                    "circle" | "doublecircle" | "oval" => NodeShape::Round,
                    "record" | "mrecord" => NodeShape::Record,
                    _ => NodeShape::Other,
                });
            }
            "style" => {
                let has = |look: &str| word.split(',').any(|style| style.trim() == look);
                self.line = Some(if has("invis") || has("invisible") {
                    LineLook::Invisible
                } else if has("dashed") || has("dotted") {
                    LineLook::Dotted
                } else {
                    LineLook::Other
                });
            }
            "dir" => {
                self.heads = Some(match word.as_str() {
                    "back" => EdgeHeads::AtBegin,
                    "both" => EdgeHeads::Some(ArrowHeads::AtBoth),
                    "none" => EdgeHeads::Some(ArrowHeads::Nowhere),
                    _ => EdgeHeads::Some(ArrowHeads::AtEnd),
                });
            }
            "arrowhead" if word == "none" => {
                self.heads = self.heads.or(Some(EdgeHeads::Some(ArrowHeads::Nowhere)));
            }
            "class" => self.kind = catalogue().get(&value.text).map(|kind| kind.id.as_str()),
            "rankdir" => self.is_to_right = Some(matches!(word.as_str(), "lr" | "rl")),
            "cluster" => self.is_cluster = matches!(word.as_str(), "true" | "1" | "yes"),
            _ => {}
        }
    }

    /// What these say, and what the other say where these are silent.
    pub(super) fn or(&self, defaults: &Self) -> Self {
        Self {
            label: self.label.clone().or_else(|| defaults.label.clone()),
            side_label: (self.side_label.clone()).or_else(|| defaults.side_label.clone()),
            shape: self.shape.or(defaults.shape),
            kind: self.kind.or(defaults.kind),
            line: self.line.or(defaults.line),
            heads: self.heads.or(defaults.heads),
            is_to_right: self.is_to_right.or(defaults.is_to_right),
            is_cluster: self.is_cluster || defaults.is_cluster,
        }
    }

    /// The words that are shown.
    pub(super) fn words(&self) -> Option<&Label> {
        let label = self.label.as_ref().filter(|label| !label.text.is_empty());
        label.or(self.side_label.as_ref()).or(self.label.as_ref())
    }
}
