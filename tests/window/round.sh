#!/usr/bin/env bash
# A short mock interview in the real window, by the keyboard where it can be: set it up, write a requirement, draw, end it
# early, and export the scorecard. What the program keeps of the running round tells what each step did. run.sh plays it after
# its own part; it also runs alone:
#
#   tests/window/round.sh target/debug/boxdrill [FOLDER FOR SCREENSHOTS]
[ -n "${pids+set}" ] || source "$(dirname "$(realpath "${BASH_SOURCE[0]}")")/lib.sh" "$@"

export BOXDRILL_STATE_DIR=$work/round_state BOXDRILL_DATA_DIR=$work/round_data
log=$work/round.log
rounds=$BOXDRILL_STATE_DIR/interviews
kept_round() { cat "$rounds"/*.json "$rounds"/finished/*.json 2>/dev/null || true; }
# The program keeps a running round once a second. Waits until the kept round holds the words so many times.
kept() {
  for _ in $(seq 50); do
    [ "$(kept_round | grep -oF -- "$2" | wc -l)" = "$1" ] && return
    sleep 0.2
  done
  fail "$3: $(kept_round)"
}

start_program
# The setup: the prompt, two roles and three ways to draw stand before the shortest length, two other lengths after it.
keys ctrl+shift+i
pause 1
shot round_setup
keys Tab 7; keys space
keys Tab 3; keys space
kept 1 '"length":"drill"' "a round of 20 minutes was started"
kept 1 '"scenario":"url_shortener"' "the round is about the first prompt"

# The field for questions has the keyboard from the start.
typed "How many links are created?"; keys Return
kept 1 '"asked":[{"asked":"How many links are created?"' "a question was asked without a click"
keys Escape
# Three buttons on top, seven stages and the button to the next one stand before the first field of the notes.
keys Tab 12
typed "Opening a short link leads to its page"; keys Return
kept 1 '"must_have":[{"text":"Opening a short link leads to its page"' "a requirement was written down"
shot round_requirements
# Back over the line and what removes it to the button, which stays under the keyboard up to the drawing.
keys shift+Tab 3
keys space; kept 1 '"stage":"estimates"' "the round went on to the estimates"
keys space; kept 1 '"stage":"data"' "the round went on to the data"
keys space; kept 1 '"stage":"design"' "the round went on to the design"

keys slash; typed client; keys Return
kept 1 '\"kind\": \"client\"' "a client was placed by its name"
keys ctrl+Right; typed "app service"; keys Return
kept 1 '\"kind\": \"app_service\"' "a service was drawn beside the client"
kept 1 '\"from\": 1' "the client calls the service"
keys ctrl+Right; typed postgres; keys Return
kept 1 '\"kind\": \"sql_database\"' "a store was drawn beside the service"
kept 2 '\"from\":' "the service calls the store"
shot round_design
# On a drawing Tab goes from box to box, so the mouse presses the button to the next stage.
click 1188 841
kept 1 '"stage":"deep_dive"' "the round went on to the deep dive"
shot round_deep_dive

# "End interview…" is the first button; the way back takes its place, and "End it now" comes after it.
keys Tab; keys space
shot round_ending
keys Tab; keys space
kept 1 '"ended":true' "the round was ended"
pause 1
shot scorecard

# Escape takes the keyboard from what has it, and closes a menu: three buttons then stand before the one with the formats.
keys Escape; keys Tab 4; keys space; keys Down
shot scorecard_export
keys Return
write_to "$work/card.html"
keys Escape; keys Tab 4; keys space; keys Down 2; keys Return
write_to "$work/card.pdf"
pause 0.5
shot scorecard_exported
kill -0 "$app" 2>/dev/null || fail "the program ended"

grep -q 'Rubric' "$work/card.html" || fail "the scorecard is a page with the rubric"
grep -q 'URL shortener' "$work/card.html" || fail "the page tells the prompt"
[ "$(head -c 4 "$work/card.pdf")" = %PDF ] && tail -c 16 "$work/card.pdf" | grep -q '%%EOF' || fail "the PDF is none, or not whole"
grep -q '"url_shortener"' "$BOXDRILL_STATE_DIR"/*.json || fail "the score of the round is remembered"

echo "round test: 17 passed, 0 failed"
