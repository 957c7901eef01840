//! The modules of a crate as a tree, and which file defines what a path names.

use std::collections::BTreeMap;

use super::scopes::{Path, Scope, scopes};
use super::words::shipped_words;

/// A longer chain of `use` than this leads in a cycle of its own.
const LONGEST_CHAIN: usize = 24;

/// One file's use of something from another file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taking {
    pub(super) from: String,
    pub(super) line: usize,
    /// The path as written.
    pub(super) path: String,
}

/// For each file, the files that it takes something from, each with the first line that does.
pub(super) type Takings = BTreeMap<String, Vec<Taking>>;

/// The module tree of one root: `lib.rs`, or a program.
pub(super) struct Tree {
    modules: Vec<Module>,
}

struct Module {
    file: String,
    parent: usize,
    children: BTreeMap<String, usize>,
    scope: Scope,
}

/// What a path resolves to.
enum Target {
    Module(usize),
    /// Something that the module's file defines.
    Item(usize),
    /// Something of another crate.
    Outside,
}

impl Tree {
    /// Reads what the root declares, and what that declares. Files are known by their paths; those that no shipped `mod` names
    /// (tests, samples) are left out.
    pub(super) fn grown_from(root: &str, files: &BTreeMap<&str, &str>) -> Self {
        let mut tree = Self {
            modules: Vec::new(),
        };
        if files.contains_key(root) {
            tree.add_file(root, 0, files);
        }
        tree
    }

    fn add_file(&mut self, file: &str, parent: usize, files: &BTreeMap<&str, &str>) -> usize {
        let first = self.modules.len();
        for scope in scopes(&shipped_words(files[file])) {
            let id = self.modules.len();
            let above = match scope.name.split_last() {
                None => parent,
                Some((name, around)) => {
                    let above = (first..id)
                        .find(|above| self.modules[*above].scope.name == around)
                        .unwrap_or(first);
                    self.modules[above].children.insert(name.clone(), id);
                    above
                }
            };
            self.modules.push(Module {
                file: file.to_owned(),
                parent: above,
                children: BTreeMap::new(),
                scope,
            });
        }
        for id in first..self.modules.len() {
            for name in self.modules[id].scope.files.clone() {
                let folder = folder_of(file, &self.modules[id].scope.name);
                let found = [
                    format!("{folder}/{name}.rs"),
                    format!("{folder}/{name}/mod.rs"),
                ]
                .into_iter()
                .find(|path| files.contains_key(path.as_str()));
                if let Some(path) = found {
                    let child = self.add_file(&path, id, files);
                    self.modules[id].children.insert(name, child);
                }
            }
        }
        first
    }

    /// Adds what each file takes from the others.
    pub(super) fn add_takings(&self, takings: &mut Takings) {
        for (id, module) in self.modules.iter().enumerate() {
            let scope = &module.scope;
            let used = scope.imports.iter().filter(|import| {
                // A re-export is no use of a name, unless the code here names it as well.
                !import.is_handed_on
                    || import
                        .name
                        .as_ref()
                        .is_some_and(|name| scope.names.contains(name))
            });
            let used = used.map(|import| (&import.path, import.name.is_none()));
            let named = scope.paths.iter().map(|path| (path, false));
            for (path, is_all) in used.chain(named) {
                let owner = match self.follow(id, &path.segments, is_all, 0) {
                    Some(Target::Item(owner)) => owner,
                    Some(Target::Module(owner)) if is_all => owner,
                    _ => continue,
                };
                let from = &self.modules[owner].file;
                if *from != module.file {
                    add(takings, &module.file, from, path);
                }
            }
        }
    }

    fn follow(
        &self,
        module: usize,
        segments: &[String],
        wants_module: bool,
        depth: usize,
    ) -> Option<Target> {
        if depth > LONGEST_CHAIN {
            return None;
        }
        let mut at = module;
        let mut is_ours = false;
        for (number, segment) in segments.iter().enumerate() {
            let wants_module = wants_module || number + 1 < segments.len();
            match segment.as_str() {
                "crate" => at = 0,
                "self" => {}
                "super" => at = self.modules[at].parent,
                name => match self.find(at, name, wants_module, depth) {
                    Some(Target::Module(next)) => at = next,
                    Some(other) => return Some(other),
                    // A macro may have defined it.
                    None if is_ours => return Some(Target::Item(at)),
                    None => return None,
                },
            }
            is_ours = true;
        }
        Some(Target::Module(at))
    }

    /// What a name means in a module. A module and a function may share a name: if the path continues, it means the module.
    fn find(&self, module: usize, name: &str, wants_module: bool, depth: usize) -> Option<Target> {
        let here = &self.modules[module];
        let child = here.children.get(name).copied().map(Target::Module);
        if wants_module && child.is_some() {
            return child;
        }
        if here.scope.items.contains(name) {
            return Some(Target::Item(module));
        }
        let import = here
            .scope
            .imports
            .iter()
            .find(|import| import.name.as_deref() == Some(name));
        if let Some(import) = import {
            let target = self.follow(module, &import.path.segments, wants_module, depth + 1);
            return Some(target.unwrap_or(Target::Outside));
        }
        if child.is_some() {
            return child;
        }
        here.scope
            .imports
            .iter()
            .filter(|import| import.name.is_none())
            .find_map(
                |import| match self.follow(module, &import.path.segments, true, depth + 1) {
                    Some(Target::Module(all)) if all != module && depth < LONGEST_CHAIN => {
                        self.find(all, name, wants_module, depth + 1)
                    }
                    _ => None,
                },
            )
    }
}

/// The folder with the files of the modules that a module of a file declares.
fn folder_of(file: &str, inside: &[String]) -> String {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let mut found = folder.to_owned();
    if !["lib.rs", "main.rs", "mod.rs"].contains(&name) && !folder.ends_with("/bin") {
        found = format!("{found}/{}", name.trim_end_matches(".rs"));
    }
    for name in inside {
        found = format!("{found}/{name}");
    }
    found
}

fn add(takings: &mut Takings, file: &str, from: &str, path: &Path) {
    let known = takings.entry(file.to_owned()).or_default();
    let taking = Taking {
        from: from.to_owned(),
        line: path.line,
        path: path.segments.join("::"),
    };
    match known.iter_mut().find(|known| known.from == from) {
        Some(first) if first.line <= path.line => {}
        Some(first) => *first = taking,
        None => known.push(taking),
    }
}
