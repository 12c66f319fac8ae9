// Waiting without blocking the virtual user's other sockets.
import exec from 'k6/execution';

/** Resolved after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

/** The promise's value, or a failure after so many milliseconds. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: number | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    if (timer !== undefined) {
      clearTimeout(timer);
    }
  }
}

/**
 * Resolved at the next whole multiple of the period since the scenario began: the same moment for
 * all of its virtual users.
 */
export function nextMark(periodMs: number): Promise<void> {
  return pause(periodMs - ((Date.now() - exec.scenario.startTime) % periodMs));
}

/** How long the scenario has been running, in milliseconds. */
export function scenarioAge(): number {
  return Date.now() - exec.scenario.startTime;
}

/** Half to all of what doubles with each attempt, from 100 ms to 3 s: nobody comes back in step. */
export function backoff(attempt: number): number {
  return Math.min(3_000, 100 * 2 ** attempt) * (0.5 + Math.random() / 2);
}
