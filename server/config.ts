/**
 * The one door to `process.env`. Every setting is named, described and checked here, once, at start; a wrong one stops the
 * server with a sentence in Vietnamese and English that names it. Nothing else in `server/` reads the environment.
 */
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { HOME_ZONE, isZone } from '../playlists/model/time.ts';

const wholeNumber = (min: number, max: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, { error: `số nguyên từ ${min} đến ${max} / a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, {
      error: `phải từ ${min} đến ${max} / must be from ${min} to ${max}`,
    })
    .prefault(String(standard));

const isProxyList = (text: string): boolean =>
  text === '' ||
  text.split(',').every((part) => {
    const [address = '', bits, ...rest] = part.trim().split('/');
    if (rest.length > 0) return false;
    if (['loopback', 'linklocal', 'uniquelocal'].includes(address)) return bits === undefined;
    return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1));
  });

/** Name → schema. `description` is what the table in the README says. */
export const VARIABLES = {
  BANGTIN_DATA: z
    .string()
    .min(1, { error: 'không được để trống / must not be empty' })
    .prefault('./data')
    .meta({ description: 'Folder of the database, media and keys; made when absent' }),
  PORT: wholeNumber(0, 65_535, 8080).meta({ description: 'TCP port of console and players; 0 = any free one' }),
  HOST: z
    .string()
    .refine((text) => text === 'localhost' || isIP(text) !== 0, {
      error: 'phải là địa chỉ IP, ví dụ 0.0.0.0 / must be an IP address such as 0.0.0.0',
    })
    .prefault('127.0.0.1')
    .meta({ description: 'Address to listen on. Only this machine by default; 0.0.0.0 serves the network' }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'phải là địa chỉ http(s):// / must be an http(s):// address' })
    .refine((text) => URL.canParse(text) && /^\/?$/.test(new URL(text).pathname), {
      error: 'không được có đường dẫn con / must not have a path',
    })
    .optional()
    .meta({ description: 'Address that people and players type; https turns on secure cookies and HSTS' }),
  TRUST_PROXY: z
    .string()
    .refine(isProxyList, {
      error: 'địa chỉ IP hoặc dải mạng của proxy, cách nhau bằng dấu phẩy / IP addresses or ranges, comma separated',
    })
    .prefault('')
    .meta({
      description: 'Reverse proxies whose X-Forwarded-* headers are believed, e.g. `loopback`; none by default',
    }),
  FFMPEG_PATH: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'ffmpeg to use; else ffmpeg-static, else the one on PATH' }),
  PATH: z
    .string()
    .prefault('/usr/local/bin:/usr/bin:/bin')
    .meta({ description: 'Where tools are looked for; as the system sets it' }),
  METRICS_TOKEN: z
    .string()
    .min(16, { error: 'ít nhất 16 ký tự / at least 16 characters' })
    .optional()
    .meta({ description: 'Bearer token for /metrics from other machines; without it only this machine may read them' }),
  MAX_UPLOAD_MB: wholeNumber(1, 1_000_000, 2_048).meta({ description: 'Largest upload, in MB' }),
  MIN_FREE_MB: wholeNumber(0, 10_000_000, 1_024).meta({
    description: 'Uploads are refused when less than this is free on the disk, in MB',
  }),
  LIBRARY_QUOTA_MB: wholeNumber(0, 100_000_000, 0).meta({
    description: 'What the library may hold in all, uploads and files made of them, in MB; 0 = as much as the disk has',
  }),
  ZONE: z
    .string()
    .refine(isZone, { error: 'phải là múi giờ IANA / must be an IANA time zone, e.g. Asia/Ho_Chi_Minh' })
    .prefault(HOME_ZONE)
    .meta({ description: 'Time zone of the ward' }),
  SESSION_IDLE_MINUTES: wholeNumber(1, 1_440, 60).meta({
    description: 'Minutes without use after which people sign in anew',
  }),
  SESSION_HOURS: wholeNumber(1, 168, 12).meta({ description: 'Hours after which people sign in anew in any case' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'một trong / one of: fatal, error, warn, info, debug, silent',
    })
    .prefault('info')
    .meta({ description: 'How much is logged' }),
  DEV_ORIGIN: z
    .url({
      protocol: /^http$/,
      hostname: /^(127\.0\.0\.1|localhost)$/,
      error: 'http://127.0.0.1:… / http://localhost:…',
    })
    .optional()
    .meta({ description: 'Development only: origin of the Vite server that hands its calls to us' }),
} as const;

const Environment = z.object(VARIABLES);

export interface Config {
  dataFolder: string;
  databaseFile: string;
  port: number;
  host: string;
  /** Absent = made from the port really listened on. */
  publicUrl: string | undefined;
  devOrigin: string | undefined;
  trustedProxies: string[];
  ffmpegPath: string | undefined;
  searchPath: string;
  /** Compiled code of the media workbench; may be lost at any time. */
  codeCacheFolder: string;
  metricsToken: string | undefined;
  maxUploadBytes: number;
  minFreeBytes: number;
  /** What the library may hold in all; null = as much as the disk has. */
  quotaBytes: number | null;
  zone: string;
  sessionIdleMs: number;
  sessionMs: number;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

/** Wrong settings, one line each; `message` is ready to print. */
export class ConfigFault extends Error {
  override name = 'ConfigFault';
}

/** Checks `environment` and turns it into a configuration. Empty values count as absent. Throws `ConfigFault`. */
export const readConfig = (environment: Record<string, string | undefined>): Config => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = Environment.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigFault(`Cấu hình chưa đúng / The configuration is wrong:\n${lines.join('\n')}`);
  }
  const values = read.data;
  const dataFolder = resolve(values.BANGTIN_DATA);
  return {
    dataFolder,
    databaseFile: join(dataFolder, 'bang-tin.sqlite'),
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL === undefined ? undefined : new URL(values.PUBLIC_URL).origin,
    devOrigin: values.DEV_ORIGIN === undefined ? undefined : new URL(values.DEV_ORIGIN).origin,
    trustedProxies: values.TRUST_PROXY.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
    ffmpegPath: values.FFMPEG_PATH,
    searchPath: values.PATH,
    codeCacheFolder: join(dataFolder, 'code-cache'),
    metricsToken: values.METRICS_TOKEN,
    maxUploadBytes: values.MAX_UPLOAD_MB * 1_000_000,
    minFreeBytes: values.MIN_FREE_MB * 1_000_000,
    quotaBytes: values.LIBRARY_QUOTA_MB === 0 ? null : values.LIBRARY_QUOTA_MB * 1_000_000,
    zone: values.ZONE,
    sessionIdleMs: values.SESSION_IDLE_MINUTES * 60_000,
    sessionMs: values.SESSION_HOURS * 3_600_000,
    logLevel: values.LOG_LEVEL,
  };
};

/** Reads `.env` of the working folder when there is one, then the environment (which wins). Throws `ConfigFault`. */
export const loadConfig = (): Config => {
  try {
    process.loadEnvFile();
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new ConfigFault(`Không đọc được tệp .env / Cannot read .env: ${(fault as Error).message}`);
  }
  return readConfig(process.env);
};
