//! The structs that a `.boxdrill` file is written from and read into.
//!
//! They mirror the types of the model, so that the format stays as it is when those change, and so that an error inside an
//! item is reported with its line.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{
    Acceptance, Access, CallCondition, Component, Connection, Design, Id, JobClaim, LineStyle,
    Note, NoteStyle, Overrides, Pin, Point, Prices, Rect, Replicas, Safeguard, Side, Timing, Zone,
    ZoneKind,
};

/// The newest version of the format that this program reads. Version 2 holds a plan, which older programs would drop.
pub(super) const VERSION: u64 = 2;

/// The version that a drawing without a plan is written in, so that older programs can still open it.
const WITHOUT_PROGRAM: u64 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DesignFile {
    pub(super) version: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) scenario: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) assumptions: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) accepted: Vec<Acceptance>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) jobs: Vec<JobClaim>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) prices: Prices,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) traffic: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) peak: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) open_connections: Option<f64>,
    /// The plan as it is, so that damage in it costs nothing else.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub(super) program: serde_json::Value,
    /// What was asked and the help that was taken, as it is, so that damage in it costs nothing else.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub(super) help: serde_json::Value,
    #[serde(default)]
    pub(super) components: Vec<ComponentFile>,
    #[serde(default)]
    pub(super) connections: Vec<ConnectionFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) zones: Vec<ZoneFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<NoteFile>,
    /// What stays where it is.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) locked: BTreeSet<Id>,
    /// How far forward items lie, where that is not 0.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) layers: BTreeMap<Id, i32>,
    /// The highest id ever given in this drawing, so that ids of deleted items are not given again.
    #[serde(default)]
    pub(super) last_id: u64,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ComponentFile {
    pub(super) id: Id,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) technology: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) replicas: Replicas,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
    pub(super) at: Point,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<Id>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) numbers: Overrides,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) owner: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) step: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ConnectionFile {
    pub(super) id: Id,
    pub(super) from: Id,
    pub(super) to: Id,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) timing: Option<Timing>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) access: Option<Access>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) when: Option<CallCondition>,
    #[serde(default = "one_call", skip_serializing_if = "is_one_call")]
    pub(super) calls: f64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) protocol: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) retries: Option<u32>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) safeguards: BTreeSet<Safeguard>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) flows: Option<BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) course: LineStyle,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) from_side: Option<Side>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) to_side: Option<Side>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) pins: Vec<Pin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) label_at: Option<f64>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ZoneFile {
    pub(super) id: Id,
    pub(super) kind: ZoneKind,
    #[serde(default)]
    pub(super) name: String,
    /// Left, top, right, bottom.
    pub(super) rect: [f64; 4],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<Id>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NoteFile {
    pub(super) id: Id,
    pub(super) style: NoteStyle,
    pub(super) text: String,
    /// Left, top, right, bottom.
    pub(super) rect: [f64; 4],
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<Id>,
}

impl From<&Design> for DesignFile {
    fn from(design: &Design) -> Self {
        let program = (!design.program().is_empty())
            .then(|| serde_json::to_value(design.program()).ok())
            .flatten()
            .unwrap_or_default();
        let help = (!design.help().is_empty())
            .then(|| serde_json::to_value(design.help()).ok())
            .flatten()
            .unwrap_or_default();
        Self {
            version: if program.is_null() {
                WITHOUT_PROGRAM
            } else {
                VERSION
            },
            title: design.title.clone(),
            scenario: design.scenario.clone(),
            assumptions: design.assumptions.clone(),
            accepted: design.acceptances.clone(),
            jobs: design.job_claims.clone(),
            prices: design.prices.clone(),
            traffic: design.traffic,
            peak: design.peak,
            open_connections: design.open_connections,
            program,
            help,
            components: design.components().map(Into::into).collect(),
            connections: design.connections().map(Into::into).collect(),
            zones: design.zones().map(Into::into).collect(),
            notes: design.notes().map(Into::into).collect(),
            locked: design.locked.clone(),
            layers: design.layers.clone(),
            last_id: design.last_id,
        }
    }
}

impl From<(Id, &Component)> for ComponentFile {
    fn from((id, item): (Id, &Component)) -> Self {
        Self {
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
}

impl From<(Id, &Connection)> for ConnectionFile {
    fn from((id, item): (Id, &Connection)) -> Self {
        Self {
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
            course: item.line_style,
            from_side: item.sides[0],
            to_side: item.sides[1],
            pins: item.pins.clone(),
            label_at: item.label_at,
        }
    }
}

impl From<(Id, &Zone)> for ZoneFile {
    fn from((id, item): (Id, &Zone)) -> Self {
        Self {
            id,
            kind: item.kind,
            name: item.name.clone(),
            rect: rect_corners(item.rect),
            parent: item.parent,
        }
    }
}

impl From<(Id, &Note)> for NoteFile {
    fn from((id, item): (Id, &Note)) -> Self {
        Self {
            id,
            style: item.style,
            text: item.text.clone(),
            rect: rect_corners(item.rect),
            parent: item.parent,
        }
    }
}

fn one_call() -> f64 {
    1.0
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

fn rect_corners(rect: Rect) -> [f64; 4] {
    [rect.min.x, rect.min.y, rect.max.x, rect.max.y]
}
