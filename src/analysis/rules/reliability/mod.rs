//! Rules about what happens when something fails.

pub(super) mod availability_miss;
pub(super) mod balancer_without_choice;
pub(super) mod bridge_link;
pub(super) mod cache_as_only_store;
pub(super) mod dual_write;
pub(super) mod external_call_unguarded;
pub(super) mod failover_overload;
pub(super) mod instances_not_said;
pub(super) mod long_synchronous_chain;
pub(super) mod missing_dead_letter_queue;
pub(super) mod no_backup;
pub(super) mod no_replica_for_store;
pub(super) mod not_idempotent;
pub(super) mod retry_storm;
pub(super) mod retry_without_backoff;
pub(super) mod shared_control_element;
pub(super) mod single_point_of_failure;
pub(super) mod single_region;
pub(super) mod synchronous_cycle;
pub(super) mod synchronous_fan_out;
pub(super) mod two_machines_stop_it;
pub(super) mod weaker_dependency;
pub(super) mod zone_point_of_failure;
