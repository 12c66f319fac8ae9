// The report as one page that needs nothing else: no script, no font, no network.
import type { Judgement, Report } from './report.ts';
import { rounded } from './text.ts';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1b1f24; }
h1 { font-size: 1.5rem } table { font-size: .9rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th { vertical-align: bottom }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #d8dee4; overflow-wrap: anywhere }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
.ok { color: #116329 } .bad { color: #a40e26; font-weight: 600 }
@media (prefers-color-scheme: dark) {
  body { background: #14171a; color: #e6e9ec } th, td { border-color: #363c42 }
  .ok { color: #6fdd8b } .bad { color: #ff8182 }
}`;
const NUMBERS = ['count', 'min', 'avg', 'med', 'p(95)', 'p(99)', 'max'];

export function htmlOf(report: Report): string {
  const verdict = report.passed ? 'passed' : 'failed';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Holdfast k6, ${escape(report.profile)}: ${verdict}</title><style>${STYLE}</style></head><body>
<h1>Profile ${escape(report.profile)}: <span class="${report.passed ? 'ok' : 'bad'}">${verdict}</span></h1>
<p>${escape(report.about)}</p>
<p>Ended ${escape(report.ended_at)}, after ${rounded(report.duration_ms / 1_000)} s.</p>
<h2>Limits of times</h2>
${timesTable(report.limits.filter((each) => !isCount(each)))}
<h2>Limits of counts</h2>
${countsTable(report.limits.filter(isCount), Object.keys(report.measured))}
${Object.entries(report.measured)
  .map(([scenario, metrics]) => `<h2>${escape(scenario)}</h2>\n${metricsTable(metrics)}`)
  .join('\n')}
<h2>The whole run</h2>
${metricsTable(report.totals)}
</body></html>
`;
}

function isCount(limit: Judgement): boolean {
  return limit.limit.startsWith('count');
}

/** What was missed stands first. */
function timesTable(limits: readonly Judgement[]): string {
  return table(
    ['scenario', 'metric', 'limit', 'is', '', 'why'],
    [...limits.filter((each) => !each.ok), ...limits.filter((each) => each.ok)].map((each) => [
      escape(each.scenario),
      escape(each.metric),
      escape(each.limit),
      rounded(each.value),
      each.ok ? '<span class="ok">held</span>' : '<span class="bad">missed</span>',
      escape(each.why),
    ]),
  );
}

/** A row for each limit, a column for each scenario. */
function countsTable(limits: readonly Judgement[], scenarios: readonly string[]): string {
  const rows = [...new Set(limits.map((each) => `${each.metric} ${each.limit}`))];
  return table(
    ['limit', ...scenarios.map(escape), 'why'],
    rows.map((row) => {
      const same = limits.filter((each) => `${each.metric} ${each.limit}` === row);
      const cells = scenarios.map((scenario) => same.find((each) => each.scenario === scenario));
      return [
        escape(row),
        ...cells.map((each) =>
          each === undefined
            ? ''
            : `<span class="${each.ok ? 'ok' : 'bad'}">${rounded(each.value)}</span>`,
        ),
        escape(same[0]!.why),
      ];
    }),
  );
}

function metricsTable(metrics: Record<string, Record<string, number>>): string {
  return table(
    ['metric', ...NUMBERS, 'rate'],
    Object.entries(metrics).map(([name, values]) => [
      escape(name),
      ...[...NUMBERS, 'rate'].map((each) => {
        const value = values[each] ?? (each === 'max' ? values.value : undefined);
        return value === undefined ? '' : rounded(value);
      }),
    ]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag}${/^-?[\d.]*$/.test(cell) ? ' class="n"' : ''}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', heads)}</thead><tbody>\n${rows
    .map((row) => cells('td', row))
    .join('\n')}\n</tbody></table>`;
}

function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
