//! Flowcharts in Mermaid's text form, as people keep them in wikis and readmes, read as designs.
//!
//! Boxes, arrows with words, several on a line, and subgraphs are read; lines about looks (styles, classes, clicks) are
//! skipped. The kind of a component follows from the label of its box, else from the shape. Other sorts of diagrams are
//! refused.

mod lexer;
mod parser;

pub(super) use lexer::numbered_lines;
pub(super) use parser::parse_flowchart;

use crate::import::ImportError;
use crate::import::build::build_design;
use crate::model::Design;

/// Whether a text begins as a Mermaid flowchart does.
#[must_use]
pub fn is_flowchart(text: &str) -> bool {
    numbered_lines(text).next().is_some_and(|(_, line)| {
        let word = line.split_whitespace().next().unwrap_or_default();
        matches!(word, "graph" | "flowchart" | "flowchart-elk")
    })
}

/// Reads a flowchart and lays it out.
///
/// # Errors
/// The first line that cannot be understood.
pub fn read_flowchart(text: &str) -> Result<Design, ImportError> {
    Ok(build_design(parse_flowchart(text)?).design)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Id, ZoneKind};

    /// Components as "name: kind", connections as "a > b: words".
    fn summarize(text: &str) -> (Vec<String>, Vec<String>) {
        let design = read_flowchart(text).unwrap();
        let name = |id: Id| design.component(id).unwrap().name.clone();
        let boxes = design
            .components()
            .map(|(_, c)| format!("{}: {}", c.name, c.kind));
        let connections = design.connections().map(|(_, c)| {
            let dotted = if c.timing.is_some() { " later" } else { "" };
            format!("{} > {}: {}{dotted}", name(c.from), name(c.to), c.label)
        });
        (boxes.collect(), connections.collect())
    }

    #[test]
    fn boxes_arrows_and_words_are_read() {
        let (boxes, connections) = summarize(
            "```mermaid\nflowchart LR\n  %% a comment\n  U([Visitors]) -->|opens| LB[Load balancer]\n  LB --> A[\"Link API (v2)\"]:::big & B[Other]\n  A -- saves --> DB[(Links)]\n  A -. \"clicks\" .-> K[Kafka]; style A fill:#fff\n```",
        );
        assert_eq!(
            boxes,
            [
                "Visitors: client",
                "Load balancer: load_balancer",
                "Link API (v2): app_service",
                "Other: custom",
                "Links: sql_database",
                "Kafka: event_log",
            ]
        );
        assert_eq!(
            connections,
            [
                "Visitors > Load balancer: opens",
                "Load balancer > Link API (v2): ",
                "Load balancer > Other: ",
                "Link API (v2) > Links: saves",
                "Link API (v2) > Kafka: clicks later",
            ]
        );
    }

    #[test]
    fn subgraphs_are_zones_around_their_boxes() {
        let text = "graph TD\nsubgraph eu [EU region]\n subgraph one[Team Links]\n  api --> db\n end\nend\nclient --> api";
        let design = read_flowchart(text).unwrap();
        let zones: Vec<_> = design
            .zones()
            .map(|(_, z)| (z.name.as_str(), z.kind))
            .collect();
        assert_eq!(
            zones,
            [
                ("EU region", ZoneKind::Region),
                ("Team Links", ZoneKind::Team)
            ]
        );
        for (id, component) in design.components() {
            let depth = design.ancestors(id).count();
            assert_eq!(depth, if component.name == "client" { 0 } else { 2 });
            if let Some((_, zone)) = design.ancestors(id).next() {
                assert!(zone.rect.contains(component.at));
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let refused = |text: &str| read_flowchart(text).unwrap_err().to_string();
        let error = refused("graph LR\nA --> B\nA[one --> C");
        assert!(
            error.starts_with("line 3 of the Mermaid flowchart: "),
            "{error}"
        );
        assert!(error.contains("not closed"), "{error}");
        assert!(refused("graph LR\nA B").contains("an arrow"));
        assert!(read_flowchart("graph LR\nend").is_err());
        assert!(!is_flowchart("sequenceDiagram\nA->>B: hi") && !is_flowchart("client -> api"));
        assert!(is_flowchart("---\ntitle: x\n---\n%% c\ngraph TB"));
    }

    #[test]
    fn it_is_laid_out_the_way_it_runs() {
        let span = |head: &str| {
            let design = read_flowchart(&format!("{head}\nA --> B --> C")).unwrap();
            let places: Vec<_> = design.components().map(|(_, item)| item.at).collect();
            (places[2].x - places[0].x, places[2].y - places[0].y)
        };
        let one_line = read_flowchart("graph LR; A --> B").unwrap();
        assert_eq!(one_line.connections().len(), 1);
        for head in ["graph LR", "flowchart RL;"] {
            assert!(span(head).0 > 300.0 && span(head).1.abs() < 1.0, "{head}");
        }
        for head in ["graph TD", "flowchart", "flowchart TB"] {
            assert!(span(head).1 > 300.0 && span(head).0.abs() < 1.0, "{head}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"(graph LR\n)?([A-C\[\](){}<>|&"=.~:; a-z-]{0,12}\n){0,6}"#) {
            if let Ok(design) = read_flowchart(&text) {
                proptest::prop_assert!(design.components().count() <= text.len());
            }
        }
    }
}
