//! Drawings on disk: opened with a bound on their size, saved as a whole or not at all, and never over work that this
//! program has not seen.

pub(in crate::storage) mod bytes;
mod open;
mod parse;
mod save;
#[cfg(test)]
mod tests;

pub use bytes::{read_bounded, read_input, write_file, write_output};
pub use open::{
    OPENING_PARTS, Opened, holds_drawing, open, open_in_parts, open_unplaced, split_choice,
};
pub use parse::{SourceFormat, UnplacedDrawing, parse, parse_file};
pub(in crate::storage) use save::keep;
pub use save::{Overwrite, Saved, save, save_keeping};

pub use crate::storage::problem::{Action, DiskError, Problem};
