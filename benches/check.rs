//! How long a check and an estimate take: an interview drawing held against three accepted designs, and a drawing far
//! larger than any.

use std::fmt::Write as _;
use std::hint::black_box;

use boxdrill::analysis::{WhatIf, analyze, estimate, rules::example_prompt};
use boxdrill::model::{Design, SplitMix64, parse_notation};
use boxdrill::scenario::{Scenario, builtin};
use criterion::{Criterion, criterion_group, criterion_main};

/// Kinds in about the shares in which large drawings have them.
const KINDS: [&str; 20] = [
    "microservice x2",
    "microservice",
    "app_service x3",
    "microservice x2",
    "sql_database",
    "microservice x4",
    "cache x2",
    "queue",
    "worker x2",
    "key_value_store",
    "load_balancer",
    "api_gateway_self_run",
    "microservice",
    "object_storage",
    "event_log x3",
    "stream_processor x2",
    "read_replica",
    "auth x2",
    "search_index x2",
    "third_party_api",
];

/// A drawing of so many components and connections, the same in every run.
fn random_design(components: usize, connections: usize) -> Design {
    let mut text = String::new();
    for index in 0..components {
        let kind = if index % 100 == 0 {
            "client"
        } else {
            KINDS[index % KINDS.len()]
        };
        _ = writeln!(text, "n{index}: {kind} \"Part {index}\"");
    }
    let mut random = SplitMix64::new(42);
    let mut next = || random.below(components as u64);
    for _ in 0..connections {
        _ = writeln!(text, "n{} -> n{}", next(), next());
    }
    parse_notation(&text)
        .expect("the text is well formed")
        .design
}

/// A prompt with three accepted designs of 30 parts.
fn prompt() -> Scenario {
    let mut scenario = example_prompt().clone();
    let first = scenario.designs[0].clone();
    scenario.designs = (0..3)
        .map(|index| {
            let mut accepted = first.clone();
            accepted.id = format!("design_{index}");
            accepted.design = random_design(28 + index, 45);
            accepted.keys.clear();
            accepted.parts.clear();
            accepted
        })
        .collect();
    scenario
}

fn checks(criterion: &mut Criterion) {
    let (prompt, small, large) = (prompt(), random_design(30, 45), random_design(1_000, 3_000));
    criterion.bench_function(
        "30 components, 45 connections, 3 accepted designs",
        |bencher| {
            bencher.iter(|| analyze(black_box(&small), Some(&prompt)));
        },
    );
    criterion.bench_function("1,000 components, 3,000 connections", |bencher| {
        bencher.iter(|| analyze(black_box(&large), None));
    });
    criterion.bench_function("1,000 components, 3 accepted designs", |bencher| {
        bencher.iter(|| analyze(black_box(&large), Some(&prompt)));
    });
}

/// A shape of drawing: the kind of each part, and the connections as pairs of parts.
type Shape = (fn(usize) -> &'static str, Vec<(usize, usize)>);

/// Shapes that are hard in different ways, of so many parts each.
fn shapes(parts: usize) -> [(&'static str, Shape); 7] {
    let services: fn(usize) -> &'static str = |_| "microservice x2";
    let next = |part: usize| (part, part + 1);
    let to_store: fn(usize) -> &'static str = |part| match part {
        0 => "client",
        part if part % 10 < 7 => "microservice x2",
        _ => "sql_database",
    };
    let from_client: fn(usize) -> &'static str = |part| match part % 3 {
        0 => "client",
        1 => "microservice x2",
        _ => "sql_database",
    };
    let several = |count: usize, step: usize| {
        let ends =
            move |part: usize| (1..=count).map(move |hop| (part, (part + hop * step) % parts));
        (0..parts).flat_map(ends).filter(|(from, to)| from != to)
    };
    [
        ("many stores", (to_store, several(3, 7).collect())),
        ("many clients", (from_client, several(3, 7).collect())),
        ("dense", (services, several(9, 3).collect())),
        (
            "a long chain",
            (services, (0..parts - 1).map(next).collect()),
        ),
        (
            "a star",
            (services, (1..parts).map(|part| (0, part)).collect()),
        ),
        ("a ring", (services, several(1, 1).collect())),
        ("a grid of calls", (to_store, several(2, 14).collect())),
    ]
}

fn shape_checks(criterion: &mut Criterion) {
    for parts in [200, 1_000] {
        for (name, (kind, links)) in shapes(parts) {
            criterion.bench_function(&format!("{parts} components, {name}"), |bencher| {
                let drawing = shaped(parts, kind, &links);
                bencher.iter(|| analyze(black_box(&drawing), Some(&builtin()[0])));
            });
        }
    }
}

fn shaped(parts: usize, kind: fn(usize) -> &'static str, links: &[(usize, usize)]) -> Design {
    let mut text = String::new();
    for part in 0..parts {
        _ = writeln!(text, "n{part}: {} \"Part {part}\"", kind(part));
    }
    for (from, to) in links {
        _ = writeln!(text, "n{from} -> n{to}");
    }
    parse_notation(&text)
        .expect("the text is well formed")
        .design
}

fn estimates(criterion: &mut Criterion) {
    let accepted = &builtin()[0].designs[0].design;
    let (small, large) = (random_design(30, 45), random_design(1_000, 3_000));
    let now = WhatIf::default();
    let drawings = [
        ("an accepted design", accepted),
        ("30 components", &small),
        ("1,000 components", &large),
    ];
    for (name, design) in drawings {
        criterion.bench_function(&format!("estimate {name}"), |bencher| {
            bencher.iter(|| estimate(black_box(design), Some(&builtin()[0]), &now));
        });
    }
}

criterion_group!(benches, checks, shape_checks, estimates);
criterion_main!(benches);
