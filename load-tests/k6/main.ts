// The program that k6 runs; load-tests/k6/run starts it with what it needs to know.
import type { Options, Scenario } from 'k6/options';
import { CHOSEN, PROFILE, PROFILE_NAME } from './chosen.ts';
import type { ScenarioName } from './profiles.ts';
import { htmlOf } from './report/html.ts';
import { reportOf, type SummaryData } from './report/report.ts';
import { textOf } from './report/text.ts';
import { judged, MEASURED, type Threshold } from './slo.ts';

export { connectStorm } from './scenarios/connect-storm.ts';
export { fanOut } from './scenarios/fan-out.ts';
export { mcp } from './scenarios/mcp.ts';
export { reconnectStorm } from './scenarios/reconnect-storm.ts';
export { rollingRestart } from './scenarios/rolling-restart.ts';
export { steadySessions } from './scenarios/steady-sessions.ts';
export { taskFlood } from './scenarios/task-flood.ts';

const FUNCTIONS: Readonly<Record<ScenarioName, string>> = {
  'connect-storm': 'connectStorm',
  'reconnect-storm': 'reconnectStorm',
  'steady-sessions': 'steadySessions',
  'task-flood': 'taskFlood',
  'fan-out': 'fanOut',
  mcp: 'mcp',
  'rolling-restart': 'rollingRestart',
};

/** How long an iteration may go on after its scenario's time; longer than any client's patience. */
const GRACE_S = 90;

const LIMITS: readonly Threshold[] = judged(PROFILE, CHOSEN, __ENV.HOLDFAST_SLO ?? '');

export const options: Options = {
  scenarios: scenarios(),
  thresholds: thresholds(),
  summaryTrendStats: ['count', 'min', 'avg', 'med', 'p(95)', 'p(99)', 'max'],
  setupTimeout: '60s',
  // Pods are other machines in earnest: a virtual user that begins anew connects anew.
  noVUConnectionReuse: true,
  userAgent: 'holdfast-k6',
};

export function handleSummary(data: SummaryData): Record<string, string> {
  const report = reportOf(data, LIMITS, PROFILE_NAME, CHOSEN);
  const folder = __ENV.HOLDFAST_OUT;
  return {
    stdout: textOf(report),
    ...(folder === undefined
      ? {}
      : {
          [`${folder}/summary.json`]: `${JSON.stringify(report, null, 2)}\n`,
          [`${folder}/summary.html`]: htmlOf(report),
        }),
  };
}

function scenarios(): Record<string, Scenario> {
  const all: Record<string, Scenario> = {};
  let begin = 0;
  for (const turn of PROFILE.turns) {
    const chosen = turn.filter((name) => CHOSEN.includes(name));
    for (const name of chosen) {
      all[name] = {
        executor: 'constant-vus',
        exec: FUNCTIONS[name],
        vus: PROFILE[name].clients,
        duration: `${PROFILE[name].seconds}s`,
        startTime: `${begin}s`,
        gracefulStop: `${GRACE_S}s`,
      };
    }
    if (chosen.length > 0) {
      begin += Math.max(...chosen.map((name) => PROFILE[name].seconds)) + PROFILE.settle_s;
    }
  }
  return all;
}

/** What is judged, and of the rest a limit that always holds: k6 keeps apart only what has one. */
function thresholds(): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const name of CHOSEN) {
    for (const metric of MEASURED) {
      all[`${metric}{scenario:${name}}`] = [metric.endsWith('_ms') ? 'max>=0' : 'count>=0'];
    }
  }
  for (const limit of LIMITS) {
    (all[limit.key] ??= []).push(limit.expression);
  }
  return all;
}
