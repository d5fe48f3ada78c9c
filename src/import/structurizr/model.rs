//! What a workspace says: its elements, its relationships and the view that is shown.

use std::collections::BTreeMap;

use crate::import::box_kind::BoxShape;
use crate::import::losses::Losses;

/// What an element is, from the outside to the inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ElementLevel {
    /// A frame around elements.
    Group,
    /// Somebody.
    Person,
    /// A software system, or an element of another sort.
    System,
    /// A part of a system that runs.
    Container,
    /// A part of the code of a container.
    Component,
}

/// An element.
pub(super) struct ModelElement {
    /// What it is.
    pub(super) level: ElementLevel,
    /// What it is called.
    pub(super) name: String,
    /// What it does; may be empty.
    pub(super) description: String,
    /// What it is made of; may be empty.
    pub(super) technology: String,
    /// Its tags in lower case.
    pub(super) tags: Vec<String>,
    /// The element or group that it lies in.
    pub(super) parent: Option<usize>,
}

/// A relationship, with the identifiers of its ends as written.
pub(super) struct Relationship {
    /// The identifier of its source.
    pub(super) from: String,
    /// The identifier of its destination.
    pub(super) to: String,
    /// The element within which it is written.
    pub(super) within: Option<usize>,
    /// Its words.
    pub(super) label: String,
    /// By what it calls.
    pub(super) technology: String,
}

/// What a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ViewSort {
    /// The containers of one system.
    Container,
    /// One system, or all.
    System,
}

/// A view.
pub(super) struct ModelView {
    /// What it shows.
    pub(super) sort: ViewSort,
    /// The identifier of the system it is about; empty where it is about all.
    pub(super) scope: String,
    /// Its title or key; may be empty.
    pub(super) name: String,
    /// Whether its arrows lead down.
    pub(super) is_down: bool,
    /// The identifiers that are taken out.
    pub(super) excluded: Vec<String>,
}

/// A workspace.
#[derive(Default)]
pub(super) struct DslWorkspace {
    /// What it is called; may be empty.
    pub(super) name: String,
    /// Its elements, each after what it lies in.
    pub(super) elements: Vec<ModelElement>,
    /// The index of an element by its identifier, in lower case, and by that of all it lies in before it.
    pub(super) known: BTreeMap<String, usize>,
    /// The identifier of each element with those of all it lies in; empty for groups.
    pub(super) paths: Vec<String>,
    /// Its relationships.
    pub(super) relationships: Vec<Relationship>,
    /// The views of the sorts that can be shown, in their order.
    pub(super) views: Vec<ModelView>,
    /// The shapes of tags, in lower case.
    pub(super) shapes: BTreeMap<String, BoxShape>,
    /// What was left out while reading.
    pub(super) losses: Losses,
}

impl DslWorkspace {
    /// The element of an identifier that is written within another element.
    pub(super) fn find(&self, id: &str, within: Option<usize>) -> Option<usize> {
        let id = id.to_lowercase();
        if id == "this" {
            return within;
        }
        let around = std::iter::successors(within, |&index| self.elements[index].parent);
        let inside = around
            .map(|index| self.paths[index].as_str())
            .filter(|path| !path.is_empty())
            .find_map(|path| self.known.get(&format!("{path}.{id}")));
        inside.or_else(|| self.known.get(&id)).copied()
    }

    /// An element and all that it lies in, from the inside to the outside.
    pub(super) fn with_outer(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(index), |&inner| self.elements[inner].parent)
    }
}
