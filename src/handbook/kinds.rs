//! A page for each component kind: what was written about it, then its numbers, the rules that look at it and the prompts
//! whose accepted designs have it, from where these are kept.

use super::page::{HandbookPage, PageBlock, PageLink, TextSpan};
use super::written_files::written_files;
use super::{markdown, rules};
use crate::model::{Figure, Kind, Role, catalogue, format};
use crate::scenario::builtin;

/// The pages as they are written.
const WRITTEN: &[(&str, &str)] = written_files!["kinds":
    "client"
    "mobile_client"
    "dns"
    "global_load_balancer"
    "cdn"
    "waf"
    "load_balancer"
    "l4_load_balancer"
    "reverse_proxy"
    "api_gateway"
    "api_gateway_self_run"
    "rate_limiter"
    "web_server"
    "app_service"
    "microservice"
    "auth"
    "websocket_gateway"
    "serverless_function"
    "worker"
    "scheduler"
    "stream_processor"
    "batch_job"
    "transcoder"
    "ml_inference"
    "llm_service"
    "notification_sender"
    "third_party_api"
    "sql_database"
    "read_replica"
    "key_value_store"
    "document_db"
    "cache"
    "search_index"
    "object_storage"
    "file_store"
    "time_series_db"
    "graph_db"
    "vector_index"
    "geo_index"
    "warehouse"
    "data_lake"
    "queue"
    "event_log"
    "pub_sub"
    "dead_letter_queue"
    "cdc"
    "registry"
    "coordination"
    "id_generator"
    "sharded_counter"
    "secrets"
    "service_mesh"
    "feature_flags"
    "observability"
    "backup"
    "device"
    "edge_gateway"
    "ota_service"
    "factory_station"
    "supplier"
    "power"
    "custom"
];

/// The pages, in the order of the palette.
pub(super) fn kind_pages() -> impl Iterator<Item = HandbookPage> {
    let rules = rules::rules_by_role();
    catalogue().iter().map(move |kind| {
        let looking = rules
            .get(&kind.role)
            .map_or(&[] as &[String], Vec::as_slice);
        kind_page(kind, looking)
    })
}

fn kind_page(kind: &Kind, looking: &[String]) -> HandbookPage {
    let link = PageLink::Kind(kind.id.clone());
    let written = WRITTEN.iter().find(|(id, _)| *id == kind.id);
    let mut page = written.map_or_else(
        || catalogue_page(link.clone(), kind),
        |(_, text)| markdown::read_page(link.clone(), text),
    );
    let sources = page
        .blocks
        .iter()
        .position(|block| matches!(block, PageBlock::Heading(heading) if heading == "Sources"));
    let behind = page.blocks.split_off(sources.unwrap_or(page.blocks.len()));
    let numbers: Vec<Vec<TextSpan>> = number_lines(kind)
        .iter()
        .map(|n| vec![n.as_str().into()])
        .collect();
    let looking = looking.iter().filter_map(|id| rules::rule_link(id));
    let looking: Vec<Vec<TextSpan>> = looking.map(|span| vec![span]).collect();
    for (heading, items) in [
        ("Default numbers", numbers),
        ("Rules that check it", looking),
        ("Prompts that use it", prompts_with(kind)),
    ] {
        if !items.is_empty() {
            page.blocks.push(PageBlock::Heading(heading.to_owned()));
            page.blocks.push(PageBlock::List {
                numbered: false,
                items,
            });
        }
    }
    page.blocks.extend(behind);
    page
}

/// What the catalogue itself says.
fn catalogue_page(link: PageLink, kind: &Kind) -> HandbookPage {
    let mut blocks = Vec::new();
    for (heading, text) in kind.advice() {
        blocks.push(PageBlock::Heading(heading.to_owned()));
        blocks.push(PageBlock::Paragraph(vec![text.into()]));
    }
    HandbookPage {
        link,
        title: kind.label.clone(),
        summary: format!("{}.", kind.purpose),
        blocks,
    }
}

/// Its default numbers, each with its source and date.
fn number_lines(kind: &Kind) -> Vec<String> {
    let from = |figure: &Figure| format!("{}, {}", figure.source, figure.date);
    let mut numbers = Vec::new();
    if let Some(capacity) = kind.capacity.as_ref().filter(|_| kind.role != Role::Device) {
        let rps = format::amount(capacity.value);
        numbers.push(format!(
            "One instance handles {rps} requests a second ({})",
            from(capacity)
        ));
    }
    for workload in &kind.workloads {
        let line = format!("{} ({})", workload.describe(), from(&workload.capacity));
        numbers.push(line);
    }
    if let Some(unit) = &kind.unit {
        let size = format::amount(unit.per_call.value);
        let noun = &unit.noun;
        numbers.push(format!(
            "One call is {size} {noun} ({})",
            from(&unit.per_call)
        ));
    }
    if let Some(connections) = &kind.connections {
        let most = format::amount(connections.value);
        numbers.push(format!(
            "One instance holds {most} open connections ({})",
            from(connections)
        ));
    }
    if kind.latency_p50.value > 0.0 {
        let (half, most) = (
            format::duration(kind.latency_p50.value),
            format::duration(kind.latency_p99.value),
        );
        numbers.push(format!(
            "Latency: p50 {half}, p99 {most} ({})",
            from(&kind.latency_p50)
        ));
    }
    if !matches!(kind.role, Role::Client | Role::Device) {
        let part = format::percent_of_time(kind.availability.value);
        numbers.push(format!(
            "Availability: {part} ({})",
            from(&kind.availability)
        ));
    }
    let prices = [
        (Some(&kind.monthly_cost), "per instance per month"),
        (kind.cost_per_million.as_ref(), "per million requests"),
        (kind.cost_per_million_writes.as_ref(), "per million writes"),
        (
            kind.unit
                .as_ref()
                .and_then(|unit| unit.cost_per_million.as_ref()),
            "per million units of work",
        ),
        (kind.cost_per_gb.as_ref(), "per GB sent to users"),
        (kind.cost_per_gb_kept.as_ref(), "per GB stored per month"),
    ];
    for (figure, what) in prices {
        if let Some(figure) = figure.filter(|figure| figure.value > 0.0) {
            numbers.push(format!(
                "{} {what} ({})",
                format::unit_price(figure.value),
                from(figure)
            ));
        }
    }
    if let Some(ratio) = &kind.hit_ratio {
        numbers.push(format!(
            "Hit ratio: {} of reads ({})",
            format::percent_of_time(ratio.value),
            from(ratio)
        ));
    }
    numbers
}

/// The prompts whose accepted designs have it.
fn prompts_with(kind: &Kind) -> Vec<Vec<TextSpan>> {
    let has = |design: &crate::model::Design| design.components().any(|(_, c)| c.kind == kind.id);
    builtin()
        .iter()
        .filter(|prompt| prompt.designs.iter().any(|accepted| has(&accepted.design)))
        .map(|prompt| vec![prompt.title.as_str().into()])
        .collect()
}
