//! Every reader of texts, whatever the text looks like: the notation, Mermaid, and the reader that takes the text for its own.

#![no_main]

use boxdrill::import::{mermaid, read_diagram};
use boxdrill::model::parse_notation;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _refused = parse_notation(text);
    let _refused = mermaid::read_flowchart(text);
    let _refused = read_diagram(text, None);
});
