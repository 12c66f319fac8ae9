package dev.holdfast.gateway.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object, field by field; texts that are already JSON are spliced in as they are.
 */
public final class JsonOut {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int TYPICAL_CHARACTERS = 256;

  private final JsonGenerator generator;

  private JsonOut(JsonGenerator generator) {
    this.generator = generator;
  }

  /** The object that the body writes. */
  public static String object(Consumer<JsonOut> body) {
    StringWriter text = new StringWriter(TYPICAL_CHARACTERS);
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.writeStartObject();
      body.accept(new JsonOut(generator));
      generator.writeEndObject();
      generator.flush();
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  /** A JSON string, quotes included. */
  public static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** A text, or null. */
  public JsonOut text(String name, @Nullable String value) {
    return write(() -> generator.writeStringField(name, value));
  }

  public JsonOut number(String name, long value) {
    return write(() -> generator.writeNumberField(name, value));
  }

  /** A number, or null. */
  public JsonOut number(String name, @Nullable Long value) {
    return write(() -> {
      if (value == null) {
        generator.writeNullField(name);
      } else {
        generator.writeNumberField(name, value);
      }
    });
  }

  public JsonOut flag(String name, boolean value) {
    return write(() -> generator.writeBooleanField(name, value));
  }

  /** A value that is JSON already, or null. */
  public JsonOut json(String name, @Nullable String value) {
    return write(() -> {
      generator.writeFieldName(name);
      generator.writeRawValue(value == null ? "null" : value);
    });
  }

  /** An object with fields of its own. */
  public JsonOut object(String name, Consumer<JsonOut> body) {
    return write(() -> {
      generator.writeObjectFieldStart(name);
      body.accept(this);
      generator.writeEndObject();
    });
  }

  /** A list of objects. */
  public <T> JsonOut objects(String name, List<T> items, BiConsumer<JsonOut, T> body) {
    return write(() -> {
      generator.writeArrayFieldStart(name);
      for (T item : items) {
        generator.writeStartObject();
        body.accept(this, item);
        generator.writeEndObject();
      }
      generator.writeEndArray();
    });
  }

  /** A list of texts. */
  public JsonOut texts(String name, List<String> items) {
    return write(() -> {
      generator.writeArrayFieldStart(name);
      for (String item : items) {
        generator.writeString(item);
      }
      generator.writeEndArray();
    });
  }

  /** A list of numbers. */
  public JsonOut numbers(String name, List<Long> items) {
    return write(() -> {
      generator.writeArrayFieldStart(name);
      for (long item : items) {
        generator.writeNumber(item);
      }
      generator.writeEndArray();
    });
  }

  private JsonOut write(Step step) {
    try {
      step.write();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  private interface Step {
    void write() throws IOException;
  }
}
