//! Splits a line of the notation into words, texts in quotes and signs.

/// Longer words are refused: names belong in quotes, and a longer word makes an error message unreadable.
const MAX_WORD: usize = 100;
/// What an error repeats of a text without an end, in characters.
const MAX_EXCERPT: usize = 40;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Word(String),
    Quoted(String),
    Bracketed(String),
    Arrow,
    Colon,
    Open,
    Close,
}

/// Splits one line into tokens; a `#` outside quotes starts a comment.
pub(super) fn tokenize(line: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            c if c.is_whitespace() => {}
            '#' => break,
            ':' => tokens.push(Token::Colon),
            '{' => tokens.push(Token::Open),
            '}' => tokens.push(Token::Close),
            '-' if rest.peek() == Some(&'>') => {
                rest.next();
                tokens.push(Token::Arrow);
            }
            '"' => tokens.push(Token::Quoted(read_until(&mut rest, '"')?)),
            '(' => tokens.push(Token::Bracketed(read_until(&mut rest, ')')?)),
            c => {
                let mut word = String::from(c);
                while let Some(&next) = rest.peek() {
                    let arrow = next == '-' && {
                        let mut ahead = rest.clone();
                        ahead.next();
                        ahead.peek() == Some(&'>')
                    };
                    if next.is_whitespace() || "#:{}\"(".contains(next) || arrow {
                        break;
                    }
                    word.push(next);
                    rest.next();
                }
                if let Some((end, _)) = word.char_indices().nth(MAX_WORD) {
                    let start = &word[..end];
                    return Err(format!(
                        "a word is too long; put names in quotes: `{start}…`"
                    ));
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Ok(tokens)
}

fn read_until(
    rest: &mut std::iter::Peekable<std::str::Chars<'_>>,
    end: char,
) -> Result<String, String> {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('n') => text.push('\n'),
                Some(escaped) => text.push(escaped),
                None => break,
            },
            c if c == end => return Ok(text),
            c => text.push(c),
        }
    }
    let start: String = text.chars().take(MAX_EXCERPT).collect();
    Err(format!("a `{end}` is missing after \"{start}\""))
}
