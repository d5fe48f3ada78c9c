//! Drawings to measure layout and routing with: made by rule from numbers, the same on every machine, and for the benches.

use boxdrill::model::{Component, Connection, Design, Edit, Id, SplitMix64, pt};

/// Components in layers, as systems are: each is called from the layer before, and a third as many calls again skip
/// layers or stay close; one in twenty of those leads back. `seed` chooses one of many.
pub(super) fn layered(count: u64, seed: u64) -> Design {
    let mut random = SplitMix64::new(seed * 1_000 + count);
    let mut layers: Vec<Vec<u64>> = Vec::new();
    let mut next = 0;
    while next < count {
        let widest = 2 + count.isqrt();
        let wide = (1 + random.below(widest)).min(count - next);
        layers.push((next..next + wide).collect());
        next += wide;
    }
    let mut calls = Vec::new();
    for pair in layers.windows(2) {
        for &to in &pair[1] {
            let from = pair[0][random.below(pair[0].len() as u64) as usize];
            calls.push((from, to));
        }
    }
    let wanted = (count * 13 / 10) as usize;
    for _ in 0..20 * wanted {
        if calls.len() >= wanted || layers.len() < 2 {
            break;
        }
        let layer = random.below(layers.len() as u64 - 1) as usize;
        let reach = (1 + random.below(3).pow(2) as usize / 2).min(layers.len() - 1 - layer);
        let from = layers[layer][random.below(layers[layer].len() as u64) as usize];
        let far = &layers[layer + reach];
        let to = far[random.below(far.len() as u64) as usize];
        let call = if random.below(20) == 0 {
            (to, from)
        } else {
            (from, to)
        };
        if !calls.contains(&call) {
            calls.push(call);
        }
    }
    design(count, &calls)
}

/// A design of equal components and these calls between them.
fn design(count: u64, calls: &[(u64, u64)]) -> Design {
    let component = |number: u64| {
        let component = Component::new("app_service", "Some service", pt(0.0, 0.0));
        Edit::PutComponent(Id(1 + number), component)
    };
    let connection = |(number, &(from, to)): (u64, &(u64, u64))| {
        let label = if number % 3 == 0 { "asks for it" } else { "" };
        let connection = Connection {
            label: label.to_owned(),
            ..Connection::new(Id(1 + from), Id(1 + to))
        };
        Edit::PutConnection(Id(1 + count + number), connection)
    };
    let mut design = Design::new();
    design
        .apply_all(
            (0..count)
                .map(component)
                .chain((0..).zip(calls).map(connection)),
        )
        .expect("the ids are fresh and the ends exist");
    design
}
