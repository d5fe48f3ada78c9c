//! The prompt that examples answer, and the variants of it that single examples name.

use std::sync::LazyLock;

#[cfg(test)]
use crate::model::{Design, Role};
#[cfg(test)]
use crate::scenario::{EndPoint, Flow};
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
    static VARIANTS: LazyLock<[Scenario; 7]> = LazyLock::new(|| {
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
            variant("soon", |prompt| {
                for flow in prompt.flows.iter_mut().filter(|flow| flow.id == "shrink") {
                    (flow.within_s, flow.critical) = (Some(60.0), true);
                }
            }),
            variant("lots", |prompt| {
                let mut flows = prompt.flows.iter_mut();
                let Some(shrink) = flows.find(|flow| flow.id == "shrink") else {
                    return;
                };
                (shrink.within_s, shrink.critical) = (Some(20.0), true);
                let import = Flow {
                    id: "import".to_owned(),
                    name: "Import an old album".to_owned(),
                    follows: None,
                    critical: false,
                    within_s: None,
                    bulk: true,
                    rps: 5.0,
                    ..shrink.clone()
                };
                prompt.flows.push(import);
            }),
            variant("counted", |prompt| {
                let Some(shrink) = prompt.flows.last() else {
                    return;
                };
                let visits = Flow {
                    id: "visits".to_owned(),
                    name: "Count a visit".to_owned(),
                    follows: Some("open_album".to_owned()),
                    rps: 5_000.0,
                    words: vec!["visit".to_owned()],
                    to: vec![EndPoint {
                        name: "the visits".to_owned(),
                        roles: vec![Role::Log],
                        kept_gb: 0.0,
                    }],
                    ..shrink.clone()
                };
                prompt.flows.push(visits);
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
