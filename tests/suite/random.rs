//! Random designs, made the way every design is made: by edits. Steps name items by position, so that they shrink well and
//! still mean something after others are left out.

use std::collections::BTreeSet;

use boxdrill::model::{
    Access, CallCondition, Component, Connection, Design, Edit, Id, LaunchNotes, MAX_ROLLOUT_STAGE,
    MAX_WEEKS, Note, NoteStyle, Overrides, PriceOverride, Program, ProgramRisk, Rect, Replicas,
    RiskLevel, RiskSource, RiskState, RolloutStage, Safeguard, Side, TeamDependency, Timing,
    WorkWindow, Zone, ZoneKind, catalogue, pt, vector,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// One thing a user may do. Numbers called `any` choose among the items there are.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Component {
        kind: usize,
        component: Component,
        parent: Option<usize>,
    },
    Connection {
        from: usize,
        to: usize,
        connection: Connection,
    },
    Zone {
        zone: Zone,
        parent: Option<usize>,
    },
    Note {
        note: Note,
        parent: Option<usize>,
    },
    Rename {
        any: usize,
        name: String,
    },
    Remove {
        any: usize,
    },
    Dissolve {
        any: usize,
    },
    Translate {
        any: usize,
        x: f64,
        y: f64,
    },
    SetParent {
        any: usize,
        parent: Option<usize>,
    },
    Title(String),
    Scenario(Option<String>),
    Assumptions(Vec<String>),
    Traffic(Option<f64>),
    /// A plan, whose work lies on components by position.
    Program {
        program: Program,
        work: Vec<(usize, WorkWindow)>,
    },
    Price {
        kind: usize,
        price: PriceOverride,
    },
}

impl Step {
    /// The edit it comes to in this design; none where there is nothing to do it to.
    pub(crate) fn edit(&self, design: &Design) -> Option<Edit> {
        let components: Vec<Id> = design.components().map(|(id, _)| id).collect();
        let zones: Vec<Id> = design.zones().map(|(id, _)| id).collect();
        let all: Vec<Id> = design.ids().collect();
        let zone_of = |parent: Option<usize>| parent.and_then(|any| pick(&zones, any));
        let fresh = design.fresh_id();
        Some(match self {
            Self::Component {
                kind,
                component,
                parent,
            } => {
                let kinds: Vec<&str> = catalogue().iter().map(|kind| kind.id.as_str()).collect();
                let kind = kinds[kind % kinds.len()].to_owned();
                let parent = zone_of(*parent);
                Edit::PutComponent(
                    fresh,
                    Component {
                        kind,
                        parent,
                        ..component.clone()
                    },
                )
            }
            Self::Connection {
                from,
                to,
                connection,
            } => {
                let (from, to) = (pick(&components, *from)?, pick(&components, *to)?);
                Edit::PutConnection(
                    fresh,
                    Connection {
                        from,
                        to,
                        ..connection.clone()
                    },
                )
            }
            Self::Zone { zone, parent } => Edit::PutZone(
                fresh,
                Zone {
                    parent: zone_of(*parent),
                    ..zone.clone()
                },
            ),
            Self::Note { note, parent } => Edit::PutNote(
                fresh,
                Note {
                    parent: zone_of(*parent),
                    ..note.clone()
                },
            ),
            Self::Rename { any, name } => {
                let id = pick(&components, *any)?;
                Edit::PutComponent(
                    id,
                    Component {
                        name: name.clone(),
                        ..design.component(id)?.clone()
                    },
                )
            }
            Self::Remove { any } => Edit::Remove(BTreeSet::from([pick(&all, *any)?])),
            Self::Dissolve { any } => Edit::Dissolve(pick(&zones, *any)?),
            Self::Translate { any, x, y } => {
                Edit::Translate(BTreeSet::from([pick(&all, *any)?]), vector(*x, *y))
            }
            Self::SetParent { any, parent } => {
                Edit::SetParent(BTreeSet::from([pick(&all, *any)?]), zone_of(*parent))
            }
            Self::Title(title) => Edit::SetTitle(title.clone()),
            Self::Scenario(scenario) => Edit::SetScenario(scenario.clone()),
            Self::Assumptions(assumptions) => Edit::SetAssumptions(assumptions.clone()),
            Self::Traffic(traffic) => Edit::SetTraffic(*traffic),
            Self::Program { program, work } => {
                let place =
                    |&(any, window): &(usize, WorkWindow)| Some((pick(&components, any)?, window));
                Edit::SetProgram(Box::new(Program {
                    work: work.iter().filter_map(place).collect(),
                    ..program.clone()
                }))
            }
            Self::Price { kind, price } => {
                let kinds: Vec<&str> = catalogue().iter().map(|kind| kind.id.as_str()).collect();
                let mut prices = design.prices().clone();
                prices.insert(kinds[kind % kinds.len()].to_owned(), *price);
                Edit::SetPrices(prices)
            }
        })
    }
}

fn pick(ids: &[Id], any: usize) -> Option<Id> {
    (!ids.is_empty()).then(|| ids[any % ids.len()])
}

/// Words as people type them, and everything that has a meaning in one of the formats.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z][a-z0-9 ]{0,12}",
        1 => "[\"\\\\#:{}()<>&'\n\r\t, x=%-]{0,8}",
        1 => "\\PC{0,8}",
        1 => Just(String::new()),
    ]
}

/// Every finite number that may be a coordinate.
fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![4 => (-200..200i32).prop_map(|n| f64::from(n) * 8.0), 1 => -1e7..1e7, 1 => Just(-0.0)]
}

fn rect() -> impl Strategy<Value = Rect> {
    (coordinate(), coordinate(), coordinate(), coordinate())
        .prop_map(|(a, b, c, d)| Rect::from_corners(pt(a, b), pt(c, d)))
}

fn numbers() -> impl Strategy<Value = Overrides> {
    let amount = || option::weighted(0.2, 0.0..1e9);
    let share = || option::weighted(0.2, 0.0..=1.0);
    let limits = (amount(), amount(), amount());
    let times = (amount(), amount());
    (limits, times, share(), amount(), share(), share()).prop_map(
        |(
            (capacity, connections, job_size),
            (latency_p50, latency_p99),
            availability,
            monthly_cost,
            hit_ratio,
            hot_key,
        )| {
            Overrides {
                capacity,
                connections,
                latency_p50,
                latency_p99,
                availability,
                monthly_cost,
                hit_ratio,
                job_size,
                hot_key,
            }
        },
    )
}

fn price() -> impl Strategy<Value = PriceOverride> {
    let usd = || option::of(prop_oneof![3 => 0.0..1e9, 1 => Just(1e-120)]);
    (usd(), usd(), usd()).prop_map(|(monthly, per_million, per_gb)| PriceOverride {
        monthly,
        per_million,
        per_gb,
    })
}

fn component() -> impl Strategy<Value = Component> {
    (
        text(),
        text(),
        0..5u32,
        text(),
        coordinate(),
        coordinate(),
        numbers(),
        text(),
        option::weighted(0.2, 0..5u32),
    )
        .prop_map(
            |(name, technology, replicas, note, x, y, numbers, owner, step)| Component {
                technology,
                replicas: Replicas::Exactly(replicas),
                note,
                overrides: numbers,
                owner,
                rollout_stage: step,
                ..Component::new("", &name, pt(x, y))
            },
        )
}

fn connection() -> impl Strategy<Value = Connection> {
    let timing = option::of(prop_oneof![Just(Timing::Sync), Just(Timing::Async)]);
    let access = option::of(prop_oneof![
        Just(Access::Read),
        Just(Access::Write),
        Just(Access::Both)
    ]);
    let percent =
        (0..=100u32).prop_map(|percent| CallCondition::Fraction(f64::from(percent) / 100.0));
    let when = option::of(prop_oneof![
        Just(CallCondition::Always),
        Just(CallCondition::OnMiss),
        percent
    ]);
    let calls = prop_oneof![3 => Just(1.0), 1 => 0.0..50.0];
    let safeguards = proptest::sample::subsequence(Safeguard::ALL.to_vec(), 0..=2);
    let retries = option::weighted(0.2, 0..6u32);
    let flows = option::weighted(0.2, proptest::collection::btree_set("[a-z_]{1,8}", 0..3));
    let side = || option::weighted(0.2, proptest::sample::select(Side::ALL.to_vec()));
    let said = (retries, safeguards, flows, side(), side());
    (text(), timing, access, when, calls, text(), said).prop_map(
        |(
            label,
            timing,
            access,
            when,
            calls,
            protocol,
            (retries, safeguards, flows, leaves, arrives),
        )| Connection {
            sides: [leaves, arrives],
            retries,
            safeguards: safeguards.into_iter().collect(),
            flows,
            label,
            timing,
            access,
            when,
            calls,
            protocol,
            ..Connection::new(Id(0), Id(0))
        },
    )
}

fn zone() -> impl Strategy<Value = Zone> {
    (0..ZoneKind::ALL.len(), text(), rect()).prop_map(|(kind, name, rect)| Zone {
        kind: ZoneKind::ALL[kind],
        name,
        rect,
        parent: None,
    })
}

fn note() -> impl Strategy<Value = Note> {
    let style = prop_oneof![Just(NoteStyle::Sticky), Just(NoteStyle::Text)];
    (style, text(), rect()).prop_map(|(style, text, rect)| Note {
        style,
        text,
        rect,
        parent: None,
    })
}

fn window() -> impl Strategy<Value = WorkWindow> {
    let weeks = || option::of(0..=MAX_WEEKS);
    (weeks(), weeks()).prop_map(|(start, weeks)| WorkWindow { start, weeks })
}

fn day() -> impl Strategy<Value = Option<jiff::civil::Date>> {
    option::of(
        (1..=9999_i16, 1..=12_i8, 1..=28_i8)
            .prop_map(|(year, month, day)| jiff::civil::date(year, month, day)),
    )
}

fn dependency() -> impl Strategy<Value = TeamDependency> {
    let numbers = (option::of(0..=MAX_WEEKS), option::of(0..=MAX_ROLLOUT_STAGE));
    ((text(), text(), text(), text()), numbers, day()).prop_map(
        |((needs, on, what, agreement), (lead_weeks, stage), due)| TeamDependency {
            needs,
            on,
            what,
            agreement,
            lead_weeks,
            due,
            stage,
        },
    )
}

fn rollout_stage() -> impl Strategy<Value = RolloutStage> {
    (0..5_u32, 0..9_u32, (text(), text(), text(), text())).prop_map(
        |(step, bake_weeks, (name, gate, metric, rollback))| RolloutStage {
            step,
            name,
            gate,
            metric,
            rollback,
            bake_weeks,
        },
    )
}

fn risk() -> impl Strategy<Value = ProgramRisk> {
    let level = || proptest::sample::select(RiskLevel::ALL.to_vec());
    let state = proptest::sample::select(RiskState::ALL.to_vec());
    let source = (
        option::of(text()),
        option::of(0..99_u64),
        option::of(text()),
    );
    let source = option::of((text(), source));
    let source = source.prop_map(|source| {
        let (rule, (variant, item, part)) = source?;
        Some(RiskSource {
            rule,
            variant,
            item: item.map(Id),
            part,
        })
    });
    (
        (text(), text(), text()),
        level(),
        level(),
        state,
        day(),
        source,
    )
        .prop_map(
            |((title, answer, owner), likelihood, impact, state, due, source)| ProgramRisk {
                title,
                answer,
                owner,
                likelihood,
                impact,
                state,
                due,
                source,
            },
        )
}

fn launch_notes() -> impl Strategy<Value = LaunchNotes> {
    (text(), text(), text(), text(), text()).prop_map(
        |(owner, monitoring, alert, runbook, rollback)| LaunchNotes {
            owner,
            monitoring,
            alert,
            runbook,
            rollback,
        },
    )
}

fn program() -> impl Strategy<Value = Program> {
    let lists = (
        vec(dependency(), 0..3),
        vec(rollout_stage(), 0..3),
        vec(risk(), 0..3),
    );
    let people = proptest::collection::btree_map(text(), text(), 0..3);
    let readiness = proptest::collection::btree_map("[a-z_]{1,6}", launch_notes(), 0..3);
    (day(), people, lists, readiness).prop_map(
        |(start, people, (dependencies, stages, risks), readiness)| Program {
            start,
            people,
            dependencies,
            stages,
            risks,
            readiness,
            ..Program::default()
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let any = || 0..1_000usize;
    let parent = || option::of(any());
    prop_oneof![
        8 => (any(), component(), parent())
            .prop_map(|(kind, component, parent)| Step::Component { kind, component, parent }),
        8 => (any(), any(), connection())
            .prop_map(|(from, to, connection)| Step::Connection { from, to, connection }),
        3 => (zone(), parent()).prop_map(|(zone, parent)| Step::Zone { zone, parent }),
        1 => (note(), parent()).prop_map(|(note, parent)| Step::Note { note, parent }),
        1 => (any(), text()).prop_map(|(any, name)| Step::Rename { any, name }),
        1 => any().prop_map(|any| Step::Remove { any }),
        1 => any().prop_map(|any| Step::Dissolve { any }),
        1 => (any(), coordinate(), coordinate()).prop_map(|(any, x, y)| Step::Translate { any, x, y }),
        2 => (any(), parent()).prop_map(|(any, parent)| Step::SetParent { any, parent }),
        1 => text().prop_map(Step::Title),
        1 => option::of(text()).prop_map(Step::Scenario),
        1 => vec(text(), 0..3).prop_map(Step::Assumptions),
        1 => prop::option::of(0.0..1e6_f64).prop_map(Step::Traffic),
        1 => (program(), vec((any(), window()), 0..4))
            .prop_map(|(program, work)| Step::Program { program, work }),
        1 => (any(), price()).prop_map(|(kind, price)| Step::Price { kind, price }),
    ]
}

/// What a user may do in one sitting.
pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 0..40)
}

/// A design that came about by edits; steps that are refused are passed over.
pub(crate) fn design() -> impl Strategy<Value = Design> {
    steps().prop_map(|steps| {
        let mut design = Design::new();
        for step in steps {
            if let Some(edit) = step.edit(&design) {
                _ = design.apply(edit);
            }
        }
        design
    })
}
