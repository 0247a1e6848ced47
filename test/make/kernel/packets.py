"""Network packets from fields, checksums included: IPv4, IPv6, TCP, UDP, ICMP, fragments."""
import socket
import struct

BITS = {'F': 1, 'S': 2, 'R': 4, 'P': 8, 'A': 16, 'U': 32, 'E': 64, 'C': 128}


def checksum(data: bytes) -> int:
    if len(data) & 1:
        data += b'\0'
    total = sum(struct.unpack(f'>{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def address(text: str) -> bytes:
    return socket.inet_pton(socket.AF_INET6 if ':' in text else socket.AF_INET, text)


def ip(src: str, dst: str, protocol: int, body: bytes, ident: int = 0, frag: int = 0, ttl: int = 64) -> bytes:
    """frag: the 16 bits of flags and offset (IPv4 only)"""
    if ':' in src:
        return struct.pack('>IHBB', 0x60000000, len(body), protocol, ttl) + address(src) + address(dst) + body
    head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(body), ident, frag, ttl, protocol, 0, address(src), address(dst))
    return head[:10] + struct.pack('>H', checksum(head)) + head[12:] + body


def summed(src: str, dst: str, protocol: int, body: bytes, at: int, spoil: bool = False) -> bytes:
    if protocol == 1:
        pseudo = b''
    elif ':' in src:
        pseudo = address(src) + address(dst) + struct.pack('>IHBB', len(body), 0, 0, protocol)
    else:
        pseudo = address(src) + address(dst) + struct.pack('>BBH', 0, protocol, len(body))
    value = checksum(pseudo + body)
    if protocol == 17 and value == 0:
        value = 0xffff
    if spoil:
        value ^= 0x1111
    return body[:at] + struct.pack('>H', value) + body[at + 2:]


def tcp(src: str, dst: str, sport: int, dport: int, flags: str | int, seq: int, ack: int = 0, win: int = 8192, data: bytes = b'',
        options: bytes = b'', spoil: bool = False, offset: int | None = None) -> bytes:
    bits = flags if isinstance(flags, int) else sum(BITS[letter] for letter in flags)
    options += b'\1' * (-len(options) % 4)
    words = 5 + len(options) // 4 if offset is None else offset
    body = struct.pack('>HHIIBBHHH', sport, dport, seq & 0xffffffff, ack & 0xffffffff, words << 4, bits, win, 0, 0) + options + data
    return summed(src, dst, 6, body, 16, spoil)


def udp(src: str, dst: str, sport: int, dport: int, data: bytes = b'x', spoil: bool = False, length: int | None = None, none: bool = False) -> bytes:
    body = struct.pack('>HHHH', sport, dport, 8 + len(data) if length is None else length, 0) + data
    return body if none else summed(src, dst, 17, body, 6, spoil)


def icmp(src: str, dst: str, kind: int, code: int = 0, rest: bytes = bytes(4), data: bytes = b'', spoil: bool = False) -> bytes:
    protocol = 58 if ':' in src else 1
    return summed(src, dst, protocol, struct.pack('>BBH', kind, code, 0) + rest + data, 2, spoil)


def wscale(shift: int) -> bytes:
    return bytes((3, 3, shift))


def sack(*blocks: tuple[int, int]) -> bytes:
    return bytes((5, 2 + 8 * len(blocks))) + b''.join(struct.pack('>II', left & 0xffffffff, right & 0xffffffff) for left, right in blocks)


MSS = bytes((2, 4, 5, 180))
SACK_PERMITTED = bytes((4, 2))
