//! Rules about whether the drawing carries the load, and at what price.

pub(super) mod backlog_grows;
pub(super) mod breaks_first;
pub(super) mod cannot_grow;
pub(super) mod cross_region_call;
pub(super) mod dominating_cost;
pub(super) mod hot;
pub(super) mod hot_key;
pub(super) mod large_bodies_through_app;
pub(super) mod latency_target_missed;
pub(super) mod low_hit_ratio;
pub(super) mod media_without_cdn;
pub(super) mod over_budget;
pub(super) mod over_engineered;
pub(super) mod over_provisioned;
pub(super) mod read_heavy_without_cache;
pub(super) mod saturated;
pub(super) mod slow_half;
pub(super) mod slow_to_catch_up;
pub(super) mod slow_work_inline;
pub(super) mod sockets_without_registry;
pub(super) mod stampede;
pub(super) mod too_few_replicas;
pub(super) mod write_ceiling;
