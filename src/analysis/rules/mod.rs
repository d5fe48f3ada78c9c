//! The table of all rules, in the order of the handbook, and what has to be known about several of them.
//!
//! A rule is one file in the folder of its [`Category`](crate::analysis::Category). Its documentation is its test: `bad`
//! raises exactly this rule, `good` does not. Rules match on roles and flags and never on the id of a kind, so that a new
//! kind works with every rule on the day it is added. No rule uses another one; what they share is in `support`.

mod examples;
mod load;
mod publications;
mod reference;
mod reliability;
mod rule;
mod rule_reference;
mod security;
mod structure;
pub(super) mod support;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use examples::example_prompt;
pub use rule::Rule;
pub use rule_reference::{Publication, RuleReference};

use crate::model::Role;

static ALL: &[&Rule] = &[
    &structure::no_entry_point::RULE,
    &structure::no_path_to_storage::RULE,
    &structure::orphan::RULE,
    &structure::unreachable_part::RULE,
    &structure::dead_end::RULE,
    &structure::client_talks_to_data::RULE,
    &structure::passive_initiator::RULE,
    &reliability::balancer_without_choice::RULE,
    &structure::parallel_without_balancer::RULE,
    &structure::balancer_chain::RULE,
    &reliability::synchronous_cycle::RULE,
    &reliability::long_synchronous_chain::RULE,
    &reliability::synchronous_fan_out::RULE,
    &structure::shared_database::RULE,
    &reliability::dual_write::RULE,
    &structure::queue_without_consumer::RULE,
    &structure::queue_without_producer::RULE,
    &structure::result_not_recorded::RULE,
    &reliability::sums_only_kept::RULE,
    &structure::index_without_writer::RULE,
    &structure::settings_not_read::RULE,
    &structure::unread_replica::RULE,
    &structure::bypassed_platform::RULE,
    &reliability::missing_dead_letter_queue::RULE,
    &structure::no_gateway::RULE,
    &reliability::single_point_of_failure::RULE,
    &reliability::instances_not_said::RULE,
    &reliability::shared_control_element::RULE,
    &reliability::no_replica_for_store::RULE,
    &reliability::no_backup::RULE,
    &reliability::zone_point_of_failure::RULE,
    &reliability::single_region::RULE,
    &reliability::region_point_of_failure::RULE,
    &reliability::switch_inside_region::RULE,
    &reliability::standby_not_running::RULE,
    &reliability::bridge_link::RULE,
    &reliability::external_call_unguarded::RULE,
    &reliability::retry_storm::RULE,
    &reliability::retry_without_backoff::RULE,
    &reliability::two_machines_stop_it::RULE,
    &reliability::failover_overload::RULE,
    &reliability::availability_miss::RULE,
    &reliability::weaker_dependency::RULE,
    &reliability::cache_as_only_store::RULE,
    &reliability::ack_before_durable::RULE,
    &reliability::state_in_each_instance::RULE,
    &reliability::two_leaders::RULE,
    &reliability::write_to_replica::RULE,
    &structure::stale_read::RULE,
    &reliability::not_idempotent::RULE,
    &reliability::charged_too_early::RULE,
    &reliability::risky_practice::RULE,
    &load::saturated::RULE,
    &load::hot::RULE,
    &load::cannot_grow::RULE,
    &load::stampede::RULE,
    &load::backlog_grows::RULE,
    &load::latency_target_missed::RULE,
    &load::over_budget::RULE,
    &load::hot_key::RULE,
    &load::low_hit_ratio::RULE,
    &load::write_ceiling::RULE,
    &load::cross_region_call::RULE,
    &load::sockets_without_registry::RULE,
    &load::slow_to_catch_up::RULE,
    &load::over_provisioned::RULE,
    &load::dominating_cost::RULE,
    &load::breaks_first::RULE,
    &load::slow_half::RULE,
    &load::read_heavy_without_cache::RULE,
    &load::media_without_cdn::RULE,
    &load::large_bodies_through_app::RULE,
    &load::files_in_database::RULE,
    &load::slow_work_inline::RULE,
    &load::spread_inline::RULE,
    &load::deliveries_not_set::RULE,
    &load::batch_too_slow::RULE,
    &load::one_lane::RULE,
    &load::events_behind_cache::RULE,
    &load::same_instant::RULE,
    &security::no_throttle::RULE,
    &security::limit_after_work::RULE,
    &security::no_authentication::RULE,
    &security::no_authorisation::RULE,
    &security::unsafe_practice::RULE,
    &security::card_data_through_service::RULE,
    &security::data_store_in_public_zone::RULE,
    &security::unencrypted_crossing::RULE,
    &security::unobserved::RULE,
    &security::no_tracing::RULE,
    &security::no_alerting::RULE,
    &security::no_rollout_control::RULE,
    &security::rollout_without_stop::RULE,
    &security::rollout_order::RULE,
    &security::no_owner::RULE,
    &structure::cross_team_coupling::RULE,
    &reference::known_mistake::RULE,
    &reference::missing_part::RULE,
    &reference::missing_flow::RULE,
    &reference::wired_differently::RULE,
    &load::too_few_replicas::RULE,
    &load::over_engineered::RULE,
];

/// Ids of the rules that say what a drawing does not do yet. Where all that worked still works, they say nothing against
/// a change.
pub(super) const UNFINISHED: [&str; 2] = [
    reference::missing_flow::RULE.id,
    structure::no_path_to_storage::RULE.id,
];

/// Ids of the rules that hold a drawing against the targets of its prompt.
pub(super) const TARGETS: [&str; 4] = [
    load::latency_target_missed::RULE.id,
    reliability::availability_miss::RULE.id,
    load::saturated::RULE.id,
    load::over_budget::RULE.id,
];

/// All rules, in the order of the handbook.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule with this id.
#[must_use]
pub fn get(id: &str) -> Option<&'static Rule> {
    all().iter().copied().find(|rule| rule.id == id)
}

/// The ids of the more general rules whose findings need not be reported beside a finding of this rule that names the same item.
pub fn covered_by(id: &str) -> impl Iterator<Item = &'static str> {
    let covers = COVERS.iter().filter(move |(specific, _)| *specific == id);
    covers.map(|&(_, general)| general)
}

/// Rules that say more of an item than another, more general one: the id of the specific rule, then of the general one.
static COVERS: &[(&str, &str)] = &[
    (load::saturated::RULE.id, load::too_few_replicas::RULE.id),
    (load::hot::RULE.id, load::too_few_replicas::RULE.id),
    (load::backlog_grows::RULE.id, load::saturated::RULE.id),
    (load::backlog_grows::RULE.id, load::hot::RULE.id),
    (load::over_budget::RULE.id, load::dominating_cost::RULE.id),
    (load::write_ceiling::RULE.id, load::cannot_grow::RULE.id),
    (load::write_ceiling::RULE.id, load::hot::RULE.id),
    (
        load::cross_region_call::RULE.id,
        reliability::bridge_link::RULE.id,
    ),
    (load::slow_to_catch_up::RULE.id, load::hot::RULE.id),
    (
        reliability::dual_write::RULE.id,
        load::slow_work_inline::RULE.id,
    ),
];

/// The ids of rules whose findings need not be reported beside a finding above info about the reliability of the same item.
pub(super) static COVERED_BY_RELIABILITY: &[&str] = &[load::too_few_replicas::RULE.id];

/// The id of the rule that quotes what the prompt knows for a mistake: a rule of its own that quotes the same text says more.
pub(super) static QUOTES_KNOWN_MISTAKE: &str = reference::known_mistake::RULE.id;

/// The ids of rules that report a part that more instances do not make larger.
pub static CANNOT_GROW_RULES: &[&str] = &[load::cannot_grow::RULE.id, load::write_ceiling::RULE.id];
/// The ids of rules that report what a lost region, or the way to another one, takes with it.
pub static REGION_RULES: &[&str] = &[
    load::cross_region_call::RULE.id,
    reliability::single_region::RULE.id,
    reliability::region_point_of_failure::RULE.id,
    reliability::switch_inside_region::RULE.id,
];
/// The ids of rules that report a wrong order of going live.
pub static ROLLOUT_RULES: &[&str] = &[security::rollout_order::RULE.id];
/// The ids of rules that report a critical flow which nobody watches.
pub static MONITORING_RULES: &[&str] = &[
    security::unobserved::RULE.id,
    security::no_alerting::RULE.id,
];

/// Rules that report that a component of a role is missing; `missing-part` is not reported beside them.
pub(super) static MISSING_ROLE_RULES: &[(Role, &str)] = &[
    (Role::Cache, load::read_heavy_without_cache::RULE.id),
    (Role::Cdn, load::media_without_cdn::RULE.id),
    (
        Role::DeadLetter,
        reliability::missing_dead_letter_queue::RULE.id,
    ),
    (Role::Replica, reliability::no_replica_for_store::RULE.id),
    (
        Role::Balancer,
        structure::parallel_without_balancer::RULE.id,
    ),
    (Role::Gateway, structure::no_gateway::RULE.id),
    (Role::Shield, security::no_throttle::RULE.id),
    (Role::Limiter, security::no_throttle::RULE.id),
    (Role::Backup, reliability::no_backup::RULE.id),
    (Role::Observability, security::unobserved::RULE.id),
    (Role::Auth, security::no_authentication::RULE.id),
    (Role::Processor, security::rollout_without_stop::RULE.id),
    (Role::Client, structure::no_entry_point::RULE.id),
    (Role::Queue, load::slow_work_inline::RULE.id),
    (Role::Objects, load::large_bodies_through_app::RULE.id),
    (Role::Relay, reliability::dual_write::RULE.id),
];
