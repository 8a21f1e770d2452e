// SPDX-License-Identifier: Apache-2.0
#include "check.h"

#include "../request.h"
#include "../sweep.h"

#include <stdio.h>
#include <string.h>

/* The newest is first. */
static void start(int n)
{
	requests_forget();
	for (int id = 1; id <= n; id++)
		CHECK(request_new((uint32_t)id, REQ_PARTIAL));
}

static void end(uint32_t id)
{
	struct request *r = request_find(id);

	CHECK(r);
	r->partial.data = malloc(1); /* the sanitizer tells when nobody frees it */
	CHECK(r->partial.data);
	r->ended = true;
}

static const char *ids(void)
{
	static char text[64];
	size_t n = 0;

	text[0] = 0;
	for (struct request *r = requests_first(); r; r = r->next)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%u ", r->id);
	return text;
}

static void takes_out_what_has_ended_in_its_order(void)
{
	static const uint32_t ended[] = { 5, 3, 1 };
	struct request *taken;

	start(5);
	for (int i = 0; i < 3; i++)
		end(ended[i]);
	taken = requests_take_ended();
	CHECK(!strcmp(ids(), "4 2 "));
	for (int i = 0; i < 3; i++) {
		struct request *next;

		CHECK(taken);
		CHECK_EQUAL(taken->id, ended[i]);
		next = taken->next;
		free(taken->partial.data);
		free(taken);
		taken = next;
	}
	CHECK(!taken);
	CHECK(!requests_take_ended());
}

static void everyone_is_first_in_turn(void)
{
	start(0);
	requests_turn();
	CHECK(!strcmp(ids(), ""));
	start(1);
	requests_turn();
	CHECK(!strcmp(ids(), "1 "));
	start(3);
	requests_turn();
	CHECK(!strcmp(ids(), "2 1 3 "));
	requests_turn();
	CHECK(!strcmp(ids(), "1 3 2 "));
}

static void a_sweep_frees_and_turns(void)
{
	start(4);
	end(4);
	end(2);
	requests_sweep();
	CHECK(!strcmp(ids(), "1 3 "));
	requests_forget();
	CHECK(!requests_first());
}

static void an_id_is_free_again_when_its_request_has_ended(void)
{
	start(1);
	CHECK(!request_new(1, REQ_PARTIAL));
	end(1);
	CHECK(request_new(1, REQ_PARTIAL));
	requests_sweep();
	CHECK(!strcmp(ids(), "1 "));
}

static void there_is_room_again_after_a_sweep(void)
{
	start(REQUESTS_MAX);
	CHECK(!request_new(REQUESTS_MAX + 1, REQ_PARTIAL));
	end(7);
	CHECK(!request_new(REQUESTS_MAX + 1, REQ_PARTIAL));
	requests_sweep();
	CHECK(request_new(REQUESTS_MAX + 1, REQ_PARTIAL));
	CHECK(!request_new(REQUESTS_MAX + 2, REQ_PARTIAL));
	requests_forget();
}

int main(void)
{
	RUN(takes_out_what_has_ended_in_its_order);
	RUN(everyone_is_first_in_turn);
	RUN(a_sweep_frees_and_turns);
	RUN(an_id_is_free_again_when_its_request_has_ended);
	RUN(there_is_room_again_after_a_sweep);
	return 0;
}
