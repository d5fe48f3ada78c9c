//! A design under editing: undo and redo as whole-design snapshots, grouped by explicit gestures.
//!
//! Snapshots are cheap because items are shared; the history is bounded by the memory its entries hold alone. There are
//! no inverse commands and no guessing by time: whoever starts a gesture says so with [`Document::begin`].

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::design::Design;
use super::edit::Edit;
use super::id::Id;
use super::program::Program;
use super::taken_help::TakenHelp;
use super::validate::EditError;

/// The most memory the history may hold, in bytes, by the estimate of [`unshared_bytes`].
const HISTORY_BYTES: usize = 64 * 1024 * 1024;

#[derive(Debug, Clone)]
struct DocumentState {
    design: Design,
    selection: BTreeSet<Id>,
}

#[derive(Debug)]
struct HistoryEntry {
    /// What the gesture was, for "Undo move".
    label: String,
    before: DocumentState,
    bytes: usize,
}

/// A design with its selection and its history.
#[derive(Debug, Default)]
pub struct Document {
    design: Design,
    selection: BTreeSet<Id>,
    undo: VecDeque<HistoryEntry>,
    redo: Vec<HistoryEntry>,
    gesture: Option<(String, DocumentState)>,
    revision: u64,
    change: u64,
}

impl Document {
    /// A document that starts with this design and no history.
    #[must_use]
    pub fn new(design: Design) -> Self {
        Self {
            design,
            ..Self::default()
        }
    }

    /// The design as it is now, in the middle of a gesture too.
    #[must_use]
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// Grows with every change of what is drawn and said of it; equal revisions are equal designs, but for the help that
    /// was taken.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Grows with every change of what a file of it holds, the help that was taken among it.
    #[must_use]
    pub fn change(&self) -> u64 {
        self.revision + self.change
    }

    /// Keeps what was asked and the help that was taken: no step of undo, and none of a gesture in progress.
    pub fn take_help(&mut self, help: TakenHelp) {
        let help = Box::new(help);
        if *self.design.help() == *help || self.design.apply(Edit::SetHelp(help)).is_err() {
            return;
        }
        if let Some((_, before)) = &mut self.gesture {
            before.design.help = self.design.help.clone();
        }
        self.change += 1;
    }

    /// What is selected; only ids that exist.
    #[must_use]
    pub fn selection(&self) -> &BTreeSet<Id> {
        &self.selection
    }

    /// The selected item, where exactly one is selected.
    #[must_use]
    pub fn only_selected(&self) -> Option<Id> {
        let mut selected = self.selection.iter();
        match (selected.next(), selected.next()) {
            (Some(&id), None) => Some(id),
            _ => None,
        }
    }

    /// Whether something is selected, and all of it locked.
    #[must_use]
    pub fn is_only_locked_selected(&self) -> bool {
        !self.selection.is_empty() && self.selection.is_subset(self.design.locked())
    }

    /// Selects these items and nothing else; ids that do not exist are left out.
    pub fn select(&mut self, ids: impl IntoIterator<Item = Id>) {
        self.selection = ids
            .into_iter()
            .filter(|&id| self.design.contains(id))
            .collect();
    }

    /// Starts a gesture: all edits up to [`Self::commit`] are one step of undo. An unfinished gesture is committed.
    pub fn begin(&mut self, label: impl Into<String>) {
        self.commit();
        self.gesture = Some((label.into(), self.snapshot()));
    }

    /// Whether a gesture is in progress.
    #[must_use]
    pub fn in_gesture(&self) -> bool {
        self.gesture.is_some()
    }

    /// The design as it was when the gesture in progress began.
    #[must_use]
    pub fn before_gesture(&self) -> Option<&Design> {
        let (_, before) = self.gesture.as_ref()?;
        Some(&before.design)
    }

    /// Goes back to the start of the gesture without ending it, so that its next state is told from where it began.
    pub fn rewind(&mut self) {
        if let Some((label, before)) = self.gesture.take() {
            self.restore(before.clone());
            self.gesture = Some((label, before));
        }
    }

    /// Ends the gesture. One that changed nothing leaves no trace.
    pub fn commit(&mut self) {
        let Some((label, before)) = self.gesture.take() else {
            return;
        };
        if before.design != self.design {
            self.push_undo(label, before);
        }
    }

    /// Ends the gesture as if it had never begun.
    pub fn cancel(&mut self) {
        self.rewind();
        self.gesture = None;
    }

    /// Carries out one edit: a part of the gesture in progress, or else a step of its own called `label`.
    ///
    /// # Errors
    /// Whatever [`Design::apply`] refuses; nothing has changed then.
    pub fn apply(&mut self, label: &str, edit: Edit) -> Result<(), EditError> {
        self.apply_all(label, [edit])
    }

    /// Carries out all edits or none, as one step.
    ///
    /// # Errors
    /// Whatever [`Design::apply`] refuses; nothing has changed then.
    pub fn apply_all(
        &mut self,
        label: &str,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Result<(), EditError> {
        let before = self.snapshot();
        for edit in edits {
            if let Err(refusal) = self.design.apply(edit) {
                self.design = before.design;
                return Err(refusal);
            }
        }
        if self.design == before.design {
            return Ok(());
        }
        self.revision += 1;
        self.selection.retain(|&id| self.design.contains(id));
        if self.gesture.is_none() {
            self.push_undo(label.to_owned(), before);
        }
        Ok(())
    }

    /// Carries out all edits or none as a part of the last step, where that step led to `revision` and nothing was changed
    /// since; else as a step of their own.
    ///
    /// # Errors
    /// Whatever [`Design::apply`] refuses; nothing has changed then.
    pub fn amend(
        &mut self,
        revision: u64,
        label: &str,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Result<(), EditError> {
        let in_gesture = self.in_gesture();
        self.reopen(revision);
        let applied = self.apply_all(label, edits);
        if !in_gesture {
            self.commit();
        }
        applied
    }

    /// Goes on with the last step as with a gesture, where that step led to `revision` and nothing was changed since.
    pub fn reopen(&mut self, revision: u64) {
        if let Some(last) = self.take_last_step(revision) {
            self.gesture = Some((last.label, last.before));
        }
    }

    /// Takes the last step back as if it had never been made, so that it cannot be brought back either, where that step
    /// led to `revision` and nothing was changed since. Says whether it did.
    pub fn take_back(&mut self, revision: u64) -> bool {
        let last = self.take_last_step(revision);
        let found = last.is_some();
        if let Some(last) = last {
            self.restore(last.before);
        }
        found
    }

    fn take_last_step(&mut self, revision: u64) -> Option<HistoryEntry> {
        let is_last = self.gesture.is_none() && self.revision == revision && self.redo.is_empty();
        self.undo.pop_back_if(|_| is_last)
    }

    /// Puts another state of the drawing in the place of this one, as one step.
    pub fn replace(&mut self, label: &str, design: Design) {
        self.commit();
        let before = self.snapshot();
        let last_id = self.design.last_id;
        self.design = design;
        // An id that was once given out stays given out.
        self.design.last_id = last_id.max(self.design.last_id);
        self.remember_help(&before.design);
        if self.design == before.design {
            return;
        }
        self.revision += 1;
        self.selection.retain(|&id| self.design.contains(id));
        self.push_undo(label.to_owned(), before);
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.back().map(|entry| entry.label.as_str())
    }

    /// What redo would bring back.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|entry| entry.label.as_str())
    }

    /// Takes back the last step; a gesture in progress is taken back instead. Says whether anything changed.
    pub fn undo(&mut self) -> bool {
        if self.gesture.is_some() {
            self.cancel();
            return true;
        }
        let Some(entry) = self.undo.pop_back() else {
            return false;
        };
        let undone = self.swap_state(entry);
        self.redo.push(undone);
        true
    }

    /// Brings back the step last taken back. Says whether anything changed.
    pub fn redo(&mut self) -> bool {
        if self.gesture.is_some() {
            return false;
        }
        let Some(entry) = self.redo.pop() else {
            return false;
        };
        let redone = self.swap_state(entry);
        self.undo.push_back(redone);
        true
    }

    /// Restores the state of an entry of the history, and returns the entry that leads back.
    fn swap_state(&mut self, entry: HistoryEntry) -> HistoryEntry {
        let current = self.snapshot();
        let last_id = self.design.last_id;
        self.restore(entry.before);
        // Ids are never reused: without this, redo and a paste after undo could use the same one.
        self.design.last_id = last_id.max(self.design.last_id);
        HistoryEntry {
            before: current,
            ..entry
        }
    }

    fn snapshot(&self) -> DocumentState {
        DocumentState {
            design: self.design.clone(),
            selection: self.selection.clone(),
        }
    }

    fn restore(&mut self, snapshot: DocumentState) {
        let left = std::mem::replace(&mut self.design, snapshot.design);
        self.remember_help(&left);
        self.revision += u64::from(self.design != left);
        self.selection = snapshot.selection;
    }

    /// Whatever state of the drawing comes back: help that was taken with its prompt in the state that was left was taken.
    fn remember_help(&mut self, left: &Design) {
        if self.design.scenario == left.scenario && self.design.help != left.help {
            Arc::make_mut(&mut self.design.help).merge(&left.help);
        }
    }

    fn push_undo(&mut self, label: String, before: DocumentState) {
        let bytes = unshared_bytes(&before.design, &self.design);
        self.undo.push_back(HistoryEntry {
            label,
            before,
            bytes,
        });
        self.redo.clear();
        let mut total: usize = self.undo.iter().map(|entry| entry.bytes).sum();
        while total > HISTORY_BYTES && self.undo.len() > 1 {
            total -= self.undo.pop_front().map_or(0, |entry| entry.bytes);
        }
    }
}

/// The memory that a plan holds alone, as large as it would be in a file.
fn program_bytes(old: &Arc<Program>, new: &Arc<Program>) -> usize {
    if Arc::ptr_eq(old, new) || old.is_empty() {
        return 0;
    }
    serde_json::to_string(&**old).map_or(0, |text| text.len())
}

/// The memory `old` holds that `new` does not share: its maps, and the items that differ.
fn unshared_bytes(old: &Design, new: &Design) -> usize {
    fn changed_bytes<T>(
        old: &BTreeMap<Id, Arc<T>>,
        new: &BTreeMap<Id, Arc<T>>,
        text: impl Fn(&T) -> usize,
    ) -> usize {
        let node = size_of::<(Id, Arc<T>)>() * 2;
        let shared =
            |id: &Id, item: &Arc<T>| new.get(id).is_some_and(|other| Arc::ptr_eq(item, other));
        old.iter()
            .map(|(id, item)| {
                node + if shared(id, item) {
                    0
                } else {
                    size_of::<T>() + text(item)
                }
            })
            .sum()
    }
    changed_bytes(&old.components, &new.components, |c| {
        c.kind.len() + c.name.len() + c.technology.len() + c.note.len() + c.owner.len()
    }) + changed_bytes(&old.connections, &new.connections, |c| {
        let flows = c.flows.iter().flatten();
        c.label.len()
            + c.protocol.len()
            + size_of_val(c.pins.as_slice())
            + flows
                .map(|flow| size_of::<String>() + flow.len())
                .sum::<usize>()
    }) + changed_bytes(&old.zones, &new.zones, |z| z.name.len())
        + changed_bytes(&old.notes, &new.notes, |n| n.text.len())
        + size_of::<HistoryEntry>()
        + program_bytes(&old.program, &new.program)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Component, pt};

    fn put(id: u64, name: &str) -> Edit {
        Edit::PutComponent(Id(id), Component::new("cache", name, pt(0.0, 0.0)))
    }

    #[test]
    fn what_is_amended_is_one_step_and_what_is_taken_back_leaves_none() {
        let mut document = Document::default();
        document.apply("Add", put(1, "A")).unwrap();
        let made = document.revision();
        document.amend(made, "Rename", [put(1, "B")]).unwrap();
        assert_eq!(document.undo_label(), Some("Add"));
        // Something else was changed since: a step of its own.
        document.amend(made, "Rename", [put(1, "C")]).unwrap();
        assert_eq!(document.undo_label(), Some("Rename"));
        assert!(!document.take_back(made));
        assert!(document.undo() && document.undo() && !document.undo());
        assert!(document.design().is_empty());

        let mut document = Document::default();
        document.apply("Add", put(1, "A")).unwrap();
        assert!(document.take_back(document.revision()));
        assert_eq!((document.undo_label(), document.redo_label()), (None, None));
        assert!(document.design().is_empty());
    }
}
