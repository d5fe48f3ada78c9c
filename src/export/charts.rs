//! Charts of a drawing's numbers, made ready to be written as pictures or put into a report.

use crate::analysis::{Analysis, Estimate, WhatIf};
use crate::export::picture::Picture;
use crate::model::{Design, Id, Role, format};
use crate::scene::chart::{self, Bar, ChartScene};
use crate::scene::{LoadLevel, Palette, Theme, utilization_label};

/// The most bars; the rest is left out.
const MOST: usize = 14;
/// A load bar is full at this part of the capacity.
const FULL: f64 = 1.0;

/// What a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// How long requests take as traffic grows.
    Growth,
    /// What part of its capacity each component uses.
    Load,
    /// What each component costs.
    Cost,
}

impl ChartKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Growth, Self::Load, Self::Cost];

    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Growth => "Growth",
            Self::Load => "Load",
            Self::Cost => "Cost",
        }
    }
}

/// The picture of a chart; none where there is nothing to show: no traffic, or nothing that costs.
#[must_use]
pub fn draw_chart(analysis: &Analysis, kind: ChartKind, theme: Theme) -> Option<Picture> {
    let (p, design) = (theme.palette(), analysis.design());
    let found = || analysis.estimate(&WhatIf::default());
    let chart = match kind {
        ChartKind::Growth => {
            let growth = analysis.growth(&WhatIf::default())?;
            chart::growth_chart(p, &growth, |id| name_of(design, id))
        }
        ChartKind::Load => chart_loads(p, design, &found()),
        ChartKind::Cost => chart_costs(p, design, &found()),
    }?;
    Some(Picture {
        scene: chart.scene,
        bounds: chart.bounds,
        background: Some(p.surface_raised),
        title: kind.label().to_owned(),
        description: String::new(),
        source: None,
    })
}

fn name_of(design: &Design, id: Id) -> String {
    design.name_of(id).to_owned()
}

fn chart_loads(p: &Palette, design: &Design, found: &Estimate) -> Option<ChartScene> {
    let mut used: Vec<(f64, &crate::analysis::ComponentEstimate)> = (found.components.iter())
        .filter(|component| design.kind_of(component.id).role != Role::Client)
        .filter_map(|component| Some((component.utilization?, component)))
        .filter(|(used, _)| *used > 0.0)
        .collect();
    used.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    let all: Vec<Bar> = used
        .into_iter()
        .take(MOST)
        .map(|(used, component)| Bar {
            name: name_of(design, component.id),
            value: used,
            words: format!(
                "{} · {}",
                utilization_label(used),
                format::short_rate(component.rps)
            ),
            ink: p.load(LoadLevel::from_utilization(used)).fill,
        })
        .collect();
    let planned = Some((crate::analysis::PLANNED, "planned for"));
    let title = "Utilization of each component at peak";
    (!all.is_empty()).then(|| chart::bar_chart(p, title, &all, Some(FULL), planned))
}

fn chart_costs(p: &Palette, design: &Design, found: &Estimate) -> Option<ChartScene> {
    let mut dear: Vec<_> = found
        .components
        .iter()
        .filter(|c| c.monthly_cost > 0.0)
        .collect();
    dear.sort_by(|a, b| {
        b.monthly_cost
            .total_cmp(&a.monthly_cost)
            .then(a.id.cmp(&b.id))
    });
    let all: Vec<Bar> = dear
        .into_iter()
        .take(MOST)
        .map(|component| Bar {
            name: name_of(design, component.id),
            value: component.monthly_cost,
            words: format!(
                "{} · {}",
                format::dollars(component.monthly_cost),
                format::whole_percent(component.monthly_cost / found.monthly_cost)
            ),
            ink: p.category(design.kind_of(component.id).group).ink,
        })
        .collect();
    let title = format!(
        "What each component costs: {} a month in all",
        format::dollars(found.monthly_cost)
    );
    (!all.is_empty()).then(|| chart::bar_chart(p, &title, &all, None, None))
}

#[cfg(test)]
mod tests {
    use resvg::usvg::{Options, Tree};

    use super::*;
    use crate::export::to_svg;
    use crate::scenario::builtin;

    #[test]
    fn accepted_designs_have_all_charts_and_an_empty_drawing_none() {
        let scenario = &builtin()[0];
        let accepted = Analysis::new(&scenario.designs[0].design, Some(scenario));
        let nothing = Design::new();
        let empty = Analysis::new(&nothing, Some(scenario));
        for kind in ChartKind::ALL {
            let picture = draw_chart(&accepted, kind, Theme::Light).unwrap();
            let svg = to_svg(&picture).unwrap();
            assert!(svg.starts_with("<svg viewBox=\"0 0 "), "{kind:?}");
            assert!(Tree::from_str(&svg, &Options::default()).is_ok());
            assert_eq!(draw_chart(&empty, kind, Theme::Dark), None);
        }
    }
}
