// How many pixels of the screen one of the page takes: another zoom or another screen changes it.
import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

export function createPixelRatio(): Readonly<ShallowRef<number>> {
  const ratio = shallowRef(devicePixelRatio);
  let query: MediaQueryList | null = null;
  /** A query asks for one ratio; where it no longer holds, the next one is asked for. */
  function follow(): void {
    query?.removeEventListener('change', follow);
    ratio.value = devicePixelRatio;
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', follow);
  }
  follow();
  onScopeDispose(() => { query?.removeEventListener('change', follow); });
  return ratio;
}
