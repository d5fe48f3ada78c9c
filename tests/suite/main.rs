//! The integration tests, as one program.

mod architecture;
mod canvas;
mod cli;
mod disguise;
mod drawing;
mod estimate;
mod eval;
mod files;
mod golden;
mod handbook;
mod keeping;
mod kills;
mod kinds;
mod mutations;
mod no_network;
mod numbers;
mod outline;
mod panel;
mod prompts;
mod properties;
mod random;
mod ratchet;
mod readme;
mod scenarios;
mod ui;
mod unkept;
