/** Says in a toast that something was done. The next one takes its place, so they never pile up. */
import { notifications } from '@mantine/notifications';

const TOAST = 'done';
/** The toast that says what was done to slots, with its way back; it goes when that is published. */
export const SLOT_TOAST = 'slot-edit';

export const sayDone = (message: string): void => {
  notifications.hide(TOAST);
  notifications.show({ id: TOAST, withBorder: true, message });
};
