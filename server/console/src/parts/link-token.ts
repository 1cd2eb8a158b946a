/** The token of a one-time link. It stands behind `#`, so it never leaves the browser by itself; `?token=` is understood too. */
export const tokenOf = (place: Pick<Location, 'search' | 'hash'>): string =>
  new URLSearchParams(place.hash.replace(/^#/, '')).get('token') ??
  new URLSearchParams(place.search).get('token') ??
  '';
