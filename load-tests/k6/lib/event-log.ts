// What came of one session's log, judged event by event.
import type { Event, Gap } from './frames.ts';
import {
  eventsSeen,
  operations,
  progressLag,
  seqDuplicates,
  seqGaps,
  taskDoubleRun,
  taskFailed,
  taskOutOfOrder,
} from './metrics.ts';

/** After these a pod has lost a task without having seen it end: another beginning is a second run. */
const UNSEEN_ENDS = ['worker_lost', 'retry'];
const ENDS = ['task.completed', 'task.failed', 'task.cancelled'];

interface Told {
  begun: boolean;
  atWork: boolean;
}

export class EventLog {
  private readonly tasks = new Map<string, Told>();
  private readonly ended = new Set<string>();
  /** Tasks that have not begun, in the order in which they were accepted. */
  private readonly queue: string[] = [];
  private readonly waiting = new Map<string, () => void>();
  private position = 0;

  /** @param judged whether what happens to tasks is counted here; one of several watchers of a session does */
  constructor(private readonly judged: boolean) {}

  /** The number up to which everything has come. */
  get last(): number {
    return this.position;
  }

  /** Goes on after this number: what is before it is not expected. */
  startAfter(seq: number): void {
    this.position = seq;
  }

  /**
   * @param isLive whether it was committed while its watcher was there, and so has a lag
   * @param arrivedAt milliseconds since 1970
   */
  take(event: Event, isLive: boolean, arrivedAt: number): void {
    if (event.seq <= this.position) {
      seqDuplicates.add(1);
      return;
    }
    if (event.seq > this.position + 1) {
      seqGaps.add(event.seq - this.position - 1);
    }
    this.position = event.seq;
    eventsSeen.add(1);
    if (isLive && event.type === 'task.progress') {
      progressLag.add(Math.max(0, arrivedAt - millis(event.at)));
    }
    if (event.task_id !== null) {
      this.ofTask(event, event.task_id);
    }
  }

  /** Numbers that the service says it has trimmed. */
  trimmed(gap: Gap): void {
    this.position = Math.max(this.position, gap.to);
  }

  /** Resolved when the task's end has come. */
  end(task: string): Promise<void> {
    return this.ended.has(task)
      ? Promise.resolve()
      : new Promise((resolve) => this.waiting.set(task, resolve));
  }

  private ofTask(event: Event, task: string): void {
    if (event.type === 'task.accepted') {
      this.tasks.set(task, { begun: false, atWork: false });
      this.queue.push(task);
    } else if (event.type === 'task.started') {
      this.started(task);
    } else if (event.type === 'task.superseded') {
      this.superseded(task, event.data.reason ?? '');
    } else if (ENDS.includes(event.type)) {
      this.endedAs(task, event.type);
    }
  }

  private started(task: string): void {
    const told = this.tasks.get(task);
    if (told === undefined || !this.judged) {
      return;
    }
    if (told.atWork) {
      taskDoubleRun.add(1);
    }
    if (!told.begun && this.queue.shift() !== task) {
      taskOutOfOrder.add(1);
    }
    told.begun = true;
    told.atWork = true;
  }

  private superseded(task: string, reason: string): void {
    const told = this.tasks.get(task);
    if (told !== undefined && !UNSEEN_ENDS.includes(reason)) {
      told.atWork = false;
    }
  }

  private endedAs(task: string, type: string): void {
    if (this.judged) {
      taskFailed.add(type === 'task.completed' ? 0 : 1);
      operations.add(1);
    }
    this.ended.add(task);
    this.tasks.delete(task);
    if (this.queue.includes(task)) {
      this.queue.splice(this.queue.indexOf(task), 1); // it never began
    }
    this.waiting.get(task)?.();
    this.waiting.delete(task);
  }
}

/** RFC 3339 with microseconds, of which only the milliseconds are read. */
function millis(at: string): number {
  return Date.parse(`${at.slice(0, 23)}Z`);
}
