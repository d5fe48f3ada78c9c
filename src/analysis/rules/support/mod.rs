//! What several rules share.

pub(crate) mod co_requirements;
pub(crate) mod load_threshold;
pub(crate) mod other_reasons;
pub(crate) mod paths;
pub(crate) mod premature_scaling;
pub(crate) mod reference_mapping;
pub(crate) mod text_match;
