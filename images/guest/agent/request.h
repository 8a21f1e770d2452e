/* SPDX-License-Identifier: Apache-2.0 */
/* What the host has asked for and has not been answered yet. */
#ifndef SUBFLOW_REQUEST_H
#define SUBFLOW_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define REQUESTS_MAX 256

enum kind { REQ_PARTIAL, REQ_COMMAND, REQ_PUT, REQ_GET };

struct request {
	struct request *next;
	uint32_t id;
	enum kind kind;
	bool ended; /* answered or given up: to be freed */
	union {
		struct partial {
			uint8_t *data;
			size_t len;
		} partial;
		struct command {
			pid_t pid;
			bool tty;
			bool hung_up; /* nobody has the terminal open any more */
			bool exited;
			int status;		/* of waitpid() */
			int64_t exit_deadline;	/* ms; until then children may hold the pipes */
			int in, out, err;	/* our ends; -1 when closed */
			size_t owed[2];		/* bytes in out and err at the exit */
			uint8_t *input;		/* INPUT_WINDOW bytes, allocated when needed */
			size_t input_head, input_tail;
			bool input_end;
			uint32_t grant;		/* window to be given back */
		} command;
		struct file {
			int fd;
			char *path;
			char *temporary;	/* NULL when written in place */
			uint32_t mode;
			uint64_t size;
			uint32_t crc;
			uint32_t grant;
		} file;
	};
};

struct request *request_find(uint32_t id);
/* A new request in the list; NULL after an ERROR to the host when there is no room. */
struct request *request_new(uint32_t id, enum kind kind);
struct request *requests_first(void);
/* Takes what has ended out of the list; returns it as a list, for the caller to free. */
struct request *requests_take_ended(void);
/* Puts the first at the end, so that nobody is always first. */
void requests_turn(void);

#endif
