// An agent of the Model Context Protocol, 2025-11-25; each of its requests goes to any pod.
import http, { type RefinedResponse } from 'k6/http';
import { mcpCall, operations, retries, sessionOpen } from './metrics.ts';
import { anyPod, TOKEN } from './target.ts';
import { backoff, pause } from './timing.ts';

const VERSION = '2025-11-25';
const ATTEMPTS_MAX = 8;
const RETRYABLE = [0, 429, 503];

export class Agent {
  private session = '';
  private requests = 0;

  private constructor() {}

  /** Initializes. */
  static async begin(): Promise<Agent> {
    const agent = new Agent();
    const begun = Date.now();
    const answer = await agent.post('initialize', {
      protocolVersion: VERSION,
      capabilities: {},
      clientInfo: { name: 'holdfast-k6', version: '1' },
    });
    agent.session = answer.headers['Mcp-Session-Id'] ?? '';
    sessionOpen.add(Date.now() - begun);
    return agent;
  }

  /**
   * Calls a tool.
   *
   * @returns its structured content
   */
  async call<T>(tool: string, args: Record<string, unknown>): Promise<T> {
    const begun = Date.now();
    const answer = await this.post('tools/call', { name: tool, arguments: args });
    mcpCall.add(Date.now() - begun);
    const body = answer.json() as {
      result?: { structuredContent?: T; isError?: boolean };
      error?: { message: string };
    };
    const content = body.result?.structuredContent;
    if (content === undefined || body.result?.isError === true) {
      throw new Error(`${tool}: ${body.error?.message ?? answer.body}`);
    }
    operations.add(1);
    return content;
  }

  /** Ends the session of the protocol; the one it was bound to stays. */
  async end(): Promise<void> {
    await http.asyncRequest('DELETE', `${anyPod()}/mcp`, null, this.params('DELETE /mcp'));
  }

  /** One message; repeated, under its id, while a pod is away or has no room. */
  private async post(method: string, params: object): Promise<RefinedResponse<'text'>> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++this.requests, method, params });
    for (let attempt = 0; ; attempt++) {
      const answer = await http.asyncRequest(
        'POST',
        `${anyPod()}/mcp`,
        body,
        this.params(`POST /mcp ${method}`),
      );
      if (answer.status === 200) {
        return answer;
      }
      if (!RETRYABLE.includes(answer.status) || attempt === ATTEMPTS_MAX) {
        throw new Error(`${method} was answered ${answer.status}: ${answer.error || answer.body}`);
      }
      retries.add(1);
      await pause(Math.max(Number(answer.headers['Retry-After'] ?? 0) * 1_000, backoff(attempt)));
    }
  }

  private params(name: string): {
    headers: Record<string, string>;
    tags: Record<string, string>;
    responseType: 'text';
  } {
    return {
      headers: {
        Authorization: `Bearer ${TOKEN}`,
        Accept: 'application/json, text/event-stream',
        'Content-Type': 'application/json',
        ...(this.session === ''
          ? {}
          : { 'Mcp-Session-Id': this.session, 'MCP-Protocol-Version': VERSION }),
      },
      tags: { name },
      responseType: 'text',
    };
  }
}
