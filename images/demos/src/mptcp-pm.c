/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Orders of a path manager: those of userspace that iproute2 has no command for, and endpoints with
 * flags that are younger than the guest's iproute2.
 */
#include "genl.h"
#include "net.h"

#include <errno.h>
#include <linux/mptcp.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef MPTCP_PM_ADDR_FLAG_LAMINAR
#define MPTCP_PM_ADDR_FLAG_LAMINAR (1 << 5)
#endif

static const char help[] =
	"usage: mptcp-pm announce TOKEN END\n"
	"       mptcp-pm remove   TOKEN ID\n"
	"       mptcp-pm create   TOKEN END to END\n"
	"       mptcp-pm destroy  TOKEN END to END\n"
	"       mptcp-pm flags    TOKEN END to END\n"
	"       mptcp-pm endpoint END\n"
	"END: ADDRESS [id N] [port N] [dev NIC] [FLAG...]\n"
	"FLAG: signal subflow backup fullmesh laminar\n"
	"TOKEN: of the connection, hexadecimal as ss and ip mptcp monitor print it.\n"
	"The first five are for connections whose path manager is userspace; endpoint adds one to\n"
	"the kernel's path manager. Exit code 1 when the kernel refuses, with its reason.\n";

struct end {
	struct address address;
	bool has_id;
	uint8_t id;
	uint16_t port;
	int32_t interface;
	uint32_t flags;
};

static const struct {
	const char *name;
	uint32_t bit;
} flags[] = {
	{ "signal", MPTCP_PM_ADDR_FLAG_SIGNAL },
	{ "subflow", MPTCP_PM_ADDR_FLAG_SUBFLOW },
	{ "backup", MPTCP_PM_ADDR_FLAG_BACKUP },
	{ "fullmesh", MPTCP_PM_ADDR_FLAG_FULLMESH },
	{ "laminar", MPTCP_PM_ADDR_FLAG_LAMINAR },
};

static const struct order {
	const char *name;
	uint8_t command;
	bool token;
	bool local;
	bool remote;
} orders[] = {
	{ "announce", MPTCP_PM_CMD_ANNOUNCE, true, true, false },
	{ "remove", MPTCP_PM_CMD_REMOVE, true, false, false },
	{ "create", MPTCP_PM_CMD_SUBFLOW_CREATE, true, true, true },
	{ "destroy", MPTCP_PM_CMD_SUBFLOW_DESTROY, true, true, true },
	{ "flags", MPTCP_PM_CMD_SET_FLAGS, true, true, true },
	{ "endpoint", MPTCP_PM_CMD_ADD_ADDR, false, true, false },
};

static uint32_t flag_of(const char *word)
{
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (!strcmp(word, flags[i].name))
			return flags[i].bit;
	}
	usage_error("\"%s\" is neither a flag nor id, port, dev or to", word);
}

static const char *next(char ***argv, const char *what)
{
	if (!**argv)
		usage_error("%s is missing", what);
	return *(*argv)++;
}

static struct end parse_end(char ***argv)
{
	struct end end = { .address = parse_address(next(argv, "an address"), 0) };

	while (**argv && strcmp(**argv, "to")) {
		const char *word = next(argv, "a word");

		if (!strcmp(word, "id")) {
			end.id = (uint8_t)parse_number("id", next(argv, "an id"),
						       0, UINT8_MAX);
			end.has_id = true;
		} else if (!strcmp(word, "port")) {
			end.port = (uint16_t)parse_number(
				"port", next(argv, "a port"), 1, UINT16_MAX);
		} else if (!strcmp(word, "dev")) {
			const char *nic = next(argv, "a NIC");

			end.interface = (int32_t)if_nametoindex(nic);
			if (!end.interface)
				die("NIC \"%s\"", nic);
		} else {
			end.flags |= flag_of(word);
		}
	}
	return end;
}

static uint32_t parse_token(const char *text)
{
	unsigned long long value;
	char *rest;

	errno = 0;
	value = strtoull(text, &rest, 16);
	if (errno || *rest || !strchr("0123456789abcdefABCDEF", *text) || !*text ||
	    value > UINT32_MAX)
		usage_error("\"%s\" is not a token", text);
	return (uint32_t)value;
}

static void put_end(struct message *message, uint16_t type, const struct end *end)
{
	const struct sockaddr_in6 *v6 = (const void *)&end->address.storage;
	const struct sockaddr_in *v4 = (const void *)&end->address.storage;
	size_t nest = nest_begin(message, type);

	put_u16(message, MPTCP_PM_ADDR_ATTR_FAMILY, v4->sin_family);
	if (v4->sin_family == AF_INET)
		put(message, MPTCP_PM_ADDR_ATTR_ADDR4, &v4->sin_addr,
		    sizeof(v4->sin_addr));
	else
		put(message, MPTCP_PM_ADDR_ATTR_ADDR6, &v6->sin6_addr,
		    sizeof(v6->sin6_addr));
	if (end->has_id)
		put_u8(message, MPTCP_PM_ADDR_ATTR_ID, end->id);
	if (end->port)
		put_u16(message, MPTCP_PM_ADDR_ATTR_PORT, end->port);
	if (end->interface)
		put_u32(message, MPTCP_PM_ADDR_ATTR_IF_IDX,
			(uint32_t)end->interface);
	if (end->flags)
		put_u32(message, MPTCP_PM_ADDR_ATTR_FLAGS, end->flags);
	nest_end(message, nest);
}

static const struct order *order_of(const char *name)
{
	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		if (!strcmp(name, orders[i].name))
			return &orders[i];
	}
	usage_error("\"%s\" is no order", name);
}

/* Adds the arguments of an order to the message. */
static void parse(const struct order *order, struct message *message, char **argv)
{
	struct end end;

	if (order->token)
		put_u32(message, MPTCP_PM_ATTR_TOKEN,
			parse_token(next(&argv, "a token")));
	if (order->local) {
		end = parse_end(&argv);
		put_end(message, MPTCP_PM_ATTR_ADDR, &end);
	} else {
		put_u8(message, MPTCP_PM_ATTR_LOC_ID,
		       (uint8_t)parse_number("id", next(&argv, "an id"), 0,
					     UINT8_MAX));
	}
	if (order->remote) {
		if (strcmp(next(&argv, "the word \"to\""), "to"))
			usage_error("\"to\" is missing before the far end");
		end = parse_end(&argv);
		put_end(message, MPTCP_PM_ATTR_ADDR_REMOTE, &end);
	}
	if (*argv)
		usage_error("unknown argument \"%s\"", *argv);
}

int main(int argc, char **argv)
{
	const struct order *order;
	struct message message;
	struct nlmsghdr *header = (struct nlmsghdr *)message.bytes;
	int fd;

	if (argc < 2)
		usage_error("say what to do");
	if (!strcmp(argv[1], "--help"))
		return fputs(help, stdout) < 0;
	order = order_of(argv[1]);
	message_begin(&message, 0, order->command);
	parse(order, &message, argv + 2);
	fd = genl_open();
	header->nlmsg_type = genl_family(fd, MPTCP_PM_NAME);
	genl_request(fd, &message, order->name);
	close(fd);
	return 0;
}
