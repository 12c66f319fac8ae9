// Runs one durable job queue as the task benchmark asks: no-op jobs of 1,000 keys, submitted by
// callers in a closed loop or at a steady pace, worked off in this same process.
//
//   node queues.mjs <graphile|graphile-fifo|pg-boss|bullmq> <url> <keys>
//
// Reads from standard input "closed <callers> <ms>" or "paced <per second> <ms>", answers each with
// one line of JSON: jobs, ns taken, ns of processor time, and latencies in us. A closed loop waits
// for the completion; the pace is judged by the start of the job's handler.
import { createInterface } from 'node:readline';

const CONNECTIONS = 16;
const CONCURRENCY = 64;
const [kind, url, keyCount] = process.argv.slice(2);
const keys = Number(keyCount);

// What waits for a job: resolved when its handler starts, and when it is complete.
const waiting = new Map();
const begun = (id) => waiting.get(id)?.begun();
const complete = (id) => {
  waiting.get(id)?.complete();
  waiting.delete(id);
};

async function graphile(fifo) {
  const { run, makeWorkerUtils } = await import('graphile-worker');
  const { default: pg } = await import('pg');
  const { EventEmitter } = await import('node:events');
  const pgPool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  const events = new EventEmitter();
  const silent = new (await import('graphile-worker')).Logger(() => () => {});
  const utils = await makeWorkerUtils({ pgPool, logger: silent });
  await utils.migrate();
  await run({
    pgPool,
    events,
    logger: silent,
    concurrency: CONCURRENCY,
    pollInterval: 500,
    noHandleSignals: true,
    taskList: { noop: async (payload) => begun(payload.id) },
  });
  events.on('job:complete', ({ job }) => complete(job.payload.id));
  return (id, key) => utils.addJob('noop', { id }, fifo ? { queueName: `key-${key}` } : {});
}

async function pgBoss() {
  const { default: PgBoss } = await import('pg-boss');
  const boss = new PgBoss({ connectionString: url, max: CONNECTIONS });
  boss.on('error', (failure) => console.error(failure));
  await boss.start();
  await boss.createQueue('noop');
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  // Its own worker polls twice a second at most; this is the same by its own calls, without the wait.
  const work = async () => {
    for (;;) {
      const jobs = await boss.fetch('noop', { batchSize: CONCURRENCY });
      if (jobs.length === 0) {
        await pause(2);
        continue;
      }
      jobs.forEach((job) => begun(job.data.id));
      await boss.complete('noop', jobs.map((job) => job.id));
      jobs.forEach((job) => complete(job.data.id));
    }
  };
  for (let i = 0; i < 2; i++) {
    work().catch((failure) => { console.error(failure); process.exit(1); });
  }
  return (id) => boss.send('noop', { id });
}

async function bullmq() {
  const { Queue, Worker } = await import('bullmq');
  const at = new URL(url);
  const connection = { host: at.hostname, port: Number(at.port), maxRetriesPerRequest: null };
  const queue = new Queue('noop', { connection });
  const worker = new Worker('noop', async (job) => begun(job.data.id), {
    connection,
    concurrency: CONCURRENCY,
    removeOnComplete: { count: 0 },
  });
  worker.on('completed', (job) => complete(job.data.id));
  worker.on('error', (failure) => console.error(failure));
  await worker.waitUntilReady();
  return (id) => queue.add('noop', { id });
}

const add = await {
  graphile: () => graphile(false),
  'graphile-fifo': () => graphile(true),
  'pg-boss': pgBoss,
  bullmq,
}[kind]();

let last = 0;
async function one(until) {
  const id = `${process.pid}-${++last}`;
  const started = process.hrtime.bigint();
  const reached = new Promise((resolve) => {
    const nothing = () => {};
    waiting.set(id, { begun: nothing, complete: nothing, [until]: resolve });
  });
  await add(id, last % keys);
  await reached;
  return Number(process.hrtime.bigint() - started) / 1e3;
}

async function closed(callers, ms) {
  const latencies = [];
  const end = Date.now() + ms;
  const caller = async () => {
    while (Date.now() < end) {
      latencies.push(await one('complete'));
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return latencies;
}

async function paced(perSecond, ms) {
  const latencies = [];
  const all = [];
  const start = Date.now();
  for (let i = 0; i < (perSecond * ms) / 1000; i++) {
    const due = start + (i * 1000) / perSecond;
    if (due > Date.now()) {
      await new Promise((go) => setTimeout(go, due - Date.now()));
    }
    all.push(one('begun').then((us) => latencies.push(us)));
  }
  await Promise.all(all);
  return latencies;
}

const loads = { closed, paced };
for await (const line of createInterface({ input: process.stdin })) {
  const [load, much, ms] = line.split(' ');
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  const latencies = (await loads[load](Number(much), Number(ms))).sort((a, b) => a - b);
  const nanos = Number(process.hrtime.bigint() - started);
  const used = process.cpuUsage(cpu);
  const at = (part) => latencies[Math.floor((latencies.length - 1) * part)] ?? 0;
  console.log(JSON.stringify({
    jobs: latencies.length,
    nanos,
    cpu_nanos: (used.user + used.system) * 1000,
    p50_us: at(0.5),
    p99_us: at(0.99),
  }));
}
process.exit(0);
