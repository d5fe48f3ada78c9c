//! Random drawings for property tests, written as text so that a failing one can be read.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::model::{Design, parse_notation};
use crate::scenario::{AcceptedDesign, Need, Part};

const KINDS: [&str; 11] = [
    "client",
    "load_balancer",
    "app_service",
    "worker",
    "sql_database",
    "cache",
    "queue",
    "read_replica",
    "third_party_api",
    "api_gateway_self_run",
    "custom",
];

/// What a random drawing is made of.
#[derive(Debug, Clone)]
pub(crate) struct Sketch {
    /// Kind and instances of each component.
    boxes: Vec<(usize, u32)>,
    links: Vec<(usize, usize)>,
}

/// Drawings of up to so many components, with loops, rings and components without instances among them.
pub(crate) fn sketches(most: usize) -> impl Strategy<Value = Sketch> {
    (1..=most).prop_flat_map(|count| {
        let boxes = vec((0..KINDS.len(), 0..4_u32), count);
        let links = vec((0..count, 0..count), 0..=2 * count);
        (boxes, links).prop_map(|(boxes, links)| Sketch { boxes, links })
    })
}

impl Sketch {
    /// The drawing, with the names and ids that a first author would give.
    pub(crate) fn design(&self) -> Design {
        self.draw_in_order(&(0..self.boxes.len()).collect::<Vec<_>>(), "Zorb")
    }

    /// The same drawing made in the opposite order and with other names.
    pub(crate) fn redrawn(&self) -> Design {
        self.draw_in_order(&(0..self.boxes.len()).rev().collect::<Vec<_>>(), "Anders")
    }

    fn draw_in_order(&self, order: &[usize], name: &str) -> Design {
        parse_notation(&self.text(order, name)).unwrap().design
    }

    fn text(&self, order: &[usize], name: &str) -> String {
        let mut text = String::new();
        for &index in order {
            let (kind, replicas) = self.boxes[index];
            let kind = KINDS[kind];
            _ = writeln!(text, "n{index}: {kind} x{replicas} \"{name} {index}\"");
        }
        let mut links = self.links.clone();
        if order.first() > Some(&0) {
            links.reverse();
        }
        for (from, to) in links {
            _ = writeln!(text, "n{from} -> n{to}");
        }
        text
    }

    /// The drawing as an accepted design, with needs in turn, and with names that no drawing shares: where names mean
    /// something, they say who plays what.
    pub(crate) fn accepted(&self) -> AcceptedDesign {
        let needs = [Need::Required, Need::Recommended, Need::Optional];
        accepted(
            &self.text(&(0..self.boxes.len()).collect::<Vec<_>>(), "Quil"),
            &needs,
        )
    }
}

/// An accepted design as text, whose parts, by name, have these needs in turn.
pub(crate) fn accepted(text: &str, needs: &[Need]) -> AcceptedDesign {
    let parsed = parse_notation(text).unwrap();
    let part = |need| Part {
        need,
        accepts: Vec::new(),
        min_replicas: 0,
        why: "It is needed".to_owned(),
    };
    let keys = parsed.keys.keys().cloned();
    let needs = needs.iter().copied().cycle();
    AcceptedDesign {
        id: "accepted".to_owned(),
        title: "Accepted".to_owned(),
        trade_off: String::new(),
        drawing: Vec::new(),
        parts: keys.zip(needs.map(part)).collect(),
        design: parsed.design,
        keys: parsed.keys,
    }
}
