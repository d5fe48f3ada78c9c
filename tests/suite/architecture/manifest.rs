//! What `Cargo.toml` says of the project: why it needs each dependency, and the oldest Rust it builds with.

use std::fs;

use super::{assert_none, root};

/// The lines of a section of the manifest, with their numbers, counted from 1.
fn section<'a>(manifest: &'a str, head: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let lines = (1..).zip(manifest.lines());
    let body = lines.skip_while(move |(_, line)| *line != head).skip(1);
    body.take_while(|(_, line)| !line.starts_with('['))
}

#[test]
fn every_dependency_stands_below_its_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is there");
    let (mut problems, mut count) = (Vec::new(), 0);
    for head in ["[dependencies]", "[dev-dependencies]"] {
        let mut has_reason = false;
        for (number, line) in section(&manifest, head) {
            // One reason may stand above several crates that serve it together; an empty line ends it.
            if line.is_empty() {
                has_reason = false;
            } else if line.starts_with('#') {
                has_reason = true;
            } else {
                count += 1;
                if !has_reason {
                    problems.push(format!("Cargo.toml:{number}: no reason above `{line}`"));
                }
            }
        }
    }
    assert!(count > 20, "hardly any dependency was found");
    assert_none(&problems);
}

#[test]
fn the_oldest_rust_is_declared_and_the_readme_names_it() {
    let oldest = env!("CARGO_PKG_RUST_VERSION");
    assert!(!oldest.is_empty(), "Cargo.toml has no `rust-version`");
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let sentence = format!("Rust {oldest} or newer");
    assert!(
        readme.contains(&sentence),
        "README.md does not say {sentence:?}"
    );
}
