package dev.holdfast.gateway.limit;

import java.util.function.LongSupplier;

/**
 * How fast one socket may speak. A message that is here counts in any case; whoever said too much
 * is not listened to for a while, so that nothing is lost. Of one event loop.
 */
public final class Pace {
  private static final long MILLI_NANOS = 1_000_000;

  private final Rate messages;
  private final Rate bytes;
  private final LongSupplier nanos;
  private long messageBucket = Rate.FULL;
  private long byteBucket = Rate.FULL;

  Pace(LimitConfig config, LongSupplier nanos) {
    this.messages = new Rate(config.messagesPerSecondMax());
    this.bytes = new Rate(config.receivedBytesPerSecondMax());
    this.nanos = nanos;
  }

  /** One message came; milliseconds for which not to read any further, 0 for none. */
  public long heard(int length) {
    long now = nanos.getAsLong();
    long owed = 0;
    if (!messages.unlimited()) {
      messageBucket = messages.after(messageBucket, now, 1);
      owed = Rate.owed(messageBucket, now);
    }
    if (!bytes.unlimited()) {
      byteBucket = bytes.after(byteBucket, now, length);
      owed = Math.max(owed, Rate.owed(byteBucket, now));
    }
    return owed <= 0 ? 0 : Math.ceilDiv(owed, MILLI_NANOS);
  }
}
