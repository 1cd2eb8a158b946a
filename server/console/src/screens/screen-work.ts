/** Making a screen may mean making its site first; both come back as one value. */

import type { SiteId } from '../../../../playlists/model/ids.ts';
import type { Screen } from '../../../../playlists/model/screen.ts';
import { type Called, call } from '../api/client.ts';
import { bodyOf, type ScreenValues } from './screen-fields.tsx';

/** The site named by the values; a new one is made and then remembered by `onMade`, so a second try makes no twin. */
export const settleSite = async (values: ScreenValues, onMade: (siteId: SiteId) => void): Promise<Called<SiteId>> => {
  if (values.siteId !== 'new') return { ok: true, value: values.siteId as SiteId };
  const made = await call('createSite', {
    body: { name: values.siteName, kind: values.siteKind, address: values.siteAddress },
  });
  if (made.ok) {
    onMade(made.value.id);
    return { ok: true, value: made.value.id };
  }
  // The refusal speaks of `name`; on this form that is the site's name.
  const { name, ...others } = made.trouble.fields ?? {};
  return { ok: false, trouble: { ...made.trouble, fields: { ...others, ...(name ? { siteName: name } : {}) } } };
};

export const makeScreen = async (values: ScreenValues, onSite: (siteId: SiteId) => void): Promise<Called<Screen>> => {
  const site = await settleSite(values, onSite);
  return site.ok ? call('createScreen', { body: bodyOf(values, site.value) }) : site;
};
