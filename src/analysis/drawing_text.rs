//! What a drawing says in words, in names, notes, labels and assumptions: a rule that would ask about something stays
//! silent where the answer is written down.

use std::borrow::Cow;

use crate::model::text_match::{affirms, mentions};
use crate::model::{Component, Connection, Design};

/// What tells of people who work on the system and not with it.
pub(crate) const STAFF: &[&str] = &[
    "accounting",
    "admin",
    "analyst",
    "back office",
    "bi ",
    "control room",
    "data scien",
    "dba ",
    "dbas ",
    "desk",
    "developer",
    "devs ",
    "curator",
    "editor",
    "engineer",
    "finance",
    "internal",
    "marketing",
    "moderator",
    "on call",
    "oncall",
    "operator",
    "ops ",
    "product manager",
    "quant",
    "researcher",
    "sre ",
    "sres ",
    "staff",
    "support",
    "team",
];

/// Whether anything on the drawing says it.
pub(crate) fn in_any_text(design: &Design, any_of: &[&str]) -> bool {
    let mut components = design.components().flat_map(|(_, c)| texts_of_component(c));
    let mut connections = design
        .connections()
        .flat_map(|(_, c)| texts_of_connection(c));
    let mut zones = design.zones().map(|(_, zone)| zone.name.as_str());
    components.any(|text| affirms(text, any_of))
        || connections.any(|text| affirms(text, any_of))
        || zones.any(|text| affirms(text, any_of))
        || in_notes(design, any_of)
}

/// Whether a note or an assumption says it, and so means the whole drawing.
pub(crate) fn in_notes(design: &Design, any_of: &[&str]) -> bool {
    let notes = design.notes().map(|(_, note)| note.text.as_str());
    let assumptions = design.assumptions().iter().map(String::as_str);
    notes.chain(assumptions).any(|text| affirms(text, any_of))
}

/// Whether it is a sketch of boxes and arrows alone: no arrow, note or assumption says anything.
pub(crate) fn is_without_sentences(design: &Design) -> bool {
    let is_blank = |text: &str| text.trim().is_empty();
    design.connections().all(|(_, c)| is_blank(&c.label))
        && design.components().all(|(_, c)| is_blank(&c.note))
        && design.notes().all(|(_, note)| is_blank(&note.text))
        && design.assumptions().iter().all(|text| is_blank(text))
}

/// What is said of the whole drawing and of its boxes: the title, notes, assumptions and names.
pub(crate) fn statements(design: &Design) -> impl Iterator<Item = &str> {
    let notes = design.notes().map(|(_, note)| note.text.as_str());
    let assumptions = design.assumptions().iter().map(String::as_str);
    let boxes = design.components().flat_map(|(_, c)| texts_of_component(c));
    std::iter::once(design.title())
        .chain(notes)
        .chain(assumptions)
        .chain(boxes)
}

/// The words of a component.
pub(crate) fn texts_of_component(component: &Component) -> [&str; 3] {
    [&component.name, &component.technology, &component.note]
}

/// The words of a connection.
pub(crate) fn texts_of_connection(connection: &Connection) -> [&str; 2] {
    [&connection.label, &connection.protocol]
}

/// The sentences of a text.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split([';', '\n']);
    pieces.flat_map(|piece| piece.split(". "))
}

/// Whether a sentence sets an alternative aside or tells of what could be: what it speaks of is not what is drawn.
pub(crate) fn sets_aside(sentence: &str) -> bool {
    const WORDS: &[&str] = &[
        "would ",
        "could ",
        "rather than",
        "instead of",
        "tempting",
        "first idea",
        "first draft",
        "rejected",
        "considered",
        "we looked at",
        "used to ",
        "old system",
        "alternative",
        "was ",
        "were ",
        "must not",
        "may not",
        "not allowed",
        "no right",
        "why no ",
        "why not ",
        "on purpose",
    ];
    mentions(sentence, WORDS)
}

/// What a note says of the drawing itself: without the sentences that set an alternative aside.
pub(crate) fn claims_of(note: &str) -> Cow<'_, str> {
    if !sentences(note).any(sets_aside) {
        return Cow::Borrowed(note);
    }
    let kept = sentences(note).filter(|sentence| !sets_aside(sentence));
    Cow::Owned(kept.collect::<Vec<_>>().join(". "))
}

/// Whether one sentence of a text has a word of each list.
pub(crate) fn says_each(text: &str, each_of: &[Vec<String>]) -> bool {
    sentences(text).any(|sentence| {
        each_of.iter().all(|list| {
            let words: Vec<&str> = list.iter().map(String::as_str).collect();
            mentions(sentence, &words)
        })
    })
}

/// Whether a component says it.
pub(crate) fn component_says(component: &Component, any_of: &[&str]) -> bool {
    let mut texts = texts_of_component(component).into_iter();
    texts.any(|text| affirms(text, any_of))
}

/// Whether a connection says it.
pub(crate) fn connection_says(connection: &Connection, any_of: &[&str]) -> bool {
    let mut texts = texts_of_connection(connection).into_iter();
    texts.any(|text| affirms(text, any_of))
}
