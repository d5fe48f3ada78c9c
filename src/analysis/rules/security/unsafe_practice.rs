//! `unsafe-practice`: the drawing says in words that something is done in a way that is known to go wrong.

use crate::analysis::report::{Category, Finding, Severity};
use crate::analysis::revision::Analysis;
use crate::analysis::rules::examples::ExampleDrawing;
use crate::analysis::rules::publications;
use crate::analysis::rules::rule::Rule;
use crate::analysis::rules::rule_reference::RuleReference;
use crate::analysis::rules::support::statements::{
    Statement, says_in_order, says_together, statements,
};
use crate::model::text_match::mentions;
use crate::model::{Id, Role};

/// The rule.
pub(crate) static RULE: Rule = Rule {
    id: "unsafe-practice",
    title: "Known to go wrong",
    severity: Severity::Critical,
    category: Category::Security,
    why: "Some ways of doing things have gone wrong so often that a word on the drawing is enough to know: one password for a whole fleet, keys in a repository, code that is installed unchecked",
    for_stakeholders: "One leak or one guess is enough to take over the whole system",
    fix: "Give each caller a credential of its own, keep keys where only the service that needs them can use them, sign what is installed, and draw lots for codes that strangers must not guess",
    exempt: "What the drawing does not say: nothing is concluded from silence. Words that take it back, such as “per device”, “from the vault” or “shuffled”, silence it",
    references: &[
        publications::OWASP_AUTHENTICATION
            .supports("Who is not checked can take the place of anybody"),
        publications::NIST_ZERO_TRUST
            .supports("Each device and each service is known by a credential of its own"),
        RuleReference::own_judgment(
            "Codes that count upwards, keys in files and unsigned programs are taken from reviews",
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

/// How the words of a practice stand in a clause.
#[derive(Debug)]
enum Wording {
    /// One of each list in any order.
    Together(&'static [&'static [&'static str]]),
    /// One of each list in this order, with at most so many words between.
    InOrder(&'static [&'static [&'static str]], usize),
}

impl Wording {
    fn is_in(&self, clause: &str) -> bool {
        match self {
            Self::Together(lists) => says_together(clause, lists),
            Self::InOrder(lists, gap) => says_in_order(clause, lists, *gap),
        }
    }
}

/// Where a practice has to be written to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    /// In one clause of any text.
    InClause,
    /// In one text, whatever its clauses: a counter and what it counts for often stand in two.
    InText,
    /// In one clause on a connection from people to files.
    AtFilesOfPeople,
    /// In one clause on something that keeps data, or on a connection of it.
    AtData,
}

/// Words that tell of a practice, and what is wrong with it.
#[derive(Debug)]
struct UnsafePractice {
    /// Any of these tells of it.
    told_by: &'static [Wording],
    /// Words in the same clause or text that take it back.
    unless: &'static [&'static str],
    /// Words anywhere on the drawing that take it back.
    mended_by: &'static [&'static str],
    place: Where,
    /// Whether it is only half as bad where no client and no device is near.
    is_milder_inside: bool,
    severity: Severity,
    /// What is wrong, as the rest of a sentence after the quotation.
    wrong: &'static str,
    advice: &'static str,
}

/// What says that something does not happen.
const NEGATION: [&str; 8] = [
    "no ", "not ", "never", "without", "instead", "nobody", "cannot", "avoid",
];
/// Roles that keep data which must not lie open.
const DATA: [Role; 5] = [
    Role::Store,
    Role::Replica,
    Role::Cache,
    Role::Search,
    Role::Analytics,
];
/// Whoever holds a credential outside of our own machines.
const HOLDERS: [Role; 3] = [Role::Client, Role::Device, Role::DeviceGateway];

static PRACTICES: &[UnsafePractice] = &[
    UnsafePractice {
        told_by: &[
            Wording::InOrder(
                &[
                    &[
                        "shared",
                        "same ",
                        "common ",
                        "identical",
                        "default ",
                        "fixed ",
                    ],
                    &[
                        "password",
                        "passphrase",
                        "credential",
                        "psk ",
                        "certificate",
                        "cert ",
                        "certs ",
                    ],
                ],
                1,
            ),
            Wording::InOrder(
                &[
                    &["shared", "same "],
                    &["api ", "write ", "access ", "device "],
                    &["key ", "keys ", "token"],
                ],
                0,
            ),
            Wording::InOrder(
                &[
                    &["one ", "single ", "shared ", "same ", "common "],
                    &[
                        "password",
                        "passphrase",
                        "credential",
                        "token",
                        "login ",
                        "user ",
                        "key ",
                        "secret ",
                        "certificate",
                    ],
                    &[
                        "all ",
                        "every",
                        "everyone",
                        "everybody",
                        "whole ",
                        "fleet ",
                        "million",
                        "thousand",
                        "hundred",
                    ],
                ],
                2,
            ),
        ],
        unless: &[
            "per ",
            "each ",
            "own ",
            "manager",
            "vault",
            "authority",
            "ca ",
            "sign on",
            "partition",
            "shard",
            "idempot",
            "attempt",
            "retr",
            "cache",
            "row ",
            "order ",
            "read",
            "see ",
            "sees ",
            "may ",
            "no ",
            "not ",
            "never",
            "without",
            "instead",
            "replaced",
        ],
        mended_by: &[],
        place: Where::InClause,
        is_milder_inside: true,
        severity: Severity::Critical,
        wrong: "whoever takes it from one of them can speak for all, and it cannot be withdrawn from one alone",
        advice: "Give each device, app or customer a credential of its own that can be withdrawn",
    },
    UnsafePractice {
        told_by: &[
            Wording::Together(&[
                &[
                    "api key",
                    "secret",
                    "private key",
                    "signing key",
                    "deploy key",
                    "password",
                    "credential",
                    "access key",
                    "token",
                    "keys ",
                ],
                &[
                    "repo ",
                    "repository",
                    "git ",
                    "in the image",
                    "docker image",
                    "container image",
                    "in the code",
                    "in code",
                    "source code",
                    "hard coded",
                    "hardcoded",
                    "apk ",
                    "spreadsheet",
                    "excel",
                    "wiki",
                    "plain text file",
                ],
            ]),
            Wording::Together(&[
                &[
                    "api key",
                    "secret ",
                    "private key",
                    "access key",
                    "server key",
                    "admin key",
                    "write key",
                    "service account",
                    "master key",
                ],
                &[
                    "in the page",
                    "in the app ",
                    "in the browser",
                    "in the bundle",
                    "in the front end",
                    "in the frontend",
                    "in javascript",
                    "in the client",
                    "in every app",
                    "in every browser",
                    "in the firmware",
                    "in firmware",
                ],
            ]),
            Wording::Together(&[
                &["signing key", "private key", "root key", "master key"],
                &[
                    "file ",
                    "pem ",
                    "disk",
                    "on the server",
                    "on a server",
                    "on every server",
                    "laptop",
                    "usb ",
                    "env ",
                    "nfs ",
                    "network drive",
                ],
            ]),
        ],
        unless: &[
            "vault",
            "kms ",
            "hsm ",
            "sealed",
            "sops",
            "encrypt",
            "hash",
            "publishable",
            "public key",
            "scan",
            "short lived",
            "manager",
            "module",
            "enclave",
            "offline",
            "search only",
            "search key",
            "no ",
            "not ",
            "never",
            "without",
            "instead",
            "per ",
        ],
        mended_by: &[],
        place: Where::InClause,
        is_milder_inside: false,
        severity: Severity::Critical,
        wrong: "whoever can read that place has the key, and nobody notices when it is copied",
        advice: "Keep the key in a vault or a security module, and let the one service that needs it ask there",
    },
    UnsafePractice {
        told_by: &[
            Wording::Together(&[
                &["firmware", "binary", "ota ", "flash", "installer", "patch "],
                &[
                    "over http ",
                    "via http ",
                    "by http ",
                    "plain http ",
                    "over ftp",
                    "tftp ",
                    "over plain",
                ],
            ]),
            Wording::Together(&[
                &[
                    "firmware", "image", "package", "update", "binary", "artifact", "artefact",
                    "plugin",
                ],
                &[
                    "unsigned",
                    "no signature",
                    "without signature",
                    "without a signature",
                    "not signed",
                    "unverified",
                    "signature is not checked",
                    "without checking",
                ],
            ]),
        ],
        unless: &["never", "reject", "refuse", "blocked", "turned away"],
        mended_by: &[],
        place: Where::InClause,
        is_milder_inside: false,
        severity: Severity::Critical,
        wrong: "it is installed unsigned: whoever gets at the way or at the place where it lies owns every machine that installs it",
        advice: "Sign what is installed with a key that lies in a security module, and let each machine check the signature before it installs",
    },
    UnsafePractice {
        told_by: &[Wording::Together(&[
            &["password"],
            &[
                "plain text",
                "plaintext",
                "clear text",
                "cleartext",
                "unhashed",
                "md5",
                "sha1 ",
                "reversibl",
            ],
        ])],
        unless: &NEGATION,
        mended_by: &[],
        place: Where::InClause,
        is_milder_inside: false,
        severity: Severity::Critical,
        wrong: "one copy of the table gives away every account, here and wherever people use the same password",
        advice: "Keep a slow salted hash of each password, or leave signing in to a provider",
    },
    UnsafePractice {
        told_by: &[Wording::Together(&[&[
            "public address",
            "public ip",
            "open to the internet",
            "internet facing",
            "publicly reachable",
            "0 0 0 0",
            "open port",
            "exposed to the internet",
            "reachable from the internet",
        ]])],
        unless: &NEGATION,
        mended_by: &[],
        place: Where::AtData,
        is_milder_inside: false,
        severity: Severity::Critical,
        wrong: "one guessed password or one hole in the product is enough to read or wipe the data",
        advice: "Put the store into a network that only services reach",
    },
    UnsafePractice {
        told_by: &[Wording::Together(&[
            &[
                "admin ",
                "admins ",
                "root ",
                "superuser",
                "full access",
                "write access",
                "owner rights",
            ],
            &[
                "everybody",
                "everyone",
                "anybody",
                "anyone",
                "all staff",
                "all developers",
                "every developer",
                "all engineers",
                "every engineer",
                "every service",
                "all services",
            ],
        ])],
        unless: &NEGATION,
        mended_by: &[],
        place: Where::InClause,
        is_milder_inside: false,
        severity: Severity::High,
        wrong: "one mistake or one stolen account changes everything",
        advice: "Give each person and each service only the rights that the work needs",
    },
    UnsafePractice {
        told_by: &[Wording::Together(&[
            &[
                "incr ",
                "increment",
                "counter",
                "sequential",
                "sequence ",
                "serial number",
                "counts up",
                "count up",
                "auto id",
                "autoincrement",
                "running number",
            ],
            &[
                "base62",
                "base 62",
                "base36",
                "code ",
                "codes ",
                "slug",
                "short link",
                "voucher",
                "coupon",
                "invite",
                "public id",
                "share link",
            ],
        ])],
        unless: &["status code", "error code", "source code"],
        mended_by: &[
            "shuffl",
            "random",
            "hash",
            "permut",
            "scrambl",
            "obfusc",
            "feistel",
            "sqids",
            "encrypt",
            "biject",
            "salt",
            "unguess",
            "guess",
            "hmac",
            "cipher",
            "mixed",
            "xor ",
            "not secret",
            "public anyway",
        ],
        place: Where::InText,
        is_milder_inside: false,
        severity: Severity::Medium,
        wrong: "codes that count upwards can be tried one after the other, so that private ones are found and the number of them is known",
        advice: "Shuffle the number before it becomes a code, or draw codes at random and insert only new ones",
    },
    UnsafePractice {
        told_by: &[Wording::Together(&[
            &[
                "overwrit",
                "rewrit",
                "deletes and",
                "deletes all",
                "truncat",
                "in place",
                "drops and",
                "replaces",
            ],
            &[
                "that is serving",
                "that serves",
                "is serving",
                "serving index",
                "live index",
                "live table",
                "live data",
                "live model",
                "in production",
                "the live",
            ],
        ])],
        unless: &[
            "alias", "swap", "version", "blue", "green", "shadow", "atomic", "flip", "switch",
            "never", "not ",
        ],
        mended_by: &[],
        place: Where::InClause,
        is_milder_inside: false,
        severity: Severity::High,
        wrong: "a broken run is live at once, and there is no version to go back to",
        advice: "Build the new version beside the one that serves, check it, switch over in one step, and keep the old one",
    },
    UnsafePractice {
        told_by: &[Wording::Together(&[
            &["edit", "change", "overwrit", "copy over", "by hand"],
            &[
                "limit",
                "config",
                "setting",
                "rule",
                "price",
                "threshold",
                "recipe",
                "xml ",
                "yaml ",
                "yml ",
                "json ",
                "csv ",
                "ini ",
                "excel",
            ],
        ])],
        unless: &NEGATION,
        mended_by: &[
            "version",
            "approv",
            "review",
            "pull request",
            "git ",
            "audit",
            "four eyes",
            "two people",
            "signed",
            "history of changes",
        ],
        place: Where::AtFilesOfPeople,
        is_milder_inside: false,
        severity: Severity::High,
        wrong: "anybody who gets at the file changes what runs, with no second pair of eyes and nothing that says who, when and why",
        advice: "Keep it under version control with an approval, and let what runs fetch a released version that results can name",
    },
];

fn check(analysis: &Analysis, findings: &mut Vec<Finding>) {
    let texts = statements(analysis);
    for practice in PRACTICES {
        let mended = texts
            .iter()
            .any(|said| mentions(&said.text, practice.mended_by));
        let told: Vec<&Statement> = texts
            .iter()
            .filter(|said| !mended && is_told(practice, said, analysis))
            .collect();
        let Some(first) = told.first() else {
            continue;
        };
        let quoted = first.text.trim();
        let mut items: Vec<Id> = told.iter().flat_map(|said| said.items()).collect();
        items.dedup();
        let why = format!("“{quoted}”: {}", practice.wrong);
        let advice = practice.advice.to_owned();
        let is_outside = |said: &&Statement| {
            said.item.is_none()
                || said.touches(analysis, &HOLDERS)
                || said.is_next_to(analysis, &HOLDERS)
        };
        let severity = if practice.is_milder_inside && !told.iter().any(is_outside) {
            Severity::Medium
        } else {
            practice.severity
        };
        findings.push(RULE.finding(severity, items, why, advice));
    }
}

fn is_told(practice: &UnsafePractice, said: &Statement, analysis: &Analysis) -> bool {
    if practice.place == Where::AtData && !said.touches(analysis, &DATA) {
        return false;
    }
    if practice.place == Where::AtFilesOfPeople
        && !(said.touches(analysis, &[Role::Client]) && said.touches(analysis, &[Role::Objects]))
    {
        return false;
    }
    let tells = |clause: &str| {
        practice.told_by.iter().any(|way| way.is_in(clause)) && !mentions(clause, practice.unless)
    };
    match practice.place {
        Where::InText => tells(&said.text),
        Where::InClause | Where::AtData | Where::AtFilesOfPeople => said.clauses().any(tells),
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
