//! Sorts of elements and relationships that a workspace defines for itself.

use super::model::ElementLevel;

/// A sort of elements or relationships that the workspace defines.
#[derive(Debug, Clone, Default)]
pub(super) struct Archetype {
    /// Its word, in lower case.
    pub(super) word: String,
    /// What its elements are; none where it is one of relationships.
    pub(super) level: Option<ElementLevel>,
    /// What its elements do; may be empty.
    pub(super) description: String,
    /// What its elements are made of, or by what its relationships call; may be empty.
    pub(super) technology: String,
    /// The tags of its elements in lower case.
    pub(super) tags: Vec<String>,
}

/// The archetype that an arrow names: `later` in `--later->`; the arrow itself where it names none.
pub(super) fn archetype_of_arrow(arrow: &str) -> String {
    let name = arrow.strip_prefix("--").and_then(|a| a.strip_suffix("->"));
    name.filter(|name| !name.is_empty())
        .unwrap_or(arrow)
        .to_owned()
}
