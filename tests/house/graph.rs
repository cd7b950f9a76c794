//! The graph of files: which file uses which, worked out from imports and paths. A
//! name that is re-exported leads to the file that defines it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::contents::{Contents, Import};
use crate::sources::Source;

/// The library's name, by which the program uses it.
const LIBRARY: &str = "wiregrad";

/// A file of `src` and the modules below it.
struct Module {
    path: String,
    parent: Option<usize>,
    children: HashMap<String, usize>,
    contents: Contents,
}

/// The files of `src`.
pub(crate) struct FileGraph {
    modules: Vec<Module>,
    library: usize,
    /// Which file uses which, by number, with the line of the first use.
    uses: BTreeMap<(usize, usize), usize>,
}

/// One file uses another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use<'a> {
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) line: usize,
}

/// What a path leads to.
#[derive(Clone, Copy)]
enum Target {
    Module(usize),
    /// Something that the file of this module defines.
    Item(usize),
}

impl Target {
    fn file(self) -> usize {
        match self {
            Target::Module(file) | Target::Item(file) => file,
        }
    }
}

/// Re-exports are followed no further than this.
const LONGEST_CHAIN: usize = 20;

impl FileGraph {
    pub(crate) fn of(sources: &[Source]) -> FileGraph {
        let mut graph = FileGraph {
            modules: Vec::new(),
            library: 0,
            uses: BTreeMap::new(),
        };
        let mut numbers: HashMap<Vec<String>, usize> = HashMap::new();
        for source in sources {
            let number = graph.modules.len();
            let names = module_names(&source.path);
            if names.is_empty() {
                graph.library = number;
            }
            numbers.insert(names, number);
            graph.modules.push(Module {
                path: source.path.clone(),
                parent: None,
                children: HashMap::new(),
                contents: Contents::of(&source.text),
            });
        }
        for (names, &number) in &numbers {
            let Some((last, before)) = names.split_last() else {
                continue;
            };
            if let Some(&parent) = numbers.get(before).filter(|_| last != PROGRAM) {
                graph.modules[number].parent = Some(parent);
                graph.modules[parent].children.insert(last.clone(), number);
            }
        }
        graph.find_uses();
        graph
    }

    /// Every use of one file by another.
    pub(crate) fn uses(&self) -> impl Iterator<Item = Use<'_>> {
        self.uses.iter().map(|(&(from, to), &line)| Use {
            from: &self.modules[from].path,
            to: &self.modules[to].path,
            line,
        })
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &Contents)> {
        let modules = self.modules.iter();
        modules.map(|module| (&*module.path, &module.contents))
    }

    fn find_uses(&mut self) {
        for from in 0..self.modules.len() {
            let contents = &self.modules[from].contents;
            let mut found = Vec::new();
            for import in &contents.imports {
                let to = self.resolve(from, &import.path, 0);
                let to = to.filter(|to| !self.only_passes_on(from, import, to.file()));
                found.extend(to.map(|to| (to.file(), import.line)));
            }
            for path in &contents.paths {
                let to = self.resolve(from, &path.path, 0);
                found.extend(to.map(|to| (to.file(), path.line)));
            }
            for (to, line) in found.into_iter().filter(|(to, _)| *to != from) {
                let first = self.uses.entry((from, to)).or_insert(line);
                *first = line.min(*first);
            }
        }
    }

    /// Whether a module re-exports what one of its own children defines, and doesn't
    /// use it itself.
    fn only_passes_on(&self, from: usize, import: &Import, to: usize) -> bool {
        let contents = &self.modules[from].contents;
        let is_used = contents.names.contains(&import.alias)
            || contents
                .paths
                .iter()
                .any(|path| path.path[0] == import.alias);
        import.public && !is_used && self.is_below(to, from)
    }

    fn is_below(&self, mut module: usize, ancestor: usize) -> bool {
        while let Some(parent) = self.modules[module].parent {
            if parent == ancestor {
                return true;
            }
            module = parent;
        }
        false
    }

    /// What a path leads to from a module; nothing if it leads out of the package or
    /// begins with a name that isn't a module.
    fn resolve(&self, from: usize, path: &[String], chain: usize) -> Option<Target> {
        if chain > LONGEST_CHAIN {
            return None;
        }
        let (first, mut rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" if self.modules[from].parent.is_some() || from == self.library => {
                Target::Module(self.library)
            }
            "self" => Target::Module(from),
            "super" => Target::Module(self.modules[from].parent?),
            LIBRARY => Target::Module(self.library),
            name => self.named_in(from, name, chain)?,
        };
        while let (Target::Module(module), Some((name, after))) = (at, rest.split_first()) {
            at = match name.as_str() {
                "super" => Target::Module(self.modules[module].parent?),
                name => {
                    let found = self.named_in(module, name, chain);
                    found.unwrap_or(Target::Item(module))
                }
            };
            rest = after;
        }
        Some(at)
    }

    /// What a name means in a module: a child, or what it has imported.
    fn named_in(&self, module: usize, name: &str, chain: usize) -> Option<Target> {
        let Module {
            children, contents, ..
        } = &self.modules[module];
        if let Some(child) = children.get(name) {
            return Some(Target::Module(*child));
        }
        if contents.items.contains(name) {
            return Some(Target::Item(module));
        }
        let named = contents.imports.iter().find(|import| {
            // `use name;` of another crate would lead to itself.
            import.alias == name && import.path.first().is_none_or(|first| first != name)
        });
        if let Some(import) = named {
            return self.resolve(module, &import.path, chain + 1);
        }
        let globs = contents.imports.iter().filter(|import| import.alias == "*");
        let found = globs.filter_map(|import| {
            let Target::Module(to) = self.resolve(module, &import.path, chain + 1)? else {
                return None;
            };
            (to != module).then(|| self.named_in(to, name, chain + 1))?
        });
        found.take(1).next()
    }

    /// The circles of files: each a set that use one another, in order.
    pub(crate) fn circles(&self) -> Vec<BTreeSet<&str>> {
        let mut reached: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); self.modules.len()];
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); self.modules.len()];
        for &(from, to) in self.uses.keys() {
            users[from].push(to);
        }
        for (start, reached) in reached.iter_mut().enumerate() {
            let mut stack = users[start].clone();
            while let Some(at) = stack.pop() {
                if reached.insert(at) {
                    stack.extend(&users[at]);
                }
            }
        }
        let in_circle = (0..self.modules.len()).filter(|file| reached[*file].contains(file));
        let circle = |file: usize| -> BTreeSet<&str> {
            let others = reached[file].iter();
            let others = others.filter(|other| reached[**other].contains(&file));
            others.map(|other| &*self.modules[*other].path).collect()
        };
        let circles: BTreeSet<BTreeSet<&str>> = in_circle.map(circle).collect();
        circles.into_iter().collect()
    }
}

/// The file of the program, which isn't a part of the library.
const PROGRAM: &str = "main";

/// `src/gui/canvas/mod.rs` is `gui`, `canvas`.
fn module_names(path: &str) -> Vec<String> {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let name = inside.strip_suffix(".rs").unwrap_or(inside);
    let name = name.strip_suffix("/mod").unwrap_or(name);
    if name == "lib" {
        return Vec::new();
    }
    name.split('/').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::FileGraph;
    use crate::sources::made_up;

    fn uses(files: &[(&str, &str)]) -> Vec<String> {
        let graph = FileGraph::of(&made_up(files));
        let short = |path: &str| path.replace("src/", "").replace(".rs", "");
        graph
            .uses()
            .map(|it| format!("{} {}", short(it.from), short(it.to)))
            .collect()
    }

    #[test]
    fn re_exports_lead_to_what_defines_the_name() {
        let found = uses(&[
            ("src/lib.rs", "pub mod a; pub mod b;"),
            ("src/main.rs", "use wiregrad::a::Thing;"),
            (
                "src/a/mod.rs",
                "mod deep; mod other; pub use deep::Thing; pub use other::*;",
            ),
            ("src/a/deep.rs", "pub struct Thing;"),
            ("src/a/other.rs", "use super::Thing; pub fn f() {}"),
            (
                "src/b.rs",
                "use crate::a::{self}; fn g() { a::f(); crate::a::deep::Thing::new() }",
            ),
        ]);
        assert_eq!(
            found,
            [
                "main a/deep",
                "a/other a/deep",
                "b a/mod",
                "b a/deep",
                "b a/other",
            ]
        );
    }

    #[test]
    fn a_name_that_is_passed_on_and_used_counts() {
        let parent = "mod child; pub use child::Thing;";
        let child = "use super::Other; pub struct Thing;";
        let files = |parent| {
            [
                ("src/lib.rs", ""),
                ("src/a/mod.rs", parent),
                ("src/a/child.rs", child),
            ]
        };
        assert_eq!(uses(&files(parent)), ["a/child a/mod"]);
        let uses_it = format!("{parent} struct Other(Thing);");
        assert_eq!(uses(&files(&uses_it)), ["a/mod a/child", "a/child a/mod"]);
    }
}
