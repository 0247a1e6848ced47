// Builds the window with its stand-in for looking at and measuring: vite build, then vite preview, with this configuration.
import path from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const root = path.join(import.meta.dirname, '../../..');

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: path.join(root, 'assets/public'),
  plugins: [vue()],
  resolve: { alias: { '@shared': path.join(root, 'shared') } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  build: { outDir: path.join(root, '.cache/harness'), emptyOutDir: true, target: 'chrome114', modulePreload: { polyfill: false } },
  server: { port: 5199, strictPort: true },
  preview: { port: 5199, strictPort: true },
});
