//! `client-talks-to-data`: a client or a device calls a database, a cache, an index or a model directly.

use petgraph::graph::NodeIndex;

use crate::analysis::drawing_text::{self, texts_of_component, texts_of_connection};
use crate::analysis::fix::patch::PatchBuilder;
use crate::analysis::graph::{Link, Node};
use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::support::{keywords, kinds};
use crate::model::text_match::mentions;
use crate::model::{Access, Id, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "client-talks-to-data",
    title: "Client accesses data directly",
    severity: Severity::Critical,
    category: Category::Structure,
    why: "Every client or device holds the credentials. Any user could read and change all data, nothing enforces business rules, and you cannot change the database without changing every client",
    for_stakeholders: "Anyone with the app could read or change all of the data",
    fix: "Put a service in between that checks who is calling and what the caller may do",
    exempt: "CDNs, object storage, topics that clients subscribe to, stores with access rules in the drawing, devices that keep their own data, and agents on servers. For products built for direct access, queues and logs that clients write to, and analysts who query a warehouse, the check only asks a question",
    references: &[publications::FIELDING.supports("Clients are separated from data storage")],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        "
client -> load_balancer -> api
api: service x2
api -> db
db: sql x2
",
    ),
    bad: "
+ client -> db
",
    check,
    apply_fix: Some(apply_fix),
};

/// Products with rules of their own, made to be called by browsers and apps.
const MADE_FOR_CLIENTS: &[&str] = &[
    "firestore",
    "firebase",
    "supabase",
    "appsync",
    "amplify",
    "pocketbase",
    "appwrite",
    "hasura",
    "convex ",
    "algolia",
    "typesense",
    "durable object",
    "couchbase mobile",
    "realm ",
];
/// How drawings say that the store itself decides what this caller may do.
const GUARDED: &[&str] = &[
    "security rules",
    "rules per",
    "rules for",
    "row level",
    "row security",
    "rls ",
    "search key",
    "search only",
    "read only key",
    "scoped",
    "signed url",
    "signed address",
    "signed link",
    "presigned",
    "pre signed",
    "sas ",
    "app check",
    "policies",
    "short lived",
    "temporary credentials",
    "per user credentials",
    "cognito",
    "sso ",
    "behind sign in",
];
/// How drawings call a client that is an application of the team and has a part of its own that runs on a server.
const APPLICATION: &[&str] = &[
    "form ",
    "console",
    "portal",
    "admin page",
    "admin tool",
    "admin ui",
];
/// Programs on servers that report about them.
const AGENT: &[&str] = &[
    "agent",
    "exporter",
    "host",
    "node ",
    "nodes ",
    "server",
    "vm ",
    "vms ",
    "collector",
    "scrape",
];
/// Words for a store that is a part of the device.
const ON_BOARD: &[&str] = &[
    "on board",
    "onboard",
    "on device",
    "on the device",
    "local",
    "embedded",
    "sqlite",
    "flash",
    "own memory",
];
/// How drawings say that a model is called with something other than our key.
const LENT_KEY: &[&str] = &[
    "ephemeral",
    "short lived",
    "session token",
    "temporary",
    "own key",
    "their key",
    "on device",
    "local",
    "in the browser runs",
    "proxy",
    "signed in",
    "sign in",
    "per user",
];

/// One direct call, and how bad it is.
struct DirectCall {
    severity: Severity,
    why: String,
}

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for link in analysis.links() {
        if let Some(call) = direct_call_over(analysis, link) {
            let (from, to) = (analysis.name(link.from), analysis.name(link.to));
            let advice = match call.severity {
                Severity::Info => {
                    format!("Say what restricts {from} to permitted operations in {to}")
                }
                _ => format!("Put a service between {from} and {to}"),
            };
            let items = vec![link.id, analysis.id(link.to)];
            findings.push(RULE.finding(call.severity, items, call.why, advice));
        }
    }
}

fn direct_call_over(analysis: &Analysis, link: &Link) -> Option<DirectCall> {
    let (caller, called) = (&analysis[link.from], &analysis[link.to]);
    let (from, to) = (caller.name(), called.name());
    let is_client = caller.role() == Role::Client;
    let is_device = caller.role() == Role::Device;
    if !is_client && !is_device {
        return None;
    }
    let says = |any_of| {
        let mut texts = texts_of_component(called.component)
            .into_iter()
            .chain(texts_of_component(caller.component))
            .chain(texts_of_connection(link.connection));
        texts.any(|text| mentions(text, any_of))
    };
    let ask = |why: String| {
        Some(DirectCall {
            severity: Severity::Info,
            why,
        })
    };
    let say = |severity, why: String| Some(DirectCall { severity, why });
    if is_model(called) {
        if !is_client || says(LENT_KEY) {
            return None;
        }
        // A model that we run ourselves costs our machines and not our money at a provider.
        let bought = called.is_run_by_provider() || called.role() == Role::External;
        let severity = if bought || says(&["api key", "key in"]) {
            Severity::Critical
        } else {
            Severity::Medium
        };
        return say(
            severity,
            format!(
                "{from} calls the model {to} directly, so anyone with {from} has its key, and nothing enforces rules or limits"
            ),
        );
    }
    match called.role() {
        Role::Store
        | Role::Replica
        | Role::Cache
        | Role::Search
        | Role::Analytics
        | Role::Backup => {}
        // Event addresses of brokers check who sends; whether this one does is a question.
        Role::Queue | Role::Log | Role::DeadLetter if is_client => {
            let why = format!(
                "{from} writes to {to} directly. What prevents strangers from filling {to}?"
            );
            return if says(GUARDED) { None } else { ask(why) };
        }
        _ => return None,
    }
    if is_device && (says(AGENT) || says(ON_BOARD) || stand_together(analysis, link)) {
        return None;
    }
    let told = says(GUARDED) || drawing_text::in_notes(analysis.design, GUARDED);
    if says(MADE_FOR_CLIENTS) {
        let why = format!(
            "{from} calls {to}, which is built for direct access. Which access rules define what each user may do there?"
        );
        return if told { None } else { ask(why) };
    }
    if told {
        return None;
    }
    let of_staff = is_client && mentions(&caller.component.name, drawing_text::STAFF);
    let finds = matches!(
        called.role(),
        Role::Analytics | Role::Search | Role::Replica
    );
    if of_staff && (finds || link.semantics.access == Access::Read) {
        return ask(format!(
            "{from} queries {to} directly. May every user of {from} see everything in it?"
        ));
    }
    if is_client && mentions(&caller.component.name, APPLICATION) {
        return ask(format!(
            "{from} calls {to} directly. Does a server behind {from} check permissions?"
        ));
    }
    let why = if is_device {
        format!("{from} calls {to} directly, so every device holds a key to all users' data")
    } else {
        format!("{from} calls {to} directly, with nothing in between that checks permissions")
    };
    // People of our own are known, and where they change the data, they do so past every rule.
    let severity = match (of_staff, link.access) {
        (false, _) => Severity::Critical,
        (true, Some(Access::Write)) => Severity::High,
        (true, _) => Severity::Medium,
    };
    say(severity, why)
}

/// Whether a component answers with a trained model, ours or bought.
fn is_model(node: &Node) -> bool {
    let outside = matches!(node.role(), Role::External | Role::Other);
    let named = || {
        let texts = texts_of_component(node.component);
        texts
            .iter()
            .any(|text| mentions(text, keywords::LANGUAGE_MODEL))
    };
    node.effective_kind.role == Role::Model || (outside && named())
}

/// Whether a store stands where the device stands: in the same innermost zone, unless that is a region.
fn stand_together(analysis: &Analysis, link: &Link) -> bool {
    let zone = |node: NodeIndex| analysis[node].component.parent;
    let here = zone(link.from);
    here.is_some() && here == zone(link.to) && analysis[link.from].site != here
}

fn apply_fix(analysis: &Analysis, finding: &Finding, draft: &mut PatchBuilder) -> Option<String> {
    let [link, data] = finding.items[..] else {
        return None;
    };
    let client = analysis.design.connection(link)?.from;
    let name = analysis.find(data)?.name();
    let services: Vec<Id> = analysis
        .with_role(&[Role::Compute])
        .filter(|&node| analysis.reached[node])
        .map(|node| analysis.id(node))
        .collect();
    if services
        .iter()
        .any(|&service| !draft.between(service, data).is_empty())
    {
        draft.remove(link)?;
        let client = analysis.find(client)?.name();
        return Some(format!("Remove the call from {client} to {name}"));
    }
    match services[..] {
        [] => {
            let service = draft.put_between(&[link], kinds::SERVICE)?;
            draft.at_least(service, 2)?;
            draft.put_between(&draft.between(client, service), kinds::LOAD_BALANCER)?;
            Some(format!("Put a service in front of {name}"))
        }
        [service] => {
            draft.rewire(link, |connection| connection.from = service)?;
            let service = analysis.find(service)?.name();
            Some(format!("Have {service} call {name} instead"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rules::testing::check_rule;

    fn check_line(line: &str, expected: &[Severity]) {
        check_rule(&RULE, &format!("{}\n{line}", RULE.good_text()), expected);
    }

    #[test]
    fn keys_to_data_and_models_do_not_belong_into_clients_and_devices() {
        let critical = &[Severity::Critical];
        check_line("client -> stock\nstock: document_db x3", critical);
        check_line("vans -> trips\nvans: device\ntrips: sql x2", critical);
        check_line(
            "client -> writer\nwriter: third_party_api \"OpenAI\"",
            critical,
        );
        check_line(
            "client -> writer\nwriter: llm_service x4 \"Own GPU pool\"",
            &[Severity::Medium],
        );
    }

    #[test]
    fn what_is_made_for_clients_is_asked_about_until_words_tell() {
        check_line(
            "client -> docs\ndocs: document_db x3 \"Firestore\"",
            &[Severity::Info],
        );
        check_line(
            "client -> docs\ndocs: document_db x3 \"Firestore (security rules)\"",
            &[],
        );
        check_line("client -> docs: \"row-level security\"\ndocs: sql x2", &[]);
        check_line("client -> clicks\nclicks: event_log x3", &[Severity::Info]);
        check_line(
            "desk -> seeds\ndesk: client \"Complaints form\"\nseeds: sql x2",
            &[Severity::Info],
        );
    }

    #[test]
    fn staff_agents_and_data_on_board_are_not_strangers() {
        check_line(
            "analysts -> dw\nanalysts: client\ndw: warehouse",
            &[Severity::Info],
        );
        check_line(
            "agents -> samples\nagents: device \"Agents on servers\"\nsamples: time_series_db x3",
            &[],
        );
        check_line("van -> own\nvan: device\nown: sql \"SQLite on board\"", &[]);
    }
}
