/* SPDX-License-Identifier: Apache-2.0 */
/* Names of numbers are those that ss prints. */
#include "mptcp-abi.h"
#include "net.h"
#include "puppet.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/tcp.h>
#include <stdbool.h>
#include <string.h>

#define SUBFLOWS_MAX 64

static void tell_mptcp(const struct abi_mptcp_info *info, FILE *answer)
{
	fprintf(answer,
		"{\"subflows\":%u,\"add_addr_signal\":%u,\"add_addr_accepted\":%u,"
		"\"subflows_max\":%u,\"add_addr_signal_max\":%u,"
		"\"add_addr_accepted_max\":%u,\"fallback\":%s,\"remote_key\":%s,"
		"\"token\":%" PRIu32 ",\"write_seq\":%" PRIu64 ",\"snd_una\":%" PRIu64
		",\"rcv_nxt\":%" PRIu64 ",\"local_addr_used\":%u,\"local_addr_max\":%u,",
		info->subflows, info->add_addr_signal, info->add_addr_accepted,
		info->subflows_max, info->add_addr_signal_max,
		info->add_addr_accepted_max,
		info->flags & ABI_FLAG_FALLBACK ? "true" : "false",
		info->flags & ABI_FLAG_REMOTE_KEY ? "true" : "false", info->token,
		info->write_seq, info->snd_una, info->rcv_nxt,
		info->local_addr_used, info->local_addr_max);
	fprintf(answer,
		"\"csum_enabled\":%u,\"retransmits\":%" PRIu32
		",\"bytes_retrans\":%" PRIu64 ",\"bytes_sent\":%" PRIu64
		",\"bytes_received\":%" PRIu64 ",\"bytes_acked\":%" PRIu64
		",\"subflows_total\":%u}",
		info->csum_enabled, info->retransmits, info->bytes_retrans,
		info->bytes_sent, info->bytes_received, info->bytes_acked,
		info->subflows_total);
}

static void tell_tcp(const struct tcp_info *info, FILE *answer)
{
	fprintf(answer,
		"{\"mss\":%u,\"pmtu\":%u,\"rcvmss\":%u,\"advmss\":%u,\"cwnd\":%u,"
		"\"bytes_sent\":%" PRIu64 ",\"bytes_retrans\":%" PRIu64
		",\"bytes_acked\":%" PRIu64 ",\"bytes_received\":%" PRIu64
		",\"segs_out\":%u,\"segs_in\":%u,\"data_segs_out\":%u,"
		"\"data_segs_in\":%u}",
		info->tcpi_snd_mss, info->tcpi_pmtu, info->tcpi_rcv_mss,
		info->tcpi_advmss, info->tcpi_snd_cwnd,
		(uint64_t)info->tcpi_bytes_sent, (uint64_t)info->tcpi_bytes_retrans,
		(uint64_t)info->tcpi_bytes_acked,
		(uint64_t)info->tcpi_bytes_received, info->tcpi_segs_out,
		info->tcpi_segs_in, info->tcpi_data_segs_out,
		info->tcpi_data_segs_in);
}

static void tell_addresses(const struct abi_subflow_addrs *addresses,
			   FILE *answer)
{
	char local[ADDRESS_TEXT], remote[ADDRESS_TEXT];

	fprintf(answer, "{\"local\":\"%s\",\"peer\":\"%s\"}",
		address_text(&addresses->local, local),
		address_text(&addresses->remote, remote));
}

/* An array that the kernel fills; count is what it says there is, got what it filled. */
struct array {
	struct abi_subflow_data head;
	unsigned char items[SUBFLOWS_MAX * sizeof(struct abi_subflow_addrs)];
};

static int get_array(int fd, int option, size_t item, struct array *array)
{
	socklen_t length = (socklen_t)(sizeof(array->head) + SUBFLOWS_MAX * item);

	memset(array, 0, sizeof(*array));
	array->head.size_subflow_data = sizeof(array->head);
	array->head.size_user = (uint32_t)item;
	return getsockopt(fd, SOL_MPTCP, option, array, &length);
}

static size_t told(uint32_t count)
{
	return count < SUBFLOWS_MAX ? count : SUBFLOWS_MAX;
}

static int tell_arrays(int fd, FILE *answer)
{
	static struct array array;

	if (get_array(fd, ABI_MPTCP_TCPINFO, sizeof(struct tcp_info), &array))
		return -1;
	fputs(",\"tcp\":[", answer);
	for (size_t i = 0; i < told(array.head.num_subflows); i++) {
		struct tcp_info info = { 0 };

		/* The kernel lays its items out as far apart as the smaller of both sizes. */
		memcpy(&info, array.items + i * array.head.size_user,
		       array.head.size_user);
		fputs(i ? "," : "", answer);
		tell_tcp(&info, answer);
	}
	fputs("]", answer);
	if (get_array(fd, ABI_MPTCP_SUBFLOW_ADDRS,
		      sizeof(struct abi_subflow_addrs), &array))
		return -1;
	fputs(",\"addresses\":[", answer);
	for (size_t i = 0; i < told(array.head.num_subflows); i++) {
		struct abi_subflow_addrs addresses;

		memcpy(&addresses, array.items + i * array.head.size_user,
		       sizeof(addresses));
		fputs(i ? "," : "", answer);
		tell_addresses(&addresses, answer);
	}
	fputs("]", answer);
	return 0;
}

static int tell_full(int fd, FILE *answer)
{
	static struct abi_subflow_info subflows[SUBFLOWS_MAX];
	static struct tcp_info tcp[SUBFLOWS_MAX];
	struct abi_full_info full = {
		.size_tcpinfo_user = sizeof(*tcp),
		.size_sfinfo_user = sizeof(*subflows),
		.size_arrays_user = SUBFLOWS_MAX,
		.subflow_info = (uint64_t)(uintptr_t)subflows,
		.tcp_info = (uint64_t)(uintptr_t)tcp,
	};
	socklen_t length = sizeof(full);

	if (getsockopt(fd, SOL_MPTCP, ABI_MPTCP_FULL_INFO, &full, &length))
		return -1;
	fputs(",\"full\":{\"mptcp\":", answer);
	tell_mptcp(&full.info, answer);
	fputs(",\"subflows\":[", answer);
	for (size_t i = 0; i < told(full.num_subflows); i++) {
		struct tcp_info info = { 0 };

		memcpy(&info, (unsigned char *)tcp + i * full.size_tcpinfo_user,
		       full.size_tcpinfo_user);
		fprintf(answer, "%s{\"id\":%u,\"addresses\":", i ? "," : "",
			subflows[i].id);
		tell_addresses(&subflows[i].addrs, answer);
		fputs(",\"tcp\":", answer);
		tell_tcp(&info, answer);
		fputs("}", answer);
	}
	fputs("]}", answer);
	return 0;
}

int tell_info(int fd, FILE *answer)
{
	struct abi_mptcp_info info = { 0 };
	socklen_t length = sizeof(info);

	if (getsockopt(fd, SOL_MPTCP, ABI_MPTCP_INFO, &info, &length))
		return -1;
	fputs(",\"mptcp\":", answer);
	tell_mptcp(&info, answer);
	if (tell_arrays(fd, answer))
		return -1;
	return tell_full(fd, answer);
}
