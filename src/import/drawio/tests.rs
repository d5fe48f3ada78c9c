//! Tests of draw.io files: cells as components, connections and zones.

use super::*;
use crate::import::testing::placed;
use crate::model::{Design, Id, Timing, ZoneKind};

/// A file with one page of these cells.
fn file(cells: &str) -> String {
    format!(
        "<mxfile><diagram name=\"Shop\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>{cells}</root></mxGraphModel></diagram></mxfile>"
    )
}

fn vertex(
    id: &str,
    value: &str,
    style: &str,
    parent: &str,
    (x, y, w, h): (i32, i32, i32, i32),
) -> String {
    format!(
        "<mxCell id=\"{id}\" value=\"{value}\" style=\"{style}\" vertex=\"1\" parent=\"{parent}\"><mxGeometry x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" as=\"geometry\"/></mxCell>"
    )
}

fn edge(id: &str, value: &str, style: &str, ends: &str) -> String {
    format!(
        "<mxCell id=\"{id}\" value=\"{value}\" style=\"{style}\" edge=\"1\" parent=\"1\" {ends}><mxGeometry relative=\"1\" as=\"geometry\"/></mxCell>"
    )
}

fn read(text: &str) -> (Design, Vec<String>) {
    placed(parse_drawio(text, None).unwrap())
}

fn boxes(design: &Design) -> Vec<String> {
    design
        .components()
        .map(|(_, item)| format!("{}: {}", item.name, item.kind))
        .collect()
}

#[test]
fn frames_pictures_labels_and_lines_are_read() {
    let cells = [
        vertex("z", "us-east-1", "swimlane;startSize=23;", "1", (100, 0, 500, 300)),
        vertex("a", "&lt;b&gt;Order API&lt;/b&gt;&lt;div&gt;Go&lt;/div&gt;", "rounded=1;html=1;", "z", (20, 60, 120, 60)),
        vertex("d", "Orders", "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.dynamodb;", "z", (300, 60, 78, 78)),
        vertex("u", "Shopper", "shape=umlActor;", "1", (0, 60, 30, 60)),
        vertex("q", "", "shape=mxgraph.aws4.sqs;", "1", (700, 60, 60, 60)),
        edge("e1", "", "", "source=\"u\" target=\"a\""),
        edge("e2", "saves", "endArrow=none;startArrow=classic;", "source=\"d\" target=\"a\""),
        edge("e3", "", "dashed=1;", "source=\"a\" target=\"q\""),
        "<mxCell id=\"l\" value=\"POST /orders\" style=\"edgeLabel;\" vertex=\"1\" connectable=\"0\" parent=\"e1\"><mxGeometry relative=\"1\" as=\"geometry\"/></mxCell>".to_owned(),
    ];
    let (design, losses) = read(&file(&cells.concat()));
    assert_eq!(design.title(), "Shop");
    let mut found = boxes(&design);
    found.sort();
    assert_eq!(
        found[..2],
        ["Amazon SQS: queue", "Order API: app_service"].map(str::to_owned),
        "{found:?}"
    );
    assert!(found.contains(&"Orders: key_value_store".to_owned()));
    assert!(found.contains(&"Shopper: client".to_owned()));
    let name = |id: Id| design.name_of(id).to_owned();
    let arrows: Vec<_> = design
        .connections()
        .map(|(_, item)| {
            (
                name(item.from),
                name(item.to),
                item.label.clone(),
                item.timing,
            )
        })
        .collect();
    let arrow = |from: &str, to: &str, label: &str, timing| {
        (from.to_owned(), to.to_owned(), label.to_owned(), timing)
    };
    assert_eq!(
        arrows,
        [
            arrow("Shopper", "Order API", "POST /orders", None),
            arrow("Order API", "Orders", "saves", None),
            arrow("Order API", "Amazon SQS", "", Some(Timing::Async)),
        ]
    );
    let (_, zone) = design.zones().next().unwrap();
    assert_eq!(
        (zone.name.as_str(), zone.kind),
        ("us-east-1", ZoneKind::Region)
    );
    assert!(losses.is_empty(), "{losses:?}");
}

#[test]
fn places_are_those_of_the_file() {
    let cells = [
        vertex("a", "API", "", "1", (0, 0, 120, 60)),
        vertex("b", "Worker", "", "1", (400, 10, 120, 60)),
        vertex("c", "Orders DB", "", "1", (400, 300, 120, 60)),
    ];
    let (design, _) = read(&file(&cells.concat()));
    let at: Vec<_> = design.components().map(|(_, item)| item.at).collect();
    assert!(at[0].x < at[1].x && (at[0].y - at[1].y).abs() < 32.0);
    assert!((at[1].x - at[2].x).abs() < 1.0 && at[1].y < at[2].y);
}

#[test]
fn the_first_page_is_read_and_the_others_are_named() {
    let page = |name: &str| {
        format!(
            "<diagram name=\"{name}\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>{}</root></mxGraphModel></diagram>",
            vertex("a", name, "", "1", (0, 0, 120, 60))
        )
    };
    let text = format!("<mxfile>{}{}</mxfile>", page("PageReader-1"), page("Later"));
    let (design, losses) = read(&text);
    assert_eq!(design.title(), "");
    assert_eq!(design.components().len(), 1);
    assert_eq!(
        losses,
        [
            "Opened page 1 of 2. To open another page, add its number or name to the file name: `#2` Later"
        ]
    );
    for choice in ["2", "later"] {
        let (design, losses) = placed(parse_drawio(&text, Some(choice)).unwrap());
        assert_eq!(design.title(), "Later");
        assert!(losses.is_empty(), "{losses:?}");
    }
    let refused = parse_drawio(&text, Some("Orders")).err().unwrap();
    assert_eq!(
        refused.to_string(),
        "there is no diagram Orders: the file contains 2 (PageReader-1, Later)"
    );
}

#[test]
fn what_cannot_be_read_is_named() {
    for text in [
        "<mxfile></mxfile>",
        "<mxfile><diagram>no page at all</diagram></mxfile>",
        "<mxfile><diagram><mxGraphModel></mxGraphModel></diagram></mxfile>",
        "<mxfile><diagram",
    ] {
        let message = parse_drawio(text, None).err().unwrap().to_string();
        assert!(
            message.starts_with("this draw.io file cannot be read: "),
            "{message}"
        );
        assert!(!message.contains('\n'));
    }
    assert!(is_drawio(
        "\u{feff}<?xml version=\"1.0\"?>\n<!-- a --><mxfile host=\"x\">"
    ));
    assert!(!is_drawio("<svg>") && !is_drawio("client -> api"));
}

#[test]
fn cells_in_a_circle_and_lines_without_ends_do_no_harm() {
    let cells = [
        vertex("a", "A", "", "b", (0, 0, 100, 50)),
        vertex("b", "B", "", "a", (0, 0, 100, 50)),
        vertex("c", "C", "", "c", (0, 0, 100, 50)),
        edge("e", "x", "", "source=\"e\" target=\"nobody\""),
    ];
    let (design, losses) = read(&file(&cells.concat()));
    assert!(design.components().len() <= 3);
    assert!(
        losses
            .iter()
            .any(|loss| loss.contains("lines with unattached ends")),
        "{losses:?}"
    );
}

proptest::proptest! {
    #[test]
    fn no_style_and_no_place_makes_it_panic(
        style in "[a-z=;.0-9]{0,30}",
        place in (-1000_i32..1000, -1000_i32..1000, 0_i32..900, 0_i32..900),
        parent in "[01ab]",
    ) {
        let cells = [
            vertex("a", "A", &style, "1", place),
            vertex("b", "B", "container=1;", &parent, (10, 10, 400, 300)),
            edge("e", "", &style, "source=\"a\" target=\"b\""),
        ];
        let _read = read(&file(&cells.concat()));
    }
}
