//! The request flows of a prompt: who starts a request, where it must arrive, and how much of it there is.

use serde::{Deserialize, Serialize};

use crate::model::{Access, Role};

/// One sort of request, from who starts it to where it must arrive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own that an author states or leaves out"
)]
pub struct Flow {
    /// Lower case with underscores.
    pub id: String,
    /// "Open a short link".
    pub name: String,
    /// Roles that start it; usually the client.
    #[serde(default = "from_client")]
    pub from: Vec<Role>,
    /// Where it must arrive: each end point is reached when a component of one of its roles is.
    pub to: Vec<EndPoint>,
    /// What it does to the data.
    pub access: Access,
    /// Requests per second at the peak hour (rps).
    pub rps: f64,
    /// Whether users stop when it stops.
    pub critical: bool,
    /// Part of the work that may happen after the answer: the last stretch need not be waited for.
    #[serde(default)]
    pub deferrable: bool,
    /// The id of the flow that sets it off: both are one request until their ways part.
    #[serde(default)]
    pub follows: Option<String>,
    /// It moves money or something as dear: it must never happen twice.
    #[serde(default)]
    pub money: bool,
    /// Whoever reads must see the latest write.
    #[serde(default)]
    pub consistent: bool,
    /// Words on arrows and services that mean this flow, in lower case, as in
    /// [`Responsibility::names`](crate::scenario::Responsibility::names): "redirect", "resolve".
    #[serde(default)]
    pub words: Vec<String>,
    /// It reads or writes what belongs to one person or tenant, so that whose it is has to be checked.
    #[serde(default)]
    pub private: bool,
    /// Its body must not pass through our own services: card numbers, large files.
    #[serde(default)]
    pub direct: bool,
    /// Bytes carried by one request, in megabytes (MB).
    #[serde(default)]
    pub megabytes: f64,
    /// The slowest acceptable answer for 99% of requests (ms).
    #[serde(default)]
    pub latency_p99_ms: Option<f64>,
    /// How long after the request its effect has to be there at the latest (s), where the brief or an answer says so.
    #[serde(default)]
    pub within_s: Option<f64>,
    /// Whether it comes in large lots that nobody waits for, such as campaigns and batches.
    #[serde(default)]
    pub bulk: bool,
    /// It keeps something for one user for a while, such as a seat or a room: it has to say when that ends.
    #[serde(default)]
    pub holds: bool,
    /// It counts the calls of each caller and turns away those above a limit.
    #[serde(default)]
    pub limits_callers: bool,
    /// It works out a result again from data as it arrived, so that sums alone are not enough to keep.
    #[serde(default)]
    pub recounts_raw: bool,
    /// The peak hour of this flow compared with its mean, where it differs from that of the prompt: a sale that lasts ten
    /// minutes a day has 144.
    #[serde(default)]
    pub peak_over_mean: Option<f64>,
    /// How many single things one request carries: samples of a batch.
    #[serde(default = "one")]
    pub items: f64,
    /// Minutes of film that one request brings, where it is about film.
    #[serde(default)]
    pub film_minutes: f64,
    /// How many versions are made of that film.
    #[serde(default = "one")]
    pub versions: f64,
    /// Tokens that a language model reads for one request.
    #[serde(default)]
    pub tokens_in: f64,
    /// Tokens that it writes for one request.
    #[serde(default)]
    pub tokens_out: f64,
}

impl Flow {
    /// A critical flow from clients to one place, of which nothing else is said.
    #[must_use]
    pub fn new(id: String, name: String, to: Vec<EndPoint>, access: Access, rps: f64) -> Self {
        Self {
            id,
            name,
            from: from_client(),
            to,
            access,
            rps,
            critical: true,
            deferrable: false,
            follows: None,
            money: false,
            consistent: false,
            words: Vec::new(),
            private: false,
            direct: false,
            megabytes: 0.0,
            latency_p99_ms: None,
            within_s: None,
            bulk: false,
            holds: false,
            limits_callers: false,
            recounts_raw: false,
            peak_over_mean: None,
            items: one(),
            film_minutes: 0.0,
            versions: one(),
            tokens_in: 0.0,
            tokens_out: 0.0,
        }
    }
}

fn one() -> f64 {
    1.0
}

fn from_client() -> Vec<Role> {
    vec![Role::Client]
}

/// One place a flow must arrive at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndPoint {
    /// What it is called in sentences: "the link store".
    pub name: String,
    /// Roles that can play it.
    pub roles: Vec<Role>,
    /// What it keeps in all, one copy (GB), where the estimates say so.
    #[serde(default)]
    pub kept_gb: f64,
}
