// Traffic made to fill tables: each stays within its bound, whose size is measured here, and the capture says that something was left out.
import { describe, expect, it, vi } from 'vitest';
import { seeded } from '../../tracker/reader/read';
import { pattern } from '../../make/bytes';
import { ethernet, extension, ipv4, ipv6, tcp, tcpOptions, udp } from '../../make/packet';
import { flood, MEBIBYTE, raised, told, type Flooded } from './flood';

vi.setConfig({ testTimeout: 180_000 }); // a machine that does much else at the same time is no fault

const V4 = { src: '10.0.0.1', dst: '10.0.0.2' };
const V6 = { src: '2001:db8::1', dst: '2001:db8::2' };
const IP = 14;

/** A frame whose words at some places change from packet to packet. */
function changing(frame: Uint8Array): { frame: Uint8Array; view: DataView } {
  const own = frame.slice();
  return { frame: own, view: new DataView(own.buffer) };
}
/** A number of 32 bits that does not come again, and looks like any other. */
const scattered = (i: number): number => Math.imul(i + 1, 0x9e3779b1);
const syn = (): ReturnType<typeof changing> => changing(ethernet({}, ipv4(V4, tcp({ srcPort: 1000, dstPort: 80, flags: 'S', seq: 1, options: tcpOptions.mss(1460) }))));
const nothing = flood(0, () => new Uint8Array(), { detectors: false }).tracker.status();

/** Bytes held for each connection more, at the least limit a user can set. */
const WITH_DETECTORS = 40 * MEBIBYTE;

describe('a flood of half-open connections', () => {
  it('keeps to the limit, counts what it dropped, and is an alert', () => {
    const { frame, view } = syn();
    const done = flood(80_000, (i) => { view.setInt32(IP + 12, scattered(i)); return frame; }, { connectionLimit: 20_000, stepMicros: 100 });
    const status = done.tracker.status();
    expect(status.connections).toBeLessThanOrEqual(20_000);
    expect(status.connections + status.evicted).toBe(80_000);
    expect(told(done)).toContain('evicted');
    expect(raised(done)).toEqual(expect.arrayContaining(['syn-flood', 'table-pressure']));
    expect(done.held).toBeLessThan(WITH_DETECTORS + 20_000 * 256);
  });
});

describe('addresses chosen to meet in the hash table, whatever its key', () => {
  // Of a multiplication the low bits never depend on the high ones: only the upper bits of one word change, and the next word takes that back.
  const BITS = 8;
  const colliding = (i: number): [number, number] => {
    const own = (i >>> BITS) << (32 - BITS);
    const back = (i & ((1 << BITS) - 1)) << (32 - BITS);
    return [own ^ 0x0a00_0001, (back ^ (back >>> 15)) ^ 0x0a00_0002];
  };
  const run = (ends: (i: number) => [number, number]): Flooded => {
    const { frame, view } = syn();
    return flood(1 << (2 * BITS), (i) => {
      const [source, destination] = ends(i);
      view.setInt32(IP + 12, source);
      view.setInt32(IP + 16, destination);
      return frame;
    }, { detectors: false, connectionLimit: 1_000_000 });
  };

  it('cost no more than any others', () => {
    const scatteredEnds = (i: number): [number, number] => [scattered(i), scattered(i + 0x4000_0000)];
    run(scatteredEnds);
    const usual = Math.min(run(scatteredEnds).millis, run(scatteredEnds).millis);
    const chosen = run(colliding);
    expect(chosen.tracker.status().made).toBe(1 << (2 * BITS));
    expect(chosen.millis / usual).toBeLessThan(4);
  });
});

describe('fragments without end', () => {
  it('of datagrams that never become whole: the store does not grow, and an alert counts them', () => {
    const { frame, view } = changing(ethernet({}, ipv4({ ...V4, protocol: 17, moreFragments: true, fragmentOffset: 1480 }, pattern(16))));
    const done = flood(40_000, (i) => { view.setInt32(IP + 12, scattered(i)); view.setUint16(IP + 4, i); return frame; }, { stepMicros: 50 });
    expect(done.tracker.status().connections).toBe(0);
    expect(raised(done)).toContain('fragment-flood');
    expect(done.held).toBeLessThan(WITH_DETECTORS + 24 * MEBIBYTE);
  });

  it('with bytes to keep: the pool of bytes does not grow', () => {
    const { frame, view } = changing(ethernet({}, ipv4({ ...V4, protocol: 17, moreFragments: true, fragmentOffset: 1480 }, pattern(1480))));
    const done = flood(12_000, (i) => { view.setInt32(IP + 12, scattered(i >> 2)); view.setUint16(IP + 4, i >> 2); view.setUint16(IP + 6, 0x2000 | ((i & 3) * 2048 + 185)); return frame; }, { detectors: false });
    expect(done.held).toBeLessThan(40 * MEBIBYTE);
  });

  it('of IPv6 from endless addresses: none of them is remembered', () => {
    const { frame, view } = changing(ethernet({}, ipv6({ ...V6, protocol: 17, extensions: [extension.fragment(7, 1480, true)] }, pattern(16))));
    const done = flood(200_000, (i) => { view.setInt32(IP + 20, scattered(i)); view.setInt32(IP + 16, i); return frame; }, { detectors: false, connectionLimit: 10_000 });
    expect(done.tracker.status().connections).toBe(0);
    expect(done.tracker.status().memoryBytes - nothing.memoryBytes).toBeLessThan(4 * MEBIBYTE);
  });
});

describe('one connection that goes mad', () => {
  const random = seeded(5);
  const word = (): number => (random(65_536) << 16) | random(65_536);
  const options = tcpOptions.join(tcpOptions.sack([1, 2], [3, 4], [5, 6]), tcpOptions.timestamps(1, 2));
  const { frame, view } = changing(ethernet({}, ipv4(V4, tcp({ srcPort: 40_000, dstPort: 80, flags: 'A', seq: 1, ack: 1, options }, pattern(100)))));
  const TCP = IP + 20;

  it.each([
    ['jumps all over its sequence space', () => { view.setInt32(TCP + 4, word()); }],
    ['leaves a hole in front of every segment', (i: number) => { view.setInt32(TCP + 4, i * 300); }],
    ['plays with SACK', () => { for (let k = 0; k < 6; k++) view.setInt32(TCP + 24 + 4 * k, word()); view.setInt32(TCP + 8, word()); }],
    ['closes and resets again and again', (i: number) => { view.setUint8(TCP + 13, [0x02, 0x12, 0x10, 0x11, 0x14, 0x19, 0x04, 0x18][i & 7] ?? 0); view.setInt32(TCP + 4, word()); }],
  ])('%s', (_, change) => {
    const done = flood(30_000, (i) => { change(i); return frame; }, { detectors: false, connectionLimit: 1000 });
    expect(done.tracker.status().packets).toBe(30_000);
    expect(done.tracker.status().connections).toBeLessThanOrEqual(1000);
    expect(done.held).toBeLessThan(16 * MEBIBYTE);
  });
});

describe('networks without end', () => {
  it('VLANs in VLANs: no more than the table takes, and it is said that they were mixed', () => {
    const { frame, view } = changing(ethernet({ vlan: [1, 2, 3] }, ipv4(V4, udp({ srcPort: 1, dstPort: 2 }, pattern(8)))));
    const done = flood(120_000, (i) => { view.setUint16(14, 1 + (i % 4000)); view.setUint16(18, 1 + (Math.floor(i / 4000) % 4000)); return frame; }, { detectors: false, connectionLimit: 1000 });
    expect(done.held).toBeLessThan(32 * MEBIBYTE);
    expect(told(done)).toContain('networks-mixed');
  });

  it('that meet in one place of their table, whatever its key, cost no more than others', () => {
    const run = (change: (view: DataView, i: number) => void): number => {
      const { frame, view } = changing(ethernet({ vlan: [1, 2, 3, 4] }, ipv4(V4, udp({ srcPort: 1, dstPort: 2 }, pattern(8)))));
      return flood(20_000, (i) => { change(view, i); return frame; }, { detectors: false, connectionLimit: 1000 }).millis;
    };
    const usual = run((view, i) => { view.setUint16(14, 1 + (i % 4000)); view.setUint16(18, 1 + Math.floor(i / 4000)); });
    const one = run((view, i) => { view.setUint16(14, 1 + (i & 3)); view.setUint16(18, 1 + ((i >> 2) & 1023)); view.setUint16(22, 1 + (i >> 12)); });
    expect(one / usual).toBeLessThan(4);
  });
});

describe('alerts without end', () => {
  it('from forged addresses: the log keeps its rows, the rest is drawn together', () => {
    const { frame, view } = changing(ethernet({}, ipv4(V4, tcp({ srcPort: 1000, dstPort: 80, flags: 'FPU', seq: 1 }))));
    const done = flood(40_000, (i) => { view.setInt32(IP + 12, scattered(i)); view.setInt32(IP + 16, scattered(i + 0x2000_0000)); view.setUint8(IP + 33, [0x29, 0x00, 0x03, 0x01, 0x3f, 0x06][i % 6] ?? 0); return frame; }, { connectionLimit: 10_000, stepMicros: 20 });
    const alerts = [...done.tracker.alerts()];
    expect(alerts.length).toBeLessThan(4096);
    expect(alerts.reduce((sum, { kind, count }) => sum + (kind === 'illegal-flags' ? count : 0), 0)).toBeGreaterThan(36_000);
    expect(done.held).toBeLessThan(WITH_DETECTORS + 16 * MEBIBYTE);
  });
});
