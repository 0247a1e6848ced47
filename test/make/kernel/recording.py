"""One scenario as two files: NAME.pcap (raw IP) and NAME.tsv, the kernel's word on each frame."""
import struct
import time

from firewall import Firewall
from packets import ip, tcp

C, S = '10.77.1.2', '10.77.2.2'
C6, S6 = 'fd77:1::2', 'fd77:2::2'


class Recording:
    def __init__(self, wall: Firewall, name: str, folder: str) -> None:
        self.wall, self.name, self.folder = wall, name, folder
        self.frames: list[tuple[float, bytes]] = []
        self.rows: list[str] = []
        self.sport, self.dport = 40000, 9000
        wall.flush()
        wall.drain(0.005)

    def packet(self, side: str, packet: bytes, note: str = '') -> None:
        """A row: frame, verdict, the kernel's reasons, then its entry: state, seconds left, marks; and what the packet is meant to be."""
        at = time.time()
        events = self.wall.send(side, packet)
        verdict, reasons = '-', []
        for prefix, _ in events:
            if prefix in ('NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'):
                verdict = prefix
            elif prefix != 'RAW':
                reasons.append(prefix.split(': ', 1)[-1].strip())
        self.frames.append((at, packet))
        self.rows.append('\t'.join((str(len(self.frames)), verdict, '; '.join(reasons), *self.entry(packet), note)))

    def entry(self, packet: bytes) -> tuple[str, str, str]:
        """The entry of the packet's own ports, whichever direction it was opened in; 'none' when there is none, '-' where it is not asked."""
        v6 = packet[0] >> 4 == 6
        protocol, body = (packet[6], packet[40:]) if v6 else (packet[9], packet[20:])
        fragment = not v6 and int.from_bytes(packet[6:8], 'big') & 0x3fff != 0
        if protocol not in (6, 17) or fragment:
            return '-', '-', '-'
        a, b = struct.unpack('>HH', body[:4])
        for line in self.wall.entries():
            words = line.split()
            ports = [word[6:] for word in words if word.startswith('sport=')]
            if int(words[3]) == protocol and {f'{a}', f'{b}'} == set(ports) and (words[0] == 'ipv6') == v6:
                marks = ''.join(letter for letter, name in (('u', '[UNREPLIED]'), ('a', '[ASSURED]')) if name in words)
                # Who opened it, by port: the client's is the higher one in every scenario.
                opener = 'c' if int(ports[0]) >= 10000 else 's'
                return (words[5] if protocol == 6 else 'UDP'), words[4], opener + marks
        return 'none', '-', '-'

    # ---- TCP between the client and the server of the scenario
    def seg(self, side: str, flags: str | int, seq: int, ack: int = 0, note: str = '', **more: object) -> None:
        src, dst, a, b = (C, S, self.sport, self.dport) if side == 'c' else (S, C, self.dport, self.sport)
        self.packet(side, ip(src, dst, 6, tcp(src, dst, a, b, flags, seq, ack, **more), ident=(len(self.frames) + 1) & 0xffff), note)  # type: ignore[arg-type]

    def open(self, c: int = 1000, s: int = 5000, **more: object) -> None:
        self.seg('c', 'S', c, note='SYN', **more)
        self.seg('s', 'SA', s, c + 1, 'SYN+ACK', **more)
        self.seg('c', 'A', c + 1, s + 1, 'ACK of the handshake', win=more.get('win', 8192))
        self.seg('s', 'A', s + 1, c + 1, 'ACK', win=more.get('win', 8192))

    def fresh(self) -> None:
        """The next connection: other ports."""
        self.sport += 1

    def save(self) -> None:
        with open(f'{self.folder}/{self.name}.pcap', 'wb') as out:
            out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101))
            for at, packet in self.frames:
                out.write(struct.pack('<IIII', int(at), int(at % 1 * 1e6), len(packet), len(packet)) + packet)
        with open(f'{self.folder}/{self.name}.tsv', 'w') as out:
            out.write('frame\tverdict\treason\tstate\tleft\tmarks\tintention\n')
            out.write('\n'.join(self.rows) + '\n')
