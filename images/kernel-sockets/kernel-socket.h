/* SPDX-License-Identifier: GPL-2.0 */
/* What both ends share: a socket by the module's parameters, and messages of one size. */
#ifndef KERNEL_SOCKET_H
#define KERNEL_SOCKET_H

#include <linux/inet.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/net.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/socket.h>
#include <linux/sockptr.h>
#include <linux/string.h>
#include <linux/version.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

#define MESSAGE_BYTES 64

/* Since 6.19 addresses of unknown size have a type of their own. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
typedef struct sockaddr_unsized any_address;
#else
typedef struct sockaddr any_address;
#endif

static char *server_ip;
module_param(server_ip, charp, 0444);
MODULE_PARM_DESC(server_ip, "Address of the server, IPv4 or IPv6");

static ushort server_port = 5555;
module_param(server_port, ushort, 0444);
MODULE_PARM_DESC(server_port, "Port of the server");

static char *protocol = "MPTCP";
module_param(protocol, charp, 0444);
MODULE_PARM_DESC(protocol, "TCP or MPTCP");

static int protocol_number(void)
{
	if (!strcmp(protocol, "TCP"))
		return IPPROTO_TCP;
	if (!strcmp(protocol, "MPTCP"))
		return IPPROTO_MPTCP;
	pr_err("protocol is \"%s\", expected TCP or MPTCP\n", protocol);
	return -EINVAL;
}

/*
 * The lock of a subflow, a kernel socket too, is taken while that of its
 * connection is held, which lockdep takes for a lock taken twice when the
 * connection is of the kernel. So the connection's gets a subclass that net/
 * does not use; a class of this module's own could not outlive it.
 */
#define CONNECTION_NESTING 2

static void tell_lockdep(struct socket *sock)
{
	lockdep_set_subclass(&sock->sk->sk_lock, CONNECTION_NESTING);
}

/* Makes a socket of the protocol, and the server's address from the parameters. */
static int make_socket(struct socket **sock, struct sockaddr_storage *address)
{
	char port[sizeof("65535")];
	int number = protocol_number();
	int err;

	if (number < 0)
		return number;
	if (!server_ip) {
		pr_err("server_ip is missing\n");
		return -EINVAL;
	}
	snprintf(port, sizeof(port), "%u", server_port);
	memset(address, 0, sizeof(*address));
	err = inet_pton_with_scope(&init_net, AF_UNSPEC, server_ip, port, address);
	if (err) {
		pr_err("server_ip is \"%s\", expected an IP address\n", server_ip);
		return err;
	}
	err = sock_create_kern(&init_net, address->ss_family, SOCK_STREAM, number, sock);
	if (err) {
		pr_err("a socket of protocol %s: %d\n", protocol, err);
		return err;
	}
	tell_lockdep(*sock);
	return 0;
}

static int address_bytes(const struct sockaddr_storage *address)
{
	return address->ss_family == AF_INET ? sizeof(struct sockaddr_in) :
					       sizeof(struct sockaddr_in6);
}

static int send_message(struct socket *sock, char *text)
{
	struct msghdr msg = { .msg_flags = MSG_NOSIGNAL };
	struct kvec vec = { .iov_base = text, .iov_len = MESSAGE_BYTES };
	int n = kernel_sendmsg(sock, &msg, &vec, 1, MESSAGE_BYTES);

	return n < 0 ? n : n == MESSAGE_BYTES ? 0 : -EPIPE;
}

/* 0 when the peer has closed, else the size of a message or an error. */
static int receive_message(struct socket *sock, char *text)
{
	struct msghdr msg = {};
	struct kvec vec = { .iov_base = text, .iov_len = MESSAGE_BYTES };
	int n = kernel_recvmsg(sock, &msg, &vec, 1, MESSAGE_BYTES, MSG_WAITALL);

	text[MESSAGE_BYTES - 1] = '\0';
	return n <= 0 || n == MESSAGE_BYTES ? n : -EPIPE;
}

/* The thread may end before it is told to; until end() its task stays valid. */
static struct task_struct *begin(int (*run)(void *), void *data)
{
	struct task_struct *thread = kthread_create(run, data, KBUILD_MODNAME);

	if (!IS_ERR(thread)) {
		get_task_struct(thread);
		wake_up_process(thread);
	}
	return thread;
}

/* The signal ends waits inside the socket calls, which look at nothing else. */
static void end(struct task_struct *thread, bool *stopping)
{
	WRITE_ONCE(*stopping, true);
	send_sig(SIGTERM, thread, 1);
	kthread_stop(thread);
	put_task_struct(thread);
}

#endif
