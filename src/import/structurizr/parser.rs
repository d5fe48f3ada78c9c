//! The statements of a workspace.

use std::collections::BTreeMap;

use super::archetype::{Archetype, archetype_of_arrow};
use super::lines::{DslLine, split_lines};
use super::model::{DslWorkspace, ElementLevel, ModelElement, ModelView, Relationship, ViewSort};
use crate::import::box_kind::BoxShape;
use crate::import::elements::MOST;
use crate::import::variables::fill_in;

/// Blocks in each other beyond this are no workspace: its language has about ten, and groups lie in groups.
const DEEPEST: usize = 100;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DslBlock {
    /// The workspace, its model, its views, or a block around such: statements in it are read.
    Plain,
    /// The body of an element or a group.
    Inside(usize),
    /// The body of a view, by its number.
    View(usize),
    /// The looks of a tag.
    Style,
    /// The archetypes.
    Archetypes,
    /// What an archetype, by its number, gives its elements.
    Archetype(usize),
    /// What is not read.
    Skipped,
}

/// The words that begin elements.
pub(super) const ELEMENTS: [(&str, ElementLevel); 7] = [
    ("group", ElementLevel::Group),
    ("enterprise", ElementLevel::Group),
    ("person", ElementLevel::Person),
    ("softwaresystem", ElementLevel::System),
    ("element", ElementLevel::System),
    ("container", ElementLevel::Container),
    ("component", ElementLevel::Component),
];
/// The words that begin views that can be shown.
const VIEWS: [(&str, ViewSort); 3] = [
    ("container", ViewSort::Container),
    ("systemcontext", ViewSort::System),
    ("systemlandscape", ViewSort::System),
];
/// The words that begin other views.
const OTHER_VIEWS: [&str; 6] = [
    "component",
    "dynamic",
    "deployment",
    "filtered",
    "image",
    "custom",
];

/// Reads a workspace; where it cannot be read, the line and why.
pub(super) fn read_workspace(text: &str) -> Result<DslWorkspace, (usize, String)> {
    let mut reader = WorkspaceReader::default();
    let mut last = 1;
    for line in split_lines(text) {
        last = line.number;
        reader
            .read_line(&line)
            .map_err(|message| (line.number, message))?;
    }
    if !reader.open.is_empty() {
        return Err((last, "a block is not closed: add `}`".to_owned()));
    }
    Ok(reader.workspace)
}

#[derive(Default)]
struct WorkspaceReader {
    workspace: DslWorkspace,
    open: Vec<DslBlock>,
    /// How many blocks are open around the views while they are being read.
    views_at: Option<usize>,
    /// The tag whose looks are being read, in lower case.
    tag: String,
    /// The values of constants, by `${NAME}`.
    constants: BTreeMap<String, String>,
    archetypes: Vec<Archetype>,
    /// What an unknown block that is passed over begins with, until it is told that there are elements in it.
    passed_over: Option<String>,
}

impl WorkspaceReader {
    fn read_line(&mut self, line: &DslLine) -> Result<(), String> {
        if line.closes {
            self.open.pop().ok_or("`}` without a `{`")?;
            self.views_at = self.views_at.filter(|&around| around < self.open.len());
            if self.open.last() != Some(&DslBlock::Skipped) {
                self.passed_over = None;
            }
            return Ok(());
        }
        let filled;
        let line = if line.words.iter().any(|word| word.text.contains("${")) {
            filled = self.with_constants(line);
            &filled
        } else {
            line
        };
        let around = self.open.last().copied();
        let block = match around {
            Some(DslBlock::Skipped) => {
                if self.begins_element(line)
                    && let Some(block) = self.passed_over.take()
                {
                    let losses = &mut self.workspace.losses;
                    losses.add("blocks with elements that are not understood", block);
                }
                DslBlock::Skipped
            }
            Some(DslBlock::Archetypes) => self.read_archetype(line),
            Some(DslBlock::Archetype(number)) => {
                self.read_archetype_line(number, line);
                DslBlock::Skipped
            }
            Some(DslBlock::View(view)) => {
                self.read_view_line(view, line);
                DslBlock::Skipped
            }
            Some(DslBlock::Style) => {
                self.read_style_line(line);
                DslBlock::Skipped
            }
            _ if self.views_at.is_some() => self.read_views(line),
            _ => self.read_statement(line)?,
        };
        if line.opens {
            if self.open.len() >= DEEPEST {
                return Err(format!(
                    "blocks can be nested at most {DEEPEST} levels deep"
                ));
            }
            self.open.push(block);
        }
        Ok(())
    }

    /// The innermost element around the statement.
    fn within(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|block| match block {
            DslBlock::Inside(index) => Some(*index),
            _ => None,
        })
    }

    fn read_statement(&mut self, line: &DslLine) -> Result<DslBlock, String> {
        let words = &line.words;
        let is_arrow = |place: usize| {
            words.get(place).is_some_and(|word| {
                !word.is_quoted && word.text.starts_with('-') && word.text.ends_with("->")
            })
        };
        // "id = …"
        let has_id = line.text(1) == "=";
        let start = if has_id { 2 } else { 0 };
        if is_arrow(start) || is_arrow(start + 1) {
            return self
                .read_relationship(line, start)
                .map(|()| DslBlock::Skipped);
        }
        let word = line.text(start).to_lowercase();
        if let Some(level) = self.level_of(&word) {
            let id = if has_id { line.text(0) } else { "" };
            let block = self.read_element(line, start + 1, level, id)?;
            if let DslBlock::Inside(index) = block {
                self.give_archetype(index, &word);
            }
            return Ok(block);
        }
        Ok(match word.as_str() {
            "workspace" => {
                if line.text(1) == "extends" {
                    let losses = &mut self.workspace.losses;
                    losses.add("workspaces that this one extends", line.text(2));
                } else {
                    line.text(1).clone_into(&mut self.workspace.name);
                }
                DslBlock::Plain
            }
            "model" => DslBlock::Plain,
            "views" => {
                self.views_at = Some(self.open.len());
                DslBlock::Plain
            }
            "name" if self.within().is_none() => {
                line.text(1).clone_into(&mut self.workspace.name);
                DslBlock::Skipped
            }
            "tags" | "tag" | "description" | "technology" => {
                self.read_detail(&word, line);
                DslBlock::Skipped
            }
            "deploymentenvironment" => {
                let losses = &mut self.workspace.losses;
                losses.add("deployment environments", line.text(start + 1));
                DslBlock::Skipped
            }
            "!include" => {
                self.workspace.losses.add("included files", line.text(1));
                DslBlock::Skipped
            }
            "!const" | "!constant" | "!var" => {
                let value = line.text(2).to_owned();
                self.constants.insert(line.text(1).to_owned(), value);
                DslBlock::Skipped
            }
            "archetypes" => DslBlock::Archetypes,
            // What is added to an element that was defined before.
            "!element" | "!ref" | "!extend" => {
                let found = self.workspace.find(line.text(1), self.within());
                found.map_or(DslBlock::Skipped, DslBlock::Inside)
            }
            _ => {
                let words = line.words.iter().map(|word| word.text.as_str());
                self.passed_over = line.opens.then(|| words.collect::<Vec<_>>().join(" "));
                DslBlock::Skipped
            }
        })
    }

    /// What the elements are that a word begins: one of the language or an archetype.
    fn level_of(&self, word: &str) -> Option<ElementLevel> {
        let known = ELEMENTS.iter().find(|(known, _)| *known == word);
        known
            .map(|(_, level)| *level)
            .or_else(|| self.archetype(word)?.level)
    }

    fn archetype(&self, word: &str) -> Option<&Archetype> {
        let mut all = self.archetypes.iter();
        all.find(|archetype| archetype.word == word)
    }

    fn begins_element(&self, line: &DslLine) -> bool {
        let start = if line.text(1) == "=" { 2 } else { 0 };
        let names = line.words.get(start + 1).is_some_and(|word| word.is_quoted);
        names && self.level_of(&line.text(start).to_lowercase()).is_some()
    }

    /// A line with the values of constants in their places.
    fn with_constants(&self, line: &DslLine) -> DslLine {
        let mut filled = line.clone();
        for word in &mut filled.words {
            word.text = fill_in(&word.text, |name| self.constants.get(name));
        }
        filled
    }

    /// Reads `store = container {`, `container {`, which is about all containers, or `later = -> {`.
    fn read_archetype(&mut self, line: &DslLine) -> DslBlock {
        let has_id = line.text(1) == "=";
        let base = line.text(if has_id { 2 } else { 0 }).to_lowercase();
        let given = self.archetype(&archetype_of_arrow(&base)).cloned();
        let given = given.unwrap_or_else(|| Archetype {
            level: self.level_of(&base),
            ..Archetype::default()
        });
        let word = if has_id {
            line.text(0).to_lowercase()
        } else {
            base
        };
        if self.archetypes.len() >= MOST {
            return DslBlock::Skipped;
        }
        self.archetypes.push(Archetype { word, ..given });
        DslBlock::Archetype(self.archetypes.len() - 1)
    }

    fn read_archetype_line(&mut self, number: usize, line: &DslLine) {
        let archetype = &mut self.archetypes[number];
        match line.text(0).to_lowercase().as_str() {
            "description" => line.text(1).clone_into(&mut archetype.description),
            "technology" => line.text(1).clone_into(&mut archetype.technology),
            "tag" | "tags" => {
                let words = line.words[1..].iter();
                let tags = words.flat_map(|word| split_tags(&word.text));
                archetype.tags.extend(tags);
            }
            _ => {}
        }
    }

    /// Gives an element what its archetype says and itself does not.
    fn give_archetype(&mut self, index: usize, word: &str) {
        let Some(archetype) = self.archetype(word).cloned() else {
            return;
        };
        let element = &mut self.workspace.elements[index];
        if element.description.is_empty() {
            element.description = archetype.description;
        }
        if element.technology.is_empty() {
            element.technology = archetype.technology;
        }
        element.tags.extend(archetype.tags);
    }

    fn read_element(
        &mut self,
        line: &DslLine,
        start: usize,
        level: ElementLevel,
        id: &str,
    ) -> Result<DslBlock, String> {
        // An enterprise needs no name.
        let is_enterprise = start > 0 && line.text(start - 1).eq_ignore_ascii_case("enterprise");
        let name = match line.text(start) {
            "" if is_enterprise => "Enterprise",
            name => name,
        };
        if name.is_empty() {
            return Err("expected a name, as in `api = container \"Order API\"`".to_owned());
        }
        if self.workspace.elements.len() >= MOST {
            return Err(format!(
                "a drawing can have at most {MOST} boxes and frames"
            ));
        }
        let word = |place: usize| line.text(start + place);
        let (description, technology, tags) = match level {
            ElementLevel::Group => ("", "", ""),
            ElementLevel::Container | ElementLevel::Component => (word(1), word(2), word(3)),
            ElementLevel::Person | ElementLevel::System => (word(1), "", word(2)),
        };
        let index = self.workspace.elements.len();
        let parent = self.within();
        self.workspace.elements.push(ModelElement {
            level,
            name: name.to_owned(),
            description: description.to_owned(),
            technology: technology.to_owned(),
            tags: split_tags(tags),
            parent,
        });
        let outer = self.outer_path(parent);
        let path = match (outer.is_empty(), id.is_empty()) {
            (_, true) => String::new(),
            (true, false) => id.to_lowercase(),
            (false, false) => format!("{outer}.{}", id.to_lowercase()),
        };
        if !path.is_empty() {
            self.workspace
                .known
                .entry(id.to_lowercase())
                .or_insert(index);
            self.workspace.known.insert(path.clone(), index);
        }
        self.workspace.paths.push(path);
        Ok(DslBlock::Inside(index))
    }

    /// The path of the innermost element around that has an identifier.
    fn outer_path(&self, parent: Option<usize>) -> String {
        let around = parent.map(|parent| self.workspace.with_outer(parent));
        let mut paths = around
            .into_iter()
            .flatten()
            .map(|index| self.workspace.paths[index].clone());
        paths.find(|path| !path.is_empty()).unwrap_or_default()
    }

    fn read_relationship(&mut self, line: &DslLine, start: usize) -> Result<(), String> {
        let is_implicit = line.text(start).starts_with('-');
        let arrow = if is_implicit { start } else { start + 1 };
        let from = if is_implicit {
            "this"
        } else {
            line.text(start)
        };
        let to = line.text(arrow + 1);
        if to.is_empty() {
            return Err("expected an element after the arrow".to_owned());
        }
        if self.workspace.relationships.len() >= MOST {
            return Err(format!("a drawing can have at most {MOST} arrows"));
        }
        let word = archetype_of_arrow(&line.text(arrow).to_lowercase());
        let said = line.text(arrow + 3);
        let technology = match self.archetype(&word) {
            Some(archetype) if said.is_empty() => &archetype.technology,
            _ => said,
        };
        let relationship = Relationship {
            from: from.to_owned(),
            to: to.to_owned(),
            within: self.within(),
            label: line.text(arrow + 2).to_owned(),
            technology: technology.to_owned(),
        };
        self.workspace.relationships.push(relationship);
        Ok(())
    }

    /// Reads what the body of an element says about it.
    fn read_detail(&mut self, word: &str, line: &DslLine) {
        let Some(index) = self.within() else { return };
        let element = &mut self.workspace.elements[index];
        match word {
            "description" => line.text(1).clone_into(&mut element.description),
            "technology" => line.text(1).clone_into(&mut element.technology),
            _ => {
                let words = line.words[1..].iter();
                element
                    .tags
                    .extend(words.flat_map(|word| split_tags(&word.text)));
            }
        }
    }

    fn read_views(&mut self, line: &DslLine) -> DslBlock {
        let word = line.text(0).to_lowercase();
        if let Some((_, sort)) = VIEWS.iter().find(|(known, _)| *known == word) {
            let has_scope = word != "systemlandscape";
            let name = line.text(if has_scope { 2 } else { 1 });
            let scope = if has_scope { line.text(1) } else { "" };
            self.workspace.views.push(ModelView {
                sort: *sort,
                scope: scope.to_owned(),
                name: name.to_owned(),
                is_down: false,
                excluded: Vec::new(),
            });
            return DslBlock::View(self.workspace.views.len() - 1);
        }
        if OTHER_VIEWS.contains(&word.as_str()) && line.opens {
            let name = line.text(line.words.len() - 1).to_owned();
            self.workspace
                .losses
                .add("views other than the one shown", name);
            return DslBlock::Skipped;
        }
        match word.as_str() {
            "styles" | "theme" | "themes" => DslBlock::Plain,
            "element" if line.opens => {
                self.tag = line.text(1).to_lowercase();
                DslBlock::Style
            }
            _ => DslBlock::Skipped,
        }
    }

    fn read_view_line(&mut self, view: usize, line: &DslLine) {
        let view = &mut self.workspace.views[view];
        match line.text(0).to_lowercase().as_str() {
            "title" => line.text(1).clone_into(&mut view.name),
            "autolayout" => view.is_down = matches!(line.text(1), "" | "tb" | "bt"),
            "exclude" => {
                let ids = line.words[1..].iter().map(|word| word.text.clone());
                view.excluded.extend(ids);
            }
            _ => {}
        }
    }

    fn read_style_line(&mut self, line: &DslLine) {
        if !line.text(0).eq_ignore_ascii_case("shape") {
            return;
        }
        let shape = match line.text(1).to_lowercase().as_str() {
            "cylinder" => BoxShape::Cylinder,
            "pipe" => BoxShape::Queue,
            "person" | "robot" => BoxShape::Person,
            "circle" | "ellipse" => BoxShape::Round,
            _ => return,
        };
        self.workspace.shapes.insert(self.tag.clone(), shape);
    }
}

fn split_tags(text: &str) -> Vec<String> {
    let tags = text.split(',').map(|tag| tag.trim().to_lowercase());
    tags.filter(|tag| !tag.is_empty()).collect()
}
