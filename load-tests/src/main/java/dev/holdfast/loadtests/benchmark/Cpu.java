package dev.holdfast.loadtests.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Processor time, from the kernel. */
final class Cpu {
  private static final long NANOS_PER_TICK = 10_000_000;

  private Cpu() {}

  /** Nanoseconds of this process so far. */
  static long own() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /**
   * Nanoseconds of another process and its children so far, those included that it has waited for;
   * in steps of 10 ms.
   */
  static long of(long pid) {
    return ProcessHandle.of(pid).stream()
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .mapToLong(ProcessHandle::pid)
            .flatMap(Cpu::ticks)
            .sum()
        * NANOS_PER_TICK;
  }

  private static LongStream ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // After the name, which may hold anything: state is field 3; 14-17 are the times.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return LongStream.of(
          Long.parseLong(fields[11]),
          Long.parseLong(fields[12]),
          Long.parseLong(fields[13]),
          Long.parseLong(fields[14]));
    } catch (NoSuchFileException e) {
      return LongStream.empty();
    } catch (IOException e) {
      if (ProcessHandle.of(pid).isEmpty()) { // it ended while it was read
        return LongStream.empty();
      }
      throw new UncheckedIOException(e);
    }
  }
}
