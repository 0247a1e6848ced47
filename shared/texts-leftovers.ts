// Words about live captures that an earlier run left behind.
export const LEFTOVER_TEXTS = {
  title: 'Captures left behind',
  why: 'Synoptic ended before they were saved. They stay until you save or discard them.',
  of: (device: string) => (device === '' ? 'unknown interface' : device),
  open: 'Open',
  save: 'Save…',
  discard: 'Discard…',
  actionLabel: (action: string, device: string, ago: string) => `${action.replace('…', '')} the capture of ${device}, ${ago}`,
  saved: (file: string) => `Saved as ${file}.`,
} as const;
