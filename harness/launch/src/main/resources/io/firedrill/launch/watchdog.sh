#!/bin/sh
# Waits for the end of the harness, whose pipe is this script's standard input, and then clears up what is left.
#
#   watch PID     kill this process at the end      forget PID    no longer
#   remove DIR    remove this directory at the end
#   run FILE      run this shell script at the end   spare FILE    no longer
#
# A process is killed only if it is still the one that was announced: its start time is noted when the watch begins.
# A directory is removed only if it holds the file .firedrill-removable: a mistake elsewhere must not cost anybody's data.
trap '' INT HUP TERM QUIT PIPE
set -f # names with * or ? are taken as they are
echo ready

watched=' '
newline='
'
removals=$newline
scripts=$newline

started() {
    if [ -r "/proc/$1/stat" ]; then
        read -r stat <"/proc/$1/stat" || return 1
        # The second field is the command in parentheses and may hold blanks: count from behind it.
        # shellcheck disable=SC2086
        set -- ${stat##*) }
        echo "${20}"
    else
        ps -o lstart= -p "$1" 2>/dev/null | tr ' ' '_'
    fi
}

while read -r verb rest; do
    case $verb in
    watch)
        start=$(started "$rest")
        [ -n "$start" ] && watched="$watched$rest:$start "
        echo "watching $rest"
        ;;
    forget)
        kept=' '
        for one in $watched; do
            [ "${one%%:*}" = "$rest" ] || kept="$kept$one "
        done
        watched=$kept
        ;;
    remove) removals="$removals$rest$newline" ;;
    run) scripts="$scripts$rest$newline" ;;
    spare)
        kept=$newline
        IFS=$newline
        for one in $scripts; do
            [ "$one" = "$rest" ] || kept="$kept$one$newline"
        done
        unset IFS
        scripts=$kept
        ;;
    esac
done

for one in $watched; do
    [ "$(started "${one%%:*}")" = "${one#*:}" ] && kill -9 "${one%%:*}" 2>/dev/null
done

IFS=$newline
for script in $scripts; do
    (unset IFS; sh "$script" </dev/null >/dev/null 2>&1)
done
for directory in $removals; do
    [ -f "$directory/.firedrill-removable" ] || continue
    # A killed process may still be writing for a moment; a second try finds what the first one missed.
    rm -rf -- "$directory" 2>/dev/null || { sleep 1; rm -rf -- "$directory"; }
done
