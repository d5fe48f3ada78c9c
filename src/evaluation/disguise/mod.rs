//! The disguised self-test: accepted designs as other people would draw them, and the check measured on those.
//!
//! A disguise changes how a sound design looks and leaves it sound: other names, accepted kinds, services split and merged,
//! arrows the other way. The disguised design must raise nothing above info, a fault put into it exactly that fault, and
//! no mutant may score higher than what it was made from.

mod draft;
mod drawing;
mod measure;
mod names;
mod sizes;
mod step;
mod structure;

pub use measure::{
    DisguisedMeasure, DisguisedSet, FalseFinding, FaultFigures, FaultTrial, StepFigures,
    evaluate_disguised,
};
pub use step::DisguiseStep;
