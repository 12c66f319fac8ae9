package dev.holdfast.loadtests.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/** Spring Session over Redis as its documentation sets it up, without indexes or notifications. */
final class SpringSessions implements AutoCloseable {
  private final LettuceConnectionFactory connections;
  private final SessionRepository<? extends Session> repository;
  private final List<String> ids = new ArrayList<>();

  SpringSessions(int redisPort) {
    connections = new LettuceConnectionFactory("127.0.0.1", redisPort);
    connections.afterPropertiesSet();
    connections.start();
    RedisTemplate<String, Object> template = new RedisTemplate<>();
    template.setKeySerializer(RedisSerializer.string());
    template.setHashKeySerializer(RedisSerializer.string());
    template.setConnectionFactory(connections);
    template.afterPropertiesSet();
    repository = new RedisSessionRepository(template);
  }

  void prepare(int sessions) {
    for (int i = 0; i < sessions; i++) {
      ids.add(createIn(repository));
    }
  }

  void create() {
    createIn(repository);
  }

  void find() {
    String id = ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
    if (repository.findById(id) == null) {
      throw new IllegalStateException("a session of Spring's is gone");
    }
  }

  @Override
  public void close() {
    connections.destroy();
  }

  private static <S extends Session> String createIn(SessionRepository<S> repository) {
    S session = repository.createSession();
    session.setAttribute("principal", "benchmark/caller");
    repository.save(session);
    return session.getId();
  }
}
