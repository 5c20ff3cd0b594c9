import { useCallback, useState } from 'react';

import { PRIVATE_PREFIX } from '../../app/session';

/** A value kept in this browser until the person signs out: half-done answers, paths, private notes. `empty` is a constant. */
export function useKept<T>(
  name: string,
  empty: T,
  valid: (value: unknown) => value is T,
): [T, (value: T) => void, () => void] {
  const key = PRIVATE_PREFIX + name;
  const [value, setValue] = useState<T>(() => read(key, empty, valid));
  const keep = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Without storage the value lasts as long as the page.
      }
    },
    [key],
  );
  const forget = useCallback(() => {
    setValue(empty);
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  }, [key, empty]);
  return [value, keep, forget];
}

function read<T>(key: string, empty: T, valid: (value: unknown) => value is T): T {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return valid(found) ? found : empty;
  } catch {
    return empty;
  }
}
