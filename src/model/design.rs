//! The drawing itself: components, connections, zones and notes under one id space, in ordered maps.
//!
//! Ids are written to files, kept by undo and named by findings, and are never reused; ordered maps make saves, reports
//! and pictures reproducible. Every change goes through [`Design::apply`](super::Edit).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::geometry::{Point, Rect, Vector};
use super::kind::{Kind, kind};

/// Names one item of a design: a component, a connection, a zone or a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(pub u64);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Coordinates beyond this many world units from the origin are refused: no drawing is that large.
pub const MAX_COORDINATE: f64 = 1e7;
/// The most replicas a component may have.
pub const MAX_REPLICAS: u32 = 10_000;
/// The longest text an item may carry, in characters; longer is cut when a file is read.
pub const MAX_TEXT: usize = 2_000;
/// The last step of a rollout that may be named.
pub const MAX_ROLLOUT_STAGE: u32 = 100;
/// The most traffic that a drawing can say (rps).
pub const MAX_TRAFFIC: f64 = 1e9;
/// The most times a call may be tried again.
pub const MAX_RETRIES: u32 = 100;
/// The most items a drawing may have: far more than anybody can read, and few enough to check at once.
pub const MAX_ITEMS: usize = 40_000;
/// The highest price that can be set (USD).
pub const MAX_PRICE: f64 = 1e9;
/// The most stretches of one line that can be put somewhere.
pub const MAX_PINS: usize = 16;
/// The farthest forward, and backward, that an item can be put.
pub const MAX_LAYER: i32 = 1_000_000;
/// How deep zones may lie in each other.
pub const MAX_DEPTH: usize = 32;

/// A box: something that runs, stores, carries or calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// The id of its [`Kind`]; kept as written even where the catalogue does not know it.
    pub kind: String,
    /// What the user calls it.
    pub name: String,
    /// A product or language, shown under the name; may be empty.
    pub technology: String,
    /// How many equal instances run, 0 to [`MAX_REPLICAS`].
    pub replicas: u32,
    /// Anything else worth writing down.
    pub note: String,
    /// Its centre (world units).
    pub at: Point,
    /// The zone it belongs to.
    pub parent: Option<Id>,
    /// Numbers of its own in place of the kind's defaults.
    pub overrides: Overrides,
    /// The team that answers for it; may be empty.
    pub owner: String,
    /// When it is rolled out: all of step 1 before all of step 2, up to [`MAX_STEP`].
    pub rollout_stage: Option<u32>,
}

impl Component {
    /// One instance of a kind with nothing else said about it.
    #[must_use]
    pub fn new(kind: &str, name: &str, at: Point) -> Self {
        Self {
            kind: kind.to_owned(),
            name: name.to_owned(),
            technology: String::new(),
            replicas: 1,
            note: String::new(),
            at,
            parent: None,
            overrides: Overrides::default(),
            owner: String::new(),
            rollout_stage: None,
        }
    }
}

/// Numbers a user has set for one component, in place of its kind's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrides {
    /// Sustained requests per second of one instance (rps).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<f64>,
    /// Unloaded service time, median (ms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_p50: Option<f64>,
    /// Unloaded service time, 99th percentile (ms).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latency_p99: Option<f64>,
    /// Part of the time it works, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<f64>,
    /// USD per instance and month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_cost: Option<f64>,
    /// Share of reads a cache or CDN answers itself, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hit_ratio: Option<f64>,
    /// Share of calls that go to its most popular key, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hot_key: Option<f64>,
}

/// Whether the caller waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// The caller waits for the answer.
    Sync,
    /// The caller goes on at once.
    Async,
}

/// What the call does to the data behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Reads.
    Read,
    /// Writes.
    Write,
    /// Reads and writes.
    Both,
}

/// How often the call happens, given that its caller was called.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallCondition {
    /// Every time.
    Always,
    /// Only where a cache or CDN had no answer.
    OnMiss,
    /// This share of the times, 0 to 1.
    Fraction(f64),
}

/// What is done so that a call does no harm when it fails, hangs, is repeated or is overheard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Safeguard {
    /// The caller gives up after a set time.
    Timeout,
    /// The caller stops calling for a while after repeated failures (circuit breaker).
    Breaker,
    /// The caller waits longer, and not equally long, before each new attempt (exponential backoff with jitter).
    Backoff,
    /// Doing it twice is the same as doing it once (idempotency key, deduplication).
    Idempotent,
    /// Nobody on the way can read it (TLS).
    Encrypted,
}

impl Safeguard {
    /// All safeguards in menu order.
    pub const ALL: [Self; 5] = [
        Self::Timeout,
        Self::Breaker,
        Self::Backoff,
        Self::Idempotent,
        Self::Encrypted,
    ];

    /// What the interface and the notation call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Breaker => "breaker",
            Self::Backoff => "backoff",
            Self::Idempotent => "idempotent",
            Self::Encrypted => "encrypted",
        }
    }
}

/// A stretch of a connection's line that the user has put somewhere: it stays there, and the rest of the line follows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pin {
    /// A level stretch at this height (world units).
    Level(f64),
    /// An upright stretch at this distance to the right of the origin (world units).
    Upright(f64),
}

impl Pin {
    /// Its coordinate (world units).
    #[must_use]
    pub fn at(self) -> f64 {
        match self {
            Self::Level(at) | Self::Upright(at) => at,
        }
    }

    /// Moved with everything around it.
    #[must_use]
    pub fn translated(self, by: Vector) -> Self {
        match self {
            Self::Level(at) => Self::Level(at + by.y),
            Self::Upright(at) => Self::Upright(at + by.x),
        }
    }

    /// Whether it lies in the drawing area.
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.at().abs() <= MAX_COORDINATE
    }
}

/// How the line of a connection runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// Level and upright, around everything that is in the way.
    #[default]
    Orthogonal,
    /// One curve, over everything.
    Curved,
    /// Straight, over everything.
    Straight,
}

impl Course {
    /// The one after it, when the user goes through all of them.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Orthogonal => Self::Curved,
            Self::Curved => Self::Straight,
            Self::Straight => Self::Orthogonal,
        }
    }
}

/// An arrow from the component that calls to the component that is called.
///
/// `None` in `timing`, `access` and `when` means "as its ends suggest", see [`Design::semantics`].
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// The caller.
    pub from: Id,
    /// The one called.
    pub to: Id,
    /// What the call is about; may be empty.
    pub label: String,
    /// Whether the caller waits.
    pub timing: Option<Timing>,
    /// Read, write or both.
    pub access: Option<Access>,
    /// How often.
    pub when: Option<CallCondition>,
    /// Calls for each call of the caller.
    pub calls: f64,
    /// "gRPC", "HTTPS"; may be empty.
    pub protocol: String,
    /// How often a failed call is tried again; `None` where nothing is said.
    pub retries: Option<u32>,
    /// What is done so that it does no harm.
    pub safeguards: BTreeSet<Safeguard>,
    /// The ids of the prompt's flows it serves; `None` means all that can use it.
    pub flows: Option<BTreeSet<String>>,
    /// How its line runs.
    pub course: Course,
    /// Stretches of its line that the user has put somewhere, from its first end to its second; at most [`MAX_PINS`].
    pub pins: Vec<Pin>,
    /// Where along its line the label was put, 0 to 1; `None` where it finds a place of its own.
    pub label_at: Option<f64>,
}

impl Connection {
    /// A plain connection whose meaning follows from its ends.
    #[must_use]
    pub fn new(from: Id, to: Id) -> Self {
        Self {
            from,
            to,
            label: String::new(),
            timing: None,
            access: None,
            when: None,
            calls: 1.0,
            protocol: String::new(),
            retries: None,
            safeguards: BTreeSet::new(),
            flows: None,
            course: Course::default(),
            pins: Vec::new(),
            label_at: None,
        }
    }
}

/// What a connection means after inference, see [`Design::semantics`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Semantics {
    /// Whether the caller waits.
    pub timing: Timing,
    /// Read, write or both.
    pub access: Access,
    /// How often.
    pub when: CallCondition,
}

/// What a zone stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// A cloud region or a site.
    Region,
    /// A part of a region that fails on its own.
    AvailabilityZone,
    /// Inside and outside are trusted differently.
    TrustBoundary,
    /// What one team owns.
    Team,
    /// Just a frame.
    Generic,
}

impl ZoneKind {
    /// All kinds in menu order.
    pub const ALL: [Self; 5] = [
        Self::Region,
        Self::AvailabilityZone,
        Self::TrustBoundary,
        Self::Team,
        Self::Generic,
    ];

    /// What the interface calls it, lower case.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::AvailabilityZone => "availability zone",
            Self::TrustBoundary => "trust boundary",
            Self::Team => "team",
            Self::Generic => "group",
        }
    }
}

/// A frame that owns what was put into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// What it stands for.
    pub kind: ZoneKind,
    /// Its title.
    pub name: String,
    /// Where it lies (world units).
    pub rect: Rect,
    /// The zone it lies in.
    pub parent: Option<Id>,
}

/// How a [`Note`] looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteStyle {
    /// A yellow sticky note.
    Sticky,
    /// Plain words on the drawing.
    Text,
}

/// Words on the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// How it looks.
    pub style: NoteStyle,
    /// What it says; lines are broken at its width.
    pub text: String,
    /// Where it lies (world units).
    pub rect: Rect,
    /// The zone it belongs to.
    pub parent: Option<Id>,
}

/// A finding of the check that the user lives with, and why.
///
/// It is recognised by its rule, the item most to blame and the missing part, so that it survives changes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The rule's id.
    pub rule: String,
    /// The item most to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Id>,
    /// The part of an accepted design that is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Why it is acceptable here, in the user's words.
    #[serde(default)]
    pub reason: String,
    /// Whether it takes no points from the score any more.
    #[serde(default)]
    pub unscored: bool,
}

/// Prices of the user's own for one kind, in place of the catalogue's; what is not set stays as the catalogue has it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceOverride {
    /// USD per instance and month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly: Option<f64>,
    /// USD per million calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_million: Option<f64>,
    /// USD per GB sent to users, the same for any amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_gb: Option<f64>,
}

impl PriceOverride {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether everything that is set is a price: 0 to [`MAX_PRICE`].
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let all = [self.monthly, self.per_million, self.per_gb];
        let is_price = |price: f64| (0.0..=MAX_PRICE).contains(&price);
        all.into_iter().flatten().all(is_price)
    }

    /// This price, and another where nothing is set.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            monthly: self.monthly.or(other.monthly),
            per_million: self.per_million.or(other.per_million),
            per_gb: self.per_gb.or(other.per_gb),
        }
    }
}

/// Prices of the user's own by the id of the kind.
pub type Prices = BTreeMap<String, PriceOverride>;

/// One item, borrowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Item<'a> {
    /// A box.
    Component(&'a Component),
    /// An arrow.
    Connection(&'a Connection),
    /// A frame.
    Zone(&'a Zone),
    /// Words.
    Note(&'a Note),
}

/// A whole drawing. Cloning it is cheap: items are shared. So is comparing it with an earlier state of itself.
#[derive(Debug, Clone, Default)]
pub struct Design {
    pub(super) title: String,
    pub(super) scenario: Option<String>,
    pub(super) assumptions: Vec<String>,
    pub(super) acceptances: Vec<Acceptance>,
    pub(super) prices: Prices,
    pub(super) traffic: Option<f64>,
    pub(super) components: BTreeMap<Id, Arc<Component>>,
    pub(super) connections: BTreeMap<Id, Arc<Connection>>,
    pub(super) zones: BTreeMap<Id, Arc<Zone>>,
    pub(super) notes: BTreeMap<Id, Arc<Note>>,
    /// What stays where it is.
    pub(super) locked: BTreeSet<Id>,
    /// How far forward items lie; 0 for all others.
    pub(super) layers: BTreeMap<Id, i32>,
    /// The highest id ever given; the next item gets one more.
    pub(super) last_id: u64,
}

impl PartialEq for Design {
    fn eq(&self, other: &Self) -> bool {
        self.is_same_drawing(other) && self.last_id == other.last_id
    }
}

/// Whether two states have the same items; what they share need not be looked at.
fn same_items<T: PartialEq>(one: &BTreeMap<Id, Arc<T>>, other: &BTreeMap<Id, Arc<T>>) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len()
        && pairs
            .all(|((a, left), (b, right))| a == b && (Arc::ptr_eq(left, right) || left == right))
}

impl Design {
    /// An empty drawing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether two designs are the same for a reader: ids that were given and taken back do not count.
    #[must_use]
    pub fn is_same_drawing(&self, other: &Self) -> bool {
        same_items(&self.components, &other.components)
            && same_items(&self.connections, &other.connections)
            && same_items(&self.zones, &other.zones)
            && same_items(&self.notes, &other.notes)
            && self.title == other.title
            && self.scenario == other.scenario
            && self.assumptions == other.assumptions
            && self.acceptances == other.acceptances
            && self.prices == other.prices
            && self.traffic == other.traffic
            && self.locked == other.locked
            && self.layers == other.layers
    }

    /// What the user calls the drawing; may be empty.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The id of the prompt it answers.
    #[must_use]
    pub fn scenario(&self) -> Option<&str> {
        self.scenario.as_deref()
    }

    /// What was assumed, one sentence each.
    #[must_use]
    pub fn assumptions(&self) -> &[String] {
        &self.assumptions
    }

    /// The findings that the user lives with.
    #[must_use]
    pub fn acceptances(&self) -> &[Acceptance] {
        &self.acceptances
    }

    /// Requests a second that users start at the peak hour (rps), for drawings without a prompt that says so.
    #[must_use]
    pub fn traffic(&self) -> Option<f64> {
        self.traffic
    }

    /// Prices of the drawing's own, by the id of the kind: each names a known kind, sets something and is sound.
    #[must_use]
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// All components by id.
    pub fn components(
        &self,
    ) -> impl ExactSizeIterator<Item = (Id, &Component)> + DoubleEndedIterator {
        self.components.iter().map(|(&id, item)| (id, &**item))
    }

    /// All connections by id.
    pub fn connections(&self) -> impl ExactSizeIterator<Item = (Id, &Connection)> {
        self.connections.iter().map(|(&id, item)| (id, &**item))
    }

    /// All zones by id.
    pub fn zones(&self) -> impl ExactSizeIterator<Item = (Id, &Zone)> {
        self.zones.iter().map(|(&id, item)| (id, &**item))
    }

    /// All notes by id.
    pub fn notes(&self) -> impl ExactSizeIterator<Item = (Id, &Note)> + DoubleEndedIterator {
        self.notes.iter().map(|(&id, item)| (id, &**item))
    }

    /// The component with this id.
    #[must_use]
    pub fn component(&self, id: Id) -> Option<&Component> {
        self.components.get(&id).map(|item| &**item)
    }

    /// The connection with this id.
    #[must_use]
    pub fn connection(&self, id: Id) -> Option<&Connection> {
        self.connections.get(&id).map(|item| &**item)
    }

    /// The zone with this id.
    #[must_use]
    pub fn zone(&self, id: Id) -> Option<&Zone> {
        self.zones.get(&id).map(|item| &**item)
    }

    /// The note with this id.
    #[must_use]
    pub fn note(&self, id: Id) -> Option<&Note> {
        self.notes.get(&id).map(|item| &**item)
    }

    /// Whatever has this id.
    #[must_use]
    pub fn item(&self, id: Id) -> Option<Item<'_>> {
        self.component(id)
            .map(Item::Component)
            .or_else(|| self.connection(id).map(Item::Connection))
            .or_else(|| self.zone(id).map(Item::Zone))
            .or_else(|| self.note(id).map(Item::Note))
    }

    /// Whether anything has this id.
    #[must_use]
    pub fn contains(&self, id: Id) -> bool {
        self.item(id).is_some()
    }

    /// The ids of all items: zones, notes, connections, components.
    pub fn ids(&self) -> impl Iterator<Item = Id> {
        self.zones
            .keys()
            .chain(self.notes.keys())
            .chain(self.connections.keys())
            .chain(self.components.keys())
            .copied()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.components.len() + self.connections.len() + self.zones.len() + self.notes.len()
    }

    /// Whether nothing is drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id the next item should have.
    #[must_use]
    pub fn fresh_id(&self) -> Id {
        Id(self.last_id + 1)
    }

    /// As many fresh ids as the caller needs, in order.
    pub fn fresh_ids(&self) -> impl Iterator<Item = Id> + use<> {
        (self.last_id + 1..).map(Id)
    }

    /// The kind of a component; the custom box where the id is unknown or names no component.
    #[must_use]
    pub fn kind_of(&self, id: Id) -> &'static Kind {
        kind(
            self.component(id)
                .map_or("", |component| component.kind.as_str()),
        )
    }

    /// Whether an item is to stay where it is: not moved by itself, resized, bent or deleted. It still moves with the zone
    /// that it lies in.
    #[must_use]
    pub fn is_locked(&self, id: Id) -> bool {
        self.locked.contains(&id)
    }

    /// What is to stay where it is.
    #[must_use]
    pub fn locked(&self) -> &BTreeSet<Id> {
        &self.locked
    }

    /// How far forward items lie, where that is not 0; see [`Self::layer`].
    #[must_use]
    pub fn layers(&self) -> &BTreeMap<Id, i32> {
        &self.layers
    }

    /// How far forward an item lies among those of its sort, up to [`MAX_LAYER`]: the higher is drawn over the lower, and of
    /// equals the later over the earlier.
    #[must_use]
    pub fn layer(&self, id: Id) -> i32 {
        self.layers.get(&id).copied().unwrap_or(0)
    }

    /// The zone an item lies in.
    #[must_use]
    pub fn parent(&self, id: Id) -> Option<Id> {
        match self.item(id)? {
            Item::Component(item) => item.parent,
            Item::Zone(item) => item.parent,
            Item::Note(item) => item.parent,
            Item::Connection(_) => None,
        }
    }

    /// The zones an item lies in, from the innermost outwards.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = (Id, &Zone)> {
        std::iter::successors(self.parent(id), |&zone| self.parent(zone))
            .filter_map(|zone| Some((zone, self.zone(zone)?)))
    }

    /// The given items and everything inside the zones among them.
    #[must_use]
    pub fn with_contents(&self, ids: &BTreeSet<Id>) -> BTreeSet<Id> {
        let mut all = ids.clone();
        for id in self.ids() {
            if self.ancestors(id).any(|(zone, _)| ids.contains(&zone)) {
                all.insert(id);
            }
        }
        all
    }

    /// The ids of the connections that start or end at one of these components.
    #[must_use]
    pub fn connections_of(&self, components: &BTreeSet<Id>) -> BTreeSet<Id> {
        self.connections()
            .filter(|(_, c)| components.contains(&c.from) || components.contains(&c.to))
            .map(|(id, _)| id)
            .collect()
    }
}
