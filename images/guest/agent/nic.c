// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "nic.h"

#include "link.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define NICS_MAX 64

struct nic {
	int index;
	char path[192]; /* in /sys/devices, up to the virtio device */
};

static struct nic nics[NICS_MAX];
static int nic_count = -1;

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct nic *)a)->path, ((const struct nic *)b)->path);
}

static void look_at(const char *name)
{
	char link[64 + NAME_MAX], target[PATH_MAX], *virtio;
	struct nic *nic = &nics[nic_count];
	ssize_t n;

	snprintf(link, sizeof(link), "/sys/class/net/%s", name);
	n = readlink(link, target, sizeof(target) - 1);
	if (n < 0)
		return;
	target[n] = 0;
	/* ../../devices/pci0000:00/0000:00:03.0/virtio1/net/ens3 */
	virtio = strstr(target, "/virtio");
	if (!virtio)
		return;
	*virtio = 0;
	nic->index = link_index(name);
	if (nic->index && snprintf(nic->path, sizeof(nic->path), "%s", target) > 0)
		nic_count++;
}

static void enumerate(void)
{
	DIR *dir = opendir("/sys/class/net");
	struct dirent *entry;

	nic_count = 0;
	while (dir && nic_count < NICS_MAX && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			look_at(entry->d_name);
	if (dir)
		closedir(dir);
	qsort(nics, (size_t)nic_count, sizeof(nics[0]), by_path);
}

/* Index of the n-th virtio NIC in PCI order; 0 when there is none. */
static int nic_index(uint32_t n)
{
	if (nic_count < 0)
		enumerate();
	return n < (uint32_t)nic_count ? nics[n].index : 0;
}

/*
 * The kernel may take up to a second to make a carrier known that has just come
 * (linkwatch); asking for it makes it known at once, since Linux 6.9.
 */
void nic_settle(void)
{
	int fd = nic_count > 0 ? socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;

	for (int i = 0; i < nic_count && fd >= 0; i++) {
		struct ethtool_value link = { .cmd = ETHTOOL_GLINK };
		struct ifreq request = { .ifr_data = (void *)&link };

		if (if_indextoname((unsigned int)nics[i].index, request.ifr_name))
			ioctl(fd, SIOCETHTOOL, &request);
	}
	if (fd >= 0)
		close(fd);
	nic_count = -1;
}

/* Moves an interface that has the wanted name out of the way; its own line follows. */
static int free_name(const char *name, int index, char *why, size_t size)
{
	int holder = link_index(name), error;
	char aside[IF_NAMESIZE];

	if (!holder || holder == index)
		return 0;
	snprintf(aside, sizeof(aside), "aside%d", holder);
	error = link_down(holder, why, size);
	return error ? error : link_set(holder, aside, NULL, 0, false, why, size);
}

int nic_apply(const struct line *l, char *why, size_t size)
{
	int index = nic_index(l->nic), error;
	char now[IF_NAMESIZE];

	if (!index) {
		snprintf(why, size, "there are %d virtio NICs, counted from 0", nic_count);
		return ENODEV;
	}
	if (!if_indextoname((unsigned int)index, now))
		now[0] = 0;
	snprintf(why, size, "setting up %s as \"%s\"", now, l->dev[0] ? l->dev : now);
	if (l->dev[0] && strcmp(l->dev, now)) {
		error = free_name(l->dev, index, why, size);
		if (error)
			return error;
	}
	error = link_down(index, why, size);
	if (error)
		return error;
	return link_set(index, strcmp(l->dev, now) ? l->dev : "", l->has_mac ? l->mac : NULL,
			l->mtu, l->up, why, size);
}
