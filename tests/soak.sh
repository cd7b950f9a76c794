#!/usr/bin/env bash
# A real window under random mouse and keys: the editor must go on, keep its memory, cost
# nothing when nobody touches it, and leave a sound copy of the work when it is ended.
#
# Usage: tests/soak.sh [SECONDS] [PROGRAM]      needs Xvfb, xdotool and Mesa's software GL.
# SECONDS is 600 unless another number is given, PROGRAM target/debug/wiregrad. SEED
# chooses other random input, MOST_MB another bound for the memory (700).
set -u
cd "$(dirname "$0")/.." || exit 2
seconds=${1:-600}
source tests/screen.sh soak "${2:-${CARGO_TARGET_DIR:-target}/debug/wiregrad}"
most_mb=${MOST_MB:-700}
graphs=$PWD/saved_graphs
RANDOM=${SEED:-1}

check() { # WHAT COMMAND...
    local what=$1
    shift
    if "$@"; then passed "$what"; else
        failed=$((failed + 1))
        echo "FAILED: $what"
    fi
}

open_screen 1280x800

cd "$work" || exit 2
for graph in "$graphs"/*.ron; do cp "$graph" "$work"; done
open_editor "$work/lecture_neuron.ron"
sleep 1

# --- random input -----------------------------------------------------------------

# Everything but what quits.
keys=(
    a b c d e f g h i j k l m n o p r s t u v w x y z 0 1 2 3 4 5 6 7 8 9
    minus period comma slash question space Return Return Return Escape Escape Escape Tab
    shift+Tab BackSpace Delete Left Right Up Down Home End Page_Up Page_Down
    F1 F2 F3 F4 F5 F6 F7 F8 F9 shift+F10
    ctrl+a ctrl+c ctrl+v ctrl+x ctrl+d ctrl+g ctrl+z ctrl+z ctrl+shift+z ctrl+y ctrl+n ctrl+o
    ctrl+s ctrl+r ctrl+e ctrl+f ctrl+k ctrl+p ctrl+l ctrl+t ctrl+0 ctrl+1 ctrl+plus ctrl+minus
    alt+Left alt+Right shift+Left shift+Right
)
texts=(add multiply tanh matmul 3.5 -2 "1/3" softmax sum "[2, 3]" w x nothing "½")
place() { echo "$((RANDOM % 1280)) $((RANDOM % 800))"; }
act() {
    case $((RANDOM % 12)) in
    0 | 1) xdotool mousemove $(place) click 1 ;;
    2) xdotool mousemove $(place) click --repeat 2 --delay 40 1 ;;
    3) xdotool mousemove $(place) click 3 ;;
    4 | 5) # a drag, some of them interrupted by a key
        xdotool mousemove $(place) mousedown 1 mousemove $(place) mousemove $(place)
        [ $((RANDOM % 4)) != 0 ] || xdotool key "${keys[RANDOM % ${#keys[@]}]}"
        xdotool mousemove $(place) mouseup 1
        ;;
    6) xdotool mousemove $(place) click --repeat $((RANDOM % 6 + 1)) --delay 10 $((RANDOM % 2 + 4)) ;;
    7) xdotool mousemove $(place) mousedown 2 mousemove $(place) mouseup 2 ;;
    8) xdotool type --delay 5 -- "${texts[RANDOM % ${#texts[@]}]}" ;;
    *) xdotool key "${keys[RANDOM % ${#keys[@]}]}" ;;
    esac
}
memory() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$editor/status" 2>/dev/null; }
processor() { awk '{ print $14 + $15 }' "/proc/$editor/stat"; } # in hundredths of a second

acts=0 most=0 end=$((SECONDS + seconds))
while [ "$SECONDS" -lt "$end" ] && alive; do
    act >/dev/null 2>&1
    acts=$((acts + 1))
    now=$(memory)
    [ "${now:-0}" -le "$most" ] || most=$now
    # Now and then another graph, so that not all is spent on an empty one.
    if [ $((acts % 300)) = 0 ]; then
        xdotool key Escape Escape Escape ctrl+n
        sleep 0.3
        xdotool key d
    fi
done

# --- what is left --------------------------------------------------------------------

check "it goes on after $acts actions in $seconds s" alive
alive || { sed 's/^/    /' "$work/said"; echo "$passed passed, $failed failed"; exit 1; }
check "it never panicked" eval '! grep -q panicked "$work/said"'
check "its memory stayed below $most_mb MB: $most MB" test "$most" -le "$most_mb"
# Out of fields, dialogs and gestures; then one change, so that there is work to keep.
xdotool mouseup 1 mouseup 2 mouseup 3
xdotool key --delay 100 Escape Escape Escape Escape ctrl+n
sleep 0.5
xdotool key d
sleep 3
before=$(processor)
sleep 10
used=$(($(processor) - before))
check "at rest it uses at most 2 % of a core: $((used * 10)) ms in 10 s" test "$used" -le 20
xdotool mousemove 640 400
xdotool type --delay 50 3
sleep 0.5
xdotool key Return
sleep 2
kill -TERM "$editor"
until_ended "it doesn't end by SIGTERM"
for copy in "$work"/state/recovery/*.ron; do
    [ ! -e "$copy" ] || check "the copy of its unsaved work is sound" eval '"$program" eval "$copy" >"$work/eval" 2>&1 || ! grep -q "line " "$work/eval"'
done
[ "$failed" != 0 ] || rm -rf "$work"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
