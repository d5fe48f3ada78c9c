//! How long layout and routing take: tidying a drawing, routing it afresh, and following one box as it is dragged.

#[path = "../tests/suite/drawing/graphs.rs"]
mod graphs;

use std::collections::BTreeMap;
use std::hint::black_box;

use boxdrill::layout::{Router, RoutingConstraints, tidy};
use boxdrill::model::{
    Component, Connection, Design, Edit, Id, Rect, SplitMix64, Zone, ZoneKind, pt, vector,
};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

/// Components, a tenth of them in each of five zones, with connections mostly to the next few.
fn design(components: u64, connections: u64) -> Design {
    let mut random = SplitMix64::new(7);
    let zone = |number: u64| {
        let zone = Zone {
            kind: ZoneKind::Team,
            name: "Team".to_owned(),
            rect: Rect::from_min(pt(0.0, 0.0), 224.0, 128.0),
            parent: None,
        };
        Edit::PutZone(Id(number), zone)
    };
    let component = |number: u64| {
        let zone = number * 10 / components + 1;
        let component = Component {
            parent: (zone <= 5).then_some(Id(zone)),
            ..Component::new("app_service", "Some service", pt(0.0, 0.0))
        };
        Edit::PutComponent(Id(6 + number), component)
    };
    let mut edits: Vec<Edit> = (1..=5).map(zone).collect();
    edits.extend((0..components).map(component));
    for number in 0..connections {
        let from = random.below(components);
        let to = (from + 1 + random.below(20)) % components;
        let connection = Connection::new(Id(6 + from), Id(6 + to));
        edits.push(Edit::PutConnection(Id(6 + components + number), connection));
    }
    let mut design = Design::new();
    for edit in edits {
        design
            .apply(edit)
            .expect("the ids are fresh and the ends exist");
    }
    design
}

type Boxes = BTreeMap<Id, Rect>;
type Wires = BTreeMap<Id, (Id, Id)>;

/// Boxes in rows as people draw them, not quite aligned, with connections to boxes up to three away.
fn drawing(boxes: u64, wires: u64) -> (Boxes, Wires) {
    let mut random = SplitMix64::new(3);
    let across = (boxes as f64).sqrt().ceil() as u64;
    let rects = (0..boxes)
        .map(|number| {
            let at = pt(
                (number % across * 288 + random.below(60)) as f64,
                (number / across * 128 + random.below(20)) as f64,
            );
            (Id(number), Rect::from_center(at, 160.0, 64.0))
        })
        .collect();
    let wires = (0..wires)
        .map(|number| {
            let from = random.below(boxes);
            let column = (from % across + random.below(7))
                .saturating_sub(3)
                .min(across - 1);
            let row = (from / across + random.below(7)).saturating_sub(3);
            let to = (row * across + column).min(boxes - 1);
            (Id(boxes + number), (Id(from), Id(to)))
        })
        .collect();
    (rects, wires)
}

fn tidying(c: &mut Criterion) {
    for (components, connections) in [(30, 45), (1_000, 3_000)] {
        let design = design(components, connections);
        c.bench_function(&format!("tidy {components} boxes"), |b| {
            b.iter(|| tidy(black_box(&design)));
        });
    }
    let layered = graphs::layered(60, 1);
    c.bench_function("tidy 60 boxes in layers", |b| {
        b.iter(|| tidy(black_box(&layered)));
    });
}

fn routing(c: &mut Criterion) {
    let (boxes, wires) = drawing(200, 300);
    c.bench_function("route 200 boxes", |b| {
        b.iter_batched_ref(
            Router::default,
            |router| {
                router.update_routes(black_box(&boxes), &wires, &RoutingConstraints::default());
            },
            BatchSize::SmallInput,
        );
    });
}

fn dragging(c: &mut Criterion) {
    let (mut boxes, wires) = drawing(500, 700);
    let degree = |id: Id| wires.values().filter(|(a, b)| *a == id || *b == id).count();
    let dragged = boxes.keys().copied().find(|&id| degree(id) == 6);
    let dragged = dragged.unwrap_or(Id(0));
    let mut router = Router::default();
    router.update_routes(&boxes, &wires, &RoutingConstraints::default());
    let mut step = 3.0;
    c.bench_function("drag a box among 500", |b| {
        b.iter(|| {
            if let Some(rect) = boxes.get_mut(&dragged) {
                *rect = rect.translated(vector(step, step / 3.0));
                if rect.min.x.abs() > 4_000.0 {
                    step = -step;
                }
            }
            router.update_routes(black_box(&boxes), &wires, &RoutingConstraints::default());
        });
    });
}

criterion_group!(benches, tidying, routing, dragging);
criterion_main!(benches);
