// SPDX-License-Identifier: GPL-2.0
/* Hands what arrives on the sockets of a map to the one at its index 1, which sends it on. */
#include <linux/types.h>

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} sockets SEC(".maps");

SEC("sk_skb/stream_verdict")
int pass_on(struct __sk_buff *skb)
{
	return bpf_sk_redirect_map(skb, &sockets, 1, 0);
}
