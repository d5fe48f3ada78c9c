//! Values that a text gives a name once, `${name}` standing for them.

/// The longest text after values are put in, in bytes, so that it cannot grow without end.
const LONGEST: usize = 4_000;

/// The text with `${name}` as the value of this name; unknown names stay.
pub(super) fn fill_in<'a>(text: &str, value: impl Fn(&str) -> Option<&'a String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        filled.push_str(before);
        let known = after.split_once('}').and_then(|(name, after)| {
            let value = value(name.trim())?;
            (filled.len() + value.len() + after.len() <= LONGEST).then_some((value, after))
        });
        if let Some((value, after)) = known {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push_str("${");
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_filled_in_and_unknown_ones_stay() {
        let value = "Shop".to_owned();
        let long = "x".repeat(LONGEST);
        let known = |name: &str| match name {
            "a.b" => Some(&value),
            "long" => Some(&long),
            _ => None,
        };
        for (text, filled) in [
            ("The ${a.b} of ${ a.b }", "The Shop of Shop"),
            ("${c} ${a.b", "${c} ${a.b"),
            ("${long}!", "${long}!"),
        ] {
            assert_eq!(fill_in(text, known), filled);
        }
    }
}
