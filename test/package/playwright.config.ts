// Checks of the finished packages (`npm run package -- --check`): they take minutes, install and remove, so `npm test` leaves them out.
import { defineConfig } from '@playwright/test';

export default defineConfig({ testDir: '.', testMatch: '*.spec.ts', workers: 1, timeout: 300_000, retries: 0, forbidOnly: true, reporter: [['list']], outputDir: '../../test-results' });
