//! The prompt that examples answer, and the variants of it that single examples name.

use std::sync::LazyLock;

#[cfg(test)]
use crate::model::Design;
use crate::scenario::{Scenario, parse};

/// A small prompt, a photo album with many readers, that examples of rules about load and about accepted designs answer.
#[must_use]
pub fn example_prompt() -> &'static Scenario {
    static PROMPT: LazyLock<Scenario> = LazyLock::new(|| {
        parse(include_str!("example_prompt.json")).expect(
            "example_prompt.json is part of the program and checked by the tests of the rules",
        )
    });
    &PROMPT
}

/// The prompt that an example answers: the variant that the drawing names (`prompt: album_quick`), or [`example_prompt`].
#[cfg(test)]
pub(crate) fn prompt_named_by(example: &Design) -> &'static Scenario {
    static VARIANTS: LazyLock<[Scenario; 4]> = LazyLock::new(|| {
        [
            variant("four_nines", |prompt| prompt.targets.availability = 0.9999),
            variant("latest", |prompt| {
                for flow in &mut prompt.flows {
                    flow.consistent = flow.id == "open_album";
                }
            }),
            variant("region_loss", |prompt| {
                prompt.targets.survives_region_loss = true;
            }),
            variant("quick", |prompt| {
                prompt.flows[0].latency_p99_ms = Some(250.0);
            }),
        ]
    });
    let named = VARIANTS
        .iter()
        .find(|prompt| example.scenario() == Some(&prompt.id));
    named.unwrap_or_else(|| example_prompt())
}

#[cfg(test)]
fn variant(name: &str, change: impl Fn(&mut Scenario)) -> Scenario {
    let mut prompt = example_prompt().clone();
    prompt.id = format!("{}_{name}", prompt.id);
    change(&mut prompt);
    prompt
}
