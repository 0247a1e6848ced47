// The Wireshark view tells a story's segments as Wireshark would.
import { describe, expect, it } from 'vitest';
import { throughLens } from '../../truth/wireshark-frames';
import { WIRESHARK_STORIES } from './wireshark-stories';

describe('the verdicts of', () => {
  it.each(WIRESHARK_STORIES)('$name', ({ story, verdicts }) => {
    const found = [...throughLens(story.pcap())].filter(([, { verdict }]) => verdict !== '').map(([frame, { verdict }]) => [String(frame), verdict]);
    expect(Object.fromEntries(found)).toEqual(verdicts);
  });
});
