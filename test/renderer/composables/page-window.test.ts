// @vitest-environment happy-dom
// Asking for rows: one request in flight, the newest range wins, a refresh waits for the drawing.
import { describe, expect, it } from 'vitest';
import type { PageRequest, Result, View } from '@shared/ipc';
import type { Page } from '@shared/snapshot';
import { createPageWindow } from '../../../renderer/composables/page-window';
import { makeConnections } from '../harness/made-connections';
import { settle } from '../settle';

const VIEW: View = { sort: 'id', descending: false, filter: '' };
const made = makeConnections(500, 0, 1e6);

/** A loader whose answers are given by hand. */
function byHand() {
  const open: { request: PageRequest; answer: () => void }[] = [];
  const errors: Result<Page>[] = [];
  const pages = createPageWindow<View, Page>(VIEW, (request) => new Promise((resolve) => {
    open.push({ request, answer: () => { resolve({ ok: true, value: made.page(request) }); } });
  }), (result) => errors.push(result));
  return { open, errors, pages };
}

describe('the window of rows', () => {
  it('has one request in flight, and afterwards asks only for the newest range', async () => {
    const { open, pages } = byHand();
    for (let top = 0; top < 10; top++) pages.want({ offset: top * 10, count: 20 });
    expect(open.map(({ request }) => request.offset)).toEqual([0]);
    open[0]?.answer();
    await settle();
    expect(open.map(({ request }) => request.offset)).toEqual([0, 90]);
    expect(pages.page.value?.offset).toBe(0);
    open[1]?.answer();
    await settle();
    expect(pages.page.value?.offset).toBe(90);
    expect(open).toHaveLength(2);
  });
  it('joins any number of refreshes while an answer is under way', async () => {
    const { open, pages } = byHand();
    pages.want({ offset: 0, count: 20 });
    for (let i = 0; i < 8; i++) pages.refresh();
    open[0]?.answer();
    await settle();
    expect(open).toHaveLength(2);
  });
  it('never shows rows in an order that is no longer wanted', async () => {
    const { open, pages } = byHand();
    pages.want({ offset: 0, count: 20 });
    pages.setView({ ...VIEW, descending: true });
    open[0]?.answer();
    await settle();
    expect(pages.page.value).toBeNull();
    open[1]?.answer();
    await settle();
    expect([pages.page.value?.ids[0], pages.shownView.value?.descending]).toEqual([500, true]);
  });
  it('drops an answer about a capture that is gone', async () => {
    const { open, pages } = byHand();
    pages.want({ offset: 0, count: 20 });
    pages.clear();
    open[0]?.answer();
    await settle();
    expect(pages.page.value).toBeNull();
    open[1]?.answer();
    await settle();
    expect(pages.page.value).not.toBeNull();
  });
  it('goes on after an error', async () => {
    const results: Result<Page>[] = [{ ok: false, error: { code: 'internal', message: 'worker restarted', remedy: null, offset: null } }, { ok: true, value: made.page({ ...VIEW, offset: 0, count: 5 }) }];
    const errors: Result<Page>[] = [];
    const pages = createPageWindow<View, Page>(VIEW, () => Promise.resolve(results.shift() ?? { ok: true, value: made.page({ ...VIEW, offset: 0, count: 5 }) }), (result) => errors.push(result));
    pages.want({ offset: 0, count: 5 });
    await settle();
    pages.refresh();
    await settle();
    expect([errors.length, pages.page.value?.ids.length]).toEqual([1, 5]);
  });
});
