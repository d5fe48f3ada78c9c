//! The catalogue of component kinds: what they are, and how they are found by id, by typed words and in names.

mod kind;
mod lookup;
mod recognize;
mod role;
mod search;

pub use kind::{Figure, Kind, PriceTier};
pub use lookup::{CUSTOM, Catalogue, catalogue, closest_word, fold_word, kind};
pub use role::{Flag, Group, Role};
pub use search::{NameMatch, Suggestion, match_name};
