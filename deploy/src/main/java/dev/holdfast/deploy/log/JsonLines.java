package dev.holdfast.deploy.log;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code time}, {@code level}, {@code logger}, {@code message}, then what
 * the message was given as key and value, for example {@code request_id}, and {@code error} with
 * the trace of a failure, its root first. A line break inside a text is an escape, so that no text
 * can begin a line. Named in logback.xml, for any number of threads.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final byte[] NOTHING = {};
  private static final String TIME = "time";
  private static final String LEVEL = "level";
  private static final String LOGGER = "logger";
  private static final String MESSAGE = "message";
  private static final String ERROR = "error";
  private static final List<String> OWN = List.of(TIME, LEVEL, LOGGER, MESSAGE, ERROR);

  private final RootCauseFirstThrowableProxyConverter traces =
      new RootCauseFirstThrowableProxyConverter();

  @Override
  public void start() {
    traces.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator out = FACTORY.createGenerator(line)) {
      out.writeStartObject();
      out.writeStringField(TIME, event.getInstant().toString());
      out.writeStringField(LEVEL, event.getLevel().toString());
      out.writeStringField(LOGGER, event.getLoggerName());
      out.writeStringField(MESSAGE, event.getFormattedMessage());
      writePairs(out, event.getKeyValuePairs());
      if (event.getThrowableProxy() != null) {
        out.writeStringField(ERROR, traces.convert(event));
      }
      out.writeEndObject();
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return line.toByteArray();
  }

  /** Logback has no list where there are none. A name that was there before is left out. */
  @SuppressWarnings("NullAway") // Logback says nothing of nulls.
  private static void writePairs(JsonGenerator out, List<KeyValuePair> pairs) throws IOException {
    if (pairs == null) {
      return;
    }
    Set<String> written = new HashSet<>(OWN);
    for (KeyValuePair pair : pairs) {
      if (pair.value != null && written.add(pair.key)) {
        out.writeStringField(pair.key, pair.value.toString());
      }
    }
  }
}
