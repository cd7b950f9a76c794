#!/usr/bin/env bash
# The package for Debian: built, looked at, installed, used, and removed without a trace.
#
# Usage: tests/package.sh [PROGRAM]     as root, on Debian and its kin. PROGRAM is
# target/release/wiregrad unless another is named: then, or without cargo-deb, packaging/deb.py
# makes the package of the same table in Cargo.toml. Needs xdg-utils, desktop-file-utils,
# x11-utils, Xvfb, xdotool and what the editor opens at run time.
#
# A graph is opened by its type in a window on a screen that isn't there: by its content, as
# `graph.ron`, and by its name, `empty.wiregrad.ron`.
set -u
cd "$(dirname "$0")/.." || exit 2
source tests/screen.sh package "${1:-${CARGO_TARGET_DIR:-target}/release/wiregrad}" \
    dpkg xdg-mime gio xprop desktop-file-validate
[ "$(id -u)" = 0 ] || { echo "installing a package needs root"; exit 2; }
if dpkg -s wiregrad >/dev/null 2>&1; then
    echo "wiregrad is installed already: remove it first"
    exit 2
fi

# Every file of the system that a package may leave something in. Caches that triggers
# write are compared by what they say of wiregrad.
traces() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run \
        -o -path "$PWD" -o -path "$HOME" -o -path /var/lib/dpkg -o -path /var/log \) -prune \
        -o -iname '*wiregrad*' -print | grep -v '/target/' | sort
    grep -rl wiregrad /usr/share/mime /usr/share/applications 2>/dev/null | sort
}

# --- built --------------------------------------------------------------------

rm -rf target/package
"$program" share target/package || failed "share"
if command -v cargo-deb >/dev/null && [ "$program" -ef target/release/wiregrad ]; then
    cargo deb --no-build --output "$work/wiregrad.deb" >"$work/said" 2>&1 || failed "cargo deb"
else
    packaging/deb.py "$program" "$work/wiregrad.deb" >"$work/said" 2>&1 || failed "packaging/deb.py"
fi
passed "a package of $(($(stat -c %s "$work/wiregrad.deb") / 1024)) KiB is built"
dpkg-deb -c "$work/wiregrad.deb" | awk '{ print $6 }' >"$work/contents"
for file in usr/bin/wiregrad usr/share/applications/wiregrad.desktop \
    usr/share/mime/packages/wiregrad.xml usr/share/man/man1/wiregrad.1.gz \
    usr/share/man/man1/wiregrad-eval.1.gz usr/share/bash-completion/completions/wiregrad \
    usr/share/zsh/vendor-completions/_wiregrad \
    usr/share/fish/vendor_completions.d/wiregrad.fish \
    usr/share/icons/hicolor/16x16/apps/wiregrad.png \
    usr/share/icons/hicolor/512x512/apps/wiregrad.png \
    usr/share/icons/hicolor/scalable/apps/wiregrad.svg \
    usr/share/doc/wiregrad/examples/lecture_neuron.ron usr/share/doc/wiregrad/copyright; do
    grep -qx "./$file" "$work/contents" || failed "the package has no $file"
done
passed "the package has all that it must"
desktop-file-validate packaging/wiregrad.desktop >"$work/said" 2>&1 || failed "the desktop entry"
passed "the desktop entry is valid"

# --- installed ----------------------------------------------------------------

traces >"$work/before"
dpkg -i "$work/wiregrad.deb" >"$work/said" 2>&1 || failed "dpkg -i"
[ "$(command -v wiregrad)" = /usr/bin/wiregrad ] || failed "no wiregrad in the path"
(cd / && wiregrad eval /usr/share/doc/wiregrad/examples/lecture_neuron.ron) | grep -qE '^w +parameter +2 +-4$' ||
    failed "the installed program doesn't evaluate"
passed "the installed program evaluates"
if command -v man >/dev/null; then
    man -P cat wiregrad-eval 2>/dev/null | grep -q -- --upstream || failed "no man page of eval"
    passed "man wiregrad-eval says what it takes"
fi
bash -c 'source /usr/share/bash-completion/completions/wiregrad
    COMP_WORDS=(wiregrad par) COMP_CWORD=1; _wiregrad wiregrad par wiregrad
    [ "${COMPREPLY[*]}" = parameters ]' || failed "bash completes nothing"
passed "bash completes"

cp saved_graphs/lecture_neuron.ron "$work/graph.ron"
printf '(version: 1, nodes: [])\n' >"$work/empty.wiregrad.ron"
printf '(name: "other")\n' >"$work/other.ron"
type_of() { xdg-mime query filetype "$1" 2>/dev/null; }
for name in graph.ron empty.wiregrad.ron; do
    [ "$(type_of "$work/$name")" = application/x-wiregrad ] || failed "$name is $(type_of "$work/$name")"
done
[ "$(type_of "$work/other.ron")" != application/x-wiregrad ] || failed "any .ron is taken for a graph"
passed "graphs are known by content and by name, and other files aren't"

# --- opened by its type ---------------------------------------------------------

open_screen 1280x800
for name in graph.ron empty.wiregrad.ron; do
    gio open "$work/$name" >"$work/said" 2>&1 || failed "gio open $name"
    until_so "no window has $name" xdotool search --onlyvisible --name "$name"
    window=$(xdotool search --onlyvisible --name "$name" | tail -1)
    editor=$(xdotool getwindowpid "$window")
    xprop -id "$window" _NET_WM_ICON | grep -q 'Icon (128 x 128)' || failed "the window has no icon"
    kill "$editor"
    until_ended "the window stays"
    passed "$name opens by its type, with the icon"
done

# --- removed ------------------------------------------------------------------

dpkg -P wiregrad >"$work/said" 2>&1 || failed "dpkg -P"
traces >"$work/after"
diff "$work/before" "$work/after" >"$work/said" || failed "traces are left"
[ "$(type_of "$work/graph.ron")" != application/x-wiregrad ] || failed "the type is still known"
passed "nothing is left of it"
rm -rf "$work"
echo "$passed passed, $failed failed"
