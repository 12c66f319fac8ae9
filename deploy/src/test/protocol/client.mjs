// Carries out protocol cases by the library ws: one JSON case a line comes in, one JSON result a line goes out.
// What the library would refuse to send is written to the socket beneath it; everything read goes through it.
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const [url, token] = process.argv.slice(2);
const PATIENCE_MS = 20_000;

function written(socket, bytes, chop) {
  if (!chop) {
    socket.write(bytes);
    return;
  }
  socket.setNoDelay(true);
  for (let at = 0; at < bytes.length; at += chop) socket.write(bytes.subarray(at, at + chop));
}

function carryOut(test) {
  return new Promise((resolve) => {
    const result = { id: test.id, close: 0, pongs: [], replies: [], extensions: '' };
    const client = new WebSocket(url, { perMessageDeflate: true, maxPayload: 4 * 1024 * 1024 });
    const timer = setTimeout(() => end('nothing came'), PATIENCE_MS);
    let asked = false;
    function end(trouble) {
      clearTimeout(timer);
      if (trouble) result.trouble = trouble;
      client.terminate();
      resolve(result);
    }
    function step(each) {
      if (each.do === 'raw') {
        for (let i = 0; i < (each.times ?? 1); i++) {
          written(client._socket, Buffer.from(each.hex, 'hex'), each.chop);
        }
      }
      if (each.do === 'ping') client.ping(Buffer.from(each.hex, 'hex'));
      if (each.do === 'pong') client.pong(Buffer.from(each.hex, 'hex'));
      if (each.do === 'text') {
        each.parts.forEach((part, at) =>
          client.send(part, { fin: at === each.parts.length - 1, binary: false }));
      }
      if (each.do === 'binary') client.send(Buffer.from(each.hex, 'hex'));
      if (each.do === 'close') client.close(each.code, each.reason);
      if (each.do === 'fill') {
        const head = `{"op":"ping","request_id":${JSON.stringify(each.name)}`;
        client.send(head + ' '.repeat(each.size - head.length - 1) + '}');
      }
    }
    client.on('open', () => {
      result.extensions = client.extensions;
      client.send(JSON.stringify({ op: 'hello', protocol_version: 1, token }));
    });
    client.on('pong', (data) => result.pongs.push(data.toString('hex')));
    client.on('message', (data) => {
      const frame = JSON.parse(data.toString());
      if (frame.op === 'hello_ack') {
        test.steps.forEach(step);
        asked = true;
        if (test.alive) client.send('{"op":"ping","request_id":"alive"}');
      } else if (asked) {
        if (frame.request_id === 'alive' && frame.op === 'ping_res') return end();
        result.replies.push(frame.op === 'error' ? `error ${frame.code}` : frame.request_id);
      }
    });
    client.on('close', (code) => {
      result.close = code;
      end();
    });
    client.on('error', (failure) => (result.said = String(failure.message)));
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await carryOut(JSON.parse(line))));
}
