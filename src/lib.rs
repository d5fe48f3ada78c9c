//! boxdrill: practice architecture box diagrams before a system-design interview. This page is the map of the code.
//!
//! # One straight line
//!
//! ```text
//! model ─▶ text ─▶ layout ─▶ scenario ─▶ analysis ─▶ program ─▶ evaluation ─▶ scenario_lint ─▶ handbook ─▶ practice ─▶ scene
//!       ─▶ import ─▶ storage ─▶ export ─▶ { cli, app }
//! ```
//!
//! Read "a ─▶ b" as "b may use a". A module uses only what stands to its left; `cli` and `app` do not know each other.
//! `tests/suite/architecture/` fails on an import to the right, on files that use each other in a circle, on a type name
//! that stands twice, and on a rule that uses another.
//!
//! | module | what it is |
//! | --- | --- |
//! | [`model`] | a design: components, connections, zones, notes; edits; the document with undo; kinds; the file format; the text notation; names (`label`) and numbers (`format`) as text |
//! | [`text`] | words measured and broken into lines, with the bundled fonts |
//! | [`layout`] | how large boxes and labels are, automatic layout and the routing of connections |
//! | [`scenario`] | prompts: brief, requirements, traffic, flows, responsibilities, accepted designs, hints, follow-ups, twists |
//! | [`analysis`] | a design and a prompt as an [`Analysis`](analysis::Analysis), which says everything else: a [`Report`](analysis::Report) with findings, failures and score, an [`Estimate`](analysis::Estimate) of load, latency, availability and cost, fixes, a plan |
//! | [`program`] | the work of the program manager, from an analysis and the plan in the file: teams and calls between them, dependencies, rollout order, schedule and critical path, risks, launch readiness, the pages about it |
//! | [`evaluation`] | the check, measured: by faults put into accepted designs, and by drawings that interviewers labeled |
//! | [`scenario_lint`] | prompts held to the promises that every prompt makes |
//! | [`handbook`] | a page for every component kind, rule and concept, with drawn examples |
//! | [`practice`] | what the user has done so far; the mock interview, its follow-up questions and its scorecard |
//! | [`scene`] | a design as a flat drawing list; hit testing; all colors |
//! | [`import`] | drawings that other programs made |
//! | [`storage`] | what is kept on disk: files, their versions, recovery copies, the profile, mock interviews |
//! | [`export`] | PNG, SVG, charts, reports, the printed handbook |
//! | [`cli`] | sub-commands |
//! | [`app`] | the window |
//!
//! # What holds everywhere
//!
//! - [`Edit`](model::Edit) is the only door into a [`Design`](model::Design). After every edit: no dangling connection, zones
//!   form a forest, ids are unique and never reused, coordinates are finite.
//! - Undo is whole-design snapshots, grouped by explicit gestures. Items are shared, so snapshots are cheap.
//! - There is one analysis for each revision of a drawing; `tests/suite/architecture/analysis.rs` names who may make one.
//! - The check is total and deterministic: any drawing gives a report, and the same drawing the same report on any machine.
//!   `analysis` and everything left of it knows no window, file system, clock or hash order.
//! - Rules look at a kind's [`Role`](model::Role) and flags, never at a literal id, so a new kind works with every rule at once.
//!   Every rule names the sources of its claims and thresholds.
//! - One drawing list, several painters: the window and the exported picture break lines alike because neither breaks them.
//! - A failure says in one sentence what, where and what to do. Nothing is lost or overwritten by it, and nothing panics.
//!
//! # One design, from the file to the panel
//!
//! 1. `storage::disk::open` reads the bytes and decides what they are; `model::file` or `model::notation` makes a
//!    [`Design`](model::Design) of them, mends what is broken and says so.
//! 2. `app::document::Session` holds it in a [`Document`](model::Document), whose [`Edit`](model::Edit)s make revisions.
//! 3. `analysis::graph::Graph` is one revision as a directed graph on `petgraph`, in the direction of the work.
//! 4. `analysis::reference` compares the graph with each accepted design of the prompt, and looks for what does each of its
//!    responsibilities.
//! 5. `analysis::flow` finds where each flow starts and ends and which links it may use, narrows that to what is meant, and
//!    traces its paths (`TracedFlows`): a flow has from the start the fault tree and the single points that follow from its
//!    paths, made by `analysis::reliability`.
//! 6. `analysis::reliability` says of these what each failure does to each flow; `analysis::performance` how many calls arrive
//!    where.
//! 7. [`Analysis`](analysis::Analysis) holds all of that, once for each revision: `Session::analysis` lends it to everything
//!    in the window, a sub-command makes one for the drawing that it reads.
//! 8. [`Analysis::report`](analysis::Analysis::report): every rule looks at it and adds its [`Finding`](analysis::Finding)s,
//!    which `analysis::rank` and `analysis::score` merge, put in order and weigh.
//! 9. Whatever else is said of the drawing is asked of the same analysis: numbers, growth, a walk along a flow, fixes, a
//!    plan, how sure all that is. What is tried out is another drawing, or an argument such as a [`WhatIf`](analysis::WhatIf).
//! 10. `app::panels` show the answers and say what the user wants as actions; `cli` and `export` print the same answers.
//!
//! Each step uses only values that the steps before it made; a step may ask a module of a later one to make a part of its own.
//!
//! # Words
//!
//! | word | what it means here |
//! | --- | --- |
//! | allowed links | the connections that a flow may use, given what it does and where it starts |
//! | call tree | one request with everybody who gets something because of it, and how often (queueing theory: visits) |
//! | cap | the most that the score can be while so many critical and high findings are open |
//! | disambiguate | choose what a flow means where several components could be its end |
//! | effective kind | the kind a component is taken for: a plain box called "Redis" is taken for a cache |
//! | evidence | what shows that a responsibility is met: a matched part, words, a kind, a pattern, or that it is ruled out |
//! | fault set | what has failed, is slow or has lost its cache in a what-if; an argument, never a change to the graph |
//! | fault tree | under which failures a flow still arrives, as a binary decision diagram (reliability engineering) |
//! | minimal cut set | the fewest machines that stop a flow when they fail together (reliability engineering) |
//! | not said | nobody has written how many of a component run; one is reckoned with, and no single machine concluded |
//! | notify only | a callee that only tells others something, so that nobody waits for it |
//! | patch | what a fix would draw; it is verified before it is offered |
//! | plan of the program | what is written beside the drawing: people, dependencies, stages, weeks, risks, launch notes ([`Program`](model::Program)) |
//! | reference | an accepted design of the prompt, as what a drawing is compared with |
//! | responsibility, job | what a good answer to a prompt takes care of, by whatever part, kind, words or pattern |
//! | rollout stage | the step of a launch in which a component goes live |
//! | semantics | what a connection means: waited for or not, reads or writes, always or only on a miss |
//! | single point | a component whose failure alone stops a flow |
//! | visit ratio | calls that a component gets for one request of a flow (queueing theory) |
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
pub mod program;
pub mod scenario;
pub mod scenario_lint;
pub mod scene;
pub mod storage;
pub mod text;
