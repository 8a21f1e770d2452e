// SPDX-License-Identifier: Apache-2.0
/* A line of a CONFIGURE. */
#include "../../../images/guest/agent/parse.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct line line;
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	line_parse(text, &line);
	free(text);
	return 0;
}
