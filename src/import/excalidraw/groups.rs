//! Things drawn of several strokes: people group the lines and circles of a symbol, and libraries of symbols are such groups.

use std::collections::BTreeMap;

use crate::model::Rect;

/// A group is one symbol only up to this size (the file's units).
const LARGEST: (f64, f64) = (400.0, 300.0);

/// What counts of an element when it is asked whether its group is one symbol.
pub(super) struct Member<'a> {
    /// The index of its element.
    pub(super) index: usize,
    /// Its groups, the innermost first.
    pub(super) groups: &'a [String],
    /// Where it lies.
    pub(super) rect: Rect,
    /// Whether it is a mere stroke, or an outline without words.
    pub(super) is_part: bool,
    /// Whether it is an outline with words in it.
    pub(super) is_named: bool,
}

/// A symbol: the indices of its elements, and where it lies.
pub(super) struct Symbol {
    /// The elements, in the order of the file.
    pub(super) members: Vec<usize>,
    /// The rectangle around those that are no words.
    pub(super) rect: Rect,
}

/// The groups that are one symbol: several parts of which at most one has words of its own. Of groups in each other the
/// outermost that is one.
pub(super) fn find_symbols(members: &[Member<'_>]) -> Vec<Symbol> {
    let mut by_group: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, member) in members.iter().enumerate() {
        for group in member.groups {
            by_group.entry(group).or_default().push(place);
        }
    }
    let mut groups: Vec<Vec<usize>> = by_group.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let mut is_taken = vec![false; members.len()];
    let mut symbols = Vec::new();
    for group in groups {
        let parts = || group.iter().map(|&place| &members[place]);
        let is_free = !group.iter().any(|&place| is_taken[place]);
        let named = parts().filter(|member| member.is_named).count();
        let drawn = parts().filter(|member| member.is_part || member.is_named);
        let Some(rect) = drawn.clone().map(|member| member.rect).reduce(Rect::union) else {
            continue;
        };
        let is_small = rect.width() <= LARGEST.0 && rect.height() <= LARGEST.1;
        if !is_free || !is_small || named > 1 || drawn.count() < 2 {
            continue;
        }
        for &place in &group {
            is_taken[place] = true;
        }
        symbols.push(Symbol {
            members: parts().map(|member| member.index).collect(),
            rect,
        });
    }
    symbols
}
