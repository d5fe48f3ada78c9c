//! What an item is called wherever the user reads of it: by its own name or, without one, by what it is.
//!
//! Findings, panels, reports and the command line take names from here, so that one item has one name.

use super::catalogue::kind;
use super::component::Component;
use super::connection::Connection;
use super::design::{Design, Item};
use super::id::Id;
use super::zone::Zone;

impl Component {
    /// Its name; without one the label of its kind.
    #[must_use]
    pub fn display_name(&self) -> &str {
        name_or(&self.name, &kind(&self.kind).label)
    }
}

impl Zone {
    /// Its name; without one the label of its kind.
    #[must_use]
    pub fn display_name(&self) -> &str {
        name_or(&self.name, self.kind.label())
    }
}

impl Design {
    /// What a component, a zone or a note is called; a connection is called by its ends, see [`Self::connection_name`].
    #[must_use]
    pub fn name_of(&self, id: Id) -> &str {
        match self.item(id) {
            Some(Item::Component(item)) => item.display_name(),
            Some(Item::Zone(item)) => item.display_name(),
            Some(Item::Note(item)) => name_or(&item.text, "Note"),
            Some(Item::Connection(item)) => name_or(&item.label, "Connection"),
            None => &self.kind_of(id).label,
        }
    }

    /// What a connection is called: the names of its ends with an arrow between them, such as " → ".
    #[must_use]
    pub fn connection_name(&self, connection: &Connection, arrow: &str) -> String {
        let ends = [connection.from, connection.to];
        ends.map(|end| self.name_of(end)).join(arrow)
    }

    /// What any item is called: a connection "Api → Links DB", everything else as [`Self::name_of`] says; an id that names
    /// no item is written as such.
    #[must_use]
    pub fn item_name(&self, id: Id) -> String {
        match self.item(id) {
            Some(Item::Connection(item)) => self.connection_name(item, " → "),
            Some(_) => self.name_of(id).to_owned(),
            None => id.to_string(),
        }
    }

    /// The same for several, with commas between them.
    #[must_use]
    pub fn item_names(&self, ids: &[Id]) -> String {
        let names: Vec<String> = ids.iter().map(|&id| self.item_name(id)).collect();
        names.join(", ")
    }
}

fn name_or<'a>(name: &'a str, fallback: &'a str) -> &'a str {
    match name.trim() {
        "" => fallback,
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Id, parse_notation};

    #[test]
    fn an_item_without_a_name_is_called_by_what_it_is() {
        let text = "api: service \"\"\nzone z: region \" \" {\n  db: sql \"Links\"\n}\napi -> db";
        let parsed = parse_notation(text).unwrap();
        let (design, keys) = (parsed.design, parsed.keys);
        let (connection, item) = design.connections().next().unwrap();
        assert_eq!(design.name_of(keys["api"]), "App service");
        assert_eq!(design.name_of(keys["z"]), "region");
        assert_eq!(design.item_name(connection), "App service → Links");
        assert_eq!(design.connection_name(item, " > "), "App service > Links");
        assert_eq!(design.item_name(Id(99)), "#99");
    }
}
