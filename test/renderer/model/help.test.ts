// What can be looked up: an entry for everything a mark, a column or an alert names, found by its words and from where it stands.
import { describe, expect, it } from 'vitest';
import { ALERTS } from '@shared/alerts';
import { VERDICTS } from '@shared/analysis';
import { TCP_STATES } from '@shared/states';
import { COLUMNS } from '../../../renderer/model/columns';
import { COMMANDS } from '../../../renderer/model/commands';
import { HELP_TOPICS, topicFor } from '../../../renderer/model/help-topics';
import { keyGroups } from '../../../renderer/model/key-groups';
import { search } from '../../../renderer/model/text-search';

describe('the help', () => {
  it('has a sentence for every state, verdict, column and alert', () => {
    const keys = [
      ...TCP_STATES.map(({ name }) => `state:${name}`), ...VERDICTS.flatMap(({ name }) => (name === null ? [] : [`verdict:${name}`])),
      ...COLUMNS.map(({ key }) => `column:${key}`), ...ALERTS.map(({ kind }) => `alert:${kind}`),
    ];
    for (const key of keys) expect(topicFor(key)?.text, key).toMatch(/\p{L}{2}.*\.$/su);
  });
  it('names nothing twice', () => { expect(new Set(HELP_TOPICS.map(({ key }) => key)).size).toBe(HELP_TOPICS.length); });
  it('tells states of the same name apart by protocol, and takes the first where none is named', () => {
    expect(topicFor('state:ICMP:UNREACHABLE')?.text).toContain('query');
    expect(topicFor('state:UNREACHABLE')?.kind).toBe('UDP');
    expect(topicFor('state:NO-SUCH')).toBeNull();
  });
  it('says in words what another program’s name means', () => {
    expect(topicFor('netfilter:ESTABLISHED')?.text).toContain('does not mean the TCP state');
    expect(topicFor('zeek:conn_state:S0')?.text).toContain('no reply');
    expect(topicFor('wireshark:zero_window')?.text).toContain('no bytes');
  });
});

describe('a search', () => {
  const find = (typed: string, loose = false): string[] => search(COMMANDS, typed, ({ title, id }) => [title, id], loose).map(({ id }) => id);
  it('puts what begins with the word first, and needs every word', () => {
    expect(find('open')[0]).toBe('open');
    expect(find('theme dark')).toEqual(['theme']);
    expect(find('theme nowhere')).toEqual([]);
  });
  it('takes letters in their order only where that is asked for', () => {
    expect(find('sqgrph')).toEqual([]);
    expect(find('sqgrph', true)).toEqual(['tab-graph']);
  });
  it('without words gives everything in its order', () => { expect(find('  ')).toEqual(COMMANDS.map(({ id }) => id)); });
});

it('lists every key once a part of the window, and finds it by the part, by what it does and by itself', () => {
  const all = keyGroups('', false);
  for (const { keys } of all) expect(new Set(keys.map(({ what }) => what)).size).toBe(keys.length);
  expect(keyGroups('ladder frame', false).flatMap(({ keys }) => keys.map(({ chords }) => chords))).toEqual([['G']]);
  expect(keyGroups('ctrl+k', false).map(({ keys }) => keys[0]?.what)).toEqual(['All commands']);
});
