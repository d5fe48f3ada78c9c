//! How much load a component carries, as text: on the canvas, in panels, charts and reports.

use super::health::LoadLevel;
use crate::analysis::ComponentEstimate;
use crate::model::format::{short_rate, whole_percent};

/// "10.6k/s · 62%"; the part alone where it is too high, since a mark stands before it.
#[must_use]
pub fn load_label(rps: f64, utilization: Option<f64>) -> String {
    if rps <= 0.0 {
        return "No load".to_owned();
    }
    let Some(used) = utilization else {
        return short_rate(rps);
    };
    let part = whole_percent(used);
    match LoadLevel::from_utilization(used) {
        LoadLevel::Fine => format!("{} · {part}", short_rate(rps)),
        LoadLevel::Hot | LoadLevel::Over => part,
    }
}

/// "84%, hot".
#[must_use]
pub fn utilization_label(utilization: f64) -> String {
    let part = whole_percent(utilization);
    match LoadLevel::from_utilization(utilization).label() {
        "" => part,
        word => format!("{part}, {word}"),
    }
}

/// What a component gets, also in what people count for its kind: "60/s", "60/s · 30k tokens/s".
#[must_use]
pub fn load_in_words(component: &ComponentEstimate) -> String {
    let rate = short_rate(component.rps);
    let units = component.in_units.as_ref();
    units.map_or(rate.clone(), |units| format!("{rate} · {units}"))
}

/// How much of what a component takes is in use, how many of it the load needs where nobody says how many run, or that
/// nothing limits it.
#[must_use]
pub fn used_label(component: &ComponentEstimate) -> String {
    match (component.utilization, component.instances_needed) {
        (Some(utilization), _) => utilization_label(utilization),
        (None, Some(count)) => format!("needs {count}"),
        (None, None) => "provider-managed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_too_high_leaves_the_rate_out() {
        let plain = |text: String| text.replace('\u{a0}', " ");
        assert_eq!(plain(load_label(10_600.0, Some(0.62))), "10.6k/s · 62%");
        assert_eq!(plain(load_label(8_400.0, Some(0.84))), "84%");
        assert_eq!(load_label(0.0, Some(0.0)), "No load");
        assert_eq!(plain(utilization_label(1.01)), "101%, overloaded");
    }
}
