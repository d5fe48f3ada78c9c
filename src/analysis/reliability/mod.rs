//! What stops a flow: under which failures it still arrives, what it cannot do without, and how often it works.
//!
//! [`fault_tree`] says under which failures a flow arrives; [`single_points`] and [`min_cut`] say the same for drawings that are
//! too large for it; [`failure_modes`] puts it into a table and [`availability`] makes a share of the time of it. A
//! [`fault_set`] is what has failed in a what-if.

pub(crate) mod availability;
#[cfg(test)]
mod brute_force;
pub(crate) mod failure_modes;
pub(crate) mod fault_set;
pub(crate) mod fault_tree;
pub(crate) mod min_cut;
pub(crate) mod single_points;
