//! The integration tests, as one program.

mod architecture;
mod canvas;
mod cli;
mod readme;
mod scenarios;
mod ui;
