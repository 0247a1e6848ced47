// A packet without what tells who sent it to whom: addresses under the key, checksums mended, payload cut.
import type { EvidencePacket } from '@shared/report';
import type { AddressCipher } from './address-cipher';
import { ethernet, etherType, link, ppp } from './link';
import { ipv4, ipv6 } from './network';
import { LAYER, Rewriting, type Follow } from './rewriting';

const follow: Follow = (frame, layer, at, end, type) => {
  switch (layer) {
    case LAYER.ethernet: return ethernet(frame, at, end);
    case LAYER.etherType: return etherType(frame, type, at, end);
    case LAYER.ipv4: return ipv4(frame, at, end);
    case LAYER.ipv6: return ipv6(frame, at, end);
    case LAYER.ppp: return ppp(frame, at, end);
  }
};

/** null when its link layer cannot be rewritten. @returns notes for who reads it */
export function anonymisePacket(packet: EvidencePacket, cipher: AddressCipher): { packet: EvidencePacket; notes: string[] } | null {
  const frame = new Rewriting(packet.bytes, cipher, follow);
  const kept = link(frame, packet.linkType);
  if (kept < 0) return null;
  return { packet: { ...packet, bytes: frame.after.slice(0, kept) }, notes: frame.notes };
}
