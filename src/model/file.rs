//! The `.boxdrill` file: versioned JSON in a stable order, so that saving, loading and saving again gives the same bytes.
//!
//! Files are parsed through structs of their own and turned into a [`Design`] in one place. What a program or a person
//! may have broken (dangling connections, doubled ids, absurd coordinates) is mended and said, never carried on; what
//! cannot be understood is refused in one sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::design::{
    Acceptance, Access, CallCondition, Component, Connection, Course, Design, Id, MAX_COORDINATE,
    MAX_DEPTH, MAX_ITEMS, MAX_PINS, MAX_REPLICAS, MAX_RETRIES, MAX_ROLLOUT_STAGE, MAX_TEXT,
    MAX_TRAFFIC, Note, NoteStyle, Overrides, Pin, Prices, Safeguard, Timing, Zone, ZoneKind,
};
use super::edit::EditError;
use super::geometry::{Point, Rect, pt};
use super::kind::{catalogue, kind};

/// The newest version of the format this program reads, and the one it writes.
const VERSION: u64 = 1;
/// Files larger than this are refused before they are parsed.
pub const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;

/// Why a file could not be read as a design.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("the file is empty: it may not have been saved completely, look for a recovered copy")]
    Empty,
    /// It is not text.
    #[error("this is not a boxdrill file: it holds binary data")]
    Binary,
    /// It is larger than any drawing.
    #[error("the file has {0} MB, and a drawing has at most {max} MB: it is probably something else", max = MAX_FILE_BYTES / 1_048_576)]
    TooLarge(u64),
    /// It holds more than any drawing.
    #[error(
        "the file holds {0} items, and a drawing has at most {MAX_ITEMS}: it is probably something else"
    )]
    TooMany(usize),
    /// A newer program wrote it.
    #[error("this file was written by a newer boxdrill (format {0}): update to open it")]
    Newer(u64),
    /// It is JSON, but not ours.
    #[error("this is not a boxdrill file: it has no \"version\" of 1 or more")]
    NotOurs,
    /// It is damaged or has the wrong shape.
    #[error("the file is damaged: {0}")]
    Damaged(#[from] serde_json::Error),
}

/// A design as read, and what had to be mended on the way.
#[derive(Debug)]
pub struct LoadedDesign {
    /// The design; all invariants hold.
    pub design: Design,
    /// One sentence for each thing that was mended; empty for a sound file.
    pub repairs: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct DesignFile {
    version: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scenario: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    assumptions: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    accepted: Vec<Acceptance>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    prices: Prices,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    traffic: Option<f64>,
    #[serde(default)]
    components: Vec<ComponentFile>,
    #[serde(default)]
    connections: Vec<ConnectionFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    zones: Vec<ZoneFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteFile>,
    /// What stays where it is.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    locked: BTreeSet<Id>,
    /// How far forward items lie, where that is not 0.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    layers: BTreeMap<Id, i32>,
    /// The highest id ever given in this drawing, so that ids of deleted items are not given again.
    #[serde(default)]
    last_id: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct ComponentFile {
    id: Id,
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    technology: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    replicas: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    at: Point,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<Id>,
    #[serde(default, skip_serializing_if = "is_default")]
    numbers: Overrides,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    owner: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ConnectionFile {
    id: Id,
    from: Id,
    to: Id,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timing: Option<Timing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    access: Option<Access>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    when: Option<CallCondition>,
    #[serde(default = "one_call", skip_serializing_if = "is_one_call")]
    calls: f64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    protocol: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retries: Option<u32>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    safeguards: BTreeSet<Safeguard>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    flows: Option<BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "is_default")]
    course: Course,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pins: Vec<Pin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label_at: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ZoneFile {
    id: Id,
    kind: ZoneKind,
    #[serde(default)]
    name: String,
    /// Left, top, right, bottom.
    rect: [f64; 4],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<Id>,
}

#[derive(Debug, Serialize, Deserialize)]
struct NoteFile {
    id: Id,
    style: NoteStyle,
    text: String,
    /// Left, top, right, bottom.
    rect: [f64; 4],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<Id>,
}

fn one() -> u32 {
    1
}

fn one_call() -> f64 {
    1.0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_one(value: &u32) -> bool {
    *value == 1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::float_cmp,
    reason = "serde calls it with a reference; exactly one is the default"
)]
fn is_one_call(value: &f64) -> bool {
    *value == 1.0
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The design as the text of a `.boxdrill` file, ending in a line break.
///
/// # Panics
/// Never: a design holds only text and finite numbers, and those can always be written.
#[must_use]
pub fn write_design(design: &Design) -> String {
    let file = DesignFile {
        version: VERSION,
        title: design.title.clone(),
        scenario: design.scenario.clone(),
        assumptions: design.assumptions.clone(),
        accepted: design.acceptances.clone(),
        prices: design.prices.clone(),
        traffic: design.traffic,
        components: design
            .components()
            .map(|(id, item)| component_file(id, item))
            .collect(),
        connections: design
            .connections()
            .map(|(id, item)| connection_file(id, item))
            .collect(),
        zones: design
            .zones()
            .map(|(id, item)| zone_file(id, item))
            .collect(),
        notes: design
            .notes()
            .map(|(id, item)| note_file(id, item))
            .collect(),
        locked: design.locked.clone(),
        layers: design.layers.clone(),
        last_id: design.last_id,
    };
    let mut text =
        serde_json::to_string_pretty(&file).expect("finite numbers and strings always serialise");
    text.push('\n');
    text
}

/// Reads the bytes of a `.boxdrill` file.
///
/// # Errors
/// One sentence for what is no drawing at all; whatever can be mended is mended and listed in [`Loaded::repairs`].
pub fn read_design(bytes: &[u8]) -> Result<LoadedDesign, FileError> {
    let length = bytes.len() as u64;
    if length > MAX_FILE_BYTES {
        return Err(FileError::TooLarge(length / 1_048_576));
    }
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
        .ok_or(FileError::Binary)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    check_version(text)?;
    let file: DesignFile = serde_json::from_str(text)?;
    let items =
        file.components.len() + file.connections.len() + file.zones.len() + file.notes.len();
    if items > MAX_ITEMS {
        return Err(FileError::TooMany(items));
    }
    Ok(Repair::default().design(file))
}

/// The version is looked at first, so that a newer file is named as such whatever its shape.
fn check_version(text: &str) -> Result<(), FileError> {
    #[derive(Deserialize)]
    struct Head {
        version: Option<serde_json::Value>,
    }
    // A list would pass for an object whose fields come in order.
    if !text.trim_start().starts_with('{') {
        return Err(FileError::NotOurs);
    }
    let head: Head = serde_json::from_str(text)?;
    match head.version.as_ref().and_then(serde_json::Value::as_u64) {
        Some(newer) if newer > VERSION => Err(FileError::Newer(newer)),
        Some(1..) => Ok(()),
        _ => Err(FileError::NotOurs),
    }
}

fn component_file(id: Id, item: &Component) -> ComponentFile {
    ComponentFile {
        id,
        kind: item.kind.clone(),
        name: item.name.clone(),
        technology: item.technology.clone(),
        replicas: item.replicas,
        note: item.note.clone(),
        at: item.at,
        parent: item.parent,
        numbers: item.overrides,
        owner: item.owner.clone(),
        step: item.rollout_stage,
    }
}

fn connection_file(id: Id, item: &Connection) -> ConnectionFile {
    ConnectionFile {
        id,
        from: item.from,
        to: item.to,
        label: item.label.clone(),
        timing: item.timing,
        access: item.access,
        when: item.when,
        calls: item.calls,
        protocol: item.protocol.clone(),
        retries: item.retries,
        safeguards: item.safeguards.clone(),
        flows: item.flows.clone(),
        course: item.course,
        pins: item.pins.clone(),
        label_at: item.label_at,
    }
}

fn zone_file(id: Id, item: &Zone) -> ZoneFile {
    ZoneFile {
        id,
        kind: item.kind,
        name: item.name.clone(),
        rect: numbers(item.rect),
        parent: item.parent,
    }
}

fn note_file(id: Id, item: &Note) -> NoteFile {
    NoteFile {
        id,
        style: item.style,
        text: item.text.clone(),
        rect: numbers(item.rect),
        parent: item.parent,
    }
}

fn numbers(rect: Rect) -> [f64; 4] {
    [rect.min.x, rect.min.y, rect.max.x, rect.max.y]
}

/// Turns a file into a design, mending and noting what would break an invariant.
#[derive(Default)]
struct Repair {
    design: Design,
    /// Ids in the file to ids in the design; they differ only where the file used one twice.
    taken: BTreeSet<Id>,
    repairs: Vec<String>,
}

impl Repair {
    fn design(mut self, file: DesignFile) -> LoadedDesign {
        let highest = file
            .components
            .iter()
            .map(|c| c.id.0)
            .chain(file.connections.iter().map(|c| c.id.0))
            .chain(file.zones.iter().map(|z| z.id.0))
            .chain(file.notes.iter().map(|n| n.id.0))
            .filter(|&id| id < u64::MAX / 2)
            .max()
            .unwrap_or(0);
        self.design.title = cut(file.title, &mut self.repairs, "the title");
        self.design.scenario = file
            .scenario
            .map(|id| cut(id, &mut self.repairs, "the name of the prompt"));
        self.design.assumptions = file
            .assumptions
            .into_iter()
            .map(|text| cut(text, &mut self.repairs, "an assumption"))
            .collect();
        self.design.acceptances = file
            .accepted
            .into_iter()
            .map(|accepted| Acceptance {
                reason: cut(accepted.reason, &mut self.repairs, "a reason"),
                ..accepted
            })
            .collect();
        self.prices(file.prices);
        self.design.traffic = file.traffic.filter(|rps| (0.0..=MAX_TRAFFIC).contains(rps));
        if self.design.traffic != file.traffic {
            let says = "the traffic was out of range: it is left out";
            self.repairs.push(says.to_owned());
        }
        // Ids given afresh lie above every id of the file.
        let mut spare = highest.max(file.last_id.min(u64::MAX / 2));
        self.zones(file.zones, &mut spare);
        self.components(file.components, &mut spare);
        self.notes(file.notes, &mut spare);
        self.connections(file.connections, &mut spare);
        // What was left out above has said so; nothing is lost with its place.
        let locked = file.locked.into_iter();
        self.design.locked = locked.filter(|&id| self.design.contains(id)).collect();
        for (id, layer) in file.layers {
            let layer = [(id, layer)].into();
            let _gone = self.design.set_layers(&layer);
        }
        self.design.last_id = spare;
        debug_assert_eq!(self.design.broken_invariant(), None);
        LoadedDesign {
            design: self.design,
            repairs: self.repairs,
        }
    }

    fn prices(&mut self, prices: Prices) {
        for (kind, price) in prices {
            if catalogue().get(&kind).is_none() {
                let hint = catalogue()
                    .nearest(&kind)
                    .map_or(String::new(), |near| format!(", did you mean `{near}`?"));
                self.repairs.push(format!(
                    "there is no kind `{}` to set a price for: it is left out{hint}",
                    short(&kind)
                ));
            } else if !price.is_sound() {
                self.repairs.push(format!(
                    "a price of `{kind}` was out of range: the kind has its usual prices"
                ));
            } else if !price.is_empty() {
                self.design.prices.insert(kind, price);
            }
        }
    }

    /// The id to use for an item that the file calls `id`.
    fn claim(&mut self, id: Id, spare: &mut u64, what: &str) -> Id {
        if id.0 > 0 && id.0 < u64::MAX / 2 && self.taken.insert(id) {
            return id;
        }
        *spare += 1;
        self.taken.insert(Id(*spare));
        self.repairs.push(format!(
            "{what} used the id {id}, which is not free: it is now {}",
            Id(*spare)
        ));
        Id(*spare)
    }

    fn zones(&mut self, files: Vec<ZoneFile>, spare: &mut u64) {
        let mut parents = BTreeMap::new();
        for file in files {
            let name = cut(file.name, &mut self.repairs, "a zone's name");
            let what = format!("zone \"{}\"", short(&name));
            let rect = self.rect(file.rect, &what);
            let id = self.claim(file.id, spare, &what);
            parents.insert(id, file.parent);
            let put = self.design.put_zone(
                id,
                Zone {
                    kind: file.kind,
                    name,
                    rect,
                    parent: None,
                },
            );
            self.note_refusal(put);
        }
        for (&id, &parent) in &parents {
            let Some(parent) = parent else { continue };
            // Followed in the file and not in the design, so that a ring is as long as it is.
            let outwards = std::iter::successors(Some(id), |zone| *parents.get(zone)?);
            let sound = outwards.take(MAX_DEPTH + 1).count() <= MAX_DEPTH;
            if sound && self.design.zones.contains_key(&parent) {
                if let Some(zone) = self.design.zones.get_mut(&id) {
                    Arc::make_mut(zone).parent = Some(parent);
                }
            } else {
                let name = self.design.zone(id).map_or("", |zone| zone.name.as_str());
                self.repairs.push(format!(
                    "zone \"{}\" lay inside itself, too deep or in no zone: it is now on the outside",
                    short(name)
                ));
            }
        }
    }

    fn components(&mut self, files: Vec<ComponentFile>, spare: &mut u64) {
        for file in files {
            let name = cut(file.name, &mut self.repairs, "a component's name");
            let what = format!("component \"{}\"", short(&name));
            if catalogue().get(&file.kind).is_none() {
                let hint = catalogue()
                    .nearest(&file.kind)
                    .map_or(String::new(), |near| format!(", did you mean `{near}`?"));
                self.repairs.push(format!(
                    "{what} has the unknown kind `{}`: it is shown as a {}{hint}",
                    short(&file.kind),
                    kind(&file.kind).label.to_lowercase()
                ));
            }
            if file.replicas > MAX_REPLICAS {
                self.repairs.push(format!(
                    "{what} had {} replicas: it now has {MAX_REPLICAS}",
                    file.replicas
                ));
            }
            let id = self.claim(file.id, spare, &what);
            let component = Component {
                kind: cut(file.kind, &mut self.repairs, "a component's kind"),
                technology: cut(
                    file.technology,
                    &mut self.repairs,
                    "a component's technology",
                ),
                note: cut(file.note, &mut self.repairs, "a component's note"),
                replicas: file.replicas.min(MAX_REPLICAS),
                at: self.point(file.at, &what),
                parent: self.parent(file.parent, &what),
                overrides: file.numbers,
                owner: cut(file.owner, &mut self.repairs, "a component's owner"),
                rollout_stage: file.step.map(|step| step.min(MAX_ROLLOUT_STAGE)),
                name,
            };
            let plain = Component {
                overrides: Overrides::default(),
                ..component.clone()
            };
            if self.design.put_component(id, component).is_err() {
                self.repairs.push(format!(
                    "{what} had numbers out of range: it now has the defaults of its kind"
                ));
                let put = self.design.put_component(id, plain);
                self.note_refusal(put);
            }
        }
    }

    fn notes(&mut self, files: Vec<NoteFile>, spare: &mut u64) {
        for file in files {
            let what = "a note".to_owned();
            let id = self.claim(file.id, spare, &what);
            let note = Note {
                style: file.style,
                text: cut(file.text, &mut self.repairs, "a note's text"),
                rect: self.rect(file.rect, &what),
                parent: self.parent(file.parent, &what),
            };
            let put = self.design.put_note(id, note);
            self.note_refusal(put);
        }
    }

    fn connections(&mut self, files: Vec<ConnectionFile>, spare: &mut u64) {
        for file in files {
            let label = cut(file.label, &mut self.repairs, "a connection's label");
            let what = format!("connection {}", file.id);
            if self.design.component(file.from).is_none()
                || self.design.component(file.to).is_none()
            {
                let ends = format!("{} to {}", file.from, file.to);
                self.repairs.push(format!(
                    "{what} from {ends} has an end that does not exist: it is left out"
                ));
                continue;
            }
            let id = self.claim(file.id, spare, &what);
            let connection = Connection {
                from: file.from,
                to: file.to,
                label,
                timing: file.timing,
                access: file.access,
                when: file.when,
                calls: file.calls,
                protocol: cut(file.protocol, &mut self.repairs, "a connection's protocol"),
                retries: file.retries.map(|times| times.min(MAX_RETRIES)),
                safeguards: file.safeguards,
                flows: file.flows,
                course: file.course,
                pins: self.pins(file.pins, &what),
                label_at: file.label_at.map(|at| at.clamp(0.0, 1.0)),
            };
            let plain = Connection {
                when: None,
                calls: 1.0,
                ..connection.clone()
            };
            if self.design.put_connection(id, connection).is_err() {
                self.repairs.push(format!(
                    "{what} had numbers out of range: it now has the defaults"
                ));
                let put = self.design.put_connection(id, plain);
                self.note_refusal(put);
            }
        }
    }

    /// The pinned stretches of a line that can be kept.
    fn pins(&mut self, mut pins: Vec<Pin>, what: &str) -> Vec<Pin> {
        let count = pins.len();
        pins.retain(|pin| pin.is_sound());
        pins.truncate(MAX_PINS);
        if pins.len() < count {
            self.repairs.push(format!(
                "{what} was put where no line can go: it finds its own way there"
            ));
        }
        pins
    }

    fn note_refusal(&mut self, put: Result<(), EditError>) {
        if let Err(error) = put {
            self.repairs.push(format!("an item is left out: {error}"));
        }
    }

    fn parent(&mut self, parent: Option<Id>, what: &str) -> Option<Id> {
        let parent = parent?;
        if self.design.zone(parent).is_none() {
            self.repairs.push(format!(
                "{what} lay in a zone that does not exist: it is now on the outside"
            ));
            return None;
        }
        Some(parent)
    }

    fn point(&mut self, at: Point, what: &str) -> Point {
        self.rect([at.x, at.y, at.x, at.y], what).min
    }

    fn rect(&mut self, corners: [f64; 4], what: &str) -> Rect {
        let kept = corners.map(bounded);
        if kept.map(f64::to_bits) != corners.map(f64::to_bits) {
            self.repairs.push(format!(
                "{what} lay outside the drawing area: it is now at its edge"
            ));
        }
        let [left, top, right, bottom] = kept;
        Rect::from_corners(pt(left, top), pt(right, bottom))
    }
}

fn bounded(value: f64) -> f64 {
    if value.is_finite() {
        value.clamp(-MAX_COORDINATE, MAX_COORDINATE)
    } else {
        0.0
    }
}

/// A text of at most [`MAX_TEXT`] characters.
fn cut(text: String, repairs: &mut Vec<String>, what: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        None => text,
        Some((end, _)) => {
            repairs.push(format!(
                "{what} was longer than {MAX_TEXT} characters: it is cut (\"{}\")",
                short(&text)
            ));
            text[..end].to_owned()
        }
    }
}

/// The first words of a text, for a sentence about it.
fn short(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
