// SPDX-License-Identifier: Apache-2.0
#include "order.h"

#include "bytes.h"
#include "protocol.h"
#include "spawn.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const defaults[] = {
	"PATH=" DEFAULT_PATH, "HOME=/root", "LANG=C.UTF-8",
};
#define DEFAULTS (sizeof(defaults) / sizeof(defaults[0]))

static bool has_variable(char *const *envp, const char *definition)
{
	size_t len = strcspn(definition, "=");

	for (; *envp; envp++)
		if (!strncmp(*envp, definition, len) && (*envp)[len] == '=')
			return true;
	return false;
}

int order_parse(struct order *o, const uint8_t *payload, size_t len)
{
	struct reader r = reader_of(payload, len);
	uint32_t argc, envc;
	char **at;

	o->flags = reader_u8(&r);
	o->columns = reader_u16(&r);
	o->rows = reader_u16(&r);
	argc = reader_u32(&r);
	envc = reader_u32(&r);
	o->cwd = reader_string(&r);
	o->netns = reader_string(&r);
	/* Every string takes a byte or more, so the payload bounds the counts. */
	if (r.bad || !argc || argc > len || envc > len || strchr(o->netns, '/'))
		return EINVAL;
	at = calloc((size_t)argc + envc + DEFAULTS + 3, sizeof(*at));
	if (!at)
		return ENOMEM;
	o->argv = at;
	while (argc--)
		*at++ = (char *)reader_string(&r);
	o->envp = ++at;
	while (envc--)
		*at++ = (char *)reader_string(&r);
	if (r.bad) {
		free(o->argv);
		return EINVAL;
	}
	for (size_t i = 0; i < DEFAULTS; i++)
		if (!has_variable(o->envp, defaults[i]))
			*at++ = (char *)defaults[i];
	if (!has_variable(o->envp, "TERM="))
		*at++ = o->flags & EXEC_TTY ? "TERM=xterm" : "TERM=dumb";
	return 0;
}
