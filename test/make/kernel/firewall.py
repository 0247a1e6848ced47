"""A Linux router in a network namespace whose conntrack says a verdict on every packet crafted into it. Needs root, ip, nft and conntrack.

Two further link ends, without addresses, inject frames and swallow what is forwarded, so nothing but the scenario ever speaks. The router
logs each packet twice to NFLOG group 0: before defragmentation ("RAW") and after conntrack (its ct state); the reasons of conntrack itself
(nf_conntrack_log_invalid) arrive in between on the same socket, so that order alone tells what belongs together.
"""
import ctypes
import os
import select
import socket
import struct
import subprocess
import time

ROUTER, ENDS = 'synoptic-router', 'synoptic-ends'
LIBC = ctypes.CDLL(None, use_errno=True)

RULES = '''
table inet judge {
  chain before { type filter hook prerouting priority -450; log prefix "RAW" group 0 queue-threshold 1; }
  chain after {
    type filter hook prerouting priority -150;
    ct state invalid log prefix "INVALID" group 0 queue-threshold 1
    ct state untracked log prefix "UNTRACKED" group 0 queue-threshold 1
    ct state related log prefix "RELATED" group 0 queue-threshold 1
    ct state established log prefix "ESTABLISHED" group 0 queue-threshold 1
    ct state new log prefix "NEW" group 0 queue-threshold 1
  }
}
'''


def run(command: str, stdin: str | None = None) -> None:
    subprocess.run(command.split(), input=stdin, text=True, check=True)


def enter(name: str) -> None:
    with open(f'/run/netns/{name}') as handle:
        if LIBC.setns(handle.fileno(), 0x40000000) != 0:
            raise OSError(ctypes.get_errno(), 'setns')


def attribute(kind: int, data: bytes) -> bytes:
    return struct.pack('<HH', 4 + len(data), kind) + data + bytes(-len(data) % 4)


class Firewall:
    """with Firewall() as wall: wall.send('c', packet) → (events, entries)"""

    def __enter__(self) -> 'Firewall':
        for name in (ROUTER, ENDS):
            subprocess.run(['ip', 'netns', 'del', name], stderr=subprocess.DEVNULL)
            run(f'ip netns add {name}')
        for i, side in enumerate('cs'):
            run(f'ip -n {ROUTER} link add r{side} mtu 9000 type veth peer name e{side} mtu 9000 netns {ENDS}')
            run(f'ip -n {ROUTER} link set r{side} address 02:00:00:00:0{i + 1}:01 up')
            run(f'ip netns exec {ENDS} sysctl -qw net.ipv6.conf.e{side}.disable_ipv6=1')
            run(f'ip -n {ENDS} link set e{side} address 02:00:00:00:0{i + 1}:02 up')
            run(f'ip -n {ROUTER} addr add 10.77.{i + 1}.1/24 dev r{side}')
            run(f'ip -n {ROUTER} addr add fd77:{i + 1}::1/64 dev r{side} nodad')
            for host in (2, 3):
                run(f'ip -n {ROUTER} neigh replace 10.77.{i + 1}.{host} lladdr 02:00:00:00:0{i + 1}:02 dev r{side} nud permanent')
                run(f'ip -n {ROUTER} neigh replace fd77:{i + 1}::{host} lladdr 02:00:00:00:0{i + 1}:02 dev r{side} nud permanent')
        for key, value in (('net.ipv4.ip_forward', 1), ('net.ipv6.conf.all.forwarding', 1), ('net.ipv4.conf.all.rp_filter', 0),
                           ('net.netfilter.nf_conntrack_log_invalid', 255), ('net.ipv4.conf.all.accept_source_route', 1)):
            run(f'ip netns exec {ROUTER} sysctl -qw {key}={value}')
        for family in (2, 10):
            run(f'ip netns exec {ROUTER} sysctl -qw net.netfilter.nf_log.{family}=nfnetlink_log')
        run(f'ip netns exec {ROUTER} nft -f -', RULES)
        enter(ENDS)
        self.ends = {}
        for side in 'cs':
            end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            end.bind((f'e{side}', 0))
            self.ends[side] = end
        enter(ROUTER)
        self.log = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)
        self.log.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.log.bind((0, 0))
        self.configure(1, b'\x01')  # bind group 0
        self.configure(2, struct.pack('>IBB', 0xffff, 2, 0))  # copy whole packets
        self.configure(5, struct.pack('>I', 1))  # one message at a time
        self.log.setblocking(False)
        time.sleep(0.5)
        self.drain(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        self.log.close()
        for end in self.ends.values():
            end.close()
        for name in (ROUTER, ENDS):
            run(f'ip netns del {name}')

    def configure(self, kind: int, data: bytes) -> None:
        body = struct.pack('>BBH', 0, 0, 0) + attribute(kind, data)
        self.log.send(struct.pack('<IHHII', 16 + len(body), 0x0401, 1, 0, 0) + body)

    def drain(self, patience: float) -> list[tuple[str, bytes]]:
        """What was logged: (prefix, network packet), until nothing more comes for so many seconds."""
        out = []
        while select.select([self.log], [], [], patience)[0]:
            data = self.log.recv(1 << 18)
            while len(data) >= 16:
                length, kind = struct.unpack_from('<IH', data)
                if kind == 0x0400:
                    out.append(self.message(data[20:length]))
                data = data[(length + 3) & ~3:]
        return out

    @staticmethod
    def message(data: bytes) -> tuple[str, bytes]:
        prefix, payload = '', b''
        while len(data) >= 4:
            length, kind = struct.unpack_from('<HH', data)
            if kind == 9:
                payload = data[4:length]
            elif kind == 10:
                prefix = data[4:length].split(b'\0')[0].decode()
            data = data[(length + 3) & ~3:]
        return prefix, payload

    def send(self, side: str, packet: bytes, patience: float = 0.0) -> list[tuple[str, bytes]]:
        """Injects one network packet from one side; conntrack has judged it when this returns."""
        i = 1 if side == 'c' else 2
        kind = 0x86dd if packet[0] >> 4 == 6 else 0x0800
        mac = bytes((2, 0, 0, 0, i, 1, 2, 0, 0, 0, i, 2)) + struct.pack('>H', kind)
        self.ends[side].send(mac + packet)
        events = self.drain(patience)
        for _ in range(50):
            if any(prefix == 'RAW' for prefix, _ in events):
                break
            events += self.drain(0.002)
        return events

    @staticmethod
    def entries() -> list[str]:
        with open('/proc/thread-self/net/nf_conntrack') as handle:
            return handle.read().splitlines()

    @staticmethod
    def flush() -> None:
        subprocess.run(['conntrack', '-F'], stderr=subprocess.DEVNULL, check=True)


def kernel() -> str:
    return os.uname().release.split('-')[0]
