// Agents of the Model Context Protocol: a session, a task, its end and all of its events, with every
// request to any pod.
import { PROFILE } from '../chosen.ts';
import { EventLog } from '../lib/event-log.ts';
import type { Event } from '../lib/frames.ts';
import { Agent } from '../lib/mcp.ts';
import { pause } from '../lib/timing.ts';
import { attempt, steps } from '../lib/work.ts';

const SHAPE = PROFILE.mcp;
const LOOK_EVERY_MS = 100;
const TASK_MS_MAX = 60_000;

interface Task {
  task_id: string;
  status: string;
}

interface Page {
  events: Event[];
  next: number;
  more: boolean;
}

export function mcp(): Promise<void> {
  return attempt('mcp', async () => {
    const agent = await Agent.begin();
    await agent.call('open_session', {});
    const task = await agent.call<Task>('submit_task', { task: steps(SHAPE.steps, SHAPE.step_ms) });
    await finished(agent, task.task_id);
    await allRead(agent);
    await agent.end();
  });
}

async function finished(agent: Agent, task: string): Promise<void> {
  for (const begun = Date.now(); Date.now() < begun + TASK_MS_MAX;) {
    const { status } = await agent.call<Task>('get_task', { task_id: task });
    if (status === 'completed') {
      return;
    }
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`${task} has no end after ${TASK_MS_MAX} ms`);
}

async function allRead(agent: Agent): Promise<void> {
  const log = new EventLog(true);
  for (let more = true; more;) {
    const page = await agent.call<Page>('read_events', { after: log.last });
    page.events.forEach((event) =>
      log.take({ ...event, task_id: event.task_id ?? null }, false, 0),
    );
    more = page.more;
  }
}
