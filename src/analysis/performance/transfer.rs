//! What is paid by use in a month: calls, what is kept, and what is sent to users over the internet and between regions and
//! zones. It comes from the traffic of the prompt, the sizes of requests and the ways they take, and is apart from the
//! prices.
//!
//! What users get is counted once, at the front-most component that pays by the gigabyte: a content network and not also
//! the balancer behind it, from which it fetches for nothing. What users send costs nothing. Copies that stores make of
//! themselves, backups, address translation and the processing fees of balancers are left out: no size is known for them.

use crate::analysis::flow::FlowTrace;
use crate::analysis::flow::traced::TracedFlows;
use crate::analysis::graph::{Link, LinkMap, NodeMap};
use crate::analysis::performance::load::{self, Traffic};
use crate::analysis::performance::price::{EffectivePrice, month_of_peak};
use crate::analysis::performance::visit_ratios::{VisitRatios, visit_ratios};
use crate::analysis::reliability::fault_set::FaultSet;
use crate::model::{Access, Flag, Role, ZoneKind};
use crate::scenario::Flow;
use petgraph::graph::NodeIndex;

/// What one component gets, keeps and sends in a month.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct MonthlyVolumes {
    /// Calls.
    pub(crate) calls: f64,
    /// Those of them that write.
    pub(crate) writes: f64,
    /// Kept, one copy (GB).
    pub(crate) kept: f64,
    /// Sent to users over the internet (GB).
    pub(crate) users: f64,
    /// Sent to other regions (GB).
    pub(crate) regions: f64,
    /// Sent to other availability zones of its region (GB).
    pub(crate) zones: f64,
}

/// What every component gets, keeps and sends in a month, by component.
#[derive(Debug, Clone)]
pub(crate) struct TransferVolumes(pub(crate) NodeMap<MonthlyVolumes>);

impl TransferVolumes {
    /// At the traffic of the prompt, when some of the drawing has failed. Sizes are known from prompts only.
    pub(crate) fn new(traced: &TracedFlows, failed: &FaultSet) -> Self {
        Self::with_calls(traced, failed, &load::traffic(traced, failed))
    }

    /// The same where the calls of a month are known already.
    pub(crate) fn with_calls(traced: &TracedFlows, failed: &FaultSet, calls: &Traffic) -> Self {
        let mut sent = Self(traced.node_map(MonthlyVolumes::default()));
        for (node, &month) in calls.month.iter() {
            sent.0[node].calls = month;
            sent.0[node].writes = calls.month_writes[node];
        }
        sent.add_kept(traced);
        for flow in traced.flows.iter().filter(|flow| flow.works()) {
            if let Some(spec) = flow.spec.filter(|spec| spec.megabytes > 0.0) {
                let found = visit_ratios(traced, flow, failed);
                sent.add(&FlowTransfer::new(traced, flow, spec, &found));
            }
        }
        sent
    }

    /// The same at so many times the traffic.
    pub(crate) fn times(&self, times: f64) -> Self {
        let scaled = |amounts: &MonthlyVolumes| MonthlyVolumes {
            calls: amounts.calls * times,
            writes: amounts.writes * times,
            kept: amounts.kept * times,
            users: amounts.users * times,
            regions: amounts.regions * times,
            zones: amounts.zones * times,
        };
        Self(self.0.values().map(scaled).collect())
    }

    /// What is kept where flows end: several flows that end at the same place keep the same there, and several places share
    /// it.
    fn add_kept(&mut self, traced: &TracedFlows) {
        for flow in traced.flows.iter().filter(|flow| flow.works()) {
            let spec = flow.spec.map_or(&[][..], |spec| spec.to.as_slice());
            for (end, spec) in flow.ends.iter().zip(spec) {
                // What is large enough to be counted is kept in files where there is a place for files.
                let keeps_files = |node: &NodeIndex| traced.role(*node) == Role::Objects;
                let has_files = end.candidates.iter().any(keeps_files);
                let mut places = end.candidates.clone();
                places.retain(|node| !has_files || keeps_files(node));
                let share = spec.kept_gb / places.len().max(1) as f64;
                for node in places {
                    self.0[node].kept = self.0[node].kept.max(share);
                }
            }
        }
    }

    fn add(&mut self, passage: &FlowTransfer<'_>) {
        // The answer to a request that another one sets off goes to nobody.
        if passage.spec.access != Access::Write && passage.spec.follows.is_none() {
            for (node, gigabytes) in passage.to_users() {
                self.0[node].users += gigabytes;
            }
        }
        for link in passage.links() {
            let gigabytes = passage.gigabytes * passage.found.links[link.index];
            let sender = match passage.spec.access {
                Access::Read => link.to,
                Access::Write | Access::Both => link.from,
            };
            match border(passage.traced, link) {
                Some(BorderCrossing::Region) => self.0[sender].regions += gigabytes,
                Some(BorderCrossing::Zone) => self.0[sender].zones += gigabytes,
                None => {}
            }
        }
    }
}

/// One flow with the size of its requests.
struct FlowTransfer<'p> {
    traced: &'p TracedFlows<'p>,
    flow: &'p FlowTrace<'p>,
    spec: &'p Flow,
    found: &'p VisitRatios,
    /// For each link whether the bytes of the request pass over it.
    carries: LinkMap<bool>,
    /// What all its requests of a month carry (GB).
    gigabytes: f64,
}

impl<'p> FlowTransfer<'p> {
    fn new(
        traced: &'p TracedFlows<'p>,
        flow: &'p FlowTrace<'p>,
        spec: &'p Flow,
        found: &'p VisitRatios,
    ) -> Self {
        let mut carries = traced.link_map(false);
        flow.links.iter().for_each(|&link| carries[link] = true);
        // The stretch that it shares with the request that sets it off is that one's.
        let leader = spec.follows.as_ref();
        let leader = leader.and_then(|id| traced.flows.iter().find(|flow| flow.id == *id));
        let shared = leader.map(|leader| &leader.links).into_iter().flatten();
        shared.for_each(|&link| carries[link] = false);
        Self {
            traced,
            flow,
            spec,
            found,
            carries,
            gigabytes: spec.rps * spec.megabytes / 1e3 * month_of_peak(traced, Some(spec)),
        }
    }

    fn links(&self) -> impl Iterator<Item = &'p Link<'p>> {
        let links = self.traced.links();
        links.filter(|link| self.carries[link.index])
    }

    /// Who sends how much of it to users (GB a month): whoever pays by the gigabyte and has nobody before it who does.
    fn to_users(&self) -> Vec<(NodeIndex, f64)> {
        let mut paid = Vec::new();
        let mut front = self.front();
        // A way without rings has no more steps than there are components.
        for _ in self.traced.node_indices() {
            let mut behind = self.traced.node_map(0.0);
            for (node, &gigabytes) in front.iter().filter(|(_, gb)| **gb > 0.0) {
                if EffectivePrice::of(self.traced.design, &self.traced[node]).holds_gigabytes() {
                    paid.push((node, gigabytes));
                } else if is_passed_through(self.traced, node) {
                    self.share_out(node, gigabytes, &mut behind);
                }
            }
            front = behind;
        }
        paid
    }

    /// What comes out of each component that users call (GB a month).
    fn front(&self) -> NodeMap<f64> {
        let mut front = self.traced.node_map(0.0);
        for &entry in &self.flow.entries {
            if is_user(self.traced.role(entry)) {
                let calls = self.traced[entry].out.iter();
                for &link in calls.filter(|&&link| self.carries[link]) {
                    front[self.traced[link].to] += self.gigabytes * self.found.links[link];
                }
            } else if self.spec.from.contains(&Role::Client) {
                // Users who are not drawn stand before whatever stands first.
                front[entry] += self.gigabytes * self.found.components[entry];
            }
        }
        front
    }

    /// Leads what passes through a component on to those from which it comes.
    fn share_out(&self, node: NodeIndex, gigabytes: f64, behind: &mut NodeMap<f64>) {
        let out = self.traced[node].out.iter().copied();
        let out = out.filter(|&link| self.carries[link]);
        let all: f64 = out.clone().map(|link| self.found.links[link]).sum();
        for link in out.filter(|_| all > 0.0) {
            let part = self.found.links[link] / all;
            behind[self.traced[link].to] += gigabytes * part;
        }
    }
}

fn is_user(role: Role) -> bool {
    matches!(role, Role::Client | Role::Device)
}

fn is_passed_through(traced: &TracedFlows, node: NodeIndex) -> bool {
    let node = &traced[node];
    node.has(Flag::PassThrough) || node.has(Flag::Chooser)
}

enum BorderCrossing {
    Region,
    Zone,
}

/// What lies between the ends of a link, where crossing it costs money. Content networks fetch for nothing, and services
/// that the provider runs in all zones have a door in each.
fn border(traced: &TracedFlows, link: &Link) -> Option<BorderCrossing> {
    let ends = [link.from, link.to];
    let is_free = |node: NodeIndex| {
        let role = traced.role(node);
        is_user(role) || matches!(role, Role::Cdn | Role::External)
    };
    if ends.into_iter().any(is_free) {
        return None;
    }
    let [from, to] = ends.map(|node| traced.region_of(node));
    if from != to {
        return from.and(to).map(|_| BorderCrossing::Region);
    }
    let managed = |node: NodeIndex| traced[node].has(Flag::Managed);
    let [from, to] = ends.map(|node| traced.zone_around(node, ZoneKind::AvailabilityZone));
    let crosses = from != to && from.is_some() && to.is_some();
    (crosses && !ends.into_iter().any(managed)).then_some(BorderCrossing::Zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::performance::cost::Cost;
    use crate::analysis::performance::estimate::{Estimate, estimate};
    use crate::analysis::performance::what_if::WhatIf;
    use crate::analysis::testing::sketches;
    use crate::model::parse_notation;
    use crate::scenario::{Scenario, builtin};
    use proptest::prelude::*;

    /// What ten requests of 1 MB a second come to in a month whose peak is twice its mean: 0.01 GB × 2,629,800 ÷ 2.
    const GIGABYTES: f64 = 13_149.0;

    /// Ten requests a second of 1 MB each, from the users to a store.
    fn prompt(access: Access) -> Scenario {
        let mut prompt = builtin()[0].clone();
        prompt.flows.retain(|flow| flow.id == "redirect");
        for flow in &mut prompt.flows {
            (flow.rps, flow.megabytes, flow.access) = (10.0, 1.0, access);
        }
        prompt
    }

    fn with(text: &str, access: Access) -> (Estimate, impl Fn(&Estimate, &str) -> Cost + use<>) {
        let parsed = parse_notation(text).unwrap();
        let found = estimate(&parsed.design, Some(&prompt(access)), &WhatIf::default());
        let keys = parsed.keys;
        let of = move |found: &Estimate, key: &str| {
            let mut all = found.components.iter();
            all.find(|c| c.id == keys[key]).unwrap().cost
        };
        (found, of)
    }

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
    }

    #[test]
    fn the_front_most_that_pays_by_the_gigabyte_pays() {
        let text = "client -> waf -> load_balancer -> api -> db\ndb: sql";
        let (found, of) = with(text, Access::Read);
        near(of(&found, "load_balancer").gigabytes, GIGABYTES);
        // 10 TB at 0.09, the rest at 0.085.
        near(
            of(&found, "load_balancer").sent,
            900.0 + (GIGABYTES - 10_000.0) * 0.085,
        );
        near(
            of(&found, "api").gigabytes + of(&found, "waf").gigabytes,
            0.0,
        );
        let text = "client -> cdn -> load_balancer -> api -> db\ndb: sql\ncdn: cdn hit=0.5";
        let (found, of) = with(text, Access::Read);
        near(
            of(&found, "cdn").sent,
            850.0 + (GIGABYTES - 10_000.0) * 0.08,
        );
        near(of(&found, "load_balancer").sent, 0.0);
        // Users who are not drawn are users still.
        let (found, of) = with("load_balancer -> api -> db\ndb: sql", Access::Read);
        near(of(&found, "load_balancer").gigabytes, GIGABYTES);
    }

    #[test]
    fn what_users_send_costs_nothing_and_own_costs_hold_all() {
        let (found, of) = with("client -> api -> db\ndb: sql", Access::Write);
        near(of(&found, "api").sent, 0.0);
        let text = "client -> api -> db\ndb: sql\napi: service x2 cost=300";
        let (found, of) = with(text, Access::Read);
        near(of(&found, "api").whole(), 600.0);
        near(of(&found, "api").gigabytes, GIGABYTES);
    }

    #[test]
    fn what_is_passed_through_is_shared_out() {
        let text = "client -> dns\ndns -> east: 25%\ndns -> west: 75%\neast: load_balancer\nwest: load_balancer\neast -> api -> db\nwest -> api\ndb: sql";
        let (found, of) = with(text, Access::Read);
        near(of(&found, "east").gigabytes, GIGABYTES / 4.0);
        near(of(&found, "west").gigabytes, GIGABYTES * 3.0 / 4.0);
    }

    #[test]
    fn crossing_between_zones_and_regions_is_paid_by_whoever_sends() {
        let zones = |kind: &str| {
            format!(
                "client -> api -> db\nzone a: {kind} \"A\" {{\napi: service\n}}\nzone b: {kind} \"B\" {{\ndb: sql\n}}"
            )
        };
        let (found, of) = with(&zones("az"), Access::Read);
        near(of(&found, "db").crossing, GIGABYTES * 0.02);
        let (found, of) = with(&zones("region"), Access::Write);
        near(of(&found, "api").crossing, GIGABYTES * 0.02);
        near(of(&found, "db").crossing, 0.0);
        let (found, of) = with(&zones("team"), Access::Read);
        near(of(&found, "db").crossing, 0.0);
        let managed = "client -> api -> db\nzone a: az \"A\" {\napi: service\n}\nzone b: az \"B\" {\ndb: dynamodb\n}";
        let (found, of) = with(managed, Access::Read);
        near(of(&found, "db").crossing, 0.0);
    }

    #[test]
    fn what_is_paid_by_use_is_paid_for_the_mean_and_what_is_kept_by_the_gigabyte() {
        let text = "client -> api_gateway -> api -> files\nfiles: object_storage";
        let parsed = parse_notation(text).unwrap();
        let cost = |peak: f64, own: Option<f64>, kept: f64| {
            let mut prompt = prompt(Access::Write);
            prompt.targets.peak_over_mean = peak;
            for flow in &mut prompt.flows {
                flow.peak_over_mean = own;
                flow.to.truncate(1);
                flow.to[0].roles = vec![Role::Objects];
                flow.to[0].kept_gb = kept;
            }
            let found = estimate(&parsed.design, Some(&prompt), &WhatIf::default());
            let of = |key: &str| {
                let mut all = found.components.iter();
                all.find(|c| c.id == parsed.keys[key]).unwrap().cost
            };
            (of("api_gateway"), of("files"))
        };
        // 10 a second are 26.298 million in a month, a fourth of that at a peak of four times the mean.
        let (gate, files) = cost(4.0, None, 2_000.0);
        near(gate.million_calls, 26.298 / 4.0);
        near(gate.calls, 26.298 / 4.0 * 3.5);
        near(files.kept, 2_000.0 * 0.023);
        let (gate, _) = cost(4.0, Some(10.0), 0.0);
        near(gate.million_calls, 2.629_8);
    }

    #[test]
    fn a_film_site_pays_for_what_its_network_delivers() {
        let prompt = builtin().iter().find(|p| p.id == "video_streaming");
        let accepted = &prompt.unwrap().designs[0];
        let found = estimate(&accepted.design, prompt, &WhatIf::default());
        let cdn = found
            .components
            .iter()
            .find(|c| c.id == accepted.keys["cdn"]);
        let cost = cdn.unwrap().cost;
        // 175,000 pieces of 2 MB a second are 350 GB; the peak is three times the mean.
        near(cost.gigabytes, 350.0 * 876_600.0);
        // 10,024 TB cost 239,770, all beyond that 0.01.
        near(
            cost.sent,
            239_770.0 + (cost.gigabytes - 10_024_000.0) * 0.01,
        );
    }

    #[test]
    fn users_who_call_one_another_get_it_once_all_the_same() {
        let ring = "a: client\nb: client\nc: client\ng: api_gateway_self_run x0\ndb: sql x0\na -> g -> b -> db -> c -> g -> db";
        let (found, _) = with(ring, Access::Read);
        let sent: f64 = found.components.iter().map(|c| c.cost.gigabytes).sum();
        assert!(sent > 0.0 && sent <= GIGABYTES * (1.0 + 1e-9), "{sent}");
    }

    proptest! {
        #[test]
        fn users_get_everything_once_at_most_and_more_never_costs_less(
            sketch in sketches(10),
            traffic in 0.1..1e4_f64,
        ) {
            let design = sketch.design();
            let prompt = prompt(Access::Read);
            let at = |traffic| estimate(&design, Some(&prompt), &WhatIf { traffic, ..WhatIf::default() });
            let (less, more) = (at(traffic), at(traffic * 1.5));
            let sent: f64 = less.components.iter().map(|c| c.cost.gigabytes).sum();
            prop_assert!(sent <= GIGABYTES * traffic * (1.0 + 1e-9), "{sent}");
            prop_assert!(more.monthly_cost >= less.monthly_cost - 1e-9);
            prop_assert!(less.monthly_cost_at_tenfold >= less.monthly_cost - 1e-9);
            for part in &less.components {
                prop_assert!((part.cost.whole() - part.monthly_cost).abs() < 1e-9);
            }
        }
    }
}
