// Runs one server of the fan-out benchmark: what is published to a room goes to all who watch it.
//
//   node fanout.mjs <ws|socket.io> <port> <redis url>
//
// "ws" has no memory; "socket.io" keeps a stream in Redis and lets clients recover what they missed.
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const [kind, port, redisUrl] = process.argv.slice(2);
const server = createServer();
const lag = monitorEventLoopDelay({ resolution: 10 });
lag.enable();
process.stdin.on('data', () => {
  console.log(`lag_p99_us ${Math.round(lag.percentile(99) / 1e3 - 10e3)}`);
  lag.reset();
});
process.stdin.on('end', () => process.exit(0));

async function plain() {
  const { WebSocketServer } = await import('ws');
  const rooms = new Map();
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, request) => {
    const [, act, name] = request.url.split('/');
    const room = rooms.get(name) ?? rooms.set(name, new Set()).get(name);
    if (act === 'watch') {
      room.add(socket);
      socket.on('close', () => room.delete(socket));
    } else {
      socket.on('message', (data) => room.forEach((each) => each.send(data, { binary: false })));
    }
  });
}

async function socketIo() {
  const { Server } = await import('socket.io');
  const { createClient } = await import('redis');
  const { createAdapter } = await import('@socket.io/redis-streams-adapter');
  const redis = createClient({ url: redisUrl });
  await redis.connect();
  const io = new Server(server, {
    adapter: createAdapter(redis),
    connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: true },
    transports: ['websocket'],
  });
  io.on('connection', (socket) => {
    const { room, publisher } = socket.handshake.query;
    if (publisher) {
      socket.on('m', (text) => io.to(room).emit('m', text));
    } else {
      socket.join(room);
    }
  });
}

await (kind === 'ws' ? plain() : socketIo());
server.listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 }, () => console.log('ready'));
