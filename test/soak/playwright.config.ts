// The soak: `node test/soak/soak.mjs`, not part of the tests.
import { defineConfig } from '@playwright/test';

const seconds = Number(process.env.SYNOPTIC_SOAK_SECONDS ?? 600);

export default defineConfig({ testDir: '.', workers: 1, timeout: (seconds + 180) * 1_000, reporter: [['list']], outputDir: '../../test-results' });
