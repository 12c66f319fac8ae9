// One WebSocket after its hello: replies go to who asked, everything else to the listener.
import { WebSocket, type MessageEvent } from 'k6/websockets';
import {
  Refusal,
  type Event,
  type Failure,
  type Gap,
  type GoAway,
  type Reply,
  type ServerFrame,
} from './frames.ts';
import { socketOf, TOKEN, type Pod } from './target.ts';

const HELLO_MS_MAX = 15_000;
const HELLO_ID = 0;

export interface Listener {
  /** An event, and when it arrived, in milliseconds since 1970. */
  event(event: Event, arrivedAt: number): void;
  gap(gap: Gap): void;
  goAway(frame: GoAway): void;
  /** Called once, and last, if open() succeeded. */
  closed(connection: Connection): void;
}

interface Waiting {
  resolve(reply: Reply): void;
  reject(refusal: Refusal): void;
}

export class Connection {
  private readonly waiting = new Map<number, Waiting>();
  private readonly socket: WebSocket;
  private requests = HELLO_ID;
  private isOpen = false;
  private isClosed = false;
  private session = '';

  private constructor(
    readonly pod: Pod,
    private readonly listener: Listener,
  ) {
    this.socket = new WebSocket(socketOf(pod), null, { tags: { name: '/ws' } });
  }

  /**
   * Connects and says hello.
   *
   * @param sessionId the session that is meant; '' for a new one
   * @throws Refusal
   */
  static open(pod: Pod, sessionId: string, listener: Listener): Promise<Connection> {
    const connection = new Connection(pod, listener);
    const timer = setTimeout(
      () => connection.drop(`no hello_ack within ${HELLO_MS_MAX} ms`),
      HELLO_MS_MAX,
    );
    return new Promise<Connection>((resolve, reject) => {
      connection.waiting.set(HELLO_ID, {
        resolve: (reply) => {
          clearTimeout(timer);
          connection.isOpen = true;
          connection.session = reply.session_id ?? '';
          resolve(connection);
        },
        reject: (refusal) => {
          clearTimeout(timer);
          connection.drop(refusal.message);
          reject(refusal);
        },
      });
      connection.begin(sessionId);
    });
  }

  /** The session of this connection. */
  get sessionId(): string {
    return this.session;
  }

  /** @throws Refusal */
  request(op: string, members: Record<string, unknown>): Promise<Reply> {
    if (this.isClosed) {
      return Promise.reject(Refusal.broken('the socket is closed'));
    }
    const id = ++this.requests;
    return new Promise<Reply>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.send(JSON.stringify({ op, request_id: id, ...members }));
    });
  }

  /** Leaves, in order. The listener is told. */
  close(): void {
    if (!this.isClosed) {
      this.socket.close();
    }
  }

  private begin(sessionId: string): void {
    const hello = {
      op: 'hello',
      request_id: HELLO_ID,
      protocol_version: 1,
      token: TOKEN,
      client: 'holdfast-k6',
      ...(sessionId === '' ? {} : { session_id: sessionId }),
    };
    this.socket.onopen = () => this.socket.send(JSON.stringify(hello));
    this.socket.onmessage = (message) => this.take(message!);
    this.socket.onerror = (error) => this.lost(error?.error ?? 'the socket failed');
    this.socket.onclose = () => this.lost('the socket was closed');
  }

  private take(message: MessageEvent): void {
    const frame = JSON.parse(message.data as string) as ServerFrame;
    switch (frame.op) {
      case 'event':
        this.listener.event(frame as Event, message.timestamp);
        break;
      case 'gap':
        this.listener.gap(frame as Gap);
        break;
      case 'goaway':
        this.listener.goAway(frame as GoAway);
        break;
      case 'error':
        this.failed(frame as Failure);
        break;
      default:
        this.answered(frame as Reply);
    }
  }

  private answered(reply: Reply): void {
    const asked = this.waiting.get(reply.request_id as number);
    this.waiting.delete(reply.request_id as number);
    asked?.resolve(reply);
  }

  /** An error without a request's id before hello_ack is the answer to the hello. */
  private failed(frame: Failure): void {
    const id = frame.request_id === null && !this.isOpen ? HELLO_ID : (frame.request_id as number);
    const asked = this.waiting.get(id);
    this.waiting.delete(id);
    asked?.reject(Refusal.of(frame));
  }

  /** Gives up a socket that may not even be connected yet. */
  private drop(reason: string): void {
    try {
      this.socket.close();
    } catch {
      // It was not open; what it becomes is of no interest.
    }
    this.lost(reason);
  }

  private lost(reason: string): void {
    if (this.isClosed) {
      return;
    }
    this.isClosed = true;
    const asked = [...this.waiting.values()];
    this.waiting.clear();
    asked.forEach((each) => each.reject(Refusal.broken(reason)));
    if (this.isOpen) {
      this.listener.closed(this);
    }
  }
}
