// What this run was asked for, from the environment that load-tests/k6/run sets.
import {
  PROFILES,
  SCENARIOS,
  type Profile,
  type ProfileName,
  type ScenarioName,
} from './profiles.ts';

function profileName(): ProfileName {
  const name = __ENV.HOLDFAST_PROFILE ?? 'smoke';
  if (!(name in PROFILES)) {
    throw new Error(`--profile must be one of ${Object.keys(PROFILES).join(', ')}: ${name}`);
  }
  return name as ProfileName;
}

function scenarioNames(): readonly ScenarioName[] {
  const wanted = (__ENV.HOLDFAST_SCENARIOS ?? '').split(',').filter((name) => name.length > 0);
  const unknown = wanted.find((name) => !SCENARIOS.includes(name as ScenarioName));
  if (unknown !== undefined) {
    throw new Error(`--scenario must be one of ${SCENARIOS.join(', ')}: ${unknown}`);
  }
  return wanted.length === 0 ? SCENARIOS : SCENARIOS.filter((name) => wanted.includes(name));
}

export const PROFILE_NAME: ProfileName = profileName();
export const PROFILE: Profile = PROFILES[PROFILE_NAME];
export const CHOSEN: readonly ScenarioName[] = scenarioNames();
