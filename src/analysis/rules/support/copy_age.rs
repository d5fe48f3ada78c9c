//! Copies that stay for a time that is written on them, longer than a change may wait.

use crate::analysis::drawing_text::{in_any_text, texts_of_component, texts_of_connection};
use crate::analysis::periods::{describe_seconds, shortest_span_in};
use crate::analysis::revision::Analysis;
use crate::model::text_match::mentions;
use crate::model::{Id, Role};

/// How drawings say that a copy is taken away, or asked for anew, when the original changes.
const TAKEN_BACK: &[&str] = &[
    "purge",
    "invalidat",
    "evict",
    "revalidat",
    "etag",
    "surrogate key",
    "cache tag",
    "bust",
    "flush",
    "delete the key",
    "delete key",
    "deletes the key",
    "drop the key",
    "drops the key",
    "write through",
    "written through",
];
/// What is kept beside what changes: a copy of it may be old.
const NEVER_CHANGES: &[&str] = &[
    "session",
    "token",
    "jwks",
    "embedding",
    "vector",
    "immutable",
    "hashed name",
    "static",
    "count",
    "total",
    "limit",
];
/// A copy is too old from so many times the time on that there is.
const TIMES_TOO_LONG: f64 = 2.0;

/// Copies that outlive a change.
pub(crate) struct OldCopies {
    /// The copy and the arrow that says how long it stays.
    pub(crate) items: Vec<Id>,
    /// What is wrong, one sentence.
    pub(crate) why: String,
}

/// The first cache or edge that keeps copies longer than the prompt lets a change wait, where nothing takes them away.
pub(crate) fn old_copies(analysis: &Analysis) -> Option<OldCopies> {
    let limit = analysis.scenario?.targets.copies_follow_within_s?;
    if in_any_text(analysis.design, TAKEN_BACK)
        || analysis.links().any(|link| {
            let into_copy = matches!(analysis.role(link.to), Role::Cache | Role::Cdn);
            into_copy && link.removes_by_words()
        })
    {
        return None;
    }
    let mut copies = analysis.with_role(&[Role::Cache, Role::Cdn]);
    copies.find_map(|node| {
        let own = texts_of_component(analysis[node].component);
        let own = own.into_iter().map(|text| (text, None));
        let arrows = analysis.incoming(node).chain(analysis.outgoing(node));
        let arrows = arrows.flat_map(|link| {
            let texts = texts_of_connection(link.connection).into_iter();
            texts.map(|text| (text, Some(link.id)))
        });
        let all: Vec<_> = own.chain(arrows).collect();
        if all.iter().any(|(text, _)| mentions(text, NEVER_CHANGES)) {
            return None;
        }
        let spans = all.iter().filter_map(|(text, item)| Some((shortest_span_in(text)?, item)));
        let (span, item) = spans.min_by(|a, b| a.0.total_cmp(&b.0))?;
        if span <= TIMES_TOO_LONG * limit {
            return None;
        }
        let name = analysis.name(node);
        let why = format!(
            "{name} keeps copies for {}, but a change or takedown must take effect within {}; until a copy expires, users get the old version",
            describe_seconds(span),
            describe_seconds(limit)
        );
        let around = analysis.incoming(node).map(|link| analysis.id(link.from));
        let items = [analysis.id(node)].into_iter().chain(*item).chain(around);
        Some(OldCopies {
            items: items.collect(),
            why,
        })
    })
}
