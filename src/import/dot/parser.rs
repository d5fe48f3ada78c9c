//! The statements of a graph: which nodes, edges and clusters it has. Over 500 lines because nesting is followed on a stack of
//! its own, so that no text is too deep for it, and all statements share that stack.

use std::collections::{BTreeMap, BTreeSet};

use super::is_graph;
use super::label::Label;
use super::lexer::{DotToken, Lexer};
use super::scope::{Attributes, EdgeHeads, LineLook, NodeShape};
use crate::import::ImportError;
use crate::import::box_kind::BoxShape;
use crate::import::diagram::{ArrowHeads, Diagram};
use crate::import::elements::{Element, ElementArrow, Elements, MOST, check_length};
use crate::layout::Direction;

/// The most nodes that are looked at because subgraphs are ends of arrows, so that a short text cannot ask for hours.
const MOST_LOOKED_AT: usize = 4_000_000;

/// Reads the first graph of a text.
pub(in crate::import) fn parse_graph(text: &str) -> Result<Diagram, ImportError> {
    let fail = |line, message| ImportError::Line {
        format: "DOT graph",
        line,
        message,
    };
    check_length(text).map_err(|message| fail(1, message))?;
    let mut parser = GraphParser::new(text);
    match parser.read_graph() {
        Ok(()) => Ok(parser.into_diagram()),
        Err(message) => Err(fail(parser.lexer.line, message)),
    }
}

/// What is read so far.
struct GraphParser<'a> {
    lexer: Lexer<'a>,
    /// A token that was looked at.
    peeked: Option<DotToken>,
    elements: Elements,
    /// What the graph is called in the text.
    name: String,
    graph: Attributes,
    nodes: Vec<DotNode>,
    /// The index of a node by its name.
    node_by_name: BTreeMap<String, usize>,
    clusters: Vec<Cluster>,
    /// Where in `clusters` a cluster is, by its name.
    cluster_by_name: BTreeMap<String, usize>,
    /// Nodes in the order in which the text mentions them, again and again.
    mentions: Vec<usize>,
    /// The mentions in a named subgraph.
    members_by_name: BTreeMap<String, (usize, usize)>,
    looked_at: usize,
    open: Vec<Scope>,
    /// Whether edges have a direction.
    is_directed: bool,
    /// The nodes that edges join, where the graph has at most one edge between two.
    joined: Option<BTreeSet<(usize, usize)>>,
}

struct DotNode {
    element: usize,
    name: String,
    attributes: Attributes,
}

struct Cluster {
    element: usize,
    name: String,
    label: Option<Label>,
}

/// A graph or subgraph that is not closed yet.
#[derive(Default)]
struct Scope {
    /// Defaults of nodes.
    node: Attributes,
    /// Defaults of edges.
    edge: Attributes,
    /// Its name, if it has one.
    name: Option<String>,
    /// Which of the clusters it is.
    cluster: Option<usize>,
    /// The element of the innermost cluster around what is in it.
    around: Option<usize>,
    /// How many mentions there were when it began.
    begin: usize,
    /// The ends of the statement that is read.
    ends: Vec<End>,
    /// The arrows between them; one more than ends less one where an end is still to come.
    arrows: Vec<bool>,
    /// What its lists say.
    attributes: Attributes,
}

/// What stands at the end of an edge.
#[derive(Clone, Copy)]
enum End {
    Node(usize),
    /// All nodes of a subgraph: the first of their mentions, and the one after the last.
    Mentions(usize, usize),
}

impl Scope {
    fn wants_end(&self) -> bool {
        !self.arrows.is_empty() && self.arrows.len() >= self.ends.len()
    }
}

impl<'a> GraphParser<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            lexer: Lexer::new(text),
            peeked: None,
            elements: Elements::default(),
            name: String::new(),
            graph: Attributes::default(),
            nodes: Vec::new(),
            node_by_name: BTreeMap::new(),
            clusters: Vec::new(),
            cluster_by_name: BTreeMap::new(),
            mentions: Vec::new(),
            members_by_name: BTreeMap::new(),
            looked_at: 0,
            open: Vec::new(),
            is_directed: false,
            joined: None,
        }
    }

    fn next(&mut self) -> Result<Option<DotToken>, String> {
        match self.peeked.take() {
            Some(token) => Ok(Some(token)),
            None => self.lexer.next_token(),
        }
    }

    fn peek(&mut self) -> Result<Option<&DotToken>, String> {
        if self.peeked.is_none() {
            self.peeked = self.lexer.next_token()?;
        }
        Ok(self.peeked.as_ref())
    }

    fn take_sign(&mut self, sign: char) -> Result<bool, String> {
        let is_next = self.peek()? == Some(&DotToken::Sign(sign));
        if is_next {
            self.peeked = None;
        }
        Ok(is_next)
    }

    fn scope(&mut self) -> Result<&mut Scope, String> {
        self.open
            .last_mut()
            .ok_or_else(|| "`}` without a `{`".to_owned())
    }

    fn read_graph(&mut self) -> Result<(), String> {
        // What stands before was looked at when the text was recognized.
        while let Some(token) = self.next()? {
            match token {
                DotToken::Sign('{') => break,
                DotToken::Id { text, is_bare } => {
                    let is = |word: &str| is_bare && text.eq_ignore_ascii_case(word);
                    if self.name.is_empty() && is("strict") {
                        self.joined = Some(BTreeSet::new());
                    }
                    self.is_directed |= is("digraph");
                    self.name = text;
                }
                _ => {}
            }
        }
        self.open.push(Scope::default());
        while !self.open.is_empty() {
            let Some(token) = self.next()? else {
                return Err("the graph is not closed: add `}`".to_owned());
            };
            self.read_token(token)?;
        }
        if is_graph(self.lexer.rest()) {
            self.elements.losses.add("graphs after the first", "");
        }
        Ok(())
    }

    fn read_token(&mut self, token: DotToken) -> Result<(), String> {
        match token {
            DotToken::Sign('{') => self.begin_subgraph(None),
            DotToken::Sign('}') => self.end_scope(),
            DotToken::Sign(';' | ',') => self.end_statement(),
            DotToken::Sign('[') => {
                let said = self.read_attributes()?;
                let scope = self.scope()?;
                scope.attributes = said.or(&scope.attributes);
                Ok(())
            }
            DotToken::Sign(sign) => Err(format!("expected a node, found `{sign}`")),
            DotToken::Arrow(has_head) => {
                let scope = self.scope()?;
                if scope.ends.is_empty() || scope.wants_end() {
                    return Err("an arrow must start at a node".to_owned());
                }
                scope.arrows.push(has_head);
                Ok(())
            }
            DotToken::Html(text) => self.read_name(text, false),
            DotToken::Id { text, is_bare } => self.read_name(text, is_bare),
        }
    }

    /// Reads what begins with a name: an end, defaults, or an attribute of the graph.
    fn read_name(&mut self, text: String, is_bare: bool) -> Result<(), String> {
        if !self.scope()?.wants_end() {
            self.end_statement()?;
        }
        let keyword = if is_bare {
            text.to_ascii_lowercase()
        } else {
            String::new()
        };
        match keyword.as_str() {
            "subgraph" => return self.read_subgraph(),
            "node" | "edge" | "graph" if self.peek()? == Some(&DotToken::Sign('[')) => {
                return self.read_defaults(&keyword);
            }
            _ => {}
        }
        if self.take_sign('=')? {
            let value = self.read_value()?;
            let mut said = Attributes::default();
            said.set(&text, value);
            return self.set_graph_attributes(&said);
        }
        while self.take_sign(':')? {
            // A port: where at the node an edge ends.
            self.next()?;
        }
        let node = self.node(text)?;
        self.mentions.push(node);
        self.scope()?.ends.push(End::Node(node));
        Ok(())
    }

    fn read_subgraph(&mut self) -> Result<(), String> {
        let name = match self.peek()? {
            Some(DotToken::Id { .. } | DotToken::Html(_)) => match self.next()? {
                Some(DotToken::Id { text, .. } | DotToken::Html(text)) => Some(text),
                _ => None,
            },
            _ => None,
        };
        if self.take_sign('{')? {
            return self.begin_subgraph(name);
        }
        let known = name.and_then(|name| self.members_by_name.get(&name).copied());
        let (begin, end) = known.unwrap_or((0, 0));
        self.scope()?.ends.push(End::Mentions(begin, end));
        Ok(())
    }

    fn begin_subgraph(&mut self, name: Option<String>) -> Result<(), String> {
        if !self.scope()?.wants_end() {
            self.end_statement()?;
        }
        let begin = self.mentions.len();
        let outer = self.scope()?;
        let mut scope = Scope {
            node: outer.node.clone(),
            edge: outer.edge.clone(),
            around: outer.around,
            begin,
            name,
            ..Scope::default()
        };
        if let Some(name) = scope
            .name
            .clone()
            .filter(|name| name.starts_with("cluster"))
        {
            self.make_cluster(&mut scope, &name)?;
        }
        self.open.push(scope);
        Ok(())
    }

    fn make_cluster(&mut self, scope: &mut Scope, name: &str) -> Result<(), String> {
        let known = self.cluster_by_name.get(name).copied();
        let index = match known {
            Some(index) => index,
            None => {
                let element = self.elements.add(Element {
                    parent: scope.around,
                    ..Element::default()
                })?;
                self.clusters.push(Cluster {
                    element,
                    name: name.to_owned(),
                    label: None,
                });
                let index = self.clusters.len() - 1;
                self.cluster_by_name.insert(name.to_owned(), index);
                index
            }
        };
        scope.cluster = Some(index);
        scope.around = Some(self.clusters[index].element);
        Ok(())
    }

    fn end_scope(&mut self) -> Result<(), String> {
        self.end_statement()?;
        let Some(scope) = self.open.pop() else {
            return Ok(());
        };
        let (begin, end) = (scope.begin, self.mentions.len());
        if let Some(name) = scope.name {
            self.members_by_name.insert(name, (begin, end));
        }
        if let Some(outer) = self.open.last_mut() {
            outer.ends.push(End::Mentions(begin, end));
        }
        Ok(())
    }

    fn read_defaults(&mut self, keyword: &str) -> Result<(), String> {
        while self.take_sign('[')? {
            let said = self.read_attributes()?;
            let scope = self.scope()?;
            match keyword {
                "node" => scope.node = said.or(&scope.node),
                "edge" => scope.edge = said.or(&scope.edge),
                _ => self.set_graph_attributes(&said)?,
            }
        }
        Ok(())
    }

    /// Takes attributes of the graph or subgraph that is read.
    fn set_graph_attributes(&mut self, said: &Attributes) -> Result<(), String> {
        if self.open.len() == 1 {
            self.graph = said.or(&self.graph);
            return Ok(());
        }
        let Some(mut scope) = self.open.pop() else {
            return Ok(());
        };
        if said.is_cluster && scope.cluster.is_none() {
            let number = self.clusters.len();
            let name = scope.name.clone();
            let name = name.unwrap_or_else(|| format!("cluster {number}"));
            self.make_cluster(&mut scope, &name)?;
        }
        if let (Some(cluster), Some(label)) = (scope.cluster, said.words()) {
            self.clusters[cluster].label = Some(label.clone());
        }
        self.open.push(scope);
        Ok(())
    }

    /// Reads a list of attributes after its `[`.
    fn read_attributes(&mut self) -> Result<Attributes, String> {
        let mut attributes = Attributes::default();
        loop {
            match self.next()? {
                Some(DotToken::Sign(']')) => return Ok(attributes),
                Some(DotToken::Sign(',' | ';')) => {}
                Some(DotToken::Id { text, .. } | DotToken::Html(text)) => {
                    if self.take_sign('=')? {
                        let value = self.read_value()?;
                        attributes.set(&text, value);
                    }
                }
                Some(_) => return Err("expected an attribute, as in `[label=\"API\"]`".into()),
                None => return Err("an attribute list is not closed: add `]`".to_owned()),
            }
        }
    }

    fn read_value(&mut self) -> Result<Label, String> {
        let (text, is_html) = match self.next()? {
            Some(DotToken::Id { text, .. }) => (text, false),
            Some(DotToken::Html(text)) => (text, true),
            _ => return Err("expected a value after `=`".to_owned()),
        };
        Ok(Label {
            text: text.into(),
            is_html,
        })
    }

    /// The index of the node of this name, which is made if it is new.
    fn node(&mut self, name: String) -> Result<usize, String> {
        let scope = self.scope()?;
        let around = scope.around;
        if let Some(&known) = self.node_by_name.get(&name) {
            let element = self.elements.element(self.nodes[known].element);
            element.parent = element.parent.or(around);
            return Ok(known);
        }
        let attributes = self.scope()?.node.clone();
        let element = self.elements.add(Element {
            parent: around,
            ..Element::default()
        })?;
        self.nodes.push(DotNode {
            element,
            name: name.clone(),
            attributes,
        });
        let index = self.nodes.len() - 1;
        self.node_by_name.insert(name, index);
        Ok(index)
    }

    fn end_statement(&mut self) -> Result<(), String> {
        let scope = self.scope()?;
        if scope.wants_end() {
            return Err("an arrow must end at a node".to_owned());
        }
        let ends = std::mem::take(&mut scope.ends);
        let arrows = std::mem::take(&mut scope.arrows);
        let said = std::mem::take(&mut scope.attributes);
        if let [End::Node(node)] = ends.as_slice() {
            let node = &mut self.nodes[*node];
            node.attributes = said.or(&node.attributes);
            return Ok(());
        }
        if arrows.is_empty() {
            return Ok(());
        }
        let look = said.or(&self.scope()?.edge);
        let mut from = self.resolve(ends[0])?;
        for (&end, has_head) in ends[1..].iter().zip(arrows) {
            let to = self.resolve(end)?;
            self.connect(&from, &to, has_head, &look)?;
            from = to;
        }
        Ok(())
    }

    /// The nodes at an end, each once.
    fn resolve(&mut self, end: End) -> Result<Vec<usize>, String> {
        let (begin, end) = match end {
            End::Node(node) => return Ok(vec![node]),
            End::Mentions(begin, end) => (begin, end),
        };
        self.looked_at += end - begin;
        if self.looked_at > MOST_LOOKED_AT {
            return Err("the subgraphs at the ends of arrows have too many nodes".to_owned());
        }
        let mut met = BTreeSet::new();
        let mentions = self.mentions[begin..end].iter().copied();
        Ok(mentions.filter(|&node| met.insert(node)).collect())
    }

    fn connect(
        &mut self,
        from: &[usize],
        to: &[usize],
        has_head: bool,
        look: &Attributes,
    ) -> Result<(), String> {
        if look.line == Some(LineLook::Invisible) {
            return Ok(());
        }
        // Counted before they are made: two subgraphs stand for all pairs of their nodes.
        if from.len() * to.len() > MOST {
            return Err(format!("a drawing can have at most {MOST} arrows"));
        }
        let label = look
            .words()
            .map_or_else(String::new, |label| label.lines("", &self.name, false));
        let heads = match look.heads {
            Some(EdgeHeads::Some(heads)) => heads,
            _ if has_head => ArrowHeads::AtEnd,
            _ => ArrowHeads::Nowhere,
        };
        let is_turned = look.heads == Some(EdgeHeads::AtBegin);
        for (&a, &b) in from.iter().flat_map(|a| to.iter().map(move |b| (a, b))) {
            // What an edge joins is said by how it is written, whatever end has its head.
            let pair = if self.is_directed || a <= b {
                (a, b)
            } else {
                (b, a)
            };
            if self
                .joined
                .as_mut()
                .is_some_and(|joined| !joined.insert(pair))
            {
                if !label.is_empty() {
                    let losses = &mut self.elements.losses;
                    losses.add(
                        "labels of duplicate edges, which a strict graph merges",
                        label.as_str(),
                    );
                }
                continue;
            }
            let (from, to) = if is_turned { (b, a) } else { (a, b) };
            self.elements.connect(ElementArrow {
                from: self.nodes[from].element,
                to: self.nodes[to].element,
                label: label.clone(),
                is_dotted: look.line == Some(LineLook::Dotted),
                heads,
                ..ElementArrow::default()
            })?;
        }
        Ok(())
    }

    fn into_diagram(mut self) -> Diagram {
        let title = self.graph.words();
        self.elements.title = title.map_or_else(String::new, |l| l.lines("", &self.name, false));
        self.elements.direction = match self.graph.is_to_right {
            Some(true) => Direction::Right,
            _ => Direction::Down,
        };
        for cluster in &self.clusters {
            let label = cluster.label.as_ref();
            let shown = label.map_or_else(String::new, |l| l.lines("", &cluster.name, false));
            let element = self.elements.element(cluster.element);
            // A label of a blank is a frame without a name, as this program writes it.
            let is_unnamed = label.is_some_and(|label| &*label.text == " ");
            element.text = if is_unnamed {
                String::new()
            } else if shown.is_empty() {
                let name = cluster
                    .name
                    .strip_prefix("cluster")
                    .unwrap_or(&cluster.name);
                name.trim_start_matches(['_', '-']).to_owned()
            } else {
                shown
            };
            element.is_only_frame = true;
        }
        for node in &self.nodes {
            let said = &node.attributes;
            let is_record = said.shape == Some(NodeShape::Record);
            let shown = said.words();
            let shown = shown.map(|label| label.lines(&node.name, &self.name, is_record));
            let element = self.elements.element(node.element);
            element.text = shown
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| node.name.clone());
            element.is_hidden = said.line == Some(LineLook::Invisible);
            element.kind = said.kind;
            element.has_whole_name = said.kind.is_some();
            element.shape = match said.shape {
                Some(NodeShape::Cylinder) => BoxShape::Cylinder,
                Some(NodeShape::Round) => BoxShape::Round,
                Some(NodeShape::Record | NodeShape::Other) | None => BoxShape::Plain,
            };
        }
        self.elements.into_diagram()
    }
}
