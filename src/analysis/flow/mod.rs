//! Which components and connections each request flow uses, where it fails to arrive, and what it cannot do without.
//!
//! With a prompt these are the prompt's flows. Without one there is a flow from the users to each place that keeps data.
//! A flow passes through types that each know more: [`ResolvedFlow`] knows where it starts and ends and which links it may
//! use, [`disambiguate()`] narrows that to what is meant, and [`FlowTrace`] knows what lies on its paths and what it needs.

mod allowed_links;
mod call_size;
mod disambiguate;
mod endpoints;
mod flow_words;
pub(crate) mod hops;
mod intended_path;
mod living_state;
mod own_entries;
mod trace;
pub(crate) mod traced;

pub(crate) use allowed_links::AllowedLinks;
pub(crate) use disambiguate::disambiguate;
pub(crate) use endpoints::{ResolvedEndpoint, ResolvedFlow, resolve_endpoints};
pub(crate) use trace::{FlowTrace, trace_all};
