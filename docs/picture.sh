#!/bin/sh
# Renders docs/diff.png: what a reviewer sees of two revisions of the essay, as the real page of `tarjuman diff`.
#
#   docs/picture.sh [PROGRAM [PICTURE]]     [default: target/release/tarjuman docs/diff.png]
#
# The edits of the second revision are those of tests/project/second-hand.tsv, author and time are fixed. Needs
# Chromium (or its name in CHROMIUM).
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
program=${1:-$root/target/release/tarjuman}
program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program")
picture=${2:-$root/docs/diff.png}
picture=$(cd "$(dirname "$picture")" && pwd)/$(basename "$picture")
if [ -z "${CHROMIUM:-}" ]; then
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" > /dev/null; then
            CHROMIUM=$name
            break
        fi
    done
fi
if [ -z "${CHROMIUM:-}" ]; then
    echo "picture.sh: no Chromium is installed; name one in CHROMIUM" >&2
    exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$root/tarjuman.toml" "$root/sources" "$root/translations" "$work"
cd "$work"

# Exit status 1 is done, with findings or differences.
done_by() { "$program" --quiet --author "$@" > /dev/null 2>&1 || [ $? -eq 1 ]; }

SOURCE_DATE_EPOCH=1795000000 done_by "first hand" build
tab=$(printf '\t')
grep -v '^#' "$root/tests/project/second-hand.tsv" | while IFS=$tab read -r language old new; do
    file=translations/$language/essay.po
    grep -qF "$old" "$file"
    sed "s|$old|$new|" "$file" > edited.po
    mv edited.po "$file"
done
SOURCE_DATE_EPOCH=1795086400 done_by "second hand" build
done_by "second hand" diff 1..2 --html -o page.html

"$CHROMIUM" --headless=new --no-sandbox --disable-gpu --hide-scrollbars --force-color-profile=srgb \
    --window-size=920,1090 --virtual-time-budget=5000 \
    --screenshot="$work/picture.png" "file://$work/page.html" 2> /dev/null
mv picture.png "$picture"
echo "wrote $picture"
