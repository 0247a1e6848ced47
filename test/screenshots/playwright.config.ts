// The pictures of the README: made by `npm run screenshots`, not part of the tests.
import { defineConfig } from '@playwright/test';

export default defineConfig({ testDir: '.', workers: 1, timeout: 400_000, expect: { timeout: 30_000 }, reporter: [['list']], outputDir: '../../test-results' });
