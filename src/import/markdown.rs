//! Diagrams in Markdown and other pages: blocks between fences that say what is in them.

use super::mermaid;

/// The languages whose blocks are diagrams.
const LANGUAGES: [&str; 11] = [
    "mermaid",
    "dot",
    "graphviz",
    "plantuml",
    "puml",
    "d2",
    "c4plantuml",
    "structurizr",
    "gv",
    "uml",
    "mmd",
];

/// A diagram in a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FencedDiagram {
    /// The line of the page at which its text begins, from 1.
    pub(super) line: usize,
    /// Its text, without the spaces that stand before its fence.
    pub(super) text: String,
}

/// The diagrams of a page in their order: between `` ```mermaid `` and `` ``` ``, `~~~` or `:::` likewise, and in
/// `<pre class="mermaid">`.
pub(super) fn fenced_diagrams(page: &str) -> Vec<FencedDiagram> {
    let mut diagrams = Vec::new();
    // The signs that close the open block, its indentation, and its text where it is a diagram.
    let mut open: Option<(String, usize, Option<FencedDiagram>)> = None;
    for (index, line) in page.lines().enumerate() {
        let begin = line.trim_start_matches(['>', ' ', '\t']);
        if let Some((close, indent, diagram)) = &mut open {
            if closes(begin, close) {
                diagrams.extend(open.take().and_then(|(.., diagram)| diagram));
            } else if let Some(diagram) = diagram {
                let blanks = line.len() - line.trim_start().len();
                diagram.text.push_str(&line[blanks.min(*indent)..]);
                diagram.text.push('\n');
            }
            continue;
        }
        let Some((close, info)) = opening(begin) else {
            continue;
        };
        let is_diagram = names_language(info);
        let diagram = is_diagram.then(|| FencedDiagram {
            line: index + 2,
            text: String::new(),
        });
        open = Some((close, line.len() - begin.len(), diagram));
    }
    // A block that nothing closes goes on to the end of the page.
    diagrams.extend(open.and_then(|(.., diagram)| diagram));
    diagrams
}

/// Whether a text is a page with blocks between fences: it has such lines, and does not begin as a flowchart, in which `~~~` and
/// `:::` are signs.
#[must_use]
pub fn is_page(text: &str) -> bool {
    let begins_block = |line: &str| opening(line.trim_start_matches(['>', ' ', '\t'])).is_some();
    !mermaid::is_flowchart(text) && text.lines().any(begins_block)
}

/// The signs that close a block, and what its first line says about it.
fn opening(line: &str) -> Option<(String, &str)> {
    if let Some(tag) = line.strip_prefix("<pre") {
        return Some(("</pre>".to_owned(), tag));
    }
    ['`', '~', ':'].iter().find_map(|sign| {
        let info = line.trim_start_matches(*sign);
        let count = line.len() - info.len();
        (count >= 3).then(|| (sign.to_string().repeat(count), info))
    })
}

fn closes(line: &str, close: &str) -> bool {
    if close.starts_with('<') {
        return line.contains(close);
    }
    let sign = &close[..1];
    line.starts_with(close) && line.trim_end().trim_start_matches(sign).is_empty()
}

fn names_language(info: &str) -> bool {
    let first = info
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && *word != "class")
        .map(str::to_lowercase)
        .next();
    first.is_some_and(|word| LANGUAGES.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagrams_are_found_between_fences_of_all_forms() {
        let page = "# Shop\n```rust\n```mermaid\nfn main() {}\n```\n\n  ```mermaid\n  graph LR\n    a --> b\n  ```\n~~~~ {.mermaid}\npie\n~~~~\n::: mermaid\ngraph TD\n:::\n<pre class=\"mermaid\">\nflowchart LR\n</pre>\n``` mermaid title=\"x\"\ngraph BT";
        let found = fenced_diagrams(page);
        let found: Vec<(usize, &str)> = found.iter().map(|d| (d.line, d.text.as_str())).collect();
        assert_eq!(
            found,
            [
                (8, "graph LR\n  a --> b\n"),
                (12, "pie\n"),
                (15, "graph TD\n"),
                (18, "flowchart LR\n"),
                (21, "graph BT\n"),
            ]
        );
        assert!(fenced_diagrams("no fences").is_empty());
    }
}
