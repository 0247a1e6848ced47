// `npm test`: sets up whatever is missing, runs every check, ends with a table and the line `N passed, N failed`.
import './node-version.mjs';

const { fail, seconds } = await import('./steps.mjs');
const { provideApp, provideModules, provideRuntime } = await import('./setup.mjs');
const { hasDisplay } = await import('./display.mjs');
const { DISPLAY_NEEDS, TEST_NEEDS } = await import('./system-packages.mjs');
const { check, nodeTool, playwright, vitest } = await import('./checks.mjs');

/** @type {import('./checks.mjs').Outcome[]} */
const outcomes = [];
const began = Date.now();

/** Set-up that fails is one failure; what needs it is not run. @param {() => Promise<unknown>} work @param {string} name */
async function tried(name, work) {
  const from = Date.now();
  try {
    return { value: await work() };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    outcomes.push({ name, passed: 0, failed: 1, skipped: 0, millis: Date.now() - from, ok: false });
    return null;
  }
}

try {
  console.log('Set-up');
  await provideModules({ window: true, more: [...(hasDisplay() ? [] : DISPLAY_NEEDS), ...TEST_NEEDS] });

  console.log('\nAt the same time');
  outcomes.push(...await Promise.all([
    check('lint', nodeTool('eslint/bin/eslint.js', '.', '--max-warnings', '0')),
    check('types', nodeTool('vue-tsc/bin/vue-tsc.js', '-b')),
    check('unused code', nodeTool('knip/bin/knip.js', '--no-progress')),
  ]));
  outcomes.push(await vitest('import rules', ['--project', 'tree']));
  outcomes.push(await vitest('unit and golden', ['--project', 'core', '--project', 'rest']));

  console.log('\nSet-up of the window');
  const electron = await tried('electron', provideRuntime);
  const built = await tried('build', provideApp);
  if (electron !== null && built !== null) outcomes.push(await playwright('end to end', String(electron.value)));
} catch (error) {
  fail(error);
}

const sum = (/** @type {'passed' | 'failed'} */ key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
console.log('\nSummary');
for (const { name, passed, failed, skipped, millis, ok } of outcomes) {
  const counts = passed + failed + skipped > 1 ? `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}` : '';
  console.log(`  ${ok ? '✓' : '✗'} ${name.padEnd(18)} ${seconds(millis).padStart(12)}   ${counts}`);
}
console.log(`  ${'all'.padEnd(20)} ${seconds(Date.now() - began).padStart(12)}`);
process.exitCode = outcomes.every((outcome) => outcome.ok) ? 0 : 1;
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
