/* SPDX-License-Identifier: Apache-2.0 */
/* Netlink messages byte for byte, the hash against the vectors of FIPS 180-4 and RFC 6234, the payload against itself cut up. */
#include "genl.h"
#include "net.h"
#include "payload.h"
#include "sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect(const char *what, const char *actual, const char *expected)
{
	if (strcmp(actual, expected)) {
		fprintf(stderr, "%s is \"%s\", expected \"%s\"\n", what, actual,
			expected);
		exit(1);
	}
}

/* Hashes `count` copies of text, `piece` bytes at a time. */
static void check_hash(const char *text, size_t count, size_t piece,
		       const char *expected)
{
	size_t length = strlen(text) * count;
	unsigned char *data = malloc(length + 1);
	unsigned char digest[SHA256_SIZE];
	char hex[SHA256_TEXT];
	struct sha256 hash;

	if (!data)
		exit(1);
	for (size_t i = 0; i < count; i++)
		memcpy(data + i * strlen(text), text, strlen(text));
	sha256_init(&hash);
	for (size_t i = 0; i < length; i += piece)
		sha256_update(&hash, data + i,
			      length - i < piece ? length - i : piece);
	sha256_final(&hash, digest);
	expect(text, sha256_text(digest, hex), expected);
	free(data);
}

static void test_sha256(void)
{
	static const size_t pieces[] = { 1, 55, 56, 63, 64, 65, 1000003 };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		check_hash("", 1, pieces[i],
			   "e3b0c44298fc1c149afbf4c8996fb924"
			   "27ae41e4649b934ca495991b7852b855");
		check_hash("abc", 1, pieces[i],
			   "ba7816bf8f01cfea414140de5dae2223"
			   "b00361a396177a9cb410ff61f20015ad");
		check_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmno"
			   "mnopnopq", 1, pieces[i],
			   "248d6a61d20638b8e5c026930c3e6039"
			   "a33ce45964ff2167f6ecedd419db06c1");
		check_hash("a", 1000000, pieces[i],
			   "cdc76e5c9914fb9281a1c7e284d73e67"
			   "f1809a48a497200e046d39ccc7112cd0");
		check_hash("01234567012345670123456701234567"
			   "01234567012345670123456701234567", 10, pieces[i],
			   "594847328451bdfa85056225462cc1d8"
			   "67d877fb388df0ce35f25ab5562bfbb5");
	}
}

static void test_payload(void)
{
	unsigned char whole[1000], cut[1000], other[1000];
	struct payload payload;

	payload_init(&payload, 7);
	payload_fill(&payload, whole, sizeof(whole));
	payload_init(&payload, 7);
	for (size_t i = 0, n = 0; i < sizeof(cut); i += n, n++) {
		if (n > sizeof(cut) - i)
			n = sizeof(cut) - i;
		payload_fill(&payload, cut + i, n);
	}
	if (memcmp(whole, cut, sizeof(whole))) {
		fputs("the payload depends on how it is cut\n", stderr);
		exit(1);
	}
	payload_init(&payload, 8);
	payload_fill(&payload, other, sizeof(other));
	if (!memcmp(whole, other, sizeof(whole))) {
		fputs("the payload does not depend on the seed\n", stderr);
		exit(1);
	}
}

static void test_shown(void)
{
	char text[5];

	expect("byte A", shown('A', text), "A");
	expect("escape", shown(0x1b, text), "\\x1b");
	expect("byte 255", shown(0xff, text), "\\xff");
}

static void check(bool holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "not so: %s\n", what);
		exit(1);
	}
}

static void test_message(void)
{
	/* Header of 16 bytes, whose length is set when it is sent; command and version. */
	static const unsigned char expected[] = {
		0, 0, 0, 0, 0x1c, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		8, 1, 0, 0,
		8, 0, 4, 0, 0xa3, 0x00, 0x1f, 0,
		20, 0, 1, 0x80,
		6, 0, 1, 0, 2, 0, 0, 0,
		5, 0, 2, 0, 7, 0, 0, 0,
	};
	const unsigned char *nested = expected + 32;
	struct message message;
	size_t nest;

	message_begin(&message, 28, 8);
	put_u32(&message, 4, 0x1f00a3);
	nest = nest_begin(&message, 1);
	put_u16(&message, 1, 2);
	put_u8(&message, 2, 7);
	nest_end(&message, nest);
	check(message.length == sizeof(expected), "length of the message");
	check(!memcmp(message.bytes, expected, sizeof(expected)),
	      "bytes of the message");

	check(find_attribute(nested, 16, 1, 2) == nested + 4, "first attribute");
	check(find_attribute(nested, 16, 2, 1) == nested + 12, "second attribute");
	check(!find_attribute(nested, 16, 2, 2), "an attribute that is too short");
	check(!find_attribute(nested, 16, 3, 0), "an attribute that is not there");
	check(!find_attribute(nested, 12, 2, 1), "an attribute that is cut off");
	check(!find_attribute(expected, 16, 5, 0), "a length of 0");
}

int main(void)
{
	test_message();
	test_sha256();
	test_payload();
	test_shown();
	puts("unit tests passed");
	return 0;
}
