//! A drawing as a draw.io file (`mxfile`): places, frames, lines as they run, and beside the words of each item what this
//! program needs to read it back as it was.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::export::written::{written_arrow, written_json, zones_outermost_first};
use crate::import::{WRITTEN_NOTE, WrittenBox, WrittenZone};
use crate::layout::{Route, Router};
use crate::model::entities::push_escaped;
use crate::model::{
    Component, Connection, Design, Group, Id, NoteStyle, Point, Rect, Role, Timing, kind,
};
use crate::scene::{component_rect, route_connections};

/// Colors of a box by the group of its kind, as draw.io's own palette has them: fill and line.
fn colors(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::Edge => ("#dae8fc", "#6c8ebf"),
        Group::Compute => ("#d5e8d4", "#82b366"),
        Group::Storage => ("#ffe6cc", "#d79b00"),
        Group::Messaging => ("#e1d5e7", "#9673a6"),
        Group::Hardware => ("#f8cecc", "#b85450"),
        _ => ("#f5f5f5", "#666666"),
    }
}

/// The drawing as the text of a draw.io file.
#[must_use]
pub fn to_drawio(design: &Design) -> String {
    let mut router = Router::default();
    route_connections(design, &mut router);
    let title = if design.title().trim().is_empty() {
        "Page-1"
    } else {
        design.title()
    };
    let mut text = String::from("<mxfile host=\"boxdrill\">\n");
    _ = writeln!(
        text,
        "  <diagram id=\"drawing\" name=\"{}\">",
        escape(title)
    );
    text.push_str("    <mxGraphModel grid=\"1\" gridSize=\"16\" page=\"0\" math=\"0\">\n      <root>\n        <mxCell id=\"0\"/>\n        <mxCell id=\"1\" parent=\"0\"/>\n");
    let mut cells = Cells { design, text };
    for id in zones_outermost_first(design) {
        cells.zone(id);
    }
    for (id, component) in design.components() {
        cells.component(id, component);
    }
    for (id, note) in design.notes() {
        let style = match note.style {
            NoteStyle::Sticky => {
                "shape=note;whiteSpace=wrap;html=1;size=14;fillColor=#fff2cc;strokeColor=#d6b656;align=left;spacing=8;"
            }
            NoteStyle::Text => {
                "text;html=1;whiteSpace=wrap;align=left;verticalAlign=top;strokeColor=none;fillColor=none;"
            }
        };
        cells.vertex(id, note.parent, &note.text, style, note.rect, WRITTEN_NOTE);
    }
    let semantics = design.all_semantics();
    for (id, connection) in design.connections() {
        if let Some(call) = semantics.get(&id) {
            cells.edge(id, connection, call.timing, router.routes());
        }
    }
    let mut text = cells.text;
    text.push_str("      </root>\n    </mxGraphModel>\n  </diagram>\n</mxfile>\n");
    text
}

struct Cells<'a> {
    design: &'a Design,
    text: String,
}

impl Cells<'_> {
    /// The corner from which places in a zone are counted.
    fn origin(&self, parent: Option<Id>) -> Point {
        let zone = parent.and_then(|zone| self.design.zone(zone));
        zone.map_or(Point::default(), |zone| zone.rect.min)
    }

    fn zone(&mut self, id: Id) {
        let Some(zone) = self.design.zone(id) else {
            return;
        };
        let style = "rounded=1;arcSize=10;absoluteArcSize=1;whiteSpace=wrap;html=1;container=1;collapsible=0;recursiveResize=0;dashed=1;dashPattern=8 4;verticalAlign=top;align=left;spacingLeft=12;spacingTop=4;fontStyle=1;fillColor=none;strokeColor=#8a97a5;";
        let written = written_json(&WrittenZone::of_zone(zone));
        self.vertex(id, zone.parent, &zone.name, style, zone.rect, &written);
    }

    fn component(&mut self, id: Id, component: &Component) {
        let kind = kind(&component.kind);
        let (fill, line) = colors(kind.group);
        let shape = match (kind.role, kind.group) {
            (Role::Queue | Role::Topic | Role::Log | Role::DeadLetter, _) => {
                "shape=process;size=0.05;"
            }
            (_, Group::Storage) => "shape=cylinder3;boundedLbl=1;backgroundOutline=1;size=8;",
            _ => "rounded=1;arcSize=16;",
        };
        let style = format!(
            "{shape}whiteSpace=wrap;html=1;fillColor={fill};strokeColor={line};fontSize=12;"
        );
        let written = WrittenBox::of_component(component);
        let data = written_json(&written);
        self.vertex(
            id,
            component.parent,
            &written.text(),
            &style,
            component_rect(component),
            &data,
        );
    }

    fn vertex(
        &mut self,
        id: Id,
        parent: Option<Id>,
        words: &str,
        style: &str,
        rect: Rect,
        written: &str,
    ) {
        let origin = self.origin(parent);
        let (x, y) = (rect.min.x - origin.x, rect.min.y - origin.y);
        let (wide, high) = (rect.width(), rect.height());
        let inside = format!(
            "<mxGeometry x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" as=\"geometry\"/>"
        );
        let attributes = format!(
            "style=\"{}\" vertex=\"1\" parent=\"{}\"",
            escape(style),
            cell_id(parent)
        );
        self.cell(id, words, written, &attributes, &inside);
    }

    fn edge(
        &mut self,
        id: Id,
        connection: &Connection,
        timing: Timing,
        routes: &BTreeMap<Id, Route>,
    ) {
        let points = routes
            .get(&id)
            .map(|route| route.points.as_slice())
            .unwrap_or_default();
        let mut style =
            "edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;endArrow=classic;".to_owned();
        if timing == Timing::Async {
            style.push_str("dashed=1;");
        }
        let ends = [
            (connection.from, points.first(), "exit"),
            (connection.to, points.last(), "entry"),
        ];
        for (end, point, name) in ends {
            if let (Some(component), Some(point)) = (self.design.component(end), point) {
                let rect = component_rect(component);
                let part = |at: f64, low: f64, length: f64| ((at - low) / length).clamp(0.0, 1.0);
                let x = part(point.x, rect.min.x, rect.width());
                let y = part(point.y, rect.min.y, rect.height());
                _ = write!(
                    style,
                    "{name}X={x:.3};{name}Y={y:.3};{name}Dx=0;{name}Dy=0;"
                );
            }
        }
        let mut bends = String::new();
        let between = points.get(1..points.len().saturating_sub(1));
        for point in between.unwrap_or_default() {
            _ = write!(bends, "<mxPoint x=\"{}\" y=\"{}\"/>", point.x, point.y);
        }
        let inside = if bends.is_empty() {
            "<mxGeometry relative=\"1\" as=\"geometry\"/>".to_owned()
        } else {
            format!(
                "<mxGeometry relative=\"1\" as=\"geometry\"><Array as=\"points\">{bends}</Array></mxGeometry>"
            )
        };
        let attributes = format!(
            "style=\"{}\" edge=\"1\" parent=\"1\" source=\"{}\" target=\"{}\"",
            escape(&style),
            cell_id(Some(connection.from)),
            cell_id(Some(connection.to))
        );
        let written = written_arrow(connection, timing);
        self.cell(id, &connection.label, &written, &attributes, &inside);
    }

    /// A cell; one with data beside its words lies in an `object`.
    fn cell(&mut self, id: Id, words: &str, written: &str, attributes: &str, inside: &str) {
        let (id, words) = (cell_id(Some(id)), escape(&html(words)));
        if written.is_empty() {
            _ = writeln!(
                self.text,
                "        <mxCell id=\"{id}\" value=\"{words}\" {attributes}>{inside}</mxCell>"
            );
        } else {
            _ = writeln!(
                self.text,
                "        <object id=\"{id}\" label=\"{words}\" boxdrill=\"{}\"><mxCell {attributes}>{inside}</mxCell></object>",
                escape(written)
            );
        }
    }
}

/// Ids of cells begin with a letter: 0 and 1 are those of the page.
fn cell_id(id: Option<Id>) -> String {
    id.map_or_else(|| "1".to_owned(), |id| format!("i{}", id.0))
}

/// Words as the HTML of a label.
fn html(words: &str) -> String {
    let mut html = String::with_capacity(words.len());
    for sign in words.chars() {
        match sign {
            '\n' => html.push_str("<br>"),
            sign => push_escaped(&mut html, sign),
        }
    }
    html
}

/// Text as the value of an attribute, without the signs that XML does not have.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => push_escaped(&mut escaped, c),
        }
    }
    escaped
}
