//! Whether labels of boxes are read for what they are: kind, count, name, technology.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::details::{DetailKind, Details};
use super::labels::{NameLabel, listed};
use super::panel_set::LabelledName;
use crate::evaluation::proportion::Proportion;
use crate::model::text_match::one_line;
use crate::model::{CUSTOM, Component};

/// How labels of boxes are read.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NameFigures {
    /// Labels that the reader refuses.
    pub refused: usize,
    /// Labels read as a kind that fits.
    pub kind_fits: Proportion,
    /// Labels read as the kind that fits best.
    pub kind_is_best: Proportion,
    /// Of labels that name a component of the catalogue: read as a kind that fits.
    pub components: Proportion,
    /// Components that are read as custom boxes.
    pub components_as_custom: usize,
    /// Components that are read as another kind.
    pub components_as_another: usize,
    /// Boxes that are no component, left as custom boxes.
    pub custom_left_custom: Proportion,
    /// Stated counts that are read right.
    pub counts: Proportion,
    /// Labels without a count that are given one.
    pub counts_invented: Proportion,
    /// Names shown as they should be.
    pub name_exact: Proportion,
    /// Labels of which a technology is recognized.
    pub technology: Proportion,
    /// Kinds that fit, by group of names.
    pub by_group: BTreeMap<String, Proportion>,
}

impl NameFigures {
    /// Counts labels.
    pub(super) fn measure(names: &[&LabelledName], details: &mut Details) -> Self {
        let mut figures = Self::default();
        let mut lines = Vec::new();
        for name in names {
            figures.add(name, &mut lines);
        }
        details.insert(DetailKind::Names, lines);
        figures
    }

    fn add(&mut self, name: &LabelledName, lines: &mut Vec<String>) {
        let LabelledName { label, component } = name;
        let component = component.as_ref();
        self.add_kind(
            label,
            component.map(|component| component.kind.as_str()),
            lines,
        );
        self.add_count(label, component, lines);
        let Some(component) = component else {
            self.refused += 1;
            self.name_exact.add(false);
            lines.push(format!("refused   {}", label.label));
            return;
        };
        let shown = one_line(&component.name);
        let is_exact = shown == one_line(&label.name);
        self.name_exact.add(is_exact);
        if !is_exact {
            lines.push(format!(
                "name      {}: {shown}, not {}",
                label.label, label.name
            ));
        }
        if !label.technologies.is_empty() {
            let shown = component.technology.to_lowercase();
            let shown: BTreeSet<&str> = listed(&shown).collect();
            let mut wanted = label.technologies.iter();
            self.technology
                .add(wanted.any(|technology| shown.contains(technology.as_str())));
        }
    }

    fn add_kind(&mut self, label: &NameLabel, kind: Option<&str>, lines: &mut Vec<String>) {
        let best = label.kinds.first().map(String::as_str);
        let fits = kind.is_some_and(|kind| label.kinds.iter().any(|fitting| fitting == kind));
        self.kind_fits.add(fits);
        self.kind_is_best.add(kind.is_some() && kind == best);
        let group = self.by_group.entry(label.group.clone()).or_default();
        group.add(fits);
        if best == Some(CUSTOM) {
            self.custom_left_custom.add(fits);
        } else {
            self.components.add(fits);
            match kind {
                Some(CUSTOM) if !fits => self.components_as_custom += 1,
                Some(_) if !fits => self.components_as_another += 1,
                _ => {}
            }
        }
        if let Some(kind) = kind
            && !fits
        {
            let wanted = label.kinds.join(" or ");
            lines.push(format!("kind      {}: {kind}, not {wanted}", label.label));
        }
    }

    fn add_count(
        &mut self,
        label: &NameLabel,
        component: Option<&Component>,
        lines: &mut Vec<String>,
    ) {
        let count = component.map(|component| component.replicas.count().max(1));
        if label.replicas.is_empty() {
            let invented = count.is_some_and(|count| count > 1);
            self.counts_invented.add(invented);
            if let Some(count) = count
                && invented
            {
                lines.push(format!(
                    "count     {}: {count}, though none is stated",
                    label.label
                ));
            }
            return;
        }
        let is_right = count.is_some_and(|count| label.replicas.contains(&count));
        self.counts.add(is_right);
        if let Some(count) = count
            && !is_right
        {
            let wanted: Vec<String> = label.replicas.iter().map(u32::to_string).collect();
            let wanted = wanted.join(" or ");
            lines.push(format!("count     {}: {count}, not {wanted}", label.label));
        }
    }
}
