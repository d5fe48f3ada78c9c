//! A file with a prompt is taken or refused with a reason.

#![no_main]

use boxdrill::scenario;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(reason) = scenario::parse(text) {
        assert!(!reason.is_empty());
    }
});
