package dev.holdfast.tasks.agent.jsonrpc;

import dev.holdfast.tasks.agent.AgentJob;
import dev.holdfast.tasks.agent.AgentSink;
import dev.holdfast.tasks.agent.Program;
import dev.holdfast.tasks.agent.process.LastWords;
import dev.holdfast.tasks.agent.process.OutputBudget;
import dev.holdfast.tasks.agent.process.OutputPump;
import dev.holdfast.tasks.agent.process.ProcessTree;
import dev.holdfast.tasks.agent.process.ProgramStarter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program of the operator at the other side, a message a line on its standard streams; its
 * standard error is output.
 *
 * <p>Messages to it wait in a queue for a thread that writes, so that a program which does not read
 * its input keeps nobody from seeing that the attempt is to stop.
 */
public final class StdioPeer {
  private static final int OUTGOING_MAX = 256;
  private static final Duration LAST_READ = Duration.ofSeconds(2);
  private static final Duration LAST_WRITE = Duration.ofMillis(200);

  /** Not a message: the program's input is to be closed. */
  private static final String END = "";

  private final Process process;
  private final ProcessTree tree;
  private final int graceMs;
  private final int messageBytesMax;
  private final LastWords words = new LastWords();
  private final BlockingQueue<String> outgoing = new LinkedBlockingQueue<>(OUTGOING_MAX);
  private final JsonRpcPeer peer;
  private final Thread writer;
  private final Thread reader;
  private final Thread errors;

  /**
   * Starts the program.
   *
   * @param messageBytesMax bytes of a line; a longer one closes the conversation
   * @throws IOException where it cannot be started
   */
  public StdioPeer(
      Program program,
      AgentJob job,
      AgentSink sink,
      OutputBudget budget,
      int messageBytesMax,
      PeerEvents events)
      throws IOException {
    this.messageBytesMax = messageBytesMax;
    process = ProgramStarter.start(program, job);
    tree = new ProcessTree(process.toHandle(), job.attemptMark());
    graceMs = program.graceMs();
    peer = new JsonRpcPeer(new Queue(), events);
    writer = Thread.ofVirtual().unstarted(this::writeAll);
    reader = Thread.ofVirtual().unstarted(this::readAll);
    errors = Thread.ofVirtual().unstarted(() -> OutputPump.stderr(process, sink, budget, words));
    writer.start();
    errors.start();
    reader.start();
    Thread.startVirtualThread(this::watch);
  }

  public JsonRpcPeer peer() {
    return peer;
  }

  /**
   * Ends the program and all it started; returns when none is left and nothing more is said. What
   * was told before is written first, where the program reads it.
   *
   * @return whether all went by themselves or on the polite signal
   */
  public boolean end() throws InterruptedException {
    peer.close("the conversation is over");
    if (outgoing.offer(END)) {
      writer.join(LAST_WRITE);
    }
    writer.interrupt();
    boolean inOrder = tree.stop(graceMs);
    peer.awaitQuiet();
    finish(errors);
    finish(reader);
    return inOrder;
  }

  private static void finish(Thread thread) throws InterruptedException {
    if (!thread.join(LAST_READ)) {
      thread.interrupt();
    }
  }

  private void readAll() {
    BoundedLines lines = new BoundedLines(process.getInputStream(), messageBytesMax);
    try {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (!line.get().isBlank()) {
          peer.receive(line.get());
        }
      }
      peer.close("the program ended" + farewell());
    } catch (BoundedLines.LineTooLong e) {
      peer.close(
          "the program sent a message of more than message_bytes_max of "
              + messageBytesMax
              + " bytes");
    } catch (IOException e) {
      peer.close("the program's output broke off");
    } catch (InterruptedException e) {
      peer.close("the conversation was given up");
    }
  }

  /** What the program left in the background may hold its output open. */
  private void watch() {
    try {
      process.waitFor();
      if (!reader.join(LAST_READ)) {
        peer.close("the program ended" + farewell());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How the program ended, where it has; it may also only have closed its output. */
  private String farewell() throws InterruptedException {
    boolean exited = process.waitFor(LAST_READ.toMillis(), TimeUnit.MILLISECONDS);
    errors.join(LAST_READ);
    return (exited ? " with exit code " + process.exitValue() : " its output") + words.asEnding();
  }

  private void writeAll() {
    try (OutputStream stream = process.getOutputStream()) {
      for (String message = outgoing.take(); !message.equals(END); message = outgoing.take()) {
        stream.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        if (outgoing.isEmpty()) {
          stream.flush();
        }
      }
    } catch (IOException e) {
      // It may have closed its input on its way out; the reader tells how it ended.
      return;
    } catch (InterruptedException e) {
      return; // the conversation is over
    }
  }

  private final class Queue implements Outlet {
    @Override
    public void ask(String id, String message) {
      tell(message);
    }

    @Override
    public void tell(String message) {
      if (!outgoing.offer(message)) {
        peer.close("the program did not read " + OUTGOING_MAX + " messages");
      }
    }
  }
}
