// SPDX-License-Identifier: GPL-2.0
/* Connects with a kernel socket and sends a message at an interval, awaiting each answer. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "kernel-socket.h"

#include <linux/jiffies.h>

static uint interval_ms = 2000;
module_param(interval_ms, uint, 0444);
MODULE_PARM_DESC(interval_ms, "Milliseconds between messages");

static struct socket *sock;
static struct sockaddr_storage server;
static struct task_struct *thread;
static bool stopping;

/* 0 after an answer, else an error. */
static int ask(unsigned int number)
{
	char text[MESSAGE_BYTES] = {};
	int n;

	snprintf(text, sizeof(text), "message %u", number);
	n = send_message(sock, text);
	if (n < 0)
		return n;
	n = receive_message(sock, text);
	if (n <= 0)
		return n ? n : -EPIPE;
	pr_info("received: %s\n", text);
	return 0;
}

static int run(void *unused)
{
	unsigned int number = 0;
	int err;

	allow_signal(SIGTERM);
	err = kernel_connect(sock, (any_address *)&server, address_bytes(&server), 0);
	if (!err)
		pr_info("connected to %s port %u over %s\n", server_ip, server_port, protocol);
	while (!err && !READ_ONCE(stopping)) {
		err = ask(++number);
		if (!err)
			schedule_timeout_interruptible(msecs_to_jiffies(interval_ms));
	}
	if (err && !READ_ONCE(stopping))
		pr_err("talking to %s port %u failed: %d\n", server_ip, server_port, err);
	return 0;
}

static int __init client_init(void)
{
	int err = make_socket(&sock, &server);

	if (err)
		return err;
	thread = begin(run, NULL);
	if (IS_ERR(thread)) {
		sock_release(sock);
		return PTR_ERR(thread);
	}
	return 0;
}

static void __exit client_exit(void)
{
	end(thread, &stopping);
	kernel_sock_shutdown(sock, SHUT_RDWR);
	sock_release(sock);
	pr_info("stopped\n");
}

module_init(client_init);
module_exit(client_exit);
MODULE_DESCRIPTION("Client on a kernel socket, TCP or Multipath TCP");
MODULE_LICENSE("GPL");
