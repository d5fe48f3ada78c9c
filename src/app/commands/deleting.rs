//! Deleting: why it is refused, what becomes of what lies in a zone, and the offer to take it back.

use super::command::Command;
use crate::app::canvas::ops;
use crate::app::modals::{Modal, ZoneDeletion};
use crate::app::shell::App;
use crate::model::{Document, format};

impl App {
    /// Deletes the selection as [`Command::Delete`], [`Command::DeleteBridging`] or [`Command::Cut`] does; asks first where
    /// that would take along what lies in a zone and is not selected.
    pub(super) fn delete_selection(&mut self, command: Command) {
        let Some(document) = self.document() else {
            return;
        };
        if let Some(refusal) = ops::refuse_deletion(document) {
            self.toasts.show_message(refusal);
            return;
        }
        // What is cut goes to the clipboard with its contents, so that nothing is lost.
        if command != Command::Cut
            && let Some(question) = ZoneDeletion::of(document, command)
        {
            self.modal = Some(Modal::DeleteZones(question));
            return;
        }
        match command {
            Command::DeleteBridging => self.delete_by(ops::delete_bridging),
            _ => self.delete_by(ops::delete),
        }
    }

    /// Deletes, and offers to take that back.
    pub(crate) fn delete_by(&mut self, delete: impl FnOnce(&mut Document) -> usize) {
        let Some(session) = &mut self.session else {
            return;
        };
        let gone = delete(&mut session.document);
        let revision = session.document.revision();
        if gone > 0 {
            let gone = format::count(gone, "item");
            self.toasts.say_step(format!("Deleted {gone}"), revision);
        }
    }
}
