# What the scripts share that use the editor in a real window: a folder and a screen of
# their own, a home without settings, and waiting. A script reads it as
#
#     source tests/screen.sh NAME PROGRAM TOOLS...
#
# and has `program` and `work` then. Nothing is timed by sleeping: `until_so` waits for
# what must come, and gives up after WAIT seconds (30). A script that succeeds deletes
# `work`; if it fails, all files are left there.

[ -x "$2" ] || { echo "there is no $2: cargo build"; exit 2; }
program=$(realpath "$2")
for tool in Xvfb xdotool "${@:3}"; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: see .ci/run for what to install"; exit 2; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/wiregrad_$1.XXXXXX") || exit 2
export WIREGRAD_CONFIG_DIR=$work/config WIREGRAD_STATE_DIR=$work/state HOME=$work
export LIBGL_ALWAYS_SOFTWARE=1
unset WAYLAND_DISPLAY WAYLAND_SOCKET
# No dialogs of the system: without an address a bus might be started for the screen.
export DBUS_SESSION_BUS_ADDRESS=unix:path=$work/no_bus
patience=${WAIT:-30}
passed=0 failed=0 server='' editor=''

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
    echo "$passed passed, $((failed + 1)) failed"
    exit 1
}

alive() { kill -0 "$editor" 2>/dev/null; }

# WHAT COMMAND...: waits until the command succeeds.
until_so() {
    local what=$1 end=$((SECONDS + patience))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || failed "$what"
        [ -z "$editor" ] || alive || failed "$what: the editor is gone"
        sleep 0.03
    done
}

# WHAT: waits until the editor has ended by itself.
until_ended() {
    local end=$((SECONDS + patience))
    while alive; do
        [ "$SECONDS" -lt "$end" ] || failed "$1"
        sleep 0.03
    done
    editor=''
}

# SIZE: starts the screen.
open_screen() {
    exec 9>"$work/display"
    Xvfb -displayfd 9 -screen 0 "$1x24" -nolisten tcp -noreset >"$work/xvfb" 2>&1 &
    server=$!
    disown
    until_so "Xvfb doesn't start" test -s "$work/display"
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

title() { xdotool getwindowname "$window"; }
titled() { [ "$(title)" = "$1" ]; }
is_seen() { window=$(xdotool search --onlyvisible --pid "$editor" 2>/dev/null | tail -1) && [ -n "$window" ]; }

# ARGUMENTS...: starts the editor, and waits for its window.
open_editor() {
    "$program" "$@" >"$work/said" 2>&1 &
    editor=$!
    disown
    until_so "no window comes up" is_seen
    # There is no window manager that would do this.
    xdotool windowfocus --sync "$window"
}
