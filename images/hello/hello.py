#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""hello.py server PORT [mptcp] | client ADDRESS PORT [mptcp]: as hello.c, in Python."""

import socket
import sys


def make(family):
    protocol = socket.IPPROTO_MPTCP if sys.argv[-1] == "mptcp" else 0
    return socket.socket(family, socket.SOCK_STREAM, protocol)


def tell_protocol(sock):
    print("protocol:", sock.getsockopt(socket.SOL_SOCKET, socket.SO_PROTOCOL), flush=True)


def serve(port):
    with make(socket.AF_INET6) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("::", port))
        listener.listen()
        sock, _ = listener.accept()
        with sock, sock.makefile("r") as lines:
            tell_protocol(sock)
            for line in lines:
                print("received:", line.strip(), flush=True)
                sock.sendall(b"hello from a server in Python\n")


def call(address, port):
    with make(socket.AF_INET6 if ":" in address else socket.AF_INET) as sock:
        sock.connect((address, port))
        tell_protocol(sock)
        sock.sendall(b"hello from a client in Python\n")
        with sock.makefile("r") as lines:
            print("received:", lines.readline().strip(), flush=True)
        sys.stdin.read()


if sys.argv[1] == "server":
    serve(int(sys.argv[2]))
else:
    call(sys.argv[2], int(sys.argv[3]))
