//! Jobs that words on the drawing say are done or not needed: on boxes, arrows, notes, zones and assumptions.

use crate::analysis::drawing_text;
use crate::analysis::reference::ability::is_in_use;
use crate::analysis::reference::responsibilities::EvidenceSearch;
use crate::analysis::report::ResponsibilityEvidence;
use crate::model::{Id, text_match};

impl EvidenceSearch<'_, '_> {
    /// A safeguard that is written on a box, an arrow, a note or an assumption.
    pub(super) fn by_words(&self, says: impl Fn(&str) -> bool) -> Option<ResponsibilityEvidence> {
        let said = |reason: &str, by: Vec<Id>| ResponsibilityEvidence {
            reason: format!("The drawing says: “{}”", reason.trim()),
            by,
        };
        let components = self.graph.design.components();
        for (id, component) in components.filter(|&(id, _)| self.stands(id, is_in_use)) {
            for text in drawing_text::texts_of_component(component) {
                if says(text) {
                    return Some(said(text, vec![id]));
                }
            }
        }
        for (id, connection) in self.graph.design.connections() {
            let safeguards = connection
                .safeguards
                .iter()
                .map(|safeguard| safeguard.label());
            for text in drawing_text::texts_of_connection(connection)
                .into_iter()
                .chain(safeguards)
            {
                if says(text) {
                    return Some(said(text, vec![id]));
                }
            }
        }
        self.notes_with(says).map(|text| said(text, Vec::new()))
    }

    /// A box and an arrow out of it that say together what one sentence would: "failure share per wave" and "over threshold:
    /// stop". Each has to say a part of it.
    pub(super) fn by_box_and_arrow(
        &self,
        each_of: &[Vec<String>],
    ) -> Option<ResponsibilityEvidence> {
        let says_some = |text: &str| {
            let mut lists = each_of.iter();
            lists.any(|list| drawing_text::says_each(text, std::slice::from_ref(list)))
        };
        self.graph.links().find_map(|link| {
            let from = self.graph[link.from].component;
            let label = link.connection.label.as_str();
            let own = format!("{}: {}", from.name, from.technology);
            let together = drawing_text::says_each(&format!("{own}, {label}"), each_of);
            (says_some(label) && says_some(&own) && together).then(|| ResponsibilityEvidence {
                reason: format!("The drawing says: “{}: {}”", from.name.trim(), label.trim()),
                by: vec![self.graph.id(link.from), link.id],
            })
        })
    }

    fn notes_with(&self, says: impl Fn(&str) -> bool) -> Option<&str> {
        let design = self.graph.design;
        let notes = design.notes().map(|(_, note)| note.text.as_str());
        let zones = design.zones().map(|(_, zone)| zone.name.as_str());
        let assumptions = design.assumptions().iter().map(String::as_str);
        let mut texts = notes.chain(assumptions).chain(zones);
        texts.find(|text| says(text))
    }

    pub(super) fn ruled_out(&self, words: &[String]) -> Option<ResponsibilityEvidence> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let text = self.notes_with(|text| text_match::mentions(text, &words))?;
        Some(ResponsibilityEvidence {
            reason: format!("Ruled out: “{}”", text.trim()),
            by: Vec::new(),
        })
    }
}
