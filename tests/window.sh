#!/usr/bin/env bash
# The editor in a real window, used with mouse and keys as a person does: from an empty
# canvas to J = ½(wx + b − y)², saved, undone, reopened, killed and recovered. The
# numbers are checked by `wiregrad eval`.
#
# Usage: tests/window.sh [PROGRAM]      needs Xvfb, xdotool, ImageMagick and Mesa's
# software GL; PROGRAM is target/debug/wiregrad unless another is named.
#
# After each key the script waits until the window, its title or a file is as it must be.
set -u
cd "$(dirname "$0")/.." || exit 2
source tests/screen.sh window "${1:-${CARGO_TARGET_DIR:-target}/debug/wiregrad}" import
file=$work/cost.ron

# --- the window ---------------------------------------------------------------

# A number for what the screen shows.
screen() { import -silent -window root -depth 8 rgb:- | cksum; }

# The screen once it rests: twice the same.
still() {
    local now before='' end=$((SECONDS + patience))
    now=$(screen)
    while [ "$now" != "$before" ] && [ "$SECONDS" -lt "$end" ]; do
        before=$now
        sleep 0.05
        now=$(screen)
    done
    echo "$now"
}

differs() { [ "$(screen)" != "$1" ]; }

# What a person does, and looks at: waits until the screen has changed, and rests.
see() {
    local before
    before=$(still)
    "$@"
    until_so "nothing is seen of: $*" differs "$before"
    still >/dev/null
}

press() { xdotool key --delay 40 "$@"; }
write() { xdotool type --delay 40 -- "$1"; }
point() { xdotool mousemove --window "$window" "$1" "$2"; }
click() { xdotool mousemove --window "$window" "$1" "$2" click 1; }
drag() { # X Y TO_X TO_Y
    point "$1" "$2"
    still >/dev/null
    xdotool mousedown 1
    for part in 1 2 3 4; do
        point $(($1 + ($3 - $1) * part / 4)) $(($2 + ($4 - $2) * part / 4))
        still >/dev/null
    done
    xdotool mouseup 1
}

with_shift() {
    xdotool keydown shift
    "$@"
    xdotool keyup shift
}

# Starts the editor with these arguments, and waits for its window.
start() {
    local begun now
    begun=$(date +%s%N)
    open_editor "$@"
    now=$(date +%s%N)
    echo "    a window after $(((now - begun) / 1000000)) ms"
    still >/dev/null
    mapfile -t size < <(xdotool getwindowgeometry --shell "$window" | sed -nE 's/^(WIDTH|HEIGHT)=//p')
}

# The same, said.
ended() {
    until_ended "$1"
    passed "$1"
}

# --- the graph ----------------------------------------------------------------

# The unsaved work as the editor keeps it, within a second after each change.
copy() { cat "$WIREGRAD_STATE_DIR"/recovery/*.ron; }
copy_has() { copy | grep -qE -- "$1"; }
copy_lacks() { ! copy_has "$1"; }

# NAME RIGHT DOWN: a point of a node on the screen, so far from its upper left corner.
# A new graph is seen at its own size, with its origin in the middle of the canvas,
# which takes all of the window but the menu and the status line, which are as high.
at() {
    copy | sed -nE "s/.*name: \"$1\",.* at: \((-?[0-9.]+), (-?[0-9.]+)\).*/\1 \2/p" |
        awk -v x="$((${size[0]} / 2 + $2))" -v y="$((${size[1]} / 2 + $3))" '{ printf "%d %d", x + $1, y + $2 }'
}
# The port where wires out of a node start, its input N, and its name.
output() { at "$1" 160 36; }
input() { at "$1" 0 $((36 + 20 * $2)); }
name() { at "$1" 60 12; }

# X Y TEXT NAME OP [KEYS...]: types what is wanted on the canvas, chooses it in the
# palette by these keys, and gives it a name.
add() {
    local x=$1 y=$2 text=$3 name=$4 op=$5
    shift 5
    point "$x" "$y"
    see write "${text:0:1}"
    [ "${#text}" = 1 ] || see write "${text:1}"
    [ $# = 0 ] || see press "$@"
    see press Return
    until_so "typing '$text' adds no $op" copy_has "op: \"$op\".*value|op: \"$op\", inputs"
    see press F2
    see write "$name"
    see press Return
    until_so "no node is called $name" copy_has "name: \"$name\", op: \"$op\""
    see press Escape
}

# PATTERN: what a file's evaluation must say.
evaluates_to() { "$program" eval --json "$file" | tr -d ' \n' | grep -qE -- "$1"; }
node_is() { printf '"name":"%s","op":"[a-z]*","shape":\\[\\],"value":%s(\\.0)?,"gradient":%s(\\.0)?[,}]' "$1" "$2" "$3"; }
check() { # WHAT NAME VALUE GRADIENT
    evaluates_to "$(node_is "$2" "$3" "$4")" || failed "$1: $("$program" eval "$file" 2>&1)"
    passed "$1"
}

# --- what is done ---------------------------------------------------------------

# Without a screen it says what works without one.
env -u DISPLAY "$program" >"$work/said" 2>&1
status=$?
[ "$status" = 1 ] && grep -q 'wiregrad eval' "$work/said" ||
    failed "without a screen: status $status"
passed "without a screen it ends with status 1 and names the command line"

open_screen 1600x1000

start
titled 'The cost of one prediction — wiregrad' || failed "the title is '$(title)'"
passed "it starts with the lecture's neuron"

# An empty graph, and room for it: no ops, no inspector.
see press ctrl+n
until_so "there is no empty graph" titled 'Untitled — wiregrad'
see press F3
see press F4
passed "Ctrl+N begins an empty graph"

# Nodes: a number or the name of an op is typed on the canvas.
add 40 80 2 w parameter Down Down
add 40 240 -2 x input Down
add 280 400 8 b parameter Down Down
add 520 400 2 y input Down
add 760 80 0.5 half constant
add 280 160 multiply c multiply
add 520 160 add a add
add 1000 400 multiply J multiply
passed "eight nodes are added by typing numbers and names of ops"

# A number is dragged, and typed over: w is 2 again.
see drag $(at w 80 40) $(at w 110 40)
until_so "w can't be dragged" copy_lacks 'name: "w", op: "parameter", value: 2.0,'
see click $(name w)
see press 2
see press Return
until_so "w can't be typed over" copy_has 'name: "w", op: "parameter", value: 2.0,'
see press Escape
passed "a number is dragged, and another typed over it"

# Wires: from an output to an input and the other way round.
see drag $(output w) $(input c 0)
see drag $(output x) $(input c 1)
see drag $(output c) $(input a 0)
see drag $(input a 1) $(output b)
see drag $(output half) $(input J 0)
until_so "the wires aren't drawn" copy_has 'name: "c", op: "multiply", inputs: \["w", "x"\]'
until_so "the wires aren't drawn" copy_has 'name: "a", op: "add", inputs: \["c", "b"\]'
until_so "the wires aren't drawn" copy_has 'name: "J", op: "multiply", inputs: \["half", None\]'
passed "wires are drawn with the mouse, from either end"

# By keys alone: d is added with a wire from a, and squared with one from d; y goes to
# d's free input by a list, and squared to J as two selected nodes.
see click $(name a)
see press Tab
see write subtract
see press Return
see press Tab
see write square
see press Return
see press F2
see write squared
see press Return
see press Escape
see click $(name y)
see press c
see write subtract
see press Return
see click $(name squared)
see with_shift click $(name J)
see press c
until_so "the wires aren't there" copy_has 'name: "subtract", op: "subtract", inputs: \["a", "y"\]'
until_so "the wires aren't there" copy_has 'name: "squared", op: "square", inputs: \["subtract"\]'
until_so "the wires aren't there" copy_has 'name: "J", op: "multiply", inputs: \["half", "squared"\]'
passed "nodes are added and wired with keys alone"

# Saved under a typed path, and worked out by the command line.
see press ctrl+s
see press ctrl+a
see write "${file%.ron}"
see press Return
until_so "it isn't saved" titled 'cost.ron — wiregrad'
check "the saved file has J = 2" J 2 1
check "and ∂J/∂w = -4" w 2 -4
check "and ∂J/∂x = 4" x -2 4

# Undo takes the last wire back, and redo brings back what the file holds.
see press ctrl+z
until_so "undo" titled '● cost.ron — wiregrad'
until_so "undo takes something else back" copy_has 'name: "J", op: "multiply", inputs: \["half", None\]'
see press ctrl+shift+z
until_so "redo" titled 'cost.ron — wiregrad'
passed "undo takes a wire back, redo brings back what is saved"
see press ctrl+z
press ctrl+s
until_so "the undone wire isn't saved" titled 'cost.ron — wiregrad'
grep -q 'inputs: \["half", None\]' "$file" || failed "undo doesn't reach the file"
see press ctrl+y
press ctrl+s
until_so "the redone wire isn't saved" titled 'cost.ron — wiregrad'
check "undone and redone, it has J = 2 again" J 2 1
press ctrl+q
ended "Ctrl+Q ends it without a question when all is saved"

# Reopened by its name, it changes nothing; killed with unsaved work, the work is kept.
cp "$file" "$work/before"
start "$file"
until_so "the file isn't opened" titled 'cost.ron — wiregrad'
passed "a file named on the command line is opened"
see press ctrl+e
see press ctrl+a
see write "$work/cost.png"
see press Return
until_so "there is no picture" test -s "$work/cost.png"
[ "$(identify -format '%m' "$work/cost.png")" = PNG ] || failed "the picture is no PNG"
passed "Ctrl+E makes a picture of the graph"
# By the arrow keys from the middle, a, along first inputs to c and w.
see press Left
see press Left
see press Left
see press 5
see press Return
until_so "the change isn't seen in the title" titled '● cost.ron — wiregrad'
until_so "unsaved work isn't kept" copy_has 'name: "w", op: "parameter", value: 5.0,'
kill -9 "$editor"
ended "it is killed with unsaved work"
cmp -s "$file" "$work/before" || failed "the file was changed by a program that was killed"
passed "and the file is as it was saved"

start
until_so "the start panel isn't there" titled 'The cost of one prediction — wiregrad'
# The copy's button Open, in the start panel at the left.
see click 40 249
until_so "the start panel doesn't bring the unsaved work back" titled '● cost.ron — wiregrad'
passed "the next start offers the unsaved work, and opens it"
cmp -s "$file" "$work/before" || failed "the file was changed before it was saved"
see press ctrl+s
# It asks: what is in the file isn't what was opened.
see press Return
until_so "the recovered work isn't saved" titled 'cost.ron — wiregrad'
check "recovered and saved, it has w = 5, J = 8 and ∂J/∂w = 8" w 5 8
press ctrl+q
ended "and it ends"

[ -z "$(ls "$WIREGRAD_STATE_DIR/recovery" 2>/dev/null | grep '\.ron$')" ] || failed "a copy is left"
passed "no copy of unsaved work is left"

# A formula, typed in a line: its nodes, and the gradient in the saved file.
begun=$SECONDS
cost=$file file=$work/typed.ron
start
see press ctrl+n
until_so "there is no empty graph" titled 'Untitled — wiregrad'
see press equal
see write 'J = 1/2 (w*x + b - y)^2; w=2; x=-2; b=8; y=2'
see press Return
until_so "a typed formula adds no nodes" copy_has 'name: "J", op: "multiply"'
echo "    ∂J/∂w is seen after $((SECONDS - begun)) s"
see press ctrl+s
see press ctrl+a
see write "${file%.ron}"
see press Return
until_so "the typed formula isn't saved" titled 'typed.ron — wiregrad'
check "a formula typed in a line has J = 2" J 2 1
check "and ∂J/∂w = -4" w 2 -4
see press ctrl+z
until_so "undo takes not all of it back" copy_lacks 'name: "'
passed "and it is one step of undo"
see press ctrl+shift+z
until_so "redo" titled 'typed.ron — wiregrad'
press ctrl+q
ended "and the editor ends"
file=$cost

# The screen dies under unsaved work.
start "$file"
until_so "the file isn't opened" titled 'cost.ron — wiregrad'
see press Left
see press Left
see press Left
see press 7
see press Return
kill "$server"
server=''
ended "it ends when the screen is gone"
copy_has 'name: "w", op: "parameter", value: 7.0,' || failed "the work isn't kept when the screen is gone"
passed "and the unsaved work is kept"
rm -rf "$work"
echo "$passed passed, 0 failed"
