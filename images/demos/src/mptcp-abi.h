/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What getsockopt() of level SOL_MPTCP fills: the kernel's <linux/mptcp.h>, whose copy on the
 * building machine may be older than the kernels under test.
 */
#ifndef SUBFLOW_MPTCP_ABI_H
#define SUBFLOW_MPTCP_ABI_H

#include <stdint.h>
#include <sys/socket.h>

#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

enum {
	ABI_MPTCP_INFO = 1,
	ABI_MPTCP_TCPINFO = 2,
	ABI_MPTCP_SUBFLOW_ADDRS = 3,
	ABI_MPTCP_FULL_INFO = 4,
};

enum {
	ABI_FLAG_FALLBACK = 1 << 0,
	ABI_FLAG_REMOTE_KEY = 1 << 1,
};

struct abi_mptcp_info {
	uint8_t subflows;
	uint8_t add_addr_signal;
	uint8_t add_addr_accepted;
	uint8_t subflows_max;
	uint8_t add_addr_signal_max;
	uint8_t add_addr_accepted_max;
	uint32_t flags;
	uint32_t token;
	uint64_t write_seq;
	uint64_t snd_una;
	uint64_t rcv_nxt;
	uint8_t local_addr_used;
	uint8_t local_addr_max;
	uint8_t csum_enabled;
	uint32_t retransmits;
	uint64_t bytes_retrans;
	uint64_t bytes_sent;
	uint64_t bytes_received;
	uint64_t bytes_acked;
	uint8_t subflows_total;
	uint8_t endp_laminar_max;
	uint8_t reserved[2];
	uint32_t last_data_sent;
	uint32_t last_data_recv;
	uint32_t last_ack_recv;
};

struct abi_subflow_addrs {
	struct sockaddr_storage local;
	struct sockaddr_storage remote;
};

struct abi_subflow_data {
	uint32_t size_subflow_data;
	uint32_t num_subflows;
	uint32_t size_kernel;
	uint32_t size_user;
} __attribute__((aligned(8)));

struct abi_subflow_info {
	uint32_t id;
	struct abi_subflow_addrs addrs;
};

struct abi_full_info {
	uint32_t size_tcpinfo_kernel;
	uint32_t size_tcpinfo_user;
	uint32_t size_sfinfo_kernel;
	uint32_t size_sfinfo_user;
	uint32_t num_subflows;
	uint32_t size_arrays_user;
	uint64_t subflow_info;
	uint64_t tcp_info;
	struct abi_mptcp_info info;
};

#endif
