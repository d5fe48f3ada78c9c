//! What is written on a drawing where it tells of what is done: on arrows, on boxes and in notes.

use std::borrow::Cow;

use crate::analysis::drawing_text::{claims_of, texts_of_component, texts_of_connection};
use crate::analysis::revision::Analysis;
use crate::model::{Access, Id, Role};

/// Something that is written on the drawing.
pub(crate) struct Saying<'c> {
    pub(crate) text: Cow<'c, str>,
    /// The component or the connection that it stands on; none for a note.
    item: Option<Id>,
    /// The ends of the connection.
    ends: Option<[Id; 2]>,
    /// Whether it stands on an arrow that only reads.
    pub(crate) only_reads: bool,
    /// Whether it stands on an arrow by which messages fill a cache: a copy of the newest of what is kept elsewhere.
    pub(crate) fills_copy: bool,
}

impl Saying<'_> {
    /// What a finding about it points at.
    pub(crate) fn places(&self) -> impl Iterator<Item = Id> + use<> {
        self.item.into_iter().chain(self.ends.into_iter().flatten())
    }
}

/// What is written on arrows, boxes and notes. What two databases copy to each other has a rule of its own, and caches may
/// forget.
pub(crate) fn sayings<'c>(analysis: &'c Analysis) -> impl Iterator<Item = Saying<'c>> {
    let on_links = analysis
        .links()
        .filter(|link| {
            let copies =
                analysis.role(link.from) == Role::Store && analysis.role(link.to) == Role::Store;
            !copies
        })
        .flat_map(|link| {
            let ends = [analysis.id(link.from), analysis.id(link.to)];
            let is_message = matches!(analysis.role(link.from), Role::Worker | Role::Processor)
                || analysis.carries_messages(link.from);
            let fills_copy = is_message && analysis.role(link.to) == Role::Cache;
            texts_of_connection(link.connection).map(|text| Saying {
                text: text.into(),
                item: Some(link.id),
                ends: Some(ends),
                only_reads: link.access == Some(Access::Read),
                fills_copy,
            })
        });
    let on_boxes = analysis.nodes().flat_map(|node| {
        texts_of_component(node.component).map(|text| Saying {
            text: text.into(),
            item: Some(node.id),
            ends: None,
            only_reads: false,
            fills_copy: false,
        })
    });
    let notes = analysis.design.notes().map(|(_, note)| Saying {
        text: claims_of(&note.text),
        item: None,
        ends: None,
        only_reads: false,
        fills_copy: false,
    });
    let all = on_links.chain(on_boxes).chain(notes);
    all.filter(|saying| !saying.text.is_empty())
}
