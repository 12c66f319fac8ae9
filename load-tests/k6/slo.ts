// The service level objectives: the one place where limits are. A run in which one is missed exits
// with 99. Counts hold in every profile; the limits of times are stretched by the profile's slack.
import type { Profile, ScenarioName } from './profiles.ts';

/** A count that must be exactly so, or more than so. */
interface CountSlo {
  kind: 'count';
  metric: string;
  limit: '== 0' | '> 0';
  why: string;
}

/** A time, in milliseconds, of which such a part must be below the limit. */
interface TimeSlo {
  kind: 'time';
  metric: string;
  part: 'p(95)' | 'p(99)' | 'max';
  below_ms: number;
  scenarios: readonly ScenarioName[];
  why: string;
}

const CALM: readonly ScenarioName[] = ['steady-sessions', 'fan-out'];
const STORMS: readonly ScenarioName[] = ['connect-storm', 'reconnect-storm'];

export const COUNTS: readonly CountSlo[] = [
  { kind: 'count', metric: 'seq_gaps', limit: '== 0', why: 'every event reaches every watcher' },
  { kind: 'count', metric: 'seq_duplicates', limit: '== 0', why: 'and does so once, in order' },
  { kind: 'count', metric: 'task_double_run', limit: '== 0', why: 'a task begins at most once' },
  {
    kind: 'count',
    metric: 'task_out_of_order',
    limit: '== 0',
    why: 'and after those before it in its session',
  },
  {
    kind: 'count',
    metric: 'task_failed',
    limit: '== 0',
    why: 'no task is lost, also when its pod is restarted in order',
  },
  {
    kind: 'count',
    metric: 'client_errors',
    limit: '== 0',
    why: 'whoever does as refusals say gets in within 30 s',
  },
  { kind: 'count', metric: 'operations', limit: '> 0', why: 'the scenario did something' },
];

export const TIMES: readonly TimeSlo[] = [
  {
    kind: 'time',
    metric: 'session_open_ms',
    part: 'p(95)',
    below_ms: 500,
    scenarios: CALM,
    why: 'a window opens at once',
  },
  {
    kind: 'time',
    metric: 'session_open_ms',
    part: 'p(99)',
    below_ms: 5_000,
    scenarios: STORMS,
    why: 'also when all open together',
  },
  {
    kind: 'time',
    metric: 'session_open_ms',
    part: 'p(95)',
    below_ms: 500,
    scenarios: ['mcp'],
    why: 'an agent begins at once',
  },
  {
    kind: 'time',
    metric: 'progress_lag_ms',
    part: 'p(95)',
    below_ms: 500,
    scenarios: CALM,
    why: 'progress bars move',
  },
  {
    kind: 'time',
    metric: 'progress_lag_ms',
    part: 'p(99)',
    below_ms: 2_000,
    scenarios: CALM,
    why: 'what holds with every hint lost holds at any time',
  },
  {
    kind: 'time',
    metric: 'resume_ms',
    part: 'p(99)',
    below_ms: 5_000,
    scenarios: ['reconnect-storm', 'rolling-restart'],
    why: 'clients are back soon, with everything they missed',
  },
  {
    kind: 'time',
    metric: 'task_accept_ms',
    part: 'p(95)',
    below_ms: 500,
    scenarios: ['steady-sessions'],
    why: 'a submission is durable at once',
  },
  {
    kind: 'time',
    metric: 'task_accept_ms',
    part: 'p(95)',
    below_ms: 2_000,
    scenarios: ['task-flood'],
    why: 'also when many come together',
  },
  {
    kind: 'time',
    metric: 'task_end_ms',
    part: 'p(95)',
    below_ms: 15_000,
    scenarios: ['task-flood'],
    why: 'a burst is worked off',
  },
  {
    kind: 'time',
    metric: 'mcp_call_ms',
    part: 'p(95)',
    below_ms: 500,
    scenarios: ['mcp'],
    why: 'a tool answers at once',
  },
];

/** What the report shows of each scenario, judged or not. */
export const MEASURED: readonly string[] = [
  'session_open_ms',
  'progress_lag_ms',
  'resume_ms',
  'task_accept_ms',
  'task_end_ms',
  'mcp_call_ms',
  'seq_gaps',
  'seq_duplicates',
  'task_double_run',
  'task_out_of_order',
  'task_failed',
  'client_errors',
  'retries',
  'operations',
  'events_seen',
];

/** A threshold as k6 takes it, and what it is for. */
export interface Threshold {
  scenario: ScenarioName;
  metric: string;
  /** The metric and its scenario, as k6 names what it keeps apart. */
  key: string;
  expression: string;
  why: string;
}

/**
 * What is judged in a run.
 *
 * @param extra further limits of the caller's, as `metric=expression` or `metric@scenario=expression`,
 *     separated by semicolons
 */
export function judged(
  profile: Profile,
  chosen: readonly ScenarioName[],
  extra: string,
): Threshold[] {
  const counts = chosen.flatMap((scenario) =>
    COUNTS.map((slo) =>
      threshold(scenario, slo.metric, `count${slo.limit.replace(' ', '')}`, slo.why),
    ),
  );
  const times = TIMES.filter(() => profile.slack > 0).flatMap((slo) =>
    slo.scenarios
      .filter((scenario) => chosen.includes(scenario))
      .map((scenario) =>
        threshold(scenario, slo.metric, `${slo.part}<${slo.below_ms * profile.slack}`, slo.why),
      ),
  );
  return [...counts, ...times, ...own(chosen, extra)];
}

function own(chosen: readonly ScenarioName[], extra: string): Threshold[] {
  return extra
    .split(';')
    .filter((each) => each.trim().length > 0)
    .flatMap((each) => {
      const parts = /^\s*(\w+)(?:@([\w-]+))?\s*=(.+)$/.exec(each);
      if (parts === null) {
        throw new Error(`--slo must be metric=expression or metric@scenario=expression: ${each}`);
      }
      const [, metric, only, expression] = parts;
      if (only !== undefined && !chosen.includes(only as ScenarioName)) {
        throw new Error(`--slo names a scenario that does not run: ${only}`);
      }
      return chosen
        .filter((scenario) => only === undefined || only === scenario)
        .map((scenario) =>
          threshold(scenario, metric!, expression!.trim(), 'asked for with --slo'),
        );
    });
}

function threshold(
  scenario: ScenarioName,
  metric: string,
  expression: string,
  why: string,
): Threshold {
  return { scenario, metric, key: `${metric}{scenario:${scenario}}`, expression, why };
}
