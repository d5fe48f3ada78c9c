//! What an architect would dispute in a check, each as a drawing that was once judged wrongly.

use boxdrill::analysis::{Report, analyze};
use boxdrill::model::Design;
use boxdrill::storage::disk;

fn checked(text: &str) -> (Design, Report) {
    let (loaded, _) = disk::parse(text.as_bytes()).expect("it opens");
    let report = analyze(&loaded.design, None);
    (loaded.design, report)
}

fn kinds(text: &str) -> Vec<String> {
    let (design, _) = checked(text);
    let kinds = design.components().map(|(_, item)| item.kind.clone());
    kinds.collect()
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_ring_with_a_queue_begins_at_the_queue() {
    let ring = "flowchart LR\n  k[Kafka] --> h[Bill handler] --> d[(Bills DB)]\n  h --> p[News publisher] --> k\n";
    let (_, report) = checked(ring);
    assert!(report.score.total > 0, "{}", report.score.total);
    assert!(
        !rules(&report).contains(&"unreachable-part"),
        "{:?}",
        rules(&report)
    );
    let says = &report.score.parts[0];
    let text = format!("{says:?}");
    assert!(text.contains("3 of 3 basics shown"), "{text}");
}

#[test]
fn a_service_beside_the_way_to_a_store_is_not_said_to_cut_it_off() {
    let beside = "flowchart LR\n  web[Web client] --> site[Shop site]\n  site --> o[Bill service] --> d[(Bills DB)]\n  site --> s[Ideas service] --> c[(Redis)]\n";
    let (_, report) = checked(beside);
    let says = report.findings.iter().map(|finding| &finding.why);
    let about: Vec<&String> = says
        .filter(|why| why.contains("Ideas service is one machine"))
        .collect();
    assert!(about.is_empty(), "{about:?}");
}

#[test]
fn services_behind_a_gateway_without_counts_are_asked_how_many_run() {
    let gateway = "flowchart LR\n  web[Web client] --> g[API gateway]\n  g --> a[Bill service] --> d[(Shop DB)]\n  g --> b[Account service] --> d\n";
    let (design, report) = checked(gateway);
    let asks = report
        .findings
        .iter()
        .find(|finding| finding.rule == "instances-not-said");
    let named: Vec<&str> = asks
        .expect("it asks")
        .items
        .iter()
        .map(|&id| design.name_of(id))
        .collect();
    assert!(
        named.contains(&"Bill service") && named.contains(&"Account service"),
        "{named:?}"
    );
}

#[test]
fn shapes_and_brackets_say_what_a_box_is() {
    let stadium = "flowchart LR\n  w([Web client]) --> n([Notifier hosts])\n  n --> q([Push queue]) --> s([Push senders])\n  n --> d[(\"Settings DB\")]\n";
    let found = kinds(stadium);
    assert_eq!(
        found.iter().filter(|kind| *kind == "client").count(),
        1,
        "{found:?}"
    );
    let replica = "flowchart LR\n  a[Bill API] --> p[(\"PostgreSQL (Primary)\")]\n  a --> r[(\"PostgreSQL (Read Replica)\")]\n";
    assert_eq!(
        kinds(replica),
        ["app_service", "sql_database", "read_replica"]
    );
    for ledger in ["b[Ledger]", "b[(Ledger)]", "b[(\"Double-entry ledger\")]"] {
        let (_, report) = checked(&format!(
            "flowchart LR\n  a[\"Bill API\nthree instances\"] --> {ledger}"
        ));
        assert!(
            !rules(&report).contains(&"queue-without-consumer"),
            "{ledger}"
        );
    }
}
