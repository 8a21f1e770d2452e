/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets that do what they are told, line by line, and tell how that went, as JSON. */
#include "net.h"
#include "puppet.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOTS 16
#define WORDS 6

static const char help[] =
	"usage: mptcp-puppet\n"
	"Reads lines \"SLOT VERB [WORD...]\" and answers each with a line: {\"ok\":true,...} or\n"
	"{\"ok\":false,\"errno\":NAME}. A slot, 0 to 15, holds a socket.\n"
	"  socket mptcp|tcp 4|6    bind ADDR PORT       listen BACKLOG\n"
	"  accept SLOT             connect ADDR PORT    disconnect\n"
	"  set OPTION VALUE        get OPTION           info\n"
	"  send write|eor|sendfile|splice|mmap|bits|now BYTES           shutdown\n"
	"  recv read|peek|peekall|splice|inq|now|trunc BYTES            close\n"
	"  fastopen ADDR PORT BYTES    blocking yes|no    poll    queues\n"
	"Each end sends the same stream of bytes, so that the other knows what is due.\n"
	"Exit code 0 when stdin ends, 2 on a line that makes no sense.\n";

static struct puppet slots[SLOTS];

static int opened(struct puppet *puppet, int fd, FILE *answer)
{
	if (fd < 0)
		return -1;
	if (puppet->fd >= 0)
		close(puppet->fd);
	puppet->fd = fd;
	payload_init(&puppet->sent, 1);
	payload_init(&puppet->received, 1);
	fprintf(answer, ",\"protocol\":\"%s\"", protocol_of(fd));
	return 0;
}

static void tell_ends(int fd, FILE *answer)
{
	char local[ADDRESS_TEXT], peer[ADDRESS_TEXT];

	fprintf(answer, ",\"local\":\"%s\",\"peer\":\"%s\"",
		local_of(fd, local), peer_of(fd, peer));
}

static int do_socket(struct puppet *puppet, char **words, FILE *answer)
{
	int family = strcmp(words[1], "6") ? AF_INET : AF_INET6;
	int protocol = strcmp(words[0], "tcp") ? IPPROTO_MPTCP : IPPROTO_TCP;

	return opened(puppet, socket(family, SOCK_STREAM | SOCK_CLOEXEC, protocol),
		      answer);
}

static struct address named(char **words)
{
	return parse_address(words[0], (uint16_t)parse_number("the port", words[1],
							      0, UINT16_MAX));
}

static int do_bind(struct puppet *puppet, char **words, FILE *answer)
{
	struct address address = named(words);
	const int one = 1;

	(void)answer;
	if (setsockopt(puppet->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)))
		return -1;
	return bind(puppet->fd, (struct sockaddr *)&address.storage, address.length);
}

static int do_listen(struct puppet *puppet, char **words, FILE *answer)
{
	(void)answer;
	return listen(puppet->fd, (int)parse_number("the backlog", words[0], 0, 65535));
}

static int do_accept(struct puppet *puppet, char **words, FILE *answer)
{
	size_t from = parse_number("the listener's slot", words[0], 0, SLOTS - 1);

	if (opened(puppet, accept4(slots[from].fd, NULL, NULL, SOCK_CLOEXEC), answer))
		return -1;
	tell_ends(puppet->fd, answer);
	return 0;
}

static int do_connect(struct puppet *puppet, char **words, FILE *answer)
{
	struct address address = named(words);

	if (connect(puppet->fd, (struct sockaddr *)&address.storage, address.length))
		return -1;
	tell_ends(puppet->fd, answer);
	return 0;
}

static int do_disconnect(struct puppet *puppet, char **words, FILE *answer)
{
	const struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	(void)words;
	(void)answer;
	payload_init(&puppet->sent, 1);
	payload_init(&puppet->received, 1);
	return connect(puppet->fd, &nobody, sizeof(nobody));
}

static int do_set(struct puppet *puppet, char **words, FILE *answer)
{
	return option_set(puppet->fd, words[0], words[1], answer);
}

static int do_get(struct puppet *puppet, char **words, FILE *answer)
{
	return option_get(puppet->fd, words[0], answer);
}

static int do_info(struct puppet *puppet, char **words, FILE *answer)
{
	(void)words;
	return tell_info(puppet->fd, answer);
}

static size_t bytes_of(char **words)
{
	return parse_number("the number of bytes", words[1], 0, 64 << 20);
}

static int do_send(struct puppet *puppet, char **words, FILE *answer)
{
	return send_by(puppet, words[0], bytes_of(words), answer);
}

static int do_recv(struct puppet *puppet, char **words, FILE *answer)
{
	return receive_by(puppet, words[0], bytes_of(words), answer);
}

static int do_fastopen(struct puppet *puppet, char **words, FILE *answer)
{
	struct address address = named(words);

	return send_with_syn(puppet, &address, bytes_of(words + 1), answer);
}

static int do_poll(struct puppet *puppet, char **words, FILE *answer)
{
	(void)words;
	return tell_events(puppet->fd, answer);
}

static int do_queues(struct puppet *puppet, char **words, FILE *answer)
{
	(void)words;
	return tell_queues(puppet->fd, answer);
}

static int do_blocking(struct puppet *puppet, char **words, FILE *answer)
{
	(void)answer;
	return set_blocking(puppet->fd, strcmp(words[0], "no"));
}

static int do_shutdown(struct puppet *puppet, char **words, FILE *answer)
{
	(void)words;
	(void)answer;
	return shutdown(puppet->fd, SHUT_WR);
}

static int do_close(struct puppet *puppet, char **words, FILE *answer)
{
	int fd = puppet->fd;

	(void)words;
	(void)answer;
	puppet->fd = -1;
	return close(fd);
}

static const struct verb {
	const char *name;
	int words;
	int (*act)(struct puppet *puppet, char **words, FILE *answer);
} verbs[] = {
	{ "socket", 2, do_socket },	{ "bind", 2, do_bind },
	{ "listen", 1, do_listen },	{ "accept", 1, do_accept },
	{ "connect", 2, do_connect },	{ "disconnect", 0, do_disconnect },
	{ "set", 2, do_set },		{ "get", 1, do_get },
	{ "info", 0, do_info },		{ "send", 2, do_send },
	{ "recv", 2, do_recv },		{ "shutdown", 0, do_shutdown },
	{ "close", 0, do_close },	{ "fastopen", 3, do_fastopen },
	{ "poll", 0, do_poll },		{ "queues", 0, do_queues },
	{ "blocking", 1, do_blocking },
};

static const struct verb *verb_of(const char *name, int words)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (!strcmp(verbs[i].name, name) && verbs[i].words == words)
			return &verbs[i];
	usage_error("no verb \"%s\" with %d words", name, words);
}

static void obey(char *line)
{
	char *words[WORDS] = { NULL }, *rest = NULL, *told = NULL;
	const struct verb *verb;
	struct puppet *puppet;
	size_t length;
	FILE *answer;
	int count = 0;

	for (char *w = strtok_r(line, " \n", &rest); w && count < WORDS;
	     w = strtok_r(NULL, " \n", &rest))
		words[count++] = w;
	if (count < 2)
		usage_error("a line needs a slot and a verb");
	puppet = &slots[parse_number("the slot", words[0], 0, SLOTS - 1)];
	verb = verb_of(words[1], count - 2);
	answer = open_memstream(&told, &length);
	if (!answer)
		die("memory");
	errno = 0;
	if (verb->act(puppet, words + 2, answer)) {
		const char *name = strerrorname_np(errno);

		printf("{\"ok\":false,\"errno\":\"%s\"}\n", name ? name : "?");
		fclose(answer);
	} else {
		fclose(answer);
		printf("{\"ok\":true%s}\n", told);
	}
	free(told);
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t size = 0;

	if (argc == 2 && !strcmp(argv[1], "--help"))
		return fputs(help, stdout) < 0;
	if (argc != 1)
		usage_error("no arguments, but lines on stdin");
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < SLOTS; i++)
		slots[i].fd = -1;
	while (getline(&line, &size, stdin) >= 0)
		obey(line);
	free(line);
	return 0;
}
