// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "parse.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static char *next_word(char **at)
{
	char *word;

	do
		word = strsep(at, " \t\r");
	while (word && !*word);
	return word;
}

static bool number(const char *s, uint32_t *value)
{
	unsigned long long v;
	char *end;

	if (!s || !isdigit((unsigned char)*s))
		return false;
	errno = 0;
	v = strtoull(s, &end, 10);
	if (errno || *end || v > UINT32_MAX)
		return false;
	*value = (uint32_t)v;
	return true;
}

/* ADDRESS or ADDRESS/PREFIX; without a prefix, the address alone. */
static bool address(char *s, struct address *a)
{
	uint32_t prefix;
	char *slash;

	if (!s)
		return false;
	slash = strchr(s, '/');
	if (slash)
		*slash++ = 0;
	a->family = strchr(s, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(a->family, s, a->bytes) != 1)
		return false;
	a->prefix = a->family == AF_INET ? 32 : 128;
	if (!slash)
		return true;
	if (!number(slash, &prefix) || prefix > a->prefix)
		return false;
	a->prefix = (uint8_t)prefix;
	return true;
}

static bool device(const char *s, char *dev)
{
	if (!s || !*s || strlen(s) >= IF_NAMESIZE || strchr(s, '/'))
		return false;
	strcpy(dev, s);
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Bytes as pairs of hexadecimal digits, with `separator` between them unless it is 0. */
static bool hex(const char *s, char separator, uint8_t *bytes, size_t max, size_t *len)
{
	for (*len = 0; s && *s; (*len)++) {
		int high, low;

		if (separator && *len && *s++ != separator)
			return false;
		high = hex_digit(s[0]);
		low = high < 0 ? -1 : hex_digit(s[1]);
		if (low < 0 || *len == max)
			return false;
		bytes[*len] = (uint8_t)(high << 4 | low);
		s += 2;
	}
	return *len > 0;
}

static const char *parse_time(char *at, struct line *l)
{
	char *dot = at ? strchr(at, '.') : NULL, *end;
	long scale = 100000000;

	if (!at || !isdigit((unsigned char)*at))
		return "time wants SECONDS.NANOSECONDS";
	errno = 0;
	l->time.tv_sec = strtoll(at, &end, 10);
	if (errno || (dot ? end != dot : *end))
		return "time wants SECONDS.NANOSECONDS";
	for (; dot && *++dot; scale /= 10) {
		if (!isdigit((unsigned char)*dot) || !scale)
			return "time wants at most nine digits of a second";
		l->time.tv_nsec += (*dot - '0') * scale;
	}
	return NULL;
}

static const char *parse_nic(char *at, struct line *l)
{
	char *word;
	size_t n;

	if (!number(next_word(&at), &l->nic))
		return "nic wants the NIC's number";
	while ((word = next_word(&at))) {
		if (!strncmp(word, "name=", 5)) {
			if (!device(word + 5, l->dev))
				return "not an interface name";
		} else if (!strncmp(word, "mac=", 4)) {
			if (!hex(word + 4, ':', l->mac, sizeof(l->mac), &n) || n != sizeof(l->mac))
				return "not a MAC address";
			l->has_mac = true;
		} else if (!strncmp(word, "mtu=", 4)) {
			if (!number(word + 4, &l->mtu) || !l->mtu)
				return "not an MTU";
		} else if (!strcmp(word, "up")) {
			l->up = true;
		} else {
			return "nic knows name=, mac=, mtu= and up";
		}
	}
	return NULL;
}

static const char *parse_address(char *at, struct line *l)
{
	if (!device(next_word(&at), l->dev) || !address(next_word(&at), &l->to) || next_word(&at))
		return "addr wants DEVICE ADDRESS/PREFIX";
	return NULL;
}

static const char *parse_route(char *at, struct line *l)
{
	char *word = next_word(&at);
	bool is_default = word && !strcmp(word, "default");

	if (!is_default && !address(word, &l->to))
		return "route wants a prefix or \"default\"";
	while ((word = next_word(&at))) {
		char *value = next_word(&at);
		bool good = false;

		if (!strcmp(word, "via"))
			good = address(value, &l->via);
		else if (!strcmp(word, "src"))
			good = address(value, &l->src);
		else if (!strcmp(word, "dev"))
			good = device(value, l->dev);
		else if (!strcmp(word, "table"))
			good = number(value, &l->table);
		else if (!strcmp(word, "metric"))
			good = number(value, &l->metric);
		if (!good)
			return "route knows via, src, dev, table and metric, each with a value";
	}
	if (is_default)
		l->to.family = l->via.family ? l->via.family : l->src.family ? l->src.family
									      : AF_INET;
	if ((l->via.family && l->via.family != l->to.family) ||
	    (l->src.family && l->src.family != l->to.family))
		return "route mixes IPv4 and IPv6";
	return NULL;
}

static const char *parse_rule(char *at, struct line *l)
{
	char *word;

	while ((word = next_word(&at))) {
		char *value = next_word(&at);
		bool good = false;

		if (!strcmp(word, "from"))
			good = address(value, &l->to);
		else if (!strcmp(word, "table"))
			good = number(value, &l->table);
		else if (!strcmp(word, "pref"))
			good = l->has_pref = number(value, &l->pref);
		if (!good)
			return "rule knows from, table and pref, each with a value";
	}
	return l->to.family && l->table ? NULL : "rule wants from and table";
}

static const char *parse_sysctl(char *at, struct line *l)
{
	char *equals = at ? strchr(at, '=') : NULL;
	char *end;

	if (!equals)
		return "sysctl wants KEY=VALUE";
	l->value = equals + 1 + strspn(equals + 1, " \t");
	for (end = equals; end > at && isspace((unsigned char)end[-1]); end--)
		;
	*end = 0;
	l->name = at + strspn(at, " \t");
	if (!*l->name || strstr(l->name, "..") || strchr(l->name, ' '))
		return "not a sysctl's name";
	return NULL;
}

const char *line_parse(char *text, struct line *l)
{
	char *at = text, *word;

	memset(l, 0, sizeof(*l));
	word = next_word(&at);
	if (!word || *word == '#')
		return NULL;
	if (!strcmp(word, "hostname")) {
		l->kind = LINE_HOSTNAME;
		l->name = next_word(&at);
		return l->name && !next_word(&at) ? NULL : "hostname wants one name";
	}
	if (!strcmp(word, "time")) {
		l->kind = LINE_TIME;
		return parse_time(next_word(&at), l);
	}
	if (!strcmp(word, "entropy")) {
		l->kind = LINE_ENTROPY;
		return hex(next_word(&at), 0, l->entropy, sizeof(l->entropy), &l->entropy_len)
			       ? NULL
			       : "entropy wants up to 512 bytes in hexadecimal";
	}
	if (!strcmp(word, "nic")) {
		l->kind = LINE_NIC;
		return parse_nic(at, l);
	}
	if (!strcmp(word, "addr")) {
		l->kind = LINE_ADDRESS;
		return parse_address(at, l);
	}
	if (!strcmp(word, "route")) {
		l->kind = LINE_ROUTE;
		return parse_route(at, l);
	}
	if (!strcmp(word, "rule")) {
		l->kind = LINE_RULE;
		return parse_rule(at, l);
	}
	if (!strcmp(word, "sysctl")) {
		l->kind = LINE_SYSCTL;
		return parse_sysctl(at, l);
	}
	return "unknown word";
}
