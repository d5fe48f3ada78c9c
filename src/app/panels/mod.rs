//! The panels beside the canvas: what can be placed and what is drawn on the left; brief, check, numbers and inspector on the
//! right. Each owns its state and says what it wants as actions.

pub(crate) mod brief;
pub(crate) mod check;
pub(crate) mod context;
pub(crate) mod inspector;
pub(crate) mod numbers;
pub(crate) mod outline;
pub(crate) mod palette;
