//! The inspector: everything about the selected item, or about the drawing where nothing is selected.
//!
//! Typing in a field is one step of undo: the step begins when the field gets the focus and ends when it loses it.

mod component;
mod connection;
mod drawing;
mod field;
mod numbers;
mod program;
mod reliability;

use egui::Ui;

use crate::app::canvas::ops;
use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::look::{TextSize, gap};
use crate::app::widgets::{Button, ButtonKind, caption, heading, segmented, styled_text};
use crate::model::{Document, Edit, Id, Item, Note, NoteStyle, Zone, ZoneKind};
use crate::scene::{Face, Palette};
pub(crate) use field::number_field;
use field::{apply_edit, caption_for, text_field};

/// Shows the panel; gives what is to be done with the selection.
pub(crate) fn ui(ui: &mut Ui, p: &Palette, session: &mut Session) -> Option<Command> {
    let mut command = None;
    let flows = session
        .scenario
        .as_ref()
        .map_or(&[][..], |scenario| &scenario.flows);
    let document = &mut session.document;
    let selected: Vec<Id> = document.selection().iter().copied().collect();
    match selected.as_slice() {
        [] => drawing::ui(ui, p, document),
        [id] => match document.design().item(*id) {
            Some(Item::Component(item)) if session.canvas.is_whiteboard() => {
                component::plain_ui(ui, p, document, *id, &item.clone());
            }
            Some(Item::Component(item)) => component::ui(ui, p, document, *id, &item.clone()),
            Some(Item::Connection(item)) => {
                connection::ui(ui, p, document, *id, &item.clone(), flows);
            }
            Some(Item::Zone(item)) => zone_ui(ui, p, document, *id, &item.clone()),
            Some(Item::Note(item)) => note_ui(ui, p, document, *id, &item.clone()),
            None => {}
        },
        many => {
            heading(ui, p, format!("{} items selected", many.len()));
            caption(
                ui,
                p,
                "Move, copy, delete, or group the selected items together",
            );
            ui.add_space(gap::S);
            ui.horizontal(|ui| {
                if Button::new(ButtonKind::Normal, "Group into a zone")
                    .small()
                    .show(ui, p)
                    .clicked()
                {
                    command = Some(Command::Group);
                }
                if Button::new(ButtonKind::Danger, "Delete")
                    .small()
                    .show(ui, p)
                    .clicked()
                {
                    command = Some(Command::Delete);
                }
            });
            program::several_ui(ui, p, document, many);
        }
    }
    command
}

fn zone_ui(ui: &mut Ui, p: &Palette, document: &mut Document, id: Id, old: &Zone) {
    let mut item = old.clone();
    ui.label(styled_text(
        "Zone",
        Face::SemiBold,
        TextSize::Heading,
        p.text_primary,
    ));
    text_field(ui, document, "Name", &mut item.name, 1);
    caption_for(ui, "Type of zone");
    for kind in ZoneKind::ALL {
        ui.radio_value(&mut item.kind, kind, kind.label());
    }
    ui.add_space(gap::M);
    if Button::new(ButtonKind::Normal, "Ungroup, keep the contents")
        .small()
        .show(ui, p)
        .clicked()
    {
        ops::ungroup(document);
    } else if item != *old {
        apply_edit(document, "Change zone", Edit::PutZone(id, item));
    }
}

fn note_ui(ui: &mut Ui, p: &Palette, document: &mut Document, id: Id, old: &Note) {
    let mut item = old.clone();
    ui.label(styled_text(
        "Note",
        Face::SemiBold,
        TextSize::Heading,
        p.text_primary,
    ));
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
        apply_edit(document, "Change note", Edit::PutNote(id, item));
    }
}
