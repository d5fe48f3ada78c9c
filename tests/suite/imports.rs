//! Files of other programs, opened as the command line and the window open them: what becomes of each kind of input that once
//! was refused or read as something else.

use boxdrill::model::{Design, Id, Timing};
use boxdrill::storage::disk;

/// Boxes as "name: kind", connections as "a > b: words", zones as "[name]", and what was told.
fn opened(text: &str) -> (Vec<String>, Vec<String>) {
    let (loaded, _) =
        disk::parse(text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    (content(&loaded.design), loaded.repairs)
}

fn content(design: &Design) -> Vec<String> {
    let name = |id: Id| design.name_of(id).to_owned();
    let boxes = design
        .components()
        .map(|(_, item)| format!("{}: {}", item.name, item.kind));
    let zones = design.zones().map(|(_, zone)| format!("[{}]", zone.name));
    let connections = design
        .connections()
        .map(|(_, item)| format!("{} > {}: {}", name(item.from), name(item.to), item.label));
    boxes.chain(zones).chain(connections).collect()
}

fn refusal(text: &str) -> String {
    disk::parse(text.as_bytes())
        .expect_err("it is refused")
        .to_string()
}

#[test]
fn flowcharts_that_mermaid_accepts_are_opened() {
    for (text, expected) in [
        (
            "flowchart LR\n  web[Web client] -->|\"upload; at most 9 MB\"| api[\"Image API; checks size\"]\n",
            vec![
                "Web client: client",
                "Image API; checks size: app_service",
                "Web client > Image API; checks size: upload; at most 9 MB",
            ],
        ),
        (
            "flowchart LR\n  web[Web client] --> q[\"The #quot;slow#quot; lane\"]\n",
            vec![
                "Web client: client",
                "The \"slow\" lane: custom",
                "Web client > The \"slow\" lane: ",
            ],
        ),
        (
            "flowchart LR\n  a@{ shape: rounded, label: \"Stock API\" } --> d@{ shape: cyl, label: \"Goods\" }\n",
            vec![
                "Stock API: app_service",
                "Goods: sql_database",
                "Stock API > Goods: ",
            ],
        ),
        (
            "flowchart LR\n  web[Web client] link1@-->|goods| api[Stock API]\n  link1@{ animate: true }\n",
            vec![
                "Web client: client",
                "Stock API: app_service",
                "Web client > Stock API: goods",
            ],
        ),
        (
            "flowchart LR\n  a[\"Stock API\nfour instances\"] --> l[Kafka]\n",
            vec![
                "Stock API: app_service",
                "Kafka: event_log",
                "Stock API > Kafka: ",
            ],
        ),
        (
            "flowchart LR\n  a[Stock API] --o b[Redis]\n  a --x c[Price API]\n  a x--x d[Tax API]\n",
            vec![
                "Stock API: app_service",
                "Redis: cache",
                "Price API: app_service",
                "Tax API: third_party_api",
                "Stock API > Redis: ",
                "Stock API > Price API: ",
                "Stock API > Tax API: ",
            ],
        ),
        (
            "%%{init: {\n  \"theme\": \"base\"\n}}%%\nflowchart LR\n  web[Web client] --> api[Stock API]\n",
            vec![
                "Web client: client",
                "Stock API: app_service",
                "Web client > Stock API: ",
            ],
        ),
        (
            "# Stock\n\nHow it works:\n\n```mermaid\nflowchart TD\n  api[Stock API] --> db[(Goods)]\n```\n",
            vec![
                "Stock API: app_service",
                "Goods: sql_database",
                "Stock API > Goods: ",
            ],
        ),
        (
            "flowchart TD\n  g[API gateway] -->|/stock/*| a[\"F# Stock API\"]\n  g -->|/| p[\"Landing page #2\"]\n",
            vec![
                "API gateway: api_gateway",
                "F# Stock API: app_service",
                "Landing page #2: client",
                "API gateway > F# Stock API: /stock/*",
                "API gateway > Landing page #2: /",
            ],
        ),
        (
            "flowchart LR\n  web[Web client] --> api[Stock API]\n  api ~~~ mail[Mailer]\n",
            vec![
                "Web client: client",
                "Stock API: app_service",
                "Mailer: notification_sender",
                "Web client > Stock API: ",
            ],
        ),
    ] {
        assert_eq!(opened(text).0, expected, "{text}");
    }
}

#[test]
fn the_first_line_of_a_label_is_the_name_and_the_rest_is_kept_apart() {
    let (loaded, _) = disk::parse(
        b"flowchart LR\n  web[Web client] --> a[\"Stock API<br/>Rust, 4 pods<br/>port 9090\"]\n  a --> g[\"<b>API gateway</b><br/><small>Kong</small>\"]\n",
    )
    .expect("it opens");
    let told: Vec<_> = (loaded.design.components().skip(1))
        .map(|(_, item)| {
            (
                item.name.as_str(),
                item.technology.as_str(),
                item.note.as_str(),
                item.replicas.stated(),
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
fn what_a_box_does_is_no_part_of_its_name_and_no_sign_of_its_kind() {
    let plantuml = "@startuml\nContainer(web, \"Web client\", \"React\", \"Pages\")\nContainer(main, \"Mainframe\", \"COBOL\", \"Stores all\")\nRel(web, main, \"calls\", \"async, JSON\")\n@enduml\n";
    let mermaid = "C4Container\n  Container(web, \"Web client\", \"React\", \"Pages\")\n  Container(main, \"Mainframe\", \"COBOL\", \"Stores all\")\n  Rel(web, main, \"calls\", \"async, JSON\")\n";
    for text in [plantuml, mermaid] {
        let (loaded, _) = disk::parse(text.as_bytes()).expect("it opens");
        let boxes: Vec<_> = (loaded.design.components())
            .map(|(_, item)| {
                (
                    item.name.as_str(),
                    item.technology.as_str(),
                    item.note.as_str(),
                )
            })
            .collect();
        assert_eq!(
            boxes,
            [
                ("Web client", "React", "Pages"),
                ("Mainframe", "COBOL", "Stores all")
            ]
        );
        let calls: Vec<_> = loaded.design.connections().collect();
        assert_eq!(calls[0].1.timing, Some(Timing::Async));
    }
}

#[test]
fn a_connection_to_a_subgraph_makes_no_box_and_is_told() {
    let (content, told) = opened(
        "flowchart LR\n  web[Web client] --> stock\n  subgraph stock[Stock]\n    api[Stock API] --> db[(Goods)]\n  end\n  stock --> watch\n  subgraph watch[Monitoring]\n    p[Prometheus]\n  end\n",
    );
    assert_eq!(
        content,
        [
            "Web client: client",
            "Stock API: app_service",
            "Goods: sql_database",
            "Prometheus: observability",
            "[Stock]",
            "[Monitoring]",
            "Web client > Stock API: ",
            "Stock API > Goods: ",
            "Stock API > Prometheus: ",
        ]
    );
    assert!(told[0].contains("arrows to or from a frame"), "{told:?}");
}

#[test]
fn files_of_other_programs_are_opened_by_their_content() {
    let expected = [
        "Web client: client",
        "Stock API: app_service",
        "Web client > Stock API: takes goods",
    ];
    for text in [
        "<mxfile host=\"x\"><diagram name=\"Page-1\"><mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/><mxCell id=\"a\" value=\"Web client\" vertex=\"1\" parent=\"1\"><mxGeometry width=\"120\" height=\"60\" as=\"geometry\"/></mxCell><mxCell id=\"b\" value=\"Stock API\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"300\" width=\"120\" height=\"60\" as=\"geometry\"/></mxCell><mxCell id=\"c\" value=\"takes goods\" edge=\"1\" parent=\"1\" source=\"a\" target=\"b\"><mxGeometry relative=\"1\" as=\"geometry\"/></mxCell></root></mxGraphModel></diagram></mxfile>",
        "{\"type\":\"excalidraw\",\"version\":2,\"elements\":[{\"id\":\"a\",\"type\":\"rectangle\",\"x\":0,\"y\":0,\"width\":120,\"height\":60},{\"id\":\"at\",\"type\":\"text\",\"x\":10,\"y\":10,\"width\":90,\"height\":20,\"text\":\"Web client\",\"containerId\":\"a\"},{\"id\":\"b\",\"type\":\"rectangle\",\"x\":300,\"y\":0,\"width\":120,\"height\":60},{\"id\":\"bt\",\"type\":\"text\",\"x\":310,\"y\":10,\"width\":90,\"height\":20,\"text\":\"Stock API\",\"containerId\":\"b\"},{\"id\":\"c\",\"type\":\"arrow\",\"x\":120,\"y\":30,\"width\":180,\"height\":0,\"points\":[[0,0],[180,0]],\"startBinding\":{\"elementId\":\"a\"},\"endBinding\":{\"elementId\":\"b\"}},{\"id\":\"ct\",\"type\":\"text\",\"x\":180,\"y\":20,\"width\":60,\"height\":20,\"text\":\"takes goods\",\"containerId\":\"c\"}]}",
        "digraph { a [label=\"Web client\"]; b [label=\"Stock API\"]; a -> b [label=\"takes goods\"] }",
        "C4Container\n  Person(a, \"Web client\")\n  Container(b, \"Stock API\")\n  Rel(a, b, \"takes goods\")\n",
        "architecture-beta\n  service a(internet)[Web client]\n  service b(server)[Stock API]\n  a:R -[takes goods]-> L:b\n",
        "@startuml\nactor \"Web client\" as a\ncomponent \"Stock API\" as b\na --> b : takes goods\n@enduml\n",
        "workspace {\n  model {\n    a = person \"Web client\"\n    b = softwareSystem \"Stock API\"\n    a -> b \"takes goods\"\n  }\n}\n",
        "direction: right\na: Web client\nb: Stock API {shape: hexagon}\na -> b: takes goods\n",
        "Web client -> Stock API: takes goods\n",
        "!identifiers flat\nmodel{\n  a = person \"Web client\"\n  b = softwareSystem \"Stock API\"\n  a -> b \"takes goods\"\n}\n",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg xmlns=\"http://www.w3.org/2000/svg\" content=\"&lt;mxGraphModel&gt;&lt;root&gt;&lt;mxCell id=&quot;0&quot;/&gt;&lt;mxCell id=&quot;1&quot; parent=&quot;0&quot;/&gt;&lt;mxCell id=&quot;a&quot; value=&quot;Web client&quot; vertex=&quot;1&quot; parent=&quot;1&quot;&gt;&lt;mxGeometry width=&quot;120&quot; height=&quot;60&quot; as=&quot;geometry&quot;/&gt;&lt;/mxCell&gt;&lt;mxCell id=&quot;b&quot; value=&quot;Stock API&quot; vertex=&quot;1&quot; parent=&quot;1&quot;&gt;&lt;mxGeometry x=&quot;300&quot; width=&quot;120&quot; height=&quot;60&quot; as=&quot;geometry&quot;/&gt;&lt;/mxCell&gt;&lt;mxCell id=&quot;c&quot; value=&quot;takes goods&quot; edge=&quot;1&quot; parent=&quot;1&quot; source=&quot;a&quot; target=&quot;b&quot;&gt;&lt;mxGeometry relative=&quot;1&quot; as=&quot;geometry&quot;/&gt;&lt;/mxCell&gt;&lt;/root&gt;&lt;/mxGraphModel&gt;\"/>",
    ] {
        assert_eq!(
            opened(text),
            (expected.map(str::to_owned).to_vec(), vec![]),
            "{text}"
        );
    }
}

#[test]
fn what_cannot_be_opened_is_named() {
    for (text, part) in [
        (
            "sequenceDiagram\n  a->>b: hello\n",
            "a Mermaid sequence diagram",
        ),
        (
            "@startuml\nparticipant a\na -> b : hello\n@enduml\n",
            "a PlantUML sequence diagram",
        ),
        (
            "<<<<<<< HEAD\n{\"version\": 1}\n=======\n{\"version\": 2}\n>>>>>>> theirs\n",
            "contains merge conflict markers",
        ),
        (
            "<!DOCTYPE a [<!ENTITY b \"cc\"><!ENTITY c \"&b;&b;\">]>\n<mxfile><diagram name=\"&c;\"/></mxfile>",
            "defines entities of its own",
        ),
        ("<mxlibrary>[]</mxlibrary>", "a draw.io shape library"),
        ("!define ICON(a) rectangle a\n", "a PlantUML library"),
        (
            "u = person \"User\"\nu -> shop \"uses\"\n",
            "a part of a Structurizr workspace",
        ),
        (
            "# Stock\n\nThis page says how the stock is kept.\n",
            "a Markdown page without a diagram",
        ),
    ] {
        let sentence = refusal(text);
        assert!(sentence.contains(part), "{sentence}");
    }
}
