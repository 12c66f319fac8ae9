package dev.holdfast.tasks.agent.mcp;

import dev.holdfast.tasks.agent.jsonrpc.JsonRpcPeer;
import dev.holdfast.tasks.agent.jsonrpc.StdioPeer;

/** A server that was reached, one way or the other. */
interface McpConnection {
  JsonRpcPeer peer();

  /** The server was told that the conversation has begun, in this revision of the protocol. */
  void begun(String version);

  /** Milliseconds for last words. */
  int graceMs();

  /**
   * Takes leave; returns when nothing of it is left here.
   *
   * @return whether the server is known to have stopped in order
   */
  boolean end() throws InterruptedException;

  /** Whether the server may work on, unseen, after the conversation ended. */
  boolean outlivesItsEnd();

  /** A program of the operator's. */
  record OfProgram(StdioPeer program, int graceMs) implements McpConnection {
    @Override
    public JsonRpcPeer peer() {
      return program.peer();
    }

    @Override
    public void begun(String version) {
      // A program needs no telling.
    }

    @Override
    public boolean end() throws InterruptedException {
      return program.end();
    }

    @Override
    public boolean outlivesItsEnd() {
      return false; // its whole process tree was seen to end
    }
  }
}
