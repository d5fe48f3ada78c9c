#!/usr/bin/env bash
# The real program in a real window with a real mouse: choose a prompt, drag boxes in, connect them, check, save, export; then
# look at the files. After it, a mock interview (round.sh). Needs Xvfb, openbox, xdotool, xclip and ImageMagick.
#
#   tests/window/run.sh target/debug/boxdrill [FOLDER FOR SCREENSHOTS]
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$here/lib.sh" "$@"

start_program
shot home

# The first prompt of the list is the URL shortener.
click 300 278
pause 1.5
# Client, load balancer and app service from the palette; the store by its product's name.
drag 60 176 330 300
drag 60 338 560 300
drag 60 555 800 300
click 110 112
xdotool type --delay 120 postgres
pause 1.5
drag 60 146 800 470
# From the dots beside a box to the next.
at 330 300; pause; drag 420 300 560 300
at 560 300; pause; drag 650 300 800 300
at 800 300; pause; drag 800 342 800 470
keys ctrl+Return
pause 0.6
shot checked

keys ctrl+s
write_to "$work/mine.boxdrill"

# The other gestures that drawing lives on. What each did is read from the file.
saved=$work/mine.boxdrill
save() { cp "$saved" "$work/before"; keys ctrl+s; pause 0.4; }
count() { grep -c "$1" "$saved" || true; }
expect() { [ "$(count "$2")" = "$1" ] || fail "$3: $(cat "$saved")"; }
changed() { ! cmp -s "$saved" "$work/before" || fail "$1"; }
# A double click places by name.
at 400 520; xdotool click --repeat 2 --delay 60 1; pause; typed redis; keys Return; save
expect 1 '"kind": "cache"' "a cache was placed by a double click"
# Dragging moves, and the arrows nudge.
drag 400 520 430 600; save
changed "the cache was dragged"
keys Right; save
changed "the cache was nudged"
# F2 renames.
keys F2; keys ctrl+a; typed "Hot links"; keys Return; save
expect 1 '"name": "Hot links"' "the cache was renamed"
# Ctrl and an arrow draw on from it.
keys ctrl+Right; typed worker; keys Return; save
expect 1 '"kind": "worker"' "a worker was drawn beside the cache"
expect 4 '"from":' "the cache calls the worker"
# A marquee takes both, and a copy of them is one step of undo.
drag 330 545 790 665; keys ctrl+d; save
expect 2 '"kind": "worker"' "what the marquee took was copied"
keys ctrl+z; save
expect 1 '"kind": "worker"' "the copy was taken back"
# The middle button moves the view: the cache is then found higher up.
at 300 600; xdotool mousedown 2; pause 0.2; at 300 560; at 300 500; xdotool mouseup 2; pause
click 446 500; keys Delete; save
expect 0 '"kind": "cache"' "the view was moved, and the cache deleted where it was then"
# The wheel with Ctrl zooms.
shot moved
at 560 400; xdotool keydown ctrl click 4 click 4 keyup ctrl; pause
shot zoomed
cmp -s "$shots/moved.png" "$shots/zoomed.png" && fail "the wheel zooms"

# The clipboard, with other programs: a flowchart comes in, components, names and pictures go out.
clipboard() { timeout 5 xclip -selection clipboard -o "$@" 2>/dev/null || true; }
printf 'flowchart LR\n  web[Night shift] --> api[Order API]\n' | xclip -selection clipboard -i
keys ctrl+v; save
expect 1 '"name": "Night shift"' "a flowchart was pasted from another program"
keys ctrl+z
keys ctrl+a; keys ctrl+c
clipboard | grep -q '"name": "Postgres"' || fail "components can be pasted into other programs: $(clipboard)"
keys alt+shift+c
pause 1
clipboard -t TARGETS | grep -q 'image/png' || fail "a copied picture is a picture: $(clipboard -t TARGETS)"
[ "$(clipboard -t image/png | head -c 8 | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || fail "the copied picture is no PNG"
save
# What was said of the copy goes away, so that what is said of the refusal is seen.
still() { for _ in $(seq 30); do shot still; sleep 0.7; shot "$1"; cmp -s "$shots/still.png" "$shots/$1.png" && return; done; fail "the window comes to rest"; }
still picture_copied
keys ctrl+v; shot picture_refused
cmp -s "$shots/picture_copied.png" "$shots/picture_refused.png" && fail "a picture that cannot be pasted is refused in silence"
save
cmp -s "$saved" "$work/before" || fail "a picture on the clipboard changes nothing"

# The notation, in and out.
printf 'cron: scheduler "Nightly run"\ncron -> mailer\nmailer: worker "Mailer"\n' | xclip -selection clipboard -i
keys ctrl+v; save
expect 1 '"name": "Nightly run"' "lines of the notation were pasted from another program"
keys ctrl+k; typed "Copy as text"; keys Return
clipboard | grep -q '^[a-z_0-9]*: .*"Nightly run"' || fail "the notation can be pasted into other programs: $(clipboard)"
clipboard | grep -q -- '->' || fail "the copied notation has its connections: $(clipboard)"
keys ctrl+z

# A name from another program into its field, in scripts that the bundled font has no letters of: two names of one length look
# different, where the signs that stand for missing letters would look the same.
paste_name() { printf %s "$1" | xclip -selection clipboard -i; keys F2; keys ctrl+a; keys ctrl+v; keys Return; save; expect 1 "\"name\": \"$1\"" "a name was pasted into its field"; still "$2"; }
differ() { cmp -s "$shots/$1.png" "$shots/$2.png" && fail "$3 is drawn with its own letters"; true; }
keys Escape; keys Tab
paste_name 東京駅前 name_cjk; paste_name 大阪城西 name_cjk_other
differ name_cjk name_cjk_other "Chinese and Japanese"
paste_name مرحبا name_arabic; paste_name كتابي name_arabic_other
differ name_arabic name_arabic_other "Arabic"
keys ctrl+z 4; save

# Between two windows. The second one opens a copy of the file and has the keyboard without a click.
keys ctrl+a; keys ctrl+c
cp "$saved" "$work/second.boxdrill"
BOXDRILL_STATE_DIR=$work/second_state "$program" "$work/second.boxdrill" >"$work/second.log" 2>&1 &
second=$!
pids+=("$second")
for _ in $(seq 150); do
  [ "$(xdotool search --name '^boxdrill$' 2>/dev/null | wc -l)" -gt 1 ] && break
  sleep 0.2
done
pause 4
first_saved=$saved
saved=$work/second.boxdrill
keys ctrl+v; save
expect 6 '"from":' "components were pasted into another window"
keys ctrl+z
keys Tab; keys F2; keys ctrl+a; keys ctrl+c; keys Escape
[ "$(clipboard | wc -l)" -le 1 ] && [ -n "$(clipboard)" ] || fail "a name can be copied out of its field: $(clipboard)"
shot second
kill "$second"; wait "$second" 2>/dev/null || true
saved=$first_saved
pause 1

keys ctrl+shift+e
shot export
keys Return
write_to "$work/mine.png"
pause 0.5
shot exported
kill -0 "$app" 2>/dev/null || fail "the program ended"

[ "$(grep -c '"kind": "\(client\|load_balancer\|app_service\|sql_database\)"' "$saved")" = 4 ] || fail "four components were dragged in: $(cat "$saved")"
expect 3 '"from":' "three connections were drawn"
grep -q '"scenario": "url_shortener"' "$saved" || fail "the drawing answers the prompt"
"$program" check "$saved" --fail-on never >"$work/check.txt"
grep -qi 'score' "$work/check.txt" || fail "the command line checks the same file"
read -r width height colors < <(identify -format '%w %h %k\n' "$work/mine.png")
[ "$width" -gt 1000 ] && [ "$height" -gt 400 ] && [ "$colors" -gt 100 ] || fail "the picture is $width by $height with $colors colors"
grep -q '"url_shortener"' "$work/state"/*.json || fail "the score is remembered"

echo "window test: 36 passed, 0 failed"

kill "$app"; wait "$app" 2>/dev/null || true
source "$here/round.sh"
