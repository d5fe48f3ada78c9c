//! boxdrill: practise architecture box diagrams before a system-design interview.

pub mod analysis;
pub mod app;
pub mod arrange;
pub mod cli;
pub mod exchange;
pub mod model;
pub mod practice;
pub mod scenario;
pub mod scene;
