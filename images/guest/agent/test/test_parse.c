// SPDX-License-Identifier: Apache-2.0
#include "check.h"

#include "../configure.h"
#include "../parse.h"

#include <string.h>
#include <sys/socket.h>

#define FUZZ_ROUNDS 200000

static struct line line;

static const char *parse(const char *text)
{
	/* On the heap, so that the sanitizer sees every step outside. */
	static char *copy;

	free(copy);
	copy = strdup(text);
	return line_parse(copy, &line);
}

static void names_the_machine(void)
{
	CHECK(!parse("hostname server"));
	CHECK_EQUAL(line.kind, LINE_HOSTNAME);
	CHECK(!strcmp(line.name, "server"));
	CHECK(parse("hostname"));
	CHECK(parse("hostname a b"));
}

static void sets_the_clock(void)
{
	CHECK(!parse("time 1766412345.123456789"));
	CHECK_EQUAL(line.time.tv_sec, 1766412345);
	CHECK_EQUAL(line.time.tv_nsec, 123456789);
	CHECK(!parse("time 5.04"));
	CHECK_EQUAL(line.time.tv_nsec, 40000000);
	CHECK(!parse("time 5"));
	CHECK_EQUAL(line.time.tv_nsec, 0);
	CHECK(parse("time"));
	CHECK(parse("time -5"));
	CHECK(parse("time 5.1234567890"));
	CHECK(parse("time 5x.1"));
	CHECK(parse("time 99999999999999999999"));
}

static void takes_entropy(void)
{
	char text[2 * ENTROPY_MAX + 16] = "entropy ";

	CHECK(!parse("entropy 00ffAb"));
	CHECK_EQUAL(line.entropy_len, 3);
	CHECK_EQUAL(line.entropy[2], 0xab);
	CHECK(parse("entropy"));
	CHECK(parse("entropy 0"));
	CHECK(parse("entropy 0g"));
	memset(text + 8, 'a', 2 * ENTROPY_MAX);
	CHECK(!parse(text));
	CHECK_EQUAL(line.entropy_len, ENTROPY_MAX);
	memset(text + 8, 'a', 2 * ENTROPY_MAX + 2);
	CHECK(parse(text));
}

static void sets_up_nics(void)
{
	CHECK(!parse("nic 1 name=ens2 mac=52:54:00:aB:cd:ef mtu=9000 up"));
	CHECK_EQUAL(line.nic, 1);
	CHECK(!strcmp(line.dev, "ens2"));
	CHECK(line.has_mac && line.up);
	CHECK(!memcmp(line.mac, "\x52\x54\x00\xab\xcd\xef", 6));
	CHECK_EQUAL(line.mtu, 9000);
	CHECK(!parse("nic 0"));
	CHECK(!line.has_mac && !line.up && !line.dev[0]);
	CHECK(parse("nic"));
	CHECK(parse("nic x"));
	CHECK(parse("nic -1"));
	CHECK(parse("nic 4294967296"));
	CHECK(parse("nic 0 name=sixteencharacter"));
	CHECK(parse("nic 0 name="));
	CHECK(parse("nic 0 name=../x"));
	CHECK(parse("nic 0 mac=52:54:00:ab:cd"));
	CHECK(parse("nic 0 mac=52:54:00:ab:cd:ef:00"));
	CHECK(parse("nic 0 mac=525400abcdef"));
	CHECK(parse("nic 0 mtu=0"));
	CHECK(parse("nic 0 down"));
}

static void adds_addresses(void)
{
	CHECK(!parse("addr ens2 192.168.53.209/24"));
	CHECK_EQUAL(line.to.family, AF_INET);
	CHECK_EQUAL(line.to.prefix, 24);
	CHECK(!memcmp(line.to.bytes, "\xc0\xa8\x35\xd1", 4));
	CHECK(!parse("addr ens2 fd00:53::209/64"));
	CHECK_EQUAL(line.to.family, AF_INET6);
	CHECK_EQUAL(line.to.prefix, 64);
	CHECK(!parse("addr ens2 10.0.0.1"));
	CHECK_EQUAL(line.to.prefix, 32);
	CHECK(parse("addr ens2"));
	CHECK(parse("addr ens2 10.0.0.1/33"));
	CHECK(parse("addr ens2 10.0.0/24"));
	CHECK(parse("addr ens2 fd00::1/129"));
	CHECK(parse("addr ens2 10.0.0.1/"));
	CHECK(parse("addr ens2 10.0.0.1/24 more"));
}

static void adds_routes(void)
{
	CHECK(!parse("route 192.168.53.0/24 dev ens2 src 192.168.53.209 table 102"));
	CHECK_EQUAL(line.to.prefix, 24);
	CHECK_EQUAL(line.src.family, AF_INET);
	CHECK_EQUAL(line.via.family, 0);
	CHECK_EQUAL(line.table, 102);
	CHECK(!strcmp(line.dev, "ens2"));
	CHECK(!parse("route default via fd00::1 metric 5"));
	CHECK_EQUAL(line.to.family, AF_INET6);
	CHECK_EQUAL(line.to.prefix, 0);
	CHECK_EQUAL(line.metric, 5);
	CHECK(!parse("route default dev ens2"));
	CHECK_EQUAL(line.to.family, AF_INET);
	CHECK(!parse("route 0.0.0.0/0 via 10.0.0.1"));
	CHECK(parse("route"));
	CHECK(parse("route 10.0.0.0/8 via"));
	CHECK(parse("route 10.0.0.0/8 via fd00::1"));
	CHECK(parse("route 10.0.0.0/8 scope link"));
}

static void adds_rules(void)
{
	CHECK(!parse("rule from 192.168.53.209/32 table 102 pref 102"));
	CHECK_EQUAL(line.pref, 102);
	CHECK(line.has_pref);
	CHECK(!parse("rule from fd00::1 table 5"));
	CHECK_EQUAL(line.to.prefix, 128);
	CHECK(!line.has_pref);
	CHECK(parse("rule from 10.0.0.1"));
	CHECK(parse("rule table 5"));
	CHECK(parse("rule from 10.0.0.1 table 5 pref"));
}

static const char *path_of(const char *key)
{
	static char path[512];

	sysctl_path(key, path, sizeof(path));
	return path;
}

static void writes_sysctls(void)
{
	CHECK(!parse("sysctl net.ipv4.tcp_rmem = 4096 131072 6291456"));
	CHECK(!strcmp(line.name, "net.ipv4.tcp_rmem"));
	CHECK(!strcmp(line.value, "4096 131072 6291456"));
	CHECK(!parse("sysctl a.b=c=d"));
	CHECK(!strcmp(line.value, "c=d"));
	CHECK(parse("sysctl a.b"));
	CHECK(parse("sysctl =1"));
	CHECK(parse("sysctl ../x=1"));
	CHECK(parse("sysctl net/../x=1"));
	CHECK(!strcmp(path_of("net.ipv4.ip_forward"), "/proc/sys/net/ipv4/ip_forward"));
	CHECK(!strcmp(path_of("net/ipv4/conf/a.1/x"), "/proc/sys/net/ipv4/conf/a.1/x"));
	CHECK(!strcmp(path_of("net.ipv4.conf.a/1.x"), "/proc/sys/net/ipv4/conf/a.1/x"));
}

static void skips_what_says_nothing(void)
{
	CHECK(!parse(""));
	CHECK_EQUAL(line.kind, LINE_EMPTY);
	CHECK(!parse("  \t"));
	CHECK(!parse("# a comment"));
	CHECK_EQUAL(line.kind, LINE_EMPTY);
	CHECK(parse("unknown 1"));
}

/* Words of the language and noise, in any order: no step outside, whatever they mean. */
static void survives_fuzzed_lines(void)
{
	static const char *const words[] = {
		"hostname", "time", "entropy", "nic", "addr", "route", "rule", "sysctl", "from",
		"table", "pref", "dev", "via", "src", "metric", "default", "name=", "mac=", "mtu=",
		"up", "0", "1", "99999999999", "10.0.0.1/8", "::1/64", "ens2", "=", "a.b=c",
		"00:11:22:33:44:55", ".5", "5.", "/", "abcdefabcdef", "\t",
	};
	uint64_t seed = 3;
	int understood = 0;

	for (int round = 0; round < FUZZ_ROUNDS; round++) {
		char text[256];
		size_t n = 0;

		for (uint32_t k = 1 + next_random(&seed) % 8; k; k--) {
			uint32_t pick = next_random(&seed);

			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s",
					      words[pick % (sizeof(words) / sizeof(*words))],
					      pick >> 16 & 3 ? " " : "");
			if (!(pick >> 18 & 7))
				text[next_random(&seed) % n] = (char)(1 + next_random(&seed) % 255);
		}
		if (!parse(text) && line.kind != LINE_EMPTY)
			understood++;
	}
	CHECK(understood > 100);
}

int main(void)
{
	RUN(names_the_machine);
	RUN(sets_the_clock);
	RUN(takes_entropy);
	RUN(sets_up_nics);
	RUN(adds_addresses);
	RUN(adds_routes);
	RUN(adds_rules);
	RUN(writes_sysctls);
	RUN(skips_what_says_nothing);
	RUN(survives_fuzzed_lines);
	return 0;
}
