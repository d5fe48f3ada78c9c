//! The numbers of a drawing: calls, waiting, latency, cost and what breaks first, under the faults of a what-if.
//!
//! [`call_resolver`], [`visit_ratios`] and [`load`] count calls; [`queueing`] says how long they wait, [`latency`] how long a request takes and
//! [`queue`] how far a backlog grows; [`transfer`], [`price`] and [`cost`] say what it costs. [`estimate`] puts all of it into one
//! result, [`growth`] follows it as traffic grows, and [`workings`] shows how a number came about; [`assumptions`] says
//! what it rests on that nobody has written.

pub(crate) mod assumptions;
pub(crate) mod call_resolver;
pub(crate) mod cost;
pub(crate) mod estimate;
#[cfg(test)]
mod estimate_tests;
pub(crate) mod growth;
pub(crate) mod latency;
pub(crate) mod load;
#[cfg(test)]
mod load_simulation;
mod price;
pub(crate) mod queue;
mod queueing;
#[cfg(test)]
mod simulation;
pub(crate) mod transfer;
pub(crate) mod visit_ratios;
pub(crate) mod what_if;
pub(crate) mod workings;
