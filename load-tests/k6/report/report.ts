// What a run showed, as data: summary.json is this, summary.html and the terminal show it.
import type { ProfileName, ScenarioName } from '../profiles.ts';
import { PROFILES } from '../profiles.ts';
import { MEASURED, type Threshold } from '../slo.ts';

/** What k6 hands to handleSummary, as far as it is read. */
export interface SummaryData {
  metrics: Record<
    string,
    {
      type: string;
      values: Record<string, number>;
      thresholds?: Record<string, { ok: boolean }>;
    }
  >;
  state: { testRunDurationMs: number };
}

export interface Judgement {
  scenario: ScenarioName;
  metric: string;
  limit: string;
  ok: boolean;
  value: number;
  why: string;
}

export interface Report {
  format: 'holdfast-k6-1';
  profile: ProfileName;
  about: string;
  ended_at: string;
  duration_ms: number;
  passed: boolean;
  limits: Judgement[];
  /** What each scenario measured: of each metric that has samples there, its numbers. */
  measured: Record<string, Record<string, Record<string, number>>>;
  /** The same of the whole run, k6's own metrics included. */
  totals: Record<string, Record<string, number>>;
}

export function reportOf(
  data: SummaryData,
  limits: readonly Threshold[],
  profile: ProfileName,
  chosen: readonly ScenarioName[],
): Report {
  const judgements = limits.map((limit) => judgementOf(data, limit));
  return {
    format: 'holdfast-k6-1',
    profile,
    about: PROFILES[profile].about,
    ended_at: new Date().toISOString(),
    duration_ms: Math.round(data.state.testRunDurationMs),
    passed: judgements.every((each) => each.ok),
    limits: judgements,
    measured: Object.fromEntries(chosen.map((name) => [name, measuredOf(data, name)])),
    totals: totalsOf(data),
  };
}

function judgementOf(data: SummaryData, limit: Threshold): Judgement {
  const metric = data.metrics[limit.key];
  return {
    scenario: limit.scenario,
    metric: limit.metric,
    limit: limit.expression,
    ok: metric?.thresholds?.[limit.expression]?.ok ?? false,
    value: metric?.values[limit.expression.split(/[<>=!]/)[0]!.trim()] ?? Number.NaN,
    why: limit.why,
  };
}

function measuredOf(
  data: SummaryData,
  scenario: ScenarioName,
): Record<string, Record<string, number>> {
  const all: Record<string, Record<string, number>> = {};
  for (const name of MEASURED) {
    const metric = data.metrics[`${name}{scenario:${scenario}}`];
    if (metric !== undefined && metric.values.count !== 0) {
      all[name] = metric.values;
    }
  }
  return all;
}

function totalsOf(data: SummaryData): Record<string, Record<string, number>> {
  return Object.fromEntries(
    Object.entries(data.metrics)
      .filter(([name]) => !name.includes('{'))
      .map(([name, metric]) => [name, metric.values]),
  );
}
