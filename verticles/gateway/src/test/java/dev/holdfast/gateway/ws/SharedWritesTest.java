package dev.holdfast.gateway.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.shared.event.Event;
import dev.holdfast.shared.event.EventType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SharedWritesTest {
  private final List<String> kernel = new ArrayList<>();
  private boolean stalled;

  /** Counts flushes; lets none through while it is stalled. */
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
              kernel.add("flush");
              if (!stalled) {
                context.flush();
              }
            }
          });

  @Test
  void finished_frames_are_what_a_client_reads_as_the_texts() {
    EventFrames frames = EventFrames.FORMAT.encode("window-1", events(1, 80, 126, 60_000));
    EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 70_000));
    client.writeInbound(frames.view());
    List<String> read = new ArrayList<>();
    for (Object each = client.readInbound(); each != null; each = client.readInbound()) {
      TextWebSocketFrame frame = (TextWebSocketFrame) each;
      assertThat(frame.isFinalFragment()).isTrue();
      read.add(frame.text());
      frame.release();
    }
    assertThat(read).isEqualTo(frames.texts()).hasSize(4);
  }

  @Test
  void a_text_that_is_too_long_for_a_short_frame_is_left_to_the_library() {
    assertThat(EventFrames.FORMAT.encode("window-1", events(1, 70_000)).finished().isReadable())
        .isFalse();
  }

  @Test
  void what_is_written_in_one_turn_goes_out_together_and_in_order() {
    List<Runnable> later = new ArrayList<>();
    SharedWrites writes = new SharedWrites(channel, later::add, () -> {});
    writes.write(bytes("a"));
    writes.write(bytes("b"));
    assertThat(kernel).isEmpty();

    later.forEach(Runnable::run);
    assertThat(kernel).containsExactly("flush");
    assertThat(written()).isEqualTo("ab");
  }

  @Test
  void row_60_a_full_channel_is_told_of_and_again_when_it_took_everything() {
    List<String> drained = new ArrayList<>();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 4));
    SharedWrites writes = new SharedWrites(channel, Runnable::run, () -> drained.add("drained"));
    stalled = true;
    writes.write(bytes("more than four"));
    assertThat(writes.isFull()).isTrue();
    assertThat(writes.isOpen()).isFalse();
    assertThat(drained).isEmpty();

    stalled = false;
    channel.flush();
    channel.runPendingTasks();
    assertThat(drained).containsExactly("drained");
    assertThat(writes.isOpen()).isTrue();
    assertThat(written()).isEqualTo("more than four");
  }

  private String written() {
    StringBuilder all = new StringBuilder();
    for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
      all.append(each.toString(UTF_8));
      each.release();
    }
    return all.toString();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, UTF_8);
  }

  /** With payloads of about so many bytes. */
  private static List<Event> events(int... sizes) {
    return IntStream.range(0, sizes.length)
        .mapToObj(i ->
            new Event(
                i + 1L,
                EventType.TASK_OUTPUT,
                "tsk_1",
                "2026-01-01T00:00:00Z",
                "{\"text\":\"" + "ü".repeat(sizes[i] / 2) + "\"}"))
        .toList();
  }
}
