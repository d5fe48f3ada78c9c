//! Turns a file into a [`Design`]: what a program or a person may have broken (dangling connections, doubled ids, absurd
//! coordinates) is repaired and reported, so that all invariants hold.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::program::repair_program;
use super::schema::{ComponentFile, ConnectionFile, DesignFile, NoteFile, ZoneFile};
use crate::model::format::shorten_text;
use crate::model::limits::{
    MAX_ASSUMPTIONS, MAX_COORDINATE, MAX_DEPTH, MAX_OPEN_CONNECTIONS, MAX_PEAK, MAX_PINS,
    MAX_REPLICAS, MAX_RETRIES, MAX_ROLLOUT_STAGE, MAX_TEXT, MAX_TRAFFIC,
};
use crate::model::{
    Acceptance, Component, Connection, Design, EditError, Id, JobClaim, Note, Overrides, Pin,
    Point, Prices, Rect, Replicas, TakenHelp, Zone, catalogue, kind, pt,
};

/// A design as read, and the repairs that it needed.
#[derive(Debug)]
pub struct LoadedDesign {
    /// The design; all invariants hold.
    pub design: Design,
    /// One sentence for each thing that was mended; empty for a sound file.
    pub repairs: Vec<String>,
}

/// Turns a file into a design, mending and noting what would break an invariant.
#[derive(Default)]
pub(super) struct Repair {
    design: Design,
    /// Ids in the file to ids in the design; they differ only where the file used one twice.
    taken: BTreeSet<Id>,
    repairs: Vec<String>,
    /// How often a known kind was looked for that is like an unknown one.
    hints: usize,
}

impl Repair {
    pub(super) fn repair_design(mut self, file: DesignFile) -> LoadedDesign {
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
        self.design.title = truncate_text(file.title, &mut self.repairs, "the title");
        self.design.scenario = file
            .scenario
            .map(|id| truncate_text(id, &mut self.repairs, "the name of the prompt"));
        if file.assumptions.len() > MAX_ASSUMPTIONS {
            self.repairs.push(format!(
                "there were {} assumptions: the first {MAX_ASSUMPTIONS} are kept",
                file.assumptions.len()
            ));
        }
        self.design.assumptions = file
            .assumptions
            .into_iter()
            .take(MAX_ASSUMPTIONS)
            .map(|text| truncate_text(text, &mut self.repairs, "an assumption"))
            .collect();
        self.design.acceptances = file
            .accepted
            .into_iter()
            .map(|accepted| Acceptance {
                reason: truncate_text(accepted.reason, &mut self.repairs, "a reason"),
                ..accepted
            })
            .collect();
        self.design.job_claims = file
            .jobs
            .into_iter()
            .map(|claim| JobClaim {
                job: truncate_text(claim.job, &mut self.repairs, "the ID of a job"),
                ..claim
            })
            .collect();
        self.repair_prices(file.prices);
        self.design.traffic = file.traffic.filter(|rps| (0.0..=MAX_TRAFFIC).contains(rps));
        if self.design.traffic != file.traffic {
            let message = "the traffic was out of range: it is left out";
            self.repairs.push(message.to_owned());
        }
        self.design.peak = file.peak.filter(|times| (1.0..=MAX_PEAK).contains(times));
        if self.design.peak != file.peak {
            let message = "the peak was out of range: it is left out";
            self.repairs.push(message.to_owned());
        }
        let open = file.open_connections;
        self.design.open_connections =
            open.filter(|count| (0.0..=MAX_OPEN_CONNECTIONS).contains(count));
        if self.design.open_connections != open {
            let message = "the number of connections was out of range: it is left out";
            self.repairs.push(message.to_owned());
        }
        // Ids given afresh lie above every id of the file.
        let mut last_id = highest.max(file.last_id.min(u64::MAX / 2));
        self.repair_zones(file.zones, &mut last_id);
        self.repair_components(file.components, &mut last_id);
        self.repair_notes(file.notes, &mut last_id);
        self.repair_connections(file.connections, &mut last_id);
        // What was left out above has said so; nothing is lost with its place.
        let locked = file.locked.into_iter();
        self.design.locked = locked.filter(|&id| self.design.contains(id)).collect();
        for (id, layer) in file.layers {
            let layer = [(id, layer)].into();
            let _gone = self.design.set_layers(&layer);
        }
        let program = repair_program(file.program, &self.design, &mut self.repairs);
        self.design.program = Arc::new(program);
        self.repair_help(file.help);
        self.design.last_id = last_id;
        debug_assert_eq!(self.design.broken_invariant(), None);
        LoadedDesign {
            design: self.design,
            repairs: self.repairs,
        }
    }

    fn repair_help(&mut self, help: serde_json::Value) {
        if help.is_null() {
            return;
        }
        let mut help = serde_json::from_value(help).unwrap_or_else(|error| {
            self.repairs.push(format!(
                "the record of the help you used cannot be read ({error}): it is left out"
            ));
            TakenHelp::default()
        });
        if help.limit() {
            let sentence = "the record of the help you used was too long: it was cut off";
            self.repairs.push(sentence.to_owned());
        }
        self.design.help = Arc::new(help);
    }

    fn repair_prices(&mut self, prices: Prices) {
        for (kind, price) in prices {
            if catalogue().get(&kind).is_none() {
                let hint = self.nearest_kind(&kind);
                self.repairs.push(format!(
                    "there is no kind `{}` to set a price for: it is left out{hint}",
                    shorten_text(&kind)
                ));
            } else if !price.is_sound() {
                self.repairs.push(format!(
                    "a price of `{kind}` was out of range: the kind keeps its default prices"
                ));
            } else if !price.is_empty() {
                self.design.prices.insert(kind, price);
            }
        }
    }

    /// "did you mean": looked for a few times only, because it compares with every name that there is.
    fn nearest_kind(&mut self, unknown: &str) -> String {
        const MOST_HINTS: usize = 50;
        if self.hints >= MOST_HINTS {
            return String::new();
        }
        self.hints += 1;
        // A word that people write for a kind is not its id.
        let meant = catalogue().find(unknown).map(|(kind, _)| kind.id.as_str());
        let near = meant.or_else(|| catalogue().nearest(unknown));
        near.map_or(String::new(), |near| format!(", did you mean `{near}`?"))
    }

    /// The id to use for an item that the file calls `id`.
    fn claim_id(&mut self, id: Id, last_id: &mut u64, what: &str) -> Id {
        if id.0 > 0 && id.0 < u64::MAX / 2 && self.taken.insert(id) {
            return id;
        }
        *last_id += 1;
        self.taken.insert(Id(*last_id));
        self.repairs.push(format!(
            "{what} used the ID {id}, which is taken: its ID is now {}",
            Id(*last_id)
        ));
        Id(*last_id)
    }

    fn repair_zones(&mut self, files: Vec<ZoneFile>, last_id: &mut u64) {
        let mut parents = BTreeMap::new();
        for file in files {
            let name = truncate_text(file.name, &mut self.repairs, "a zone's name");
            let what = format!("zone \"{}\"", shorten_text(&name));
            let rect = self.repair_rect(file.rect, &what);
            let id = self.claim_id(file.id, last_id, &what);
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
            self.record_refusal(put);
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
                    "zone \"{}\" was inside itself, nested too deep, or in a missing zone: it is now at the top level",
                    shorten_text(name)
                ));
            }
        }
    }

    fn repair_components(&mut self, files: Vec<ComponentFile>, last_id: &mut u64) {
        for file in files {
            let name = truncate_text(file.name, &mut self.repairs, "a component's name");
            let what = format!("component \"{}\"", shorten_text(&name));
            if catalogue().get(&file.kind).is_none() {
                let hint = self.nearest_kind(&file.kind);
                self.repairs.push(format!(
                    "{what} has the unknown kind `{}`: it is shown as a {}{hint}",
                    shorten_text(&file.kind),
                    kind(&file.kind).label.to_lowercase()
                ));
            }
            if file.replicas.count() > MAX_REPLICAS {
                self.repairs.push(format!(
                    "{what} had {} instances: it now has {MAX_REPLICAS}",
                    file.replicas
                ));
            }
            let id = self.claim_id(file.id, last_id, &what);
            let component = Component {
                kind: truncate_text(file.kind, &mut self.repairs, "a component's kind"),
                technology: truncate_text(
                    file.technology,
                    &mut self.repairs,
                    "a component's technology",
                ),
                note: truncate_text(file.note, &mut self.repairs, "a component's note"),
                replicas: file.replicas.min(Replicas::Exactly(MAX_REPLICAS)),
                at: self.repair_point(file.at, &what),
                parent: self.repair_parent(file.parent, &what),
                overrides: file.numbers,
                owner: truncate_text(file.owner, &mut self.repairs, "a component's owner"),
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
                self.record_refusal(put);
            }
        }
    }

    fn repair_notes(&mut self, files: Vec<NoteFile>, last_id: &mut u64) {
        for file in files {
            let what = "a note".to_owned();
            let id = self.claim_id(file.id, last_id, &what);
            let note = Note {
                style: file.style,
                text: truncate_text(file.text, &mut self.repairs, "a note's text"),
                rect: self.repair_rect(file.rect, &what),
                parent: self.repair_parent(file.parent, &what),
            };
            let put = self.design.put_note(id, note);
            self.record_refusal(put);
        }
    }

    fn repair_connections(&mut self, files: Vec<ConnectionFile>, last_id: &mut u64) {
        for file in files {
            let label = truncate_text(file.label, &mut self.repairs, "a connection's label");
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
            let id = self.claim_id(file.id, last_id, &what);
            let connection = Connection {
                from: file.from,
                to: file.to,
                label,
                timing: file.timing,
                access: file.access,
                when: file.when,
                calls: file.calls,
                protocol: truncate_text(
                    file.protocol,
                    &mut self.repairs,
                    "a connection's protocol",
                ),
                retries: file.retries.map(|times| times.min(MAX_RETRIES)),
                safeguards: file.safeguards,
                flows: file.flows,
                line_style: file.course,
                sides: [file.from_side, file.to_side],
                pins: self.repair_pins(file.pins, &what),
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
                self.record_refusal(put);
            }
        }
    }

    /// The pinned stretches of a line that can be kept.
    fn repair_pins(&mut self, mut pins: Vec<Pin>, what: &str) -> Vec<Pin> {
        let count = pins.len();
        pins.retain(|pin| pin.is_sound());
        pins.truncate(MAX_PINS);
        if pins.len() < count {
            self.repairs.push(format!(
                "{what} was pinned where no line can go: that segment is routed automatically"
            ));
        }
        pins
    }

    fn record_refusal(&mut self, put: Result<(), EditError>) {
        if let Err(error) = put {
            self.repairs.push(format!("an item is left out: {error}"));
        }
    }

    fn repair_parent(&mut self, parent: Option<Id>, what: &str) -> Option<Id> {
        let parent = parent?;
        if self.design.zone(parent).is_none() {
            self.repairs.push(format!(
                "{what} was in a zone that does not exist: it is now at the top level"
            ));
            return None;
        }
        Some(parent)
    }

    fn repair_point(&mut self, at: Point, what: &str) -> Point {
        self.repair_rect([at.x, at.y, at.x, at.y], what).min
    }

    fn repair_rect(&mut self, corners: [f64; 4], what: &str) -> Rect {
        let kept = corners.map(clamp_coordinate);
        if kept.map(f64::to_bits) != corners.map(f64::to_bits) {
            self.repairs.push(format!(
                "{what} was outside the drawing area: it is now at the edge"
            ));
        }
        let [left, top, right, bottom] = kept;
        Rect::from_corners(pt(left, top), pt(right, bottom))
    }
}

fn clamp_coordinate(value: f64) -> f64 {
    if value.is_finite() {
        value.clamp(-MAX_COORDINATE, MAX_COORDINATE)
    } else {
        0.0
    }
}

/// A text of at most [`MAX_TEXT`] characters.
fn truncate_text(text: String, repairs: &mut Vec<String>, what: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        None => text,
        Some((end, _)) => {
            repairs.push(format!(
                "{what} was longer than {MAX_TEXT} characters: it was cut off (\"{}\")",
                shorten_text(&text)
            ));
            text[..end].to_owned()
        }
    }
}
