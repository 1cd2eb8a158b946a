/** Screens that change so often that no player would take their timeline (FD26). It blocks: they would keep what they have. */
import type { Finding } from '../model/finding.ts';
import type { Said } from '../model/said.ts';
import type { Screen } from '../model/screen.ts';
import { DAY_MS } from '../model/time.ts';
import { isTooLarge, type ManifestBody, MOST_LOOPS, MOST_SPANS } from '../wire/manifest.ts';
import { bodyIn } from './bodies.ts';
import type { Coverage } from './coverage-findings.ts';
import type { Stretch } from './occurrences.ts';
import { nameScreens } from './sentences.ts';
import type { Ward } from './ward.ts';

const say = (screens: readonly Screen[], { spans, loops, from, until }: ManifestBody): Said => {
  const on = nameScreens(screens);
  const days = Math.round((until - from) / DAY_MS);
  const daily = Math.floor(MOST_SPANS / days);
  if (spans.length > MOST_SPANS)
    return {
      vi: `Màn hình ${on.vi} đổi chương trình ${spans.length} lần trong ${days} ngày tới, trong khi thiết bị phát nhận nhiều nhất ${MOST_SPANS} lần (khoảng ${daily} lần mỗi ngày). Hãy gộp những khung giờ ngắn thành một khung giờ có danh sách phát, hoặc bớt khung giờ của màn hình này.`,
      en: `${on.en} would change ${spans.length} times in the coming ${days} days; players take ${MOST_SPANS} at most (about ${daily} a day). Join short slots into one with a playlist, or give the screen fewer slots.`,
    };
  return {
    vi: `Màn hình ${on.vi} có ${loops.length} vòng phát khác nhau trong ${days} ngày tới, trong khi thiết bị phát nhận nhiều nhất ${MOST_LOOPS} vòng. Hãy bớt danh sách phát, bớt nội dung có ngày giờ riêng hoặc bớt khung giờ chia sẻ màn hình.`,
    en: `${on.en} would play ${loops.length} different loops in the coming ${days} days; players take ${MOST_LOOPS} at most. Use fewer playlists, fewer entries with days or hours of their own, or fewer slots that share the screen.`,
  };
};

/** FD26, once for screens with one timeline. */
export const tooBusy = (
  ward: Ward,
  coverages: readonly Coverage[],
  horizonOf: (screen: Screen) => Stretch,
): Finding[] => {
  // Each span and each loop comes from a stretch that was won, so a body is looked at only where there are many.
  const busy = coverages.filter(({ won }) => won.length > MOST_LOOPS);
  const alike = Map.groupBy(busy, ({ screen }) => bodyIn(ward, screen, horizonOf(screen)));
  return [...alike].flatMap(([body, on]): Finding[] => {
    if (!isTooLarge(body)) return [];
    const screens = on.map(({ screen }) => screen);
    const only = screens.length === 1 ? screens[0] : undefined;
    return [{ code: 'screen-too-busy', blocks: true, staff: say(screens, body), ...(only && { screenId: only.id }) }];
  });
};
