//! The whole check of whatever the notation can say, beside the first prompt: it never fails, and the score is one.

#![no_main]

use boxdrill::analysis::{Analysis, WhatIf};
use boxdrill::model::parse_notation;
use boxdrill::scenario::builtin;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(parsed) = parse_notation(text) else {
        return;
    };
    // Larger drawings take the time of many small ones.
    if parsed.design.components().len() > 60 {
        return;
    }
    for scenario in [None, builtin().first()] {
        let analysis = Analysis::new(&parsed.design, scenario);
        assert!(analysis.report().score.total <= 100);
        let estimate = analysis.estimate(&WhatIf::default());
        assert!(estimate.monthly_cost.is_finite());
    }
});
