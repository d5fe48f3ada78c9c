//! The rules of the check, and what the check as a whole must not know.

use std::collections::BTreeSet;

use boxdrill::analysis::{Category, rules};
use boxdrill::model::{catalogue, format};

use super::{Source, assert_none, sources};

/// Where the rules are.
const RULES: &str = "src/analysis/rules/";

/// The only files of the check with words that name kinds: the kinds that fixes draw, and what people write in a drawing.
const NAMES_KINDS: [&str; 4] = [
    "src/analysis/reference/evidence.rs",
    "src/analysis/rules/support/kinds.rs",
    "src/analysis/rules/support/keywords.rs",
    "src/analysis/rules/support/load_words.rs",
];

/// The only file with the id of a rule that is not its own: fixes of several rules ask whether a prompt names that risk.
const SHARES_ID: &str = "src/analysis/rules/support/dead_letters.rs";

/// The measure of the check stands outside of it and says which rule has to find which fault.
const MEASURE: &str = "evaluation";

/// The files that define a rule.
fn rule_files(sources: &[Source]) -> impl Iterator<Item = &Source> {
    let inside = sources.iter().filter(|s| s.path.starts_with(RULES));
    inside.filter(|source| source.code.contains("static RULE: Rule"))
}

/// The name of a file without its folder and ending.
fn stem(source: &Source) -> &str {
    let name = source.path.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".rs")
}

/// Where these words stand in quotes, each for itself, with the word.
fn quoted<'a>(code: &'a str, words: &BTreeSet<&str>) -> Vec<(usize, &'a str)> {
    let parts = code.match_indices('"').collect::<Vec<_>>();
    let mut found = Vec::new();
    for pair in parts.windows(2) {
        let text = &code[pair[0].0 + 1..pair[1].0];
        if words.contains(text) {
            found.push((pair[0].0, text));
        }
    }
    found
}

#[test]
fn no_rule_uses_a_rule() {
    let sources = sources();
    let names: BTreeSet<&str> = rule_files(&sources).map(stem).collect();
    assert_eq!(names.len(), rules::all().len(), "a rule is a file");
    let mut problems = Vec::new();
    for source in rule_files(&sources) {
        let code = source.shipped();
        for (at, _) in code.match_indices("::") {
            let start = code[..at]
                .rfind(|c| !super::is_name(c))
                .map_or(0, |before| before + 1);
            let name = &code[start..at];
            if names.contains(name) && name != stem(source) {
                problems.push(format!("{}: uses the rule `{name}`", source.at(at)));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_id_of_a_rule_stands_in_its_own_file() {
    let sources = sources();
    let ids: BTreeSet<&str> = rules::all().iter().map(|rule| rule.id).collect();
    let mut problems = Vec::new();
    let outside = |s: &&Source| s.module() == MEASURE || s.path == SHARES_ID;
    for source in sources.iter().filter(|source| !outside(source)) {
        let own = stem(source).replace('_', "-");
        for (at, id) in quoted(source.shipped(), &ids) {
            // Outside of the check an id of one word, such as `hot`, is a word like any other.
            let is_id = source.module() == "analysis" || id.contains('-');
            if is_id && id != own {
                problems.push(format!(
                    "{}: `{id}`, use the rule's `RULE.id`",
                    source.at(at)
                ));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_check_names_no_kind() {
    let ids: BTreeSet<&str> = catalogue().iter().map(|kind| &*kind.id).collect();
    let mut problems = Vec::new();
    let sources = sources();
    for source in &sources {
        if source.module() == "analysis"
            && !NAMES_KINDS.contains(&&*source.path)
            && !source.is_test(&sources)
        {
            for (at, id) in quoted(source.shipped(), &ids) {
                problems.push(format!("{}: the kind `{id}`", source.at(at)));
            }
        }
    }
    assert_none(&problems);
}

/// A rule lies in the folder of its category, so that who looks for it finds it.
#[test]
fn a_rule_lies_in_the_folder_of_its_category() {
    let sources = sources();
    let mut problems = Vec::new();
    for source in rule_files(&sources) {
        let rule = rules::get(&stem(source).replace('_', "-")).expect("called like its file");
        let folder = match rule.category {
            Category::Match => "reference",
            Category::Structure => "structure",
            Category::Reliability => "reliability",
            Category::Load => "load",
            Category::Security => "security",
        };
        if !source.path.contains(&format!("/rules/{folder}/")) {
            problems.push(format!(
                "{}: its category is {:?}",
                source.path, rule.category
            ));
        }
    }
    assert_none(&problems);
}

/// The thresholds that rules share, with the ways in which a source may write each.
fn shared_thresholds(sources: &[Source]) -> Vec<(String, Vec<String>)> {
    let path = "src/analysis/rules/support/thresholds.rs";
    let source = sources.iter().find(|source| source.path == path);
    let code = &source.expect("the thresholds").code;
    let lines = code
        .lines()
        .filter_map(|line| line.split_once("const ")?.1.split_once(": f64 = "));
    lines
        .map(|(name, value)| {
            let value = value.trim_end_matches(';').replace('_', "");
            let value: f64 = value.parse().expect("a number");
            let written = vec![format::amount(value), format::percent_of_time(value)];
            (name.to_owned(), written)
        })
        .collect()
}

/// A number that decides whether a rule speaks is either published somewhere or our own judgment; the rule says which.
#[test]
fn a_rule_with_a_threshold_names_its_source() {
    const NUMBERS: [&str; 4] = [": f64 = ", ": u32 = ", ": u64 = ", ": usize = "];
    let sources = sources();
    let shared = shared_thresholds(&sources);
    assert!(shared.len() > 2, "hardly any threshold is shared");
    let mut problems = Vec::new();
    for source in rule_files(&sources) {
        let id = stem(source).replace('_', "-");
        let rule = rules::get(&id).expect("a rule is called like its file");
        let constants = source.shipped().lines().filter(|line| {
            line.trim_start().starts_with("const ") && NUMBERS.iter().any(|n| line.contains(n))
        });
        let mut supports = rule.references.iter().map(|reference| reference.supports);
        let is_named = supports.any(|text| text.contains(|c: char| c.is_ascii_digit()));
        for (name, written) in &shared {
            let mut supports = rule.references.iter().map(|reference| reference.supports);
            let says = |text: &str| written.iter().any(|number| text.contains(number));
            if source.shipped().contains(name.as_str()) && !supports.any(says) {
                problems.push(format!(
                    "{}: no source names the number of {name}",
                    source.path
                ));
            }
        }
        if constants.count() > 0 && !is_named {
            problems.push(format!(
                "{}: no source names the number of its threshold",
                source.path
            ));
        }
    }
    assert_none(&problems);
}
