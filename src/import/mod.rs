//! Drawings that other programs made, read as designs.

mod box_kind;
pub mod mermaid;
mod other_diagrams;
mod zone_name;

pub use other_diagrams::other_diagram;
