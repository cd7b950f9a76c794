//! Drawing a wire, from either end.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::hand::Hand;
use crate::core::graph::{NodeId, Wire};
use crate::document::Edit;
use crate::document::layout::NODE_WIDTH;
use crate::gui::action::{Action, PaletteRequest, Wiring};
use crate::gui::canvas::geometry::{HEADER, ROW, grow_port, input_port, output_port, snapped};

/// How far the wire jumps to a port, on the screen.
const REACH: f32 = 26.0;

/// A wire that is being drawn.
#[derive(Debug)]
pub(super) struct Connect {
    end: WireEnd,
    /// The wire that was taken off its input.
    taken: Option<Wire>,
    /// By index: the nodes that the wire can't go to, as it would close a cycle.
    forbidden: Vec<bool>,
    pub(super) pointer: Pos2,
    pub(super) landing: Landing,
}

/// The end of a wire that stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WireEnd {
    Output(NodeId),
    /// An input; the one after the last if it doesn't exist yet.
    Input(Wire),
}

/// Where the wire would go if the button was released now.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Landing {
    /// Nowhere.
    #[default]
    Canvas,
    /// To this input.
    Input(Wire, Pos2),
    /// To this node's output.
    Output(NodeId, Pos2),
    /// A port that can't take it, and why.
    Refused(Pos2, String),
}

impl Connect {
    /// A wire from a node's output.
    pub(super) fn from_output(hand: &Hand<'_>, from: NodeId) -> Connect {
        let forbidden = hand.editor.document().graph().inputs_of(from);
        Connect::new(WireEnd::Output(from), forbidden)
    }

    /// A wire to an input. A wire that is there already is taken off it.
    pub(super) fn from_input(hand: &Hand<'_>, wire: Wire) -> Connect {
        match hand.scene.start(wire) {
            Some(from) => Connect {
                taken: Some(wire),
                ..Connect::from_output(hand, from)
            },
            None => {
                let forbidden = hand.editor.document().graph().users_of(wire.to);
                Connect::new(WireEnd::Input(wire), forbidden)
            }
        }
    }

    fn new(end: WireEnd, forbidden: Vec<bool>) -> Connect {
        Connect {
            end,
            taken: None,
            forbidden,
            pointer: Pos2::ZERO,
            landing: Landing::Canvas,
        }
    }

    /// The wire that was taken off its input.
    pub(super) fn taken(&self) -> Option<Wire> {
        self.taken
    }

    /// Whether the wire can't go to a node.
    pub(super) fn forbids(&self, id: NodeId) -> bool {
        self.forbidden.get(id.index()).copied().unwrap_or(false)
    }

    /// Both ends of the wire as it is drawn now: where it starts and where it ends.
    pub(super) fn ends(&self, hand_node: impl Fn(NodeId) -> Option<Rect>) -> Option<(Pos2, Pos2)> {
        let free = match &self.landing {
            Landing::Canvas => self.pointer,
            Landing::Input(_, at) | Landing::Output(_, at) | Landing::Refused(at, _) => *at,
        };
        match self.end {
            WireEnd::Output(from) => Some((output_port(hand_node(from)?), free)),
            WireEnd::Input(wire) => Some((free, input_port(hand_node(wire.to)?, wire.input))),
        }
    }

    /// Follows the pointer.
    pub(super) fn go_on(&mut self, hand: &Hand<'_>, point: Pos2) {
        self.pointer = point;
        self.landing = self.find(hand, point);
    }

    fn find(&self, hand: &Hand<'_>, point: Pos2) -> Landing {
        let reach = REACH / hand.zoom;
        let around = Rect::from_center_size(point, Vec2::splat(2.0 * reach));
        let nodes = hand.scene.nodes_in(around);
        let mut nearest: Option<(f32, Landing, NodeId)> = None;
        for &id in nodes.iter().rev() {
            for (at, landing) in self.ports(hand, id) {
                let away = at.distance(point);
                let best = nearest.as_ref().map_or(reach, |(best, ..)| *best);
                // A port that takes the wire goes before a nearer one that doesn't.
                let allowed = !self.forbids(id);
                let had = nearest
                    .as_ref()
                    .is_some_and(|(.., had)| !self.forbids(*had));
                if away <= reach && (allowed && !had || (allowed == had && away < best)) {
                    nearest = Some((away, landing, id));
                }
            }
        }
        let on_body = || {
            let body = |id: &&NodeId| hand.scene.node(**id).is_some_and(|r| r.contains(point));
            let id = *nodes.iter().rev().find(body)?;
            Some((self.body(hand, id)?, id))
        };
        let found = nearest
            .map(|(_, landing, id)| (landing, id))
            .or_else(on_body);
        match found {
            Some((landing, id)) if self.forbids(id) => self.refused(hand, landing, point),
            Some((landing, _)) => landing,
            None => Landing::Canvas,
        }
    }

    /// The ports of a node that are of the right kind.
    fn ports(&self, hand: &Hand<'_>, id: NodeId) -> Vec<(Pos2, Landing)> {
        let Some(rect) = hand.scene.node(id) else {
            return Vec::new();
        };
        match self.end {
            WireEnd::Output(_) => {
                let count = hand.scene.input_count(id);
                let more = usize::from(hand.editor.can_add_input(id));
                let inputs = (0..count + more).map(|input| {
                    let at = match input < count {
                        true => input_port(rect, input),
                        false => grow_port(rect, count),
                    };
                    (at, Landing::Input(Wire { to: id, input }, at))
                });
                inputs.collect()
            }
            WireEnd::Input(_) => {
                let at = output_port(rect);
                vec![(at, Landing::Output(id, at))]
            }
        }
    }

    /// Where a wire goes that is dropped on the middle of a node: to its first free
    /// input, or to one that is added.
    fn body(&self, hand: &Hand<'_>, id: NodeId) -> Option<Landing> {
        let mut ports = self.ports(hand, id);
        let inputs = hand.editor.node(id)?.inputs();
        let is_free = |landing: &Landing| match landing {
            Landing::Input(wire, _) => inputs.get(wire.input).copied().flatten().is_none(),
            _ => true,
        };
        let fixed = match self.end {
            WireEnd::Output(from) => from,
            WireEnd::Input(wire) => wire.to,
        };
        if fixed == id {
            return None; // Back home: given up.
        }
        if let Some(free) = ports.iter().position(|(_, landing)| is_free(landing)) {
            return Some(ports.swap_remove(free).1);
        }
        let (at, name) = (hand.scene.node(id)?.center(), hand.editor.name(id));
        let why = match inputs.is_empty() {
            true => format!("{name} takes no input"),
            false => format!("all inputs of {name} are wired: drop on the one to be replaced"),
        };
        Some(Landing::Refused(at, why))
    }

    fn refused(&self, hand: &Hand<'_>, landing: Landing, point: Pos2) -> Landing {
        let (from, wire, at) = match (self.end, landing) {
            (WireEnd::Output(from), Landing::Input(wire, at)) => (from, wire, at),
            (WireEnd::Input(wire), Landing::Output(from, at)) => (from, wire, at),
            (_, refused) => return refused,
        };
        let same = |known: &Landing| matches!(known, Landing::Refused(known, _) if *known == at);
        if same(&self.landing) {
            return self.landing.clone(); // The reason takes a walk over the graph.
        }
        match hand.editor.refuses(from, wire) {
            Some(why) => Landing::Refused(at, why),
            None => Landing::Refused(point, "a value can't depend on itself".to_owned()),
        }
    }

    /// What happens when the button is released.
    pub(super) fn finish(&self, hand: &Hand<'_>, actions: &mut Vec<Action>) {
        let (from, wire) = match (&self.landing, self.end) {
            (Landing::Refused(_, why), _) => return actions.push(Action::Say(why.clone())),
            (Landing::Input(wire, _), WireEnd::Output(from)) => (from, *wire),
            (Landing::Output(from, _), WireEnd::Input(wire)) => (*from, wire),
            _ => return self.drop_on_canvas(hand, actions),
        };
        if self.taken == Some(wire) {
            return; // Back where it was.
        }
        let taken = self.taken.map(|wire| Edit::Connect { from: None, wire });
        let edits = taken
            .into_iter()
            .chain(hand.editor.connecting(from, wire))
            .collect();
        let label = match self.taken {
            Some(_) => "move wire",
            None => "connect",
        };
        actions.push(Action::Edit(Edit::All { label, edits }));
    }

    /// On the empty canvas: a wire that was taken off goes, for another one a node is
    /// looked for.
    fn drop_on_canvas(&self, hand: &Hand<'_>, actions: &mut Vec<Action>) {
        if let Some(wire) = self.taken {
            return actions.push(Action::Edit(Edit::Connect { from: None, wire }));
        }
        let fixed = match self.end {
            WireEnd::Output(from) => from,
            WireEnd::Input(wire) => wire.to,
        };
        let home = hand.scene.node(fixed);
        if home.is_some_and(|rect| rect.contains(self.pointer)) {
            return;
        }
        // The port that is wired comes to lie under the pointer.
        let down = HEADER + ROW / 2.0;
        let (wired, corner) = match self.end {
            WireEnd::Output(from) => (Wiring::From(from), vec2(0.0, down)),
            WireEnd::Input(wire) => (Wiring::To(wire), vec2(NODE_WIDTH, down)),
        };
        let at = self.pointer - corner;
        actions.push(Action::OpenPalette(PaletteRequest {
            at: snapped(pos2(at.x, at.y), hand.options.snap),
            wired,
            text: String::new(),
        }));
    }
}
