//! Calls of macros, `Container(api, "Order API", "Go")`: those of C4 in PlantUML and Mermaid, and those of icon libraries,
//! which draw a box.

use super::box_kind::BoxShape;

/// A call of a macro.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MacroCall<'a> {
    /// The macro.
    pub(super) name: &'a str,
    /// What is given by its place, without quotes.
    pub(super) arguments: Vec<&'a str>,
    /// What is given by its name: `$tags="later"`.
    pub(super) named: Vec<(&'a str, &'a str)>,
    /// Whether it opens a frame.
    pub(super) opens: bool,
}

/// What a macro draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MacroMeaning {
    /// A box: its shape, and whether a technology comes before the description.
    Box(BoxShape, bool),
    /// A frame around what follows in braces; without braces a box. Its third argument says what it is.
    Frame,
    /// An arrow: the place of its first end, and whether it leads backwards or both ways.
    Arrow {
        /// Where the arguments begin.
        skip: usize,
        /// Whether it leads to the first end.
        is_backwards: bool,
        /// Whether it leads both ways.
        is_both: bool,
    },
    /// A look of arrows: the tag of its first argument.
    ArrowTag,
    /// Nothing: a look or a hint for the layout.
    Nothing,
    /// A box whose macro says what it is: `LambdaFunction(id, "Name", "Technology")`.
    Icon,
}

impl<'a> MacroCall<'a> {
    /// Reads `Name(a, "b", $c="d") {`; none where a text is something else.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        let (name, rest) = text.split_at(end);
        let inside = rest.strip_prefix('(').filter(|_| !name.is_empty())?;
        let close = closing(inside)?;
        let after = inside[close + 1..].trim();
        if !matches!(after, "" | "{") {
            return None;
        }
        let mut call = Self {
            name,
            arguments: Vec::new(),
            named: Vec::new(),
            opens: after == "{",
        };
        for argument in split_arguments(&inside[..close]) {
            let argument = argument.trim();
            let named = argument.strip_prefix('$').and_then(|a| a.split_once('='));
            match named {
                Some((name, value)) => call.named.push((name.trim(), unquote(value))),
                None => call.arguments.push(unquote(argument)),
            }
        }
        Some(call)
    }

    /// The argument at a place, or the one of this name; empty where there is none.
    pub(super) fn argument(&self, place: usize, name: &str) -> &'a str {
        let named = self.named.iter().find(|(known, _)| *known == name);
        let by_name = named.map(|(_, value)| *value);
        by_name
            .or_else(|| self.arguments.get(place).copied())
            .unwrap_or_default()
    }

    /// What the macro draws.
    pub(super) fn meaning_of_name(&self) -> MacroMeaning {
        let (name, is_external) = match self.name.strip_suffix("_Ext") {
            Some(name) => (name, true),
            None => (self.name, false),
        };
        let plain = if is_external {
            BoxShape::External
        } else {
            BoxShape::Plain
        };
        match name {
            "Person" => return MacroMeaning::Box(BoxShape::Person, false),
            "System" => return MacroMeaning::Box(plain, false),
            "SystemDb" => return MacroMeaning::Box(BoxShape::Cylinder, false),
            "SystemQueue" => return MacroMeaning::Box(BoxShape::Queue, false),
            "Container" | "Component" => return MacroMeaning::Box(plain, true),
            "ContainerDb" | "ComponentDb" => return MacroMeaning::Box(BoxShape::Cylinder, true),
            "ContainerQueue" | "ComponentQueue" => return MacroMeaning::Box(BoxShape::Queue, true),
            "AddRelTag" => return MacroMeaning::ArrowTag,
            "Deployment_Node" | "Deployment_Node_L" | "Deployment_Node_R" | "Node" | "Node_L"
            | "Node_R" => return MacroMeaning::Frame,
            _ => {}
        }
        if name.ends_with("Boundary") {
            return MacroMeaning::Frame;
        }
        let is_relation = |word: &str| {
            let after = name.strip_prefix(word);
            after.is_some_and(|after| after.is_empty() || after.starts_with('_'))
        };
        let arrow = |skip, is_both| MacroMeaning::Arrow {
            skip,
            is_backwards: name.contains("_Back"),
            is_both,
        };
        if is_relation("Rel") {
            arrow(0, false)
        } else if is_relation("BiRel") {
            arrow(0, true)
        } else if is_relation("RelIndex") {
            arrow(1, false)
        } else if self.opens {
            MacroMeaning::Frame
        } else if self.arguments.len() >= 2 && !is_look(name) {
            MacroMeaning::Icon
        } else {
            MacroMeaning::Nothing
        }
    }
}

/// Whether a macro is about looks or the layout, by how it begins.
fn is_look(name: &str) -> bool {
    let is_loud = name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let begins = [
        "Lay_", "Add", "Update", "Set", "Show", "Hide", "Without", "LAYOUT", "SHOW", "HIDE",
    ];
    is_loud || begins.iter().any(|begin| name.starts_with(begin))
}

/// Whether the brackets of a call are closed.
pub(super) fn is_closed(text: &str) -> bool {
    let inside = text.split_once('(').map_or(text, |(_, inside)| inside);
    closing(inside).is_some()
}

/// Where the bracket is that closes one before the text.
fn closing(inside: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    for (at, char) in inside.char_indices() {
        match char {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => return Some(at),
            ')' if !quoted => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The arguments between commas that stand neither in quotes nor in brackets.
fn split_arguments(text: &str) -> Vec<&str> {
    let mut arguments = Vec::new();
    let (mut depth, mut quoted, mut begin) = (0_usize, false, 0);
    for (at, char) in text.char_indices() {
        match char {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ',' if !quoted && depth == 0 => {
                arguments.push(&text[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    arguments.push(&text[begin..]);
    arguments
}

fn unquote(text: &str) -> &str {
    let text = text.trim();
    let quoted = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    quoted.unwrap_or(text)
}
