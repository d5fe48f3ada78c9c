//! boxdrill: practise architecture box diagrams before a system-design interview. This page is the map of the code.
//!
//! # One straight line
//!
//! ```text
//! model ─▶ layout ─▶ scenario ─▶ analysis ─▶ evaluation ─▶ scenario_lint ─▶ handbook ─▶ practice ─▶ scene ─▶ import
//!       ─▶ storage ─▶ export ─▶ { cli, app }
//! ```
//!
//! Read "a ─▶ b" as "b may use a". A module uses only what stands to its left; `cli` and `app` do not know each other.
//! `tests/suite/architecture.rs` fails on an import to the right.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`model`] | a design: components, connections, zones, notes; edits; the document with undo; kinds; the file format; the text notation |
//! | [`layout`] | automatic layout and the routing of connections |
//! | [`scenario`] | prompts: brief, requirements, traffic, flows, accepted designs, hints, follow-ups |
//! | [`analysis`] | a design and a prompt in, a [`Report`](analysis::Report) out: flows, failures, matching, rules, score; fixes; an [`Estimate`](analysis::Estimate) of load, latency, availability and cost |
//! | [`evaluation`] | the check, measured: faults put into accepted designs, and whether they are found |
//! | [`scenario_lint`] | prompts held to the promises that every prompt makes |
//! | [`handbook`] | a page for every component kind, rule and concept, with drawn examples |
//! | [`practice`] | what the user has done so far |
//! | [`scene`] | a design as a flat drawing list; text broken into lines; hit testing; all colours and sizes |
//! | [`import`] | drawings that other programs made |
//! | [`storage`] | what is kept on disk: files, their versions, recovery copies, the profile |
//! | [`export`] | PNG, SVG, charts, reports, the printed handbook |
//! | [`cli`] | sub-commands |
//! | [`app`] | the window |
//!
//! # What holds everywhere
//!
//! - [`Edit`](model::Edit) is the only door into a [`Design`](model::Design). After every edit: no dangling connection, zones
//!   form a forest, ids are unique and never reused, coordinates are finite.
//! - Undo is whole-design snapshots, grouped by explicit gestures. Items are shared, so snapshots are cheap.
//! - [`analyze`](analysis::analyze) is total and deterministic: any drawing gives a report, and the same drawing the same
//!   report on any machine. `analysis` and everything left of it knows no window, file system, clock or hash order.
//! - Rules look at a kind's [`Role`](model::Role) and flags, never at its id, so a new kind works with every rule at once.
//! - One drawing list, several painters: the window and the exported picture break lines alike because neither breaks them.
//! - A failure says in one sentence what, where and what to do. Nothing is lost or overwritten by it, and nothing panics.
//!
//! # Three recipes
//!
//! - **A component kind**: one entry in `assets/kinds.json`. It appears in the palette, the format, the notation, the docs and
//!   every rule about its role.
//! - **A prompt**: one file in `scenarios/` and its line in `scenario/builtin.rs`. The tests hold it to the promises every prompt
//!   makes: its accepted designs raise nothing above info, and removing a required part is named as exactly that.
//! - **A risk rule**: one file in the folder of its category, `src/analysis/rules/<category>/`, its line in the `mod.rs` there
//!   and its line in the table, `rules/mod.rs`. Its `bad` and `good` examples are its documentation and its test; its
//!   `apply_fix`, if it has one, is tried on the bad example.

pub mod analysis;
pub mod app;
pub mod cli;
pub mod evaluation;
pub mod export;
pub mod handbook;
pub mod import;
pub mod layout;
pub mod model;
pub mod practice;
pub mod scenario;
pub mod scenario_lint;
pub mod scene;
pub mod storage;
