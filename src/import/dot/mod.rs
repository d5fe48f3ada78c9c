//! Graphs in DOT, the language of Graphviz, read as diagrams.
//!
//! All of its grammar is read: `strict`, `graph` and `digraph`, nodes, edges and chains, subgraphs as ends, ports, defaults,
//! texts joined by `+`, HTML and record labels, comments and the lines of a preprocessor. A cluster is a frame. Looks are
//! passed over, and positions as well: they are those of a picture with other sizes. Of several graphs in a file the first
//! is read. No crate reads DOT under a permissive license without recursion, so that this is a reader of our own; nesting
//! has no limit, boxes and arrows have that of [`MOST`](super::elements::MOST).

mod label;
mod lexer;
mod parser;
mod scope;

pub(super) use parser::parse_graph;

use lexer::{DotToken, Lexer};

/// Whether a text begins as a graph does: `strict digraph name {`.
pub(super) fn is_graph(text: &str) -> bool {
    let mut lexer = Lexer::new(text);
    let mut next = || lexer.next_token().ok().flatten();
    let mut token = next();
    let keyword = |token: &Option<DotToken>, words: &[&str]| match token {
        Some(DotToken::Id { text, is_bare }) => {
            *is_bare && words.iter().any(|word| text.eq_ignore_ascii_case(word))
        }
        _ => false,
    };
    if keyword(&token, &["strict"]) {
        token = next();
    }
    if !keyword(&token, &["graph", "digraph"]) {
        return false;
    }
    token = next();
    if let Some(DotToken::Id { .. } | DotToken::Html(_)) = token {
        token = next();
    }
    token == Some(DotToken::Sign('{'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::testing::{outline, refusal, repeat};

    #[test]
    fn strings_are_joined_wherever_they_stand() {
        let text = "digraph {\n \"order\" + \" api\" -> db [label=\"re\" +\n \"ads\"]\n}";
        assert_eq!(
            outline(text)[1..],
            ["box order api", "box db", "order api -> db: reads"]
        );
    }

    #[test]
    fn graphs_are_known_and_flowcharts_are_not() {
        for text in [
            "digraph {",
            "/* c */ strict graph \"G 1\" {}",
            "# 1\n// c\nDiGraph g\n{ a }",
        ] {
            assert!(is_graph(text), "{text}");
        }
        for text in [
            "graph LR\n a --> b",
            "graph TD; a{x}",
            "graph: service",
            "flowchart LR",
            "digraph",
            "",
        ] {
            assert!(!is_graph(text), "{text}");
        }
    }

    #[test]
    fn nodes_edges_and_clusters_become_boxes_arrows_and_frames() {
        let text = r#"
            strict digraph "shop" {
              rankdir=LR; label = "The " + "shop";
              node [shape=box, style="rounded,filled"]
              web [label="Web client"];
              subgraph cluster_back {
                label=<<b>Backend</b>>; color=gray
                api:p:n [label="Order API\nGo"];
                subgraph cluster_data { graph [label="Data"]; db [shape=cylinder label="Orders"] }
                { rank=same; api; db }
              }
              web -> api [label="places order" color=red];
              api -> {db "Job queue"} -> worker [style=dashed];
              api -> web [dir=back xlabel="reads"];
            }"#;
        let expected = [
            "title The shop, right",
            "box Web client",
            "box Order API / Go in Backend",
            "box Orders (Cylinder) in Data",
            "box Job queue",
            "box worker",
            "frame Backend",
            "frame Data in Backend",
            "Web client -> Order API: places order",
            "Order API ..> Orders",
            "Order API ..> Job queue",
            "Orders ..> worker",
            "Job queue ..> worker",
            "Web client -> Order API: reads",
        ];
        assert_eq!(outline(text), expected);
    }

    #[test]
    fn what_nobody_sees_is_left_out_and_what_is_lost_is_told() {
        let text = "graph {\n edge [label=x]; a -- b -- a [label=\"\"]\n i [style=invis]; a -- i; a -- c [style=invis]\n}\ngraph two { z }";
        let expected = [
            "title , down",
            "box a",
            "box b",
            "box c",
            "a -- b",
            "b -- a",
            "lost: Not carried over: graphs after the first (1)",
        ];
        assert_eq!(outline(text), expected);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (text, line, says) in [
            ("digraph {\n a -> \n}", 3, "an arrow must end at"),
            ("digraph {\n a [label=\"x]\n}", 2, "not closed"),
            ("digraph {\n a\n", 3, "add `}`"),
            ("digraph {\n a [label=]\n}", 2, "a value"),
            ("digraph {\n = b\n}", 2, "`=`"),
        ] {
            let error = refusal(text);
            let place = format!("line {line} of the DOT graph: ");
            assert!(error.starts_with(&place) && error.contains(says), "{error}");
        }
    }

    #[test]
    fn deep_nesting_and_large_products_do_no_harm() {
        let deep = "{".repeat(100_000) + "a" + &"}".repeat(100_000);
        assert_eq!(outline(&format!("digraph {deep}")).len(), 2);
        let clusters = repeat(100_000, |n| format!("subgraph cluster{n} {{ "));
        assert!(refusal(&format!("digraph {{ {clusters}")).contains("at most"));
        let many = repeat(5_000, |n| format!("n{n} "));
        let error = refusal(&format!("digraph {{ {{{many}}} -> {{{many}}} }}"));
        assert!(error.contains("at most"), "{error}");
    }

    #[test]
    fn a_strict_graph_has_an_edge_once() {
        let undirected = "strict graph { a -- b; b -- a; a -- b }";
        let drawn = |text| {
            let mut lines = outline(text);
            lines.retain(|line| !line.starts_with("title"));
            lines
        };
        assert_eq!(drawn(undirected), ["box a", "box b", "a -- b"]);
        let directed = "strict digraph { a -> b; b -> a; a -> b [label=again] }";
        assert_eq!(
            drawn(directed),
            [
                "box a",
                "box b",
                "a -> b",
                "b -> a",
                "lost: Not carried over: labels of duplicate edges, which a strict graph merges (1: again)",
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"(digraph \{)?([ab"<>{}\[\]=;:,+\\|é-]|->|--|node|edge|graph|subgraph|cluster|label| |\n|/\*|\*/|#){0,60}"#) {
            let _any = parse_graph(&text);
            let _any = is_graph(&text);
        }
    }
}
