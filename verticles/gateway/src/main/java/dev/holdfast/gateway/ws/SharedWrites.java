package dev.holdfast.gateway.ws;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.VoidChannelPromise;
import java.util.concurrent.Executor;

/**
 * One socket's way past the library for frames that are finished and shared: no text is encoded, no
 * frame and no promise is made for it, and what is written in one turn of the event loop goes to
 * the kernel together.
 *
 * <p>The library keeps a queue of its own while the channel is full. So that nothing overtakes what
 * waits there, this way is open only while the channel is writable; the caller sees to it that
 * nothing is under way by the other. For one event loop.
 */
final class SharedWrites {
  private final Channel channel;
  private final VoidChannelPromise unwatched;
  private final Executor turn;
  private final Runnable drained;
  private boolean flushing;
  private boolean full;

  /**
   * @param turn runs what is to be done after the deliveries that wait already
   * @param drained is run when the channel took everything after it was full
   */
  SharedWrites(Channel channel, Executor turn, Runnable drained) {
    this.channel = channel;
    this.unwatched = new VoidChannelPromise(channel, false);
    this.turn = turn;
    this.drained = drained;
  }

  /** Whether the channel takes more. */
  boolean isOpen() {
    return !full && channel.isWritable();
  }

  /** Whether it is full by what was written here. */
  boolean isFull() {
    return full;
  }

  void write(ByteBuf frames) {
    var _ = channel.write(frames, unwatched);
    if (!channel.isWritable()) {
      channel.flush();
      awaitDrained();
    } else if (!flushing) {
      flushing = true;
      turn.execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    channel.flush();
  }

  private void awaitDrained() {
    if (!channel.isWritable() && channel.isActive()) {
      full = true;
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(done -> {
            full = false;
            drained.run();
          });
    }
  }
}
