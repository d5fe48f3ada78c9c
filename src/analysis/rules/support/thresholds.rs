//! Thresholds that more than one rule uses. Where no source is named, they are our own judgment.

/// From this availability on one region, and one spare machine, may not be enough. A large provider promises no more than
/// 99.99% of one region (AWS EC2 region SLA); of two machines of 99.5% each both are down together 13 minutes a year, and an
/// update takes one of them away on purpose.
pub(crate) const FOUR_NINES: f64 = 0.9999;

/// Median service time from which work is slow (ms).
pub(crate) const SLOW_WORK_MS: f64 = 50.0;

/// Reads per second from which a cache is expected.
pub(crate) const CACHED_READS_RPS: f64 = 1_000.0;

/// From this size on (megabytes) a file is large.
pub(crate) const LARGE_BODY_MB: f64 = 1.0;
