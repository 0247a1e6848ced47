// The parts of ECharts that the charts use; loaded when the first one is shown.
import { CustomChart, LineChart, LinesChart, SankeyChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import type { ECharts } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts/types/dist/shared';

use([CustomChart, LineChart, LinesChart, SankeyChart, ScatterChart, GridComponent, TooltipComponent, CanvasRenderer, SVGRenderer]);

export type Chart = ECharts;

/** @param devicePixelRatio of the moment: ECharts would take the one of when it was loaded, and be blurred on another screen or zoom */
export const chartIn = (element: HTMLElement, devicePixelRatio: number): Chart => init(element, null, { renderer: 'canvas', devicePixelRatio });

/** The same picture as a drawing; made without a page, as text. */
export function svgOf(option: EChartsOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(option);
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}
