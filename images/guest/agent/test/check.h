/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUBFLOW_CHECK_H
#define SUBFLOW_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                                 \
	do {                                                                             \
		if (!(condition)) {                                                      \
			fprintf(stderr, "%s:%d: %s is false\n", __FILE__, __LINE__,      \
				#condition);                                             \
			exit(1);                                                         \
		}                                                                        \
	} while (0)

#define CHECK_EQUAL(actual, expected)                                                    \
	do {                                                                             \
		long long a_ = (long long)(actual), e_ = (long long)(expected);          \
		if (a_ != e_) {                                                          \
			fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__,       \
				__LINE__, #actual, a_, e_);                              \
			exit(1);                                                         \
		}                                                                        \
	} while (0)

/* Numbers that are the same in every run: a failure can be looked at again. */
static inline uint32_t next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 32);
}

#define RUN(test)                                                                        \
	do {                                                                             \
		test();                                                                  \
		printf("ok %s\n", #test);                                                \
	} while (0)

#endif
