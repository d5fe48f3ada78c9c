//! Rules about whether the parts make sense together.

pub(super) mod balancer_chain;
pub(super) mod bypassed_platform;
pub(super) mod client_talks_to_data;
pub(super) mod cross_team_coupling;
pub(super) mod dead_end;
pub(super) mod index_without_writer;
pub(super) mod no_entry_point;
pub(super) mod no_gateway;
pub(super) mod no_path_to_storage;
pub(super) mod orphan;
pub(super) mod parallel_without_balancer;
pub(super) mod passive_initiator;
pub(super) mod queue_without_consumer;
pub(super) mod queue_without_producer;
pub(super) mod result_not_recorded;
pub(super) mod settings_not_read;
pub(super) mod shared_database;
pub(super) mod stale_read;
pub(super) mod unreachable_part;
pub(super) mod unread_replica;
