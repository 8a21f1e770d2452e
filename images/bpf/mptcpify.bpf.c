// SPDX-License-Identifier: GPL-2.0
/*
 * Gives every program that asks for a TCP socket an MPTCP one: the kernel asks
 * update_socket_protocol() in socket(2), and what is returned here counts.
 */
#include <linux/types.h>

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

enum {
	FAMILY_INET = 2,
	FAMILY_INET6 = 10,
	TYPE_STREAM = 1,
	TYPE_MASK = 0xf, /* above it are SOCK_CLOEXEC and SOCK_NONBLOCK */
	PROTOCOL_TCP = 6,
	PROTOCOL_MPTCP = 262,
};

char LICENSE[] SEC("license") = "GPL";

SEC("fmod_ret/update_socket_protocol")
int BPF_PROG(mptcpify, int family, int type, int protocol)
{
	if (family != FAMILY_INET && family != FAMILY_INET6)
		return protocol;
	if ((type & TYPE_MASK) != TYPE_STREAM)
		return protocol;
	return protocol == 0 || protocol == PROTOCOL_TCP ? PROTOCOL_MPTCP : protocol;
}
