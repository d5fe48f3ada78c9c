//! The catalogue of kinds keeps its promises: whole entries, words that mean one thing, numbers that say where they are from.

use std::collections::{BTreeMap, BTreeSet};

use boxdrill::model::{
    CUSTOM, Figure, Group, Kind, Replicas, Role, WorkUnit, catalogue, fold_word,
};
use boxdrill::scene::{Face, has_glyph};

#[test]
fn all_kinds_are_there() {
    let ids: BTreeSet<&str> = catalogue().iter().map(|kind| kind.id.as_str()).collect();
    assert_eq!(ids.len(), catalogue().iter().count(), "ids are unique");
    assert!(ids.len() >= 67, "{}", ids.len());
    let hardware = [
        "device",
        "edge_gateway",
        "ota_service",
        "factory_station",
        "supplier",
        "power",
    ];
    assert!(hardware.iter().all(|id| ids.contains(id)));
    assert_eq!(
        catalogue().get(CUSTOM).map(|kind| kind.role),
        Some(Role::Other)
    );
    let groups: BTreeSet<Group> = catalogue().iter().map(|kind| kind.group).collect();
    assert_eq!(groups.len(), Group::ALL.len());
}

#[test]
fn every_kind_is_complete() {
    for kind in catalogue().iter() {
        let id = &kind.id;
        assert!(
            id.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
            "{id}"
        );
        for text in [
            &kind.label,
            &kind.purpose,
            &kind.use_when,
            &kind.trade_off,
            &kind.fails,
        ] {
            assert!(
                text.chars().next().is_some_and(|c| !c.is_lowercase()),
                "{id}: \"{text}\" begins in lower case"
            );
            assert!(!text.ends_with('.'), "{id}: \"{text}\" ends in a stop");
        }
        assert!(
            has_glyph(kind.icon_char(), Face::Icons),
            "{id}: no icon {}",
            kind.icon
        );
        assert!(u32::from_str_radix(&kind.icon, 16).is_ok(), "{id}");
    }
}

fn figures(kind: &Kind) -> Vec<&Figure> {
    let always = [
        &kind.latency_p50,
        &kind.latency_p99,
        &kind.availability,
        &kind.monthly_cost,
    ];
    let sometimes = [
        &kind.capacity,
        &kind.cost_per_million,
        &kind.cost_per_million_writes,
        &kind.billed_share,
        &kind.cost_per_gb,
        &kind.cost_per_gb_kept,
        &kind.hit_ratio,
        &kind.connections,
    ];
    always
        .into_iter()
        .chain(sometimes.into_iter().flatten())
        .chain(kind.workloads.iter().map(|workload| &workload.capacity))
        .chain(kind.unit.iter().flat_map(unit_figures))
        .collect()
}

fn unit_figures(unit: &WorkUnit) -> impl Iterator<Item = &Figure> {
    let sometimes = [
        &unit.read_per_call,
        &unit.ms_each,
        &unit.cost_per_million,
        &unit.cost_per_million_read,
    ];
    std::iter::once(&unit.per_call).chain(sometimes.into_iter().flatten())
}

/// All kinds, and each of their sorts.
fn kinds_and_sorts() -> impl Iterator<Item = &'static Kind> {
    catalogue().iter().flat_map(|kind| {
        let sorts = kind.sorts.iter().map(|sort| &sort.kind);
        std::iter::once(kind).chain(sorts)
    })
}

#[test]
fn every_number_is_sound_and_says_where_it_is_from_and_when() {
    for kind in kinds_and_sorts() {
        let id = &kind.id;
        for figure in figures(kind) {
            assert!(
                figure.value.is_finite() && figure.value >= 0.0,
                "{id}: {figure:?}"
            );
            assert!(
                figure.low.is_none_or(|low| low <= figure.value),
                "{id}: {figure:?}"
            );
            assert!(
                figure.high.is_none_or(|high| high >= figure.value),
                "{id}: {figure:?}"
            );
            let is_known = ["https://", "our estimate"];
            assert!(
                is_known
                    .iter()
                    .any(|start| figure.source.starts_with(start)),
                "{id}: a page that can be opened, or our estimate: {figure:?}"
            );
            let is_certain = [0.0, 1.0].contains(&figure.value);
            assert!(
                is_certain || figure.low.zip(figure.high).is_some(),
                "{id}: from where to where? {figure:?}"
            );
            let (year, month) = figure.date.split_once('-').expect("year and month");
            assert!(
                (2015..=2030).contains(&year.parse::<u32>().unwrap_or(0)),
                "{id}: {}",
                figure.date
            );
            assert!(
                (1..=12).contains(&month.parse::<u32>().unwrap_or(0)),
                "{id}: {}",
                figure.date
            );
        }
        assert!(kind.latency_p99.value >= kind.latency_p50.value, "{id}");
        assert!(kind.availability.value <= 1.0, "{id}");
        assert!(
            kind.hit_ratio
                .as_ref()
                .is_none_or(|ratio| ratio.value <= 1.0),
            "{id}"
        );
    }
}

fn prices(kind: &Kind) -> impl Iterator<Item = &Figure> {
    let by_use = kind.cost_per_million.iter().chain(&kind.cost_per_gb);
    std::iter::once(&kind.monthly_cost).chain(by_use)
}

/// Months since the year 0.
fn months(figure: &Figure) -> i32 {
    let (year, month) = figure.date.split_once('-').expect("year and month");
    let number = |digits: &str| digits.parse::<i32>().expect("a number");
    number(year) * 12 + number(month)
}

#[test]
fn every_price_has_a_source_and_a_date_and_none_is_much_older_than_the_newest() {
    const OLD: i32 = 18;
    let newest = catalogue().iter().flat_map(prices).map(months).max();
    let newest = newest.expect("prices");
    let mut old = Vec::new();
    for kind in catalogue().iter() {
        for price in prices(kind) {
            assert!(price.source.trim().len() > 3, "{}: {price:?}", kind.id);
            if newest - months(price) > OLD {
                old.push(format!("{}: {} ({})", kind.id, price.source, price.date));
            }
        }
    }
    assert!(old.is_empty(), "look these up anew:\n{}", old.join("\n"));
}

#[test]
fn prices_per_gigabyte_only_fall_and_say_how_far() {
    for kind in catalogue().iter() {
        let id = &kind.id;
        let Some(first) = &kind.cost_per_gb else {
            assert!(kind.cost_per_gb_tiers.is_empty(), "{id}");
            continue;
        };
        let mut before = (0.0, first.value);
        for tier in &kind.cost_per_gb_tiers {
            assert!(tier.from > before.0 && tier.price < before.1, "{id}");
            before = (tier.from, tier.price);
        }
        let lowest = first.low.unwrap_or(first.value);
        assert!((lowest - before.1).abs() < 1e-12, "{id}");
    }
}

#[test]
fn every_word_means_one_kind() {
    let mut meaning: BTreeMap<String, &str> = BTreeMap::new();
    for kind in catalogue().iter() {
        let words = [&kind.id, &kind.label]
            .into_iter()
            .chain(&kind.aliases)
            .chain(&kind.products);
        for word in words {
            let earlier = meaning.insert(fold_word(word), &kind.id);
            assert!(
                earlier.is_none_or(|id| id == kind.id),
                "\"{word}\" means {earlier:?} and {}",
                kind.id
            );
        }
    }
}

#[test]
fn products_people_know_are_found() {
    for (word, id) in [
        ("Redis", "cache"),
        ("Memcached", "cache"),
        ("kafka", "event_log"),
        ("Kinesis", "event_log"),
        ("SQS", "queue"),
        ("Pub/Sub", "pub_sub"),
        ("S3", "object_storage"),
        ("DynamoDB", "key_value_store"),
        ("Cassandra", "key_value_store"),
        ("Postgres", "sql_database"),
        ("Aurora", "sql_database"),
        ("Cloudflare", "cdn"),
        ("nginx", "reverse_proxy"),
    ] {
        let found = catalogue().find(word).map(|(kind, _)| kind.id.as_str());
        assert_eq!(found, Some(id), "{word}");
    }
    assert!(catalogue().find("Envoy").is_some());
    let (kind, product) = catalogue().find("kafka").expect("an event log");
    assert_eq!((kind.label.as_str(), product), ("Event log", Some("Kafka")));
    assert_eq!(catalogue().nearest("kafak"), Some("Kafka"));
}

#[test]
fn what_a_kind_is_used_for_leads_to_its_capacity() {
    let mut told = 0;
    for kind in catalogue().iter().filter(|kind| !kind.workloads.is_empty()) {
        let capacity = kind.capacity.as_ref().map(|figure| figure.value);
        let usual = capacity.and_then(|capacity| kind.workload_of(capacity));
        assert!(usual.is_some(), "{}: the default is one of them", kind.id);
        let named: BTreeSet<&str> = kind.workloads.iter().map(|one| one.does.as_str()).collect();
        assert!(
            named.len() == kind.workloads.len() && named.len() > 1,
            "{}",
            kind.id
        );
        told += 1;
    }
    assert!(told >= 5, "{told}");
    let worker = catalogue().get("worker").expect("a kind");
    let said: Vec<String> = worker
        .workloads
        .iter()
        .map(boxdrill::model::Workload::describe)
        .collect();
    assert!(
        said.contains(&"Counts or routes: 5k/s".to_owned()),
        "{said:?}"
    );
}

#[test]
fn work_is_counted_in_what_people_count() {
    // Thirty pictures a second are no film; what is known of the kind is.
    let encoder = catalogue().get("transcoder").expect("a kind");
    let size = encoder.usual_size();
    assert_eq!(encoder.in_units(2.0, Some(30.0), size), None);
    let known = encoder.workloads[0].capacity.value;
    assert!(encoder.in_units(2.0, Some(known), size).is_some());
    // One machine takes one of its own minutes in a minute.
    let one = encoder.capacity.as_ref().expect("a limit").value;
    assert_eq!(
        encoder.in_units(one, None, size).as_deref(),
        Some("1 machine-minutes a minute")
    );
    for (id, rps, said) in [
        ("transcoder", 2.0, Some("3k machine-minutes a minute")),
        ("llm_service", 12.0, Some("6k tokens/s")),
        ("event_log", 800.0, Some("800 records/s")),
        ("edge_gateway", 500.0, Some("500 messages/s")),
        ("sql_database", 500.0, None),
    ] {
        let kind = catalogue().get(id).expect("a kind");
        assert_eq!(
            kind.in_units(rps, None, kind.usual_size()).as_deref(),
            said,
            "{id}"
        );
    }
}

#[test]
fn a_box_has_the_figures_of_its_sort() {
    let sort = |id: &str, name: &str, technology: &str, replicas| {
        let kind = catalogue().get(id).expect("a kind");
        let found = kind.for_box(name, technology, replicas);
        let mut sorts = kind.sorts.iter();
        let sort = sorts.find(|sort| std::ptr::eq(&raw const sort.kind, found));
        sort.map(|sort| sort.name.as_str())
    };
    let unsaid = Replicas::Unsaid;
    for (id, name, technology, replicas, wanted) in [
        (
            "third_party_api",
            "Stripe",
            "",
            unsaid,
            Some("Card payments"),
        ),
        (
            "third_party_api",
            "SMS provider",
            "",
            unsaid,
            Some("Text messages"),
        ),
        ("third_party_api", "Google Maps", "", unsaid, Some("Maps")),
        (
            "third_party_api",
            "Apple and Google push",
            "",
            unsaid,
            Some("Push notifications"),
        ),
        (
            "third_party_api",
            "Delivery",
            "SendGrid",
            unsaid,
            Some("Email"),
        ),
        ("third_party_api", "Tax office", "", unsaid, None),
        ("llm_service", "Chat", "OpenAI", unsaid, None),
        ("llm_service", "GPT-4o", "", unsaid, Some("GPT-4o")),
        (
            "llm_service",
            "Our vLLM",
            "",
            unsaid,
            Some("Our own model servers"),
        ),
        (
            "llm_service",
            "Model servers",
            "",
            Replicas::Exactly(20),
            Some("Our own model servers"),
        ),
        ("llm_service", "OpenAI", "", Replicas::Exactly(2), None),
        ("transcoder", "Encoders", "FFmpeg", unsaid, None),
        (
            "transcoder",
            "Encoders",
            "MediaConvert",
            unsaid,
            Some("Managed encoding"),
        ),
        (
            "transcoder",
            "Thumbnailer",
            "",
            unsaid,
            Some("Small pictures"),
        ),
        (
            "object_storage",
            "Files with a cold tier",
            "",
            unsaid,
            Some("With a cold tier"),
        ),
        ("object_storage", "Files", "S3", unsaid, None),
        (
            "api_gateway",
            "Front",
            "HTTP API",
            unsaid,
            Some("HTTP APIs"),
        ),
        (
            "observability",
            "Metrics",
            "Prometheus",
            unsaid,
            Some("Run by us"),
        ),
    ] {
        assert_eq!(
            sort(id, name, technology, replicas),
            wanted,
            "{name} {technology}"
        );
    }
}
