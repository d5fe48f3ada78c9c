//! The drawing as a directed graph on `petgraph`.

mod call_frequency;
mod connect;
mod data_arrows;
mod drawing;
mod index_map;
mod label_counts;
mod node;
mod steps;
mod traversal;

pub(crate) use call_frequency::CallFrequency;
pub(crate) use drawing::{Graph, is_front};
pub(crate) use index_map::{LinkMap, NodeMap};
pub(crate) use node::{Link, Node};
