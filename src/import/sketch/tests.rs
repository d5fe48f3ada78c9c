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

#[test]
fn words_beside_a_line_that_leads_nowhere_stay_a_note() {
    use ShapeRole::{Outline, Words};
    let mut stroke = line((5.0, 500.0), (80.0, 500.0));
    stroke.is_stroke = true;
    let diagram = recognize_diagram(PlaneSketch {
        shapes: vec![
            shape(Outline, "API", (0.0, 0.0, 120.0, 60.0)),
            shape(Outline, "DB", (300.0, 0.0, 120.0, 60.0)),
            shape(Words, "reads", (190.0, 10.0, 40.0, 20.0)),
            shape(Words, "243", (20.0, 505.0, 40.0, 20.0)),
            shape(Words, "legend", (20.0, 705.0, 40.0, 20.0)),
        ],
        lines: vec![
            line((120.0, 30.0), (300.0, 30.0)),
            stroke,
            line((5.0, 700.0), (80.0, 700.0)),
        ],
        ..PlaneSketch::default()
    });
    let notes: Vec<&str> = diagram
        .notes
        .iter()
        .map(|note| note.text.as_str())
        .collect();
    assert_eq!(notes, ["243", "legend"]);
    assert_eq!(diagram.arrows[0].label, "reads");
}

#[test]
fn lines_find_their_boxes_in_a_large_drawing() {
    let place = |n: u32| (f64::from(n % 100) * 200.0, f64::from(n / 100) * 200.0);
    let count = 3_000;
    let shapes = (0..count).map(|n| {
        let (x, y) = place(n);
        shape(ShapeRole::Outline, &format!("box {n}"), (x, y, 120.0, 60.0))
    });
    let lines = (1..count).map(|n| {
        let (from, to) = (place(n - 1), place(n));
        line((from.0 + 122.0, from.1 + 30.0), (to.0 - 2.0, to.1 + 30.0))
    });
    let diagram = recognize_diagram(PlaneSketch {
        shapes: shapes.collect(),
        lines: lines.collect(),
        ..PlaneSketch::default()
    });
    assert_eq!(diagram.arrows.len(), 2_999);
    for (n, arrow) in diagram.arrows.iter().enumerate() {
        assert_eq!(
            (arrow.from, arrow.to),
            (ArrowEnd::Box(n), ArrowEnd::Box(n + 1))
        );
    }
}

#[test]
fn words_of_more_lines_than_can_be_looked_at_stay_notes() {
    let words =
        (0..100).map(|n| shape(ShapeRole::Words, "calls", (60.0, f64::from(n), 40.0, 20.0)));
    let mut long = line((120.0, 30.0), (300.0, 30.0));
    long.path = vec![pt(120.0, 30.0); 200_000];
    long.path.push(pt(300.0, 30.0));
    let mut shapes = vec![
        shape(ShapeRole::Outline, "API", (0.0, 0.0, 10.0, 60.0)),
        shape(ShapeRole::Outline, "DB", (300.0, 0.0, 120.0, 60.0)),
    ];
    long.ends = [Some(0), Some(1)];
    shapes.extend(words);
    let diagram = recognize_diagram(PlaneSketch {
        shapes,
        lines: vec![long],
        ..PlaneSketch::default()
    });
    assert_eq!(diagram.notes.len(), 100);
    assert_eq!(diagram.arrows.len(), 1);
}
