//! Figures that may become better and not worse.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use boxdrill::evaluation::KeptFigure;

/// Fails where a figure is worse than the one kept in a file, or is better and not kept yet. With `BLESS=1` the figures of now
/// are kept; `command` is what does that.
pub(crate) fn hold_figures(path: &Path, figures: &[KeptFigure], command: &str) {
    if std::env::var_os("BLESS").is_some() {
        let values: BTreeMap<&str, f64> = figures
            .iter()
            .map(|figure| (figure.name, figure.rounded()))
            .collect();
        let text = serde_json::to_string_pretty(&values).expect("numbers can be written");
        fs::write(path, text + "\n").expect("the figures can be kept");
        return;
    }
    let text = fs::read_to_string(path).expect("figures are kept: BLESS=1 writes them");
    let kept: BTreeMap<String, f64> = serde_json::from_str(&text).expect("figures by name");
    let (mut worse, mut other) = (Vec::new(), Vec::new());
    for figure in figures {
        let (name, now) = (figure.name, figure.rounded());
        match kept.get(name) {
            Some(&then) if figure.is_worse_than(then) => {
                worse.push(format!("{name} was {then} and is {now}"));
            }
            Some(&then) if (then - now).abs() < 1e-9 => {}
            then => other.push(format!("{name} was {then:?} and is {now}")),
        }
    }
    assert!(worse.is_empty(), "figures became worse: {worse:#?}");
    assert!(
        other.is_empty() && kept.len() == figures.len(),
        "figures became better or are new; keep them with BLESS=1 {command}: {other:#?}"
    );
}
