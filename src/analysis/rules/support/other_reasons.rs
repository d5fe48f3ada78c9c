//! What a queue or a cache is for beside load: the reasons that no number speaks against.

use crate::analysis::context::Context;
use crate::analysis::rules::support::keywords;
use crate::analysis::rules::support::text_match;
use crate::analysis::rules::support::thresholds::SLOW_WORK_MS;
use crate::model::{Access, Flag, Group, Role};

/// Whether a queue is there because its work is slow, may be done later, must not be lost or comes from elsewhere.
pub(crate) fn is_for_more_than_load(context: &Context, part: usize) -> bool {
    let quick_code = |node: usize| {
        let this = &context.nodes[node];
        let time = this.component.numbers.latency_p50;
        let time = time.unwrap_or(this.kind.latency_p50.value);
        let calls_out = context
            .out(node)
            .any(|link| context.role(link.to) == Role::External);
        let code = matches!(this.role(), Role::Compute | Role::Processor);
        code && time < SLOW_WORK_MS && !this.has(Flag::Deferrable) && !calls_out
    };
    let own_code = |node: usize| context.nodes[node].kind.group == Group::Compute;
    let put_off = context.flows.iter().any(|flow| {
        flow.spec.is_some_and(|spec| spec.deferrable) && flow.components.contains(&part)
    });
    let mut takers = context.callees(part).iter();
    put_off
        || context.callees(part).is_empty()
        || !takers.all(|&taker| quick_code(taker))
        || context.into(part).any(|link| !own_code(link.from))
}

/// Whether a cache holds copies of what a store answers as well, and nobody needs the answer faster than a store gives it.
pub(crate) fn only_spares_reads(context: &Context, cache: usize) -> bool {
    let users: Vec<usize> = context.into(cache).map(|link| link.from).collect();
    let behind = || {
        users
            .iter()
            .chain([&cache])
            .flat_map(|&user| context.out(user))
    };
    let slow = |role| {
        matches!(
            role,
            Role::External | Role::Model | Role::Search | Role::Analytics | Role::Objects
        )
    };
    let written = context
        .into(cache)
        .any(|link| matches!(link.access, Some(Access::Write | Access::Both)));
    let by_code = users
        .iter()
        .all(|&user| context.role(user) == Role::Compute);
    let hurried = context.flows.iter().any(|flow| {
        let target = flow.spec.and_then(|spec| spec.latency_p99_ms);
        let stores = flow
            .components
            .iter()
            .filter(|&&n| context.role(n) == Role::Store);
        let slowest = stores
            .map(|&n| context.nodes[n].kind.latency_p99.value)
            .fold(0.0, f64::max);
        flow.components.contains(&cache) && target.is_some_and(|target| target <= 2.0 * slowest)
    });
    let texts = text_match::texts_of_component(context.nodes[cache].component);
    by_code
        && !written
        && !hurried
        && !behind().any(|link| slow(context.role(link.to)))
        && !texts
            .iter()
            .any(|text| text_match::mentions(text, keywords::STATE_IN_MEMORY))
}
