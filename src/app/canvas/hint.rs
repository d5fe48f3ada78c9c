//! The tooltip of an item under the pointer: what the drawing does not show at this zoom, or at all.

use egui::{Response, Tooltip, Ui};

use super::names::spoken_connection;
use super::overlay;
use super::types::CanvasContext;
use super::view::Canvas;
use crate::app::look::{TextSize, font, gap};
use crate::model::{Design, Document, Id, Item, kind};
use crate::scene::{DetailLevel, Face, Palette};

/// How wide it may be (screen points).
const WIDTH: f32 = 280.0;

impl Canvas {
    /// Shows it while nothing else is going on.
    pub(super) fn hint_ui(
        &self,
        response: &Response,
        document: &Document,
        context: &CanvasContext<'_>,
    ) {
        let busy = self.gesture.is_some() || self.panning.is_some() || self.is_editing();
        let quiet = busy || context.preview.is_some() || self.connecting.is_some();
        let Some(id) = self.hovered.filter(|_| !quiet) else {
            return;
        };
        let words = describe_item(document.design(), id, self.camera.zoom);
        let marks = context.marks.get(&id);
        let findings = marks.map(|(worst, count)| {
            let plural = if *count == 1 { "finding" } else { "findings" };
            format!("{count} {plural}, worst: {}", worst.label().to_lowercase())
        });
        let Some((title, lines)) =
            words.filter(|(_, lines)| !lines.is_empty() || findings.is_some())
        else {
            return;
        };
        let palette = context.theme.palette();
        let mut tooltip = Tooltip::for_enabled(response);
        let design = document.design();
        tooltip = match overlay::box_rect(design, id) {
            // Below the box and its dots, which it would hide otherwise.
            Some(rect) => {
                let region = overlay::dots_region(&self.camera, rect);
                tooltip.popup = tooltip.popup.anchor(region.intersect(self.camera.screen));
                tooltip.gap(0.0)
            }
            None => tooltip.at_pointer().gap(12.0),
        };
        tooltip.show(|ui| {
            ui.set_max_width(WIDTH);
            hint_text(ui, palette, &title, lines.into_iter().chain(findings));
        });
    }
}

fn hint_text(ui: &mut Ui, palette: &Palette, title: &str, lines: impl Iterator<Item = String>) {
    ui.spacing_mut().item_spacing.y = gap::XS;
    if !title.is_empty() {
        ui.strong(title);
    }
    for line in lines {
        let line = egui::RichText::new(line).font(font(Face::Regular, TextSize::Small));
        ui.label(line.color(palette.text_secondary));
    }
}

/// The name of an item, and what else there is to know of it that cannot be seen at this zoom.
fn describe_item(design: &Design, id: Id, zoom: f64) -> Option<(String, Vec<String>)> {
    let all = DetailLevel::for_zoom(zoom) == DetailLevel::Full;
    let mut lines = Vec::new();
    let title = match design.item(id)? {
        Item::Component(item) => {
            let label = &kind(&item.kind).label;
            if item.name != *label {
                lines.push(label.clone());
            }
            if !all && !item.technology.is_empty() {
                lines.push(item.technology.clone());
            }
            if !all && item.replicas.count() != 1 {
                lines.push(format!("{} instances", item.replicas.count()));
            }
            if !item.owner.is_empty() {
                lines.push(format!("Owner: {}", item.owner));
            }
            lines.extend(item.note.lines().map(str::to_owned));
            if !all && lines.is_empty() {
                lines.push(kind(&item.kind).purpose.clone());
            }
            item.name.clone()
        }
        Item::Connection(item) => {
            lines.push(spoken_connection(design, item));
            String::new()
        }
        Item::Zone(item) => {
            if !all {
                lines.push(item.kind.label().to_owned());
            }
            item.name.clone()
        }
        Item::Note(item) => {
            if !all {
                lines.push(item.text.clone());
            }
            String::new()
        }
    };
    if design.is_locked(id) {
        lines.push("Locked in place".to_owned());
    }
    Some((title, lines))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn what_is_drawn_in_full_is_not_said_again() {
        let parsed = parse_notation("a: cache \"Cache\"\nb: cache \"Hot links\"\na -> b").unwrap();
        let (design, keys) = (parsed.design, parsed.keys);
        let lines_of = |key: &str, zoom| describe_item(&design, keys[key], zoom).unwrap().1;
        assert!(lines_of("a", 1.0).is_empty());
        assert_eq!(lines_of("b", 1.0), ["Cache"]);
        assert!(
            !lines_of("a", 0.3).is_empty(),
            "its name is all that is left"
        );
        let (line, _) = design.connections().next().unwrap();
        let (_, lines) = describe_item(&design, line, 1.0).unwrap();
        assert!(lines[0].starts_with("Cache calls Hot links"), "{lines:?}");
    }
}
