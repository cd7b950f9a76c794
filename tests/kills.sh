#!/usr/bin/env bash
# Kills the editor, with -9, in the midst of work, and measures how much of the work its
# recovery copy doesn't have. The kinds of work come in turn:
#   typed    a number is typed over again and again
#   scrubbed the number of a node is dragged
#   moved    a node is dragged
#   open     a number is typed, and the field is still open
#
# Usage: tests/kills.sh [KILLS] [PROGRAM]      needs Xvfb, xdotool and Mesa's software GL.
# KILLS is 200 unless another number is given, PROGRAM target/debug/wiregrad. KINDS names
# the kinds to try, SEED the random numbers, MOST the loss in ms that is allowed (1000).
set -u
cd "$(dirname "$0")/.." || exit 2
kills=${1:-200}
source tests/screen.sh kills "${2:-${CARGO_TARGET_DIR:-target}/debug/wiregrad}"
read -ra kinds <<<"${KINDS:-typed scrubbed moved open}"
most=${MOST:-1000}
RANDOM=${SEED:-1}

file=$work/graph.ron

now() { echo "${EPOCHREALTIME/./}"; } # in microseconds
copy() { cat "$work"/state/recovery/*.ron 2>/dev/null; }

# One node, which is drawn in the middle of the canvas, without panels around it.
start() {
    rm -rf "$work/state"
    echo '(version: 1, nodes: [(name: "w", op: "parameter", value: 2.0, at: (0, 0))])' >"$file"
    cp "$file" "$work/before"
    open_editor "$file"
    until_so "the file isn't opened" titled 'graph.ron — wiregrad'
    sleep 0.3
}

# The time of each edit, by its number.
declare -A at
edit() {
    xdotool type --delay 30 "$1" && xdotool key Return
    at[$1]=$(now)
    sleep 0.15
}

# Works until the editor is gone.
typed() {
    local number=100
    xdotool key ctrl+a
    while alive; do
        number=$((number + 1))
        edit "$number"
    done
}
drag() { # Y: from the middle of the window, there and back
    local part=0
    xdotool mousemove --window "$window" 640 "$1" mousedown 1
    while alive; do
        part=$(((part + 1) % 200))
        xdotool mousemove_relative -- "$((part < 100 ? 3 : -3))" 0
        sleep 0.01
    done
    xdotool mouseup 1
}
scrubbed() { drag 389; }
moved() { drag 411; }
open() {
    xdotool key ctrl+a
    edit 100
    xdotool type --delay 30 777
    at[777]=$(now)
    while alive; do sleep 0.02; done
}

# How old what isn't in the copy was when the editor was killed, in ms.
loss() { # KIND KILLED
    local kind=$1 killed=$2 value first=''
    value=$(copy | sed -nE 's/.*value: (-?[0-9.]+),.*/\1/p' | head -1)
    case $kind in
    typed | open)
        for number in $(printf '%s\n' "${!at[@]}" | sort -n); do
            [ "$number" -gt "${value%.*}" ] 2>/dev/null || [ -z "$value" ] || continue
            first=${at[$number]}
            break
        done
        [ -n "$first" ] || first=$killed
        ;;
    *) # It changes all the time: what the copy lacks is younger than the copy.
        first=$(copy | sed -nE '1s/.*time: ([0-9]+)\.([0-9]+),.*/\1 \2/p')
        if [ -n "$first" ]; then
            read -r seconds part <<<"$first"
            part=${part}000000
            first=$seconds${part:0:6}
        else
            first=$begun
        fi
        ;;
    esac
    echo $(((killed - first > 0 ? killed - first : 0) / 1000))
}

open_screen 1280x800

# Once without panels and of this size, it stays so.
start
sleep 1
xdotool key F3
sleep 1
xdotool key F4
sleep 1
xdotool key ctrl+q
until_ended "the first start doesn't end"

declare -A longest count over missing
torn=0
for ((nth = 0; nth < kills; nth++)); do
    kind=${kinds[nth % ${#kinds[@]}]}
    at=()
    start
    # Between 1.2 and 4 seconds from now.
    wait_ms=$((1200 + RANDOM % 2800))
    ( sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))" && now >"$work/killed" && kill -9 "$editor" ) 2>/dev/null &
    killer=$!
    begun=$(now)
    "$kind" 2>/dev/null
    wait "$killer"
    editor=''
    lost=$(loss "$kind" "$(cat "$work/killed")")
    wrong=''
    for one in "$work"/state/recovery/*.ron; do
        if [ ! -e "$one" ]; then
            missing[$kind]=$((${missing[$kind]:-0} + 1))
        elif ! "$program" eval "$one" >/dev/null 2>&1; then
            torn=$((torn + 1))
            wrong="$wrong the copy is torn"
        fi
    done
    cmp -s "$file" "$work/before" || { torn=$((torn + 1)); wrong="$wrong the file was changed"; }
    [ "$lost" -le "$most" ] || { over[$kind]=$((${over[$kind]:-0} + 1)); wrong="$wrong $lost ms are lost"; }
    count[$kind]=$((${count[$kind]:-0} + 1))
    [ "${longest[$kind]:-0}" -ge "$lost" ] || longest[$kind]=$lost
    if [ -z "$wrong" ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "FAILED: kill $((nth + 1)), $kind:$wrong"
    fi
done
for kind in "${kinds[@]}"; do
    echo "$kind: ${count[$kind]:-0} kills, at most ${longest[$kind]:-0} ms lost, ${over[$kind]:-0} times more than $most, ${missing[$kind]:-0} times no copy"
done
echo "torn: $torn"
[ "$failed" != 0 ] || rm -rf "$work"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
