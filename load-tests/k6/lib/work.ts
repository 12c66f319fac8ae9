// What virtual users have in common: the work they submit, and how what fails them is counted.
import { beginCounting, clientErrors } from './metrics.ts';
import type { Watcher } from './watcher.ts';

const TOLD_MAX = 5;
let told = 0;

/** The text of a task of the agent `demo`: so many steps, one event and so many milliseconds each. */
export function steps(count: number, intervalMs: number): string {
  return JSON.stringify({ iterations: count, tokens_per_iteration: 60, interval_ms: intervalMs });
}

/** Carries out one iteration of a scenario; what it throws is counted, and the first few are told. */
export async function attempt(what: string, iteration: () => Promise<void>): Promise<void> {
  beginCounting();
  try {
    await iteration();
  } catch (failure) {
    clientErrors.add(1);
    if (told++ < TOLD_MAX) {
      console.error(`${what}: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
  }
}

/** Opens so many at once, hands them to the work, and closes them however it ends. */
export async function together(
  count: number,
  open: (index: number) => Promise<Watcher>,
  work: (watchers: readonly Watcher[]) => Promise<void>,
): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: count }, (_, index) => open(index)));
  const watchers = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  try {
    const failed = opened.filter((each) => each.status === 'rejected');
    if (failed.length > 0) {
      clientErrors.add(failed.length - 1);
      throw failed[0]!.reason;
    }
    await work(watchers);
  } finally {
    watchers.forEach((watcher) => watcher.close());
  }
}
