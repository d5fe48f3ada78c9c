//! What the worst texts cost: each is checked by the program itself, whose time and peak memory are measured (on Linux). Every
//! text is below 1 MB; none may take more than 1 s or 300 MB to be checked or refused. Names what is over that. What tries many
//! drawings out, and a picture, are measured too where a text is dense: they have budgets of their own, see SECURITY.md.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use boxdrill::model::{Component, Connection, Design, Edit, Id, SplitMix64, pt, write_design};

/// The most that a check may take.
const LONGEST: Duration = Duration::from_secs(1);
/// The most memory that it may take (kB).
const LARGEST: u64 = 300_000;

/// The lines of a text.
fn lines(all: impl IntoIterator<Item = String>) -> String {
    all.into_iter().collect::<Vec<_>>().join("\n")
}

/// Names with a separator between them.
fn list(stem: &str, count: usize, separator: &str) -> String {
    let names: Vec<String> = (0..count).map(|n| format!("{stem}{n}")).collect();
    names.join(separator)
}

/// So many boxes, each with a line to each after it.
fn all_to_all(boxes: usize) -> String {
    let pairs = (0..boxes).flat_map(|a| (a + 1..boxes).map(move |b| (a, b)));
    lines(pairs.map(|(a, b)| format!("service_{a} -> service_{b}")))
}

/// A file with so many boxes, each with a connection to each after it, and so many of those: more than a text may have lines.
fn dense_file(boxes: usize, count: usize) -> String {
    let kinds = ["client", "service", "sql_database", "queue", "cache"];
    let mut design = Design::new();
    let ids: Vec<Id> = design.fresh_ids().take(boxes + count).collect();
    let (boxes, wires) = ids.split_at(boxes);
    let mut edits = vec![Edit::SetTraffic(Some(500.0))];
    edits.extend(boxes.iter().enumerate().map(|(n, &id)| {
        let component = Component::new(kinds[n % kinds.len()], &format!("Part {n}"), pt(0.0, 0.0));
        Edit::PutComponent(id, component)
    }));
    // Near ones first, so that all have about as many.
    let pairs = (1..boxes.len()).flat_map(|far| (far..boxes.len()).map(move |b| (b - far, b)));
    edits.extend(
        wires
            .iter()
            .zip(pairs)
            .map(|(&id, (a, b))| Edit::PutConnection(id, Connection::new(boxes[a], boxes[b]))),
    );
    design.apply_all(edits).expect("a drawing");
    write_design(&design)
}

/// So many lines between so many boxes, by chance.
fn random_lines(boxes: usize, count: usize) -> String {
    let mut random = SplitMix64::new(42);
    let mut next = || random.below(boxes as u64);
    let kinds = ["client", "service x2", "sql", "queue", "cache"];
    let named = (0..boxes).map(|n| format!("n{n}: {} \"Part {n}\"", kinds[n % kinds.len()]));
    let mut text = lines(named);
    for _ in 0..count {
        _ = write!(text, "\nn{} -> n{}", next(), next());
    }
    text
}

/// What is known to be hard, with what it is called.
fn shapes() -> Vec<(&'static str, String)> {
    let levels = 100_000;
    let nested = format!(
        "flowchart LR\n{}a\n{}",
        "subgraph s\n".repeat(levels / 2),
        "end\n".repeat(levels / 2)
    );
    let json = format!("{{\"boxdrill\": {}", "[".repeat(levels));
    let mermaid = |count| {
        let [from, to] = ["a", "b"].map(|stem| list(stem, count, " & "));
        format!("flowchart LR\n{from} --> {to}")
    };
    let graphviz = |count| {
        let [from, to] = ["a", "b"].map(|stem| list(stem, count, " "));
        format!("digraph {{ {{{from}}} -> {{{to}}} }}")
    };
    vec![
        ("64 boxes, all to all", all_to_all(64)),
        ("130 boxes, all to all", all_to_all(130)),
        ("200 boxes, all to all (dense)", dense_file(200, 19_900)),
        (
            "1,000 boxes, 15,000 lines (dense)",
            dense_file(1_000, 15_000),
        ),
        (
            "a tree of 9,801 services (dense)",
            lines((0..4_900).flat_map(|n| {
                [1, 2].map(|side| format!("service_{n} -> service_{}", 2 * n + side))
            })),
        ),
        (
            "9,900 clients of one service (dense)",
            lines((0..9_900).map(|n| format!("client_{n} -> api"))),
        ),
        (
            "3,000 queues with a worker and a store",
            lines((0..3_000).map(|n| format!("queue_{n} -> worker_{n} -> sql_{n}"))),
        ),
        ("Mermaid, 90 & to 90 &", mermaid(90)),
        ("Mermaid, 5,000 & to 5,000 &", mermaid(5_000)),
        ("Graphviz, 90 to 90", graphviz(90)),
        ("Graphviz, 5,000 to 5,000", graphviz(5_000)),
        ("Mermaid, 50,000 levels", nested),
        ("JSON, 100,000 levels", json),
        (
            "zones, 4,900 levels",
            lines(
                (0..4_900)
                    .map(|n| format!("zone z{n}: group \"Z\" {{"))
                    .chain(std::iter::once("client".to_owned()))
                    .chain((0..4_900).map(|_| "}".to_owned())),
            ),
        ),
        (
            "499 long assumptions",
            lines((0..499).map(|n| format!("assume \"{n} {}\"", "word ".repeat(390)))),
        ),
        (
            "9,999 assumptions",
            lines((0..9_999).map(|n| format!("assume \"{n} {}\"", "word ".repeat(15)))),
        ),
        ("300 boxes, 5,000 lines (dense)", random_lines(300, 5_000)),
        ("3,000 boxes, 6,900 lines", random_lines(3_000, 6_900)),
        (
            "2 boxes, 9,900 lines",
            lines(vec!["client -> service".to_owned(); 9_900]),
        ),
        (
            "a ring of 9,000",
            lines((0..9_000).map(|n| format!("service_{n} -> service_{}", (n + 1) % 9_000))),
        ),
        (
            "a star of 9,000",
            lines((0..9_000).map(|n| format!("api -> service_{n}"))),
        ),
        (
            "9,900 kinds that do not exist",
            lines((0..9_900).map(|n| format!("b{n}: kind_{n}"))),
        ),
    ]
}

/// The most memory that a process has had so far (kB).
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Checks a text; gives how long that took and the most memory (kB).
fn measure(text: &str, arguments: &[&str]) -> std::io::Result<(Duration, u64)> {
    let mut input = tempfile::NamedTempFile::new()?;
    input.write_all(text.as_bytes())?;
    let began = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_boxdrill"))
        .args(arguments)
        .stdin(input.reopen()?)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let mut most = 0;
    while program.try_wait()?.is_none() {
        most = most.max(peak(program.id()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(1));
    }
    Ok((began.elapsed(), most))
}

/// What is measured for every text, and for those that are called dense as well.
const CHECK: &[&str] = &["check", "-", "--fail-on", "never"];
const OTHERS: &[&[&str]] = &[
    &["check", "-", "--fail-on", "never", "--fixes"],
    &["check", "-", "--fail-on", "never", "--plan"],
    &["estimate", "-", "--scenario", "url_shortener", "--ranges"],
    &["export", "-", "-o", "-", "--format", "svg"],
];

fn main() -> std::io::Result<()> {
    // What `cargo bench` is asked to look at; it also passes options.
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    for (name, text) in shapes() {
        if wanted.as_ref().is_some_and(|wanted| !name.contains(wanted)) {
            continue;
        }
        let others = if name.ends_with("(dense)") {
            OTHERS
        } else {
            &[]
        };
        for arguments in std::iter::once(&CHECK).chain(others) {
            let (took, most) = measure(&text, arguments)?;
            let size = text.len() / 1_000;
            let is_over = *arguments == CHECK && (took > LONGEST || most > LARGEST);
            let said = arguments.iter().filter(|word| word.len() > 2);
            let said: Vec<&str> = said.copied().take(4).collect();
            // A bench prints its figures.
            let mut out = std::io::stdout().lock();
            let _ = writeln!(
                out,
                "{name:<40} {:<40} {size:>4} kB {:>6} ms {:>5} MB{}",
                said.join(" "),
                took.as_millis(),
                most / 1_000,
                if is_over { "  over the bound" } else { "" }
            );
        }
    }
    Ok(())
}
