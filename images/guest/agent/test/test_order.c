// SPDX-License-Identifier: Apache-2.0
#include "check.h"

#include "../order.h"
#include "../protocol.h"
#include "../spawn.h"

#include <errno.h>
#include <string.h>

#define FUZZ_ROUNDS 100000

/* echo hi, with A=b, in /tmp, on a terminal of 80 by 25. */
static const uint8_t sample[] =
	"\x01\0\x50\0\x19\0\0\0\x02\0\0\0\x01/tmp\0\0echo\0hi\0A=b";

static int parse_copy(struct order *o, const uint8_t *payload, size_t len, uint8_t **copy)
{
	/* Exactly as long as the payload, so that the sanitizer sees every step outside. */
	*copy = malloc(len ? len : 1);
	memcpy(*copy, payload, len);
	return order_parse(o, *copy, len);
}

static void understands_a_command(void)
{
	struct order o;
	uint8_t *copy;

	CHECK_EQUAL(parse_copy(&o, sample, sizeof(sample), &copy), 0);
	CHECK_EQUAL(o.flags, EXEC_TTY);
	CHECK_EQUAL(o.columns, 80);
	CHECK_EQUAL(o.rows, 25);
	CHECK(!strcmp(o.cwd, "/tmp"));
	CHECK(!strcmp(o.netns, ""));
	CHECK(!strcmp(o.argv[0], "echo") && !strcmp(o.argv[1], "hi") && !o.argv[2]);
	CHECK(!strcmp(environment_get(o.envp, "A"), "b"));
	CHECK(!strcmp(environment_get(o.envp, "TERM"), "xterm"));
	CHECK(!strcmp(environment_get(o.envp, "PATH"), DEFAULT_PATH));
	CHECK(!environment_get(o.envp, "PAT"));
	free(o.argv);
	free(copy);
}

static void refuses_what_is_cut_off(void)
{
	for (size_t len = 0; len < sizeof(sample); len++) {
		struct order o;
		uint8_t *copy;

		CHECK_EQUAL(parse_copy(&o, sample, len, &copy), EINVAL);
		free(copy);
	}
}

static void refuses_a_netns_that_is_a_path(void)
{
	static const uint8_t payload[] = "\0\0\0\0\0\0\0\0\x01\0\0\0\0/\0../x\0true";
	struct order o;
	uint8_t *copy;

	CHECK_EQUAL(parse_copy(&o, payload, sizeof(payload), &copy), EINVAL);
	free(copy);
}

static void survives_fuzzed_payloads(void)
{
	uint64_t seed = 4;
	int understood = 0;

	for (int round = 0; round < FUZZ_ROUNDS; round++) {
		uint8_t payload[sizeof(sample)], *copy;
		struct order o;

		memcpy(payload, sample, sizeof(sample));
		for (uint32_t k = next_random(&seed) % 6; k; k--)
			payload[next_random(&seed) % sizeof(payload)] =
				(uint8_t)(next_random(&seed) % 3 ? next_random(&seed) % 4
								 : next_random(&seed));
		if (!parse_copy(&o, payload, sizeof(payload) - next_random(&seed) % 3, &copy)) {
			understood++;
			free(o.argv);
		}
		free(copy);
	}
	CHECK(understood > 100 && understood < FUZZ_ROUNDS);
}

int main(void)
{
	RUN(understands_a_command);
	RUN(refuses_what_is_cut_off);
	RUN(refuses_a_netns_that_is_a_path);
	RUN(survives_fuzzed_payloads);
	return 0;
}
