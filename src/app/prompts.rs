//! The user's own prompts: made from drawings, kept in a folder, shared as files, and packs of them in other folders.

use std::path::{Path, PathBuf};

use crate::app::files::dialogs::DialogPurpose;
use crate::app::files::paths::{pack_name, with_extension};
use crate::app::modals::{Modal, NextStep, PromptForm, PromptFormAction};
use crate::app::shell::App;
use crate::scenario::{Library, Scenario, author};
use crate::storage::disk::{self, Overwrite};
use crate::storage::scenario_files::{load_library, read_scenario};

impl App {
    /// The built-in prompts, the user's and those of packs.
    pub(crate) fn load_library(&self) -> Library {
        let own = self.environment.scenarios_dir.iter();
        let folders = own.chain(self.profile.pack_folders());
        load_library(folders.map(PathBuf::as_path))
    }

    /// Reads all prompts again, also the one that the open drawing answers.
    pub(crate) fn reload_library(&mut self) {
        self.library = self.load_library();
        if let Some(session) = &mut self.session
            && session.follow_prompt(&self.library)
        {
            self.workspace.leave_prompt(session);
        }
    }

    /// Whether a prompt lies in the user's own folder, where it can be changed.
    pub(crate) fn is_own(&self, id: &str) -> bool {
        self.environment.owns_prompt(&self.library, id)
    }

    /// The form of a prompt whose accepted design is the open drawing.
    pub(crate) fn make_prompt(&mut self) {
        let Some(session) = &self.session else {
            return;
        };
        let design = session.document.design();
        let taken = |id: &str| self.library.get(id).is_some();
        match author::from_drawing(design, session.scenario.as_ref(), taken) {
            Ok(scenario) => {
                let form = PromptForm::new(scenario, None);
                self.modal = Some(Modal::Prompt(Box::new(form)));
            }
            Err(sentence) => self.toasts.show_message(sentence),
        }
    }

    /// The form of one of the user's prompts.
    pub(crate) fn edit_prompt(&mut self, id: &str) {
        let file = self.library.file_of(id).map(Path::to_owned);
        if let (Some(scenario), Some(file)) = (self.library.get(id), file) {
            let form = PromptForm::new(scenario.clone(), Some(file));
            self.modal = Some(Modal::Prompt(Box::new(form)));
        }
    }

    /// Does what the form of a prompt was left with.
    pub(crate) fn apply_prompt_action(&mut self, ctx: &egui::Context, act: PromptFormAction) {
        let Some(Modal::Prompt(form)) = &self.modal else {
            return;
        };
        let (id, title) = (form.scenario.id.clone(), form.scenario.title.clone());
        if act == PromptFormAction::Remove {
            let file = form.file.clone();
            return self.remove_prompt(&title, file);
        }
        let overwrite = if form.file.is_some() {
            Overwrite::Always
        } else {
            Overwrite::Never
        };
        let file = form.file.clone();
        let kept = self.save_prompt(&form.scenario.clone(), file, overwrite);
        if let Err(sentence) = kept {
            if let Some(Modal::Prompt(form)) = &mut self.modal {
                form.problem = Some(sentence);
            }
            return;
        }
        self.modal = None;
        self.reload_library();
        match act {
            PromptFormAction::Practice => self.leave_drawing(ctx, NextStep::Blank(Some(id))),
            PromptFormAction::Share => self.ask_path(ctx, DialogPurpose::Share(id)),
            PromptFormAction::Save | PromptFormAction::Remove => {
                self.toasts
                    .show_message(format!("\"{title}\" was added to your prompts"));
            }
        }
    }

    /// Writes a prompt into the user's folder, to a file of its name where it has none.
    fn save_prompt(
        &self,
        scenario: &Scenario,
        file: Option<PathBuf>,
        overwrite: Overwrite,
    ) -> Result<PathBuf, String> {
        let text = author::write(scenario)?;
        let folder = self.environment.scenarios_dir.as_ref();
        let folder = folder.ok_or("there is no folder for your prompts on this machine")?;
        std::fs::create_dir_all(folder).map_err(|error| {
            format!(
                "the folder {} could not be created: {error}",
                folder.display()
            )
        })?;
        let path = file.unwrap_or_else(|| folder.join(format!("{}.json", scenario.id)));
        write_bytes(&path, text.as_bytes(), overwrite)?;
        Ok(path)
    }

    /// Puts a prompt away; its file stays under another name.
    fn remove_prompt(&mut self, title: &str, file: Option<PathBuf>) {
        let Some(file) = file else { return };
        let aside = (1..).map(|number| file.with_extension(format!("json.removed{number}")));
        let aside = aside.into_iter().find(|path| !path.exists());
        let moved = aside.map(|aside| (std::fs::rename(&file, &aside), aside));
        match moved {
            Some((Ok(()), aside)) => {
                self.modal = None;
                self.reload_library();
                let kept = aside.display();
                self.toasts
                    .show_message(format!("\"{title}\" was removed; a copy is kept as {kept}"));
            }
            Some((Err(error), _)) => self
                .toasts
                .show_message(format!("{} could not be removed: {error}", file.display())),
            None => {}
        }
    }

    /// Writes a prompt to a file to share.
    pub(crate) fn share_prompt(&mut self, id: &str, path: &Path, overwrite: Overwrite) {
        let Some(scenario) = self.library.get(id) else {
            return;
        };
        let path = with_extension(path.to_owned(), "json");
        let written =
            author::write(scenario).and_then(|text| write_bytes(&path, text.as_bytes(), overwrite));
        let message = written.map(|()| {
            format!(
                "Shared as {}: anyone who opens the file gets the prompt",
                path.display()
            )
        });
        self.toasts
            .show_message(message.unwrap_or_else(|error| error));
    }

    /// Adds a shared prompt to the user's own; false where the file is none.
    pub(crate) fn take_prompt(&mut self, path: &Path) -> bool {
        let is_json = path.extension().is_some_and(|end| end == "json");
        if !is_json {
            return false;
        }
        let Ok((scenario, _)) = read_scenario(path) else {
            return false;
        };
        let title = &scenario.title;
        let message = if self.library.get(&scenario.id) == Some(&scenario) {
            format!("\"{title}\" is already in your prompts")
        } else if self.library.get(&scenario.id).is_some() {
            format!(
                "another prompt has the ID `{}`: give one of them a new ID in its file",
                scenario.id
            )
        } else {
            match self.save_prompt(&scenario, None, Overwrite::Never) {
                Ok(_) => format!("\"{title}\" was added to your prompts"),
                Err(sentence) => sentence,
            }
        };
        self.toasts.show_message(message);
        self.reload_library();
        self.at_home = true;
        true
    }

    /// Uses the prompts of a folder from now on.
    pub(crate) fn use_pack(&mut self, folder: &Path) {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        if !folder.is_dir() {
            let sentence = format!(
                "{} is not a folder: choose the folder that contains the prompts",
                folder.display()
            );
            return self.toasts.show_message(sentence);
        }
        let before = self.library.scenarios().len();
        let skipped = self.library.problems.len();
        self.profile.use_pack(&folder);
        self.save_profile();
        self.reload_library();
        let more = self.library.scenarios().len().saturating_sub(before);
        let left = self.library.problems.len().saturating_sub(skipped);
        let name = pack_name(&folder);
        let skipped = if left > 0 {
            format!("; {left} files cannot be used: see the end of the prompt list")
        } else {
            String::new()
        };
        self.toasts
            .show_message(format!("{more} prompts from \"{name}\"{skipped}"));
        self.at_home = true;
    }

    /// Lets a pack be; its files stay where they are.
    pub(crate) fn forget_pack(&mut self, folder: &Path) {
        self.profile.forget_pack(folder);
        self.save_profile();
        self.reload_library();
    }
}

pub(crate) fn write_bytes(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<(), String> {
    if overwrite == Overwrite::Never && path.exists() {
        let there = path.display();
        return Err(format!(
            "a file with this name already exists: choose another name ({there})"
        ));
    }
    disk::write_file(path, bytes).map_err(|error| error.to_string())
}
