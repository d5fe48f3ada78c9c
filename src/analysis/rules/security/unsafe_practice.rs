//! `unsafe-practice`: the drawing says in words that something is done in a way that is known to go wrong.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::unsafe_practices::UNSAFE_PRACTICES;
use crate::analysis::rules::support::written_text::{WrittenText, written_texts};
use crate::model::text_match::mentions;
use crate::model::{Id, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "unsafe-practice",
    title: "Unsafe practice",
    severity: Severity::Critical,
    category: Category::Security,
    why: "Some practices have failed so often that one word in the drawing is enough to flag them: one password for a whole fleet, keys in a repository, code that is installed without a signature check",
    for_stakeholders: "One leak or one guess is enough to take over the whole system",
    fix: "Give each caller its own credential, and sign all software. Keep keys where only the service that needs them can use them, and generate random codes if strangers must not guess them",
    exempt: "Practices that the drawing does not mention. Words that name the fix, such as “per device”, “from the vault”, or “shuffled”, also turn off this rule",
    references: &[
        publications::OWASP_AUTHENTICATION
            .supports("An unauthenticated caller can pretend to be anyone"),
        publications::NIST_ZERO_TRUST
            .supports("Each device and each service has its own credential"),
        RuleReference::own_judgment(
            "Sequential IDs, keys in plaintext files, and unsigned binaries are common findings in security reviews",
        ),
    ],
    answers_example_prompt: false,
    good: ExampleDrawing::Full(
        r#"
client -> load_balancer -> api: "token per customer"
api: service x2
api -> db
db: sql x2
"#,
    ),
    bad: r#"
- client -> load_balancer -> api: "token per customer"
+ client -> load_balancer -> api: "one shared password for all apps"
"#,
    check,
    apply_fix: None,
};

/// Whoever holds a credential outside of our own machines.
const HOLDERS: [Role; 3] = [Role::Client, Role::Device, Role::DeviceGateway];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let texts = written_texts(analysis);
    for practice in UNSAFE_PRACTICES {
        let told: Vec<&WrittenText> = texts
            .iter()
            .filter(|said| practice.is_told_by(said, analysis))
            .collect();
        let Some(first) = told.first() else {
            continue;
        };
        let mut all = texts.iter();
        if all.any(|said| mentions(&said.text, practice.mended_by)) {
            continue;
        }
        let quoted = first.text.trim();
        let mut items: Vec<Id> = told.iter().flat_map(|said| said.items()).collect();
        items.dedup();
        let why = format!("“{quoted}”: {}", practice.wrong);
        let advice = practice.advice.to_owned();
        let is_outside = |said: &&WrittenText| {
            said.item.is_none()
                || said.touches(analysis, &HOLDERS)
                || said.is_next_to(analysis, &HOLDERS)
        };
        let severity = if practice.is_milder_inside && !told.iter().any(is_outside) {
            Severity::Medium
        } else {
            practice.severity
        };
        findings.push(Finding {
            variant: Some(practice.id.into()),
            ..RULE.finding(severity, items, why, advice)
        });
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
    fn one_credential_for_many_is_told_by_words() {
        let critical = &[Severity::Critical];
        check_line(
            "client -> hub: \"same certificate in all scooters\"\nhub: pub_sub",
            critical,
        );
        check_line(
            "note \"Bikes: one MQTT user for the whole fleet\"",
            critical,
        );
        check_line("note \"All scooters share one certificate\"", critical);
        check_line("note \"The token is the same in every scooter\"", critical);
        check_line("note \"One certificate per bike\"", &[]);
        check_line("note \"Single sign-on for all staff\"", &[]);
        check_line("api -> db: \"shared credentials\"", &[Severity::Medium]);
    }

    #[test]
    fn keys_belong_neither_in_files_nor_in_pages() {
        let critical = &[Severity::Critical];
        check_line("api -> db: \"password in git\"", critical);
        check_line("client -> api: \"API key in the bundle\"", critical);
        check_line(
            "sign: service x2 \"signing.key (file)\"\napi -> sign",
            critical,
        );
        check_line(
            "note \"Secrets come from the vault, never from the repository\"",
            &[],
        );
        check_line("note \"Deploy keys lie in Vault\"", &[]);
    }

    #[test]
    fn what_is_installed_is_signed() {
        check_line(
            "note \"Scooters fetch firmware over http\"",
            &[Severity::Critical],
        );
        check_line("note \"Firmware is signed and fetched over HTTPS\"", &[]);
        check_line("note \"Unsigned packages are refused\"", &[]);
    }

    #[test]
    fn codes_that_strangers_must_not_guess_do_not_count_up() {
        check_line(
            "api -> db: \"next counter; base62 is the code\"",
            &[Severity::Medium],
        );
        check_line(
            "api -> db: \"next counter, shuffled; base62 is the code\"",
            &[],
        );
        check_line("api -> db: \"view counter\"", &[]);
    }

    #[test]
    fn a_store_does_not_lie_open() {
        check_line(
            "api -> stock\nstock: document_db x3 \"Stock (public IP)\"",
            &[Severity::Critical],
        );
        check_line(
            "api -> stock\nstock: document_db x3 \"Stock (no public IP)\"",
            &[],
        );
    }

    #[test]
    fn what_serves_is_not_rewritten_and_files_are_not_edited_by_hand() {
        check_line(
            "job: batch_job\njob -> db: \"truncates the live table\"",
            &[Severity::High],
        );
        check_line(
            "job: batch_job\njob -> db: \"fills a new version, then replaces the live table by a swap\"",
            &[],
        );
        let share =
            "planners: client\nshare: file_store x2\nplanners -> share: \"edit prices.csv\"";
        check_line(share, &[Severity::High]);
        check_line(&format!("{share}\nnote \"prices lie in git\""), &[]);
        check_line("client -> api: \"edit rules\"", &[]);
    }
}
