//! Diagrams in PlantUML, read as diagrams of boxes: component, deployment and use case diagrams, and those of the C4 macros.
//!
//! Read are the elements and their aliases, nesting in braces, arrows of all forms with their words, and the C4 macros; a call
//! of a macro that is not known, as those of icon libraries, is a box. Looks, legends and layout hints are passed over. There
//! is no preprocessor: variables that are set to a text are put in, and what files are included, conditions and loops would
//! add is told as lost. Sorts of diagrams that show no boxes and calls are refused by their name. No crate reads PlantUML under
//! a permissive license; this reader goes line by line and has no recursion.

mod arrow;
mod block;
mod creole;
mod element;
mod parser;
mod sort;

pub(super) use block::is_plantuml;
pub(super) use parser::parse_plantuml;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::testing::{outline, refusal, repeat};

    #[test]
    fn components_nesting_and_arrows_are_read() {
        let text = "Some words before\n@startuml shop\n!theme plain\n' a comment\n/' more\n of it '/\n\
            title **Shop** overview\nleft to right direction\nskinparam component {\n  Color red\n}\n\
            actor \"Shopper\" as u\n\
            package \"Back end\" as be #EEE {\n\
            [Order API\\nGo] as api <<service>>\n\
            node n {\n database Orders [\n  Orders DB\n  ----\n  PostgreSQL\n ]\n }\n\
            () \"HTTP\" as http\n}\n\
            queue jobs\n\
            u -left-> api : places\\norder\n\
            [Order API\\nGo] -[#red,dashed]-> jobs\n\
            Orders <-- api : reads\n\
            jobs ..> [Worker] : job\n\
            u -[hidden]- jobs\n\
            api -- http\n\
            u --> be\n\
            note right of api : counts orders\nnote left\n several\n lines\nend note\n@enduml\n";
        let expected = [
            "title Shop overview, right",
            "box Shopper (Person)",
            "box Order API / Go / service in Back end",
            "box Orders DB / PostgreSQL (Cylinder) in n",
            "box HTTP in Back end",
            "box jobs (Queue)",
            "box Worker",
            "frame Back end",
            "frame n in Back end",
            "Shopper -> Order API: places order",
            "Order API ..> jobs",
            "Order API -> Orders DB: reads",
            "jobs ..> Worker: job",
            "Order API -- HTTP",
            "Shopper -> [Back end]",
            "lost: Not carried over: notes (2: counts orders, several lines)",
        ];
        assert_eq!(outline(text), expected);
    }

    #[test]
    fn the_macros_of_c4_are_read() {
        let text = "@startuml\n!include <C4/C4_Container>\n!define ICONS https://x/y\n!include ICONS/go.puml\n\
            LAYOUT_LEFT_RIGHT()\nAddRelTag(\"later\", $lineStyle = DashedLine())\n\
            Person(u, \"Shopper\", \"Buys, (sometimes)\")\n\
            System_Boundary(s, \"Shop\") {\n\
            Container(api, \"Order API\", \"Go\", \"Takes orders\")\n\
            ContainerDb_Ext(db, \"Orders\", $techn=\"PostgreSQL\")\n\
            ContainerQueue(q, \"Jobs\")\n}\n\
            System_Ext(bank, \"Bank\",\n  \"Pays\")\n\
            Deployment_Node(dn, \"Server\", \"Linux\")\n\
            Rel(u, api, \"places order\", \"HTTPS\")\nRel_Back(db, api, \"reads\")\nRelIndex(1, api, q, \"puts\", $tags=\"later\")\n\
            BiRel(api, bank, \"pays\")\nLay_D(u, api)\n\
            LambdaFunction(fn, \"Resizer\", \"Python\")\nfn --> api\nSHOW_LEGEND()\n@enduml";
        let expected = [
            "title , right",
            "box Shopper / Buys, (sometimes) (Person)",
            "box Order API / Takes orders [Go] in Shop",
            "box Orders [PostgreSQL] (Cylinder) in Shop",
            "box Jobs (Queue) in Shop",
            "box Bank / Pays (External)",
            "box Server [Linux]",
            "box Resizer / Python / LambdaFunction",
            "frame Shop",
            "Shopper -> Order API: places order [HTTPS]",
            "Order API -> Orders: reads",
            "Order API ..> Jobs: puts",
            "Order API <-> Bank: pays",
            "Resizer -> Order API",
            "lost: Not carried over: included files (1: ICONS/go.puml)",
        ];
        assert_eq!(outline(text), expected);
    }

    #[test]
    fn other_diagrams_are_named_and_the_first_that_opens_is_read() {
        for (text, name) in [
            ("participant A\nA -> B: hi", "sequence diagram"),
            ("actor A\ndatabase B\nA -> B: hi", "sequence diagram"),
            ("A -> B: hi", "sequence diagram"),
            ("class A {\n}\npackage p {\n}", "class diagram"),
            ("interface A\nA <|.. B", "class diagram"),
            ("[*] --> S\nS --> [*]", "state diagram"),
            ("start\n:do it;\nstop", "activity diagram"),
            ("object o", "object diagram"),
            ("entity E {\n * id\n}", "entity relationship diagram"),
        ] {
            let error = refusal(&format!("@startuml\n{text}\n@enduml"));
            let expected = format!("this is a PlantUML {name}: ");
            assert!(error.starts_with(&expected), "{text}: {error}");
        }
        let error = refusal("@startgantt\n[x] lasts 2 days\n@endgantt");
        assert!(
            error.starts_with("this is a PlantUML Gantt chart: "),
            "{error}"
        );
        let several =
            "@startuml\nA -> B\n@enduml\n@startuml\n[a] --> [b]\n@enduml\n@startuml\n[c]\n@enduml";
        let expected = [
            "title , down",
            "box a",
            "box b",
            "a -> b",
            "lost: Not carried over: other diagrams in the file (2)",
        ];
        assert_eq!(outline(several), expected);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let error = refusal("@startuml\n[a] --> [b]\n[c -->\n@enduml");
        assert!(
            error.starts_with("line 3 of the PlantUML diagram: "),
            "{error}"
        );
        assert!(is_plantuml("x\n  @startuml\n") && !is_plantuml("a -> b\nsay @startuml"));
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        let deep = |count: usize| {
            let open = repeat(count, |n| format!("node n{n} {{\n"));
            format!("@startuml\n{open}[x]\n{}@enduml", "}\n".repeat(count))
        };
        assert_eq!(outline(&deep(5_000)).len(), 5_002);
        assert!(refusal(&deep(100_000)).contains("at most"));
    }

    #[test]
    fn a_call_with_an_odd_quote_is_one_line_that_was_not_understood() {
        for broken in [
            "Container(c, \"API\", tech\", \"x\")",
            "Container(c, \"API)",
            "Container(c, \"API",
            "Container(c, \"API\", tech",
            "Rel(p, d, \"a -> b)",
            "System_Boundary(s, Shop\") {\n}",
        ] {
            let text = format!(
                "@startuml\nPerson(p, \"User\")\n{broken}\nContainer(d, \"DB\")\nRel(p, d, \"uses\")\n@enduml\n"
            );
            let line = broken.lines().next().unwrap_or_default();
            let expected = [
                "title , down",
                "box User (Person)",
                "box DB",
                "User -> DB: uses",
                &format!("lost: Not carried over: lines that were not understood (1: {line})"),
            ];
            assert_eq!(outline(&text), expected, "{broken}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r#"([a-c\[\](){}<>|*o#+"=:,;.$!'é/\\-]|->|\.\.>|node|as|Rel|Person|component|@enduml|@startuml| |\n|\\n|<<|>>){0,80}"#) {
            let text = format!("@startuml\n[a]\n{text}");
            let _any = parse_plantuml(&text);
        }
    }
}
