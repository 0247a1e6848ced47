// A chart on the page: loaded when first needed, drawn at most once a frame, coloured by the theme of the moment, as large as its element.
import { onScopeDispose, shallowRef, watch } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import type { EChartsOption } from 'echarts/types/dist/shared';
import type { Chart } from '../charts/chart-engine';
import { readTokens } from '../charts/chart-tokens';
import type { Tokens } from '../charts/chart-tokens';
import { createPixelRatio } from './pixel-ratio';
import { allowEmptyMarkup } from './trusted-markup';

export interface Size { width: number; height: number }

interface ChartWishes {
  /** Told how large the chart is, for an option that depends on it. */
  size?: ShallowRef<Size>;
  onClick?: (event: unknown) => void;
  /** Only the series are drawn anew, and what the pointer shows stays. */
  keep?: boolean;
}

export interface ChartPictures {
  png: () => string | null;
  svg: () => Promise<string | null>;
}

const tokensNow = (): Tokens => {
  const style = getComputedStyle(document.documentElement);
  return readTokens((property) => style.getPropertyValue(property));
};

/** @param option what to draw; null while there is nothing, which leaves what is there */
export function createChart(element: Readonly<Ref<HTMLElement | null>>, option: (tokens: Tokens) => EChartsOption | null, { size = shallowRef({ width: 0, height: 0 }), onClick, keep = false }: ChartWishes = {}): ChartPictures {
  const tokens = shallowRef(tokensNow());
  const chart = shallowRef<Chart | null>(null);
  const ratio = createPixelRatio();
  const how = keep ? { replaceMerge: ['series'], lazyUpdate: true } : { notMerge: true, silent: true };
  let frame = 0;

  const resize = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    const height = Math.floor(entry?.contentRect.height ?? 0);
    if (width > 0 && height > 0) size.value = { width, height };
  });
  const theme = new MutationObserver(() => { tokens.value = tokensNow(); });
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

  watch([element, ratio], async ([now], _before, onCleanup) => {
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
    const { chartIn } = await import('../charts/chart-engine');
    if (left) return;
    const made = chartIn(now, ratio.value);
    if (onClick !== undefined) made.on('click', onClick);
    chart.value = made;
  }, { immediate: true, flush: 'post' });

  watch(size, ({ width, height }) => { chart.value?.resize({ width, height }); });
  watch([chart, () => option(tokens.value)], ([on, what]) => {
    cancelAnimationFrame(frame);
    if (on === null || what === null) return;
    frame = requestAnimationFrame(() => { if (!on.isDisposed()) on.setOption(what, how); });
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
      const { svgOf } = await import('../charts/chart-engine');
      return svgOf(what, size.value.width, size.value.height);
    },
  };
}
