//! The kind of a box that another program drew: from its label, else from its shape.

use crate::model::{Flag, Group, NameEvidence, catalogue, kind};

/// What the shape of a box says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum BoxShape {
    /// Nothing is said.
    #[default]
    Plain,
    /// A cylinder: it keeps data.
    Cylinder,
    /// A rounded box or a circle: often where it starts.
    Round,
}

/// The kind that the label of a box speaks of. A cylinder keeps data, so that "Users" in one are records; a round box with an
/// unknown name is a client where arrows leave it and none leads to it (`starts`).
pub(super) fn recognize_box_kind(label: &str, shape: BoxShape, starts: bool) -> &'static str {
    let recognized = catalogue().recognize(label).filter(|found| {
        let keeps_data = matches!(found.kind.group, Group::Storage | Group::Messaging)
            || found.kind.has(Flag::Stateful);
        let is_product = matches!(found.evidence, NameEvidence::Product(_));
        shape != BoxShape::Cylinder || keeps_data || is_product
    });
    recognized.map_or_else(
        || match shape {
            BoxShape::Cylinder => &kind("sql_database").id,
            BoxShape::Round if starts => &kind("client").id,
            BoxShape::Round | BoxShape::Plain => &kind("custom").id,
        },
        |found| &found.kind.id,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_speaks_first_and_then_the_shape() {
        for (label, shape, starts, expected) in [
            ("Users", BoxShape::Plain, false, "client"),
            ("Users", BoxShape::Cylinder, false, "sql_database"),
            ("Redis", BoxShape::Cylinder, false, "cache"),
            ("Links", BoxShape::Cylinder, false, "sql_database"),
            ("Notifier zone", BoxShape::Round, false, "custom"),
            ("The public", BoxShape::Round, true, "client"),
            ("The public", BoxShape::Plain, true, "custom"),
        ] {
            assert_eq!(
                recognize_box_kind(label, shape, starts),
                expected,
                "{label}"
            );
        }
    }
}
