#!/usr/bin/env bash
# Kills a save, of a graph and of a training's checkpoint, at every one of its system
# calls, and lets every one fail with ENOSPC, EIO and EACCES. After each the file must be the old one or the new one,
# whole; a save that failed must say so and end with a status other than 0.
#
# Usage: tests/save_crash.sh [WORK_FOLDER]      needs strace and the right to trace
# (a kill may leave a temporary file: that is counted and told, and must not keep
# the next load or save from working).
set -u
cd "$(dirname "$0")/.." || exit 2
command -v strace >/dev/null || { echo "strace is missing: apt-get install strace"; exit 2; }
cargo build --quiet --example save || exit 2
save=${CARGO_TARGET_DIR:-target}/debug/examples/save
work=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/save_crash.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 litter=0

# The old files: large enough that they take more than a single block to write.
{
    printf '// wiregrad graph\n(\n    version: 1,\n    nodes: [\n'
    for i in $(seq 300); do
        printf '        (name: "x%d", op: "input", value: %d.0, at: (40, %d)),\n' "$i" "$i" "$i"
    done
    printf '    ],\n)\n'
} >"$work/old.ron"
"$save" "$work/old.npz" || { echo "there is no first checkpoint"; exit 2; }

reset() {
    rm -rf "$work/folder" && mkdir "$work/folder" && cp "$old" "$file" && chmod 640 "$file" &&
        ln -s "${file##*/}" "$link"
}

bad() {
    failed=$((failed + 1))
    echo "FAILED: $1"
    sed 's/^/    /' "$work/messages"
}

# One disturbed save: KIND (KILL or an error) at call NAME N.
disturb() {
    local kind=$1 name=$2 n=$3 status what
    what="$kind at $name $n"
    reset
    if [ "$kind" = KILL ]; then
        inject="$name:signal=KILL:when=$n"
    else
        inject="$name:error=$kind:when=$n"
    fi
    # The braces keep the shell's own word on the kill from the screen.
    { strace -f -o "$work/trace" -e inject="$inject" "$save" "$link" >"$work/messages" 2>&1; } 2>/dev/null
    status=$?
    if [ "$kind" = KILL ] && [ "$status" != 137 ]; then
        bad "$what: it wasn't killed"
        return
    fi
    if [ "$kind" != KILL ] && ! grep -q INJECTED "$work/trace"; then
        bad "$what: the call didn't fail"
        return
    fi
    local state=broken
    cmp -s "$file" "$old" && state=old
    cmp -s "$file" "$new" && state=new
    if [ "$state" = broken ]; then
        bad "$what: the file is neither the old one nor the new one"
        return
    fi
    if [ "$state" = old ] && [ "$status" = 0 ]; then
        bad "$what: nothing was saved, and yet the status is 0"
        return
    fi
    if [ "$kind" != KILL ] && [ "$status" != 0 ] && [ ! -s "$work/messages" ]; then
        bad "$what: status $status without a message"
        return
    fi
    if [ "$(stat -c %a "$file")" != 640 ]; then
        bad "$what: the permissions are $(stat -c %a "$file"), not 640"
        return
    fi
    if [ ! -L "$link" ]; then
        bad "$what: the symbolic link is gone"
        return
    fi
    left=$(find "$work/folder" -mindepth 1 ! -name "${file##*/}" ! -name "${link##*/}" | wc -l)
    litter=$((litter + left))
    if [ "$kind" != KILL ] && [ "$left" != 0 ] && [ "$name" != unlink ] && [ "$name" != unlinkat ]; then
        bad "$what: a temporary file is left"
        return
    fi
    # Whatever was left: the next save works, and it is the new file then.
    if ! "$save" "$link" >"$work/messages" 2>&1 || ! cmp -s "$file" "$new"; then
        bad "$what: the next save doesn't work"
        return
    fi
    passed=$((passed + 1))
}

# All of that for the kind of file that has this ending.
try_all() {
    local ending=$1
    old=$work/old.$ending new=$work/new.$ending
    file=$work/folder/file.$ending
    link=$work/folder/link.$ending # the save goes through a symbolic link

    # The new file, from a save that nothing disturbs; a second trace lists its calls.
    reset
    "$save" "$link" || { echo "an undisturbed save fails"; exit 2; }
    cp "$file" "$new"
    cmp -s "$old" "$new" && { echo "the save changes nothing"; exit 2; }
    reset
    strace -f -o "$work/trace" "$save" "$link" || { echo "can't trace"; exit 2; }

    # NAME N for each call from the marker on: the Nth call of this name in the process.
    awk '{
        sub(/^[0-9]+ +/, "")
        if (match($0, /^[a-z_0-9]+\(/)) {
            name = substr($0, 1, RLENGTH - 1)
            count[name]++
            if (begun && name != "exit_group") print name, count[name]
        }
        if ($0 ~ /the-save-starts-here/) begun = 1
    }' "$work/trace" >"$work/calls"
    [ -s "$work/calls" ] || { echo "the marker is not in the trace"; exit 2; }

    while read -r name n; do
        for kind in KILL ENOSPC EIO EACCES; do
            disturb "$kind" "$name" "$n"
        done
    done <"$work/calls"
    echo "calls of a save of $ending: $(cut -d' ' -f1 "$work/calls" | tr '\n' ' ')"
}

try_all ron
try_all npz
echo "temporary files left by killed saves: $litter"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 80 ]
