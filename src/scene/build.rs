//! Builds the drawing list.
