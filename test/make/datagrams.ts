// Datagrams on loopback for tests that capture: a receiver, so that no ICMP error answers and every datagram is one packet, and so many of them at a rate.
import dgram from 'node:dgram';

export async function receiver(): Promise<{ port: number; close: () => void }> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => { socket.bind(0, '127.0.0.1', resolve); });
  return { port: socket.address().port, close: () => { socket.close(); } };
}

/** The first four bytes are the number, from 0. */
export async function sendNumbered(port: number, count: number, perSecond: number, bytes = 60): Promise<void> {
  const socket = dgram.createSocket('udp4');
  const begin = performance.now();
  for (let sent = 0; sent < count;) {
    const due = Math.min(count, Math.ceil(((performance.now() - begin) / 1_000) * perSecond));
    const sends: Promise<void>[] = [];
    for (; sent < due; sent++) {
      const datagram = Buffer.alloc(bytes);
      datagram.writeUInt32BE(sent, 0);
      sends.push(new Promise((resolve, reject) => { socket.send(datagram, port, '127.0.0.1', (error) => { if (error === null) resolve(); else reject(error); }); }));
    }
    await Promise.all(sends);
    await new Promise<void>((resolve) => { setImmediate(resolve); });
  }
  socket.close();
}
