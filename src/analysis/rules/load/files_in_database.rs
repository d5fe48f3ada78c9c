//! `files-in-database`: the bytes of files in the rows of a relational database.

use crate::analysis::drawing_text::texts_of_component;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::load_words;
use crate::model::{Access, Flag, Role, text_match};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "files-in-database",
    title: "Files stored in a database",
    severity: Severity::High,
    category: Category::Load,
    why: "Rows of several megabytes evict useful rows from memory, pass through the log to every replica, and bloat every backup. Object storage costs about 10% as much for the same data",
    for_stakeholders: "Files fill our most expensive storage and slow everything else down",
    fix: "Store the files in object storage, and keep only a reference in the row",
    exempt: "Rows that contain only a reference to a file, and stores built for large values",
    references: &[publications::AZURE_CLAIM_CHECK
        .supports("Large payloads are kept in object storage, and only a reference is passed on")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> db: "address of the photo"
db: postgres x2 "Albums"
db -> backup
client -> photos: "signed PUT"
photos: object_storage
"#,
    ),
    bad: r#"
- api -> db: "address of the photo"
+ api -> db: "album, photo bytes"
"#,
    check,
    apply_fix: None,
};

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for node in analysis.with_role(&[Role::Store]) {
        let this = &analysis[node];
        if !this.has(Flag::SingleLeader) {
            continue;
        }
        let holds = |text: &str| {
            text_match::mentions(text, load_words::FILE_BYTES)
                && !text_match::mentions(text, load_words::FILE_ADDRESS)
        };
        let mut own = texts_of_component(this.component).into_iter();
        let mut arrows = analysis.incoming(node);
        let written =
            arrows.find(|link| link.access != Some(Access::Read) && holds(&link.connection.label));
        if !own.any(holds) && written.is_none() {
            continue;
        }
        let name = analysis.name(node);
        let mut items = vec![analysis.id(node)];
        items.extend(written.map(|link| analysis.id(link.from)));
        let why = format!("{name} stores file contents in its rows");
        // Where files lie in object storage too, "blob" may be what the row calls the address of one.
        let named = texts_of_component(this.component).into_iter();
        let mut told = named.chain(
            analysis
                .incoming(node)
                .map(|link| link.connection.label.as_str()),
        );
        let bytes = load_words::FILE_BYTES
            .iter()
            .filter(|&&word| word != "blob");
        let bytes: Vec<&str> = bytes.copied().collect();
        let is_sure = told.any(|text| text_match::mentions(text, &bytes));
        let severity = if !is_sure && analysis.with_role(&[Role::Objects]).next().is_some() {
            Severity::Info
        } else {
            Severity::High
        };
        let advice = format!(
            "Move the files to object storage, and keep a reference to each file in {name}"
        );
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    #[test]
    fn bytes_in_rows_are_found_and_addresses_are_not() {
        let base = "client -> lb -> api\nlb: load_balancer\napi: service x2\n";
        for (more, expected) in [
            (
                "api -> db: \"invoice as BLOB\"\ndb: postgres x2",
                &[Severity::High][..],
            ),
            ("api -> db\ndb: mysql x2 \"Page bodies\"", &[Severity::High]),
            ("api -> db: \"path of the blob\"\ndb: postgres x2", &[]),
            ("api -> db: \"file bytes\"\ndb: object_storage", &[]),
            (
                "api -> db: \"owner, blob\"\ndb: postgres x2\napi -> files\nfiles: object_storage",
                &[Severity::Info],
            ),
        ] {
            check_rule(&RULE, &format!("{base}{more}"), expected);
        }
    }
}
