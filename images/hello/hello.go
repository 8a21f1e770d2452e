// SPDX-License-Identifier: Apache-2.0

// hello-go server PORT [mptcp] | client ADDRESS PORT [mptcp]: as hello.c, in Go.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
)

// What Go found the socket to speak; it has no word for the number of the protocol.
func tellProtocol(connection net.Conn) {
	mptcp, err := connection.(*net.TCPConn).MultipathTCP()
	if err != nil {
		log.Fatal(err)
	}
	protocol := 6
	if mptcp {
		protocol = 262
	}
	fmt.Println("protocol:", protocol)
}

func serve(port string, native bool) {
	var config net.ListenConfig
	if native {
		config.SetMultipathTCP(true)
	}
	listener, err := config.Listen(context.Background(), "tcp", ":"+port)
	if err != nil {
		log.Fatal(err)
	}
	connection, err := listener.Accept()
	if err != nil {
		log.Fatal(err)
	}
	tellProtocol(connection)
	lines := bufio.NewScanner(connection)
	for lines.Scan() {
		fmt.Println("received:", lines.Text())
		fmt.Fprintln(connection, "hello from a server in Go")
	}
}

func call(address, port string, native bool) {
	var dialer net.Dialer
	if native {
		dialer.SetMultipathTCP(true)
	}
	connection, err := dialer.Dial("tcp", net.JoinHostPort(address, port))
	if err != nil {
		log.Fatal(err)
	}
	tellProtocol(connection)
	fmt.Fprintln(connection, "hello from a client in Go")
	answer, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print("received: ", answer)
	io.Copy(io.Discard, os.Stdin)
}

func main() {
	native := os.Args[len(os.Args)-1] == "mptcp"
	if os.Args[1] == "server" {
		serve(os.Args[2], native)
	} else {
		call(os.Args[2], os.Args[3], native)
	}
}
