//! Where labels go: along their wires, never on top of one another or of a node.
//!
//! Labels are placed one after the other, the most important first. Each takes the first of
//! a few points along its wire at which there is room for it, and is left out if there is
//! none. The result depends only on what is in view, not on what was before.

use eframe::egui::{Pos2, Rect, Vec2, vec2};

use super::geometry::curve_point;

/// The points along a wire that a label tries, in their order.
const POINTS: [f32; 9] = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];

/// Rectangles that are taken, found by the square that they touch.
pub struct FreeSpace {
    area: Rect,
    side: f32,
    columns: usize,
    squares: Vec<Vec<u32>>,
    taken: Vec<Rect>,
}

impl FreeSpace {
    /// An empty area, on the screen.
    pub fn new(area: Rect) -> FreeSpace {
        let side = (area.width().max(area.height()) / 32.0).max(16.0);
        let count = |length: f32| (length / side).ceil().clamp(1.0, 64.0) as usize;
        let (columns, rows) = (count(area.width()), count(area.height()));
        FreeSpace {
            area,
            side,
            columns,
            squares: vec![Vec::new(); columns * rows],
            taken: Vec::new(),
        }
    }

    fn squares_of(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let (area, side, columns) = (self.area, self.side, self.columns);
        let rows = self.squares.len() / columns;
        let place = |x: f32, from: f32, count: usize| {
            ((x - from) / side).floor().clamp(0.0, count as f32 - 1.0) as usize
        };
        let left = place(rect.left(), area.left(), columns);
        let right = place(rect.right(), area.left(), columns);
        let top = place(rect.top(), area.top(), rows);
        let bottom = place(rect.bottom(), area.top(), rows);
        (top..=bottom).flat_map(move |row| (left..=right).map(move |c| row * columns + c))
    }

    /// Takes a rectangle.
    pub fn take(&mut self, rect: Rect) {
        let number = self.taken.len() as u32;
        self.taken.push(rect);
        for square in self.squares_of(rect) {
            if let Some(square) = self.squares.get_mut(square) {
                square.push(number);
            }
        }
    }

    /// Whether a rectangle lies in the area and on nothing that is taken.
    pub fn is_free(&self, rect: Rect) -> bool {
        self.area.contains_rect(rect) && self.touched(rect).next().is_none()
    }

    /// What a rectangle lies on, each by its place in the order in which it was taken.
    fn touched(&self, rect: Rect) -> impl Iterator<Item = usize> + '_ {
        let squares = self.squares_of(rect);
        let taken = squares.flat_map(move |square| self.squares.get(square).into_iter().flatten());
        taken.filter_map(move |number| {
            let number = *number as usize;
            let other = self.taken.get(number)?;
            overlap(rect, *other).then_some(number)
        })
    }
}

/// Where wires run: numbers that lie on another wire than their own seem to be its.
pub struct WireSpace {
    pieces: FreeSpace,
    /// The wire of each piece.
    owners: Vec<usize>,
}

impl WireSpace {
    /// An area without wires, on the screen.
    pub fn new(area: Rect) -> WireSpace {
        WireSpace {
            pieces: FreeSpace::new(area),
            owners: Vec::new(),
        }
    }

    /// Adds a wire, by a number of its own.
    pub fn add(&mut self, owner: usize, curve: &[Pos2; 4]) {
        const PIECES: u16 = 16;
        let at = |i: u16| curve_point(curve, f32::from(i) / f32::from(PIECES));
        for i in 0..PIECES {
            self.pieces.take(Rect::from_two_pos(at(i), at(i + 1)));
            self.owners.push(owner);
        }
    }

    /// Whether another wire than this one runs through a rectangle.
    pub fn is_crossed(&self, rect: Rect, owner: usize) -> bool {
        let mut touched = self.pieces.touched(rect);
        touched.any(|piece| self.owners.get(piece) != Some(&owner))
    }
}

/// Whether two rectangles share more than an edge.
pub fn overlap(a: Rect, b: Rect) -> bool {
    a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom()
}

/// Where the two numbers of a wire are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelRects {
    /// Around the value, above the wire.
    pub value: Rect,
    /// Around the gradient, below it.
    pub gradient: Rect,
}

impl LabelRects {
    /// At a point of a wire, for a value and a gradient of these sizes.
    pub fn at(point: Pos2, [value, gradient]: [Vec2; 2], gap: f32) -> LabelRects {
        let above = point - vec2(0.0, gap + value.y / 2.0);
        let below = point + vec2(0.0, gap + gradient.y / 2.0);
        LabelRects {
            value: Rect::from_center_size(above, value),
            gradient: Rect::from_center_size(below, gradient),
        }
    }

    /// Around both.
    pub fn both(&self) -> Rect {
        self.value.union(self.gradient)
    }
}

/// Finds room along a wire for a value and a gradient of these sizes, and takes it. The
/// labels are moved off the wire by these distances, downward, in turn; 0 is on the wire. A
/// place that `is_crossed` is taken only if there is no other.
pub fn place(
    space: &mut FreeSpace,
    curve: &[Pos2; 4],
    sizes: [Vec2; 2],
    gap: f32,
    shifts: &[f32],
    is_crossed: impl Fn(Rect) -> bool,
) -> Option<LabelRects> {
    let at = |t: f32, shift: f32| {
        let point = curve_point(curve, t) + vec2(0.0, shift);
        let rects = LabelRects::at(point, sizes, gap);
        (space.is_free(rects.value) && space.is_free(rects.gradient)).then_some(rects)
    };
    let at = &at;
    let mut places = shifts
        .iter()
        .flat_map(move |shift| POINTS.iter().filter_map(move |t| at(*t, *shift)));
    let first = places.clone().next()?;
    let clear = places.find(|rects| !is_crossed(rects.value) && !is_crossed(rects.gradient));
    let rects = clear.unwrap_or(first);
    // What lies between the two is the wire's.
    space.take(rects.both());
    Some(rects)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::canvas::geometry::wire_curve;
    use eframe::egui::pos2;

    #[test]
    fn labels_lie_on_nothing_whatever_the_graph() {
        let mut random = fastrand::Rng::with_seed(7);
        let area = Rect::from_min_size(pos2(30.0, 20.0), vec2(900.0, 600.0));
        let mut placed = 0;
        for _ in 0..60 {
            let zoom = 0.3 + random.f32() * 2.0;
            let mut point = |margin: f32| {
                let x = (random.f32() * 2.0 - 0.5) * (area.width() + margin);
                pos2(x, (random.f32() * 2.0 - 0.5) * (area.height() + margin))
            };
            let nodes: Vec<Rect> = (0..40)
                .map(|_| Rect::from_min_size(point(50.0), vec2(160.0, 100.0) * zoom))
                .collect();
            let mut room = FreeSpace::new(area);
            nodes.iter().for_each(|node| room.take(*node));
            let mut places = Vec::new();
            for _ in 0..80 {
                let curve = wire_curve(point(0.0), point(0.0));
                let size = vec2(44.0, 14.0) * zoom;
                places.extend(place(&mut room, &curve, [size; 2], 2.0, &[0.0], |_| false));
            }
            let rects: Vec<Rect> = places.iter().flat_map(|p| [p.value, p.gradient]).collect();
            for (i, rect) in rects.iter().enumerate() {
                assert!(area.contains_rect(*rect));
                assert!(nodes.iter().all(|node| !overlap(*rect, *node)));
                assert!(
                    rects
                        .iter()
                        .skip(i + 1)
                        .all(|other| !overlap(*rect, *other))
                );
            }
            placed += places.len();
        }
        assert!(placed > 600, "{placed}");
    }

    #[test]
    fn a_label_goes_to_the_middle_or_makes_room() {
        let area = Rect::from_min_size(Pos2::ZERO, vec2(400.0, 200.0));
        let curve = wire_curve(pos2(100.0, 100.0), pos2(300.0, 100.0));
        let size = vec2(30.0, 12.0);
        let mut room = FreeSpace::new(area);
        let find = |room: &mut FreeSpace| place(room, &curve, [size; 2], 2.0, &[0.0], |_| false);
        let first = find(&mut room).expect("it is empty");
        assert_eq!(first.both().center(), pos2(200.0, 100.0));
        assert!(first.value.bottom() < 100.0 && first.gradient.top() > 100.0);
        let second = find(&mut room).expect("beside it");
        assert!(!overlap(first.both(), second.both()));
        room.take(area);
        assert_eq!(find(&mut room), None);
    }

    #[test]
    fn a_label_keeps_off_the_wire_that_crosses() {
        let area = Rect::from_min_size(Pos2::ZERO, vec2(400.0, 200.0));
        let curves = [
            wire_curve(pos2(20.0, 100.0), pos2(380.0, 100.0)),
            wire_curve(pos2(180.0, 20.0), pos2(220.0, 180.0)),
        ];
        let mut wires = WireSpace::new(area);
        for (owner, curve) in curves.iter().enumerate() {
            wires.add(owner, curve);
        }
        let mut room = FreeSpace::new(area);
        let crossed = |rect: Rect| wires.is_crossed(rect, 0);
        let sizes = [vec2(30.0, 12.0); 2];
        let found = place(&mut room, &curves[0], sizes, 2.0, &[0.0], crossed).expect("room");
        assert!(!crossed(found.value) && !crossed(found.gradient));
        assert!(crossed(Rect::from_center_size(area.center(), sizes[0])));
    }
}
