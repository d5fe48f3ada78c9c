//! Where the keyboard goes when it is sent from panel to panel: each panel says in every frame what takes it there.

use egui::{Context, Id};

/// The panels in the order in which the keyboard visits them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FocusPanel {
    /// What can be placed, or the outline.
    Left,
    /// Where one draws.
    Canvas,
    /// The brief, the check, the numbers, the inspector.
    Right,
}

impl FocusPanel {
    const ALL: [Self; 3] = [Self::Left, Self::Canvas, Self::Right];

    fn key(self) -> Id {
        Id::unique(("landmark", self as u8))
    }

    /// Says which widget takes the keyboard in this panel.
    pub(crate) fn mark(self, ctx: &Context, widget: Id) {
        let pass = ctx.cumulative_pass_nr();
        ctx.data_mut(|data| data.insert_temp(self.key(), (widget, pass)));
    }

    /// The widget, where the panel was shown in this frame or the one before.
    fn widget(self, ctx: &Context) -> Option<Id> {
        let marked = ctx.data(|data| data.get_temp::<(Id, u64)>(self.key()))?;
        (ctx.cumulative_pass_nr().saturating_sub(marked.1) <= 1).then_some(marked.0)
    }
}

/// Sends the keyboard to the next panel that is shown, or to the one before.
pub(crate) fn focus_next_panel(ctx: &Context, forward: bool) {
    let last = Id::unique("last landmark");
    let focused = ctx.memory(egui::Memory::focused);
    let shown: Vec<(usize, Id)> = FocusPanel::ALL
        .iter()
        .enumerate()
        .filter_map(|(place, mark)| Some((place, mark.widget(ctx)?)))
        .collect();
    // A field inside a panel has the keyboard more often than its landmark: then the panel visited last counts.
    let here = shown.iter().find(|(_, id)| Some(*id) == focused);
    let here = here.map(|(place, _)| *place);
    let here = here
        .or_else(|| ctx.data(|data| data.get_temp(last)))
        .unwrap_or(FocusPanel::Right as usize);
    let count = FocusPanel::ALL.len();
    for step in 1..=count {
        let place = (here + if forward { step } else { count - step }) % count;
        if let Some((_, id)) = shown.iter().find(|(shown, _)| *shown == place) {
            ctx.memory_mut(|memory| memory.request_focus(*id));
            ctx.data_mut(|data| data.insert_temp(last, place));
            return;
        }
    }
}
