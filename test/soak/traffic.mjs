// Load for the soak: connections opened and closed all the time, in every manner there is, at a rate that changes.
// Command: node test/soak/traffic.mjs server ADDRESS PORT | client ADDRESS PORT PEAK
// @ts-check
import dgram from 'node:dgram';
import net from 'node:net';
import process from 'node:process';

/** Shares of the peak, ten seconds each: calm, a rise, a burst, nothing at all. */
const COURSE = [0.1, 0.3, 1, 0.05, 0.6, 0, 0.3, 1];
const STEP_MILLIS = 10_000;
const TICK_MILLIS = 50;
const SIZES = [0, 60, 1_460, 9_000, 60_000, 400, 0, 12_000];
const MOST_OPEN = 2_000;

const [role = '', address = '', port = '0', peak = '100'] = process.argv.slice(2);
if (role === 'server') serve();
else load(Number(peak));

/** Answers `BYTES MANNER\n` with so many bytes, and closes as asked. */
function serve() {
  net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => { socket.destroy(); });
    socket.once('data', (asked) => {
      const [bytes = '0', manner = ''] = asked.toString().trim().split(' ');
      const answer = Buffer.alloc(Number(bytes), 'x');
      if (manner === 'reset') socket.write(answer, () => { socket.resetAndDestroy(); });
      else if (manner === 'wait') setTimeout(() => { socket.end(answer); }, 1_500);
      else socket.end(answer);
    });
    socket.on('end', () => { socket.end(); });
  }).listen({ host: address, port: Number(port), backlog: 4_096 }, () => { console.log('ready'); });
  const echo = dgram.createSocket('udp4');
  echo.on('message', (message, { address: to, port: at }) => { echo.send(message, at, to); });
  echo.bind(Number(port), address);
}

/** @param {number} most connections a second at the peak */
function load(most) {
  let [made, open, due] = [0, 0, 0];
  const begun = Date.now();
  const socket = dgram.createSocket('udp4');
  socket.on('error', () => { /* nobody listens there: that is one of the manners */ });
  const connect = () => {
    const number = made++;
    const manner = ['close', 'close', 'reset', 'wait', 'refused', 'close', 'abort', 'half'][number % 8] ?? 'close';
    const client = net.connect({ host: address, port: manner === 'refused' ? Number(port) + 1 : Number(port) });
    open++;
    client.on('error', () => { client.destroy(); });
    client.on('close', () => { open--; });
    client.on('connect', () => {
      client.write(`${SIZES[number % SIZES.length] ?? 0} ${manner}\n`);
      if (manner === 'abort') client.resetAndDestroy();
      if (manner === 'half') client.end();
    });
    client.resume();
    // A question by UDP for every fourth; one in five of them to a port that nobody has.
    if (number % 4 === 0) socket.send(`question ${number}`, number % 20 === 0 ? Number(port) + 2 : Number(port), address, () => { /* answered or not */ });
  };
  const timer = setInterval(() => {
    const share = COURSE[Math.floor((Date.now() - begun) / STEP_MILLIS) % COURSE.length] ?? 0;
    due = Math.min(due + (most * share * TICK_MILLIS) / 1_000, most);
    for (; due >= 1 && open < MOST_OPEN; due--) connect();
  }, TICK_MILLIS);
  process.on('SIGTERM', () => {
    clearInterval(timer);
    const leave = setInterval(() => {
      if (open > 0) return;
      clearInterval(leave);
      console.log(JSON.stringify({ connections: made }));
      process.exit(0);
    }, 100);
  });
}
