//! The elements of a workspace that its view shows, as a diagram.

use std::collections::BTreeSet;

use super::model::{DslWorkspace, ElementLevel, ModelElement, ModelView, Relationship, ViewSort};
use crate::import::box_kind::BoxShape;
use crate::import::diagram::Diagram;
use crate::import::elements::{Element, ElementArrow, Elements};
use crate::layout::Direction;

/// A relationship with the indices of its ends.
struct ViewedCall<'a> {
    from: usize,
    to: usize,
    said: &'a Relationship,
}

/// The diagram of the view of a workspace.
pub(super) fn show_view(mut workspace: DslWorkspace) -> Result<Diagram, String> {
    let mut elements = Elements::default();
    elements.title = std::mem::take(&mut workspace.name);
    elements.losses = std::mem::take(&mut workspace.losses);
    let chosen = choose_view(&workspace, &mut elements);
    if chosen.is_some_and(|view| view.is_down) {
        elements.direction = Direction::Down;
    }
    let innermost = match chosen.map(|view| view.sort) {
        Some(ViewSort::System) => ElementLevel::System,
        Some(ViewSort::Container) | None => ElementLevel::Container,
    };
    let calls = find_calls(&workspace, &mut elements);
    let shown = find_shown(&workspace, chosen, innermost, &calls);
    for (index, element) in workspace.elements.iter().enumerate() {
        let holder = workspace
            .with_outer(index)
            .find(|outer| shown.contains(outer));
        if element.level > innermost && holder.is_some() {
            let sort = match element.level {
                ElementLevel::Component => "components inside containers",
                _ => "containers inside systems",
            };
            elements.losses.add(sort, &element.name);
        }
    }
    // The places of what is shown among the elements.
    let mut places: Vec<Option<usize>> = vec![None; workspace.elements.len()];
    for (index, element) in workspace.elements.iter().enumerate() {
        if !shown.contains(&index) {
            continue;
        }
        let parent = element
            .parent
            .and_then(|parent| workspace.with_outer(parent).find_map(|outer| places[outer]));
        places[index] = Some(elements.add(box_of(&workspace, element, parent))?);
    }
    let place_of = |index: usize| workspace.with_outer(index).find_map(|outer| places[outer]);
    let mut drawn = BTreeSet::new();
    for call in &calls {
        let (Some(from), Some(to)) = (place_of(call.from), place_of(call.to)) else {
            continue;
        };
        // What lies in each other has no line between it, and parts that are not shown say the same twice.
        let is_new = drawn.insert((from, to, call.said.label.clone()));
        let is_lifted = places[call.from].is_none() || places[call.to].is_none();
        if from == to && is_lifted || !is_new {
            continue;
        }
        elements.connect(ElementArrow {
            from,
            to,
            label: call.said.label.clone(),
            protocol: call.said.technology.clone(),
            ..ElementArrow::default()
        })?;
    }
    Ok(elements.into_diagram())
}

/// The first container view, else the first of systems; the others are told.
fn choose_view<'a>(workspace: &'a DslWorkspace, elements: &mut Elements) -> Option<&'a ModelView> {
    let chosen = workspace.views.iter().min_by_key(|view| view.sort);
    for view in &workspace.views {
        if chosen.is_none_or(|chosen| !std::ptr::eq(chosen, view)) {
            let sort = "views other than the one shown";
            elements.losses.add(sort, &view.name);
        }
    }
    chosen
}

fn find_calls<'a>(workspace: &'a DslWorkspace, elements: &mut Elements) -> Vec<ViewedCall<'a>> {
    let mut calls = Vec::new();
    for said in &workspace.relationships {
        let find = |id: &str| {
            let found = workspace.find(id, said.within);
            found.filter(|&index| workspace.elements[index].level != ElementLevel::Group)
        };
        if let (Some(from), Some(to)) = (find(&said.from), find(&said.to)) {
            calls.push(ViewedCall { from, to, said });
        } else {
            let name = format!("{} → {}", said.from, said.to);
            let sort = "relationships to or from missing elements";
            elements.losses.add(sort, name);
        }
    }
    calls
}

/// The elements that the view shows: those in its scope and those that calls connect with them, and the groups around.
fn find_shown(
    workspace: &DslWorkspace,
    view: Option<&ModelView>,
    innermost: ElementLevel,
    calls: &[ViewedCall<'_>],
) -> BTreeSet<usize> {
    let all = || 0..workspace.elements.len();
    let level = |index: usize| workspace.elements[index].level;
    let scope = view.and_then(|view| workspace.find(&view.scope, None));
    let in_scope = |index: usize| {
        workspace
            .with_outer(index)
            .any(|outer| Some(outer) == scope)
    };
    let excluded: BTreeSet<usize> = view
        .into_iter()
        .flat_map(|view| &view.excluded)
        .filter_map(|id| workspace.find(id, scope))
        .collect();
    let is_excluded = |index: usize| {
        workspace
            .with_outer(index)
            .any(|outer| excluded.contains(&outer))
    };
    let mut near: BTreeSet<usize> = BTreeSet::new();
    for call in calls {
        for (own, other) in [(call.from, call.to), (call.to, call.from)] {
            if in_scope(own) {
                near.extend(workspace.with_outer(other));
            }
        }
    }
    let is_shown = |&index: &usize| {
        let wanted = match (scope, level(index)) {
            (_, ElementLevel::Group) | (Some(_), ElementLevel::Component) => false,
            (None, own) => own <= innermost,
            (Some(_), ElementLevel::Container) => {
                innermost == ElementLevel::Container && in_scope(index)
            }
            (Some(_), _) => in_scope(index) || near.contains(&index),
        };
        wanted && !is_excluded(index)
    };
    let boxes: BTreeSet<usize> = all().filter(is_shown).collect();
    let groups = boxes.iter().flat_map(|&index| {
        workspace
            .with_outer(index)
            .filter(|&outer| level(outer) == ElementLevel::Group)
    });
    let groups: BTreeSet<usize> = groups.collect();
    boxes.into_iter().chain(groups).collect()
}

fn box_of(workspace: &DslWorkspace, element: &ModelElement, parent: Option<usize>) -> Element {
    let mut tags = element.tags.iter();
    let by_tag = tags.find_map(|tag| workspace.shapes.get(tag));
    let shape = match element.level {
        ElementLevel::Person => BoxShape::Person,
        _ => by_tag.copied().unwrap_or_default(),
    };
    Element {
        text: element.name.clone(),
        description: element.description.clone(),
        shape,
        technology: element.technology.clone(),
        parent,
        is_only_frame: element.level == ElementLevel::Group,
        ..Element::default()
    }
}
