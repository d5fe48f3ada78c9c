//! Reads designs from the text notation, line by line.

use std::collections::{BTreeMap, BTreeSet};

use super::lexer::{Token, tokenize};
use super::naming::{
    add_second_line, fill_in_name, find_kind, find_kind_of_key, unnamed_component,
};
use crate::model::catalogue::stated_replicas;
use crate::model::{
    Access, CallCondition, Component, Connection, Design, Edit, EditError, Id, Item, MAX_REPLICAS,
    Note, NoteStyle, PriceOverride, Rect, Replicas, Safeguard, Timing, Zone, ZoneKind, fold_word,
    pt,
};

/// A text with more lines is no drawing.
const MAX_LINES: usize = 10_000;

/// Why a text could not be read, with the line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct NotationError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// A design read from text; all components lie at the origin.
#[derive(Debug, Clone)]
pub struct ParsedNotation {
    /// The design.
    pub design: Design,
    /// The names used in the text, components and zones, to the ids they got.
    pub keys: BTreeMap<String, Id>,
}

/// Reads the notation.
///
/// # Errors
/// The first line that cannot be understood.
pub fn parse(text: &str) -> Result<ParsedNotation, NotationError> {
    let mut parser = NotationParser::default();
    for (index, line) in text.lines().enumerate() {
        let result = if index < MAX_LINES {
            tokenize(line).and_then(|tokens| parser.read_line(&tokens))
        } else {
            Err(format!("a drawing can have at most {MAX_LINES} lines"))
        };
        result.map_err(|message| NotationError {
            line: index + 1,
            message,
        })?;
    }
    let last = text.lines().count();
    if let Some((_, key)) = parser.open.last() {
        let message = format!("zone `{key}` is not closed: add a line with `}}`");
        return Err(NotationError {
            line: last,
            message,
        });
    }
    parser
        .finish()
        .map_err(|(line, message)| NotationError { line, message })
}

#[derive(Default)]
struct NotationParser {
    design: Design,
    keys: BTreeMap<String, Id>,
    /// Components declared with `key: …` so far, so that the others can be given the kind of their name.
    declared: BTreeSet<String>,
    /// Keys that were used, with the line of the first use, in order.
    mentioned: Vec<(String, usize)>,
    /// Zones not yet closed.
    open: Vec<(Id, String)>,
    line: usize,
}

impl NotationParser {
    fn read_line(&mut self, tokens: &[Token]) -> Result<(), String> {
        self.line += 1;
        match tokens {
            [] => Ok(()),
            [Token::Close] => match self.open.pop() {
                Some(_) => Ok(()),
                None => Err("there is no zone to close with `}`".to_owned()),
            },
            [Token::Word(word), Token::Quoted(text)] if word == "title" => {
                self.apply(Edit::SetTitle(text.clone()))
            }
            [Token::Word(word), Token::Quoted(text) | Token::Word(text)] if word == "scenario" => {
                self.apply(Edit::SetScenario(Some(text.clone())))
            }
            [Token::Word(word), Token::Quoted(text)] if word == "assume" => {
                let mut all = self.design.assumptions().to_vec();
                all.push(text.clone());
                self.apply(Edit::SetAssumptions(all))
            }
            [Token::Word(word), Token::Word(rps)] if word == "traffic" => {
                self.apply(Edit::SetTraffic(Some(parse_number(rps, rps)?)))
            }
            [Token::Word(word), Token::Word(times)] if word == "peak" => {
                self.apply(Edit::SetPeak(Some(parse_number(times, times)?)))
            }
            [Token::Word(word), Token::Word(count)] if word == "connections" => {
                self.apply(Edit::SetOpenConnections(Some(parse_number(count, count)?)))
            }
            [
                Token::Word(word),
                Token::Word(kind) | Token::Quoted(kind),
                prices @ ..,
            ] if word == "price" => self.read_price(kind, prices),
            [Token::Word(word), Token::Quoted(text)] if word == "note" => {
                self.add_note(NoteStyle::Sticky, text)
            }
            [Token::Word(word), Token::Quoted(text)] if word == "text" => {
                self.add_note(NoteStyle::Text, text)
            }
            [Token::Word(word), rest @ ..]
                if word == "zone" && rest.last() == Some(&Token::Open) =>
            {
                self.open_zone(&rest[..rest.len() - 1])
            }
            [Token::Word(key), Token::Colon, words @ ..] => self.declare_component(key, words),
            [Token::Word(_), ..] => self.read_chain(tokens),
            _ => Err(
                "each line must be a component `api: service x3`, a connection `a -> b`, a `zone`, or a `}`"
                    .to_owned(),
            ),
        }
    }

    fn apply(&mut self, edit: Edit) -> Result<(), String> {
        self.design
            .apply(edit)
            .map_err(|error: EditError| error.to_string())
    }

    fn add_note(&mut self, style: NoteStyle, text: &str) -> Result<(), String> {
        let rect = Rect::from_min(pt(0.0, 0.0), 160.0, 80.0);
        let note = Note {
            style,
            text: text.to_owned(),
            rect,
            parent: self.open_zone_id(),
        };
        self.apply(Edit::PutNote(self.design.fresh_id(), note))
    }

    /// What a kind costs in this drawing.
    fn read_price(&mut self, word: &str, prices: &[Token]) -> Result<(), String> {
        let (kind, _) = find_kind(word)?;
        let mut own = PriceOverride::default();
        for token in prices {
            let Token::Word(word) = token else {
                return Err(PRICE_SYNTAX.to_owned());
            };
            let (field, value) = word.split_once('=').ok_or(PRICE_SYNTAX)?;
            let slot = match field {
                "month" => &mut own.monthly,
                "million" => &mut own.per_million,
                "gb" => &mut own.per_gb,
                _ => return Err(PRICE_SYNTAX.to_owned()),
            };
            *slot = Some(parse_number(value, word)?);
        }
        if own.is_empty() {
            return Err(PRICE_SYNTAX.to_owned());
        }
        let mut all = self.design.prices().clone();
        if all.insert(kind, own).is_some() {
            return Err(format!("`{word}` already has a price"));
        }
        self.apply(Edit::SetPrices(all))
    }

    fn open_zone_id(&self) -> Option<Id> {
        self.open.last().map(|(id, _)| *id)
    }

    fn open_zone(&mut self, tokens: &[Token]) -> Result<(), String> {
        let [Token::Word(key), Token::Colon, Token::Word(word), name @ ..] = tokens else {
            return Err("write a zone as `zone eu: region \"eu-west-1\" {`".to_owned());
        };
        let kind = match fold_word(word).as_str() {
            "region" => ZoneKind::Region,
            "availabilityzone" | "az" => ZoneKind::AvailabilityZone,
            "trustboundary" | "trust" => ZoneKind::TrustBoundary,
            "team" => ZoneKind::Team,
            "group" | "generic" => ZoneKind::Generic,
            _ => {
                return Err(format!(
                    "unknown zone kind `{word}`: use region, az, trust, team, or group"
                ));
            }
        };
        let name = match name {
            [] => key.clone(),
            [Token::Quoted(name)] => name.clone(),
            _ => return Err("after the zone's kind, write its name in quotes, then `{`".to_owned()),
        };
        if self.keys.contains_key(key) {
            return Err(format!("`{key}` is declared twice"));
        }
        let id = self.design.fresh_id();
        let rect = Rect::from_min(pt(0.0, 0.0), 0.0, 0.0);
        self.apply(Edit::PutZone(
            id,
            Zone {
                kind,
                name,
                rect,
                parent: self.open_zone_id(),
            },
        ))?;
        self.keys.insert(key.clone(), id);
        self.open.push((id, key.clone()));
        Ok(())
    }

    fn resolve_component(&mut self, key: &str) -> Result<Id, String> {
        if let Some(&id) = self.keys.get(key) {
            return match self.design.item(id) {
                Some(Item::Component(_)) => Ok(id),
                _ => Err(format!(
                    "`{key}` is a zone, and connections must be between components"
                )),
            };
        }
        let id = self.design.fresh_id();
        self.apply(Edit::PutComponent(
            id,
            unnamed_component(self.open_zone_id()),
        ))?;
        self.keys.insert(key.to_owned(), id);
        self.mentioned.push((key.to_owned(), self.line));
        Ok(id)
    }

    fn declare_component(&mut self, key: &str, words: &[Token]) -> Result<(), String> {
        let id = self.resolve_component(key)?;
        if !self.declared.insert(key.to_owned()) {
            return Err(format!("`{key}` is declared twice"));
        }
        let mut component = Component {
            parent: self.open_zone_id(),
            ..unnamed_component(None)
        };
        let (mut product, mut named) = (None, false);
        let mut words = words.iter();
        while let Some(token) = words.next() {
            match token {
                Token::Word(word) if word == "owner=" => match words.next() {
                    Some(Token::Quoted(owner)) => component.owner.clone_from(owner),
                    _ => return Err("after `owner=`, write a name in quotes".to_owned()),
                },
                Token::Quoted(name) if !named => {
                    component.name.clone_from(name);
                    named = true;
                }
                Token::Quoted(text) | Token::Bracketed(text) => {
                    add_second_line(&mut component, key, text)?;
                }
                Token::Word(word) => match read_attribute(word, &mut component)? {
                    Attribute::Done => {}
                    Attribute::Kind if component.kind.is_empty() => {
                        let (kind, spelled) = find_kind(word)?;
                        component.kind = kind;
                        product = spelled;
                    }
                    Attribute::Kind => {
                        return Err(format!(
                            "`{key}` already has a kind, and `{word}` is another: put names in quotes"
                        ));
                    }
                },
                _ => {
                    return Err(
                        "after `:`, write a kind, `x3`, \"a name\", and (a technology)".to_owned(),
                    );
                }
            }
        }
        if component.kind.is_empty() {
            let (kind, spelled) = find_kind_of_key(key)?;
            component.kind = kind;
            product = product.or(spelled);
        }
        fill_in_name(&mut component, key, product, named);
        self.apply(Edit::PutComponent(id, component))
    }

    fn read_chain(&mut self, tokens: &[Token]) -> Result<(), String> {
        let colon = tokens
            .iter()
            .position(|token| *token == Token::Colon)
            .unwrap_or(tokens.len());
        let (ends, words) = (
            &tokens[..colon],
            tokens.get(colon + 1..).unwrap_or_default(),
        );
        let mut keys = Vec::new();
        for (index, token) in ends.iter().enumerate() {
            match (index % 2, token) {
                (0, Token::Word(key)) => keys.push(self.resolve_component(key)?),
                (1, Token::Arrow) => {}
                _ => {
                    return Err("write connections as `a -> b -> c: async \"label\"`".to_owned());
                }
            }
        }
        if keys.len() * 2 - 1 != ends.len() {
            return Err("after `->`, write the name of a component".to_owned());
        }
        let mut model = Connection::new(Id(0), Id(0));
        read_connection(words, &mut model)?;
        for pair in keys.windows(2) {
            let connection = Connection {
                from: pair[0],
                to: pair[1],
                ..model.clone()
            };
            self.apply(Edit::PutConnection(self.design.fresh_id(), connection))?;
        }
        Ok(())
    }

    /// Gives every component that was used but not declared the kind of its name.
    fn finish(mut self) -> Result<ParsedNotation, (usize, String)> {
        for (key, line) in std::mem::take(&mut self.mentioned) {
            if self.declared.contains(&key) {
                continue;
            }
            let id = self.keys[&key];
            let (kind, product) = find_kind_of_key(&key).map_err(|message| (line, message))?;
            let mut component = Component {
                kind,
                ..self
                    .design
                    .component(id)
                    .cloned()
                    .unwrap_or_else(|| unnamed_component(None))
            };
            fill_in_name(&mut component, &key, product, false);
            self.apply(Edit::PutComponent(id, component))
                .map_err(|message| (line, message))?;
        }
        self.read_counts_in_names()
            .map_err(|message| (1, message))?;
        Ok(ParsedNotation {
            design: self.design,
            keys: self.keys,
        })
    }

    /// Where others say how many run, a name that says so ("Orders DB, HA pair", "Search, 3 zones") counts too. Where
    /// nobody does, it does not make a statement of the silence of the others.
    fn read_counts_in_names(&mut self) -> Result<(), String> {
        let is_said = |component: &Component| matches!(component.replicas, Replicas::Exactly(_));
        if !self
            .design
            .components()
            .any(|(_, component)| is_said(component))
        {
            return Ok(());
        }
        let components = self.design.components();
        let silent = components.filter(|(_, component)| component.replicas == Replicas::Unsaid);
        let counted: Vec<(Id, Component)> = silent
            .filter_map(|(id, component)| {
                let mut component = component.clone();
                let count = stated_replicas(&component.name);
                component.replicas = Replicas::Exactly(count.filter(|&n| n <= MAX_REPLICAS)?);
                Some((id, component))
            })
            .collect();
        for (id, component) in counted {
            self.apply(Edit::PutComponent(id, component))?;
        }
        Ok(())
    }
}

enum Attribute {
    Done,
    Kind,
}

/// Reads what stands after the `x`: a number of instances, or that it is left open.
fn read_count(text: &str) -> Option<Replicas> {
    match text {
        "?" => Some(Replicas::Unknown),
        digits => digits.parse().ok().map(Replicas::Exactly),
    }
}

/// Reads `x3`, `x?` or `capacity=500`; anything else is a kind.
fn read_attribute(word: &str, component: &mut Component) -> Result<Attribute, String> {
    if let Some(count) = word.strip_prefix(['x', '×']).and_then(read_count) {
        component.replicas = count;
        return Ok(Attribute::Done);
    }
    let Some((field, value)) = word.split_once('=') else {
        return Ok(Attribute::Kind);
    };
    if field == "step" {
        let step = value.parse();
        component.rollout_stage =
            Some(step.map_err(|_error| format!("`{value}` is not a rollout stage in `{word}`"))?);
        return Ok(Attribute::Done);
    }
    let value = parse_number(value, word)?;
    let numbers = &mut component.overrides;
    let slot = match field {
        "capacity" => &mut numbers.capacity,
        "connections" => &mut numbers.connections,
        "p50" => &mut numbers.latency_p50,
        "p99" => &mut numbers.latency_p99,
        "availability" => &mut numbers.availability,
        "cost" => &mut numbers.monthly_cost,
        "hit" => &mut numbers.hit_ratio,
        "job" => &mut numbers.job_size,
        "hot_key" => &mut numbers.hot_key,
        _ => {
            return Err(format!(
                "unknown number `{field}`: use capacity, connections, p50, p99, availability, cost, hit, job, hot_key, step, or owner"
            ));
        }
    };
    *slot = Some(value);
    Ok(Attribute::Done)
}

const PRICE_SYNTAX: &str = "write a price as `price sql_database month=400 million=0.5 gb=0.09`, with at least one of the three values";

fn parse_number(value: &str, word: &str) -> Result<f64, String> {
    (value.parse()).map_err(|_error| format!("`{value}` is not a number in `{word}`"))
}

fn read_connection(words: &[Token], connection: &mut Connection) -> Result<(), String> {
    for token in words {
        match token {
            Token::Quoted(label) => connection.label.clone_from(label),
            Token::Bracketed(protocol) => connection.protocol.clone_from(protocol),
            Token::Word(word) => match word.as_str() {
                "sync" => connection.timing = Some(Timing::Sync),
                "async" => connection.timing = Some(Timing::Async),
                "read" => connection.access = Some(Access::Read),
                "write" => connection.access = Some(Access::Write),
                "both" => connection.access = Some(Access::Both),
                "always" => connection.when = Some(CallCondition::Always),
                "on-miss" => connection.when = Some(CallCondition::OnMiss),
                "tls" => _ = connection.safeguards.insert(Safeguard::Encrypted),
                // As the SDKs of AWS do in their standard mode: three attempts in all.
                "retries" => connection.retries = Some(2),
                word => {
                    let safeguards = Safeguard::ALL;
                    if let Some(known) = safeguards.into_iter().find(|s| s.label() == word) {
                        connection.safeguards.insert(known);
                    } else {
                        read_amount(word, connection)?;
                    }
                }
            },
            _ => return Err(CONNECTION_SYNTAX.to_owned()),
        }
    }
    Ok(())
}

const CONNECTION_SYNTAX: &str = "after `:`, write sync, async, read, write, both, always, on-miss, 30%, x2, retries=3, timeout, breaker, backoff, idempotent, encrypted, flows=a,b, \"a label\", and (a protocol)";

/// Reads `30%` (a share of the calls), `x2` (calls per call), `retries=3` or `flows=open,save`.
fn read_amount(word: &str, connection: &mut Connection) -> Result<(), String> {
    if let Some(percent) = word
        .strip_suffix('%')
        .and_then(|number| number.parse::<f64>().ok())
    {
        connection.when = Some(CallCondition::Fraction(percent / 100.0));
    } else if let Some(calls) = word
        .strip_prefix(['x', '×'])
        .and_then(|number| number.parse::<f64>().ok())
    {
        connection.calls = calls;
    } else if let Some(times) = word
        .strip_prefix("retries=")
        .and_then(|number| number.parse().ok())
    {
        connection.retries = Some(times);
    } else if let Some(flows) = word.strip_prefix("flows=") {
        let flows = flows.split(',').filter(|flow| !flow.is_empty());
        connection.flows = Some(flows.map(str::to_owned).collect());
    } else {
        return Err(format!("`{word}` is not understood: {CONNECTION_SYNTAX}"));
    }
    Ok(())
}
