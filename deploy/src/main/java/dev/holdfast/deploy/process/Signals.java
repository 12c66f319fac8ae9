package dev.holdfast.deploy.process;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The signals that ask a process to stop: TERM, INT (Ctrl-C) and HUP (the terminal went away), and
 * USR1, which asks for what the process does about it.
 *
 * <p>A shutdown hook would do for the first of them, but cannot tell a second, and leaves the exit
 * code to the signal. Java's only way to handle one is {@code sun.misc.Signal}, which no compiler
 * that treats warnings as errors lets through; hence the reflection.
 */
public final class Signals {
  private static final List<String> STOPPING = List.of("TERM", "INT", "HUP");

  private Signals() {}

  /**
   * Calls the handler with the signal's name at each of them, on a thread of its own. A signal that
   * was ignored when the process began (as under nohup) stays so.
   */
  public static void onStop(Consumer<String> handler) {
    on(STOPPING, handler);
  }

  /** Calls the handler with {@code SIGUSR1} at each of it, on a thread of its own. */
  public static void onUser(Consumer<String> handler) {
    on(List.of("USR1"), handler);
  }

  private static void on(List<String> names, Consumer<String> handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> receiver = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, receiver);
      for (String name : names) {
        Object proxy =
            Proxy.newProxyInstance(
                receiver.getClassLoader(),
                new Class<?>[] {receiver},
                (self, method, arguments) -> received(handler, "SIG" + name, method));
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot handle signals", e);
    }
  }

  private static @Nullable Object received(Consumer<String> handler, String name, Method method) {
    return switch (method.getName()) {
      case "handle" -> {
        handler.accept(name);
        yield null;
      }
      case "hashCode" -> name.hashCode();
      case "equals" -> false;
      default -> name;
    };
  }
}
