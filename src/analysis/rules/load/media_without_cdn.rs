//! `media-without-cdn`: large files that readers fetch from the origin.

use petgraph::graph::NodeIndex;

use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::content_network::read_through_cdn;
use crate::analysis::rules::support::thresholds::LARGE_BODY_MB;
use crate::model::{Access, CallCondition, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "media-without-cdn",
    title: "Large files without a CDN",
    severity: Severity::High,
    category: Category::Load,
    why: "Large files from a single location are slow for distant users, and you pay for each transfer. A CDN keeps copies near the users",
    for_stakeholders: "Images and videos load slowly, and our bandwidth bill is high",
    fix: "Serve files through a CDN with object storage as its origin",
    exempt: "Files smaller than 1 MB, unless they add up to 1 GB a second; flows with up to 1,000 reads a second; and drawings without a prompt",
    references: &[
        publications::AZURE_STATIC_CONTENT
            .supports("Files are served from storage through a CDN near the users"),
        RuleReference::own_judgment(
            "Files count as large at 1 MB or more, and reads count as frequent at 1,000 a second or more",
        ),
    ],
    answers_example_prompt: true,
    good: ALBUM,
    bad: "
- users -> cdn: read
- cdn -> photos: read
+ users -> photos
- users -> photos: write
",
    check,
    apply_fix: Some(apply_fix),
};

/// Reads of large files per second from which a CDN is expected.
const MANY_READS_RPS: f64 = 1_000.0;

/// Bytes of smaller files (megabytes a second) from which a CDN is expected as well: ten lines of 1 Gbit/s.
const MANY_MB_PER_SECOND: f64 = 1_000.0;

/// From here on no origin sends the files of all readers (megabytes a second): 80 lines of 1 Gbit/s at one place.
const HOPELESS_MB_PER_SECOND: f64 = 10_000.0;

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for flow in &analysis.flows {
        let Some(spec) = flow.spec else { continue };
        let large = spec.access == Access::Read
            && (spec.megabytes >= LARGE_BODY_MB || spec.rps * spec.megabytes >= MANY_MB_PER_SECOND)
            && spec.rps > MANY_READS_RPS;
        let near = flow.components.iter().any(|&node| is_cdn(analysis, node));
        let near = near
            || flow
                .entries
                .iter()
                .any(|&entry| is_filled_cdn(analysis, entry));
        let origin = flow.ends.iter().find_map(|end| end.candidates.first());
        if let Some(&origin) = origin
            && large
            && !near
            && !has_cdn_before(analysis, origin)
        {
            let name = analysis.name(origin);
            let why = format!(
                "{}: {} files a second, {} each, come straight from {name}",
                flow.name,
                format::amount(spec.rps),
                format::megabytes(spec.megabytes)
            );
            let advice = format!("Put a CDN in front of {name} for downloads");
            // Who passes the files on is as much the place as where they lie.
            let links = flow.links.iter().map(|&link| &analysis[link]);
            let callers = links.filter(|link| link.to == origin).map(|link| link.from);
            let mut items = vec![analysis.id(origin)];
            items.extend(callers.map(|caller| analysis.id(caller)));
            items.dedup();
            let severity = if spec.rps * spec.megabytes >= HOPELESS_MB_PER_SECOND {
                Severity::Critical
            } else {
                Severity::High
            };
            findings.push(RULE.finding(severity, items, why, advice));
        }
    }
}

/// Whether it is a CDN, or boxes of our own that readers call and that ask the origin only for what they do not have.
fn is_cdn(analysis: &Analysis, node: NodeIndex) -> bool {
    let calls = |role: Role, link: &Link| analysis.role(link.from) == role;
    let mut into = analysis.incoming(node);
    let mut out = analysis.outgoing(node);
    analysis[node].effective_kind.role == Role::Cdn
        || (into.any(|link| calls(Role::Client, link))
            && out.any(|link| link.connection.when == Some(CallCondition::OnMiss)))
}

/// Whether some user reads from an origin through a CDN: several sorts of user are drawn, and only one of them may read.
fn has_cdn_before(analysis: &Analysis, origin: NodeIndex) -> bool {
    let mut networks = analysis.node_indices().filter(|&node| {
        let is_called = analysis
            .incoming(node)
            .any(|link| analysis.role(link.from) == Role::Client);
        analysis[node].effective_kind.role == Role::Cdn && is_called
    });
    networks.any(|network| analysis.is_reachable(analysis.id(network), analysis.id(origin)))
}

/// Whether the readers call a CDN that object storage fills.
fn is_filled_cdn(analysis: &Analysis, reader: NodeIndex) -> bool {
    let plays = |node: NodeIndex| analysis[node].effective_kind.role;
    let mut asked = analysis.callees(reader).iter();
    asked.any(|&network| {
        let mut sources = analysis.incoming(network).map(|link| plays(link.from));
        plays(network) == Role::Cdn && sources.any(|role| role == Role::Objects)
    })
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let origin = finding.item()?;
    read_through_cdn(analysis, origin, draft)?;
    Some(format!(
        "Put a CDN in front of {}",
        analysis.find(origin)?.name()
    ))
}
