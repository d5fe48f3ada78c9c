//! The catalogue of component kinds: what they are, and how they are found by id, by typed words and in names.

mod kind;
mod label_text;
mod lookup;
mod name_words;
mod products;
mod provider;
mod read_name;
mod recognition;
mod recognize;
mod replicas;
mod role;
mod search;
mod sort;
mod split_label;
mod written_kinds;

pub use kind::{CallSize, Figure, Kind, KindSort, Measure, PriceTier, WorkUnit, Workload};
pub use lookup::{CUSTOM, Catalogue, catalogue, closest_word, kind};
pub use provider::says_provider_run;
pub use recognition::{NameEvidence, Recognition};
pub use replicas::{says_several_run, stated_replicas};
pub use role::{Flag, Group, Role};
pub use search::{NameMatch, Suggestion, match_name};
pub use split_label::{SplitLabel, label_begin};
