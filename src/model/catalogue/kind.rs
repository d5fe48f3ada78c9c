//! One kind of component: its numbers, prices and texts, as `assets/kinds.json` holds them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::role::{Flag, Group, Role};
use crate::model::format;

/// One kind of component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Written to files and to the notation: lower case with underscores.
    pub id: String,
    /// What the palette calls it, in sentence case.
    pub label: String,
    /// Palette group and color family.
    pub group: Group,
    /// What rules look at.
    pub role: Role,
    /// Facts rules ask for.
    pub flags: BTreeSet<Flag>,
    /// The Phosphor code point of its icon, in hexadecimal.
    pub icon: String,
    /// Sustained requests, messages or jobs per second for one instance (rps); absent where unlimited.
    pub capacity: Option<Figure>,
    /// What it may be used for, where its capacity depends on that; the capacity of the kind is one of theirs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workloads: Vec<Workload>,
    /// Sorts of it whose figures differ, the first that fits a box first.
    #[serde(skip)]
    pub sorts: Vec<KindSort>,
    /// What people count its work in, where that is not requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<WorkUnit>,
    /// Open connections that one instance holds, where clients stay connected to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connections: Option<Figure>,
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
    /// USD per million requests that write, where those have a price of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_million_writes: Option<Figure>,
    /// Where that price falls with the number of requests: rising amounts, in millions a month.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost_per_million_tiers: Vec<PriceTier>,
    /// Share of calls that it keeps and that are paid for where the drawing does not say how many come, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billed_share: Option<Figure>,
    /// USD per GB that is kept for a month, all copies that the service makes by itself included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_gb_kept: Option<Figure>,
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
    /// What to know before choosing it, each under its heading, in the order in which every page says it.
    #[must_use]
    pub fn advice(&self) -> [(&'static str, &str); 3] {
        [
            ("When to use it", &self.use_when),
            ("The cost", &self.trade_off),
            ("How it fails", &self.fails),
        ]
    }

    /// Whether the kind carries `flag`.
    #[must_use]
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// So many calls a second (rps) in what people count for this kind: "6,000 tokens/s". None where that is calls, and
    /// where the user's own capacity (rps) means calls of another size than those that the kind knows.
    #[must_use]
    pub fn in_units(&self, rps: f64, own_capacity: Option<f64>, size: CallSize) -> Option<String> {
        let is_known = own_capacity.is_none_or(|own| self.workload_of(own).is_some());
        let unit = self.unit.as_ref().filter(|_| is_known)?;
        let amount = format::short_amount(rps * size.work * unit.seconds);
        Some(format!("{amount} {}", unit.name))
    }

    /// How large a call of it is where nobody says.
    #[must_use]
    pub fn usual_size(&self) -> CallSize {
        let unit = self.unit.as_ref();
        CallSize {
            work: unit.map_or(1.0, |unit| unit.per_call.value),
            read: unit
                .and_then(|unit| unit.read_per_call.as_ref())
                .map_or(0.0, |read| read.value),
        }
    }

    /// What an instance with this capacity (rps) is used for, where the kind knows.
    #[must_use]
    pub fn workload_of(&self, capacity: f64) -> Option<&Workload> {
        let mut all = self.workloads.iter();
        all.find(|workload| workload.capacity.value.total_cmp(&capacity).is_eq())
    }

    /// What sending so many GB a month to users costs (USD), each at the price of its tier.
    #[must_use]
    pub fn cost_of_gb(&self, gigabytes: f64) -> f64 {
        cost_in_tiers(
            self.cost_per_gb.as_ref(),
            &self.cost_per_gb_tiers,
            gigabytes,
        )
    }

    /// What so many million requests a month cost (USD), each at the price of its tier.
    #[must_use]
    pub fn cost_of_millions(&self, millions: f64) -> f64 {
        cost_in_tiers(
            self.cost_per_million.as_ref(),
            &self.cost_per_million_tiers,
            millions,
        )
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

/// What an amount costs (USD), each part of it at the price of its tier; below the first tier, `first` holds.
fn cost_in_tiers(first: Option<&Figure>, tiers: &[PriceTier], amount: f64) -> f64 {
    let Some(first) = first else {
        return 0.0;
    };
    let ends = tiers.iter().map(|tier| tier.from).chain([f64::INFINITY]);
    let begins = [0.0].into_iter().chain(tiers.iter().map(|tier| tier.from));
    let prices = [first.value]
        .into_iter()
        .chain(tiers.iter().map(|tier| tier.price));
    let tiers = begins.zip(ends).zip(prices);
    tiers
        .map(|((begin, end), price)| (amount.min(end) - begin).max(0.0) * price)
        .sum()
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

impl Figure {
    /// Where it comes from, in few words: of each address the site alone. The prices and the handbook have the whole addresses.
    pub fn short_source(&self) -> String {
        let words = self.source.split(' ').map(|word| {
            let Some((_, address)) = word.split_once("://") else {
                return word.to_owned();
            };
            let path = address.find('/').unwrap_or(address.len());
            let site = address[..path].trim_start_matches("www.");
            let bare = site.trim_end_matches([':', ',', ';', '.', ')']);
            // What ends a word of the sentence stays.
            let end = address.trim_end_matches([':', ',', ';', '.', ')']).len();
            format!("{bare}{}", &address[end..])
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// What a component of a kind may be used for, where that decides its capacity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workload {
    /// "Counts or routes".
    pub does: String,
    /// Calls a second that one instance takes for long (rps).
    pub capacity: Figure,
}

impl Workload {
    /// "Counts or routes: 5k/s".
    #[must_use]
    pub fn describe(&self) -> String {
        let rate = format::short_rate(self.capacity.value);
        format!("{}: {rate}", self.does)
    }
}

/// A sort of a kind, with the kind as it is for that sort.
#[derive(Debug, Clone, PartialEq)]
pub struct KindSort {
    /// What it is called beside the kind: "Card payments".
    pub name: String,
    /// What says that a box is of this sort, as in [`mentions`](crate::model::text_match::mentions); none where it only depends on who runs it.
    pub(super) words: Vec<String>,
    /// Who has to run it; none where that is the same.
    pub(super) run_by: Option<RunBy>,
    /// The kind with the figures of this sort.
    pub kind: Kind,
}

/// Who runs a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RunBy {
    Us,
    Provider,
}

/// What people count the work of a kind in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkUnit {
    /// What stands after the amount: "tokens/s", "machine-minutes a minute".
    pub name: String,
    /// What stands after an amount of them by themselves: "tokens".
    pub noun: String,
    /// What prompts state of it; none where a call is always as large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// How many of them one call is.
    pub per_call: Figure,
    /// The amount is counted by so many seconds: 60 where people count by the minute.
    #[serde(default = "one_second", skip_serializing_if = "is_one_second")]
    pub seconds: f64,
    /// How many of them one call takes in beside those that it makes: tokens of a prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_per_call: Option<Figure>,
    /// How long each takes after the first (ms), where they come one after the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms_each: Option<Figure>,
    /// USD per million of them, where they are what is paid for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_million: Option<Figure>,
    /// USD per million of those that are taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_million_read: Option<Figure>,
}

fn one_second() -> f64 {
    1.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_one_second(seconds: &f64) -> bool {
    seconds.total_cmp(&one_second()).is_eq()
}

impl WorkUnit {
    /// USD for a million calls of this size.
    #[must_use]
    pub fn cost_of_million_calls(&self, size: CallSize) -> Option<f64> {
        let made = self.cost_per_million.as_ref()?.value * size.work;
        let read = self.cost_per_million_read.as_ref();
        Some(made + read.map_or(0.0, |price| price.value * size.read))
    }
}

/// What prompts state of the work behind a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Minutes of film, once for each version that is made of it. They are shared by the calls for one request: pieces of a
    /// film.
    FilmMinutes,
    /// Tokens, of which each call has as many.
    Tokens,
}

/// How large one call is, in the units of its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CallSize {
    /// What it makes: minutes of film, tokens of an answer.
    pub work: f64,
    /// What it takes in: tokens of a prompt.
    pub read: f64,
}

/// A price that holds from some amount on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceTier {
    /// The amount a month above which it holds (GB, or millions of requests).
    pub from: f64,
    /// USD for each GB, or for each million.
    pub price: f64,
}

#[cfg(test)]
mod tests {
    use crate::model::kind;

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
        // 10 TB at 0.085, 40 at 0.08, 100 at 0.06, 350 at 0.04, 524 at 0.03, 4 PB at 0.025, five more at 0.02, and one by
        // contract.
        let whole =
            850.0 + 3_200.0 + 6_000.0 + 14_000.0 + 15_720.0 + 100_000.0 + 100_000.0 + 10_000.0;
        assert!((cdn.cost_of_gb(11_024_000.0) - whole).abs() < 1e-6);
        assert!(kind("queue").cost_of_gb(1_000.0).abs() < 1e-9);
        // 333 million at 3.50, 667 at 2.80, 1,000 at 2.38.
        let calls = 1_165.5 + 1_867.6 + 2_380.0;
        assert!((kind("api_gateway").cost_of_millions(2_000.0) - calls).abs() < 1e-6);
    }

    #[test]
    fn a_short_source_names_the_site_and_keeps_the_words() {
        let short = |source: &str| {
            let (source, date) = (source.to_owned(), String::new());
            let figure = super::Figure {
                value: 1.0,
                low: None,
                high: None,
                source,
                date,
            };
            figure.short_source()
        };
        assert_eq!(
            short("https://www.one.example/a/b?c=1: 99.5 % for one; see https://two.example/x"),
            "one.example: 99.5 % for one; see two.example"
        );
        assert_eq!(short("our estimate; a catalog"), "our estimate; a catalog");
    }
}
