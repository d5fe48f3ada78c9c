//! Arrows that are drawn in the direction of the data and not of the call: "Catalog → API" where the API reads the catalog,
//! "CDN → Viewers" where viewers fetch from the CDN.
//!
//! What keeps data calls nobody. An arrow out of it into something that already works for another reason shows what that reads,
//! and arrows from there on to people who call nobody show the way of an answer. A box that nothing else wakes may as well
//! be woken by the change itself, so that its arrow is left as it is.

use petgraph::Incoming;
use petgraph::graph::{DiGraph, EdgeReference, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef, IntoEdgeReferences, Reversed};

use crate::analysis::graph::index_map::{LinkMap, NodeMap};
use crate::analysis::graph::node::Node;
use crate::analysis::graph::traversal::visited_from;
use crate::model::text_match::mentions;
use crate::model::{Access, Connection, Group, Role};

/// What is written at arrows on which something goes out by itself, and is not read: change feeds, events, news.
const SENT: &[&str] = &[
    "cdc ",
    "change",
    "binlog",
    "wal ",
    "replicat",
    "stream",
    "event",
    "trigger",
    "notif",
    "notice",
    "alert",
    "push",
    "send",
    "sent",
    "email",
    "e mail",
    "sms",
    "broadcast",
    "publish",
    "pub sub",
    "subscri",
    "channel",
    "watch",
    "new object",
    "new file",
    "new row",
    "on upload",
    "expire",
    "invalidat",
    "outbox",
];

/// Components and the arrows between them.
pub(super) type ArrowGraph<'a> = DiGraph<Node<'a>, WorkArrow<'a>>;

/// A connection from who hands the work on, as far as queues decide it.
pub(super) struct WorkArrow<'a> {
    /// The connection as drawn.
    pub(super) connection: &'a Connection,
    /// Whether its drawn start takes work from its end, so that the ends are the other way round here.
    pub(super) is_taken: bool,
}

/// For each connection whether it shows data on its way back to whoever asked for it.
pub(super) fn find_data_arrows(drawn: &ArrowGraph) -> LinkMap<bool> {
    let nodes = drawn.node_indices();
    let is_person = |node: NodeIndex| matches!(drawn[node].role(), Role::Client | Role::Device);
    let calls_none = |node: NodeIndex| drawn.neighbors(node).next().is_none();
    let is_called = |node: NodeIndex| drawn.neighbors_directed(node, Incoming).next().is_some();
    let gives = |node: NodeIndex| {
        gives_data(&drawn[node]) || (answers_questions(&drawn[node]) && !is_called(node))
    };

    // What keeps data wakes others only by what it sends: "upload complete" into a queue.
    let calls = EdgeFiltered::from_fn(drawn, |edge| {
        let wakes = || drawn[edge.target()].role().carries_messages() || is_sent(edge.weight());
        !gives(edge.source()) || wakes()
    });
    let begins = |&node: &NodeIndex| {
        !gives(node) && !calls_none(node) && (is_person(node) || !is_called(node))
    };
    let works_anyway: NodeMap<bool> = visited_from(&calls, nodes.clone().filter(begins));

    let can_be_read: LinkMap<bool> = drawn
        .edge_references()
        .map(|edge| can_be_read_back(drawn, edge))
        .collect();
    // From those who give data over boxes that nothing else wakes to people who call nobody.
    let passes = |node: NodeIndex| !works_anyway[node] && passes_answers(&drawn[node]);
    // Also those who call something else: what nothing wakes but data has nobody else to work for.
    let is_reader = is_person;
    let answers = EdgeFiltered::from_fn(drawn, |edge| {
        let (from, to) = (edge.source(), edge.target());
        can_be_read[edge.id()] && (passes(from) || gives(from)) && (passes(to) || is_reader(to))
    });
    let brings_data = visited_from(&answers, nodes.clone().filter(|&node| gives(node)));
    let is_awaited = visited_from(Reversed(&answers), nodes.filter(|&node| is_reader(node)));

    let mut shows_data: LinkMap<bool> = drawn.edge_indices().map(|_| false).collect();
    for edge in answers.edge_references() {
        let (from, to) = (edge.source(), edge.target());
        // People read a database over something that speaks for it; reports and files they open themselves.
        let is_direct = is_reader(to) && gives(from) && !is_download(drawn, edge);
        shows_data[edge.id()] = brings_data[from] && is_awaited[to] && !is_direct;
    }
    for edge in drawn.edge_references() {
        let (from, to) = (edge.source(), edge.target());
        let is_read = works_anyway[to] && reads(&drawn[to]);
        shows_data[edge.id()] |=
            can_be_read[edge.id()] && gives(from) && (is_read || is_download(drawn, edge));
    }
    shows_data
}

/// Whether nothing that is said of the connection speaks against its being the answer of a call.
fn can_be_read_back(drawn: &ArrowGraph, edge: EdgeReference<WorkArrow>) -> bool {
    !is_sent(edge.weight()) && !drawn.contains_edge(edge.target(), edge.source())
}

/// Whether the drawing says of an arrow that its start acts over it, and is not only read.
fn is_sent(arrow: &WorkArrow) -> bool {
    let connection = arrow.connection;
    arrow.is_taken
        || connection.timing.is_some()
        || !matches!(connection.access, None | Some(Access::Read))
        || mentions(&connection.label, SENT)
        || mentions(&connection.protocol, SENT)
}

/// Whether people get files that are made for them: a viewer calls an API, and the film comes from the CDN.
fn is_download(drawn: &ArrowGraph, edge: EdgeReference<WorkArrow>) -> bool {
    let giver = drawn[edge.source()].effective_kind.role;
    let taker = drawn[edge.target()].role();
    matches!(giver, Role::Cdn | Role::Objects) && matches!(taker, Role::Client | Role::Device)
}

/// Whether it keeps data, or copies of it, and hands nothing on by itself.
fn gives_data(node: &Node) -> bool {
    let kind = node.effective_kind;
    kind.role == Role::Cdn || (kind.group == Group::Storage && !kind.role.carries_messages())
}

/// Whether it is there to be asked: an arrow out of it that follows no call shows an answer.
fn answers_questions(node: &Node) -> bool {
    matches!(
        node.effective_kind.role,
        Role::Dns | Role::Auth | Role::Identifier | Role::Control
    )
}

/// Whether it may ask for data while it does something else. Those who hold connections open are told news by what they read.
fn reads(node: &Node) -> bool {
    let kind = node.effective_kind;
    kind.role == Role::Cdn
        || (kind.group == Group::Compute
            && !matches!(kind.role, Role::Realtime | Role::Notifier | Role::Other))
}

/// Whether it answers people, or stands before those who do.
fn passes_answers(node: &Node) -> bool {
    matches!(
        node.effective_kind.role,
        Role::Compute | Role::Gateway | Role::Balancer | Role::Shield | Role::Limiter | Role::Cdn
    )
}

#[cfg(test)]
mod tests {
    use crate::analysis::graph::Graph;
    use crate::model::{Access, Timing, parse_notation};

    /// The calls of a drawing as "from > to", by key.
    fn calls(drawing: &str) -> Vec<String> {
        let parsed = parse_notation(drawing).unwrap();
        let graph = Graph::new(&parsed.design);
        let key = |node| {
            let mut keys = parsed.keys.iter();
            keys.find(|(_, id)| **id == graph.id(node)).unwrap().0
        };
        let links = graph.links();
        links
            .map(|link| format!("{} > {}", key(link.from), key(link.to)))
            .collect()
    }

    fn has(drawing: &str, call: &str) -> bool {
        calls(drawing).iter().any(|found| found == call)
    }

    const SERVED: &str = "
users: client
api: service
db: sql
cold: object_storage
users -> api
api -> jobs: async
jobs: queue
jobs -> work
work: worker
work -> db: write
";

    #[test]
    fn what_works_anyway_reads_what_an_arrow_brings_it() {
        let drawing = format!("{SERVED}db -> api: \"rows\"\ncold -> work\n");
        assert!(has(&drawing, "api > db") && has(&drawing, "work > cold"));
        let parsed = parse_notation(&drawing).unwrap();
        let graph = Graph::new(&parsed.design);
        let is_read =
            |link: &&crate::analysis::graph::Link| graph.id(link.to) == parsed.keys["cold"];
        let read = graph.links().find(is_read).unwrap();
        assert_eq!(read.semantics.access, Access::Read);
        assert_eq!(read.semantics.timing, Timing::Sync);
    }

    #[test]
    fn what_is_there_to_be_asked_is_asked() {
        let drawing =
            format!("{SERVED}names: dns\nnames -> work\nkeys: auth\nkeys -> api: \"who\"\n");
        assert!(has(&drawing, "work > names") && has(&drawing, "api > keys"));
        let front =
            "users: client\nnames: dns\nusers -> names -> api\napi: service\nusers -> api\n";
        assert!(has(front, "names > api"));
    }

    #[test]
    fn what_a_store_wakes_over_a_queue_reads_the_store() {
        let drawing = "
users: client
files: object_storage
jobs: queue
cutter: transcoder
pieces: object_storage
users -> files -> jobs -> cutter -> pieces
files -> cutter: \"the original\"
";
        assert!(has(drawing, "files > jobs") && has(drawing, "cutter > files"));
    }

    #[test]
    fn a_change_wakes_what_nothing_else_wakes() {
        let drawing =
            format!("{SERVED}db -> index\nindex: worker\nindex -> found\nfound: search\n");
        assert!(has(&drawing, "db > index") && has(&drawing, "index > found"));
    }

    #[test]
    fn a_feed_an_answer_and_what_is_said_to_call_stay_as_they_are() {
        for sent in [
            "db -> api: \"change feed\"",
            "db -> api: sync",
            "db -> api: async",
        ] {
            assert!(has(&format!("{SERVED}{sent}\n"), "db > api"), "{sent}");
        }
        let both = format!("{SERVED}api -> db\ndb -> api\n");
        assert!(has(&both, "db > api") && has(&both, "api > db"));
    }

    #[test]
    fn readers_at_the_end_of_the_data_call_what_brings_it_to_them() {
        let drawing = "
authors: client
viewers: client
intake: service
files: object_storage
edge: cdn
catalog: sql
pages: service
front: load_balancer
authors -> intake -> files -> edge -> viewers
intake -> catalog -> pages -> front -> viewers
";
        let calls = calls(drawing);
        for call in [
            "authors > intake",
            "intake > files",
            "edge > files",
            "viewers > edge",
            "intake > catalog",
            "pages > catalog",
            "front > pages",
            "viewers > front",
        ] {
            assert!(calls.iter().any(|found| found == call), "{call}: {calls:?}");
        }
    }

    #[test]
    fn people_are_told_what_is_sent_to_them() {
        let drawing = "
shops: client
people: client
orders: service
db: sql
told: service
shops -> orders -> db -> told
told -> people: \"push news\"
";
        assert!(has(drawing, "db > told") && has(drawing, "told > people"));
    }
}
