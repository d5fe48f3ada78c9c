//! Workspaces in the Structurizr DSL: the elements of the model and the calls between them, as the first view shows them.
//!
//! Read are persons, software systems, containers, components, groups, relationships, tags and the shapes that styles give
//! to tags. The view is the first container view, else the first system view, else the whole model down to its containers;
//! calls at elements that the view does not show lead to what they lie in. Other views, deployment environments and files
//! that are included are told as left out. The reader goes line by line and has no recursion.

mod archetype;
mod lines;
mod model;
mod parser;
mod view;

use lines::{DslLine, split_lines};
use parser::ELEMENTS;

use super::ImportError;
use super::diagram::Diagram;
use super::elements::check_length;

/// Whether a text begins as a workspace does, or is the model of one.
pub(super) fn is_structurizr(text: &str) -> bool {
    // A workspace is opened within its first lines; comments, constants and the like come before it.
    let mut lines =
        split_lines(text).filter(|line| !line.words.is_empty() && !line.text(0).starts_with('!'));
    lines.next().is_some_and(|line| {
        let first = &line.words[0];
        let opens =
            |word: &str| !first.is_quoted && first.text.eq_ignore_ascii_case(word) && line.opens;
        opens("workspace") || (opens("model") && lines.any(|line| begins_element(&line)))
    })
}

/// Whether a text is a part of a workspace that other files include: elements outside of any block.
pub(super) fn is_fragment(text: &str) -> bool {
    let mut before: Option<DslLine> = None;
    for line in split_lines(text).filter(|line| !line.words.is_empty()) {
        let is_part = before.is_some_and(|before| begins_looks(&before, &line));
        if is_part || begins_element(&line) {
            return true;
        }
        before = Some(line);
    }
    false
}

/// Whether a block begins that only views have: `element "Tag" {` with looks in it, or `container shop {` that includes something.
fn begins_looks(line: &DslLine, inside: &DslLine) -> bool {
    let word = line.text(0).to_lowercase();
    let is_quoted = line.words.get(1).is_some_and(|word| word.is_quoted);
    let first = inside.text(0).to_lowercase();
    line.opens
        && match word.as_str() {
            "element" | "relationship" => is_quoted && LOOKS.contains(&first.as_str()),
            "systemcontext" | "systemlandscape" | "container" | "component" => {
                matches!(first.as_str(), "include" | "autolayout") && line.words.len() > 1
            }
            _ => false,
        }
}

/// The words that begin what styles say.
const LOOKS: [&str; 8] = [
    "background",
    "color",
    "colour",
    "dashed",
    "shape",
    "stroke",
    "style",
    "thickness",
];

/// Whether a line is as `api = container "Order API"`.
fn begins_element(line: &DslLine) -> bool {
    let word = line.text(2).to_lowercase();
    let is_named = line.words.get(3).is_some_and(|word| word.is_quoted);
    line.text(1) == "=" && is_named && ELEMENTS.iter().any(|(known, _)| *known == word)
}

/// Reads a workspace.
pub(super) fn parse_structurizr(text: &str) -> Result<Diagram, ImportError> {
    let fail = |line, message| ImportError::Line {
        format: "Structurizr workspace",
        line,
        message,
    };
    check_length(text).map_err(|message| fail(1, message))?;
    let workspace = parser::read_workspace(text).map_err(|(line, message)| fail(line, message))?;
    view::show_view(workspace).map_err(|message| fail(1, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::testing::{outline, refusal, repeat};

    const SHOP: &str = "// The shop\nworkspace \"Shop\" \"All of it\" {\n  !identifiers hierarchical\n  model {\n    \
        u = person \"Shopper\" \"Buys\"\n    group \"Ours\" {\n      s = softwareSystem \"Shop\" {\n        \
        web = container \"Web app\" \"Pages\" \"React\"\n        api = container \"Order API\" \"Takes orders\" \"Go\" {\n          \
        cart = component \"Cart\"\n          -> s.db \"reads\"\n        }\n        db = container \"Orders\" \"\" \"PostgreSQL\" \"Database\"\n      }\n    }\n    \
        mail = softwareSystem \"Mail\" {\n      tags \"External\"\n    }\n    old = softwareSystem \"Old shop\"\n    \
        u -> s.web \"buys\" \"HTTPS\"\n    s.web -> s.api.cart \"fills\"\n    s.api -> mail \"sends\"\n    s.api -> nobody\n    \
        live = deploymentEnvironment \"Live\" {\n      deploymentNode \"AWS\" {\n        containerInstance s.api\n      }\n    }\n  }\n  \
        views {\n    systemContext s \"context\" {\n      include *\n    }\n    container s {\n      include *\n      exclude old\n      autoLayout lr\n    }\n    \
        styles {\n      element \"Database\" {\n        shape Cylinder\n      }\n    }\n  }\n}\n";

    #[test]
    fn the_first_container_view_is_read() {
        assert_eq!(
            outline(SHOP),
            [
                "title Shop, right",
                "box Shopper / Buys (Person)",
                "box Web app / Pages [React] in Shop",
                "box Order API / Takes orders [Go] in Shop",
                "box Orders [PostgreSQL] (Cylinder) in Shop",
                "box Mail",
                "frame Ours",
                "frame Shop in Ours",
                "Order API -> Orders: reads",
                "Shopper -> Web app: buys [HTTPS]",
                "Web app -> Order API: fills",
                "Order API -> Mail: sends",
                "lost: Not carried over: components inside containers (1: Cart)",
                "lost: Not carried over: deployment environments (1: Live)",
                "lost: Not carried over: relationships to or from missing elements (1: s.api → nobody)",
                "lost: Not carried over: views other than the one shown (1: context)",
            ]
        );
    }

    #[test]
    fn without_views_the_whole_model_is_read() {
        let model = "workspace {\n model {\n  a = softwareSystem A {\n   b = container B\n  }\n  c = softwareSystem C\n  c -> a.b\n  c -> b \"again\"\n  a -> c {\n  }\n }\n}";
        assert_eq!(
            outline(model),
            [
                "title , right",
                "box B in A",
                "box C",
                "frame A",
                "C -> B",
                "C -> B: again",
                "[A] -> C",
            ]
        );
    }

    #[test]
    fn what_is_no_workspace_is_left_to_others() {
        assert!(is_structurizr("\n# words\nworkspace {\n}"));
        assert!(is_structurizr("WORKSPACE \"a\"\n{\n}"));
        assert!(is_structurizr(
            "!const A \"x\"\n!identifiers hierarchical\nworkspace{\n}"
        ));
        assert!(is_structurizr("model {\n u = person \"User\"\n}"));
        assert!(is_fragment("u = person \"User\"\nu -> s"));
        assert!(!is_fragment("u = 3\nu -> s"));
        let styles = "styles {\n  element \"Shop\" {\n    shape Hexagon\n  }\n}";
        assert!(is_fragment(styles));
        assert!(is_fragment(
            "container shop \"Containers\" {\n  include *\n}"
        ));
        assert!(!is_fragment("container {\n  include: x\n}\ncontainer -> b"));
        for text in ["workspace -> api", "workspace: service", "", "model {"] {
            assert!(!is_structurizr(text), "{text}");
        }
    }

    #[test]
    fn constants_enterprises_and_archetypes_are_read_and_unknown_blocks_told() {
        let text = "!const NAME \"Shop\"\nworkspace{\n model{\n  archetypes {\n   store = container {\n    technology \"PostgreSQL\"\n    tag \"Database\"\n   }\n   \
            copy = store {\n    description \"A copy\"\n   }\n   later = -> {\n    technology \"async, AMQP\"\n   }\n  }\n  \
            u = person \"Shopper\"\n  enterprise \"Our ${NAME}\" {\n   s = softwareSystem \"${NAME}\" {\n    api = container \"Order API\"\n    \
            db = store \"Orders\"\n    old = copy \"Old orders\"\n   }\n  }\n  frame \"x\" {\n   lost = container \"Lost\"\n  }\n  properties {\n   a b\n  }\n  \
            u -> api \"buys\"\n  api --later-> db \"saves\"\n }\n \
            views {\n  image s {\n   plantuml \"\"\"\n@startuml\na -> b\n@enduml\n\"\"\"\n  }\n  styles {\n   element \"Database\" {\n    shape Cylinder\n   }\n  }\n }\n}\n";
        assert_eq!(
            outline(text),
            [
                "title , right",
                "box Shopper (Person)",
                "box Order API in Shop",
                "box Orders [PostgreSQL] (Cylinder) in Shop",
                "box Old orders / A copy [PostgreSQL] (Cylinder) in Shop",
                "frame Our Shop",
                "frame Shop in Our Shop",
                "Shopper -> Order API: buys",
                "Order API -> Orders: saves [async, AMQP]",
                "lost: Not carried over: blocks with elements that are not understood (1: frame x)",
                "lost: Not carried over: views other than the one shown (1: s)",
            ]
        );
    }

    #[test]
    fn an_enterprise_without_a_name_is_read() {
        let text = "workspace {\n model {\n  enterprise {\n   p = person \"P\"\n   s = softwareSystem \"S\"\n  }\n  p -> s\n }\n}";
        assert!(outline(text).contains(&"frame Enterprise".to_owned()));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (text, line, part) in [
            ("workspace {\nmodel {\n a = person\n}\n}", 3, "a name"),
            ("workspace {\nmodel {\n", 2, "add `}`"),
            ("workspace {\n}\n}", 3, "`}` without"),
            ("workspace {\n model {\n  a -> \n }\n}", 3, "an element"),
        ] {
            let error = refusal(text);
            assert!(
                error.starts_with(&format!("line {line} of the Structurizr workspace")),
                "{error}"
            );
            assert!(error.contains(part), "{error}");
        }
        let many = format!(
            "workspace {{\nmodel {{\n{}}}\n}}",
            repeat(10_001, |n| format!("p{n} = person P{n}\n"))
        );
        assert!(refusal(&many).contains("at most 10000"));
        let deep = format!(
            "workspace {{\nmodel {{\n{}{}}}\n}}",
            repeat(5_000, |n| format!("group G{n} {{\n")),
            "}\n".repeat(5_000)
        );
        assert!(refusal(&deep).contains("at most 100 levels deep"));
    }
}
