/** Fields whose text is no value (a time, a day) mark themselves; a form that has one is not sent, and the focus goes to it. */
import type { FormEvent } from 'react';

/** For the input of such a field. */
export const unreadableMark = (isUnreadable: boolean) => ({ 'data-unreadable': isUnreadable || undefined });

export const unlessUnreadable =
  (submit: (event: FormEvent<HTMLFormElement>) => void) =>
  (event: FormEvent<HTMLFormElement>): void => {
    const field = event.currentTarget.querySelector<HTMLInputElement>('input[data-unreadable]');
    if (!field) {
      submit(event);
      return;
    }
    event.preventDefault();
    field.focus();
  };
