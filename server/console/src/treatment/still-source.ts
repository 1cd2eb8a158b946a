/** A picture to frame by: a tile of the storyboard nearest to a moment, or the small picture of a still. */
import { useEffect, useState } from 'react';
import type { Rectangle } from '../../../../playlists/model/framing.ts';
import type { Asset } from '../../../../playlists/model/media.ts';
import type { Storyboard } from '../../../../playlists/wire/api/preparation.ts';
import { fileAddress } from '../media/asset-state.tsx';

export interface StillSource {
  image: HTMLImageElement;
  /** The part of `image` that is the picture. */
  part: Rectangle;
}

/** The tile that shows a moment. */
export const tileAt = (board: Storyboard, atMs: number): Rectangle => {
  const tile = Math.min(Math.max(Math.round(atMs / board.everyMs), 0), board.tiles - 1);
  return {
    x: (tile % board.columns) * board.tileWidth,
    y: Math.floor(tile / board.columns) * board.tileHeight,
    width: board.tileWidth,
    height: board.tileHeight,
  };
};

/** Null until it is loaded, or while there is none. */
export const useStillSource = (
  asset: Pick<Asset, 'kind' | 'thumbnail'>,
  board: Storyboard | null,
  atMs: number,
): StillSource | null => {
  const digest = asset.kind === 'video' ? board?.digest : asset.thumbnail;
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  useEffect(() => {
    setImage(null);
    if (!digest) return;
    const loading = new Image();
    loading.onload = () => setImage(loading);
    loading.src = fileAddress(digest);
    return () => {
      loading.onload = null;
    };
  }, [digest]);
  if (!image) return null;
  const whole = { x: 0, y: 0, width: image.naturalWidth, height: image.naturalHeight };
  return { image, part: board && asset.kind === 'video' ? tileAt(board, atMs) : whole };
};
