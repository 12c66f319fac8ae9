// What is measured beside k6's own metrics. Every sample carries the scenario it is of.
import { Counter, Trend } from 'k6/metrics';

/** Milliseconds from the commit of an event task.progress, by the database's clock, to its arrival here. */
export const progressLag = new Trend('progress_lag_ms', true);
/** Milliseconds from the loss of a socket until everything that was missed has come over another. */
export const resume = new Trend('resume_ms', true);
/** Milliseconds from the wish for a session to hello_ack or, with MCP, the answer to initialize; refusals included. */
export const sessionOpen = new Trend('session_open_ms', true);
/** Milliseconds from the submission of a task to the answer that it is durable. */
export const taskAccept = new Trend('task_accept_ms', true);
/** Milliseconds from the submission of a task to the arrival of its end. */
export const taskEnd = new Trend('task_end_ms', true);
/** Milliseconds of one call of an MCP tool. */
export const mcpCall = new Trend('mcp_call_ms', true);

/** Numbers that were left out of a stream, and of which it was not told that they are trimmed. */
export const seqGaps = new Counter('seq_gaps');
/** Numbers that came twice, or after a later one. */
export const seqDuplicates = new Counter('seq_duplicates');
/** Beginnings of a task that had begun and was not handed back by a pod that saw it end. */
export const taskDoubleRun = new Counter('task_double_run');
/** Tasks that began before an earlier one of their session. */
export const taskOutOfOrder = new Counter('task_out_of_order');
/** Tasks that ended otherwise than completed. */
export const taskFailed = new Counter('task_failed');
/** What a client gave up: a session that did not open in time, a request that was refused for good, a task without an end. */
export const clientErrors = new Counter('client_errors');
/** Refusals and broken connections after which the client tried again, as it is told to. */
export const retries = new Counter('retries');
/** What succeeded: sessions opened, tasks ended, sockets resumed, calls answered. */
export const operations = new Counter('operations');
/** Events that came. */
export const eventsSeen = new Counter('events_seen');

/** Makes each counter known to the scenario that calls it, so that none is judged for its absence. */
export function beginCounting(): void {
  for (const counter of [
    seqGaps,
    seqDuplicates,
    taskDoubleRun,
    taskOutOfOrder,
    taskFailed,
    clientErrors,
    retries,
    eventsSeen,
    operations,
  ]) {
    counter.add(0);
  }
}
