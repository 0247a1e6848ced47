// Frames a second of the real window over a million connections: `npm run bench:window`, not part of the tests.
import { defineConfig } from '@playwright/test';

export default defineConfig({ testDir: '.', workers: 1, timeout: 600_000, reporter: [['list']], outputDir: '../../../test-results' });
