// A worker for Holdfast: takes jobs of agents of kind "worker" and runs them in this process.
// docs/workers.md describes the protocol. No dependency; Node 20 or newer:
//
//   node --experimental-websocket worker.mjs --url ws://127.0.0.1:8080/ws --agent count
//
// with the worker's key in HOLDFAST_WORKER_KEY. Import Worker to run handlers of your own.

import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const LEAVE = 'leave';
const BACKOFF_MS = 500;
const BACKOFF_MS_MAX = 30_000;

/** Close codes after which connecting again is of no use. */
const FINAL_CLOSES = new Set([4400, 4401, 4403, 4406, 4409]);

/** What a handler throws for a failure that may pass: another attempt may succeed. */
export class TransientError extends Error {}

/** One job, as its handler sees it. */
class Job {
  #worker;
  #questions = new Map();
  #messages = [];
  #reader = null;
  #stopped = new AbortController();
  #frames = 0;

  constructor(worker, frame) {
    this.#worker = worker;
    this.id = frame.job_id;
    this.taskId = frame.task_id;
    this.sessionId = frame.session_id;
    this.externalSessionId = frame.external_session_id;
    this.agent = frame.agent;
    this.input = frame.input;
    this.attempt = frame.attempt;
    this.deadlineMs = frame.deadline_ms;
    this.maxTurns = frame.max_turns;
    this.last = null;
    this.cancelled = false;
  }

  /** Aborted when the job is to stop; its reason is an Error. */
  get signal() {
    return this.#stopped.signal;
  }

  progress(current, total = 0, tokens = 0, totalTokens = 0) {
    this.#say('job_progress', {
      current_iteration: current,
      total_iterations: total,
      tokens_used: tokens,
      total_tokens: totalTokens,
    });
  }

  output(text, stream = 'text') {
    this.#say('job_output', { stream, text });
  }

  /** What this attempt has used so far, by the names of job_usage. */
  usage(used) {
    this.#say('job_usage', used);
  }

  /**
   * Asks the task's owner; one question at a time.
   *
   * @param options a list of {id, label}; any text will do where it is empty
   * @returns {Promise<{option: string | null, text: string | null}>}
   */
  ask(prompt, options = [], detail = null) {
    const askId = randomUUID();
    return this.#orStopped((resolve) => {
      this.#questions.set(askId, { resolve, frame: { ask_id: askId, prompt, options, detail } });
      this.#say('job_ask', this.#questions.get(askId).frame);
    });
  }

  /** The next text that the task's owner sends. */
  message() {
    return this.#orStopped((resolve) => {
      if (this.#messages.length > 0) {
        resolve(this.#messages.shift());
      } else {
        this.#reader = resolve;
      }
    });
  }

  /** Resolves after so long; rejects when the job is to stop. */
  pause(milliseconds) {
    return this.#orStopped((resolve) => setTimeout(resolve, milliseconds));
  }

  answered(frame) {
    this.#questions.get(frame.ask_id)?.resolve({ option: frame.option, text: frame.text });
    this.#questions.delete(frame.ask_id);
  }

  told(text) {
    const reader = this.#reader;
    this.#reader = null;
    if (reader) {
      reader(text);
    } else {
      this.#messages.push(text);
    }
  }

  stop(why) {
    this.#stopped.abort(new Error(why));
  }

  /** The last word on the job; said again on the next connection until it is acknowledged. */
  end(op, members = {}) {
    this.last = { op, members };
    this.#say(op, members);
  }

  /** What must not be lost with a connection; a question of the same ask_id is asked once. */
  sayAgain() {
    for (const question of this.#questions.values()) {
      this.#say('job_ask', question.frame);
    }
    if (this.last) {
      this.#say(this.last.op, this.last.members);
    }
  }

  #say(op, members) {
    this.#frames += 1;
    this.#worker.send({ op, job_id: this.id, request_id: `${this.id}#${this.#frames}`, ...members });
  }

  #orStopped(begin) {
    return new Promise((resolve, reject) => {
      if (this.signal.aborted) {
        reject(this.signal.reason);
        return;
      }
      this.signal.addEventListener('abort', () => reject(this.signal.reason), { once: true });
      begin(resolve);
    });
  }
}

/** Keeps a connection, and runs a handler for each job. */
export class Worker {
  #options;
  #jobs = new Map();
  #socket = null;
  #welcomed = false;
  #heartbeat = null;
  #failures = 0;
  #retryAfterMs = null;
  #leaving = false;
  #ended;

  /**
   * @param options url: ws or wss, with the path /ws; token: the worker's key; handlers: an object
   *     from names of agents to functions that take a job and return its result, an object;
   *     slots: jobs at once; workerId; log: takes a line
   */
  constructor(options) {
    this.#options = { slots: 1, workerId: `worker-${randomUUID()}`, log: console.log, ...options };
  }

  /** Runs until it is stopped; rejects where connecting again is of no use. */
  run() {
    return new Promise((resolve, reject) => {
      this.#ended = { resolve, reject };
      this.#connect();
    });
  }

  /** Gives back what runs, so that it begins again elsewhere, and leaves. */
  stop() {
    this.#leaving = true;
    if (this.#welcomed) {
      this.send({ op: 'worker_leave', request_id: LEAVE });
    } else {
      this.#giveUp();
    }
  }

  send(frame) {
    // What is said while there is no connection is lost, but for the last word on a job.
    if (this.#welcomed && this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #connect() {
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      socket.send(
        JSON.stringify({
          op: 'worker_hello',
          request_id: 'hello',
          token: this.#options.token,
          worker_id: this.#options.workerId,
          agents: Object.keys(this.#options.handlers),
          slots: this.#options.slots,
          jobs: [...this.#jobs.keys()],
        }),
      );
    });
    socket.addEventListener('message', (event) => this.#take(JSON.parse(event.data)));
    // Not every implementation tells of a close where no connection came about.
    let over = false;
    const closed = (code) => {
      if (!over) {
        over = true;
        this.#closed(code);
      }
    };
    socket.addEventListener('error', () => socket.readyState === WebSocket.OPEN || closed(1006));
    socket.addEventListener('close', (event) => closed(event.code));
  }

  #closed(code) {
    this.#welcomed = false;
    clearInterval(this.#heartbeat);
    if (this.#leaving) {
      for (const job of this.#jobs.values()) {
        job.stop('the worker stops');
      }
      this.#ended.resolve();
    } else if (FINAL_CLOSES.has(code)) {
      for (const job of this.#jobs.values()) {
        job.stop('the connection was refused');
      }
      this.#ended.reject(new Error(`the connection was closed with ${code}`));
    } else {
      // Full jitter: workers that lost the same pod do not come back together.
      const longest = Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** this.#failures);
      const pause = this.#retryAfterMs ?? Math.random() * longest;
      this.#failures += 1;
      this.#retryAfterMs = null;
      this.#options.log(`disconnected ${code}`);
      setTimeout(() => (this.#leaving ? this.#ended.resolve() : this.#connect()), pause);
    }
  }

  #take(frame) {
    const job = this.#jobs.get(frame.job_id ?? String(frame.request_id ?? '').split('#')[0]);
    switch (frame.op) {
      case 'worker_welcome':
        this.#welcome(frame);
        break;
      case 'job':
        this.#begin(frame);
        break;
      case 'job_answer':
        job?.answered(frame);
        break;
      case 'job_message':
        job?.told(frame.text);
        break;
      case 'job_cancel':
        if (job) {
          job.cancelled = true;
          job.stop(frame.reason);
        }
        break;
      case 'job_result_res':
      case 'job_failed_res':
      case 'job_cancelled_res':
        this.#over(job);
        break;
      case 'worker_leave_res':
        this.#socket.close();
        break;
      case 'goaway':
        this.#retryAfterMs = frame.retry_after_ms;
        break;
      case 'error':
        this.#refused(frame, job);
        break;
      default: // what is added later does not matter here
    }
  }

  #welcome(frame) {
    this.#welcomed = true;
    this.#failures = 0;
    this.#heartbeat = setInterval(
      () => this.send({ op: 'worker_heartbeat' }),
      frame.heartbeat_ms,
    );
    this.#options.log(`connected ${frame.pod}`);
    for (const job of [...this.#jobs.values()]) {
      if (frame.jobs.includes(job.id)) {
        job.sayAgain();
      } else {
        this.#gone(job);
      }
    }
  }

  #refused(frame, job) {
    if (frame.request_id === LEAVE) {
      this.#giveUp();
    } else if (frame.code === 'job_gone' && job) {
      this.#gone(job);
    } else {
      this.#options.log(`refused ${frame.code}: ${frame.message}`);
      if (job?.last && String(frame.request_id).startsWith(`${job.id}#`)) {
        this.#over(job);
      }
    }
  }

  /** Somebody else has the task by now, or nobody; nothing that is said here counts. */
  #gone(job) {
    this.#options.log(`gone ${job.id}`);
    this.#over(job);
    job.stop('the job is gone');
  }

  #over(job) {
    if (job) {
      this.#jobs.delete(job.id);
    }
  }

  /** Where nobody takes the jobs back. */
  #giveUp() {
    for (const job of this.#jobs.values()) {
      job.stop('the worker stops');
    }
    this.#socket.close();
  }

  async #begin(frame) {
    const job = new Job(this, frame);
    this.#jobs.set(job.id, job);
    this.#options.log(`begin ${job.id} ${job.taskId}`);
    try {
      const result = await this.#options.handlers[job.agent](job);
      if (this.#jobs.has(job.id)) {
        job.end('job_result', { result: result ?? {} });
      }
    } catch (error) {
      if (job.cancelled) {
        job.end('job_cancelled');
      } else if (this.#jobs.has(job.id)) {
        job.end('job_failed', {
          error: String(error?.message ?? error) || 'failed',
          transient: error instanceof TransientError,
        });
      }
    }
  }
}

/**
 * The example's handler. The task is a JSON object, or a text that is said again:
 * steps, step_ms, ask (a question before the first step), wait (true: until the owner sends a text),
 * fail (an error), transient.
 */
async function count(job) {
  const script = job.input.trimStart().startsWith('{') ? JSON.parse(job.input) : { say: job.input };
  const steps = script.steps ?? 3;
  if (script.ask) {
    const answer = await job.ask(script.ask, [
      { id: 'yes', label: 'Go on' },
      { id: 'no', label: 'Stop' },
    ]);
    if (answer.option === 'no') {
      throw new Error('its owner said no');
    }
  }
  for (let step = 1; step <= steps; step += 1) {
    await job.pause(script.step_ms ?? 100);
    job.output(script.say ?? `step ${step}`);
    job.usage({ output_tokens: step * 60, turns: step });
    job.progress(step, steps, step * 60, steps * 60);
  }
  const told = script.wait ? await job.message() : null;
  if (script.fail) {
    throw script.transient ? new TransientError(script.fail) : new Error(script.fail);
  }
  return { steps, attempt: job.attempt, told };
}

async function main() {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'ws://127.0.0.1:8080/ws' },
      agent: { type: 'string', multiple: true, default: ['count'] },
      slots: { type: 'string', default: '4' },
      'worker-id': { type: 'string' },
    },
  });
  const worker = new Worker({
    url: values.url,
    token: process.env.HOLDFAST_WORKER_KEY,
    slots: Number(values.slots),
    handlers: Object.fromEntries(values.agent.map((agent) => [agent, count])),
    ...(values['worker-id'] ? { workerId: values['worker-id'] } : {}),
  });
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.once(name, () => worker.stop());
  }
  await worker.run();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
