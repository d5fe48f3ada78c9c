//! What this program writes into the drawings of others beside the words that they show, so that a box, a frame or an arrow
//! comes back as what it was.
//!
//! A box carries it together with its text: where somebody has changed the words since, the words count.

use serde::{Deserialize, Serialize};

use crate::model::{Component, Connection, Replicas, Timing, Zone, ZoneKind};

/// What stands before the number of equal instances in the text of a box.
const TIMES: char = '×';

/// What is written about a note: that it is one.
pub const WRITTEN_NOTE: &str = "note";

/// What is written about the words above a drawing: that they are its title.
pub const WRITTEN_TITLE: &str = "title";

/// A component in a drawing of another program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WrittenBox {
    /// The id of its kind.
    pub kind: String,
    /// What the user calls it.
    pub name: String,
    /// A product or language; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub technology: String,
    /// Anything else; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The team that answers for it; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// How many equal instances run.
    #[serde(skip_serializing_if = "is_unsaid")]
    pub replicas: Replicas,
}

/// A zone in a drawing of another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenZone {
    /// What it stands for.
    pub zone: ZoneKind,
}

/// A connection in a drawing of another program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WrittenArrow {
    /// By what it calls; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub protocol: String,
    /// Whether the caller waits, where the user has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_unsaid(replicas: &Replicas) -> bool {
    *replicas == Replicas::Unsaid
}

impl WrittenBox {
    /// What is written about a component.
    #[must_use]
    pub fn of_component(component: &Component) -> Self {
        Self {
            kind: component.kind.clone(),
            name: component.name.clone(),
            technology: component.technology.clone(),
            note: component.note.clone(),
            owner: component.owner.clone(),
            replicas: component.replicas,
        }
    }

    /// The words of the box: its name, its technology, and "×3" where it is said how many run.
    #[must_use]
    pub fn text(&self) -> String {
        let named = Component::new(&self.kind, &self.name, crate::model::Point::default());
        let mut lines = vec![named.display_name().to_owned()];
        lines.extend((!self.technology.trim().is_empty()).then(|| self.technology.clone()));
        lines.extend(
            self.replicas
                .stated()
                .map(|count| format!("{TIMES}{count}")),
        );
        lines.join("\n")
    }

    /// The words of a component for a text that has nothing else: those of the box, its technology in brackets, and its note.
    #[must_use]
    pub fn full_text(component: &Component) -> String {
        let mut lines = vec![component.display_name().to_owned()];
        let technology = component.technology.trim();
        lines.extend((!technology.is_empty()).then(|| format!("[{technology}]")));
        let count = component.replicas.stated();
        lines.extend(count.map(|count| format!("{TIMES}{count}")));
        let note = component.note.trim();
        lines.extend((!note.is_empty()).then(|| note.to_owned()));
        lines.join("\n")
    }

    /// Whether a text still is the one that was written, whatever its line breaks and the signs that the format cannot hold.
    pub(super) fn is_still(&self, text: &str) -> bool {
        words(text).eq(words(&self.text()))
    }
}

/// The words of a text without what formats change: white space, and signs that XML does not have.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_between =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.split(is_between).filter(|word| !word.is_empty())
}

impl WrittenZone {
    /// What is written about a zone.
    #[must_use]
    pub fn of_zone(zone: &Zone) -> Self {
        Self { zone: zone.kind }
    }
}

impl WrittenArrow {
    /// The words of a connection for a text that has nothing else: its label, and in brackets by what it calls.
    #[must_use]
    pub fn full_text(connection: &Connection) -> String {
        let (label, protocol) = (connection.label.trim(), connection.protocol.trim());
        match (label, protocol) {
            (label, "") => label.to_owned(),
            ("", protocol) => format!("[{protocol}]"),
            (label, protocol) => format!("{label} [{protocol}]"),
        }
    }

    /// What is written about a connection of this timing. A line from a box to itself is told apart from one that another
    /// program drew by its timing, which is always written.
    #[must_use]
    pub fn of_connection(connection: &Connection, timing: Timing) -> Self {
        let is_loop = connection.from == connection.to;
        Self {
            protocol: connection.protocol.clone(),
            timing: connection.timing.or(is_loop.then_some(timing)),
        }
    }
}
