//! Whatever lies on a disk is opened or refused in a sentence; what was opened can be written and opens as the same drawing.

#![no_main]

use boxdrill::model::{reads_back_as, write_design};
use boxdrill::storage::disk;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| match disk::parse(bytes) {
    Ok((loaded, _)) => {
        let written = write_design(&loaded.design);
        assert!(reads_back_as(written.as_bytes(), &loaded.design).expect("it opens again"));
    }
    Err(problem) => assert!(!problem.to_string().contains('\n')),
});
