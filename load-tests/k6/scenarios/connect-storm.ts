// Everybody opens a session at the same moment: after an outage, or at nine in the morning.
import { PROFILE } from '../chosen.ts';
import { PODS } from '../lib/target.ts';
import { nextMark } from '../lib/timing.ts';
import { Watcher } from '../lib/watcher.ts';
import { attempt, together } from '../lib/work.ts';

const SHAPE = PROFILE['connect-storm'];

export function connectStorm(): Promise<void> {
  return attempt('connect-storm', async () => {
    await nextMark(SHAPE.every_ms);
    await together(
      SHAPE.sockets,
      (index) => Watcher.open({ pod: PODS[index % PODS.length]! }),
      async () => {},
    );
  });
}
