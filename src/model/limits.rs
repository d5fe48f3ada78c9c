//! Upper bounds of what a design may hold, so that any file can be checked and drawn in reasonable time.

/// Coordinates beyond this many world units from the origin are refused: no drawing is that large.
pub const MAX_COORDINATE: f64 = 1e7;
/// The most replicas a component may have.
pub const MAX_REPLICAS: u32 = 10_000;
/// The longest text an item may carry, in characters; longer is cut when a file is read.
pub const MAX_TEXT: usize = 2_000;
/// The last step of a rollout that may be named.
pub const MAX_ROLLOUT_STAGE: u32 = 100;
/// The most weeks from the start of a plan that anything in it may lie or last: ten years.
pub const MAX_WEEKS: u32 = 520;
/// The most entries of each list of a plan: more risks or dependencies than anybody can follow.
pub const MAX_PROGRAM_ENTRIES: usize = 1_000;
/// The most traffic that a drawing can say (rps).
pub const MAX_TRAFFIC: f64 = 1e9;
/// The highest peak that a drawing can say, in times of the mean of a month.
pub const MAX_PEAK: f64 = 1_000.0;
/// The most open connections that a drawing can say.
pub const MAX_OPEN_CONNECTIONS: f64 = 1e10;
/// The most times a call may be tried again.
pub const MAX_RETRIES: u32 = 100;
/// The most items a drawing may have: far more than anybody can read, and few enough to check at once.
pub const MAX_ITEMS: usize = 40_000;
/// The most assumptions a drawing may make: a list that somebody can still read.
pub const MAX_ASSUMPTIONS: usize = 500;
/// The most clarifying questions and hints of a prompt that are kept with a drawing.
pub const MAX_QUESTIONS: usize = 1_000;
/// The most findings with which help that was taken is kept.
pub const MAX_HELPED_FINDINGS: usize = 10_000;
/// The highest price that can be set (USD).
pub const MAX_PRICE: f64 = 1e9;
/// The most stretches of one line that can be put somewhere.
pub const MAX_PINS: usize = 16;
/// The farthest forward, and backward, that an item can be put.
pub const MAX_LAYER: i32 = 1_000_000;
/// How deep zones may lie in each other.
pub const MAX_DEPTH: usize = 32;
