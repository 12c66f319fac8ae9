// The clients of pods that are restarted one after the other: sockets come back, go on where they
// were, and their tasks end. The restarting is done by whoever runs this, when this says so;
// load-tests/k6/run does it for the pods that it started itself.
import exec from 'k6/execution';
import { PROFILE } from '../chosen.ts';
import { PODS } from '../lib/target.ts';
import { pause, scenarioAge } from '../lib/timing.ts';
import { Watcher } from '../lib/watcher.ts';
import { attempt, steps, together } from '../lib/work.ts';

const SHAPE = PROFILE['rolling-restart'];

export function rollingRestart(): Promise<void> {
  const announces = exec.scenario.iterationInTest === 0;
  return attempt('rolling-restart', () =>
    together(
      SHAPE.sockets,
      (index) => Watcher.open({ pod: PODS[index % PODS.length]! }),
      async (watchers) => {
        const all = watchers.map((watcher) => work(watcher));
        await Promise.all(announces ? [...all, announce()] : all);
      },
    ),
  );
}

async function work(watcher: Watcher): Promise<void> {
  while (scenarioAge() < SHAPE.seconds * 1_000) {
    await watcher.run(steps(SHAPE.steps, SHAPE.step_ms));
    await watcher.settled();
  }
}

async function announce(): Promise<void> {
  for (let count = 1; count <= SHAPE.restarts; count++) {
    await pause(SHAPE.every_s * 1_000);
    console.log(`rolling-restart: restart a pod now (${count} of ${SHAPE.restarts})`);
  }
}
