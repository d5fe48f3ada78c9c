//! Every prompt can be answered well by offered fixes alone, from an empty drawing, and the result can be read.

use boxdrill::analysis::{Report, analyze, fixes};
use boxdrill::model::{Design, Rect};
use boxdrill::scenario::{Scenario, builtin};

/// What a box takes at least (world units).
const BOX: (f64, f64) = (160.0, 64.0);

/// Applies the best offered fix again and again; says what was done.
fn mended(scenario: &Scenario) -> (Design, Report, Vec<String>) {
    let mut design = Design::new();
    let mut report = analyze(&design, Some(scenario));
    let mut done = Vec::new();
    for _ in 0..60 {
        let Some((_, best)) = fixes(&design, Some(scenario), &report).into_iter().next() else {
            break;
        };
        design.apply_all(best.edits).expect("offered edits fit");
        report = analyze(&design, Some(scenario));
        done.push(format!("{} {}", report.score.total, best.label));
    }
    (design, report, done)
}

#[test]
fn every_prompt_is_beatable() {
    for scenario in builtin() {
        let start = std::time::Instant::now();
        let (design, report, done) = mended(scenario);
        println!("{} {:?}\n{}", scenario.id, start.elapsed(), done.join("\n"));
        for f in &report.findings {
            println!("   {:?} {} {} {:?}", f.severity, f.rule, f.why, f.items);
        }
        let boxes: Vec<Rect> = design
            .components()
            .map(|(_, c)| Rect::from_center(c.at, BOX.0, BOX.1))
            .collect();
        for (index, one) in boxes.iter().enumerate() {
            assert!(!boxes[..index].iter().any(|other| other.intersects(*one)));
        }
    }
}
