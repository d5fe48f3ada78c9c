//! Writes designs in the text notation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::text_match::lower_words;
use crate::model::{
    Access, CallCondition, Component, Connection, Design, Id, NoteStyle, Timing, kind,
};

/// Keys made from names are cut to this many characters.
const MAX_KEY: usize = 40;

/// Writes a design in the notation; positions, sizes of notes and what is written down about components are left out.
#[must_use]
pub fn print(design: &Design) -> String {
    let mut text = String::new();
    if !design.title().is_empty() {
        _ = writeln!(text, "title {}", quote_text(design.title()));
    }
    if let Some(scenario) = design.scenario() {
        _ = writeln!(text, "scenario {}", quote_text(scenario));
    }
    for assumption in design.assumptions() {
        _ = writeln!(text, "assume {}", quote_text(assumption));
    }
    if let Some(rps) = design.traffic() {
        _ = writeln!(text, "traffic {}", format_number(rps));
    }
    if let Some(times) = design.peak() {
        _ = writeln!(text, "peak {}", format_number(times));
    }
    if let Some(count) = design.open_connections() {
        _ = writeln!(text, "connections {}", format_number(count));
    }
    for (kind, price) in design.prices() {
        let fields = [
            ("month", price.monthly),
            ("million", price.per_million),
            ("gb", price.per_gb),
        ];
        _ = write!(text, "price {kind}");
        for (name, price) in fields.into_iter().filter_map(|(name, p)| Some((name, p?))) {
            _ = write!(text, " {name}={}", format_number(price));
        }
        text.push('\n');
    }
    let keys = assign_keys(design);
    print_zone_contents(design, None, &keys, 0, &mut text);
    for (_, connection) in design.connections() {
        _ = write!(
            text,
            "{} -> {}",
            keys[&connection.from], keys[&connection.to]
        );
        let words = describe_connection(connection);
        _ = if words.is_empty() {
            writeln!(text)
        } else {
            writeln!(text, ": {}", words.join(" "))
        };
    }
    text
}

/// A readable, unique name for every component and zone.
fn assign_keys(design: &Design) -> BTreeMap<Id, String> {
    let mut taken = BTreeSet::new();
    let names = design
        .components()
        .map(|(id, item)| (id, item.name.as_str()))
        .chain(design.zones().map(|(id, item)| (id, item.name.as_str())));
    let mut keys = BTreeMap::new();
    for (id, name) in names {
        let base = lower_words(name).collect::<Vec<_>>().join("_");
        let base: String = base.chars().take(MAX_KEY).collect();
        let reserved = [
            "zone", "title", "scenario", "assume", "price", "note", "text", "",
        ]
        .contains(&base.as_str());
        let base = if reserved {
            format!("item_{base}").trim_end_matches('_').to_owned()
        } else {
            base
        };
        let mut key = base.clone();
        let mut number = 2;
        while !taken.insert(key.clone()) {
            key = format!("{base}_{number}");
            number += 1;
        }
        keys.insert(id, key);
    }
    keys
}

fn print_zone_contents(
    design: &Design,
    zone: Option<Id>,
    keys: &BTreeMap<Id, String>,
    depth: usize,
    text: &mut String,
) {
    let indent = "  ".repeat(depth);
    for (id, component) in design.components().filter(|(_, item)| item.parent == zone) {
        _ = writeln!(
            text,
            "{indent}{}: {}",
            keys[&id],
            describe_component(component).join(" ")
        );
    }
    for (_, note) in design.notes().filter(|(_, item)| item.parent == zone) {
        let word = if note.style == NoteStyle::Sticky {
            "note"
        } else {
            "text"
        };
        _ = writeln!(text, "{indent}{word} {}", quote_text(&note.text));
    }
    for (id, inner) in design.zones().filter(|(_, item)| item.parent == zone) {
        let kind = inner.kind.label().replace(' ', "_");
        _ = writeln!(
            text,
            "{indent}zone {}: {kind} {} {{",
            keys[&id],
            quote_text(&inner.name)
        );
        print_zone_contents(design, Some(id), keys, depth + 1, text);
        _ = writeln!(text, "{indent}}}");
    }
}

fn describe_component(component: &Component) -> Vec<String> {
    let mut words = vec![kind(&component.kind).id.clone()];
    words.extend(component.replicas.notation());
    words.push(quote_text(&component.name));
    if !component.technology.is_empty() {
        words.push(format!("({})", escape_text(&component.technology, ')')));
    }
    let n = component.overrides;
    let fields = [
        ("capacity", n.capacity),
        ("connections", n.connections),
        ("p50", n.latency_p50),
        ("p99", n.latency_p99),
        ("availability", n.availability),
        ("cost", n.monthly_cost),
        ("hit", n.hit_ratio),
        ("job", n.job_size),
        ("hot_key", n.hot_key),
    ];
    words.extend(
        fields
            .iter()
            .filter_map(|(name, value)| value.map(|value| format!("{name}={value}"))),
    );
    words.extend(component.rollout_stage.map(|step| format!("step={step}")));
    if !component.owner.is_empty() {
        words.push(format!("owner={}", quote_text(&component.owner)));
    }
    words
}

fn describe_connection(connection: &Connection) -> Vec<String> {
    let mut words = Vec::new();
    words.extend(
        connection
            .timing
            .map(|t| if t == Timing::Sync { "sync" } else { "async" }.to_owned()),
    );
    words.extend(connection.access.map(|access| {
        match access {
            Access::Read => "read",
            Access::Write => "write",
            Access::Both => "both",
        }
        .to_owned()
    }));
    words.extend(connection.when.map(|when| match when {
        CallCondition::Always => "always".to_owned(),
        CallCondition::OnMiss => "on-miss".to_owned(),
        CallCondition::Fraction(share) => format_percent(share),
    }));
    if !connection.is_one_call() {
        words.push(format!("x{}", connection.calls));
    }
    words.extend(connection.retries.map(|times| format!("retries={times}")));
    words.extend(connection.safeguards.iter().map(|s| s.label().to_owned()));
    if let Some(flows) = &connection.flows {
        let flows: Vec<&str> = flows.iter().map(String::as_str).collect();
        words.push(format!("flows={}", flows.join(",")));
    }
    if !connection.label.is_empty() {
        words.push(quote_text(&connection.label));
    }
    if !connection.protocol.is_empty() {
        words.push(format!("({})", escape_text(&connection.protocol, ')')));
    }
    words
}

/// The shortest percentage that reads back as exactly this share.
fn format_percent(share: f64) -> String {
    let percent = share * 100.0;
    (0..=17)
        .map(|digits| format!("{percent:.digits$}"))
        .find(|text| {
            text.parse()
                .is_ok_and(|read: f64| (read / 100.0).total_cmp(&share).is_eq())
        })
        .map_or_else(|| format!("{percent}%"), |text| text + "%")
}

/// A number that reads back as itself and stays short enough for a word.
fn format_number(value: f64) -> String {
    const LONG: usize = 24;
    let plain = value.to_string();
    if plain.len() > LONG {
        format!("{value:e}")
    } else {
        plain
    }
}

fn quote_text(text: &str) -> String {
    format!("\"{}\"", escape_text(text, '"'))
}

fn escape_text(text: &str, end: char) -> String {
    text.replace('\\', "\\\\")
        .replace(end, &format!("\\{end}"))
        .replace('\n', "\\n")
}
