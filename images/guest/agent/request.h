/* SPDX-License-Identifier: Apache-2.0 */
/* What the host has asked for and has not been answered yet. */
#ifndef SUBFLOW_REQUEST_H
#define SUBFLOW_REQUEST_H

#include "frame.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define REQUESTS_MAX 256
#define REQUEST_FDS 3

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
/* Ends all requests, kills what runs. */
void requests_forget(void);
/* Frees what has ended, and turns the list so that nobody is always first. */
void requests_sweep(void);
struct request *requests_first(void);

/* command.c */
void command_start(uint32_t id, const uint8_t *payload, size_t len);
void command_input(struct request *r, const uint8_t *data, size_t len);
void command_input_end(struct request *r);
void command_signal(struct request *r, int signal);
void command_resize(struct request *r, uint16_t columns, uint16_t rows);
void command_reaped(struct request *r, int status);
int command_poll_fds(struct request *r, struct pollfd *fds);
void command_pump(struct request *r, const struct pollfd *fds, int n);
/* Sends the EXIT when it is time; returns ms until it will be, or -1. */
int command_finish(struct request *r);
/* Kills what runs and closes everything, silently. */
void command_drop(struct request *r);

/* file.c */
void file_put(uint32_t id, const uint8_t *payload, size_t len);
void file_input(struct request *r, const uint8_t *data, size_t len);
void file_input_end(struct request *r, const uint8_t *payload, size_t len);
void file_get(uint32_t id, const uint8_t *payload, size_t len);
/* Sends the next chunk of a GET. */
void file_pump(struct request *r);
void file_drop(struct request *r);

#endif
