//! Tests of Excalidraw drawings.

use super::*;
use crate::import::testing::placed;
use crate::model::{Design, Timing};

fn file(elements: &str) -> String {
    format!("{{\"type\":\"excalidraw\",\"version\":2,\"elements\":[{elements}],\"files\":{{}}}}")
}

fn read(text: &str) -> (Design, Vec<String>) {
    assert!(is_excalidraw(text), "{text}");
    placed(parse_excalidraw(text).unwrap())
}

fn element(sort: &str, id: &str, (x, y, w, h): (i32, i32, i32, i32), more: &str) -> String {
    format!(
        "{{\"type\":\"{sort}\",\"id\":\"{id}\",\"x\":{x},\"y\":{y},\"width\":{w},\"height\":{h}{more}}}"
    )
}

#[test]
fn bound_words_frames_and_arrows_are_read() {
    let elements = [
        element(
            "frame",
            "f",
            (-20, -40, 300, 200),
            ",\"name\":\"Production\"",
        ),
        element("rectangle", "a", (0, 0, 160, 60), ",\"frameId\":\"f\""),
        element(
            "text",
            "at",
            (20, 20, 100, 25),
            ",\"text\":\"Order\\nAPI\",\"originalText\":\"Order API\",\"containerId\":\"a\"",
        ),
        element("ellipse", "b", (400, 0, 160, 60), ""),
        element("text", "bt", (440, 20, 80, 25), ",\"text\":\"Kafka\""),
        element("rectangle", "gone", (0, 0, 10, 10), ",\"isDeleted\":true"),
        element(
            "arrow",
            "e",
            (160, 30, 240, 0),
            ",\"points\":[[0,0],[240,0]],\"strokeStyle\":\"dashed\",\"startBinding\":{\"elementId\":\"a\"},\"endBinding\":null,\"endArrowhead\":\"arrow\"",
        ),
        element(
            "text",
            "et",
            (250, 20, 40, 20),
            ",\"text\":\"events\",\"containerId\":\"e\"",
        ),
        element(
            "freedraw",
            "s",
            (0, 500, 10, 10),
            ",\"points\":[[0,0],[5,5]]",
        ),
    ];
    let (design, losses) = read(&file(&elements.join(",")));
    let boxes: Vec<_> = design
        .components()
        .map(|(_, item)| (item.name.as_str(), item.kind.as_str()))
        .collect();
    assert_eq!(
        boxes,
        [("Order API", "app_service"), ("Kafka", "event_log")]
    );
    let (_, arrow) = design.connections().next().unwrap();
    assert_eq!(
        (arrow.label.as_str(), arrow.timing),
        ("events", Some(Timing::Async))
    );
    assert_eq!(design.zones().next().unwrap().1.name, "Production");
    assert_eq!(losses, ["Not carried over: freehand strokes (1)"]);
}

#[test]
fn a_group_of_strokes_with_words_is_one_box() {
    let group = ",\"groupIds\":[\"g\"]";
    let elements = [
        element("ellipse", "top", (0, 0, 80, 20), group),
        element(
            "line",
            "side",
            (0, 10, 80, 60),
            &format!("{group},\"points\":[[0,0],[0,60],[80,60],[80,0]]"),
        ),
        element(
            "text",
            "t",
            (10, 80, 60, 20),
            &format!("{group},\"text\":\"Orders DB\""),
        ),
    ];
    let (design, _) = read(&file(&elements.join(",")));
    let names: Vec<_> = design
        .components()
        .map(|(_, item)| item.name.as_str())
        .collect();
    assert_eq!(names, ["Orders DB"]);
}

#[test]
fn damaged_files_are_named_and_odd_values_do_no_harm() {
    let whole = file(&element(
        "rectangle",
        "a",
        (0, 0, 160, 60),
        ",\"customData\":[1,{\"boxdrill\":2}],\"points\":null,\"groupIds\":null",
    ));
    assert!(parse_excalidraw(&whole).is_ok());
    let cut = &whole[..whole.len() - 30];
    assert!(is_excalidraw(cut));
    let message = parse_excalidraw(cut).err().unwrap().to_string();
    assert!(
        message.starts_with("this Excalidraw drawing cannot be read: "),
        "{message}"
    );
    for other in [
        "{\"version\":1,\"components\":[{\"name\":\"excalidraw\"}]}",
        "[\"excalidraw\"]",
        "excalidraw -> b",
    ] {
        assert!(!is_excalidraw(other), "{other}");
    }
    let many = vec!["{}"; 3 * MOST + 1].join(",");
    assert!(
        parse_excalidraw(&file(&many))
            .err()
            .unwrap()
            .to_string()
            .contains("more than")
    );
}
