// SPDX-License-Identifier: Apache-2.0
#include "request.h"

#include "tx.h"

#include <errno.h>
#include <stdlib.h>

static struct request *first;
static int count;

struct request *requests_first(void)
{
	return first;
}

struct request *request_find(uint32_t id)
{
	for (struct request *r = first; r; r = r->next)
		if (r->id == id && !r->ended)
			return r;
	return NULL;
}

struct request *request_new(uint32_t id, enum kind kind)
{
	struct request *r;

	if (request_find(id)) {
		tx_error(id, EEXIST, "request %u is already running", id);
		return NULL;
	}
	if (count >= REQUESTS_MAX) {
		tx_error(id, EAGAIN, "%d requests are already running in this guest", count);
		return NULL;
	}
	r = calloc(1, sizeof(*r));
	if (!r) {
		tx_error(id, ENOMEM, "the guest has no memory for another request");
		return NULL;
	}
	r->id = id;
	r->kind = kind;
	r->next = first;
	first = r;
	count++;
	return r;
}

struct request *requests_take_ended(void)
{
	struct request *ended = NULL, **end = &ended, **at = &first;

	while (*at) {
		struct request *r = *at;

		if (!r->ended) {
			at = &r->next;
			continue;
		}
		*at = r->next;
		*end = r;
		end = &r->next;
		count--;
	}
	*end = NULL;
	return ended;
}

void requests_turn(void)
{
	struct request *r = first, **end = &first;

	if (!r || !r->next)
		return;
	while (*end)
		end = &(*end)->next;
	first = r->next;
	r->next = NULL;
	*end = r;
}
