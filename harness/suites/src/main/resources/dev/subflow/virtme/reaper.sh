# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Outlives the JVM by a moment. Standard input tells what belongs to the JVM: "+c ID" a container,
# "+f PATH" a file, and with - in front what no longer does. When it closes, for whatever reason,
# what is left is removed. Argument: the engine's address.
trap '' INT TERM HUP QUIT PIPE
host=$1
echo ready
exec >/dev/null 2>&1
cd /
left=
newline='
'
while IFS= read -r line; do
  entry=${line#?}
  case $line in
    +*) left=$left$entry$newline ;;
    -*) left=$(printf %s "$left" | grep -vxF -- "$entry")$newline ;;
  esac
done

remove() {
  if command -v docker; then
    docker -H "$host" rm -f -v "$1" && return
  fi
  case $host in
    unix://*)
      curl -s -X DELETE --unix-socket "${host#unix://}" \
        "http://localhost/containers/$1?force=true&v=true"
      ;;
  esac
}

# Files are removed when no container can read them any more.
printf %s "$left" | while IFS= read -r entry; do
  case $entry in c\ ?*) remove "${entry#c }" ;; esac
done
printf %s "$left" | while IFS= read -r entry; do
  case $entry in f\ /?*) rm -rf -- "${entry#f }" ;; esac
done
