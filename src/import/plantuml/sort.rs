//! Which sort of diagram a text is, so that those without boxes and calls are refused by their name.

use super::element::ELEMENT_WORDS;

/// A sort of diagram that is not opened, by its name.
pub(super) type DiagramSort = &'static str;

/// A diagram in which nothing is drawn.
pub(super) const WITHOUT_BOXES: DiagramSort = "diagram without boxes";

/// Sorts that their begin says.
const BEGINS: [(&str, DiagramSort); 18] = [
    ("json", "JSON diagram"),
    ("yaml", "YAML diagram"),
    ("gantt", "Gantt chart"),
    ("project", "Gantt chart"),
    ("mindmap", "mind map"),
    ("wbs", "work breakdown structure"),
    ("salt", "wireframe"),
    ("ditaa", "ditaa picture"),
    (
        "dot",
        "DOT graph (to open it, save its content as a .dot file)",
    ),
    ("ebnf", "grammar"),
    ("regex", "regular expression"),
    ("latex", "formula"),
    ("math", "formula"),
    ("chen", "entity relationship diagram"),
    ("chart", "chart"),
    ("files", "file tree"),
    ("board", "board"),
    ("git", "git graph"),
];

/// Whether a line begins a diagram.
pub(super) fn begins_diagram(line: &str) -> bool {
    line.starts_with("@start")
}

/// The sort of the diagram that a line begins; none where its text decides.
pub(super) fn begin_sort(line: &str) -> Option<DiagramSort> {
    let word = line.strip_prefix("@start")?;
    let end = word.find(|c: char| !c.is_ascii_alphanumeric());
    let word = &word[..end.unwrap_or(word.len())];
    let known = BEGINS.iter().find(|(begin, _)| *begin == word);
    match (known, word) {
        (Some((_, sort)), _) => Some(*sort),
        (None, "uml" | "c4") => None,
        (None, _) => Some("diagram of another type"),
    }
}

/// Words at the begin of a statement that only one sort of diagram has.
const SIGNS: [(&str, DiagramSort); 44] = [
    ("participant", "sequence diagram"),
    ("autonumber", "sequence diagram"),
    ("activate", "sequence diagram"),
    ("deactivate", "sequence diagram"),
    ("alt", "sequence diagram"),
    ("opt", "sequence diagram"),
    ("loop", "sequence diagram"),
    ("par", "sequence diagram"),
    ("return", "sequence diagram"),
    ("create", "sequence diagram"),
    ("ref", "sequence diagram"),
    ("box", "sequence diagram"),
    ("class", "class diagram"),
    ("abstract", "class diagram"),
    ("enum", "class diagram"),
    ("annotation", "class diagram"),
    ("struct", "class diagram"),
    ("protocol", "class diagram"),
    ("exception", "class diagram"),
    ("metaclass", "class diagram"),
    ("dataclass", "class diagram"),
    ("namespace", "class diagram"),
    ("diamond", "class diagram"),
    ("object", "object diagram"),
    ("map", "object diagram"),
    ("json", "object diagram"),
    ("state", "state diagram"),
    ("start", "activity diagram"),
    ("if", "activity diagram"),
    ("while", "activity diagram"),
    ("repeat", "activity diagram"),
    ("switch", "activity diagram"),
    ("fork", "activity diagram"),
    ("split", "activity diagram"),
    ("partition", "activity diagram"),
    ("robust", "timing diagram"),
    ("concise", "timing diagram"),
    ("clock", "timing diagram"),
    ("binary", "timing diagram"),
    ("analog", "timing diagram"),
    ("nwdiag", "network diagram"),
    ("network", "network diagram"),
    ("salt", "wireframe"),
    ("archimate", "ArchiMate diagram"),
];

/// Elements that sequence diagrams have, too.
const AMBIGUOUS: [&str; 9] = [
    "actor",
    "boundary",
    "control",
    "entity",
    "database",
    "collections",
    "queue",
    "interface",
    "circle",
];

/// The sort of a diagram that cannot be opened; none where it shows boxes and arrows.
pub(super) fn unreadable_sort<'t>(
    statements: impl Iterator<Item = &'t str>,
) -> Option<DiagramSort> {
    let mut has_boxes = false;
    let mut has_inheritance = false;
    let mut has_arrows = false;
    let mut has_elements = false;
    for text in statements {
        match definite_sign(text) {
            Some(Sign::Other(sort)) => return Some(sort),
            Some(Sign::Boxes) => return None,
            Some(Sign::Package) => has_boxes = true,
            Some(Sign::Entity) => {
                return Some("entity relationship diagram");
            }
            Some(Sign::Element) => has_elements = true,
            None => {}
        }
        has_inheritance |= ["<|-", "<|.", "-|>", ".|>", "|o--", "||--", "--{", "}--"]
            .iter()
            .any(|arrow| text.contains(arrow));
        has_arrows |= ["->", "<-", "..", "--"]
            .iter()
            .any(|arrow| text.contains(arrow));
    }
    match () {
        () if has_inheritance => Some("class diagram"),
        () if has_boxes => None,
        () if has_arrows => Some("sequence diagram"),
        () if has_elements => None,
        () => Some(WITHOUT_BOXES),
    }
}

/// What a statement says about the sort of its diagram.
enum Sign {
    /// It is another sort.
    Other(DiagramSort),
    /// It shows boxes.
    Boxes,
    /// It has packages: a diagram of boxes, or of classes.
    Package,
    /// An entity with its fields.
    Entity,
    /// An element of several sorts.
    Element,
}

fn definite_sign(text: &str) -> Option<Sign> {
    if text.contains("[*]") {
        return Some(Sign::Other("state diagram"));
    }
    if text.starts_with("(*)") || text.contains("> (*)") {
        return Some(Sign::Other("activity diagram"));
    }
    if text.starts_with("==") || text.starts_with("...") || text.starts_with("[->") {
        return Some(Sign::Other("sequence diagram"));
    }
    if text.starts_with(':') && text.ends_with([';', '|', '<', '>', ']', '}']) {
        return Some(Sign::Other("activity diagram"));
    }
    if text.starts_with(['[', '(', ':']) {
        return Some(Sign::Boxes);
    }
    let word = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '/'));
    let word = word.into_iter().next().unwrap_or_default();
    let after = text[word.len()..].trim_start();
    // `queue -> worker` is about an element of this name.
    let is_name = after.starts_with(|c: char| "-.<=:".contains(c) && !after.starts_with("<<"));
    let lower = word.to_ascii_lowercase();
    let word = lower.trim_end_matches('/');
    if word.is_empty() || (is_name && after.len() > 1) {
        return has_bracket_end(text).then_some(Sign::Boxes);
    }
    if let Some((_, sort)) = SIGNS.iter().find(|(sign, _)| *sign == word) {
        return Some(Sign::Other(sort));
    }
    let opens = after.ends_with('{');
    match word {
        "interface" | "circle" if opens => return Some(Sign::Other("class diagram")),
        "entity" if opens => return Some(Sign::Entity),
        "package" => return Some(Sign::Package),
        _ => {}
    }
    if AMBIGUOUS.contains(&word) {
        return Some(if opens { Sign::Boxes } else { Sign::Element });
    }
    let is_macro = text[word.len()..].starts_with('(') && after.len() > 1;
    let is_element = ELEMENT_WORDS.iter().any(|(element, _)| *element == word);
    (is_element || is_macro || has_bracket_end(text)).then_some(Sign::Boxes)
}

/// Whether an arrow begins or ends at `[Name]`.
fn has_bracket_end(text: &str) -> bool {
    let words = text.split(" : ").next().unwrap_or(text);
    words.ends_with(']')
        && (words.contains("> [")
            || words.contains("- [")
            || words.contains(">[")
            || words.contains(". ["))
}
