//! Reads the plan of a file field by field: what cannot be understood is left out and said, and costs nothing else.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::model::format::shorten_text;
use crate::model::limits::{MAX_PROGRAM_ENTRIES, MAX_ROLLOUT_STAGE, MAX_TEXT, MAX_WEEKS};
use crate::model::{Design, Id, Program};

/// The plan that a file holds for this drawing, with a sentence for each thing that had to be fixed.
pub(super) fn repair_program(value: Value, design: &Design, repairs: &mut Vec<String>) -> Program {
    let mut reader = ProgramReader { repairs };
    let Some(fields) = reader.object(value, "the plan of the file") else {
        return Program::default();
    };
    let mut fields: BTreeMap<String, Value> = fields.into_iter().collect();
    let mut take = |name: &str| fields.remove(name).filter(|value| !value.is_null());
    let mut program = Program {
        start: take("start").and_then(|value| reader.whole(value, "start")),
        people: reader.map(take("people"), "people"),
        dependencies: reader.list(take("dependencies"), "dependencies"),
        stages: reader.list(take("stages"), "stages"),
        work: BTreeMap::new(),
        risks: reader.list(take("risks"), "risks"),
        readiness: reader.map(take("readiness"), "readiness"),
    };
    for (key, window) in reader.map(take("work"), "work") {
        let id = key.parse().ok().map(Id);
        match id.filter(|&id| design.component(id).is_some()) {
            Some(id) => _ = program.work.insert(id, window),
            None => reader.repair_note(
                "work",
                &format!("`{}` is not a component", shorten_text(&key)),
            ),
        }
    }
    reader.limit(&mut program);
    program.tidy();
    program
}

struct ProgramReader<'r> {
    repairs: &'r mut Vec<String>,
}

impl ProgramReader<'_> {
    fn repair_note(&mut self, field: &str, what: &str) {
        self.repairs
            .push(format!("`{field}` of the plan: {what}, so it is left out"));
    }

    fn object(&mut self, value: Value, what: &str) -> Option<Map<String, Value>> {
        match value {
            Value::Object(fields) => Some(fields),
            Value::Null => None,
            _ => {
                let sentence = format!("{what} is not an object with named fields: it is left out");
                self.repairs.push(sentence);
                None
            }
        }
    }

    fn whole<T: DeserializeOwned>(&mut self, value: Value, field: &str) -> Option<T> {
        let read = serde_json::from_value(value);
        if let Err(error) = &read {
            self.repair_note(field, &error.to_string());
        }
        read.ok()
    }

    /// An entry; of an object only the fields that can be read.
    fn entry<T: DeserializeOwned>(&mut self, value: Value, field: &str) -> Option<T> {
        let Value::Object(fields) = value else {
            return self.whole(value, field);
        };
        let mut kept = Map::new();
        for (name, value) in fields {
            let alone = Map::from_iter([(name.clone(), value.clone())]);
            match serde_json::from_value::<T>(Value::Object(alone)) {
                Ok(_) => _ = kept.insert(name, value),
                Err(error) => self.repair_note(&name, &format!("in `{field}`, {error}")),
            }
        }
        self.whole(Value::Object(kept), field)
    }

    fn list<T: DeserializeOwned>(&mut self, value: Option<Value>, field: &str) -> Vec<T> {
        let entries = match value {
            None => return Vec::new(),
            Some(Value::Array(entries)) => entries,
            Some(_) => {
                self.repair_note(field, "it is not a list");
                return Vec::new();
            }
        };
        if entries.len() > MAX_PROGRAM_ENTRIES {
            let what = format!(
                "only the first {MAX_PROGRAM_ENTRIES} are read; the rest is over the limit"
            );
            self.repair_note(field, &what);
        }
        let entries = entries.into_iter().take(MAX_PROGRAM_ENTRIES);
        entries
            .filter_map(|entry| self.entry(entry, field))
            .collect()
    }

    fn map<T: DeserializeOwned>(
        &mut self,
        value: Option<Value>,
        field: &str,
    ) -> BTreeMap<String, T> {
        let Some(value) = value else {
            return BTreeMap::new();
        };
        let Some(entries) = self.object(value, &format!("`{field}` of the plan")) else {
            return BTreeMap::new();
        };
        let entries = entries.into_iter();
        entries
            .filter_map(|(name, entry)| Some((name, self.entry(entry, field)?)))
            .collect()
    }

    /// Cuts what is too long and too large.
    fn limit(&mut self, program: &mut Program) {
        let is_short = |name: &String| name.chars().nth(MAX_TEXT).is_none();
        let names = program.people.len() + program.readiness.len();
        program.people.retain(|name, _| is_short(name));
        program.readiness.retain(|name, _| is_short(name));
        while program.people.len() > MAX_PROGRAM_ENTRIES {
            program.people.pop_last();
        }
        while program.readiness.len() > MAX_PROGRAM_ENTRIES {
            program.readiness.pop_last();
        }
        let mut cut = names > program.people.len() + program.readiness.len();
        for text in program.texts_mut() {
            if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
                text.truncate(end);
                cut = true;
            }
        }
        if cut {
            let sentence = "texts or lists of the plan were too long: they were cut off";
            self.repairs.push(sentence.to_owned());
        }
        let mut clamped = false;
        let mut clamp = |number: &mut u32, most: u32| {
            clamped |= *number > most;
            *number = (*number).min(most);
        };
        for weeks in program.weeks_mut() {
            clamp(weeks, MAX_WEEKS);
        }
        for step in program.steps_mut() {
            clamp(step, MAX_ROLLOUT_STAGE);
        }
        if clamped {
            self.repairs.push(format!(
                "numbers of the plan (`work`, `stages`) were out of range: at most {MAX_WEEKS} weeks and {MAX_ROLLOUT_STAGE} stages"
            ));
        }
    }
}
