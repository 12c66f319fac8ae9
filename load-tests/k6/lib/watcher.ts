// A client that keeps watching one session: it comes back from its position whenever its socket ends.
import { Connection, type Listener } from './connection.ts';
import { EventLog } from './event-log.ts';
import { Refusal, type Event, type Gap, type GoAway, type Reply } from './frames.ts';
import { operations, resume, retries, sessionOpen, taskAccept, taskEnd } from './metrics.ts';
import { anyPod, otherPod, type Pod } from './target.ts';
import { backoff, pause, within } from './timing.ts';

/** How long a client tries to come in, or to come back, before it counts as an error. */
const PATIENCE_MS = 30_000;
/** How long a task may take from its submission to the arrival of its end. */
const TASK_MS_MAX = 60_000;

export interface Wanted {
  /** The session to watch; a new one where it is absent. */
  session?: string;
  /** Where to connect first; anywhere where it is absent. */
  pod?: Pod;
  /** Whether what happens to tasks is counted by this watcher; one of several of a session does. */
  judges?: boolean;
}

interface Awaited {
  resolve(): void;
  reject(refusal: Refusal): void;
}

export class Watcher implements Listener {
  readonly log: EventLog;
  private session: string;
  private pod: Pod;
  private connection: Connection | undefined;
  /** Events up to this number were committed before the present subscription. */
  private liveAfter = 0;
  private catchUp: Awaited | undefined;
  private earliestReturn = 0;
  private submissions = 0;
  private isDone = false;
  private returning: Promise<void> = Promise.resolve();
  /** Rejected when it could not come back. */
  private readonly lost: Promise<never>;
  private giveUp: (reason: unknown) => void = () => {};

  private constructor(wanted: Wanted) {
    this.session = wanted.session ?? '';
    this.pod = wanted.pod ?? anyPod();
    this.log = new EventLog(wanted.judges ?? true);
    this.lost = new Promise((_, reject) => (this.giveUp = reject));
    this.lost.catch(() => {}); // told to whoever waits
  }

  /**
   * A watcher that has its session and everything that was in it before.
   *
   * @throws Error where that was not to be had in 30 s
   */
  static async open(wanted: Wanted = {}): Promise<Watcher> {
    const watcher = new Watcher(wanted);
    await watcher.enter(Date.now(), (ms) => sessionOpen.add(ms));
    return watcher;
  }

  get sessionId(): string {
    return this.session;
  }

  /** Submits a task; repeated, under one key, until a pod answers it. */
  async submit(text: string): Promise<string> {
    const begun = Date.now();
    const key = `${this.session}-${begun}-${++this.submissions}`;
    const reply = await this.request('submit_task', { task: text, idempotency_key: key });
    taskAccept.add(Date.now() - begun);
    return reply.task_id!;
  }

  /** Submits a task and waits for its end. */
  async run(text: string): Promise<void> {
    const begun = Date.now();
    await this.ended(await this.submit(text));
    taskEnd.add(Date.now() - begun);
  }

  /**
   * Resolved when the end of the task has come.
   *
   * @throws Error where it does not in a minute, or where the watcher could not come back
   */
  ended(task: string): Promise<void> {
    const end = Promise.race([this.log.end(task), this.lost]);
    return within(TASK_MS_MAX, `the end of ${task}`, end);
  }

  /** Leaves the socket, and comes back to another pod at once. */
  breakOff(): void {
    const left = this.connection;
    if (left !== undefined) {
      this.closed(left);
      left.close();
    }
  }

  /**
   * Resolved when it is back, if it was away.
   *
   * @throws Error where it could not come back in 30 s
   */
  settled(): Promise<void> {
    return Promise.race([this.returning, this.lost]);
  }

  /** Leaves for good. */
  close(): void {
    this.isDone = true;
    this.connection?.close();
  }

  event(event: Event, arrivedAt: number): void {
    this.log.take(event, event.seq > this.liveAfter, arrivedAt);
    this.look();
  }

  gap(gap: Gap): void {
    this.log.trimmed(gap);
    this.look();
  }

  goAway(frame: GoAway): void {
    this.earliestReturn = Date.now() + frame.retry_after_ms;
  }

  closed(connection: Connection): void {
    if (connection !== this.connection) {
      return; // it was left before
    }
    this.connection = undefined;
    if (this.catchUp !== undefined) {
      this.catchUp.reject(Refusal.broken('the socket ended before everything had come'));
    } else if (!this.isDone) {
      this.returning = this.comeBack();
      this.returning.catch(() => {}); // as above
    }
  }

  private async comeBack(): Promise<void> {
    const broken = Date.now();
    await pause(this.earliestReturn - broken);
    this.pod = otherPod(this.pod);
    try {
      await this.enter(broken, () => {});
      resume.add(Date.now() - broken);
    } catch (refusal) {
      this.giveUp(refusal);
      throw refusal;
    }
  }

  /**
   * Tries one pod after the other until the session is open and all of its past has come.
   *
   * @param begun since when the client wants that, in milliseconds since 1970
   * @param opened called with the milliseconds that it took until the session was open
   */
  private async enter(begun: number, opened: (ms: number) => void): Promise<void> {
    for (let attempt = 0; !this.isDone; attempt++) {
      try {
        const connection = await Connection.open(this.pod, this.session, this);
        if (this.isDone) {
          connection.close();
          return;
        }
        this.session = connection.sessionId;
        opened(Date.now() - begun);
        await this.subscribe(connection);
        operations.add(1);
        return;
      } catch (refusal) {
        this.pod = otherPod(this.pod);
        await this.afterRefusal(refusal, attempt, begun + PATIENCE_MS);
      }
    }
  }

  /** Resolved when everything up to the newest event of that moment has come. */
  private async subscribe(connection: Connection): Promise<void> {
    this.liveAfter = Number.MAX_SAFE_INTEGER;
    const there = new Promise<void>((resolve, reject) => (this.catchUp = { resolve, reject }));
    there.catch(() => {}); // a socket that ends first is told by the request
    this.connection = connection;
    try {
      const asked = connection.request('subscribe', { after: this.log.last });
      this.liveAfter = (await asked).last_seq!;
      this.look();
      await within(PATIENCE_MS, 'what was missed', there);
    } finally {
      this.catchUp = undefined;
    }
  }

  private look(): void {
    if (this.log.last >= this.liveAfter) {
      this.catchUp?.resolve();
    }
  }

  /** Asks until it is answered; what is asked must be safe to repeat. */
  private async request(op: string, members: Record<string, unknown>): Promise<Reply> {
    const until = Date.now() + PATIENCE_MS;
    for (let attempt = 0; ; attempt++) {
      await this.settled();
      try {
        return await (this.connection ?? notConnected()).request(op, members);
      } catch (refusal) {
        await this.afterRefusal(refusal, attempt, until);
      }
    }
  }

  /** Waits as it was told to; throws what is not to be tried again. */
  private async afterRefusal(refusal: unknown, attempt: number, until: number): Promise<void> {
    if (!(refusal instanceof Refusal) || !refusal.retryable || Date.now() > until) {
      throw refusal;
    }
    retries.add(1);
    await pause(Math.max(refusal.retryAfterMs, backoff(attempt)));
  }
}

function notConnected(): never {
  throw Refusal.broken('not connected');
}
