//! Where in the text of a prompt something stands, so that whoever writes it is led to the line.

/// The place of the value that a JSON pointer (RFC 6901) leads to: line and column, both from 1; none where the text holds
/// no such value.
#[must_use]
pub fn locate(text: &str, pointer: &str) -> Option<(usize, usize)> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
    };
    scanner.space();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        scanner.descend(&step)?;
    }
    let before = &text[..scanner.at];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    Some((line, before[start..].chars().count() + 1))
}

/// Walks over text that is known to be JSON; where it is not, it finds nothing.
struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes on over this byte and the space behind it; none where another one stands there.
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| {
            self.at += 1;
            self.space();
        })
    }

    /// Goes to the member or the element with this name.
    fn descend(&mut self, step: &str) -> Option<()> {
        match self.peek()? {
            b'{' => {
                self.take(b'{')?;
                while self.peek()? == b'"' {
                    let start = self.at;
                    self.string()?;
                    let name = std::str::from_utf8(&self.bytes[start..self.at]).ok()?;
                    let name: String = serde_json::from_str(name).ok()?;
                    self.space();
                    self.take(b':')?;
                    if name == step {
                        return Some(());
                    }
                    self.value()?;
                    self.take(b',')?;
                }
                None
            }
            b'[' => {
                self.take(b'[')?;
                for _ in 0..step.parse::<usize>().ok()? {
                    self.value()?;
                    self.take(b',')?;
                }
                (self.peek()? != b']').then_some(())
            }
            _ => None,
        }
    }

    /// Goes over a string.
    fn string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(())
    }

    /// Goes over any value and the space behind it.
    fn value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b'}' | b']' if depth == 0 => break,
                _ => self.at += 1,
            }
            let ended = matches!(self.bytes.get(self.at - 1), Some(b'"' | b'}' | b']'));
            if depth == 0 && ended {
                break;
            }
        }
        self.space();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn leads_to_the_line_and_column_of_a_value() {
        let text = "{\n  \"a\": [1, {\"b~/c\": \"}\\\"\"}],\n  \"é\": 2, \"d\": true\n}";
        assert_eq!(locate(text, ""), Some((1, 1)));
        assert_eq!(locate(text, "/a/0"), Some((2, 9)));
        assert_eq!(locate(text, "/a/1/b~0~1c"), Some((2, 21)));
        assert_eq!(locate(text, "/d"), Some((3, 16)));
        assert_eq!(locate(text, "/a/2"), None);
        assert_eq!(locate(text, "/x"), None);
        assert_eq!(locate("{\"a\"", "/a"), None);
    }

    /// All pointers of a value.
    fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
        all.push(at.to_owned());
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    pointers(item, &format!("{at}/{index}"), all);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    pointers(member, &format!("{at}/{name}"), all);
                }
            }
            _ => {}
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i32>().prop_map(|n| json!(n)),
            any::<bool>().prop_map(|b| json!(b)),
            "\\PC{0,6}".prop_map(|s| json!(s)),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::btree_map("\\PC{0,4}", inner, 0..4)
                    .prop_map(|members| json!(members)),
            ]
        })
    }

    proptest! {
        #[test]
        fn finds_what_serde_finds(value in values(), pretty in any::<bool>()) {
            let text = if pretty {
                serde_json::to_string_pretty(&value).unwrap()
            } else {
                value.to_string()
            };
            let mut all = Vec::new();
            pointers(&value, "", &mut all);
            for pointer in all {
                let (line, column) = locate(&text, &pointer).unwrap();
                let line = text.split('\n').nth(line - 1).unwrap();
                let rest: String = line.chars().skip(column - 1).collect();
                let found = value.pointer(&pointer).unwrap();
                let start: String = found.to_string().chars().take(1).collect();
                prop_assert!(rest.starts_with(&start), "{pointer} in {text}: {rest}");
            }
        }

        #[test]
        fn survives_anything(text in "\\PC{0,40}", pointer in "(/[a0-9]{0,2}){0,3}") {
            let _anything = locate(&text, &pointer);
        }
    }
}
