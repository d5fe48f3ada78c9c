//! Tests of where things lie on a plane.

use super::{PlaneSketch, ShapeRole, SketchLine, SketchShape, recognize_diagram};
use crate::import::diagram::ArrowEnd;
use crate::import::written::WrittenArrow;
use crate::model::{Rect, pt};

fn shape(role: ShapeRole, text: &str, rect: (f64, f64, f64, f64)) -> SketchShape {
    SketchShape {
        rect: Some(Rect::from_min(pt(rect.0, rect.1), rect.2, rect.3)),
        text: text.to_owned(),
        role,
        ..SketchShape::default()
    }
}

fn line(from: (f64, f64), to: (f64, f64)) -> SketchLine {
    SketchLine {
        ends: [None, None],
        path: vec![pt(from.0, from.1), pt(to.0, to.1)],
        label: String::new(),
        is_dotted: false,
        heads: [false, true],
        written: WrittenArrow::default(),
        is_stroke: false,
    }
}

#[test]
fn where_things_lie_says_what_they_are() {
    use ShapeRole::{Outline, Picture, Words};
    let diagram = recognize_diagram(PlaneSketch {
        shapes: vec![
            shape(Outline, "", (0.0, 0.0, 600.0, 300.0)),
            shape(Words, "Production", (10.0, 5.0, 90.0, 20.0)),
            shape(Outline, "Order API", (40.0, 80.0, 120.0, 60.0)),
            shape(Picture, "", (300.0, 80.0, 60.0, 60.0)),
            shape(Words, "Orders", (300.0, 145.0, 60.0, 20.0)),
            shape(Outline, "", (700.0, 80.0, 120.0, 60.0)),
            shape(Words, "Mail", (740.0, 100.0, 40.0, 20.0)),
            shape(Words, "reads", (200.0, 100.0, 40.0, 20.0)),
            shape(Words, "Out of scope: refunds", (700.0, 500.0, 200.0, 20.0)),
            shape(Outline, "", (900.0, 500.0, 5.0, 5.0)),
        ],
        lines: vec![
            line((162.0, 110.0), (298.0, 110.0)),
            line((365.0, 110.0), (695.0, 110.0)),
            line((5.0, 900.0), (80.0, 900.0)),
        ],
        ..PlaneSketch::default()
    });
    let boxes: Vec<_> = diagram
        .boxes
        .iter()
        .map(|item| (item.text.as_str(), item.zone))
        .collect();
    assert_eq!(
        boxes,
        [("Order API", Some(0)), ("Orders", Some(0)), ("Mail", None)]
    );
    assert_eq!(diagram.zones[0].name, "Production");
    let arrows: Vec<_> = diagram
        .arrows
        .iter()
        .map(|item| (item.from, item.to, item.label.as_str()))
        .collect();
    let end = ArrowEnd::Box;
    assert_eq!(arrows, [(end(0), end(1), "reads"), (end(1), end(2), "")]);
    assert_eq!(diagram.notes[0].text, "Out of scope: refunds");
    assert_eq!(diagram.losses.sentences().len(), 2);
}

#[test]
fn a_small_picture_in_a_box_is_no_box() {
    use ShapeRole::{Outline, Picture};
    let mut picture = shape(Picture, "", (10.0, 10.0, 20.0, 20.0));
    picture.kind = Some("cache");
    let shapes = vec![shape(Outline, "Sessions", (0.0, 0.0, 120.0, 60.0)), picture];
    let diagram = recognize_diagram(PlaneSketch {
        shapes,
        ..PlaneSketch::default()
    });
    assert!(diagram.zones.is_empty());
    assert_eq!(diagram.boxes.len(), 1);
    assert_eq!(diagram.boxes[0].kind, Some("cache"));
}
