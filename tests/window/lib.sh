# What the window tests share: a screen with a window manager, the program in it, its mouse and its keyboard.
# shellcheck shell=bash
#
#   source lib.sh PROGRAM [FOLDER FOR SCREENSHOTS]
set -euo pipefail

program=$(realpath "${1:?the program to test}")
work=$(mktemp -d)
shots=${2:-$work}
mkdir -p "$shots"
export DISPLAY=:${BOXDRILL_TEST_DISPLAY:-97}
export BOXDRILL_STATE_DIR=$work/state BOXDRILL_DATA_DIR=$work/data BOXDRILL_NO_NATIVE_DIALOG=1
export LIBGL_ALWAYS_SOFTWARE=1
unset WAYLAND_DISPLAY WAYLAND_SOCKET

# Without decoration and maximized, so that places in the window are places on the screen.
cat > "$work/rc.xml" <<'XML'
<openbox_config xmlns="http://openbox.org/3.4/rc"><applications><application class="*">
<decor>no</decor><maximized>yes</maximized></application></applications></openbox_config>
XML

# The programs to end, and what the program that is tested says.
pids=()
log=$work/log
finish() {
  status=$?
  if [ $status -ne 0 ]; then
    import -window root "$shots/failed.png" 2>/dev/null || true
    echo "the window test failed: see $shots and $work"
    [ -f "$log" ] && cat "$log"
  fi
  kill "${pids[@]}" 2>/dev/null || true
  exit $status
}
trap finish EXIT

fail() { echo "FAILED: $*"; exit 1; }
# Whether a thread of one of the programs runs or waits for its turn: on a busy machine a frame can take a second.
at_work() {
  local program_id thread line
  for program_id in "${pids[@]}"; do
    for thread in /proc/"$program_id"/task/*/stat; do
      { read -r line <"$thread"; } 2>/dev/null || continue
      case ${line##*) } in [RD]*) return 0 ;; esac
    done
  done
  return 1
}
# Waits so long, and then until the programs have done what they were told, but not for something that keeps moving.
pause() {
  sleep "${1:-0.6}"
  local quiet=0
  for _ in $(seq 40); do
    if at_work; then quiet=0; else quiet=$((quiet + 1)); fi
    if [ $quiet = 3 ]; then break; fi
    sleep 0.05
  done
}
# On the way of a gesture there is no need to wait: the program takes the places one after the other.
at() { xdotool mousemove "$1" "$2"; sleep 0.15; }
click() { at "$1" "$2"; xdotool click 1; pause; }
drag() {
  at "$1" "$2"
  pause 0.1
  xdotool mousedown 1
  pause 0.3
  for step in 1 2 3 4 5 6; do
    at $(($1 + ($3 - $1) * step / 6)) $(($2 + ($4 - $2) * step / 6))
  done
  xdotool mouseup 1
  pause
}
# A key, once or as often as is said. Several Tabs in one frame count as one, so each gets its own.
keys() { for _ in $(seq "${2:-1}"); do xdotool key --clearmodifiers "$1"; pause; done; }
typed() { xdotool type --delay 60 "$1"; pause; }
# Puts a path into the field that stands for the dialog of the desktop, and waits for the file.
write_to() {
  keys ctrl+a
  xdotool type --delay 30 "$1"
  keys Return
  wait_for_file "$1"
}
shot() { import -window root "$shots/$1.png"; }
wait_for_file() {
  for _ in $(seq 100); do
    [ -s "$1" ] && return
    sleep 0.2
  done
  fail "$1 was not written"
}

# Starts the program, as $app, on a file where one is given, and waits until its window is drawn.
start_program() {
  "$program" "$@" >"$log" 2>&1 &
  app=$!
  pids+=("$app")
  for _ in $(seq 150); do
    xdotool search --name '^boxdrill$' >/dev/null 2>&1 && break
    kill -0 "$app" 2>/dev/null || fail "the program ended"
    sleep 0.2
  done
  for _ in $(seq 60); do
    pause 1
    import -window root "$work/started.png"
    [ "$(identify -format %k "$work/started.png")" -gt 100 ] && return
  done
  fail "the window shows next to nothing"
}

Xvfb "$DISPLAY" -screen 0 1440x900x24 >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 50); do xdotool getdisplaygeometry >/dev/null 2>&1 && break; sleep 0.2; done
openbox --config-file "$work/rc.xml" >/dev/null 2>&1 &
pids+=($!)
pause 1
