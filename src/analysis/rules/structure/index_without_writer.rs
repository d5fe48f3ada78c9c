//! `index-without-writer`: an index of passages that is only read, so that it stays empty.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::model::text_match::mentions;
use crate::model::{Access, Flag, Group, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "index-without-writer",
    title: "Index is never filled",
    severity: Severity::High,
    category: Category::Structure,
    why: "An index returns only what was added to it. If every arrow to it is a read, it stays empty, or it keeps its first contents while the documents change",
    for_stakeholders: "Answers come from outdated documents, or from none",
    fix: "Draw the component that reads new and changed documents, splits them into passages, and adds them to the index",
    exempt: "Indexes filled by a worker, a stream, a store, or an explicit write, and drawings that mention how the index is filled. For a search index used by one service, which may also fill it, the check only asks a question",
    references: &[RuleReference::own_judgment(
        "The service that answers questions does not also ingest the documents, unless the drawing says so",
    )],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> passages: read
passages: vector_index x2 "Passages"
builder: worker x2 "Passage builder"
builder -> passages: write
api -> db
db: sql x2
"#,
    ),
    bad: r#"
- builder: worker x2 "Passage builder"
- builder -> passages: write
"#,
    check,
    apply_fix: None,
};

/// How drawings speak of filling an index.
const FILLS: &[&str] = &[
    "ingest",
    "chunk",
    "indexer",
    "indexing",
    "indexed",
    "index build",
    "builds the index",
    "crawl",
    "import",
    "loader",
    "etl ",
    "airflow",
    "pipeline",
    "upsert",
    "embeds ",
    "embed all",
    "re embed",
    "publish",
    "feeds ",
    "sync ",
    "nightly",
    "change feed",
    "reindex",
];
/// How people call an index of meanings.
const BY_MEANING: &[&str] = &[
    "vector",
    "embedding",
    "pinecone",
    "weaviate",
    "qdrant",
    "milvus",
    "chroma",
    "passage",
    "chunk",
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for index in analysis.with_role(&[Role::Search]) {
        let this = &analysis[index];
        if this.into.is_empty() || is_filled(analysis, index) {
            continue;
        }
        let name = this.name();
        let by_meaning = mentions(&this.kind.label, BY_MEANING)
            || mentions(name, BY_MEANING)
            || mentions(&this.component.technology, BY_MEANING);
        let items = vec![this.id];
        if by_meaning && !drawing_text::in_any_text(analysis.design, FILLS) {
            let why = format!("{name} is only read, and nothing adds or updates documents");
            let advice = format!(
                "Draw the component that reads documents and adds their passages to {name}"
            );
            findings.push(RULE.finding(Severity::High, items, why, advice));
        } else {
            let why =
                format!("Every arrow to {name} is a read. What adds new and changed data to it?");
            let advice = format!("Draw the component that fills {name}");
            findings.push(RULE.finding(Severity::Info, items, why, advice));
        }
    }
}

/// Whether something may put data into an index: by what the arrow says, or because it works off the request path.
fn is_filled(analysis: &Analysis, index: NodeIndex) -> bool {
    let comes_out = analysis.outgoing(index).any(|link| {
        // An arrow from the index to what works on it may show who hands what to whom.
        matches!(
            analysis.role(link.to),
            Role::Worker | Role::Processor | Role::Relay
        )
    });
    comes_out
        || analysis.incoming(index).any(|link| {
            let says_write = link.access.is_some_and(|access| access != Access::Read);
            let serves = matches!(
                analysis.role(link.from),
                Role::Compute | Role::Gateway | Role::Realtime | Role::Model | Role::Client
            );
            let label = &link.connection.label;
            says_write
                || !serves
                || !analysis.waited_for[link.from]
                || analysis[link.from].kind.group == Group::Messaging
                || !link.is_sync()
                || analysis
                    .incoming(link.from)
                    .any(|change| analysis[change.from].has(Flag::Passive))
                || mentions(
                    label,
                    &[
                        "write", "put", "add", "store", "insert", "update", "save", "index",
                    ],
                )
                || mentions(label, FILLS)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    fn check_more(line: &str, expected: &[Severity]) {
        check_rule(&RULE, &format!("{}\n{line}", RULE.bad_text()), expected);
    }

    #[test]
    fn an_index_that_is_only_asked_stays_empty() {
        check_more("", &[Severity::High]);
        check_more(
            "chat: service x2\nclient -> chat -> notes\nnotes: search_index x3 \"Qdrant\"",
            &[Severity::High; 2],
        );
        check_rule(
            &RULE,
            "client -> shop -> words\nshop: service x2\nwords: search_index x3",
            &[Severity::Info],
        );
    }

    #[test]
    fn a_writer_or_a_word_is_enough() {
        check_more("changes: event_log x3\nchanges -> passages", &[]);
        check_more("api -> passages: \"insert passages\"", &[]);
        check_more("note \"Ingestion runs each hour\"", &[Severity::Info]);
    }
}
