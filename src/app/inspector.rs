//! The inspector: everything about the selected item, or about the drawing where nothing is selected.
//!
//! Typing in a field is one step of undo: the step begins when the field gets the focus and ends when it loses it.

use egui::{ComboBox, DragValue, TextEdit, Ui};

use super::canvas::ops;
use super::session::Session;
use super::widgets::{Button, Kind, caption, heading, paragraph, segmented, words};
use crate::model::{
    Access, Component, Connection, Document, Edit, Figure, Id, Item, MAX_REPLICAS, MAX_TEXT, Note,
    NoteStyle, Timing, When, Zone, ZoneKind, catalogue, kind,
};
use crate::scene::{Face, Palette, icon};

/// Shows the panel.
pub(super) fn ui(ui: &mut Ui, p: &Palette, session: &mut Session) {
    let document = &mut session.document;
    let selected: Vec<Id> = document.selection().iter().copied().collect();
    match selected.as_slice() {
        [] => drawing_ui(ui, p, document),
        [id] => match document.design().item(*id) {
            Some(Item::Component(item)) => component_ui(ui, p, document, *id, &item.clone()),
            Some(Item::Connection(item)) => connection_ui(ui, p, document, *id, &item.clone()),
            Some(Item::Zone(item)) => zone_ui(ui, p, document, *id, &item.clone()),
            Some(Item::Note(item)) => note_ui(ui, p, document, *id, &item.clone()),
            None => {}
        },
        many => {
            heading(ui, p, format!("{} items selected", many.len()));
            caption(ui, p, "Move, copy, delete or put them into a zone together");
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                if Button::new(Kind::Normal, "Put into a zone")
                    .small()
                    .show(ui, p)
                    .clicked()
                {
                    ops::group(document);
                }
                if Button::new(Kind::Danger, "Delete")
                    .small()
                    .show(ui, p)
                    .clicked()
                {
                    ops::delete(document);
                }
            });
        }
    }
}

/// A text field whose typing is one step of undo.
fn text_field(
    ui: &mut Ui,
    document: &mut Document,
    name: &str,
    text: &mut String,
    lines: usize,
) -> bool {
    caption_for(ui, name);
    let field = if lines > 1 {
        TextEdit::multiline(text).desired_rows(lines)
    } else {
        TextEdit::singleline(text)
    };
    let response = ui.add(field.desired_width(f32::INFINITY).char_limit(MAX_TEXT));
    let response = response.accessible_name(name);
    follow(document, &response, name);
    response.changed()
}

/// Begins and ends a step of undo with the focus of a field.
fn follow(document: &mut Document, response: &egui::Response, name: &str) {
    if response.gained_focus() || response.drag_started() {
        document.begin(format!("Change {}", name.to_lowercase()));
    }
    if response.lost_focus() || response.drag_stopped() {
        document.commit();
    }
}

fn caption_for(ui: &mut Ui, name: &str) {
    ui.add_space(4.0);
    ui.label(egui::RichText::new(name).small().weak());
}

fn apply(document: &mut Document, label: &str, edit: Edit) {
    ops::apply(document, label, vec![edit]);
}

fn drawing_ui(ui: &mut Ui, p: &Palette, document: &mut Document) {
    heading(ui, p, "Select a component, connection or zone");
    ui.add_space(8.0);
    let mut title = document.design().title().to_owned();
    if text_field(ui, document, "Title of the drawing", &mut title, 1) {
        apply(document, "Change title", Edit::SetTitle(title));
    }
    ui.add_space(8.0);
    heading(ui, p, "Assumptions");
    caption(ui, p, "What you take as given, one sentence each");
    let mut all = document.design().assumptions().to_vec();
    let mut removed = None;
    let mut changed = false;
    for (index, text) in all.iter_mut().enumerate() {
        ui.horizontal(|ui| {
            let room = ui.available_width() - 36.0;
            let response = ui.add(
                TextEdit::singleline(text)
                    .desired_width(room)
                    .char_limit(MAX_TEXT),
            );
            let name = format!("Assumption {}", index + 1);
            let response = response.accessible_name(name);
            follow(document, &response, "assumption");
            changed |= response.changed();
            if Button::icon(icon::X, "Remove the assumption")
                .small()
                .show(ui, p)
                .clicked()
            {
                removed = Some(index);
            }
        });
    }
    if let Some(index) = removed {
        all.remove(index);
    }
    let add = Button::new(Kind::Normal, "Add an assumption")
        .with_icon(icon::PLUS)
        .small()
        .show(ui, p)
        .clicked();
    if add {
        all.push(String::new());
    }
    if changed || removed.is_some() || add {
        apply(document, "Change assumptions", Edit::SetAssumptions(all));
    }
}

fn component_ui(ui: &mut Ui, p: &Palette, document: &mut Document, id: Id, old: &Component) {
    let mut item = old.clone();
    let what = kind(&item.kind);
    ui.label(words(&what.label, Face::SemiBold, 14.0, p.text_primary));
    paragraph(ui, p, &what.purpose);
    text_field(ui, document, "Name", &mut item.name, 1);
    caption_for(ui, "Kind");
    ComboBox::from_id_salt("kind")
        .selected_text(&what.label)
        .width(ui.available_width())
        .show_ui(ui, |ui| {
            for kind in catalogue().iter() {
                ui.selectable_value(&mut item.kind, kind.id.clone(), &kind.label);
            }
        });
    text_field(ui, document, "Technology", &mut item.technology, 1);
    caption_for(ui, "Replicas");
    ui.horizontal(|ui| {
        if Button::icon(icon::MINUS, "One replica fewer")
            .small()
            .enabled(item.replicas > 0)
            .show(ui, p)
            .clicked()
        {
            item.replicas -= 1;
        }
        let response = ui.add(DragValue::new(&mut item.replicas).range(0..=MAX_REPLICAS));
        let value = f64::from(item.replicas);
        response.widget_info(|| egui::WidgetInfo::drag_value(true, value));
        let response = response.accessible_name("Replicas");
        follow(document, &response, "replicas");
        if Button::icon(icon::PLUS, "One replica more")
            .small()
            .enabled(item.replicas < MAX_REPLICAS)
            .show(ui, p)
            .clicked()
        {
            item.replicas += 1;
        }
    });
    text_field(ui, document, "Note", &mut item.note, 3);
    ui.add_space(8.0);
    numbers_ui(ui, p, document, &mut item);
    ui.add_space(8.0);
    for (title, text) in [
        ("Use it when", &what.use_when),
        ("It costs you", &what.trade_off),
        ("It fails", &what.fails),
    ] {
        ui.label(words(title, Face::Medium, 11.5, p.text_tertiary));
        paragraph(ui, p, text);
    }
    if item != *old {
        apply(document, "Change component", Edit::PutComponent(id, item));
    }
}

fn numbers_ui(ui: &mut Ui, p: &Palette, document: &mut Document, item: &mut Component) {
    let what = kind(&item.kind);
    egui::CollapsingHeader::new(words("Numbers", Face::SemiBold, 13.0, p.text_primary))
        .show_unindented(ui, |ui| {
            caption(ui, p, "Empty means the default of its kind");
            let n = &mut item.numbers;
            number_ui(
                ui,
                p,
                document,
                "Capacity, requests/s each",
                &mut n.capacity,
                what.capacity.as_ref(),
            );
            number_ui(
                ui,
                p,
                document,
                "Median latency, ms",
                &mut n.latency_p50,
                Some(&what.latency_p50),
            );
            number_ui(
                ui,
                p,
                document,
                "p99 latency, ms",
                &mut n.latency_p99,
                Some(&what.latency_p99),
            );
            number_ui(
                ui,
                p,
                document,
                "Availability, 0 to 1",
                &mut n.availability,
                Some(&what.availability),
            );
            number_ui(
                ui,
                p,
                document,
                "Cost, USD/month each",
                &mut n.monthly_cost,
                Some(&what.monthly_cost),
            );
            if what.hit_ratio.is_some() {
                number_ui(
                    ui,
                    p,
                    document,
                    "Hit ratio, 0 to 1",
                    &mut n.hit_ratio,
                    what.hit_ratio.as_ref(),
                );
            }
        });
}

/// One number: the default with its source, or the user's own.
fn number_ui(
    ui: &mut Ui,
    p: &Palette,
    document: &mut Document,
    name: &str,
    value: &mut Option<f64>,
    default: Option<&Figure>,
) {
    caption_for(ui, name);
    ui.horizontal(|ui| {
        let usual = default.map_or(0.0, |figure| figure.value);
        let mut shown = value.unwrap_or(usual);
        let most = if name.ends_with("0 to 1") { 1.0 } else { 1e9 };
        let speed = if most > 1.0 {
            (usual / 100.0).max(0.1)
        } else {
            0.001
        };
        let response = ui.add(
            DragValue::new(&mut shown)
                .range(0.0..=most)
                .speed(speed)
                .max_decimals(5),
        );
        let response = response.accessible_name(name);
        follow(document, &response, name);
        if response.changed() {
            *value = Some(shown);
        }
        if value.is_some() {
            if Button::new(Kind::Quiet, "Use the default")
                .small()
                .show(ui, p)
                .clicked()
            {
                *value = None;
            }
        } else if let Some(figure) = default {
            let source = format!("{}, {}", figure.source, figure.date);
            ui.add(
                egui::Label::new(words(&source, Face::Regular, 11.0, p.text_tertiary)).truncate(),
            )
            .on_hover_text(&source);
        }
    });
}

fn connection_ui(ui: &mut Ui, p: &Palette, document: &mut Document, id: Id, old: &Connection) {
    let mut item = old.clone();
    let design = document.design();
    let name = |id: Id| {
        design
            .component(id)
            .map_or(String::new(), |component| component.name.clone())
    };
    let title = format!("{} → {}", name(item.from), name(item.to));
    let plain = Connection {
        timing: None,
        access: None,
        when: None,
        ..item.clone()
    };
    let suggested = design.meaning(&plain);
    ui.label(words(title, Face::SemiBold, 14.0, p.text_primary));
    caption(ui, p, "What is not set follows from the kinds at its ends");
    text_field(ui, document, "Label", &mut item.label, 1);
    caption_for(ui, "Does the caller wait?");
    let auto = |word: &str| format!("Auto: {word}");
    let timing = auto(if suggested.timing == Timing::Sync {
        "waits"
    } else {
        "goes on"
    });
    let choices = [
        (None, timing.as_str()),
        (Some(Timing::Sync), "Waits"),
        (Some(Timing::Async), "Goes on"),
    ];
    segmented(ui, p, &mut item.timing, &choices);
    caption_for(ui, "What does it do to the data?");
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
    caption_for(ui, "Calls for each call of the caller");
    let response = ui
        .add(DragValue::new(&mut item.calls).range(0.0..=1e6).speed(0.1))
        .accessible_name("Calls");
    follow(document, &response, "calls");
    text_field(ui, document, "Protocol", &mut item.protocol, 1);
    ui.add_space(8.0);
    if Button::new(Kind::Normal, "Turn it round")
        .with_icon(icon::ARROWS_LEFT_RIGHT)
        .small()
        .show(ui, p)
        .clicked()
    {
        std::mem::swap(&mut item.from, &mut item.to);
    }
    if item != *old {
        apply(document, "Change connection", Edit::PutConnection(id, item));
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
    suggested: When,
) {
    let auto = if suggested == When::OnMiss {
        "Auto: on a miss"
    } else {
        "Auto: always"
    };
    let mut way = match item.when {
        None => 0,
        Some(When::Always) => 1,
        Some(When::OnMiss) => 2,
        Some(When::Fraction(_)) => 3,
    };
    if segmented(
        ui,
        p,
        &mut way,
        &[(0, auto), (1, "Always"), (2, "On a miss"), (3, "Part")],
    ) {
        item.when = match way {
            1 => Some(When::Always),
            2 => Some(When::OnMiss),
            3 => Some(When::Fraction(0.1)),
            _ => None,
        };
    }
    if let Some(When::Fraction(share)) = &mut item.when {
        let mut percent = *share * 100.0;
        let value = DragValue::new(&mut percent)
            .range(0.0..=100.0)
            .suffix("\u{a0}%")
            .speed(0.5);
        let response = ui.add(value).accessible_name("Share of the calls");
        follow(document, &response, "share");
        *share = percent / 100.0;
    }
}

fn zone_ui(ui: &mut Ui, p: &Palette, document: &mut Document, id: Id, old: &Zone) {
    let mut item = old.clone();
    ui.label(words("Zone", Face::SemiBold, 14.0, p.text_primary));
    text_field(ui, document, "Name", &mut item.name, 1);
    caption_for(ui, "It stands for");
    for kind in ZoneKind::ALL {
        ui.radio_value(&mut item.kind, kind, kind.label());
    }
    ui.add_space(8.0);
    if Button::new(Kind::Normal, "Dissolve, keep what is inside")
        .small()
        .show(ui, p)
        .clicked()
    {
        ops::ungroup(document);
    } else if item != *old {
        apply(document, "Change zone", Edit::PutZone(id, item));
    }
}

fn note_ui(ui: &mut Ui, p: &Palette, document: &mut Document, id: Id, old: &Note) {
    let mut item = old.clone();
    ui.label(words("Note", Face::SemiBold, 14.0, p.text_primary));
    text_field(ui, document, "Text", &mut item.text, 6);
    caption_for(ui, "Style");
    segmented(
        ui,
        p,
        &mut item.style,
        &[
            (NoteStyle::Sticky, "Sticky note"),
            (NoteStyle::Text, "Plain text"),
        ],
    );
    if item != *old {
        apply(document, "Change note", Edit::PutNote(id, item));
    }
}
