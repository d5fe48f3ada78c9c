//! `no-authorisation`: what belongs to one person or tenant is read, and nothing checks whose it is.

use std::collections::BTreeSet;

use petgraph::graph::NodeIndex;

use crate::analysis::flow::FlowTrace;
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::written_text::{WrittenText, says_in_order, written_texts};
use crate::model::text_match::mentions;
use crate::model::{Access, Group, Id, Role, format};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "no-authorisation",
    title: "No authorization",
    severity: Severity::Critical,
    category: Category::Security,
    why: "Sign-in shows who a user is, not what the user may see. If the store or the index returns everything, users get other users' data, and a language model that must keep the data secret will reveal it to a clever prompt",
    for_stakeholders: "A customer can read another customer's data",
    fix: "Check permissions where the data is read, with a filter by owner or tenant in the query, row-level security, or an access list",
    exempt: "Drawings that mention owners, tenants, members, permissions, or filters. If the prompt says that data is private and the drawing does not mention it, the check only asks a question",
    references: &[
        publications::OWASP_AUTHORIZATION
            .supports("Each access to a record is checked against the caller's permissions"),
        RuleReference::own_judgment("Instructions to a model are not access control"),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api
api: service x2
api -> index: "filtered by tenant"
index: search_index x2 "All documents"
"#,
    ),
    bad: r#"
- api -> index: "filtered by tenant"
+ api -> index: "best of everything"
"#,
    check,
    apply_fix: None,
};

/// How drawings say that rights are looked at.
const RIGHTS: &[&str] = &[
    "right ",
    "rights",
    "acl",
    "access list",
    "share list",
    "access control",
    "access rules",
    "permission",
    "permitted",
    "allowed",
    "authoris",
    "authoriz",
    "row level",
    "row security",
    "rls ",
    "rbac",
    "abac",
    "opa ",
    "policy",
    "policies",
    "entitle",
    "member",
    "may ",
    "owner",
    "owned",
    "only own",
    "own data",
    "own document",
    "own record",
    "own customer",
    "own file",
    "own order",
    "own only",
    "their own",
    "the own",
    "filter by",
    "filter on",
    "filters by",
    "filtered",
    "search filter",
    "tenant filter",
    "per tenant",
    "by tenant",
    "tenant id",
    "namespace per",
    "index per",
    "collection per",
    "schema per",
    "database per",
    "per customer",
    "by customer",
    "per user",
    "by user",
    "by group",
    "group field",
    "security rules",
    "rules per",
    "scope",
    "claims",
    "openfga",
    "spicedb",
    "zanzibar",
    "cerbos",
    "signed link",
    "signed url",
    "presigned",
    "private link",
];
/// How a model is told to do what a check should do.
const PROMPTED_SECRECY: &[&str] = &[
    "never reveal",
    "not reveal",
    "never show",
    "not show",
    "never mention",
    "not mention",
    "never tell",
    "not tell",
    "never quote",
    "not quote",
    "never leak",
    "keep secret",
    "keep it secret",
    "keeps secret",
    "told to keep",
    "asked to keep",
    "not to reveal",
    "not to show",
];
/// Words for all there is, before what there is of it.
const ALL_OF: &[&[&str]] = &[
    &["all ", "any ", "every ", "everyone", "everybody"],
    &[
        "tenant",
        "customer",
        "document",
        "doc ",
        "docs ",
        "user",
        "account",
        "channel",
        "passage",
        "message",
        "file",
        "folder",
        "record",
        "patient",
        "conversation",
        "chunk",
    ],
];
/// How drawings say that rights are not looked at, or only where callers can change it.
const NO_RIGHTS: &[&str] = &[
    "no rights",
    "no permission",
    "no access check",
    "no authorisation",
    "no authorization",
    "no tenant filter",
    "rights are not",
    "permissions are not",
    "without checking rights",
    "without a rights check",
    "without permission",
    "filters in the browser",
    "filtered in the browser",
    "filters in the app",
    "filtered in the app",
    "browser filters",
    "app filters",
    "client filters",
    "filtered by the client",
    "filtered by the browser",
    "app hides",
    "browser hides",
    "ui hides",
    "front end hides",
    "hidden in the ui",
    "hidden in the app",
    "whoever knows the id",
    "whoever has the id",
    "anybody who knows the id",
    "anyone who knows the id",
    "by id from anybody",
    "by id from anyone",
    "any id ",
];
const EVERYTHING: &[&str] = &[
    "of everything",
    "over everything",
    "in everything",
    "everybody s",
    "whole index",
];

/// How drawings say that all callers get the same copy.
const ONE_FOR_ALL: &[&str] = &[
    "one for all",
    "shared by all",
    "shared across",
    "shared between customers",
    "shared by customers",
    "shared for all",
    "same for all",
    "same for every",
    "for everyone",
    "for everybody",
    "all customers",
    "all users",
    "all tenants",
    "every customer",
    "every tenant",
    "across customers",
    "across tenants",
    "across users",
    "any customer",
    "whoever asks",
    "global",
];
/// What the copy is of, where it is nobody's.
const OF_NOBODY: &[&str] = &[
    "public",
    "price list",
    "catalog",
    "config",
    "session",
    "limit",
];

/// A cache that answers private questions for all callers alike, before anybody has looked at rights.
fn check_shared_copies(
    analysis: &Analysis,
    private: &[&FlowTrace],
    texts: &[WrittenText],
    findings: &mut Vec<Finding>,
) {
    let shared = texts.iter().find(|said| {
        said.touches(analysis, &[Role::Cache])
            && mentions(&said.text, ONE_FOR_ALL)
            && !mentions(&said.text, OF_NOBODY)
            && !mentions(&said.text, RIGHTS)
            && (concerns(analysis, private, said) || is_asked_in(analysis, private, said))
    });
    let Some(said) = shared else { return };
    let caches = said.around.iter().copied().filter(|&id| {
        (analysis.find(id)).is_some_and(|node| node.effective_kind.role == Role::Cache)
    });
    let why = format!(
        "“{}”: the response to one caller is served to the next caller, who may not be allowed to see it",
        said.text.trim()
    );
    let advice =
        "Keep copies per tenant or per set of permissions, or keep only data that everyone may see";
    findings.push(RULE.finding(Severity::Critical, caches.collect(), why, advice.to_owned()));
}

/// Whether a copy is looked up on the way of a private flow, beside what the flow leads to.
fn is_asked_in(analysis: &Analysis, private: &[&FlowTrace], said: &WrittenText) -> bool {
    let copies = said.around.iter().filter_map(|&id| analysis.index_of(id));
    let mut callers = copies.flat_map(|copy| analysis.incoming(copy).map(|link| link.from));
    callers.any(|caller| private.iter().any(|flow| flow.passes(caller)))
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let texts = written_texts(analysis);
    let private = private_reads(analysis);
    check_shared_copies(analysis, &private, &texts, findings);
    let is_prompt = |said: &WrittenText| {
        mentions(&said.text, PROMPTED_SECRECY)
            && (said.touches(analysis, &[Role::Model, Role::External])
                || mentions(&said.text, &["prompt", "model", "llm "]))
    };
    let speaks_of_rights = |said: &&WrittenText| {
        // "Members" is who asks, and no check.
        let names_callers = said.around.len() == 1 && said.touches(analysis, &[Role::Client]);
        let says = mentions(&said.text, RIGHTS) && !mentions(&said.text, NO_RIGHTS);
        says && !names_callers && !is_prompt(said)
    };
    if texts.iter().any(|said| speaks_of_rights(&said)) {
        return;
    }
    let open: Vec<&WrittenText> = texts
        .iter()
        .filter(|said| {
            let is_open = mentions(&said.text, NO_RIGHTS) || says_all(analysis, said);
            is_open && concerns(analysis, &private, said)
        })
        .collect();
    let prompted = texts.iter().find(|said| is_prompt(said));
    if let Some(said) = open.first().copied().or(prompted) {
        let quoted = said.text.trim();
        let why = match prompted {
            Some(told) => format!(
                "Permissions exist only as an instruction to a model (“{}”), which does not protect data",
                told.text.trim()
            ),
            None => format!(
                "“{quoted}”: callers get other users' data, and nothing in the drawing checks what each caller may see"
            ),
        };
        let mut items: Vec<Id> = open.iter().flat_map(|said| said.items()).collect();
        items.extend(prompted.iter().flat_map(|said| said.items()));
        items.dedup();
        let advice =
            "Check permissions where the data is read, and note how: by owner, by tenant, or by access list"
                .to_owned();
        findings.push(RULE.finding(Severity::Critical, items, why, advice));
        return;
    }
    ask(analysis, &private, findings);
}

/// Flows that arrive and read what belongs to somebody.
fn private_reads<'c, 'a>(analysis: &'c Analysis<'a>) -> Vec<&'c FlowTrace<'a>> {
    let is_private = |flow: &&FlowTrace| {
        let spec = flow.spec;
        spec.is_some_and(|spec| spec.private && spec.access != Access::Write) && flow.works()
    };
    analysis.flows.iter().filter(is_private).collect()
}

/// Whether a text says that something that can be searched or listened to gives out all there is. A database has the data
/// of all in it, which says nothing yet.
fn says_all(analysis: &Analysis, said: &WrittenText) -> bool {
    const FINDS: [Role; 3] = [Role::Search, Role::Topic, Role::Log];
    const KEEPS: [Role; 4] = [Role::Store, Role::Replica, Role::Objects, Role::Analytics];
    let asks = said.around.len() == 2;
    // "All chunks there?" asks for a yes or no.
    let is_question = said.text.trim_end().ends_with('?');
    let says =
        !is_question && (mentions(&said.text, EVERYTHING) || says_in_order(&said.text, ALL_OF, 1));
    let at = |roles: &[Role]| said.touches(analysis, roles);
    let writes = said
        .item
        .and_then(|id| analysis.links().find(|link| link.id == id))
        .is_some_and(|link| link.semantics.access == Access::Write && link.access.is_some());
    says && !writes
        && (at(&FINDS[..1])
            || (asks && is_asked_by_users(analysis, said) && (at(&FINDS) || at(&KEEPS))))
}

/// Whether what a connection carries is asked for by people: by their programs, or by a service that they wait for.
fn is_asked_by_users(analysis: &Analysis, said: &WrittenText) -> bool {
    let Some(from) = said.around.first().and_then(|&id| analysis.index_of(id)) else {
        return false;
    };
    let serves = analysis.role(from) == Role::Compute || analysis.role(from) == Role::Client;
    analysis.waited_for[from] && serves
}

/// Whether a text stands where private data is read: with a prompt on the way of a private flow.
fn concerns(analysis: &Analysis, private: &[&FlowTrace], said: &WrittenText) -> bool {
    if said.item.is_none() {
        return analysis.scenario.is_none() || !private.is_empty();
    }
    if analysis.scenario.is_none() {
        let mut nodes = said.around.iter().filter_map(|&id| analysis.index_of(id));
        return nodes.any(|node| analysis.reached[node]);
    }
    let on_way = |id: &Id| {
        let node = analysis.index_of(*id);
        node.is_some_and(|node| private.iter().any(|flow| flow.passes(node)))
    };
    said.around.iter().any(on_way)
}

/// Asks where rights are checked, once for all private flows, at the services that fetch the data.
fn ask(analysis: &Analysis, private: &[&FlowTrace], findings: &mut Vec<Finding>) {
    let mut readers: BTreeSet<NodeIndex> = BTreeSet::new();
    let mut names = Vec::new();
    for flow in private {
        let ends: BTreeSet<NodeIndex> = flow
            .ends
            .iter()
            .flat_map(|end| end.candidates.iter().copied())
            .collect();
        let reads = |link: &&petgraph::graph::EdgeIndex| {
            let link = &analysis[**link];
            ends.contains(&link.to) && analysis[link.from].kind.group == Group::Compute
        };
        let found: Vec<NodeIndex> = flow
            .links
            .iter()
            .filter(reads)
            .map(|&link| analysis[link].from)
            .collect();
        if !found.is_empty() {
            names.push(flow.name.as_str());
            readers.extend(found);
        }
    }
    if readers.is_empty() {
        return;
    }
    let asked = format::join_names(readers.iter().map(|&node| analysis.name(node)));
    let why = format!(
        "These requests involve one user's or tenant's data: “{}”. Where do you check that the caller may see it?",
        names.join("”, “")
    );
    let advice = format!("Note how {asked} makes sure that callers see only permitted data");
    let items = readers.iter().map(|&node| analysis.id(node)).collect();
    findings.push(RULE.finding(Severity::Info, items, why, advice));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::examples::ALBUM;
    use crate::analysis::rules::testing::{check_answer, check_rule, prompt_with_flows};

    const SEARCH: &str = "
agents: client
agents -> lb -> bot
lb: load_balancer
bot: service x2
bot -> passages
";

    #[test]
    fn one_pot_for_all_is_critical() {
        let critical = &[Severity::Critical];
        check_rule(
            &RULE,
            &format!("{SEARCH}passages: vector_index x2 \"Chunks of all clinics, any patient\""),
            critical,
        );
        check_rule(
            &RULE,
            &format!(
                "{SEARCH}passages: vector_index x2\nbot -> model: \"do not show contracts of others\"\nmodel: llm_service"
            ),
            critical,
        );
    }

    #[test]
    fn what_the_client_hides_is_open() {
        let critical = &[Severity::Critical];
        check_rule(
            &RULE,
            &format!("{SEARCH}passages: sql x2\nnote \"The app hides what others own\""),
            critical,
        );
        check_rule(
            &RULE,
            &format!("{SEARCH}passages: sql x2\nagents -> bot: \"file by id from anyone\""),
            critical,
        );
        check_rule(
            &RULE,
            &format!("{SEARCH}passages: sql x2\nagents -> bot: \"file by id, filtered by owner\""),
            &[],
        );
    }

    #[test]
    fn a_word_about_rights_is_enough() {
        for said in [
            "filter by clinic",
            "row-level security",
            "only documents the user may read",
        ] {
            check_rule(
                &RULE,
                &format!(
                    "{SEARCH}passages: vector_index x2 \"Passages, all patients\"\nnote \"{said}\""
                ),
                &[],
            );
        }
        check_rule(
            &RULE,
            &format!("{SEARCH}passages: sql x2 \"All orders of all customers\""),
            &[],
        );
    }

    #[test]
    fn where_a_prompt_says_that_data_is_private_it_is_asked() {
        let private = prompt_with_flows(|flow| flow.private = true);
        check_answer(&RULE, &private, &ALBUM.text(), &[Severity::Info]);
        let said = format!(
            "{}\nnote \"Albums are shown to their owner only\"",
            ALBUM.text()
        );
        check_answer(&RULE, &private, &said, &[]);
    }
}
