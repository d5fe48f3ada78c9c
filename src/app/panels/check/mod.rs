//! The check panel and its sections.

mod accept;
mod acceptance;
mod actions;
mod card;
mod comparison;
mod debrief;
mod explain;
mod failures;
mod fix;
mod items;
mod panel;
mod plan;
mod preview;
mod reader_place;
mod responsibilities;
mod score;
mod shown_fixes;

pub(crate) use panel::CheckPanel;
