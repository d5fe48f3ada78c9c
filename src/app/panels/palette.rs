//! The palette: every kind of component by group, with a search that knows product names. Rows are clicked or dragged in.

use std::collections::{BTreeMap, BTreeSet};

use egui::{
    CornerRadius, DragAndDrop, Popup, PopupCloseBehavior, RectAlign, ScrollArea, Sense, Ui, vec2,
};

use super::outline;
use crate::app::canvas::{PINNED, PaletteItem};
use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::focus_panel::FocusPanel;
use crate::app::look::{TextSize, font, font_of_points, gap};
use crate::app::widgets::{
    Button, ButtonKind, are_explanations_hidden, caption, focus_ring, group_row, paragraph,
    search_field, styled_text,
};
use crate::model::{self, Group, Suggestion, catalogue};
use crate::scene::{Face, Palette, icon};

/// How wide and high what opens beside the rail is.
const OPENED: egui::Vec2 = vec2(224.0, 460.0);

/// The palette, with what is searched for and which groups are closed.
#[derive(Debug, Default)]
pub(crate) struct PalettePanel {
    search: String,
    closed_groups: BTreeSet<Group>,
}

impl PalettePanel {
    /// Looks for nothing any longer.
    pub(crate) fn clear_search(&mut self) {
        self.search.clear();
    }

    /// The palette of a narrow window: what nearly every drawing has, and all of it at a press. Gives what is to be done with
    /// the selection.
    pub(crate) fn rail_ui(
        &mut self,
        ui: &mut Ui,
        p: &Palette,
        session: &mut Session,
    ) -> Option<Command> {
        let mut command = None;
        ui.spacing_mut().item_spacing.y = gap::S;
        for (glyph, name, outline) in [
            (icon::SQUARES_FOUR, "Components", false),
            (icon::LIST, "Outline", true),
        ] {
            let button = Button::icon(glyph, name).show(ui, p);
            if !outline {
                FocusPanel::Left.mark(ui.ctx(), button.id);
            }
            Popup::from_toggle_button_response(&button)
                .align(RectAlign::RIGHT_START)
                .gap(12.0)
                .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
                .show(|ui| {
                    ui.set_width(OPENED.x);
                    ui.set_height(OPENED.y);
                    if outline {
                        command = outline::ui(ui, p, session);
                    } else if self.ui(ui, p, session) {
                        ui.close();
                    }
                });
        }
        ui.separator();
        for kind in PINNED.into_iter().filter_map(|id| catalogue().get(id)) {
            let size = vec2(28.0, 28.0);
            let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
            let suggestion = Suggestion {
                kind,
                product: None,
            };
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &kind.label)
            });
            paint_tile(ui, p, kind, rect);
            if response.has_focus() {
                focus_ring(ui.painter(), p, rect, 6);
            }
            if let Some(item) = dragged_or_clicked(ui, p, suggestion, response) {
                place_item(session, &item);
            }
        }
        command
    }

    /// What a whiteboard has in place of the palette: one plain box.
    pub(crate) fn whiteboard_ui(ui: &mut Ui, p: &Palette, session: &mut Session, wide: bool) {
        let add = if wide {
            Button::new(ButtonKind::Normal, "Add a box").with_icon(icon::PLUS)
        } else {
            Button::icon(icon::PLUS, "Add a box")
        };
        let add = add.show(ui, p);
        FocusPanel::Left.mark(ui.ctx(), add.id);
        if add.clicked() {
            place_item(session, &PaletteItem::plain_box("Box"));
            session.canvas.rename(&mut session.document);
        }
        if !wide {
            return;
        }
        ui.add_space(gap::S);
        paragraph(
            ui,
            p,
            "Name a box after what it is, such as “Redis cache” or “Orders DB”. Press / or double-click to add one by name.",
        );
        caption(ui, p, "Frames and text are in the toolbar below");
    }

    /// Shows the palette; says whether something was placed by a click.
    pub(crate) fn ui(&mut self, ui: &mut Ui, p: &Palette, session: &mut Session) -> bool {
        let hint = "Find a component";
        let search = search_field(ui, p, &mut self.search, hint, hint);
        FocusPanel::Left.mark(ui.ctx(), search.id);
        ui.add_space(gap::XXS);
        let mut drawn: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, component) in session.document.design().components() {
            *drawn.entry(component.kind.as_str()).or_default() += 1;
        }
        let mut chosen = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if self.search.trim().is_empty() {
                for group in Group::ALL {
                    let kinds = || catalogue().iter().filter(|kind| kind.group == group);
                    let counts =
                        kinds().map(|kind| drawn.get(kind.id.as_str()).copied().unwrap_or(0));
                    let mut open = !self.closed_groups.contains(&group);
                    group_row(ui, p, group.label(), counts.sum(), &mut open);
                    if !open {
                        self.closed_groups.insert(group);
                        continue;
                    }
                    self.closed_groups.remove(&group);
                    for kind in kinds() {
                        let suggestion = Suggestion {
                            kind,
                            product: None,
                        };
                        let count = drawn.get(kind.id.as_str()).copied().unwrap_or(0);
                        chosen = row_ui(ui, p, suggestion, count).or(chosen.take());
                    }
                }
            } else {
                let found = catalogue().search(&self.search);
                for suggestion in found.iter().take(30) {
                    let count = drawn.get(suggestion.kind.id.as_str()).copied().unwrap_or(0);
                    chosen = row_ui(ui, p, *suggestion, count).or(chosen.take());
                }
                if found.is_empty() {
                    ui.add_space(gap::M);
                    caption(
                        ui,
                        p,
                        format!("No component called \"{}\"", self.search.trim()),
                    );
                    ui.add_space(gap::XS);
                    if Button::new(ButtonKind::Accent, "Add an App service with this name")
                        .small()
                        .show(ui, p)
                        .clicked()
                    {
                        let name = self.search.trim().to_owned();
                        chosen = Some(PaletteItem {
                            kind: "app_service".to_owned(),
                            name,
                            technology: String::new(),
                        });
                    }
                }
            }
            ui.add_space(gap::XXL);
        });
        if let Some(item) = &chosen {
            place_item(session, item);
        }
        chosen.is_some()
    }
}

/// Puts a component on the canvas.
fn place_item(session: &mut Session, item: &PaletteItem) {
    // The click also takes the keyboard from a field of the inspector, but egui reports that only later in the frame.
    session.document.commit();
    session.canvas.insert(&mut session.document, item);
}

/// One row; gives what to place when it was clicked.
fn row_ui(
    ui: &mut Ui,
    p: &Palette,
    suggestion: Suggestion<'_>,
    count: usize,
) -> Option<PaletteItem> {
    let kind = suggestion.kind;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 27.0), Sense::click_and_drag());
    if !ui.is_rect_visible(rect) {
        return None;
    }
    response.widget_info(|| {
        let name = match suggestion.product {
            Some(product) => format!("{product}, {}", kind.label),
            None => kind.label.clone(),
        };
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name)
    });
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, CornerRadius::same(6), p.surface_hover);
    }
    let left = rect.left_center() + vec2(14.0, 0.0);
    paint_tile(
        ui,
        p,
        kind,
        egui::Rect::from_center_size(left, vec2(20.0, 20.0)),
    );
    let left = rect.left_center() + vec2(33.0, 0.0);
    let name = painter.text(
        left,
        egui::Align2::LEFT_CENTER,
        suggestion.name(),
        font(Face::Regular, TextSize::Body),
        p.text_primary,
    );
    if suggestion.product.is_some() {
        let at = name.right_center() + vec2(8.0, 0.0);
        painter.text(
            at,
            egui::Align2::LEFT_CENTER,
            &kind.label,
            font(Face::Regular, TextSize::Caption),
            p.text_tertiary,
        );
    } else if count > 0 {
        let at = rect.right_center() - vec2(8.0, 0.0);
        painter.text(
            at,
            egui::Align2::RIGHT_CENTER,
            count,
            font(Face::Regular, TextSize::Caption),
            p.text_tertiary,
        );
    }
    dragged_or_clicked(ui, p, suggestion, response)
}

/// The icon of a kind on its color.
fn paint_tile(ui: &Ui, p: &Palette, kind: &model::Kind, tile: egui::Rect) {
    let colors = p.category(kind.group);
    let painter = ui.painter();
    painter.rect_filled(tile, CornerRadius::same(6), colors.tile);
    painter.text(
        tile.center(),
        egui::Align2::CENTER_CENTER,
        kind.icon_char(),
        font_of_points(Face::Icons, tile.height() * 0.7),
        colors.ink,
    );
}

/// Lets it be dragged out, says what it is good for, and gives what to place when it was clicked.
fn dragged_or_clicked(
    ui: &Ui,
    p: &Palette,
    suggestion: Suggestion<'_>,
    response: egui::Response,
) -> Option<PaletteItem> {
    let kind = suggestion.kind;
    let item = || PaletteItem {
        kind: kind.id.clone(),
        name: suggestion.name().to_owned(),
        technology: String::new(),
    };
    if response.drag_started() {
        DragAndDrop::set_payload(ui.ctx(), item());
    }
    let response = response.on_hover_ui(|ui| tooltip_ui(ui, p, suggestion));
    response.clicked().then(item)
}

fn tooltip_ui(ui: &mut Ui, p: &Palette, suggestion: Suggestion<'_>) {
    let kind = suggestion.kind;
    ui.set_max_width(300.0);
    ui.label(styled_text(
        &kind.label,
        Face::SemiBold,
        TextSize::Body,
        p.text_primary,
    ));
    ui.label(styled_text(
        &kind.purpose,
        Face::Regular,
        TextSize::Small,
        p.text_secondary,
    ));
    let hidden = are_explanations_hidden(ui.ctx());
    for (heading, text) in kind.advice().into_iter().filter(|_| !hidden) {
        ui.label(styled_text(
            heading,
            Face::Medium,
            TextSize::Caption,
            p.text_tertiary,
        ));
        ui.label(styled_text(
            text,
            Face::Regular,
            TextSize::Small,
            p.text_secondary,
        ));
    }
}
