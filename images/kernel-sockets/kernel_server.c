// SPDX-License-Identifier: GPL-2.0
/* Listens with a kernel socket and answers each message, one client after the other. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "kernel-socket.h"

static struct socket *listener;
static struct task_struct *thread;
static bool stopping;

/*
 * sock_set_reuseaddr() sets it on the socket given, but an MPTCP socket binds
 * through that of its first subflow, which only its own setsockopt reaches.
 */
static int reuse_address(struct socket *sock)
{
	int one = 1;

	if (sock->sk->sk_protocol == IPPROTO_TCP) {
		sock_set_reuseaddr(sock->sk);
		return 0;
	}
	return sock->ops->setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, KERNEL_SOCKPTR(&one),
				     sizeof(one));
}

/*
 * A connection is made while the lock of its first subflow is held. Where the
 * listener is a socket of the kernel both locks are of one class, which lockdep
 * takes for a lock taken twice. Of the class of a user's socket it is not.
 */
static void tell_lockdep_of_connections(struct socket *sock)
{
	if (sock->sk->sk_protocol == IPPROTO_MPTCP)
		sock->sk->sk_kern_sock = 0;
}

static void serve(struct socket *client)
{
	char received[MESSAGE_BYTES];
	char answer[MESSAGE_BYTES] = {};

	while (!READ_ONCE(stopping)) {
		int n = receive_message(client, received);

		if (n <= 0) {
			if (!READ_ONCE(stopping))
				pr_info("client left: %d\n", n);
			return;
		}
		pr_info("received: %s\n", received);
		snprintf(answer, sizeof(answer), "answer to %.48s", received);
		n = send_message(client, answer);
		if (n < 0) {
			pr_info("sending failed: %d\n", n);
			return;
		}
	}
}

static int run(void *unused)
{
	allow_signal(SIGTERM);
	while (!READ_ONCE(stopping)) {
		struct socket *client;
		int err = kernel_accept(listener, &client, 0);

		if (err) {
			if (READ_ONCE(stopping))
				break;
			pr_err("accepting failed: %d\n", err);
			/* Nobody is waiting for an answer; do not fill the log either. */
			schedule_timeout_interruptible(HZ);
			continue;
		}
		pr_info("accepted a client\n");
		serve(client);
		kernel_sock_shutdown(client, SHUT_RDWR);
		sock_release(client);
	}
	return 0;
}

static int __init server_init(void)
{
	struct sockaddr_storage address;
	int err = make_socket(&listener, &address);

	if (err)
		return err;
	tell_lockdep_of_connections(listener);
	err = reuse_address(listener);
	if (!err)
		err = kernel_bind(listener, (any_address *)&address, address_bytes(&address));
	if (!err)
		err = kernel_listen(listener, 8);
	if (err) {
		pr_err("listening on %s port %u: %d\n", server_ip, server_port, err);
		goto release;
	}
	thread = begin(run, NULL);
	if (IS_ERR(thread)) {
		err = PTR_ERR(thread);
		goto release;
	}
	pr_info("listening on %s port %u over %s\n", server_ip, server_port, protocol);
	return 0;

release:
	sock_release(listener);
	return err;
}

static void __exit server_exit(void)
{
	end(thread, &stopping);
	sock_release(listener);
	pr_info("stopped\n");
}

module_init(server_init);
module_exit(server_exit);
MODULE_DESCRIPTION("Server on a kernel socket, TCP or Multipath TCP");
MODULE_LICENSE("GPL");
