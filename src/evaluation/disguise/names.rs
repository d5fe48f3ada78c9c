//! Disguises of names.

use super::draft::DisguiseDraft;
use crate::model::text_match::words;
use crate::model::{Group, Id, Role, kind};

/// What teams call their systems.
const CODE_NAMES: [&str; 12] = [
    "Falcon",
    "Bluebird",
    "Atlas",
    "Hermes",
    "Svc A",
    "Core",
    "Titan",
    "Mercury",
    "Backbone v2",
    "Phoenix",
    "Nova",
    "Orion",
];
/// How people shorten words, and the whole of "load balancer".
const SHORT: [(&str, &str); 22] = [
    ("analytics", "anlt"),
    ("application", "app"),
    ("authentication", "auth"),
    ("balancer", "lb"),
    ("cluster", "cls"),
    ("configuration", "cfg"),
    ("database", "db"),
    ("gateway", "gw"),
    ("generator", "gen"),
    ("management", "mgmt"),
    ("manager", "mgr"),
    ("message", "msg"),
    ("messages", "msgs"),
    ("notification", "notif"),
    ("notifications", "notifs"),
    ("processor", "proc"),
    ("queue", "q"),
    ("replica", "repl"),
    ("server", "srv"),
    ("service", "svc"),
    ("storage", "stg"),
    ("worker", "wrk"),
];

/// Gives each of some components a new name; `None` where none is renamed.
fn rename(
    draft: &mut DisguiseDraft,
    ids: Vec<Id>,
    name: fn(&mut DisguiseDraft, Id) -> Option<String>,
) -> Option<()> {
    let mut renamed = None;
    for id in ids {
        if let Some(name) = name(draft, id) {
            let name = draft.patch.fresh_name(&name);
            draft.patch.change(id, |part| part.name = name)?;
            renamed = Some(());
        }
    }
    renamed
}

pub(super) fn product_names(draft: &mut DisguiseDraft) -> Option<()> {
    let with_products = draft.components(|_, kind| {
        !kind.products.is_empty() && !matches!(kind.role, Role::Client | Role::External)
    });
    let some = draft.some_of(with_products, 2);
    rename(draft, some, |draft, id| {
        let products = &draft.patch.design().kind_of(id).products;
        draft.random.pick(products).cloned()
    })
}

pub(super) fn abbreviations(draft: &mut DisguiseDraft) -> Option<()> {
    let all = draft.components(|_, _| true);
    let some = draft.some_of(all, 2);
    rename(draft, some, |draft, id| {
        let name = &draft.component(id)?.name;
        shorten(name).filter(|short| short != name)
    })
}

/// A name with its words written short, or the first letters of several words none of which has a short form.
fn shorten(name: &str) -> Option<String> {
    let all: Vec<&str> = words(name).collect();
    let short_of = |word: &str| {
        let mut short = SHORT.iter();
        short.find(|(long, _)| word.eq_ignore_ascii_case(long))
    };
    if all.iter().any(|word| short_of(word).is_some()) {
        let short = all
            .iter()
            .map(|word| short_of(word).map_or(*word, |(_, short)| short));
        return Some(short.collect::<Vec<_>>().join(" "));
    }
    let initials: String = all.iter().filter_map(|word| word.chars().next()).collect();
    (all.len() > 1).then(|| initials.to_uppercase())
}

pub(super) fn team_names(draft: &mut DisguiseDraft) -> Option<()> {
    let own = draft.components(|part, kind_of| {
        matches!(kind_of.group, Group::Compute | Group::Storage)
            && kind(&part.kind).role != Role::Client
    });
    let some = draft.some_of(own, 3);
    rename(draft, some, |draft, _| {
        draft.one_of(&CODE_NAMES).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn names_are_shortened_as_people_do() {
        assert_eq!(shorten("Link service").as_deref(), Some("Link svc"));
        assert_eq!(shorten("Click stream").as_deref(), Some("CS"));
        assert_eq!(shorten("Browser"), None);
    }
}
