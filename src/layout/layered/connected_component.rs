//! From a design to pieces that nothing connects, each with its tree of zones, and from there to rectangles.

use std::collections::{BTreeMap, BTreeSet};

use super::layout_tree::{
    Direction, LayoutChild, LayoutGroup, LayoutLeaf, LayoutTree, LeafContent, ZonePadding,
};
use super::ranking::{assign_ranks, break_cycles};
use super::select_layout::select_layout;
use super::{order, place};
use crate::layout::box_text::box_size;
use crate::layout::label_text::LabelText;
use crate::layout::union_find::smallest_members;
use crate::model::{Design, Id, Note, Rect, Role, ZoneKind, catalogue};

/// A connection over more columns than this keeps no lanes free: in a drawing that wide they would be most of it.
const LONGEST_LANE: usize = 24;
/// Unconnected boxes of a zone stand in a row of up to this many, more where the zone is wider or they are many.
const SHELF: usize = 4;
/// A label that can be broken is made no wider than this where it lies between neighbors (world units), and so much of its
/// line is seen beside it, with the head.
const USUAL_LABEL: f64 = 92.0;
const LABEL_ENDS: f64 = 36.0;
/// Between columns of whole zones (world units): room for the lines between them.
const BLOCK_GAP: f64 = 128.0;
/// So many orders of the rows are tried with their lines drawn, in pieces of up to [`SMALL`] components and [`SPARSE`] lines.
const TRIED: usize = 8;
const SMALL: usize = 60;
const SPARSE: usize = 150;

/// The rectangles of each piece, the largest piece first; components that nothing connects come last, together. Some
/// components may be as large as is said here (world units), and `in_blocks` offers another layout of some members.
pub(super) fn lay_out_pieces(
    design: &Design,
    direction: Direction,
    sizes: &BTreeMap<Id, (f64, f64)>,
    in_blocks: impl Fn(&BTreeSet<Id>) -> Option<BTreeMap<Id, Rect>>,
) -> Vec<BTreeMap<Id, Rect>> {
    let source = LayoutSource::new(design, sizes);
    source
        .connected_components()
        .iter()
        .map(|piece| {
            let mut tree = source.build_tree(piece, direction);
            let within: BTreeSet<usize> = piece.components.iter().copied().collect();
            let lines = source.edges.iter().filter(|(a, _)| within.contains(a));
            let is_small = piece.components.len() <= SMALL && lines.count() <= SPARSE;
            let tried = if is_small { TRIED } else { 1 };
            let mut layouts = Vec::new();
            for order in order::find_best_orders(&mut tree, tried) {
                order.sort_children(&mut tree);
                layouts.push(tree.rects(&place::place_columns(&tree), &place::place_rows(&tree)));
            }
            let members = piece.components.iter().map(|&n| source.ids[n]);
            let blocks = in_blocks(&members.chain(piece.zones.iter().copied()).collect());
            let draw_lines = is_small && sizes.is_empty();
            select_layout(design, direction, layouts, blocks, draw_lines)
        })
        .collect()
}

/// Components and zones that belong together.
#[derive(Debug, Default)]
struct ConnectedComponent {
    components: Vec<usize>,
    zones: Vec<Id>,
}

/// The design as numbers.
struct LayoutSource<'a> {
    design: &'a Design,
    /// The sizes of components that are no usual boxes.
    sizes: &'a BTreeMap<Id, (f64, f64)>,
    ids: Vec<Id>,
    ranks: Vec<usize>,
    /// From left to right, without repetitions.
    edges: Vec<(usize, usize)>,
    connected: Vec<bool>,
    /// Per item, the zones around it, the outermost first.
    zones: BTreeMap<Id, Vec<Id>>,
    notes: BTreeMap<Id, Vec<(Id, &'a Note)>>,
}

impl<'a> LayoutSource<'a> {
    fn new(design: &'a Design, sizes: &'a BTreeMap<Id, (f64, f64)>) -> Self {
        let ids: Vec<Id> = design.components().map(|(id, _)| id).collect();
        let number: BTreeMap<Id, usize> = ids.iter().enumerate().map(|(n, &id)| (id, n)).collect();
        let calls: BTreeSet<(usize, usize)> = design
            .connections()
            .filter_map(|(_, c)| Some((*number.get(&c.from)?, *number.get(&c.to)?)))
            .filter(|(from, to)| from != to)
            .collect();
        let calls: Vec<_> = calls.into_iter().collect();
        let starts: Vec<bool> = design
            .components()
            .map(|(_, c)| is_start(&c.kind))
            .collect();
        let graph = break_cycles(&starts, &calls);
        let mut connected = vec![false; ids.len()];
        for &(a, b) in &graph.edges {
            connected[a] = true;
            connected[b] = true;
        }
        let around = |id: Id| {
            let mut zones: Vec<Id> = design.ancestors(id).map(|(zone, _)| zone).collect();
            zones.reverse();
            (id, zones)
        };
        let zones: BTreeMap<Id, Vec<Id>> = ids
            .iter()
            .copied()
            .chain(design.zones().map(|(id, _)| id))
            .map(around)
            .collect();
        let mut notes: BTreeMap<Id, Vec<(Id, &Note)>> = BTreeMap::new();
        for (id, note) in design.notes() {
            if let Some(zone) = note.parent {
                notes.entry(zone).or_default().push((id, note));
            }
        }
        let mut source = Self {
            design,
            sizes,
            ranks: assign_ranks(&graph),
            edges: graph.edges,
            ids,
            connected,
            zones,
            notes,
        };
        source.shift_islands();
        source
    }

    /// Moves parts of a zone that nothing connects to the rest of it to where the zone begins, not to column 0.
    fn shift_islands(&mut self) {
        let mut islands: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (n, root) in smallest_members(self.ids.len(), self.edges.iter().copied())
            .into_iter()
            .enumerate()
        {
            if self.connected[n] {
                islands.entry(root).or_default().push(n);
            }
        }
        let mut islands: Vec<Vec<usize>> = islands.into_values().collect();
        islands.sort_by_key(|island| std::cmp::Reverse(island.len()));
        let mut begins: BTreeMap<Id, usize> = BTreeMap::new();
        for island in islands {
            let mut shared: &[Id] = &self.zones[&self.ids[island[0]]];
            for &n in &island {
                let zones = &self.zones[&self.ids[n]];
                let same = shared.iter().zip(zones).take_while(|(a, b)| a == b).count();
                shared = &shared[..same];
            }
            let begin = shared.iter().rev().find_map(|zone| begins.get(zone));
            let by = begin.copied().unwrap_or(0);
            for &n in &island {
                self.ranks[n] += by;
                for &zone in &self.zones[&self.ids[n]] {
                    let begin = begins.entry(zone).or_insert(self.ranks[n]);
                    *begin = self.ranks[n].min(*begin);
                }
            }
        }
    }

    fn connected_components(&self) -> Vec<ConnectedComponent> {
        // Components first, then zones; a zone is tied to the outermost zone around it.
        let zones: Vec<Id> = self.design.zones().map(|(id, _)| id).collect();
        let count = self.ids.len();
        let number: BTreeMap<Id, usize> = zones
            .iter()
            .enumerate()
            .map(|(n, &zone)| (zone, count + n))
            .collect();
        let mut ties = self.edges.clone();
        for (n, id) in self.ids.iter().chain(&zones).enumerate() {
            ties.extend(self.zones[id].first().map(|zone| (number[zone], n)));
        }
        let mut pieces: BTreeMap<usize, ConnectedComponent> = BTreeMap::new();
        let mut unconnected = ConnectedComponent::default();
        for (n, root) in smallest_members(count + zones.len(), ties)
            .into_iter()
            .enumerate()
        {
            let piece = pieces.entry(root).or_default();
            if n >= count {
                piece.zones.push(zones[n - count]);
            } else if !self.connected[n] && self.zones[&self.ids[n]].is_empty() {
                unconnected.components.push(n);
            } else {
                piece.components.push(n);
            }
        }
        let mut pieces: Vec<ConnectedComponent> = pieces.into_values().collect();
        pieces.sort_by_key(|piece| std::cmp::Reverse(piece.components.len()));
        pieces.push(unconnected);
        pieces.retain(|piece| !(piece.components.is_empty() && piece.zones.is_empty()));
        pieces
    }

    fn build_tree(&self, piece: &ConnectedComponent, direction: Direction) -> LayoutTree {
        let mut tree = LayoutTree {
            direction,
            ..LayoutTree::default()
        };
        tree.groups
            .push(new_group(None, None, ZonePadding::default()));
        let mut groups: BTreeMap<Id, usize> = BTreeMap::new();
        let mut zones = piece.zones.clone();
        zones.sort_by_key(|zone| (self.zones[zone].len(), *zone));
        for zone in zones {
            let parent = self.zones[&zone].last().map_or(0, |outer| groups[outer]);
            let number = tree.groups.len();
            groups.insert(zone, number);
            tree.groups[parent]
                .children
                .push(LayoutChild::Group(number));
            tree.groups
                .push(new_group(Some(parent), Some(zone), self.zone_padding(zone)));
        }
        let mut leaf_of: BTreeMap<usize, usize> = BTreeMap::new();
        let mut loose: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &n in &piece.components {
            let around = self.zones[&self.ids[n]].last();
            let group = around.map_or(0, |zone| groups[zone]);
            if self.connected[n] {
                let leaf = self.build_leaf(n, group, self.ranks[n], direction);
                leaf_of.insert(n, tree.add(leaf));
            } else {
                loose.entry(group).or_default().push(n);
            }
        }
        tree.fit_columns();
        let begins = first_columns(&tree);
        for (&group, members) in &loose {
            self.add_shelf(&mut tree, group, members, begins[group]);
        }
        for (&zone, &group) in &groups {
            self.add_notes(&mut tree, zone, group, begins[group]);
            if tree.groups[group].children.is_empty() {
                let blank =
                    LayoutLeaf::blank(tree.groups[group].pad, group, begins[group], direction);
                tree.add(blank);
            }
        }
        tree.fit_columns();
        for (a, b) in &self.edges {
            if let (Some(&a), Some(&b)) = (leaf_of.get(a), leaf_of.get(b)) {
                link_leaves(&mut tree, a, b);
            }
        }
        self.make_label_room(&mut tree);
        tree
    }

    /// Finds out how wide the gaps between columns must be for the labels of connections between neighboring columns; those
    /// of longer ones lie in a lane.
    fn make_label_room(&self, tree: &mut LayoutTree) {
        if tree.direction == Direction::Down {
            return;
        }
        let leaves = tree.leaves.iter().filter_map(|leaf| match leaf.content {
            LeafContent::Box(id) => Some((id, leaf.columns.0)),
            _ => None,
        });
        let column_of: BTreeMap<Id, usize> = leaves.collect();
        let semantics = self.design.all_semantics();
        let mut side_by_side: BTreeMap<(Id, Id), usize> = BTreeMap::new();
        let mut widths: Vec<((Id, Id), usize, Vec<f64>)> = Vec::new();
        for (id, item) in self.design.connections() {
            let ends = [item.from, item.to].map(|end| column_of.get(&end));
            let (Some(text), [Some(&from), Some(&to)]) =
                (LabelText::of_connection(item, &semantics[&id]), ends)
            else {
                continue;
            };
            if from.abs_diff(to) == 1 {
                let pair = (item.from.min(item.to), item.from.max(item.to));
                *side_by_side.entry(pair).or_default() += 1;
                let shapes = text.shapes();
                widths.push((pair, from.min(to), shapes.iter().map(|s| s.width).collect()));
            }
        }
        let least = if self.sizes.is_empty() {
            0.0
        } else {
            BLOCK_GAP
        };
        tree.label_room = vec![least; tree.groups[0].columns.1 + 1];
        for (pair, gap, widths) in widths {
            // Lines beside each other have room for one row of words each.
            let flat = side_by_side[&pair] > 1;
            let fits = widths.iter().find(|&&width| flat || width <= USUAL_LABEL);
            let width = fits.or(widths.last()).copied().unwrap_or_default();
            let room = &mut tree.label_room[gap];
            *room = room.max(width + LABEL_ENDS);
        }
    }

    fn build_leaf(
        &self,
        n: usize,
        group: usize,
        column: usize,
        direction: Direction,
    ) -> LayoutLeaf {
        let id = self.ids[n];
        let usual = || self.design.component(id).map_or((0.0, 0.0), box_size);
        let size = self.sizes.get(&id).copied().unwrap_or_else(usual);
        LayoutLeaf::component(id, size, group, column, direction)
    }

    /// Puts unconnected components of a group in rows.
    fn add_shelf(&self, tree: &mut LayoutTree, around: usize, members: &[usize], begin: usize) {
        let group = tree.groups.len();
        tree.groups[around].children.push(LayoutChild::Group(group));
        tree.groups
            .push(new_group(Some(around), None, ZonePadding::default()));
        let (first, last) = tree.groups[around].columns;
        let square = (members.len() as f64).sqrt().ceil() as usize;
        let width = (last + 1 - first).max(square).max(SHELF);
        for (index, &n) in members.iter().enumerate() {
            let leaf = self.build_leaf(n, group, begin + index % width, tree.direction);
            tree.add(leaf);
        }
    }

    fn add_notes(&self, tree: &mut LayoutTree, zone: Id, group: usize, begin: usize) {
        let last = tree.groups[group].columns.1;
        let mut column = begin;
        for (id, note) in self.notes.get(&zone).into_iter().flatten() {
            let size = (note.rect.width(), note.rect.height());
            let mut leaf = LayoutLeaf::note(*id, size, group, column, tree.direction);
            if leaf.columns.1 > last && column > begin {
                leaf = LayoutLeaf::note(*id, size, group, begin, tree.direction);
            }
            column = leaf.columns.1 + 1;
            tree.add(leaf);
        }
    }

    fn zone_padding(&self, zone: Id) -> ZonePadding {
        let region = self
            .design
            .zone(zone)
            .is_some_and(|zone| zone.kind == ZoneKind::Region);
        ZonePadding {
            top: 32.0,
            side: if region { 24.0 } else { 16.0 },
        }
    }
}

/// Whether components of this kind begin requests.
fn is_start(kind: &str) -> bool {
    catalogue()
        .get(kind)
        .is_some_and(|kind| matches!(kind.role, Role::Client | Role::Device))
}

fn new_group(parent: Option<usize>, zone: Option<Id>, pad: ZonePadding) -> LayoutGroup {
    LayoutGroup {
        parent,
        zone,
        pad,
        children: Vec::new(),
        columns: (0, 0),
    }
}

/// The first column of every group; one without connected components begins where the group around it does.
fn first_columns(tree: &LayoutTree) -> Vec<usize> {
    let mut filled = vec![false; tree.groups.len()];
    for leaf in &tree.leaves {
        for group in tree.enclosing_groups(leaf.group) {
            filled[group] = true;
        }
    }
    let mut begins: Vec<usize> = Vec::with_capacity(filled.len());
    for (group, filled) in tree.groups.iter().zip(filled) {
        let outer = group.parent.map_or(0, |parent| begins[parent]);
        begins.push(if filled { group.columns.0 } else { outer });
    }
    begins
}

/// Links two leaves, over lanes where they are not in neighboring columns. A lane lies in the zone of its nearer end as
/// long as that zone lasts, and then outside.
fn link_leaves(tree: &mut LayoutTree, a: usize, b: usize) {
    let (first, last) = (tree.leaves[a].columns.0, tree.leaves[b].columns.0);
    if last - first > LONGEST_LANE {
        return;
    }
    let (left, right) = (tree.leaves[a].group, tree.leaves[b].group);
    let outer: BTreeSet<usize> = tree.enclosing_groups(right).collect();
    let shared = tree
        .enclosing_groups(left)
        .find(|group| outer.contains(group));
    let shared = shared.unwrap_or(0);
    let mut before = a;
    for column in first + 1..last {
        let group = [left, right]
            .into_iter()
            .find_map(|end| {
                tree.enclosing_groups(end)
                    .take_while(|&g| g != shared)
                    .find(|&g| {
                        let (from, to) = tree.groups[g].columns;
                        (from..=to).contains(&column)
                    })
            })
            .unwrap_or(shared);
        let lane = tree.add(LayoutLeaf::lane(group, column));
        tree.links.push((before, lane));
        before = lane;
    }
    tree.links.push((before, b));
}
