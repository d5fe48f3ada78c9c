//! What a drawing says in words, in names, notes, labels and assumptions: a rule that would ask about something stays
//! silent where the answer is written down.

use crate::model::{Component, Connection, Design};

/// Whether a text has one of these, given in lower case. Each is how a word begins or, with a space at its end, a whole
/// word; with a space inside it is several words, so that "sign in" finds "Sign-in" too.
pub(crate) fn mentions(text: &str, any_of: &[&str]) -> bool {
    if text.is_empty() {
        return false;
    }
    let mut plain = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            plain.extend(word.chars().flat_map(char::to_lowercase));
            plain.push(' ');
        }
    }
    any_of.iter().any(|wanted| {
        let mut found = plain.match_indices(wanted);
        found.any(|(at, _)| plain[..at].ends_with(' '))
    })
}

/// Whether a text has one of these words, given in lower case.
pub(crate) fn has_word(text: &str, any_of: &[&str]) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|word| any_of.contains(&word.to_lowercase().as_str()))
}

/// Whether anything on the drawing says it.
pub(crate) fn in_any_text(design: &Design, any_of: &[&str]) -> bool {
    let mut components = design.components().flat_map(|(_, c)| texts_of_component(c));
    let mut connections = design
        .connections()
        .flat_map(|(_, c)| texts_of_connection(c));
    let mut zones = design.zones().map(|(_, zone)| zone.name.as_str());
    components.any(|text| mentions(text, any_of))
        || connections.any(|text| mentions(text, any_of))
        || zones.any(|text| mentions(text, any_of))
        || in_notes(design, any_of)
}

/// Whether a note or an assumption says it, and so means the whole drawing.
pub(crate) fn in_notes(design: &Design, any_of: &[&str]) -> bool {
    let notes = design.notes().map(|(_, note)| note.text.as_str());
    let assumptions = design.assumptions().iter().map(String::as_str);
    notes.chain(assumptions).any(|text| mentions(text, any_of))
}

/// The words of a component.
pub(crate) fn texts_of_component(component: &Component) -> [&str; 3] {
    [&component.name, &component.technology, &component.note]
}

/// The words of a connection.
pub(crate) fn texts_of_connection(connection: &Connection) -> [&str; 2] {
    [&connection.label, &connection.protocol]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_whole_words_and_phrases() {
        assert!(mentions("OAuth, then Sign-in", &["sign in"]));
        assert!(mentions("Authorisation", &["auth"]));
        assert!(!mentions("Co-author's coauthor", &["thor"]));
        assert!(mentions("Order key", &["key "]));
        assert!(!mentions("Keyboard", &["key "]));
        assert!(!mentions("", &["key "]));
    }
}
