// The report as it is shown on the terminal.
import type { Judgement, Report } from './report.ts';

export function textOf(report: Report): string {
  const lines = [
    '',
    `profile ${report.profile}: ${report.about}`,
    '',
    ...Object.entries(report.measured).flatMap(([scenario, metrics]) => [
      scenario,
      ...Object.entries(metrics).map(
        ([metric, values]) => `  ${metric.padEnd(18)} ${numbersOf(values)}`,
      ),
    ]),
    '',
    ...missedOf(report.limits),
    `${report.limits.filter((each) => each.ok).length} of ${report.limits.length} limits held, ` +
      `in ${(report.duration_ms / 1_000).toFixed(0)} s: ${report.passed ? 'passed' : 'FAILED'}`,
    '',
  ];
  return lines.join('\n');
}

/** A number as people read it. */
export function rounded(value: number): string {
  return Number.isNaN(value) ? '-' : String(Math.round(value * 10) / 10);
}

function numbersOf(values: Record<string, number>): string {
  if (values['p(95)'] === undefined) {
    return rounded(values.count ?? Number.NaN);
  }
  return ['count', 'med', 'p(95)', 'p(99)', 'max']
    .map((name) => `${name} ${rounded(values[name] ?? Number.NaN)}`)
    .join('  ');
}

function missedOf(limits: readonly Judgement[]): string[] {
  return limits
    .filter((each) => !each.ok)
    .map(
      (each) =>
        `missed: ${each.scenario} ${each.metric} ${each.limit} (it is ${rounded(each.value)}): ${each.why}`,
    );
}
