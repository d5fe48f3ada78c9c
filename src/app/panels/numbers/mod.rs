//! The panel of numbers: how much traffic, what each flow takes, who is busy, what breaks first, what it costs; and the mode
//! in which parts of the drawing are stopped to see what still works.

mod cost;
mod drill;
mod explain;
mod fault;
mod flows;
mod growth;
mod load;
mod overlay;
mod panel;
mod ranges;
mod readings;
mod slider;
mod state;
mod steps;
mod view;
mod waterfall;

pub(crate) use overlay::ui as overlay_ui;
pub(crate) use state::NumbersPanel;
