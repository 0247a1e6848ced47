// The page allows no text to become markup, but ECharts clears its element by setting it to nothing: nothing is allowed.

interface TypesFactory {
  readonly defaultPolicy: unknown;
  createPolicy(name: string, rules: { createHTML: (text: string) => string | null }): unknown;
}

export function allowEmptyMarkup(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TypesFactory };
  if (trustedTypes === undefined || trustedTypes.defaultPolicy !== null) return;
  trustedTypes.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) });
}
