//! What several rules share: matching words, following calls, and drawing fixes.

pub(crate) mod capacity;
pub(crate) mod co_requirements;
pub(crate) mod content_network;
pub(crate) mod dead_letters;
pub(crate) mod failure_words;
pub(crate) mod keywords;
pub(crate) mod kinds;
pub(crate) mod load_threshold;
pub(crate) mod load_words;
pub(crate) mod outage_impact;
pub(crate) mod owners;
pub(crate) mod paths;
pub(crate) mod payments;
pub(crate) mod periods;
pub(crate) mod practice;
pub(crate) mod practices;
pub(crate) mod premature_scaling;
pub(crate) mod reference_mapping;
pub(crate) mod replicas;
pub(crate) mod saying;
pub(crate) mod single_machines;
pub(crate) mod state_words;
pub(crate) mod storage;
pub(crate) mod thresholds;
pub(crate) mod unsafe_practices;
pub(crate) mod written_text;
