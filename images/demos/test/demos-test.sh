#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the programs in folder $1 against each other over the loopback interface.
set -eu
bin=$1
work=$(mktemp -d)
started=
trap 'for p in $started; do kill "$p" 2>/dev/null || :; done; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
port=$((20000 + $$ % 20000))

fail() {
	echo "FAILED: $1" >&2
	tail -n 20 "$work"/* >&2
	exit 1
}

# expect WHAT FILE PATTERN: waits up to 10 s for a line.
expect() {
	tries=0
	until grep -q -e "$3" "$work/$2"; do
		tries=$((tries + 1))
		[ "$tries" -lt 200 ] || fail "$1: no line \"$3\" in $2"
		sleep 0.05
	done
}

# code WANTED COMMAND...: runs it and checks its exit code.
code() {
	wanted=$1
	shift
	got=0
	"$@" >"$work/out" 2>"$work/err" </dev/null || got=$?
	[ "$got" = "$wanted" ] || fail "$* ended with $got, expected $wanted"
}

# start NAME COMMAND...: runs it in the background; its pid is in $pid.
start() {
	name=$1
	shift
	# What the last one of that name said must be gone before anybody waits for a line.
	: >"$work/$name" && : >"$work/$name.err"
	"$@" >"$work/$name" 2>"$work/$name.err" </dev/null 3>&- &
	pid=$!
	started="$started $pid"
}

next_port() {
	port=$((port + 1))
}

conversation() { # protocol, address, options of both
	next_port
	start server "$bin/mptcp-server" --port $port --delay-ms 200 $3
	expect "$1" server "listening: .* over $1"
	code 0 "$bin/mptcp-client" --count 3 $3 "$2" $port
	[ "$(grep -c '^received: [BCD]$' "$work/out")" = 3 ] || fail "$1 answers"
	expect "$1" server '^received: C from '
	expect "$1" server '^closed: .* by the client'
	kill $pid
}

many_clients() {
	next_port
	start server "$bin/mptcp-server" --port $port --delay-ms 1000 --tcp
	expect "many" server 'listening'
	begun=$(date +%s)
	clients=
	for i in 1 2 3 4 5 6 7 8; do
		start "client$i" "$bin/mptcp-client" --tcp --count 2 127.0.0.1 $port
		clients="$clients $pid"
	done
	for client in $clients; do
		wait "$client" || fail "a client of many"
	done
	took=$(($(date +%s) - begun))
	# Each waits for two answers of a second; one after the other it would be sixteen.
	[ $took -ge 2 ] && [ $took -le 8 ] || fail "8 clients took $took s"
}

transfer() { # protocol, options of the sender, options of both
	next_port
	start recv "$bin/flow" recv --listen --port $port $3
	receiver=$pid
	expect "$1" recv.err 'listening'
	code 0 "$bin/flow" send --connect 127.0.0.1 --port $port $2 $3
	wait $receiver || fail "receiver of $1"
	for file in out recv; do
		grep -q '"intact":true' "$work/$file" || fail "$1: $file is not intact"
		grep -q "\"protocol\":\"$1\"" "$work/$file" || fail "$1: protocol in $file"
	done
	sum=$(sed 's/.*"sha256":"\([0-9a-f]*\)".*/\1/' "$work/out")
	grep -q "\"sha256\":\"$sum\"" "$work/recv" || fail "$1: sums differ"
}

transfer_from_listener() {
	next_port
	start send "$bin/flow" send --listen --tcp --port $port --bytes 70001
	sender=$pid
	expect "listener" send.err 'listening'
	code 0 "$bin/flow" recv --connect 127.0.0.1 --tcp --port $port --bytes 70001
	wait $sender || fail "sender that listens"
	grep -q '"bytes":70001' "$work/out" || fail "bytes of the receiver"
}

# A peer that is not what it should be: the receiver must say so and end.
refuse() { # message, command that feeds a connection
	next_port
	start recv "$bin/flow" recv --listen --tcp --port $port --bytes 100000 --seed 5
	receiver=$pid
	expect "refuse" recv.err 'listening'
	eval "$2" >"$work/out" 2>"$work/err" </dev/null || :
	if wait $receiver; then fail "no error where \"$1\" was due"; fi
	grep -q -e "$1" "$work/recv.err" "$work/recv" || fail "no word of \"$1\""
}

waits() {
	next_port
	mkfifo "$work/stdin"
	start recv "$bin/flow" recv --listen --tcp --port $port
	receiver=$pid
	expect "wait" recv.err 'listening'
	"$bin/flow" send --connect 127.0.0.1 --tcp --port $port --wait \
		<"$work/stdin" >"$work/send" 2>"$work/send.err" &
	sender=$!
	started="$started $sender"
	exec 3>"$work/stdin"
	kill -0 $receiver 2>/dev/null || fail "the payload did not wait"
	echo >&3
	exec 3>&-
	wait $sender || fail "the sender that waited"
	wait $receiver || fail "the receiver of one that waited"
	expect "wait" recv '"intact":true'
	rm "$work/stdin"
}

# Two lines: one lets it begin, the other lets it go on in the middle.
pauses() {
	next_port
	mkfifo "$work/stdin"
	start recv "$bin/flow" recv --listen --tcp --port $port
	receiver=$pid
	expect "pause" recv.err 'listening'
	"$bin/flow" send --connect 127.0.0.1 --tcp --port $port --wait --bytes 200000 \
		--pause-at 70000 <"$work/stdin" >"$work/send" 2>"$work/send.err" &
	sender=$!
	started="$started $sender"
	exec 3>"$work/stdin"
	echo >&3
	kill -0 $sender 2>/dev/null || fail "the payload did not pause"
	echo >&3
	exec 3>&-
	wait $sender || fail "the sender that paused"
	wait $receiver || fail "the receiver of one that paused"
	expect "pause" recv '"bytes":200000.*"intact":true'
	# Without the second line it must not end well.
	start recv "$bin/flow" recv --listen --tcp --port $((port + 1000))
	expect "pause" recv.err 'listening'
	code 1 "$bin/flow" send --connect 127.0.0.1 --tcp --port $((port + 1000)) \
		--bytes 200000 --pause-at 70000
	grep -q 'stdin ended before' "$work/err" || fail "no word of the line that is missing"
	rm "$work/stdin"
}

# puppets PROTOCOL: two sockets of one puppet talk in every way there is.
puppets() {
	next_port
	{
		echo "0 socket $1 4"
		echo "0 bind 127.0.0.1 $port"
		echo "0 listen 5"
		echo "1 socket $1 4"
		echo "1 connect 127.0.0.1 $port"
		echo "2 accept 0"
		for how in write eor sendfile splice mmap; do
			for way in read peek peekall splice inq; do
				echo "1 send $how 30001"
				echo "2 recv $way 30001"
			done
		done
		echo "2 set TCP_INQ 1"
		echo "1 send write 5000"
		echo "2 recv inq 1000"
		echo "2 recv read 4000"
		echo "1 set SO_LINGER 0"
		echo "1 close"
		echo "2 recv read 1"
	} >"$work/lines"
	"$bin/mptcp-puppet" <"$work/lines" >"$work/puppet" 2>"$work/puppet.err" ||
		fail "the puppet of $1"
	[ "$(grep -c '"bytes":30001,"sha256":"[0-9a-f]*","intact":true' "$work/puppet")" = 25 ] ||
		fail "the puppet's bytes over $1"
	[ "$(grep -c '"bytes":30001' "$work/puppet")" = 50 ] || fail "what the puppet sent over $1"
	grep -q '"inq":4000,"bytes":1000' "$work/puppet" || fail "TCP_INQ over $1"
	[ "$(tail -n 1 "$work/puppet")" = '{"ok":false,"errno":"ECONNRESET"}' ] ||
		fail "linger 0 over $1"
	[ "$(grep -c '"ok":false' "$work/puppet")" = 1 ] || fail "a refusal over $1"
}

# puppet_states PROTOCOL: calls that do not wait, and what poll and the queues tell.
puppet_states() {
	next_port
	{
		echo "0 socket $1 4"
		echo "0 bind 127.0.0.1 $port"
		echo "0 listen 5"
		echo "1 socket $1 4"
		echo "1 connect 127.0.0.1 $port"
		echo "0 poll"
		echo "2 accept 0"
		echo "2 poll"
		echo "2 recv now 1"
		echo "1 send now 3000"
		echo "2 recv peek 1000"
		echo "2 queues"
		echo "2 recv trunc 1500"
		echo "2 recv now 9999"
		echo "1 set SO_SNDTIMEO 1500"
		echo "1 get SO_SNDTIMEO"
		echo "1 get SO_ERROR"
		echo "1 shutdown"
		echo "2 recv read 1"
		echo "2 poll"
		echo "3 socket $1 4"
		echo "3 blocking no"
		echo "3 fastopen 127.0.0.1 $port 100"
		echo "3 close"
	} >"$work/lines"
	"$bin/mptcp-puppet" <"$work/lines" >"$work/states" 2>"$work/states.err" ||
		fail "the puppet's states of $1"
	for line in '6:"events":"IN"' '8:"events":"OUT"' '9:"errno":"EAGAIN"' '10:"bytes":3000' \
		'12:"inq":2000,"outq":0,"outqnsd":0' '13:"bytes":1500,"untouched":true' \
		'14:"bytes":500,"intact":true' '16:"value":1500' '17:"value":"none"' \
		'20:"events":"IN OUT RDHUP"'; do
		sed -n "${line%%:*}p" "$work/states" | grep -q -F "${line#*:}" ||
			fail "line ${line%%:*} over $1 is not ${line#*:}"
	done
}

puppet_errors() {
	code 2 "$bin/mptcp-puppet" what
	for line in what '0 what' '16 close' '0 recv read' '0 socket tcp 4 more'; do
		if echo "$line" | "$bin/mptcp-puppet" >"$work/out" 2>"$work/err"; then
			fail "no complaint about \"$line\""
		fi
	done
	printf '0 socket tcp 4\n0 connect 127.0.0.1 1\n0 set NOTHING 1\n0 get SO_PROTOCOL\n' |
		"$bin/mptcp-puppet" >"$work/out" || fail "the puppet that is refused"
	grep -q '"errno":"ECONNREFUSED"' "$work/out" || fail "the puppet's errno"
	grep -q '"errno":"ENOENT"' "$work/out" || fail "an option that the puppet does not know"
	grep -q '"value":6' "$work/out" || fail "an option that the puppet gets"
}

hold() {
	next_port
	mkfifo "$work/stdin"
	: >"$work/recv" >"$work/recv.err"
	"$bin/flow" recv --listen --tcp --port $port --hold \
		<"$work/stdin" >"$work/recv" 2>"$work/recv.err" &
	receiver=$!
	started="$started $receiver"
	exec 3>"$work/stdin"
	expect "hold" recv.err 'listening'
	start send "$bin/flow" send --connect 127.0.0.1 --tcp --port $port
	sender=$pid
	expect "hold" recv '"intact":true'
	expect "hold" send '"intact":true'
	kill -0 $receiver 2>/dev/null || fail "the holder ended early"
	kill -0 $sender 2>/dev/null || fail "the other end ended while the connection was held"
	exec 3>&-
	wait $receiver || fail "the holder"
	wait $sender || fail "the other end of the holder"
	rm "$work/stdin"
}

from_port() {
	next_port
	there=$port
	next_port
	start recv "$bin/flow" recv --listen --tcp --port $there
	receiver=$pid
	expect "port" recv.err 'listening'
	code 0 "$bin/flow" send --connect 127.0.0.1 --tcp --port $there --local-port $port
	wait $receiver || fail "receiver of one that has a port"
	grep -q "\"local\":\"127.0.0.1:$port\"" "$work/out" || fail "the local port is not $port"
}

rate() {
	begun=$(date +%s%N)
	transfer tcp '--rate 100000' '--tcp --bytes 100000'
	took=$((($(date +%s%N) - begun) / 1000000))
	[ $took -ge 950 ] || fail "100000 bytes at 100000/s took $took ms"
}

errors() {
	code 1 "$bin/flow" send --connect 127.0.0.1 --tcp --port 1
	grep -q ECONNREFUSED "$work/err" || fail "no errno in the message"
	code 1 "$bin/mptcp-client" --tcp 127.0.0.1 1
	grep -q ECONNREFUSED "$work/err" || fail "no errno in the client's message"
	code 1 "$bin/mptcp-server" --tcp --bind 203.0.113.1
	grep -q EADDRNOTAVAIL "$work/err" || fail "no errno in the server's message"
	code 2 "$bin/flow"
	code 2 "$bin/flow" send
	code 2 "$bin/flow" send --connect 127.0.0.1 --listen
	code 2 "$bin/flow" send --listen --bytes -1
	code 2 "$bin/flow" send --listen --bytes 99999999999999999999
	code 2 "$bin/flow" send --connect somewhere
	code 2 "$bin/flow" send --listen --bytes 10 --pause-at 10
	code 2 "$bin/mptcp-server" --port 65536
	code 2 "$bin/mptcp-server" -4 --bind ::1
	code 2 "$bin/mptcp-client" 127.0.0.1 0
	code 2 "$bin/flow" send --listen --local-port 5
	code 2 "$bin/mptcp-socket" what
	code 2 "$bin/mptcp-socket" --self 0
	code 0 "$bin/mptcp-socket"
	grep -Eq '^\{"ok":(true|false),' "$work/out" || fail "mptcp-socket's JSON"
}

# What needs no connection: the arguments, and what the kernel says of a token that none has.
orders() {
	code 2 "$bin/mptcp-pm"
	code 2 "$bin/mptcp-pm" what
	code 2 "$bin/mptcp-pm" announce
	code 2 "$bin/mptcp-pm" announce xyz 10.0.0.1 id 1
	code 2 "$bin/mptcp-pm" announce 100000000 10.0.0.1 id 1
	code 2 "$bin/mptcp-pm" announce 1 10.0.0.1 id 256
	code 2 "$bin/mptcp-pm" announce 1 10.0.0.1 id
	code 2 "$bin/mptcp-pm" announce 1 10.0.0.1 shiny
	code 2 "$bin/mptcp-pm" remove 1
	code 2 "$bin/mptcp-pm" remove 1 7 8
	code 2 "$bin/mptcp-pm" create 1 10.0.0.1 id 1
	code 2 "$bin/mptcp-pm" create 1 10.0.0.1 id 1 to
	code 2 "$bin/mptcp-pm" create 1 10.0.0.1 id 1 to somewhere
	code 2 "$bin/mptcp-pm" endpoint 10.0.0.1 to 10.0.0.2
	code 1 "$bin/mptcp-pm" endpoint 10.0.0.1 dev no-such-nic subflow
	grep -q ENODEV "$work/err" || fail "no errno of a NIC that is not there"
	code 0 "$bin/mptcp-pm" --help
	code 1 "$bin/mptcp-pm" remove 1 7
	grep -Eq 'E[A-Z]+ \(' "$work/err" || fail "no errno of an order that is refused"
}

unit=$(basename "$(dirname "$bin")")/$(basename "$bin")
errors
orders
conversation tcp 127.0.0.1 --tcp
many_clients
transfer tcp '' '--tcp'
transfer tcp '' '--tcp --bytes 0'
transfer tcp '' '--tcp --bytes 3000001 --seed 99'
transfer_from_listener
sender='"$bin/flow" send --connect 127.0.0.1 --tcp --port $port'
refuse 'the sender sends 99999 bytes, --bytes says 100000' "$sender --bytes 99999"
refuse 'the sender has seed 6, --seed says 5' "$sender --bytes 100000 --seed 6"
refuse 'ended before the header' 'timeout 1 "$bin/mptcp-client" --tcp 127.0.0.1 $port'
transfer tcp '' '--tcp --fast-open'
waits
pauses
puppet_errors
puppets tcp
puppet_states tcp
hold
from_port
rate
code 2 "$bin/mptcp-storm"
code 2 "$bin/mptcp-storm" --threads 0 serve
if "$bin/mptcp-socket" | grep -q '"ok":true'; then
	conversation mptcp 127.0.0.1 ''
	next_port
	code 0 "$bin/mptcp-socket" --self $port
	grep -q '"fallback":true,"echoed":4' "$work/out" || fail "connection to itself"
	transfer mptcp '' '--mptcp'
	puppets mptcp
	puppet_states mptcp
	grep -q '"fallback":false' "$work/out" || fail "fallback over MPTCP"
	next_port
	start storm "$bin/mptcp-storm" --port $port --seconds 4 serve
	expect "a storm" storm '^listening'
	code 0 "$bin/mptcp-storm" --port $port --seconds 2 127.0.0.1
	grep -q '"wrong":0' "$work/out" || fail "storm: the client's data"
	expect "a storm" storm '"connections":[1-9].*"wrong":0'
	# A listener of plain TCP makes an MPTCP client fall back.
	next_port
	start recv "$bin/flow" recv --listen --tcp --port $port
	expect "fallback" recv.err 'listening'
	code 0 "$bin/flow" send --connect 127.0.0.1 --port $port
	grep -q '"protocol":"mptcp","fallback":true' "$work/out" || fail "no fallback seen"
	grep -q '"protocol":"tcp","fallback":null' "$work/recv" || fail "no TCP seen"
else
	echo "$unit: this kernel has no MPTCP, so the programs were tested over TCP alone"
fi
[ ! -e /proc/net/if_inet6 ] || conversation tcp ::1 --tcp
echo "$unit: programs passed"
