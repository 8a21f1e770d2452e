// SPDX-License-Identifier: Apache-2.0
/* Behaves like the image's entrypoint, without any VM. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static int leave(const char *name, const char *text)
{
	const char *dir = getenv("INPUT_CI_RESULTS_DIR");
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir ? dir : ".", name);
	file = fopen(path, "w");
	if (!file) {
		perror(path);
		exit(1);
	}
	fputs(text, file);
	fclose(file);
	return 0;
}

static int tests(const char *story)
{
	puts("\033[1;34mSetup environment\033[0m");
	if (!strcmp(story, "build")) {
		puts("Build kernel");
		puts("net/mptcp/pm.c:1:1: error: expected ';' before '}' token");
		puts("make: *** [Makefile:240: __sub-make] Error 2");
		return 2;
	}
	puts("Boot VM");
	puts("[    0.000000] Linux version 7.3.4-stub (a@b) (gcc) #1");
	puts("Starting the validation script");
	puts("Selftest Test: ./diag.sh");
	puts("# 01 no msk on netns creation                     [ OK ]");
	puts("# 02 listen match for dport 10000");
	leave("selftest_diag.tap", "TAP version 13\n1..1\n");
	if (!strcmp(story, "panic")) {
		leave("selftest_diag.tap.tmp",
		      "# 01 no msk on netns creation                     [ OK ]\n"
		      "# 02 listen match for dport 10000\n");
		puts("[   12.000001] Kernel panic - not syncing: stub");
		puts("Unexpected stop of the VM");
		return 1;
	}
	if (!strcmp(story, "hang")) {
		puts("waiting");
		for (;;)
			pause();
	}
	leave("selftest_diag.tap",
	      "TAP version 13\n1..1\nok 1 test: selftest_diag\n"
	      "# 01 no msk on netns creation                     [ OK ]\n# time=1\n");
	leave("selftest_diag_subtests.tap",
	      "TAP version 13\n1..2\nok 1 - diag: no msk on netns creation # time=5ms\n"
	      "ok 2 - diag: listen match for dport 10000 # time=6ms\n");
	leave("conclusion.txt", "KVM Validation: normal: Success!\n");
	return 0;
}

static int size(void)
{
	struct winsize w = { 0 };

	/* Whoever has the terminal tells its size a moment after the start. */
	for (int i = 0; i < 1000 && w.ws_col != 91; i++) {
		ioctl(1, TIOCGWINSZ, &w);
		usleep(10000);
	}
	printf("%dx%d\n", w.ws_col, w.ws_row);
	return 0;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	const char *what = argc > 2 ? argv[2] : "";

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!strcmp(mode, "vm-auto"))
		return tests(getenv("STORY") ? getenv("STORY") : "");
	if (!strcmp(what, "exit"))
		return atoi(argv[3]);
	if (!strcmp(what, "size"))
		return size();
	if (!strcmp(what, "there")) {
		puts(access(argv[3], F_OK) ? "no" : "yes");
		return 0;
	}
	if (!strcmp(what, "echo")) {
		char line[100];

		if (fgets(line, sizeof(line), stdin))
			printf("heard %s", line);
		return 0;
	}
	if (!strcmp(what, "wait")) {
		puts("waiting");
		for (;;)
			pause();
	}
	fprintf(stderr, "Unknown mode: %s\n", mode);
	return 1;
}
