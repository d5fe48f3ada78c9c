//! Quick insert: a small search at the pointer that places a component, already connected where it was called for that.

use super::gesture::ConnectionEnd;
use super::popup::{self, PopupKey, PopupRow};
use super::types::PaletteItem;
use crate::model::{CUSTOM, Kind, Point, catalogue, kind};
use crate::scene::Palette;

/// How many suggestions are shown.
const ROWS: usize = 8;

/// The search, open at a place.
#[derive(Debug)]
pub(super) struct QuickInsert {
    /// Where the component will be (world).
    pub at: Point,
    /// The component that will call it, and where its line begins.
    pub from: Option<ConnectionEnd>,
    offers: QuickOffers,
    /// Where the search lies on the screen, and whether above that place.
    screen: (egui::Pos2, bool),
    typed: String,
    chosen: usize,
    fresh: bool,
}

/// What the search offers.
#[derive(Debug)]
pub(super) enum QuickOffers {
    /// All kinds and products; before anything is typed these kinds first, the likeliest of them before the others.
    Kinds(Vec<String>),
    /// A plain box with the name that is typed.
    PlainBox,
}

/// What came of it in this frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum QuickInsertOutcome {
    /// Still open.
    Open,
    /// Closed without placing anything.
    Closed,
    /// Place this.
    Place(PaletteItem),
}

impl QuickInsert {
    /// Opens the search at the pointer.
    pub(super) fn new(
        at: Point,
        from: Option<ConnectionEnd>,
        offers: QuickOffers,
        screen: (egui::Pos2, bool),
    ) -> Self {
        Self {
            at,
            from,
            offers,
            screen,
            typed: String::new(),
            chosen: 0,
            fresh: true,
        }
    }

    /// Shows the search.
    pub(super) fn ui(&mut self, ui: &egui::Ui, palette: &Palette) -> QuickInsertOutcome {
        let pressed = popup::take_key(ui);
        let first = match &self.offers {
            QuickOffers::PlainBox => return self.plain_ui(ui, palette, pressed),
            QuickOffers::Kinds(first) => first,
        };
        let mut found = catalogue().search(&self.typed);
        if self.typed.trim().is_empty() {
            let place = |id: &str| first.iter().position(|offer| offer == id);
            found.sort_by_key(|found| place(&found.kind.id).unwrap_or(usize::MAX));
        }
        found.truncate(ROWS);
        self.chosen = popup::move_choice(self.chosen, found.len(), pressed);
        let own = self.typed.trim().to_owned();
        let own_kind = found.is_empty().then(|| kind_of_name(&own));
        let mut place_own = pressed == Some(PopupKey::Enter);
        let mut click = (pressed == Some(PopupKey::Enter)).then_some(self.chosen);
        let fresh = std::mem::take(&mut self.fresh);
        let shown = popup::popup_frame(ui, "quick insert", self.screen, |ui| {
            let field = popup::search_text(ui, &mut self.typed, "Component or product", fresh);
            if field.changed() {
                self.chosen = 0;
            }
            for (index, found) in found.iter().enumerate() {
                let is_product = found.product.is_some();
                let row = PopupRow::of_kind("Place", found.name(), found.kind, is_product);
                if row.show(ui, palette, index == self.chosen) {
                    click = Some(index);
                }
            }
            if let Some(kind) = own_kind {
                let row = PopupRow::of_kind("Place", &own, kind, true);
                place_own |= row.show(ui, palette, true);
            }
        });
        if let Some(kind) = own_kind
            && place_own
        {
            return QuickInsertOutcome::Place(PaletteItem {
                kind: kind.id.clone(),
                name: own,
                technology: String::new(),
            });
        }
        match click.and_then(|index| found.get(index)) {
            Some(found) => QuickInsertOutcome::Place(PaletteItem {
                kind: found.kind.id.clone(),
                name: found.name().to_owned(),
                technology: String::new(),
            }),
            None if pressed == Some(PopupKey::Escape) => QuickInsertOutcome::Closed,
            // The press that opened it may fall into the same frame as its release.
            None if !fresh && popup::pressed_outside(ui, shown) => QuickInsertOutcome::Closed,
            None => QuickInsertOutcome::Open,
        }
    }

    /// The same for a plain box, which is placed with the name that was typed.
    fn plain_ui(
        &mut self,
        ui: &egui::Ui,
        palette: &Palette,
        pressed: Option<PopupKey>,
    ) -> QuickInsertOutcome {
        let fresh = std::mem::take(&mut self.fresh);
        let mut placed = pressed == Some(PopupKey::Enter);
        let shown = popup::popup_frame(ui, "quick insert", self.screen, |ui| {
            popup::search_text(ui, &mut self.typed, "Name of the box", fresh);
            let name = plain_name(&self.typed);
            placed |= PopupRow::plain("Place", name, "box").show(ui, palette, true);
        });
        if placed {
            return QuickInsertOutcome::Place(PaletteItem::plain_box(plain_name(&self.typed)));
        }
        let left = !fresh && popup::pressed_outside(ui, shown);
        if left || pressed == Some(PopupKey::Escape) {
            return QuickInsertOutcome::Closed;
        }
        QuickInsertOutcome::Open
    }
}

/// The kind that a name of the user's own speaks of: "Order service" is a service. A plain box where it speaks of none.
fn kind_of_name(name: &str) -> &'static Kind {
    let recognized = catalogue().recognize(name);
    recognized.map_or_else(|| kind(CUSTOM), |recognized| recognized.kind)
}

/// What a box is called that this was typed for.
fn plain_name(typed: &str) -> &str {
    match typed.trim() {
        "" => "Box",
        typed => typed,
    }
}
