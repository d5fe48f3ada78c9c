//! The whole check of whatever the notation can say, beside the first prompt, and what is asked of it: it never fails, the score
//! is one, and fixes, the plan and ranges are defined. Small drawings are laid out and drawn, too.

#![no_main]

use boxdrill::analysis::{Analysis, FixOrder, WhatIf};
use boxdrill::export::{PictureOptions, draw_picture};
use boxdrill::layout::tidy;
use boxdrill::model::parse_notation;
use boxdrill::scenario::builtin;
use libfuzzer_sys::fuzz_target;

/// Of larger drawings nothing is tried out: one takes the time of hundreds of checks.
const TRIED: usize = 8;

fuzz_target!(|text: &str| {
    let Ok(parsed) = parse_notation(text) else {
        return;
    };
    let boxes = parsed.design.components().len();
    // Larger drawings take the time of many small ones.
    if boxes > 60 {
        return;
    }
    for scenario in [None, builtin().first()] {
        let analysis = Analysis::new(&parsed.design, scenario);
        let report = analysis.report();
        assert!(report.score.total <= 100);
        let estimate = analysis.estimate(&WhatIf::default());
        assert!(estimate.monthly_cost.is_finite());
        if boxes <= TRIED {
            for (_, fix) in analysis.fixer(&report, &estimate).fixes(FixOrder::Score) {
                assert!(fix.score >= report.score.total && !fix.edits.is_empty());
            }
            let plan = analysis.plan();
            assert!(plan.score <= 100 && plan.effect.monthly_cost.is_finite());
            for verdict in analysis.sensitivity(&WhatIf::default()).finish() {
                assert!((0.0..=1.0).contains(&verdict.confidence));
            }
        }
    }
    if boxes <= TRIED {
        let mut design = parsed.design;
        design.apply_all(tidy(&design)).expect("a layout fits");
        let _picture = draw_picture(&design, &PictureOptions::default());
    }
});
