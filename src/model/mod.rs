//! A design and everything that may happen to it: components, connections, zones, notes; edits; the document with
//! undo; the plan of the program; the catalogue of kinds; the file format and the text notation.
//!
//! This module knows no window, no clock and no folder. The only door into a [`Design`] is [`Edit`].

mod acceptance;
mod catalogue;
mod component;
mod connection;
mod design;
mod document;
mod edit;
pub mod entities;
mod file;
pub mod format;
mod fragment;
mod geometry;
mod hash;
mod id;
mod job_claim;
mod label;
mod limits;
mod notation;
mod note;
pub(crate) mod phrase_index;
mod planning;
mod price;
mod program;
mod replicas;
mod rng;
mod semantics;
mod side;
mod taken_help;
pub mod text_match;
mod validate;
mod zone;

pub use acceptance::Acceptance;
pub use catalogue::{
    CUSTOM, CallSize, Catalogue, Figure, Flag, Group, Kind, KindSort, Measure, NameEvidence,
    NameMatch, PriceTier, Recognition, Role, SplitLabel, Suggestion, WorkUnit, Workload, catalogue,
    closest_word, kind, label_begin, match_name, says_provider_run, says_several_run,
    stated_replicas,
};
pub use component::{Component, Overrides};
pub use connection::{Access, CallCondition, Connection, LineStyle, Pin, Safeguard, Timing};
pub use design::{Design, Item};
pub use document::Document;
pub use edit::Edit;
pub use file::{FileError, LoadedDesign, MAX_FILE_BYTES, read_design, reads_back_as, write_design};
pub use geometry::{Point, Rect, Vector, pt, vector};
pub use hash::{hash_bytes, hash_numbers};
pub use id::Id;
pub use job_claim::JobClaim;
pub use limits::{
    MAX_ASSUMPTIONS, MAX_COORDINATE, MAX_DEPTH, MAX_HELPED_FINDINGS, MAX_ITEMS, MAX_LAYER,
    MAX_OPEN_CONNECTIONS, MAX_PEAK, MAX_PINS, MAX_PRICE, MAX_PROGRAM_ENTRIES, MAX_QUESTIONS,
    MAX_REPLICAS, MAX_RETRIES, MAX_ROLLOUT_STAGE, MAX_TEXT, MAX_TRAFFIC, MAX_WEEKS,
};
pub use notation::{
    NotationError, ParsedNotation, parse as parse_notation, print as print_notation,
};
pub use note::{Note, NoteStyle};
pub use price::{PriceOverride, Prices};
pub use program::{
    LaunchNotes, Program, ProgramRisk, RiskLevel, RiskSource, RiskState, RolloutStage,
    TeamDependency, WorkWindow, is_same_team,
};
pub use replicas::Replicas;
pub use rng::{SplitMix64, first_random};
pub use semantics::Semantics;
pub use side::Side;
pub use taken_help::{HelpLevel, HelpedFinding, TakenHelp};
pub use text_match::fold_word;
pub use validate::EditError;
pub use zone::{Zone, ZoneKind};
