//! A panel as loaded, and the same after its drawings were checked. Files are read elsewhere: this part only knows designs.

use std::collections::BTreeMap;

use super::disputes::{Dispute, remove_where};
use super::flaws::FlawTable;
use super::labels::{DrawingLabel, NameLabel};
use super::split::{Half, Stratified, split};
use super::statements::Statement;
use crate::analysis::trials::MeasuringBudget;
use crate::analysis::{Report, analyze};
use crate::model::{Component, Design};
use crate::scenario::Scenario;

/// A drawing with what an interviewer says of it.
#[derive(Debug)]
pub struct LabelledDrawing {
    /// What the interviewer says.
    pub label: DrawingLabel,
    /// The drawing.
    pub design: Design,
}

/// The label of a box and the component that it is read as.
#[derive(Debug)]
pub struct LabelledName {
    /// The label.
    pub label: NameLabel,
    /// The component; none where the label is refused.
    pub component: Option<Component>,
}

/// Labeled drawings and names.
#[derive(Debug, Default)]
pub struct Panel {
    /// The drawings.
    pub drawings: Vec<LabelledDrawing>,
    /// The labels of boxes.
    pub names: Vec<LabelledName>,
    /// Which rule reports which flaw.
    pub flaws: FlawTable,
    /// Labels that were left out.
    pub disputes: Vec<Dispute>,
}

impl Panel {
    /// Leaves disputed labels out of the count.
    ///
    /// # Errors
    /// When a dispute is about a label that does not exist.
    pub fn leave_out(&mut self, disputes: Vec<Dispute>) -> Result<(), String> {
        for dispute in &disputes {
            let mut is_known =
                remove_where(&mut self.names, |name| dispute.is_about_name(&name.label));
            for drawing in &mut self.drawings {
                is_known |= dispute.apply_to_drawing(&mut drawing.label);
            }
            if !is_known {
                let Dispute { file, what, .. } = dispute;
                return Err(format!("`{file}` has no label `{what}`"));
            }
        }
        self.disputes = disputes;
        Ok(())
    }

    /// Checks the drawings against their prompts, the smallest first as far as the budget goes; `prompt` finds one by its id.
    ///
    /// # Errors
    /// When a label names a prompt that does not exist.
    pub fn check<'a>(
        &'a self,
        prompt: impl Fn(&str) -> Option<&'a Scenario>,
    ) -> Result<Vec<CheckedDrawing<'a>>, String> {
        let mut by_size: Vec<(usize, &LabelledDrawing)> =
            self.drawings.iter().enumerate().collect();
        by_size.sort_by_key(|(_, drawing)| drawing.design.ids().count());
        let mut budget = MeasuringBudget::default();
        by_size.retain(|(_, drawing)| {
            let has_budget = !budget.is_spent();
            let named = drawing.label.scenario.as_deref().and_then(&prompt);
            let flows = named.map_or(0, |prompt| prompt.flows.len());
            budget.spend(&drawing.design, flows, 1);
            has_budget
        });
        by_size.sort_by_key(|&(number, _)| number);
        let checked = by_size
            .into_iter()
            .map(|(_, LabelledDrawing { label, design })| {
                let scenario = match label.scenario.as_deref() {
                    Some(id) => Some(prompt(id).ok_or_else(|| format!("unknown prompt `{id}`"))?),
                    None => None,
                };
                let report = analyze(design, scenario);
                Ok(CheckedDrawing {
                    label,
                    design,
                    statements: Statement::list(design, &report, &self.flaws, scenario),
                    report,
                })
            });
        checked.collect()
    }
}

/// A labeled drawing and what the check says of it.
#[derive(Debug)]
pub struct CheckedDrawing<'a> {
    /// What the interviewer says.
    pub label: &'a DrawingLabel,
    /// The drawing.
    pub design: &'a Design,
    /// What the check says.
    pub report: Report,
    /// Its findings in the terms of the labels.
    pub statements: Vec<Statement>,
}

impl Stratified for &CheckedDrawing<'_> {
    fn stratum(&self) -> String {
        let prompt = self.label.scenario.as_deref().unwrap_or("none");
        format!("{prompt} {}", self.label.verdict.label())
    }

    fn sort_key(&self) -> &str {
        &self.label.file
    }
}

impl Stratified for &LabelledName {
    fn stratum(&self) -> String {
        self.label.group.clone()
    }

    fn sort_key(&self) -> &str {
        &self.label.label
    }
}

/// Some drawings and names of a panel, to be measured together.
#[derive(Debug, Clone)]
pub struct PanelSubset<'a> {
    /// What it is called: `all`, `half 1`.
    pub title: String,
    /// The drawings.
    pub drawings: Vec<&'a CheckedDrawing<'a>>,
    /// The labels of boxes.
    pub names: Vec<&'a LabelledName>,
}

impl<'a> PanelSubset<'a> {
    /// All of a panel.
    #[must_use]
    pub fn all(drawings: &'a [CheckedDrawing<'a>], names: &'a [LabelledName]) -> Self {
        Self {
            title: "all".to_owned(),
            drawings: drawings.iter().collect(),
            names: names.iter().collect(),
        }
    }

    /// The drawings of each prompt, and of no prompt; without names.
    #[must_use]
    pub fn by_prompt(&self) -> Vec<Self> {
        let mut prompts: BTreeMap<&str, Vec<&CheckedDrawing>> = BTreeMap::new();
        for drawing in &self.drawings {
            let prompt = drawing.label.scenario.as_deref().unwrap_or("none");
            prompts.entry(prompt).or_default().push(drawing);
        }
        let subset = |(prompt, drawings): (&str, _)| Self {
            title: prompt.to_owned(),
            drawings,
            names: Vec::new(),
        };
        prompts.into_iter().map(subset).collect()
    }

    /// Two halves with as many drawings of each prompt and verdict, and as many names of each group, as can be.
    #[must_use]
    pub fn halves(&self, seed: u64) -> [Self; 2] {
        let drawings = split(&self.drawings, seed);
        let names = split(&self.names, seed);
        [(Half::First, "half 1"), (Half::Second, "half 2")].map(|(half, title)| Self {
            title: title.to_owned(),
            drawings: half.select(&self.drawings, &drawings),
            names: half.select(&self.names, &names),
        })
    }
}
