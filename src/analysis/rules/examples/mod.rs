//! What the examples of rules share: the prompt that they answer, its variants, and a good answer to it.

use std::sync::LazyLock;

#[cfg(test)]
use crate::analysis::rules::rule::Rule;
#[cfg(test)]
use crate::model::Design;
use crate::scenario::{Scenario, parse};

/// A good answer to [`example_prompt`].
pub(crate) const ALBUM: &str = r#"
users -> waf -> load_balancer -> api
users: client "Visitors"
api: service x4 "Album API"
api -> cache: read
cache: cache x2
api -> albums
albums: sql x2 "Albums DB"
albums -> backup
users -> cdn: read
cdn -> photos: read
photos: object_storage "Photo store"
users -> photos: write
api -> jobs -> shrinker -> failed
jobs: queue "Shrink jobs"
shrinker: transcoder x3 "Shrinker" capacity=30
failed: dead_letter_queue
"#;

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

/// The prompt that an example of a rule answers: [`example_prompt`], the variant of it that the example names, or none.
#[cfg(test)]
pub(crate) fn prompt_of(rule: &Rule, example: &Design) -> Option<&'static Scenario> {
    static VARIANTS: LazyLock<[Scenario; 3]> = LazyLock::new(|| {
        let variant = |name: &str, change: &dyn Fn(&mut Scenario)| {
            let mut prompt = example_prompt().clone();
            prompt.id = format!("{}_{name}", prompt.id);
            change(&mut prompt);
            prompt
        };
        let latest = |prompt: &mut Scenario| {
            let flows = prompt.flows.iter_mut();
            flows.for_each(|flow| flow.consistent = flow.id == "open_album");
        };
        [
            variant("four_nines", &|prompt| prompt.targets.availability = 0.9999),
            variant("latest", &latest),
            variant("quick", &|prompt| {
                prompt.flows[0].latency_p99_ms = Some(250.0);
            }),
        ]
    });
    let mut variants = VARIANTS.iter();
    let named = variants.find(|prompt| example.scenario() == Some(&prompt.id));
    let prompt = named.unwrap_or_else(|| example_prompt());
    rule.answers_example_prompt.then_some(prompt)
}
