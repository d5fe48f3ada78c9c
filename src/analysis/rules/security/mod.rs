//! Rules about who may do what, and about how one sees what happens.

pub(super) mod card_data_through_service;
pub(super) mod data_store_in_public_zone;
pub(super) mod limit_after_work;
pub(super) mod no_alerting;
pub(super) mod no_authentication;
pub(super) mod no_authorisation;
pub(super) mod no_owner;
pub(super) mod no_rollout_control;
pub(super) mod no_throttle;
pub(super) mod no_tracing;
pub(super) mod rollout_order;
pub(super) mod rollout_without_stop;
pub(super) mod unencrypted_crossing;
pub(super) mod unobserved;
pub(super) mod unsafe_practice;
