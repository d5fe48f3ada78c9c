//! `boxdrill kinds`: the catalogue of components as the notation and the palette know it.

use std::io;

use anyhow::bail;
use clap::Args;

use crate::cli::outcome::Outcome;
use crate::cli::page::{Page, Tone};
use crate::model::{Figure, Group, Kind, KindSort, WorkUnit, Workload, catalogue, format};

/// A word that is no kind's own lists at most this many that contain it.
const MOST_SIMILAR: usize = 10;

/// Arguments of `boxdrill kinds`.
#[derive(Debug, Args)]
pub struct KindsCommand {
    /// An ID, a product, or any other word for the kind: "kafka", "load balancer"
    word: Option<String>,
}

impl KindsCommand {
    pub(super) fn run(&self, page: &mut Page<'_>) -> anyhow::Result<Outcome> {
        let Some(word) = &self.word else {
            all(page)?;
            return Ok(Outcome::Clean);
        };
        if let Some((kind, product)) = catalogue().find(word) {
            show(page, kind, product)?;
            return Ok(Outcome::Clean);
        }
        let similar = catalogue().search(word);
        if similar.is_empty() {
            match catalogue().nearest(word) {
                Some(near) => bail!("unknown kind `{word}`: did you mean `{near}`?"),
                None => bail!("unknown kind `{word}`: `boxdrill kinds` lists them"),
            }
        }
        let best = similar.iter().take(MOST_SIMILAR);
        let rows: Vec<_> = best.map(|found| row(found.kind)).collect();
        page.table(0, &rows)?;
        Ok(Outcome::Clean)
    }
}

fn all(page: &mut Page<'_>) -> io::Result<()> {
    for (number, group) in Group::ALL.into_iter().enumerate() {
        if number > 0 {
            page.blank()?;
        }
        page.heading(group.label())?;
        let kinds = catalogue().iter().filter(|kind| kind.group == group);
        page.table(2, &kinds.map(row).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn row(kind: &Kind) -> [(String, Tone); 2] {
    [
        (kind.id.clone(), Tone::Strong),
        (kind.purpose.clone(), Tone::Plain),
    ]
}

fn show(page: &mut Page<'_>, kind: &Kind, product: Option<&str>) -> io::Result<()> {
    match product {
        Some(product) => page.heading(&format!("{product}: {} ({})", kind.label, kind.id))?,
        None => page.heading(&format!("{} ({})", kind.label, kind.id))?,
    }
    page.blank()?;
    let purpose = ("What it is for", kind.purpose.as_str());
    let sentences: Vec<_> = [purpose]
        .into_iter()
        .chain(kind.advice())
        .map(|(heading, text)| {
            [
                (heading.to_owned(), Tone::Faint),
                (text.to_owned(), Tone::Plain),
            ]
        })
        .collect();
    page.table(2, &sentences)?;
    page.blank()?;
    page.heading("Numbers per instance, unless stated otherwise")?;
    page.table(2, &figures(kind))?;
    let workloads: Vec<_> = kind.workloads.iter().map(workload_row).collect();
    if !workloads.is_empty() {
        page.blank()?;
        page.heading("Capacity by what it does")?;
        page.table(2, &workloads)?;
    }
    if let Some(unit) = &kind.unit {
        page.blank()?;
        page.heading(&format!("Counted in {}", unit.noun))?;
        page.table(2, &unit_rows(unit))?;
    }
    let sorts: Vec<_> = kind.sorts.iter().map(sort_row).collect();
    if !sorts.is_empty() {
        page.blank()?;
        page.heading("Variants with other numbers, by name, product, or who runs them")?;
        page.table(2, &sorts)?;
    }
    let tiers: Vec<_> = tiers(kind).collect();
    if !tiers.is_empty() {
        page.blank()?;
        page.heading("Price per GB sent to users, by volume")?;
        page.table(2, &tiers)?;
    }
    page.blank()?;
    let words = [
        ("Also known as", kind.aliases.join(", ")),
        ("Products", kind.products.join(", ")),
    ];
    let words: Vec<_> = words
        .into_iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(heading, list)| [(heading.to_owned(), Tone::Faint), (list, Tone::Plain)])
        .collect();
    page.table(2, &words)
}

fn figures(kind: &Kind) -> Vec<[(String, Tone); 3]> {
    let share = |figure: &Figure| format::percent_of_time(figure.value);
    let rows = [
        (
            "Capacity",
            kind.capacity.as_ref(),
            kind.capacity
                .as_ref()
                .map(|f| format!("{} requests/s", format::exact(f.value))),
        ),
        (
            "Open connections",
            kind.connections.as_ref(),
            kind.connections.as_ref().map(|f| format::exact(f.value)),
        ),
        (
            "The same in other units",
            kind.unit.as_ref().map(|unit| &unit.per_call),
            kind.capacity
                .as_ref()
                .and_then(|f| kind.in_units(f.value, None, kind.usual_size())),
        ),
        (
            "Latency, median",
            Some(&kind.latency_p50),
            Some(format::duration(kind.latency_p50.value)),
        ),
        (
            "Latency, 99th percentile",
            Some(&kind.latency_p99),
            Some(format::duration(kind.latency_p99.value)),
        ),
        (
            "Availability",
            Some(&kind.availability),
            Some(share(&kind.availability)),
        ),
        (
            "Price per month",
            Some(&kind.monthly_cost),
            Some(format::unit_price(kind.monthly_cost.value)),
        ),
        (
            "Price per million requests",
            kind.cost_per_million.as_ref(),
            kind.cost_per_million
                .as_ref()
                .map(|f| format::unit_price(f.value)),
        ),
        (
            "Price per million writes",
            kind.cost_per_million_writes.as_ref(),
            kind.cost_per_million_writes
                .as_ref()
                .map(|f| format::unit_price(f.value)),
        ),
        (
            "Share of calls billed",
            kind.billed_share.as_ref(),
            kind.billed_share.as_ref().map(share),
        ),
        (
            "Price per GB sent to users",
            kind.cost_per_gb.as_ref(),
            kind.cost_per_gb
                .as_ref()
                .map(|f| format::unit_price(f.value)),
        ),
        (
            "Price per GB stored per month",
            kind.cost_per_gb_kept.as_ref(),
            kind.cost_per_gb_kept
                .as_ref()
                .map(|f| format::unit_price(f.value)),
        ),
        (
            "Hit ratio",
            kind.hit_ratio.as_ref(),
            kind.hit_ratio.as_ref().map(share),
        ),
    ];
    rows.into_iter()
        .filter_map(|(heading, figure, value)| {
            let figure = figure?;
            Some([
                (heading.to_owned(), Tone::Faint),
                (value?, Tone::Plain),
                (format!("{}, {}", figure.source, figure.date), Tone::Faint),
            ])
        })
        .collect()
}

/// How large a call is in what people count, how fast, and at what price.
fn unit_rows(unit: &WorkUnit) -> Vec<[(String, Tone); 3]> {
    let rows = [
        ("Per call", Some(&unit.per_call), ""),
        ("Read per call", unit.read_per_call.as_ref(), ""),
        ("Time for each additional one", unit.ms_each.as_ref(), " ms"),
        ("Price per million", unit.cost_per_million.as_ref(), " USD"),
        (
            "Price per million read",
            unit.cost_per_million_read.as_ref(),
            " USD",
        ),
    ];
    let rows = rows.into_iter().filter_map(|(heading, figure, unit)| {
        let figure = figure?;
        Some([
            (heading.to_owned(), Tone::Faint),
            (
                format!("{}{unit}", format::exact(figure.value)),
                Tone::Plain,
            ),
            (format!("{}, {}", figure.source, figure.date), Tone::Faint),
        ])
    });
    rows.collect()
}

/// A sort of a kind in one line: what people choose it by.
fn sort_row(sort: &KindSort) -> [(String, Tone); 2] {
    let kind = &sort.kind;
    let takes = kind.capacity.as_ref();
    let says = [
        takes.map(|figure| format!("{} requests/s", format::exact(figure.value))),
        Some(format!("p50 {}", format::duration(kind.latency_p50.value))),
        Some(format::percent_of_time(kind.availability.value)),
        Some(format!(
            "{} a month",
            format::unit_price(kind.monthly_cost.value)
        )),
    ];
    let says: Vec<String> = says.into_iter().flatten().collect();
    [
        (sort.name.clone(), Tone::Faint),
        (says.join(", "), Tone::Plain),
    ]
}

/// What one instance takes where it is used for this, with where that is from.
fn workload_row(workload: &Workload) -> [(String, Tone); 3] {
    let figure = &workload.capacity;
    [
        (workload.does.clone(), Tone::Faint),
        (
            format!("{} requests/s", format::exact(figure.value)),
            Tone::Plain,
        ),
        (format!("{}, {}", figure.source, figure.date), Tone::Faint),
    ]
}

/// What each further GB costs where the price falls with the amount.
fn tiers(kind: &Kind) -> impl Iterator<Item = [(String, Tone); 2]> {
    kind.cost_per_gb_tiers.iter().map(|tier| {
        let from = format!("from {} a month", format::gigabytes(tier.from));
        [
            (from, Tone::Faint),
            (format::unit_price(tier.price), Tone::Plain),
        ]
    })
}
