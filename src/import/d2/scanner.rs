//! The parts of a statement, taken from the start of a text.

/// An arrow between two keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyArrow {
    /// Whether a head stands at its left end.
    pub(super) has_left: bool,
    /// Whether a head stands at its right end.
    pub(super) has_right: bool,
}

/// A part of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeyPart {
    /// What it says.
    pub(super) text: String,
    /// Whether it stands in quotes, so that it is no keyword.
    pub(super) is_quoted: bool,
}

/// Takes blanks from the start, and no line breaks.
pub(super) fn skip_blanks(rest: &mut &str) {
    *rest = rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
}

/// Takes a key, `a.b."c d"`; empty where none stands there.
pub(super) fn take_key(rest: &mut &str) -> Result<Vec<KeyPart>, String> {
    let mut parts = Vec::new();
    loop {
        skip_blanks(rest);
        if let Some(text) = take_quoted(rest)? {
            parts.push(KeyPart {
                text,
                is_quoted: true,
            });
        } else {
            let text = take_bare(rest);
            if text.is_empty() {
                return Ok(parts);
            }
            parts.push(KeyPart {
                text,
                is_quoted: false,
            });
        }
        skip_blanks(rest);
        match rest.strip_prefix('.') {
            Some(after) => *rest = after,
            None => return Ok(parts),
        }
    }
}

/// Takes a part of a key without quotes.
fn take_bare(rest: &mut &str) -> String {
    let text = *rest;
    let mut end = text.len();
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        let ends = match c {
            _ if is_escaped => false,
            '.' | ':' | ';' | '{' | '}' | '\n' | '<' | '|' => true,
            '-' => text[at + 1..].starts_with(['-', '>']),
            '#' => text[..at].ends_with(char::is_whitespace),
            _ => false,
        };
        if ends {
            end = at;
            break;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    *rest = &text[end..];
    text[..end].trim().replace('\\', "")
}

/// Takes a text in double or single quotes; none where no quote stands there.
pub(super) fn take_quoted(rest: &mut &str) -> Result<Option<String>, String> {
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Ok(None);
    };
    let inside = &rest[1..];
    let mut text = String::new();
    let mut is_escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            'n' if is_escaped => text.push('\n'),
            c if is_escaped => text.push(c),
            '\\' if quote == '"' => {
                is_escaped = true;
                continue;
            }
            c if c == quote => {
                *rest = &inside[at + 1..];
                return Ok(Some(text));
            }
            c => text.push(c),
        }
        is_escaped = false;
    }
    Err(format!("a quoted string is not closed: add `{quote}`"))
}

/// Takes an arrow: `->`, `<-`, `<->`, `--`, each of any length.
pub(super) fn take_arrow(rest: &mut &str) -> Option<KeyArrow> {
    let line = rest.strip_prefix('<').unwrap_or(rest);
    let has_left = line.len() < rest.len();
    let after = line.trim_start_matches('-');
    let length = line.len() - after.len();
    let end = after.strip_prefix('>').unwrap_or(after);
    let has_right = end.len() < after.len();
    if length == 0 || (length == 1 && !has_left && !has_right) {
        return None;
    }
    *rest = end;
    Some(KeyArrow {
        has_left,
        has_right,
    })
}

/// Takes a value: a text in quotes, a block string, or the rest of the line; none where a map follows or nothing.
pub(super) fn take_value(rest: &mut &str) -> Result<Option<String>, String> {
    skip_blanks(rest);
    if let Some(text) = take_quoted(rest)? {
        return Ok(Some(text));
    }
    if rest.starts_with('|') {
        return take_block(rest).map(Some);
    }
    if let Some(list) = take_list(rest) {
        return Ok(Some(list));
    }
    let text = *rest;
    let mut end = text.len();
    let mut in_variable = false;
    for (at, c) in text.char_indices() {
        let ends = match c {
            '{' if text[..at].ends_with('$') => {
                in_variable = true;
                false
            }
            '}' if in_variable => {
                in_variable = false;
                false
            }
            ';' | '\n' | '{' | '}' => true,
            '#' => text[..at].ends_with(char::is_whitespace),
            _ => false,
        };
        if ends {
            end = at;
            break;
        }
    }
    *rest = &text[end..];
    let value = text[..end].trim().replace("\\n", "\n");
    Ok(Some(value).filter(|value| !value.is_empty()))
}

/// Takes a list, `[a; b]`, which may go over several lines; none where a value only begins with a bracket.
fn take_list(rest: &mut &str) -> Option<String> {
    let inside = rest.strip_prefix('[')?;
    let (list, after) = inside.split_once(']')?;
    let mut ahead = after;
    skip_blanks(&mut ahead);
    if !(ahead.is_empty() || ahead.starts_with(['\n', ';', '{', '}', '#'])) {
        return None;
    }
    *rest = after;
    Some(format!("[{list}]"))
}

/// The text with lines that end in a backslash and those after them as one; as many line breaks follow, so that the lines after
/// them keep their numbers.
pub(super) fn join_lines(text: &str) -> String {
    let mut joined = String::with_capacity(text.len() + 1);
    let mut owed = 0;
    for line in text.lines() {
        let line = if owed > 0 { line.trim_start() } else { line };
        let begin = line.strip_suffix('\\').filter(|begin| {
            let is_comment = owed == 0 && line.trim_start().starts_with('#');
            !is_comment && !begin.ends_with('\\')
        });
        if let Some(begin) = begin {
            joined.push_str(begin);
            // An arrow may be cut in two.
            if !begin.ends_with('-') {
                joined.push(' ');
            }
            owed += 1;
            continue;
        }
        joined.push_str(line);
        joined.push('\n');
        joined.extend(std::iter::repeat_n('\n', owed));
        owed = 0;
    }
    if !text.ends_with('\n') {
        joined.pop();
    }
    joined
}

/// Takes a block string: between `|md` and `|`, or with more signs beside the bars, as in `` |`go `` and `` `| ``.
fn take_block(rest: &mut &str) -> Result<String, String> {
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let after = rest.trim_start_matches(is_sign);
    let open = &rest[..rest.len() - after.len()];
    let close: String = open.chars().rev().collect();
    let text = after.trim_start_matches(|c: char| c.is_alphanumeric());
    let end = text
        .find(&close)
        .ok_or_else(|| format!("a block of text is not closed: add `{close}`"))?;
    *rest = &text[end + close.len()..];
    let lines = text[..end].lines().map(|line| {
        let line = line.trim().trim_start_matches(['#', '>', '*', '-']);
        line.replace("**", "").replace('`', "").trim().to_owned()
    });
    Ok(lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}
