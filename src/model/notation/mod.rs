//! The text notation: designs as lines that people type, and that rule examples, scenarios and tests are written in.
//!
//! ```text
//! title "Link shortener"
//! client -> load_balancer -> api
//! api: service x3 "Link API" (Go)
//! zone eu: region "eu-west-1" {
//!   db: sql "Links DB" (PostgreSQL)
//! }
//! api -> db: write "save link"
//! api -> clicks: async
//! clicks: kafka
//! price sql_database month=400 million=0.5 gb=0.09
//! traffic 500
//! peak 2.5
//! connections 20000
//! ```
//!
//! The `->` chains are the subset that D2 and DOT share. It has no positions: a design read from it is laid out by
//! [`crate::layout`]. A name that is not declared is a component of the kind its name stands for.

mod lexer;
mod naming;
mod parser;
mod print;

pub use parser::{NotationError, ParsedNotation, parse};
pub use print::print;
