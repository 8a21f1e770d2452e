// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "dispatch.h"

#include "abilities.h"
#include "bytes.h"
#include "command.h"
#include "configure.h"
#include "exec.h"
#include "file.h"
#include "protocol.h"
#include "request.h"
#include "sweep.h"
#include "tx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

bool powering_off;

static void sync_ack(const struct frame *f, uint64_t skipped)
{
	struct reader in = reader_of(f->payload, f->len);
	uint64_t nonce = reader_u64(&in);
	uint8_t flags = reader_u8(&in);
	uint8_t *out;
	struct utsname name = { 0 };
	size_t len = 20, n;

	if (in.bad)
		return;
	if (flags & SYNC_FORGET)
		requests_forget();
	uname(&name);
	n = strlen(name.release) + 1;
	out = tx_payload();
	store64(out, nonce);
	store32(out + 8, PROTOCOL_VERSION);
	store64(out + 12, skipped);
	memcpy(out + len, name.release, n);
	len += n;
	tx_commit(MSG_SYNC_ACK, f->id, len);
}

static void power_off(uint32_t id)
{
	if (!abilities.machine) {
		tx_error(id, EPERM, "this agent does not own the machine");
		return;
	}
	tx_frame(MSG_DONE, id, NULL, 0);
	powering_off = true;
}

static void configure(uint32_t id, const uint8_t *text, size_t len)
{
	size_t n;

	if (!abilities.configure) {
		tx_error(id, EPERM, "this agent does not own the network");
		return;
	}
	n = configure_run((const char *)text, len, (char *)tx_payload(), TX_ANSWER_MAX);
	tx_commit(MSG_DONE, id, n);
}

static void whole_request(uint8_t type, uint32_t id, const uint8_t *payload, size_t len)
{
	if (type == MSG_EXEC)
		command_start(id, payload, len);
	else
		configure(id, payload, len);
}

/* EXEC and CONFIGURE may be longer than a frame. */
static void request_part(const struct frame *f)
{
	struct request *r = request_find(f->id);
	struct partial *p;
	uint8_t *data;

	if (!r && !(f->flags & FRAME_MORE)) {
		whole_request(f->type, f->id, f->payload, f->len);
		return;
	}
	if (!r)
		r = request_new(f->id, REQ_PARTIAL);
	if (!r)
		return;
	p = &r->partial;
	if (r->kind != REQ_PARTIAL || p->len + f->len > REQUEST_MAX) {
		tx_error(f->id, E2BIG, "a request of this id runs already, or it is over %u bytes",
			 REQUEST_MAX);
		r->ended = r->kind == REQ_PARTIAL;
		return;
	}
	data = realloc(p->data, p->len + f->len + 1);
	if (!data) {
		tx_error(f->id, ENOMEM, "no memory for a request of %zu bytes", p->len + f->len);
		r->ended = true;
		return;
	}
	memcpy(data + p->len, f->payload, f->len);
	p->data = data;
	p->len += f->len;
	if (!(f->flags & FRAME_MORE)) {
		r->ended = true; /* its id is free now, its data lives until the next sweep */
		whole_request(f->type, f->id, p->data, p->len);
	}
}

static void to_request(const struct frame *f, struct request *r)
{
	struct reader in = reader_of(f->payload, f->len);
	uint16_t columns;

	if (f->type == MSG_CLOSE) {
		r->ended = true;
	} else if (f->type == MSG_INPUT) {
		if (r->kind == REQ_COMMAND)
			command_input(r, f->payload, f->len);
		else if (r->kind == REQ_PUT)
			file_input(r, f->payload, f->len);
	} else if (f->type == MSG_INPUT_END) {
		if (r->kind == REQ_COMMAND)
			command_input_end(r);
		else if (r->kind == REQ_PUT)
			file_input_end(r, f->payload, f->len);
	} else if (r->kind == REQ_COMMAND && f->type == MSG_SIGNAL) {
		command_signal(r, (int)reader_u32(&in));
	} else if (r->kind == REQ_COMMAND && f->type == MSG_RESIZE) {
		columns = reader_u16(&in);
		command_resize(r, columns, reader_u16(&in));
	}
}

void dispatch(const struct frame *f, uint64_t skipped)
{
	struct request *r;

	switch (f->type) {
	case MSG_SYNC:
		sync_ack(f, skipped);
		break;
	case MSG_EXEC:
	case MSG_CONFIGURE:
		request_part(f);
		break;
	case MSG_PUT:
		file_put(f->id, f->payload, f->len);
		break;
	case MSG_GET:
		file_get(f->id, f->payload, f->len);
		break;
	case MSG_POWEROFF:
		power_off(f->id);
		break;
	default:
		/* The rest is for a request that may have ended meanwhile. */
		r = request_find(f->id);
		if (r)
			to_request(f, r);
	}
}
