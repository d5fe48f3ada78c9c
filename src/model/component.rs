//! Components: the boxes of a design, with the numbers that a user has set for them.

use serde::{Deserialize, Serialize};

use super::catalogue::{CUSTOM, Kind, Recognition, catalogue, kind};
use super::geometry::Point;
use super::id::Id;
use super::replicas::Replicas;
use super::text_match::lower_words;

/// Names that a box has until somebody says what it is.
const PLACEHOLDERS: [&str; 8] = [
    "box",
    "part",
    "parts",
    "component",
    "thing",
    "item",
    "element",
    "block",
];

/// A box: something that runs, stores, carries or calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// The id of its [`Kind`]; kept as written even where the catalogue does not know it.
    pub kind: String,
    /// What the user calls it.
    pub name: String,
    /// A product or language, shown under the name; may be empty.
    pub technology: String,
    /// How many equal instances run.
    pub replicas: Replicas,
    /// Anything else worth writing down.
    pub note: String,
    /// Its center (world units).
    pub at: Point,
    /// The zone it belongs to.
    pub parent: Option<Id>,
    /// Numbers of its own in place of the kind's defaults.
    pub overrides: Overrides,
    /// The team that answers for it; may be empty.
    pub owner: String,
    /// When it is rolled out: all of step 1 before all of step 2, up to [`MAX_ROLLOUT_STAGE`](crate::model::MAX_ROLLOUT_STAGE).
    pub rollout_stage: Option<u32>,
}

impl Component {
    /// A component of a kind with nothing else said about it.
    #[must_use]
    pub fn new(kind: &str, name: &str, at: Point) -> Self {
        Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            technology: String::new(),
            replicas: Replicas::Unsaid,
            note: String::new(),
            at,
            parent: None,
            overrides: Overrides::default(),
            owner: String::new(),
            rollout_stage: None,
        }
    }

    /// The kind whose figures hold for it: its own or, for a custom box, what it is taken for, of the sort that its words
    /// name.
    #[must_use]
    pub fn resolve_kind(&self) -> &'static Kind {
        let recognition = self.recognize_custom_kind();
        let kind = recognition.map_or_else(|| kind(&self.kind), |recognition| recognition.kind);
        kind.for_box(&self.name, &self.technology, self.replicas)
    }

    /// What a custom box is taken for, and why: by its name, made exact by its technology. None where the user has chosen
    /// a kind, and where neither says anything.
    #[must_use]
    pub fn recognize_custom_kind(&self) -> Option<Recognition<'static>> {
        if self.kind != CUSTOM {
            return None;
        }
        let mut words = lower_words(&self.name);
        let is_placeholder = words.all(|word| PLACEHOLDERS.contains(&word.as_str()));
        let name = if is_placeholder { "" } else { &self.name };
        let label = format!("{name}\n{}", self.technology);
        catalogue().recognize(&label)
    }
}

/// Numbers a user has set for one component, in place of its kind's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrides {
    /// Sustained requests per second of one instance (rps).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<f64>,
    /// Open connections that one instance holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connections: Option<f64>,
    /// Unloaded service time, median (ms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_p50: Option<f64>,
    /// Unloaded service time, 99th percentile (ms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_p99: Option<f64>,
    /// Part of the time it works, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<f64>,
    /// USD per instance and month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_cost: Option<f64>,
    /// Share of reads a cache or CDN answers itself, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hit_ratio: Option<f64>,
    /// How large one call is in what its kind counts: minutes of film times versions, tokens of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_size: Option<f64>,
    /// Share of calls that go to its most popular key, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hot_key: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_that_has_no_name_of_its_own_yet_is_taken_for_nothing() {
        let at = super::super::geometry::pt(0.0, 0.0);
        let taken = |kind: &str, name: &str, technology: &str| {
            let mut component = Component::new(kind, name, at);
            component.technology = technology.to_owned();
            let recognition = component.recognize_custom_kind();
            recognition.map(|recognition| recognition.kind.id.clone())
        };
        for name in ["Part", "Box", "part", "Component", ""] {
            assert_eq!(taken(CUSTOM, name, ""), None, "{name}");
        }
        assert_eq!(taken(CUSTOM, "Part", "Redis").as_deref(), Some("cache"));
        assert_eq!(taken(CUSTOM, "Redis", "").as_deref(), Some("cache"));
        assert_eq!(taken("cache", "Redis", ""), None);
    }
}
