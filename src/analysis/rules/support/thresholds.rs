//! Thresholds that more than one rule uses. All three are our own judgment.

/// Median service time from which work is slow (ms).
pub(crate) const SLOW_WORK_MS: f64 = 50.0;

/// Reads per second from which a cache is expected.
pub(crate) const CACHED_READS_RPS: f64 = 1_000.0;

/// From this size on (megabytes) a file is large.
pub(crate) const LARGE_BODY_MB: f64 = 1.0;
