/** The containers that are taken: sniffed type → demuxer, and the only names that ffmpeg may then open. */

export const DEMUXERS = {
  mov: 'mov,mp4,m4a,3gp,3g2,mj2',
  matroska: 'matroska,webm',
  avi: 'avi',
  mpegts: 'mpegts',
  mpeg: 'mpeg',
  asf: 'asf',
  flv: 'flv',
  gif: 'gif',
  apng: 'apng',
} as const;
export type DemuxerName = keyof typeof DEMUXERS;

/** Types as `file-type` names them. None of these demuxers follows references to other files. */
const OF_TYPE: Readonly<Record<string, DemuxerName>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/x-m4v': 'mov',
  'video/3gpp': 'mov',
  'video/3gpp2': 'mov',
  'video/matroska': 'matroska',
  'video/x-matroska': 'matroska',
  'video/webm': 'matroska',
  'video/vnd.avi': 'avi',
  'video/mp2t': 'mpegts',
  'video/MP1S': 'mpeg',
  'video/MP2P': 'mpeg',
  'video/x-ms-asf': 'asf',
  'video/x-ms-wmv': 'asf',
  'video/x-flv': 'flv',
  'image/gif': 'gif',
  'image/apng': 'apng',
};

export const isVideoType = (mime: string): boolean => mime.startsWith('video/') && Object.hasOwn(OF_TYPE, mime);

/** Types that only ffprobe can read for us. */
export const isForSecondProbe = (mime: string): boolean => !['mov', 'matroska'].includes(OF_TYPE[mime] ?? 'mov');

export const demuxerOf = (mime: string): DemuxerName => OF_TYPE[mime] ?? 'mov';
