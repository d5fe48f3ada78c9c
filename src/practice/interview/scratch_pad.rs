//! The scratch pad: arithmetic as people write it while they estimate, "40M * 5 / 86400", "500 bytes × 8,000/s".

/// Why a line has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumError {
    /// There is nothing to compute.
    Empty,
    /// A sign or a word that is no number, unit or operator, at this character.
    Unknown(usize),
    /// Something is missing at its end, or a bracket is open.
    Unfinished,
    /// The result is too large, or something is divided by zero.
    NoNumber,
}

impl SumError {
    /// One sentence for the user.
    #[must_use]
    pub fn describe(self) -> String {
        match self {
            Self::Empty => "Type a calculation, such as 40M * 5 / 86400".to_owned(),
            Self::Unknown(at) => format!("Cannot be understood from character {} onward", at + 1),
            Self::Unfinished => "The calculation is incomplete".to_owned(),
            Self::NoNumber => "The result is not a number".to_owned(),
        }
    }
}

/// Computes a line. Numbers may have thousands separators, a suffix (k, M, B, T; KB, MB, GB, TB, PB; %), the words
/// thousand, million, billion and trillion; other words behind a number are units and are passed over.
///
/// # Errors
/// When it is no sum, or its result is no finite number.
pub fn compute(line: &str) -> Result<f64, SumError> {
    let tokens = read_tokens(line)?;
    if tokens.is_empty() {
        return Err(SumError::Empty);
    }
    let mut parser = SumParser {
        tokens: &tokens,
        at: 0,
        depth: 0,
    };
    let value = parser.sum()?;
    if parser.at < tokens.len() {
        return Err(SumError::Unfinished);
    }
    if value.is_finite() {
        Ok(value)
    } else {
        Err(SumError::NoNumber)
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum SumSymbol {
    Number(f64),
    Sign(char),
}

/// What a word behind a number multiplies it by; 1 for a plain unit.
pub(super) fn multiple(word: &str) -> f64 {
    match word {
        "k" | "K" | "thousand" | "KB" | "kB" | "Kbit" | "kbit" => 1e3,
        "M" | "million" | "MB" | "Mbit" | "m" | "mio" => 1e6,
        "B" | "billion" | "GB" | "Gbit" | "G" | "bn" => 1e9,
        "T" | "trillion" | "TB" | "Tbit" => 1e12,
        "PB" | "P" => 1e15,
        _ => 1.0,
    }
}

fn read_tokens(line: &str) -> Result<Vec<SumSymbol>, SumError> {
    let chars: Vec<char> = line.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&char) = chars.get(at) {
        let rest = |from: usize, test: &dyn Fn(char) -> bool| {
            chars[from..].iter().take_while(|char| test(**char)).count()
        };
        match char {
            _ if char.is_whitespace() || matches!(char, '$' | '~' | '=') => at += 1,
            '0'..='9' | '.' => {
                let mut end =
                    at + rest(at, &|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '_'));
                // "1e6" and "2.5E3".
                let exponent = chars.get(end).is_some_and(|c| matches!(c, 'e' | 'E'))
                    && chars.get(end + 1).is_some_and(char::is_ascii_digit);
                if exponent {
                    end += 1 + rest(end + 1, &|c| c.is_ascii_digit());
                }
                let written: String = chars[at..end].iter().collect();
                let number = read_number(&written).ok_or(SumError::Unknown(at))?;
                tokens.push(SumSymbol::Number(number));
                at = end;
            }
            '%' => {
                scale_last(&mut tokens, 0.01).ok_or(SumError::Unknown(at))?;
                at += 1;
            }
            '/' if chars.get(at + 1).is_some_and(|c| c.is_alphabetic()) => {
                // "8,000/s": a unit, not a division.
                at += 1 + rest(at + 1, &|c| c.is_alphabetic());
            }
            '*' | '×' | '·' | '/' | '÷' | '+' | '-' | '−' | '–' | '^' | '(' | ')' => {
                let sign = match char {
                    '×' | '·' => '*',
                    '÷' => '/',
                    '−' | '–' => '-',
                    plain => plain,
                };
                tokens.push(SumSymbol::Sign(sign));
                at += 1;
            }
            _ if char.is_alphabetic() => {
                let end = at + rest(at, &|c| c.is_alphabetic());
                let word: String = chars[at..end].iter().collect();
                match word.as_str() {
                    "x" | "X" | "times" => tokens.push(SumSymbol::Sign('*')),
                    "per" | "by" => {
                        at = end + rest(end, &|c| c.is_whitespace() || c.is_alphabetic());
                    }
                    _ => scale_last(&mut tokens, multiple(&word)).ok_or(SumError::Unknown(at))?,
                }
                at = at.max(end);
            }
            _ => return Err(SumError::Unknown(at)),
        }
    }
    Ok(tokens)
}

/// A number with separators of thousands, or with a comma before its decimals: "1,000" is a thousand, "1,3" is 1.3.
fn read_number(written: &str) -> Option<f64> {
    let is_group = |group: &str| group.chars().take_while(char::is_ascii_digit).count() == 3;
    let is_decimal = written.split_once(',').is_some_and(|(whole, rest)| {
        let is_only_one = !rest.contains([',', '.']);
        is_only_one && (!is_group(rest) || whole.trim_start_matches('0').is_empty())
    });
    let plain = written.replace(',', if is_decimal { "." } else { "" });
    plain.replace('_', "").parse().ok()
}

/// Whether a line names bits or bytes: its result then counts them, whatever multiple the unit beside it has.
pub(super) fn named_size(line: &str) -> Option<&'static str> {
    let words = line.split(|c: char| !c.is_alphabetic());
    let mut sizes = words.filter_map(|word| match word {
        "KB" | "kB" | "MB" | "GB" | "TB" | "PB" | "byte" | "bytes" => Some("byte"),
        "Kbit" | "kbit" | "Mbit" | "Gbit" | "Tbit" | "bit" | "bits" => Some("bit"),
        _ => None,
    });
    sizes.next_back()
}

/// Whether a line names a multiple of a count: "1.6M", "2 thousand".
pub(super) fn names_multiple(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphabetic());
    words.any(|word| named_size(word).is_none() && multiple(word) > 1.0)
}

/// Multiplies the number read last; none where no number stands there.
fn scale_last(tokens: &mut [SumSymbol], by: f64) -> Option<()> {
    match tokens.last_mut()? {
        SumSymbol::Number(number) => *number *= by,
        SumSymbol::Sign(')') if (by - 1.0).abs() < f64::EPSILON => {}
        SumSymbol::Sign(_) => return None,
    }
    Some(())
}

struct SumParser<'a> {
    tokens: &'a [SumSymbol],
    at: usize,
    depth: usize,
}

impl SumParser<'_> {
    /// Brackets deeper than this are refused.
    const DEEPEST: usize = 64;

    fn take_sign(&mut self, signs: &[char]) -> Option<char> {
        match self.tokens.get(self.at) {
            Some(SumSymbol::Sign(sign)) if signs.contains(sign) => {
                self.at += 1;
                Some(*sign)
            }
            _ => None,
        }
    }

    fn sum(&mut self) -> Result<f64, SumError> {
        let mut value = self.product()?;
        while let Some(sign) = self.take_sign(&['+', '-']) {
            let next = self.product()?;
            value = if sign == '+' {
                value + next
            } else {
                value - next
            };
        }
        Ok(value)
    }

    fn product(&mut self) -> Result<f64, SumError> {
        let mut value = self.power()?;
        while let Some(sign) = self.take_sign(&['*', '/']) {
            let next = self.power()?;
            value = if sign == '*' {
                value * next
            } else {
                value / next
            };
        }
        Ok(value)
    }

    fn power(&mut self) -> Result<f64, SumError> {
        let base = self.value()?;
        if self.take_sign(&['^']).is_none() {
            return Ok(base);
        }
        self.enter()?;
        let exponent = self.power()?;
        self.depth -= 1;
        Ok(base.powf(exponent))
    }

    fn value(&mut self) -> Result<f64, SumError> {
        if self.take_sign(&['-']).is_some() {
            self.enter()?;
            let value = self.value()?;
            self.depth -= 1;
            return Ok(-value);
        }
        if self.take_sign(&['(']).is_some() {
            self.enter()?;
            let value = self.sum()?;
            self.depth -= 1;
            return self
                .take_sign(&[')'])
                .map(|_| value)
                .ok_or(SumError::Unfinished);
        }
        match self.tokens.get(self.at) {
            Some(SumSymbol::Number(number)) => {
                self.at += 1;
                Ok(*number)
            }
            _ => Err(SumError::Unfinished),
        }
    }

    fn enter(&mut self) -> Result<(), SumError> {
        self.depth += 1;
        if self.depth > Self::DEEPEST {
            Err(SumError::Unfinished)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sums_as_people_write_them() {
        let close = |line: &str, wanted: f64| {
            let found = compute(line).unwrap();
            assert!(
                (found - wanted).abs() <= 1e-9 * wanted.abs(),
                "{line}: {found}"
            );
        };
        close("40M * 5 / 86400", 40e6 * 5.0 / 86_400.0);
        close("8,000/s × 500 bytes × 8", 32e6);
        close("100 million / 2.6 million", 100.0 / 2.6);
        close("(3 + 4) x 2 - 2^3", 6.0);
        close("20% * 2 TB", 0.4e12);
        close("-3 + 1e3", 997.0);
        close("$12 * 30", 360.0);
        close("86,400 s per day", 86_400.0);
        close("1,3 * 10", 13.0);
        close("0,085 * 1,000", 85.0);
        close("1,234,567.5", 1_234_567.5);
    }

    #[test]
    fn what_is_no_sum_is_said() {
        assert_eq!(compute("  "), Err(SumError::Empty));
        assert_eq!(compute("3 +"), Err(SumError::Unfinished));
        assert_eq!(compute("(3"), Err(SumError::Unfinished));
        assert_eq!(compute("3 4"), Err(SumError::Unfinished));
        assert_eq!(compute("1 / 0"), Err(SumError::NoNumber));
        assert_eq!(compute("3 # 4"), Err(SumError::Unknown(2)));
        assert_eq!(compute("many * 3"), Err(SumError::Unknown(0)));
        assert!(compute(&"(".repeat(10_000)).is_err());
        assert!(compute(&"-".repeat(10_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_gives_a_number_or_a_sentence(line in "[0-9kMB%.,+*/()^ x-]{0,40}|\\PC{0,40}") {
            match compute(&line) {
                Ok(value) => prop_assert!(value.is_finite()),
                Err(error) => prop_assert!(!error.describe().is_empty()),
            }
        }

        #[test]
        fn products_come_out(a in 0.0_f64..1e6, b in 0.001_f64..1e6) {
            let found = compute(&format!("{a} * {b} / {b}")).unwrap();
            prop_assert!((found - a).abs() <= 1e-6 * a.abs().max(1.0));
        }
    }
}
