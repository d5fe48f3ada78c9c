//! The outline: everything that is drawn as a list of plain rows, for the keyboard, for screen readers, and for large drawings.

use std::collections::HashMap;

use egui::{ScrollArea, Ui, vec2};

use crate::app::commands::Command;
use crate::app::document::session::Session;
use crate::app::focus_panel::FocusPanel;
use crate::app::look::gap;
use crate::app::widgets::{Button, ButtonKind, ListRow, empty_state};
use crate::model::{Connection, Design, Id, Item};
use crate::scene::{Palette, icon};

const ROW: f32 = 28.0;
/// How far what lies inside or belongs to something is moved to the right.
const INDENT: f32 = 14.0;

/// A row: an item and how deep it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OutlineRow {
    id: Id,
    depth: usize,
}

/// Shows the panel; gives what is to be done with the selection.
pub(crate) fn ui(ui: &mut Ui, p: &Palette, session: &mut Session) -> Option<Command> {
    let lines = outline_rows(session.document.design());
    if lines.is_empty() {
        let plain = "Zones, components, and their calls are listed here";
        empty_state(ui, p, "The canvas is empty", plain, |_| {});
        return None;
    }
    let mut command = actions_ui(ui, p, session);
    let area = ScrollArea::vertical().auto_shrink(false);
    ui.spacing_mut().item_spacing.y = 0.0;
    area.show_rows(ui, ROW, lines.len(), |ui, range| {
        let first = range.start;
        for (place, line) in lines[range].iter().enumerate() {
            let row = row_ui(ui, p, session, *line, &mut command);
            let selected = session.document.selection().contains(&line.id);
            if let Some(row) = row.filter(|_| selected || first + place == 0) {
                FocusPanel::Left.mark(ui.ctx(), row);
            }
        }
    });
    command
}

/// What can be done with the selected row; gives what is to be done by a command.
fn actions_ui(ui: &mut Ui, p: &Palette, session: &Session) -> Option<Command> {
    let document = &session.document;
    let design = document.design();
    let only = document.only_selected();
    let component = only.is_some_and(|id| design.component(id).is_some());
    let mut command = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = gap::XS;
        let act = |text, enabled| {
            Button::new(ButtonKind::Normal, text)
                .small()
                .enabled(enabled)
        };
        if act("Rename", only.is_some()).show(ui, p).clicked() {
            command = Some(Command::Rename);
        }
        if act("Connect…", component).show(ui, p).clicked() {
            command = Some(Command::Link);
        }
        let some = !document.selection().is_empty();
        let delete = Button::icon(icon::TRASH, "Delete").small().enabled(some);
        if delete.show(ui, p).clicked() {
            command = Some(Command::Delete);
        }
    });
    ui.add_space(gap::XS);
    command
}

/// One row; gives what takes the keyboard to it, and the command that it asks for.
fn row_ui(
    ui: &mut Ui,
    p: &Palette,
    session: &mut Session,
    line: OutlineRow,
    command: &mut Option<Command>,
) -> Option<egui::Id> {
    let document = &mut session.document;
    let design = document.design();
    let item = design.item(line.id)?;
    let (glyph, label) = match item {
        Item::Zone(zone) => (icon::BOUNDING_BOX, format!("Zone {}", zone.name)),
        Item::Component(item) => (design.kind_of(line.id).icon_char(), item.name.clone()),
        Item::Note(note) => (
            icon::NOTE,
            note.text.lines().next().unwrap_or("Note").to_owned(),
        ),
        Item::Connection(item) => (icon::ARROW_RIGHT, describe_call(design, item)),
    };
    let count = match item {
        Item::Component(_) => {
            let into = design
                .connections()
                .filter(|(_, c)| c.to == line.id)
                .count();
            if into == 0 {
                String::new()
            } else {
                format!("{into} in")
            }
        }
        _ => String::new(),
    };
    let chosen = document.selection().contains(&line.id);
    let size = vec2(ui.available_width(), ROW);
    let row = ui.allocate_ui(size, |ui| {
        ui.horizontal(|ui| {
            ui.add_space(line.depth as f32 * INDENT);
            let row = ListRow::new(&label)
                .icon(Some(glyph))
                .end(&count)
                .chosen(chosen);
            ui.push_id(line.id, |ui| row.show(ui, p)).inner
        })
        .inner
    });
    let row = row.inner;
    let toggles = ui.input(|input| input.modifiers.command || input.modifiers.shift);
    if row.clicked() {
        if toggles {
            let both = document.selection() ^ &[line.id].into();
            document.select(both);
        } else {
            document.select([line.id]);
        }
        session.canvas.reveal(document.design(), &[line.id].into());
    }
    if row.double_clicked() {
        *command = Some(Command::Rename);
    }
    // The keys act on what is selected: a row that the keyboard comes to is.
    if row.gained_focus() && !row.clicked() && !chosen {
        document.select([line.id]);
    }
    Some(row.id)
}

/// "calls Orders: save the order".
fn describe_call(design: &Design, connection: &Connection) -> String {
    let to = design.component(connection.to);
    let to = to.map_or("", |component| component.name.as_str());
    if connection.label.is_empty() {
        format!("calls {to}")
    } else {
        format!("calls {to}: {}", connection.label)
    }
}

/// All rows: what lies in a zone below it, what a component calls below it.
fn outline_rows(design: &Design) -> Vec<OutlineRow> {
    let mut rows = OutlineBuilder::default();
    for (id, item) in design.components() {
        rows.inside.entry(item.parent).or_default().push(id);
    }
    for (id, item) in design.notes() {
        rows.inside.entry(item.parent).or_default().push(id);
    }
    for (id, item) in design.zones() {
        rows.inside.entry(item.parent).or_default().push(id);
    }
    for (id, item) in design.connections() {
        rows.calls.entry(item.from).or_default().push(id);
    }
    rows.add_rows(None, 0);
    rows.lines
}

/// The rows while they are collected.
#[derive(Default)]
struct OutlineBuilder {
    /// What lies directly in a zone, or in none.
    inside: HashMap<Option<Id>, Vec<Id>>,
    /// The connections that start at a component.
    calls: HashMap<Id, Vec<Id>>,
    lines: Vec<OutlineRow>,
}

impl OutlineBuilder {
    fn add_rows(&mut self, zone: Option<Id>, depth: usize) {
        for id in self.inside.remove(&zone).unwrap_or_default() {
            self.lines.push(OutlineRow { id, depth });
            let depth = depth + 1;
            let calls = self.calls.remove(&id).unwrap_or_default();
            let calls = calls.into_iter().map(|id| OutlineRow { id, depth });
            self.lines.extend(calls);
            self.add_rows(Some(id), depth);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_notation;

    #[test]
    fn everything_is_listed_once_below_what_it_belongs_to() {
        let text = "client -> api\nzone eu: region \"EU\" {\n  api: service\n  db: sql\n}\napi -> db: \"saves\"";
        let design = parse_notation(text).unwrap().design;
        let lines = outline_rows(&design);
        let indented: Vec<(usize, String)> = lines
            .iter()
            .map(|line| {
                let name = match design.item(line.id).unwrap() {
                    Item::Component(item) => item.name.clone(),
                    Item::Zone(item) => item.name.clone(),
                    Item::Connection(item) => describe_call(&design, item),
                    Item::Note(_) => "note".to_owned(),
                };
                (line.depth, name)
            })
            .collect();
        let expected = [
            (0, "Client"),
            (1, "calls App service"),
            (0, "EU"),
            (1, "App service"),
            (2, "calls SQL database: saves"),
            (1, "SQL database"),
        ];
        let expected = expected.map(|(depth, name)| (depth, name.to_owned()));
        assert_eq!(indented, expected);
    }
}
