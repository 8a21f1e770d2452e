// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.regex.Pattern;

/**
 * Functions of the kernel in which a fault shows, and is not: what reports it, and what everything
 * else calls. Whoever called them is where to look.
 */
final class HelperFunctions {
  private static final String REPORTING =
      "_*dump_(?:stack|backtrace|page|task|cpu_task|header)\\w*|_*show_(?:stack|regs|trace|state|mem|workqueue|all)\\w*|_*sched_show_\\w+|print_\\w+|end_report|\\w*kasan\\w*|\\w*hwasan\\w*"
          + "|__asan_\\w+|__tsan_\\w+|__msan_\\w+|_*kcsan_\\w+|_*kmsan_\\w+|_*kfence_\\w+|_*ubsan_\\w+"
          + "|check_memory_region\\w*|memory_is_\\w+|_*warn\\w*|__bug\\w*|report_bug|handle_bug|fixup_bug|bug_handler|\\w*brk_handler"
          + "|(?:asm_)?exc_\\w+|_*die(?:_\\w+)?|v?panic|check_panic_on_warn|nmi_\\w+|oops_\\w+|page_fault_oops|no_context"
          + "|_*bad_area\\w*|mm_fault_error|_*do_(?:user_addr|kern_addr|page|mem|translation)_?(?:fault|abort)\\w*"
          + "|(?:async_)?page_fault|fixup_exception|do_error_trap|do_trap\\w*|do_invalid_op|invalid_op"
          + "|(?:do_)?(?:general_protection|divide_error|int3)|handle_stack_overflow|search_module_extables|__do_kernel_fault|do_tag_check_fault|handle_overflow|should_fail\\w*|_*skb_(?:over_|under_)?panic"
          + "|el1\\w*|_*lockdep_\\w+|_*might_\\w+|debug_\\w+|check_preemption_disabled|__this_cpu_preempt_check"
          + "|_*schedule_bug|spin_(?:bug|dump)|rwlock_bug|_*fortify_\\w+|__stack_chk_fail|usercopy_\\w+"
          + "|_*check_(?:object|heap_object|object_size|bytes_and_report|slab|noncircular|prev_add\\w*|irq_usage|deadlock|usage\\w*"
          + "|wait_context|path|chain_key|hung_\\w+|cpu_stall|flags)|object_err|slab_(?:err|bug|fix)\\w*"
          + "|refcount_\\w+|_*refcount_\\w+|_*kref_\\w+|ref_tracker_\\w+|trigger_\\w*backtrace|arch_trigger_\\w+"
          + "|watchdog\\w*|softlockup_\\w+|rcu_\\w*stall\\w*|rcu_(?:check_callbacks|sched_clock_irq|pending|lockdep\\w*)"
          + "|valid_state|mark_(?:lock|held_locks|usage|lock_irq)\\w*|validate_chain|find_usage\\w*|register_lock_class"
          + "|csd_lock_\\w+|do_exit_kernel|make_task_dead|rewind_stack_\\w+|stack_trace_\\w+|save_stack\\w*|_*warn_alloc";

  private static final String SCHEDULER =
      "_*schedule|schedule_\\w+|_*cond_resched\\w*|preempt_schedule\\w*|io_schedule\\w*|context_switch|__switch_to\\w*"
          + "|(?:do_|__)?wait_for_\\w*(?:completion|common)\\w*|_*wait_on_bit\\w*|bit_wait\\w*|out_of_line_wait\\w*"
          + "|wait_woken|__wait_rcu_gp|_*wake_up\\w*|try_to_wake_up|ttwu_\\w+|(?:default|autoremove)_wake_function|complete(?:_all)?|swake_up\\w*"
          + "|_*flush_work\\w*|start_flush_work|_*local_bh_\\w+|kthread_stop|_*cancel_(?:delayed_)?work\\w*|folio_wait_\\w+|wait_on_page\\w*|finish_task_switch|prepare_task_switch";

  private static final String LOCKS =
      "_*(?:raw_)?(?:spin|read|write|seq)_(?:try|un)?lock\\w*|_*(?:raw_)?(?:read|write)_seq\\w+|(?:native_)?queued_\\w+|do_raw_\\w+|_*pv_\\w+|raw_spin_\\w+"
          + "|_*(?:rt_)?(?:ww_)?mutex_\\w+|_*(?:down|up)(?:_(?:read|write|interruptible|killable|trylock|timeout)\\w*)?"
          + "|_*rwsem_\\w+|_*percpu_(?:down|up)\\w+|_*lock_(?:acquire\\w*|release|is_held|contended|acquired|set_class|downgrade|pin|unpin|repin)\\w*"
          + "|reacquire_held_locks|_*lock_sock\\w*|_*rcu_read_\\w+|rcu_is_watching|lock_timer_base|_*mod_timer\\w*|osq_(?:un)?lock|owner_on_cpu|rtlock_\\w+|rt_(?:spin|read|write)_(?:try|un)?lock\\w*";

  private static final String ALLOCATORS =
      "k[vz]?free(?:_\\w+)?|vfree\\w*|_*vmalloc\\w*|_*alloc_(?:frozen_)?pages?\\w*|get_page_from_freelist|_*folio_alloc\\w*"
          + "|(?:allocate|new|get_any)_(?:partial_)?slab\\w*|_*slab_\\w+|_*kmalloc\\w*|_*do_kmalloc\\w*|_*kmem_cache_\\w+|_*do_(?:slab|kmem_cache)_\\w+"
          + "|_*krealloc\\w*|_*free_(?:frozen_|unref_|one_|the_)?(?:pages?|folios?)\\w*|free_(?:debug_processing|to_\\w+|slab|large_kmalloc)|alloc_debug_processing"
          + "|on_freelist|init_object|qlist_\\w+|_*get_free_pages\\w*|cache_(?:grow|alloc)\\w*|memdup_\\w+|kfree_\\w+|_*kmalloc_large\\w*|_+kmalloc_large_node\\w*";

  private static final String BASICS =
      "_*h?list_(?:add|del|replace|move|splice|cut|bulk|is|empty)\\w*|_*plist_\\w+|_*rb_\\w+|_*list_\\w+_valid\\w*"
          + "|_*(?:mem|str)[nl]?(?:cpy|move|set|cmp|chr|scpy|lcpy|ncpy|ncmp|casecmp|len|nlen|str|nstr|cat|dup|ndup|scan|copy\\w*|rchr|pbrk|sep)\\w*"
          + "|(?:k|kv)?v?s?c?n?a?s?printf\\w*|string\\w*|pointer|format_decode|va_format|_*v?printk\\w*|_*(?:dev|netdev)_(?:printk|emerg|alert|crit|err|warn|notice|info|dbg)\\w*"
          + "|_*(?:instrument_)?copy_(?:to|from|in|page|folio|user|mc)\\w*|_*(?:raw_)?copy_\\w*user\\w*|copy(?:in|out)|_*(?:put|get)_user\\w*|rep_(?:movs|stos)\\w*"
          + "|_*(?:arch_|raw_)?atomic(?:64|_long)?_\\w+|_*(?:set|clear|change|test)_(?:and_\\w+_)?bit\\w*|read_word_at_a_time|_*(?:read|write)_once\\w*"
          + "|__x86_indirect_thunk\\w*|__phys_addr\\w*|__virt_addr_valid|percpu_(?:ref|counter)_\\w+";

  private static final String TICKS =
      "tick_\\w+|update_process_times|hrtimer_(?:interrupt|run_queues)|_*hrtimer_run_queues\\w*|_*(?:asm_)?_*sysvec_\\w+"
          + "|(?:smp_)?(?:local_)?apic_timer_interrupt|instr_sysvec_\\w+|irq_exit\\w*|_*irq_exit_rcu|irqentry_\\w+|_*do_softirq\\w*|handle_softirqs|invoke_softirq"
          + "|ret_from_intr|(?:asm_)?common_interrupt|do_IRQ|(?:scheduler|sched)_tick|arch_timer_\\w+|handle_percpu_\\w+|generic_handle_\\w+"
          + "|gic_\\w+|call_on_irq_stack|do_interrupt_handler|profile_tick|retint_\\w+|run_(?:hrtimer|timer)_softirq|__run_hrtimer";

  private static final Pattern ANY =
      Pattern.compile(
          String.join("|", REPORTING, SCHEDULER, LOCKS, ALLOCATORS, BASICS, TICKS)
              + "|"
              + MemoryLeaks.ALLOCATOR.pattern());
  private static final Pattern REPORTER = Pattern.compile(REPORTING);

  private HelperFunctions() {}

  static boolean isHelper(String function) {
    return ANY.matcher(function).matches();
  }

  /** Whether it does nothing but report. */
  static boolean isReporter(String function) {
    return REPORTER.matcher(function).matches();
  }
}
