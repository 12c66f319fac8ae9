// The least that fan-out could be: one thread, epoll, a write for each watcher and message and
// nothing else. The first connection publishes; each of its reads goes to all others, in frames of
// a WebSocket as a server would send them.
//
//   floor <port>
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int watchers[20000];
static int count;
static unsigned char in[1 << 20], out[1 << 20];

static size_t unmask(size_t have, size_t *used) {
  size_t at = 0, made = 0;
  while (have - at >= 6) {
    size_t length = in[at + 1] & 127, head = 2;
    if (length == 126) {
      length = in[at + 2] << 8 | in[at + 3];
      head = 4;
    }
    if (have - at < head + 4 + length) break;
    memcpy(out + made, in + at, head);
    out[made + 1] &= 127;
    memcpy(out + made + head, in + at + head + 4, length);
    made += head + length;
    at += head + 4 + length;
  }
  *used = at;
  return made;
}

int main(int argc, char **argv) {
  int on = 1, publisher = -1, loop = epoll_create1(0), door = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 4096)) return 1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = door}, events[64];
  epoll_ctl(loop, EPOLL_CTL_ADD, door, &event);
  puts("ready");
  fflush(stdout);
  size_t have = 0;
  for (;;) {
    int ready = epoll_wait(loop, events, 64, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == door) {
        int line = accept(door, NULL, NULL);
        setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (publisher < 0) {
          publisher = line;
          event.data.fd = line;
          epoll_ctl(loop, EPOLL_CTL_ADD, line, &event);
        } else {
          watchers[count++] = line;
        }
      } else {
        ssize_t got = read(publisher, in + have, sizeof in - have);
        if (got <= 0) return 0;
        have += got;
        size_t used, made = unmask(have, &used), frame;
        memmove(in, in + used, have -= used);
        for (size_t from = 0; from < made; from += frame) {
          size_t length = out[from + 1], head = 2;
          if (length == 126) {
            length = out[from + 2] << 8 | out[from + 3];
            head = 4;
          }
          frame = head + length;
          for (int w = 0; w < count; w++)
            if (write(watchers[w], out + from, frame) < 0) return 1;
        }
      }
    }
  }
}
