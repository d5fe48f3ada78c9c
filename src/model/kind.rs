//! The catalogue of component kinds, read once from `assets/kinds.json`.
//!
//! Kinds are open (data), roles are closed (code): rules look at a kind's [`Role`] and [`Flag`]s and never at its id, so
//! a kind added to the catalogue works with every rule at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// What a component does in a system, as far as rules and matching care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Starts requests: a browser, a mobile app, another system's caller.
    Client,
    /// Turns names into addresses, and may choose a region.
    Dns,
    /// Caches and serves content near the user.
    Cdn,
    /// Filters hostile traffic (WAF, DDoS shield).
    Shield,
    /// Limits how often a caller may call.
    Limiter,
    /// Spreads requests over equals.
    Balancer,
    /// The front door of services: routing, TLS, authentication, quotas.
    Gateway,
    /// Knows who a caller is.
    Auth,
    /// Request-serving code.
    Compute,
    /// Holds open connections to clients.
    Realtime,
    /// Code that works off the request path.
    Worker,
    /// Starts work at set times.
    Scheduler,
    /// Transforms a stream of events continuously.
    Processor,
    /// Runs a trained model.
    Model,
    /// Hands messages to people's devices or mailboxes.
    Notifier,
    /// Somebody else's service.
    External,
    /// A database that is written to.
    Store,
    /// A copy of a database that is only read.
    Replica,
    /// Keeps copies in memory; may lose them.
    Cache,
    /// Finds documents by content (full text, vectors).
    Search,
    /// Stores files and large objects.
    Objects,
    /// Answers analytical questions over much data.
    Analytics,
    /// Holds tasks until one consumer has done each.
    Queue,
    /// Keeps an ordered, replayable record of events.
    Log,
    /// Copies each message to every subscriber.
    Topic,
    /// Collects messages that could not be processed.
    DeadLetter,
    /// Carries a store's changes elsewhere (CDC, outbox relay).
    Relay,
    /// Tells others what to do: configuration, registry, locks, flags, secrets.
    Control,
    /// Hands out identifiers or counts.
    Identifier,
    /// Carries calls between services (mesh, breaker).
    Mesh,
    /// Watches the rest: metrics, logs, traces.
    Observability,
    /// A copy kept for recovery.
    Backup,
    /// A physical device in the field.
    Device,
    /// Collects a site's devices and talks for them.
    DeviceGateway,
    /// Updates, builds or tests devices.
    Factory,
    /// Delivers parts.
    Supplier,
    /// Delivers power.
    Power,
    /// A box of the user's own; rules say nothing about what it does.
    Other,
}

impl Role {
    /// Whether it carries messages from those who put them in to those who take them out later.
    #[must_use]
    pub fn carries_messages(self) -> bool {
        matches!(self, Self::Queue | Self::Log | Self::Topic)
    }
}

/// The palette's groups, also the colour families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Client to gateway.
    Edge,
    /// Code that runs.
    Compute,
    /// Keeps state.
    Storage,
    /// Queues, logs, events.
    Messaging,
    /// Runs the system.
    Operations,
    /// Not ours.
    External,
    /// Physical.
    Hardware,
}

impl Group {
    /// All groups in palette order.
    pub const ALL: [Self; 7] = [
        Self::Edge,
        Self::Compute,
        Self::Storage,
        Self::Messaging,
        Self::Operations,
        Self::External,
        Self::Hardware,
    ];

    /// The group's heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Edge => "Edge",
            Self::Compute => "Compute",
            Self::Storage => "Storage",
            Self::Messaging => "Messaging",
            Self::Operations => "Operations",
            Self::External => "External",
            Self::Hardware => "Hardware",
        }
    }
}

/// Facts about a kind that rules ask for beside its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Keeps data between requests.
    Stateful,
    /// Accepts writes as the place where the data belongs (a system of record).
    Writable,
    /// Adding instances adds capacity without redesign.
    Scalable,
    /// The provider already runs it on several machines and zones: one box is not one machine.
    Managed,
    /// Its work may be done after the user has had the answer.
    Deferrable,
    /// Meant to be reached from the internet.
    Public,
    /// Forwards requests without owning data or logic; may be skipped when comparing connections.
    PassThrough,
    /// Sends each request to one of its callees, not to all of them.
    Chooser,
    /// Answers but does not call anybody (databases, caches, queues).
    Passive,
    /// Every write goes through one of its instances, and the others are copies of it.
    SingleLeader,
}

/// A default number with where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The default, at the cautious end where sources differ.
    pub value: f64,
    /// The lowest figure found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The highest figure found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Where the figure comes from.
    pub source: String,
    /// When it was looked up, `YYYY-MM`.
    pub date: String,
}

/// A price that holds from some amount on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceTier {
    /// The amount a month above which it holds (GB).
    pub from: f64,
    /// USD per GB.
    pub price: f64,
}

/// One kind of component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Written to files and to the notation: lower case with underscores.
    pub id: String,
    /// What the palette calls it, in sentence case.
    pub label: String,
    /// Palette group and colour family.
    pub group: Group,
    /// What rules look at.
    pub role: Role,
    /// Facts rules ask for.
    pub flags: BTreeSet<Flag>,
    /// The Phosphor code point of its icon, in hexadecimal.
    pub icon: String,
    /// Sustained requests, messages or jobs per second for one instance (rps); absent where unlimited.
    pub capacity: Option<Figure>,
    /// Unloaded service time, median (ms).
    pub latency_p50: Figure,
    /// Unloaded service time, 99th percentile (ms).
    pub latency_p99: Figure,
    /// The part of the time it works, 0 to 1: per instance where self-run, of the service where managed.
    pub availability: Figure,
    /// USD per instance and month, without traffic.
    pub monthly_cost: Figure,
    /// USD per million requests, where the price depends on use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_million: Option<Figure>,
    /// USD per GB sent to users over the internet, where that is paid; what users send costs nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_gb: Option<Figure>,
    /// Where the price per GB falls with the amount: rising amounts. Below the first, `cost_per_gb` holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost_per_gb_tiers: Vec<PriceTier>,
    /// Share of reads answered without asking further, 0 to 1, for caches and CDNs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hit_ratio: Option<Figure>,
    /// What it is for, one sentence.
    pub purpose: String,
    /// When to use it, one sentence.
    pub use_when: String,
    /// What it costs you beside money, one sentence.
    pub trade_off: String,
    /// How it fails, one sentence.
    pub fails: String,
    /// Other words people type for it.
    pub aliases: Vec<String>,
    /// Products of this kind, spelled as their makers do: typing one offers a box of this kind with that name.
    pub products: Vec<String>,
}

impl Kind {
    /// Whether the kind carries `flag`.
    #[must_use]
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// What sending so many GB a month to users costs (USD), each at the price of its tier.
    #[must_use]
    pub fn cost_of_gb(&self, gigabytes: f64) -> f64 {
        let Some(first) = &self.cost_per_gb else {
            return 0.0;
        };
        let tiers = &self.cost_per_gb_tiers;
        let ends = tiers.iter().map(|tier| tier.from).chain([f64::INFINITY]);
        let begins = [0.0].into_iter().chain(tiers.iter().map(|tier| tier.from));
        let prices = [first.value]
            .into_iter()
            .chain(tiers.iter().map(|tier| tier.price));
        let tiers = begins.zip(ends).zip(prices);
        tiers
            .map(|((begin, end), price)| (gigabytes.min(end) - begin).max(0.0) * price)
            .sum()
    }

    /// The icon as a character of the icon font.
    #[must_use]
    pub fn icon_char(&self) -> char {
        u32::from_str_radix(&self.icon, 16)
            .ok()
            .and_then(char::from_u32)
            .unwrap_or('\u{E1DA}')
    }
}

/// All kinds, in palette order.
#[derive(Debug)]
pub struct Catalogue {
    kinds: Vec<Kind>,
    by_id: BTreeMap<String, usize>,
    /// Ids, labels, aliases and products, folded by [`fold`], to the kind and, for a product, its spelling.
    by_word: BTreeMap<String, (usize, Option<String>)>,
}

/// The id of the kind that stands for anything: used where a file names a kind this program does not know.
pub const CUSTOM: &str = "custom";

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let kinds: Vec<Kind> = serde_json::from_str(include_str!("../../assets/kinds.json"))
        .expect("assets/kinds.json is part of the program and checked by its tests");
    Catalogue::new(kinds)
});

/// The built-in catalogue.
#[must_use]
pub fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

/// The kind with this id; the custom box where there is none, so that a drawing from elsewhere still works.
#[must_use]
pub fn kind(id: &str) -> &'static Kind {
    CATALOGUE.get(id).unwrap_or_else(|| CATALOGUE.custom())
}

impl Catalogue {
    fn new(kinds: Vec<Kind>) -> Self {
        let mut by_id = BTreeMap::new();
        let mut by_word = BTreeMap::new();
        for (index, kind) in kinds.iter().enumerate() {
            by_id.insert(kind.id.clone(), index);
        }
        // Ids win over labels, labels over aliases and products, whatever the order of the file.
        for (index, kind) in kinds.iter().enumerate() {
            by_word.entry(fold_word(&kind.id)).or_insert((index, None));
        }
        for (index, kind) in kinds.iter().enumerate() {
            by_word
                .entry(fold_word(&kind.label))
                .or_insert((index, None));
        }
        for (index, kind) in kinds.iter().enumerate() {
            for alias in &kind.aliases {
                by_word.entry(fold_word(alias)).or_insert((index, None));
            }
            for product in &kind.products {
                by_word
                    .entry(fold_word(product))
                    .or_insert((index, Some(product.clone())));
            }
        }
        Self {
            kinds,
            by_id,
            by_word,
        }
    }

    /// All kinds in palette order.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter()
    }

    /// The kind with exactly this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Kind> {
        self.by_id.get(id).map(|&index| &self.kinds[index])
    }

    /// The kind a word stands for (id, label, alias or product), with the product's spelling where it is one.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<(&Kind, Option<&str>)> {
        self.by_word
            .get(&fold_word(word))
            .map(|(index, product)| (&self.kinds[*index], product.as_deref()))
    }

    /// The known word nearest to a mistyped one, for "did you mean".
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let words = self.kinds.iter().flat_map(|kind| {
            std::iter::once(&kind.id)
                .chain(&kind.aliases)
                .chain(&kind.products)
        });
        closest_word(word, words.map(String::as_str))
    }

    fn custom(&self) -> &Kind {
        self.get(CUSTOM).unwrap_or_else(|| &self.kinds[0])
    }
}

/// Lower case, letters and digits only: "Load-Balancer", `load_balancer` and "load balancer" are one word.
#[must_use]
pub fn fold_word(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The candidate nearest to a mistyped word, for "did you mean"; none where all are far off.
#[must_use]
pub fn closest_word<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = fold_word(word);
    let length = folded.chars().count();
    let farthest = 2.max(length / 3);
    candidates
        .into_iter()
        .map(|candidate| (fold_word(candidate), candidate))
        // No fewer changes than the difference in length; also keeps absurdly long words cheap.
        .filter(|(known, _)| known.chars().count().abs_diff(length) <= farthest)
        .map(|(known, candidate)| (edit_distance(&known, &folded), candidate))
        .filter(|(distance, _)| *distance <= farthest)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions and replacements between two words, where swapping two neighbours also counts as one.
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_gigabyte_costs_the_price_of_its_tier() {
        let cdn = kind("cdn");
        let costs = [(0.0, 0.0), (10_000.0, 850.0), (50_000.0, 850.0 + 3_200.0)];
        for (gigabytes, usd) in costs {
            assert!(
                (cdn.cost_of_gb(gigabytes) - usd).abs() < 1e-9,
                "{gigabytes}"
            );
        }
        // 10 TB at 0.085, 40 at 0.08, 100 at 0.06, 350 at 0.04, 524 at 0.03, 4 PB at 0.025, one more at 0.02
        let whole = 850.0 + 3_200.0 + 6_000.0 + 14_000.0 + 15_720.0 + 100_000.0 + 20_000.0;
        assert!((cdn.cost_of_gb(6_024_000.0) - whole).abs() < 1e-6);
        assert!(kind("queue").cost_of_gb(1_000.0).abs() < 1e-9);
    }
}
