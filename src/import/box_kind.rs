//! The kind of a box that another program drew: from its label, else from its shape.

use crate::model::{CUSTOM, Flag, Group, Kind, NameEvidence, Recognition, Role, catalogue, kind};

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
    /// A figure: people, or what they hold in their hands.
    Person,
    /// A tube: messages wait in it.
    Queue,
    /// Said to belong to somebody else, as in C4.
    External,
}

impl BoxShape {
    /// Whether what a label speaks of may have this shape. A cylinder keeps data, so that "Users" in one are records; a
    /// figure is no machine.
    fn admits(self, found: &Recognition<'_>) -> bool {
        let is_product = matches!(found.evidence, NameEvidence::Product(_));
        match self {
            Self::Cylinder => keeps_data(found.kind) || is_product,
            Self::Queue => found.kind.group == Group::Messaging || is_product,
            Self::Person => matches!(found.kind.role, Role::Client | Role::External),
            Self::Plain | Self::Round | Self::External => true,
        }
    }
}

fn keeps_data(kind: &Kind) -> bool {
    matches!(kind.group, Group::Storage | Group::Messaging) || kind.has(Flag::Stateful)
}

/// The kind that the label of a box speaks of where its shape allows it, else the one of the shape. A round box with an
/// unknown name is a client where arrows leave it and none leads to it (`starts`).
pub(super) fn recognize_box_kind(label: &str, shape: BoxShape, starts: bool) -> &'static str {
    let recognized = catalogue().recognize(label);
    recognized.filter(|found| shape.admits(found)).map_or_else(
        || match shape {
            BoxShape::Cylinder => &kind("sql_database").id,
            BoxShape::Person => &kind("client").id,
            BoxShape::Queue => &kind("queue").id,
            BoxShape::External => &kind("third_party_api").id,
            BoxShape::Round if starts => &kind("client").id,
            BoxShape::Round | BoxShape::Plain => &kind(CUSTOM).id,
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
            ("Shopper", BoxShape::Person, false, "client"),
            ("Order service desk", BoxShape::Person, false, "client"),
            ("Mobile app", BoxShape::Person, true, "mobile_client"),
            ("Orders", BoxShape::Queue, false, "queue"),
            ("Order service", BoxShape::Queue, false, "queue"),
            ("Kafka", BoxShape::Queue, false, "event_log"),
            ("Mainframe", BoxShape::External, false, "third_party_api"),
        ] {
            assert_eq!(
                recognize_box_kind(label, shape, starts),
                expected,
                "{label}"
            );
        }
    }
}
