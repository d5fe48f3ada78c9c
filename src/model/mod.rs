//! A design and everything that may happen to it: components, connections, zones, notes; edits; the document with
//! undo; the catalogue of kinds; the file format and the text notation.
//!
//! This module knows no window, no clock and no folder. The only door into a [`Design`] is [`Edit`].

mod design;
mod document;
mod edit;
mod file;
mod fragment;
mod geometry;
mod kind;
mod notation;
mod search;
mod semantics;
mod understand;

pub use design::{
    Acceptance, Access, CallCondition, Component, Connection, Course, Design, Id, Item,
    MAX_COORDINATE, MAX_DEPTH, MAX_ITEMS, MAX_LAYER, MAX_PINS, MAX_PRICE, MAX_REPLICAS,
    MAX_RETRIES, MAX_ROLLOUT_STAGE, MAX_TEXT, MAX_TRAFFIC, Note, NoteStyle, Overrides, Pin,
    PriceOverride, Prices, Safeguard, Semantics, Timing, Zone, ZoneKind,
};
pub use document::Document;
pub use edit::{Edit, EditError};
pub use file::{FileError, LoadedDesign, MAX_FILE_BYTES, read_design, write_design};
pub use geometry::{Point, Rect, Vector, pt, vector};
pub use kind::{
    CUSTOM, Catalogue, Figure, Flag, Group, Kind, PriceTier, Role, catalogue, closest_word,
    fold_word, kind,
};
pub use notation::{
    NotationError, ParsedNotation, parse as parse_notation, print as print_notation,
};
pub use search::{NameMatch, Suggestion, match_name};
