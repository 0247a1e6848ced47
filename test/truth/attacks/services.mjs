// Services of the attacked host: node services.mjs ADDRESS. Something must be open, one service keeps its connections, and an FTP server
// connects wherever it is told to (RFC 959 §3.2), which is what an FTP bounce scan needs.
// @ts-check
import net from 'node:net';

const address = process.argv[2] ?? '127.0.0.1';
const quiet = (/** @type {net.Socket} */ socket) => { socket.on('error', () => { socket.destroy(); }); };

for (const port of [22, 80, 443]) net.createServer((socket) => { quiet(socket); socket.end('hello'); }).listen(port, address);
net.createServer(quiet).listen(7000, address);
net.createServer((socket) => {
  quiet(socket);
  let to = { host: '', port: 0 };
  const say = (/** @type {string} */ line) => { socket.write(`${line}\r\n`); };
  say('220 ready');
  socket.on('data', (data) => {
    const [command = '', argument = ''] = data.toString('latin1').trim().split(' ');
    if (command === 'USER') say('331 password');
    else if (command === 'PASS') say('230 in');
    else if (command === 'PORT') {
      const [a, b, c, d, high = 0, low = 0] = argument.split(',').map(Number);
      to = { host: [a, b, c, d].join('.'), port: high * 256 + low };
      say('200 noted');
    } else if (command === 'LIST') {
      const there = net.connect({ ...to, timeout: 1000 }, () => { say('150 coming'); say('226 done'); there.end(); });
      there.on('error', () => { say('425 refused'); });
      there.on('timeout', () => { there.destroy(new Error('silent')); });
    } else say('502 no');
  });
}).listen(21, address);
