//! `no-backup`: data without a backup.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::fix::patch::{PatchBuilder, PlacementSide};
use crate::analysis::graph::Link;
use crate::analysis::report::{Category, Finding, PartMatchKind, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ALBUM;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::reference_mapping::nearest_design;
use crate::analysis::rules::support::{keywords, kinds};
use crate::model::{Access, Flag, Id, Role, format, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-backup",
    title: "No backup",
    severity: Severity::Medium,
    category: Category::Reliability,
    why: "Replicas and second instances help when a machine fails. An accidental delete, a bad release, or an attack reaches all of them within a second, and only a separate copy can restore the data",
    for_stakeholders: "One mistake can delete data that we cannot restore",
    fix: "Back up the data regularly to a place where the application cannot write, and test the restore",
    exempt: "Services whose provider keeps older versions, unless the prompt names this risk; caches, indexes, and sessions; stores that can be rebuilt from a log; and drawings that mention backups or snapshots. If the accepted design has a backup, the finding is about a missing part instead. Without a prompt, or if data loss is acceptable, or if the accepted design has no backup, the check only asks a question",
    references: &[publications::SRE_DATA_INTEGRITY
        .supports("Replicas are not a backup, because they replicate the mistake")],
    answers_example_prompt: true,
    good: ALBUM,
    bad: r#"
- albums -> backup
  photos: object_storage "Photo store"
+ photos -> backup
"#,
    check,
    apply_fix: Some(apply_fix),
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    ask_how_old_the_copy_is(analysis, findings);
    if drawing_text::in_notes(analysis.design, keywords::BACKED_UP)
        || is_reported_as_missing_part(analysis)
    {
        return;
    }
    let backups: Vec<NodeIndex> = analysis.with_role(&[Role::Backup]).collect();
    let feeding = analysis.reaching(&backups, |_| true);
    let is_backed_up = |node| feeding[node] || is_backed_up(analysis, node);
    let without: Vec<NodeIndex> = analysis
        .with_role(&[Role::Store, Role::Objects])
        .filter(|&node| is_record(analysis, node) && !is_backed_up(node))
        .collect();
    // Providers make copies, but somebody has to switch it on and say for how long.
    let bought: Vec<NodeIndex> = analysis
        .with_role(&[Role::Store])
        .filter(|&node| may_be_record(analysis, node) && !is_record(analysis, node))
        .filter(|&node| !is_backed_up(node))
        .collect();
    if !bought.is_empty() {
        findings.push(finding_for(analysis, &bought, Severity::Info));
    }
    if without.is_empty() {
        return;
    }
    // A drawing with a backup of one store may leave out another on purpose: milder.
    let mut databases = analysis.with_role(&[Role::Store]);
    let backs_up = databases.any(is_backed_up);
    let severity = if is_promised(analysis) && !backs_up {
        Severity::Medium
    } else {
        Severity::Info
    };
    findings.push(finding_for(analysis, &without, severity));
}

fn finding_for(analysis: &Analysis, without: &[NodeIndex], severity: Severity) -> Finding {
    let names = format::join_names(without.iter().map(|&node| analysis.name(node)));
    let (verb, them) = if without.len() == 1 {
        ("is", "it")
    } else {
        ("are", "them")
    };
    let why = if severity == Severity::Info {
        format!("No backup of {names} is drawn. How do you restore {them} after a mistake?")
    } else {
        format!(
            "Data loss is not acceptable, but {names} {verb} not backed up to a place that a mistake cannot reach"
        )
    };
    let advice = format!("Back up {names}, and say how long it takes to restore {them}");
    let for_stakeholders = format!("We cannot undo a mistake in {names}");
    let items: Vec<Id> = without.iter().map(|&node| analysis.id(node)).collect();
    Finding {
        for_stakeholders,
        ..RULE.finding(severity, items, why, advice)
    }
}

/// Whether the prompt names the risk, or says that nothing is lost and its accepted design keeps a backup for that.
fn is_promised(analysis: &Analysis) -> bool {
    let is_demanded = analysis.scenario.is_some_and(|scenario| {
        let promise = &scenario.targets.durability;
        text_match::mentions(promise, &["never", "no ", "none", "nothing", "zero"])
            && text_match::mentions(promise, &["lose", "loss", "lost"])
    });
    let has_backup = nearest_design(analysis).is_some_and(|(_, accepted)| {
        let design = &accepted.design;
        let mut parts = design.components();
        parts.any(|(id, _)| design.kind_of(id).role == Role::Backup)
    });
    analysis.is_trap(RULE.id) || (is_demanded && has_backup)
}

/// Whether a store holds what exists nowhere else, as far as is known.
fn is_record(analysis: &Analysis, node: NodeIndex) -> bool {
    let kept_by_provider = analysis[node].has(Flag::Managed) && !analysis.is_trap(RULE.id);
    may_be_record(analysis, node) && !kept_by_provider
}

/// The same, whoever runs it.
fn may_be_record(analysis: &Analysis, node: NodeIndex) -> bool {
    let this = &analysis[node];
    let of_record = this.has(Flag::Stateful) && this.has(Flag::Writable);
    let rebuilt = text_match::mentions(&this.component.name, keywords::REBUILDABLE)
        || is_replayed(analysis, node);
    analysis.reached[node] && of_record && !rebuilt
}

/// Whether everything in a store came out of a log, which can be played again.
fn is_replayed(analysis: &Analysis, node: NodeIndex) -> bool {
    let from_log = |link: &Link| {
        let mut sources = analysis.incoming(link.from);
        sources.any(|source| analysis.role(source.from) == Role::Log)
    };
    let into = analysis.incoming(node);
    let mut writes = into
        .filter(|link| link.semantics.access != Access::Read)
        .peekable();
    writes.peek().is_some() && writes.all(from_log)
}

/// Whether whatever uses the store copies to a backup, or something beside the store speaks of one.
fn is_backed_up(analysis: &Analysis, node: NodeIndex) -> bool {
    let is_backup = |node: NodeIndex| analysis.role(node) == Role::Backup;
    let mut callers = analysis.incoming(node).map(|link| link.from);
    let by_job = |caller: NodeIndex| {
        is_backup(caller) || analysis.callees(caller).iter().any(|&to| is_backup(to))
    };
    let mut links = analysis.outgoing(node).chain(analysis.incoming(node));
    callers.any(by_job)
        || drawing_text::component_says(analysis[node].component, keywords::BACKED_UP)
        || links.any(|link| drawing_text::connection_says(link.connection, keywords::BACKED_UP))
}

/// Whether the accepted design has a backup that is not drawn and whose job nothing does, which `missing-part` says.
fn is_reported_as_missing_part(analysis: &Analysis) -> bool {
    let is_undone = |key: &String| {
        let mut jobs = analysis.responsibilities.iter();
        jobs.any(|job| job.evidence.is_none() && job.parts.contains(key))
    };
    nearest_design(analysis).is_some_and(|(nearest, accepted)| {
        nearest.parts.iter().any(|part| {
            part.played == PartMatchKind::Missing
                && accepted.design.kind_of(part.reference).role == Role::Backup
                && is_undone(&part.part)
        })
    })
}

/// A copy by night where the drawing itself says that a day may not be lost.
fn ask_how_old_the_copy_is(analysis: &Analysis, findings: &mut Vec<Finding>) {
    const BY_NIGHT: &[&str] = &[
        "nightly",
        "every night",
        "each night",
        "daily",
        "once a day",
    ];
    const BETWEEN: &[&str] = &[
        "hourly",
        "each hour",
        "every hour",
        "point in time",
        "pitr",
        "log shipping",
        "log backup",
        "continuous",
        "wal ",
        "change stream",
    ];
    let nothing_lost = |text: &str| {
        let loses = text_match::mentions(text, &["lose", "losing", "lost", "loss"]);
        let nothing = text_match::mentions(text, &["no ", "not ", "never", "nothing", "none"]);
        loses && nothing
    };
    let notes = analysis.design.notes().map(|(_, note)| note.text.as_str());
    let assumptions = analysis.design.assumptions().iter().map(String::as_str);
    if !notes.chain(assumptions).any(nothing_lost)
        || drawing_text::in_any_text(analysis.design, BETWEEN)
    {
        return;
    }
    let copied = analysis.links().filter(|link| {
        let says = |words| {
            drawing_text::component_says(analysis[link.to].component, words)
                || drawing_text::connection_says(link.connection, words)
        };
        analysis.role(link.to) == Role::Backup && says(BY_NIGHT)
    });
    let stores: Vec<NodeIndex> = copied
        .map(|link| link.from)
        .filter(|&node| may_be_record(analysis, node))
        .collect();
    if stores.is_empty() {
        return;
    }
    let names = format::join_names(stores.iter().map(|&node| analysis.name(node)));
    let why = format!(
        "The backup of {names} may be a day old, but the drawing says that this data must not be lost. What covers the time since the last backup?"
    );
    let advice = format!(
        "Ship the log of {names} continuously, or say that losing a day of data is acceptable"
    );
    let items = stores.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let drawn = analysis.with_role(&[Role::Backup]).next();
    let backup = match drawn {
        Some(node) => analysis.id(node),
        None => draft.add(kinds::BACKUP, finding.item()?, PlacementSide::After)?,
    };
    for &store in &finding.items {
        draft.connect(store, backup)?;
    }
    let names: Vec<&str> = finding
        .items
        .iter()
        .filter_map(|&store| Some(analysis.find(store)?.name()))
        .collect();
    Some(format!("Back up {}", format::join_names(names)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn jobs_words_and_logs_count_as_backups() {
        let text = "client -> load_balancer -> api -> db";
        check_rule(&RULE, text, &[Severity::Info]);
        let others = [
            "job: worker\njob -> db: read\njob -> backup",
            "db: sql \"Orders\" (nightly snapshots)",
            "db: sql \"Sessions\"",
            "assume \"The database is backed up every night\"",
            "db -> replica\nreplica -> backup",
        ];
        for other in others {
            check_rule(&RULE, &format!("{text}\n{other}"), &[]);
        }
        let replayed = "client -> api -> log -> processor -> db\nprocessor: stream_processor";
        check_rule(&RULE, replayed, &[]);
    }
}
