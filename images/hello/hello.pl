#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# hello.pl server PORT [mptcp] | client ADDRESS PORT [mptcp]: as hello.c, in Perl.
use strict;
use warnings;
use IO::Handle;
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6 AF_INET6);

use constant { IPPROTO_MPTCP => 262, SO_PROTOCOL => 38 };

my $protocol = $ARGV[-1] eq 'mptcp' ? IPPROTO_MPTCP : 0;
STDOUT->autoflush(1);

sub make {
    my ($family) = @_;
    socket(my $sock, $family, SOCK_STREAM, $protocol) or die "socket: $!\n";
    $sock->autoflush(1);
    return $sock;
}

sub tell_protocol {
    my ($sock) = @_;
    print 'protocol: ', unpack('i', getsockopt($sock, SOL_SOCKET, SO_PROTOCOL)), "\n";
}

if ($ARGV[0] eq 'server') {
    my $listener = make(AF_INET6);
    setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($listener, pack_sockaddr_in6($ARGV[1], inet_pton(AF_INET6, '::'))) or die "bind: $!\n";
    listen($listener, 8) or die "listen: $!\n";
    accept(my $sock, $listener) or die "accept: $!\n";
    $sock->autoflush(1);
    tell_protocol($sock);
    while (my $line = <$sock>) {
        print "received: $line";
        print $sock "hello from a server in Perl\n";
    }
} else {
    my ($address, $port) = @ARGV[1, 2];
    my $six  = $address =~ /:/;
    my $sock = make($six ? AF_INET6 : AF_INET);
    my $to   = $six
        ? pack_sockaddr_in6($port, inet_pton(AF_INET6, $address))
        : pack_sockaddr_in($port, inet_aton($address));
    connect($sock, $to) or die "connect: $!\n";
    tell_protocol($sock);
    print $sock "hello from a client in Perl\n";
    my $answer = <$sock> // die "the server left\n";
    print "received: $answer";
    1 while defined <STDIN>;
}
