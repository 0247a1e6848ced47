// Waiting in component tests.
/** Lets pending answers, watchers and frames of a mounted component pass. */
export async function settle(millis = 60): Promise<void> {
  await new Promise((resolve) => { setTimeout(resolve, millis); });
}
