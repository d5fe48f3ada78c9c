//! Diagrams in D2: its common part, read as boxes, frames and arrows.
//!
//! Read are keys with labels and maps in each other, connections and chains of them, the shapes that say something, classes
//! with a shape, block strings, variables, `direction` and `_`. Tables and classes are boxes without their rows. Looks are
//! passed over; imports, globs, and boards beside the first are told as left out. No crate reads D2 under a permissive license
//! without the rest of its compiler; this reader goes once through the text and has no recursion.

mod board;
mod detect;
mod parser;
mod scanner;

pub(super) use detect::is_d2;
pub(super) use parser::parse_d2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::testing::{outline, refusal, repeat};

    #[test]
    fn keys_maps_and_connections_are_read() {
        let text = "# The shop\ndirection: right\nclasses: {\n  store: { shape: cylinder; style.fill: red }\n}\n\
            title: Our shop { near: top-center; shape: text }\n\
            u: Shopper { shape: person }\n\
            shop: The shop {\n  web; api: Order API {\n    style.multiple: true\n  }\n  db: \"Orders; all\" { class: store }\n  \
            web -> api -> db: calls\n  api -> _.mail: \"sends \\\"mail\\\"\" {\n    style.stroke-dash: 3\n  }\n}\n\
            mail.shape: queue\n\
            u -> shop.web: buys; shop.api <-> old.'x.y'\nu -- shop\n\
            notes: |md\n  # Words {\n  more -> words\n| { shape: text }\n\
            t: Rows {\n  shape: sql_table\n  id: int { constraint: primary_key }\n  owner: int\n}\nshop.api -> t.owner\n\
            (u -> shop.web)[0].style.opacity: 0.4\n*.style.fill: blue\ngone: null\n...@more\n";
        assert!(is_d2(text));
        assert_eq!(
            outline(text),
            [
                "title Our shop, right",
                "box Shopper (Person)",
                "box web in The shop",
                "box Order API in The shop",
                "box Orders; all (Cylinder) in The shop",
                "box mail (Queue)",
                "box x.y in old",
                "box Rows (Cylinder)",
                "frame The shop",
                "frame old",
                "web -> Order API: calls",
                "Order API -> Orders; all: calls",
                "Order API ..> mail: sends \"mail\"",
                "Shopper -> web: buys",
                "Order API <-> x.y",
                "Shopper -- [The shop]",
                "Order API -> Rows",
                "lost: Not carried over: imported files (1: more)",
                "lost: Not carried over: text outside the boxes (1: Words { more -> words)",
            ]
        );
    }

    #[test]
    fn ordinary_d2_without_any_mark_is_read() {
        for (text, expected) in [
            (
                "Web App -> API Server: calls\nAPI Server -> Postgres: reads\n",
                vec![
                    "title , down",
                    "box Web App",
                    "box API Server",
                    "box Postgres",
                    "Web App -> API Server: calls",
                    "API Server -> Postgres: reads",
                ],
            ),
            (
                "# ours\nvpc {\n  api\n  db\n  api -> db\n}\n",
                vec![
                    "title , down",
                    "box api in vpc",
                    "box db in vpc",
                    "frame vpc",
                    "api -> db",
                ],
            ),
            (
                "vars: {\n  a: { name: Shop }\n  verb: buys\n}\nu: The ${a.name} ${b}\nu -> v: ${verb}\n",
                vec![
                    "title , down",
                    "box The Shop ${b}",
                    "box v",
                    "The Shop ${b} -> v: buys",
                ],
            ),
        ] {
            assert!(is_d2(text), "{text}");
            assert_eq!(outline(text), expected, "{text}");
        }
        for text in [
            "client -> api\napi -> kafak",
            "client -> api: asnyc",
            "client -> api: calls\napi: servce \"Orders\"",
            "client -> api: calls\nzone eu: regin {",
            "Dear diary,\ntoday I went from here -> there: it was nice.",
            "Some words\nand others",
        ] {
            assert!(!is_d2(text), "{text}");
        }
    }

    #[test]
    fn where_the_first_board_is_empty_the_first_in_it_is_read() {
        let inner = "steps: {\n  one: {\n    a -> b: calls\n  }\n  two: {\n    c -> d\n  }\n}\nlayers: {\n  x: {\n    e\n  }\n}\n";
        let expected = [
            "title , down",
            "box a",
            "box b",
            "a -> b: calls",
            "lost: Not carried over: boards after the first (2: two, layers)",
        ];
        assert_eq!(outline(inner), expected);
        assert_eq!(outline(&format!("{inner}shop\n"))[1], "box shop");
    }

    #[test]
    fn lists_patterns_and_picked_connections_make_no_boxes_and_are_told() {
        let text = "direction: right\nclasses: {\n  dos: { shape: queue }\n}\nvars: {\n  g: {\n    p -> q\n  }\n}\n\
            x.class: [uno; dos]\nid: { constraint: [primary_key; unique] }\nlabel: [Draft] of it\nx -> y: calls\n\
            * -> z\nx -> *\n*.shape: cylinder\nbox: {\n  ...${g}\n}\n\
            (x -> y)[0].style.stroke-dash: 3\nc -> d\n(c -> d)[0]: null\n\
            long name --\\\n   -> y: z\n";
        assert_eq!(
            outline(text),
            [
                "title , right",
                "box x (Queue)",
                "box id",
                "box y",
                "box box",
                "box c",
                "box d",
                "box long name",
                "x ..> y: calls",
                "long name -> y: z",
                "lost: Not carried over: connections and settings that use glob patterns (3: * -> z, x -> *, *.shape: cylinder)",
                "lost: Not carried over: contents of variables (1: g)",
            ]
        );
        // Lines are counted as they stand in the text.
        assert!(refusal("direction: up\na --\\\n -> b\nx: \"a").starts_with("line 4 "));
    }

    #[test]
    fn the_notation_and_other_formats_are_not_d2() {
        for text in [
            "client -> api -> db: async \"later\"",
            "zone eu: region \"EU\" {\n  api\n}\nclient -> api",
            "{\"a\": {",
            "shape: service",
            "classDiagram\n  class Car:::big {\n    -int size\n  }\n  Car: shape: x",
            "erDiagram\n  A:::big ||--o{ B : has\n  A.b -> C",
            "kanban\n  todo\n    a[Task]@{ label: |md x| }\n  x.y -> z",
            "styles {\n  element \"Shop\" {\n    shape Hexagon\n  }\n}",
            "",
        ] {
            assert!(!is_d2(text), "{text}");
        }
        for text in [
            "x: {\n  shape: cylinder\n}",
            "a.b -> c.d: words of any sort",
            "a: Service A\na <-> b: in step",
            "direction: right\nx -> y: hello world",
        ] {
            assert!(is_d2(text), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (text, line, part) in [
            ("x: {\n shape: cylinder", 2, "add `}`"),
            ("direction: up\n}\nx -> y: a b", 2, "`}` without"),
            ("direction: up\nx: \"a", 2, "add `\"`"),
            ("direction: up\nx: |md a", 2, "add `|`"),
            ("direction: up\nx -> : a b c d", 2, "a box on both sides"),
        ] {
            let error = refusal(text);
            assert!(
                error.starts_with(&format!("line {line} of the D2 diagram")),
                "{error}"
            );
            assert!(error.contains(part), "{error}");
        }
        let head = "direction: right\nx: a b c\n";
        assert!(
            refusal(&format!("{head}{}", repeat(10_001, |n| format!("a{n}\n"))))
                .contains("at most 10000")
        );
        let deep = format!("{head}{}{}", "a: {".repeat(9_000), "}".repeat(9_000));
        assert_eq!(outline(&deep).len(), 9_002);
    }
}
