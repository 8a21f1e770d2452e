// SPDX-License-Identifier: GPL-2.0
/* Does, when it is loaded, what its parameter says; it never stays. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>

static char *how = "";
module_param(how, charp, 0444);
MODULE_PARM_DESC(how, "oops, warn, softlockup or hungtask");

static uint seconds = 8;
module_param(seconds, uint, 0444);
MODULE_PARM_DESC(seconds, "How long a lockup or a hang lasts");

static noinline void faults_oops(void)
{
	int *nowhere = NULL;

	/* The compiler must not see what it points to. */
	OPTIMIZER_HIDE_VAR(nowhere);
	WRITE_ONCE(*nowhere, 1);
}

static noinline void faults_warn(void)
{
	WARN(1, "a warning that was asked for\n");
}

/* Nothing else runs on this processor, interrupts excepted. */
static noinline void faults_softlockup(void)
{
	uint left = seconds * 1000;

	preempt_disable();
	while (left--)
		mdelay(1);
	preempt_enable();
}

/* No signal wakes it. */
static noinline void faults_hungtask(void)
{
	schedule_timeout_uninterruptible(seconds * HZ);
}

static int __init faults_init(void)
{
	if (!strcmp(how, "oops"))
		faults_oops();
	else if (!strcmp(how, "warn"))
		faults_warn();
	else if (!strcmp(how, "softlockup"))
		faults_softlockup();
	else if (!strcmp(how, "hungtask"))
		faults_hungtask();
	else
		pr_err("how=%s is none of oops, warn, softlockup, hungtask\n", how);
	return -ENODEV;
}
module_init(faults_init);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Faults on request");
