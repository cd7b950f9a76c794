//! The plan of rooms in ARCHITECTURE.md, and what in the files breaks it.
//!
//! The block that starts with ```` ```rooms ```` lists the floors from the top down, one
//! a line. The rooms of a floor stand beside one another: they don't use each other. A
//! room uses only rooms on the floors below. A room is a file or a folder of `src`; a
//! file belongs to the room with the longest name that fits. `mod` is the file of a
//! folder alone.

use crate::graph::FileGraph;

/// The floors from the top down.
pub(crate) struct Plan {
    floors: Vec<Vec<String>>,
}

/// Where a room is: its floor, counted from the top, and its place on the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Address {
    floor: usize,
    room: usize,
}

const START: &str = "```rooms\n";
const END: &str = "```";

impl Plan {
    /// The plan in a text.
    pub(crate) fn of(text: &str) -> Option<Plan> {
        let (_, after) = text.split_once(START)?;
        let (block, _) = after.split_once(END)?;
        let floors = block.lines().map(|line| {
            let rooms = line.split_whitespace();
            rooms
                .map(|room| room.trim_end_matches('/').to_owned())
                .collect()
        });
        Some(Plan {
            floors: floors
                .filter(|floor: &Vec<String>| !floor.is_empty())
                .collect(),
        })
    }

    /// The room that a file belongs to.
    fn address(&self, path: &str) -> Option<Address> {
        let inside = path.strip_prefix("src/")?.strip_suffix(".rs")?;
        let fits = |room: &str| {
            let rest = inside.strip_prefix(room);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let rooms = self.floors.iter().enumerate().flat_map(|(floor, rooms)| {
            let numbered = rooms.iter().enumerate();
            numbered.map(move |(room, name)| (name, Address { floor, room }))
        });
        let fitting = rooms.filter(|(name, _)| fits(name));
        let nearest = fitting.max_by_key(|(name, _)| name.len());
        nearest.map(|(_, address)| address)
    }

    /// What is wrong: uses that run up or to the side, files without a room, rooms
    /// without a file.
    pub(crate) fn violations(&self, graph: &FileGraph) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut taken: Vec<Vec<bool>> = self.floors.iter().map(|f| vec![false; f.len()]).collect();
        for (path, _) in graph.files() {
            match self.address(path) {
                Some(Address { floor, room }) => taken[floor][room] = true,
                None => wrong.push(format!("no room: {path}")),
            }
        }
        for (rooms, taken) in self.floors.iter().zip(taken) {
            let empty = rooms.iter().zip(taken).filter(|(_, taken)| !taken);
            wrong.extend(empty.map(|(room, _)| format!("no file: {room}")));
        }
        for it in graph.uses() {
            let (Some(from), Some(to)) = (self.address(it.from), self.address(it.to)) else {
                continue;
            };
            let what = match to.floor.cmp(&from.floor) {
                _ if from == to => continue,
                std::cmp::Ordering::Greater => continue,
                std::cmp::Ordering::Equal => "to the side",
                std::cmp::Ordering::Less => "up",
            };
            wrong.push(format!("{what}: {} uses {}", it.from, it.to));
        }
        wrong
    }
}

/// The circles of files, as one line each.
pub(crate) fn circles(graph: &FileGraph) -> Vec<String> {
    let circles = graph.circles().into_iter();
    let line = |circle: std::collections::BTreeSet<&str>| {
        let files: Vec<&str> = circle.into_iter().collect();
        format!("circle: {}", files.join(", "))
    };
    circles.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{Plan, circles};
    use crate::graph::FileGraph;
    use crate::sources::made_up;

    const PLAN: &str = "Text.\n```rooms\nmain lib\nhigh/mod high/a/ high/b\nlow/\n```\n";

    /// What is found in a house that is sound but for one file.
    fn found(path: &str, text: &str) -> Vec<String> {
        let mut files = vec![
            ("src/lib.rs", "pub mod high; pub mod low;"),
            ("src/main.rs", "use wiregrad::high::a::f;"),
            ("src/high/mod.rs", "pub mod a; mod b; pub use b::g;"),
            ("src/high/a/mod.rs", "mod child; pub use child::f;"),
            ("src/high/a/child.rs", "use crate::low::h; pub fn f() {}"),
            ("src/high/b.rs", "pub fn g() { crate::low::h() }"),
            ("src/low/mod.rs", "pub fn h() {}"),
        ];
        match files.iter_mut().find(|(known, _)| *known == path) {
            Some(file) => file.1 = text,
            None => files.push((path, text)),
        }
        let graph = FileGraph::of(&made_up(&files));
        let plan = Plan::of(PLAN).expect("a plan");
        let mut found = plan.violations(&graph);
        found.extend(circles(&graph));
        found
    }

    #[test]
    fn a_sound_house_is_left_alone() {
        assert_eq!(found("src/low/mod.rs", "pub fn h() {}"), [""; 0]);
        // A module may pass its children on, and use them.
        let uses_child = "mod child; pub use child::f; fn k() { child::f() }";
        assert_eq!(found("src/high/a/mod.rs", uses_child), [""; 0]);
    }

    #[test]
    fn each_kind_of_violation_is_found() {
        let up = "up: src/low/mod.rs uses src/high/b.rs";
        let side = "to the side: src/high/b.rs uses src/high/a/child.rs";
        let cases: [(&str, &str, &[&str]); 9] = [
            (
                "src/low/mod.rs",
                "use crate::high::b::g; pub fn h() {}",
                &[up],
            ),
            (
                "src/low/mod.rs",
                "pub fn h() { crate::high::b::g() }",
                &[up],
            ),
            (
                "src/low/mod.rs",
                "use crate::{high::{b::{g as k}}}; fn h() {}",
                &[up],
            ),
            // Through a re-export.
            ("src/high/b.rs", "pub fn g() { super::a::f() }", &[side]),
            (
                "src/high/b.rs",
                "use super::a; pub fn g() { a::f() }",
                &[side, "to the side: src/high/b.rs uses src/high/a/mod.rs"],
            ),
            (
                "src/high/mod.rs",
                "pub use a::f; fn k() { f() }",
                &["to the side: src/high/mod.rs uses src/high/a/child.rs"],
            ),
            ("src/odd.rs", "", &["no room: src/odd.rs"]),
            ("src/high/a/child.rs", "use super::k; pub fn f() {}", &[]),
            // A test within a file counts, too.
            ("src/low/mod.rs", "mod tests { use crate::high::g; }", &[up]),
        ];
        for (path, text, expected) in cases {
            let found = found(path, text);
            for expected in expected {
                assert!(
                    found.iter().any(|line| line == expected),
                    "{text}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn circles_are_found() {
        let child = "src/high/a/child.rs";
        // A module and its child that use each other.
        let files = [
            ("src/lib.rs", "mod a;"),
            ("src/a/mod.rs", "mod b; mod c; fn f() { b::g() }"),
            ("src/a/b.rs", "pub fn g() { c::h() } use super::c;"),
            ("src/a/c.rs", "pub fn h() { super::f() }"),
        ];
        let graph = FileGraph::of(&made_up(&files));
        let expected = ["circle: src/a/b.rs, src/a/c.rs, src/a/mod.rs"];
        assert_eq!(circles(&graph), expected);
        // Two files of one room.
        let found = found(
            "src/high/a/mod.rs",
            "mod child; use child::f; pub fn k() { f() }",
        );
        assert!(found.is_empty(), "{found:?}");
        let both = [
            ("src/lib.rs", ""),
            (
                "src/high/a/mod.rs",
                "mod child; use child::f; pub fn k() { f() }",
            ),
            (child, "use super::k; pub fn f() { k() }"),
        ];
        let graph = FileGraph::of(&made_up(&both));
        assert_eq!(circles(&graph).len(), 1);
    }

    #[test]
    fn a_room_without_a_file_is_found() {
        let graph = FileGraph::of(&made_up(&[("src/lib.rs", "")]));
        let plan = Plan::of("```rooms\nlib\nattic/\n```").expect("a plan");
        assert_eq!(plan.violations(&graph), ["no file: attic"]);
        assert!(Plan::of("no block").is_none());
    }
}
