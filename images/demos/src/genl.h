/* SPDX-License-Identifier: Apache-2.0 */
/* Generic netlink: requests put together, sent, and the kernel's answer in its own words. */
#ifndef SUBFLOW_GENL_H
#define SUBFLOW_GENL_H

#include <stddef.h>
#include <stdint.h>

#define MESSAGE_MAX 512

struct message {
	_Alignas(4) unsigned char bytes[MESSAGE_MAX];
	size_t length;
};

/* Starts a request to a family; type is the family's id. */
void message_begin(struct message *message, uint16_t type, uint8_t command);

/* Appends an attribute; exits when the message is full. */
void put(struct message *message, uint16_t type, const void *data, size_t length);
void put_u8(struct message *message, uint16_t type, uint8_t value);
void put_u16(struct message *message, uint16_t type, uint16_t value);
void put_u32(struct message *message, uint16_t type, uint32_t value);

/* What is put between the two is within the attribute. */
size_t nest_begin(struct message *message, uint16_t type);
void nest_end(struct message *message, size_t nest);

/* The payload of an attribute, or NULL if there is none of that type and at least that size. */
const void *find_attribute(const unsigned char *attributes, size_t length,
			   uint16_t type, size_t size);

/* A socket that gives the kernel's reasons. */
int genl_open(void);

/* Id of a family; exits when the kernel has none of that name. */
uint16_t genl_family(int fd, const char *name);

/* Sends a request and waits for its end; when the kernel refuses, exits and tells why. */
void genl_request(int fd, struct message *message, const char *what);

#endif
