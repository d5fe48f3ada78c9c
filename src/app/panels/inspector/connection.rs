//! One connection: its properties, and which of them are inferred from its ends.

use egui::{DragValue, Ui};

use super::field::{apply_edit, bracket_undo_step, caption_for, text_field};
use super::reliability;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, segmented, segmented_about, styled_text};
use crate::model::{
    Access, CallCondition, Connection, Document, Edit, Id, LineStyle, Side, Timing,
};
use crate::scenario::Flow;
use crate::scene::{Face, Palette, icon};

/// Shows it.
pub(super) fn ui(
    ui: &mut Ui,
    p: &Palette,
    document: &mut Document,
    id: Id,
    old: &Connection,
    flows: &[Flow],
) {
    let mut item = old.clone();
    let design = document.design();
    let title = design.connection_name(&item, " → ");
    let plain = Connection {
        timing: None,
        access: None,
        when: None,
        ..item.clone()
    };
    let suggested = design.semantics(&plain);
    ui.label(styled_text(
        title,
        Face::SemiBold,
        TextSize::Heading,
        p.text_primary,
    ));
    caption(
        ui,
        p,
        "Settings left on Auto are inferred from the components at both ends",
    );
    text_field(ui, document, "Label", &mut item.label, 1);
    caption_for(ui, "Does the caller wait?");
    let auto = |word: &str| format!("Auto: {word}");
    let timing = auto(if suggested.timing == Timing::Sync {
        "waits"
    } else {
        "doesn't wait"
    });
    let choices = [
        (None, timing.as_str()),
        (Some(Timing::Sync), "Waits"),
        (Some(Timing::Async), "Doesn't wait"),
    ];
    segmented(ui, p, &mut item.timing, &choices);
    caption_for(ui, "What does the call do to the data?");
    let access = auto(access_word(suggested.access));
    let choices = [
        (None, access.as_str()),
        (Some(Access::Read), "Read"),
        (Some(Access::Write), "Write"),
        (Some(Access::Both), "Both"),
    ];
    segmented(ui, p, &mut item.access, &choices);
    caption_for(ui, "How often?");
    when_ui(ui, p, document, &mut item, suggested.when);
    caption_for(ui, "Calls per incoming call");
    let response = ui
        .add(DragValue::new(&mut item.calls).range(0.0..=1e6).speed(0.1))
        .accessible_name("Calls");
    bracket_undo_step(document, &response, "calls");
    text_field(ui, document, "Protocol", &mut item.protocol, 1);
    sides_ui(ui, p, &mut item);
    ui.add_space(gap::M);
    reliability::ui(ui, p, document, (id, &mut item), flows);
    ui.add_space(gap::M);
    if Button::new(ButtonKind::Normal, "Reverse direction")
        .with_icon(icon::ARROWS_LEFT_RIGHT)
        .small()
        .show(ui, p)
        .clicked()
    {
        item = item.reversed();
    }
    if item != *old {
        apply_edit(document, "Change connection", Edit::PutConnection(id, item));
    }
}

/// At which sides of its boxes the line begins and ends; straight lines and curves have none.
fn sides_ui(ui: &mut Ui, p: &Palette, item: &mut Connection) {
    if item.from == item.to || item.line_style != LineStyle::Orthogonal {
        return;
    }
    let sides = Side::ALL.map(|side| (Some(side), side.label()));
    let choices: Vec<_> = [(None, "Auto")].into_iter().chain(sides).collect();
    for (side, about) in item
        .sides
        .iter_mut()
        .zip(["Leaves at side", "Arrives at side"])
    {
        caption_for(ui, about);
        segmented_about(ui, p, side, &choices, Some(about));
    }
}

fn access_word(access: Access) -> &'static str {
    match access {
        Access::Read => "reads",
        Access::Write => "writes",
        Access::Both => "both",
    }
}

fn when_ui(
    ui: &mut Ui,
    p: &Palette,
    document: &mut Document,
    item: &mut Connection,
    suggested: CallCondition,
) {
    let auto = if suggested == CallCondition::OnMiss {
        "Auto: on cache miss"
    } else {
        "Auto: always"
    };
    let mut condition = match item.when {
        None => 0,
        Some(CallCondition::Always) => 1,
        Some(CallCondition::OnMiss) => 2,
        Some(CallCondition::Fraction(_)) => 3,
    };
    if segmented(
        ui,
        p,
        &mut condition,
        &[(0, auto), (1, "Always"), (2, "On cache miss"), (3, "Share")],
    ) {
        item.when = match condition {
            1 => Some(CallCondition::Always),
            2 => Some(CallCondition::OnMiss),
            3 => Some(CallCondition::Fraction(0.1)),
            _ => None,
        };
    }
    if let Some(CallCondition::Fraction(share)) = &mut item.when {
        let mut percent = *share * 100.0;
        let value = DragValue::new(&mut percent)
            .range(0.0..=100.0)
            .suffix("%")
            .speed(0.5);
        let response = ui.add(value).accessible_name("Share of calls");
        bracket_undo_step(document, &response, "share");
        *share = percent / 100.0;
    }
}
