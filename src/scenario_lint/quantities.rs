//! Quantities and the arithmetic between them, as people write both in a line: "1 million × 2 KB", "30, plus half to spare".

/// A quantity with the operator before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SumTerm {
    operator: Operator,
    /// With thousands, millions and percent, without units.
    pub number: f64,
    /// Bytes or bits in its unit, if it is one of data: 1,000 for KB.
    pub data: Option<f64>,
    /// Seconds in its unit, if it is one of time: 60 for a minute.
    pub time: Option<f64>,
    /// Whether it is an amount of money.
    pub money: bool,
    /// How deep in brackets it stands.
    depth: usize,
}

/// What is done with a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    /// "for a million", "per million": all that stands before is for so many.
    AllOver,
    /// "plus 40% to spare", "plus half": as much more of what stands before.
    MoreBy,
    /// "less 30%": as much less.
    LessBy,
}

/// Which units count as factors.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interpretation {
    /// KB, MB and so on.
    pub data: bool,
    /// Minutes, hours and so on.
    pub time: bool,
}

impl SumTerm {
    /// Its value where these units count.
    pub(super) fn value(&self, read: Interpretation) -> f64 {
        let data = self.data.filter(|_| read.data).unwrap_or(1.0);
        let time = self.time.filter(|_| read.time).unwrap_or(1.0);
        self.number * data * time
    }
}

/// A text with room before each percent sign: "99%" is a number with its unit.
pub(super) fn space_percents(text: &str) -> String {
    text.replace('%', " %")
}

/// The quantities of a line with their operators; none where words of arithmetic are not understood. Two numbers in a row are
/// words, not arithmetic: what came before still counts.
pub(super) fn parse_terms(text: &str) -> Option<Vec<SumTerm>> {
    const NOT_UNDERSTOOD: [&str; 4] = ["together", "times", "spare", "minus"];
    let spaced = space_percents(text).replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut terms: Vec<SumTerm> = Vec::new();
    let mut operator = None;
    let mut depth = 0_usize;
    let mut at = 0;
    while at < words.len() {
        let word = words[at];
        let plain = word.trim_end_matches([',', '.', ';']);
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        at += 1;
        match plain {
            "(" => depth += 1,
            ")" => depth = depth.checked_sub(1)?,
            "+" => operator = Some(Operator::Plus),
            "−" => operator = Some(Operator::Minus),
            "×" => operator = Some(Operator::Times),
            "÷" | "/" => operator = Some(Operator::Over),
            "of" if before == "%" => operator = Some(Operator::Times),
            "plus" | "less" => {
                let sign = if plain == "plus" {
                    Operator::MoreBy
                } else {
                    Operator::LessBy
                };
                if let Some((share, taken)) = share(&words[at..]) {
                    terms.push(SumTerm {
                        operator: sign,
                        ..plain_number(share, depth)
                    });
                    at += taken;
                    // "to spare" belongs to it.
                    if words[at..].starts_with(&["to", "spare"]) {
                        at += 2;
                    }
                } else if words.get(at).is_some_and(|next| number(next).is_some()) {
                    operator = Some(if plain == "plus" {
                        Operator::Plus
                    } else {
                        Operator::Minus
                    });
                } else {
                    return None;
                }
            }
            "million" if matches!(before, "per" | "a") => {
                terms.push(SumTerm {
                    operator: Operator::AllOver,
                    ..plain_number(1e6, 0)
                });
            }
            "million" if before == ")" => {
                terms.push(SumTerm {
                    operator: Operator::Times,
                    ..plain_number(1e6, depth)
                });
            }
            _ if NOT_UNDERSTOOD.contains(&plain) => return None,
            _ => match number(plain) {
                Some(mut term) => {
                    term.depth = depth;
                    match (operator.take(), terms.is_empty()) {
                        (Some(found), _) => term.operator = found,
                        (None, true) => {}
                        (None, false) => break,
                    }
                    terms.push(term);
                }
                None => {
                    if let Some(last) = terms.last_mut().filter(|_| operator.is_none()) {
                        let follows = number(before).is_some() || is_unit(before);
                        if follows {
                            last.add_unit(plain);
                        }
                    }
                }
            },
        }
    }
    (operator.is_none() && depth == 0).then_some(terms)
}

/// The value of a line of quantities: products before sums, brackets first; none where something is divided by nothing.
pub(super) fn evaluate(terms: &[SumTerm], read: Interpretation) -> Option<f64> {
    // Brackets in these lines hold sums and stand at one depth.
    let mut flat: Vec<(Operator, f64)> = Vec::new();
    let mut rest = terms;
    while let Some(first) = rest.first() {
        if first.depth == 0 {
            flat.push((first.operator, first.value(read)));
            rest = &rest[1..];
        } else {
            let inside = rest.iter().take_while(|term| term.depth > 0).count();
            let mut group = rest[..inside].to_vec();
            let operator = group[0].operator;
            group[0].operator = Operator::Plus;
            for term in &mut group {
                term.depth -= 1;
            }
            flat.push((operator, evaluate(&group, read)?));
            rest = &rest[inside..];
        }
    }
    let (mut sum, mut product, mut sign) = (0.0, 0.0, 1.0);
    for (index, (operator, value)) in flat.into_iter().enumerate() {
        match operator {
            _ if index == 0 => product = value,
            Operator::Times => product *= value,
            Operator::Over => product /= value,
            Operator::Plus | Operator::Minus => {
                sum += sign * product;
                product = value;
                sign = if operator == Operator::Plus {
                    1.0
                } else {
                    -1.0
                };
            }
            Operator::MoreBy | Operator::LessBy | Operator::AllOver => {
                let by = match operator {
                    Operator::MoreBy => 1.0 + value,
                    Operator::LessBy => 1.0 - value,
                    _ => value.recip(),
                };
                product = (sum + sign * product) * by;
                (sum, sign) = (0.0, 1.0);
            }
        }
    }
    let value: f64 = sum + sign * product;
    value.is_finite().then_some(value)
}

fn plain_number(number: f64, depth: usize) -> SumTerm {
    SumTerm {
        operator: Operator::Plus,
        number,
        data: None,
        time: None,
        money: false,
        depth,
    }
}

/// A share in words at the start of these, with how many words it takes: "half", "a third", "40%".
fn share(words: &[&str]) -> Option<(f64, usize)> {
    let named = |word: &str| {
        Some(match word {
            "half" => 0.5,
            "third" => 1.0 / 3.0,
            "quarter" => 0.25,
            "fifth" => 0.2,
            "tenth" => 0.1,
            _ => return None,
        })
    };
    match words {
        [word, ..] if named(word).is_some() => Some((named(word)?, 1)),
        ["a", word, ..] => Some((named(word)?, 2)),
        [percent, "%", ..] => Some((number(percent)?.number / 100.0, 2)),
        _ => None,
    }
}

/// "$1,000/s" and "5KB" are quantities, "base62" is none.
fn number(word: &str) -> Option<SumTerm> {
    let digits = word.strip_prefix('$').unwrap_or(word);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = digits.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'));
    let (digits, unit) = digits.split_at(end.unwrap_or(digits.len()));
    let digits: String = digits.chars().filter(|c| *c != ',').collect();
    let number: f64 = digits.trim_end_matches('.').parse().ok()?;
    let mut term = SumTerm {
        money: word.starts_with('$'),
        ..plain_number(number, 0)
    };
    term.add_unit(unit);
    Some(term)
}

/// Whether a word is a number word or a unit, so that another unit may follow: "7 million GB".
fn is_unit(word: &str) -> bool {
    let mut probe = plain_number(1.0, 0);
    let before = probe;
    probe.add_unit(word.trim_end_matches([',', '.', ';']));
    probe != before
}

impl SumTerm {
    fn add_unit(&mut self, word: &str) {
        let unit = word.split('/').next().unwrap_or(word);
        match unit.trim_start_matches('\u{a0}') {
            "%" => self.number *= 0.01,
            "thousand" => self.number *= 1e3,
            "million" => self.number *= 1e6,
            "billion" => self.number *= 1e9,
            "trillion" => self.number *= 1e12,
            "byte" | "bytes" | "bit" | "bits" => self.data = Some(1.0),
            "KB" | "kB" | "Kbit" => self.data = Some(1e3),
            "MB" | "Mbit" => self.data = Some(1e6),
            "GB" | "Gbit" => self.data = Some(1e9),
            "TB" | "Tbit" => self.data = Some(1e12),
            "PB" => self.data = Some(1e15),
            "s" | "second" | "seconds" if !word.contains('/') => self.time = Some(1.0),
            "ms" => self.time = Some(1e-3),
            "min" | "minute" | "minutes" => self.time = Some(60.0),
            "h" | "hour" | "hours" => self.time = Some(3_600.0),
            "day" | "days" => self.time = Some(86_400.0),
            "USD" | "dollars" => self.money = true,
            _ => {}
        }
    }
}
