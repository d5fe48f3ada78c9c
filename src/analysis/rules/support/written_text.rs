//! What a drawing says in so many words, text by text with the place where it stands: rules that know a sentence for a
//! mistake read these.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{claims_of, texts_of_component, texts_of_connection};
use crate::analysis::revision::Analysis;
use crate::model::text_match::{lower_words, mentions};
use crate::model::{Id, Role};

/// One text on the drawing.
#[derive(Debug)]
pub(crate) struct WrittenText {
    /// The text itself.
    pub(crate) text: String,
    /// The component or connection that carries it; none for a note or an assumption.
    pub(crate) item: Option<Id>,
    /// The component, or the two ends of the connection.
    pub(crate) around: Vec<Id>,
}

impl WrittenText {
    /// What a finding about it points at.
    pub(crate) fn items(&self) -> Vec<Id> {
        self.item.into_iter().collect()
    }

    /// Its clauses: the parts between commas, semicolons and full stops.
    pub(crate) fn clauses(&self) -> impl Iterator<Item = &str> {
        let pieces = self.text.split([',', ';', '\n']);
        pieces.flat_map(|piece| piece.split(". "))
    }

    /// Whether it stands at a component of one of these roles, or on a connection of one.
    pub(crate) fn touches(&self, analysis: &Analysis, roles: &[Role]) -> bool {
        let mut nodes = self.around.iter().filter_map(|&id| analysis.find(id));
        nodes.any(|node| roles.contains(&node.effective_kind.role))
    }

    /// Whether a component of one of these roles calls, or is called by, one that it stands at.
    pub(crate) fn is_next_to(&self, analysis: &Analysis, roles: &[Role]) -> bool {
        let is_here = |node: NodeIndex| self.around.contains(&analysis.id(node));
        let is_such = |node: NodeIndex| roles.contains(&analysis[node].effective_kind.role);
        analysis.links().any(|link| {
            (is_here(link.from) && is_such(link.to)) || (is_here(link.to) && is_such(link.from))
        })
    }
}

/// All texts of the drawing: of components, of connections, then notes and assumptions.
pub(crate) fn written_texts(analysis: &Analysis) -> Vec<WrittenText> {
    let design = analysis.design;
    let mut all = Vec::new();
    for (id, component) in design.components() {
        let [name, technology, note] = texts_of_component(component);
        let shown = if name.to_lowercase().contains(&technology.to_lowercase()) {
            name.to_owned()
        } else {
            format!("{name} ({technology})")
        };
        for text in [shown, note.to_owned()] {
            all.push(WrittenText {
                text,
                item: Some(id),
                around: vec![id],
            });
        }
    }
    for (id, connection) in design.connections() {
        let [label, protocol] = texts_of_connection(connection);
        all.push(WrittenText {
            text: format!("{label} {protocol}"),
            item: Some(id),
            around: vec![connection.from, connection.to],
        });
    }
    let notes = design.notes().map(|(_, note)| &note.text);
    for text in notes.chain(design.assumptions()) {
        all.push(WrittenText {
            text: claims_of(text).into_owned(),
            item: None,
            around: Vec::new(),
        });
    }
    all.retain(|statement| !statement.text.trim().is_empty());
    all
}

/// Whether a text has one of each list, in any order.
pub(crate) fn says_together(text: &str, each_of: &[&[&str]]) -> bool {
    each_of.iter().all(|list| mentions(text, list))
}

/// Whether a text has one word of each list in this order, with at most `gap` words between two of them. Each is how a word
/// begins or, with a space at its end, a whole word.
pub(crate) fn says_in_order(text: &str, each_of: &[&[&str]], gap: usize) -> bool {
    // Nearly no text has all of them, and this needs no copy of it.
    if !says_together(text, each_of) {
        return false;
    }
    let spoken: Vec<String> = lower_words(text).collect();
    let fits = |word: &str, list: &[&str]| {
        list.iter().any(|wanted| match wanted.strip_suffix(' ') {
            Some(whole) => word == whole,
            None => word.starts_with(wanted),
        })
    };
    let Some((first, rest)) = each_of.split_first() else {
        return false;
    };
    let mut ends: Vec<usize> = (0..spoken.len())
        .filter(|&at| fits(&spoken[at], first))
        .collect();
    for list in rest {
        let nexts = ends.iter().flat_map(|&at| at + 1..=at + 1 + gap);
        let mut reached: Vec<usize> = nexts
            .filter(|&at| spoken.get(at).is_some_and(|word| fits(word, list)))
            .collect();
        reached.sort_unstable();
        reached.dedup();
        ends = reached;
    }
    !ends.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_nearness_count() {
        let rule: &[&[&str]] = &[&["one "], &["token"], &["all "]];
        assert!(says_in_order("one write token in all meters", rule, 2));
        assert!(!says_in_order("all meters have one token", rule, 2));
        assert!(!says_in_order(
            "one of our services reads the token",
            rule,
            2
        ));
        assert!(says_together("the token of all", &[&["all "], &["token"]]));
    }
}
