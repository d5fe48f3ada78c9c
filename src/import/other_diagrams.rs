//! Mermaid diagrams that are no flowcharts, so that what cannot be opened is at least named.

use super::mermaid::MermaidSource;

/// The other sorts of diagrams that Mermaid draws, by the word they begin with.
const OTHER_DIAGRAMS: [(&str, &str); 37] = [
    ("sequenceDiagram", "sequence diagram"),
    ("zenuml", "sequence diagram"),
    ("classDiagram", "class diagram"),
    ("classDiagram-v2", "class diagram"),
    ("stateDiagram", "state diagram"),
    ("stateDiagram-v2", "state diagram"),
    ("erDiagram", "entity relationship diagram"),
    ("gantt", "Gantt chart"),
    ("pie", "pie chart"),
    ("journey", "user journey"),
    ("gitGraph", "git graph"),
    ("mindmap", "mind map"),
    ("timeline", "timeline"),
    ("quadrantChart", "quadrant chart"),
    ("requirement", "requirement diagram"),
    ("requirementDiagram", "requirement diagram"),
    ("block-beta", "block diagram"),
    ("block", "block diagram"),
    ("sankey-beta", "Sankey diagram"),
    ("sankey", "Sankey diagram"),
    ("xychart-beta", "XY chart"),
    ("xychart", "XY chart"),
    ("packet-beta", "packet diagram"),
    ("packet", "packet diagram"),
    ("radar-beta", "radar chart"),
    ("kanban", "Kanban board"),
    ("treemap", "treemap"),
    ("treemap-beta", "treemap"),
    ("treeView-beta", "tree view"),
    ("venn-beta", "Venn diagram"),
    ("ishikawa", "Ishikawa diagram"),
    ("ishikawa-beta", "Ishikawa diagram"),
    ("wardley-beta", "Wardley map"),
    ("eventmodeling", "event model"),
    ("swimlane", "swimlane diagram"),
    ("info", "info diagram"),
    ("usecase", "use case diagram"),
];

/// What a text is, where it begins as a Mermaid diagram that is no flowchart: "sequence diagram".
#[must_use]
pub(super) fn other_diagram(text: &str) -> Option<&'static str> {
    let source = MermaidSource::head(text);
    let line = source.text.trim_start().lines().next()?;
    let mut words = line.split_whitespace();
    let word = words.next()?.trim_end_matches([':', ';']);
    // Boxes may be called so too: `pie -> cake`, `timeline: service`, `packet {`.
    let after = line.trim_start_matches(word).trim_start();
    let is_box = line.contains("->") || after.starts_with([':', '{']);
    let mut known = OTHER_DIAGRAMS.iter().filter(|_| !is_box);
    known
        .find(|(begin, _)| *begin == word)
        .map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_diagrams_are_named_and_boxes_called_so_are_boxes() {
        let named = [
            ("sequenceDiagram\n  A->>B: hello", Some("sequence diagram")),
            (
                "%% entities\nerDiagram\n  A ||--o{ B : has",
                Some("entity relationship diagram"),
            ),
            ("---\ntitle: x\n---\npie title Pets", Some("pie chart")),
            ("flowchart LR\n  a --> b", None),
            ("timeline -> journey", None),
            ("packet {\n  a.b -> c\n}", None),
            ("gantt: service \"Gantt charts\"", None),
        ];
        for (text, expected) in named {
            assert_eq!(other_diagram(text), expected, "{text}");
        }
    }
}
