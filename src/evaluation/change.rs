//! What a mutation does at one place: a few changes that many share, or code of its own.

use petgraph::graph::NodeIndex;

use super::selector::FaultPlace;
use super::subject::{LostPart, Mutant, MutationSubject, add_service, call, one_large};
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::flow::FlowTrace;
use crate::analysis::graph::{Link, Node};
use crate::model::{Component, Connection, Id, Role};
use crate::scenario::Flow;

/// A change that puts a fault in. Unless it says otherwise, the finding must be about the place.
#[derive(Debug)]
pub(super) enum FaultChange {
    /// Takes the part away, where that is a fault: its job must be named as not done, or a flow as one that stops.
    RemovePart,
    /// Takes away all components of these roles, which must be there; the finding is about the whole.
    RemoveAll(&'static [Role]),
    /// Takes away the connection; the finding is about the whole.
    RemoveLink,
    /// Takes away all connections out of the component.
    CutOutgoing,
    /// Takes away all connections into the component.
    CutIncoming,
    /// Puts one machine in the place of several that is as large as all together.
    MakeOneLarge,
    /// Leaves so much room that the load takes this share of it.
    Resize(f64),
    /// Changes the component.
    Component(fn(&MutationSubject<'_>, NodeIndex, &mut Component)),
    /// Changes the connection.
    Connection(fn(&mut Connection)),
    /// Lets the component wait for new services of these names; the finding is about the component.
    AddCallees(&'static [&'static str]),
    /// What fits none of these: gives what the finding must be about, any one of it, or nothing where it is about the
    /// drawing as a whole. `None` where the design stays fine.
    Code(fn(&mut MutantDraft<'_, '_>) -> Option<Vec<Id>>),
}

impl FaultChange {
    /// Puts the fault in and gives what the finding must be about; `None` where it does not fit.
    pub(super) fn apply(&self, draft: &mut MutantDraft) -> Option<Vec<Id>> {
        let subject = draft.subject;
        let about = draft.id();
        match self {
            Self::RemovePart => {
                let id = about?;
                draft.patch.remove(id)?;
                let lost = subject.lost_part(subject.key(id)?, draft.patch.design())?;
                draft.part = Some(lost);
                return Some(Vec::new());
            }
            Self::RemoveAll(roles) => {
                let gone = subject.analysis.with_role(roles);
                let gone: Vec<Id> = gone.map(|node| subject.id(node)).collect();
                draft.remove_all(&gone)?;
                return Some(Vec::new());
            }
            Self::RemoveLink => {
                draft.patch.remove(about?)?;
                return Some(Vec::new());
            }
            Self::CutOutgoing => {
                let links = subject.analysis.outgoing(draft.node()?);
                draft.remove_all(&links.map(|link| link.id).collect::<Vec<_>>())?;
            }
            Self::CutIncoming => {
                let links = subject.analysis.incoming(draft.node()?);
                draft.remove_all(&links.map(|link| link.id).collect::<Vec<_>>())?;
            }
            Self::MakeOneLarge => {
                let room = draft.this()?.capacity_of_one();
                draft.patch.change(about?, |part| one_large(part, room))?;
            }
            Self::Resize(share) => {
                let load = subject.analysis.loads[draft.node()?];
                draft.patch.change(about?, |part| {
                    let room = load / share / f64::from(part.replicas.count().max(1));
                    part.overrides.capacity = Some(room);
                })?;
            }
            Self::Component(change) => {
                let node = draft.node()?;
                draft
                    .patch
                    .change(about?, |part| change(subject, node, part))?;
            }
            Self::Connection(change) => draft.patch.rewire(about?, change)?,
            Self::AddCallees(names) => {
                let id = about?;
                for name in *names {
                    let service = add_service(&mut draft.patch, name, id)?;
                    call(&mut draft.patch, id, service)?;
                }
            }
            Self::Code(code) => return code(draft),
        }
        Some(about.into_iter().collect())
    }
}

/// A mutant while it is made.
pub(super) struct MutantDraft<'s, 'a> {
    pub(super) subject: &'s MutationSubject<'a>,
    /// Where the fault is put in.
    place: FaultPlace<'a>,
    /// The drawing so far.
    pub(super) patch: PatchBuilder,
    /// The names that say what was done.
    names: Vec<String>,
    /// The part whose loss must be named.
    part: Option<LostPart>,
}

impl<'s, 'a> MutantDraft<'s, 'a> {
    pub(super) fn new(subject: &'s MutationSubject<'a>, place: FaultPlace<'a>) -> Self {
        let analysis = &subject.analysis;
        let name = |node| analysis.name(node).to_owned();
        let names = match place {
            FaultPlace::Drawing => Vec::new(),
            FaultPlace::Component(node) => vec![name(node)],
            FaultPlace::Pair(first, node) => vec![name(first), name(node)],
            FaultPlace::Link(link) => vec![name(analysis[link].from), name(analysis[link].to)],
            FaultPlace::Flow(number) => vec![subject.scenario.flows[number].name.clone()],
            FaultPlace::Kind(kind) => vec![kind.to_owned()],
        };
        Self {
            subject,
            place,
            patch: PatchBuilder::new(&subject.accepted.design),
            names,
            part: None,
        }
    }

    /// The component at the place; of two the second.
    pub(super) fn node(&self) -> Option<NodeIndex> {
        match self.place {
            FaultPlace::Component(node) | FaultPlace::Pair(_, node) => Some(node),
            _ => None,
        }
    }

    /// The two components at the place.
    pub(super) fn pair(&self) -> Option<(NodeIndex, NodeIndex)> {
        match self.place {
            FaultPlace::Pair(first, second) => Some((first, second)),
            _ => None,
        }
    }

    /// What the check knows of the component at the place.
    pub(super) fn this(&self) -> Option<&'s Node<'a>> {
        self.node().map(|node| &self.subject.analysis[node])
    }

    /// The connection at the place.
    pub(super) fn link(&self) -> Option<&'s Link<'a>> {
        match self.place {
            FaultPlace::Link(link) => Some(&self.subject.analysis[link]),
            _ => None,
        }
    }

    /// The component or the connection at the place.
    pub(super) fn id(&self) -> Option<Id> {
        let component = self.this().map(|node| node.id);
        component.or_else(|| self.link().map(|link| link.id))
    }

    /// The flow at the place, and the way it takes.
    pub(super) fn flow(&self) -> Option<(&'s Flow, &'s FlowTrace<'a>)> {
        let FaultPlace::Flow(number) = self.place else {
            return None;
        };
        let flow = self.subject.scenario.flows.get(number)?;
        Some((flow, self.subject.analysis.flows.get(number)?))
    }

    /// The kind that is the place.
    pub(super) fn kind(&self) -> Option<&'a str> {
        match self.place {
            FaultPlace::Kind(kind) => Some(kind),
            _ => None,
        }
    }

    /// The next name that says what was done.
    pub(super) fn mention(&mut self, name: &str) {
        self.names.push(name.to_owned());
    }

    /// Takes all of these away; `None` where there are none.
    pub(super) fn remove_all(&mut self, items: &[Id]) -> Option<()> {
        let removed = items.iter().all(|&item| self.patch.remove(item).is_some());
        (removed && !items.is_empty()).then_some(())
    }

    /// Gives every component the owner that this names.
    pub(super) fn set_owners(&mut self, owner: impl Fn(Id) -> String) -> Option<()> {
        let components = self.patch.design().components().map(|(id, _)| id);
        for id in components.collect::<Vec<_>>() {
            self.patch.change(id, |part| part.owner = owner(id))?;
        }
        Some(())
    }

    pub(super) fn finish(self, what: &str, items: Vec<Id>) -> Mutant {
        let mut said = what.to_owned();
        for (number, name) in self.names.iter().enumerate() {
            said = said.replace(&format!("{{{number}}}"), name);
        }
        Mutant {
            touched: self.subject.touched_in(self.patch.design()),
            design: self.patch.design().clone(),
            what: said,
            items,
            part: self.part,
        }
    }
}
