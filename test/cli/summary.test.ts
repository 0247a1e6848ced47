// The readable summary: how far the capture can be trusted, and the verdicts that are worth a look.
import { describe, expect, it } from 'vitest';
import { summaryText } from '../../main/cli/summary';
import { analyzeBytes } from '../drive';
import { story, together, type Story } from '../make/story';

function summaryOf(told: Story, filter = ''): string {
  const { tracker } = analyzeBytes(told.pcap(), { packetSink: null });
  return summaryText('a.pcap', false, tracker.status(), tracker.census(filter), { health: tracker.health(), verdicts: tracker.verdicts(filter), alerts: [...tracker.alerts()] }, filter);
}
const lossy = (): Story => story().handshake().data('originator', 1000).lost().data('originator', 1000).data('originator', 1000).ack('responder').duplicateAck('responder', 2).retransmit('originator', -2).ack('responder').close();

describe('the summary', () => {
  it('says that nothing speaks against a clean capture, and lists no verdict', () => {
    const text = summaryOf(story().handshake().data('originator', 10).ack('responder').close());
    expect(text).toContain('  No sign of trouble in this capture.');
    expect(text).not.toContain('verdict');
  });
  it('counts what went wrong by segments and by connections', () => {
    expect(summaryOf(lossy())).toMatch(/verdict\s+segments\s+in connections\n(.*\n)*\s+retransmission\s+1\s+1\n/);
  });
  it('warns of what the capture lacks, in lines that fit a terminal', () => {
    const text = summaryOf(story().handshake().data('originator', 900, { captured: 96 }).unseen().ack('responder').data('responder', 10).unseen().ack('originator'));
    expect(text).toMatch(/cut by the snap length/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
  });
  it('counts alerts by kind, and what is held back', () => {
    const refused = together(...Array.from({ length: 20 }, (_, i) => story({ originator: { address: '10.0.0.1', port: 50_000 }, responder: { address: i < 13 ? '10.0.0.2' : '10.0.0.3', port: 1 + i } }).syn().refuse()));
    const { tracker } = analyzeBytes(refused, { packetSink: null });
    const text = summaryText('a.pcap', false, tracker.status(), tracker.census(), { health: [], verdicts: [], alerts: [...tracker.alerts()] });
    expect(text).toMatch(/alert +severity +alerts +packets +held back\n +port-scan +medium +1 +13 +1\n/);
  });
  it('leaves out verdicts of connections that the filter hides', () => { expect(summaryOf(lossy(), 'udp')).not.toContain('retransmission'); });
});
