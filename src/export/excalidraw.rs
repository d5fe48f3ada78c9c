//! A drawing as an Excalidraw file: places, frames, bound arrows as they run, and beside each item what this program needs to
//! read it back as it was.

use serde_json::{Map, Value, json};

use crate::export::written::{written_arrow, written_json, zones_outermost_first};
use crate::import::{WRITTEN_NOTE, WRITTEN_TITLE, WrittenBox, WrittenZone};
use crate::layout::Router;
use crate::model::{
    Component, Connection, Design, Group, Id, Note, NoteStyle, Point, Rect, Timing, hash_bytes,
    kind, pt,
};
use crate::scene::{Face, component_rect, content_bounds, route_connections, text_width};

/// The size of words in boxes, on lines and in notes (world units).
const SIZE: f64 = 14.0;
/// Between the baselines of two lines, in sizes; the file format's own.
const LINE_HEIGHT: f64 = 1.25;
/// Helvetica, by the file format's number: the words are as wide as here.
const HELVETICA: u32 = 2;
/// An arrow ends so far from a shape (world units).
const ARROW_GAP: f64 = 1.0;
/// The title begins so far above the drawing (world units).
const TITLE_ABOVE: f64 = 56.0;
/// Around the words of a zone and of notes (world units).
const PADDING: f64 = 10.0;

/// Colors by the group of a kind, of Excalidraw's own palette: fill and line.
fn colors(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::Edge => ("#a5d8ff", "#1971c2"),
        Group::Compute => ("#b2f2bb", "#2f9e44"),
        Group::Storage => ("#ffec99", "#f08c00"),
        Group::Messaging => ("#eebefa", "#9c36b5"),
        Group::Hardware => ("#ffc9c9", "#e03131"),
        _ => ("#e9ecef", "#343a40"),
    }
}

/// The drawing as the text of an Excalidraw file.
#[must_use]
pub fn to_excalidraw(design: &Design) -> String {
    let mut router = Router::default();
    route_connections(design, &mut router);
    let semantics = design.all_semantics();
    let mut board = Board::default();
    board.title(design);
    for id in zones_outermost_first(design) {
        board.zone(design, id);
    }
    for (id, component) in design.components() {
        board.component(design, id, component);
    }
    for (id, connection) in design.connections() {
        let Some(call) = semantics.get(&id) else {
            continue;
        };
        let points = router.routes().get(&id).map(|route| route.points.clone());
        board.connection(
            design,
            id,
            connection,
            call.timing,
            &points.unwrap_or_default(),
        );
    }
    for (id, note) in design.notes() {
        board.note(id, note);
    }
    let file = json!({
        "type": "excalidraw",
        "version": 2,
        "source": "boxdrill",
        "elements": board.elements,
        "appState": { "gridSize": Value::Null, "viewBackgroundColor": "#ffffff" },
        "files": {},
    });
    format!("{file:#}\n")
}

/// Where in a shape its words are.
#[derive(Clone, Copy)]
enum WordsAt {
    TopLeft,
    Middle,
}

#[derive(Default)]
struct Board {
    elements: Vec<Value>,
}

impl Board {
    /// The title above everything: the file has no other place for it.
    fn title(&mut self, design: &Design) {
        let title = design.title().trim();
        let around = content_bounds(design).filter(|_| !title.is_empty());
        let Some(around) = around else { return };
        let above = pt(around.min.x, around.min.y - TITLE_ABOVE);
        let rect = Rect {
            min: above,
            max: above,
        };
        self.words("title", None, title, rect, WordsAt::TopLeft);
        if let Some(element) = self.elements.last_mut() {
            element["customData"] = json!({ "boxdrill": WRITTEN_TITLE });
        }
    }

    fn zone(&mut self, design: &Design, id: Id) {
        let Some(zone) = design.zone(id) else { return };
        let data = written_json(&WrittenZone::of_zone(zone));
        let own = json!({
            "strokeColor": "#868e96",
            "strokeStyle": "dashed",
            "customData": { "boxdrill": data },
        });
        let (name, words) = (format!("z{}", id.0), format!("z{}-words", id.0));
        self.add(&name, "rectangle", zone.rect, own);
        if !zone.name.is_empty() {
            self.bind_words(&name, &words);
            self.words(&words, Some(&name), &zone.name, zone.rect, WordsAt::TopLeft);
        }
    }

    fn component(&mut self, design: &Design, id: Id, component: &Component) {
        let written = WrittenBox::of_component(component);
        let data = written_json(&written);
        let (fill, line) = colors(kind(&component.kind).group);
        let name = format!("c{}", id.0);
        let words = format!("c{}-words", id.0);
        let mut bound = vec![json!({ "type": "text", "id": words })];
        let own = [id].into();
        bound.extend(
            design
                .connections_of(&own)
                .iter()
                .map(|id| json!({ "type": "arrow", "id": format!("a{}", id.0) })),
        );
        let rect = component_rect(component);
        let own = json!({
            "strokeColor": line,
            "backgroundColor": fill,
            "boundElements": bound,
            "customData": { "boxdrill": data },
        });
        self.add(&name, "rectangle", rect, own);
        self.words(&words, Some(&name), &written.text(), rect, WordsAt::Middle);
    }

    fn connection(
        &mut self,
        design: &Design,
        id: Id,
        connection: &Connection,
        timing: Timing,
        points: &[Point],
    ) {
        let ends = [connection.from, connection.to]
            .map(|end| design.component(end).map(|component| component.at));
        let [Some(from), Some(to)] = ends else { return };
        let straight = [from, to];
        let points = if points.len() > 1 { points } else { &straight };
        let start = points[0];
        let around = points
            .iter()
            .map(|&point| Rect {
                min: point,
                max: point,
            })
            .reduce(Rect::union);
        let around = around.unwrap_or(Rect {
            min: start,
            max: start,
        });
        let relative: Vec<[f64; 2]> = points
            .iter()
            .map(|point| [point.x - start.x, point.y - start.y])
            .collect();
        let bind =
            |to: Id| json!({ "elementId": format!("c{}", to.0), "focus": 0.0, "gap": ARROW_GAP });
        let name = format!("a{}", id.0);
        let words = format!("a{}-words", id.0);
        let mut own = json!({
            "strokeStyle": if timing == Timing::Async { "dashed" } else { "solid" },
            "points": relative,
            "startBinding": bind(connection.from),
            "endBinding": bind(connection.to),
            "startArrowhead": Value::Null,
            "endArrowhead": "arrow",
            "lastCommittedPoint": Value::Null,
            "elbowed": false,
            "roundness": Value::Null,
        });
        let written = written_arrow(connection, timing);
        if !written.is_empty() {
            own["customData"] = json!({ "boxdrill": written });
        }
        let rect = Rect::from_min(start, around.width(), around.height());
        self.add(&name, "arrow", rect, own);
        if !connection.label.is_empty() {
            self.bind_words(&name, &words);
            let middle = middle_of(points);
            self.words(
                &words,
                Some(&name),
                &connection.label,
                Rect {
                    min: middle,
                    max: middle,
                },
                WordsAt::Middle,
            );
        }
    }

    fn note(&mut self, id: Id, note: &Note) {
        let (name, words) = (format!("n{}", id.0), format!("n{}-words", id.0));
        let own =
            json!({ "customData": { "boxdrill": WRITTEN_NOTE }, "backgroundColor": "#ffec99" });
        match note.style {
            NoteStyle::Sticky => {
                self.add(&name, "rectangle", note.rect, own);
                self.bind_words(&name, &words);
                self.words(&words, Some(&name), &note.text, note.rect, WordsAt::TopLeft);
            }
            NoteStyle::Text => {
                self.words(&words, None, &note.text, note.rect, WordsAt::TopLeft);
                if let Some(element) = self.elements.last_mut() {
                    element["customData"] = own["customData"].clone();
                }
            }
        }
    }

    /// Lets the last element with this name know which words are bound to it.
    fn bind_words(&mut self, to: &str, words: &str) {
        if let Some(element) = self
            .elements
            .iter_mut()
            .rev()
            .find(|element| element["id"] == to)
        {
            element["boundElements"] = json!([{ "type": "text", "id": words }]);
        }
    }

    fn words(&mut self, id: &str, container: Option<&str>, text: &str, around: Rect, at: WordsAt) {
        let lines: Vec<&str> = text.lines().collect();
        let wide = lines
            .iter()
            .map(|line| text_width(line, Face::Regular, SIZE))
            .fold(1.0, f64::max);
        let high = lines.len().max(1) as f64 * SIZE * LINE_HEIGHT;
        let middle = around.center();
        let (across, down, min) = match at {
            WordsAt::Middle => (
                "center",
                "middle",
                pt(middle.x - wide / 2.0, middle.y - high / 2.0),
            ),
            WordsAt::TopLeft => (
                "left",
                "top",
                pt(around.min.x + PADDING, around.min.y + PADDING),
            ),
        };
        let own = json!({
            "text": text,
            "originalText": text,
            "fontSize": SIZE,
            "fontFamily": HELVETICA,
            "textAlign": across,
            "verticalAlign": down,
            "containerId": container,
            "lineHeight": LINE_HEIGHT,
            "autoResize": true,
            "roundness": Value::Null,
        });
        self.add(id, "text", Rect::from_min(min, wide, high), own);
    }

    /// An element with what all have; the numbers that make its strokes look drawn by hand follow from its name.
    fn add(&mut self, id: &str, sort: &str, rect: Rect, own: Value) {
        let seed = hash_bytes(id.as_bytes()) % 0x7fff_ffff;
        let common = json!({
            "id": id,
            "type": sort,
            "x": rect.min.x,
            "y": rect.min.y,
            "width": rect.width(),
            "height": rect.height(),
            "angle": 0,
            "strokeColor": "#1e1e1e",
            "backgroundColor": "transparent",
            "fillStyle": "solid",
            "strokeWidth": 1,
            "strokeStyle": "solid",
            "roughness": 0,
            "opacity": 100,
            "groupIds": [],
            "frameId": Value::Null,
            "roundness": { "type": 3 },
            "seed": seed,
            "version": 1,
            "versionNonce": seed,
            "isDeleted": false,
            "boundElements": [],
            "updated": 1,
            "link": Value::Null,
            "locked": false,
        });
        let mut element = Map::new();
        for value in [common, own] {
            if let Value::Object(fields) = value {
                element.extend(fields);
            }
        }
        self.elements.push(Value::Object(element));
    }
}

/// The middle of the longest stretch.
fn middle_of(points: &[Point]) -> Point {
    let stretches = points
        .windows(2)
        .map(|ends| (ends[0].distance(ends[1]), ends[0].lerp(ends[1], 0.5)));
    let longest = stretches.max_by(|a, b| a.0.total_cmp(&b.0));
    longest.map_or(points[0], |(_, middle)| middle)
}
