//! Mermaid diagrams that are no flowcharts, so that what cannot be opened is at least named.

use super::mermaid::numbered_lines;

/// The other sorts of diagrams that Mermaid draws, by the word they begin with.
const OTHER_DIAGRAMS: [(&str, &str); 27] = [
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
    ("requirementDiagram", "requirement diagram"),
    ("C4Context", "C4 diagram"),
    ("C4Container", "C4 diagram"),
    ("C4Component", "C4 diagram"),
    ("C4Dynamic", "C4 diagram"),
    ("C4Deployment", "C4 diagram"),
    ("architecture-beta", "architecture diagram"),
    ("block-beta", "block diagram"),
    ("sankey-beta", "Sankey diagram"),
    ("xychart-beta", "XY chart"),
    ("packet-beta", "packet diagram"),
    ("radar-beta", "radar chart"),
    ("kanban", "Kanban board"),
];

/// What a text is, where it begins as a Mermaid diagram that is no flowchart: "sequence diagram".
#[must_use]
pub(super) fn other_diagram(text: &str) -> Option<&'static str> {
    let (_, line) = numbered_lines(text).next()?;
    let mut words = line.split_whitespace();
    let word = words.next()?.trim_end_matches(':');
    // Boxes may be called so too: `pie -> cake`, `timeline: service`.
    let is_box = line.contains("->") || line.trim_start_matches(word).trim_start().starts_with(':');
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
                "```mermaid\nerDiagram\n  A ||--o{ B : has\n```",
                Some("entity relationship diagram"),
            ),
            ("---\ntitle: x\n---\npie title Pets", Some("pie chart")),
            ("C4Container\n  Person(a, \"A\")", Some("C4 diagram")),
            ("flowchart LR\n  a --> b", None),
            ("timeline -> journey", None),
            ("gantt: service \"Gantt charts\"", None),
        ];
        for (text, expected) in named {
            assert_eq!(other_diagram(text), expected, "{text}");
        }
    }
}
