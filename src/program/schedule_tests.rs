//! Schedules of small plans, with and without somebody who is late.

use jiff::civil::Date;

use super::schedule::{DEFAULT_WEEKS, Schedule};
use crate::analysis::Analysis;
use crate::model::{Design, Edit, Id, Program, TeamDependency, WorkWindow, parse_notation};

const SHOP: &str = "
client -> web -> api -> db
api -> q -> w
web: service \"Web\" owner=\"Front\" step=3
api: service \"Api\" owner=\"Core\" step=2
db: sql \"Db\" owner=\"Data\" step=1
q: queue \"Q\" owner=\"Data\" step=1
w: worker \"W\" owner=\"Core\" step=3
";

fn planned(text: &str, change: impl FnOnce(&mut Program, &dyn Fn(&str) -> Id)) -> Design {
    let parsed = parse_notation(text).unwrap();
    let (mut design, keys) = (parsed.design, parsed.keys);
    let edit = design.edit_program(|program| change(program, &|key| keys[key]));
    design.apply(edit).unwrap();
    design
}

fn schedule(design: &Design) -> Schedule {
    Schedule::new(&Analysis::new(design, None))
}

fn starts(design: &Design, schedule: &Schedule) -> Vec<(String, u32)> {
    let work = schedule.work.iter();
    work.map(|work| (design.name_of(work.component).to_owned(), work.start))
        .collect()
}

#[test]
fn stages_follow_each_other_with_their_gates_watched() {
    let design = planned(SHOP, |program, id| {
        program.stage_mut(1).bake_weeks = 1;
        program.work.insert(
            id("db"),
            WorkWindow {
                start: None,
                weeks: Some(3),
            },
        );
    });
    let schedule = schedule(&design);
    let expected = [("Db", 0), ("Q", 0), ("Api", 4), ("Web", 6), ("W", 6)];
    assert_eq!(
        starts(&design, &schedule),
        expected.map(|(name, week)| (name.to_owned(), week))
    );
    assert_eq!(schedule.end, 8);
    assert_eq!(
        schedule.describe_critical_path(&design),
        "Db → gate of stage 1 → Api → gate of stage 2 → W → gate of stage 3"
    );
    let q = schedule
        .work
        .iter()
        .find(|work| design.name_of(work.component) == "Q")
        .unwrap();
    assert_eq!((q.slack, q.is_assumed, q.weeks), (1, true, DEFAULT_WEEKS));
}

#[test]
fn a_late_team_moves_what_waits_for_it_and_no_more_than_it_must() {
    let design = planned(SHOP, |program, id| {
        program.work.insert(
            id("db"),
            WorkWindow {
                start: None,
                weeks: Some(3),
            },
        );
    });
    let plain = schedule(&design);
    let front = plain.delay(&design, "front", 3);
    assert_eq!((front.moves.len(), front.end), (1, [7, 10]));
    assert_eq!(
        front.describe(&plain, &design),
        "If front is 3 weeks late, the end date moves by 3 weeks to week 10; no other team's work moves"
    );
    let data = plain.delay(&design, "Data", 2);
    assert_eq!((data.moves.len(), data.end), (5, [7, 9]));
    assert!(
        data.describe(&plain, &design)
            .contains("components of other teams start later: Api, ")
    );
    assert_eq!(plain.delay(&design, "Data", 0).moves, []);
    assert_eq!(plain.delay(&design, "Nobody", 5).end, [7, 7]);
}

#[test]
fn what_is_written_too_early_is_said_and_the_end_reckons_with_what_can_be() {
    let design = planned(SHOP, |program, id| {
        program.start = "2026-03-02".parse().ok();
        program.work.insert(
            id("w"),
            WorkWindow {
                start: Some(1),
                weeks: Some(2),
            },
        );
    });
    let schedule = schedule(&design);
    let w = schedule.work.iter().find(|work| work.start == 1).unwrap();
    assert_eq!(
        (w.earliest, schedule.end, schedule.warnings().len()),
        (4, 6, 1)
    );
    assert_eq!(
        w.too_early.as_deref(),
        Some(
            "W starts in week 1 (Mar 9), but the gate of stage 2 is not passed until week 4 (Mar 30)"
        )
    );
    let bare = planned("a -> b\na: service \"A\"\nb: sql \"B\"", |program, id| {
        program.work.insert(
            id("a"),
            WorkWindow {
                start: Some(0),
                weeks: None,
            },
        );
        program.work.insert(
            id("b"),
            WorkWindow {
                start: None,
                weeks: Some(4),
            },
        );
    });
    let schedule = Schedule::new(&Analysis::new(&bare, None));
    let early = schedule.work.iter().find_map(|work| work.too_early.clone());
    assert_eq!(
        early.as_deref(),
        Some("A starts in week 0, but it needs B, which is done in week 4")
    );
}

#[test]
fn stages_against_the_calls_are_conflicts_and_circles_are_no_deadlock() {
    let text = "client -> a -> b -> a\nb -> c\na: service \"A\" step=1\nb: service \"B\" step=1\nc: sql \"C\" step=2";
    let design = parse_notation(text).unwrap().design;
    let schedule = schedule(&design);
    let said: Vec<&str> = schedule
        .conflicts
        .iter()
        .map(|conflict| conflict.sentence.as_str())
        .collect();
    assert_eq!(
        said,
        ["B goes live in stage 1 but needs C, which goes live in stage 2"]
    );
    assert_eq!(schedule.cycles.len(), 1);
    assert_eq!(schedule.end, 2 * DEFAULT_WEEKS);
}

#[test]
fn deliveries_are_waited_for_by_stage_or_by_call() {
    let wait = |stage: Option<u32>, due: Option<&str>| {
        planned(SHOP, |program, _| {
            program.start = "2026-03-02".parse().ok();
            program.dependencies.push(TeamDependency {
                needs: "Core".to_owned(),
                on: "Data".to_owned(),
                lead_weeks: Some(3),
                due: due.and_then(|due| due.parse().ok()),
                stage,
                ..TeamDependency::default()
            });
        })
    };
    let end = |design: &Design| schedule(design).end;
    // By call: Api reaches Db, and W empties Q; Api waits until week 3 where it could start in week 2.
    assert_eq!(end(&wait(None, None)), 7);
    // The date goes beyond the lead time: eight weeks and a day.
    assert_eq!(end(&wait(None, Some("2026-04-28"))), 13);
    assert_eq!(end(&wait(Some(3), None)), 6);
    let design = wait(Some(3), None);
    assert_eq!(schedule(&design).delay(&design, "data", 4).end, [6, 10]);
    assert_eq!(
        schedule(&design).who_can_be_late(&design),
        ["Core", "Data", "Front"]
    );
}

#[test]
fn any_plan_however_far_has_an_end() {
    let mut design = parse_notation(SHOP).unwrap().design;
    let ids: Vec<Id> = design.components().map(|(id, _)| id).collect();
    let edit = design.edit_program(|program| {
        for &id in &ids {
            let window = WorkWindow {
                start: Some(crate::model::MAX_WEEKS),
                weeks: Some(crate::model::MAX_WEEKS),
            };
            program.work.insert(id, window);
        }
        program.start = Some(Date::MAX);
    });
    design.apply(edit).unwrap();
    design.apply(Edit::SetTitle("far".to_owned())).unwrap();
    let schedule = schedule(&design);
    assert!(schedule.end > crate::model::MAX_WEEKS && schedule.day_of(9).is_none());
    assert!(schedule.week_label(schedule.end).starts_with("week "));
}
