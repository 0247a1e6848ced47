#!/usr/bin/env python3
"""A lossy relay between two real TCP stacks, and the truth of what it did to which packet.

Two network namespaces, each with one TUN device; this process carries every packet from one to the other, and loses, delays, reorders or
doubles some of them on the way. It captures in front of both ends. What was sent again is known from the order in which the sender's kernel
handed out its packets (a TUN device keeps it), what became of a packet from the relay itself: nothing here is guessed from the capture.

    relay.py OUT [SCENARIO...]     needs root; writes SCENARIO.client.pcap.gz, SCENARIO.server.pcap.gz and SCENARIO.json
"""
import ctypes, fcntl, gzip, heapq, json, os, random, select, socket, struct, subprocess, sys, threading, time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000
FIN, SYN, RST, ACK = 1, 2, 4, 16
CLIENT, SERVER = 0, 1

# loss, copy, late: share of the packets of that side; late packets wait so many milliseconds more. chosen: {n: fate} for the n-th packet
# that carries payload for the first time. way: milliseconds from end to end.
DEFAULT = dict(v6=False, timestamps=1, sack=1, bytes=60_000, mtu=600, way=5, loss=(0, 0), copy=(0, 0), late=(0, 0), wait=8, chosen={}, seed=1,
               window=0, pause=0, idle=0, mirror=None, talk='download')
SCENARIOS = {
    'clean': {},
    'loss': dict(loss=(0, .06), seed=2),
    'loss-both-ways': dict(loss=(.1, .06), seed=3),
    'loss-no-timestamps': dict(loss=(.03, .06), timestamps=0, seed=4),
    'loss-no-sack': dict(loss=(0, .05), sack=0, seed=5),
    'loss-bare': dict(loss=(0, .05), sack=0, timestamps=0, seed=6),
    'loss-ipv6': dict(loss=(.03, .06), v6=True, seed=7),
    'reorder': dict(late=(0, .08), seed=8),
    'reorder-both-ways': dict(late=(.08, .08), seed=9),
    'reorder-no-timestamps': dict(late=(.05, .08), timestamps=0, seed=10),
    'reorder-ipv6': dict(late=(.04, .08), v6=True, seed=11),
    'reorder-little': dict(late=(0, .15), wait=1, way=2, seed=12),
    'reorder-far': dict(late=(0, .04), wait=60, seed=13),
    'copies': dict(copy=(.06, .06), seed=14),
    'copies-ipv6': dict(copy=(.06, .06), v6=True, seed=15),
    'everything': dict(loss=(.03, .04), copy=(.03, .04), late=(.03, .05), seed=16),
    'everything-ipv6': dict(loss=(.02, .03), copy=(.03, .03), late=(.02, .04), v6=True, seed=17),
    'everything-no-timestamps': dict(loss=(.03, .03), copy=(.03, .03), late=(.03, .04), timestamps=0, seed=18),
    'chat-loss': dict(talk='chat', loss=(.06, .06), copy=(.03, .03), late=(.03, .03), seed=19),
    'lan': dict(loss=(0, .04), copy=(0, .03), late=(0, .05), way=0, wait=1, seed=20),
    'zero-window': dict(window=4000, pause=1.5, bytes=30_000),
    'keep-alive': dict(idle=3.2, bytes=2000),
    'mirror': dict(mirror='same', bytes=30_000),
    'mirror-routed': dict(mirror='routed', bytes=30_000),
    'mirror-ipv6': dict(mirror='same', v6=True, bytes=30_000),
    'mirror-loss': dict(mirror='same', loss=(0, .05), bytes=30_000, seed=21),
}


def enter(name):
    with open(f'/run/netns/{name}') as ns:
        if LIBC.setns(ns.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), 'setns')


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


class Packet:
    """One packet as its sender's kernel handed it out; `serial` counts them for each side."""

    def __init__(self, raw, side, serial):
        self.raw, self.side, self.serial = raw, side, serial
        if raw[0] >> 4 == 4:
            header = (raw[0] & 15) * 4
            self.tcp, self.identified = raw[9] == 6, raw[4:6] != b'\0\0'
            end = struct.unpack('!H', raw[2:4])[0]
        else:
            header, self.tcp, self.identified = 40, raw[6] == 6, False
            end = 40 + struct.unpack('!H', raw[4:6])[0]
        if not self.tcp:
            return
        self.seq, self.ack = struct.unpack('!II', raw[header + 4:header + 12])
        offset, self.flags, self.window = raw[header + 12] >> 4, raw[header + 13], struct.unpack('!H', raw[header + 14:header + 16])[0]
        self.length = end - header - offset * 4
        self.size = self.length + (1 if self.flags & SYN else 0) + (1 if self.flags & FIN else 0)
        self.end = (self.seq + self.size) & 0xFFFFFFFF
        self.again = False  # the sender had sent every one of its numbers before
        self.probe = False  # a keep-alive or a probe: no data of its own


def before(a, b):
    return ((a - b) & 0xFFFFFFFF) > 0x7FFFFFFF


class Tap:
    """A capture in front of one end, with what is true of each of its frames."""

    def __init__(self, relay, mirror):
        self.frames, self.truth, self.relay, self.mirror = [], [], relay, mirror
        self.newest, self.end, self.seen, self.bits = [-1, -1], [None, None], set(), (set(), set())

    def note(self, packet, now):
        self.write(packet, now, packet.raw, False)
        if self.mirror:
            raw = packet.raw
            if self.mirror == 'routed' and raw[0] >> 4 == 4:  # recorded again behind a router
                raw = bytearray(raw)
                raw[8] -= 1
                raw[10:12] = header_checksum(raw)
            self.write(packet, now + 20e-6, bytes(raw), True)

    def write(self, packet, now, raw, mirrored):
        self.frames.append((now, raw))
        labels, side = [], packet.side
        key = (side, packet.serial)
        if not packet.identified and raw in self.bits[side] and key not in self.seen and not mirrored:
            labels.append('same-bits')  # two packets that nothing tells from one that came twice
        self.bits[side].add(raw)
        if mirrored:
            labels.append('recorded-twice')
        elif key in self.seen:
            labels.append('copy')
        else:
            if packet.serial < self.newest[side]:
                labels.append('late')
            if packet.tcp and packet.size and not packet.flags & RST and not packet.probe:
                known = self.end[side]
                if packet.again:
                    # Where the capture ends before its first number, nothing shows that it was sent before.
                    labels.append('again' if known is not None and not before(known, packet.end) else 'again-unseen')
                    if self.relay.has(side, packet.seq, packet.end):
                        labels.append('delivered')
                if known is not None and before(known, packet.seq):
                    labels.append('above-hole')
            elif packet.tcp and self.end[side] is not None and before(self.end[side], packet.seq) and not packet.flags & RST:
                labels.append('above-hole')
            if packet.tcp and packet.probe:
                labels.append('probe')
        if packet.tcp and not packet.flags & RST and not packet.probe and (self.end[side] is None or before(self.end[side], packet.end)):
            self.end[side] = packet.end
        if not (packet.tcp and packet.flags & RST):  # a reset carries no identification: what it overtook cannot be told from what came after
            self.newest[side] = max(self.newest[side], packet.serial)
        self.seen.add(key)
        if labels:
            self.truth.append({'frame': len(self.frames), 'from': 'client' if side == CLIENT else 'server', 'true': labels,
                               **({} if not packet.tcp else {'seq': packet.seq, 'length': packet.length})})

    def save(self, path):
        with gzip.GzipFile(path, 'wb', mtime=0) as out:
            out.write(struct.pack('<IHHiIII', 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
            for now, raw in self.frames:
                micros = round(now * 1e6)
                frame = b'\x02\0\0\0\0\x02\x02\0\0\0\0\x01' + (b'\x08\0' if raw[0] >> 4 == 4 else b'\x86\xdd') + raw
                out.write(struct.pack('<IIII', micros // 1_000_000, micros % 1_000_000, len(frame), len(frame)) + frame)


def header_checksum(raw):
    words = struct.unpack('!10H', bytes(raw[:10]) + b'\0\0' + bytes(raw[12:20]))
    total = sum(words)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack('!H', ~total & 0xFFFF)


class Relay:
    def __init__(self, options):
        self.o = options
        self.random = random.Random(options['seed'])
        self.names = [f'relay-{os.getpid()}-{side}' for side in ('client', 'server')]
        self.taps = [Tap(self, options['mirror']), Tap(self, options['mirror'])]
        self.serials, self.highest, self.first, self.nth = [0, 0], [None, None], [None, None], [0, 0]
        self.acked = [None, None]  # highest acknowledgement that an end has sent
        self.delivered = [[], []]  # ranges of each side that reached its peer
        self.queue, self.order, self.fates = [], 0, {'lost': 0, 'late': 0, 'copied': 0}
        self.stop = False

    def open(self):
        o = self.o
        self.tuns = []
        for side, name in enumerate(self.names):
            run('ip', 'netns', 'add', name)
            holder = []

            def make(name=name):
                enter(name)
                tun = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
                fcntl.ioctl(tun, TUNSETIFF, struct.pack('16sH22x', b'tun0', IFF_TUN | IFF_NO_PI))
                for key, value in {'net.ipv4.tcp_timestamps': o['timestamps'], 'net.ipv4.tcp_sack': o['sack'], 'net.ipv6.conf.tun0.accept_dad': 0,
                                   'net.ipv4.tcp_no_metrics_save': 1}.items():
                    with open('/proc/sys/' + key.replace('.', '/'), 'w') as f:
                        f.write(str(value))
                holder.append(tun)

            thread = threading.Thread(target=make)
            thread.start()
            thread.join()
            self.tuns.append(holder[0])
            own, peer = (('10.79.0.1', '10.79.0.2') if not o['v6'] else ('fd79::1', 'fd79::2'))[::1 if side == CLIENT else -1]
            run('ip', '-n', name, 'addr', 'add', own, 'peer', peer, 'dev', 'tun0')
            run('ip', '-n', name, 'link', 'set', 'tun0', 'mtu', str(max(o['mtu'], 1280 if o['v6'] else 0)), 'up')
            if o['v6']:
                subprocess.run(['ip', '-n', name, 'route', 'add', f'{peer}/128', 'dev', 'tun0'], stderr=subprocess.DEVNULL)
        self.address = 'fd79::2' if o['v6'] else '10.79.0.2'

    def close(self):
        for tun in self.tuns:
            os.close(tun)
        for name in self.names:
            run('ip', 'netns', 'del', name)

    def carry(self):
        while not self.stop or self.queue:
            now = time.time()
            while self.queue and self.queue[0][0] <= now:
                _, _, packet = heapq.heappop(self.queue)
                self.deliver(packet, time.time())
            wait = min(.05, max(0, self.queue[0][0] - time.time())) if self.queue else .05
            for tun in select.select(self.tuns, [], [], wait)[0]:
                while True:
                    try:
                        raw = os.read(tun, 70_000)
                    except BlockingIOError:
                        break
                    self.take(Packet(raw, self.tuns.index(tun), 0))

    def take(self, packet):
        """From a sender's kernel, in the order of sending."""
        if not packet.tcp:
            return
        side, o = packet.side, self.o
        packet.serial = self.serials[side]
        self.serials[side] += 1
        known = self.highest[side]
        if packet.flags & RST:
            pass
        elif known is None:
            self.highest[side] = packet.end
        else:
            below = (known - packet.seq) & 0xFFFFFFFF
            packet.probe = below == 1 and packet.length <= 1 and not packet.flags & (SYN | FIN) and self.acked[1 - side] == known
            packet.again = packet.size > 0 and not packet.probe and not before(known, packet.end)
            if before(known, packet.end):
                self.highest[side] = packet.end
        if packet.flags & ACK and (self.acked[side] is None or before(self.acked[side], packet.ack)):
            self.acked[side] = packet.ack
        now = time.time()
        self.taps[side].note(packet, now)
        fate, more = 'passes', 0.0
        if packet.length and not packet.again and not packet.probe:
            self.nth[side] += 1
            fate = o['chosen'].get((side, self.nth[side]), fate)
        if fate == 'passes' and not packet.flags & SYN:
            draw = self.random.random()
            for name in ('loss', 'copy', 'late'):
                if draw < o[name][side]:
                    fate = name
                    break
                draw -= o[name][side]
        if fate == 'loss':
            self.fates['lost'] += 1
            return
        if fate == 'late':
            self.fates['late'] += 1
            more = o['wait'] / 1000
        self.put(now + o['way'] / 1000 + more, packet)
        if fate == 'copy':
            self.fates['copied'] += 1
            self.put(now + o['way'] / 1000, packet)

    def put(self, when, packet):
        self.order += 1
        heapq.heappush(self.queue, (when, self.order, packet))

    def deliver(self, packet, now):
        side = packet.side
        self.taps[1 - side].note(packet, now)
        if packet.size:
            self.delivered[side].append((packet.seq, packet.end))
        os.write(self.tuns[1 - side], packet.raw)

    def has(self, side, seq, end):
        """Whether all of [seq, end) has reached the peer."""
        at = seq
        moved = True
        while moved and before(at, end):
            moved = False
            for left, right in self.delivered[side]:
                if not before(at, left) and before(at, right):
                    at, moved = right, True
        return not before(at, end)


def pattern(length):
    return bytes((i * 31 + (i >> 9)) % 251 for i in range(length))


def talk(o, relay, failures):
    family = socket.AF_INET6 if o['v6'] else socket.AF_INET
    ready = threading.Event()

    def guarded(work):
        def inner():
            try:
                work()
            except Exception as error:  # noqa: BLE001
                failures.append(error)
                ready.set()
        return threading.Thread(target=inner)

    def server():
        enter(relay.names[SERVER])
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((relay.address, 8080))
        listener.listen()
        listener.settimeout(30)
        ready.set()
        peer, _ = listener.accept()
        peer.settimeout(60)
        if o['talk'] == 'chat':
            while (heard := peer.recv(100)):
                peer.sendall(heard[::-1] * 3)
        else:
            peer.recv(100)
            peer.sendall(pattern(o['bytes']))
            if o['idle']:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
                time.sleep(o['idle'])
        peer.close()
        listener.close()

    def client():
        enter(relay.names[CLIENT])
        ready.wait()
        own = socket.socket(family)
        own.settimeout(60)
        if o['window']:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, o['window'])
        own.connect((relay.address, 8080))
        if o['talk'] == 'chat':
            own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for n in range(60):
                own.sendall(pattern(40 + n))
                wanted = 3 * (40 + n)
                while wanted > 0:
                    wanted -= len(own.recv(wanted))
        else:
            own.sendall(b'send')
            time.sleep(o['pause'])
            while own.recv(65536):
                pass
        own.close()

    threads = [guarded(server), guarded(client)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(.8)  # the last acknowledgements, also of what was late
    relay.stop = True


def main():
    out, names = sys.argv[1], sys.argv[2:] or list(SCENARIOS)
    shift = int(os.environ.get('RELAY_SEED', 0))  # other losses, the same scenarios
    os.makedirs(out, exist_ok=True)
    for name in names:
        o = {**DEFAULT, **SCENARIOS[name]}
        o['seed'] += 100 * shift
        relay, failures = Relay(o), []
        relay.open()
        try:
            talking = threading.Thread(target=talk, args=(o, relay, failures))
            talking.start()
            relay.carry()
            talking.join()
        finally:
            relay.close()
        if failures:
            raise SystemExit(f'{name}: {failures[0]!r}')
        for side, tap in enumerate(relay.taps):
            tap.save(f'{out}/{name}.{("client", "server")[side]}.pcap.gz')
        with open(f'{out}/{name}.json', 'w') as f:
            rows = {end: [json.dumps(row) for row in tap.truth] for end, tap in zip(('client', 'server'), relay.taps)}
            body = ',\n'.join(f'"{end}": [\n' + ',\n'.join(lines) + '\n]' for end, lines in rows.items())
            settings = {key: o[key] for key in ('v6', 'timestamps', 'sack', 'mirror')}
            f.write(f'{{"settings": {json.dumps(settings)},\n"fates": {json.dumps(relay.fates)},\n{body}}}\n')
        print(name, [len(tap.frames) for tap in relay.taps], relay.fates, flush=True)


if __name__ == '__main__':
    main()
