//! Buttons with a drawn sign: no font has all of these signs.

use eframe::egui::{
    Button, Color32, Painter, Pos2, Rect, Response, Role, Shape, Stroke, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

/// The sign on a button of the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    ToStart,
    Back,
    Play,
    Pause,
    Step,
    ToEnd,
}

/// A button with a sign, a name for screen readers, and a tooltip.
pub(super) fn sign_button(ui: &mut Ui, sign: Sign, name: &str, help: &str) -> Response {
    let response = ui.add(Button::new("").min_size(vec2(34.0, 24.0)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let color = ui.style().interact(&response).fg_stroke.color;
    let room = Rect::from_center_size(response.rect.center(), Vec2::splat(12.0));
    draw(ui.painter(), sign, room, color);
    response.on_hover_text(help)
}

fn draw(painter: &Painter, sign: Sign, room: Rect, color: Color32) {
    let bar = |x: f32, width: f32| {
        let middle = room.center();
        let bar = Rect::from_center_size(pos2(middle.x + x, middle.y), vec2(width, 11.0));
        painter.rect_filled(bar, 0.5, color);
    };
    let arrow = |x: f32, way: f32| {
        let tip = pos2(room.center().x + x + 4.5 * way, room.center().y);
        let back = tip.x - 9.0 * way;
        let points: Vec<Pos2> = vec![tip, pos2(back, tip.y - 5.5), pos2(back, tip.y + 5.5)];
        painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    };
    match sign {
        Sign::ToStart => {
            bar(-5.0, 2.0);
            arrow(1.5, -1.0);
        }
        Sign::Back => {
            arrow(-2.5, -1.0);
            bar(5.0, 2.0);
        }
        Sign::Play => arrow(0.5, 1.0),
        Sign::Pause => {
            bar(-3.0, 3.0);
            bar(3.0, 3.0);
        }
        Sign::Step => {
            bar(-5.0, 2.0);
            arrow(2.5, 1.0);
        }
        Sign::ToEnd => {
            arrow(-1.5, 1.0);
            bar(5.0, 2.0);
        }
    }
}
