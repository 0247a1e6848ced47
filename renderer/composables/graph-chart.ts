// The chart on the page: loaded when first needed, drawn at most once a frame, coloured by the theme of the moment, as large as its element.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { EChartsOption } from 'echarts/types/dist/shared';
import type { Chart } from '../charts/graph-engine';
import { readTokens } from '../charts/graph-tokens';
import type { Tokens } from '../charts/graph-tokens';
import { allowEmptyMarkup } from './trusted-markup';

export interface Size { width: number; height: number }

export interface GraphChart {
  png: () => string | null;
  svg: () => Promise<string | null>;
}

const tokensNow = (): Tokens => {
  const style = getComputedStyle(document.documentElement);
  return readTokens((property) => style.getPropertyValue(property));
};

export function createGraphChart(element: Readonly<Ref<HTMLElement | null>>, size: ShallowRef<Size>, option: (tokens: Tokens) => EChartsOption | null): GraphChart {
  const tokens = shallowRef(tokensNow());
  const chart = shallowRef<Chart | null>(null);
  let frame = 0;

  const resize = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    const height = Math.floor(entry?.contentRect.height ?? 0);
    if (width > 0 && height > 0) size.value = { width, height };
  });
  const theme = new MutationObserver(() => { tokens.value = tokensNow(); });
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

  watch(element, async (now, _before, onCleanup) => {
    if (now === null) return;
    resize.observe(now);
    let left = false;
    onCleanup(() => {
      left = true;
      resize.unobserve(now);
      chart.value?.dispose();
      chart.value = null;
    });
    allowEmptyMarkup();
    const { createChart } = await import('../charts/graph-engine');
    if (!left) chart.value = createChart(now);
  }, { immediate: true, flush: 'post' });

  watch(size, ({ width, height }) => { chart.value?.resize({ width, height }); });
  watch([chart, () => option(tokens.value)], ([on, what]) => {
    cancelAnimationFrame(frame);
    if (on === null || what === null) return;
    frame = requestAnimationFrame(() => { if (!on.isDisposed()) on.setOption(what, { notMerge: true, silent: true }); });
  });
  onScopeDispose(() => {
    cancelAnimationFrame(frame);
    resize.disconnect();
    theme.disconnect();
    chart.value?.dispose();
  });

  return {
    png: () => chart.value?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: tokens.value.ground }) ?? null,
    async svg() {
      const what = option(tokens.value);
      if (what === null) return null;
      const { svgOf } = await import('../charts/graph-engine');
      return svgOf(what, size.value.width, size.value.height);
    },
  };
}
