// A file dragged over the window: shows that it may be dropped, and hands over the first one.
import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

export function createFileDrop(open: (file: File) => void): { over: Readonly<ShallowRef<boolean>> } {
  const over = shallowRef(false);
  const onOver = (event: DragEvent): void => {
    // Without this the browser would leave the page for the file.
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = holdsFiles(event) ? 'copy' : 'none';
    over.value = holdsFiles(event);
  };
  const onLeave = (event: DragEvent): void => { if (event.relatedTarget === null) over.value = false; };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    over.value = false;
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) open(file);
  };
  window.addEventListener('dragover', onOver);
  window.addEventListener('dragleave', onLeave);
  window.addEventListener('drop', onDrop);
  onScopeDispose(() => {
    window.removeEventListener('dragover', onOver);
    window.removeEventListener('dragleave', onLeave);
    window.removeEventListener('drop', onDrop);
  });
  return { over };
}
