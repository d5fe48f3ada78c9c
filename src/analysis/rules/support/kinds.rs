//! The kinds that fixes draw. Checks ask for roles and flags; only who draws a component has to choose its kind.

pub(crate) const API_GATEWAY: &str = "api_gateway";
pub(crate) const BACKUP: &str = "backup";
pub(crate) const CACHE: &str = "cache";
pub(crate) const CDN: &str = "cdn";
pub(crate) const CHANGE_CAPTURE: &str = "cdc";
pub(crate) const CLIENT: &str = "client";
pub(crate) const DEAD_LETTER_QUEUE: &str = "dead_letter_queue";
pub(crate) const FEATURE_FLAGS: &str = "feature_flags";
pub(crate) const KEY_VALUE_STORE: &str = "key_value_store";
pub(crate) const LOAD_BALANCER: &str = "load_balancer";
pub(crate) const OBSERVABILITY: &str = "observability";
pub(crate) const QUEUE: &str = "queue";
pub(crate) const SERVICE: &str = "app_service";
pub(crate) const SIGN_IN: &str = "auth";
pub(crate) const WAF: &str = "waf";
pub(crate) const WORKER: &str = "worker";
