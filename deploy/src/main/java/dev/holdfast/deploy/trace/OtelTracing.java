package dev.holdfast.deploy.trace;

import dev.holdfast.shared.trace.Span;
import dev.holdfast.shared.trace.TraceParent;
import dev.holdfast.shared.trace.Tracing;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.function.Supplier;

/** Spans as OpenTelemetry has them; parents are named, there is no current one. */
final class OtelTracing implements Tracing {
  private static final String ERROR_TYPE = "error.type";

  private final Tracer tracer;

  OtelTracing(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Span begin(String name, Side side, Optional<TraceParent> parent) {
    SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind(side)).setNoParent();
    parent.ifPresent(trace -> builder.setParent(context(trace)));
    return new Begun(builder.startSpan());
  }

  private static SpanKind kind(Side side) {
    return switch (side) {
      case SERVER -> SpanKind.SERVER;
      case INSIDE -> SpanKind.INTERNAL;
      case CONSUMER -> SpanKind.CONSUMER;
    };
  }

  private static Context context(TraceParent trace) {
    return Context.root()
        .with(
            io.opentelemetry.api.trace.Span.wrap(
                SpanContext.createFromRemoteParent(
                    trace.traceId(),
                    trace.spanId(),
                    TraceFlags.fromHex(trace.flags(), 0),
                    TraceState.getDefault())));
  }

  private record Begun(io.opentelemetry.api.trace.Span span) implements Span {
    @Override
    public Optional<TraceParent> context() {
      SpanContext own = span.getSpanContext();
      return Optional.of(
          new TraceParent(own.getTraceId(), own.getSpanId(), own.getTraceFlags().asHex()));
    }

    @Override
    public Span note(String key, String value) {
      span.setAttribute(key, value);
      return this;
    }

    @Override
    public Span note(String key, Supplier<String> value) {
      return span.isRecording() ? note(key, value.get()) : this;
    }

    @Override
    public Span named(String name) {
      span.updateName(name);
      return this;
    }

    @Override
    public void end() {
      span.end();
    }

    @Override
    public void fail(String why) {
      span.setAttribute(ERROR_TYPE, why);
      span.setStatus(StatusCode.ERROR);
      span.end();
    }
  }
}
