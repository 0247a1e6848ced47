// The state lanes above the graph, on its time axis: a band for each state, named where its name fits.
import type { CustomSeriesOption } from 'echarts/charts';
import type { Shape } from '@shared/states';
import type { Tokens } from './chart-tokens';

export interface LaneBands { row: number; from: number; to: number; name: string; shape: Shape; inferred: boolean }

const LETTER = 6;

export function laneBandSeries(bands: readonly LaneBands[], origin: number, tokens: Tokens): CustomSeriesOption[] {
  if (bands.length === 0) return [];
  const rows = Math.max(...bands.map((band) => band.row)) + 1;
  return [{
    type: 'custom', xAxisIndex: 0, yAxisIndex: 0, animation: false, silent: true, clip: true, z: 3,
    data: bands.map((band, i) => [band.from - origin, band.to - origin, i]), encode: { x: [0, 1], y: -1 },
    renderItem: (params, api) => {
      const band = bands[params.dataIndex];
      const area = params.coordSys as unknown as { x: number; y: number; width: number; height: number };
      if (band === undefined) return null;
      const [left = 0] = api.coord([band.from - origin, 0]);
      const [right = 0] = api.coord([band.to - origin, 0]);
      const x = Math.max(area.x, left);
      const width = Math.min(area.x + area.width, right) - x;
      if (width <= 0) return null;
      const height = area.height / rows;
      const y = area.y + band.row * height;
      const color = tokens[`state-${band.shape}`];
      return {
        type: 'group',
        children: [
          { type: 'rect', shape: { x, y: y + 1, width: Math.max(1, width), height: height - 2 }, style: { fill: color, opacity: 0.22 } },
          { type: 'rect', shape: { x: x + 0.5, y: y + 1.5, width: Math.max(0.5, width - 1), height: height - 3 }, style: { fill: 'transparent', stroke: color, lineDash: band.inferred ? [4, 3] : [] } },
          { type: 'text', ignore: band.name.length * LETTER + 8 > width, x: x + width / 2, y: y + height / 2, style: { text: band.name, fill: tokens.text, fontSize: 10, fontFamily: tokens['font-text'], fontWeight: 600, align: 'center', verticalAlign: 'middle' } },
        ],
      };
    },
  }];
}
