/**
 * Slides in the library: written, written anew (a new version; the earlier ones stay), and all of them written in other colours when
 * the ward changes its own. A slide is ready as soon as it is saved; what changed airs when somebody publishes.
 */
import { AssetId } from '../../playlists/model/ids.ts';
import type { Asset } from '../../playlists/model/media.ts';
import { accepted, type Outcome, refused } from '../../playlists/model/refusal.ts';
import { type Palette, pictureIn, type Slide, type SlideContent } from '../../playlists/model/slide.ts';
import { paletteOf as paletteOfLook } from '../../playlists/slides/colours.ts';
import type { SlideDraft } from '../../playlists/wire/api/slides.ts';
import { SlideVersion } from '../../playlists/wire/api/slides.ts';
import { actorOf, type RecordAct } from '../audit/chain.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';
import { paletteOf } from '../database/settings.ts';
import type { Caller, Served } from '../http/handlers.ts';
import { foldText } from '../library/titles.ts';
import { readSlides, slideOf } from './slide-rows.ts';

export interface SlidePorts {
  database: Database;
  now: () => number;
  record: RecordAct;
  /** Assets as the contracts show them. */
  loadAssets: (ids: readonly AssetId[]) => Asset[];
  /** Told after the commit: there is one more, or one changed. */
  listChanged: () => void;
}

const nameOf = (caller: Caller): string => (caller.kind === 'person' ? caller.name : 'system');

export const createSlides = (ports: SlidePorts) => {
  const { database, record } = ports;
  const { query, transact } = database;

  const newestVersion = (id: string): number =>
    database.now.first(
      query.selectFrom('slideVersion').select('version').where('assetId', '=', id).orderBy('version', 'desc').limit(1),
    )?.version ?? 0;

  const checkPicture = (content: SlideContent): Outcome<undefined> => {
    const picture = pictureIn(content);
    if (picture === null) return accepted(undefined);
    const known = database.now.first(
      query.selectFrom('asset').select('kind').where('id', '=', picture).where('deletedAt', 'is', null),
    );
    return known?.kind === 'image'
      ? accepted(undefined)
      : refused(
          'slide-picture-unknown',
          `${picture} is ${known?.kind ?? 'gone'}`,
          {},
          { 'content.picture': 'unknown' },
        );
  };

  const writeVersion = (id: string, version: number, slide: Slide, by: string): void => {
    database.now.run(
      query.insertInto('slideVersion').values({
        assetId: id,
        version,
        digest: slide.digest,
        content: JSON.stringify(slide.content),
        palette: JSON.stringify(slide.palette),
        savedAt: ports.now(),
        savedBy: by,
      }),
    );
  };

  /** Writes a slide that is new; inside the caller's transaction. `id` may have been chosen before. */
  const add = (draft: SlideDraft, slide: Slide, caller: Caller, id = AssetId.parse(newId('ast'))): AssetId => {
    database.now.run(
      query.insertInto('asset').values({
        id,
        title: draft.title,
        titleFolded: foldText(draft.title),
        kind: 'slide',
        bytes: 0,
        digest: slide.digest,
        fit: 'contain',
        audiences: '[]',
        source: '',
        rights: '',
        state: 'ready',
        attempts: 0,
        uploadedBy: actorOf(caller).actor,
        createdAt: ports.now(),
      }),
    );
    writeVersion(id, 1, slide, nameOf(caller));
    record({ ...actorOf(caller), act: 'slide.created', subject: id, detail: { title: draft.title, ...slide } });
    return id;
  };

  const show = (id: AssetId): Outcome<Asset> => {
    const [asset] = ports.loadAssets([id]);
    return asset?.slide ? accepted(asset) : refused('not-found', `no slide ${id}`);
  };
  const tell = (): void => queueMicrotask(ports.listChanged);

  /** In the ward's colours of today. */
  const coloured = (content: SlideContent): Slide => slideOf(content, paletteOfLook(content.look, paletteOf(database)));

  const handlers: Served['handlers'] = {
    createSlide: ({ body, caller }) =>
      transact(() => {
        const checked = checkPicture(body.content);
        if (!checked.ok) return checked;
        tell();
        return show(add(body, coloured(body.content), caller));
      }),

    changeSlide: ({ params: { assetId }, body: { basedOn, title, content }, caller }) =>
      transact((step) => {
        const known = show(assetId);
        if (!known.ok) return known;
        const newest = newestVersion(assetId);
        if (basedOn !== newest) return refused('changed-meanwhile', `based on ${basedOn}, newest is ${newest}`);
        const checked = checkPicture(content);
        if (!checked.ok) return checked;
        const slide = coloured(content);
        const isOther = slide.digest !== known.value.slide?.digest;
        if (!isOther && title === known.value.title) return known;
        step.run(
          query
            .updateTable('asset')
            .set({ title, titleFolded: foldText(`${title} ${known.value.source}`), digest: slide.digest })
            .where('id', '=', assetId),
        );
        if (isOther) writeVersion(assetId, newest + 1, slide, nameOf(caller));
        record({ ...actorOf(caller), act: 'slide.changed', subject: assetId, detail: { title, ...slide } });
        if (isOther && known.value.approval)
          record({
            ...actorOf(caller),
            act: 'asset.approval-voided',
            subject: assetId,
            detail: { was: known.value.digest },
          });
        tell();
        return show(assetId);
      }),

    listSlideVersions: ({ params: { assetId } }) => {
      const known = show(assetId);
      if (!known.ok) return known;
      const rows = database.now.all(
        query
          .selectFrom('slideVersion')
          .selectAll()
          .where('assetId', '=', assetId)
          .orderBy('version', 'desc')
          .limit(200),
      );
      return accepted(
        rows.map(({ content, palette, assetId: _, ...row }) =>
          SlideVersion.parse({ ...row, content: JSON.parse(content), palette: JSON.parse(palette) }),
        ),
      );
    },
  };

  return {
    handlers,
    add,
    coloured,
    /** Every slide once more, in the colours of today; inside the caller's transaction. Approvals of what they were are void by that. */
    repaint: (_palette: Palette, caller: Caller): void => {
      for (const [id, slide] of readSlides(database)) {
        const painted = coloured(slide.content);
        if (painted.digest === slide.digest) continue;
        database.now.run(query.updateTable('asset').set({ digest: painted.digest }).where('id', '=', id));
        writeVersion(id, newestVersion(id) + 1, painted, nameOf(caller));
        record({ ...actorOf(caller), act: 'slide.recoloured', subject: id, detail: { digest: painted.digest } });
      }
      tell();
    },
  };
};
export type Slides = ReturnType<typeof createSlides>;
