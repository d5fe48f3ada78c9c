//! Quick insert: a small search at the pointer that places a component, already connected where it was called for that.

use egui::{Area, Frame, Key, Order, TextEdit, vec2};

use crate::model::{Id, Point, catalogue};
use crate::scene::{Face, Palette};

use super::PaletteItem;
use super::paint::family;

/// How many suggestions are shown.
const ROWS: usize = 8;
const WIDTH: f32 = 260.0;

/// The search, open at a place.
#[derive(Debug)]
pub(super) struct QuickInsert {
    /// Where the component will be (world).
    pub at: Point,
    /// The component that will call it.
    pub from: Option<Id>,
    screen: egui::Pos2,
    typed: String,
    chosen: usize,
    fresh: bool,
}

/// What came of it in this frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Still open.
    Open,
    /// Closed without placing anything.
    Closed,
    /// Place this.
    Place(PaletteItem),
}

impl QuickInsert {
    /// Opens the search at the pointer.
    pub(super) fn new(at: Point, from: Option<Id>, screen: egui::Pos2) -> Self {
        Self {
            at,
            from,
            screen,
            typed: String::new(),
            chosen: 0,
            fresh: true,
        }
    }

    /// Shows the search.
    pub(super) fn ui(&mut self, ui: &egui::Ui, palette: &Palette) -> Choice {
        let keys = ui.ctx().input_mut(|input| {
            let mut pressed = |key| input.consume_key(egui::Modifiers::NONE, key);
            (
                pressed(Key::ArrowDown),
                pressed(Key::ArrowUp),
                pressed(Key::Enter),
                pressed(Key::Escape),
            )
        });
        let (down, up, enter, escape) = keys;
        let found = catalogue().search(&self.typed);
        let items: Vec<PaletteItem> = found
            .iter()
            .take(ROWS)
            .map(|found| PaletteItem {
                kind: found.kind.id.clone(),
                name: found.name().to_owned(),
                technology: String::new(),
            })
            .collect();
        self.chosen = (self.chosen + usize::from(down))
            .saturating_sub(usize::from(up))
            .min(items.len().saturating_sub(1));
        let mut choice = if escape { Choice::Closed } else { Choice::Open };
        let mut click = enter.then_some(self.chosen);
        let area = Area::new(ui.scope_id().with("quick insert"))
            .order(Order::Foreground)
            .fixed_pos(self.screen + vec2(-20.0, 8.0))
            .constrain_to(ui.clip_rect());
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(6.0).show(ui, |ui| {
                ui.set_width(WIDTH);
                let field = TextEdit::singleline(&mut self.typed)
                    .hint_text("Component or product")
                    .desired_width(WIDTH);
                let response = ui
                    .add(field)
                    .accessible_name("Find a component to place here");
                if std::mem::take(&mut self.fresh) {
                    response.request_focus();
                }
                if response.changed() {
                    self.chosen = 0;
                }
                for (index, found) in found.iter().take(ROWS).enumerate() {
                    if row(ui, palette, found, index == self.chosen) {
                        click = Some(index);
                    }
                }
                if items.is_empty() {
                    ui.label(format!("No component called \"{}\"", self.typed));
                }
            });
        });
        let outside = ui.input(|input| {
            input.pointer.any_pressed()
                && input
                    .pointer
                    .interact_pos()
                    .is_some_and(|at| !shown.response.rect.contains(at))
        });
        if let Some(item) = click.and_then(|index| items.into_iter().nth(index)) {
            choice = Choice::Place(item);
        } else if outside {
            choice = Choice::Closed;
        }
        choice
    }
}

fn row(
    ui: &mut egui::Ui,
    palette: &Palette,
    found: &crate::model::Suggestion<'_>,
    chosen: bool,
) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, 27.0), egui::Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(
            egui::accesskit::Role::Button,
            true,
            format!("Place {}", found.name()),
        )
    });
    let painter = ui.painter();
    if chosen || response.hovered() {
        painter.rect_filled(
            rect,
            6.0,
            if chosen {
                palette.surface_selected
            } else {
                palette.surface_hover
            },
        );
    }
    let colors = palette.category(found.kind.group);
    let tile = egui::Rect::from_center_size(rect.left_center() + vec2(15.0, 0.0), vec2(20.0, 20.0));
    painter.rect_filled(tile, 6.0, colors.tile);
    let centered = egui::Align2::CENTER_CENTER;
    let icon = egui::FontId::new(14.0, family(Face::Icons));
    painter.text(
        tile.center(),
        centered,
        found.kind.icon_char(),
        icon,
        colors.ink,
    );
    let left = egui::Align2::LEFT_CENTER;
    let name = painter.text(
        rect.left_center() + vec2(34.0, 0.0),
        left,
        found.name(),
        egui::FontId::new(13.0, family(Face::Regular)),
        palette.text_primary,
    );
    if found.product.is_some() {
        let caption = egui::FontId::new(11.0, family(Face::Regular));
        painter.text(
            name.right_center() + vec2(8.0, 0.0),
            left,
            &found.kind.label,
            caption,
            palette.text_tertiary,
        );
    }
    response.clicked()
}
