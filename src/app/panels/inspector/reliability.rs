//! What happens to the calls of a connection when something goes wrong, and which flows of the prompt it is for.

use std::collections::BTreeSet;

use egui::Ui;

use super::field::{caption_for, group_ui, number_field};
use crate::app::look::gap;
use crate::app::widgets::toggle_chip;
use crate::model::{Connection, Document, Id, MAX_RETRIES, Safeguard};
use crate::scenario::Flow;
use crate::scene::Palette;

/// Shows it under a head that opens and closes.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    document: &mut Document,
    (id, item): (Id, &mut Connection),
    flows: &[Flow],
) {
    let is_set = item.flows.is_some() || item.retries.is_some() || !item.safeguards.is_empty();
    if !group_ui(ui, p, "Reliability", id, is_set) {
        return;
    }
    if !flows.is_empty() {
        caption_for(ui, "Serves");
        serves_ui(ui, p, &mut item.flows, flows);
    }
    let retries = "How often a failed call is retried";
    number_field(ui, document, "Retries", &mut item.retries, MAX_RETRIES).on_hover_text(retries);
    caption_for(ui, "Safeguards");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = gap::WRAPPED;
        for safeguard in Safeguard::ALL {
            let on = item.safeguards.contains(&safeguard);
            let chip = toggle_chip(ui, p, safeguard.label(), on);
            if chip.on_hover_text(describe_safeguard(safeguard)).clicked()
                && !item.safeguards.remove(&safeguard)
            {
                item.safeguards.insert(safeguard);
            }
        }
    });
}

/// Which flows use the connection: all that can, or those that are chosen.
fn serves_ui(ui: &mut Ui, p: &Palette, chosen: &mut Option<BTreeSet<String>>, flows: &[Flow]) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = gap::WRAPPED;
        let auto = toggle_chip(ui, p, "Auto", chosen.is_none());
        if auto
            .on_hover_text("All flows that can use this connection")
            .clicked()
        {
            *chosen = None;
        }
        for flow in flows {
            let on = chosen.as_ref().is_none_or(|ids| ids.contains(&flow.id));
            if toggle_chip(ui, p, &flow.name, on).clicked() {
                toggle_flow(chosen, &flow.id, flows);
            }
        }
    });
}

/// Takes a flow out or in. A connection serves one flow at least, and all of them are what it serves by itself.
fn toggle_flow(chosen: &mut Option<BTreeSet<String>>, flow: &str, flows: &[Flow]) {
    let all: BTreeSet<String> = flows.iter().map(|flow| flow.id.clone()).collect();
    let mut next = chosen.clone().unwrap_or_else(|| all.clone());
    if !next.remove(flow) {
        next.insert(flow.to_owned());
    }
    if !next.is_empty() {
        *chosen = (next != all).then_some(next);
    }
}

fn describe_safeguard(safeguard: Safeguard) -> &'static str {
    match safeguard {
        Safeguard::Timeout => "The caller stops waiting after a set time",
        Safeguard::Breaker => "The caller stops calling for a while after repeated failures",
        Safeguard::Backoff => {
            "The caller waits longer before each retry, plus a random delay (jitter)"
        }
        Safeguard::Idempotent => {
            "Making the call twice has the same effect as making it once (safe to retry)"
        }
        Safeguard::Encrypted => "Encrypted in transit (TLS)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin;

    #[test]
    fn all_flows_are_what_nothing_said_means_and_one_always_stays() {
        let flows = &builtin()[0].flows;
        let ids: Vec<&str> = flows.iter().map(|flow| flow.id.as_str()).collect();
        let mut chosen = None;
        toggle_flow(&mut chosen, ids[0], flows);
        assert_eq!(chosen.as_ref().map(BTreeSet::len), Some(ids.len() - 1));
        toggle_flow(&mut chosen, ids[0], flows);
        assert_eq!(chosen, None);
        for id in &ids {
            toggle_flow(&mut chosen, id, flows);
        }
        let last = BTreeSet::from([ids[ids.len() - 1].to_owned()]);
        assert_eq!(chosen, Some(last));
    }
}
