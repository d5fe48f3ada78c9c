//! What the user has asked of the numbers, and the answer.

use std::collections::BTreeMap;

use super::drill::Drill;
use super::growth::GrowthSection;
use super::ranges::RangesSection;
use super::readings::Readings;
use super::steps::FlowWalk;
use super::view::NumbersRow;
use crate::analysis::{Fault, WhatIf};
use crate::app::canvas::Pulse;
use crate::app::document::session::Session;
use crate::model::{Design, Document, Id};
use crate::scene::Health;

/// What the user has asked of the numbers, and the answer.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a choice of its own, and none rules out another"
)]
pub(crate) struct NumbersPanel {
    pub(super) what_if: WhatIf,
    pub(super) breaking: bool,
    /// Requests move along the connections.
    pub(super) moving: bool,
    /// What a press does while things are broken.
    pub(super) makes: Fault,
    /// All loads are listed, not only the highest.
    pub(super) all_loads: bool,
    /// The row that explains itself.
    pub(super) open: Option<NumbersRow>,
    pub(super) readings: Option<Readings>,
    /// Whether it is shown how sure they are.
    pub(super) ranges: RangesSection,
    pub(super) growth: GrowthSection,
    /// The walk of a request, hop by hop.
    pub(super) steps: Option<FlowWalk>,
    /// The legend over the canvas was closed.
    pub(super) legend_closed: bool,
    /// A failure that the user predicts.
    pub(super) drill: Option<Drill>,
}

impl NumbersPanel {
    /// Whether a press on the canvas stops and starts parts.
    pub(crate) fn is_breaking(&self) -> bool {
        self.breaking
    }

    /// Whether parts are stopped, slow or emptied for a try, or the traffic is another.
    pub(crate) fn is_trying(&self) -> bool {
        !self.what_if.is_sound() || (self.what_if.traffic - 1.0).abs() > 1e-9
    }

    /// Brings the numbers up to the drawing, the traffic and what is stopped, unless they are already.
    pub(crate) fn update_readings(&mut self, session: &mut Session) {
        let document = &session.document;
        self.what_if.retain(|id| document.design().contains(id));
        let fresh = self
            .readings
            .as_ref()
            .is_some_and(|readings| readings.is_current(document, &self.what_if));
        if !fresh {
            self.steps = self
                .steps
                .take()
                .and_then(|steps| steps.renew_walk(session.analysis()));
            self.readings = Some(Readings::new(session, &self.what_if));
        }
    }

    /// What moves along the connections, where it is to.
    pub(crate) fn pulses(&self) -> Option<&BTreeMap<Id, Pulse>> {
        let shown = self.moving && !self.is_hidden();
        let readings = self.readings.as_ref().filter(|_| shown)?;
        Some(&readings.pulses)
    }

    /// The items that the current step of the walk highlights on the canvas.
    pub(crate) fn highlighted(&self) -> impl Iterator<Item = Id> {
        let asked = self.drill.iter().filter(|drill| drill.is_unanswered());
        let failed = asked.map(Drill::failed_component);
        self.steps
            .iter()
            .flat_map(FlowWalk::highlighted)
            .chain(failed)
    }

    /// Whether the numbers are hidden, because the user predicts them.
    pub(super) fn is_hidden(&self) -> bool {
        self.drill.as_ref().is_some_and(Drill::is_unanswered)
    }

    /// What the canvas shows of the numbers.
    pub(crate) fn health(&self) -> Option<&BTreeMap<Id, Health>> {
        let readings = self.readings.as_ref().filter(|_| !self.is_hidden());
        readings.map(|readings| &readings.health)
    }

    /// Makes or ends the trouble that was chosen for an item; a sentence where the item cannot have it.
    pub(crate) fn toggle_fault(&mut self, design: &Design, id: Id) -> Option<String> {
        if !self.makes.applies_to(design, id) {
            return Some("Only a cache or a CDN can be cleared".to_owned());
        }
        self.what_if.toggle(self.makes, id);
        None
    }

    /// Makes that trouble for what is selected; a sentence where nothing of it can have it.
    pub(crate) fn break_selection(&mut self, document: &Document) -> Option<String> {
        let mut refusal = None;
        for &id in document.selection() {
            if document.design().note(id).is_none() {
                refusal = self.toggle_fault(document.design(), id);
            }
        }
        refusal
    }

    /// Begins or ends the mode in which parts are stopped; a drill ends in both cases.
    pub(crate) fn set_breaking(&mut self, breaking: bool) {
        self.drill = None;
        self.breaking = breaking;
    }

    /// Leaves the mode in which parts are stopped; what is stopped stays so.
    pub(crate) fn leave_breaking(&mut self) {
        self.breaking = false;
    }
}
