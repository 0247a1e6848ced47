// What a file that is no pcap and no pcapng most likely is, and what to do about it.

interface Signature {
  bytes: readonly number[];
  name: string;
  remedy: string;
}

const CONVERT = 'convert it with `editcap -F pcapng`';

const SIGNATURES: readonly Signature[] = [
  { bytes: [0x1f, 0x8b], name: 'gzip data inside gzip data', remedy: 'uncompress it once' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: 'compressed with zstd', remedy: 'uncompress it with `zstd -d`' },
  { bytes: [0x04, 0x22, 0x4d, 0x18], name: 'compressed with lz4', remedy: 'uncompress it with `lz4 -d`' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'compressed with xz', remedy: 'uncompress it with `xz -d`' },
  { bytes: [0x42, 0x5a, 0x68], name: 'compressed with bzip2', remedy: 'uncompress it with `bzip2 -d`' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: 'a zip archive', remedy: 'unpack it' },
  { bytes: [0x73, 0x6e, 0x6f, 0x6f, 0x70], name: 'a snoop capture', remedy: CONVERT },
  { bytes: [0x47, 0x4d, 0x42, 0x55], name: 'a Network Monitor capture', remedy: CONVERT },
  { bytes: [0x0a, 0x0d, 0x0d, 0x0a], name: 'a pcapng whose section header is damaged', remedy: 'try `pcapfix`' },
];

export function otherFormat(view: DataView, at: number): string {
  for (const { bytes, name, remedy } of SIGNATURES) {
    if (bytes.every((byte, i) => view.getUint8(at + i) === byte)) return `not a pcap or pcapng but ${name}: ${remedy}`;
  }
  const start = view.getUint32(at, false).toString(16).padStart(8, '0');
  return `not a capture: it starts with 0x${start}, which is neither pcap nor pcapng`;
}
