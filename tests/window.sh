#!/usr/bin/env bash
# The editor in a real window, used with mouse and keys as a person does: from an empty
# canvas to J = ½(wx + b − y)², saved, undone, reopened, killed and recovered. The
# numbers are checked by `wiregrad eval`.
#
# Usage: tests/window.sh [PROGRAM]      needs Xvfb, xdotool, ImageMagick and Mesa's
# software GL; PROGRAM is target/debug/wiregrad unless another is named.
#
# Nothing is timed by sleeping: after each key the script waits until the window, its
# title or a file is as it must be, and gives up after WAIT seconds (30).
set -u
cd "$(dirname "$0")/.." || exit 2
program=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/wiregrad}")
[ -x "$program" ] || { echo "there is no $program: cargo build"; exit 2; }
for tool in Xvfb xdotool import; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: see .ci/run for what to install"; exit 2; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/wiregrad_window.XXXXXX") || exit 2
export WIREGRAD_CONFIG_DIR=$work/config WIREGRAD_STATE_DIR=$work/state HOME=$work
export LIBGL_ALWAYS_SOFTWARE=1
unset WAYLAND_DISPLAY WAYLAND_SOCKET DBUS_SESSION_BUS_ADDRESS
file=$work/cost.ron
patience=${WAIT:-30}
passed=0 server='' editor=''

finish() {
    [ -z "$editor" ] || kill -9 "$editor" 2>/dev/null
    [ -z "$server" ] || kill "$server" 2>/dev/null
}
trap finish EXIT

passed() {
    passed=$((passed + 1))
    echo "ok: $1"
}

# Says what is wrong, leaves a picture of the screen and all files, and ends.
failed() {
    echo "FAILED: $1"
    if import -window root "$work/screen.png" 2>/dev/null; then
        echo "    the screen: $work/screen.png"
    fi
    sed 's/^/    /' "$work/said" 2>/dev/null
    echo "$passed passed, 1 failed"
    exit 1
}

# WHAT COMMAND...: waits until the command succeeds.
until_so() {
    local what=$1 end=$((SECONDS + patience))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || failed "$what"
        [ -z "$editor" ] || kill -0 "$editor" 2>/dev/null || failed "$what: the editor is gone"
        sleep 0.03
    done
}

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

press() { xdotool key --window "$window" --delay 40 "$@"; }
write() { xdotool type --window "$window" --delay 40 -- "$1"; }
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

title() { xdotool getwindowname "$window"; }
titled() { [ "$(title)" = "$1" ]; }
is_gone() { ! kill -0 "$editor" 2>/dev/null; }
is_seen() { window=$(xdotool search --onlyvisible --pid "$editor" 2>/dev/null | tail -1) && [ -n "$window" ]; }

# Starts the editor with these arguments, and waits for its window.
start() {
    local begun now
    begun=$(date +%s%N)
    "$program" "$@" >"$work/said" 2>&1 &
    editor=$!
    disown
    until_so "no window comes up" is_seen
    now=$(date +%s%N)
    echo "    a window after $(((now - begun) / 1000000)) ms"
    # There is no window manager that would do this.
    xdotool windowfocus --sync "$window"
    still >/dev/null
}

# Waits until the editor has ended by itself.
ended() {
    local pid=$editor end=$((SECONDS + patience))
    while kill -0 "$pid" 2>/dev/null; do
        [ "$SECONDS" -lt "$end" ] || failed "$1"
        sleep 0.03
    done
    editor=''
    passed "$1"
}

# --- the graph ----------------------------------------------------------------

# The unsaved work as the editor keeps it, within a second after each change.
copy() { cat "$WIREGRAD_STATE_DIR"/recovery/*.ron; }
copy_has() { copy | grep -qE -- "$1"; }

# Where a node of the copy stands on the screen. The first node tells where the middle
# of the canvas is: it was put where the pointer was.
origin_x='' origin_y=''
at() { # NAME RIGHT DOWN
    copy | sed -nE "s/.*name: \"$1\",.* at: \((-?[0-9.]+), (-?[0-9.]+)\).*/\1 \2/p" |
        awk -v x="$origin_x" -v y="$origin_y" -v r="$2" -v d="$3" '{ printf "%d %d", x + $1 + r, y + $2 + d }'
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
node_is() { printf '"name":"%s","op":"[a-z]*","shape":\\[\\],"value":%s,"gradient":%s[,}]' "$1" "$2" "$3"; }
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

exec 9>"$work/display"
Xvfb -displayfd 9 -screen 0 1280x800x24 -nolisten tcp >"$work/xvfb" 2>&1 &
server=$!
disown
until_so "Xvfb doesn't start" test -s "$work/display"
DISPLAY=:$(cat "$work/display")
export DISPLAY

start
titled 'The cost of one prediction — wiregrad' || failed "the title is '$(title)'"
passed "it starts with the lecture's neuron"

# Room for the canvas: no start panel, no ops, no inspector. Nodes stay where they are put.
see press ctrl+n
until_so "there is no empty graph" titled 'Untitled — wiregrad'
passed "Ctrl+N begins an empty graph"
if [ "${LOOK:-}" ]; then import -window root "$LOOK"; fi
