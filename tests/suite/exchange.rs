//! Drawings that go to other programs and come back: names, kinds, counts, labels, zones and whether the caller waits.

use std::collections::BTreeSet;

use boxdrill::export::{ExportFormat, left_out, to_dot, to_drawio, to_excalidraw, to_mermaid};
use boxdrill::layout;
use boxdrill::model::{
    Component, Connection, Design, Edit, Id, Rect, Timing, Zone, ZoneKind, parse_notation, pt,
    stated_replicas,
};
use boxdrill::scenario::builtin;
use boxdrill::storage::disk;
use proptest::prelude::*;

use super::random::design;

/// Words without what formats change: white space, and signs that XML does not have.
fn words(text: &str) -> String {
    let is_between =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.split(is_between)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What has to be the same, whatever the ids.
fn content(design: &Design) -> Vec<String> {
    let zone_of = |id: Option<Id>| id.map_or_else(String::new, |id| words(design.name_of(id)));
    let boxes = design.components().map(|(_, item)| {
        format!(
            "box {:?} {:?} {} {:?} in {}",
            item.name,
            item.technology,
            item.kind,
            item.replicas,
            zone_of(item.parent)
        )
    });
    let zones = design.zones().map(|(_, item)| {
        format!(
            "zone {} {:?} in {}",
            words(&item.name),
            item.kind,
            zone_of(item.parent)
        )
    });
    let connections = design.connections().map(|(_, item)| {
        let (from, to) = (
            words(design.name_of(item.from)),
            words(design.name_of(item.to)),
        );
        format!(
            "{from} > {to}: {} {:?}",
            words(&item.label),
            design.semantics(item).timing
        )
    });
    let mut all: Vec<String> = boxes.chain(zones).chain(connections).collect();
    all.sort();
    all
}

/// The design laid out; none where what it holds is so large that no place is left for the rest.
fn laid_out(design: &Design) -> Option<Design> {
    let mut design = design.clone();
    let edits = layout::tidy(&design);
    design.apply_all(edits).ok()?;
    Some(design)
}

fn comes_back(design: &Design) {
    for text in [to_drawio(design), to_excalidraw(design)] {
        let (loaded, _) = disk::parse(text.as_bytes()).expect("it opens");
        assert_eq!(
            content(&loaded.design),
            content(design),
            "{:?}\n{text}",
            loaded.repairs
        );
    }
}

#[test]
fn accepted_designs_come_back_from_other_programs() {
    for accepted in builtin().iter().flat_map(|scenario| &scenario.designs) {
        comes_back(&laid_out(&accepted.design).expect("it has places"));
    }
}

/// What a text without places can say: names, kinds, counts, zones, words and whether the caller waits.
fn outline(design: &Design, has_kinds: bool) -> Vec<String> {
    let zone_of = |id: Option<Id>| id.map_or_else(String::new, |id| words(design.name_of(id)));
    let boxes = design.components().map(|(_, item)| {
        let kind = if has_kinds { item.kind.as_str() } else { "" };
        // A name that says how many there are cannot leave it open as well.
        let count = match stated_replicas(item.display_name()) {
            Some(_) => String::new(),
            None => format!("{:?}", item.replicas),
        };
        format!(
            "box {:?} {kind} {count} in {}",
            item.display_name(),
            zone_of(item.parent)
        )
    });
    let connections = design.connections().map(|(_, item)| {
        let (from, to) = (design.name_of(item.from), design.name_of(item.to));
        let waits = if has_kinds {
            format!("{:?}", design.semantics(item).timing)
        } else {
            String::new()
        };
        format!("{from} > {to}: {} {waits}", words(&item.label))
    });
    let mut all: Vec<String> = boxes.chain(connections).collect();
    all.sort();
    all
}

/// The same drawing without calls that wait although what they call need not be waited for: texts cannot say that.
fn without_forced_waits(design: &Design) -> Design {
    let mut plain = design.clone();
    for (id, item) in design.connections() {
        let mut free = item.clone();
        free.timing = free.timing.filter(|timing| *timing != Timing::Sync);
        plain
            .apply(Edit::PutConnection(id, free))
            .expect("both ends are there");
    }
    plain
}

#[test]
fn accepted_designs_come_back_from_texts() {
    for accepted in builtin().iter().flat_map(|scenario| &scenario.designs) {
        let design = &without_forced_waits(&accepted.design);
        let mermaid = to_mermaid(design);
        let (loaded, _) = disk::parse(mermaid.as_bytes()).expect("it opens");
        assert_eq!(
            outline(&loaded.design, true),
            outline(design, true),
            "{mermaid}"
        );
        let dot = to_dot(design);
        let (loaded, _) = disk::parse(dot.as_bytes()).expect("it opens");
        assert_eq!(
            outline(&loaded.design, false),
            outline(design, false),
            "{dot}"
        );
    }
}

#[test]
fn what_has_no_name_and_what_stands_below_the_name_come_back() {
    let title = r#"Tom's "new" shop: A\B"#;
    let mut design = Design::new();
    let mut put = |edit: &dyn Fn(Id) -> Edit| {
        let id = design.fresh_id();
        design.apply(edit(id)).expect("it is sound");
        id
    };
    let zone = put(&|id| {
        Edit::PutZone(
            id,
            Zone {
                kind: ZoneKind::Generic,
                name: String::new(),
                rect: Rect::from_min(pt(0.0, 0.0), 320.0, 240.0),
                parent: None,
            },
        )
    });
    let cache = put(&|id| {
        let parent = Some(zone);
        let component = Component::new("cache", "", pt(0.0, 0.0));
        Edit::PutComponent(
            id,
            Component {
                parent,
                ..component
            },
        )
    });
    let orders = put(&|id| {
        let component = Component::new("sql_database", "Orders", pt(0.0, 0.0));
        Edit::PutComponent(
            id,
            Component {
                technology: "Our own store".to_owned(),
                note: "kept for a year".to_owned(),
                ..component
            },
        )
    });
    put(&|id| {
        let connection = Connection::new(cache, orders);
        Edit::PutConnection(
            id,
            Connection {
                label: "reads".to_owned(),
                protocol: "SQL".to_owned(),
                ..connection
            },
        )
    });
    design
        .apply(Edit::SetTitle(title.to_owned()))
        .expect("a title");
    let design = laid_out(&design).expect("it has places");
    for text in [
        to_mermaid(&design),
        to_dot(&design),
        to_drawio(&design),
        to_excalidraw(&design),
    ] {
        let (loaded, _) = disk::parse(text.as_bytes()).expect("it opens");
        let back = &loaded.design;
        assert_eq!(content(back), content(&design), "{text}");
        assert_eq!(back.title(), title, "{text}");
        let notes = |design: &Design| {
            let boxes = design.components();
            let notes = boxes.map(|(_, item)| format!("{}: {}", item.name, item.note));
            notes.collect::<BTreeSet<String>>()
        };
        assert_eq!(notes(back), notes(&design), "{text}");
        let protocols: Vec<_> = back.connections().map(|(_, item)| &item.protocol).collect();
        assert_eq!(protocols, ["SQL"], "{text}");
    }
    assert_eq!(left_out(&design, ExportFormat::Mermaid), None);
}

#[test]
fn what_a_text_has_no_place_for_is_told() {
    let text = "api: service owner=\"Team A\"\ndb: sql\napi -> db: retries=3\nnote \"Later\"\nzone eu: region \"EU\" {\n  cache\n}\n";
    let design = parse_notation(text).expect("a drawing").design;
    assert_eq!(
        left_out(&design, ExportFormat::Dot).expect("some of it"),
        "not kept in the Graphviz file: 1 note, 1 zone type, 1 component with an owner or its own numbers, and 1 connection with settings; save as .boxdrill to keep them"
    );
    assert_eq!(left_out(&design, ExportFormat::Drawio), None);
}

#[test]
fn words_of_an_svg_picture_can_be_selected() {
    let design = super::keeping::drawn("web: client \"Shop page\"\nweb -> api: \"buys\"");
    let options = boxdrill::export::PictureOptions {
        embed: true,
        ..Default::default()
    };
    let picture = boxdrill::export::draw_picture(&design, &options);
    let svg = boxdrill::export::to_selectable_svg(&picture).expect("a picture");
    let text: Vec<&str> = svg
        .split("</text>")
        .filter_map(|part| part.rsplit('>').next())
        .collect();
    assert!(
        text.contains(&"Shop page") && text.contains(&"buys"),
        "{text:?}"
    );
    assert!(svg.contains("<title>Architecture diagram</title>"));
    let (loaded, _) = disk::parse(svg.as_bytes()).expect("it opens");
    assert_eq!(loaded.design, design);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_design_comes_back(design in design()) {
        let design = laid_out(&design);
        prop_assume!(design.is_some());
        comes_back(&design.unwrap_or_default());
    }
}

#[test]
fn pictures_saved_by_other_programs_still_open() {
    let design = super::keeping::drawn("client -> api -> db");
    let picture = boxdrill::export::draw_picture(
        &design,
        &boxdrill::export::PictureOptions {
            embed: true,
            ..Default::default()
        },
    );
    let svg = boxdrill::export::to_svg(&picture).expect("a picture");
    let printed = svg
        .replace(
            "<metadata><drawing xmlns=\"urn:boxdrill\">",
            "<metadata>\n <!-- a --><b:drawing\n xmlns:b='urn:boxdrill'>",
        )
        .replace("</drawing></metadata>", "</b:drawing>\n</metadata>");
    let (loaded, _) = disk::parse(printed.as_bytes()).expect("it opens");
    assert_eq!(loaded.design, design);
    let cut = printed.replace("</b:drawing>", "");
    let problem = disk::parse(cut.as_bytes())
        .expect_err("it is not whole")
        .to_string();
    assert!(
        problem.contains("the drawing in the file is damaged"),
        "{problem}"
    );
}
