/** A delivery that was told to the end is not told again by this browser; one that keeps nothing tells it once a visit. */
import { afterEach, expect, it, vi } from 'vitest';
import { noteToldDelivery, toldDelivery } from '../../../server/console/src/publish/told-deliveries.ts';

afterEach(() => vi.unstubAllGlobals());

const aBrowser = (isOpen = true): void => {
  const kept = new Map<string, string>();
  const open = (): Map<string, string> => {
    if (!isOpen) throw new DOMException('denied', 'SecurityError');
    return kept;
  };
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => open().get(key) ?? null,
    setItem: (key: string, value: string) => void open().set(key, value),
  });
};

it('knows the newest one that was told, and nothing before', () => {
  aBrowser();
  expect(toldDelivery()).toBeNull();
  noteToldDelivery('pub_1');
  noteToldDelivery('pub_2');
  expect(toldDelivery()).toBe('pub_2');
});

it('does without where the browser keeps nothing', () => {
  aBrowser(false);
  expect(() => noteToldDelivery('pub_1')).not.toThrow();
  expect(toldDelivery()).toBeNull();
});
