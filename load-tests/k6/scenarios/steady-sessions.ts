// People at work: a window is open, submits a task now and then, and watches it to its end.
import exec from 'k6/execution';
import { PROFILE } from '../chosen.ts';
import { pause } from '../lib/timing.ts';
import { Watcher } from '../lib/watcher.ts';
import { attempt, steps, together } from '../lib/work.ts';

const SHAPE = PROFILE['steady-sessions'];
const STEPS = 5;
const STEP_MS = 100;

export function steadySessions(): Promise<void> {
  return attempt('steady-sessions', async () => {
    if (exec.vu.iterationInScenario === 0) {
      await pause(SHAPE.pause_ms * Math.random()); // people do not all come in the same moment
    }
    await together(
      1,
      () => Watcher.open(),
      async ([watcher]) => {
        for (let count = 0; count < SHAPE.tasks; count++) {
          await watcher!.run(steps(STEPS, STEP_MS));
          await pause(SHAPE.pause_ms * (0.5 + Math.random()));
        }
      },
    );
  });
}
