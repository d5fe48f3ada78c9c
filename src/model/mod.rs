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
mod meaning;
mod notation;
mod search;
mod understand;

pub use design::{
    Acceptance, Access, Component, Connection, Course, Design, Id, Item, MAX_COORDINATE, MAX_DEPTH,
    MAX_ITEMS, MAX_LAYER, MAX_PINS, MAX_PRICE, MAX_REPLICAS, MAX_RETRIES, MAX_STEP, MAX_TEXT,
    MAX_TRAFFIC, Meaning, Note, NoteStyle, Numbers, OwnPrice, Pin, Prices, Safeguard, Timing, When,
    Zone, ZoneKind,
};
pub use document::Document;
pub use edit::{Edit, EditError};
pub use file::{FileError, Loaded, MAX_FILE_BYTES, read_design, write_design};
pub use geometry::{Point, Rect, Vector, pt, vector};
pub use kind::{
    CUSTOM, Catalogue, Figure, Flag, Group, Kind, Role, Tier, catalogue, closest, fold, kind,
};
pub use notation::{NotationError, Parsed, parse as parse_notation, print as print_notation};
pub use search::{NameMatch, Suggestion, match_name};
