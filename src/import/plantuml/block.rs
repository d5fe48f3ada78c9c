//! The diagrams in a file and their lines, without comments, looks and what a preprocessor would have read.

use super::sort::{DiagramSort, begin_sort, begins_diagram};
use crate::import::c4::is_closed;

/// A statement: a line, or several that belong together, joined.
pub(super) struct PlantumlStatement {
    /// Its first line in the file, counted from 1.
    pub(super) line: usize,
    /// What it says, without space around.
    pub(super) text: String,
}

/// A diagram between `@startuml` and `@enduml`.
pub(super) struct Block<'a> {
    /// The sort that its begin says: `@startgantt`; none for `@startuml`, which may be any.
    pub(super) sort: Option<DiagramSort>,
    /// Its lines with their numbers.
    pub(super) lines: Vec<(usize, &'a str)>,
}

/// Whether a text has a diagram: a line that begins with `@start`.
pub(in crate::import) fn is_plantuml(text: &str) -> bool {
    text.lines().any(|line| begins_diagram(line.trim_start()))
}

/// The diagrams of a file.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut is_open = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if begins_diagram(line) {
            blocks.push(Block {
                sort: begin_sort(line),
                lines: Vec::new(),
            });
            is_open = true;
        } else if line.starts_with("@end") {
            is_open = false;
        } else if let Some(block) = blocks.last_mut().filter(|_| is_open) {
            block.lines.push((index + 1, line));
        }
    }
    blocks
}

/// What goes over several lines and is no part of the drawing, by how it begins and ends.
const PASSED_OVER: [(&str, &[&str]); 13] = [
    ("<style>", &["</style>"]),
    ("legend", &["endlegend", "end legend"]),
    ("header", &["endheader", "end header"]),
    ("left header", &["endheader", "end header"]),
    ("right header", &["endheader", "end header"]),
    ("center header", &["endheader", "end header"]),
    ("footer", &["endfooter", "end footer"]),
    ("left footer", &["endfooter", "end footer"]),
    ("right footer", &["endfooter", "end footer"]),
    ("center footer", &["endfooter", "end footer"]),
    ("!procedure", &["!endprocedure"]),
    ("!function", &["!endfunction"]),
    ("!definelong", &["!enddefinelong"]),
];

/// What the lines of a diagram say.
#[derive(Default)]
pub(super) struct Statements {
    /// Its statements.
    pub(super) all: Vec<PlantumlStatement>,
    /// Its title; may be empty.
    pub(super) title: String,
    /// Its notes.
    pub(super) notes: Vec<String>,
    /// The files that it includes, but for those of known libraries, which hold looks.
    pub(super) includes: Vec<String>,
    /// How many conditions and loops of the preprocessor were passed over.
    pub(super) conditions: usize,
}

/// A statement of more lines is not closed.
const MOST_LINES: usize = 200;

/// The longest value that is put in for a variable, in bytes, so that a text cannot grow without end.
const LONGEST_VALUE: usize = 200;

/// The begin of a line in lower case, for words that it may begin with.
fn lower_start(line: &str) -> String {
    let end = line.char_indices().nth(24).map_or(line.len(), |(at, _)| at);
    line[..end].to_ascii_lowercase()
}

/// Sorts the lines of a diagram into what is drawn and what is not.
pub(super) fn statements(block: &Block<'_>) -> Statements {
    let mut found = Statements::default();
    let mut variables: Vec<(&str, &str)> = Vec::new();
    let mut lines = block.lines.iter().copied().peekable();
    while let Some((number, line)) = lines.next() {
        let line = without_comment(line, &mut lines);
        if line.is_empty() {
            continue;
        }
        let lower = lower_start(&line);
        let begins = |word: &str| {
            let after = lower.strip_prefix(word);
            after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        if let Some((begin, ends)) = PASSED_OVER.iter().find(|(begin, _)| begins(begin)) {
            let is_one_line = matches!(*begin, "legend" | "!procedure" | "!function")
                || line.len() == begin.len()
                || begin.starts_with('<')
                || *begin == "!definelong";
            if is_one_line {
                take_until(&mut lines, ends);
            }
        } else if begins("title") {
            let words = line["title".len()..].trim();
            found.title = if words.is_empty() {
                take_until(&mut lines, &["end title", "endtitle"]).join("\n")
            } else {
                words.to_owned()
            };
        } else if ["note", "hnote", "rnote", "floating note"]
            .iter()
            .any(|word| begins(word))
        {
            let note = read_note(&line, &mut lines);
            found.notes.push(note);
        } else if line.starts_with('!') {
            read_directive(block, number, &line, &mut variables, &mut found);
        } else if ["skinparam", "sprite", "listsprites"]
            .iter()
            .any(|word| begins(word))
        {
            if line.ends_with('{') {
                take_braces(&mut lines);
            }
        } else {
            let mut text = continued(line, &mut lines);
            for (name, value) in variables.iter().rev() {
                if text.contains(name) {
                    text = text.replace(name, value);
                }
            }
            for text in split_braces(&text) {
                found.all.push(PlantumlStatement { line: number, text });
            }
        }
    }
    found
}

/// A frame whose contents stand in its line, `frame "x" { artifact a }`, as the statements that it consists of.
fn split_braces(text: &str) -> Vec<String> {
    let mut statements = Vec::new();
    let mut rest = text;
    while let Some(inside) = rest.strip_suffix('}') {
        let mut is_quoted = false;
        let open = inside.find(|c: char| {
            is_quoted ^= c == '"';
            c == '{' && !is_quoted
        });
        let Some(open) = open.filter(|&open| inside[..open].ends_with(' ')) else {
            break;
        };
        statements.push(inside[..=open].to_owned());
        rest = inside[open + 1..].trim();
    }
    let closing = vec!["}".to_owned(); statements.len()];
    if !rest.is_empty() {
        statements.push(rest.to_owned());
    }
    statements.extend(closing);
    statements
}

/// The lines of a diagram that are not read yet.
type Lines<'a, 'b> = std::iter::Peekable<std::iter::Copied<std::slice::Iter<'b, (usize, &'a str)>>>;

/// A line without `' …` at its begin and `/' … '/` anywhere; what a comment over several lines takes is taken.
fn without_comment(line: &str, lines: &mut Lines<'_, '_>) -> String {
    if line.starts_with('\'') {
        return String::new();
    }
    let mut text = line.to_owned();
    while let Some(begin) = text.find("/'") {
        match text[begin + 2..].find("'/") {
            Some(length) => text.replace_range(begin..begin + length + 4, ""),
            None => {
                text.truncate(begin);
                for (_, more) in lines.by_ref() {
                    if let Some((_, after)) = more.split_once("'/") {
                        text.push_str(after);
                        break;
                    }
                }
                break;
            }
        }
    }
    text.trim().to_owned()
}

/// Takes the lines up to one that begins with one of these, and that one.
fn take_until(lines: &mut Lines<'_, '_>, ends: &[&str]) -> Vec<String> {
    let mut taken = Vec::new();
    for (_, line) in lines.by_ref() {
        let lower = lower_start(line);
        if ends.iter().any(|end| lower.starts_with(end)) {
            break;
        }
        taken.push(line.to_owned());
    }
    taken
}

/// Takes the lines up to the brace that closes one that was opened.
fn take_braces(lines: &mut Lines<'_, '_>) {
    let mut depth = 1_usize;
    for (_, line) in lines.by_ref() {
        depth += usize::from(line.ends_with('{'));
        depth -= usize::from(line.starts_with('}'));
        if depth == 0 {
            break;
        }
    }
}

/// The words of a note: `note right of x : words`, `note "words" as n`, or the lines up to `end note`.
fn read_note(line: &str, lines: &mut Lines<'_, '_>) -> String {
    if let Some((_, quoted)) = line
        .split_once('"')
        .filter(|(before, _)| before.trim() == "note")
    {
        return quoted.split('"').next().unwrap_or_default().to_owned();
    }
    // Two colons belong to a name: `note left of a::b`.
    let single = line
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|&at| !line[..at].ends_with(':') && !line[at + 1..].starts_with(':'));
    match single {
        Some(at) => line[at + 1..].trim().to_owned(),
        None => take_until(
            lines,
            &[
                "end note",
                "endnote",
                "end hnote",
                "endhnote",
                "end rnote",
                "endrnote",
            ],
        )
        .join("\n"),
    }
}

fn read_directive<'a>(
    block: &Block<'a>,
    number: usize,
    line: &str,
    variables: &mut Vec<(&'a str, &'a str)>,
    found: &mut Statements,
) {
    let word = line.split_whitespace().next().unwrap_or_default();
    match word {
        "!include" | "!includeurl" | "!include_many" | "!include_once" | "!includesub"
        | "!import" => {
            let file = line[word.len()..].trim();
            let is_library = file.starts_with('<') || file.to_ascii_lowercase().contains("c4");
            if !is_library {
                found.includes.push(file.to_owned());
            }
        }
        "!if" | "!ifdef" | "!ifndef" | "!while" | "!foreach" => found.conditions += 1,
        _ if line.starts_with("!$") => {
            // The value is borrowed from the block, whose lines live longer than this one.
            let at = block.lines.partition_point(|(line, _)| *line < number);
            let source = block.lines.get(at).map_or("", |(_, line)| line);
            if let Some((name, value)) = source.trim_start_matches('!').split_once('=') {
                let (name, value) = (name.trim().trim_end_matches('?').trim(), value.trim());
                let text = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
                if let Some(text) = text.filter(|text| text.len() <= LONGEST_VALUE) {
                    variables.push((name, text));
                }
            }
        }
        _ => {}
    }
}

/// A line with those that it goes on in. A call that no line closes is only its own line, so that one odd quote does not take
/// the rest of the diagram.
fn continued(line: String, lines: &mut Lines<'_, '_>) -> String {
    let mut text = line.clone();
    let mut ahead = lines.clone();
    let mut count = 0;
    while is_continued(&text) && count < MOST_LINES {
        // In an open quote, another call is no word of this one: its quote was not meant to go on.
        let is_other = |&(_, more): &(usize, &str)| has_odd_quotes(&text) && begins_call(more);
        let Some((_, more)) = ahead.next_if(|next| !is_other(next)) else {
            break;
        };
        join(&mut text, more);
        count += 1;
    }
    if opens_macro(&text) {
        return line;
    }
    *lines = ahead;
    text
}

/// Whether a statement goes on in the next line: a bracket of a description or of a macro is open.
fn is_continued(text: &str) -> bool {
    text.ends_with('\\') || opens_description(text) || opens_macro(text)
}

/// `rectangle x [` opens lines that end in `]`.
fn opens_description(text: &str) -> bool {
    text.rfind('[').is_some_and(|at| {
        let before = text[..at].trim_end();
        !text[at..].contains(']') && !before.is_empty() && text[at + 1..].trim().is_empty()
            || text.contains('\n') && !text.ends_with(']')
    })
}

/// `Rel(a, b,` opens arguments that end in `)`.
fn opens_macro(text: &str) -> bool {
    begins_call(text) && !has_odd_quote(text) && !is_closed(text)
}

/// Whether a statement begins as a call of a macro does: a name with a bracket right behind it.
fn begins_call(text: &str) -> bool {
    let name_end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    name_end.is_some_and(|at| at > 0 && text[at..].starts_with('('))
}

/// Whether a call cannot be read: it is not closed, or a quote in it is one too many or too few, so that nobody knows where its
/// arguments end.
pub(super) fn is_broken_call(text: &str) -> bool {
    begins_call(text) && (has_odd_quotes(text) || !is_closed(text))
}

/// Whether a call ends on its line but for a quote that is one too many or too few: `Person(a, "A", b")`.
fn has_odd_quote(text: &str) -> bool {
    let count = |sign| text.matches(sign).count();
    let ends = text.trim_end_matches(['{', ' ']).ends_with(')');
    ends && !text.contains('\n') && has_odd_quotes(text) && count('(') == count(')')
}

fn has_odd_quotes(text: &str) -> bool {
    text.matches('"').count() % 2 == 1
}

fn join(text: &mut String, more: &str) {
    if text.ends_with('\\') {
        text.pop();
        text.push_str(more);
    } else {
        text.push('\n');
        text.push_str(more);
    }
}
