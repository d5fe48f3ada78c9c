//! The question what becomes of what lies in a zone that is deleted.

use egui::Ui;

use super::layout::{buttons_ui, cancel_ui, title_ui};
use super::outcome::ModalOutcome;
use crate::app::canvas::ops;
use crate::app::commands::Command;
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, paragraph};
use crate::model::{Document, format};
use crate::scene::Palette;

/// The question, in words.
#[derive(Debug)]
pub(crate) struct ZoneDeletion {
    command: Command,
    title: String,
    delete: String,
    keep: String,
}

impl ZoneDeletion {
    /// The question, where deleting the selection takes along what is not selected.
    pub(crate) fn of(document: &Document, command: Command) -> Option<Self> {
        let design = document.design();
        let (zones, inside) = ops::unselected_contents(document);
        if inside == 0 {
            return None;
        }
        let all = design.with_contents(&zones);
        let boxes = all
            .iter()
            .filter(|&&id| design.component(id).is_some())
            .count();
        let (count, word) = if boxes + zones.len() == all.len() {
            (boxes, "component")
        } else {
            (all.len() - zones.len(), "item")
        };
        let counted = format::count(count, word);
        let (_, words) = counted.split_once(' ').unwrap_or_default();
        let what = match zones.iter().next() {
            Some(&zone) if zones.len() == 1 => {
                format!("zone {} and its {counted}", design.name_of(zone))
            }
            _ => format!("{} zones and their {counted}", zones.len()),
        };
        Some(Self {
            command,
            title: format!("Delete {what}?"),
            delete: if count == 1 && zones.len() == 1 {
                "Delete both".to_owned()
            } else {
                "Delete all".to_owned()
            },
            keep: format!("Keep the {words}"),
        })
    }

    pub(super) fn ui(&self, ui: &mut Ui, p: &Palette) -> ModalOutcome {
        title_ui(ui, p, &self.title);
        paragraph(ui, p, "Items you keep stay in place, without the zone.");
        ui.add_space(gap::L);
        buttons_ui(ui, p, |ui, p| {
            let keep = Button::new(ButtonKind::Primary, &self.keep);
            if keep.show(ui, p).clicked() {
                return ModalOutcome::KeepContents;
            }
            let delete = Button::new(ButtonKind::Danger, &self.delete);
            if delete.show(ui, p).clicked() {
                return ModalOutcome::DeleteContents(self.command);
            }
            cancel_ui(ui, p)
        })
    }
}
