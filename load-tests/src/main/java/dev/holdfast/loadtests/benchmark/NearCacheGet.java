package dev.holdfast.loadtests.benchmark;

import com.github.benmanes.caffeine.cache.Ticker;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.NearCacheConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.holdfast.registry.cache.CacheKey;
import dev.holdfast.registry.cache.CachedSession;
import dev.holdfast.registry.cache.NearCache;
import dev.holdfast.shared.identity.Principal;
import dev.holdfast.shared.identity.SessionRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import redis.embedded.RedisServer;

/** One hit on one thread, in a fork of its own each; the peers hold texts, which favours them. */
public class NearCacheGet {
  static final int ENTRIES = 8_192;
  private static final Principal OWNER = new Principal("benchmark", "caller");

  @Benchmark
  public Optional<CachedSession> holdfast(Ours state) {
    return state.cache.get(state.keys[state.next()]);
  }

  @Benchmark
  public @Nullable CachedSession concurrentHashMap(PlainMap state) {
    return state.map.get(state.keys[state.next()]);
  }

  @Benchmark
  public @Nullable String hazelcast(HazelcastNear state) {
    return state.map.get(state.texts[state.next()]);
  }

  @Benchmark
  public @Nullable String redisson(RedissonLocal state) {
    return state.map.get(state.texts[state.next()]);
  }

  /** The same keys in the same random order for everybody. */
  @State(Scope.Benchmark)
  public static class Keys {
    final CacheKey[] keys = new CacheKey[ENTRIES];
    final String[] texts = new String[ENTRIES];
    private final int[] order = new SplittableRandom(1).ints(ENTRIES, 0, ENTRIES).toArray();
    private int position;

    public Keys() {
      for (int i = 0; i < ENTRIES; i++) {
        keys[i] = key(i);
        texts[i] = "benchmark/caller/http/transport-" + i;
      }
    }

    final int next() {
      return order[position++ & (ENTRIES - 1)];
    }
  }

  /** As a pod has it: bounded, and old after some seconds, here long enough not to miss. */
  public static class Ours extends Keys {
    private final NearCache<CacheKey, CachedSession> cache =
        new NearCache<>(100_000, 3_600_000, Ticker.systemTicker());

    @Setup
    public void fill() {
      for (int i = 0; i < ENTRIES; i++) {
        cache.put(key(i), value(i));
      }
    }
  }

  public static class PlainMap extends Keys {
    private final ConcurrentHashMap<CacheKey, CachedSession> map = new ConcurrentHashMap<>();

    @Setup
    public void fill() {
      for (int i = 0; i < ENTRIES; i++) {
        map.put(key(i), value(i));
      }
    }
  }

  public static class HazelcastNear extends Keys {
    private HazelcastInstance member;
    private IMap<String, String> map;

    public HazelcastNear() {
      Config config = new Config();
      config.setClusterName("benchmark-" + ProcessHandle.current().pid());
      config.setProperty("hazelcast.phone.home.enabled", "false");
      config.setProperty("hazelcast.logging.type", "none");
      config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
      config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
      config
          .getMapConfig("sessions")
          .setNearCacheConfig(
              new NearCacheConfig()
                  .setCacheLocalEntries(true)
                  .setInMemoryFormat(InMemoryFormat.OBJECT)
                  .setSerializeKeys(false));
      member = Hazelcast.newHazelcastInstance(config);
      map = member.getMap("sessions");
    }

    @Setup
    public void fill() {
      for (String text : texts) {
        map.set(text, text);
        map.get(text);
      }
    }

    @TearDown(Level.Trial)
    public void stop() {
      member.shutdown();
    }
  }

  public static class RedissonLocal extends Keys {
    private final RedisServer server;
    private final RedissonClient client;
    private final RLocalCachedMap<String, String> map;

    public RedissonLocal() {
      int port = freePort();
      try {
        server = RedisServer.newRedisServer().port(port).setting("save \"\"").build();
        server.start();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      org.redisson.config.Config config = new org.redisson.config.Config();
      config.useSingleServer().setAddress("redis://127.0.0.1:" + port);
      client = Redisson.create(config);
      map = client.getLocalCachedMap(LocalCachedMapOptions.name("sessions"));
    }

    @Setup
    public void fill() {
      for (String text : texts) {
        map.fastPut(text, text);
        map.get(text);
      }
    }

    @TearDown(Level.Trial)
    public void stop() throws IOException {
      client.shutdown();
      server.stop();
    }
  }

  static CacheKey key(int i) {
    return new CacheKey(OWNER, "http", "transport-" + i);
  }

  static CachedSession value(int i) {
    return new CachedSession(new SessionRef(i, OWNER, "ses_0123456789012345678901-" + i), i);
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
