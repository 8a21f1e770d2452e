/* SPDX-License-Identifier: Apache-2.0 */
#include "genl.h"

#include "net.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <unistd.h>

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif
#define REPLY_MAX 8192

static struct nlmsghdr *header_of(struct message *message)
{
	return (struct nlmsghdr *)message->bytes;
}

void message_begin(struct message *message, uint16_t type, uint8_t command)
{
	struct genlmsghdr *genl;

	memset(message, 0, sizeof(*message));
	header_of(message)->nlmsg_type = type;
	header_of(message)->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	genl = NLMSG_DATA(header_of(message));
	genl->cmd = command;
	genl->version = 1;
	message->length = NLMSG_HDRLEN + GENL_HDRLEN;
}

void put(struct message *message, uint16_t type, const void *data, size_t length)
{
	struct nlattr attribute = {
		.nla_len = (uint16_t)(NLA_HDRLEN + length),
		.nla_type = type,
	};

	if (length > MESSAGE_MAX ||
	    message->length + NLA_HDRLEN + NLA_ALIGN(length) > MESSAGE_MAX) {
		errno = EMSGSIZE;
		die("attribute %u", type);
	}
	memcpy(message->bytes + message->length, &attribute, sizeof(attribute));
	if (length)
		memcpy(message->bytes + message->length + NLA_HDRLEN, data, length);
	message->length += NLA_HDRLEN + NLA_ALIGN(length);
}

void put_u8(struct message *message, uint16_t type, uint8_t value)
{
	put(message, type, &value, sizeof(value));
}

void put_u16(struct message *message, uint16_t type, uint16_t value)
{
	put(message, type, &value, sizeof(value));
}

void put_u32(struct message *message, uint16_t type, uint32_t value)
{
	put(message, type, &value, sizeof(value));
}

size_t nest_begin(struct message *message, uint16_t type)
{
	size_t nest = message->length;

	put(message, type | NLA_F_NESTED, NULL, 0);
	return nest;
}

void nest_end(struct message *message, size_t nest)
{
	struct nlattr *attribute = (struct nlattr *)(message->bytes + nest);

	attribute->nla_len = (uint16_t)(message->length - nest);
}

const void *find_attribute(const unsigned char *attributes, size_t length,
			   uint16_t type, size_t size)
{
	while (length >= NLA_HDRLEN) {
		struct nlattr attribute;
		size_t step;

		memcpy(&attribute, attributes, sizeof(attribute));
		if (attribute.nla_len < NLA_HDRLEN || attribute.nla_len > length)
			return NULL;
		if ((attribute.nla_type & NLA_TYPE_MASK) == type)
			return attribute.nla_len - NLA_HDRLEN >= (int)size ?
				       attributes + NLA_HDRLEN :
				       NULL;
		step = NLA_ALIGN(attribute.nla_len);
		if (step > length)
			return NULL;
		attributes += step;
		length -= step;
	}
	return NULL;
}

int genl_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	const int one = 1;

	if (fd < 0)
		die("generic netlink socket");
	/* Without these, a refusal is an errno alone and an echo of the request. */
	if (setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one)))
		die("netlink options");
	return fd;
}

static void send_message(int fd, struct message *message)
{
	header_of(message)->nlmsg_len = (uint32_t)message->length;
	if (send(fd, message->bytes, message->length, 0) !=
	    (ssize_t)message->length)
		die("send to netlink");
}

/* The reason that stands after the error, or "". */
static const char *reason_of(const struct nlmsghdr *header)
{
	const size_t skip = NLMSG_HDRLEN + sizeof(struct nlmsgerr);
	const char *reason = NULL;
	size_t length = header->nlmsg_len - skip;

	if (header->nlmsg_flags & NLM_F_ACK_TLVS)
		reason = find_attribute((const unsigned char *)header + skip,
					length, NLMSGERR_ATTR_MSG, 1);
	/* The kernel ends it with a NUL. */
	return reason && memchr(reason, '\0', length) ? reason : "";
}

/* Reads up to the acknowledgement; copies the family's id out of what comes before it. */
static void receive_answer(int fd, const char *what, uint16_t *family)
{
	static _Alignas(8) unsigned char reply[REPLY_MAX];

	for (;;) {
		ssize_t n = recv(fd, reply, sizeof(reply), 0);
		const struct nlmsghdr *header = (const void *)reply;
		unsigned int left = (unsigned int)n;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die("receive from netlink");
		for (; NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
			const unsigned char *data = NLMSG_DATA(header);
			size_t length = header->nlmsg_len - NLMSG_HDRLEN;

			if (header->nlmsg_type == NLMSG_ERROR &&
			    length >= sizeof(struct nlmsgerr)) {
				const char *reason;
				struct nlmsgerr error;

				memcpy(&error, data, sizeof(error));
				if (!error.error)
					return;
				reason = reason_of(header);
				errno = -error.error;
				die("%s%s%s", what, *reason ? ": " : "", reason);
			}
			if (family && length >= GENL_HDRLEN) {
				const void *id = find_attribute(
					data + GENL_HDRLEN, length - GENL_HDRLEN,
					CTRL_ATTR_FAMILY_ID, sizeof(*family));

				if (id)
					memcpy(family, id, sizeof(*family));
			}
		}
	}
}

uint16_t genl_family(int fd, const char *name)
{
	struct message message;
	uint16_t family = 0;

	message_begin(&message, GENL_ID_CTRL, CTRL_CMD_GETFAMILY);
	put(&message, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	send_message(fd, &message);
	receive_answer(fd, name, &family);
	return family;
}

void genl_request(int fd, struct message *message, const char *what)
{
	send_message(fd, message);
	receive_answer(fd, what, NULL);
}
