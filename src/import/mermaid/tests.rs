//! Tests of the readers of Mermaid: what each way of writing becomes.

use super::{is_flowchart, parse_flowchart, read_flowchart};
use crate::import::testing::{outline, placed, refusal};
use crate::import::{ImportedDesign, read_diagram};
use crate::model::{Id, Timing, ZoneKind};

/// The outline of a flowchart without its first line, the title and the direction.
fn chart(statements: &str) -> Vec<String> {
    outline(&format!("flowchart LR\n{statements}")).split_off(1)
}

/// Boxes as "name: kind", connections as "a > b: words", of a whole import.
fn summarize(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let ImportedDesign { design, losses, .. } = read_diagram(text, None).unwrap().unwrap();
    let name = |id: Id| design.component(id).unwrap().name.clone();
    let boxes = design
        .components()
        .map(|(_, c)| format!("{}: {}", c.name, c.kind));
    let connections = design.connections().map(|(_, c)| {
        let later = if c.timing == Some(Timing::Async) {
            " later"
        } else {
            ""
        };
        format!("{} > {}: {}{later}", name(c.from), name(c.to), c.label)
    });
    (boxes.collect(), connections.collect(), losses)
}

#[test]
fn boxes_arrows_and_words_are_read() {
    let (boxes, connections, losses) = summarize(
        "flowchart LR\n  %% a comment\n  U([Visitors]) -->|opens| LB[Load balancer]\n  LB --> A[\"Link API (v2)\"]:::big & B[Other]\n  A -- saves --> DB[(Links)]\n  A -. \"clicks\" .-> K[Kafka]; style A fill:#fff\n",
    );
    assert_eq!(
        boxes,
        [
            "Visitors: client",
            "Load balancer: load_balancer",
            "Link API (v2): app_service",
            "Other: custom",
            "Links: sql_database",
            "Kafka: event_log",
        ]
    );
    assert_eq!(
        connections,
        [
            "Visitors > Load balancer: opens",
            "Load balancer > Link API (v2): ",
            "Load balancer > Other: ",
            "Link API (v2) > Links: saves",
            "Link API (v2) > Kafka: clicks later",
        ]
    );
    assert!(losses.is_empty(), "{losses:?}");
}

#[test]
fn texts_keep_their_signs_and_lines() {
    assert_eq!(
        chart("a[\"Stock; API\"] -->|\"read; at most 2\"| b[\"The #quot;slow#quot; lane\"]"),
        [
            "box Stock; API",
            "box The \"slow\" lane",
            "Stock; API -> The \"slow\" lane: read; at most 2",
        ]
    );
    assert_eq!(
        chart("a[\"Stock API\ntwo pods\"] --> b[plain\n words] -->|three\nwords| c"),
        [
            "box Stock API / two pods",
            "box plain / words",
            "box c",
            "Stock API -> plain",
            "plain -> c: three words",
        ]
    );
    assert_eq!(
        chart("a -->|/stock/*| b[\"F# API\"]\na -->|/| c[\"Page #2\"]"),
        [
            "box a",
            "box F# API",
            "box Page #2",
            "a -> F# API: /stock/*",
            "a -> Page #2: /",
        ]
    );
    assert_eq!(
        chart("a[\"`**Stock** _API_`\"] --> b[\"fa:fa-truck Carrier\"]"),
        ["box Stock API", "box Carrier", "Stock API -> Carrier"]
    );
}

#[test]
fn attributes_say_shape_text_and_icon() {
    assert_eq!(
        chart(
            "a@{ shape: stadium, label: \"Stock; API\" } --> b@{ shape: cyl, label: \"Goods\" }\nc@{\n  shape: lin-cyl\n  label: \"Old }\n   goods\"\n}\nd@{ icon: \"logos:aws-lambda\" }\ne[Thumbnails]@{ icon: \"logos:aws-s3\" }\na & f@{ shape: db } --> b"
        ),
        [
            "box Stock; API (Round)",
            "box Goods (Cylinder)",
            "box Old } / goods (Cylinder)",
            "box aws lambda",
            "box Thumbnails [aws s3]",
            "box f (Cylinder)",
            "Stock; API -> Goods",
            "Stock; API -> Goods",
            "f -> Goods",
        ]
    );
}

#[test]
fn arrows_have_names_ends_and_lengths() {
    assert_eq!(
        chart("a e1@-->|goods| b\ne1@{ animate: true }\na e2@== more ==> b"),
        ["box a", "box b", "a -> b: goods", "a -> b: more"]
    );
    assert_eq!(
        chart("a --o b\na --x b\na o--o b\na <--> b\na ----> b\na <--- b\na --- b\na ~~~ c"),
        [
            "box a", "box b", "box c", "a -> b", "a -> b", "a <-> b", "a <-> b", "a -> b",
            "b -> a", "a -- b",
        ]
    );
    assert_eq!(
        chart("a -->\n b\n --> c\nd-->e;f-->g"),
        [
            "box a", "box b", "box c", "box d", "box e", "box f", "box g", "a -> b", "b -> c",
            "d -> e", "f -> g",
        ]
    );
}

#[test]
fn what_is_about_looks_is_passed_over() {
    let text = "---\ntitle: Our shop\nconfig:\n  look: neo\n---\n%%{init: {\n 'theme': 'base'\n}}%%\nflowchart LR\n  accTitle: words\n  accDescr {\n  a --> nothing\n  }\n  accDescr: b --> nothing\n  a --> b\n  classDef hot fill:#f00,stroke:#333;\n  class a,b hot;\n  style a fill:#fff\n  linkStyle 0 stroke:#f00\n  click a \"https://example.org/?a;b\" \"tip\"\n  click b call open(\"x\")\n  direction TB\n";
    assert_eq!(
        outline(text),
        [
            "title Our shop, right",
            "box a",
            "box b",
            "a -> b",
            "lost: Not carried over: links (1: a)",
        ]
    );
    let blank = "flowchart LR\nsubgraph s1 [\"#nbsp;\"]\n  a --> b\nend";
    assert!(!outline(blank).iter().any(|line| line.contains("s1")));
    assert_eq!(outline("graph TD;a-->b;\r\nb-->c\r\n")[0], "title , down");
    assert!(is_flowchart(text) && !is_flowchart("sequenceDiagram\nA->>B: hi"));
}

#[test]
fn subgraphs_are_frames_and_ends_of_arrows() {
    assert_eq!(
        chart(
            "web --> backend\nsubgraph backend [Back end]\n  direction TB\n  api --> db\n  subgraph \"Deep inside\"\n    api --> cache\n  end\nend\nbackend --> mon\nsubgraph mon\nprom\nend\nsubgraph Some words\nx;end"
        ),
        [
            "box web",
            "box api in Deep inside",
            "box db in Back end",
            "box cache in Deep inside",
            "box prom in mon",
            "box x in Some words",
            "frame Back end",
            "frame Deep inside in Back end",
            "frame mon",
            "frame Some words",
            "web -> [Back end]",
            "api -> db",
            "api -> cache",
            "[Back end] -> [mon]",
        ]
    );
}

#[test]
fn a_subgraph_lies_in_the_first_that_mentions_it() {
    let nested = [
        "box a in Inner",
        "box b in Outer",
        "box c in out2",
        "frame Outer",
        "frame Inner in Outer",
        "frame out2",
    ];
    let inner = "subgraph in1[Inner]\n a\nend";
    let outer = "subgraph out1[Outer]\n in1\n b\nend";
    let other = "subgraph out2\n in1\n c\nend";
    assert_eq!(chart(&format!("{inner}\n{outer}\n{other}")), nested);
    assert_eq!(
        chart(&format!("{outer}\n{other}\n{inner}")),
        [
            "box b in Outer",
            "box c in out2",
            "box a in Inner",
            "frame Outer",
            "frame out2",
            "frame Inner in Outer"
        ]
    );
    // None lies in itself, and no two in each other.
    assert_eq!(
        chart("subgraph x\n y\n a\n x\nend\nsubgraph y\n x\n b\nend"),
        ["box a in x", "box b in y", "frame x", "frame y in x"]
    );
    assert_eq!(
        chart("subgraph x\n subgraph y\n x --> a\n end\nend"),
        ["box a in y", "frame x", "frame y in x", "[x] -> a"]
    );
}

#[test]
fn what_a_subgraph_hides_is_told() {
    let shared =
        "graph LR\nsubgraph one\n a --> s\nend\nsubgraph two[Shared layers]\n s[Base]\nend";
    let (boxes, _, losses) = summarize(shared);
    assert_eq!(boxes.len(), 2);
    let expected = "Not carried over: frames without boxes of their own (1: Shared layers)";
    assert_eq!(losses, [expected]);
    for text in [
        "A[(Analytics DB)] --> b\nsubgraph \"A\"\n A\n d\nend",
        "subgraph \"A\"\n A\n d\nend\nA[(Analytics DB)] --> b",
        "subgraph \"A\"\n A\n d\nend\nA@{ label: \"Analytics DB\" } --> b",
    ] {
        let text = format!("graph LR\n{text}");
        assert!(outline(&text).contains(&"frame A".to_owned()), "{text}");
        let (.., losses) = summarize(&text);
        let expected =
            "Not carried over: labels of nodes that are also subgraphs (1: Analytics DB)";
        assert!(losses.iter().any(|loss| loss == expected), "{losses:?}");
    }
    let (.., losses) = summarize("graph LR\nA[Shop] --> b\nsubgraph A [Shop]\n d\nend");
    assert!(
        !losses.iter().any(|loss| loss.contains("labels")),
        "{losses:?}"
    );
}

#[test]
fn words_of_the_language_and_other_scripts_name_boxes() {
    assert_eq!(
        chart("endpoint --> classroom & subgraphs\nstyle --> click[Tap]\n顧客 --> サービス[注文]"),
        [
            "box endpoint",
            "box classroom",
            "box subgraphs",
            "box style",
            "box Tap",
            "box 顧客",
            "box 注文",
            "endpoint -> classroom",
            "endpoint -> subgraphs",
            "style -> Tap",
            "顧客 -> 注文",
        ]
    );
}

#[test]
fn a_connection_to_a_frame_leads_to_its_entry_and_is_told() {
    let (boxes, connections, losses) = summarize(
        "flowchart LR\n web[Web client] --> shop\n subgraph shop[Shop]\n  db[(Goods)]\n  api[Stock API] --> db\n end\n shop --> mon\n subgraph mon[Monitoring]\n  prom[Prometheus]\n end\n api --> api\n web <--> api",
    );
    assert_eq!(boxes.len(), 4, "{boxes:?}");
    assert_eq!(
        connections,
        [
            "Stock API > Goods: ",
            "Stock API > Prometheus: ",
            "Web client > Stock API: ",
        ]
    );
    assert_eq!(losses.len(), 3, "{losses:?}");
}

#[test]
fn the_first_line_is_the_name_and_the_kind() {
    let text = "flowchart LR\n web[Web client] --> a[\"Stock API<br/>Rust, 4 pods<br/>port 9090\"]\n a --> b[\"<b>API gateway</b><br/><small>Kong</small>\"]";
    let design = read_flowchart(text).unwrap();
    let told: Vec<_> = (design.components().skip(1))
        .map(|(_, c)| {
            (
                c.name.as_str(),
                c.technology.as_str(),
                c.note.as_str(),
                c.replicas.stated(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Stock API", "Rust", "Rust, 4 pods\nport 9090", Some(4)),
            ("API gateway", "Kong", "", None),
        ]
    );
}

#[test]
fn subgraphs_become_zones_of_their_kinds() {
    let text = "graph TD\nsubgraph eu [EU region]\n subgraph one[Team Links]\n  api --> db\n end\nend\nclient --> api";
    let design = read_flowchart(text).unwrap();
    let zones: Vec<_> = design
        .zones()
        .map(|(_, z)| (z.name.as_str(), z.kind))
        .collect();
    assert_eq!(
        zones,
        [
            ("EU region", ZoneKind::Region),
            ("Team Links", ZoneKind::Team)
        ]
    );
    for (id, component) in design.components() {
        let depth = design.ancestors(id).count();
        assert_eq!(depth, if component.name == "client" { 0 } else { 2 });
        if let Some((_, zone)) = design.ancestors(id).next() {
            assert!(zone.rect.contains(component.at));
        }
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    for (text, line, part) in [
        ("graph LR\nA --> B\nA[one --> C", 3, "`[` is not closed"),
        ("graph LR\nA B", 2, "an arrow"),
        ("graph LR\nend", 2, "without a `subgraph`"),
        ("graph LR\na\nsubgraph x\nb", 3, "add `end`"),
        ("graph LR\na --> ", 2, "expected a box"),
        ("graph LR\na@{ shape: x", 2, "add `}`"),
        ("C4Context\nPerson(a, \"A\"", 2, "add `)`"),
        ("C4Context\nfoo bar", 2, "an element"),
        (
            "architecture-beta\nservice a(x)[A]\na --> b",
            3,
            "a line such as",
        ),
    ] {
        let error = refusal(text);
        assert!(
            error.starts_with(&format!("line {line} of the Mermaid ")),
            "{error}"
        );
        assert!(error.contains(part), "{error}");
    }
    let other = read_diagram("sequenceDiagram\nA->>B: hi", None);
    assert_eq!(
        other.unwrap().unwrap_err().to_string(),
        "this is a Mermaid sequence diagram: only flowcharts, C4 diagrams, and architecture diagrams can be opened"
    );
    assert!(read_diagram("client -> api", None).is_none());
}

#[test]
fn c4_diagrams_are_read() {
    assert_eq!(
        outline(
            "C4Container\n  title Our shop\n  Person(u, \"Shopper\", \"Buys, and returns\")\n  System_Ext(mail, \"Mail\")\n  Container_Boundary(shop, \"Shop\") {\n    Container(api, \"Stock API\", \"Rust\", \"Counts goods\")\n    ContainerDb(db, \"Goods\", \"PostgreSQL\")\n    ContainerQueue(jobs, \"Jobs\", $techn=\"Kafka\")\n  }\n  Rel(u, api, \"buys\", \"HTTPS\")\n  Rel_Back(db, api, \"reads\")\n  BiRel(api, mail, \"mails\")\n  Rel(api, nobody, \"x\")\n  UpdateElementStyle(u, $fontColor=\"red\")\n"
        ),
        [
            "title Our shop, down",
            "box Shopper / Buys, and returns (Person)",
            "box Mail (External)",
            "box Stock API / Counts goods [Rust] in Shop",
            "box Goods [PostgreSQL] (Cylinder) in Shop",
            "box Jobs [Kafka] (Queue) in Shop",
            "frame Shop",
            "Shopper -> Stock API: buys [HTTPS]",
            "Stock API -> Goods: reads",
            "Stock API <-> Mail: mails",
            "lost: Not carried over: arrows to or from missing elements (1: api → nobody)",
        ]
    );
}

#[test]
fn architecture_diagrams_are_read() {
    assert_eq!(
        outline(
            "architecture-beta\n    title Our shop\n    group shop(cloud)[Shop]\n    service db(database)[Goods] in shop\n    service api(server)[Stock API] in shop\n    service fn(logos:aws-lambda)[Resizer]\n    service web(internet)[Visitors]\n    junction j in shop\n    web:R --> L:api\n    api:B -[saves]- T:db\n    api{group}:T <-- B:fn\n    fn:L -- R:j\n    j:T --> B:db\n    j:R --> L:api\n"
        ),
        [
            "title Our shop, right",
            "box Goods (Cylinder) in Shop",
            "box Stock API in Shop",
            "box Resizer [aws lambda]",
            "box Visitors (Round)",
            "frame Shop",
            "Visitors -> Stock API",
            "Stock API -- Goods: saves",
            "Resizer -> Stock API",
            "Resizer -> Goods",
            "Resizer -> Stock API",
            "lost: Shown differently: junctions, now lines between the elements they join (1: j)",
        ]
    );
}

#[test]
fn the_class_of_a_box_may_touch_an_arrow() {
    let (boxes, connections, _) = summarize("graph LR\n  a:::soft-blue-->b:::x==>c");
    assert_eq!(boxes.len(), 3);
    assert_eq!(connections, ["a > b: ", "b > c: "]);
}

#[test]
fn a_page_is_read_by_its_fences() {
    let page = "# Shop\n\n```mermaid\nsequenceDiagram\n```\n\n```mermaid\nflowchart LR\n  web --> api\n```\n\n```mermaid\nflowchart LR\n  a --> b[x\n```\n";
    let (boxes, _, losses) = summarize(page);
    assert_eq!(boxes.len(), 2);
    assert!(losses[0].contains("the first of 2 diagrams"), "{losses:?}");
    let error = |choice| read_diagram(page, Some(choice)).unwrap().unwrap_err();
    assert!(
        error("2").to_string().starts_with("line 14 of the Mermaid"),
        "{}",
        error("2")
    );
    assert_eq!(
        error("3").to_string(),
        "there is no diagram 3: the file contains 2"
    );
    let only_other = "```mermaid\npie\n```\n";
    let refused = read_diagram(only_other, None).unwrap().unwrap_err();
    assert!(refused.to_string().contains("pie chart"));
}

#[test]
fn it_is_laid_out_the_way_it_runs() {
    let span = |head: &str| {
        let chart = format!("{head}\nA --> B --> C");
        let (design, _) = placed(parse_flowchart(&chart).unwrap());
        let places: Vec<_> = design.components().map(|(_, item)| item.at).collect();
        (places[2].x - places[0].x, places[2].y - places[0].y)
    };
    let one_line = read_flowchart("graph LR; A --> B").unwrap();
    assert_eq!(one_line.connections().len(), 1);
    for head in ["graph LR", "flowchart RL;"] {
        assert!(span(head).0 > 300.0 && span(head).1.abs() < 1.0, "{head}");
    }
    for head in ["graph TD", "flowchart", "flowchart TB"] {
        assert!(span(head).1 > 300.0 && span(head).0.abs() < 1.0, "{head}");
    }
}

#[test]
fn too_much_is_counted_before_it_is_made() {
    let list = |name: &str, count: usize| {
        let names: Vec<String> = (0..count).map(|n| format!("{name}{n}")).collect();
        names.join(" & ")
    };
    for text in [
        format!("graph LR\n{} --> {}", list("a", 4_000), list("b", 4_000)),
        format!("graph LR\n{}", list("a", 10_001)),
        "graph LR\n".to_owned() + &"subgraph x y\n".repeat(10_001),
        "graph LR\n".to_owned() + &"a --> b\n".repeat(10_001),
    ] {
        assert!(
            refusal(&text).contains("at most 10000"),
            "{}",
            refusal(&text)
        );
    }
    assert!(refusal(&("graph LR\n".to_owned() + &"a".repeat(17 << 20))).contains("at most 16 MB"));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(
        head in "(graph LR|C4Context|architecture-beta|```mermaid\ngraph TD)\n",
        text in r#"([A-Cxo\[\](){}<>|&"'=.~:;@%#`/*, a-z-]{0,12}\n|subgraph [a-c]?\n|end\n|[a-c]@\{ label: |Rel\([a-c], "|service [a-c]\(){0,8}"#,
    ) {
        if let Some(Ok(imported)) = read_diagram(&(head + &text), None) {
            proptest::prop_assert!(imported.design.components().count() <= text.len());
        }
    }
}
