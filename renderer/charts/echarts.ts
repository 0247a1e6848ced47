// The parts of ECharts that the overview draws with, loaded when it is first shown.
import { LineChart, SankeyChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([LineChart, SankeyChart, GridComponent, TooltipComponent, CanvasRenderer]);

export { init };
