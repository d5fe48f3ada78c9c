//! Bad files, each refused in one sentence or mended and said; and round trips that lose nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use boxdrill::model::{
    Component, Connection, Design, Edit, Id, MAX_DEPTH, MAX_ITEMS, MAX_TEXT, Note, Point, Prices,
    Rect, Zone, parse_notation, print_notation, read_design, write_design,
};
use boxdrill::storage::disk::{self, Overwrite};
use proptest::prelude::*;

use super::random::design;

fn open(bytes: &[u8]) -> Result<disk::Opened, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file");
    fs::write(&path, bytes).expect("a file");
    let result = disk::open(&path);
    assert_eq!(
        fs::read(&path).expect("it is still there"),
        bytes,
        "opening changes nothing"
    );
    result.map_err(|error| error.problem.to_string())
}

/// An item list of a file: `n` times the same, with `$` replaced by 1, 2, 3 …
fn many(n: usize, item: &str) -> String {
    let items: Vec<String> = (1..=n)
        .map(|id| item.replace('$', &id.to_string()))
        .collect();
    items.join(",")
}

/// Opening a file with this content is refused in one sentence that begins so.
#[track_caller]
fn refused(content: impl AsRef<[u8]>, beginning: &str) {
    let sentence = open(content.as_ref()).expect_err(beginning);
    assert!(sentence.starts_with(beginning), "{sentence}");
    let short = sentence.chars().count() < 250 && !sentence.contains('\n');
    assert!(short, "{sentence}");
}

#[test]
fn what_is_no_drawing_is_refused() {
    let empty = "the file is empty and may not have been saved completely";
    refused("", empty);
    refused(" \n\t\n", empty);
    refused("\u{feff}", empty);
    let picture = "this picture contains no drawing: only pictures that boxdrill, draw.io, or Excalidraw exported with the drawing embedded can be reopened";
    refused(b"\x89PNG\r\n\x1a\n\0\0", picture);
    refused("<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>", picture);
    let binary = "this is not a boxdrill file: it contains binary data";
    refused(b"\x89PMG\r\n\x1a\n\0\0", binary);
    refused(b"\xff\xfe{\0}\0", binary);
    refused([0; 4096], binary);
    let not_ours = "this is not a boxdrill file: it has no \"version\"";
    refused(r#"{"name": "package"}"#, not_ours);
    refused("[1]", not_ours);
    refused(r#"{"version": 0}"#, not_ours);
    refused(r#"{"version": "1"}"#, not_ours);
    refused("[".repeat(100_000), not_ours);
    let newer = "this file was written by a newer boxdrill (format 3): update to open it";
    refused(r#"{"version": 3, "boxes": 7}"#, newer);
}

#[test]
fn damaged_files_are_refused() {
    let drawing = disk::parse(b"client -> api -> db").expect("a drawing").0;
    let whole = write_design(&drawing.design);
    refused(&whole[..whole.len() / 2], "the file is damaged: EOF while");
    refused(
        r#"{"version": 1, "components": 7}"#,
        "the file is damaged: invalid type",
    );
    refused(
        r#"{"version": 1, "notes": [{"id": -1}]}"#,
        "the file is damaged: invalid value",
    );
    refused(
        r#"{"version": 1, "last_id": 1e999}"#,
        "the file is damaged: number out of range",
    );
    let deep = format!("{{\"version\": {}", "[".repeat(100_000));
    refused(deep, "the file is damaged: recursion limit exceeded");
    let items = many(MAX_ITEMS + 1, r#"{"id":$,"kind":"client","at":[0,0]}"#);
    let too_many = format!("{{\"version\":1,\"components\":[{items}]}}");
    refused(
        too_many,
        "the file has 40001 items, and a drawing can have at most 40000",
    );
}

#[test]
fn mistakes_in_the_notation_are_named_with_their_line() {
    refused(
        "Dear diary,\n",
        "line 1: write connections as `a -> b -> c: async \"label\"`",
    );
    refused(
        "client -> api\napi -> kafak\n",
        "line 2: unknown component kind `kafak`",
    );
    refused(
        "zone a: group {\nzone a: group {\n",
        "line 2: `a` is declared twice",
    );
    refused("zone a: group {\n", "line 1: zone `a` is not closed");
    refused("client -> api\n}\n", "line 2: there is no zone to close");
    refused(
        "db: postgres \"Orders\" \"two copies\" \"backed up\"",
        "line 1: `db` has a name and a second line already",
    );
    refused(
        "api: service capacity=nan",
        "line 1: a number of #1 is out of range",
    );
    for (line, sentence) in [
        ("price sql", "write a price as `price sql_database"),
        ("price sql cost=3", "write a price as `price sql_database"),
        ("price sql month=dear", "`dear` is not a number"),
        (
            "price sql month=-1",
            "a price of `sql_database` is out of range",
        ),
        ("traffic many", "`many` is not a number"),
        ("traffic -1", "the traffic is out of range"),
        ("price kafak month=1", "unknown component kind `kafak`"),
        (
            "price sql month=1\nprice postgres gb=1",
            "`postgres` already has a price",
        ),
    ] {
        let at = line.lines().count();
        refused(line, &format!("line {at}: {sentence}"));
    }
    let zones = many(100, "zone z$: group {\n").replace(',', "");
    refused(zones, "line 33: zones can be nested at most 32 levels deep");
    refused(
        "# nothing\n".repeat(20_000),
        "line 10001: a drawing can have at most 10000 lines",
    );
    let long = "x".repeat(10_000);
    refused(&long, "line 1: a word is too long");
    refused(format!("title \"{long}"), "line 1: a `\"` is missing");
    refused(
        format!("title \"{long}\""),
        "line 1: the title is longer than 2000 characters",
    );
}

#[test]
fn a_second_text_of_a_box_is_its_second_line_beside_the_product() {
    for text in [
        "db: postgres \"Orders\" \"one primary, two copies\"",
        "db: postgres \"Orders\" (one primary, two copies)",
    ] {
        let drawing = boxdrill::model::parse_notation(text).expect("it is sound");
        let (_, component) = drawing.design.components().next().expect("a box");
        assert_eq!(component.name, "Orders");
        assert_eq!(component.technology, "Postgres, one primary, two copies");
    }
}

#[test]
fn what_can_be_mended_is_mended_and_said() {
    let long = "n".repeat(10_000);
    let long_name =
        format!(r#""components": [{{"id": 1, "kind": "client", "name": "{long}", "at": [0, 0]}}]"#);
    let chain: Vec<String> = (1..=100)
        .map(|id| {
            format!(
                r#"{{"id": {id}, "kind": "team", "rect": [0,0,1,1], "parent": {}}}"#,
                id + 1
            )
        })
        .collect();
    let chain = format!("\"zones\": [{}]", chain.join(","));
    let box_at = |id: u32, rest: &str| {
        format!(
            r#""components": [{{"id": {id}, "kind": "client", "name": "Box", "at": [0, 0]{rest}}}]"#
        )
    };
    let cases: &[(&str, String, &str)] = &[
        (
            "dangling",
            r#""connections": [{"id": 4, "from": 1, "to": 2}]"#.to_owned(),
            "has an end that does not exist: it is left out",
        ),
        ("doubled ids", format!("{}, \"zones\": [{{\"id\": 1, \"kind\": \"team\", \"rect\": [0,0,1,1]}}]", box_at(1, "")), "which is taken"),
        ("id 0", box_at(0, ""), "which is taken"),
        ("enormous id", box_at(1, "").replace("\"id\": 1", "\"id\": 18446744073709551615"), "they were renumbered"),
        ("far away", box_at(1, "").replace("[0, 0]", "[1e300, 0]"), "was outside the drawing area"),
        (
            "far corner",
            r#""notes": [{"id": 1, "style": "text", "text": "a", "rect": [0, 0, 1e300, 5]}]"#.to_owned(),
            "was outside the drawing area",
        ),
        (
            "inside itself",
            r#""zones": [{"id": 1, "kind": "region", "name": "A", "rect": [0,0,1,1], "parent": 1}]"#.to_owned(),
            "was inside itself",
        ),
        (
            "inside each other",
            r#""zones": [{"id": 1, "kind": "region", "rect": [0,0,1,1], "parent": 2},
                         {"id": 2, "kind": "region", "rect": [0,0,1,1], "parent": 1}]"#.to_owned(),
            "was inside itself",
        ),
        ("too deep", chain, "too deep"),
        ("no such zone", box_at(1, r#", "parent": 9"#), "was in a zone that does not exist"),
        ("unknown kind", box_at(1, "").replace("client", "kafak"), "unknown kind `kafak`"),
        ("many replicas", box_at(1, r#", "replicas": 99999999"#), "it now has 10000"),
        ("share above 1", box_at(1, r#", "numbers": {"availability": 99.9}"#), "numbers out of range"),
        ("long name", long_name, "was longer than 2000 characters: it was cut off"),
        ("long title", format!("\"title\": \"{long}\""), "was longer than 2000 characters: it was cut off"),
        ("price of nothing", r#""prices": {"kafak": {"monthly": 3}}"#.to_owned(), "no kind `kafak` to set a price for: it is left out, did you mean"),
        ("price below 0", r#""prices": {"cdn": {"per_gb": -0.1}}"#.to_owned(), "a price of `cdn` was out of range"),
        ("long assumption", format!("\"assumptions\": [\"{long}\"]"), "was longer than 2000 characters"),
    ];
    for (name, body, expected) in cases {
        let file = format!("{{\"version\": 1, {body}}}");
        let opened = open(file.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let repairs = &opened.loaded.repairs;
        assert!(
            repairs.iter().any(|sentence| sentence.contains(expected)),
            "{name}: {repairs:?}"
        );
        assert!(
            repairs
                .iter()
                .all(|sentence| sentence.chars().count() < 250),
            "{name}: {repairs:?}"
        );
        assert_eq!(opened.loaded.design.broken_invariant(), None, "{name}");
        let again =
            read_design(write_design(&opened.loaded.design).as_bytes()).expect("it can be read");
        let unknown_kind = |sentence: &String| sentence.contains("unknown kind");
        assert!(
            again.repairs.iter().all(unknown_kind),
            "{name}: mended for good"
        );
    }
    const { assert!(MAX_TEXT < 10_000 && MAX_DEPTH < 100) };
}

/// A disk that fills up in the middle of writing, without filling one: the system refuses files beyond a size.
#[cfg(target_os = "linux")]
#[test]
fn a_failed_write_leaves_the_old_file_and_nothing_beside_it() {
    use std::process::Command;
    let folder = tempfile::tempdir().expect("a folder");
    let picture = folder.path().join("a.png");
    fs::write(&picture, "the old one").expect("a file");
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 1; exec \"$0\" export \"$1\" -o \"$2\"",
        ])
        .arg(env!("CARGO_BIN_EXE_boxdrill"))
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/designs/good.txt"))
        .arg(&picture)
        .output()
        .expect("a shell");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(
        err.starts_with("error: the file could not be written: ") && err.lines().count() == 1,
        "{err}"
    );
    assert_eq!(
        fs::read_to_string(&picture).expect("it is still there"),
        "the old one"
    );
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named_as_such() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("secret");
    fs::write(&path, "client").expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
    // The superuser may read everything, and has nothing to show here.
    if fs::read(&path).is_err() {
        let sentence = disk::open(&path)
            .expect_err("it may not be read")
            .to_string();
        assert!(
            sentence.starts_with("you do not have permission to read it"),
            "{sentence}"
        );
    }
}

/// Everything the notation carries, with items told apart by names that occur once.
#[derive(Debug, PartialEq)]
struct Outline {
    about: (String, Option<String>, Vec<String>, Prices),
    components: BTreeMap<String, Component>,
    connections: Vec<(String, String, Connection)>,
    zones: BTreeMap<String, (Zone, Option<String>)>,
    notes: Vec<(Note, Option<String>)>,
}

fn outline(design: &Design) -> Outline {
    let component = |id: Id| design.component(id).expect("an end").name.clone();
    let zone = |id: Option<Id>| id.map(|id| design.zone(id).expect("a zone").name.clone());
    let rect = Rect::from_min(Point::default(), 0.0, 0.0);
    let mut notes: Vec<_> = design
        .notes()
        .map(|(_, note)| {
            (
                Note {
                    rect,
                    parent: None,
                    ..note.clone()
                },
                zone(note.parent),
            )
        })
        .collect();
    notes.sort_by_key(|note| format!("{note:?}"));
    Outline {
        about: (
            design.title().to_owned(),
            design.scenario().map(str::to_owned),
            design.assumptions().to_vec(),
            design.prices().clone(),
        ),
        components: design
            .components()
            .map(|(_, item)| {
                let plain = Component {
                    at: Point::default(),
                    note: zone(item.parent).unwrap_or_default(),
                    parent: None,
                    ..item.clone()
                };
                (item.name.clone(), plain)
            })
            .collect(),
        connections: design
            .connections()
            .map(|(_, item)| {
                let plain = Connection {
                    from: Id(0),
                    to: Id(0),
                    // The notation says nothing of where things are drawn.
                    sides: [None; 2],
                    ..item.clone()
                };
                (component(item.from), component(item.to), plain)
            })
            .collect(),
        zones: design
            .zones()
            .map(|(_, item)| {
                (
                    item.name.clone(),
                    (
                        Zone {
                            rect,
                            parent: None,
                            ..item.clone()
                        },
                        zone(item.parent),
                    ),
                )
            })
            .collect(),
        notes,
    }
}

/// Gives every component and zone a name of its own.
fn told_apart(mut design: Design) -> Design {
    let components: Vec<(Id, Component)> =
        design.components().map(|(id, c)| (id, c.clone())).collect();
    let zones: Vec<(Id, Zone)> = design.zones().map(|(id, z)| (id, z.clone())).collect();
    for (id, item) in components {
        let name = format!("{} {id}", item.name);
        design
            .apply(Edit::PutComponent(id, Component { name, ..item }))
            .expect("a name");
    }
    for (id, item) in zones {
        let name = format!("{} {id}", item.name);
        design
            .apply(Edit::PutZone(id, Zone { name, ..item }))
            .expect("a name");
    }
    design
}

proptest! {
    #[test]
    fn saving_and_opening_gives_the_same_bytes(design in design()) {
        let text = write_design(&design);
        let loaded = read_design(text.as_bytes()).expect("what was written can be read");
        prop_assert_eq!(&loaded.repairs, &Vec::<String>::new());
        prop_assert_eq!(&loaded.design, &design);
        prop_assert_eq!(write_design(&loaded.design), text);
    }

    #[test]
    fn the_notation_reads_back_what_it_prints(design in design()) {
        let design = told_apart(design);
        let text = print_notation(&design);
        let parsed = parse_notation(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(outline(&parsed.design), outline(&design), "{}", text);
        prop_assert_eq!(print_notation(&parsed.design), text);
    }

    #[test]
    fn the_notation_reads_back_names_that_occur_twice(design in design()) {
        let again = |text: &str| parse_notation(text).map(|parsed| print_notation(&parsed.design));
        let once = again(&print_notation(&design)).expect("it reads what it prints");
        let twice = again(&once).expect("it reads what it prints");
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn any_bytes_are_a_drawing_or_a_sentence(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(problem) = disk::parse(&bytes) {
            prop_assert!(!problem.to_string().contains('\n'));
        }
    }

    #[test]
    fn a_file_with_a_byte_changed_is_a_drawing_or_a_sentence(design in design(), at in any::<usize>(), byte in any::<u8>()) {
        let mut bytes = write_design(&design).into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok((loaded, _)) = disk::parse(&bytes) {
            prop_assert_eq!(loaded.design.broken_invariant(), None);
        }
    }

    #[test]
    fn a_line_with_a_character_changed_is_a_drawing_or_a_sentence(design in design(), at in any::<usize>(), c in "[\"\\\\#:{}()\n x=%>-]") {
        let text = print_notation(&design);
        let mut chars: Vec<char> = text.chars().collect();
        if !chars.is_empty() {
            let at = at % chars.len();
            chars[at] = c.chars().next().unwrap_or(' ');
        }
        let text: String = chars.into_iter().collect();
        if let Ok(parsed) = parse_notation(&text) {
            prop_assert_eq!(parsed.design.broken_invariant(), None);
        }
    }
}

#[test]
fn saving_twice_writes_the_same_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.boxdrill");
    let design = disk::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/designs/good.txt"))
        .expect("the design")
        .loaded
        .design;
    let stamp = disk::save(&path, &design, Overwrite::Never).expect("it is saved");
    let first = fs::read(&path).expect("a file");
    let opened = disk::open(&path).expect("it opens");
    assert_eq!(opened.stamp, stamp);
    disk::save(&path, &opened.loaded.design, Overwrite::IfUnchanged(stamp)).expect("it is saved");
    assert_eq!(fs::read(&path).expect("a file"), first);
}
