//! What a design costs a month: so much for each instance, so much for what passes through it, and so much for what it
//! sends and keeps.
//!
//! What is paid by use is paid for the mean of the month. What a store keeps is counted where the prompt says how much;
//! else a store's price holds its usual disks.

use serde::Serialize;

use crate::analysis::graph::{Graph, Node, NodeMap};
use crate::analysis::performance::load::Demand;
use crate::analysis::performance::price::EffectivePrice;
use crate::analysis::performance::transfer::{MonthlyVolumes, TransferVolumes};
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::MAX_REPLICAS;

/// USD per GB from one region to another: Amazon EC2 price page, us-east-1, 2026-06; to far regions up to 0.08.
const BETWEEN_REGIONS: f64 = 0.02;
/// USD per GB between zones of a region: 0.01 for whoever sends and 0.01 for whoever gets it, Amazon EC2 price page,
/// 2026-06.
const BETWEEN_ZONES: f64 = 0.02;

/// What one component costs a month, by what it is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Cost {
    /// Its instances (USD).
    pub instances: f64,
    /// The calls that it gets (USD).
    pub calls: f64,
    /// How many that are in a month (millions).
    pub million_calls: f64,
    /// What it keeps (USD).
    pub kept: f64,
    /// How much that is (GB).
    pub kept_gigabytes: f64,
    /// What it sends to users (USD).
    pub sent: f64,
    /// How much that is (GB).
    pub gigabytes: f64,
    /// What it sends to other regions and zones (USD).
    pub crossing: f64,
}

impl Cost {
    /// All of it (USD a month).
    #[must_use]
    pub fn whole(&self) -> f64 {
        self.instances + self.calls + self.kept + self.sent + self.crossing
    }
}

/// Up to this part of its capacity a component is planned for; beyond, waits grow fast.
pub const PLANNED: f64 = 0.7;

impl EffectivePrice {
    /// What so many instances cost a month, for what they get, send and keep.
    fn cost(&self, instances: f64, month: &MonthlyVolumes) -> Cost {
        Cost {
            instances: self.instance * instances,
            calls: self.of_calls(month.calls / 1e6, month.writes / 1e6),
            million_calls: month.calls / 1e6,
            kept: self.of_kept(month.kept),
            kept_gigabytes: month.kept,
            sent: self.of_sent(month.users),
            gigabytes: month.users,
            crossing: month.regions * BETWEEN_REGIONS + month.zones * BETWEEN_ZONES,
        }
    }
}

/// What all components cost a month under these loads (rps), by component. Where nobody says how many of one run, as many are
/// paid for as its load needs.
pub(crate) fn costs(graph: &Graph, loads: &NodeMap<f64>, month: &TransferVolumes) -> NodeMap<Cost> {
    let nodes = graph.nodes().zip(loads.values()).zip(month.0.values());
    nodes
        .map(|((node, &load), month)| {
            let drawn = node.component.replicas.count();
            let instances = instances_needed(node, load).unwrap_or(drawn);
            EffectivePrice::of(graph.design, node).cost(f64::from(instances), month)
        })
        .collect()
}

/// What all of it costs with at least as many instances of each component of ours as the load needs where none is used
/// beyond [`PLANNED`] (USD a month); none where that is more of one than a drawing may have.
pub(crate) fn cost_to_carry(
    graph: &Graph,
    demand: &Demand,
    month: &TransferVolumes,
    faults: &FaultSet,
) -> Option<f64> {
    demand
        .rps
        .iter()
        .map(|(index, &load)| {
            let (node, month) = (&graph[index], &month.0[index]);
            // Whoever takes longer carries less.
            let for_calls = instances_to_carry(node, load * faults.latency_factor(index))?;
            let holds = node.connections_of_one().unwrap_or(f64::INFINITY);
            let instances = for_calls.max(instances_for(demand.connections[index], holds)?);
            let price = EffectivePrice::of(graph.design, node);
            Some(price.cost(f64::from(instances), month).whole())
        })
        .sum()
}

/// How many instances a load (rps) needs where nobody says how many run; none where that is said, where nothing limits
/// one, and where it is more than a drawing may have.
pub(crate) fn instances_needed(node: &Node, load: f64) -> Option<u32> {
    let is_open = node.machines().is_none() && !node.is_redundant_by_kind();
    let is_limited = node.is_ours() && node.capacity_of_one().is_some();
    (is_open && is_limited && load > 0.0).then(|| instances_to_carry(node, load))?
}

/// How many instances a load needs, and no fewer than are drawn; none where it is more than a drawing may have.
fn instances_to_carry(node: &Node, load: f64) -> Option<u32> {
    let drawn = node.component.replicas.count();
    let one = node.capacity_of_one().filter(|_| node.is_ours());
    let Some(one) = one.filter(|_| load > 0.0) else {
        return Some(drawn);
    };
    Some(drawn.max(instances_for(load, one)?))
}

/// How many instances take so much where one takes `one` and none is used beyond [`PLANNED`]; none where it is more than a
/// drawing may have.
fn instances_for(asked: f64, one: f64) -> Option<u32> {
    // A hair of rounding is no instance more.
    let needed = (asked / (one * PLANNED) - 1e-9).ceil();
    (needed <= f64::from(MAX_REPLICAS)).then_some(needed as u32)
}

/// What all of it costs (USD a month).
pub(crate) fn sum(costs: &NodeMap<Cost>) -> f64 {
    costs.values().map(Cost::whole).sum()
}

#[cfg(test)]
mod tests {
    use crate::analysis::performance::cost::{Cost, PLANNED};
    use crate::analysis::performance::estimate::estimate;
    use crate::analysis::performance::what_if::WhatIf;
    use crate::analysis::testing::sketches;
    use crate::model::{Edit, PriceOverride, Prices, catalogue, parse_notation};
    use crate::scenario::builtin;
    use proptest::prelude::*;

    /// What the parts of a drawing for the prompt of films cost.
    fn parts(text: &str) -> impl Fn(&str) -> Cost + use<> {
        let parsed = parse_notation(text).unwrap();
        let prompt = builtin().iter().find(|p| p.id == "video_streaming");
        let found = estimate(&parsed.design, prompt, &WhatIf::default());
        move |key| {
            let mut all = found.components.iter();
            all.find(|c| c.id == parsed.keys[key]).unwrap().cost
        }
    }

    #[test]
    fn what_nobody_counted_is_paid_for_as_often_as_its_load_needs() {
        let text = |count: &str| {
            format!(
                "a: client \"A\"\nb: app_service{count} \"B\"\nc: key_value_store x? \"C\"\na -> b -> c"
            )
        };
        let prompt = &builtin()[0];
        let found = |count: &str| {
            let parsed = parse_notation(&text(count)).unwrap();
            let found = estimate(&parsed.design, Some(prompt), &WhatIf::default());
            let id = parsed.keys["b"];
            let part = found.components.iter().find(|c| c.id == id).unwrap();
            (part.instances_needed, part.utilization, part.cost.instances)
        };
        let (needed, used, open) = found(" x?");
        let needed = needed.unwrap();
        assert!(needed > 1 && used.is_none());
        let (none, used, counted) = found(&format!(" x{needed}"));
        assert!(none.is_none() && used.unwrap() <= PLANNED);
        near(open, counted);
        let (_, used, _) = found(&format!(" x{}", needed - 1));
        assert!(used.unwrap() > PLANNED);
    }

    fn near(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() < 1e-6 * expected.max(1.0),
            "{found}, not {expected}"
        );
    }

    #[test]
    fn the_drawings_price_comes_after_the_components_own_and_before_the_catalogues() {
        let films = "client -> cdn -> pieces\npieces: object_storage\nclient -> api -> db\napi: service x3\ndb: sql cost=50\nspare: redis\n";
        let usual = parts(films);
        let own = parts(&format!(
            "{films}price service month=100 million=0.5\nprice cdn gb=0.01\nprice sql month=400\nprice cache month=9"
        ));
        near(own("api").instances, 300.0);
        assert!(usual("api").calls.abs() < 1e-9 && own("api").calls > 0.0);
        // A flat price holds for every gigabyte; what is not set stays as it was.
        near(own("cdn").sent, own("cdn").gigabytes * 0.01);
        near(own("cdn").calls, usual("cdn").calls);
        near(own("db").whole(), 50.0);
        near(own("spare").whole(), 9.0);
        near(own("pieces").whole(), usual("pieces").whole());
    }

    #[test]
    fn a_box_instances_own_has_the_price_of_what_it_is_called_after() {
        let found = parts("client -> box\nbox: custom \"Redis\"\nprice cache month=11");
        near(found("box").instances, 11.0);
    }

    proptest! {
        #[test]
        fn prices_instances_own_are_used_and_dearer_ones_never_cost_less(
            sketch in sketches(10),
            price in 0.0..1e4_f64,
            more in 0.0..1e4_f64,
        ) {
            let design = sketch.design();
            let cost = |price: f64| {
                let own = PriceOverride { monthly: Some(price), per_million: Some(price), per_gb: Some(price) };
                let all: Prices = catalogue().iter().map(|kind| (kind.id.clone(), own)).collect();
                let mut priced = design.clone();
                priced.apply(Edit::SetPrices(all)).unwrap();
                estimate(&priced, builtin().iter().find(|p| p.id == "video_streaming"), &WhatIf::default())
            };
            let (low, high) = (cost(price), cost(price + more));
            prop_assert!(high.monthly_cost >= low.monthly_cost * (1.0 - 1e-9));
            let instances: f64 = design.components().map(|(_, c)| f64::from(c.replicas.count())).sum();
            let paid: f64 = low.components.iter().map(|c| c.cost.instances).sum();
            prop_assert!((paid - instances * price).abs() <= 1e-9 * paid.max(1.0));
            let least = low.monthly_cost_at_tenfold * (1.0 - 1e-9);
            prop_assert!(low.monthly_cost_to_carry_tenfold.is_none_or(|cost| cost >= least));
        }
    }

    #[test]
    fn ten_times_the_load_needs_machines_for_ten_times_the_load() {
        // 3,500 pages a second, ten times that at 70% of 2,000 each: 25 instances in place of 4.
        let text = "client -> api -> db\napi: service x4 capacity=2000\ndb: sql capacity=1e6\nprice service month=100\nprice sql month=1000";
        let prompt = builtin().iter().find(|p| p.id == "video_streaming");
        let mut prompt = prompt.unwrap().clone();
        prompt.flows.retain(|flow| flow.id == "browse");
        let cost = |text: &str| {
            let design = parse_notation(text).unwrap().design;
            estimate(&design, Some(&prompt), &WhatIf::default())
        };
        let found = cost(text);
        near(found.monthly_cost_at_tenfold, 1_400.0);
        near(
            found.monthly_cost_to_carry_tenfold.unwrap(),
            2_500.0 + 1_000.0,
        );
        // No machine more for a service that the provider makes larger, none fewer than are drawn.
        let text = "client -> api -> db\napi: service x99 capacity=2000\ndb: dynamodb\nprice service month=100\nprice dynamodb month=1";
        near(cost(text).monthly_cost_to_carry_tenfold.unwrap(), 9_901.0);
        // What can take next to nothing takes no load with any number of instances.
        let text = "client -> api -> db\napi: service capacity=0\ndb: sql";
        assert_eq!(cost(text).monthly_cost_to_carry_tenfold, None);
    }

    #[test]
    fn budgets_leave_room_but_not_much() {
        for prompt in builtin() {
            let Some(budget) = prompt.targets.monthly_budget else {
                continue;
            };
            let cost = |accepted: &crate::scenario::AcceptedDesign| {
                estimate(&accepted.design, Some(prompt), &WhatIf::default()).monthly_cost
            };
            let dearest = prompt.designs.iter().map(cost).fold(0.0, f64::max);
            assert!(dearest <= budget, "{}: {dearest} of {budget}", prompt.id);
            assert!(
                dearest >= 0.6 * budget,
                "{}: {dearest} of {budget}",
                prompt.id
            );
        }
    }

    /// The largest bills of five designs against those worked out by hand in `tests/numbers/README.md`.
    #[test]
    fn bills_agree_with_those_worked_out_by_hand() {
        const NEAR: f64 = 0.05;
        let by_hand = [
            ("messenger", "Media CDN", 49_600.0),
            ("news_feed", "Photo CDN", 100_300.0),
            ("chat_system", "File CDN", 18_850.0),
            ("rate_limiter", "Connection balancer", 9_000.0),
            ("video_streaming", "Playback CDN", 3_360_000.0),
            ("web_crawler", "Page archive", 24_600.0),
        ];
        for (id, name, wanted) in by_hand {
            let prompt = builtin().iter().find(|prompt| prompt.id == id).unwrap();
            let of = |accepted: &crate::scenario::AcceptedDesign| {
                let design = &accepted.design;
                let (part, _) = design.components().find(|(_, c)| c.name == name)?;
                let found = estimate(design, Some(prompt), &WhatIf::default());
                found
                    .components
                    .iter()
                    .find(|c| c.id == part)
                    .map(|c| c.monthly_cost)
            };
            let found = prompt.designs.iter().find_map(of).unwrap();
            assert!(
                (found / wanted - 1.0).abs() <= NEAR,
                "{id}, {name}: {found}, by hand {wanted}"
            );
        }
    }
}
