import { useSyncExternalStore } from 'react';

/** A value that several pages show: a mini-program draws each page apart, so no tree of components holds it. */
export interface Cell<T> {
  get(): T;
  set(value: T): void;
  use(): T;
}

export function cell<T>(first: T): Cell<T> {
  let current = first;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  const get = () => current;
  return {
    get,
    set(value) {
      current = value;
      for (const listener of [...listeners]) listener();
    },
    use: () => useSyncExternalStore(subscribe, get, get),
  };
}
