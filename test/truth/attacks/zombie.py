# A host whose packets are numbered in order, as old systems did: zombie.py DEVICE ADDRESS MAC. It answers what it never asked for with RST,
# and each RST takes the next number (what an idle scan reads). It lives beside the kernel, which knows nothing of it.
import socket
import struct
import sys

device, address, mac = sys.argv[1:4]
own = bytes.fromhex(mac.replace(':', ''))
ip = socket.inet_aton(address)
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
wire.bind((device, 0))
number = 1000


def total(data):
    if len(data) % 2:
        data += b'\0'
    s = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while s >> 16:
        s = (s & 0xffff) + (s >> 16)
    return ~s & 0xffff


while True:
    frame = wire.recv(65535)
    if frame[6:12] == own or frame[12:14] != b'\x08\0' or frame[30:34] != ip or frame[23] != 6:
        continue
    header = 14 + (frame[14] & 15) * 4
    source, destination, _, ack = struct.unpack('!HHII', frame[header:header + 12])
    if frame[header + 13] & 0x14 != 0x10:  # only segments with ACK and without RST are answered
        continue
    number += 1
    tcp = struct.pack('!HHIIBBHHH', destination, source, ack, 0, 0x50, 4, 0, 0, 0)
    check = total(ip + frame[26:30] + struct.pack('!HH', 6, len(tcp)) + tcp)
    tcp = tcp[:16] + struct.pack('!H', check) + tcp[18:]
    head = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(tcp), number & 0xffff, 0, 64, 6, 0, ip, frame[26:30])
    head = head[:10] + struct.pack('!H', total(head)) + head[12:]
    wire.send(frame[6:12] + own + b'\x08\0' + head + tcp)
