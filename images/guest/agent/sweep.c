// SPDX-License-Identifier: Apache-2.0
#include "sweep.h"

#include "command.h"
#include "file.h"
#include "request.h"

#include <stdlib.h>

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
	for (struct request *r = requests_first(); r; r = r->next)
		r->ended = true;
	requests_sweep();
}

void requests_sweep(void)
{
	struct request *r = requests_take_ended();

	while (r) {
		struct request *next = r->next;

		drop(r);
		free(r);
		r = next;
	}
	requests_turn();
}
