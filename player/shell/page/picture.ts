/** Pictures of the glass, the same from every shell: the whole output, wide enough to read, small enough to send at once. */
export const PICTURE_WIDTH = 960;
export const PICTURE_HEIGHT = 1_080;
/** Of a JPEG, percent. */
export const PICTURE_QUALITY = 75;
