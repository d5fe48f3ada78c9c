//! Drawings that are shapes, words and lines on a plane: what is a box, a frame or the words of another shape follows from
//! where they lie. Both draw.io and Excalidraw are read through this.
//!
//! A shape around others is a frame. Words in a shape, or beside one without any, are its words; those at the top of a frame
//! are its title, those on a line are the words of the line; all others are notes. A line without a shape at its end leads
//! to the nearest.

mod geometry;
mod nearby;
mod parts;
mod recognize;
mod shapes;

pub(super) use recognize::recognize_diagram;
pub(super) use shapes::{MOST, PlaneSketch, ShapeRole, SketchLine, SketchShape};

#[cfg(test)]
mod tests;
