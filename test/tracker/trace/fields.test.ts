// The field tree of a packet: what it names, where that stands, and that nothing is read beyond the last captured byte.
import { describe, expect, it } from 'vitest';
import { packetFields } from '../../../main/tracker/trace/fields';
import { CaptureReader, FATAL, NEED_MORE, PACKET } from '../../../main/tracker/reader/capture-reader';
import type { PacketField } from '@shared/trace';
import { story } from '../../make/story';
import { captureNames, missingCaptures, readCapture } from '../../truth/places';

const flat = (fields: readonly PacketField[]): PacketField[] => fields.flatMap((field) => [field, ...flat(field.children)]);
const frame = (index: number, told = story({ vlan: [7], options: { mss: 1400, windowScale: 7, sackPermitted: true, timestamps: true } }).syn().synAck().ack().data('originator', 10)): Uint8Array => told.frames()[index]?.bytes ?? new Uint8Array();

describe('the fields of a packet', () => {
  it('are named layer by layer with every option', () => {
    const bytes = frame(0);
    const fields = packetFields(bytes, bytes.length, 1);
    expect(fields.map(({ name }) => name)).toEqual(['Ethernet', 'VLAN', 'IPv4', 'TCP']);
    const options = flat(fields).filter(({ name }) => name.startsWith('Option')).map(({ name, value }) => `${name} ${value}`.trim());
    expect(options).toEqual(expect.arrayContaining(['Option: maximum segment size 1400 bytes', 'Option: window scale × 128', 'Option: SACK permitted']));
    const sequence = flat(fields).find(({ name }) => name === 'Sequence number');
    expect(new DataView(bytes.buffer, bytes.byteOffset).getUint32(sequence?.from ?? 0)).toBe(Number(sequence?.value));
    expect(flat(fields).filter(({ name }) => name.endsWith('hecksum')).map(({ note }) => note)).toEqual(['Right.', 'Right.']);
  });

  it('say what is odd: checksums, flags and reserved bits', () => {
    const bytes = frame(3).slice();
    const tcp = flat(packetFields(bytes, bytes.length, 1)).find(({ name }) => name === 'TCP')?.from ?? 0;
    bytes[tcp + 12] = (bytes[tcp + 12] ?? 0) | 0x08;
    bytes[tcp + 13] = 0x03;
    const notes = Object.fromEntries(flat(packetFields(bytes, bytes.length, 1)).map(({ name, note }) => [name, note]));
    expect(notes['Flags']).toContain('SYN and FIN');
    expect(notes['Reserved bits']).toContain('Must be 0');
    expect(notes['Checksum']).toContain('offload');
  });

  it.runIf(missingCaptures === undefined)('never reach beyond the captured bytes, wherever a packet is cut', () => {
    for (const name of captureNames) {
      const bytes = readCapture(name);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const reader = new CaptureReader();
      let seen = 0;
      for (let at = 0; at < bytes.length && seen < 12; at = reader.nextAt) {
        const status = reader.next(view, at, bytes.length);
        if (status === NEED_MORE || status === FATAL) break;
        if (status !== PACKET) continue;
        seen++;
        // Behind the headers one length is as good as another.
        for (let length = 0; length <= Math.min(reader.captured, 160); length++) {
          const cut = bytes.slice(reader.dataAt, reader.dataAt + length);
          const all = flat(packetFields(cut, reader.wire, reader.linkType));
          const beyond = all.filter(({ from, to }) => from < 0 || to > length || from > to);
          expect(beyond.map((field) => `${name} ${reader.recordAt} cut to ${length}: ${field.name} ${field.from}–${field.to}`)).toEqual([]);
        }
      }
    }
  });
});
