//! `large-bodies-through-app`: large files that pass through the application servers.

use petgraph::graph::NodeIndex;

use std::collections::BTreeSet;

use crate::analysis::drawing_text::{texts_of_component, texts_of_connection};
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::content_network::read_through_cdn;
use crate::analysis::rules::support::thresholds::LARGE_BODY_MB;
use crate::model::text_match::mentions;
use crate::model::{Access, Connection, Id, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "large-bodies-through-app",
    title: "Large files pass through the service",
    severity: Severity::High,
    category: Category::Load,
    why: "A server that forwards files ties up memory and a connection until the slowest client finishes. A few hundred uploads then block the short requests of all other users",
    for_stakeholders: "When a few users send large files, all other users wait",
    fix: "Issue a signed URL, and let clients send files directly to object storage",
    exempt: "Files smaller than 1 MB, traffic of up to 10 MB per second, and drawings without a prompt",
    references: &[
        publications::AZURE_VALET_KEY.supports(
            "Clients exchange files directly with the store, using a key that is valid for only one file",
        ),
        publications::S3_SIGNED_ADDRESSES
            .supports("A signed URL lets a client upload a file directly"),
        RuleReference::own_judgment(
            "Files count as large at 1 MB or more; up to 10 MB a second through a server is not a problem",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- users -> photos: write
+ api -> photos: write
",
    check,
    apply_fix: Some(apply_fix),
};

/// Throughput (megabytes per second) that application servers can pass on without harm.
const HARMLESS_MB_PER_SECOND: f64 = 10.0;

/// A flow whose files pass through an application server.
struct LargeTransfer<'c, 'a> {
    flow: &'c FlowTrace<'a>,
    app: NodeIndex,
    store: NodeIndex,
}

fn large_transfers<'c, 'a>(
    analysis: &'c Analysis<'a>,
) -> impl Iterator<Item = LargeTransfer<'c, 'a>> {
    analysis.flows.iter().filter_map(|flow| {
        let spec = flow.spec?;
        if spec.megabytes < LARGE_BODY_MB || spec.rps * spec.megabytes <= HARMLESS_MB_PER_SECOND {
            return None;
        }
        let links: BTreeSet<Id> = flow.links.iter().map(|&link| analysis[link].id).collect();
        let around = analysis.reach(&flow.entries, |link| {
            // Nobody uploads through a content network that is there for readers.
            let for_readers = spec.access == Access::Write && analysis.role(link.to) == Role::Cdn;
            links.contains(&link.id) && !passes_on(analysis, link.to) && !for_readers
        });
        let mut players = flow.ends.iter().flat_map(|end| &end.candidates);
        if players.clone().any(|&node| around[node]) {
            return None;
        }
        let mut passes = flow.components.iter().copied();
        Some(LargeTransfer {
            flow,
            store: *players.next()?,
            app: passes.find(|&node| passes_on(analysis, node))?,
        })
    })
}

/// Whether files that come by are held by a server that others need for short requests.
fn passes_on(analysis: &Analysis, node: NodeIndex) -> bool {
    matches!(analysis.role(node), Role::Compute | Role::Realtime)
}

/// Whether servers that do nothing else take a file in pieces and go on after a lost connection: nothing short waits behind it.
fn takes_pieces(analysis: &Analysis, app: NodeIndex, flow: &FlowTrace) -> bool {
    const IN_PIECES: &[&str] = &[
        "resum",
        "tus ",
        "chunk",
        "multipart",
        "in pieces",
        "in parts",
        "piece by piece",
    ];
    let own = texts_of_component(analysis[app].component);
    let arrows = analysis.incoming(app);
    let arrows = arrows.flat_map(|link| texts_of_connection(link.connection));
    let mut texts = own.into_iter().chain(arrows);
    let reads_here = |other: &FlowTrace| {
        let reads = other.spec.is_some_and(|spec| spec.access == Access::Read);
        reads && other.passes(app) && other.id != flow.id
    };
    texts.any(|text| mentions(text, IN_PIECES)) && !analysis.flows.iter().any(reads_here)
}

/// Whether the arrow from a server to the store says that it hands out addresses: the files go another way, drawn or not.
fn only_signs(analysis: &Analysis, app: NodeIndex, store: NodeIndex) -> bool {
    const SIGNS: &[&str] = &["signs ", "signing", "signed", "presign", "sas "];
    let mut arrows = analysis.outgoing(app).filter(|link| link.to == store);
    arrows.any(|link| {
        let mut texts = texts_of_connection(link.connection).into_iter();
        texts.any(|text| mentions(text, SIGNS))
    })
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for LargeTransfer { flow, app, store } in large_transfers(analysis) {
        if takes_pieces(analysis, app, flow) || only_signs(analysis, app, store) {
            continue;
        }
        let (name, to) = (analysis.name(app), analysis.name(store));
        let size = format::megabytes(flow.spec.map_or(0.0, |spec| spec.megabytes));
        let why = format!(
            "{}: {size} files pass through {name} on their way to {to}",
            flow.name
        );
        let advice =
            format!("Let clients exchange files with {to} directly, using signed URLs from {name}");
        let items = vec![analysis.id(app), analysis.id(store)];
        // Where nothing that keeps files is drawn, it is a guess that they go to this store at all.
        let severity = match analysis[store].effective_kind.role {
            Role::Objects => Severity::High,
            _ => Severity::Medium,
        };
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let [app, store] = finding.items[..] else {
        return None;
    };
    if analysis.find(store)?.role() != Role::Objects {
        return None;
    }
    let access = large_transfers(analysis)
        .filter(|found| analysis.id(found.app) == app && analysis.id(found.store) == store)
        .find_map(|found| Some(found.flow.spec?.access))?;
    let name = analysis.find(store)?.name();
    if access == Access::Read {
        read_through_cdn(analysis, store, draft)?;
        return Some(format!("Let clients read {name} through a CDN"));
    }
    // The connection that carried the files is replaced by one from the client.
    for old in draft.between(app, store) {
        if draft.design().connection(old)?.access == Some(access) {
            draft.remove(old)?;
        }
    }
    for client in analysis.with_role(&[Role::Client]) {
        let signed = Connection {
            access: Some(access),
            label: "with a signed address".to_owned(),
            ..Connection::new(analysis.id(client), store)
        };
        draft.connect_like(analysis.id(client), store, &signed);
    }
    Some(format!("Let clients send files to {name} directly"))
}
