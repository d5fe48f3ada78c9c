//! Every reader against damaged input: what is sound is changed at random, always in the same way, and must be read or refused
//! in a sentence. Millions of inputs are for a fuzzer; these few are there on every run.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use boxdrill::import::mermaid;
use boxdrill::model::{
    Design, Edit, SplitMix64, parse_notation, read_design, reads_back_as, write_design,
};
use boxdrill::practice::interview::{InterviewProfile, InterviewRound, RoundLength};
use boxdrill::practice::{KeptPath, Profile};
use boxdrill::scenario::{self, builtin};
use boxdrill::storage::recovery::{RecoveryWriter, find_recovery_copies};
use boxdrill::storage::rounds::{self, RoundFile};
use boxdrill::storage::steps::DrawingStep;
use boxdrill::storage::{attempts, disk, profile};

use super::keeping::drawn;

const NOTATION: &str = "title \"Ü\"\nscenario guestbook\nassume \"few\"\nprice sql month=3\n\
    zone eu: region \"EU\" {\n  api: service \"Link API\" x3\n}\nnote \"n\"\n\
    client -> api -> db: async \"w\"\n";
const MERMAID: &str = "flowchart LR\nsubgraph eu [EU region]\n  A[\"Link API (v2)\"]:::big & B --> DB[(Links)]\nend\n\
    U([Visitors]) -->|opens| A\nA -. later .-> K{{Kafka}}; style A fill:#fff\n";
const MERMAID_C4: &str = "C4Container\n  title Shop\n  Person(u, \"Shopper\")\n  System_Boundary(s, \"Shop\") {\n    \
    Container(api, \"Order API\", \"Go\", \"Takes orders\")\n    ContainerDb(db, \"Orders\", $techn=\"PostgreSQL\")\n  }\n  \
    Rel(u, api, \"orders\", \"HTTPS\")\n  BiRel(api, db, \"keeps\")\n";
const MERMAID_ARCHITECTURE: &str = "architecture-beta\n  group g(cloud)[Shop]\n  service api(server)[API] in g\n  \
    service db(database)[Orders] in g\n  junction j\n  api:R -[saves]-> L:db\n  api{group}:B -- T:j\n  j:R <--> L:db\n";
const D2: &str = "direction: right\nclasses: {\n  store: {shape: cylinder}\n}\nu: Shopper {shape: person}\n\
    shop: {\n  api: \"Order API\"; db {class: store}\n  api -> db -> _.u: calls {style.stroke-dash: 3}\n}\n\
    t: |md\n # a\n| {shape: text}\n(u -> shop)[0].style.opacity: 1\n";
const STRUCTURIZR: &str = "workspace \"Shop\" {\n  model {\n    u = person \"Shopper\"\n    s = softwareSystem \"Shop\" {\n      \
    api = container \"API\" \"\" \"Go\" \"Db\" {\n        -> u \"mails\"\n      }\n    }\n    u -> api\n  }\n  views {\n    \
    container s {\n      include *\n      exclude u\n    }\n    styles {\n      element \"Db\" {\n        shape Cylinder\n      }\n    }\n  }\n}\n";
const GRAPHVIZ: &str = "strict digraph shop {\n  rankdir=LR; node [shape=box]\n  subgraph cluster_eu { label=\"EU\"; api [label=\"Order API\\nGo\"]; db [shape=cylinder] }\n  \
    u [label=<<b>Shopper</b>>]\n  u -> {api db} [label=\"orders\", style=dashed]\n  api:out -> db; /* c */\n# d\n}\n";
const PLANTUML: &str = "@startuml\n!include <C4/C4_Container>\ntitle Shop\nskinparam x 1\nactor Shopper as u\n\
    package \"EU\" {\n  component [Order API] as api\n  database \"Orders\" as db\n}\nu --> api : orders\n\
    api ..> db : \"later\"\nContainer(w, \"Web\", \"Go\", \"Sells\")\nRel(w, api, \"calls\", \"HTTPS\")\nnote left of db : kept\n@enduml\n";
const MERMAID_PAGE: &str = "# Shop\n```mermaid\ngraph LR\na e1@--> b@{ shape: cyl, label: \"B\" }\n```\n~~~ {.mermaid}\npie\n~~~\n";
/// What readers look out for.
const WORDS: [&str; 24] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "&",
    " & a",
    "-->",
    "->",
    ":",
    "|",
    "\\u0000",
    "\u{ffff}",
    "\n",
    "\r",
    "1e999",
    "-1",
    "18446744073709551615",
    "null",
    "subgraph x\n",
    "end\n",
    "\u{feff}",
];

/// The input with a few bytes gone, doubled, changed or added.
fn mutated(input: &[u8], random: &mut SplitMix64) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=random.next_u64() % 4 {
        let mut place = |bytes: &[u8]| (random.next_u64() % (bytes.len() as u64 + 1)) as usize;
        let (a, b) = (place(&bytes), place(&bytes));
        let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 40));
        match random.next_u64() % 5 {
            0 => drop(bytes.drain(from..to)),
            1 => {
                let again = bytes[from..to].to_vec();
                bytes.splice(to..to, again);
            }
            2 => {
                let word = WORDS[(random.next_u64() % WORDS.len() as u64) as usize];
                bytes.splice(from..from, word.bytes());
            }
            3 => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= 1 << (random.next_u64() % 8);
                }
            }
            _ => bytes.truncate(to),
        }
    }
    bytes
}

/// Gives changed input to a reader so often.
fn try_mutations(input: &[u8], times: u64, read: impl Fn(&[u8])) {
    let mut random = SplitMix64::new(input.len() as u64);
    read(input);
    for _ in 0..times {
        read(&mutated(input, &mut random));
    }
}

/// What was read can be written and read again as the same.
fn is_sound(design: &Design) {
    let written = write_design(design);
    assert!(reads_back_as(written.as_bytes(), design).expect("it opens again"));
}

/// A reason that fits where it is shown.
fn is_sentence(reason: &impl std::fmt::Display) {
    let reason = reason.to_string();
    assert!(!reason.is_empty() && !reason.contains('\n'), "{reason:?}");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn drawings() {
    let mut design = drawn(NOTATION);
    let ids = design.ids().take(2).collect();
    design
        .apply(Edit::SetLocked(ids, true))
        .expect("it can be locked");
    try_mutations(
        write_design(&design).as_bytes(),
        1_500,
        |bytes| match read_design(bytes) {
            Ok(loaded) => is_sound(&loaded.design),
            Err(error) => is_sentence(&error),
        },
    );
}

#[test]
fn the_notation() {
    try_mutations(NOTATION.as_bytes(), 1_500, |bytes| {
        match parse_notation(&text(bytes)) {
            Ok(parsed) => is_sound(&parsed.design),
            Err(error) => is_sentence(&error),
        }
    });
}

#[test]
fn mermaid_flowcharts() {
    try_mutations(
        MERMAID.as_bytes(),
        400,
        |bytes| match mermaid::read_flowchart(&text(bytes)) {
            Ok(design) => is_sound(&design),
            Err(error) => is_sentence(&error),
        },
    );
}

#[test]
fn drawings_of_other_programs() {
    let design = drawn(NOTATION);
    for text in [
        boxdrill::export::to_drawio(&design),
        boxdrill::export::to_excalidraw(&design),
    ] {
        try_mutations(text.as_bytes(), 400, |bytes| match disk::parse(bytes) {
            Ok((loaded, _)) => is_sound(&loaded.design),
            Err(problem) => is_sentence(&problem),
        });
    }
}

#[test]
fn other_diagrams_and_pages() {
    // What a change makes of a text may look like another format: its name says which it is.
    for (name, input) in [
        ("a.mmd", MERMAID_C4),
        ("a.mmd", MERMAID_ARCHITECTURE),
        ("a.md", MERMAID_PAGE),
        ("a.d2", D2),
        ("a.dsl", STRUCTURIZR),
        ("a.dot", GRAPHVIZ),
        ("a.puml", PLANTUML),
    ] {
        let read = |bytes: &[u8]| {
            let read = disk::parse_file(bytes, Path::new(name), None)?;
            Ok::<_, disk::Problem>(read.placed().0)
        };
        assert!(read(input.as_bytes()).is_ok(), "{name}");
        try_mutations(input.as_bytes(), 400, |bytes| match read(bytes) {
            Ok(loaded) => is_sound(&loaded.design),
            Err(problem) => is_sentence(&problem),
        });
    }
}

#[test]
fn pictures() {
    let design = drawn("client -> api");
    let with_drawing = boxdrill::export::PictureOptions {
        embed: true,
        ..boxdrill::export::PictureOptions::default()
    };
    let picture = boxdrill::export::draw_picture(&design, &with_drawing);
    let svg = boxdrill::export::to_svg(&picture)
        .expect("a picture")
        .into_bytes();
    let png = boxdrill::export::to_png(&picture, 1.0).expect("a picture");
    for bytes in [svg, png] {
        // Where the drawing stands in it.
        let begin = b"boxdrill";
        let mut places = bytes.windows(begin.len());
        let at = places.position(|part| part == begin).expect("a drawing");
        try_mutations_from(&bytes, at);
    }
}

/// Gives a picture to its reader that is changed from a place on.
fn try_mutations_from(picture: &[u8], at: usize) {
    assert!(disk::parse(picture).is_ok());
    let end = picture.len().min(at + 1_200);
    let (head, tail) = (&picture[..at], &picture[end..]);
    try_mutations(&picture[at..end], 300, |part| {
        match disk::parse(&[head, part, tail].concat()) {
            Ok((loaded, _)) => is_sound(&loaded.design),
            Err(problem) => is_sentence(&problem),
        }
    });
}

#[test]
fn pictures_of_other_programs() {
    let design = drawn("client -> api");
    let (drawio, excalidraw) = (
        boxdrill::export::to_drawio(&design),
        boxdrill::export::to_excalidraw(&design),
    );
    let escaped = drawio
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;");
    let payload = BASE64_STANDARD.encode(&excalidraw);
    let svgs = [
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" content=\"{escaped}\"><g/></svg>"),
        format!("<svg><!-- payload-start -->{payload}<!-- payload-end --></svg>"),
    ];
    for svg in svgs {
        try_mutations_from(svg.as_bytes(), 0);
    }
    let percent = drawio.replace('%', "%25");
    for (name, words) in [
        ("mxfile", percent),
        ("application/vnd.excalidraw+json", excalidraw),
    ] {
        let chunk = format!("tEXt{name}\0{words}");
        let length = u32::try_from(chunk.len() - 4).expect("it is short");
        // No reader looks at the checksum of such a text.
        let parts = [
            &b"\x89PNG\r\n\x1a\n"[..],
            &length.to_be_bytes(),
            chunk.as_bytes(),
            &[0; 4],
        ];
        try_mutations_from(&parts.concat(), 8);
    }
}

#[test]
fn prompts() {
    let prompt = include_bytes!("../../scenarios/messenger.json");
    try_mutations(prompt, 150, |bytes| {
        if let Err(reason) = scenario::parse(&text(bytes)) {
            assert!(!reason.is_empty());
        }
    });
}

#[test]
fn profiles_and_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut profile = Profile::default();
    profile.record_attempt("chat_system", 71, jiff::civil::date(2026, 5, 6));
    profile.note_opened(std::path::Path::new("/a.boxdrill"));
    let written = serde_json::to_vec(&profile).expect("it can be written");
    try_mutations(&written, 300, |bytes| {
        std::fs::write(folder.path().join("profile.json"), bytes).expect("it is written");
        let (_, notice) = profile::load(folder.path());
        if let Some(notice) = notice {
            is_sentence(&notice);
        }
    });
    try_mutations(b"[47, 255, 97]", 300, |bytes| {
        _ = serde_json::from_slice::<KeptPath>(bytes);
    });
}

/// All files in a folder and below.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Damages each file of a state folder in turn, so often, and reads the folder; what the reader moves is put back each time.
fn damage_each(state: &Path, times: u64, read: impl Fn(&Path)) {
    let sound: Vec<(PathBuf, Vec<u8>)> = (files_in(state).into_iter())
        .map(|path| (path.clone(), std::fs::read(path).expect("its bytes")))
        .collect();
    assert!(sound.iter().any(|(_, bytes)| !bytes.is_empty()));
    for (damaged, bytes) in sound.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        try_mutations(bytes, times, |bytes| {
            for (path, whole) in &sound {
                let folder = path.parent().expect("a folder");
                std::fs::create_dir_all(folder).expect("it is made");
                let content = if path == damaged { bytes } else { whole };
                std::fs::write(path, content).expect("it is written");
            }
            read(state);
        });
    }
}

#[test]
fn rounds_and_their_steps() {
    let folder = tempfile::tempdir().expect("a folder");
    let prompt = &builtin()[0];
    let design = &prompt.designs[0].design;
    let candidate = InterviewProfile::default();
    let mut round = InterviewRound::new(prompt, candidate, RoundLength::Full, "now".to_owned(), 1);
    round.ended = true;
    let mut file = RoundFile::new(folder.path());
    file.add_step(1.0, &drawn("client -> api")).expect("a step");
    file.add_step(9.0, design).expect("a step");
    file.write(&round, design).expect("it is written");
    file.move_to_finished();
    let name = file.name();
    drop(file);
    round.ended = false;
    let open = RoundFile::new(folder.path());
    open.write(&round, design).expect("it is written");
    drop(open);
    damage_each(folder.path(), 60, |state| {
        let (open, problems) = rounds::find_open_round(state);
        problems.iter().for_each(is_sentence);
        if let Some(open) = open {
            is_sound(&open.design);
        }
        match rounds::open_finished(state, &name) {
            Ok(finished) => is_sound(&finished.design),
            Err(reason) => is_sentence(&reason),
        }
        match rounds::finished_steps(state, &name) {
            Ok(steps) => {
                let designs = steps.iter().filter_map(DrawingStep::design);
                designs.for_each(|design| is_sound(&design));
                assert!(steps.iter().all(|step| step.at.is_finite()));
            }
            Err(error) => is_sentence(&error),
        }
    });
}

#[test]
fn attempts_and_their_drawings() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = attempts::keep_drawing(folder.path(), &drawn(NOTATION)).expect("it is kept");
    for line in [
        format!(
            r#"{{"at":"2026-05-06T07:08:09Z","mode":"practice","score":71,"drawing":"{name}"}}"#
        ),
        r#"{"at":"2026-05-06T07:09:09Z","mode":"interview","score":80,"seconds":9}"#.to_owned(),
    ] {
        let attempt = serde_json::from_str(&line).expect("an attempt");
        attempts::append(folder.path(), &attempt).expect("it is added");
    }
    assert_eq!(attempts::load(folder.path()).0.len(), 2);
    damage_each(folder.path(), 300, |state| {
        let (read, notice) = attempts::load(state);
        notice.iter().for_each(is_sentence);
        assert!(read.is_sorted_by_key(|attempt| attempt.at));
        let drawings = read.iter();
        let drawings = drawings.filter_map(|attempt| attempts::drawing_path(state, attempt));
        for path in drawings.filter(|path| path.is_file()) {
            match disk::open(&path) {
                Ok(opened) => is_sound(&opened.loaded.design),
                Err(error) => is_sentence(&error),
            }
        }
    });
}

#[test]
fn recovery_copies_and_what_lies_beside_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.boxdrill");
    let design = drawn(NOTATION);
    let stamp = disk::save(&path, &design, disk::Overwrite::Never).expect("it is saved");
    let mut writer = RecoveryWriter::new(folder.path());
    writer
        .write_copy(&design, Some((&path, stamp)))
        .expect("it is written");
    drop(writer);
    assert_eq!(find_recovery_copies(folder.path()).len(), 1);
    damage_each(folder.path(), 300, |state| {
        for copy in find_recovery_copies(state) {
            assert!(copy.original.iter().all(|path| path.is_absolute()));
            match copy.open() {
                Ok(opened) => is_sound(&opened.loaded.design),
                Err(error) => is_sentence(&error),
            }
        }
    });
}
