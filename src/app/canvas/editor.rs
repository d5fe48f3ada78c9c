//! Typing on the canvas: names, labels, titles and notes, in a text field that lies where the words are.

use egui::{Align2, Key, TextEdit, vec2};

use crate::app::look::font_of_points;
use crate::model::{Connection, Design, Document, Edit, Id, Item, MAX_TEXT, Note, Zone};
use crate::scene::{Face, Palette};

use super::camera::Camera;
use super::ops;

/// A text being typed.
#[derive(Debug)]
pub(super) struct Editor {
    id: Id,
    text: String,
    /// The revision that the item was added with, where naming it is a part of adding it.
    added: Option<u64>,
    /// The field asks for focus once, in its first frame.
    focused: bool,
}

impl Editor {
    /// An editor for an item's words; none for items without.
    pub(super) fn open(design: &Design, id: Id) -> Option<Self> {
        let text = match design.item(id)? {
            Item::Component(component) => &component.name,
            Item::Connection(connection) => &connection.label,
            Item::Zone(zone) => &zone.name,
            Item::Note(note) => &note.text,
        };
        Some(Self {
            id,
            text: text.clone(),
            added: None,
            focused: false,
        })
    }

    /// The same for an item that was added just now: naming it is a part of that step, and a text or note without words
    /// leaves nothing.
    pub(super) fn of_added(self, document: &Document) -> Self {
        Self {
            added: Some(document.revision()),
            ..self
        }
    }

    /// Shows the field; says whether the user is done. What was typed is in the document then.
    pub(super) fn ui(
        &mut self,
        ui: &mut egui::Ui,
        camera: &Camera,
        palette: &Palette,
        anchor: egui::Pos2,
        document: &mut Document,
    ) -> bool {
        let multiline = matches!(document.design().item(self.id), Some(Item::Note(_)));
        if !multiline {
            join_lines(ui);
        }
        let size = (13.0 * camera.zoom as f32).clamp(12.0, 26.0);
        let rect = self.field_rect(camera, anchor, document.design(), size);
        let face = if multiline {
            Face::Regular
        } else {
            Face::SemiBold
        };
        let edit = if multiline {
            TextEdit::multiline(&mut self.text)
        } else {
            TextEdit::singleline(&mut self.text)
        };
        let edit = edit
            .font(font_of_points(face, size))
            .char_limit(MAX_TEXT)
            .hint_text("Name")
            .align(if multiline {
                Align2::LEFT_TOP
            } else {
                Align2::LEFT_CENTER
            })
            .text_color(palette.text_primary)
            .margin(vec2(6.0, 2.0));
        let response = ui.put(rect, edit);
        let response = response.accessible_name("Name on the canvas");
        if !self.focused {
            self.focused = true;
            response.request_focus();
            select_all(ui, &response, &self.text);
        }
        let (escape, submit) = ui.input(|input| {
            let enter = input.key_pressed(Key::Enter) && (!multiline || input.modifiers.command);
            (input.key_pressed(Key::Escape), enter)
        });
        let done = escape || submit || response.lost_focus();
        if done {
            self.finish(document);
            response.surrender_focus();
        }
        done
    }

    /// Writes what was typed into the document, as one step. A note without words is no note.
    pub(super) fn finish(&self, document: &mut Document) {
        let text = self.text.trim_end().to_owned();
        let id = self.id;
        let edit = match document.design().item(id) {
            // A component without a name cannot be spoken of.
            Some(Item::Component(_)) if text.trim().is_empty() => return,
            Some(Item::Component(item)) => Edit::PutComponent(id, ops::relabeled(item, text)),
            Some(Item::Connection(item)) => Edit::PutConnection(
                id,
                Connection {
                    label: text,
                    ..item.clone()
                },
            ),
            Some(Item::Zone(item)) => Edit::PutZone(
                id,
                Zone {
                    name: text,
                    ..item.clone()
                },
            ),
            Some(Item::Note(_)) if text.trim().is_empty() && !document.design().is_locked(id) => {
                if !self.added.is_some_and(|step| document.take_back(step)) {
                    ops::apply_edits(document, "Delete", vec![Edit::Remove([id].into())]);
                }
                return;
            }
            Some(Item::Note(item)) => Edit::PutNote(
                id,
                Note {
                    text,
                    ..item.clone()
                },
            ),
            None => return,
        };
        match self.added {
            Some(step) => {
                // Refused only at the outer limits of a design, and then nothing changes.
                let _refused = document.amend(step, "Rename", [edit]);
            }
            None => ops::apply_edits(document, "Rename", vec![edit]),
        }
    }

    fn field_rect(
        &self,
        camera: &Camera,
        anchor: egui::Pos2,
        design: &Design,
        size: f32,
    ) -> egui::Rect {
        let height = size + 12.0;
        let item = ops::item_rect(design, self.id).map(|rect| camera.screen_rect(rect));
        match (design.item(self.id), item) {
            (Some(Item::Component(_)), Some(rect)) => {
                let left = rect.left() + 45.0 * camera.zoom as f32;
                let width = (rect.right() - left - 4.0).max(96.0);
                egui::Rect::from_min_size(
                    egui::pos2(left, rect.center().y - height / 2.0),
                    vec2(width, height),
                )
            }
            (Some(Item::Zone(_)), Some(rect)) => {
                egui::Rect::from_min_size(rect.left_top() + vec2(8.0, 2.0), vec2(200.0, height))
            }
            (Some(Item::Note(_)), Some(rect)) => rect
                .expand(2.0)
                .union(egui::Rect::from_min_size(rect.min, vec2(120.0, 60.0))),
            _ => Align2::CENTER_CENTER.anchor_size(anchor, vec2(160.0, height)),
        }
    }
}

/// Shift+Enter in a name is a space, like the line breaks of a text that is pasted into one: names have no lines of their
/// own, and ending the name there would make commands of the letters that follow.
fn join_lines(ui: &egui::Ui) {
    ui.input_mut(|input| {
        if input.consume_key(egui::Modifiers::SHIFT, Key::Enter) {
            input.events.push(egui::Event::Text(" ".to_owned()));
        }
    });
}

fn select_all(ui: &egui::Ui, response: &egui::Response, text: &str) {
    let mut state = TextEdit::load_state(ui.ctx(), response.id).unwrap_or_default();
    let all = egui::text::CCursorRange::two(
        egui::text::CCursor::new(0),
        egui::text::CCursor::new(text.chars().count()),
    );
    state.cursor.set_char_range(Some(all));
    // What was typed here for another item must not come back with undo.
    state.clear_undoer();
    state.store(ui.ctx(), response.id);
}
