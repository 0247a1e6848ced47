"""Crafted stories, one phenomenon each: what the kernel says is recorded, nothing is expected here."""
import struct
import time
from collections.abc import Callable

from packets import MSS, SACK_PERMITTED, icmp, ip, sack, tcp, udp, wscale
from recording import C, C6, S, S6, Recording

ALL = SACK_PERMITTED + wscale(7) + MSS


def illegal_flags(r: Recording) -> None:
    for bits in range(64):
        r.seg('c', bits, 1000, 77, 'first packet')
        r.fresh()
    r.open()
    for bits in range(256):
        if bits & 7 in (0, 3, 5, 6, 7):  # those that do not close or open
            r.seg('c', bits, 1001, 5001, 'in an open connection')


def out_of_window(r: Recording) -> None:
    r.open()
    r.seg('c', 'PA', 1001, 5001, 'request', data=b'x' * 100)
    r.seg('s', 'A', 5001, 1101)
    for seq, note in ((1101 + 8192, 'at the upper edge'), (1101 + 8193, 'one beyond'), (1101 + 20000, 'far beyond'), (1101 + 0x80000000, 'half way round')):
        r.seg('c', 'PA', seq, 5001, f'seq {note}', data=b'y')
    r.fresh()
    r.open()
    for seq, note in ((1000, 'keep-alive'), (1001 - 8192, 'lower edge'), (1001 - 8193, 'below the lower edge'), (1001 - 9000, 'stale'), (1001 - 100000, 'far below')):
        r.seg('c', 'A', seq, 5001, f'seq {note}')
    for ack, note in ((5002, 'one unseen'), (90000, 'far ahead'), (5001 - 60000, 'late'), (5001 - 65999, 'lower edge'), (5001 - 66000, 'edge'), (5001 - 66001, 'below')):
        r.seg('c', 'A', 1001, ack, f'ack {note}')
    r.seg('c', 'P', 1001, 0, 'no ACK: no such flag set', data=b'x')


def beyond_the_window(r: Recording) -> None:
    r.open(win=1000)
    r.seg('c', 'A', 1001, 5001, 'fills the window', data=b'x' * 1000)
    r.seg('c', 'A', 2001, 5001, 'straddles', data=b'x' * 500)
    r.seg('c', 'A', 2501, 5001, 'beyond, within one window more', data=b'x' * 100)
    r.seg('s', 'A', 5001, 2601, 'acknowledges it')
    r.seg('c', 'A', 6000, 5001, 'far beyond', data=b'x' * 100)
    r.seg('s', 'A', 5001, 6100, 'acknowledges what was refused')


def sack_edges(r: Recording) -> None:
    for options in (ALL, b''):
        r.open(options=options)
        for i in range(6):
            if i != 1:
                r.seg('s', 'A', 5001 + 1000 * i, 1001, data=b'd' * 1000)
        for i, blocks in enumerate((((7001, 11001),), ((7001, 9001), (10001, 11001)), ((6001, 70000),), ((0, 5001),), ((7001, 11002),))):
            r.seg('c', 'A', 1001, 6001, f'SACK {blocks}', options=b'\1\1' + sack(*blocks), win=60 + i)
        r.seg('c', 'A', 1001, 6001, 'EOL before SACK', options=b'\0\0' + sack((7001, 90000)))
        r.seg('c', 'A', 1001, 6001, 'silly length', options=bytes((5, 1, 1, 1)) + sack((7001, 90000)))
        r.seg('c', 'A', 1001, 6001, 'cut option', options=bytes((5, 18)) + bytes(8) + b'\1\1')
        r.fresh()


def window_scale(r: Recording) -> None:
    for mine, yours in ((wscale(7), wscale(7)), (wscale(7), b''), (b'', wscale(7)), (wscale(15), wscale(200)), (ALL, SACK_PERMITTED)):
        r.seg('c', 'S', 1000, options=mine, note='SYN')
        r.seg('s', 'SA', 5000, 1001, options=yours, note='SYN+ACK')
        r.seg('c', 'A', 1001, 5001, win=500)
        r.seg('s', 'A', 5001, 1001, win=500)
        for seq in (1001, 1500, 1502, 2000, 20000, 60000, 64900, 65002, 66000, 9_000_000):
            r.seg('c', 'A', seq, 5001, f'seq {seq}', win=500, data=b'x')
        r.seg('s', 'A', 5001, 1001, win=0)
        r.fresh()


def zero_window(r: Recording) -> None:
    r.open(win=1000)
    r.seg('c', 'A', 1001, 5001, data=b'x' * 1000, win=1000)
    r.seg('s', 'A', 5001, 2001, 'zero window', win=0)
    for i in range(5):
        r.seg('c', 'A', 2000, 5001, 'probe below', data=b'x', win=1000)
        r.seg('s', 'A', 5001, 2001, 'still zero', win=0)
    r.seg('c', 'A', 2001, 5001, 'probe of one new byte', data=b'x', win=1000)
    r.seg('c', 'A', 2002, 5001, 'another', data=b'x', win=1000)
    r.seg('c', 'A', 2003, 5001, 'a third', data=b'x', win=1000)
    r.seg('s', 'A', 5001, 2001, 'window update', win=1000)
    r.fresh()
    r.open(win=0)
    r.seg('c', 'A', 1001, 5001, 'data into a window that opened at zero', data=b'xx', win=0)
    r.seg('c', 'A', 1003, 5001, 'more', data=b'xx', win=0)


def retransmissions(r: Recording) -> None:
    r.open()
    for i in range(8):
        r.seg('c', 'PA', 1001, 5001, f'the same segment, {i}', data=b'x' * 10)
    r.seg('s', 'A', 5001, 1011, 'acknowledged')
    for i in range(5):
        r.seg('s', 'A', 5001, 1011, f'the same ACK, {i}')
    r.seg('c', 'A', 1010, 5001, 'keep-alive')
    r.seg('s', 'A', 5001, 1011, 'its ACK')
    for i in range(260):
        r.seg('c', 'A', 1011, 5001, 'until the counter of eight bits wraps' if i == 255 else '')


def resets(r: Recording) -> None:
    cases = ((5001, 'exact'), (5002, 'one beyond'), (5000, 'one below'), (4999, 'two below'), (13192, 'upper edge'), (13193, 'edge'), (13194, 'beyond'), (0, 'zero'), (0x80005001, 'half way round'))
    for seq, note in cases:
        for flags in ('R', 'RA'):
            r.open()
            r.seg('s', flags, seq, 1001 if 'A' in flags else 0, note)
            r.seg('c', 'A', 1001, 5001, 'the connection goes on')
            r.fresh()
    for first in ('R', 'RA'):
        r.seg('c', 'S', 1000, note='SYN')
        r.seg('s', first, 0, 1001, 'refused')
        r.seg('s', first, 0, 1001, 'again')
        r.fresh()
        r.seg('c', 'S', 1000, note='SYN')
        r.seg('c', first, 1001, 0, 'client gives up')
        r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'RA', 0, 4444, 'RST that answers another SYN')
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'R', 777, 0, 'RST with a made-up number')
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'SA', 5000, 1001, 'SYN+ACK')
    r.seg('c', 'R', 1001, 0, 'RST instead of the ACK: a SYN scan')
    r.seg('c', 'S', 2000, note='next probe')
    r.fresh()
    r.open()
    r.seg('s', 'PA', 5001, 1001, 'data', data=b'x' * 19)
    r.seg('s', 'R', 5020, 0, 'RST right after its data: a train')
    r.fresh()
    r.open()
    r.seg('s', 'PA', 5001, 1001, 'data', data=b'x' * 19)
    r.seg('c', 'A', 1001, 5001, 'ACK in between')
    r.seg('s', 'R', 5020, 0, 'no train any more')
    r.seg('s', 'R', 5001, 0, 'exact')
    r.seg('s', 'R', 1, 0, 'anything goes now')
    r.seg('s', 'A', 5020, 1001, 'data after the RST', data=b'x')
    r.seg('c', 'FA', 1001, 5020, 'FIN after the RST')
    for side, flags in (('c', 'R'), ('s', 'R')):
        r.fresh()
        r.open()
        r.seg('c', 'FA', 1001, 5001, 'FIN')
        r.seg(side, flags, 123456, 0, 'RST of any number while closing')


def resets_of_what_was_ignored(r: Recording) -> None:
    for side in 'cs':
        for flags in ('R', 'RA'):
            r.open()
            r.seg('c', 'S', 90000, note='SYN')
            r.seg(side, flags, 7777777, 90001, f'{flags} from {side} acknowledges the SYN')
            r.fresh()
            r.seg('c', 'S', 1000, note='SYN')
            r.seg('s', 'A', 555, 666, 'ACK of a half-open connection')
            r.seg(side, flags, 5000000, 555, f'{flags} from {side} acknowledges that ACK')
            r.fresh()
            r.seg('c', 'S', 1000, note='SYN')
            r.seg('s', 'A', 555, 666, 'ACK of a half-open connection')
            r.seg('c', 'S', 1000, note='SYN again')
            r.seg(side, flags, 5000000, 555, f'{flags} from {side} acknowledges the ACK before it')
            r.fresh()
            r.seg('c', 'S', 1000, note='SYN')
            r.seg('s', 'A', 555, 666, 'ACK of a half-open connection')
            r.seg('s', 'S', 5000, note='SYN of the other side')
            r.seg(side, flags, 5000000, 555, f'{flags} from {side} after it')
            r.fresh()
            r.seg('c', 'S', 1000, note='SYN')
            r.seg('s', 'SA', 5000, 1001, 'SYN+ACK')
            r.seg('s', 'A', 5001, 1001, 'ACK')
            r.seg(side, flags, 5000000, 5001, f'{flags} from {side} before the handshake is complete')
            r.fresh()


def syn_in_connection(r: Recording) -> None:
    r.open()
    r.seg('c', 'S', 90000, note='SYN with another ISN')
    r.seg('s', 'A', 5001, 1001, 'challenge ACK')
    r.seg('c', 'R', 5001, 0, 'the RST that follows it')
    r.seg('c', 'S', 90000, note='and the SYN again')
    r.fresh()
    r.open()
    r.seg('c', 'S', 90000, note='SYN', options=ALL)
    r.seg('s', 'SA', 70000, 90001, 'SYN+ACK: back in step', options=ALL)
    r.seg('c', 'A', 90001, 70001, 'ACK')
    r.seg('c', 'A', 90001, 70001, 'data', data=b'x' * 100)
    r.seg('s', 'A', 70001, 90101, 'its ACK')
    r.fresh()
    r.open()
    r.seg('c', 'S', 90000, note='SYN')
    r.seg('s', 'RA', 0, 90001, 'the server knows nothing')
    r.seg('c', 'S', 90000, note='SYN again')
    r.fresh()
    r.open()
    r.seg('s', 'S', 70000, note='SYN from the server')
    r.seg('c', 'SA', 9, 70001, 'SYN+ACK from the client')
    r.seg('s', 'SA', 5000, 1001, 'late SYN+ACK')
    r.seg('c', 'A', 1001, 5001, 'answered')
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'A', 555, 666, 'ACK of a half-open connection')
    r.seg('c', 'R', 666, 0, 'RST that answers it')
    r.seg('c', 'S', 1000, note='SYN again')
    r.seg('s', 'SA', 5000, 1001)
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('c', 'S', 1000, note='retransmitted')
    r.seg('c', 'S', 2000, note='another ISN, higher')
    r.seg('c', 'S', 1500, note='lower')
    r.seg('s', 'SA', 5000, 1501)
    r.seg('s', 'SA', 5000, 2001)
    r.seg('s', 'SA', 6000, 2001, 'another ISN, higher')
    r.seg('s', 'SA', 4000, 2001, 'lower')
    r.seg('c', 'A', 2001, 5001)
    r.seg('c', 'A', 2001, 6001)
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('c', 'A', 1001, 5001, 'ACK before any answer')
    r.seg('c', 'FA', 1001, 5001, 'FIN before any answer')
    r.seg('s', 'FA', 5001, 1001, 'FIN from the server before any answer')
    r.seg('s', 'SA', 5000, 4321, 'SYN+ACK of something else')
    r.seg('s', 'SA', 5000, 1001, 'the right one')


def challenge_ack(r: Recording) -> None:
    r.open()
    r.seg('c', 'FA', 1001, 5001, 'FIN')
    r.seg('s', 'FA', 5001, 1002, 'FIN')
    r.seg('c', 'S', 900000, note='SYN in LAST_ACK', options=ALL)
    r.seg('s', 'A', 5002, 1002, 'challenge ACK: not the last ACK')
    r.seg('s', 'A', 5002, 1002, 'a second one')
    r.seg('c', 'R', 1002, 0, 'RST')
    r.seg('c', 'S', 900000, note='SYN')
    r.seg('s', 'SA', 70000, 900001)


def closing(r: Recording) -> None:
    r.open()
    r.seg('c', 'FA', 1001, 5001, 'FIN')
    r.seg('s', 'A', 5001, 1002, 'ACK')
    r.seg('s', 'A', 5001, 1002, 'data of the half-open side', data=b'x' * 500)
    r.seg('c', 'A', 1002, 5501, 'ACK')
    r.seg('s', 'FA', 5501, 1002, 'FIN')
    r.seg('s', 'FA', 5501, 1002, 'FIN again')
    r.seg('c', 'A', 1002, 5502, 'last ACK')
    r.seg('s', 'FA', 5501, 1002, 'FIN retransmitted')
    r.seg('c', 'A', 1002, 5502, 'last ACK again')
    r.seg('s', 'S', 800000, note='SYN from the other side on TIME_WAIT')
    r.seg('c', 'SA', 900000, 800001)
    r.seg('s', 'A', 800001, 900001)
    r.fresh()
    r.open()
    r.seg('c', 'FA', 1001, 5001, 'FIN')
    r.seg('s', 'FA', 5001, 1001, 'FIN that crosses it')
    r.seg('c', 'A', 1002, 5002, 'ACK')
    r.seg('s', 'A', 5002, 1002, 'ACK')
    r.seg('c', 'S', 500, note='SYN on TIME_WAIT with a lower ISN')
    r.seg('s', 'SA', 9000, 501)
    r.fresh()
    r.open()
    r.seg('c', 'FA', 1001, 5001, 'FIN')
    r.seg('c', 'FA', 1001, 5001, 'FIN retransmitted: LAST_ACK, a quirk of the table')
    r.seg('s', 'A', 5001, 1002, 'ACK')
    r.seg('s', 'A', 5001, 1002, 'data', data=b'x' * 10)
    r.seg('s', 'FA', 5011, 1002, 'FIN')
    r.seg('c', 'A', 1002, 5012, 'last ACK')
    r.fresh()
    r.open()
    r.seg('s', 'R', 5001, 0, 'RST')
    r.seg('c', 'S', 300000, note='SYN on CLOSE after the other side reset')
    r.seg('s', 'SA', 9000, 300001)
    r.fresh()
    r.open()
    r.seg('c', 'R', 1001, 0, 'RST')
    r.seg('c', 'S', 300000, note='SYN on CLOSE after an own RST')
    r.seg('s', 'SA', 9000, 300001)
    r.fresh()
    r.open()
    r.seg('c', 'S', 300000, note='ignored SYN')
    r.seg('s', 'RA', 0, 300001, 'RST that answers it')
    r.seg('c', 'S', 300000, note='SYN')


def simultaneous_open(r: Recording) -> None:
    r.seg('c', 'S', 1000, note='SYN', options=ALL)
    r.seg('s', 'S', 5000, note='SYN crosses it', options=ALL)
    r.seg('s', 'SA', 5000, 1001)
    r.seg('c', 'SA', 1000, 5001)
    r.seg('c', 'A', 1001, 5001)
    r.seg('s', 'A', 5001, 1001)
    r.seg('c', 'A', 1001, 5001, data=b'x' * 2000, win=60)
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'S', 5000, note='SYN')
    r.seg('c', 'S', 1000, note='SYN again')
    r.seg('s', 'S', 5000, note='SYN again')
    r.seg('c', 'SA', 1000, 5001)
    r.seg('s', 'A', 5001, 1001, 'ESTABLISHED by an ACK of the reply direction')
    r.seg('c', 'A', 1001, 5001)
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'S', 5000, note='SYN')
    r.seg('s', 'A', 5001, 1001, 'ACK at once')
    r.seg('c', 'A', 1001, 5001)
    r.seg('c', 'FA', 1001, 5001)
    r.seg('s', 'R', 5001, 0)


def picked_up(r: Recording) -> None:
    r.seg('c', 'PA', 1000, 5000, 'middle of a connection', data=b'x' * 100)
    r.seg('s', 'A', 5000, 1100, 'its ACK')
    r.seg('s', 'A', 5000, 1100, 'data', data=b'x' * 3000)
    r.seg('c', 'A', 1100, 8000)
    r.seg('c', 'A', 900000, 8000, 'far out of window: liberal', data=b'x')
    r.seg('c', 'A', 1100, 700000, 'ACK of unseen: liberal')
    r.seg('c', 'R', 7, 0, 'RST far below')
    r.seg('c', 'S', 400000, note='SYN')
    r.seg('s', 'SA', 9000, 400001)
    r.fresh()
    r.seg('s', 'PA', 5000, 1000, 'first the server', data=b'x' * 100)
    r.seg('s', 'PA', 5100, 1000, 'again', data=b'x' * 100)
    r.seg('c', 'A', 1000, 5200)
    r.seg('c', 'FA', 1000, 5200)
    r.seg('s', 'A', 5200, 1001)
    r.seg('s', 'FA', 5200, 1001)
    r.seg('c', 'A', 1001, 5201)
    r.seg('c', 'S', 400000, note='SYN: from the reply direction here')
    r.seg('s', 'SA', 9000, 400001)
    r.fresh()
    for seq, ack in ((0xfffffff0, 0xffffff00), (10, 0xfffffff0), (3, 100), (0x80000000, 0x7fffffff), (0x7fffffff, 0x80000001), (0, 0)):
        r.seg('c', 'A', seq, ack, f'pick-up at {seq:x} {ack:x}', data=b'x' * 40)
        r.seg('s', 'A', ack, seq + 40, 'reply')
        r.seg('s', 'A', ack - 1, seq + 40, 'keep-alive')
        r.seg('c', 'A', seq + 40, ack, 'its ACK')
        r.seg('c', 'R', seq + 40, 0)
        r.fresh()
    for flags in ('FA', 'SA', 'R', 'RA', 'A', 'UA'):
        r.seg('s', flags, 5000, 1000, f'first packet {flags}')
        r.fresh()
    for ack in (0x90000000, 0x20000000):
        r.seg('c', 'PA', 1000, ack, 'nothing is learnt of the first ACK', data=b'x' * 10)
        r.seg('s', 'A', ack, 1010, 'reply')
        r.seg('s', 'A', ack, 1010, 'assured')
        r.seg('c', 'A', 1010, ack, 'this ACK counts')
        r.seg('s', 'R', ack - 5, 0, 'RST below it')
        r.seg('s', 'R', ack + 5, 0, 'RST beyond it')
        r.seg('s', 'R', ack, 0, 'exact')
        r.fresh()
    r.seg('c', 'A', 1000, 5000, 'keep-alive picked up')
    r.seg('s', 'A', 5000, 1001, 'its ACK: one more than was seen')
    r.seg('c', 'A', 1001, 5000, data=b'x')
    r.fresh()
    r.seg('c', 'A', 1000, 5000, 'an orphan')
    r.seg('s', 'R', 5000, 0, 'answered by RST: the entry goes')
    r.seg('c', 'A', 1000, 5000, 'and comes again')


def wrap(r: Recording) -> None:
    r.open(c=0xffffff00, s=0x7fffff00)
    r.seg('c', 'A', 0xffffff01, 0x7fffff01, data=b'x' * 1000)
    r.seg('s', 'A', 0x7fffff01, 0xffffff01 + 1000, data=b'x' * 1000)
    r.seg('c', 'A', 0xffffff01 + 1000, 0x7fffff01 + 1000)
    r.seg('c', 'A', 0xffffff01, 0x7fffff01, 'old')
    r.seg('c', 'R', 0xffffff01, 0, 'old RST')
    r.seg('c', 'FA', 0xffffff01 + 1000, 0x7fffff01 + 1000)
    r.seg('s', 'FA', 0x7fffff01 + 1000, 0xffffff01 + 1001)
    r.seg('c', 'A', 0xffffff01 + 1001, 0x7fffff01 + 1001)


def fast_open(r: Recording) -> None:
    r.seg('c', 'S', 1000, note='SYN with data', data=b'x' * 100, options=ALL)
    r.seg('s', 'SA', 5000, 1101, 'acknowledges the data', options=ALL)
    r.seg('c', 'A', 1101, 5001)
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN with data', data=b'x' * 100)
    r.seg('s', 'SA', 5000, 1001, 'refuses the data')
    r.seg('c', 'A', 1001, 5001, 'sends it again', data=b'x' * 100)


def reuse(r: Recording) -> None:
    """A tuple is used again while the kernel still holds the entry of the connection before."""
    def talk(c: int, s: int, options: bytes = b'') -> None:
        r.seg('c', 'S', c, options=options, note='SYN')
        r.seg('s', 'SA', s, c + 1, 'SYN+ACK', options=options)
        r.seg('c', 'A', c + 1, s + 1, 'ACK')
        r.seg('c', 'PA', c + 1, s + 1, 'request', data=b'x' * 100)
        r.seg('s', 'PA', s + 1, c + 101, 'response', data=b'y' * 200)
        r.seg('c', 'A', c + 101, s + 201, 'ACK')

    def shut(c: int, s: int, first: str = 'c') -> None:
        a, b = (c + 101, s + 201) if first == 'c' else (s + 201, c + 101)
        other = 's' if first == 'c' else 'c'
        r.seg(first, 'FA', a, b, 'FIN')
        r.seg(other, 'FA', b, a + 1, 'FIN')
        r.seg(first, 'A', a + 1, b + 1, 'last ACK')

    for options in (ALL, b''):
        for isn in (900000, 500):
            talk(1000, 5000, options)
            shut(1000, 5000)
            talk(isn, 70000, options)
            shut(isn, 70000, 's')
            talk(isn + 50000, 90000, options)
            r.seg('s', 'R', 90201, 0, 'RST')
            r.fresh()
    talk(1000, 5000)
    shut(1000, 5000)
    r.seg('s', 'S', 800000, note='SYN of the other direction in TIME_WAIT', options=ALL)
    r.seg('c', 'SA', 900000, 800001, 'SYN+ACK', options=ALL)
    r.seg('s', 'A', 800001, 900001, 'ACK', win=500)
    r.seg('s', 'PA', 800001, 900001, 'request', data=b'x' * 100, win=500)
    r.seg('c', 'A', 900001, 800101, 'ACK', win=500)
    r.fresh()
    for who in 'cs':
        talk(1000, 5000)
        r.seg(who, 'R', 1101 if who == 'c' else 5201, 0, f'RST of {who}')
        talk(300000, 9000, ALL)
        shut(300000, 9000)
        r.fresh()
        talk(1000, 5000)
        r.seg(who, 'R', 1101 if who == 'c' else 5201, 0, f'RST of {who}')
        r.seg('s', 'S', 300000, note='SYN of the other direction after the RST')
        r.seg('c', 'SA', 9000, 300001, 'SYN+ACK')
        r.seg('s', 'A', 300001, 9001, 'ACK')
        r.seg('s', 'A', 300001, 9001, 'data', data=b'x' * 10)
        r.fresh()
    for isn in (2000, 500):
        r.seg('c', 'S', 1000, note='SYN')
        r.seg('s', 'RA', 0, 1001, 'refused')
        r.seg('c', 'S', isn, note='SYN with another ISN')
        r.seg('s', 'RA', 0, isn + 1, 'refused')
        r.fresh()
        r.seg('c', 'S', 1000, note='SYN, never answered')
        r.seg('c', 'S', isn, note='SYN with another ISN', options=ALL)
        r.seg('s', 'SA', 5000, isn + 1, 'SYN+ACK', options=ALL)
        r.seg('c', 'A', isn + 1, 5001, 'ACK')
        r.seg('c', 'PA', isn + 1, 5001, 'data', data=b'x' * 100)
        r.seg('s', 'A', 5001, isn + 101, 'its ACK')
        r.fresh()
        r.seg('c', 'S', 1000, note='SYN')
        r.seg('s', 'SA', 5000, 1001, 'SYN+ACK')
        r.seg('c', 'R', 1001, 0, 'RST: half-open, given up')
        talk(isn, 7000)
        r.fresh()
        r.seg('c', 'S', 1000, note='SYN')
        r.seg('s', 'SA', 5000, 1001, 'SYN+ACK, never acknowledged')
        r.seg('c', 'S', isn, note='SYN with another ISN on the half-open connection')
        r.seg('s', 'A', 5001, 1001, 'challenge ACK')
        r.seg('c', 'R', 1001, 0, 'RST that answers it')
        talk(isn + 1, 7000)
        r.fresh()
    talk(1000, 5000)
    r.seg('c', 'S', 90000, note='SYN of a client that has crashed')
    r.seg('s', 'A', 5201, 1101, 'challenge ACK')
    r.seg('c', 'R', 1101, 0, 'RST')
    talk(90000, 7000, ALL)
    r.fresh()
    talk(1000, 5000)
    r.seg('c', 'S', 90000, note='SYN of a client that has crashed', options=ALL)
    r.seg('s', 'SA', 70000, 90001, 'SYN+ACK: the server had crashed, too', options=ALL)
    r.seg('c', 'A', 90001, 70001, 'ACK')
    r.seg('c', 'PA', 90001, 70001, 'data', data=b'x' * 500)
    r.seg('s', 'A', 70001, 90501, 'its ACK')
    shut(90400, 69800)
    r.fresh()
    talk(1000, 5000)
    r.seg('c', 'FA', 1101, 5201, 'FIN')
    r.seg('s', 'A', 5201, 1102, 'ACK: half-closed')
    talk(90000, 7000)
    r.fresh()
    r.seg('s', 'PA', 5000, 1000, 'picked up from the server', data=b'x' * 10)
    r.seg('c', 'A', 1000, 5010, 'ACK')
    r.seg('c', 'FA', 1000, 5010, 'FIN')
    r.seg('s', 'FA', 5010, 1001, 'FIN')
    r.seg('c', 'A', 1001, 5011, 'last ACK')
    talk(90000, 7000, ALL)
    shut(90000, 7000)
    r.fresh()
    question, answer = ip(C, S, 253, b'test' * 4), ip(S, C, 253, b'test' * 4)
    r.packet('c', question, 'a protocol without a machine: ten minutes')
    late = r.sport
    talk(1000, 5000)
    r.seg('s', 'R', 5201, 0, 'RST: ten seconds')
    r.fresh()
    talk(1000, 5000)
    shut(1000, 5000)
    time.sleep(31)
    r.packet('s', answer, 'half a minute later, from the other side')
    r.packet('c', question, 'and back')
    talk(800, 6000)
    r.sport = late
    talk(800, 6000)
    r.seg('s', 'R', 6201, 0, 'RST')


def checksums(r: Recording) -> None:
    r.seg('c', 'S', 1000, note='SYN with a bad checksum', spoil=True)
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'SA', 4000, 1001, 'SYN+ACK with a bad checksum', spoil=True)
    r.seg('s', 'SA', 5000, 1001, 'SYN+ACK')
    r.seg('c', 'A', 1001, 5001, 'ACK')
    r.seg('c', 'PA', 1001, 5001, 'data with a bad checksum', data=b'x' * 101, spoil=True)
    r.seg('s', 'A', 5001, 1102, 'acknowledges what the firewall has not seen')
    r.seg('c', 'PA', 1001, 5001, 'data again', data=b'x' * 101)
    r.seg('s', 'A', 5001, 1102, 'its ACK')
    r.seg('c', 'FA', 1102, 5001, 'FIN with a bad checksum', spoil=True)
    r.seg('c', 'FA', 1102, 5001, 'FIN')
    r.seg('s', 'R', 5001, 0, 'RST with a bad checksum', spoil=True)
    r.seg('s', 'FA', 5001, 1103, 'FIN')
    r.seg('c', 'A', 1103, 5002, 'last ACK')
    r.fresh()
    r.seg('c', 'A', 1000, 5000, 'picked up with a bad checksum', data=b'x' * 7, spoil=True)
    r.seg('s', 'A', 5000, 1007, 'its ACK: picked up from here')
    r.packet('c', ip(C, S, 17, udp(C, S, 40100, 53, spoil=True)), 'UDP: bad checksum')
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 40100)), 'its answer is new')
    r.packet('c', ip(C, S, 17, udp(C, S, 40101, 53, none=True)), 'UDP: no checksum')
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 40101, spoil=True)), 'an answer with a bad checksum')
    r.packet('c', ip(C, S, 17, udp(C, S, 40101, 53)), 'again')
    r.packet('c', ip(C, S, 1, icmp(C, S, 8, 0, bytes((3, 3, 0, 1)), spoil=True)), 'ping: bad checksum')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 0, bytes((3, 3, 0, 1)))), 'its answer')
    r.packet('c', ip(C, S, 1, icmp(C, S, 8, 0, bytes((3, 4, 0, 1)))), 'ping')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 0, bytes((3, 4, 0, 1)), spoil=True)), 'its answer: bad checksum')
    question = ip(C, S, 17, udp(C, S, 40101, 53))
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=question[:28], spoil=True)), 'port unreachable: bad checksum')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=question[:28])), 'port unreachable')
    r.packet('c', ip(C6, S6, 6, tcp(C6, S6, 40000, 9000, 'S', 1000, 0, spoil=True)), 'IPv6: SYN with a bad checksum')
    r.packet('c', ip(C6, S6, 6, tcp(C6, S6, 40000, 9000, 'S', 1000, 0)), 'IPv6: SYN')
    r.packet('s', ip(S6, C6, 6, tcp(S6, C6, 9000, 40000, 'SA', 5000, 1001)), 'IPv6: SYN+ACK')
    r.packet('c', ip(C6, S6, 17, udp(C6, S6, 40001, 53, spoil=True)), 'IPv6: UDP, bad checksum')
    r.packet('c', ip(C6, S6, 58, icmp(C6, S6, 128, 0, bytes((1, 1, 0, 1)), spoil=True)), 'IPv6: ping, bad checksum')
    r.packet('s', ip(S6, C6, 58, icmp(S6, C6, 129, 0, bytes((1, 1, 0, 1)))), 'IPv6: its answer')


def fragments_of_connections(r: Recording) -> None:
    """What fragments do to the entries of their connections."""
    def cut(src: str, dst: str, protocol: int, body: bytes, ident: int, at: int) -> tuple[bytes, bytes]:
        return ip(src, dst, protocol, body[:at], ident, 0x2000), ip(src, dst, protocol, body[at:], ident, at >> 3)

    question = udp(C, S, 40200, 53, bytes(1000))
    first, last = cut(C, S, 17, question, 100, 504)
    r.packet('c', first, 'UDP: a first fragment alone')
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 40200)), 'the other side is the first to be seen')
    r.packet('c', ip(C, S, 17, udp(C, S, 40200, 53)), 'its answer')
    r.packet('c', last, 'the rest')
    for ident in (101, 102):
        for packet in reversed(cut(C, S, 17, udp(C, S, 40201, 53, bytes(1000)), ident, 504)):
            r.packet('c', packet, 'UDP: the last fragment first')
    for packet in cut(S, C, 17, udp(S, C, 53, 40201, bytes(900)), 103, 504):
        r.packet('s', packet, 'an answer in fragments')
    for _ in range(2):
        for packet in cut(C, S, 17, udp(C, S, 40202, 53, bytes(1000)), 104, 504):
            r.packet('c', packet, 'the same identification twice')
    for flags, side, seq, ack, options in (('S', 'c', 1000, 0, ALL), ('SA', 's', 5000, 1001, ALL), ('A', 'c', 1001, 5001, b''), ('PA', 's', 5001, 1001, b'')):
        src, dst, a, b = (C, S, 40300, 9000) if side == 'c' else (S, C, 9000, 40300)
        for packet in cut(src, dst, 6, tcp(src, dst, a, b, flags, seq, ack, win=60, options=options, data=bytes(5000) if flags == 'PA' else bytes(100) if flags == 'A' else b''), 200 + seq, 16):
            r.packet(side, packet, f'TCP in fragments: {flags}')
    r.sport = 40300
    r.seg('c', 'A', 1101, 10001, 'acknowledges all', win=60)
    body = tcp(C, S, 40300, 9000, 'PA', 1101, 10001, data=bytes(400), win=60)
    r.packet('c', ip(C, S, 6, body[:208], 300, 0x2000), 'TCP: overlap, first')
    r.packet('c', ip(C, S, 6, body[200:], 300, 25), 'TCP: overlap, last')
    r.seg('s', 'A', 10001, 1501, 'acknowledges what was thrown away', win=60)
    r.packet('c', ip(C, S, 6, body[:208], 301, 0x2000), 'TCP: sent again, first')
    r.packet('c', ip(C, S, 6, body[208:], 301, 26), 'TCP: sent again, last')
    r.seg('s', 'A', 10001, 1501, 'acknowledges it', win=60)
    r.seg('c', 'FA', 1501, 10001, 'FIN', win=60)
    request = icmp(C, S, 8, 0, bytes((7, 7, 0, 1)), bytes(1000))
    for packet in reversed(cut(C, S, 1, request, 400, 504)):
        r.packet('c', packet, 'ping in fragments, the last one first')
    for packet in cut(S, C, 1, icmp(S, C, 0, 0, bytes((7, 7, 0, 1)), bytes(1000)), 401, 504):
        r.packet('s', packet, 'its answer in fragments')
    request = icmp(C, S, 8, 0, bytes((7, 8, 0, 1)), bytes(1000))
    r.packet('c', cut(C, S, 1, request, 402, 504)[0], 'ping: a first fragment alone')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 0, bytes((7, 8, 0, 1)))), 'an answer to what was never asked')
    for packet in cut(C, S, 253, b'test' * 300, 500, 600):
        r.packet('c', packet, 'another protocol in fragments')
    r.packet('s', ip(S, C, 253, b'test'), 'its answer')


def broken(r: Recording) -> None:
    r.open()
    r.seg('c', 'A', 1001, 5001, 'bad checksum', data=b'x', spoil=True)
    r.seg('c', 'A', 1001, 5001, 'header longer than the packet', offset=15)
    r.seg('c', 'A', 1001, 5001, 'header shorter than a header', offset=4)
    body = tcp(C, S, 40000, 9000, 'A', 1001, 5001)
    r.packet('c', ip(C, S, 6, body[:16]), 'cut header')
    r.packet('c', ip(C, S, 6, body[:6]), 'not even ports')
    r.packet('c', ip(C, S, 17, udp(C, S, 40000, 9000, spoil=True)), 'UDP: bad checksum')
    r.packet('c', ip(C, S, 17, udp(C, S, 40000, 9001, none=True)), 'UDP: no checksum')
    r.packet('c', ip(C, S, 17, udp(C, S, 40000, 9002, length=100)), 'UDP: length beyond the packet')
    r.packet('c', ip(C, S, 17, udp(C, S, 40000, 9003, length=7)), 'UDP: length below eight')


def timeouts(r: Recording) -> None:
    r.open()
    r.seg('s', 'R', 5001, 0, 'CLOSE: ten seconds')
    r.packet('c', ip(C, S, 17, udp(C, S, 41000, 53)), 'UDP')
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 41000)), 'answer')
    r.packet('c', ip(C, S, 17, udp(C, S, 41001, 53)), 'UDP without answer')
    r.packet('c', ip(C, S, 17, udp(C, S, 41002, 53)), 'UDP')
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 41002)), 'answer')
    time.sleep(2.2)
    r.packet('c', ip(C, S, 17, udp(C, S, 41002, 53)), 'a stream by now')
    r.packet('c', ip(C, S, 1, icmp(C, S, 8, 0, bytes((1, 0, 0, 1)))), 'echo request')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 0, bytes((1, 0, 0, 1)))), 'echo reply')
    time.sleep(8.5)
    r.seg('c', 'A', 1001, 5001, 'after CLOSE ran out: picked up')
    time.sleep(20.5)
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 41000)), 'late: the server opens')
    r.packet('c', ip(C, S, 17, udp(C, S, 41001, 53)), 'NEW again')
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 41002)), 'the stream lives')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 0, bytes((1, 0, 0, 2)))), 'echo reply, within half a minute of the last')


def udp_and_icmp(r: Recording) -> None:
    question = ip(C, S, 17, udp(C, S, 40000, 53))
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 40010)), 'server first')
    r.packet('c', question, 'question')
    r.packet('c', question, 'again')
    r.packet('s', ip(S, C, 17, udp(S, C, 53, 40000)), 'answer')
    r.packet('c', question, 'next question')
    for kind in range(0, 20):
        for code in (0, 1):
            r.packet('c', ip(C, S, 1, icmp(C, S, kind, code, bytes((7, kind, 0, 1)))), f'ICMP {kind}/{code}')
            r.packet('s', ip(S, C, 1, icmp(S, C, {8: 0, 13: 14, 15: 16, 17: 18}.get(kind, kind), code, bytes((7, kind, 0, 1)))), 'its answer')
    r.packet('c', ip(C, S, 1, icmp(C, S, 8, 0, bytes((9, 9, 0, 1)))), 'echo request')
    r.packet('s', ip(S, C, 1, icmp(S, C, 8, 0, bytes((9, 9, 0, 1)))), 'request of the other side with the same identifier')
    r.packet('c', ip(C, S, 1, icmp(C, S, 0, 0, bytes((9, 9, 0, 1)))), 'reply to that')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 0, bytes((9, 9, 0, 1)))), 'reply to the first')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 1, bytes((9, 9, 0, 1)))), 'reply with another code')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 0, bytes((9, 8, 0, 1)))), 'reply with another identifier')
    r.packet('c', ip(C, S, 1, icmp(C, S, 8, 0, bytes((9, 7, 0, 1)), spoil=True)), 'bad checksum')
    r.packet('c', ip(C, S, 1, icmp(C, S, 99)), 'unknown type')
    r.packet('c', ip(C, S, 1, b'\x08\0\0\0'), 'cut')
    r.packet('c', ip(C, S, 47, b'GRE?' * 4), 'another protocol')
    r.packet('c', ip(C, S, 253, b'test' * 4), 'another protocol')
    r.packet('s', ip(S, C, 253, b'test' * 4), 'its answer')


def icmp_errors(r: Recording) -> None:
    r.open()
    question = ip(C, S, 17, udp(C, S, 40100, 53))
    segment = ip(C, S, 6, tcp(C, S, 40000, 9000, 'A', 1001, 5001))
    answer = ip(S, C, 6, tcp(S, C, 9000, 40000, 'A', 5001, 1001))
    ping = ip(C, S, 1, icmp(C, S, 8, 0, bytes((3, 3, 0, 1))))
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=question[:28])), 'quotes what was never sent')
    r.packet('c', question, 'question')
    r.packet('c', ping, 'ping')
    for kind in (3, 4, 5, 11, 12):
        r.packet('s', ip(S, C, 1, icmp(S, C, kind, 1, data=question[:28])), f'ICMP {kind} quotes the question')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=segment[:28])), 'quotes TCP')
    r.packet('s', ip('10.77.2.3', C, 1, icmp('10.77.2.3', C, 11, 0, data=segment[:28])), 'a router on the way quotes TCP')
    r.packet('c', ip(C, S, 1, icmp(C, S, 3, 3, data=answer[:28])), 'the client quotes an answer')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 1, data=ping[:28])), 'quotes the ping')
    r.packet('s', ip(S, '10.77.1.3', 1, icmp(S, '10.77.1.3', 3, 3, data=segment[:28])), 'sent to another host')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=answer[:28])), 'quotes its own answer')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=segment[:22])), 'quote without ports')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=segment[:24])), 'quote of four bytes of TCP')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=segment[:27])), 'quote of seven bytes of TCP')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3)), 'no quote')
    late = ip(C, S, 6, tcp(C, S, 40000, 9000, 'A', 1001, 5001), frag=10)
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=late[:28])), 'quotes a later fragment')
    error = ip(C, S, 1, icmp(C, S, 3, 3, data=answer[:28]))
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=error[:28])), 'quotes an error')
    r.packet('s', ip(S, C, 1, icmp(S, C, 3, 3, data=segment[:28], spoil=True)), 'bad checksum')
    r.packet('c', question, 'the connection is not touched')


def fragments(r: Recording) -> None:
    def cut(body: bytes, ident: int, sizes: tuple[int, ...]) -> list[bytes]:
        out, at = [], 0
        for i, size in enumerate(sizes):
            more = 0x2000 if i < len(sizes) - 1 else 0
            out.append(ip(C, S, 17, body[at:at + size], ident, more | (at >> 3)))
            at += size
        return out

    def datagram(port: int, length: int) -> bytes:
        return udp(C, S, port, 9050, bytes(length - 8))

    whole = cut(datagram(40001, 2000), 1, (800, 800, 400))
    for i in (0, 1, 2):
        r.packet('c', whole[i], f'in order, {i}')
    whole = cut(datagram(40001, 2000), 2, (800, 800, 400))
    for i in (2, 0, 1):
        r.packet('c', whole[i], f'out of order, {i}')
    whole = cut(datagram(40002, 2000), 3, (800, 800, 400))
    for i in (0, 0, 1, 1, 2):
        r.packet('c', whole[i], f'with duplicates, {i}')
    whole = cut(datagram(40003, 2000), 4, (800, 800, 400))
    for i in (0, 1):
        r.packet('c', whole[i], f'never whole, {i}')
    body = datagram(40004, 2000)
    r.packet('c', ip(C, S, 17, body[:1008], 5, 0x2000), 'overlap: first')
    r.packet('c', ip(C, S, 17, body[800:], 5, 100), 'overlap: last')
    r.packet('c', ip(C, S, 17, body[1008:], 5, 126), 'the fitting last one comes too late')
    body = datagram(40005, 2000)
    r.packet('c', ip(C, S, 17, body[:1008], 6, 0x2000), 'inside: first')
    r.packet('c', ip(C, S, 17, body[80:160], 6, 0x2000 | 10), 'inside what is there')
    r.packet('c', ip(C, S, 17, body[1008:], 6, 126), 'last')
    body = datagram(40006, 2000)
    r.packet('c', ip(C, S, 17, body[:1008], 7, 0x2000), 'two ends: first')
    r.packet('c', ip(C, S, 17, body[1600:2000], 7, 200), 'an end')
    r.packet('c', ip(C, S, 17, body[1600:1800], 7, 200), 'another end')
    r.packet('c', ip(C, S, 17, body[1008:1600], 7, 0x2000 | 126), 'the middle')
    body = datagram(40007, 40)
    r.packet('c', ip(C, S, 17, body[:36], 8, 0x2000), 'teardrop')
    r.packet('c', ip(C, S, 17, body[24:28], 8, 3), 'ends inside')
    body = datagram(40008, 2000)
    r.packet('c', ip(C, S, 17, body[1008:], 9, 126), 'last first')
    r.packet('c', ip(C, S, 17, body[800:1008], 9, 0x2000 | 100), 'joins it')
    r.packet('c', ip(C, S, 17, body[800:1600], 9, 0x2000 | 100), 'across both')
    r.packet('c', ip(C, S, 17, body[:800], 9, 0x2000), 'first')
    body = datagram(40009, 64)
    for i in (0, 1, 2, 3, 4, 5, 6, 7):
        r.packet('c', ip(C, S, 17, body[i * 8:i * 8 + 8], 10, (0x2000 if i < 7 else 0) | i), f'eight bytes each, {i}')
    r.packet('c', ip(C, S, 17, bytes(100), 11, 0x2000 | 8190), 'beyond 65,535: middle')
    r.packet('c', ip(C, S, 17, bytes(100), 11, 8191), 'beyond 65,535: last')
    r.open()
    body = tcp(C, S, r.sport, r.dport, 'PA', 1001, 5001, data=b'x' * 600)
    r.packet('c', ip(C, S, 6, body[:8], 12, 0x2000), 'TCP: eight bytes of header')
    r.packet('c', ip(C, S, 6, body[8:], 12, 1), 'TCP: the rest')
    body = tcp(C, S, r.sport, r.dport, 'PA', 1601, 5001, data=b'x' * 600)
    r.packet('c', ip(C, S, 6, body[400:], 13, 50), 'TCP: the end first')
    r.packet('c', ip(C, S, 6, body[:400], 13, 0x2000), 'TCP: the start')
    r.seg('s', 'A', 5001, 2201, 'acknowledges both')
    ping = icmp(C, S, 8, 0, bytes((5, 5, 0, 1)), bytes(1000))
    r.packet('c', ip(C, S, 1, ping[:504], 14, 0x2000), 'ping, fragment')
    r.packet('c', ip(C, S, 1, ping[504:], 14, 63), 'ping, last fragment')
    r.packet('s', ip(S, C, 1, icmp(S, C, 0, 0, bytes((5, 5, 0, 1)), bytes(8))), 'reply')
    extension = struct.pack('>BBHI', 17, 0, 0, 1)
    body = udp(C6, S6, 40020, 9050, bytes(1192))
    six = lambda at, to, more: ip(C6, S6, 44, struct.pack('>BBHI', 17, 0, at | more, 77) + body[at:to])
    r.packet('c', six(0, 600, 1), 'IPv6: first')
    r.packet('c', six(600, 1200, 0), 'IPv6: last')
    r.packet('c', ip(C6, S6, 44, extension + body), 'IPv6: atomic')


def ipv6(r: Recording) -> None:
    for flags, seq, ack in (('S', 1000, 0), ('A', 1001, 5001)):
        r.packet('c', ip(C6, S6, 6, tcp(C6, S6, 40000, 9000, flags, seq, ack)), flags)
        if flags == 'S':
            r.packet('s', ip(S6, C6, 6, tcp(S6, C6, 9000, 40000, 'SA', 5000, 1001)), 'SA')
    question = ip(C6, S6, 17, udp(C6, S6, 40001, 53))
    r.packet('c', question, 'UDP')
    r.packet('s', ip(S6, C6, 58, icmp(S6, C6, 1, 4, data=question[:48])), 'unreachable')
    r.packet('s', ip(S6, C6, 58, icmp(S6, C6, 1, 4, data=question[:20])), 'quote too short')
    r.packet('s', ip(S6, 'fd77:1::3', 58, icmp(S6, 'fd77:1::3', 1, 4, data=question[:48])), 'to another host')
    for kind in (0, 1, 2, 3, 4, 5, 99, 100, 127, 128, 129, *range(130, 162), 200, 255):
        r.packet('c', ip(C6, S6, 58, icmp(C6, S6, kind, 0, bytes((6, kind, 0, 1)), bytes(16)), ttl=255), f'ICMPv6 {kind}')
    r.packet('c', ip(C6, S6, 58, icmp(C6, S6, 128, 0, bytes((1, 1, 0, 1)))), 'echo request')
    r.packet('s', ip(S6, C6, 58, icmp(S6, C6, 129, 0, bytes((1, 1, 0, 1)))), 'echo reply')
    r.packet('s', ip(S6, C6, 58, icmp(S6, C6, 129, 0, bytes((1, 2, 0, 1)))), 'echo reply to nothing')


def edges(r: Recording) -> None:
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'RA', 70000, 99999, 'RST of nothing: refused, but its side has numbers now')
    r.seg('s', 'RA', 0, 1001, 'RST with 0, as SYNs are answered')
    r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'RA', 7000, 99999, 'RST of nothing')
    r.seg('s', 'S', 8000, note='SYN above it', win=500)
    r.seg('c', 'SA', 1000, 8001, 'SYN+ACK')
    r.seg('c', 'A', 1001, 8001, 'ACK')
    for seq in (1001, 1002, 1300, 1502, 1700):
        r.seg('c', 'A', seq, 8001, f'seq {seq}', data=b'x')
    r.fresh()
    r.seg('c', 'A', 1000, 5000, 'keep-alive picked up')
    r.seg('s', 'A', 5000, 1001, 'its ACK')
    r.seg('s', 'A', 5000, 1001, 'again')
    r.seg('c', 'R', 1000, 0, 'below what was acknowledged')
    r.seg('c', 'R', 1001, 0, 'exact')
    for flags, seq in (('RA', 0xa0000001), ('RA', 0xa0000010), ('R', 0xa0000010)):
        r.open(c=0xa0000000, s=0x70000000)
        r.seg('c', flags, seq, 0, 'RST with ACK 0, far from any acknowledgement')
        r.fresh()
    r.seg('c', 'S', 1000, note='SYN')
    r.seg('s', 'SA', 5000, 1001, 'SYN+ACK')
    r.seg('c', 'R', 0, 0, 'RST with 0 before the handshake is complete')
    r.fresh()
    for options, answer, win in ((ALL, ALL, 500), (ALL, b'', 500), (b'', ALL, 500), (wscale(7), wscale(2), 0), (b'', b'', 0)):
        r.seg('c', 'PA', 0xa0000001, 5000, 'picked up', data=b'x' * 10)
        r.seg('s', 'A', 5000, 0xa000000b, 'its ACK')
        r.seg('c', 'S', 0xb0000000, note='SYN', options=options, win=win)
        r.seg('s', 'SA', 70000, 0xb0000001, 'SYN+ACK: back in step', options=answer, win=win)
        r.seg('s', 'A', 70001, 0xb0000001, 'data before the handshake is complete', data=b'x', win=win)
        r.seg('c', 'A', 0xb0000001, 70001, 'ACK', win=win)
        for at in (600, 5000, 70000, 200000):
            r.seg('s', 'A', 70001 + at, 0xb0000001, f'{at} further', data=b'x', win=win)
            r.seg('c', 'A', 0xb0000001 + at, 70001, f'{at} further', data=b'x', win=win)
        r.seg('s', 'R', 70000, 0, 'below')
        r.seg('c', 'R', 0xb0000000, 0, 'below')
        r.seg('c', 'R', 0xb0000001, 0, 'exact')
        r.fresh()
        r.open()
        r.seg('c', 'S', 90000, note='SYN', options=options, win=win)
        r.seg('s', 'SA', 70000, 90001, 'SYN+ACK: back in step', options=answer, win=win)
        r.seg('c', 'A', 90001, 70001, 'ACK', win=win)
        for at in (0, 1, 600, 5000, 64001, 70000):
            r.seg('s', 'A', 70001 + at, 90001, f'{at} further', data=b'x', win=win)
            r.seg('c', 'A', 90001 + at, 70001, f'{at} further', data=b'x', win=win)
        r.fresh()
    r.open()
    r.seg('c', 'S', 90000, note='SYN that closes the window', win=0)
    r.seg('s', 'SA', 70000, 90001, 'SYN+ACK: back in step', win=0)
    r.seg('c', 'A', 90601, 70001, 'data beyond it', data=b'x', win=0)
    r.fresh()
    r.open(options=SACK_PERMITTED)
    for i in range(4):
        r.seg('s', 'A', 5001 + 1000 * i, 1001, data=b'd' * 1000)
    for odd in (b'\0\2', b'\0\4\1\1', b'\2\0', b'\2', b'\3\2'):
        r.seg('c', 'A', 1001, 5001, f'{odd!r} before SACK', options=odd + sack((6001, 90000)))


SCENARIOS: dict[str, Callable[[Recording], None]] = {
    story.__name__.replace('_', '-'): story for story in (
        illegal_flags, out_of_window, beyond_the_window, sack_edges, window_scale, zero_window, retransmissions, resets, resets_of_what_was_ignored,
        syn_in_connection, challenge_ack, closing, simultaneous_open, picked_up, reuse, wrap, fast_open, broken, checksums, udp_and_icmp, icmp_errors, fragments, fragments_of_connections, ipv6, edges, timeouts,
    )
}
