import { Interrupted } from './say.mjs';

/**
 * Waits for all tasks; when one fails, the others are told to stop, and waited for, before its error is thrown.
 * So nothing is started any more behind the back of whoever cleans up.
 * @template {readonly Promise<any>[]} Tasks
 * @param {AbortController} stop
 * @param {Tasks} tasks
 * @returns {Promise<{ -readonly [Index in keyof Tasks]: Awaited<Tasks[Index]> }>}
 */
export async function together(stop, ...tasks) {
  for (const task of tasks) task.catch(() => stop.abort());
  const results = await Promise.allSettled(tasks);
  const reasons = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
  // The first cause, not the interruptions that followed from it.
  if (reasons.length > 0) throw reasons.find((reason) => !(reason instanceof Interrupted)) ?? reasons[0];
  return /** @type {any} */ (results.map((result) => /** @type {any} */ (result).value));
}
