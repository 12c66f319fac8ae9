package dev.holdfast.tasks.agent.jsonrpc;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other side of a conversation. What comes in is given to {@link #receive} by one thread; the
 * rest is safe for several.
 */
public final class JsonRpcPeer {
  private static final Logger LOG = LoggerFactory.getLogger(JsonRpcPeer.class);

  /** Questions of the other side that are being answered at once; more are refused. */
  private static final int ASKED_MAX = 32;

  private final Outlet outlet;
  private final PeerEvents events;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<String, CompletableFuture<Call.Reply>> calls = new ConcurrentHashMap<>();
  private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Closed closed;

  /** Why it is over, and whether another conversation may go better with nothing changed. */
  private record Closed(String why, boolean mayPass) {
    Call.Reply gone() {
      return new Call.Reply.Gone(why, mayPass);
    }
  }

  public JsonRpcPeer(Outlet outlet, PeerEvents events) {
    this.outlet = outlet;
    this.events = events;
  }

  /**
   * Asks.
   *
   * @param params JSON
   */
  public Call ask(String method, String params) {
    long id = lastId.incrementAndGet();
    Call call = new Call(Long.toString(id), method, new CompletableFuture<>());
    calls.put(call.id(), call.reply());
    Closed over = closed;
    if (over != null) {
      call.reply().complete(over.gone());
    } else {
      outlet.ask(call.id(), JsonRpcCodec.request(id, method, params));
    }
    return call;
  }

  /** Tells. */
  public void tell(String method, String params) throws InterruptedException {
    if (closed == null) {
      outlet.tell(JsonRpcCodec.notification(method, params));
    }
  }

  /** Takes what came in; what is no message closes the conversation. */
  public void receive(String text) throws InterruptedException {
    try {
      for (Message message : JsonRpcCodec.parse(text)) {
        take(message);
      }
    } catch (MalformedMessage e) {
      close("the other side sent what is no JSON-RPC message (" + e.why() + ")");
    } catch (RuntimeException e) {
      LOG.warn("a message of the other side could not be taken", e);
      close("the other side sent a message that cannot be understood");
    }
  }

  /**
   * Ends it: what we asked stays unanswered, what we were asked is given up. The first reason
   * counts.
   *
   * @param why as the beginning of a sentence
   */
  public void close(String why) {
    close(new Closed(why, false));
  }

  /** Ends it because the other side is not there, or too busy; that may pass. */
  public void lose(String why) {
    close(new Closed(why, true));
  }

  private void close(Closed reason) {
    Closed first;
    synchronized (this) {
      Closed before = closed;
      first = before == null ? reason : before;
      closed = first;
    }
    calls.values().forEach(reply -> reply.complete(first.gone()));
    calls.clear();
    answering.forEach(Thread::interrupt);
  }

  /** Whether a question of ours is not answered yet. */
  public boolean isWaiting(String id) {
    return calls.containsKey(id);
  }

  /** Waits until no question is being answered any more; after {@link #close}. */
  public void awaitQuiet() throws InterruptedException {
    for (Thread thread : answering) {
      thread.join();
    }
  }

  private void take(Message message) throws InterruptedException {
    boolean over = closed != null;
    switch (message) {
      case Message.Notification told when over -> LOG.debug("{} came too late", told.method());
      case Message.Notification told -> events.told(told.method(), told.params());
      case Message.Request asked when over -> LOG.debug("{} came too late", asked.method());
      case Message.Request asked -> answer(asked);
      case Message.Result result -> settle(result.id(), new Call.Reply.Result(result.result()));
      case Message.Failure failure -> refused(failure);
    }
  }

  private void settle(String id, Call.Reply reply) {
    CompletableFuture<Call.Reply> waiting = calls.remove(id);
    if (waiting == null) {
      LOG.debug("an answer to nothing that was asked, or that nobody waits for any more");
    } else {
      waiting.complete(reply);
    }
  }

  private void refused(Message.Failure failure) {
    if (failure.id().isEmpty()) {
      close("the other side did not understand (" + failure.message() + ")");
    } else {
      settle(failure.id(), new Call.Reply.Refused(failure.code(), failure.message()));
    }
  }

  private void answer(Message.Request asked) throws InterruptedException {
    if (answering.size() >= ASKED_MAX) {
      outlet.tell(
          JsonRpcCodec.failure(
              asked.id(), Refusal.INTERNAL, "more than " + ASKED_MAX + " questions at once"));
      return;
    }
    Thread thread = Thread.ofVirtual().unstarted(() -> work(asked));
    answering.add(thread);
    thread.start();
    if (closed != null) {
      thread.interrupt();
    }
  }

  private void work(Message.Request asked) {
    try {
      outlet.tell(answerTo(asked));
    } catch (InterruptedException e) {
      LOG.debug("the conversation ended before {} was answered", asked.method());
    } finally {
      answering.remove(Thread.currentThread());
    }
  }

  private String answerTo(Message.Request asked) throws InterruptedException {
    try {
      return JsonRpcCodec.result(asked.id(), events.asked(asked.method(), asked.params()));
    } catch (Refusal refusal) {
      return JsonRpcCodec.failure(asked.id(), refusal.code(), String.valueOf(refusal.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("{} could not be answered", asked.method(), e);
      return JsonRpcCodec.failure(asked.id(), Refusal.INTERNAL, "internal error");
    }
  }
}
