// Live on loopback: a server answers a thousand requests, and every connection that was made is found, by each capturer.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { launch, rowCount, shownRows } from './launch';

const REQUESTS = 1_000;
const AT_ONCE = 20;

async function serve(): Promise<{ port: number; close(): void }> {
  const server = http.createServer((request, response) => { response.end(`you asked for ${request.url ?? ''}`); });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** One request on a connection of its own; the port it came from. */
function ask(port: number, agent: http.Agent | false = false): Promise<number> {
  return new Promise((resolve, reject) => {
    let from = 0;
    http.get({ host: '127.0.0.1', port, agent, path: '/' }, (response) => {
      response.resume().on('end', () => { resolve(from); });
    }).on('socket', (socket) => {
      const know = (): void => { from = socket.localPort ?? 0; };
      if (socket.connecting) socket.once('connect', know);
      else know();
    }).on('error', reject);
  });
}

async function askMany(port: number): Promise<number[]> {
  const ports: number[] = [];
  let begun = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (begun++ < REQUESTS) ports.push(await ask(port));
  }));
  return ports;
}

/** Ports of the originators of every connection to the server, as the window can ask for them. */
async function originatorPorts(page: Page, server: number): Promise<number[]> {
  return page.evaluate(async (port) => {
    interface Answer { value: { originatorPort: Uint16Array; responderPort: Uint16Array } }
    const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument: unknown): Promise<Answer> };
    const { value } = await api.invoke('page', { sort: 'id', descending: false, filter: String(port), offset: 0, count: 2_000 });
    return Array.from(value.originatorPort).filter((_, i) => value.responderPort[i] === port);
  }, server);
}

for (const capturer of ['dumpcap', 'cap'] as const) {
  test(`with ${capturer}, every connection to a local server is found, and one is seen on its way to TIME-WAIT`, async () => {
    const { page, complaints, close } = await launch([], { capturer });
    const server = await serve();
    try {
      await expect(page.getByText(`Captures with ${capturer}`)).toBeVisible({ timeout: 20_000 });
      await page.getByRole('option').filter({ has: page.getByText('lo', { exact: true }) }).dblclick();
      await expect(page.getByRole('grid')).toBeVisible({ timeout: 20_000 });

      await page.mouse.move(1, 1); // over the rows it would hold their order, and new ones would wait to be asked for
      // A connection that is kept open: watched alone.
      const agent = new http.Agent({ keepAlive: true });
      const watched = await ask(server.port, agent);
      await page.getByLabel('Filter connections').fill(`${watched} ${server.port}`);
      const states = async (): Promise<string> => ((await shownRows(page))[0] ?? []).slice(4, 6).join(' ');
      await expect.poll(states, { timeout: 15_000 }).toMatch(/ESTABLISHED.*ESTABLISHED/);
      agent.destroy();
      await expect.poll(states, { timeout: 15_000 }).toMatch(/TIME-WAIT/);

      const ports = [watched, ...await askMany(server.port)];
      expect(ports).toHaveLength(REQUESTS + 1);
      await page.getByLabel('Filter connections').fill(String(server.port));
      await expect.poll(() => rowCount(page), { timeout: 20_000 }).toBe(ports.length);
      expect((await originatorPorts(page, server.port)).sort()).toEqual(ports.sort());

      await page.keyboard.press('Control+E');
      await expect.poll(() => page.evaluate(async () => {
        const api = Reflect.get(globalThis, 'synoptic') as { invoke(name: string, argument?: unknown): Promise<{ value: { status: { phase: string; error: unknown } } }> };
        const { phase, error } = (await api.invoke('startup')).value.status;
        return { phase, error };
      }), { timeout: 15_000 }).toEqual({ phase: 'done', error: null });
      expect(await rowCount(page)).toBe(ports.length);
      expect(complaints).toEqual([]);
    } finally {
      server.close();
      await close();
    }
  });
}
