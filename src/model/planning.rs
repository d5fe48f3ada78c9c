//! A design and the plan beside it: whose a component is, and the edits that change owners and the plan.

use super::component::Component;
use super::design::Design;
use super::edit::Edit;
use super::id::Id;
use super::program::Program;
use super::zone::ZoneKind;

impl Design {
    /// The plan beside the drawing.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The team that answers for a component: its own owner, or the innermost team zone around it.
    #[must_use]
    pub fn team_of(&self, id: Id) -> Option<&str> {
        let own = self.component(id)?.owner.trim();
        if !own.is_empty() {
            return Some(own);
        }
        let mut around = self.ancestors(id);
        let (_, team) = around.find(|(_, zone)| zone.kind == ZoneKind::Team)?;
        Some(team.name.trim()).filter(|name| !name.is_empty())
    }

    /// The edits that change these components; those that stay as they are need none.
    #[must_use]
    pub fn edits_to_change(
        &self,
        ids: impl IntoIterator<Item = Id>,
        change: impl Fn(Id, &mut Component),
    ) -> Vec<Edit> {
        let changed = |id: Id| {
            let before = self.component(id)?;
            let mut after = before.clone();
            change(id, &mut after);
            (after != *before).then_some(Edit::PutComponent(id, after))
        };
        ids.into_iter().filter_map(changed).collect()
    }

    /// The edit that changes the plan.
    #[must_use]
    pub fn edit_program(&self, change: impl FnOnce(&mut Program)) -> Edit {
        let mut program = self.program().clone();
        change(&mut program);
        Edit::SetProgram(Box::new(program))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::limits::{MAX_PROGRAM_ENTRIES, MAX_ROLLOUT_STAGE, MAX_TEXT, MAX_WEEKS};
    use crate::model::{
        EditError, ProgramRisk, RiskLevel, RolloutStage, WorkWindow, parse_notation, read_design,
        write_design,
    };

    fn drawn() -> Design {
        parse_notation("api -> db\ndb: sql \"Links\" owner=\"Data\"")
            .unwrap()
            .design
    }

    #[test]
    fn an_owner_goes_before_the_team_zone_around() {
        let text = "zone links: team \"Links\" {\n  api: service\n  db: sql owner=\" Data \"\n}\nzone x: team \" \" {\n  web: service\n}";
        let parsed = parse_notation(text).unwrap();
        let team = |key: &str| parsed.design.team_of(parsed.keys[key]);
        assert_eq!(
            [team("api"), team("db"), team("web")],
            [Some("Links"), Some("Data"), None]
        );
    }

    #[test]
    fn limits_are_kept_and_stages_are_joined() {
        let mut design = drawn();
        let refused = |design: &mut Design, change: &dyn Fn(&mut Program)| {
            let edit = design.edit_program(change);
            design.apply(edit)
        };
        let long = "x".repeat(MAX_TEXT + 1);
        let faults: [&dyn Fn(&mut Program); 4] = [
            &|p| p.stage_mut(1).gate.clone_from(&long),
            &|p| p.stage_mut(1).bake_weeks = MAX_WEEKS + 1,
            &|p| p.stage_mut(MAX_ROLLOUT_STAGE + 1).bake_weeks = 1,
            &|p| p.risks = vec![ProgramRisk::default(); MAX_PROGRAM_ENTRIES + 1],
        ];
        for change in faults {
            let error = refused(&mut design, change).unwrap_err();
            assert!(matches!(error, EditError::BadProgram(_)), "{error}");
        }
        let nowhere = refused(&mut design, &|p| {
            p.work.insert(
                Id(77),
                WorkWindow {
                    start: Some(1),
                    weeks: None,
                },
            );
        });
        assert_eq!(nowhere, Err(EditError::NotAComponent(Id(77))));
        let sound = refused(&mut design, &|p| {
            for (step, name) in [(2, "Second"), (1, "First"), (2, "Twice")] {
                p.stages.push(RolloutStage {
                    step,
                    name: name.to_owned(),
                    ..RolloutStage::default()
                });
            }
        });
        assert_eq!(sound, Ok(()));
        let names: Vec<&str> = design
            .program()
            .stages
            .iter()
            .map(|s| s.name.as_str())
            .collect();
        assert_eq!(names, ["First", "Second"]);
    }

    #[test]
    fn work_goes_with_its_component() {
        let mut design = drawn();
        let (id, _) = design.components().next().unwrap();
        let edit = design.edit_program(|program| {
            program.work.insert(
                id,
                WorkWindow {
                    start: None,
                    weeks: Some(3),
                },
            );
        });
        design.apply(edit).unwrap();
        design.apply(Edit::Remove([id].into())).unwrap();
        assert!(design.program().work.is_empty());
        assert!(design.program().is_empty());
    }

    #[test]
    fn the_version_is_raised_only_for_what_older_programs_would_lose() {
        let mut design = drawn();
        assert!(write_design(&design).contains("\"version\": 1,"));
        let edit = design.edit_program(|program| {
            program.start = "2026-03-02".parse().ok();
            program
                .people
                .insert("Data".to_owned(), "Mei Tan".to_owned());
        });
        design.apply(edit).unwrap();
        let text = write_design(&design);
        assert!(text.contains("\"version\": 2,"), "{text}");
        let read = read_design(text.as_bytes()).unwrap();
        assert_eq!((read.design, read.repairs.len()), (design, 0));
    }

    #[test]
    fn damaged_plans_are_fixed_in_words_and_cost_nothing_else() {
        let text = write_design(&drawn());
        let (id, _) = drawn().components().next().unwrap();
        let damage = format!(
            r#""program": {{
              "start": "soon",
              "people": {{"Data": "Mei", "Web": 7}},
              "dependencies": [{{"needs": "Web", "on": "Data", "lead_weeks": -3, "due": "2026-02-30"}}, 5],
              "stages": [{{"step": 400, "gate": "ok"}}, {{"step": 1}}, {{"step": 1, "name": "twice"}}],
              "work": {{"{}": {{"start": 2, "weeks": 90000}}, "99": {{"weeks": 1}}, "x": {{}}}},
              "risks": [{{"title": "Late", "likelihood": "huge", "impact": "high"}}],
              "readiness": "none"
            }}, "components""#,
            id.0
        );
        let text = text.replacen("\"components\"", &damage, 1);
        let read = read_design(text.as_bytes()).unwrap();
        assert_eq!(read.design.components().len(), 2);
        let program = read.design.program();
        assert_eq!(program.start, None);
        assert_eq!(program.person("data"), Some("Mei"));
        assert_eq!(program.dependencies.len(), 1);
        assert_eq!(program.dependencies[0].on, "Data");
        let steps: Vec<u32> = program.stages.iter().map(|stage| stage.step).collect();
        assert_eq!(steps, [1, MAX_ROLLOUT_STAGE]);
        let window = WorkWindow {
            start: Some(2),
            weeks: Some(MAX_WEEKS),
        };
        assert_eq!(program.work.iter().collect::<Vec<_>>(), [(&id, &window)]);
        assert_eq!(program.risks[0].title, "Late");
        assert_eq!(program.risks[0].impact, RiskLevel::High);
        let said = read.repairs.join("\n");
        for part in [
            "`start`",
            "`people`",
            "`lead_weeks`",
            "`due`",
            "`dependencies`",
            "`stages`",
            "`work`",
            "`likelihood`",
            "`readiness`",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        for damage in ["7", "\"x\"", "[1]", "null"] {
            let text = write_design(&drawn());
            let with = format!("\"program\": {damage}, \"components\"");
            let read = read_design(text.replacen("\"components\"", &with, 1).as_bytes()).unwrap();
            assert!(read.design.program().is_empty());
            assert_eq!(read.repairs.is_empty(), damage == "null");
        }
    }
}
