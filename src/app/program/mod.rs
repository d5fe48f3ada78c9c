//! The program view: owners, calls between teams, risks, rollout, dependencies and launch readiness of the open drawing.
//!
//! Each panel holds what is open and typed in it, looks at the one [`ProgramReport`](crate::program::ProgramReport) of the
//! revision, and returns what it wants as actions, which `view` carries out.

mod action;
mod calls;
mod dependencies;
mod field;
mod owners;
mod prompt;
mod readiness;
mod risks;
mod stages;
mod timeline;
mod timeline_paint;
mod view;

pub(crate) use view::ProgramView;
