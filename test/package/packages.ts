// The packages that were made, and how an ordinary user runs what is in them.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const RELEASE = path.join(ROOT, 'release');
const { name, version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string };
export const VERSION = version;
const debArchitecture = process.arch === 'x64' ? 'amd64' : process.arch;
export const UNPACKED = path.join(RELEASE, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
export const TARBALL = path.join(RELEASE, `${name}-${version}-linux-${process.arch}.tar.gz`);
export const DEB = path.join(RELEASE, `${name}_${version}_${debArchitecture}.deb`);
/** `nobody`: exists everywhere, owns nothing. */
export const ORDINARY = 65_534;

const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];

export interface Ran { status: number | null; stdout: string; stderr: string }

function ran([file = '', ...args]: readonly string[], env: NodeJS.ProcessEnv, input?: Buffer): Ran {
  const { status, stdout, stderr, error } = spawnSync(file, args, { env, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000, ...(input === undefined ? {} : { input }) });
  return { status, stdout, stderr: error === undefined ? stderr : `${stderr}${error.message}` };
}

/** Runs as root; without the right to, the check fails and says so. */
export const root = (...command: string[]): Ran => ran([...asRoot, ...command], process.env);

/** A home of the ordinary user, gone with `remove`. */
export class OrdinaryUser {
  readonly home = fs.mkdtempSync(path.join(os.tmpdir(), 'synoptic-user-'));
  readonly #groups: readonly string[];

  constructor(groups: readonly string[] = []) {
    this.#groups = groups;
    fs.chmodSync(this.home, 0o755);
    root('chown', `${String(ORDINARY)}:${String(ORDINARY)}`, this.home);
  }

  /** A file of this user. */
  file(base: string, content: Uint8Array): string {
    const target = path.join(this.home, base);
    const staged = path.join(os.tmpdir(), `synoptic-staged-${String(process.pid)}`);
    fs.writeFileSync(staged, content);
    root('install', '-o', String(ORDINARY), '-g', String(ORDINARY), '-m', '0600', staged, target);
    fs.rmSync(staged);
    return target;
  }

  environment(display: boolean): NodeJS.ProcessEnv {
    // Nothing that the development tree sets: no Node, no Electron of it may help.
    const env: NodeJS.ProcessEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', HOME: this.home, XDG_RUNTIME_DIR: this.home };
    if (!display) return env;
    const authority = process.env.XAUTHORITY;
    return { ...env, DISPLAY: process.env.DISPLAY, ...(authority === undefined ? {} : { XAUTHORITY: this.file('.Xauthority', fs.readFileSync(authority)) }) };
  }

  command(words: readonly string[], env: NodeJS.ProcessEnv): string[] {
    const groups = this.#groups.length === 0 ? ['--clear-groups'] : ['--groups', this.#groups.join(',')];
    const pairs = Object.entries(env).map(([key, value]) => `${key}=${value ?? ''}`);
    return [...asRoot, 'setpriv', '--reuid', String(ORDINARY), '--regid', String(ORDINARY), ...groups, 'env', '-i', ...pairs, ...words];
  }

  run(words: readonly string[], input?: Buffer): Ran {
    return ran(this.command(words, this.environment(false)), process.env, input);
  }

  start(words: readonly string[], display = false): ChildProcess {
    const [file = '', ...args] = this.command(words, this.environment(display));
    return spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: this.home });
  }

  remove(): void {
    root('rm', '-rf', this.home);
  }
}

export interface Window { page: Page; pid: number; launchedAt: number; close: () => Promise<void> }

/** Starts the window and attaches to its page by Chromium's own protocol: a package lets no debugger of Node in. */
export async function openWindow(user: OrdinaryUser, words: readonly string[]): Promise<Window> {
  const launchedAt = Date.now();
  const child = user.start([...words, '--remote-debugging-port=0'], true);
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => { reject(new Error(`no window:\n${said}`)); }, 60_000);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const match = /DevTools listening on (ws:\S+)/.exec(said);
      if (match?.[1] !== undefined) { clearTimeout(timer); resolve(match[1]); }
    });
    child.on('close', (status) => { clearTimeout(timer); reject(new Error(`ended with ${String(status)}:\n${said}`)); });
  });
  const browser: Browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const page = browser.contexts()[0]?.pages()[0] ?? await browser.contexts()[0]?.waitForEvent('page');
  if (page === undefined) throw new Error('no page');
  const ended = new Promise((resolve) => { child.once('close', resolve); });
  return {
    page, launchedAt, pid: child.pid ?? 0,
    close: async () => {
      await page.close().catch(() => undefined);
      await browser.close().catch(() => undefined);
      const timer = setTimeout(() => { child.kill('SIGKILL'); }, 20_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Words, user and confinement of every process of a family, as the kernel tells. */
export function processes(pids: readonly number[]): { pid: number; words: string[]; uid: number; seccomp: number; namespaces: string }[] {
  return pids.flatMap((pid) => {
    try {
      const status = fs.readFileSync(`/proc/${String(pid)}/status`, 'utf8');
      const field = (key: string): string => new RegExp(`^${key}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
      const words = fs.readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').split(/[\0 ]/).filter((word) => word !== '');
      const namespaces = ['pid', 'net', 'user'].map((kind) => { try { return fs.readlinkSync(`/proc/${String(pid)}/ns/${kind}`); } catch { return '?'; } }).join(' ');
      return [{ pid, words, uid: Number(field('Uid')), seccomp: Number(field('Seccomp')), namespaces }];
    } catch {
      return []; // it ended meanwhile
    }
  });
}
