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

static void drop(struct request *r)
{
	switch (r->kind) {
	case REQ_PARTIAL:
		free(r->partial.data);
		break;
	case REQ_COMMAND:
		command_drop(r);
		break;
	case REQ_PUT:
	case REQ_GET:
		file_drop(r);
		break;
	}
}

void requests_forget(void)
{
	for (struct request *r = first; r; r = r->next)
		r->ended = true;
	requests_sweep();
}

void requests_sweep(void)
{
	struct request **at = &first;

	while (*at) {
		struct request *r = *at;

		if (r->ended) {
			*at = r->next;
			drop(r);
			free(r);
			count--;
		} else {
			at = &r->next;
		}
	}
	if (first && first->next) {
		*at = first;
		first = first->next;
		(*at)->next = NULL;
	}
}
