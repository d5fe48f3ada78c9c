#!/usr/bin/env bash
# The real program in a real window, edited steadily and killed at random times: whatever was drawn a second before is in the
# recovery copy, and the next start leaves it there. Needs what run.sh needs.
#
#   tests/window/kills.sh target/debug/boxdrill [ROUNDS [SEED [FOLDER FOR SCREENSHOTS]]]
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
rounds=${2:-5}
RANDOM=${3:-1}
shots=${4:-$(mktemp -d)}
source "$here/lib.sh" "$1" "$shots"

# The most that may be lost (ms).
allowed=1000
drawing=$work/mine.txt
printf 'client: client "Shopper"\n' >"$drawing"
recovery=$BOXDRILL_STATE_DIR/recovery
now() { echo $(($(date +%s%N) / 1000000)); }
copies() { if [ -d "$recovery" ]; then find "$recovery" -name '*.boxdrill'; fi; }

# Copies the selected box again and again; writes down when each copy was there at the latest (ms).
draw() {
  while kill -0 "$app" 2>/dev/null; do
    xdotool key --clearmodifiers ctrl+d
    pause 0.05
    now >>"$work/drawn"
  done
}

worst=0
kept=
drawn_in_all=0
due_in_all=0
for round in $(seq "$rounds"); do
  : >"$work/drawn"
  start_program "$drawing"
  # A start takes nothing away.
  [ -z "$kept" ] || [ -s "$kept" ] || fail "round $round: the copy of the last round is gone: $kept"
  rm -rf "$recovery"
  keys Tab
  draw &
  pen=$!
  # Some are killed before the first copy is due, most after it.
  sleep "$((RANDOM % 6)).$((RANDOM % 10))"
  killed=$(now)
  kill -KILL "$app"
  wait "$app" 2>/dev/null || true
  wait "$pen" 2>/dev/null || true
  # What was there a second before the end.
  due=0
  times=()
  while read -r time; do
    [ "$time" -gt "$killed" ] && continue
    times+=("$time")
    if [ $((killed - time)) -gt $allowed ]; then due=$((due + 1)); fi
  done <"$work/drawn"
  found=0
  kept=$(copies | head -1)
  if [ -n "$kept" ]; then
    "$program" check "$kept" --fail-on never >"$work/check.txt" || fail "round $round: the copy does not open: $kept"
    found=$(($(grep -c '"kind":' "$kept") - 1))
  fi
  [ "$found" -ge "$due" ] || fail "round $round: $due boxes were drawn more than $allowed ms before, $found are kept ($kept)"
  if [ "$found" -lt "${#times[@]}" ]; then
    age=$((killed - times[found]))
    if [ "$age" -gt "$worst" ]; then worst=$age; fi
  fi
  drawn_in_all=$((drawn_in_all + ${#times[@]}))
  due_in_all=$((due_in_all + due))
done
[ "$due_in_all" -ge "$rounds" ] || fail "next to nothing had to be kept: $due_in_all boxes"
echo "window kills: $rounds rounds, $drawn_in_all boxes drawn, all $due_in_all older than $allowed ms kept, the oldest lost one was $worst ms old"
