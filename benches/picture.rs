//! How long pictures take: a drawing of 30 boxes as PNG at 2×, and as SVG.

use std::fmt::Write as _;

use boxdrill::export::{PictureOptions, draw_picture, to_png, to_svg};
use boxdrill::layout::tidy;
use boxdrill::model::{Design, parse_notation};
use criterion::{Criterion, criterion_group, criterion_main};

/// Thirty services in six columns, each calling two of the next.
fn thirty() -> Design {
    let mut text = String::new();
    for index in 0..30 {
        _ = writeln!(text, "n{index}: service x2 \"Service {index}\" (Go)");
    }
    for index in 0..25 {
        for next in [index + 5, (index + 1) % 5 + (index / 5 + 1) * 5] {
            _ = writeln!(text, "n{index} -> n{next}: \"call {index}\"");
        }
    }
    let mut design = parse_notation(&text).expect("sound notation").design;
    let edits = tidy(&design);
    design.apply_all(edits).expect("a layout");
    design
}

fn pictures(criterion: &mut Criterion) {
    let design = thirty();
    let options = PictureOptions::default();
    criterion.bench_function("png of 30 boxes at 2x", |bench| {
        bench.iter(|| to_png(&draw_picture(&design, &options), 2.0).expect("a picture"));
    });
    criterion.bench_function("svg of 30 boxes", |bench| {
        bench.iter(|| to_svg(&draw_picture(&design, &options)).expect("a picture"));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = pictures
}
criterion_main!(benches);
