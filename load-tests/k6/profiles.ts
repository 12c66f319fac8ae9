// How much of what, and when. Each profile is a list of turns: the scenarios of one turn run beside
// each other, the turns one after the other. Names carry their units.

export type ScenarioName =
  | 'connect-storm'
  | 'reconnect-storm'
  | 'steady-sessions'
  | 'task-flood'
  | 'fan-out'
  | 'mcp'
  | 'rolling-restart';

export type ProfileName = 'smoke' | 'load' | 'stress' | 'soak';

/** What all scenarios have: virtual users, and for how long these begin new iterations. */
interface Shape {
  clients: number;
  seconds: number;
}

export interface Profile {
  /** What it is for; --help and the report show it. */
  about: string;
  turns: readonly (readonly ScenarioName[])[];
  /** Between two turns: what is left of the former one ends meanwhile. */
  settle_s: number;
  /** By how much the limits of times are stretched; limits of counts never are. 0: no time is judged. */
  slack: number;
  /** Each client opens `sockets` at the same moment as all others, every `every_ms`. */
  'connect-storm': Shape & { sockets: number; every_ms: number };
  /** Each client has `sockets` with a task of `steps` under each; all clients break theirs at the same moment. */
  'reconnect-storm': Shape & {
    sockets: number;
    every_ms: number;
    breaks: number;
    steps: number;
    step_ms: number;
  };
  /** Each client is one session: `tasks` of five steps, one after the other, with a pause between. */
  'steady-sessions': Shape & { tasks: number; pause_ms: number };
  /** Each client submits `burst` tasks of no duration at once to one session, and waits for their ends. */
  'task-flood': Shape & { burst: number };
  /** Each client watches one session with `watchers` sockets on all pods while a task of `steps` runs. */
  'fan-out': Shape & { watchers: number; steps: number; step_ms: number };
  /** Each client is one agent: initialize, open_session, submit_task, get_task, read_events, each at any pod. */
  mcp: Shape & { steps: number; step_ms: number };
  /** Each client has `sockets` under which tasks run; every `every_s` a pod is to be restarted, `restarts` times. */
  'rolling-restart': Shape & {
    sockets: number;
    steps: number;
    step_ms: number;
    restarts: number;
    every_s: number;
  };
}

const ALONE: Profile['turns'] = [
  ['connect-storm'],
  ['reconnect-storm'],
  ['steady-sessions'],
  ['task-flood'],
  ['fan-out'],
  ['mcp'],
  ['rolling-restart'],
];

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  smoke: {
    about: 'every scenario once and small, on pods that were just started: does it work?',
    turns: [
      ['connect-storm', 'reconnect-storm', 'steady-sessions', 'task-flood', 'fan-out', 'mcp'],
      ['rolling-restart'],
    ],
    settle_s: 1,
    slack: 20,
    'connect-storm': { clients: 2, seconds: 3, sockets: 10, every_ms: 2_000 },
    'reconnect-storm': {
      clients: 2,
      seconds: 1,
      sockets: 5,
      every_ms: 1_000,
      breaks: 2,
      steps: 30,
      step_ms: 50,
    },
    'steady-sessions': { clients: 3, seconds: 3, tasks: 2, pause_ms: 200 },
    'task-flood': { clients: 2, seconds: 2, burst: 5 },
    'fan-out': { clients: 1, seconds: 2, watchers: 15, steps: 20, step_ms: 50 },
    mcp: { clients: 2, seconds: 3, steps: 3, step_ms: 20 },
    'rolling-restart': {
      clients: 2,
      seconds: 7,
      sockets: 5,
      steps: 20,
      step_ms: 50,
      restarts: 1,
      every_s: 1,
    },
  },
  load: {
    about: 'what three pods on two cores are to bear, scenario by scenario, within all limits',
    turns: ALONE,
    settle_s: 5,
    slack: 1,
    'connect-storm': { clients: 10, seconds: 30, sockets: 20, every_ms: 10_000 },
    'reconnect-storm': {
      clients: 10,
      seconds: 30,
      sockets: 10,
      every_ms: 5_000,
      breaks: 3,
      steps: 75,
      step_ms: 200,
    },
    'steady-sessions': { clients: 30, seconds: 40, tasks: 5, pause_ms: 2_000 },
    'task-flood': { clients: 10, seconds: 30, burst: 20 },
    'fan-out': { clients: 2, seconds: 30, watchers: 100, steps: 100, step_ms: 100 },
    mcp: { clients: 5, seconds: 30, steps: 3, step_ms: 50 },
    'rolling-restart': {
      clients: 5,
      seconds: 70,
      sockets: 10,
      steps: 20,
      step_ms: 200,
      restarts: 3,
      every_s: 20,
    },
  },
  stress: {
    about:
      'more than two cores have: nothing may be lost, repeated or run twice, and times are only told',
    turns: ALONE,
    settle_s: 20,
    slack: 0,
    'connect-storm': { clients: 40, seconds: 60, sockets: 50, every_ms: 15_000 },
    'reconnect-storm': {
      clients: 40,
      seconds: 60,
      sockets: 25,
      every_ms: 10_000,
      breaks: 3,
      steps: 150,
      step_ms: 200,
    },
    'steady-sessions': { clients: 200, seconds: 60, tasks: 5, pause_ms: 1_000 },
    'task-flood': { clients: 40, seconds: 60, burst: 30 },
    'fan-out': { clients: 8, seconds: 60, watchers: 150, steps: 200, step_ms: 50 },
    mcp: { clients: 40, seconds: 60, steps: 3, step_ms: 50 },
    'rolling-restart': {
      clients: 20,
      seconds: 180,
      sockets: 25,
      steps: 20,
      step_ms: 200,
      restarts: 6,
      every_s: 25,
    },
  },
  soak: {
    about: 'everything beside each other for an hour, a pod restarted every ten minutes',
    turns: [
      [
        'connect-storm',
        'reconnect-storm',
        'steady-sessions',
        'task-flood',
        'fan-out',
        'mcp',
        'rolling-restart',
      ],
    ],
    settle_s: 0,
    slack: 2,
    'connect-storm': { clients: 2, seconds: 3_600, sockets: 20, every_ms: 60_000 },
    'reconnect-storm': {
      clients: 2,
      seconds: 3_600,
      sockets: 10,
      every_ms: 30_000,
      breaks: 3,
      steps: 500,
      step_ms: 200,
    },
    'steady-sessions': { clients: 15, seconds: 3_600, tasks: 20, pause_ms: 5_000 },
    'task-flood': { clients: 1, seconds: 3_600, burst: 5 },
    'fan-out': { clients: 1, seconds: 3_600, watchers: 50, steps: 300, step_ms: 200 },
    mcp: { clients: 2, seconds: 3_600, steps: 5, step_ms: 200 },
    'rolling-restart': {
      clients: 2,
      seconds: 3_600,
      sockets: 10,
      steps: 20,
      step_ms: 500,
      restarts: 5,
      every_s: 600,
    },
  },
};

/** All scenarios, in the order in which they take turns. */
export const SCENARIOS: readonly ScenarioName[] = ALONE.flat();
