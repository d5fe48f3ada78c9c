//! The statements of a flowchart: which boxes, arrows and subgraphs it has.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::read_attributes;
use super::label::{icon_words, plain_label, plain_line};
use super::source::{MermaidSource, line_at};
use super::tokens::{
    LabelToken, begins_arrow, skip_blanks, skip_space, take_arrow, take_arrow_name, take_bracketed,
    take_identifier, take_quoted,
};
use crate::import::ImportError;
use crate::import::box_kind::BoxShape;
use crate::import::diagram::Diagram;
use crate::import::elements::{Element, ElementArrow, Elements, MOST};
use crate::layout::Direction;
use crate::model::catalogue;
use crate::model::text_match::one_line;

/// Words that begin a statement about looks, up to the end of its line.
const LOOKS: [&str; 6] = [
    "style",
    "class",
    "classDef",
    "linkStyle",
    "click",
    "direction",
];

/// The words of a click end within so many characters.
const LONGEST_TOOLTIP: usize = 1_000;

/// Reads the statements of a flowchart.
pub(in crate::import) fn parse_flowchart(text: &str) -> Result<Diagram, ImportError> {
    let fail = |line, message| ImportError::Line {
        format: "Mermaid flowchart",
        line,
        message,
    };
    let source = MermaidSource::new(text).map_err(|message| fail(1, message))?;
    let mut parser = FlowchartParser::default();
    let mut rest = &source.text[source.after_first_word()..];
    parser.elements.direction = take_direction(&mut rest);
    parser.elements.title.clone_from(&source.title);
    let mut here = rest;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        here = if rest.is_empty() { here } else { rest };
        if rest.is_empty() {
            break;
        }
        if let Err(message) = parser.read_statement(&mut rest) {
            let line = line_at(&source.text, source.text.len() - here.len());
            return Err(fail(line, message));
        }
    }
    if let Some(open) = parser.open.last() {
        let line = line_at(&source.text, source.text.len() - open.left);
        return Err(fail(
            line,
            "this `subgraph` is not closed: add `end`".to_owned(),
        ));
    }
    parser
        .into_diagram()
        .map_err(|message| fail(line_at(&source.text, source.text.len()), message))
}

/// Takes the direction after the first word: down where nothing is said, as Mermaid has it. Right to left is read as left to
/// right, and bottom to top as top to bottom.
fn take_direction(rest: &mut &str) -> Direction {
    skip_blanks(rest);
    let end = rest.find(|c: char| c.is_whitespace() || c == ';');
    let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
    let direction = match word {
        "LR" | "RL" | ">" | "<" => Direction::Right,
        "TB" | "TD" | "BT" | "BR" | "^" | "v" => Direction::Down,
        _ => return Direction::Down,
    };
    *rest = after;
    direction
}

/// A box or a subgraph, by its identifier.
#[derive(Default)]
struct ChartNode {
    /// Its text; empty where it is only mentioned.
    text: String,
    shape: BoxShape,
    /// The id of its kind, where its class is one.
    kind: Option<&'static str>,
    /// What its icon stands for.
    icon: String,
    /// The subgraph that it lies in, as the index of a node.
    parent: Option<usize>,
    is_subgraph: bool,
    /// Whether it is a subgraph whose title is blank on purpose.
    is_unnamed: bool,
    /// Whether boxes are mentioned in it: where all of them lie in other subgraphs, it is not drawn.
    has_mentions: bool,
}

/// A subgraph that is not closed yet.
struct OpenSubgraph {
    node: usize,
    /// The nodes that its own statements mention.
    mentions: BTreeSet<usize>,
    /// The length of the text from where it begins.
    left: usize,
}

/// What is read so far.
#[derive(Default)]
struct FlowchartParser {
    nodes: Vec<ChartNode>,
    /// The index of a node by its identifier.
    known: BTreeMap<String, usize>,
    /// The subgraphs in the order in which they begin.
    subgraphs: Vec<usize>,
    open: Vec<OpenSubgraph>,
    arrow_names: BTreeSet<String>,
    arrows: Vec<ElementArrow>,
    elements: Elements,
}

impl FlowchartParser {
    fn read_statement(&mut self, rest: &mut &str) -> Result<(), String> {
        let text = *rest;
        let end = text.find(|c: char| c.is_whitespace() || c == ';');
        let (word, after) = text.split_at(end.unwrap_or(text.len()));
        if let Some(after) = take_description(text) {
            *rest = after;
            return Ok(());
        }
        if let Some(title) = text.strip_prefix("accTitle")
            && let Some(title) = title.trim_start().strip_prefix(':')
        {
            let (title, after) = split_line(title);
            if self.elements.title.is_empty() {
                title.trim().clone_into(&mut self.elements.title);
            }
            *rest = after;
            return Ok(());
        }
        let is_statement = !begins_arrow(after.trim_start(), false) && !starts_bracket(after);
        if word == "subgraph" {
            *rest = after;
            return self.begin_subgraph(rest, text.len());
        }
        if word == "end" && is_statement {
            *rest = after;
            return self.end_subgraph();
        }
        if LOOKS.contains(&word) && is_statement {
            if word == "click" {
                self.tell_link(after);
            }
            *rest = skip_looks(after, word == "click");
            return Ok(());
        }
        self.read_chain(rest)?;
        skip_blanks(rest);
        if rest.is_empty() || rest.starts_with(['\n', ';']) {
            return Ok(());
        }
        if rest.starts_with("%%") {
            *rest = split_line(rest).1;
            return Ok(());
        }
        // What follows a box on its line begins an arrow, or else something is wrong.
        take_arrow(rest).map(drop)
    }

    /// Tells the link of a box: `click id "address"`, `click id href "address"`. Calls of a page's script are looks.
    fn tell_link(&mut self, after: &str) {
        let after = after.trim_start();
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (id, what) = after.split_at(end);
        let what = what.trim_start();
        if what.starts_with('"') || what.starts_with("href") {
            self.elements.losses.add("links", id);
        }
    }

    /// Reads `id[Title]`, `id`, `"Title"` or `Title of several words` after `subgraph`.
    fn begin_subgraph(&mut self, rest: &mut &str, left: usize) -> Result<(), String> {
        skip_blanks(rest);
        let text = *rest;
        let (id, title);
        let mut is_unnamed = false;
        if let Some((label, end)) = take_quoted(text)? {
            title = plain_line(label.text, label.is_markdown);
            id = Some(label.text).filter(|text| !text.contains(char::is_whitespace));
            *rest = &text[end..];
        } else {
            let end = text.find(['\n', ';', '[']).unwrap_or(text.len());
            let name = text[..end].trim();
            *rest = &text[end..];
            let label = if rest.starts_with('[') {
                take_bracketed(rest)?
            } else {
                None
            };
            title = match label {
                Some((label, _)) => {
                    // A blank may be written as an entity: `["#nbsp;"]`.
                    let line = plain_line(label.text, label.is_markdown);
                    is_unnamed = line.trim().is_empty();
                    if is_unnamed { String::new() } else { line }
                }
                None => plain_line(name, false),
            };
            let is_id = label.is_some() || !name.contains(char::is_whitespace);
            id = Some(name).filter(|name| is_id && !name.is_empty());
        }
        *rest = split_line(rest).1;
        let node = match id {
            Some(id) => self.node(id)?,
            None => self.add_node()?,
        };
        let around = self.open.last().map(|open| open.node);
        let begun = &mut self.nodes[node];
        if !begun.is_subgraph {
            begun.is_subgraph = true;
            // A subgraph that lies in one already, where that mentions it, stays there.
            begun.parent = begun.parent.or(around);
            self.subgraphs.push(node);
            let label = std::mem::take(&mut begun.text);
            self.tell_of_label(&label, &title);
        }
        self.nodes[node].text = title;
        self.nodes[node].is_unnamed = is_unnamed;
        self.open.push(OpenSubgraph {
            node,
            mentions: BTreeSet::new(),
            left,
        });
        Ok(())
    }

    /// A box or a subgraph lies in the first subgraph with a statement about it that ends: an inner one before the one around
    /// it.
    fn end_subgraph(&mut self) -> Result<(), String> {
        let closed = self.open.pop().ok_or("`end` without a `subgraph`")?;
        self.nodes[closed.node].has_mentions |= !closed.mentions.is_empty();
        for index in closed.mentions {
            let is_free = self.nodes[index].parent.is_none();
            if is_free && !self.is_around(index, closed.node) {
                self.nodes[index].parent = Some(closed.node);
            }
        }
        Ok(())
    }

    /// Whether a node is a subgraph around another, or that one itself.
    fn is_around(&self, outer: usize, inner: usize) -> bool {
        let mut around = std::iter::successors(Some(inner), |&node| self.nodes[node].parent);
        self.nodes[outer].is_subgraph && around.any(|node| node == outer)
    }

    /// Tells of the label of a box that is a subgraph with a title of its own: only the title is shown.
    fn tell_of_label(&mut self, label: &str, title: &str) {
        if !label.is_empty() && one_line(label) != title {
            let sort = "labels of nodes that are also subgraphs";
            self.elements.losses.add(sort, label);
        }
    }

    /// Reads `A --> B & C -->|words| D`, which may go on where a line begins or ends with an arrow.
    fn read_chain(&mut self, rest: &mut &str) -> Result<(), String> {
        let mut from = self.read_group(rest)?;
        loop {
            let mut ahead = *rest;
            skip_blanks(&mut ahead);
            let name = take_arrow_name(&mut ahead);
            let is_on_new_line = ahead.starts_with('\n');
            skip_space(&mut ahead);
            if !begins_arrow(ahead, is_on_new_line) {
                return Ok(());
            }
            *rest = ahead;
            self.arrow_names.extend(name.map(str::to_owned));
            let arrow = take_arrow(rest)?;
            skip_space(rest);
            let to = self.read_group(rest)?;
            // Counted before they are made: two lists in one line stand for all pairs of them.
            let arrows = self.arrows.len() + from.len() * to.len();
            if arrows > MOST {
                return Err(format!(
                    "a flowchart can have at most {MOST} arrows, and this line would make it {arrows}"
                ));
            }
            for (&a, &b) in from.iter().flat_map(|a| to.iter().map(move |b| (a, b))) {
                if arrow.is_invisible {
                    continue;
                }
                let (from, to) = if arrow.is_backwards { (b, a) } else { (a, b) };
                self.arrows.push(ElementArrow {
                    from,
                    to,
                    label: arrow.label.clone(),
                    is_dotted: arrow.is_dotted,
                    heads: arrow.heads,
                    ..ElementArrow::default()
                });
            }
            from = to;
        }
    }

    /// Reads boxes with `&` between them and answers their indices.
    fn read_group(&mut self, rest: &mut &str) -> Result<Vec<usize>, String> {
        let mut group: Vec<usize> = Vec::new();
        loop {
            group.extend(self.read_box(rest)?);
            let mut ahead = *rest;
            skip_blanks(&mut ahead);
            let Some(more) = ahead.strip_prefix('&') else {
                return Ok(group);
            };
            *rest = more.trim_start();
        }
    }

    /// Reads one mention of a box, `id[Label]:::class@{ shape: cyl }`, and answers its index; none where it is about an arrow.
    fn read_box(&mut self, rest: &mut &str) -> Result<Option<usize>, String> {
        let Some(id) = take_identifier(rest) else {
            let found: String = rest.chars().take(12).take_while(|&c| c != '\n').collect();
            return Err(format!("expected a box, found `{found}`"));
        };
        let label = take_bracketed(rest)?;
        let mut kind = None;
        if let Some(mut class) = rest.strip_prefix(":::") {
            // The class of a box may be its kind, as this program writes it. An arrow may follow without a blank.
            let name = take_identifier(&mut class).unwrap_or_default();
            kind = catalogue().get(name).map(|kind| kind.id.as_str());
            *rest = class;
        }
        let attributes = take_attributes(rest)?.map(read_attributes);
        let is_of_arrow = attributes.as_ref().is_some_and(|said| said.is_of_arrow);
        if attributes.is_some() && (is_of_arrow || self.arrow_names.contains(id)) {
            return Ok(None);
        }
        let index = self.node(id)?;
        if let Some(open) = self.open.last_mut() {
            open.mentions.insert(index);
        }
        let node = &mut self.nodes[index];
        let title = node.is_subgraph.then(|| std::mem::take(&mut node.text));
        node.kind = kind.or(node.kind);
        if let Some((LabelToken { text, is_markdown }, shape)) = label {
            (node.text, node.shape) = (plain_label(text, is_markdown), shape);
        }
        if let Some(said) = attributes {
            node.shape = said.shape.unwrap_or(node.shape);
            if let Some(label) = said.label {
                node.text = plain_label(&label, true);
            }
            if let Some(icon) = said.icon {
                node.icon = icon_words(&icon);
            }
        }
        if let Some(title) = title {
            let label = std::mem::replace(&mut node.text, title.clone());
            self.tell_of_label(&label, &title);
        }
        Ok(Some(index))
    }

    fn node(&mut self, id: &str) -> Result<usize, String> {
        if let Some(&index) = self.known.get(id) {
            return Ok(index);
        }
        let index = self.add_node()?;
        self.known.insert(id.to_owned(), index);
        Ok(index)
    }

    fn add_node(&mut self) -> Result<usize, String> {
        if self.nodes.len() >= MOST {
            return Err(format!(
                "a flowchart can have at most {MOST} boxes and subgraphs"
            ));
        }
        self.nodes.push(ChartNode::default());
        Ok(self.nodes.len() - 1)
    }

    /// The subgraphs in the order in which they begin, but for those that lie in a later one: they come after it.
    fn outer_first(&self) -> Vec<usize> {
        let mut is_placed = vec![false; self.nodes.len()];
        let mut order = Vec::with_capacity(self.subgraphs.len());
        for &subgraph in &self.subgraphs {
            let outwards = std::iter::successors(Some(subgraph), |&node| self.nodes[node].parent);
            let missing: Vec<usize> = outwards.take_while(|&node| !is_placed[node]).collect();
            for node in missing.into_iter().rev() {
                is_placed[node] = true;
                order.push(node);
            }
        }
        order
    }

    fn into_diagram(mut self) -> Result<Diagram, String> {
        let mut ids = vec![""; self.nodes.len()];
        for (id, &index) in &self.known {
            ids[index] = id;
        }
        // Subgraphs come first, the outer ones before those in them.
        let boxes = (0..self.nodes.len()).filter(|&index| !self.nodes[index].is_subgraph);
        let order: Vec<usize> = self.outer_first().into_iter().chain(boxes).collect();
        let mut places = vec![0; self.nodes.len()];
        let at_arrows: BTreeSet<usize> = (self.arrows.iter())
            .flat_map(|arrow| [arrow.from, arrow.to])
            .collect();
        for &index in &order {
            let node = &mut self.nodes[index];
            let label = std::mem::take(&mut node.text);
            let icon = std::mem::take(&mut node.icon);
            // The first of its label, its icon and its identifier is its text.
            let (text, technology) = match (label.is_empty(), icon.is_empty()) {
                (true, _) if node.is_unnamed => (String::new(), String::new()),
                (false, _) => (label, icon),
                (true, false) => (icon, String::new()),
                (true, true) => (ids[index].to_owned(), String::new()),
            };
            places[index] = self.elements.add(Element {
                text,
                technology,
                shape: node.shape,
                kind: node.kind,
                parent: node.parent.map(|parent| places[parent]),
                has_whole_name: node.kind.is_some(),
                is_only_frame: node.has_mentions && !at_arrows.contains(&index),
                ..Element::default()
            })?;
        }
        for mut arrow in self.arrows {
            (arrow.from, arrow.to) = (places[arrow.from], places[arrow.to]);
            self.elements.connect(arrow)?;
        }
        Ok(self.elements.into_diagram())
    }
}

/// Whether a bracket of a label follows.
fn starts_bracket(text: &str) -> bool {
    text.starts_with(['[', '(', '{', '>', '@'])
}

/// A text up to the end of its line, and what follows.
fn split_line(text: &str) -> (&str, &str) {
    let end = text.find(['\n', ';']).unwrap_or(text.len());
    text.split_at(end)
}

/// What follows a statement about looks: its line may have `;` in quotes, and the words of a click also line breaks.
fn skip_looks(text: &str, has_long_words: bool) -> &str {
    let mut is_quoted = false;
    let end = text.char_indices().find_map(|(at, c)| {
        is_quoted ^= c == '"';
        let is_closed = || text[at..].chars().take(LONGEST_TOOLTIP).any(|c| c == '"');
        let goes_on = is_quoted && has_long_words && is_closed();
        let ends = (c == '\n' && !goes_on) || (c == ';' && !is_quoted);
        ends.then_some(at)
    });
    &text[end.unwrap_or(text.len())..]
}

/// What follows `accDescr: …` or `accDescr { … }`; none where the text is something else.
fn take_description(text: &str) -> Option<&str> {
    let after = text.strip_prefix("accDescr")?.trim_start();
    if let Some(block) = after.strip_prefix('{') {
        return block.split_once('}').map(|(_, after)| after);
    }
    let line = after.strip_prefix(':')?;
    Some(&line[line.find('\n').unwrap_or(line.len())..])
}

/// Takes what stands between `@{` and `}`, where quotes may hold a `}`.
fn take_attributes<'a>(rest: &mut &'a str) -> Result<Option<&'a str>, String> {
    let Some(inside) = rest.strip_prefix("@{") else {
        return Ok(None);
    };
    let mut is_quoted = false;
    let end = inside.find(|c: char| {
        is_quoted ^= c == '"';
        c == '}' && !is_quoted
    });
    let end = end.ok_or("`@{` is not closed: add `}`")?;
    *rest = &inside[end + 1..];
    Ok(Some(&inside[..end]))
}
