// IP and transport headers: lengths as on the wire, cuts of the snap length, padding, offload, fragments, extension headers.
import { describe, expect, it } from 'vitest';
import { hex, pattern, u16, concat, u8 } from '../../make/bytes';
import { echo, ethernet, extension, icmp, icmp6, ipv4, ipv4Fragments, ipv6, ipv6Fragments, quote, tcp, tcpOptions, udp } from '../../make/packet';
import type { Upper } from '../../make/packet';
import { seen, slots } from './seen';

const ends = { src: '10.0.0.1', dst: '10.0.0.2' };
const ends6 = { src: '2001:db8::1', dst: '2001:db8::2' };
const options = tcpOptions.join(tcpOptions.nop(), tcpOptions.nop(), tcpOptions.timestamps(1, 2));
const segment = tcp({ srcPort: 1025, dstPort: 80, seq: 0xfedcba98, ack: 0x89abcdef, flags: 'PAEC', window: 65_535, options }, pattern(100));
const on4 = (payload: Upper, fields = {}): Uint8Array => ethernet({}, ipv4({ ...ends, ...fields }, payload));
const on6 = (payload: Upper, fields = {}): Uint8Array => ethernet({}, ipv6({ ...ends6, ...fields }, payload));
const OK4 = 'ok 6 10.0.0.1 1025 > 10.0.0.2 80 length 100';
const OK6 = 'ok 6 2001:db8::1 1025 > 2001:db8::2 80 length 100';

describe('a TCP segment', () => {
  it('fills every slot', () => {
    expect(slots(on4(segment, { ttl: 63, id: 0xabcd, dontFragment: true }))).toEqual({
      outcome: 'ok', ipAt: 14, l4At: 34, l4Length: 132, l4Captured: 132, end: 166, payload: 100, payloadAt: 66, ttl: 63, ipId: 0xabcd, fragment: 4,
      fragmentOffset: 0, seq: 0xfedcba98, ack: 0x89abcdef, flags: 0xd8, window: 65_535, optionsLength: 12, icmpId: 0, icmpSeq: 0, quoteAt: -1, source: 1025, destination: 80,
    });
    expect(slots(on6(segment, { hopLimit: 9 }))).toMatchObject({ ipAt: 14, l4At: 54, l4Length: 132, payload: 100, ttl: 9, ipId: 0, fragment: 0 });
  });

  it('keeps nothing of the packet before', () => {
    slots(on4(segment, { fragmentOffset: 0 }));
    expect(slots(on4(icmp({ type: 8, rest: echo(5, 6) })))).toMatchObject({ seq: 0, ack: 0, flags: 0, window: 0, optionsLength: 0, icmpId: 5, icmpSeq: 6 });
    expect(slots(on4(segment))).toMatchObject({ icmpId: 0, icmpSeq: 0 });
    expect(slots(on4(udp({ srcPort: 1, dstPort: 2 })))).toMatchObject({ seq: 0, flags: 0, source: 1 });
    expect(seen(hex('ff'))).toBe('malformed');
  });

  it('has the length of its IP header, not of the frame: padding is no payload', () => {
    const bare = tcp({ srcPort: 1, dstPort: 2, flags: 'A' });
    expect(slots(ethernet({ padTo: 60 }, ipv4(ends, bare)))).toMatchObject({ payload: 0, l4Length: 20, l4Captured: 20, end: 54 });
    expect(slots(ethernet({ padTo: 200 }, ipv6(ends6, bare)))).toMatchObject({ payload: 0, end: 74 });
  });

  it('keeps its wire length when the snap length cut it', () => {
    const frame = on4(segment);
    expect(slots(frame, { captured: 60 })).toMatchObject({ outcome: 'ok', payload: 100, l4Length: 132, l4Captured: 26, optionsLength: 6, end: 60 });
    expect(slots(frame, { captured: 54 })).toMatchObject({ outcome: 'ok', payload: 100, optionsLength: 0, window: 65_535 });
    expect(slots(frame, { captured: 50 })).toMatchObject({ outcome: 'ok', payload: 100, window: 65_535, flags: 0xd8 });
    expect(slots(frame, { captured: 47 })).toMatchObject({ outcome: 'cut', source: 1025, destination: 80, seq: 0xfedcba98 });
    expect(slots(frame, { captured: 38 })).toMatchObject({ outcome: 'cut', source: 1025, destination: 80, seq: 0, flags: 0 });
    expect(slots(frame, { captured: 37 })).toMatchObject({ outcome: 'cut', source: 0 });
    expect(slots(frame, { captured: 34 })).toMatchObject({ outcome: 'cut', source: 0, l4Captured: 0 });
    expect(seen(frame, { captured: 33 })).toBe('cut');
  });

  it('takes what is there when the length is left to the card (0)', () => {
    expect(seen(on4(segment, { totalLength: 0 }))).toBe(OK4);
    expect(slots(on4(segment, { totalLength: 0 }), { captured: 60 })).toMatchObject({ payload: 100, l4Captured: 26 });
    expect(seen(on6(segment, { payloadLength: 0 }))).toBe(OK6);
  });

  it('is malformed where a length contradicts the packet, with its ports', () => {
    expect(slots(on4(tcp({ srcPort: 7, dstPort: 9, dataOffset: 4 })))).toMatchObject({ outcome: 'malformed', source: 7, destination: 9, payload: 0 });
    expect(slots(on4(tcp({ srcPort: 7, dstPort: 9, dataOffset: 15 })))).toMatchObject({ outcome: 'malformed', source: 7, payload: 0, optionsLength: 0 });
    expect(slots(on4(segment, { totalLength: 32 }))).toMatchObject({ outcome: 'malformed', source: 1025, seq: 0xfedcba98 });
    expect(seen(on4(segment, { totalLength: 19 }))).toBe('malformed');
    expect(seen(on4(segment, { headerWords: 4 }))).toBe('malformed');
    expect(seen(on4(segment, { headerWords: 15, totalLength: 40 }))).toBe('malformed');
  });

  it('is read behind IP options, and is cut when they are', () => {
    const frame = on4(segment, { options: pattern(40) });
    expect(seen(frame)).toBe(OK4);
    expect(slots(frame, { captured: 50 })).toMatchObject({ outcome: 'cut', source: 0, l4Captured: 0 });
  });

  it('is read behind authentication headers', () => {
    const ah = (next: number): Uint8Array => concat(u8(next, 4), u16(0), pattern(8), new Uint8Array(12));
    const body = segment.render(new Uint8Array(12));
    expect(seen(ethernet({}, ipv4({ ...ends, protocol: 51 }, concat(ah(51), ah(6), body))))).toBe(OK4);
    expect(seen(on6(segment, { extensions: [extension.authentication()] }))).toBe(OK6);
    expect(seen(ethernet({}, ipv4({ ...ends, protocol: 51 }, pattern(8))))).toMatch(/^malformed/);
  });
});

describe('IPv6 extension headers', () => {
  it('are walked to the transport', () => {
    const extensions = [extension.hopByHop(), extension.routing(), extension.destination(pattern(22)), extension.fragment(7, 0, false)];
    expect(seen(on6(segment, { extensions }))).toBe(OK6);
    expect(slots(on6(segment, { extensions }))).toMatchObject({ l4Length: 132, fragment: 0 });
  });

  it('end at ESP, at nothing, and at mobility', () => {
    expect(seen(ethernet({}, ipv6({ ...ends6, protocol: 50, extensions: [extension.destination()] }, pattern(40))))).toMatch(/^no-transport 50 .* length 40$/);
    expect(seen(ethernet({}, ipv6({ ...ends6, protocol: 59 })))).toMatch(/^no-transport 59 .* length 0$/);
    expect(seen(ethernet({}, ipv6({ ...ends6, protocol: 135 }, concat(u8(59, 0), pattern(6)))))).toMatch(/^no-transport 135 /);
    expect(seen(ethernet({}, ipv6({ ...ends6, protocol: 139 }, concat(u8(6, 0), pattern(6), segment.render(new Uint8Array(40))))))).toBe(OK6);
  });

  it('are cut, malformed or too many', () => {
    const frame = on6(segment, { extensions: [extension.hopByHop(pattern(62))] });
    expect(seen(frame, { captured: 70 })).toMatch(/^cut/);
    expect(seen(frame, { captured: 58 })).toMatch(/^cut/);
    expect(seen(ethernet({}, ipv6({ ...ends6, protocol: 0 }, concat(u8(6, 200), pattern(6)))))).toMatch(/^malformed/);
    expect(seen(on6(segment, { extensions: Array.from({ length: 40 }, () => extension.destination()) }))).toMatch(/^too-deep/);
  });
});

describe('fragments', () => {
  const whole = tcp({ srcPort: 1025, dstPort: 80, seq: 5, flags: 'PA' }, pattern(3000));

  it('have ports in the first one only', () => {
    const four = ipv4Fragments({ ...ends, id: 77 }, whole, 1480).map((f) => slots(ethernet({}, f)));
    expect(four.map((f) => [f['outcome'], f['source'], f['fragment'], f['fragmentOffset'], f['ipId'], f['payload'], f['l4Length']])).toEqual([
      ['ok', 1025, 3, 0, 77, 1460, 1480], ['ok', 0, 3, 1480, 77, 0, 1480], ['ok', 0, 1, 2960, 77, 0, 60],
    ]);
    const six = ipv6Fragments(ends6, whole, 1400, 0x12345678).map((f) => slots(ethernet({}, f)));
    expect(six.map((f) => [f['outcome'], f['source'], f['fragment'], f['fragmentOffset'], f['ipId'], f['l4Length']])).toEqual([
      ['ok', 1025, 3, 0, 0x12345678, 1400], ['ok', 0, 3, 1400, 0x12345678, 1400], ['ok', 0, 1, 2800, 0x12345678, 220],
    ]);
  });

  it('may be so small that the first holds no whole header', () => {
    const tiny = ipv4Fragments({ ...ends, id: 1 }, whole, 8).slice(0, 3).map((f) => slots(ethernet({}, f)));
    expect(tiny.map((f) => [f['outcome'], f['source'], f['seq'], f['flags'], f['payload']])).toEqual([['ok', 1025, 5, 0, 0], ['ok', 0, 0, 0, 0], ['ok', 0, 0, 0, 0]]);
  });

  it('of UDP hold less than the UDP length says', () => {
    const parts = ipv4Fragments(ends, udp({ srcPort: 9, dstPort: 10 }, pattern(2000)), 800).map((f) => slots(ethernet({}, f)));
    expect(parts.map((f) => [f['outcome'], f['source'], f['payload']])).toEqual([['ok', 9, 792], ['ok', 0, 0], ['ok', 0, 0]]);
  });
});

describe('a UDP datagram', () => {
  it('is as long as its header says', () => {
    expect(seen(on4(udp({ srcPort: 1, dstPort: 2 }, pattern(30))))).toBe('ok 17 10.0.0.1 1 > 10.0.0.2 2 length 30');
    expect(seen(on4(udp({ srcPort: 1, dstPort: 2, length: 18 }, pattern(30))))).toBe('ok 17 10.0.0.1 1 > 10.0.0.2 2 length 10');
    expect(seen(on4(udp({ srcPort: 1, dstPort: 2, length: 0 }, pattern(30))))).toBe('ok 17 10.0.0.1 1 > 10.0.0.2 2 length 30');
    expect(seen(on4(udp({ srcPort: 1, dstPort: 2, length: 7 }, pattern(30))))).toBe('malformed 17 10.0.0.1 1 > 10.0.0.2 2 length 0');
    expect(seen(on4(udp({ srcPort: 1, dstPort: 2, length: 99 }, pattern(30))))).toBe('malformed 17 10.0.0.1 1 > 10.0.0.2 2 length 30');
  });

  it('keeps its ports when the snap length cut its header', () => {
    const frame = on4(udp({ srcPort: 1, dstPort: 2 }, pattern(30)));
    expect(slots(frame, { captured: 40 })).toMatchObject({ outcome: 'cut', source: 1, destination: 2 });
    expect(slots(frame, { captured: 42 })).toMatchObject({ outcome: 'ok', payload: 30 });
  });
});

describe('ICMP', () => {
  it('queries have an identifier and a sequence number', () => {
    for (const type of [0, 8, 13, 14, 17, 18]) expect(slots(on4(icmp({ type, rest: echo(0xbeef, 3) }, pattern(10))))).toMatchObject({ outcome: 'ok', source: type, icmpId: 0xbeef, icmpSeq: 3, payload: 10, quoteAt: -1 });
    expect(slots(on6(icmp6({ type: 128, rest: echo(9, 65_535) })))).toMatchObject({ source: 128, icmpId: 9, icmpSeq: 65_535 });
    expect(slots(on6(icmp6({ type: 161, rest: u8(0, 9, 4, 1) })))).toMatchObject({ icmpId: 9, icmpSeq: 4 });
    expect(slots(on6(icmp6({ type: 135 }, pattern(16))))).toMatchObject({ outcome: 'ok', icmpId: 0, quoteAt: -1 });
  });

  it('errors say where the packet they quote is', () => {
    const cause = ipv4({ src: '10.0.0.2', dst: '10.0.0.1' }, udp({ srcPort: 5, dstPort: 6 }));
    for (const type of [3, 4, 5, 11, 12]) expect(slots(on4(icmp({ type, code: 1 }, quote(cause))))).toMatchObject({ outcome: 'ok', source: type, destination: 1, quoteAt: 42, icmpId: 0 });
    for (const type of [1, 2, 3, 4]) expect(slots(on6(icmp6({ type }, quote(cause))))).toMatchObject({ outcome: 'ok', quoteAt: 62 });
  });

  it('is cut or malformed below eight bytes', () => {
    expect(slots(on4(icmp({ type: 8 })), { captured: 36 })).toMatchObject({ outcome: 'cut', source: 8 });
    expect(slots(ethernet({}, ipv4({ ...ends, protocol: 1 }, u8(8, 0, 0, 0))))).toMatchObject({ outcome: 'malformed', source: 8 });
  });
});

describe('other protocols', () => {
  it('have addresses and no ports', () => {
    expect(seen(ethernet({}, ipv4({ ...ends, protocol: 132 }, pattern(50))))).toBe('no-transport 132 10.0.0.1 0 > 10.0.0.2 0 length 50');
    expect(seen(ethernet({}, ipv4({ ...ends, protocol: 50 }, pattern(50))))).toBe('no-transport 50 10.0.0.1 0 > 10.0.0.2 0 length 50');
    expect(seen(ethernet({}, ipv6({ ...ends6, protocol: 89 }, pattern(44))))).toBe('no-transport 89 2001:db8::1 0 > 2001:db8::2 0 length 44');
  });
});
