//! Drawings that other programs made, read as designs.

pub mod mermaid;
