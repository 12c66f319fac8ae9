// The frames of docs/protocol/websocket.md that these clients send and read.

export interface Event {
  op: 'event';
  seq: number;
  type: string;
  session_id: string;
  task_id: string | null;
  at: string;
  data: { reason?: string };
}

export interface Gap {
  op: 'gap';
  session_id: string;
  from: number;
  to: number;
}

export interface GoAway {
  op: 'goaway';
  retry_after_ms: number;
}

export interface Failure {
  op: 'error';
  request_id: string | number | null;
  code: string;
  message: string;
  retryable: boolean;
  retry_after_ms?: number;
}

/** A reply; which members it has depends on its op. */
export interface Reply {
  op: string;
  request_id: string | number | null;
  ok: true;
  session_id?: string;
  task_id?: string;
  last_seq?: number;
}

export type ServerFrame = Event | Gap | GoAway | Failure | Reply;

/** Why something was not done, and when it may be tried again. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryable: boolean,
    readonly retryAfterMs: number,
  ) {
    super(`${code}: ${message}`);
  }

  static of(frame: Failure): Refusal {
    return new Refusal(frame.code, frame.message, frame.retryable, frame.retry_after_ms ?? 0);
  }

  /** A connection that did not come to stand or broke, which is no answer of a pod. */
  static broken(message: string): Refusal {
    return new Refusal('connection', message, true, 0);
  }
}
