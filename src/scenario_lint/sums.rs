//! Does the arithmetic of a derivation come out? Products and quotients as people write them: "1 million × 2 KB = 2 GB
//! a day, × 365 = 730 GB". What is not understood is not judged.

/// How far a written result may be from the exact one: people round on the way.
const ROUNDED: f64 = 0.08;

/// A step of a derivation that does not come out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ArithmeticSlip {
    /// The left side, as it is written.
    pub says: String,
    /// What the right side should begin with, up to a factor of a thousand.
    pub comes_to: f64,
}

/// The steps of a derivation that do not come out. Factors of a thousand are let pass: KB turn into MB without a word.
pub(super) fn find_slips(derivation: &str) -> Vec<ArithmeticSlip> {
    let sides: Vec<&str> = derivation.split('=').collect();
    let mut slips = Vec::new();
    for pair in sides.windows(2) {
        let left = last_expression(pair[0]);
        // Whatever follows a result belongs to the next step.
        let result = pair[1].split(", ").next().and_then(tokens);
        let result = result.and_then(|tokens| match tokens.first() {
            Some(SumToken::Number(number)) => Some(*number),
            _ => None,
        });
        let (Some(value), Some(result)) = (tokens(&left).and_then(|t| value(&t)), result) else {
            continue;
        };
        if !is_close(value, result) {
            slips.push(ArithmeticSlip {
                says: left.trim().to_owned(),
                comes_to: value,
            });
        }
    }
    slips
}

fn is_close(value: f64, result: f64) -> bool {
    if value <= 0.0 || result <= 0.0 {
        return (value - result).abs() <= ROUNDED * value.abs();
    }
    let mut ratio = value / result;
    let half = 1000.0_f64.sqrt();
    while ratio > half {
        ratio /= 1000.0;
    }
    while ratio < 1.0 / half {
        ratio *= 1000.0;
    }
    (ratio - 1.0).abs() <= ROUNDED
}

/// What stands directly before an equals sign: clauses that begin with an operator go on with the one before.
fn last_expression(side: &str) -> String {
    let side = side.rsplit(';').next().unwrap_or(side);
    let mut expression = String::new();
    for clause in side.split(", ") {
        let goes_on = clause.trim_start().starts_with(['×', '÷', '+', '−']);
        if !goes_on {
            expression.clear();
        }
        expression.push(' ');
        expression.push_str(clause);
    }
    expression
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum SumToken {
    Number(f64),
    Operator(char),
}

/// Numbers and operators; none where brackets or words of arithmetic stand between them.
fn tokens(text: &str) -> Option<Vec<SumToken>> {
    const ARITHMETIC: [&str; 6] = ["plus", "less", "minus", "together", "times", "spare"];
    let mut tokens: Vec<SumToken> = Vec::new();
    for word in text.split_whitespace() {
        let plain = word.trim_end_matches([',', '.', ')']);
        if word.contains('(') || word.contains(')') || ARITHMETIC.contains(&plain) {
            return None;
        }
        let operator = ["×", "÷", "+", "−"].contains(&plain);
        if let Some(sign) = plain.chars().next().filter(|_| operator) {
            tokens.push(SumToken::Operator(sign));
        } else if let Some(number) = number(plain) {
            if matches!(tokens.last(), Some(SumToken::Number(_))) {
                // Two numbers in a row are words, not arithmetic; what came before is still the result.
                break;
            }
            tokens.push(SumToken::Number(number));
        } else if let Some(SumToken::Number(number)) = tokens.last_mut() {
            *number *= factor(plain);
        }
    }
    Some(tokens)
}

/// "$1,000/s" and "5KB" are numbers, "base62" is none.
fn number(word: &str) -> Option<f64> {
    let word = word.trim_start_matches('$');
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = word.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'));
    let (digits, unit) = word.split_at(end.unwrap_or(word.len()));
    let digits: String = digits.chars().filter(|c| *c != ',').collect();
    let number: f64 = digits.trim_end_matches('.').parse().ok()?;
    Some(number * factor(unit))
}

fn factor(word: &str) -> f64 {
    let unit = word
        .split('/')
        .next()
        .unwrap_or(word)
        .trim_start_matches('\u{a0}');
    match unit {
        "%" => 0.01,
        "thousand" | "KB" | "kB" => 1e3,
        "million" | "MB" | "Mbit" => 1e6,
        "billion" | "GB" | "Gbit" => 1e9,
        "trillion" | "TB" | "Tbit" => 1e12,
        "PB" => 1e15,
        _ => 1.0,
    }
}

/// The value of a chain of products and quotients; none for sums, whose parts may have different units.
fn value(tokens: &[SumToken]) -> Option<f64> {
    let mut tokens = tokens.iter();
    let Some(SumToken::Number(first)) = tokens.next() else {
        return None;
    };
    let (mut product, mut steps) = (*first, 0);
    while let Some(token) = tokens.next() {
        let (SumToken::Operator(sign), Some(SumToken::Number(next))) = (token, tokens.next())
        else {
            return None;
        };
        match sign {
            '×' => product *= next,
            '÷' => product /= next,
            _ => return None,
        }
        steps += 1;
    }
    (steps > 0 && product.is_finite()).then_some(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_arithmetic_passes() {
        for sound in [
            "1 million × 2 KB = 2 GB a day, × 3,650 days = 7.3 TB",
            "1 billion ÷ 86,400 s = 11,574/s, × 4 = 46,296, about 46,000",
            "46,000/s × 200 bytes = 9.2 MB/s, × 8 bits = 74 Mbit/s",
            "2 million × 10% = 200,000 a minute, ÷ 60 s = 3,333/s",
            "300 ÷ 50 = 6 s, + 0.5 s of reading; 100/s × 6.5 s = 650",
            "as the interviewer says",
            "5,000 s = 83 minutes",
        ] {
            assert_eq!(find_slips(sound), [], "{sound}");
        }
    }

    #[test]
    fn slips_are_found_with_what_comes_out() {
        let found = find_slips("10 million × 40 = 400 million, ÷ 86,400 s = 9,260/s");
        assert_eq!(found.len(), 1);
        assert!((found[0].comes_to - 4_629.6).abs() < 0.1);
        assert_eq!(found[0].says, "400 million ÷ 86,400 s");
    }
}
