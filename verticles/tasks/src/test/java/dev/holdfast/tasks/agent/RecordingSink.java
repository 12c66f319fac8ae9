package dev.holdfast.tasks.agent;

import dev.holdfast.shared.message.Answer;
import dev.holdfast.shared.message.ContextUse;
import dev.holdfast.shared.message.Progress;
import dev.holdfast.shared.message.Question;
import dev.holdfast.shared.message.Usage;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps what an agent said, and answers its questions as told. */
public final class RecordingSink implements AgentSink {
  private final List<Progress> counted = new CopyOnWriteArrayList<>();
  private final List<Usage> used = new CopyOnWriteArrayList<>();
  private final List<ContextUse> contexts = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<Question> asked = new CopyOnWriteArrayList<>();
  private final List<String> undelivered = new CopyOnWriteArrayList<>();
  private final Queue<List<String>> sent = new ConcurrentLinkedQueue<>();
  private final Function<Question, Optional<Answer>> owner;

  public RecordingSink(Function<Question, Optional<Answer>> owner) {
    this.owner = owner;
  }

  /** Nobody answers. */
  public RecordingSink() {
    this(question -> Optional.empty());
  }

  @Override
  public void progress(Progress progress) {
    counted.add(progress);
  }

  @Override
  public void usage(Usage usage) {
    used.add(usage);
  }

  @Override
  public void context(ContextUse use) {
    contexts.add(use);
  }

  @Override
  public void output(String stream, String text) {
    said.add(stream + ":" + text);
  }

  @Override
  public Optional<Answer> ask(Question question) {
    asked.add(question);
    return owner.apply(question);
  }

  @Override
  public List<String> messages() {
    List<String> next = sent.poll();
    return next == null ? List.of() : next;
  }

  @Override
  public void undelivered(String text, String why) {
    undelivered.add(text + ": " + why);
  }

  /** Each as {@code text: why}. */
  public List<String> undelivered() {
    return undelivered;
  }

  /** The agent finds these texts when it looks next. */
  public void send(String... texts) {
    sent.add(List.of(texts));
  }

  public List<Progress> counted() {
    return counted;
  }

  public List<Usage> used() {
    return used;
  }

  public List<ContextUse> contexts() {
    return contexts;
  }

  /** Each as {@code stream:text}. */
  public List<String> said() {
    return said;
  }

  public List<Question> asked() {
    return asked;
  }
}
