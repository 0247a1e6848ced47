// An ECharts chart in an element: loaded when first needed, sized with its element, drawn anew when what it shows or the theme changes.
import { onBeforeUnmount, onMounted, shallowRef, watchEffect } from 'vue';
import type { Ref } from 'vue';
import type { EChartsOption } from 'echarts';
import { chartColors } from '../charts/chart-colors';
import type { ChartColors } from '../charts/chart-colors';
import type { init as Init } from '../charts/echarts';
import { allowEmptyMarkup } from './trusted-markup';

type Chart = ReturnType<typeof Init>;

/** @param option what to draw, in the theme's colours; null while there is nothing */
export function createChart(element: Readonly<Ref<HTMLElement | null>>, option: (colors: ChartColors) => EChartsOption | null, onClick?: (event: unknown) => void): void {
  const chart = shallowRef<Chart | null>(null);
  /** Counts the changes of the theme: the tokens are read anew. */
  const theme = shallowRef(0);
  let gone = false;

  const sizes = new ResizeObserver(() => { chart.value?.resize(); });
  const themes = new MutationObserver(() => { theme.value++; });
  onMounted(async () => {
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    allowEmptyMarkup();
    const { init } = await import('../charts/echarts');
    const { value } = element;
    // The page may be left while the library loads.
    if (gone || value === null) return;
    const made = init(value, null, { renderer: 'canvas' });
    if (onClick !== undefined) made.on('click', onClick);
    sizes.observe(value);
    chart.value = made;
  });
  watchEffect(() => {
    const { value } = chart;
    if (value === null || theme.value < 0) return;
    const style = getComputedStyle(document.documentElement);
    const next = option(chartColors((token) => style.getPropertyValue(token)));
    if (next === null) value.clear();
    else value.setOption(next, { replaceMerge: ['series'], lazyUpdate: true });
  }, { flush: 'post' });
  onBeforeUnmount(() => {
    gone = true;
    sizes.disconnect();
    themes.disconnect();
    chart.value?.dispose();
  });
}
