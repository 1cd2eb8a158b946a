/**
 * A manager at the console, by roles and Vietnamese labels alone: where things are, and what is done with them. The one place to
 * mend when a page changes. Every act ends when the console shows that it was done.
 */
import type { Locator, Page } from 'playwright-core';
import { gripOf, settled } from './console.ts';
import { until } from './until.ts';

/** What is filled in of a slot; all else stays as the form has it. Values are labels of the form. */
export interface SlotWish {
  name: string;
  playlist: string;
  from: string;
  until: string;
  /** On today alone; else every day. */
  once?: boolean;
  /** A day, `dd/mm/yyyy`. */
  except?: string;
  /** Names of calendars. */
  avoid?: string;
  require?: string;
  priority?: 'Thông thường' | 'Ưu tiên' | 'Khẩn cấp';
  boundary?: 'Chuyển ngay' | 'Phát nốt' | 'Vừa đủ';
}

export type Desk = ReturnType<typeof openDesk>;

/** For a page on which somebody has signed in. */
export const openDesk = (page: Page) => {
  const button = (name: string, within: Page | Locator = page): Locator =>
    within.getByRole('button', { name, exact: true });
  const finding = (said: string, slot: string): Locator =>
    page.locator('.findings').getByRole('listitem').filter({ hasText: said }).filter({ hasText: slot });
  const slotForm = (name: string): Locator => page.getByRole('dialog', { name });
  const publicationRow = (note: string): Locator => page.locator('.row', { hasText: note });
  const card = (screen: string): Locator => page.getByRole('region', { name: screen, exact: true });
  /** Occurrences of a slot on the calendar, in the order of days. */
  const drawn = (slot: string, times: string): Locator =>
    page.getByRole('button', { name: new RegExp(`${times}.*${slot}`) });

  const go = async (name: string): Promise<void> => {
    await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
    await settled(page);
  };
  const chooseCalendar = async (form: Locator, field: string, calendar: string): Promise<void> => {
    await form.getByRole('combobox', { name: field }).press('ArrowDown');
    await page.getByRole('option', { name: calendar }).click();
    await form.getByLabel('Tên khung giờ').click();
  };
  const choose = (form: Locator, group: string, label: string): Promise<void> =>
    form.getByRole('radiogroup', { name: group }).getByText(label, { exact: true }).click();
  /** Drags from the middle of an occurrence, or from its lower edge, down by so many of its own heights. */
  const drag = async (event: Locator, heights: number, from: 'middle' | 'edge'): Promise<void> => {
    const { x, y, height } = await gripOf(event, from);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + heights * height, { steps: 8 });
    await page.mouse.up();
  };

  return {
    go,
    drawn,
    finding,
    publicationRow,

    addPlaylist: async (name: string, entries: readonly { title: string; seconds?: number }[]): Promise<void> => {
      await go('Danh sách phát');
      await button('Tạo danh sách phát').first().click();
      await page.getByLabel('Tên danh sách phát').fill(name);
      await button('Thêm nội dung').first().click();
      const picker = page.getByRole('dialog', { name: 'Chọn nội dung' });
      for (const { title } of entries) await picker.getByRole('checkbox', { name: title }).check();
      await button(`Thêm ${entries.length} nội dung`, picker).click();
      for (const { title, seconds } of entries)
        if (seconds) await page.getByLabel(`Thời lượng (giây) của ${title}`).fill(String(seconds));
      await button('Lưu').click();
      await page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
    },

    /** On the schedule page. */
    addSlot: async (wish: SlotWish): Promise<void> => {
      await button('Thêm khung giờ').click();
      const form = slotForm('Khung giờ mới');
      await form.getByLabel('Tên khung giờ').fill(wish.name);
      await form.getByLabel('Danh sách phát').selectOption({ label: wish.playlist });
      await form.getByLabel('Bắt đầu').fill(wish.from);
      await form.getByLabel('Kết thúc').fill(wish.until);
      if (wish.once) await form.getByLabel('Lặp lại').selectOption({ label: 'Một lần' });
      if (wish.except) {
        await form.getByLabel('Trừ các ngày', { exact: true }).fill(wish.except);
        await button('Thêm vào “Trừ các ngày”', form).click();
      }
      if (wish.avoid) await chooseCalendar(form, 'Tránh ngày đặc biệt', wish.avoid);
      if (wish.require) await chooseCalendar(form, 'Chỉ vào ngày đặc biệt', wish.require);
      if (wish.priority) await choose(form, 'Mức ưu tiên', wish.priority);
      if (wish.boundary) await choose(form, 'Khi hết giờ', wish.boundary);
      await button('Lưu', form).click();
      await form.waitFor({ state: 'detached' });
    },

    /** On the calendar: puts an occurrence later by `heights` of its length, or makes it longer by as many; answers how far that reaches. */
    change: async (
      slot: string,
      event: Locator,
      { heights, by }: { heights: number; by: 'middle' | 'edge' },
      reach: 'Chỉ lần này' | 'Từ lần này về sau' | 'Mọi lần',
    ): Promise<void> => {
      await drag(event, heights, by);
      const question = page.getByRole('dialog', { name: `Đổi “${slot}” đến đâu?` });
      await button(reach, question).click();
      await question.waitFor({ state: 'detached' });
    },

    /** Follows a finding to the slot that it speaks of, and closes that again; the schedule page is then shown. */
    follow: async (found: Locator, slot: string): Promise<void> => {
      await found.getByRole('link', { name: 'Mở xem' }).click();
      const form = slotForm('Sửa khung giờ');
      await form.getByLabel('Tên khung giờ').waitFor();
      const name = await form.getByLabel('Tên khung giờ').inputValue();
      if (name !== slot) throw new Error(`the finding leads to “${name}”`);
      await page.keyboard.press('Escape');
      await form.waitFor({ state: 'detached' });
    },

    /** On the time machine: stops the time, takes the working schedule and asks why. */
    askWhy: async (screen: string): Promise<{ why: Locator; losers: Locator }> => {
      await button('Dừng').click();
      await page.getByText('Đang soạn', { exact: true }).click();
      await button('Vì sao?', card(screen)).click();
      const why = card(screen).getByRole('status');
      return { why, losers: why.getByRole('listitem') };
    },
    /** Waits until the time machine stands at a day. */
    now: (day: string): Promise<unknown> =>
      until(
        `the time machine at ${day}`,
        async () => (await page.getByRole('textbox', { name: 'Ngày', exact: true }).inputValue()) === day,
      ),
    lookAt: async (date: string, time: string): Promise<void> => {
      await page.getByRole('textbox', { name: 'Ngày', exact: true }).fill(date);
      await page.getByRole('textbox', { name: 'Giờ', exact: true }).fill(time);
    },

    /** On the publish page; ends when every screen has taken it. */
    publish: async (note: string): Promise<void> => {
      await page.getByLabel('Ghi chú', { exact: false }).fill(note);
      await button('Đăng phát').click();
      await publicationRow(note).waitFor();
      await page.getByText('Mọi thay đổi đã được đăng phát').waitFor();
      await page.getByText('Mọi màn hình đã nhận chương trình phát mới').waitFor();
    },
    rollBack: async (note: string): Promise<void> => {
      await publicationRow(note)
        .getByRole('button', { name: /^Quay lại bản/ })
        .click();
      const question = page.getByRole('dialog', { name: /^Quay lại bản/ });
      await button('Quay lại bản này', question).click();
      await question.waitFor({ state: 'detached' });
      await publicationRow(`↩ ${note}`).waitFor();
    },
  };
};
